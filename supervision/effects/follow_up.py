"""行刑反向衔接: who handles it."""

from __future__ import annotations

from typing import Any

from office.sides import Role


def accepted(act: Any) -> None:
    """行政检察 handles the matter from here: it stands in that officer's own list."""
    if Role.ADMINISTRATIVE in act.officer.roles:
        act.matter.handler = act.officer
