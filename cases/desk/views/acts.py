"""办理: the page of one act, and the entry page of a new matter. GET shows the form, POST keeps, previews or performs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases.desk.lists.worklist import openings
from cases.desk.page import beside, duty, entry, items, page
from cases.desk.page.forms import PaperActForm
from cases.desk.page.rehearsing import Draft, preview_papers
from cases.desk.page.typing import forget_typed, keep_typed
from cases.desk.views.blocks import sheets
from cases.desk.views.buttons import button, in_order
from cases.exceptions import Conflict, Invalid, NotAllowed, NotFound
from cases.matters import Result, allowed_actions, perform
from cases.matters.acts.engine import count_hours, item_of
from cases.matters.acts.offers import DO, ENTER, barred, decision_of, needs_signature, refusal
from cases.matters.dossier import Opened, addressed_to, dossier
from cases.matters.forms import ActionForm, NoForm
from cases.matters.table.workflow import Action, document_type, workflow
from cases.matters.telling.words import moment
from office import clock
from office.middleware import OfficeRequest
from office.sides import Role, Side

ENTRY_ASKS = frozenset({"day", "mail", "reason", "file"})
LONGEST_LINKED = 200
"""Characters of a value in a link."""
LONGEST_VERSION = 9
"""Digits: Python refuses to read thousands of them."""


@require_http_methods(["GET", "POST"])
def act(request: OfficeRequest, pk: UUID, code: str) -> HttpResponse:
    """The page of one act: form, article, what will happen; POST keeps, previews or performs it."""
    found = dossier(request.user, pk)
    if not found.table.has_action(code) or found.table.action(code).opens_matter:
        raise NotFound("没有这项办理。")
    row = found.table.action(code).pressed_by(request.user.side)
    mode = DO if request.user.side == row.side else ENTER
    if request.method == "POST":
        return _act_posted(request, found, row, mode)
    blocked = _blocked(request, found, row, mode)
    if blocked is not None:
        return blocked
    kept = entry.kept(request.user, _key(pk, code))
    initial = {**entry.initial_of(kept, row.form or NoForm), **_linked(request, row)}
    form = act_form(found, row, initial=initial, item=item_of(found, row, request.GET))
    extra = None
    if mode == ENTER:
        extra = PaperActForm(
            asks=entry_asks(row), place="entry_", file_optional=_has_files(row), initial=entry.initial_of(kept, PaperActForm)
        )
    return act_page(request, found, row, mode, form=form, extra=extra, kept_at=kept.saved_at if kept else None)


def _blocked(request: OfficeRequest, found: Opened, row: Action, mode: str) -> HttpResponse | None:
    """An open draft is opened, a paper that waits for receipt is signed for first; else the refusal is raised."""
    officer = request.user
    reason = refusal(found, row, officer, clock.today(), mode=mode, in_full=True)
    if reason is not None:
        waiting = found.unreceived(addressed_to(officer, found.matter)) if mode == DO else []
        if waiting and "请先签收" in reason:
            messages.warning(request, reason)
            return redirect(request.portal.url("paper", found.matter.pk, waiting[0].pk))
        raise NotAllowed(reason)
    draft = found.draft_of(row.code, request.user)
    if draft is not None and mode == DO:
        return redirect(request.portal.url("paper", found.matter.pk, draft.pk))
    return None


def _act_posted(request: OfficeRequest, found: Opened, row: Action, mode: str) -> HttpResponse:
    officer, pk, now = request.user, found.matter.pk, clock.now()
    key, press = _key(pk, row.code), request.POST.get("press", "do")
    reason = barred(found, row, officer, mode=mode)
    if reason is not None:
        raise NotAllowed(reason)
    form = act_form(found, row, bound=request, item=item_of(found, row, request.POST))
    extra = None
    if mode == ENTER:
        extra = PaperActForm(request.POST, request.FILES, asks=entry_asks(row), place="entry_", file_optional=_has_files(row))
    if press == "save":
        keep_typed(key, dict(request.POST.lists()), officer=officer, now=now)
        messages.success(request, "草稿已存，只有您自己看得见；文件请在办理时再选。")
        return redirect(request.path)
    if press == "preview":
        reason = refusal(found, row, officer, now.date(), mode=mode)
        if reason is not None:
            raise NotAllowed(reason)
        return act_page(request, found, row, mode, form=form, extra=extra, preview=True)
    try:
        result = _perform(request, found, row, mode, extra)
    except Invalid as error:
        put_errors(form, extra, error)
        return act_page(request, found, row, mode, form=form, extra=extra, status=400)
    except Conflict as error:
        latest = dossier(officer, pk)
        return act_page(request, latest, row, mode, form=form, extra=extra, conflict=str(error), status=409)
    forget_typed(key, officer=officer)
    return _after(request, result, row)


def _previewed(request: OfficeRequest, found: Opened, row: Action, form: forms.Form) -> tuple[list[Draft], int]:
    """The papers as they would read, and the status of the page. Nothing is written."""
    try:
        drafts = preview_papers(found, row, data=request.POST, today=clock.today(), officer=request.user)
    except Invalid as error:
        put_errors(form, None, error)
        return [], 400
    form.errors.clear()  # files are chosen anew when the act is handed in
    return drafts, 200


def entry_asks(row: Action) -> frozenset[str]:
    """What a paper entry of an act asks for: the time too where hours are counted from it."""
    return ENTRY_ASKS | {"time"} if count_hours((*row.starts, *row.starts_on_receipt)) else ENTRY_ASKS


def _perform(request: OfficeRequest, found: Opened, row: Action, mode: str, extra: PaperActForm | None) -> Result:
    uploads: dict[str, list[UploadedFile]] = {name: request.FILES.getlist(name) for name in request.FILES if name != "evidence"}
    entry_facts: dict[str, Any] = {}
    if extra is not None:
        if not extra.is_valid():
            raise Invalid("线下登记的内容不完整。", {f"+{name}": [str(e) for e in rows] for name, rows in extra.errors.items()})
        given = extra.cleaned_data
        papers = [upload for rows in uploads.values() for upload in rows]
        # the scan of the reply is the evidence of a paper entry
        entry_facts = {"on": given["on"], "mailed_on": given["mailed_on"], "reason": given["reason"], "evidence": given.get("evidence") or papers}
    return perform(
        found.matter.pk,
        row.code,
        officer=request.user,
        data=request.POST,
        uploads=uploads,
        now=clock.now(),
        version=version_of(request),
        **entry_facts,
    )


def put_errors(form: forms.Form, extra: forms.Form | None, error: Invalid) -> None:
    """What was refused, beside the fields it names, else above the form. A field's own errors are not said twice."""
    form.is_valid()
    named = {name: rows for name, rows in error.errors.items() if not name.startswith("+")}
    if extra is not None and len(named) < len(error.errors):
        return
    for name, sentences in (named or {"": [str(error)]}).items():
        if name in form.errors:
            continue
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def act_page(
    request: OfficeRequest,
    found: Opened,
    row: Action,
    mode: str,
    *,
    form: forms.Form,
    extra: forms.Form | None = None,
    kept_at: Any = None,
    preview: bool = False,
    conflict: str = "",
    status: int = 200,
    draft: Any = None,
) -> HttpResponse:
    """The page of an act with its form as it stands. ``draft``: the open draft that is being revised."""
    officer, today = request.user, clock.today()
    drafts: list[Draft] = []
    if preview:
        drafts, status = _previewed(request, found, row, form)
    reason = refusal(found, row, officer, today, mode=mode) if draft is None else None
    decision = decision_of(found, row) if row.issues and mode == DO else None
    waits = decision is not None and needs_signature(found, row, officer)
    others = [
        button(request, found, offer)
        for offer in in_order(found, allowed_actions(found, officer, today))
        if offer.code != row.code and not offer.action.item  # an act on one row stands beside that row, on the matter's page
    ]
    context = {
        "matter": found.matter,
        "title": page.title_of(found, officer.side),
        "row": row,
        "label": row.label_for(officer.side),
        "form": form,
        "item": items.item_view(form.item, officer) if isinstance(form, ActionForm) and form.item is not None else None,
        "extra": extra,
        "entering": mode == ENTER,
        "has_files": _has_files(row),
        "kept_at": moment(kept_at, today) if kept_at else "",
        "previews": [{"name": one.name, "addressee": one.addressee, "sheets": sheets(one.blocks)} for one in drafts],
        "can_preview": any(document_type(code).body is not None for code in row.issues),
        "conflict": conflict,
        "refused": reason if conflict else "",
        "outcome": duty.outcome(found, row, entering=mode == ENTER, decided_by=decision.label if decision and waits else ""),
        "asked": duty.asked(found, row, officer, today),
        "others": others,
        "references": beside.of_act(found, officer, getattr(form, "item", None), today),
        "decided": decision.label if decision and decision.role in (Role.CHIEF, Role.HEAD) else "",
        "draft": draft,
    }
    return render(request, "matters/act.html", context, status=status)


def _after(request: OfficeRequest, result: Result, row: Action) -> HttpResponse:
    """Where one lands: a draft is shown as the paper it will be; what took effect is on the matter's page."""
    portal, matter_id = request.portal, result.matter.pk
    own = [paper for paper in result.documents if paper.origin_side == request.user.side]
    if result.drafted and own:
        to = "负责人批准" if request.user.side == Side.POLICE else "签发"
        messages.success(request, f"《{own[0].name}》已拟稿，等待{to}；事项状态尚未变动。")
        return redirect(portal.url("paper", matter_id, own[0].pk))
    papers = "、".join(f"《{paper.name}》{paper.number}" for paper in result.documents)
    late = f"，逾期{result.event.late_days}日" if result.event.late_days else ""
    messages.success(request, f"已办理：{result.event.label}{late}{f'（{papers}）' if papers else ''}。")
    place = f"#{row.item}-{result.event.facts.get('item', '')}" if row.item else ""
    return redirect(f"{portal.url('matter', matter_id)}{place}")


def act_form(
    found: Opened,
    row: Action,
    *,
    bound: OfficeRequest | None = None,
    initial: Mapping[str, Any] | None = None,
    drafted: bool = False,
    item: Any = None,
) -> ActionForm:
    """The row's form for this matter: bound to what was posted, or with initial values.

    ``drafted``: its files lie with the draft. ``item``: the row of the matter it takes.
    """
    form_class = row.form or NoForm
    shared: dict[str, Any] = {"matter": found.matter, "today": clock.today(), "drafted": drafted, "item": item}
    if bound is not None:
        return form_class(bound.POST, bound.FILES, **shared)
    form = form_class(**shared)
    for name, value in (initial or {}).items():
        if name not in form.fields:
            continue  # the draft was made when the form asked for something else
        form.fields[name].initial = value  # what the officer typed goes before what the form proposes
    return form


def _linked(request: OfficeRequest, row: Action) -> dict[str, str]:
    """What a link fills in of the form, as far as the form takes it from one."""
    return {name: request.GET[name][:LONGEST_LINKED] for name in (row.form or NoForm).by_link if name in request.GET}


def _has_files(row: Action) -> bool:
    return bool(row.form and row.form.file_fields())


def _key(pk: UUID, code: str) -> str:
    return f"act:{pk}:{code}"


def version_of(request: OfficeRequest) -> int:
    """The version the page showed. Raises Invalid for a page that does not say."""
    words = request.POST.get("version", "")
    if not words.isascii() or not words.isdigit() or len(words) > LONGEST_VERSION:
        raise Invalid("页面不完整，请刷新后重新办理。")
    return int(words)


# ------------------------------------------------------------------------------------------------ opening


@require_http_methods(["GET", "POST"])
def open_matter(request: OfficeRequest, kind: str, code: str) -> HttpResponse:
    """登记新事项: one dense page, with a hint when the same person, number or name is here already."""
    table, row = _opening(request, kind, code)
    officer, key = request.user, f"open:{kind}:{code}"
    office = entry.opening_office(officer)
    shared: dict[str, Any] = {"office": office, "today": clock.today(), "opener": officer}
    if request.method == "GET":
        if request.GET.get("similar"):
            found = _similar(request, kind, request.GET)
            return render(request, "matters/_similar.html", {"similar": found})
        initial, kept_at = entry.typed(officer, key, row.form or NoForm)
        form = (row.form or NoForm)(initial=_linked(request, row), **shared)
        for name, value in initial.items():
            form.fields[name].initial = value
        return _open_page(request, table, row, form, kept_at=kept_at)
    press = request.POST.get("press", "do")
    form = (row.form or NoForm)(request.POST, request.FILES, **shared)
    if press == "save":
        keep_typed(key, dict(request.POST.lists()), officer=officer, now=clock.now())
        messages.success(request, "草稿已存，只有您自己看得见。")
        return redirect(request.path)
    likeness = _similar(request, kind, request.POST)
    if press == "check":
        form.errors.clear()
        return _open_page(request, table, row, form, similar=likeness, checked=True)
    try:
        result = perform(
            None,
            code,
            kind=kind,
            officer=officer,
            data=request.POST,
            now=clock.now(),
            uploads={name: request.FILES.getlist(name) for name in request.FILES},
        )
    except Invalid as error:
        put_errors(form, None, error)
        return _open_page(request, table, row, form, similar=likeness, status=400)
    forget_typed(key, officer=officer)
    messages.success(request, f"已登记{result.matter.number}：{result.matter.title}。")
    if likeness:
        messages.warning(request, f"可能与{'、'.join(one.number for one in likeness)}重复，请核对。")
    return redirect(request.portal.url("matter", result.matter.pk))


def _opening(request: OfficeRequest, kind: str, code: str) -> tuple[Any, Action]:
    try:
        table = workflow(kind)
        row = table.action(code)
    except KeyError as error:
        raise NotFound("没有这类事项。") from error
    if not row.opens_matter or row.linked:
        raise NotFound("没有这类事项。")
    if not _opens(request, row):
        raise NotAllowed(f"您没有办理“{row.label}”的权限。")
    return table, row


def _opens(request: OfficeRequest, row: Action) -> bool:
    return not row.linked and any(actor.role in request.user.roles and actor.side == request.user.side for actor in row.by)


def _similar(request: OfficeRequest, kind: str, given: QueryDict) -> list[entry.Similar]:
    words = {"title": given.get("title", ""), "subject": given.get("subject", ""), "number": given.get("police_number", "")}
    return entry.similar(request.user, kind, **words)


def _open_page(request: OfficeRequest, table: Any, row: Action, form: forms.Form, **context: Any) -> HttpResponse:
    status = context.pop("status", 200)
    kept_at = context.pop("kept_at", None)
    ways = [one for one in table.actions if one.opens_matter and not one.linked and _opens(request, one)]
    context |= {
        "table": table,
        "row": row,
        "form": form,
        "ways": ways,
        "openings": openings(request.user),
        "references": beside.of_opening(table.kind, request.user, clock.today()),
        "kept_at": moment(kept_at, clock.today()) if kept_at else "",
    }
    return render(request, "matters/open.html", context, status=status)
