"""节假日: the days on which a State Council notice departs from the week, and what stands in where there is none.

Sources: the yearly 国务院办公厅关于部分节假日安排的通知 (rows of CalendarDay, applied by date, not by the year of the
notice); 全国年节及纪念日放假办法 (2024-11-10) for years without one.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import holidays

from office.models import CalendarDay

DATA = Path(__file__).parent / "data" / "holidays.json"
LONGEST_RUN = 31
# 放假办法第二条: every notice names them all; one that does not would silently turn a festival into a working day.
FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")


class NoticeError(ValueError):
    """A notice cannot be read; the message is one Chinese sentence."""


@dataclass(frozen=True)
class NoticeDay:
    """One day of a notice: `kind` is CalendarDay.OFF (放假) or CalendarDay.WORK (调休上班)."""

    date: date
    kind: str
    name: str
    source: str
    document_no: str


class OfficeCalendar:
    """Answers for one computation or one request: build it once with `calendar()` and pass it on.

    A year whose 元旦 is not among the rows has no notice; it is answered from weekends and statutory days alone.
    Where a statutory day falls on a weekend, the day in lieu is for the notice to name, so none is assumed.
    """

    def __init__(self, days: Iterable[tuple[date, str, str]]) -> None:
        self._days = {day: (kind, name) for day, kind, name in days}
        self._statutory: dict[int, dict[date, str]] = {}

    def official(self, year: int) -> bool:
        """Whether the State Council's notice for that year is loaded (元旦 is off in each)."""
        return self._days.get(date(year, 1, 1), ("", ""))[0] == CalendarDay.OFF

    def caveat(self, year: int) -> str:
        """What to tell the reader about a year without a notice; empty for a year with one."""
        if self.official(year):
            return ""
        if any(year < day.year and self.official(day.year) for day in self._days):
            return f"{year}年放假安排：未载入当年通知，按双休日和法定节假日推算，请核对"
        return f"{year}年放假安排：推算，待国务院公布后复核"

    def is_holiday(self, day: date) -> bool:
        """节假日: statutory days off and weekends, without 调休 working days."""
        if day in self._days:
            return self._days[day][0] == CalendarDay.OFF
        return day.weekday() >= 5 or (not self.official(day.year) and day in self._statutory_days(day.year))

    def name(self, day: date) -> str:
        """Name of the festival (春节); 调休上班 for such a working day; empty for an ordinary day or weekend."""
        if day in self._days:
            return self._days[day][1]
        return "" if self.official(day.year) else self._statutory_days(day.year).get(day, "")

    def _statutory_days(self, year: int) -> dict[date, str]:
        if year not in self._statutory:
            known = holidays.country_holidays("CN", years=year, observed=False, language="zh_CN")
            # Entries named 休息日 are days in lieu of one year's notice, not statutory days.
            self._statutory[year] = {day: name.replace("; ", "、") for day, name in known.items() if "调休" not in name}
        return self._statutory[year]


def calendar() -> OfficeCalendar:
    """The calendar as the database has it now: one query."""
    return OfficeCalendar(CalendarDay.objects.values_list("date", "kind", "name"))


def with_notice(days: list[NoticeDay], year: int) -> dict[date, NoticeDay]:
    """The whole calendar as it would be with this notice: one query, nothing written.

    The notice that now holds 元旦 of that year is superseded (a correction of May 2019 replaced the notice of 2019);
    days of other years' notices stay, unless this one names them.
    """
    rows = {row.date: NoticeDay(row.date, row.kind, row.name, row.source, row.document_no) for row in CalendarDay.objects.all()}
    held = rows.get(date(year, 1, 1))
    kept = {
        day: row for day, row in rows.items() if held is None or (row.source, row.document_no) != (held.source, held.document_no)
    }
    return kept | {row.date: row for row in days}


def replace_days(days: Iterable[NoticeDay]) -> None:
    """Write the whole calendar, as `with_notice` gave it. Call it inside a transaction."""
    CalendarDay.objects.all().delete()
    CalendarDay.objects.bulk_create(CalendarDay(**asdict(row)) for row in days)


def shipped_notices() -> list[dict[str, Any]]:
    """The notices of 2018-2026 that come with the programme."""
    notices: list[dict[str, Any]] = json.loads(DATA.read_text(encoding="utf-8"))
    return notices


def days_of(notice: Any) -> list[NoticeDay]:
    """The days of one notice, in the layout of `office/data/holidays.json`. Raises NoticeError.

    {"year": 2027, "title": "…通知", "document_no": "…号", "off": [["元旦", "2027-01-01", "2027-01-03"]], "work": ["2027-02-14"]}
    """
    if not isinstance(notice, dict) or not {"year", "title", "off", "work"} <= notice.keys():
        raise NoticeError("放假通知应写明 year（年份）、title（通知名称）、off（放假起止日）和 work（调休上班日）。")
    year, title, number = notice["year"], str(notice["title"]), str(notice.get("document_no", ""))
    if not isinstance(year, int):
        raise NoticeError(f"年份“{year}”应为数字，例如 2027。")
    found: dict[date, NoticeDay] = {}

    def add(day: date, kind: str, name: str) -> None:
        if abs(day.year - year) > 1:
            raise NoticeError(f"{day.isoformat()}不在{year}年前后，请核对放假通知。")
        if day in found:
            raise NoticeError(f"{day.isoformat()}在放假通知中出现了两次。")
        found[day] = NoticeDay(day, kind, name, title, number)

    for entry in notice["off"]:
        if not isinstance(entry, list) or len(entry) != 3:
            raise NoticeError(f"放假条目“{entry}”应写成 [节日, 首日, 末日]。")
        name, first, last = str(entry[0]), _day(entry[1]), _day(entry[2])
        if not timedelta(0) <= last - first < timedelta(days=LONGEST_RUN):
            raise NoticeError(f"{name}的放假起止日有误：{first.isoformat()}至{last.isoformat()}。")
        for offset in range((last - first).days + 1):
            add(first + timedelta(days=offset), CalendarDay.OFF, name)
    for text in notice["work"]:
        add(_day(text), CalendarDay.WORK, "调休上班")
    if date(year, 1, 1) not in found:
        raise NoticeError(f"放假通知没有写{year}年元旦，请核对年份。")
    names = "、".join(row.name for row in found.values())
    if missing := [festival for festival in FESTIVALS if festival not in names]:
        raise NoticeError(f"放假通知没有写{'、'.join(missing)}，请写全{year}年的安排（调整通知也按调整后的全年安排写）。")
    return sorted(found.values(), key=lambda entry: entry.date)


def _day(text: Any) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise NoticeError(f"“{text}”不是有效的日期，请写成 2027-01-01。") from None
