"""When a series of meetings is due: the n-th working day after the end of each month or quarter (内部约定, 待核). Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from office.periods import Calendar
from office.periods.arithmetic import add_months, add_workdays, month_end
from office.periods.terms import numeral

QUARTER = "quarter"
OCCASION = re.compile(r"(\d{4})(?:Q([1-4])|-(0[1-9]|1[0-2]))")


def occasion_of(day: date, every: str) -> str:
    """The month or quarter that holds a day: ``2026-11``, ``2026Q4``."""
    return f"{day.year}Q{(day.month + 2) // 3}" if every == QUARTER else f"{day.year}-{day.month:02d}"


def first_day(occasion: str) -> date:
    """The day it begins. Raises ValueError for what names none."""
    found = OCCASION.fullmatch(occasion)
    if found is None:
        raise ValueError(occasion)
    year, quarter, month = found.groups()
    return date(int(year), 3 * int(quarter) - 2 if quarter else int(month), 1)


def last_day(occasion: str) -> date:
    """The day it ends."""
    return month_end(add_months(first_day(occasion), 2 if "Q" in occasion else 0))


def meeting_day(occasion: str, nth: int, calendar: Calendar) -> date:
    """The ``nth`` working day (工作日) after its end."""
    return add_workdays(last_day(occasion), nth, calendar)


def workdays_before(day: date, number: int, calendar: Calendar) -> date:
    """The day that lies so many working days (工作日) before another: the latest for a notice."""
    found = day
    while number > 0:
        found -= timedelta(days=1)
        number -= not calendar.is_holiday(found)
    return found


def occasions(since: date, every: str) -> Iterator[str]:
    """One after the other, from that which holds ``since``."""
    day = first_day(occasion_of(since, every))
    while True:
        yield occasion_of(day, every)
        day = add_months(day, 3 if every == QUARTER else 1)


def words(occasion: str) -> str:
    """「2026年第四季度」, 「2026年11月」; empty for none."""
    if not occasion:
        return ""
    day = first_day(occasion)
    return f"{day.year}年第{numeral((day.month + 2) // 3)}季度" if "Q" in occasion else f"{day.year}年{day.month}月"
