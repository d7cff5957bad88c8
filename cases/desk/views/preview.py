"""以对方视角预览: the pages the other side would open once a draft is signed. Nothing is signed, served or kept."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from cases.desk.page import page, timeline
from cases.desk.page.reading import opened
from cases.desk.page.rehearsing import rehearse_sign
from cases.desk.papers import paper_page
from cases.desk.views.matter import matter as matter_page
from cases.desk.views.papers import paper as page_of_paper
from cases.exceptions import Invalid, NotFound
from cases.matters.dossier import dossier
from office import clock
from office.middleware import PORTALS, OfficeRequest, Portal
from office.sides import Side


class Window(Portal):
    """The other portal seen through a window: its pages without their frame, and no address leads anywhere."""

    window = True
    """Small forms are left out of the pages: they name the people of the other side."""

    @property
    def base_template(self) -> str:
        return "matters/_window.html"

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """Every link stays on the preview."""
        return "#preview"


@dataclass(frozen=True)
class Seen:
    """One page of the other side."""

    heading: str
    body: SafeString


@require_safe
def paper_preview(request: OfficeRequest, pk: UUID, document: UUID) -> HttpResponse:
    """The matter's page and the papers as the other side would find them."""
    officer, today = request.user, clock.today()
    found = dossier(officer, pk)
    row = paper_page.paper(officer, found, document)
    police = officer.side == Side.PROCURATORATE  # looks the other way
    whose = "公安机关" if police else "检察机关"

    def look(reader: Any, event: Any) -> dict[str, Any]:
        if reader is None:
            return {"sentence": f"{whose}还没有人参加本事项，签发后也没有人看得到。", "pages": [], "reader": None}
        window = _through(request, reader)
        try:
            theirs = dossier(reader, pk)
        except NotFound:
            return {"sentence": f"签发后{whose}看不到这个事项，也收不到任何文书。", "pages": [], "reader": reader}
        shown = [Seen(f"《{one.name}》", _body(page_of_paper(window, pk, one.pk))) for one in paper_page.of_act(reader, theirs, row)]
        lines = timeline.timeline(theirs, reader, today)
        if police:
            shown.append(Seen("事项页", _body(matter_page(window, pk))))
        elif lines:
            told = render_to_string("matters/_timeline.html", {"lines": lines, "filters": {}, "matter": theirs.matter}, window)
            shown.append(Seen("经过中的这一步", mark_safe(told)))  # noqa: S308 - rendered by our own template
        sentence = "" if event.shown == "both" else f"这一步不向{whose}送达文书，{whose}的经过里也没有这一步。"
        return {"sentence": sentence, "pages": shown, "reader": reader}

    try:
        seen = rehearse_sign(found, row, officer=officer, now=clock.now(), look=look)
    except Invalid as error:  # a draft still half written, as the nightly check leaves them
        seen = {"sentence": f"草稿还不能签发，写好后才能预览。{error}", "pages": [], "reader": None}
    context = seen | {"matter": found.matter, "paper": row, "title": page.title_of(found, officer.side), "whose": whose, "police": police}
    with opened(found.matter, officer=officer, what="以对方视角预览", now=clock.now(), marks=False):
        return render(request, "matters/preview.html", context)


def _through(request: OfficeRequest, reader: Any) -> OfficeRequest:
    """The request as the other side's officer would send it, through a window."""
    portal = PORTALS[reader.side]
    window = copy.copy(request)
    window.portal = Window(portal.side, portal.label, ())
    window.side = portal.side
    window.user = reader
    window.GET = QueryDict()
    return window


def _body(answer: HttpResponse) -> SafeString:
    """What a page of ours holds between its frame."""
    return mark_safe(answer.content.decode())  # noqa: S308 - rendered by our own template
