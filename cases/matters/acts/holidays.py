"""放假通知: a new notice of the State Council moves running clocks; first shown, then done (design 4.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from cases.matters.acts.engine import recompute_all
from cases.matters.acts.press import Press, settle
from cases.matters.clocks import deadlines
from cases.models import Clock, Deadline
from office import audit
from office.holidays import NoticeDay, OfficeCalendar, calendar, days_of, replace_days, with_notice
from office.models import CalendarDay, Officer
from office.periods import Calendar


@dataclass(frozen=True)
class Shift:
    """A running clock that a notice moves: old → new last day."""

    number: str
    label: str
    old: date
    new: date


@dataclass(frozen=True)
class Loading:
    """What a notice brings: its days, the days that change from or to 节假日, the clocks that move."""

    title: str
    year: int
    off: int
    work: int
    changed: tuple[date, ...]
    shifts: tuple[Shift, ...]


def preview_notice(notice: Any) -> Loading:
    """What loading this notice would do; nothing is written. Raises NoticeError."""
    days = days_of(notice)
    return _loading(notice, days, _calendar(with_notice(days, notice["year"])))


@transaction.atomic
def load_notice(notice: Any, *, officer: Officer | None, now: datetime) -> Loading:
    """Replace the calendar of that year and compute again every running clock it touches. Raises NoticeError.

    Each clock that moves says so on the timeline of its matter: old → new, and which notice.
    """
    days = days_of(notice)
    whole = with_notice(days, notice["year"])
    loading = _loading(notice, days, _calendar(whole))
    replace_days(whole.values())
    press = Press(officer, now)
    recompute_all(press, _touched(loading.year, loading.changed), why=loading.title)
    settle(press)
    audit.record(
        officer,
        "load_holidays",
        chain="site",
        notice=loading.title,
        document_no=notice.get("document_no", ""),
        changed=[day.isoformat() for day in loading.changed],
        moved=len(loading.shifts),
    )
    return loading


def _loading(notice: Any, days: list[NoticeDay], after: OfficeCalendar) -> Loading:
    year = notice["year"]
    before = calendar()
    span = sorted({date.fromordinal(n) for n in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())}
                  | {row.date for row in days})  # fmt: skip
    changed = tuple(day for day in span if before.is_holiday(day) != after.is_holiday(day))
    return Loading(
        title=str(notice["title"]),
        year=year,
        off=sum(row.kind == CalendarDay.OFF for row in days),
        work=sum(row.kind == CalendarDay.WORK for row in days),
        changed=changed,
        shifts=tuple(_shifts(_touched(year, changed), after)),
    )


def _touched(year: int, changed: tuple[date, ...]) -> QuerySet[Deadline]:
    """Running clocks whose course meets that year or a changed day; also those whose 推算 warning now falls away."""
    first, last = min((date(year, 1, 1), *changed)), max((date(year, 12, 31), *changed))
    clocks = Deadline.objects.filter(status=Clock.RUNNING, begins_on__lte=last, due_on__gte=first)
    return clocks.select_related("matter").order_by("due_on", "id")


def _shifts(clocks: QuerySet[Deadline], after: Calendar) -> list[Shift]:
    shifts = []
    for clock in clocks:
        new = deadlines.preview(clock, calendar=after)
        if new is not None and new != clock.due_on:
            shifts.append(Shift(clock.matter.number, clock.label, clock.due_on, new))
    return shifts


def _calendar(whole: dict[date, NoticeDay]) -> OfficeCalendar:
    return OfficeCalendar((row.date, row.kind, row.name) for row in whole.values())
