"""不捕跟踪: what is typed in its acts, and how a matter begins: with a refusal that the police have received."""

from __future__ import annotations

from typing import Any

from cases.matters import perform
from cases.models import Document, Matter
from tests.supervision.plays import arrest_review, at
from tests.supervision.plays.filing import RECHECKING

RULING = {"findings": "经重新审查。", "reasons": "现有证据没有变化。"}
CORRECTION = {"violation": "逾期未办理。", "law": "规则第二百八十七条", "opinion": "请纠正。", "reply_days": "15"}

FILLED: dict[str, dict[str, Any]] = {
    "release": {"measure": "released"},
    "receipt": {"own_number": "城公（刑）不捕回字〔2026〕1号"},
    "press_receipt": {"subject_matter": "送执行回执", "due_on": "2026-02-10", "reply_by": "2030-01-01"},
    "progress": {"progress": "正在继续侦查。", "measure": ""},
    "ask_reason": {"own_number": "城公（刑）说理字〔2026〕1号", "grounds": "决定书未写明理由。"},
    "give_reason": {"reasons": "现有证据不足以证明有犯罪事实。"},
    "ask_reconsideration": {"own_number": "城公（刑）要复字〔2026〕1号", "grounds": "证据确实、充分。"},
    "vary": {**RULING, "conclusion": "撤销原不批准逮捕决定，批准逮捕"},
    "uphold": {**RULING, "conclusion": "维持不批准逮捕的决定", "dispute_told": "face"},
    "ask_review": {"own_number": "城公（刑）提复字〔2026〕1号", "grounds": "不服复议决定。"},
    "review_revokes": {**RULING, "conclusion": "不批准逮捕的决定应当撤销"},
    "review_approves": {**RULING, "conclusion": "撤销不批准逮捕的决定，批准逮捕"},
    "review_confirms": {**RULING, "conclusion": "维持不批准逮捕的决定"},
    "no_objection": {"dispute_told": "phone", "dispute_reason": ""},
    "no_review": {"dispute_told": "", "dispute_reason": ""},
    "end_case": {"own_number": "城公（刑）撤字〔2026〕1号", "outcome": "withdrawn"},
    "approve_instead": {"facts": "有证据证明有犯罪事实。", "reasons": "原决定确有错误。"},
    "conclude": {"outcome": "prosecution"},
    "conclude_corrected": {"outcome": "other", "remarks": "上级公安机关已责令纠正。"},
    "correct": CORRECTION,
    "correct_unheeded": CORRECTION,
    "not_released": {"reasons": "收到决定书后未立即释放。"},
    "designated": {"reasons": "不批准逮捕后适用指定居所监视居住。"},
    **RECHECKING,
    "reply_correction": {"own_number": "城公（法）复字〔2026〕1号", "corrected": "no", "statement": "不予纠正的理由。"},
    "press_correction": {"subject_matter": "回复纠正情况", "due_on": "2026-02-10", "reply_by": "2030-01-01"},
    "escalate": {"facts": "经过。", "reasons": "请予协商。"},
    "escalate_replied": {"facts": "经过。", "reasons": "请予协商。"},
    "corrected": {"reasons": "公安机关已经纠正。"},
}


def refused(world: Any, why: str = "none", day: str = "2026-03-02", detained: str = "yes", received: str = "", **values: Any) -> Matter:
    """A request refused and, on ``received`` (default: the same day), signed for by the police: the matter of 审查逮捕."""
    matter = arrest_review.opened(world, detained, day)
    data = {**arrest_review.FILLED[f"refuse_{why}"], **values}
    paper = perform(matter.pk, f"refuse_{why}", officer=world.prosecutor, data=data, now=at(day)).documents[0]
    if paper.status == "draft":
        perform(matter.pk, "sign", officer=world.chief, data={"document": paper.pk}, now=at(day))
    paper = Document.objects.get(matter=matter, status="issued", leads=True)
    perform(matter.pk, "receive", officer=world.legal_officer, data={"document": paper.pk}, now=at(received or day))
    return matter


def opened(world: Any, why: str = "none", day: str = "2026-03-02", **values: Any) -> Matter:
    """The matter that follows a refusal."""
    return Matter.objects.get(parent=refused(world, why, day, **values), kind="no_arrest")


WAYS = tuple({"why": why, "detained": detained} for why in ("none", "evidence", "no_danger") for detained in ("yes", "no"))
"""The kind of refusal, and whether the suspect was held."""
