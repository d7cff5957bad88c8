"""Marking notices as read: one's own reading only, nothing of the matter moves. And what belongs to no matter, told to one person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet

from cases.exceptions import NotFound
from cases.matters.telling.notices import notices
from cases.models import Document, Matter, Notice, NoticeRead
from office.models import Officer
from office.scoping import reach_of
from office.sides import Side


def mark_read(*, officer: Officer, now: datetime, today: date, notice: UUID | None = None) -> Notice | None:
    """Mark one notice (or all of one's own) as read; returns the one, joined with its event. Safe to repeat.

    Raises NotFound for a notice that is not for this officer.
    """
    rows = notices(officer, today)
    if notice is None:
        read(rows.filter(Q(is_read=False)).values_list("pk", flat=True), officer, now)
        return None
    found = rows.filter(pk=notice).select_related("event").first()
    if found is None:
        raise NotFound("没有这条提醒，或者不是发给您的。")
    read([found.pk], officer, now)
    return found


def tell(officer: Officer, text: str, *, now: datetime) -> Notice | None:
    """Tell one person of something that belongs to no matter (his account, a bulletin); None: he works in no office, and has no bell."""
    reach = reach_of(officer)
    if reach.own_office is None:
        return None
    return Notice.objects.create(
        office_id=reach.own_office, side=reach.side, organisation_id=next(iter(reach.organs), officer.organisation_id), officer=officer,
        rung="event", text=text[:200], created_at=now,
    )  # fmt: skip


def unseen(matter: Matter | OuterRef, *, officer: Officer, document: Document | None = None) -> QuerySet[Notice]:
    """What opening a matter reads: what was told of its events; of opening a paper, what was told of that paper. Periods ring on until done.

    Whom a notice concerns is not asked here: this runs with every act, and what he has seen is read, should it come to concern him.
    """
    told = Notice.objects.filter(matter=matter, side=officer.side, event__isnull=False).exclude(reads__officer=officer)
    told = told.filter(Q(officer=None) | Q(officer=officer)).order_by()
    if officer.side == Side.POLICE:
        told = told.filter(Q(whole_office=False) | Q(organisation__in=reach_of(officer).organs))
    return told.filter(event__document=document) if document else told


def note_seen(matter: Matter, *, officer: Officer, now: datetime) -> None:
    """Who acts on a matter has seen what happened in it."""
    read(unseen(matter, officer=officer).values_list("pk", flat=True), officer, now)


def read(keys: Iterable[UUID], officer: Officer, now: datetime) -> None:
    """Mark these notices as read by this officer. Safe to repeat."""
    fresh = [NoticeRead(notice_id=key, officer=officer, read_at=now) for key in keys]
    if fresh:
        NoticeRead.objects.bulk_create(fresh, ignore_conflicts=True)
