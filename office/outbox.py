"""待发件: what must leave the site is a row written with its cause; Celery only wakes the worker (design 8).

The delivery loop claims one row, delivers it and marks it in one transaction: a killed worker leaves the row waiting.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.db import connection, transaction

from office import clock
from office.models import Officer, Outbox

logger = logging.getLogger(__name__)

Deliver = Callable[[dict[str, Any], str], None]
"""Takes payload and once-key; raises when the other end did not take it."""

_kinds: dict[str, Deliver] = {}

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)


def delivers(kind: str) -> Callable[[Deliver], Deliver]:
    """Register how one kind of row is delivered."""

    def register(function: Deliver) -> Deliver:
        _kinds[kind] = function
        return function

    return register


def post(kind: str, payload: dict[str, Any], once_key: str) -> bool:
    """Write a row in the caller's transaction; False when this key was posted before. ValueError for an unknown kind."""
    if kind not in _kinds:
        raise ValueError(f"没有“{kind}”这一类待发件。")
    now = clock.now()
    row = Outbox(kind=kind, payload=payload, once_key=once_key, created_at=now, next_try_at=now)
    # ON CONFLICT DO NOTHING tells nobody how many rows went in: the key that won is read back.
    Outbox.objects.bulk_create([row], ignore_conflicts=True)
    return Outbox.objects.filter(pk=row.pk).exists()


def deliver(now: datetime, limit: int = 500) -> tuple[int, int]:
    """Deliver what is due, oldest first; returns how many rows went out and how many failed (件).

    A failure is stored on its row, which is tried again after 1, 2, 4 ... minutes, at most 6 hours.
    """
    sent = failed = 0
    for _ in range(limit):
        with transaction.atomic():
            row = _claim(now)
            if row is None:
                break
            try:
                with transaction.atomic():
                    _kinds[row.kind](row.payload, row.once_key)
            except Exception as error:  # noqa: BLE001 - the one loop that may: whatever went wrong is kept on the row
                row.attempts += 1
                row.error = f"{type(error).__name__}：{error}"
                row.next_try_at = now + min(FIRST_WAIT * 2 ** min(row.attempts - 1, 20), LONGEST_WAIT)
                logger.warning("待发件 %s 第%d次投递未成：%s", row.once_key, row.attempts, row.error)
                failed += 1
            else:
                row.attempts += 1
                row.delivered_at = now
                row.error = ""
                sent += 1
            row.save(update_fields=["attempts", "error", "next_try_at", "delivered_at"])
    return sent, failed


def _claim(now: datetime) -> Outbox | None:
    """One due row, locked. SQLite's transaction holds the only write lock already."""
    due = Outbox.objects.filter(delivered_at__isnull=True, next_try_at__lte=now).order_by("next_try_at", "id")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    return due.first()


@delivers("mail")
def _mail(payload: dict[str, Any], once_key: str) -> None:
    """Mail one officer: ``officer`` (id), ``subject``, ``body``. Who has left or has no address gets none."""
    address = Officer.objects.filter(pk=payload["officer"], is_active=True).values_list("email", flat=True).first()
    if not address:
        return
    # The same key gives the same Message-ID, so that a mail sent twice over a crash shows as one.
    identity = hashlib.sha256(once_key.encode()).hexdigest()[:32]
    message = EmailMessage(payload["subject"], payload["body"], to=[address], headers={"Message-ID": f"<{identity}@office>"})
    message.send()
