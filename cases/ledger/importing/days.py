"""Days as an office's ledger writes them. Nothing is guessed: a month without a day is words, an impossible day a fault."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl.utils.datetime import from_excel

from office.blocks import chinese_date

EARLIEST = date(1949, 10, 1)
SERIALS = range(20000, 80000)
"""Excel's day numbers of 1954 to 2119."""

NUMERALS = {"〇": 0, "○": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
FULL = re.compile(r"(\d{4})(?:年|[.\-/])(\d{1,2})(?:月|[.\-/])(\d{1,2})[日号]?")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
VAGUE = "(?:份|初|底|末|间|中|上旬|中旬|下旬|左右|前后|以前|以后|许)*"
MONTH = re.compile(rf"约?(\d{{4}})(?:年|[.\-/])(\d{{1,2}})月?{VAGUE}")
YEAR = re.compile(rf"约?\d{{4}}年?(?:上半年|下半年|春|夏|秋|冬|年{VAGUE}|{VAGUE})")
CLOCK = re.compile(r"[T\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")


@dataclass(frozen=True)
class Day:
    """What a cell says: a day; or words without a day; or a fault. An empty cell is none of them."""

    on: date | None = None
    words: str = ""
    fault: str = ""


def read_day(value: Any, *, today: date, epoch: datetime) -> Day:
    """One cell of a column of days: Excel's own dates and day numbers, 2019年7月2日, 2019.7.2, 2019/6/3, 2019-09-27, 20190702."""
    if value is None:
        return Day()
    if isinstance(value, datetime | date):
        return _checked(value.date() if isinstance(value, datetime) else value, today)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        if int(value) in SERIALS:
            moment = from_excel(value, epoch)
            return _checked(moment.date() if isinstance(moment, datetime) else moment, today)
        value = str(value)
    if not isinstance(value, str):
        return Day(fault=f"“{value}”不是日期，请填写日期，例如2019年7月2日。")
    return _read_text(value.strip(), today)


def _read_text(words: str, today: date) -> Day:
    text = CLOCK.sub("", unicodedata.normalize("NFKC", words))
    text = _arabic(re.sub(r"\s+", "", text).strip("()[]"))
    if not text or set(text) <= set("-—/\\"):
        return Day()
    if found := FULL.fullmatch(text) or COMPACT.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
        try:
            return _checked(date(year, month, day), today)
        except ValueError:
            return Day(fault=f"“{words}”不是存在的日期，请核对后改正。")
    if found := MONTH.fullmatch(text):
        if not 1 <= int(found[2]) <= 12:
            return Day(fault=f"“{words}”中没有这个月份，请核对后改正。")
        if (int(found[1]), int(found[2])) > (today.year, today.month):
            return Day(fault=f"“{words}”晚于今天（{chinese_date(today)}），请核对后改正。")
        return Day(words=words)
    if YEAR.fullmatch(text) or not re.search(r"\d", text):
        return Day(words=words)
    return Day(fault=f"“{words}”读不成一个日期，请改为2019年7月2日这样的写法；其余内容请移到备注。")


def _arabic(text: str) -> str:
    """二〇一九年七月二日 → 2019年7月2日; other text is left alone."""
    digits = "".join(NUMERALS)
    found = re.match(rf"([{digits}]{{4}})年", text)
    if not found:
        return text
    year = "".join(str(NUMERALS[char]) for char in found[1])
    return year + re.sub(rf"[{digits}十]+", lambda part: str(_number(part[0])), text[4:])


def _number(numeral: str) -> int:
    tens, mark, ones = numeral.rpartition("十")
    if not mark:
        return int("".join(str(NUMERALS[char]) for char in numeral))
    return (NUMERALS.get(tens, 1) if tens else 1) * 10 + (NUMERALS.get(ones, 0) if ones else 0)


def _checked(day: date, today: date) -> Day:
    if day > today:
        return Day(fault=f"{chinese_date(day)}晚于今天（{chinese_date(today)}），请核对后改正。")
    if day < EARLIEST:
        return Day(fault=f"{chinese_date(day)}过早，请核对年份。")
    return Day(on=day, words=chinese_date(day))
