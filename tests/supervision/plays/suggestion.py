"""检察建议: what is typed in its acts, and how a matter begins."""

from __future__ import annotations

from typing import Any

from cases.matters import perform
from cases.models import Matter
from tests.supervision.plays import at

WRITTEN = {
    "findings": "抽查二十件案件，八件没有全程录音录像。", "problems": "讯问录音录像不全程，证据合法性存在风险。",
    "advice": "健全录音录像管理制度，依照刑诉法第一百二十三条办理。",
}
SERVED = {
    **WRITTEN, "origin": "本院在办理案件中发现。", "objection_days": "10", "reply_months": "2", "service": "paper",
    "copies": "青江区委政法委员会",
}
UNIT = {"receiver": "青江区市场监督管理局"}
DECIDED = {"findings_of_review": "经复核。", "reasons": "建议的依据充分。"}
URGING = {"demands": "请落实检察建议。", "reply_days": "15"}
FILLED: dict[str, dict[str, Any]] = {
    "investigate": {"facts": "多起案件存在同类问题。", "plan": "调阅案卷、走访。"},
    "investigated": {"findings": WRITTEN["findings"], "problems": WRITTEN["problems"]},
    "to_draft": {"reasons": "事实已经查明。"},
    "not_made": {"way": "report", "reasons": "问题尚不具有普遍性。"},
    "reserve": {"reasons": "材料不足。"},
    "revive": {"reasons": "又有新案发生。"},
    "write": WRITTEN,
    "rewrite": {"reasons": "检察长要求补充依据。"},
    "review_back": {"reasons": "依据不明确。"},
    "review_pass": {"necessary": "on", "lawful": "on", "reasoned": "on", "opinion": "同意报检察长。"},
    "superior_review": {"superior_review": "agreed", "opinion": "同意。"},
    "consult": {"opinion": "被建议单位无不同意见。"},
    "serve": SERVED,
    "serve_unit": {**SERVED, **UNIT},
    "file_up": {},
    "object": {"own_number": "城公（法）异字〔2026〕1号", "grounds": "已建立制度。"},
    "object_unit": {"number": "青市监函〔2026〕1号", "grounds": "不属本局职责。"},
    "revise_advice": {**SERVED, "findings_of_review": "异议部分成立。"},
    "revise_advice_unit": {**SERVED, **UNIT, "findings_of_review": "异议部分成立。"},
    "withdraw_advice": DECIDED,
    "withdraw_advice_unit": {**DECIDED, **UNIT},
    "explain_advice": DECIDED,
    "explain_advice_unit": {**DECIDED, **UNIT},
    "reply": {"own_number": "城公（法）复字〔2026〕7号", "adopted": "full", "statement": "已经整改。"},
    "reply_unit": {"number": "青市监函〔2026〕2号", "statement": "已经整改。"},
    "urge": URGING,
    "urge_unit": {**URGING, **UNIT},
    "urge_again": URGING,
    "urge_again_unit": {**URGING, **UNIT},
    "report_up": {"facts": "经督促未整改。", "reasons": "请予支持。"},
    "notify_unit": {"receiver": "临河市公安局", "facts": "经督促未整改。", "reasons": "请督促整改。"},
    "evaluate": {"adoption": "part", "quality": "制度已建立，尚未全面执行。"},
    "look_back": {"statement": "实地走访两次。"},
    "conclude": {"adoption": "full", "outcome": "整改到位。"},
    "conclude_silent": {"adoption": "none", "outcome": "未回复，已通报上级机关。"},
}


def opened(world: Any, addressed: str = "police", variant: str = "correction", day: str = "2026-02-02", **values: Any) -> Matter:
    """A suggestion to 城东分局, or to another unit."""
    to = {"police": str(world.organ.pk)} if addressed == "police" else dict(UNIT)
    data = {
        "variant": variant, "title": "讯问录音录像不全程检察建议案", "addressed": addressed, "topic": "讯问录音录像不全程",
        "source": "casework", "received_on": day, "facts": "多案发现。", **to, **values,
    }  # fmt: skip
    return perform(None, "propose", kind="suggestion", officer=world.prosecutor, now=at(day), data=data).matter


WAYS = tuple({"addressed": to, "variant": sort} for to in ("police", "unit") for sort in ("correction", "governance"))
"""To the police or to another unit, 纠正违法 or 社会治理."""
