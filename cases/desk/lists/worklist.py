"""Lists of matters: querysets of 待办 (its tabs: ``inbox``) and 事项, and their rows.

Rows are shaped into finished strings here; templates only show them.

Each list is one query over the rows of a desk (桌面行), in keyset pages with an opaque cursor, and is counted no further than
CAP. What a page of rows needs besides (matters, clocks, papers) is fetched for the whole page: the number of queries does not
depend on how many matters there are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils import timezone

from cases.desk.page.duty import asked_for, of_clock
from cases.desk.page.page import bare_asks, title_of
from cases.matters import seats
from cases.matters.desks import desks_of, own_rows
from cases.matters.dossier import Dossier, Listed, is_own, listed
from cases.matters.table.workflow import BOTH, WORKFLOWS
from cases.matters.telling.words import NONE, Light, light, short_day
from cases.models import Deadline, DeskRow, Document, Matter, Nature, Paper
from cases.rules import RULES
from office.models import Officer, Organisation
from office.options import options
from office.periods import Roll
from office.scoping import reach_of
from office.sides import Side

SUPERIOR = "superior"
LAW_BEHIND = re.compile(r"[：，](?:收到之日起|(?:规则|刑诉法|程序规定|检察建议规定)第)[^；]*$")
"""Term and article at the end of a paper's sentence: in a list the day and the article stand in the row already."""
TURNS = {Side.PROCURATORATE.value: "检察机关", Side.POLICE.value: "公安机关", SUPERIOR: "上一级院", BOTH: "双方"}
"""Whom a matter waits for (``Matter.turn``)."""
SIGNS = (*Side.values, SUPERIOR)
"""Who signs for a paper; one for both sides is read and not signed for."""
COUNTED = (
    "matter_id", "due_on", "rule", "turn", "kind", "variant", "organ_id", "open", "unsigned_theirs", "unsigned_ours", "receipt_missing",
    "chased_on", "in_custody",
)  # fmt: skip
"""The columns of a row that lists count, and that a line of a list says."""
OWN = tuple(column.name for column in Matter._meta.concrete_fields)
NAMES = (
    "police__name", "police__short_name", "handler__name", "police_handler__name", "office__procuratorate__name",
    "office__procuratorate__parent",
)  # fmt: skip
"""What a row says of others than the matter."""


# --- words -----------------------------------------------------------------------------------------------------------


def is_mine(officer: Officer, matter: Matter) -> bool:
    """Whether the move is this officer's side's, at the place where he stands."""
    if officer.side == Side.POLICE:
        return matter.turn in (Side.POLICE, BOTH)
    own = reach_of(officer).own_office
    if matter.turn == SUPERIOR:
        return own == matter.acting_office_id != matter.office_id
    return matter.turn in (Side.PROCURATORATE, BOTH) and own == matter.acting_office_id


# --- querysets -------------------------------------------------------------------------------------------------------


def here(officer: Officer, today: date) -> QuerySet[DeskRow]:
    """Every row of the officer's own desk, closed matters included."""
    return _marked(own_rows(officer).filter(seats.admitted(officer, today)), today)


def seen(officer: Officer, today: date) -> QuerySet[DeskRow]:
    """One row for each matter the officer may see, his own desk's or one's below."""
    return _marked(DeskRow.objects.filter(seats.admitted(officer, today), desk__in=desks_of(officer), above=False), today)


def open_here(officer: Officer, today: date, *, mine: bool = False) -> QuerySet[DeskRow]:
    """Open matters whose move on the officer's side lies where he works: the base of both inboxes; ``mine``: those he handles, and
    those in which he, or his organisation, takes part."""
    rows = here(officer, today).filter(open=True, here=True)
    if not mine:
        return rows
    # brought together by key: with OR the database would look through every row of the desk
    handled = DeskRow.objects.filter(desk__in=desks_of(officer)[:1], open=True, here=True, handler=officer).order_by().values("matter")
    return rows.filter(matter__in=handled.union(seats.of(officer, today).order_by().values("matter")))


def _marked(rows: QuerySet[DeskRow], today: date) -> QuerySet[DeskRow]:
    """Adds ``in_custody``: custody begins and ends by its days, without an act that would write the row."""
    held = Q(held_from__lte=today, held_until__gt=today)
    return rows.annotate(in_custody=ExpressionWrapper(held, BooleanField()))


def with_people(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    """Joined with what a row says of organ and handlers: their names and no more, for making an object takes longer than reading it."""
    return rows.select_related("police", "handler", "police_handler", "office__procuratorate").only(*OWN, *NAMES)


def organs_of(officer: Officer) -> list[tuple[str, str]]:
    """The 公安机关 of the officer's office, in statutory order, as choices."""
    reach = reach_of(officer)
    if reach.side == Side.POLICE:
        return []
    rows = Organisation.objects.filter(offices__in=reach.offices).order_by("order", "code")
    return [(str(pk), name) for pk, name in rows.values_list("pk", "short_name")]


def settings_of(officer: Officer) -> Mapping[str, Any]:
    """The settings of the officer's office; of an organ in no office, none are needed."""
    own = reach_of(officer).own_office
    return options(own) if own else {}


# --- rows ------------------------------------------------------------------------------------------------------------


@dataclass
class Row:
    """One line of a worklist in finished words. ``dossier`` is for the button, which ``cases.matters`` decides."""

    key: UUID
    dossier: Listed
    light: Light
    number: str
    title: str
    name: str
    """The title and what runs."""
    line: str
    """Number, organ and article."""
    turn: str
    asks: str
    below: str
    in_custody: bool = False
    unassigned: bool = False
    handler: str = ""
    state: str = ""
    opened: str = ""
    organ: str = ""
    due: str = ""
    closed: bool = False
    imported: bool = False
    place: str = ""
    """The address of its matter."""
    step: Any = None
    """The one button of the row: ``cases.desk.lists.steps.Step``."""
    address: str = ""
    chase: str = ""
    """Where 催办 is pressed; empty where it may not be."""
    chased: bool = False
    """One's own side has pressed today."""


def rows_of(officer: Officer, found: Sequence[Any], today: date, settings: Mapping[str, Any]) -> list[Row]:
    """One page of rows in words: what they say beyond the row is read from matters, clocks and papers, once for all of them."""
    matters = {one.pk: one for one in with_people(Matter.objects.visible_to(officer).filter(pk__in=[row.matter_id for row in found]))}
    rows = [row for row in found if row.matter_id in matters]
    dossiers = listed(officer, [matters[row.matter_id] for row in rows])
    return [row_of(officer, dossier, today, settings, row) for dossier, row in zip(dossiers, rows, strict=True)]


def row_of(officer: Officer, dossier: Listed, today: date, settings: Mapping[str, Any], desk_row: Any = None) -> Row:
    """One matter in words for one officer."""
    matter, state = dossier.matter, dossier.state
    police = officer.side == Side.POLICE
    due, rule = (matter.police_due_on, matter.police_rule) if police else (matter.next_due_on, matter.next_rule)
    clock = next((one for one in dossier.seen_clocks if one.rule == rule and one.is_running), None)
    unsigned = [paper for paper in dossier.seen_papers if paper.status == Paper.ISSUED and paper.addressee in SIGNS]
    reminder = bool(rule) and RULES[rule].nature == Nature.REMINDER
    in_custody = desk_row is not None and desk_row.in_custody
    colour = light(due, today, settings, reminder=reminder, unsigned=bool(unsigned))
    handler = matter.police_handler if police else matter.handler
    # the day a lead reached the procuratorate is its own; the police count from the day they could read of it
    opened = timezone.localtime(matter.police_from).date() if police and matter.police_from else matter.opened_on
    title, organ = title_for(officer, matter), matter.police.short_name if matter.police else matter.organ_name
    row = Row(
        key=matter.pk,
        dossier=dossier,
        light=Light(NONE, "已办结") if state.closed else colour,
        number=matter.number,
        title=title,
        # without a period the sentence says it all: how the procuratorate calls a state is nothing to the police
        name=_joined(title, (clock.label if clock else RULES[rule].label) if rule else "" if police and not state.closed else state.label),
        line=_joined(matter.number, organ if not police else "", _article(rule, clock, reminder=reminder)),
        turn=_turn(officer, matter),
        asks=bare_asks(dossier, officer.side, today),
        below="",
        in_custody=in_custody,
        chased=desk_row is not None and desk_row.chased_on == today,
        unassigned=handler is None and not state.closed,
        handler=handler.name if handler else "",
        state=state.label if not police or state.closed else "待本单位办理" if matter.turn in (Side.POLICE, BOTH) else "检察机关办理中",
        due=short_day(due, today) if rule else "",
        organ=organ,
        closed=state.closed,
        imported=matter.imported,
        opened=short_day(opened, today) if opened else "",
    )
    if unsigned and not state.closed:
        _say_unsigned(row, officer, unsigned[0], matter, today)
    elif clock is not None:
        ends = short_day(clock.due_on, today)
        begins = short_day(clock.begins_on, today)
        row.below = f"自{begins}倒数" if RULES[clock.rule].backward else f"{begins}{'收到' if clock.document_id else '起算'}"
        row.below += "" if f"于{ends}前" in row.asks else f"，{ends}届满"
        if row.in_custody and clock.roll == Roll.C:
            row.below += "；在押，不因节假日顺延"
    if police and not unsigned:
        _say_duty(row, clock, today)
    drafts = [paper for paper in dossier.drafts if is_own(paper, officer)]
    if drafts:
        ready = "已拟稿，待负责人审核" if police else "期限检查代拟，待核改" if drafts[0].is_raw else "草稿已备，待审批"
        waits = "已退回修改" if drafts[0].status == Paper.RETURNED else ready
        row.below = f"《{drafts[0].name}》{waits}"
    return row


def _joined(*words: str) -> str:
    return " · ".join(filter(None, words))


def _article(rule: str, clock: Deadline | None, *, reminder: bool) -> str:
    """The article that the next period rests on; empty where none runs."""
    if not rule:
        return ""
    return "内部提醒" if reminder else (clock.article if clock else RULES[rule].article).split("；")[0]


def _say_duty(row: Row, clock: Deadline | None, today: date) -> None:
    """For the police: what the running clock asks by which day, and what they may still contest."""
    if clock is not None and clock.owed_by == "police" and clock.nature != Nature.RIGHT:
        act = asked_for(row.dossier, clock.rule)
        asks = row.dossier.state.police_asks
        # a state that names neither the day nor the act (请在法定期限内办理) says too little beside a period without a paper
        if clock.document is not None or ("{due}" not in asks and (act or clock.label) not in asks):
            row.asks = LAW_BEHIND.sub("", of_clock(clock, act))
    rights = [one for one in row.dossier.seen_clocks if one.is_running and one.nature == Nature.RIGHT and one.owed_by == "police" and one.due_on >= today]
    if rights:
        row.below = "；".join(f"{one.label}，至{short_day(one.due_on, today)}" for one in rights)


def _turn(officer: Officer, matter: Matter) -> str:
    if not matter.turn:
        return ""
    if is_mine(officer, matter):
        return "我方"
    if officer.side == Side.PROCURATORATE and matter.turn == Side.PROCURATORATE:
        return "下级院"
    return TURNS[matter.turn].removesuffix("机关")


def _say_unsigned(row: Row, officer: Officer, paper: Document, matter: Matter, today: date) -> None:
    """A served paper stands before everything else: nothing runs until it is signed for."""
    waited = (today - paper.issued_on).days if paper.issued_on else None
    mine = is_mine(officer, matter)
    row.asks = f"签收《{paper.name}》"
    when = "送达日未载" if waited is None else "今天送达" if waited <= 0 else f"送达{waited}天"
    row.below = f"{when}，{'待我方签收' if mine else '对方未签收'}"


def has_subordinates(officer: Officer) -> bool:
    """Whether the officer reads matters of lower offices too."""
    reach = reach_of(officer)
    return reach.side == Side.PROCURATORATE and len(reach.offices) > 1


# --- 事项 ------------------------------------------------------------------------------------------------------------


def matters(officer: Officer, today: date, *, below: bool = False) -> QuerySet[DeskRow]:
    """Every matter of the officer's office (or organ), closed ones included; ``below``: of the subordinate offices."""
    if not below or officer.side == Side.POLICE:
        return here(officer, today)
    return seen(officer, today).filter(desk__in=desks_of(officer)[1:])


def begun_by_us(officer: Officer, today: date) -> QuerySet[DeskRow]:
    """What the officer's side began at his desk, drafts and closed matters included (我方发起)."""
    return here(officer, today).filter(matter__began_side=officer.side)


def colleagues(officer: Officer) -> QuerySet[Officer]:
    """Who may handle matters on the officer's side and at his place, by name: choices of filter and 转办."""
    reach = reach_of(officer)
    rows = Officer.objects.filter(is_active=True).select_related("organisation").order_by("name", "pk")
    if reach.side == Side.POLICE:
        here = Q(organisation_id__in=reach.organs) | Q(organisation__parent_id__in=reach.organs)
        return rows.filter(here, grants__role__in=["legal_officer", "investigator"]).distinct()
    return rows.filter(organisation_id=officer.organisation_id, grants__role="prosecutor").distinct()


@dataclass(frozen=True)
class Opening:
    """One kind of matter this officer may open, with the acts that open it."""

    kind: str
    label: str
    ways: list[tuple[str, str]]
    """(code, label)."""


def openings(officer: Officer) -> list[Opening]:
    """How this officer may open a matter, kind by kind in the order of the menus."""
    found = []
    for table in WORKFLOWS.values():
        rows = [row for row in table.actions if row.opens_matter and not row.linked]
        ways = [(row.code, row.label_for(officer.side)) for row in rows if any(one.side == officer.side and one.role in officer.roles for one in row.by)]
        if ways:
            found.append(Opening(table.kind, table.label, ways))
    return found


def title_for(officer: Officer, matter: Matter) -> str:
    """The name of a matter as this officer reads it."""
    return title_of(Dossier(matter), officer.side)


def handler_of(officer: Officer, matter: Matter) -> str:
    """Who handles it on the officer's side; empty for nobody."""
    handler = matter.police_handler if officer.side == Side.POLICE else matter.handler
    return handler.name if handler else ""


def chosen(officer: Officer, keys: Sequence[UUID]) -> list[Matter]:
    """The matters with these ids that the officer may see, in the order given; others fall away."""
    rows = {one.pk: one for one in with_people(Matter.objects.visible_to(officer).filter(pk__in=keys))}
    return [rows[key] for key in dict.fromkeys(keys) if key in rows]
