"""不诉跟踪: what is typed in its acts, and how a matter begins: with the decision of an 审查起诉, signed for by the police."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cases.matters import perform
from cases.models import Document, Matter
from tests.supervision.plays import at, prosecution_review

RULING: dict[str, Any] = {"findings": "经另行指派检察官审查。", "reasons": "原决定事实清楚，适用法律正确。"}
FILLED: dict[str, dict[str, Any]] = {
    "serve_parties": {"served": "被害人乙、测试甲及其辩护人"},
    "explain": {"reasons": "现有证据不能证明测试甲有非法占有目的。"},
    "report_release": {"own_number": "青看释字〔2026〕9号"},
    "not_released": {"reasons": "收到决定书后未立即释放。"},
    "notify_unfreeze": {"contents": "手机一部（扣押清单第1项），予以退还。"},
    "report_unfreeze": {"own_number": "城公（刑）解扣字〔2026〕3号", "outcome": "done"},
    "not_unfrozen": {"reasons": "经通知仍未解除扣押。"},
    "ask_reconsideration": {"own_number": "城公（刑）要复字〔2026〕4号", "grounds": "现有证据足以认定犯罪。"},
    "reverse": {**RULING, "reasons": "原决定不当。", "conclusion": "撤销原决定"},
    "vary": {**RULING, "reasons": "适用法律不当。", "conclusion": "变更原决定"},
    "uphold": {**RULING, "conclusion": "维持原决定"},
    "ask_review": {"own_number": "城公（刑）提复字〔2026〕4号", "grounds": "不服复议决定。"},
    "review_reverses": {**RULING, "reasons": "原决定不当。", "conclusion": "撤销下级人民检察院的决定"},
    "review_varies": {**RULING, "reasons": "适用法律不当。", "conclusion": "变更下级人民检察院的决定"},
    "review_confirms": {**RULING, "conclusion": "维持下级人民检察院的决定"},
    "record_appeal": {"appellant": "victim", "contents": "请求提起公诉。"},
    "appeal_upheld": {"appeal_result": "临河市人民检察院复查决定维持。"},
    "appeal_reversed": {"appeal_result": "临河市人民检察院复查决定撤销不起诉决定。"},
    "transfer_case": {"facts": "测试甲虚构事实骗取他人财物，情节轻微。", "advice": "建议给予行政处罚。", "enclosures": "不起诉案件审查报告\n不起诉决定书"},
    "adjust_probation": {"probation": "8个月", "reasons": "表现良好。"},
    "probation_passed": {
        "subject": "测试甲", "person": prosecution_review.PERSON, "facts": "考验期内表现良好。", "reasons": "依照刑诉法第二百八十四条第二款。",
        "over": "on", "heard": "on", "probation_outcome": "建议不起诉。",
    },
    "revoke_condition": {"ground": "order", "facts": "考验期内多次违反治安管理规定。", "reasons": "应当撤销。"},
}  # fmt: skip


def decided(world: Any, sort: str = "discretion", day: str = "2026-03-02", **values: Any) -> Matter:
    """The 审查起诉 that ends in this kind of 不起诉, decided on the day it came in; not yet signed for by the police."""
    accepted = {"minor": "on"} if sort == "conditional" else {}
    if sort == "doubt":
        accepted = {"earlier_court": "白石区人民检察院", "earlier_returns": "2"}
    parent = prosecution_review.opened(world, day, **accepted)
    code = f"not_pros_{sort}"
    data = {**prosecution_review.FILLED[code], **values}
    perform(parent.pk, code, officer=world.prosecutor, data=data, now=at(day))
    paper = Document.objects.get(matter=parent, status="draft", leads=True)
    perform(parent.pk, "sign", officer=world.chief, data={"document": paper.pk}, now=at(day, 11))
    return Matter.objects.get(pk=parent.pk)


def opened(world: Any, sort: str = "discretion", day: str = "2026-03-02", **values: Any) -> Matter:
    """The matter that opens when the police sign for the decision, on the next day."""
    parent = decided(world, sort, day, **values)
    paper = Document.objects.get(matter=parent, status="issued", addressee="police")
    following = date.fromisoformat(day) + timedelta(days=1)
    perform(parent.pk, "receive", officer=world.legal_officer, data={"document": paper.pk}, now=at(following))
    return Matter.objects.get(parent=parent, kind="non_prosecution")


WAYS: tuple[dict[str, Any], ...] = (
    {"sort": "discretion"},
    {"sort": "doubt", "measure": "bail"},
    {"sort": "statutory", "measure": "none", "seized": "", "property_words": "", "victim": ""},
    {"sort": "conditional"},
)
