"""咨询指导: what is typed in its acts, and how a matter begins, by either side."""

from __future__ import annotations

from typing import Any

from cases.matters import perform
from cases.models import Matter
from tests.supervision.plays import at

QUESTION = {
    "title": "夜间入户盗窃未遂是否提请批准逮捕的咨询", "topic": "arrest", "urgency": "plain",
    "facts": "犯罪嫌疑人甲夜间翻窗进入他人住宅，未取得财物即被发现，现场监控和被害人陈述相互印证。",
    "question": "盗窃未遂是否达到提请批准逮捕的条件？", "view": "倾向于提请批准逮捕。",
}
FILLED: dict[str, dict[str, Any]] = {
    "send": QUESTION,
    "drop": {"reasons": "问题已经解决。"},
    "take_back": {"reasons": "已经另行研究解决。"},
    "follow_up": {"question": "曾因盗窃受过行政处罚的，是否影响上述意见？", "more": "嫌疑人甲两年前因盗窃被行政拘留。"},
    "settle": {"usage": "已按答复意见办理。"},
    "take": {},
    "answer": {"answer": "入户盗窃不论数额，未遂情节应当结合社会危险性判断是否符合逮捕条件。", "grounds": "刑法第二百六十四条\n刑诉法第八十一条"},
    "close": {},
}


def opened(world: Any, code: str = "ask", by: str = "police", day: str = "2026-02-02", **values: Any) -> Matter:
    """A question sent (``ask``) or drafted (``prepare``) by a side: by default the police ask the procuratorate."""
    officer = world.legal_officer if by == "police" else world.prosecutor
    data = {**QUESTION, **({} if by == "police" else {"police": str(world.organ.pk)}), **values}
    return perform(None, code, kind="advice_request", officer=officer, now=at(day), data=data).matter


WAYS = ({}, {"by": "procuratorate"}, {"code": "prepare"}, {"code": "prepare", "by": "procuratorate"})
"""The police ask, the procuratorate asks; each at once, or after a draft."""
