"""An independent calendar: reads the shipped notices itself and walks day by day. Shares no code with office.periods."""

import json
from datetime import date, timedelta
from pathlib import Path

NOTICES = json.loads((Path(__file__).parents[2] / "office" / "data" / "holidays.json").read_text(encoding="utf-8"))
ONE = timedelta(days=1)
OFF: set[date] = set()
WORK: set[date] = set()
for notice in NOTICES:
    WORK |= {date.fromisoformat(text) for text in notice["work"]}
    for _name, first, last in notice["off"]:
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            OFF.add(day)
            day += ONE


def holiday(day: date) -> bool:
    return day in OFF or (day.weekday() in (5, 6) and day not in WORK)


def after_days(start: date, amount: int) -> date:
    """The amount-th day after the start, walked."""
    day = start
    for _ in range(amount):
        day += ONE
    return day


def after_months(start: date, amount: int) -> date:
    """Walk through `amount` ends of months, then to the same number, or to the end of the month (第202条)."""
    from_last = (start + ONE).month != start.month
    day, crossed = start, 0
    while crossed < amount:
        day += ONE
        crossed += day.day == 1
    while (day + ONE).month == day.month and (from_last or day.day < start.day):
        day += ONE
    return day


def after_workdays(start: date, amount: int) -> date:
    day, met = start, 0
    while met < amount:
        day += ONE
        met += not holiday(day)
    return day


def rolled(day: date) -> date:
    while holiday(day):
        day += ONE
    return day


def advanced(day: date) -> date:
    while holiday(day):
        day -= ONE
    return day
