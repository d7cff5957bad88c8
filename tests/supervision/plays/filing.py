"""立案监督: what is typed in its acts, and how a matter begins."""

from __future__ import annotations

from typing import Any

from cases.matters import perform
from cases.models import Matter
from tests.supervision.plays import at

RECHECKING: dict[str, dict[str, Any]] = {
    "ask_recheck": {"own_number": "城公（法）查字〔2026〕1号", "grounds": "已在期限以内办理。"},
    "recheck_upholds": {"findings": "经复查。", "reasons": "纠正意见有事实和法律依据。", "conclusion": "维持《纠正违法通知书》的纠正意见"},
    "recheck_revokes": {"findings": "经复查。", "reasons": "纠正意见有误。", "conclusion": "撤销《纠正违法通知书》的纠正意见"},
    "superior_orders": {"facts": "经审查。", "reasons": "公安机关已在期限以内办理。"},
    "revoke_correction": {"reasons": "上一级人民检察院审查认为有误。"},
}
"""复查 of a 纠正违法通知书, in every kind that climbs its ladder."""
FILLED: dict[str, dict[str, Any]] = {
    **RECHECKING,
    "request_a": {"facts": "被害人报案后公安机关作出不予立案决定。", "reasons": "现有证据反映有犯罪事实发生。"},
    "request_b": {"facts": "双方系合同纠纷。", "ground": "civil", "not_yet_requested": "on"},
    "request_c": {"facts": "受案已逾三十日。"},
    "explain": {"own_number": "城公（刑）说字〔2026〕1号", "situation": "接报后进行了审查。", "grounds": "认为没有犯罪事实。"},
    "explain_late": {"own_number": "城公（刑）说字〔2026〕2号", "situation": "正在查证。", "grounds": "线索复杂。"},
    "reasons_hold_a": {"reasons": "现有证据不能证明有犯罪事实。"},
    "reasons_hold_b": {"reasons": "立案符合条件。"},
    "inform": {"receiver": "控告人甲", "conclusion": "公安机关不立案理由成立。"},
    "notify_filing": {"facts": "经查，有证据证明有犯罪事实。", "reasons": "符合立案条件。", "enclosures": "证人证言复印件一份\n转账凭证复印件一份"},
    "notify_filing_silent": {"facts": "经查，有证据证明有犯罪事实。", "reasons": "符合立案条件。", "enclosures": "证人证言复印件一份\n转账凭证复印件一份"},
    "notify_withdrawal": {"facts": "系民事纠纷。", "reasons": "没有犯罪事实。", "enclosures": "证人证言复印件一份\n转账凭证复印件一份"},
    "notify_withdrawal_silent": {"facts": "系民事纠纷。", "reasons": "没有犯罪事实。", "enclosures": "证人证言复印件一份\n转账凭证复印件一份"},
    "ask_reconsideration": {"own_number": "城公（刑）要复字〔2026〕1号", "grounds": "本案涉嫌犯罪。"},
    "ask_review": {"own_number": "城公（刑）提复字〔2026〕1号", "grounds": "不服复议决定。"},
    "vary": {"findings": "经重新审查。", "reasons": "原通知不当。", "conclusion": "撤回《通知撤销案件书》"},
    "uphold": {"findings": "经重新审查。", "reasons": "原通知正确。", "conclusion": "维持《通知撤销案件书》"},
    "review_revokes": {"findings": "经审查。", "reasons": "原通知不当。", "conclusion": "撤销通知"},
    "review_confirms": {"findings": "经审查。", "reasons": "原通知正确。", "conclusion": "维持通知"},
    "correct": {"violation": "逾期未办理。", "law": "规则第五百六十四条", "opinion": "请纠正。", "reply_days": "15"},
    "correct_silence": {"violation": "逾期未说明。", "law": "规则第五百六十二条", "opinion": "请纠正。", "reply_days": "15"},
    "reply_correction": {"own_number": "城公（法）复字〔2026〕1号", "corrected": "no", "statement": "不予纠正的理由。"},
    "escalate": {"facts": "经过。", "reasons": "请予协商。"},
    "escalate_replied": {"facts": "经过。", "reasons": "请予协商。"},
    "to_review": {"reasons": "需要公安机关说明理由。"},
    "no_need": {"facts": "经审查。", "reasons": "无监督必要。"},
    "reply_correct": {"facts": "经审查。", "reasons": "公安决定正确。", "conclusion": "公安机关决定正确。"},
    "reply_procedural": {"receiver": "控告人甲", "conclusion": "来信收悉，正在审查。"},
    "reply_result": {"receiver": "控告人甲", "conclusion": "已监督立案。"},
    "not_ours": {"receiver": "白石区人民检察院", "contents": "不属本院管辖。"},
    "found_crime": {"receiver": "临河市人民检察院", "contents": "发现涉嫌犯罪线索。"},
    "verify": {"methods": ["interview_officer", "copy_papers"], "contents": "受案、立案登记情况。"},
    "press": {"subject_matter": "书面说明理由", "due_on": "2026-02-10", "reply_by": "2030-01-01"},
    "press_correction": {"subject_matter": "回复纠正情况", "due_on": "2026-02-10", "reply_by": "2030-01-01"},
    "press_withdrawal": {"subject_matter": "撤销案件", "due_on": "2026-02-10", "reply_by": "2030-01-01"},
    "urge": {"filed_on": "2026-03-09", "reply_by": "2030-01-01"},
    "pass_to_police": {"police_accepted_on": "2026-02-01", "term": "7", "contents": "受案尚未超期。"},
    "decided": {"own_number": "城公（刑）不立字〔2026〕1号"},
    "decide_no_filing": {"own_number": "城公（刑）不立字〔2026〕2号"},
    "file": {"own_number": "城公（刑）立字〔2026〕1号"},
    "withdraw_case": {"own_number": "城公（刑）撤字〔2026〕1号"},
    "police_silent": {"reasons": "超期未决定。"},
    "close_withdrawn": {"reasons": "已撤案。"},
    "withdrawal_informed": {"own_number": "城公（刑）告字〔2026〕1号", "informed": "当事人"},
    "progress": {"progress": "正在侦查。"},
}


def lead(branch: str = "A", **values: Any) -> dict[str, Any]:
    return {
        "variant": branch, "title": f"测试甲涉嫌合同诈骗立案监督案（{branch}）", "charge": "合同诈骗", "persons": "1",
        "source": "complaint", "complainant": "控告人甲", "subject": "测试甲", "measures_taken": "unknown", **values,
    }


def opened(world: Any, branch: str = "A", day: str = "2026-02-02", code: str = "take_over", **values: Any) -> Matter:
    """A new matter of a branch with 城东分局, by the prosecutor."""
    data = lead(branch, **{"received_on": day, "police": str(world.organ.pk), **values})
    return perform(None, code, kind="filing", officer=world.prosecutor, now=at(day), data=data).matter


WAYS = tuple(
    {"branch": branch, "code": code, **letter}
    for branch in "ABC"
    for code in ("take_over", "register")
    for letter in ({}, {"is_letter": "on"})
)
"""Branch, whether registered or taken over, and whether by letter."""
