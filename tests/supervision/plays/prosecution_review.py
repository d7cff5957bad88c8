"""审查起诉: what is typed in its acts, and how a matter begins."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from django.apps import apps

from cases.matters import perform
from cases.models import Case, CompulsoryMeasure, Matter, Suspect
from supervision import catalogue
from tests.supervision.plays import at

_numbers = count(1)
PERSON = "测试甲，男，1990年1月1日出生，青江区居民。"
NOT_PROSECUTED: dict[str, Any] = {
    "subject": "测试甲", "person": PERSON, "facts": "测试甲与被害人签订合同后未履行。", "reasons": "依照刑诉法的规定，不起诉。",
    "measure": "custody", "seized": "on", "property_words": "扣押的手机一部，予以解除扣押。", "victim": "on",
}  # fmt: skip
FILLED: dict[str, dict[str, Any]] = {
    "tell_counsel": {"told": "测试甲"},
    "extend": {"reasons": "案情重大、复杂。"},
    "extend_fast": {"reasons": "可能判处有期徒刑一年以上。"},
    "leave_fast": {"reasons": "不符合速裁程序适用条件。"},
    "examine": {"institution": "青江司法鉴定中心", "reasons": "有精神病史。"},
    "examined": {"opinion": "具有完全刑事责任能力。"},
    "demand_leak": {"sort": "accomplice", "subject": "测试乙", "charge": "合同诈骗", "facts": "测试乙参与作案，未移送。"},
    "return_case": {"ground": "facts", "reasons": "主要事实没有证据印证。"},
    "keep_case": {"reasons": "证据已经补充。"},
    "supplement_self": {"reasons": "补充鉴定。"},
    "not_ours": {"reasons": "主要犯罪地在白石区。"},
    "move": {"receiver": "白石区人民检察院", "reasons": "主要犯罪地在白石区。", "enclosures": "侦查卷宗三册"},
    "ours_after_all": {"reasons": "上级指定本院管辖。"},
    "review_custody": {"held": "测试甲"},
    "prosecute": {"custody": "heavier", "indictment_number": "青检刑诉〔2026〕8号", "court": "青江区人民法院", "prosecuted_charge": "合同诈骗"},
    "not_pros_statutory": {**NOT_PROSECUTED, "ground": "no_fact"},
    "not_pros_doubt": {**NOT_PROSECUTED, "no_more_return": "on"},
    "not_pros_doubt_withdrawn": NOT_PROSECUTED,
    "not_pros_discretion": {**NOT_PROSECUTED, "conditions": "予以训诫。"},
    "not_pros_conditional": {
        **NOT_PROSECUTED, "fit": ["chapters", "one_year", "fit", "remorse"], "heard": ["police", "victim", "minor"], "probation": "6个月",
        "duties": "遵守法律法规，服从监督。",
    },
    "withdraw_prosecution": {"receiver": "青江区人民法院", "ground": "evidence", "reasons": "关键证据发生变化。"},
    "judge": {"verdict": "guilty", "sentence": "有期徒刑一年"},
}  # fmt: skip


def case_of(world: Any, *, held_since: str = "") -> Case:
    """A case of 测试甲 with a number of its own, under arrest since a day if one is given."""
    case = Case.objects.create(
        office=world.office, number=f"城公（刑）立字〔2026〕{next(_numbers)}号", name="测试甲合同诈骗案", charge="合同诈骗", police=world.organ
    )
    suspect = Suspect.objects.create(office=world.office, case=case, name="测试甲")
    if held_since:
        CompulsoryMeasure.objects.create(office=world.office, suspect=suspect, kind="arrest", began_on=date.fromisoformat(held_since))
    return case


def opened(world: Any, day: str = "2026-03-02", held_since: str = "", who: str = "prosecutor", **values: Any) -> Matter:
    """A case accepted for 审查起诉 from 城东分局."""
    catalogue.load(apps, None)  # what follows may open 侦查活动监督; a test that empties every table has the list again
    data = {
        "case": str(case_of(world, held_since=held_since).pk), "title": "测试甲合同诈骗审查起诉案", "police": str(world.organ.pk), "subject": "测试甲",
        "persons": "1", "charge": "合同诈骗", "opinion_number": "城公（刑）诉字〔2026〕12号", "received_on": day, **values,
    }  # fmt: skip
    return perform(None, "accept", kind="prosecution_review", officer=getattr(world, who), now=at(day), data=data).matter


WAYS: tuple[dict[str, Any], ...] = (
    {},
    {"fast": "on", "plea": "on"},
    {"minor": "on"},
    {"earlier_court": "白石区人民检察院", "earlier_returns": "1"},
    {"held_since": "2026-01-15"},
)
"""Ordinary, 速裁, 未成年人, 改变管辖 after one return, in custody."""
