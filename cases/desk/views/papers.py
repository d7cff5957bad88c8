"""文书: the page of one paper, what may be done with it, its prints, and attachments as downloads."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from cases.desk.lists import receiving
from cases.desk.page import duty, page
from cases.desk.page.forms import PaperActForm
from cases.desk.page.reading import opened
from cases.desk.papers import paper_page
from cases.desk.papers.papering import PaperOffer, copy_offer, paper_offers
from cases.desk.signing import approving
from cases.desk.views.acts import act_form, act_page, put_errors, version_of
from cases.desk.views.blocks import sheets
from cases.exceptions import Conflict, Invalid, NotAllowed, NotFound
from cases.matters import perform
from cases.matters.acts.engine import item_of
from cases.matters.dossier import Opened, dossier
from office import clock
from office.docx import render_docx
from office.middleware import OfficeRequest
from office.pdf import render_pdf
from office.sides import Side

if TYPE_CHECKING:
    from office.models import Officer

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CODES = frozenset({
    "receive", "refuse", "sign", "return", "revise", "discard", "withdraw", "seal",
    "pass_on", "ask_consent", "ask_signer", "answer_consent", "recall_consent", "copy_to",
})  # fmt: skip
DONE = {"receive": "已签收", "refuse": "已拒收", "sign": "已签发", "return": "已退回", "revise": "已修改并重新呈报", "discard": "已作废",
        "withdraw": "已撤回", "seal": "盖章件已上传", "pass_on": "已改签", "ask_consent": "已请会签", "ask_signer": "已加签",
        "answer_consent": "已答复", "recall_consent": "会签、加签已撤回", "copy_to": "已抄送"}  # fmt: skip
MARKS = {"circulating": "会签稿", "withdrawn": "已撤回", "discarded": "已作废"}
"""What lies across a paper that is not in force, and is no draft."""
SHORT = 12
"""Characters of a hash that lie across a page."""
FOR_KERNEL = ("time", "to", "people", "consent", "verdict")
"""What of the small form goes to the kernel as the act's data."""


@require_safe
def paper(request: OfficeRequest, pk: UUID, document: UUID) -> HttpResponse:
    """One paper: where it stands, its text, its files, and what may be done with it."""
    found, now = dossier(request.user, pk), clock.now()
    row = paper_page.paper(request.user, found, document)
    context = _content(request, found, row, opened_at=now)
    with opened(found.matter, officer=request.user, what="文书", now=now, document=row):
        return render(request, "matters/paper.html", context)


def _page(request: OfficeRequest, found: Opened, row: Any, *, status: int, **refused: Any) -> HttpResponse:
    """The page once more, with what was refused on it."""
    return render(request, "matters/paper.html", _content(request, found, row, **refused), status=status)


def _content(
    request: OfficeRequest,
    found: Opened,
    row: Any,
    *,
    failed: str = "",
    form: PaperActForm | None = None,
    sentence: str = "",
    opened_at: datetime | None = None,
) -> dict[str, Any]:
    """``failed``: the act that was refused, with its bound form and the sentence. ``opened_at``: its reader opens it now."""
    officer, today = request.user, clock.today()
    view = paper_page.paper_page(officer, found, row, today)
    acts: list[dict[str, Any]] = [
        {
            "offer": offer,
            "form": form if offer.code == failed and form else _act_form(offer),
            "open": offer.code in (failed, request.GET.get("do")),
        }
        for offer in offers_on(found, row, officer, today)
    ]
    return {
        "matter": found.matter,
        "title": page.title_of(found, officer.side),
        "paper": row,
        "view": view,
        "acts": acts,
        "sheets": sheets(paper_page.text_blocks(row)) if view.text else [],
        "duty": duty.sentence(row.type, None) if row.addressee == "police" and not view.is_draft else "",
        "begins": receiving.begins(row),
        "sentence": sentence,
        "desk": approving.desk_of(officer, found, row, today, opened_at),
        "unplaced": bool(sentence) and failed not in {act["offer"].code for act in acts},
        "mark": "草稿" if view.is_draft else MARKS.get(row.status, ""),
    }


def offers_on(found: Opened, row: Any, officer: Officer, today: date) -> list[PaperOffer]:
    """What may be done with a paper, and 抄送 of it last."""
    copy = copy_offer(found, officer, today, row)
    return [*paper_offers(found, row, officer, today), *([copy] if copy else [])]


def _act_form(offer: PaperOffer, request: OfficeRequest | None = None) -> PaperActForm:
    place = f"{offer.code}_"
    if request is None:
        return PaperActForm(asks=offer.asks, place=place, choices=offer.choices)
    return PaperActForm(request.POST, request.FILES, asks=offer.asks, place=place, choices=offer.choices)


@require_http_methods(["GET", "POST"])
def paper_act(request: OfficeRequest, pk: UUID, document: UUID, code: str) -> HttpResponse:
    """签收、拒收、签发、退回、修改、作废、撤回、附盖章件: POST does it; GET shows the page with its small form open."""
    if code not in CODES:
        raise NotFound("没有这项办理。")
    found = dossier(request.user, pk)
    row = paper_page.paper(request.user, found, document)
    offer = next((one for one in offers_on(found, row, request.user, clock.today()) if one.code == code), None)
    if request.method == "GET":
        if offer is None:
            raise NotAllowed(f"《{row.name}》现在不能由您办理这一项。")
        if code == "revise":
            return _revise_page(request, found, row)
        return redirect(f"{request.portal.url('paper', pk, document)}?do={code}")
    if code == "revise" and offer is not None:
        return _revised(request, found, row)
    return _done(request, found, row, code, offer)


def _done(request: OfficeRequest, found: Opened, row: Any, code: str, offer: PaperOffer | None) -> HttpResponse:
    """Perform one act on a paper; what is refused leaves what was typed on the page."""
    form = _act_form(offer, request) if offer is not None else None
    if form is not None and not form.is_valid():
        return _page(request, found, row, failed=code, form=form, status=400)
    given = form.cleaned_data if form is not None else {}
    try:
        result = perform(
            found.matter.pk,
            code,
            officer=request.user,
            data={"document": row.pk, "digest": request.POST.get("digest", ""), **{name: given[name] for name in FOR_KERNEL if name in given}},
            on=given.get("on"),
            now=clock.now(),
            reason=given.get("reason", ""),
            evidence=given.get("evidence") or [],
            # what is not offered is refused by the kernel with its own sentence, whatever the page showed
            version=version_of(request) if offer is not None else None,
        )
    except (Invalid, Conflict) as error:
        latest = dossier(request.user, found.matter.pk)
        again = paper_page.paper(request.user, latest, row.pk)
        return _page(request, latest, again, failed=code, form=form, sentence=str(error), status=error.status)
    messages.success(request, f"{_said(request, row, code, result)}：《{row.name}》{row.number or _number(result)}。")
    return redirect(_after(request, result.matter.pk, row, code))


def _said(request: OfficeRequest, row: Any, code: str, result: Any) -> str:
    """What was done, in a word: of what goes round, whether that was the last signature."""
    if row.status == "circulating" and code == "sign":
        return "已会签，文书已编号印发" if _number(result) else "已会签，待其余单位会签"
    if row.status == "circulating" and code == "return":
        return "已退回会签稿，已签的作废"
    return "已批准，送出" if code == "sign" and request.side == Side.POLICE else DONE[code]


def _number(result: Any) -> str:
    return result.documents[0].number if result.documents else ""


def _after(request: OfficeRequest, pk: UUID, row: Any, code: str) -> str:
    """After signing for receipt one lands on the duty; after an approval or an end on the matter; else on the paper."""
    portal = request.portal
    if request.POST.get("back") == "approvals":
        return portal.url("approvals")
    if code == "receive" and request.user.side == row.addressee:
        found = dossier(request.user, pk)
        wanted = duty.landing(found, row)
        if wanted and _may_start(request, found, wanted):
            return portal.url("act", pk, wanted)
        return portal.url("matter", pk)
    if code in ("sign", "refuse", "withdraw", "discard", "receive"):
        return portal.url("matter", pk)
    return portal.url("paper", pk, row.pk)


def _may_start(request: OfficeRequest, found: Opened, code: str) -> bool:
    from_table = found.table.action(code).pressed_by(request.user.side)
    return any(actor.role in request.user.roles for actor in from_table.by)


# ------------------------------------------------------------------------------------------------ revising a draft


def _revise_page(request: OfficeRequest, found: Opened, row: Any) -> HttpResponse:
    action = found.row_of(row)
    item = item_of(found, action, row.fields)
    form = act_form(found, action, initial=row.fields, drafted=True, item=item)
    return act_page(request, found, action, "do", form=form, draft=row)


def _revised(request: OfficeRequest, found: Opened, row: Any) -> HttpResponse:
    action = found.row_of(row)
    form = act_form(found, action, bound=request, drafted=True, item=item_of(found, action, row.fields))
    if request.POST.get("press") == "preview":
        return act_page(request, found, action, "do", form=form, draft=row, preview=True)
    data = request.POST.copy()
    data["document"] = str(row.pk)
    uploads = [upload for name in request.FILES for upload in request.FILES.getlist(name)]
    try:
        perform(
            found.matter.pk,
            "revise",
            officer=request.user,
            data=data,
            evidence=uploads,
            now=clock.now(),
            version=version_of(request),
        )
    except Invalid as error:
        put_errors(form, None, error)
        return act_page(request, found, action, "do", form=form, draft=row, status=400)
    except Conflict as error:
        latest = dossier(request.user, found.matter.pk)
        return act_page(request, latest, action, "do", form=form, draft=row, conflict=str(error), status=409)
    messages.success(request, f"《{row.name}》已修改，等待{'负责人批准' if request.user.side == 'police' else '签发'}。")
    return redirect(request.portal.url("paper", found.matter.pk, row.pk))


# ------------------------------------------------------------------------------------------------ prints and files


def _download(request: OfficeRequest, found: Opened) -> AbstractContextManager[None]:
    return opened(found.matter, officer=request.user, what="文书下载", now=clock.now(), marks=False)


def answer(content: bytes, media: str, name: str) -> HttpResponse:
    """A print, shown in the browser under this name."""
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    return response


@require_safe
def paper_pdf(request: OfficeRequest, pk: UUID, document: UUID) -> HttpResponse:
    """正本 with its 回执联; what has not been issued carries 草稿 across it, what was withdrawn says so."""
    found = dossier(request.user, pk)
    row = paper_page.paper(request.user, found, document)
    blocks = paper_page.printed(row)
    across, reader = MARKS.get(row.status, ""), _reader(found, row, request.user)
    content = render_pdf(blocks, title=row.name, draft=row.issued_on is None and not across, watermark=f"{across} {reader}".strip() or None)
    with _download(request, found):
        return answer(content, PDF, f"{row.name}{row.number}.pdf")


def _reader(found: Opened, row: Any, officer: Officer) -> str:
    """Across a paper of a restricted matter: who took it out, and the hash of its text; of other matters nothing."""
    return f"{officer.name} {row.digest[:SHORT]}".strip() if found.matter.restricted else ""


@require_safe
def paper_docx(request: OfficeRequest, pk: UUID, document: UUID) -> HttpResponse:
    """The same paper for Word and WPS."""
    found = dossier(request.user, pk)
    row = paper_page.paper(request.user, found, document)
    content = render_docx(paper_page.printed(row), title=row.name, draft=row.issued_on is None)
    response = answer(content, DOCX, "")
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=f"{row.name}{row.number}.docx") or ""
    )
    with _download(request, found):
        return response


@require_safe
def paper_receipt(request: OfficeRequest, pk: UUID, document: UUID) -> HttpResponse:
    """送达回证 (D32) of one paper."""
    found = dossier(request.user, pk)
    row = paper_page.paper(request.user, found, document)
    content = render_pdf(paper_page.service_receipt(found, row), title="送达回证")
    with _download(request, found):
        return answer(content, PDF, f"送达回证（{row.name}）.pdf")


@require_safe
def attachment(request: OfficeRequest, pk: UUID) -> FileResponse:
    """One attachment, always as a download: never drawn in the portal's own origin (ASVS 5.2)."""
    row, where = paper_page.attachment(request.user, pk)
    with opened(row.matter, officer=request.user, what="附件", now=clock.now(), marks=False):
        response = FileResponse(where.open("rb"), as_attachment=True, filename=row.name, content_type=row.content_type)
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        return response
