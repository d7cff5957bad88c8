"""提前介入: what is typed in its acts, and both ways it begins."""

from __future__ import annotations

from itertools import count
from typing import Any

from cases.matters import perform
from cases.models import Case, Matter, Suspect
from tests.supervision.plays import at, scan

_numbers = count(1)

TICKED = {"necessary": "on", "clear": "on", "feasible": "on"}
ITEMS: list[dict[str, str]] = [
    {"topic": "evidence", "opinion": "提取三部扣押手机中的聊天记录。", "wanted": "提取笔录、清单、校验值一致。", "by_on": "2026-02-20", **TICKED},
    {"topic": "nature", "opinion": "查清测试乙何时知道资金来源。", "wanted": "供述与聊天记录能够相互印证。", **TICKED},
    {"topic": "legality", "opinion": "首次讯问未附全程录音录像，请补正或者说明。", **TICKED},
]
ABOUT: dict[str, Any] = {
    "variant": "arrest", "charge": "诈骗", "subject": "测试甲、测试乙", "grounds": ["疑难", "社会关注"],
    "reasons": "二人以投资为名收取多人款项，共犯与帮助犯的界限不清。", "questions": ["定性", "取证"], "question": "测试乙是否构成共犯",
}  # fmt: skip
REQUEST: dict[str, Any] = {**ABOUT, "case_name": "测试甲等二人涉嫌诈骗案", "injury": "none", "victims": "6", "detained": "on"}
LETTER = {"own_number": "城公（刑）商介字〔2026〕1号"}

FILLED: dict[str, dict[str, Any]] = {
    "request": {**REQUEST, **LETTER, "case_number": "城公（刑）立字〔2026〕296号"},
    "prepare": {**REQUEST, "case_number": "城公（刑）立字〔2026〕296号"},
    "send": {**REQUEST, **LETTER, "case_number": "城公（刑）立字〔2026〕296号"},
    "propose": ABOUT,
    "prepare_proposal": ABOUT,
    "send_proposal": ABOUT,
    "drop_draft": {"reasons": "案件已移送外地办理。"},
    "drop_proposal_draft": {"reasons": "公安机关已经商请。"},
    "accept": {"mode": ["查阅材料", "参加讨论"], "contact": "内线8021"},
    "decline": {"reasons": "事实清楚，证据完备，不属于重大、疑难、复杂案件。"},
    "call_off": {"reasons": "主要问题已经解决。"},
    "agree": {"own_number": "城公（刑）介材字〔2026〕1号", "contents": "案情报告\n讯问笔录", "situation": "已抓获二人，正在追缴。"},
    "police_decline": {"own_number": "城公（刑）介复字〔2026〕1号", "reasons": "嫌疑人尚未到案。"},
    "withdraw_proposal": {"reasons": "公安机关已另行听取意见。"},
    "supply": {"note": "补充被害人询问笔录六份。"},
    "discuss": {
        "place": "城东分局刑侦大队", "mode": ["参加讨论"], "attendees": "王砚秋、李珩，邵勉", "situation": "听取案情介绍，讨论取证方向。",
    },
    "itemise": {"items": ITEMS},
    "opine": {"grounds": "查阅材料五份，参加讨论一次。"},
    "close_unanswered": {"reasons": "到期没有收到意见，案件已提请批准逮捕。"},
    "report": {"status": "done", "reply": "已提取聊天记录，入卷第二卷15页。"},
    "feedback": {"own_number": "城公（刑）介反字〔2026〕1号", "result": "已逐条办理。"},
    "judge": {"judged": "met", "remark": "已补齐。"},
    "judge_all": {"judged_1": "met"},
    "spot": {"facts": "首次讯问未同步录音录像，笔录时间与看守所登记相差一小时。"},
    "relink": {"reasons": "商请时编号填写有误。"},
    "conclude": {"outcome": "not_sent", "outcome_words": "公安机关决定不提请批准逮捕。"},
    "police_outcome": {"outcome": "withdrawn", "outcome_words": "经侦查没有犯罪事实，撤销案件。"},
}


def case_of(world: Any, number: str = "", organ: Any = None) -> Case:
    """A case of the office with a number of its own, and two suspects."""
    number = number or f"城公（刑）立字〔2026〕{next(_numbers)}号"
    made = Case.objects.create(office=world.office, police=organ or world.organ, number=number, name="测试甲等二人涉嫌诈骗案", charge="诈骗")
    Suspect.objects.bulk_create(Suspect(office=world.office, case=made, name=name) for name in ("测试甲", "测试乙"))
    return made


def opened(world: Any, way: str = "request", day: str = "2026-02-02", **values: Any) -> Matter:
    """A matter by one of its four ways: asked for or proposed, sent at once or drafted."""
    case_of(world)  # another case of the office: what 关联案件 may be pressed for
    data = {**FILLED[way], **values}
    if "proposal" in way or way == "propose":
        case = values.get("case") or str(case_of(world).pk)
        data |= {"police": str(world.organ.pk), "case": case}
        officer = world.prosecutor
    else:
        data["case_number"] = values.get("case_number") or f"城公（刑）立字〔2026〕{1000 + next(_numbers)}号"
        officer = world.legal_officer if way == "request" else world.investigator
    uploads = {"files": [scan("案情报告.pdf")]} if way == "request" else {}
    return perform(None, way, kind="early_intervention", officer=officer, now=at(day), data=data, uploads=uploads).matter


WAYS = ({}, {"way": "propose"}, {"way": "prepare"}, {"way": "prepare_proposal"})
