"""协作: what of both sides' cooperation waits for whom; the officer comes first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q

from cases.desk.lists import worklist
from cases.desk.lists.keyset import CAP
from cases.desk.page.hints import Hint, of_case
from cases.matters.table.workflow import BOTH, WORKFLOWS
from cases.models import Case, Matter
from office.models import Officer
from office.scoping import reach_of
from office.sides import OTHER, Side

MOST = 50
"""Rows (件) that each half of the page shows; the rest stands in 待办 and 事项."""
LATELY, LOOKED_AT, MOST_PROPOSED = 60, 50, 5
"""Proposals look at the cases of so many days (日), at so many (件) of them, and show so many (件)."""


@cache
def kinds() -> tuple[str, ...]:
    """The kinds of matters of this application, in the order of the menus."""
    tables = WORKFLOWS.values()
    return tuple(one.kind for one in tables if one.detail_model is not None and one.detail_model()._meta.app_label == "liaison")


@dataclass(frozen=True)
class Half:
    """The matters that wait for one side: the first MOST of them, and how many there are (件), counted no further than CAP."""

    rows: list[worklist.Row]
    total: int

    @property
    def rest(self) -> int:
        """How many (件) are not shown."""
        return self.total - len(self.rows)


@dataclass(frozen=True)
class Cooperation:
    """The page 协作 of one side."""

    ours: Half
    theirs: Half
    drafts: list[worklist.Row]
    """What one's own side has not sent yet: the other side knows nothing of it."""


def cooperation(officer: Officer, today: date) -> Cooperation:
    """Open matters of cooperation at the officer's desk, by whose move it is and by 届满日: one list, and its words once."""
    settings = worklist.settings_of(officer)
    unsent = Q(matter__procuratorate_from=None) | Q(matter__police_from=None)
    rows = worklist.open_here(officer, today).filter(kind__in=kinds())
    rows = rows.annotate(unsent=ExpressionWrapper(unsent, BooleanField())).order_by("due_on", "matter_id")
    parts: dict[str, list[Any]] = {"ours": [], "theirs": [], "drafts": []}
    mine = _turns(officer)
    for row in rows.values_list(*worklist.COUNTED, "unsent", named=True)[: CAP + 1]:
        parts["drafts" if row.unsent else "ours" if row.turn in mine else "theirs"].append(row)
    shown = [row for part in parts.values() for row in part[:MOST]]
    words = {row.key: row for row in worklist.rows_of(officer, shown, today, settings)} if settings else {}
    halves = {name: Half([words[row.matter_id] for row in part[:MOST] if row.matter_id in words], len(part)) for name, part in parts.items()}
    return Cooperation(halves["ours"], halves["theirs"], halves["drafts"].rows)


@dataclass(frozen=True)
class Proposal:
    """A case in which something may be begun, and what the system proposes: it begins nothing itself."""

    case: Case
    hint: Hint


def proposals(officer: Officer, today: date) -> list[Proposal]:
    """What is proposed in the office's cases registered lately, newest first, where all it rests on is known.

    The record of cases is the procuratorate's alone; what hangs on the unknown is said on the page of the case.
    """
    if officer.side == Side.POLICE:
        return []
    settings = worklist.settings_of(officer)
    lately = today - timedelta(days=LATELY)
    rows = Case.objects.visible_to(officer).filter(office_id=reach_of(officer).own_office, created_at__date__gte=lately)
    cases = list(rows.select_related("police").prefetch_related("suspects").order_by("-id")[:LOOKED_AT])
    known: dict[UUID, set[tuple[str, str]]] = {}
    for case, kind, state in Matter.objects.visible_to(officer).filter(case__in=cases).values_list("case", "kind", "state"):
        known.setdefault(case, set()).add((kind, state))
    found = [
        Proposal(case, hint)
        for case in cases
        for hint in of_case(case, officer, case.suspects.all(), known.get(case.pk, ()), settings, today)
        if hint.certain
    ]
    return found[:MOST_PROPOSED]


def _turns(officer: Officer) -> tuple[str, ...]:
    """The words of ``turn`` that mean the officer's side."""
    own = (Side.POLICE.value,) if officer.side == Side.POLICE else (Side.PROCURATORATE.value, worklist.SUPERIOR)
    return (*own, BOTH)


def openings(officer: Officer) -> list[worklist.Opening]:
    """What of cooperation this officer may begin, kind by kind."""
    return [one for one in worklist.openings(officer) if one.kind in kinds()]


def other_side(officer: Officer) -> str:
    """The side across, in words."""
    return OTHER[officer.side].label
