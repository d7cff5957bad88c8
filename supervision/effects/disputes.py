"""What a decision on an objection leaves on the detail row."""

from __future__ import annotations

from typing import Any


def ruled(act: Any) -> None:
    """Keep the reasons of the decision beside its outcome, which the row of the table fixes."""
    act.detail.dispute_reason = act.data["reasons"]
