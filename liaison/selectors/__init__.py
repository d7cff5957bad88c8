"""协作: what of both sides' cooperation waits for whom; the officer comes first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet

from cases.desk.lists import worklist
from cases.desk.lists.keyset import CAP
from cases.matters.table.workflow import WORKFLOWS
from cases.models import DeskRow
from office.models import Officer
from office.sides import OTHER, Side

MOST = 50
"""Rows (件) that each half of the page shows; the rest stands in 待办 and 事项."""


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
    """Open matters of cooperation at the officer's desk, by whose move it is and by 届满日."""
    settings = worklist.settings_of(officer)
    open_ones = worklist.open_here(officer, today).filter(kind__in=kinds())
    unsent = Q(matter__procuratorate_from=None) | Q(matter__police_from=None)
    shared, mine = open_ones.exclude(unsent), _turns(officer)
    found = {"ours": shared.filter(turn__in=mine), "theirs": shared.exclude(turn__in=mine), "drafts": open_ones.filter(unsent)}
    lines = {name: _first(rows) for name, rows in found.items()}
    # the words of all three are read at once
    shown = worklist.rows_of(officer, [row for rows in lines.values() for row in rows[:MOST]], today, settings) if settings else []
    by_key = {row.key: row for row in shown}
    halves = {name: Half([by_key[row.matter_id] for row in rows[:MOST] if row.matter_id in by_key], len(rows)) for name, rows in lines.items()}
    return Cooperation(halves["ours"], halves["theirs"], halves["drafts"].rows)


def _first(rows: QuerySet[DeskRow]) -> list[Any]:
    return list(rows.order_by("due_on", "matter_id").values_list(*worklist.COUNTED, named=True)[: CAP + 1])


def _turns(officer: Officer) -> tuple[str, ...]:
    """The words of ``turn`` that mean the officer's side."""
    return (Side.POLICE.value,) if officer.side == Side.POLICE else (Side.PROCURATORATE.value, worklist.SUPERIOR)


def openings(officer: Officer) -> list[worklist.Opening]:
    """What of cooperation this officer may begin, kind by kind."""
    return [one for one in worklist.openings(officer) if one.kind in kinds()]


def other_side(officer: Officer) -> str:
    """The side across, in words."""
    return OTHER[officer.side].label
