"""An independent calendar: reads the shipped notices itself and walks day by day. Shares no code with office.periods.

For years without a notice it holds the days of 放假办法第二条, those of the moon and the sun written out as dates.
"""

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
NOTICED = {notice["year"] for notice in NOTICES}
#: 元旦, 除夕至初三, 清明, 劳动节二日, 端午, 中秋, 国庆节三日. Of 2017 only the last days of December are asked.
STATUTORY = {
    2017: "",
    2027: "1-1 2-5 2-6 2-7 2-8 4-5 5-1 5-2 6-9 9-15 10-1 10-2 10-3",
    2028: "1-1 1-25 1-26 1-27 1-28 4-4 5-1 5-2 5-28 10-1 10-2 10-3",  # 中秋 is 3 October itself
    2029: "1-1 2-12 2-13 2-14 2-15 4-4 5-1 5-2 6-16 9-22 10-1 10-2 10-3",
}


def holiday(day: date) -> bool:
    """Notice before week before statute; KeyError for a year of which nothing is written here."""
    if day in OFF or day in WORK:
        return day in OFF
    return day.weekday() in (5, 6) or (day.year not in NOTICED and f"{day.month}-{day.day}" in STATUTORY[day.year].split())


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
