"""The few functions that write detail rows (design 5): between workflows and forms."""

from __future__ import annotations

from typing import Any


def police_decided(act: Any) -> None:
    """WAIT_POLICE → REVIEW: a decision not to file makes C an A (规则第562条); one to file leaves nothing to supervise."""
    if act.data["decision"] == "non_filing":
        act.matter.variant = "A"
        act.detail.non_filing_on = act.data["decided_on"]
    else:
        act.detail.filed_on = act.data["decided_on"]
        act.detail.voluntary = True


def declined(act: Any) -> None:
    """C becomes A once the police decide not to file (规则第562条)."""
    act.matter.variant = "A"
    act.detail.non_filing_on = act.data["decided_on"]


def filed(act: Any) -> None:
    """监督后立案: 主动立案 where no 通知立案书 was issued before (law.md 5.2 ``fs_filed``)."""
    act.detail.voluntary = not act.detail.notified


def withdrawn(act: Any) -> None:
    """监督后撤案: 主动撤案 where no 通知撤销案件书 was issued before."""
    act.detail.voluntary = not act.detail.notified
