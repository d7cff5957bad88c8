"""侦查活动监督: what is typed in its acts, and how a matter begins."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from cases.matters import perform
from cases.models import Matter
from supervision import catalogue
from tests.supervision.plays import at

FINDINGS = {
    "finding_1": "2026年1月20日讯问测试甲，应当全程录音录像而没有录音录像。", "article_1": "刑诉法第123条第1款", "demand_1": "请补正并说明情况。",
    "finding_2": "2026年1月18日拘留测试甲后，二十四小时以内未通知家属。", "article_2": "刑诉法第85条第2款", "demand_2": "请纠正并查明原因。",
}  # fmt: skip
ANSWERS = {"answer_1": "done", "words_1": "已组织学习并补作说明。", "answer_2": "part", "words_2": "已补发通知，责任人待处理。"}
REPORT = {"facts": "已发出纠正违法通知书并督促。", "reasons": "没有正当理由不纠正。"}
PRESS = {"subject_matter": "回复《纠正违法通知书》", "due_on": "2026-03-01", "reply_days": "15", "demands": "请落实整改。"}
TOLD = {"conclusion": "违法情形已经处理，现予告知。"}
CLOSING = {"ground": "reason", "reasons": "第2条公安机关有正当理由。", **TOLD}
RULING = {"findings": "经重新审查。", "reasons": "事实清楚。"}
CRIME = {"receiver": "临河市人民检察院", "contents": "发现涉嫌犯罪的事实。"}

TWO = (("应当对讯问过程录音或者录像而没有录音、录像", "审查逮捕卷中没有讯问录像。"), ("拘留后二十四小时以内未通知家属", "家属称未接到通知。"))

FILLED: dict[str, dict[str, Any]] = {
    "add": {"violations": [{"item": "v12", "facts": "讯问笔录没有诉讼权利告知记载。"}]},
    "verify": {"methods": ["way03", "way08"], "contents": "讯问录音录像和通知家属情况。"},
    "establish": {"holds_1": "yes", "holds_2": "yes", "conclusion": "经调取录音录像、询问办案人员查明。", "weight": "grave"},
    "unfounded": {"facts": "经调取录音录像，讯问全程录像。", "reasons": "违法情形不成立。", "conclusion": "经核实不成立。"},
    "answer": {"receiver": "控告人甲", "conclusion": "已向公安机关提出纠正意见。"},
    "reassess": {"weight": "grave", "reasons": "补查后情节变化。"},
    "oral": {**FINDINGS, "deviation": "系首次，已当场改正。", "place": "电话", "told": "城东分局法制大队", "response": "表示立即改正。"},
    "notice": {**FINDINGS, "deviation": "尚未影响诉讼权利。", "reply_days": "15"},
    "correction": {**FINDINGS, "deviation": "影响诉讼权利。", "reply_days": "15"},
    "advise": {**FINDINGS, "deviation": "近期多发。", "subject": "讯问未全程录音录像问题"},
    "crime": {**CRIME, **TOLD, "deviation": "已涉嫌犯罪。"},
    "found_crime": CRIME,
    "oral_answer": ANSWERS,
    "oral_fixed": {"reasons": "已补作说明。", **TOLD},
    "raise_oral": {"weight": "grave", "reasons": "期满未改正。"},
    "hand_down": {"unit": "河湾派出所", "unit_due_on": "2030-01-01"},
    "hand_over": {"unit": "刑警大队"},
    "prepare": {"prepared": "done", "prepared_words": "已补作说明。"},
    "reply": {**ANSWERS, "own_number": "城公（法）复字〔2026〕1号", "statement": "已召开专题会议。"},
    "reply_notice": {**ANSWERS, "own_number": "城公（法）复字〔2026〕2号"},
    "advice_failed": {"weight": "grave", "reasons": "检察建议未制发。"},
    "adopt": {"reasons": "经现场核查，整改到位。", **TOLD},
    "verdict": {"verdict_1": "adopted", "verdict_2": "rejected", "words_2": "未说明理由。", "reasons": "第2条整改不到位。"},
    "advice_verdict": {"verdict_1": "adopted", "verdict_2": "rejected", "words_2": "未说明理由。", "reasons": "第2条整改不到位。"},
    "close_partial": CLOSING,
    "close_rejected": CLOSING,
    "close_unmoved": {**CLOSING, "ground": "superior", "reasons": "上一级院已通报，仍未纠正。"},
    "press_verified": PRESS,
    "raise_verified": {"weight": "grave", "reasons": "整改不到位。"},
    "escalate_verified": REPORT,
    "press": PRESS,
    "press_notice": PRESS,
    "raise_notice": {"weight": "grave", "reasons": "逾期不回复。"},
    "escalate": REPORT,
    "superior_agrees": {"receiver": "临河市公安局", "facts": "查明两项违法。", "reasons": "纠正意见正确。", "demands": "建议督促纠正。"},
    "superior_orders": {"facts": "经审查，讯问有录像。", "reasons": "原意见认定有误。"},
    "revoke": {"reasons": "原意见认定有误，予以撤销。", **TOLD},
    "ask_recheck": {"own_number": "城公（法）申查字〔2026〕1号", "grounds": "讯问有录像，不存在违法情形。"},
    "ask_recheck_stopping": {"own_number": "城公（法）申查字〔2026〕2号", "grounds": "讯问有录像，不存在违法情形。"},
    "recheck_upholds": {**RULING, "conclusion": "维持《纠正违法通知书》的纠正意见"},
    "recheck_part": {**RULING, "conclusion": "部分撤销《纠正违法通知书》的纠正意见", "kept_1": "no", "kept_2": "yes"},
    "recheck_revokes": {**RULING, **TOLD, "conclusion": "撤销《纠正违法通知书》的纠正意见"},
    "class_analysis": {"items": [TWO[0][0]], "subject": "讯问未全程录音录像", "matters": "侦监活〔2026〕1号", "analysis": "设备不足。", "measures": "统一配备。"},
}


def choice(words: str) -> str:
    """What the form sends for a 细目: its key."""
    return str(apps.get_model("supervision", "SupervisionSubItem").objects.get(text=words, office=None).pk)


def lead(**values: Any) -> dict[str, Any]:
    """A lead as it is registered: two violations."""
    catalogue.load(apps, None)  # what the migration brings; a test that empties every table has it again
    return {
        "title": "测试甲涉嫌盗窃案侦查活动监督案", "persons": "1", "source": "casework",
        "violations": [{"item": choice(words), "facts": facts} for words, facts in TWO], **values,
    }  # fmt: skip


def opened(world: Any, day: str = "2026-02-02", **values: Any) -> Matter:
    """A new matter with 城东分局, by the prosecutor."""
    data = lead(**{"received_on": day, "police": str(world.organ.pk), **values})
    return perform(None, "register", kind="investigation", officer=world.prosecutor, now=at(day), data=data).matter


COMPLAINED = {"complainant": "控告人甲", "source": "complaint"}
WAYS = (
    {},
    {**COMPLAINED, "petition": "general"},
    {**COMPLAINED, "petition": "lawyer"},
    {**COMPLAINED, "petition": "act117", "prior": "late"},
)
"""Found in casework, and the three sorts of complaint."""
