"""补充侦查: what is typed in its acts, how an outline begins, and the longer ways of a return."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.apps import apps

from cases.matters import perform
from cases.models import Case, Matter
from supervision import catalogue
from tests.supervision.plays import at

_numbers = count(1)

ITEMS: list[dict[str, str]] = [
    {"fact": "案发时嫌疑人在现场", "evidence": "案发当晚仓库北门的监控录像", "reason": "现有指认只有一名证人。", "direction": "向园区物业调取七月三日夜间录像。",
     "standard": "录像原件和提取笔录", "unit": "城东派出所"},
    {"fact": "被盗电缆的价值", "evidence": "价格认定结论书", "reason": "卷中只有被害人自述。", "direction": "委托价格认证中心认定。", "unit": "刑侦大队"},
    {"fact": "主观明知", "evidence": "嫌疑人与同案人的聊天记录", "reason": "", "direction": "勘验手机。"},
]
"""Two items with every element of 规则第257条, and one that lacks its reason."""
TERM = {"grounds": "现有证据不足以认定主要事实。", "gaps": "第三条的理由与第一条相同。", "unheard": "办案人员出差，已电话说明。"}
OFFICIAL = {"own_number": "城公（刑）补报字〔2026〕1号"}

FILLED: dict[str, dict[str, Any]] = {
    "itemise": {"items": ITEMS[:2]},
    "hear": {"persons": "邵勉", "opinions": "监控保存期限九十日，尽快调取。", "adopted": "已采纳。"},
    "send_t1": TERM,
    "send_t2": TERM,
    "send_t3": {**TERM, "suspects": "测试甲，男，1990年生，已逮捕；不是人大代表、政协委员。", "opinion_number": "城公（刑）诉字〔2026〕8号", "transferred_on": "2026-01-12"},
    "send_t4": {**TERM, "days": "7", "purpose": "证明作案时间。"},
    "send_t6": {**TERM, "days": "5"},
    "begin_self": {"reasons": "退查后仍未补齐，自行侦查可行。"},
    "adjourn": {"grounds": "需要补充鉴定。"},
    "adjourn_again": {"grounds": "鉴定尚未作出。"},
    "drop": {"reasons": "证据已经齐备。"},
    "assign": {"claimed_unit": "城东派出所"},
    "claim": {"claimed_unit": "城东派出所"},
    "answer": {"status": "done", "reply": "已调取并入卷第三卷12页。"},
    "find": {"status": "done", "reply": "已询问证人。"},
    "contest": {"contest_ground": "该证据已在卷中第二卷30页。"},
    "settle": {"contest": "kept", "contest_answer": "卷中系复印件，仍需原件。"},
    "judge": {"verdict": "met", "remark": "已补齐。"},
    "return_done": {**OFFICIAL, "result": "已按提纲补充。", "unresolved": "手机已损毁。"},
    "return_new": {**OFFICIAL, "found": "发现同案人乙。", "own_number": "城公（刑）诉字〔2026〕9号"},
    "return_improper": {**OFFICIAL, "reasons": "原有证据充分。"},
    "end_case": {"own_number": "城公（刑）撤字〔2026〕1号", "decision": "withdraw", "reasons": "鉴定证明不构成犯罪。"},
    "explain_overdue": {**OFFICIAL, "reasons": "鉴定尚未作出。"},
    "re_request": {"own_number": "城公（刑）捕字〔2026〕5号", "result": "已补齐，符合逮捕条件。"},
    "ask_reconsideration": {"grounds": "认为应当逮捕。"},
    "feedback": {**OFFICIAL, "result": "已办理。"},
    "explain_legality": {**OFFICIAL, "statement": "讯问全程录音录像，无刑讯。", "signers": "邵勉、方其"},
    "ask_why": {"situation": "补充侦查期限已经届满。", "reply_days": "7"},
    "reasons_hold": {"reasons": "鉴定确未作出。"},
    "demand_return": {"reasons": "鉴定早已作出。", "reply_days": "7"},
    "correct_overdue": {"reasons": "经要求仍不说明。"},
    "press": {"subject_matter": "提供证据材料", "due_on": "2026-02-10", "reply_by": "2030-01-01"},
    "refer": {"reasons": "经督促仍不提供。"},
    "withdrawal_ok": {"reasons": "撤案符合法律规定。"},
    "withdrawal_unlawful": {"reasons": "犯罪事实没有变化。"},
    "withdrawal_wrong": {"reasons": "仍有犯罪事实。"},
    "demand_arrest": {"facts": "已补齐。", "reasons": "符合逮捕条件。", "reply_days": "7"},
    "refuse_request": {**OFFICIAL, "reasons": "没有社会危险性。"},
    "accept_refusal": {"reasons": "理由成立。"},
    "force_arrest": {"facts": "已补齐。", "reasons": "符合逮捕条件。"},
    "force_arrest_silent": {"facts": "已补齐。", "reasons": "符合逮捕条件。"},
    "finish_t1": {"reasons": "不符合逮捕条件。"},
    "ask_help": {**TERM, "days": "7", "purpose": "查找证人。", "asked": ["2", "3"]},
    "self_done": {"reasons": "已查清。"},
    "resume_trial": {"results": "鉴定已作出。"},
    "withdraw_prosecution": {"results": "证据发生变化。"},
    "end": {"reasons": "案件已起诉。"},
}


def case_of(world: Any, number: str = "") -> Case:
    """A case of the office with a number of its own."""
    number = number or f"城公（刑）受案字〔2026〕{next(_numbers)}号"
    return Case.objects.create(office=world.office, police=world.organ, number=number, name="测试甲盗窃案", charge="盗窃")


def outline(variant: str = "T3", **values: Any) -> dict[str, Any]:
    """What is typed to begin an outline."""
    return {
        "variant": variant, "title": f"测试甲涉嫌盗窃补充侦查案（{variant}）", "charge": "盗窃", "subject": "测试甲", "persons": "1",
        "items": ITEMS, **values,
    }  # fmt: skip


def opened(world: Any, variant: str = "T3", day: str = "2026-02-02", **values: Any) -> Matter:
    """An outline with three items, drafted by the prosecutor; a return has its case."""
    catalogue.load(apps, None)  # 违法撤案 and the like open 侦查活动监督; a test that empties every table has the list again
    case = values.pop("case", None) or (case_of(world) if variant == "T3" else None)
    data = {**outline(variant), "police": str(world.organ.pk), **({"case": str(case.pk)} if case else {}), **values}
    return perform(None, "outline", kind="supplementary", officer=world.prosecutor, now=at(day), data=data).matter


WAYS = tuple({"variant": f"T{number}"} for number in range(1, 8))
