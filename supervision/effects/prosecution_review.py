"""The few functions of 审查起诉 that write what no form field names."""

from __future__ import annotations

from typing import Any


def accepted(act: Any) -> None:
    """The period begins on the day the case came in; returns before 改变管辖 count (规则第350条)."""
    act.detail.counted_from = act.detail.received_on
    act.detail.returns = act.detail.earlier_returns


def returned(act: Any) -> None:
    """One more return: twice at most (刑诉法第175条第3款)."""
    act.detail.returns += 1


def resubmitted(act: Any) -> None:
    """重新计算审查起诉期限 (刑诉法第175条第3款): the whole period anew from the day it came back."""
    act.detail.counted_from = act.on
    act.detail.extended = False


def decided(act: Any) -> None:
    """The day of the decision, from which 移送行政检察 and 考验期 are counted, whenever the police sign for it."""
    act.detail.decided_on = act.on
