"""What stands in a calendar, and the register of where it comes from: a later kind registers a source and touches nothing here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.utils import timezone

from office.models import Officer


class Sort(StrEnum):
    """What an entry is; the order is that of a day."""

    DUTY = "duty"
    """A period the law or a paper sets."""
    REMINDER = "reminder"
    MEETING = "meeting"
    SHIFT = "shift"


LABELS = {Sort.MEETING: "会议", Sort.SHIFT: "值班", Sort.DUTY: "法定期限", Sort.REMINDER: "提醒"}


@dataclass(frozen=True)
class Span:
    """Which days are asked for, both inclusive, and whether only what is the officer's own."""

    first: date
    last: date
    mine: bool
    today: date

    def covers(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Entry:
    """One thing with a day or an hour. No name of a person stands in ``title``."""

    key: UUID
    """Of the row it comes from: the same however often it is moved."""
    office: str
    """Code of the office it belongs to."""
    sort: Sort
    title: str
    begins: datetime | date
    """A day where it takes the whole day."""
    ends: datetime | None
    """None where it takes the whole day."""
    changed_at: datetime
    """When anything of this was last changed."""
    moves: int = 0
    """How often (次) it was put off to another time."""
    place: str = ""
    detail: str = ""
    """What of it falls due, or is held: of a matter's period the rule, with the hour where it ends at one."""
    note: str = ""
    """On what it rests, who holds it."""
    cancelled: bool = False
    moved_from: datetime | None = None
    """The time it stood at before it was last moved."""
    restricted: bool = False
    """Of a restricted matter: nothing but kind and number leaves the house."""
    page: tuple[str, UUID] | None = None
    """URL name and key of the page to open."""

    @property
    def whole_day(self) -> bool:
        return not isinstance(self.begins, datetime)

    @property
    def day(self) -> date:
        """The day it begins on."""
        return timezone.localtime(self.begins).date() if isinstance(self.begins, datetime) else self.begins

    @property
    def order(self) -> tuple[date, bool, float, Sort, str]:
        """By day; what takes the whole day first, then by the hour."""
        at = self.begins.timestamp() if isinstance(self.begins, datetime) else 0.0
        return self.day, not self.whole_day, at, self.sort, self.title


Source = Callable[[Officer, Span], Iterable[Entry]]
_SOURCES: list[Source] = []


def register_source(source: Source) -> None:
    """Let an application put its own into every calendar. A source asks ``visible_to``, and as much of the database for one entry as for many."""
    _SOURCES.append(source)


def between(officer: Officer, span: Span) -> list[Entry]:
    """Everything of these days that this officer may see, in order."""
    return sorted((one for source in _SOURCES for one in source(officer, span)), key=lambda one: one.order)
