"""Marking notices as read: one's own reading only, nothing of the matter moves."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from cases.exceptions import NotFound
from cases.models import NoticeRead
from cases.selectors.notices import notices
from office.models import Officer


def mark_read(*, officer: Officer, now: datetime, today: date, notice: UUID | None = None) -> UUID | None:
    """Mark one notice (or all of one's own) as read; returns the matter of the one. Safe to repeat.

    Raises NotFound for a notice that is not for this officer.
    """
    rows = notices(officer, today)
    if notice is not None:
        rows = rows.filter(pk=notice)
    found = list(rows.values_list("pk", "matter_id"))
    if notice is not None and not found:
        raise NotFound("没有这条提醒，或者不是发给您的。")
    NoticeRead.objects.bulk_create(
        [NoticeRead(notice_id=pk, officer=officer, read_at=now) for pk, _ in found], ignore_conflicts=True
    )
    return found[0][1] if notice is not None else None
