"""Counting days, and writing them as official papers do. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from office.periods.terms import Calendar

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def never(_day: date) -> bool:
    """Nobody is in custody."""
    return False


def always(_day: date) -> bool:
    """A suspect is in custody on every day."""
    return True


def day_text(day: date, since: date | None = None) -> str:
    """2026年2月10日; without the year when it is that of `since`."""
    return f"{day.month}月{day.day}日" if since and since.year == day.year else f"{day.year}年{day.month}月{day.day}日"


def moment_text(moment: datetime) -> str:
    """2026年3月2日10时20分."""
    return f"{day_text(moment.date())}{moment.hour}时" + (f"{moment.minute}分" if moment.minute else "")


def add_months(day: date, months: int) -> date:
    """Same day of the target month; last day of a month goes to the last day; a missing day to the last (第202条)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError
    last = month_end(date(year, month + 1, 1))
    return last if day == month_end(day) or day.day > last.day else last.replace(day=day.day)


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=31) if day.month == 12 else day.replace(month=day.month + 1, day=1) - timedelta(days=1)


def add_workdays(day: date, amount: int, calendar: Calendar, excluded: Sequence[tuple[date, date]] = ()) -> date:
    """The amount-th day after `day` that is neither 节假日 nor excluded."""
    while amount:
        day += timedelta(days=1)
        amount -= not calendar.is_holiday(day) and not any(first <= day <= last for first, last in excluded)
    return day
