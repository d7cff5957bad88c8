"""Pages of the bulletins, one set for both portals: list, content, rows of a figure, writing, signing, PDF."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.exceptions import Invalid
from office import clock
from office.middleware import OfficeRequest, open_to
from office.sides import Role
from reports import actions, documents, selectors
from reports.forms import MonthForm, ReturnForm, TextForm

WRITERS = open_to(Role.PROSECUTOR, Role.ASSISTANT)
SIGNERS = open_to(Role.CHIEF, Role.HEAD)
EITHER = open_to(Role.PROSECUTOR, Role.ASSISTANT, Role.CHIEF, Role.HEAD)


@require_safe
def bulletins(request: OfficeRequest) -> HttpResponse:
    """The bulletins of one's office (and of subordinate offices, once issued), newest month first."""
    rows, more = selectors.page(request.user, request.GET.get("cursor", ""))
    today = clock.today()
    context = {
        "rows": [_line(row) for row in rows],
        "more": more,
        "paged": "cursor" in request.GET,
        "drafting": bool(request.user.roles & selectors.WRITERS),
        "form": MonthForm(initial={"month": f"{today:%Y-%m}"}),
    }
    return render(request, "reports/bulletins.html", context)


def _line(row: Any) -> dict[str, Any]:
    signatures = row.signing.signatures.all() if row.signing else ()
    return {
        "row": row,
        "month": f"{row.month.year}年{row.month.month}月",
        "signed": "、".join(one.officer.name for one in signatures),
    }


@WRITERS
@require_POST
def bulletin_draft(request: OfficeRequest) -> HttpResponse:
    """Draft the bulletin of a month, or open the one that is there."""
    form = MonthForm(request.POST)
    if not form.is_valid():
        raise Invalid("请填写月份，例如 2026-10。")
    row = actions.draft(actions.parse_month(form.cleaned_data["month"]), officer=request.user, now=clock.now())
    return redirect(request.portal.url("bulletin", row.pk))


@require_safe
def bulletin(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """The same content as the paper, every figure a link to its rows."""
    row = selectors.bulletin(request.user, pk)
    content = selectors.content(row, today=clock.today())
    signer = selectors.signs_for(request.user, row.office)
    signatures = selectors.signatures(row)
    signed = {one.organisation_id for one in signatures}
    writes = selectors.may_write(request.user, row.office_id)
    context = {
        "bulletin": row,
        "content": content,
        "title": content["title"].replace("\n", ""),
        "reachable": selectors.reachable(request.user, content),
        "digest": documents.digest_of(content),
        "signatures": signatures,
        "awaited": [one.name for one in selectors.awaited(row)],
        "may_sign": signer is not None and not row.is_issued and signer.pk not in signed,
        "over": not content["running"],
        "may_write": writes and row.status == "draft",
        "may_return": row.status == "signing" and (writes or signer is not None),
        "moved": any(block.get("moved") for section in content["sections"] for block in section["blocks"]),
        "return_form": ReturnForm(),
    }
    return render(request, "reports/bulletin.html", context)


@require_safe
def bulletin_rows(request: OfficeRequest, pk: UUID, key: str) -> HttpResponse:
    """The rows behind one figure, as far as the officer may see them."""
    row = selectors.bulletin(request.user, pk)
    content = selectors.content(row, today=clock.today())
    rows = selectors.rows_of(request.user, content, key, request.GET.get("cursor", ""))
    return render(request, "reports/rows.html", {"bulletin": row, "rows": rows, "title": content["title"].replace("\n", "")})


@WRITERS
@require_http_methods(["GET", "POST"])
def bulletin_text(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """Rewrite the paragraphs that may be rewritten."""
    row = selectors.bulletin(request.user, pk)
    posted = request.method == "POST"
    drafted = actions.drafted_words(row, today=clock.today())
    standing = {key: row.text[key]["words"] if key in row.text else words for key, words in drafted.items()}
    form = TextForm(request.POST if posted else None, blocks=documents.BLOCKS, initial=standing)
    status = 200
    if posted:
        status = 400
        if form.is_valid():
            try:
                actions.rewrite(pk, officer=request.user, texts=form.cleaned_data, now=clock.now())
            except Invalid as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, "通报文字已保存。")
                return redirect(request.portal.url("bulletin", pk))
    context = {"bulletin": row, "form": form, "drafted": [(documents.BLOCKS[key], words) for key, words in drafted.items()]}
    return render(request, "reports/text.html", context, status=status)


@SIGNERS
@require_POST
def bulletin_sign(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """Sign what the page showed."""
    row = actions.sign(pk, officer=request.user, digest=request.POST.get("digest", ""), now=clock.now())
    if row.is_issued:
        messages.success(request, f"通报已经印发：{row.number}，数字自此固定。")
    else:
        messages.success(request, "已签发，待对方负责人签发后印发；会签期间内容不再变动。")
    return redirect(request.portal.url("bulletin", pk))


@EITHER
@require_POST
def bulletin_return(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """Send it back to be redrafted."""
    actions.send_back(pk, officer=request.user, reason=request.POST.get("reason", ""), now=clock.now())
    messages.success(request, "通报已退回重拟，先前的签发作废。")
    return redirect(request.portal.url("bulletin", pk))


@require_safe
def bulletin_pdf(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """The paper: the issued bytes, or a draft."""
    row = selectors.bulletin(request.user, pk)
    response = HttpResponse(selectors.pdf(row, today=clock.today()), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="bulletin-{row.office.code}-{row.month:%Y-%m}.pdf"'
    return response
