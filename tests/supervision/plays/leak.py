"""纠正漏捕、漏犯、漏罪: what is typed in its acts, and how a matter begins."""

from __future__ import annotations

from typing import Any

from cases.matters import perform
from cases.models import Matter
from tests.supervision.plays import at

FOUND = {"facts": "同案犯供述与书证相互印证。", "reasons": "符合逮捕条件。"}
FILLED: dict[str, dict[str, Any]] = {
    "no_action": {"facts": "经审查。", "reasons": "没有遗漏。"},
    "request_arrest": {**FOUND, "reply_days": "7"},
    "request_submission": {**FOUND, "demand": "submit", "reply_days": "15"},
    "submit_arrest": {"own_number": "城公（刑）提捕字〔2026〕31号"},
    "explain_arrest": {"own_number": "城公（刑）说字〔2026〕31号", "grounds": "尚未到案。"},
    "submit": {"own_number": "城公（刑）补诉字〔2026〕31号"},
    "explain_submission": {"own_number": "城公（刑）说字〔2026〕32号", "grounds": "证据不足。"},
    "press": {"subject_matter": "提请批准逮捕", "due_on": "2026-02-10", "reply_by": "2030-01-01"},
    "accept_reasons": {"facts": "经审查。", "reasons": "理由成立。"},
    "decide_arrest": FOUND,
    "decide_arrest_silent": FOUND,
    "executed": {"own_number": "城公（刑）执字〔2026〕31号", "executed": "absent"},
    "prosecute_directly": {"clear": "on", "reasons": "事实清楚，证据确实、充分。", "number": "青检刑诉〔2026〕8号"},
    "reviewed": {"statement": "批准逮捕。"},
    "arrived": {"statement": "已经到案。"},
    "prosecuted": {"number": "青检刑诉〔2026〕9号"},
    "judged": {"outcome": "prison", "sentence": "有期徒刑三年"},
}


def opened(world: Any, variant: str = "arrest", day: str = "2026-02-02", **values: Any) -> Matter:
    """A matter with 城东分局: 漏捕, or 漏犯."""
    data = {
        "variant": variant, "sort": "suspect" if variant == "arrest" else "accomplice", "title": "测试乙涉嫌合同诈骗案",
        "police": str(world.organ.pk), "subject": "测试乙", "charge": "合同诈骗", "persons": "1", "source": "casework",
        "received_on": day, "facts": "审查中发现。", **values,
    }  # fmt: skip
    return perform(None, "register", kind="leak", officer=world.prosecutor, now=at(day), data=data).matter


WAYS = tuple({"variant": variant} for variant in ("arrest", "prosecution"))
