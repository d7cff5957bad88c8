"""Worklists of both portals: 待办, 事项, 待审批, 提醒, 查找, 我方发起, 转办 of several."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.actions import perform
from cases.actions.noticing import mark_read
from cases.actions.steps import next_step
from cases.exceptions import ActionError, Invalid
from cases.filters import Choice, InboxFilter, LedgerFilter, MatterFilter, Panel, address, only, panel
from cases.forms.listing import ReassignForm
from cases.selectors import drafting, finding, lists, notices, receiving
from cases.selectors.dossier import stands_at
from cases.selectors.keyset import counted, page_of
from cases.selectors.words import LIGHTS
from cases.views.blocks import sheets
from office import clock
from office.middleware import OfficeRequest, open_to
from office.sides import Role, Side

if TYPE_CHECKING:
    from office.models import Officer

DRAFTS = 10
"""Drafts on one page of 待审批: each shows its whole text."""
REASSIGNERS = frozenset({Role.CHIEF, Role.PROSECUTOR, Role.LEGAL, Role.HEAD})
WHO = {"mine": "我的", "office": "本办公室"}


def _stepped(request: OfficeRequest, rows: list[lists.Row], today: date) -> list[lists.Row]:
    """The rows with their buttons."""
    for row in rows:
        row.step = next_step(row.dossier, request.user, today)
        row.address = request.portal.url(row.step.name, *row.step.args)
    return rows


def _more(request: OfficeRequest, cursor: str, name: str = "after") -> str:
    """The address of the next page; empty on the last."""
    return address(request.GET, **{name: cursor}) if cursor else ""


def _scope(data: QueryDict, counts: dict[str, str], labels: dict[str, str]) -> list[Choice]:
    """经办: one of two."""
    return [Choice(label, counts[key], data["who"] == key, address(data, who=key)) for key, label in labels.items()]


def _who(request: OfficeRequest, default: str) -> QueryDict:
    """The query with ``who`` settled: what was asked for, else the default."""
    data = request.GET.copy()
    if data.get("who") not in WHO:
        data["who"] = default
    return data


def _chips(shown: Panel, data: QueryDict, labels: dict[str, str]) -> list[Choice]:
    mine = [Choice(labels["mine"], "", True, address(data, who="office"))] if data["who"] == "mine" else []
    return [*mine, *shown.chips]


@require_safe
def inbox(request: OfficeRequest) -> HttpResponse:
    """待办 of either side."""
    return _police_inbox(request) if request.side == Side.POLICE else _inbox(request)


def _inbox(request: OfficeRequest) -> HttpResponse:
    officer, today = request.user, clock.today()
    settings = lists.settings_of(officer)
    data = _who(request, "mine" if lists.handles_anything(officer) else "office")
    here = lists.with_marks(lists.open_here(officer, mine=data["who"] == "mine"), officer, today)
    chosen = InboxFilter(data, here, organs=lists.organs_of(officer))
    narrowed = chosen.narrowed()
    found, after = page_of(lists.with_people(narrowed), ("next_due_on", "id"), request.GET.get("after", ""))
    rows = _stepped(request, lists.rows_of(officer, found, today, settings), today)
    heading = lists.summary(officer, narrowed, today, settings)
    shown = panel(chosen, lists.tally(here), data=data)
    counts = {key: counted(lists.open_here(officer, mine=key == "mine")) for key in WHO}
    context = {
        "groups": lists.grouped(rows, LIGHTS, heading.groups),
        "heading": heading,
        "scope": _scope(data, counts, WHO),
        "panel": shown,
        "mine": data["who"] == "mine",
        "chips": _chips(shown, data, WHO),
        "sections": _sections(officer, settings),
        "openings": lists.openings(officer),
        "more": _more(request, after),
        "paged": "after" in request.GET,
        "plain": request.path,
    }
    return render(request, "cases/inbox.html", context)


def _sections(officer: Officer, settings: Any) -> list[tuple[str, str, str, str]]:
    """What lies elsewhere: (words, count, URL name with query)."""
    found = []
    waiting = counted(drafting.awaiting_signature(officer, settings))
    if waiting != "0" or Role.CHIEF in officer.roles:
        found.append(("待审批", waiting, "approvals", ""))
    above = counted(lists.with_superior(officer))
    if above != "0":
        found.append(("已报上一级院", above, "matters", "?state=open&turn=superior"))
    if lists.has_subordinates(officer):
        found.append(("下级办公室事项", "", "matters", "?place=below&state=open"))
    return found


def _police_inbox(request: OfficeRequest) -> HttpResponse:
    officer, today = request.user, clock.today()
    settings = lists.settings_of(officer)
    labels = {"mine": "我的", "office": "本单位"}
    data = _who(request, "office")
    papers, papers_after = page_of(receiving.to_receive(officer), ("issued_at", "id"), request.GET.get("papers", ""))
    here = receiving.to_answer(officer, today, mine=data["who"] == "mine")
    chosen = MatterFilter(data, here, organs=[])
    narrowed = chosen.narrowed()
    found, after = page_of(lists.with_people(narrowed), ("police_due_on", "id"), request.GET.get("after", ""))
    rows = _stepped(request, lists.rows_of(officer, found, today, settings), today) if settings else []
    drafts = drafting.awaiting_signature(officer, settings)
    shown = panel(chosen, {"kind": lists.tally(here)["kind"]}, data=data)
    counts = {key: counted(receiving.to_answer(officer, today, mine=key == "mine")) for key in labels}
    heading = lists.summary(officer, narrowed, today, settings)
    receive, review = counted(receiving.to_receive(officer)), counted(drafts)
    context = {
        "drafts": [drafting.draft_of(officer, one, today) for one in drafting.with_text(drafts).order_by("drafted_at", "id")[:DRAFTS]],
        "review": review,
        "waiting": [receiving.waiting_of(officer, paper, today, settings) for paper in papers],
        "receive": receive,
        "signs": Role.LEGAL in officer.roles,
        "groups": lists.grouped(rows, LIGHTS, heading.groups),
        "heading": heading,
        "scope": _scope(data, counts, labels),
        "panel": shown,
        "chips": _chips(shown, data, labels),
        "more": _more(request, after),
        "more_papers": _more(request, papers_after, "papers"),
        "paged": "after" in request.GET or "papers" in request.GET,
        "plain": request.path,
    }
    return render(request, "cases/inbox_police.html", context)


@require_safe
def matters(request: OfficeRequest) -> HttpResponse:
    """事项: all of the office's (or organ's), closed ones included, newest first."""
    officer, today = request.user, clock.today()
    settings = lists.settings_of(officer)
    below = request.GET.get("place") == "below"
    here = lists.matters(officer, today, below=below)
    people = [(str(one.pk), one.name) for one in lists.colleagues(officer)]
    organs = lists.organs_of(officer)
    chosen = LedgerFilter(request.GET, here, organs=organs, handler=people)
    narrowed = chosen.narrowed()
    # the options are counted within the month and the handler that are set
    framed = LedgerFilter(only(request.GET, "month", "handler"), here, organs=organs, handler=people).narrowed()
    found, after = page_of(narrowed, ("-id",), request.GET.get("after", ""))
    context = {
        "rows": lists.rows_of(officer, found, today, settings) if settings else [],
        "total": counted(narrowed),
        "panel": panel(chosen, lists.options_of(framed), data=request.GET),
        "form": chosen.form,
        "kept": [(key, value) for key, values in request.GET.lists() for value in values if key not in {"month", "handler", "after"}],
        "below": below,
        "openings": [] if below or request.side == Side.POLICE else lists.openings(officer),
        "has_below": lists.has_subordinates(officer),
        "reassigns": not below and bool(REASSIGNERS & officer.roles),
        "more": _more(request, after),
        "paged": "after" in request.GET,
        "plain": request.path,
    }
    return render(request, "cases/matters.html", context)


@open_to(*REASSIGNERS)
@require_http_methods(["GET", "POST"])
def reassign_many(request: OfficeRequest) -> HttpResponse:
    """转办 of several: every matter is listed, those that cannot be handed on with the reason, then each is done."""
    officer = request.user
    given = request.POST if request.method == "POST" else request.GET
    found = lists.chosen(officer, given.getlist("id"))
    if not found:
        raise Invalid("请先在事项列表中勾选要转办的事项。")
    people = [(str(one.pk), f"{one.name}（{one.organisation.short_name}）") for one in lists.colleagues(officer)]
    form = ReassignForm(request.POST if request.method == "POST" else None, people=people)
    lines: list[dict[str, Any]] = [
        {
            "matter": one,
            "title": lists.title_for(officer, one),
            "handler": lists.handler_of(officer, one),
            "skip": _skipped(officer, one, given.get("to", "")),
        }
        for one in found
    ]
    done = form.is_bound and form.is_valid()
    if done:
        for line in lines:
            line["skip"] = line["skip"] or _reassign(officer, line["matter"].pk, form.cleaned_data)
    skipped = sum(bool(line["skip"]) for line in lines)
    context = {"form": form, "lines": lines, "done": done, "moved": len(lines) - skipped, "skipped": skipped}
    return render(request, "cases/matters_reassign.html", context, status=400 if form.is_bound and not done else 200)


def _skipped(officer: Officer, matter: Any, to: str) -> str:
    """Why a matter is passed over; empty when it is not."""
    if matter.closed_at is not None:
        return "已经办结，无须转办"
    if not stands_at(officer, matter):
        return "不在本办公室办理"
    handler = matter.handler_id if officer.side == Side.PROCURATORATE else matter.police_handler_id
    return "现由此人承办" if to and str(handler) == to else ""


def _reassign(officer: Officer, key: UUID, data: dict[str, Any]) -> str:
    """Hand one matter on; returns why it was refused, or nothing."""
    try:
        perform(key, "reassign", officer=officer, data={"to": data["to"]}, now=clock.now(), reason=data["reason"])
    except ActionError as error:
        return str(error)
    return ""


@require_safe
def approvals(request: OfficeRequest) -> HttpResponse:
    """待审批 (待审核): every draft this officer may sign, with its whole text."""
    officer, today = request.user, clock.today()
    waiting = drafting.awaiting_signature(officer, lists.settings_of(officer))
    found, after = page_of(drafting.with_text(waiting), ("drafted_at", "id"), request.GET.get("after", ""), DRAFTS)
    context = {
        "drafts": [(draft, sheets(draft.blocks)) for draft in (drafting.draft_of(officer, one, today) for one in found)],
        "total": counted(waiting),
        "word": "待审核" if request.side == Side.POLICE else "待审批",
        "more": _more(request, after),
    }
    return render(request, "cases/approvals.html", context)


@require_safe
def notice_list(request: OfficeRequest) -> HttpResponse:
    """提醒, newest first."""
    officer, today = request.user, clock.today()
    rows = notices.notices(officer, today).select_related("matter")
    found, after = page_of(rows, ("-created_at", "-id"), request.GET.get("after", ""))
    unread = notices.unread_notices(officer, today)
    context = {
        "lines": [notices.line_of(one, today) for one in found],
        "unread": "99+" if unread >= notices.MOST else str(unread),
        "more": _more(request, after),
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
    matter = mark_read(officer=request.user, now=clock.now(), today=clock.today(), notice=key)
    if matter is not None and "open" in request.POST:
        return redirect(request.portal.url("matter", matter))
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
    """我方发起: what the police sent or began, and how it stands."""
    officer, today = request.user, clock.today()
    kind = request.GET.get("kind", "")
    after = request.GET.get("after", "")
    if kind == "notes":
        notes, cursor = page_of(drafting.own_notes(officer), ("-recorded_at", "-id"), after)
        rows = [drafting.sent_note(officer, one, today) for one in notes]
    else:
        papers, cursor = page_of(drafting.own_papers(officer, objections=kind == "objections"), ("-drafted_at", "-id"), after)
        rows = [drafting.sent_paper(officer, one, today) for one in papers]
    tabs = [("", "全部文书"), ("objections", "复议、复核"), ("notes", "附言")]
    context = {"rows": rows, "tabs": tabs, "kind": kind, "more": _more(request, cursor)}
    return render(request, "cases/started.html", context)
