"""What can go wrong with an act: each carries one Chinese sentence that the person sees."""

from __future__ import annotations

from office.exceptions import ActionError, Conflict, Invalid, NotAllowed, NotFound

__all__ = ["ActionError", "BadTable", "Conflict", "Invalid", "NotAllowed", "NotFound"]


class BadTable(Exception):
    """A workflow table breaks a rule of ``register()``; the process does not start."""
