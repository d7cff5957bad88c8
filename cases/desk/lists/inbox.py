"""待办 of both portals: what each tab lists, how it is counted and grouped. Rows of the desk, keyset pages, capped counts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cases.desk.lists.facets import Beginning
from cases.desk.lists.keyset import CAP, capped
from cases.desk.lists.receiving import to_receive
from cases.desk.lists.worklist import SUPERIOR, Row, here, open_here, seen, title_for
from cases.desk.signing import rounds
from cases.desk.signing.drafting import awaiting_signature
from cases.matters.table.workflow import BOTH, table_of
from cases.matters.telling.consents import asked_of, copied_to
from cases.matters.telling.words import light, moment
from cases.models import Begun, DeskRow, Event, Nature
from cases.rules import RULES
from office.composed import composed, counted, counting, standing_of
from office.models import Officer
from office.selectors import delegation_of
from office.sides import HEADS, Side

TODO, RECEIVE, SIGN, REPLY, STARTED, COPIED, DONE = "todo", "receive", "sign", "reply", "started", "copied", "done"
BY_DUE = ("due_on", "matter_id")


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


def todo(officer: Officer, today: date, *, mine: bool = False) -> QuerySet[DeskRow]:
    """待办: prosecutors watch every open matter of the office; the police read what is theirs to answer."""
    rows = open_here(officer, today, mine=mine)
    return rows.filter(to_reply=True) if officer.side == Side.POLICE else rows


def awaiting_reply(officer: Officer, today: date, *, mine: bool = False) -> QuerySet[DeskRow]:
    """待回复: the police's own answers; for prosecutors what the police owe under a clock that both sides see."""
    return open_here(officer, today, mine=mine).filter(to_reply=True)


def begun_by(officer: Officer, today: date) -> QuerySet[DeskRow]:
    """我发起: matters this officer opened, or in which he objected or had another matter opened; closed ones included."""
    return seen(officer, today).filter(matter__in=Begun.objects.filter(officer=officer).values("matter"))


def acts_of(officer: Officer) -> QuerySet[Event]:
    """已办: what this officer did, act by act."""
    return Event.objects.visible_to(officer).filter(officer=officer).select_related("matter", "document")


WHOSE = ("mine", "office")


@dataclass(frozen=True)
class Counts:
    """件 of every tab, counted no further than CAP, in one statement: for 我的 and for all where a tab has both."""

    side: str
    number: Mapping[str, int]

    @property
    def handles_anything(self) -> bool:
        """Whether a prosecutor's 「我的」 would show something: it is the default then; the police share theirs."""
        return self.side == Side.PROCURATORATE and self.number["open_mine"] > 0

    def of_tabs(self, whose: str) -> dict[str, str]:
        """Of each tab; of 抄送我 the unread, of 待审批 also what one is asked and what goes round; what is done is not counted. ``whose`` as
        the list below the tabs has it."""
        number = self.number
        return {
            TODO: capped(number[f"open_{whose}"]),
            RECEIVE: capped(number["receive"]),
            SIGN: capped(number["drafts"] + number["asked"] + number["rounds"]),
            REPLY: capped(number[f"reply_{whose}"]),
            STARTED: capped(number["started"]),
            COPIED: capped(number["copied"]),
            DONE: "",
        }

    def of_list(self, tab: str, whose: str) -> str:
        """Of the list that a tab opens."""
        answers = tab == REPLY or self.side == Side.POLICE
        return capped(self.number[f"{'reply' if answers else 'open'}_{whose}"])

    def of(self, name: str) -> str:
        """Of one list by its name."""
        return capped(self.number[name])


def counts_of(officer: Officer, today: date, settings: Mapping[str, Any]) -> Counts:
    """Everything that the inbox counts."""
    lent = None if HEADS[officer.side] in officer.roles else delegation_of(officer, today)
    key = ("inbox", today, standing_of(officer), lent and lent.giver_id, json.dumps(settings, sort_keys=True))
    return Counts(officer.side, counted(composed(key, lambda: counting(CAP + 1, **_counted(officer, today, settings)))))


def _counted(officer: Officer, today: date, settings: Mapping[str, Any]) -> dict[str, QuerySet[Any]]:
    """The lists that are counted."""
    lists: dict[str, QuerySet[Any]] = {}
    for whose in WHOSE:
        rows = open_here(officer, today, mine=whose == "mine")
        lists[f"open_{whose}"] = rows.filter(turn__in=[Side.POLICE, BOTH]) if officer.side == Side.POLICE else rows
        lists[f"reply_{whose}"] = rows.filter(to_reply=True)
    lists |= {
        "receive": to_receive(officer),
        "drafts": awaiting_signature(officer, settings, today),
        "asked": asked_of(officer),
        "rounds": rounds.awaiting(officer, settings, today),
        "started": begun_by(officer, today),
        "copied": copied_to(officer, unread=True),
        "above": with_superior(officer, today),
    }
    return lists


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
    state = table_of(matter).state(matter.state)
    paper = f"《{event.document.name}》{event.document.number}" if event.document else ""
    if state.closed:
        standing = "已办结"
    elif officer.side == Side.POLICE:
        standing = "待本单位办理" if matter.turn in (Side.POLICE, BOTH) else "检察机关办理中"
    else:
        standing = state.label
    return Done(
        matter=event.matter_id, when=moment(event.recorded_at, today), what=f"{event.label}{paper}", title=title_for(officer, matter),
        number=matter.number, standing=standing, undone=event.undone,
    )  # fmt: skip


# --- counts and groups -----------------------------------------------------------------------------------------------


def tally(rows: Beginning, today: date, settings: Mapping[str, Any]) -> dict[str, Mapping[str, int]]:
    """件 per option of the filter panel."""
    return {**rows.counts, "due": _by_light(rows, today, settings)}


def _by_light(rows: Beginning, today: date, settings: Mapping[str, Any]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for day, number in rows.counts["due"].items() if settings else ():
        counts[light(date.fromisoformat(day), today, settings).code] += number
    return counts


@dataclass
class Summary:
    """What a worklist holds, counted no further than CAP."""

    total: str
    sentence: str
    groups: dict[str, str]


def summary(officer: Officer, rows: Beginning, today: date, settings: Mapping[str, Any]) -> Summary:
    """The heading of the inbox: 「待办（9）」, how many fall to us today, how many the other side has not signed for."""
    ours = {BOTH, *({Side.POLICE} if officer.side == Side.POLICE else {Side.PROCURATORATE, SUPERIOR})}
    now = sum(number for (turn, rule), number in rows.today.items() if turn in ours and RULES[rule].nature != Nature.REMINDER)
    unsigned = rows.counts["unsigned"]["theirs"]
    parts = [f"{now}件须在今天处理"] if now else []
    parts += [f"{unsigned}件对方尚未签收"] if unsigned else []
    words = {colour: str(number) for colour, number in _by_light(rows, today, settings).items()}
    if rows.total > CAP:  # what comes after the last row counted is of its light, or of a later one
        last = light(max(map(date.fromisoformat, rows.counts["due"])), today, settings).code
        words[last] += "+"
    return Summary(capped(rows.total), "，".join(parts), words)


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


def with_superior(officer: Officer, today: date) -> QuerySet[DeskRow]:
    """Open matters of the officer's own office that lie with the superior."""
    return here(officer, today).filter(open=True, here=False)
