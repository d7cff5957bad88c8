"""待办 of both portals: tabs with counts, groups by light, filters with chips, saved views, rows to tick."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.desk.lists import inbox as boxes
from cases.desk.lists import receiving, worklist
from cases.desk.lists.ahead import ahead
from cases.desk.lists.bulking import bulk_acts
from cases.desk.lists.facets import beginning
from cases.desk.lists.filters import Choice, InboxFilter, MatterFilter, address, only, panel
from cases.desk.lists.keyset import page_of
from cases.desk.lists.saved import saved_view, saved_views
from cases.desk.lists.steps import next_step
from cases.desk.signing import drafting
from cases.exceptions import Invalid, NotFound
from cases.matters.acts.chasing import chase_barred
from cases.matters.telling import consents
from cases.matters.telling.words import LIGHTS, spans_of
from office import clock
from office.middleware import OfficeRequest
from office.sides import Role, Side

DRAFTS = 10
"""Drafts that stand above the list of the police; all are on their own page."""
WHO = {"mine": "我的", "office": "本办公室"}
WHO_OF_POLICE = {"mine": "我的", "office": "本单位"}


@dataclass(frozen=True)
class Tab:
    """One word above the list."""

    label: str
    count: str
    address: str
    on: bool


@require_safe
def inbox(request: OfficeRequest) -> HttpResponse:
    """待办 of either side, and its other tabs."""
    tab = request.GET.get("tab", boxes.TODO)
    if tab not in TABS:
        raise Invalid("待办没有这一栏，请从页面上方选择。")
    return TABS[tab](request)


def tabs(request: OfficeRequest, on: str, counts: boxes.Counts, *, mine: bool | None = None) -> list[Tab]:
    """The tabs with their counts; 待审批 has a page of its own, with whole texts."""
    mine = counts.handles_anything if mine is None else mine
    told = counts.of_tabs("mine" if mine else "office")
    plain = request.portal.url("inbox")
    found = []
    for code, label in boxes.tabs_of(request.side).items():
        where = request.portal.url("approvals") if code == boxes.SIGN else plain if code == boxes.TODO else f"{plain}?tab={code}"
        found.append(Tab(label, told[code], where, code == on))
    return found


# --- pieces of every list --------------------------------------------------------------------------------------------


def stepped(request: OfficeRequest, rows: list[worklist.Row], today: date) -> list[worklist.Row]:
    """The rows with their buttons."""
    chase, back = request.portal.url("bulk", "chase"), urlencode({"back": address_of(request)})
    for row in rows:
        row.step = next_step(row.dossier, request.user, today)
        row.address = request.portal.url(row.step.name, *row.step.args)
        if chase_barred(row.dossier.matter, request.user) is None and not row.chased:
            row.chase = f"{chase}?id={row.key}&{back}"
    return placed(request, rows)


def placed(request: OfficeRequest, rows: list[worklist.Row]) -> list[worklist.Row]:
    """The rows with the addresses of their matters."""
    for row in rows:
        row.place = request.portal.url("matter", row.key)
    return rows


def address_of(request: OfficeRequest) -> str:
    """This list as it stands, to come back to from what is done for its rows."""
    kept = request.GET.copy()
    kept.pop("ticked", None)
    return f"{request.path}?{kept.urlencode()}" if kept else request.path


def more(request: OfficeRequest, cursor: str, name: str = "after") -> str:
    """The address of the next page; empty on the last."""
    return address(request.GET, **{name: cursor}) if cursor else ""


def narrowed_by(request: OfficeRequest, data: QueryDict, make: Callable[[QueryDict], MatterFilter]) -> MatterFilter:
    """The filter of a list. Of a saved view, options that are no more fall away with one sentence; elsewhere they are refused."""
    chosen = make(data)
    name = _view_name(request)
    if not name or chosen.form.is_valid():
        return chosen
    labels = [str(chosen.form.fields[field].label) for field in chosen.form.errors]
    for field, values in chosen.gone().items():
        data.setlist(field, [value for value in data.getlist(field) if value not in values])
    messages.warning(request, f"常用视图“{name}”中“{'”、“'.join(labels)}”的原条件已不存在，已略去，请核对后重新保存。")
    return make(data)


def _view_name(request: OfficeRequest) -> str:
    """The name of the saved view by which one came here; empty when one did not."""
    key = request.GET.get("view", "")
    if not key:
        return ""
    try:
        return saved_view(request.user, UUID(key)).name
    except ValueError as error:
        raise Invalid("常用视图的标记不正确，请从列表上方重新选择。") from error
    except NotFound:
        return ""  # deleted meanwhile: the list opens by its conditions all the same


def listed(request: OfficeRequest, page: str) -> dict[str, Any]:
    """What stands above every list: saved views, and the conditions that may be saved."""
    plain = request.portal.url(page)
    views = [(one.name, f"{plain}?{one.query}&{urlencode({'view': one.pk})}", str(one.pk) == request.GET.get("view")) for one in
             saved_views(request.user, page)]  # fmt: skip
    return {
        "views": views,
        "page_name": page,
        "query": request.GET.urlencode(),
        "plain": plain,
        "clear": "?" + only(request.GET, "tab", "place", "who").urlencode(),
        "first": address(request.GET),
        "here": address_of(request),
        "paged": "after" in request.GET or "papers" in request.GET,
        "ticked": "ticked" in request.GET,
        "tick_all": address(request.GET, ticked="all"),
    }


def _counts(request: OfficeRequest, settings: Any) -> boxes.Counts:
    return boxes.counts_of(request.user, clock.today(), settings)


def _who(request: OfficeRequest, default: str) -> QueryDict:
    """The query with ``who`` settled: what was asked for, else the default."""
    data = request.GET.copy()
    if data.get("who") not in WHO:
        data["who"] = default
    return data


def _chips(chips: list[Choice], data: QueryDict, labels: dict[str, str]) -> list[Choice]:
    mine = [Choice(labels["mine"], "", True, address(data, who="office"))] if data["who"] == "mine" else []
    return [*mine, *chips]


# --- the tabs --------------------------------------------------------------------------------------------------------


def _todo(request: OfficeRequest) -> HttpResponse:
    return _matters(request, boxes.TODO, boxes.todo)


def _reply(request: OfficeRequest) -> HttpResponse:
    return _matters(request, boxes.REPLY, boxes.awaiting_reply)


def _matters(request: OfficeRequest, tab: str, rows_of: Callable[..., Any]) -> HttpResponse:
    """待办 and 待回复: matters by light, narrowed by the panel."""
    officer, today, police = request.user, clock.today(), request.side == Side.POLICE
    settings = worklist.settings_of(officer)
    labels = WHO_OF_POLICE if police else WHO
    counts = _counts(request, settings)
    data = _who(request, "mine" if counts.handles_anything else "office")
    mine = data["who"] == "mine"
    here = rows_of(officer, today, mine=mine)
    organs = worklist.organs_of(officer)
    spans = spans_of(today, severe_days=int(settings["severe_days"]), soon_days=int(settings["soon_days"])) if settings else None
    chosen = narrowed_by(request, data, lambda given: InboxFilter(given, here, organs=organs, spans=spans, due=tuple(LIGHTS.items())))
    narrowed = chosen.narrowed()
    every = beginning(here, today, *boxes.BY_DUE)
    fitting = beginning(narrowed, today, *boxes.BY_DUE) if chosen.narrows_beyond(QueryDict()) else every
    found, after = page_of(narrowed, boxes.BY_DUE, request.GET.get("after", ""), known=fitting.page)
    rows = stepped(request, worklist.rows_of(officer, found, today, settings), today) if settings else []
    heading = boxes.summary(officer, fitting, today, settings)
    tally = boxes.tally(every, today, settings)
    if police or tab == boxes.REPLY:
        tally.pop("turn")  # all of one side
    shown = panel(chosen, tally, data=data)
    context = listed(request, "inbox") | {
        "tabs": tabs(request, tab, counts, mine=mine),
        "ahead": ahead(officer, today) if tab == boxes.TODO else [],
        "word": boxes.tabs_of(request.side)[tab],
        "groups": boxes.grouped(rows, LIGHTS, heading.groups),
        "heading": heading,
        "scope": [Choice(label, counts.of_list(tab, key), data["who"] == key, address(data, who=key)) for key, label in labels.items()],
        "panel": shown,
        "mine": mine,
        "ours": police,
        "chips": _chips(shown.chips, data, labels),
        "more": more(request, after),
        "query": data.urlencode(),
    }
    if tab == boxes.TODO:
        context |= _above_police(request, settings, counts) if police else _beside(request, counts)
    context["bulk"] = bulk_acts(officer, rows, today, papers=bool(context.get("waiting")) and context["signs"])
    return render(request, "cases/inbox.html", context)


def _beside(request: OfficeRequest, counts: boxes.Counts) -> dict[str, Any]:
    """What lies elsewhere: (words, count, URL name, query); and what may be opened."""
    officer, found = request.user, []
    above = counts.of("above")
    if above != "0":
        found.append(("已报上一级院", above, "matters", "?state=open&turn=superior"))
    if worklist.has_subordinates(officer):
        found.append(("下级办公室事项", "", "matters", "?place=below&state=open"))
    return {"sections": found, "openings": worklist.openings(officer)}


def _above_police(request: OfficeRequest, settings: Any, counts: boxes.Counts) -> dict[str, Any]:
    """The police find first what is to be approved and signed for, then what is to be answered."""
    officer, today = request.user, clock.today()
    first: list[Any] = []
    if counts.number["drafts"]:
        drafts = drafting.awaiting_signature(officer, settings, today)
        first = list(drafting.with_text(drafts).order_by("drafted_at", "id")[:DRAFTS])
    return {
        "sectioned": True,
        "drafts": drafting.drafts_of(officer, first, today),
        "review": counts.of("drafts"),
        **_waiting(request, settings, counts, "papers"),
    }


def _waiting(request: OfficeRequest, settings: Any, counts: boxes.Counts, cursor: str) -> dict[str, Any]:
    """Papers to sign for."""
    officer, today = request.user, clock.today()
    papers, after = page_of(receiving.to_receive(officer), ("issued_at", "id"), request.GET.get(cursor, ""))
    signs = {Role.LEGAL} if request.side == Side.POLICE else {Role.CASE_MANAGER, Role.PROSECUTOR, Role.ASSISTANT}
    return {
        "waiting": [receiving.waiting_of(officer, paper, today, settings) for paper in papers],
        "receive": counts.of("receive"),
        "signs": bool(signs & officer.roles),
        "more_papers": more(request, after, cursor),
    }


def _receive(request: OfficeRequest) -> HttpResponse:
    """待签收."""
    settings = worklist.settings_of(request.user)
    counts = _counts(request, settings)
    context = listed(request, "inbox") | _waiting(request, settings, counts, "papers")
    context |= {
        "tabs": tabs(request, boxes.RECEIVE, counts),
        "word": "待签收",
        "bulk": [("receive", "签收")] if context["signs"] and context["waiting"] else [],
        "alone": True,
    }
    return render(request, "cases/inbox.html", context)


def _started(request: OfficeRequest) -> HttpResponse:
    """我发起: how it stands, newest first."""
    officer, today = request.user, clock.today()
    settings = worklist.settings_of(officer)
    counts = _counts(request, settings)
    found, after = page_of(boxes.begun_by(officer, today), ("-matter_id",), request.GET.get("after", ""))
    shown = stepped(request, worklist.rows_of(officer, found, today, settings), today) if settings else []
    context = listed(request, "inbox") | {
        "tabs": tabs(request, boxes.STARTED, counts),
        "word": "我发起",
        "groups": [boxes.Group("none", "最近发起的在前", counts.of("started"), shown)] if shown else [],
        "more": more(request, after),
        "bulk": bulk_acts(officer, shown, today),
        "alone": True,
    }
    return render(request, "cases/inbox.html", context)


def _done(request: OfficeRequest) -> HttpResponse:
    """已办: one's own acts, newest first."""
    officer, today = request.user, clock.today()
    found, after = page_of(boxes.acts_of(officer), ("-recorded_at", "-id"), request.GET.get("after", ""))
    context = listed(request, "inbox") | {
        "tabs": tabs(request, boxes.DONE, _counts(request, worklist.settings_of(officer))),
        "word": "已办",
        "acts": [boxes.done_of(officer, one, today) for one in found],
        "more": more(request, after),
        "alone": True,
    }
    return render(request, "cases/inbox.html", context)


def _copied(request: OfficeRequest) -> HttpResponse:
    """抄送我, newest first."""
    officer, today = request.user, clock.today()
    found, after = page_of(consents.copied_to(officer), ("-asked_at", "-id"), request.GET.get("after", ""))
    context = listed(request, "inbox") | {
        "tabs": tabs(request, boxes.COPIED, _counts(request, worklist.settings_of(officer))),
        "word": "抄送我",
        "copies": [consents.line_of(officer, one, today) for one in found],
        "more": more(request, after),
        "alone": True,
    }
    return render(request, "cases/inbox.html", context)


TABS: dict[str, Callable[[OfficeRequest], HttpResponse]] = {
    boxes.TODO: _todo,
    boxes.RECEIVE: _receive,
    boxes.REPLY: _reply,
    boxes.STARTED: _started,
    boxes.COPIED: _copied,
    boxes.DONE: _done,
}
