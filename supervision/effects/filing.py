"""The few functions that write detail rows (design 5): between workflows and forms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

Values = Mapping[str, Any]


def police_decided(matter: Any, detail: Any, data: Values, on: date) -> None:
    """WAIT_POLICE → REVIEW: a decision not to file makes C an A (规则第562条); one to file leaves nothing to supervise."""
    if data["decision"] == "non_filing":
        matter.variant = "A"
        detail.non_filing_on = data["decided_on"]
    else:
        detail.filed_on = data["decided_on"]
        detail.voluntary = True


def declined(matter: Any, detail: Any, data: Values, on: date) -> None:
    """C becomes A once the police decide not to file (规则第562条)."""
    matter.variant = "A"
    detail.non_filing_on = data["decided_on"]


def filed(matter: Any, detail: Any, data: Values, on: date) -> None:
    """监督后立案: 主动立案 where no 通知立案书 was issued before (law.md 5.2 ``fs_filed``)."""
    detail.voluntary = not detail.notified


def withdrawn(matter: Any, detail: Any, data: Values, on: date) -> None:
    """监督后撤案: 主动撤案 where no 通知撤销案件书 was issued before."""
    detail.voluntary = not detail.notified
