"""The few functions that write rows of 纠正漏捕、漏犯、漏罪."""

from __future__ import annotations

from typing import Any

from cases.models import MeasureKind
from supervision.effects import custody


def decided(act: Any) -> None:
    """直接决定逮捕: the day of the decision is that of the act."""
    act.detail.arrested_on = act.on
    act.detail.decided_directly = True


def executed(act: Any) -> None:
    """到案: the day on which the arrest was carried out; a fugitive has none."""
    if act.data["executed"] == "yes":
        act.detail.present_on = act.data["executed_on"]
        others = tuple(kind for kind in custody.EVERY if kind != MeasureKind.ARREST)
        custody.changed(act, others, act.data["executed_on"], MeasureKind.ARREST)
