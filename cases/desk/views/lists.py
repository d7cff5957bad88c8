"""Lists of both portals beside 待办: 事项, 提醒, 查找, 我方发起."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cases.desk.lists import worklist
from cases.desk.lists.bulking import bulk_acts
from cases.desk.lists.facets import beginning
from cases.desk.lists.filters import LedgerFilter, only, panel
from cases.desk.lists.keyset import PAGE, capped, page_of
from cases.desk.search import finding
from cases.desk.signing import drafting
from cases.desk.views.inbox import listed, more, narrowed_by, placed
from cases.exceptions import Invalid
from cases.matters.telling import notices
from cases.matters.telling.noticing import mark_read
from office import clock
from office.middleware import OfficeRequest
from office.sides import Side

NEWEST = "-matter_id"


@require_safe
def matters(request: OfficeRequest) -> HttpResponse:
    """事项: all of the office's (or organ's), closed ones included, newest first."""
    officer, today = request.user, clock.today()
    settings = worklist.settings_of(officer)
    below = request.GET.get("place") == "below"
    here = worklist.matters(officer, today, below=below)
    people = [(str(one.pk), one.name) for one in worklist.colleagues(officer)]
    organs = worklist.organs_of(officer)
    data = request.GET.copy()
    chosen = narrowed_by(request, data, lambda given: LedgerFilter(given, here, organs=organs, handler=people))
    narrowed = chosen.narrowed()
    # the options are counted within the month and the handler that are set
    frame = only(data, "month", "handler")
    framed = beginning(LedgerFilter(frame, here, organs=organs, handler=people).narrowed(), today, NEWEST)
    fitting = beginning(narrowed, today, NEWEST) if chosen.narrows_beyond(frame) else framed
    options: dict[str, Mapping[str, int]] = {**framed.counts}
    if len(options["kind"]) > 1 and not data.getlist("kind"):
        options.pop("variant")  # branches say something only within a kind
    found, after = page_of(narrowed, (NEWEST,), request.GET.get("after", ""), known=fitting.page)
    rows = placed(request, worklist.rows_of(officer, found, today, settings)) if settings else []
    context = listed(request, "matters") | {
        "rows": rows,
        "total": capped(fitting.total),
        "panel": panel(chosen, options, data=data),
        "form": chosen.form,
        "kept": [(key, value) for key, values in data.lists() for value in values if key not in {"month", "handler", "after", "view"}],
        "below": below,
        "openings": [] if below or request.side == Side.POLICE else worklist.openings(officer),
        "has_below": worklist.has_subordinates(officer),
        "bulk": [] if below else bulk_acts(officer, rows, today),
        "more": more(request, after),
    }
    return render(request, "cases/matters.html", context)


@require_safe
def notice_list(request: OfficeRequest) -> HttpResponse:
    """提醒, newest first."""
    officer, today = request.user, clock.today()
    given = request.GET.get("after", "")
    # the newest of each ground, then the newest of these
    grounds = (rows.only("pk", "created_at") for rows in notices.by_ground(officer, today))
    keys = [one.pk for rows in grounds for one in page_of(rows, notices.NEWEST, given, PAGE + 1)[0]]
    found, after = page_of(notices.newest(officer, keys), notices.NEWEST, given)
    unread = notices.unread_notices(officer, today)
    context = {
        "lines": [notices.line_of(one, today) for one in found],
        "unread": "99+" if unread >= notices.MOST else str(unread),
        "more": more(request, after),
        "paged": "after" in request.GET,
    }
    return render(request, "cases/notices.html", context)


@require_POST
def notices_read(request: OfficeRequest) -> HttpResponse:
    """Mark one notice as read and go to its matter (``open``), or stay; without one, mark all."""
    given = request.POST.get("notice", "")
    try:
        key = UUID(given) if given else None
    except ValueError as error:
        raise Invalid("提醒的标记不正确，请回到列表重试。") from error
    read = mark_read(officer=request.user, now=clock.now(), today=clock.today(), notice=key)
    if read is not None and read.matter_id is not None and "open" in request.POST:
        if read.officer_id and read.event and read.event.document_id:
            return redirect(request.portal.url("paper", read.matter_id, read.event.document_id))
        return redirect(request.portal.url("matter", read.matter_id))
    return redirect(request.portal.url("notices"))


@require_safe
def search(request: OfficeRequest) -> HttpResponse:
    """查找: what fits, and why."""
    words = request.GET.get("q", "").strip()[:80]
    short = bool(words) and any(len(term) < finding.SHORTEST for term in words.split())
    found = finding.search(request.user, words)
    context = {"words": words, "short": short, "found": found, "most": finding.MOST}
    return render(request, "cases/search.html", context)


@require_safe
def started(request: OfficeRequest) -> HttpResponse:
    """我方发起: what the police sent or began, how it stands, and what they may begin."""
    officer, today = request.user, clock.today()
    kind = request.GET.get("kind", "")
    after = request.GET.get("after", "")
    begun: list[worklist.Row] = []
    rows: list[object] = []
    if kind == "matters":
        found, cursor = page_of(worklist.begun_by_us(officer, today), (NEWEST,), after)
        begun = worklist.rows_of(officer, found, today, worklist.settings_of(officer))
    elif kind == "notes":
        notes, cursor = page_of(drafting.own_notes(officer), ("-recorded_at", "-id"), after)
        rows = [drafting.sent_note(officer, one, today) for one in notes]
    else:
        papers, cursor = page_of(drafting.own_papers(officer, objections=kind == "objections"), ("-drafted_at", "-id"), after)
        rows = [drafting.sent_paper(officer, one, today) for one in papers]
    kinds = [("", "全部文书"), ("matters", "发起的事项"), ("objections", "提出的异议"), ("notes", "附言")]
    context = {"rows": rows, "begun": begun, "kinds": kinds, "kind": kind, "more": more(request, cursor), "openings": worklist.openings(officer)}
    return render(request, "cases/started.html", context)
