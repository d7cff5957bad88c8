"""类案分析: what recurs in an office, and where the same was met with different levels. Listed for discussion, never scored.

Matters stand by number in the order they were taken up; no unit is named or ranked (product.md 0, finding 4).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from cases.models import Event
from office.models import Officer
from office.options import options
from office.periods import add_months
from office.scoping import reach_of
from supervision.models.investigation import InvestigationDetail, Level, Violation, recurrences


@dataclass(frozen=True)
class MatterLine:
    """One matter of a class, by number; ``level`` once it is chosen, ``deviation`` where it differs from 规则第552条's proposal."""

    id: UUID
    number: str
    opened_on: date | None
    level: str
    deviation: str = ""


@dataclass(frozen=True)
class ClassView:
    """The same 监督项目 in several matters."""

    label: str
    item_no: int
    article: str
    matters: list[MatterLine]
    analysed: str = ""
    """编号 of the matter in which a 类案分析 of this class was made within the period."""
    open_to: MatterLine | None = None
    """The last matter in which it may be made: still open, and told of the class when its violations were found."""

    @property
    def levels(self) -> str:
        return "、".join(dict.fromkeys(line.level for line in self.matters if line.level))


@dataclass(frozen=True)
class Classes:
    """The page: what counts as a class here, the classes, and uneven use of levels."""

    months: int
    least: int
    since: date
    classes: list[ClassView]
    uneven: list[ClassView]


def classes(officer: Officer, today: date) -> Classes:
    """The classes of the officer's own office on a day. A constant number of queries."""
    office = reach_of(officer).own_office
    settings = options(office) if office else {}
    months, least = int(settings.get("class_months", 12)), int(settings.get("class_matters", 3))
    since = add_months(today, -months)
    found = recurrences(office, since=since) if office else {}
    details = _details(officer, [row for rows in found.values() for row in rows])
    done = _analysed(officer, office, since)
    views = [_view(rows, details, done.get(rows[0].label, {})) for rows in found.values() if len(rows) > 1]
    views.sort(key=lambda view: (view.item_no, view.label))
    return Classes(
        months, least, since,
        [view for view in views if len(view.matters) >= least],
        [view for view in views if len({line.level for line in view.matters if line.level}) > 1],
    )  # fmt: skip


def _view(rows: list[Violation], details: dict[UUID, InvestigationDetail], done: dict[UUID, str]) -> ClassView:
    lines = [
        MatterLine(
            row.matter_id, row.matter.number, row.matter.opened_on,
            str(Level(row.matter.variant).label) if row.matter.variant in Level.values else "",
            details[row.matter_id].deviation if row.matter_id in details else "",
        )
        for row in rows
    ]  # fmt: skip
    first = rows[0]
    article = first.sub.article if first.sub is not None else first.item.article
    told = [
        line for line, row in zip(lines, rows, strict=True)
        if row.matter.closed_at is None and row.matter_id in details and f"“{row.label}”" in details[row.matter_id].recurrence
    ]  # fmt: skip
    analysed = next((done[row.matter_id] for row in rows if row.matter_id in done), "")
    return ClassView(first.label, int(first.code[1:]), article, lines, analysed, told[-1] if told else None)


def _details(officer: Officer, rows: list[Violation]) -> dict[UUID, InvestigationDetail]:
    """The detail rows of these matters; one query."""
    seen = Violation.objects.visible_to(officer).filter(pk__in=[one.pk for one in rows]).select_related("matter__investigation")
    return {row.matter_id: row.matter.investigation for row in seen}


def _analysed(officer: Officer, office: UUID | None, since: date) -> dict[str, dict[UUID, str]]:
    """By 监督项目: the matters in which a 类案分析 of it was made, to their number; one query."""
    made = Event.objects.visible_to(officer).filter(Q(office_id=office), action="class_analysis", undone=False, on__gte=since)
    found: dict[str, dict[UUID, str]] = defaultdict(dict)
    for event in made.select_related("matter"):
        for label in event.facts.get("items", ()):
            found[label][event.matter_id] = event.matter.number
    return found
