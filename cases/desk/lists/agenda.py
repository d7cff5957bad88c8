"""议程来源: what applications propose for the agenda of a 联席会议, each with its reason and where it comes from.

A proposal proposes; a person lists it. Nothing here ranks units: what is grouped by an organ is grouped because the organ answers for it.
Restricted matters are never chosen, and of what the other side does not see nothing is proposed, for the agenda is read by both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from cases.models import Clock, Deadline, Matter, Nature
from office.models import Officer
from office.options import options
from office.sides import Side

NAMED = 5
"""Source matters (件) named behind a proposal; the others are counted."""


@dataclass(frozen=True)
class About:
    """What a meeting is to look back upon: from ``since`` to ``until``, both included, as of ``today``."""

    matter: Matter
    since: date
    until: date
    today: date
    series: UUID | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def office(self) -> UUID:
        """The office that meets."""
        return self.matter.office_id


@dataclass(frozen=True)
class Proposal:
    """One item that the system proposes. ``key``: rule and object, the same while it speaks of the same; one stands once a meeting."""

    rule: str
    key: str
    title: str
    reason: str
    sources: tuple[Mapping[str, str], ...] = ()
    """``{"matter": id, "number": 编号}`` each: whoever may not see one gets 404 there."""
    background: str = ""
    returns_to: UUID | None = None
    """The one matter that it comes from, to which the excerpt goes back."""
    chain: UUID | None = None
    carried: int = 0
    first_title: str = ""


Source = Callable[[Officer, About], Iterable[Proposal]]
_SOURCES: list[Source] = []


def register_source(source: Source) -> None:
    """Let an application propose items. It asks only for what the officer may see."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def proposals(officer: Officer, about: About) -> list[Proposal]:
    """Every proposal for this officer, by rule; of two with one key the first."""
    found: dict[str, Proposal] = {}
    for source in _SOURCES:
        for one in source(officer, about):
            found.setdefault(one.key, one)
    return sorted(found.values(), key=lambda one: one.rule)


def named(matters: Iterable[tuple[Any, str]]) -> tuple[dict[str, str], ...]:
    """The first NAMED of these matters (key, number) as sources of a proposal."""
    return tuple({"matter": str(key), "number": number} for key, number in list(matters)[:NAMED])


MOST_OVERDUE = 5


def overdue(officer: Officer, about: About) -> list[Proposal]:
    """R2 严重超期: duties of a statutory period, open to both sides, that ran out more than ``severe_days`` (日) ago: one item for each
    rule and unit, how many (件) and for how long; the first MOST_OVERDUE as they fell due."""
    limit = about.today - timedelta(days=about.settings["severe_days"])
    rows = Deadline.objects.visible_to(officer).filter(
        office_id=about.office, status=Clock.RUNNING, nature=Nature.DUTY, shared=True, due_on__lt=limit, matter__restricted=False,
        matter__closed_at=None, matter__procuratorate_from__isnull=False, matter__police_from__isnull=False,
    )  # fmt: skip
    groups: dict[tuple[str, str], list[Any]] = {}
    fields = ("rule", "owed_by", "matter__police_id", "label", "article", "due_on", "matter_id", "matter__number", "matter__police__short_name",
              "matter__police__name", "matter__office__procuratorate__short_name", "legal_due_at")  # fmt: skip
    for row in rows.order_by("due_on", "pk").values_list(*fields, named=True):
        if row.legal_due_at is not None and row.legal_due_at.date() >= limit:
            continue
        unit = str(row.matter__police_id) if row.owed_by == Side.POLICE else row.owed_by
        groups.setdefault((row.rule, unit), []).append(row)
    found = []
    for (rule, unit), clocks in list(groups.items())[:MOST_OVERDUE]:
        first = clocks[0]
        by_police = first.owed_by == Side.POLICE
        who = (first.matter__police__short_name or first.matter__police__name) if by_police else first.matter__office__procuratorate__short_name
        found.append(
            Proposal(
                "R2", f"R2:{rule}:{unit}", f"{first.label}超期（{who}，{len(clocks)}件）"[:120],
                f"{first.article}；最久的已过{(about.today - first.due_on).days}日",
                named((row.matter_id, row.matter__number) for row in clocks),
            )
        )  # fmt: skip
    return found


def looking_back(matter: Matter, since: date, until: date, today: date, series: UUID | None) -> About:
    """What a meeting looks back upon, with the settings of its office."""
    return About(matter, since, until, today, series, options(matter.office_id))


register_source(overdue)
