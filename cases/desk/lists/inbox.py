"""待办 of both portals: what each tab lists, how it is counted and grouped. One query a tab, keyset pages, capped counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from cases.desk.lists.keyset import CAP, counted
from cases.desk.lists.receiving import to_answer, to_receive
from cases.desk.lists.worklist import SUPERIOR, Row, open_here, title_for, with_marks
from cases.desk.signing.drafting import awaiting_signature
from cases.matters.table.workflow import WORKFLOWS
from cases.matters.telling.consents import asked_of, copied_to
from cases.matters.telling.words import light, moment
from cases.models import NO_DUE_DATE, Event, Matter, Nature
from cases.rules import RULES
from office.models import Officer
from office.scoping import reach_of
from office.sides import Side

TODO, RECEIVE, SIGN, REPLY, STARTED, COPIED, DONE = "todo", "receive", "sign", "reply", "started", "copied", "done"
MARKS = ("unsigned_theirs", "unsigned_ours", "in_custody")


def tabs_of(side: str) -> dict[str, str]:
    """The tabs of a side's inbox, in their order."""
    return {
        TODO: "待办",
        RECEIVE: "待签收",
        SIGN: "待审核" if side == Side.POLICE else "待审批",
        REPLY: "待回复",
        STARTED: "我发起",
        COPIED: "抄送我",
        DONE: "已办",
    }


# --- what each tab lists ---------------------------------------------------------------------------------------------


def todo(officer: Officer, today: date, *, mine: bool = False) -> QuerySet[Matter]:
    """待办: prosecutors watch every open matter of the office; the police read what is theirs to answer."""
    if officer.side == Side.POLICE:
        return to_answer(officer, today, mine=mine)
    return with_marks(open_here(officer, mine=mine), officer, today)


def awaiting_reply(officer: Officer, today: date, *, mine: bool = False) -> QuerySet[Matter]:
    """待回复: the police's own answers; for prosecutors what the police owe under a clock that both sides see."""
    if officer.side == Side.POLICE:
        return to_answer(officer, today, mine=mine)
    rows = open_here(officer, mine=mine).filter(turn=Side.POLICE, police_due_on__lt=NO_DUE_DATE)
    return with_marks(rows, officer, today)


def begun_by(officer: Officer, today: date) -> QuerySet[Matter]:
    """我发起: matters this officer opened, or in which he objected or had another matter opened; closed ones included."""
    wanted = Q(seq=1)
    for table in WORKFLOWS.values():
        codes = [row.code for row in table.actions if row.opens or any(RULES[rule].nature == Nature.RIGHT for rule in row.meets)]
        if codes:
            wanted |= Q(matter__kind=table.kind, action__in=codes)
    acts = Event.objects.filter(wanted, undone=False).order_by()
    # who drafted a paper began it, not who signed it; two lookups by person, not one over both
    own = acts.filter(officer=officer, document=None).values("matter").union(acts.filter(document__drafted_by=officer).values("matter"))
    return with_marks(Matter.objects.visible_to(officer).filter(pk__in=own), officer, today)


def acts_of(officer: Officer) -> QuerySet[Event]:
    """已办: what this officer did, act by act."""
    return Event.objects.visible_to(officer).filter(officer=officer).select_related("matter", "document")


def tab_counts(officer: Officer, today: date, settings: Mapping[str, Any], *, mine: bool) -> dict[str, str]:
    """件 of each tab, counted no further than CAP: one query each; of 抄送我 the unread, of 待审批 also what he is asked.

    ``mine`` as the list below the tabs has it.
    """
    here = open_here(officer, mine=mine)
    return {
        TODO: counted(here.filter(turn=Side.POLICE) if officer.side == Side.POLICE else here),
        RECEIVE: counted(to_receive(officer)),
        SIGN: counted(awaiting_signature(officer, settings, today), asked_of(officer)),
        REPLY: counted(awaiting_reply(officer, today, mine=mine)),
        STARTED: counted(begun_by(officer, today)),
        COPIED: counted(copied_to(officer, unread=True)),
        DONE: counted(acts_of(officer)),
    }


@dataclass(frozen=True)
class Done:
    """One act of 已办 in words, and how its matter stands now."""

    matter: UUID
    when: str
    what: str
    title: str
    number: str
    standing: str
    undone: bool


def done_of(officer: Officer, event: Event, today: date) -> Done:
    """One row of ``acts_of``."""
    matter = event.matter
    state = WORKFLOWS[matter.kind].state(matter.state)
    paper = f"《{event.document.name}》{event.document.number}" if event.document else ""
    if state.closed:
        standing = "已办结"
    elif officer.side == Side.POLICE:
        standing = "待本单位办理" if matter.turn == Side.POLICE else "检察机关办理中"
    else:
        standing = state.label
    return Done(
        matter=event.matter_id, when=moment(event.recorded_at, today), what=f"{event.label}{paper}", title=title_for(officer, matter),
        number=matter.number, standing=standing, undone=event.undone,
    )  # fmt: skip


# --- counts and groups -----------------------------------------------------------------------------------------------


def handles_anything(officer: Officer) -> bool:
    """Whether 「我的」 would show something: it is the default then."""
    return open_here(officer, mine=True).exists()


def due_column(officer: Officer) -> str:
    """The 届满日 by which this officer's side is sorted: the police know nothing of internal clocks."""
    return "police_due_on" if officer.side == Side.POLICE else "next_due_on"


def tally(officer: Officer, rows: QuerySet[Matter], today: date, settings: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """件 per option of the filter panel, over the first CAP rows."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("due", "turn", "kind", "police", "unsigned", "custody")}
    columns = (due_column(officer), "turn", "kind", "police_id", *MARKS)
    for due, turn, kind, police, theirs, ours, held in rows.order_by().values_list(*columns)[: CAP + 1] if settings else ():
        counts["due"][light(due, today, settings).code] += 1
        counts["turn"][turn] += 1
        counts["kind"][kind] += 1
        counts["police"][str(police)] += 1
        counts["unsigned"]["theirs"] += theirs
        counts["unsigned"]["ours"] += ours
        counts["custody"]["yes"] += held
    return {name: dict(found) for name, found in counts.items()}


@dataclass
class Summary:
    """What a worklist holds, counted no further than CAP."""

    total: str
    sentence: str
    groups: dict[str, str]


def summary(officer: Officer, rows: QuerySet[Matter], today: date, settings: Mapping[str, Any]) -> Summary:
    """The heading of the inbox: 「待办（9）」, how many fall to us today, how many the other side has not signed for."""
    column = due_column(officer)
    ours = {Side.POLICE} if officer.side == Side.POLICE else {Side.PROCURATORATE, SUPERIOR}
    groups: Counter[str] = Counter()
    total = now = unsigned = 0
    colour = ""
    rule_column = column.replace("due_on", "rule")
    found = rows.order_by(column, "id").values_list(column, rule_column, "turn", "unsigned_theirs")[: CAP + 1]
    for due, rule, turn, theirs in found:
        total += 1
        colour = light(due, today, settings).code
        groups[colour] += 1
        now += due == today and turn in ours and RULES[rule].nature != Nature.REMINDER
        unsigned += theirs
    more = total > CAP
    parts = [f"{now}件须在今天处理"] if now else []
    parts += [f"{unsigned}件对方尚未签收"] if unsigned else []
    words = {name: f"{number}{'+' if more and name == colour else ''}" for name, number in groups.items()}
    return Summary(f"{CAP}+" if more else str(total), "，".join(parts), words)


@dataclass
class Group:
    """The rows of one light."""

    colour: str
    label: str
    count: str
    rows: list[Row] = field(default_factory=list)


def grouped(rows: Sequence[Row], labels: Mapping[str, str], counts: Mapping[str, str]) -> list[Group]:
    """Rows by light, in the order of the labels; a group without rows on this page is left out."""
    groups = {colour: Group(colour, label, counts.get(colour, "")) for colour, label in labels.items()}
    for row in rows:
        groups[row.light.code].rows.append(row)
    return [group for group in groups.values() if group.rows]


def with_superior(officer: Officer) -> QuerySet[Matter]:
    """Open matters of the officer's own office that lie with the superior."""
    own = reach_of(officer).own_office
    return Matter.objects.visible_to(officer).filter(office_id=own, closed_at=None).exclude(acting_office_id=own)

