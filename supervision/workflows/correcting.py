"""《纠正违法通知书》 and what follows where it is not heeded: one ladder (规则第553条; 第564条第2款、第287条第3款).

A kind writes its own rows that send the paper, each by its article, to the state ``correction``; ``states()`` and
``actions()`` are part of its own table. 侦查活动监督 climbs another one, with 复查 of 规则第554条 on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cases.workflow import SAME, Action, Decision, Start, State
from office.sides import Actor, Place, Role, Side
from supervision.forms import correcting as forms

PROSECUTOR = Actor(Role.PROSECUTOR)
LEGAL = Actor(Role.LEGAL)
UP = Actor(Role.PROSECUTOR, Place.SUPERIOR)
CHIEF = Decision(Role.CHIEF)
HEAD = Decision(Role.HEAD)

REPLY = (Start("correction_reply", length="reply_days", option="correction_reply_days"),)
"""The period to reply, as the paper names it, from the day the police have it."""


@dataclass(frozen=True)
class Ladder:
    """What follows a 纠正违法通知书 in one kind of matter."""

    reporting: str
    """The articles by which it is reported to the superior."""
    negotiating: str
    """The article by which the superior negotiates with the police organ of its level."""

    def states(self) -> tuple[State, ...]:
        """待公安纠正 to 协商后待纠正."""
        return (
            State("correction", "待公安纠正", Side.POLICE, "公安机关{due}纠正并书面回复", "请{due}纠正并书面回复"),
            State("correction_replied", "审查纠正回复", Side.PROCURATORATE, "公安机关已回复，审查是否纠正", "检察机关正在审查你单位的回复"),
            State("escalated", "上一级院协商", "superior", "已报上一级人民检察院，由其协商同级公安机关处理",
                  "检察机关已报上一级人民检察院协商处理；你单位仍可随时纠正"),
            State("negotiated", "协商后待纠正", Side.POLICE, "上一级人民检察院已经协商，待公安机关纠正", "请按协商意见办理，并送决定书"),
        )  # fmt: skip

    def actions(self) -> tuple[Action, ...]:
        """回复, 督促回复, 报上一级, 协商."""
        report: dict[str, Any] = {"decided_by": CHIEF, "form": forms.ReportForm, "issues": ("U01",), "to_superior": True, "done": "报上一级人民检察院"}
        return (
            Action("reply_correction", "回复纠正情况", ("correction",), "correction_replied", (LEGAL,), "规则第553条", decided_by=HEAD,
                   form=forms.CorrectionReplyForm, issues=("D10R",), meets=("correction_reply",), done="回复纠正情况"),
            Action("press_correction", "督促回复", ("correction",), SAME, (PROSECUTOR,), "规则第553条", form=forms.PressForm, issues=("D26",),
                   after=("correction_reply",), hint="没有按期回复纠正情况的，应当督促回复"),
            Action("escalate", "报上一级人民检察院", ("correction",), "escalated", (PROSECUTOR,), self.reporting, after=("correction_reply",),
                   must=True, drops=("correction_reply",), hint="仍不纠正的，报上一级人民检察院协商同级公安机关处理", **report),
            Action("escalate_replied", "报上一级人民检察院", ("correction_replied",), "escalated", (PROSECUTOR,), self.reporting,
                   hint="回复后仍不纠正的", **report),
            Action("negotiate", "登记协商结果", ("escalated",), "negotiated", (UP,), self.negotiating, form=forms.NegotiatedForm, to_own=True,
                   shown="both", done="上一级人民检察院协商同级公安机关"),
        )  # fmt: skip
