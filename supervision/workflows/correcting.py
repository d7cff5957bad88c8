"""《纠正违法通知书》 and what follows where it is not heeded: one ladder (规则第553条、第554条; 第564条第2款、第287条第3款).

A kind writes its own rows that send the paper, each by its article, to the state ``correction``; ``states()`` and
``actions()`` are part of its own table. 侦查活动监督 climbs another one, item by item.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from cases.matters.table.workflow import SAME, Action, Decision, Start, State
from office.sides import Actor, Place, Role, Side
from supervision.forms import correcting as forms
from supervision.forms.investigation.ladder import OrderForm, RevokeForm
from supervision.models.disputes import Dispute
from supervision.papers import investigation as papers  # noqa: F401  (D20C, D21C, U03, U05, D10W)
from supervision.workflows.objecting import Contested, Ruling

PROSECUTOR = Actor(Role.PROSECUTOR)
LEGAL = Actor(Role.LEGAL)
UP = Actor(Role.PROSECUTOR, Place.SUPERIOR)
CHIEF = Decision(Role.CHIEF)
HEAD = Decision(Role.HEAD)
UP_CHIEF = Decision(Role.CHIEF, Place.SUPERIOR)

RECHECK_FILE = "correction_recheck_file"
REPLY = tuple(Start(rule, length="reply_days", option="correction_reply_days") for rule in ("correction_reply", RECHECK_FILE))
"""The period to reply, as the paper names it, and the window to apply for 复查, from the day the police have it."""


@dataclass(frozen=True)
class Ladder:
    """What follows a 纠正违法通知书 in one kind of matter."""

    reporting: str
    """The articles by which it is reported to the superior."""
    negotiating: str
    """The article by which the superior negotiates with the police organ of its level."""
    sent_by: tuple[str, ...]
    """The acts that send the notice: who drafted it does not examine it anew."""

    @property
    def recheck(self) -> Contested:
        """复查 (规则第554条). The reply is not awaited meanwhile: upheld, it goes to the superior; revoked, there is nothing to reply to."""
        return Contested(
            source=("correction",), not_by=self.sent_by, file=RECHECK_FILE, decide="correction_recheck", basis="规则第554条第1款",
            decide_basis="规则第554条第1款", decided_by=Decision(option="recheck_decided_by"), request="D20C", answer="D21C",
            drops=("correction_reply",), apart=True, ask="申请复查", word="复查", ask_code="ask_recheck", state="recheck",
            police_label="不同意，申请复查",
            rulings=(
                Ruling("recheck_upholds", "复查：维持，报上一级院", "escalated", Dispute.UPHELD, "复查决定：维持", forms.RecheckKeepForm,
                       with_papers=("U03",), hint="认为纠正意见正确的，应当及时向上一级人民检察院报告；报告随决定一并签发"),
                Ruling("recheck_revokes", "复查：撤销", "correction_replied", Dispute.REVOKED, "复查决定：撤销", forms.RecheckRevokeForm,
                       hint="认为纠正意见错误的，应当及时予以撤销"),
            ),
        )  # fmt: skip

    def states(self) -> tuple[State, ...]:
        """待公安纠正 to 协商后待纠正."""
        return (
            State("correction", "待公安纠正", Side.POLICE, "公安机关{due}纠正并书面回复；有异议的，可以申请复查",
                  "请{due}纠正并书面回复；有异议的，可以申请复查"),
            *self.recheck.states(),
            State("correction_replied", "审查纠正情况", Side.PROCURATORATE, "审查是否已经纠正、下一步如何办理", "检察机关正在审查纠正情况"),
            State("escalated", "上一级院协商", "superior", "已报上一级人民检察院，由其协商同级公安机关处理",
                  "检察机关已报上一级人民检察院协商处理；你单位仍可随时纠正"),
            State("to_revoke", "待执行撤销", Side.PROCURATORATE, "执行上一级人民检察院的通知，撤销纠正意见并向公安机关说明情况",
                  "检察机关正在审查纠正意见"),
            State("negotiated", "协商后待纠正", Side.POLICE, "上一级人民检察院已经协商，待公安机关纠正", "请按协商意见办理，并送决定书"),
        )  # fmt: skip

    def actions(self) -> tuple[Action, ...]:
        """回复, 复查, 督促回复, 报上一级, 协商或者撤销."""
        report: dict[str, Any] = {"decided_by": CHIEF, "form": forms.ReportForm, "issues": ("U01",), "to_superior": True, "done": "报上一级人民检察院"}
        return (
            Action("reply_correction", "回复纠正情况", ("correction",), "correction_replied", (LEGAL,), "规则第553条", decided_by=HEAD,
                   form=forms.CorrectionReplyForm, issues=("D10R",), meets=("correction_reply",), drops=(RECHECK_FILE,), done="回复纠正情况"),
            *(replace(row, to_superior=row.target == "escalated") for row in self.recheck.actions()),
            Action("press_correction", "督促回复", ("correction",), SAME, (PROSECUTOR,), "规则第553条", form=forms.PressForm, issues=("D26",),
                   after=("correction_reply",), hint="没有按期回复纠正情况的，应当督促回复"),
            Action("escalate", "报上一级人民检察院", ("correction",), "escalated", (PROSECUTOR,), self.reporting, after=("correction_reply",),
                   must=True, drops=("correction_reply", RECHECK_FILE), hint="仍不纠正的，报上一级人民检察院协商同级公安机关处理", **report),
            Action("escalate_replied", "报上一级人民检察院", ("correction_replied",), "escalated", (PROSECUTOR,), self.reporting,
                   hint="回复后仍不纠正的", **report),
            Action("negotiate", "登记协商结果", ("escalated",), "negotiated", (UP,), self.negotiating, form=forms.NegotiatedForm, to_own=True,
                   shown="both", done="上一级人民检察院协商同级公安机关"),
            Action("superior_orders", "纠正意见错误，通知撤销", ("escalated",), "to_revoke", (UP,), "规则第554条第2款", decided_by=UP_CHIEF,
                   form=OrderForm, issues=("U05",), to_own=True, done="上一级院：纠正意见错误，通知撤销"),
            Action("revoke_correction", "撤销纠正意见并说明情况", ("to_revoke",), "correction_replied", (PROSECUTOR,), "规则第554条第2款",
                   decided_by=CHIEF, form=RevokeForm, issues=("D10W",), done="撤销纠正意见"),
        )  # fmt: skip
