"""The few functions of 不诉跟踪 that write what no form field names."""

from __future__ import annotations

from typing import Any

from supervision.effects import custody
from supervision.models.non_prosecution import Release, Transfer, Unfreeze
from supervision.models.prosecution_review import Held, NonProsecution


def opened(act: Any) -> None:
    """What is still to be done follows from the decision: release, property, appeal, 移送行政检察."""
    detail, sort = act.detail, act.matter.variant
    paper = act.cause.document
    detail.decision_name, detail.decision_number = paper.name, paper.number
    detail.release = Release.NONE if detail.measure in ("", Held.NONE) else Release.WAITING
    detail.unfreeze = Unfreeze.TODO if detail.seized else Unfreeze.NONE
    detail.transfer = Transfer.LATER if sort == NonProsecution.CONDITIONAL else Transfer.TODO
    detail.appealable = bool(detail.victim) or sort == NonProsecution.DISCRETION


def released(act: Any) -> None:
    """释放、解除: no measure runs any longer against whoever is not prosecuted (规则第376条第3款)."""
    custody.changed(act, custody.EVERY, act.data["released_on"])


def passed(act: Any) -> None:
    """考验期满不起诉 is a decision of its own: it may be contested anew, and goes on to 行政检察."""
    act.detail.decided_on, act.detail.decision_name, act.detail.decision_number = act.on, "不起诉决定书", ""
    act.detail.appealable = bool(act.detail.victim)
