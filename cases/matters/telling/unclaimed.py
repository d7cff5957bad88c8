"""无人认领: what nobody at a desk has taken up climbs three rungs: who is on duty, the deputy, the head (liaison.md chapter 4).

Which kinds must be taken up, and when one cannot wait for the morning, their tables say (``Workflow.claimed``, ``urgent_when``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Max, Q
from django.utils import timezone

from cases.matters.dossier import Dossier, with_details
from cases.matters.table.workflow import BOTH, WORKFLOWS, matches, workflow
from cases.matters.telling.writing import Written, settle
from cases.models import DeskRow, Event, Matter, Notice
from office.duty import natural_minutes, parse_hours, working_minutes
from office.sides import Side

RUNGS = ("unclaimed1", "unclaimed2", "unclaimed3")
TO = ("已提醒值班人", "已提醒副班", "已提醒负责人")
"""Whom each rung tells, as the timeline says it."""


@dataclass(frozen=True)
class Patience:
    """How long an office lets a matter lie: working hours from rung to rung, and when it works."""

    rungs: Sequence[int]
    work_hours: str


def lying(offices: Iterable[UUID]) -> list[DeskRow]:
    """What must be taken up at these offices and nobody has, by matter and desk. One query, none where no kind asks for it.

    What its side has not sent yet is nobody's to take up.
    """
    kinds = [table.kind for table in WORKFLOWS.values() if table.claimed]
    if not kinds:
        return []
    rows = DeskRow.objects.filter(open=True, here=True, above=False, kind__in=kinds, handler=None)
    rows = rows.filter(Q(turn=F("desk__side")) | Q(turn=BOTH))
    # what its side has not sent yet is nobody's to take up, nor, by the desk, what only its participants know of
    rows = rows.filter(restricted=False)
    # of what every organ sees, one of them has it
    rows = rows.exclude(desk__side=Side.POLICE, matter__whole_office=True, matter__police_handler__isnull=False)
    rows = rows.filter(matter__procuratorate_from__isnull=False, matter__police_from__isnull=False, matter__office_id__in=list(offices))
    return list(rows.select_related("matter", "desk").order_by("matter_id", "desk_id"))


def write_unclaimed_notices(rows: Sequence[DeskRow], patience: Mapping[UUID, Patience], now: datetime, off: Callable[[date], bool]) -> Written:
    """Every rung that these have reached and nobody was told of; of several at once only the highest shows.

    ``patience``: by office; ``off``: whether a day is 节假日. Counted from the moment a matter entered its state.
    """
    since = _since(row.matter_id for row in rows)
    told = set(Notice.objects.filter(_climbing(), matter_id__in=list(since)).values_list("matter_id", "organisation_id", "rung"))
    with_details(row.matter for row in rows)
    made: list[Notice] = []
    for row in rows:
        if row.matter_id not in since:
            continue
        wait, urgent, begun = patience[row.matter.office_id], _urgent(row.matter), timezone.localtime(since[row.matter_id])
        waited = natural_minutes(begun, now) if urgent else working_minutes(begun, now, parse_hours(wait.work_hours), off)
        made += _reached(row, waited, wait.rungs, told, urgent=urgent, now=now)
    return _insert(made)


def _climbing() -> Q:
    return Q(rung__in=RUNGS, deadline=None, document=None, event=None, officer=None)


def _since(matters: Iterable[UUID]) -> dict[UUID, datetime]:
    """When each of these entered the state it is in."""
    moves = Event.objects.filter(Q(seq=1) | ~Q(from_state=F("to_state")), matter__in=list(matters), undone=False)
    return dict(moves.order_by().values_list("matter").annotate(last=Max("recorded_at")))


def _urgent(matter: Matter) -> bool:
    wanted = workflow(matter.kind).urgent_when
    return bool(wanted) and matches(wanted, Dossier(matter).fact)


def _reached(
    row: DeskRow, waited: int, hours: Sequence[int], told: set[tuple[Any, ...]], *, urgent: bool, now: datetime
) -> list[Notice]:  # fmt: skip
    """The rungs of one matter at one desk that are new; ``waited`` in minutes (分)."""
    side, matter = row.desk.side, row.matter
    bounds = [sum(hours[: place + 1]) for place in range(len(RUNGS))]
    reached = [place for place, bound in enumerate(bounds) if waited >= bound * 60]
    if not reached or (matter.pk, row.desk_id, RUNGS[reached[-1]]) in told:
        return []
    unit = "小时" if urgent else "个工作小时"
    return [
        Notice(
            office_id=matter.office_id, matter=matter, side=side, rung=RUNGS[place], organisation_id=row.desk_id,
            whole_office=matter.whole_office and side == Side.POLICE,
            superseded=place != reached[-1], text=f"{bounds[place]}{unit}无人认领：{row.title}"[:200], created_at=now,
        )
        for place in reached if (matter.pk, row.desk_id, RUNGS[place]) not in told
    ]  # fmt: skip


def _insert(made: list[Notice]) -> Written:
    """Write them; where another check was first, its rows stand. Lower rungs give way to the highest."""
    if not made:
        return Written([], 0)
    Notice.objects.bulk_create(made, ignore_conflicts=True)
    kept = set(Notice.objects.filter(pk__in=[one.pk for one in made]).values_list("pk", flat=True))
    highest = [one for one in made if one.pk in kept and not one.superseded]
    for one in highest:
        lower = Notice.objects.filter(_climbing(), matter=one.matter, organisation=one.organisation_id, rung__lt=one.rung, superseded=False)
        lower.update(superseded=True)
    settle({one.matter_id for one in made if one.matter_id})
    return Written([one.pk for one in highest], len(kept))
