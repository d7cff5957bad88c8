"""审查逮捕: what is typed in its acts, and how a matter begins."""

from __future__ import annotations

from typing import Any

from cases.matters import perform
from cases.models import Case, Matter
from tests.supervision.plays import at

REFUSAL = {"facts": "经审查，现有证据证明有纠纷发生。", "reasons": "现有证据不能证明犯罪嫌疑人实施了犯罪行为。"}

FILLED: dict[str, dict[str, Any]] = {
    "interview": {"way": "interrogation", "who": "测试甲", "contents": "测试甲供述了经过。"},
    "tell_ahead": {"likely": "refuse", "contents": "拟以证据不足不批准逮捕，请做好释放、变更强制措施的准备。"},
    "extend": {"days": "20", "reasons": "涉案人数多，案情复杂。"},
    "found_leak": {"omitted": "测试乙", "charge": "合同诈骗", "facts": "测试乙参与预谋，提请时未列。"},
    "withdraw_request": {"own_number": "城公（刑）撤提字〔2026〕1号", "grounds": "发现新的情况，需要继续侦查。"},
    "monitor": {"receiver": "负责捕诉的部门", "facts": "已超过办案期限。", "demands": "请立即作出决定。"},
    "approve": {"facts": "有证据证明有犯罪事实。", "reasons": "可能毁灭、伪造证据，有社会危险性。"},
    "refuse_none": {**REFUSAL, "ground": "no_fact"},
    "refuse_evidence": {**REFUSAL, "outline": ""},
    "refuse_no_danger": {**REFUSAL, "reasons": "采取取保候审足以防止发生社会危险性。", "suggestion": "可以监视居住。"},
    "execute": {"execution": "executed", "execution_note": ""},
    "receipt": {"own_number": "城公（刑）捕回字〔2026〕1号"},
    "receipt_failed": {"own_number": "城公（刑）捕回字〔2026〕2号"},
    "press_receipt": {"subject_matter": "送执行回执", "due_on": "2026-02-10", "reply_by": "2030-01-01"},
    "revoke_approval": {"reasons": "新的证据证明不符合逮捕条件。"},
    "close_unexecuted": {"reasons": "公安机关已撤销案件。"},
}


def accepted(world: Any, detained: str = "yes", day: str = "2026-03-02", **values: Any) -> dict[str, Any]:
    """What is typed when a request is accepted."""
    case, _ = Case.objects.get_or_create(
        office=world.office, number="城公（刑）立字〔2026〕7号", defaults={"name": "测试甲合同诈骗案", "charge": "合同诈骗", "police": world.organ}
    )
    return {
        "case": str(case.pk), "title": "测试甲涉嫌合同诈骗审查逮捕案", "police": str(world.organ.pk), "subject": "测试甲", "persons": "1",
        "charge": "合同诈骗", "request_number": "城公（刑）提捕字〔2026〕1号", "received_on": day, "detained": detained, **values,
    }  # fmt: skip


def opened(world: Any, detained: str = "yes", day: str = "2026-03-02", **values: Any) -> Matter:
    """A request accepted by the prosecutor who handles it."""
    data = accepted(world, detained, day, **values)
    return perform(None, "accept", kind="arrest_review", officer=world.prosecutor, now=at(day), data=data).matter


WAYS = ({"detained": "yes"}, {"detained": "no"})
"""Whether the suspect is held."""
