"""Celery's side of the office: each task is one call that may be missed, repeated or raced."""

from __future__ import annotations

from celery import shared_task

from office import actions, clock


@shared_task
def deliver_outbox() -> None:
    """Send what waits; called each minute."""
    actions.deliver_outbox(now=clock.now())
