"""What can go wrong with an act of a person: each carries one Chinese sentence and the status of the answer."""

from __future__ import annotations

from django.db import OperationalError

JUST_NOW = "刚刚有人办理了同一事项，请刷新后再办。"
DEADLOCK = "40P01"
"""deadlock_detected (PostgreSQL)."""


def of_two_at_once(error: OperationalError) -> bool:
    """Whether the database ended a transaction because another one held what it needs: nothing is wrong, and nothing was changed."""
    return getattr(error.__cause__, "pgcode", "") == DEADLOCK or "database is locked" in str(error)


class ActionError(Exception):
    """Base: ``str(error)`` is one clear Chinese sentence; nothing was changed."""

    status = 400


class NotAllowed(ActionError):
    """The officer can see the thing but may not do this (403)."""

    status = 403


class NotFound(ActionError):
    """The officer cannot see it (404)."""

    status = 404


class Conflict(ActionError):
    """Someone acted meanwhile, or the act was done already (409)."""

    status = 409


class Invalid(ActionError):
    """What was entered cannot be taken (400); ``errors`` maps field to sentences."""

    def __init__(self, message: str, errors: dict[str, list[str]] | None = None) -> None:
        super().__init__(message)
        self.errors = errors or {}
