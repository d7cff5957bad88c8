"""羁押必要性审查: what an executed decision does to the spells of the case."""

from __future__ import annotations

from typing import Any

from cases.models import CUSTODIAL
from supervision.effects import custody


def executed(act: Any) -> None:
    """审查起诉阶段 the procuratorate itself has ended or changed custody (规则第575条第2款)."""
    custody.changed(act, tuple(CUSTODIAL), act.data["executed_on"], act.data.get("measure", ""))
