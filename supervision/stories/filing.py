"""立案监督 in stories: one matter by itself, what a person would write into the form of each of its acts, and its passages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from cases.demo.people import EAST, MARK
from cases.demo.script import SHOW_DAY, Anchor, Course, Scene, Step, told
from cases.matters.forms import ActionForm
from cases.matters.table.workflow import Workflow
from supervision.stories.plots import PLOTS, Plot

KINDS = {"A": "立案监督案", "B": "撤案监督案", "C": "立案监督案"}

LETTERS_OF = {
    "explain": "说", "explain_late": "说", "decided": "不立", "decide_no_filing": "不立", "file": "立", "withdraw_case": "撤",
    "withdrawal_informed": "告", "ask_reconsideration": "要复", "ask_review": "提复", "reply_correction": "复", "progress": "进",
}
"""The letters of the police's own numbers: 城公（刑）立字〔2026〕9号."""


def title_of(subject: str, charge: str, variant: str) -> str:
    """魏某成涉嫌合同诈骗立案监督案（演示）."""
    return f"{subject}涉嫌{charge}{KINDS[variant]}{MARK}"


@dataclass(frozen=True)
class Story(Course):
    """One matter of 立案监督, from its first day to the day of the show."""

    key: str
    shows: str
    variant: str
    plot: str
    subject: str
    complainant: str
    steps: tuple[Step, ...]
    anchor: Anchor = SHOW_DAY
    police: str = EAST
    handler: str = "jc.wang"
    values: Mapping[str, Any] = field(default_factory=dict)
    custody: str = ""
    has_case: bool = False
    makes = 1
    kind = "filing"

    @property
    def offence(self) -> str:
        """案由."""
        return PLOTS[self.plot].charge

    @property
    def filed(self) -> bool:
        """Whether the police had filed the case: where they should not have."""
        return PLOTS[self.plot].unlawful

    def held_on(self, days: Mapping[int, date], accepted: date) -> date:
        """Five days after 受案."""
        return accepted + timedelta(days=5)

    def more_days(self) -> tuple[Any, ...]:
        """Values of the lead may be days."""
        return tuple(self.values.values())

    def opening(self, form: type[ActionForm], table: Workflow, code: str, scene: Scene) -> dict[str, Any]:
        """The lead as it is registered."""
        plot = PLOTS[self.plot]
        return {
            "variant": self.variant,
            "title": title_of(self.subject, plot.charge, self.variant),
            "charge": plot.charge,
            "subject": self.subject,
            "persons": "1",
            "source": plot.source,
            "complainant": self.complainant,
            "complainant_contact": "电话见来访登记表" if self.complainant else "",
            "facts": told(plot.lead, self.subject),
            "measures_taken": "true" if self.custody else "false",
            "received_on": scene.at.date().isoformat(),
            **{name: scene.put_in(value) for name, value in self.values.items()},
        }

    def words(self, kind: str, code: str) -> dict[str, Any]:
        """The usual words of the act, by its plot."""
        return words(self, code)


def words(story: Story, code: str) -> dict[str, Any]:
    """The form of an act, filled in; empty for an act that needs nothing."""
    plot = PLOTS[story.plot]
    text = {name: told(str(getattr(plot, name)), story.subject) for name in _TEXTS}
    forms: dict[str, dict[str, Any]] = {
        "request_a": {"facts": text["asked"], "reasons": "现有材料反映有犯罪事实发生，需要你单位说明不立案的依据和理由。"},
        "request_b": {
            "facts": text["asked"], "ground": plot.ground, "not_yet_requested": "on",
            "reasons": "现有材料反映系平等主体之间的民事、经济纠纷，需要你单位说明立案的依据和理由。",
        },
        "request_c": {
            "facts": f"你单位受理{story.subject}涉嫌{plot.charge}一案后，超过规定的立案审查期限，至今未作出立案或者不予立案的决定。",
            "reasons": "未见延长审查期限的审批手续。",
        },
        "explain": {"situation": text["situation"], "grounds": text["grounds"], "unit": "刑侦大队"},
        "explain_late": {"situation": text["situation"], "grounds": f"因主办民警调整，未能在期限内说明。{text['grounds']}", "unit": "刑侦大队"},
        "decided": {"decision": "non_filing"},
        "press": {"demands": "请尽快书面说明理由，并随附有关证据材料；逾期不说明的，本院将依据现有材料审查。"},
        "press_withdrawal": {"demands": "提请复核的期限已经届满，请立即撤销案件，并将撤销案件决定书送达本院。"},
        "urge": {"demands": "请说明未侦查终结的原因、已经开展的工作和下一步计划。"},
        "progress": {"progress": "已调取银行流水和通话记录，询问证人六名，两名同案人员尚未到案，拟于一个月内移送起诉。"},
        "verify": {"methods": ["interview_officer", "copy_papers"], "contents": "受案、立案审查的经过，接报案登记和呈请审批材料。"},
        "reasons_hold_a": {"reasons": text["hold"]},
        "reasons_hold_b": {"reasons": text["hold"]},
        "inform": {
            "receiver": story.complainant or "申诉人",
            "conclusion": f"经审查，公安机关说明的理由成立。{text['hold']}",
            "remedy": "不服本意见的，可以依照有关规定提出申诉。",
        },
        "to_review": {"reasons": "控告材料反映有犯罪事实，公安机关不予立案的理由需要说明，移送捕诉部门审查。"},
        "no_need": {
            "facts": f"经审查，{story.subject}的行为由行政机关处理中，现有材料达不到立案追诉标准。",
            "reasons": "无要求公安机关说明理由的必要，终结审查。", "conclusion": "经审查，现有材料不符合立案追诉标准。",
        },
        "reply_correct": {
            "facts": f"经调阅不予立案材料，{text['hold']}", "reasons": "公安机关的决定正确。",
            "conclusion": "经审查，公安机关的决定正确。", "remedy": "不服的，可以向上一级人民检察院申诉。",
        },
        "reply_procedural": {"receiver": story.complainant, "conclusion": "来信已收悉，本院已受理，正在审查，结果将另行答复。"},
        "reply_result": {"receiver": story.complainant, "conclusion": "经本院监督，公安机关已对所反映的问题立案侦查。"},
        "not_ours": {
            "receiver": "白石区人民检察院（演示）", "contents": "所反映的案件由南郊分局受理，不属本院管辖，现将材料移送。",
            "conclusion": "所反映的案件不属本院管辖，已移送有管辖权的人民检察院。",
        },
        "pass_to_police": {
            "contents": f"有关单位和个人反映{story.subject}涉嫌{plot.charge}，公安机关受理后尚在立案审查期限内。",
            "demands": "请在规定期限内作出是否立案的决定，并告知控告人。", "conclusion": "公安机关尚在立案审查期限内，已移送其处理。",
        },
        "police_silent": {"reasons": "立案审查期限届满，公安机关未作出是否立案的决定。"},
        "found_crime": {
            "receiver": "临河市人民检察院（演示）",
            "contents": "审查中发现，侦查人员可能存在徇私枉法的情形，已有聊天记录和转账线索，现移送依法处理。",
        },
        "notify_filing": {"facts": text["found"], "reasons": text["law"], "enclosures": plot.enclosures},
        "notify_filing_silent": {"facts": text["found"], "reasons": text["law"], "enclosures": plot.enclosures},
        "notify_withdrawal": {"facts": text["found"], "reasons": text["law"], "enclosures": plot.enclosures},
        "ask_reconsideration": {"grounds": f"{text['grounds']}认为通知撤销案件不当，要求复议。"},
        "ask_review": {"grounds": f"不服复议决定。{text['grounds']}"},
        "vary": {
            "findings": f"本院另行指派检察官重新审查。{text['hold']}", "reasons": "原通知认定事实不清，应当撤回。",
            "conclusion": "撤回《通知撤销案件书》",
        },
        "uphold": {"findings": f"本院另行指派检察官重新审查。{text['found']}", "reasons": text["law"], "conclusion": "维持《通知撤销案件书》"},
        "review_revokes": {
            "findings": f"经审查，{text['hold']}", "reasons": "下级人民检察院的通知不当。",
            "conclusion": "撤销青江区人民检察院的《通知撤销案件书》",
        },
        "review_confirms": {"findings": text["found"], "reasons": text["law"], "conclusion": "维持青江区人民检察院的《通知撤销案件书》"},
        "correct": {
            "violation": "你单位收到本院通知后，超过法定期限未予办理，也未说明原因。",
            "law": "《人民检察院刑事诉讼规则》第五百六十四条第二款", "opinion": "请立即依法办理，并将决定书送达本院。", "reply_days": "15",
        },
        "correct_silence": {
            "violation": "你单位收到本院要求说明理由的通知后，七日以内未说明理由，也未作出是否立案的决定。",
            "law": "《人民检察院刑事诉讼规则》第五百六十二条", "opinion": "请立即作出是否立案的决定，并书面说明逾期的理由。", "reply_days": "15",
        },
        "reply_correction": {"corrected": "no", "statement": f"我单位经集体研究，仍认为{text['grounds']}"},
        "escalate": {
            "facts": f"本院通知后，公安机关逾期未办理；发出《纠正违法通知书》后仍未纠正。{text['found']}",
            "reasons": text["law"], "enclosures": "通知书及送达回证复印件各一份",
        },
        "ask_recheck": {"grounds": f"对纠正意见有异议，申请复查。{text['grounds']}"},
        "recheck_upholds": {
            "findings": f"本院另行指派检察官复查。{text['found']}", "reasons": "纠正意见有事实和法律依据。",
            "conclusion": "维持《纠正违法通知书》的纠正意见",
        },
        "superior_orders": {
            "facts": "经查，公安机关在期限届满以前已经作出决定，决定书在寄送途中迟延。",
            "reasons": "公安机关没有超过规定期限，不属于应当发出纠正违法通知书的情形。",
        },
        "negotiate": {"result": "经与临河市公安局协商，市局意见为依法办理，责成分局按通知执行。"},
        "conclude": {"outcome": "judgment", "sentence": text["sentence"]},
        "withdrawal_informed": {"informed": f"{story.subject}及报案单位"},
    }
    forms["escalate_replied"] = forms["escalate"]
    return dict(forms.get(code, {}))


_TEXTS = tuple(
    name for name in Plot.__dataclass_fields__ if name not in ("charge", "source", "ground", "unlawful", "enclosures")
)


# ------------------------------------------------------------------------------------------------ passages


def opened(day: int, code: str = "take_over", **more: Any) -> tuple[Step, ...]:
    """The lead comes in."""
    return (Step(day, code, **more),)


def drafted(day: int, code: str, **more: Any) -> tuple[Step, ...]:
    """Written, and waiting for the one who decides."""
    return (Step(day, code, **more),)


def issued(day: int, code: str, **more: Any) -> tuple[Step, ...]:
    """Drafted two days before, signed on the day, and still to be signed for."""
    return (Step(day - 2, code, **more), Step(day, "sign"))


def served(day: int, code: str, **more: Any) -> tuple[Step, ...]:
    """Drafted, signed the day before, and signed for on the day: clocks begin."""
    return (Step(day - 3, code, **more), Step(day - 1, "sign"), Step(day, "receive"))


def sent_in(day: int, code: str, **more: Any) -> tuple[Step, ...]:
    """A paper of the police: drafted, approved by the head and taken in by 案管 on the day."""
    return (Step(day - 1, code, **more), Step(day, "sign"), Step(day, "receive"))


def asked(day: int, branch: str = "a") -> tuple[Step, ...]:
    """线索到签收: taken over, reasons asked for, request signed for on the day."""
    return (*opened(day - 6), *served(day, f"request_{branch}"))
