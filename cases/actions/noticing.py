"""Marking notices as read: one's own reading only, nothing of the matter moves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from cases.exceptions import NotFound
from cases.models import Document, Matter, Notice, NoticeRead
from cases.selectors.notices import notices
from office.models import Officer


def mark_read(*, officer: Officer, now: datetime, today: date, notice: UUID | None = None) -> Notice | None:
    """Mark one notice (or all of one's own) as read; returns the one, joined with its event. Safe to repeat.

    Raises NotFound for a notice that is not for this officer.
    """
    rows = notices(officer, today)
    if notice is not None:
        rows = rows.filter(pk=notice)
    found = list(rows.select_related("event"))
    if notice is not None and not found:
        raise NotFound("没有这条提醒，或者不是发给您的。")
    _read(found, officer, now)
    return found[0] if notice is not None else None


def note_seen(matter: Matter, *, officer: Officer, now: datetime, today: date, document: Document | None = None) -> None:
    """Opening a matter reads what was told of its events; opening a paper, what was told of that paper. Periods ring on until done."""
    rows = notices(officer, today).filter(matter=matter, event__isnull=False).filter(Q(is_read=False))
    _read(rows.filter(event__document=document) if document else rows, officer, now)


def _read(rows: Iterable[Notice], officer: Officer, now: datetime) -> None:
    fresh = [NoticeRead(notice=one, officer=officer, read_at=now) for one in rows]
    if fresh:
        NoticeRead.objects.bulk_create(fresh, ignore_conflicts=True)
