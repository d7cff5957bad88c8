"""What an objection, or silence, leaves on the detail row. A blank leaves what an earlier step said."""

from __future__ import annotations

from typing import Any


def ruled(act: Any) -> None:
    """Keep the reasons of the decision beside its outcome, which the row of the table fixes, and how it was talked over."""
    act.detail.dispute_reason = act.data["reasons"]
    act.detail.dispute_told = act.data.get("dispute_told") or act.detail.dispute_told


def silent(act: Any) -> None:
    """未提异议, 未提请复核: a remark and how it was talked over, where given."""
    for name in ("dispute_reason", "dispute_told"):
        setattr(act.detail, name, act.data.get(name) or getattr(act.detail, name))
