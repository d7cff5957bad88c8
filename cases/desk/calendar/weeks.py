"""The page 日历: a week as seven columns, a list of thirty days, each entry in finished words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils import timezone

from cases.desk.calendar.entries import LABELS, Entry, Sort, Span, between
from office.duty.weeks import WEEKDAYS, day_words
from office.models import Officer

MOST_A_DAY, MOST_AFTER, LIST_DAYS = 8, 8, 30
"""Periods (项) shown of a day of the week (what has an hour is all shown), and entries of the days behind it besides meetings; days (日) of a list."""
CANCELLED = "（已取消）"


@dataclass(frozen=True)
class Cell:
    """One entry in words."""

    sort: str
    title: str
    time: str
    lines: list[str]
    cancelled: bool
    page: tuple[str, object] | None


@dataclass(frozen=True)
class Day:
    """One day with what it holds."""

    day: date
    weekday: str
    words: str
    today: bool
    cells: list[Cell]
    more: int
    """How many (项) are not shown."""


@dataclass(frozen=True)
class Week:
    """A week, and what comes first behind it."""

    first: date
    last: date
    days: list[Day]
    after: list[Day]


def week(officer: Officer, day: date, *, mine: bool, today: date) -> Week:
    """The week (Monday to Sunday) that a day lies in, and the first entries of the thirty days behind it."""
    first = day - timedelta(days=day.weekday())
    last = first + timedelta(days=6)
    found = between(officer, Span(first, last + timedelta(days=LIST_DAYS), mine, today))
    by_day: dict[date, list[Entry]] = {}
    for one in found:
        by_day.setdefault(one.day, []).append(one)
    days = [_day(one, by_day.get(one, []), today, MOST_A_DAY) for one in (first + timedelta(days=place) for place in range(7))]
    return Week(first, last, days, _by_day(_first([one for one in found if one.day > last]), today))


def _first(found: list[Entry]) -> list[Entry]:
    """The first of what lies behind a week, and every meeting there: periods and shifts must not crowd out the next one."""
    others = [one for one in found if one.sort != Sort.MEETING][:MOST_AFTER]
    return sorted([*others, *(one for one in found if one.sort == Sort.MEETING)], key=lambda one: one.order)


def listed(officer: Officer, first: date, *, mine: bool, today: date) -> list[Day]:
    """Thirty days from one on, those alone that hold anything."""
    return _by_day(between(officer, Span(first, first + timedelta(days=LIST_DAYS - 1), mine, today)), today)


def legend() -> list[tuple[str, str]]:
    """Sorts of entries with their words, as the colours are explained."""
    return [(sort.value, words) for sort, words in LABELS.items()]


def _by_day(found: Iterable[Entry], today: date) -> list[Day]:
    return [_day(day, list(rows), today) for day, rows in groupby(found, lambda one: one.day)]


def _day(day: date, found: list[Entry], today: date, most: int | None = None) -> Day:
    whole = [one for one in found if one.whole_day]
    shown = [*whole[:most], *(one for one in found if not one.whole_day)]
    return Day(day, f"周{WEEKDAYS[day.weekday()]}", day_words(day), day == today, [_cell(one) for one in shown], len(found) - len(shown))


def _cell(one: Entry) -> Cell:
    lines = ["，".join(filter(None, (one.detail, one.note)))]
    if one.cancelled:
        lines = [CANCELLED]
    elif isinstance(one.begins, datetime):
        until = _until(one) if one.sort == Sort.SHIFT or not one.restricted else ""
        lines = [" · ".join(filter(None, (until, "" if one.restricted else one.place))), *lines]
    if one.moved_from is not None and not one.cancelled:
        was = timezone.localtime(one.moved_from)
        lines.append(f"改期：原{was.month}月{was.day}日{was.hour}:{was.minute:02d}")
    return Cell(one.sort.value, one.title, _clock(one.begins), [line for line in lines if line], one.cancelled, one.page)


def _clock(at: datetime | date) -> str:
    if not isinstance(at, datetime):
        return ""
    at = timezone.localtime(at)
    return f"{at.hour}:{at.minute:02d}"


def _until(one: Entry) -> str:
    """至17:30, 至28日8:30 where it ends on another day."""
    if one.ends is None:
        return ""
    ends = timezone.localtime(one.ends)
    return f"至{f'{ends.day}日' if ends.date() != one.day else ''}{_clock(ends)}"
