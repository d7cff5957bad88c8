"""Celery's side of the bulletins: one call that may be missed, repeated or raced."""

from __future__ import annotations

from celery import shared_task

from office import clock
from reports import actions


@shared_task
def draft_bulletins() -> None:
    """Draft last month's bulletin of each office, and those of months that were missed."""
    actions.draft_bulletins(now=clock.now())
