"""What cooperation puts into the calendar (``cases.desk.calendar``): its meetings. A later kind adds a line to ``MEETINGS``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cases.desk.calendar.entries import Entry, Sort, Span
from cases.matters import seats
from cases.matters.table.workflow import WORKFLOWS
from cases.models import Event, Matter
from liaison.models.joint_meeting import Attendance
from office.models import Officer
from office.scoping import reach_of


def _attends(officer: Officer, today: date) -> Q:
    """Who is invited himself, or whose unit is without naming anybody; and who handles it."""
    rows = Attendance.objects.filter(matter=OuterRef("pk"))
    units = {officer.organisation_id, *reach_of(officer).organs}
    invited = Exists(rows.filter(Q(officer=officer) | Q(officer=None, organisation__in=units)))
    return Q(invited) | Q(handler=officer) | Q(police_handler=officer)


def _seated(officer: Officer, today: date) -> Q:
    """Who has a seat."""
    return Q(pk__in=seats.of(officer, today).order_by().values("matter"))


def _ordinal(detail: Any) -> str:
    return f"{detail.ordinal_words}联席会议" if detail.ordinal else ""


@dataclass(frozen=True)
class Meeting:
    """A kind of matter that meets: its detail row, and the columns there; ``ends`` is empty where no end is fixed."""

    kind: str
    detail: str
    begins: str
    ends: str
    place: str
    cancelled: str
    """The state it is in when it does not take place."""
    mine: Callable[[Officer, date], Q]
    name: Callable[[Any], str] | None = None
    """What it is called once it has a name in which no person stands; else kind and number."""


MEETINGS = (
    Meeting("joint_meeting", "joint_meeting", "begins_at", "ends_at", "place", "cancelled", _attends, _ordinal),
    Meeting("consultation", "consultation", "held_at", "", "place", "withdrawn", _seated),
)


def meetings(officer: Officer, span: Span) -> Iterator[Entry]:
    """The meetings of the officer's own office on these days; with ``mine`` those he takes part in or handles.

    Two queries a kind, one where there is none. Cancelled ones are still there, and say so.
    """
    first, last = _midnight(span.first), _midnight(span.last + timedelta(days=1))
    for one in MEETINGS:
        at = {f"{one.detail}__{one.begins}__gte": first, f"{one.detail}__{one.begins}__lt": last}
        rows = Matter.objects.visible_to(officer).filter(office=reach_of(officer).own_office, kind=one.kind, **at)
        found = list(rows.filter(one.mine(officer, span.today) if span.mine else Q()).select_related(one.detail, "office"))
        if found:
            trail = _trail(officer, one, found)
            yield from (_entry(one, matter, trail) for matter in found)


def _entry(one: Meeting, matter: Matter, trail: dict[UUID, Moved]) -> Entry:
    detail, moved = getattr(matter, one.detail), trail[matter.pk]
    cancelled = matter.state == one.cancelled
    name = one.name(detail) if one.name and not matter.restricted else ""
    return Entry(
        key=matter.pk,
        office=matter.office.code,
        sort=Sort.MEETING,
        title=name or f"{WORKFLOWS[one.kind].label}（{matter.number}）",
        begins=getattr(detail, one.begins),
        ends=getattr(detail, one.ends) if one.ends else None,
        changed_at=max(moved.changed_at, matter.closed_at) if cancelled and matter.closed_at else moved.changed_at,
        moves=moved.times,
        place="" if matter.restricted else getattr(detail, one.place),
        cancelled=cancelled,
        moved_from=moved.before,
        restricted=matter.restricted,
        page=("matter", matter.pk),
    )


@dataclass(frozen=True)
class Moved:
    """How a meeting came to stand at its time, as the trail has it."""

    changed_at: datetime
    times: int = 0
    """How often (次) it was put off. What was undone counts twice, there and back: of two copies the newer has the greater number."""
    before: datetime | None = None
    """Where it stood before it was last put off."""


def _trail(officer: Officer, one: Meeting, matters: list[Matter]) -> dict[UUID, Moved]:
    """What the trail says of time and place: each act keeps what it found of the columns that it wrote. One query.

    An act that wrote the same time again (举行 as arranged) put nothing off.
    """
    found = {matter.pk: Moved(min(filter(None, (matter.procuratorate_from, matter.police_from)))) for matter in matters}
    now_at = {matter.pk: getattr(getattr(matter, one.detail), one.begins) for matter in matters}
    wrote = Q(before__detail__has_any_keys=[name for name in (one.begins, one.ends, one.place) if name]) | Q(action="undo")
    rows: QuerySet[Event] = Event.objects.visible_to(officer).filter(wrote, matter__in=found).order_by("seq")
    steps = list(rows.annotate(old=F(f"before__detail__{one.begins}")).values_list("matter", "undone", "recorded_at", "old"))
    left: dict[int, bool] = {}
    for place, (key, undone, _, old) in reversed(list(enumerate(steps))):  # what an act wrote is what the next one found
        if old and not undone:
            was = parse_datetime(old)
            left[place], now_at[key] = was != now_at[key], was
    for place, (key, undone, at, old) in enumerate(steps):
        now = replace(found[key], changed_at=max(found[key].changed_at, at))
        if old and left.get(place, True):
            now = replace(now, times=now.times + (2 if undone else 1), before=now.before if undone else parse_datetime(old))
        found[key] = now
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
