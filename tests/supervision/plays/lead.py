"""线索: what is typed in its acts, and how a lead begins."""

from __future__ import annotations

from typing import Any

from cases.matters import perform
from cases.models import Matter
from tests.supervision.plays import at

ANSWER = {"receiver": "控告人甲", "conclusion": "来信收悉，正在审查。"}
OPENING = {"title": "测试甲涉嫌合同诈骗案", "public_title": "测试甲涉嫌合同诈骗案", "subject": "测试甲", "reasons": "核查属实。"}
FILLED: dict[str, dict[str, Any]] = {
    "reply_procedural": ANSWER,
    "reply_progress": {**ANSWER, "conclusion": "正在核查，将及时答复结果。"},
    "accept": {"reasons": "属于本院管辖，符合受理条件。"},
    "to_organ": {**ANSWER, "conclusion": "请先向办案机关提出。"},
    "ask_for_more": {**ANSWER, "conclusion": "请补交身份证明。"},
    "completed": {"reasons": "已补交身份证明。"},
    "not_completed": {**ANSWER, "conclusion": "逾期未补齐，不予受理。"},
    "inform": {**ANSWER, "conclusion": "请向有管辖权的机关提出。"},
    "decline": {**ANSWER, "conclusion": "不属于人民检察院受理范围。"},
    "decline_nameless": {"reasons": "内容不清，无法核查。"},
    "to_police": {
        "public_title": "测试甲涉嫌合同诈骗线索", "contents": "测试甲以虚假项目签订合同骗取货款。", "demands": "请审查是否受案。",
        "enclosures": "合同复印件一份", "reply_days": "15", "conclusion": "已移送公安机关办理。",
    },
    "police_takes": {"own_number": "城公（刑）受案字〔2026〕9号", "reasons": "已受案，由经侦大队办理。"},
    "police_declines": {"own_number": "城公（刑）不受字〔2026〕9号", "reasons": "不属本局管辖。"},
    "police_silent": {"reasons": "逾期未答复。"},
    "to_other": {
        "receiver": "青江区人民法院", "public_title": "测试甲虚假诉讼线索", "contents": "测试甲以虚假证据起诉。", "conclusion": "已移送人民法院。",
    },
    "other_takes": {"reasons": "已经受理。"},
    "other_declines": {"reasons": "不属受理范围。"},
    "hand_over": {"department": "detection", "contents": "反映侦查人员徇私枉法。", "demands": "请审查是否立案侦查。", "conclusion": "已移送本院有关部门办理。"},
    "take": {"reasons": "已登记。"},
    "send_back": {"reasons": "不属本部门职责。"},
    "route": {"route": "filing", "reasons": "反映应当立案而不立案。"},
    "assign": {"days": "15", "demands": "查明受案、立案情况。"},
    "reserve": {"reasons": "现有材料不足以核查。"},
    "revive": {"reasons": "出现新的材料。"},
    "verify": {"methods": ["complainant", "papers"], "findings": "查阅登记表册，确有受案记录。"},
    "prolong": {"days": "10", "reasons": "尚待调取材料。"},
    "ask_organ": {"public_title": "测试甲申诉超期扣押案", "facts": "对扣押车辆未予解除的处理情况。"},
    "organ_explains": {"own_number": "城公（法）说字〔2026〕1号", "statement": "车辆与案件有关。"},
    "organ_silent": {"reasons": "未予说明。"},
    "watch": {"watch": "urged", "demands": "请尽快核查并报告。"},
    "to_filing": {**OPENING, "variant": "A", "charge": "合同诈骗"},
    "to_investigation": OPENING,
    "to_leak": {**OPENING, "variant": "arrest", "charge": "合同诈骗"},
    "to_linkage": OPENING,
    "to_suggestion": {**OPENING, "variant": "correction"},
    "finish": {"result_reasons": "已开立立案监督事项。"},
    "no_case": {"result_reasons": "经核查不属实。"},
    "reply_result": {**ANSWER, "conclusion": "经核查，公安机关已经立案。"},
    "close": {"reasons": "匿名线索，已经办结。"},
    "feed_back": {"receiver": "青江区人民法院", "contents": "已按线索办理。"},
}


def registered(**values: Any) -> dict[str, Any]:
    return {
        "title": "测试甲合同诈骗不立案线索", "source": "complaint", "complainant": "控告人甲", "complainant_contact": "13000000000",
        "subject": "测试甲", "charge": "合同诈骗", "facts": "报案后长期没有结果。", "persons": "1", **values,
    }  # fmt: skip


def opened(world: Any, code: str = "register", day: str = "2026-02-02", **values: Any) -> Matter:
    """A lead of 城东分局: a complaint by name, or (``found``) one met with in casework."""
    data = registered(**{"received_on": day, "police": str(world.organ.pk), **values})
    if code == "found":
        data = {**data, "source": "casework", "complainant": "", **values}
    return perform(None, code, kind="lead", officer=world.prosecutor, now=at(day), data=data).matter


WAYS = (
    {},
    {"is_letter": "on", "source": "letter"},
    {"complainant": ""},
    {"remedy": "handled"},
    {"remedy": "direct"},
    {"source": "court", "sender": "青江区人民法院", "complainant": ""},
    {"code": "found"},
)
"""By name, by letter, without a name, the complaints of 刑诉法第117条, from a court, found in casework."""
