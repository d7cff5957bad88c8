"""台账: on screen and as Excel for both portals; import and template for the prosecutors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from cases.desk.lists.filters import address
from cases.desk.lists.keyset import counted, page_of
from cases.desk.page.entry import opening_office
from cases.desk.page.typing import forget_typed, keep_typed
from cases.exceptions import ActionError, Invalid
from cases.ledger import selectors
from cases.ledger.exporting import Book, export_ledger, period_words, template_of
from cases.ledger.forms import LedgerFilterForm, LedgerUploadForm, MatchForm
from cases.ledger.importing import Report, examine, import_ledger, ledger_of, organs_of
from cases.ledger.vocabulary import Ledger
from cases.matters.forms import MAX_UPLOAD, words_of
from cases.matters.papers import files
from cases.matters.table.workflow import workflow
from cases.register.selectors import typed
from office import clock
from office.middleware import OfficeRequest, open_to
from office.sides import Role, Side

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IMPORTING = frozenset({Role.PROSECUTOR, Role.ASSISTANT, Role.CASE_MANAGER})
IMPORTERS = open_to(IMPORTING)
MOST_AT_ONCE = 500
"""New rows that one request takes over: about a tenth of a second each, within the server's two minutes."""
PREVIEWED = 200
"""Rows of a file that the preview lists; what is odd is listed whole."""


def _ledger(request: OfficeRequest) -> Ledger:
    return ledger_of(request.GET.get("kind") or selectors.ledgers()[0][0])


def _form(request: OfficeRequest, ledger: Ledger) -> LedgerFilterForm:
    return LedgerFilterForm(
        request.GET, variants=selectors.branches(ledger), organs=selectors.organs_seen(request.user),
        offices=selectors.offices_seen(request.user), period="公开日期" if request.side == Side.POLICE else "受理日期",
    )


def _wanted(form: LedgerFilterForm) -> selectors.LedgerFilter:
    data = form.cleaned_data
    return selectors.LedgerFilter(
        since=data["since"], until=data["until"], variant=data.get("variant", ""), status=data["status"], words=data["q"].strip(),
        organ=UUID(data["organ"]) if data.get("organ") else None, office=UUID(data["office"]) if data.get("office") else None,
    )


@require_safe
def ledger(request: OfficeRequest) -> HttpResponse:
    """The ledger as a dense table, newest first, fifty rows a page."""
    shown = _ledger(request)
    form = _form(request, shown)
    if not form.is_valid():
        return render(request, "cases/ledger.html", {"form": form, "ledger": shown, "rows": [], "columns": []}, status=400)
    officer, wanted = request.user, _wanted(form)
    fitting = selectors.matters_of(officer, shown, wanted)
    found = selectors.in_period(fitting, wanted, officer.side)
    page, cursor = page_of(selectors.read_with(found, shown, officer), ("-id",), request.GET.get("after", ""))
    columns = [column for column in shown.printed(police=officer.side == Side.POLICE) if column.key != "serial"]
    context = {
        "form": form,
        "ledger": shown,
        "columns": columns,
        "rows": [_row(matter, shown, columns, officer.side) for matter in page],
        "total": counted(found),
        "undated": counted(selectors.undated(fitting)) if wanted.period and officer.side != Side.POLICE else "0",
        "period": period_words(wanted, clock.today()),
        "more": address(request.GET, after=cursor) if cursor else "",
        "paged": bool(request.GET.get("after")),
        "first": address(request.GET),
        "plain": request.portal.url("ledger"),
        "query": address(request.GET, after=""),
        "narrowed": any(request.GET.get(name) for name in form.fields),
        "may_import": bool(officer.roles & IMPORTING),
    }
    return render(request, "cases/ledger.html", context)


def _row(matter: Any, shown: Ledger, columns: list[Any], side: str) -> dict[str, Any]:
    values = shown.line(matter, side)
    return {
        "id": matter.pk,
        "cells": [(column.key, selectors.shown(values, column.key)) for column in columns],
    }


@require_safe
def ledger_export(request: OfficeRequest) -> HttpResponse:
    """The rows on screen, all pages of them, as the office's own Excel ledger."""
    shown = _ledger(request)
    form = _form(request, shown)
    if not form.is_valid():
        raise Invalid(words_of(form))
    return _download(export_ledger(request.user, shown, _wanted(form), now=clock.now()))


@IMPORTERS
@require_safe
def ledger_template(request: OfficeRequest) -> HttpResponse:
    """The empty ledger that an import understands."""
    return _download(template_of(_ledger(request)))


def _download(book: Book) -> HttpResponse:
    header = content_disposition_header(True, book.name)
    return HttpResponse(book.data, content_type=XLSX, headers={"Content-Disposition": header})


# --- coming in -------------------------------------------------------------------------------------------------------


@IMPORTERS
@require_http_methods(["GET", "POST"])
def ledger_import(request: OfficeRequest) -> HttpResponse:
    """Upload, look at what it would add, match names, confirm. Until then nothing is written."""
    shown, office = _ledger(request), opening_office(request.user)
    if office is None:
        raise Invalid("您不属于任何办公室，不能导入台账。")
    key = f"ledger_import:{shown.kind}"
    press = request.POST.get("press", "upload") if request.method == "POST" else "open"
    if press == "upload":
        return _uploaded(request, shown, office, key)
    held, _ = typed(request.user, key)
    if press == "cancel":
        forget_typed(key, officer=request.user)
        messages.success(request, "已取消，未写入任何内容。")
        return redirect(request.get_full_path())
    if not held:
        if request.method == "POST":
            raise Invalid("还没有上传台账文件，请先上传。")
        return _upload_page(request, shown)
    return _confirmed(request, shown, office, key, held) if press == "confirm" else _preview(request, shown, office, held)


def _upload_page(request: OfficeRequest, shown: Ledger, *, form: LedgerUploadForm | None = None, sentence: str = "") -> HttpResponse:
    context = {"form": form or LedgerUploadForm(), "ledger": shown, "sentence": sentence}
    return render(request, "cases/ledger_import.html", context, status=400 if form is not None else 200)


def _uploaded(request: OfficeRequest, shown: Ledger, office: Any, key: str) -> HttpResponse:
    """Check the file at once; only one that can be read is kept for the preview."""
    form = LedgerUploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, shown, form=form)
    upload = form.cleaned_data["file"]
    name = str(upload.name)[:100]
    try:
        if upload.size > MAX_UPLOAD:
            raise Invalid(f"“{name}”超过20MB，请分年度另存后分次导入。")
        report = examine(upload.read(), name=name, kind=shown.kind, office=office, today=clock.today())
        if len(report.new) > MOST_AT_ONCE:
            raise Invalid(f"“{name}”将新增{len(report.new)}件，网页一次最多导入{MOST_AT_ONCE}件；请分年度另存，或者由系统管理员以命令 import_ledger 导入。")
    except ActionError as error:
        return _upload_page(request, shown, form=form, sentence=str(error))
    keep_typed(key, {"sha256": [files.hold(upload)], "name": [name]}, officer=request.user, now=clock.now())
    return redirect(request.get_full_path())


def _matches(request: OfficeRequest, report: Report, office: Any) -> tuple[MatchForm, dict[str, UUID]]:
    organs = [(str(organ.pk), organ.name) for organ in organs_of(office)]
    form = MatchForm(request.POST or None, names=sorted(report.strangers), organs=organs)
    if not form.is_bound:
        return form, {}
    if not form.is_valid():
        raise Invalid(words_of(form))
    return form, {words: UUID(chosen) for words, chosen in form.matches().items()}


def _preview(request: OfficeRequest, shown: Ledger, office: Any, held: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    data, today = files.held(held["sha256"]), clock.today()
    report = examine(data, name=held["name"], kind=shown.kind, office=office, today=today)
    form, matches = _matches(request, report, office)
    if matches:
        report = examine(data, name=held["name"], kind=shown.kind, office=office, today=today, matches=matches)
    return _preview_page(request, shown, report, form, status=status)


def _preview_page(request: OfficeRequest, shown: Ledger, report: Report, form: MatchForm, *, status: int = 200) -> HttpResponse:
    table = workflow(shown.kind)
    rows = [
        {
            "row": row.entry.row,
            "title": row.words("title"),
            "variant": row.words("variant"),
            "police": row.entry.things["police"].name if "police" in row.entry.things else "",
            "police_words": row.words("police"),
            "state": table.state(row.plan.state).label if row.plan else "",
            "what": "已有" if row.known else "重复" if row.twin else "新增" if row.plan else "有错误",
            "known": row.known,
        }
        for row in report.rows[:PREVIEWED]
    ]
    context = {
        "ledger": shown, "report": report, "rows": rows, "left": max(0, len(report.rows) - PREVIEWED),
        "matches": [(field, report.strangers.get(str(field.label), [])) for field in form],
    }
    return render(request, "cases/ledger_preview.html", context, status=status)


def _confirmed(request: OfficeRequest, shown: Ledger, office: Any, key: str, held: Mapping[str, Any]) -> HttpResponse:
    data, now = files.held(held["sha256"]), clock.now()
    form, matches = _matches(request, examine(data, name=held["name"], kind=shown.kind, office=office, today=now.date()), office)
    report = import_ledger(
        data, name=held["name"], kind=shown.kind, office=office, officer=request.user, now=now, matches=matches
    )
    if report.errors:
        return _preview_page(request, shown, report, form, status=400)
    forget_typed(key, officer=request.user)
    messages.success(
        request,
        f"台账“{report.name}”已导入：新增{report.added}件，已有{len(report.known)}件"
        + (f"，{len(report.changes)}处单元格与已登记的不同，未改动，需要改的请办理更正。" if report.changes else "。"),
    )
    return redirect(request.portal.url("ledger"))
