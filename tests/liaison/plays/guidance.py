"""指引: what is typed in its acts, and how a text begins: drafted by either side."""

from __future__ import annotations

from typing import Any

from cases.matters import perform
from cases.matters.papers.documents import digest_of
from cases.models import Document, Matter
from tests.supervision.plays import at

TITLE = "帮助信息网络犯罪活动罪、掩饰、隐瞒犯罪所得罪办案指引"
BODY = (
    "一、罪名的区分\n只出借银行卡、没有参与转移资金的，一般考虑帮助信息网络犯罪活动罪。\n"
    "明知是犯罪所得仍取现、转交的，一般考虑掩饰、隐瞒犯罪所得罪。\n"
    "二、取证要点\n（一）查明行为人对款项性质的认识。\n（二）逐笔核对转账记录。"
)
DRAFT: dict[str, Any] = {
    "variant": "guide", "title": TITLE, "effective_on": "2026-02-10", "body": BODY, "grounds": "刑法第二百八十七条之二、第三百一十二条",
    "charges": ["帮助信息网络犯罪活动", "掩饰、隐瞒犯罪所得"], "kinds": [], "items": [],
}  # fmt: skip
FILLED: dict[str, dict[str, Any]] = {
    "draft": DRAFT,
    "edit": DRAFT,
    "drop": {"reasons": "已有同类指引。"},
    "circulate": {"note": "已按双方讨论的意见修改。"},
    "recall": {"reasons": "第二条需要补充。"},
    "give_up": {"reasons": "最高人民法院、最高人民检察院已有新的意见。"},
    "review": {"review_words": "法律、司法解释没有变化，继续施行。"},
    "repeal": {"repeal_reason": "新的司法解释施行。"},
    "recall_repeal": {"reasons": "仍有需要。"},
}
SIDES = ("procuratorate", "police")
WRITER = {"procuratorate": "assistant", "police": "investigator"}
SENDER = {"procuratorate": "prosecutor", "police": "legal_officer"}
HEAD = {"procuratorate": "chief", "police": "head"}


def opened(world: Any, by: str = "procuratorate", day: str = "2026-02-02", **values: Any) -> Matter:
    """A draft of one side, which the other knows nothing of."""
    officer = getattr(world, SENDER[by])
    data = {**DRAFT, **({} if by == "police" else {"police": str(world.organ.pk)}), **values}
    return perform(None, "draft", kind="guidance", officer=officer, now=at(day), data=data).matter


def signed(world: Any, matter: Matter, side: str, day: str, *, status: str = "circulating") -> Matter:
    """The head of a side signs what goes round."""
    paper = Document.objects.get(matter=matter, status=status)
    data = {"document": paper.pk, "digest": digest_of(paper)}
    perform(matter.pk, "sign", officer=getattr(world, HEAD[side]), now=at(day), data=data)
    return Matter.objects.get(pk=matter.pk)


def circulated(world: Any, by: str = "procuratorate", day: str = "2026-02-03", **values: Any) -> Matter:
    """Drafted the day before and sent round."""
    matter = opened(world, by, "2026-02-02", **values)
    perform(matter.pk, "circulate", officer=getattr(world, SENDER[by]), now=at(day), data=FILLED["circulate"])
    return Matter.objects.get(pk=matter.pk)


def standing(world: Any, by: str = "procuratorate", day: str = "2026-02-04", **values: Any) -> Matter:
    """Signed by both heads on one day."""
    matter = circulated(world, by, **values)
    for side in SIDES:
        matter = signed(world, matter, side, day)
    return matter


WAYS = ({}, {"by": "police"})
"""Each side drafts one."""
