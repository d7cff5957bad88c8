"""工作时间: how long something has waited while the office was at work. Nothing of the law is counted here (``office.periods`` does that)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

Hours = tuple[tuple[time, time], ...]
"""Stretches of a working day, in order, none touching the next."""

_STRETCH = re.compile(r"^(\d{1,2}):(\d{2})\s*(?:—|－|-|–|至|~)+\s*(\d{1,2}):(\d{2})$")
WRONG = "工作时间应写作8:30—12:00、13:30—17:30，先后相接而不重叠。"


def parse_hours(text: str) -> Hours:
    """``8:30—12:00、13:30—17:30`` as stretches. Raises ValueError with one sentence."""
    found: list[tuple[time, time]] = []
    for part in text.replace("：", ":").replace("，", "、").replace(",", "、").split("、"):
        read = _STRETCH.match(part.strip())
        if read is None:
            raise ValueError(WRONG)
        try:
            opens, closes = time(int(read[1]), int(read[2])), time(int(read[3]), int(read[4]))
        except ValueError:
            raise ValueError(WRONG) from None
        if closes <= opens or (found and opens < found[-1][1]):
            raise ValueError(WRONG)
        found.append((opens, closes))
    return tuple(found)


def working_minutes(since: datetime, until: datetime, hours: Sequence[tuple[time, time]], off: Callable[[date], bool]) -> int:
    """Minutes (分) of working time between two moments of one zone; ``off``: whether a day is 节假日 (``OfficeCalendar.is_holiday``).

    Nothing passes before ``since``: 0 where ``until`` is not later.
    """
    passed, day = timedelta(), since.date()
    while day <= until.date():
        if not off(day):
            for opens, closes in hours:
                begins, ends = (datetime.combine(day, one, tzinfo=since.tzinfo) for one in (opens, closes))
                passed += max(min(ends, until) - max(begins, since), timedelta())
        day += timedelta(days=1)
    return int(passed.total_seconds() // 60)


def natural_minutes(since: datetime, until: datetime) -> int:
    """Minutes (分) by the clock on the wall: of what cannot wait for the morning."""
    return max(int((until - since).total_seconds() // 60), 0)
