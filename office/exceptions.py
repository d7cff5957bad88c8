"""What can go wrong with an act of a person: each carries one Chinese sentence and the status of the answer."""

from __future__ import annotations


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
