"""协作 of both portals: what waits for us, what waits for them, who is on duty now, one press to begin each kind; and the 指引 of the office."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.desk.page.reading import opened
from cases.desk.views.inbox import stepped
from liaison.selectors import cooperation as found
from liaison.selectors import guidance as texts
from liaison.selectors import series as plans
from office import clock
from office.duty.weeks import boxes
from office.middleware import OfficeRequest


@require_safe
def cooperation(request: OfficeRequest) -> HttpResponse:
    """The page 协作."""
    officer, today = request.user, clock.today()
    page = found.cooperation(officer, today)
    for rows in (page.ours.rows, page.theirs.rows, page.drafts):
        stepped(request, rows, today)
    pressing = [row for row in page.ours.rows if row.light.code in ("severe", "overdue", "soon")]
    context = {
        "page": page,
        "pressing": len(pressing),
        "openings": found.openings(officer),
        "proposals": found.proposals(officer, today),
        "boxes": boxes(officer, today),
        "other": found.other_side(officer),
        "due": plans.due(officer, today),
    }
    return render(request, "liaison/cooperation.html", context)


LONGEST_SOUGHT = 60


@require_safe
def guidance(request: OfficeRequest) -> HttpResponse:
    """指引: what went round or stands in the office, searched by charge and words."""
    officer, today = request.user, clock.today()
    charge, words = (request.GET.get(name, "").strip()[:LONGEST_SOUGHT] for name in ("charge", "q"))
    old = request.GET.get("old") == "1"
    context = {
        "rows": texts.listed(officer, today, charge=charge, words=words, old=old),
        "most": texts.MOST,
        "charges": texts.charges(officer),
        "charge": charge,
        "words": words,
        "old": old,
        "ways": [one for one in found.openings(officer) if one.kind == "guidance"],
    }
    return render(request, "liaison/guidance.html", context)


@require_safe
def guidance_text(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """One text to read, alone or paragraph by paragraph beside the version before it."""
    text = texts.text(request.user, pk, clock.today(), compare=request.GET.get("compare") == "1")
    with opened(text.matter, officer=request.user, what="指引", now=clock.now(), marks=False):
        return render(request, "liaison/guidance_text.html", {"text": text})
