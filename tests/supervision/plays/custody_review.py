"""羁押必要性审查: what a person types, and how a review begins."""

from __future__ import annotations

from typing import Any

from cases.matters import perform
from cases.models import Matter
from tests.supervision.plays import at
from tests.supervision.plays.measure import suspect

FILLED: dict[str, dict[str, Any]] = {
    "apply": {"variant": "ten", "source": "application", "complainant": "申请人甲", "grounds": "患病，社会危险性小。"},
    "pause": {"ground": "hearing"},
    "advise": {"advised": "change", "findings": "认罪认罚，已退赔。", "reasons": "没有社会危险性。"},
    "keep": {"findings": "有串供可能。", "reasons": "有继续羁押的必要。", "receiver": "申请人甲"},
    "handle": {"own_number": "城公（刑）羁处字〔2026〕1号", "outcome": "changed"},
    "order": {"advised": "change", "measure": "bail", "findings": "认罪认罚，已退赔。", "reasons": "没有社会危险性。"},
    "executed": {"outcome": "changed", "measure": "bail"},
    "close_released": {"receiver": "申请人甲", "handled": "本院建议变更强制措施，公安机关已变更强制措施。"},
    "close_kept": {"receiver": "申请人甲", "handled": "本院建议变更强制措施，公安机关继续羁押。"},
    "correct_kept_unasked": {"facts": "继续羁押的理由不成立。"},
    "correct_silence": {"facts": "收到建议书后十日以内未通知处理情况。"},
    "correct_kept": {"facts": "继续羁押的理由不成立。", "receiver": "申请人甲", "handled": "公安机关继续羁押，本院不认可，已提出纠正意见。"},
    "withdrawn": {"reasons": "申请人撤回申请。"},
}
WAYS = ({"variant": "ten"}, {"variant": "three"})


def opened(world: Any, variant: str = "ten", day: str = "2026-03-02", **values: Any) -> Matter:
    """An application received on the day."""
    data = {
        **FILLED["apply"], "variant": variant, "suspect": str(suspect(world).pk), "police": str(world.organ.pk), "received_on": day, **values,
    }  # fmt: skip
    return perform(None, "apply", kind="custody_review", officer=world.prosecutor, data=data, now=at(day)).matter
