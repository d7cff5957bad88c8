"""行刑反向衔接: what is typed in its acts, and how a matter begins."""

from __future__ import annotations

from typing import Any

from cases.matters import perform
from cases.models import Matter
from tests.supervision.plays import at, non_prosecution

OPINION: dict[str, Any] = {
    "person": "测试甲，男，1990年1月1日出生。", "facts": "测试甲虚构事实骗取他人财物一千元。", "law": "《中华人民共和国治安管理处罚法》。",
    "advice": "应当给予行政处罚。", "property_words": "手机一部已退还。", "reply_term": "2个月", "enclosures": "不起诉决定书",
}  # fmt: skip
FILLED: dict[str, dict[str, Any]] = {
    "extend_review": {"length": "10个工作日", "reasons": "案情复杂。"},
    "consult": {"receiver": "白石区人民检察院", "contents": "管辖和处罚种类。"},
    "suspend": {"ground": "police", "reasons": "公安机关要求复议。"},
    "resume": {"reasons": "复议维持不起诉决定。"},
    "decision_reversed": {"reasons": "复议撤销不起诉决定。"},
    "terminate": {"facts": "违法行为已经处罚。", "reasons": "没有处罚必要。"},
    "opinion_to_police": OPINION,
    "opinion_to_agency": {**OPINION, "receiver": "青江区市场监督管理局"},
    "reply_police": {"own_number": "城公（治）复字〔2026〕5号", "handled": "punished", "amount": "500", "handled_words": "罚款五百元。"},
    "reply_agency": {"handled": "punished", "amount": "20000", "handled_words": "罚款二万元。", "reply_number": "青市监函〔2026〕5号"},
    "press_police": {"subject_matter": "检察意见回复", "due_on": "2026-02-10", "reply_by": "2030-01-01"},
    "press_agency": {"receiver": "青江区市场监督管理局", "due_on": "2026-02-10", "reply_by": "2030-01-01"},
    "circulate": {"way": "justice", "receiver": "青江区司法局", "facts": "经督促仍不回复。"},
    "suggest": {"facts": "经督促仍不回复。"},
    "suggest_on_reply": {"facts": "不予处罚的理由不成立。"},
    "record_property": {"property_words": "手机一部已退还被害人。"},
    "close_punished": {"reasons": "处罚适当。"},
    "close_not_punished": {"reasons": "理由成立。"},
    "close_unanswered": {"reasons": "已通报。"},
}  # fmt: skip


def opened(world: Any, day: str = "2026-03-03", **values: Any) -> Matter:
    """Registered by 行政检察 itself."""
    data = {
        "title": "测试甲合同诈骗行刑反向衔接案", "police": str(world.organ.pk), "subject": "测试甲", "persons": "1", "charge": "合同诈骗",
        "sort": "discretion", "decision_number": "青检刑不诉〔2026〕1号", "decided_on": day, "accepted_on": day,
        "facts": "测试甲虚构事实骗取他人财物一千元。", "advice": "建议给予行政处罚。", **values,
    }  # fmt: skip
    return perform(None, "register", kind="follow_up", officer=world.administrative_officer, now=at(day), data=data).matter


def handed_over(world: Any, sort: str = "discretion", day: str = "2026-03-03") -> Matter:
    """Handed over by 刑事检察 from 不诉跟踪 on the day the police signed for the decision, a day after it; not yet accepted."""
    tracked = non_prosecution.opened(world, sort)
    perform(tracked.pk, "transfer_case", officer=world.prosecutor, data=non_prosecution.FILLED["transfer_case"], now=at(day))
    return Matter.objects.get(parent=tracked, kind="follow_up")
