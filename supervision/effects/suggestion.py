"""The few functions that write rows of 检察建议."""

from __future__ import annotations

from typing import Any


def replied(act: Any) -> None:
    """The police reply here: its day is the day of the act, and what they say of adoption stands until evaluated."""
    act.detail.replied_on = act.on
    act.detail.adoption = act.data["adopted"]
