"""工作日志: one page a day, composed from what happened and was recorded anyway; only what happened outside the system is added.

What happened to matters, and what of them is open, the apps above tell: their readers are named here by string.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.module_loading import import_string

from office.duty import reading
from office.duty.models import LogNote
from office.models import Officer

HAPPENED = "cases.desk.lists.duty.happened"
"""Takes the officer and two moments, returns ``(moment, who, what, matter, number)`` of each event he may see, in order."""
OPEN_ITEMS = "cases.desk.lists.duty.open_items"
"""Takes the officer and the day, returns what is open at his desk as ``{"what", "matter", "number", "title"}``."""


@dataclass(frozen=True)
class Entry:
    """One line of the log."""

    at: datetime
    who: str
    kind: str
    words: str
    matter: Any = None
    number: str = ""
    late: str = ""
    """补记于 …: noted after the day was over."""


def log_of(officer: Officer, day: date) -> list[Entry]:
    """The day of the officer's desk as he may see it: events, notes, handovers, by time."""
    desk = reading.own_desk(officer)
    first = timezone.make_aware(datetime.combine(day, time.min))
    last = first + timedelta(days=1)
    entries = [Entry(at, who, "办理", what, matter, number) for at, who, what, matter, number in import_string(HAPPENED)(officer, first, last)]
    entries += [_note(one) for one in reading.notes_of(desk.pk, day)]
    for one in reading.handovers_of(desk.pk, first, last):
        taken = f"，{one.taken_by.name}{timezone.localtime(one.taken_at):%H:%M}签收" if one.taken_by and one.taken_at else "，未交接"
        entries.append(Entry(one.given_at, one.given_by.name, "交接", f"{one.shift}：{one.text}（未结{len(one.items)}件{taken}）"))
    return sorted(entries, key=lambda entry: entry.at)


def _note(one: LogNote) -> Entry:
    at = timezone.make_aware(datetime.combine(one.day, one.at))
    made = timezone.localtime(one.created_at)
    late = f"补记于{made.month}月{made.day}日{made:%H:%M}" if made.date() > one.day else ""
    return Entry(at, one.officer.name, one.get_kind_display(), one.text, late=late)


def open_items(officer: Officer, today: date) -> list[dict[str, str]]:
    """What is open at the officer's desk, for whoever leaves a shift: 未认领, 今日到期, 未签收."""
    found: list[dict[str, str]] = import_string(OPEN_ITEMS)(officer, today)
    return found
