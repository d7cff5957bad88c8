"""Celery's side of the kernel: one call that may be missed, repeated or raced."""

from __future__ import annotations

from celery import shared_task

from cases import matters
from cases.matters import desks
from office import clock


@shared_task
def sweep_deadlines() -> None:
    """期限检查, each few minutes."""
    matters.sweep_deadlines(now=clock.now())


@shared_task
def compare_desks() -> None:
    """桌面行核对, each night."""
    desks.compare(now=clock.now())
