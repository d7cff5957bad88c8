"""Celery's side of the kernel: one call that may be missed, repeated or raced."""

from __future__ import annotations

from celery import shared_task

from cases import matters
from office import clock


@shared_task
def sweep_deadlines() -> None:
    """期限检查, each few minutes."""
    matters.sweep_deadlines(now=clock.now())
