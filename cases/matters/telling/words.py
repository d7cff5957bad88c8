"""Dates and duties in words: 剩3天, 已超期2天, 于2026年11月30日前. Colour is never the only sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from cases.models import NO_DUE_DATE
from office.blocks import chinese_date

SEVERE, OVERDUE, SOON, LATER, NONE = "severe", "overdue", "soon", "later", "none"
LIGHTS = {SEVERE: "严重超期", OVERDUE: "已超期", SOON: "即将到期", LATER: "未到期", NONE: "未起算"}


@dataclass(frozen=True)
class Light:
    """One date as a person reads it: the group it falls in and the days in words."""

    code: str
    words: str

    @property
    def label(self) -> str:
        return LIGHTS[self.code]


def light_of(due_on: date | None, today: date, *, severe_days: int, soon_days: int) -> Light:
    """The group of a 届满日 on a day: more than ``severe_days`` (日) over is 严重超期, within ``soon_days`` is 即将到期."""
    if due_on is None or due_on == NO_DUE_DATE:
        return Light(NONE, "未起算")
    left = (due_on - today).days
    if left < 0:
        return Light(SEVERE if -left > severe_days else OVERDUE, f"已超期{-left}天")
    return Light(SOON if left <= soon_days else LATER, f"剩{left}天" if left else "今日到期")


def spans_of(today: date, *, severe_days: int, soon_days: int) -> dict[str, tuple[date, date]]:
    """The 届满日 of each group of ``light_of`` on a day: first and last, both within."""
    severe, soon, day = timedelta(severe_days), timedelta(soon_days), timedelta(1)
    return {
        SEVERE: (date.min, today - severe - day),
        OVERDUE: (today - severe, today - day),
        SOON: (today, today + soon),
        LATER: (today + soon + day, NO_DUE_DATE - day),
        NONE: (NO_DUE_DATE, NO_DUE_DATE),
    }


def with_due(sentence: str, due_on: date | None, today: date | None = None) -> str:
    """A sentence of a state or document type with its day: 「于2026年11月30日前」; it reads well without one too.

    With ``today`` the day is as short as a list wants it: 「于11月30日前」.
    """
    if due_on is not None and due_on != NO_DUE_DATE:
        return sentence.replace("{due}", f"于{short_day(due_on, today) if today else chinese_date(due_on)}前")
    for with_comma, plain in (("，最迟{due}", ""), ("最迟{due}，", ""), ("最迟{due}", ""), ("，{due}", "，"), ("{due}", "")):
        sentence = sentence.replace(with_comma, plain)
    return sentence.rstrip("，：")


def short_day(day: date, today: date) -> str:
    """11月20日 within the year of ``today``, else with its year."""
    return f"{day.month}月{day.day}日" if day.year == today.year else chinese_date(day)


def moment(value: datetime, today: date) -> str:
    """11月20日 09:12 in the zone of the office."""
    local = timezone.localtime(value)
    return f"{short_day(local.date(), today)} {local:%H:%M}"


def light(due_on: date, today: date, settings: Mapping[str, Any], *, reminder: bool = False, unsigned: bool = False) -> Light:
    """How a clock stands on a day, as short as a row wants it: 超期16天, 今天, 剩2天.

    A reminder is no period of law: it is 已过, never 超期, and never red. Without a clock: 未起算 while a served paper is not signed for.
    """
    code = light_of(due_on, today, severe_days=int(settings["severe_days"]), soon_days=int(settings["soon_days"])).code
    if code == NONE:
        return Light(code, "未起算（待签收）" if unsigned else "无法定期限")
    left = (due_on - today).days
    if left < 0:
        return Light(SOON, f"提醒已过{-left}天") if reminder else Light(code, f"超期{-left}天")
    return Light(code, f"剩{left}天" if left else "今天")
