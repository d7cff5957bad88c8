"""联席会议: what is typed in its acts, and how a meeting is called, by either side."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cases.matters import perform
from cases.models import Matter
from liaison.models.joint_meeting import JointMeetingDetail
from tests.supervision.plays import at

HOURS = {"from_time": "14:30", "to_time": "17:00", "place": "青江区人民检察院三楼会议室", "chair": "何知远"}
REASONS = {"reasons": "主要参加人员临时外出办案。"}
TOPIC = {"title": "讯问预约与办案中心衔接", "background": "三季度预约冲突十一次，建议统一预约。"}

FILLED: dict[str, dict[str, Any]] = {
    "replan": {**HOURS, "held_on": ""},
    "invite": {"officers": ["全部"], "guests": "青江区人民法院 闻人朗 刑庭庭长"},
    "notify": {"note": "请准备三季度数据。"},
    "answer": {"answer": "attends"},
    "answer_across": {"answer": "delegates", "delegate": "邵勉"},
    "reschedule": {**HOURS, **REASONS, "held_on": ""},
    "cancel": REASONS,
    "lapse": {"reasons": "会议日期过后召集方没有召开。"},
    "propose_item": TOPIC,
    "drop_item": {"reasons": "属于单位内部安排，另行答复。"},
    "head_opinion": {"opinion": "请双方在下次会议以前拿出方案。"},
    "begin": {"chair": "何知远"},
    "add_item": {"title": "元旦期间值班衔接", "background": "会前遗漏。"},
    "jot": {"other": "方其昌", "text": "书面通知由法制部门统一出口。"},
    "write_item": {"conclusion": "统一在办案中心预约。"},
    "conclude_item": {"outcome": "again"},
    "contest_item": {"objection": "分局认为还需要调研。"},
    "reopen_item": {"reasons": "有新的情况。"},
    "adjourn": {"reasons": "等待补充材料。", "until": "下午三时"},
    "leave_off": {"reasons": "召集方一直没有办完。"},
    "edit_minutes": {"opening": "会议研究了有关议题。纪要如下。", "reported": "上次议定事项均已完成。"},
    "edit_item": {"conclusion": "统一在办案中心预约。", "measure": "预约规则印发。", "due_on": ""},
    "circulate": {"cc": "临河市人民检察院"},
    "recall": REASONS,
    "urge_signing": {"note": "请尽快会签。"},
    "shelve": {"reasons": "督促以后仍未会签。"},
    "supplement": {"about": "讯问预约", "words": "预约电话另行公布。"},
    "recall_supplement": REASONS,
    "to_guidance": {"named": "讯问预约标准", "body": "讯问统一在办案中心预约。", "grounds": "程序规定第198条"},
    "close": {"remark": "议定事项均已办结。"},
}

ROWS = {"merge_field": {"to_merge": "conclusion"}}


def opened(world: Any, by: str = "procuratorate", day: str = "2026-11-16", **values: Any) -> Matter:
    """A meeting that a side called, with one item on its agenda and one that the other side brought in; its day lies ahead of the tests' today."""
    host, other = (world.prosecutor, world.legal_officer) if by == "procuratorate" else (world.legal_officer, world.prosecutor)
    meets = date.fromisoformat(day) + timedelta(days=17)
    given = {**HOURS, "held_on": meets.isoformat(), **({"police": str(world.organ.pk)} if by == "procuratorate" else {}), **values}
    matter = perform(None, "call", kind="joint_meeting", officer=host, now=at(day), data=given).matter
    perform(matter.pk, "propose_item", officer=host, now=at(day, 10), data=TOPIC)
    brought = {"title": "延长夜间送案受理时间", "background": "建议延长至二十二时。"}
    perform(matter.pk, "propose_item", officer=other, now=at(day, 11), data=brought)
    JointMeetingDetail.objects.filter(pk=matter.pk).update(opening="会议研究了有关议题。")  # as 散会 leaves it: the generic tests come from anywhere
    return Matter.objects.get(pk=matter.pk)


def issued(world: Any, day: str = "2026-02-02") -> Matter:
    """The same held at once, its one item only heard, its 纪要 signed by both."""
    matter = opened(world, day=day)
    for hour, code, by, data in (
        (12, "notify", "prosecutor", {}), (13, "begin", "prosecutor", FILLED["begin"]), (14, "conclude_item", "prosecutor", {"item": 1, "outcome": "noted"}),
        (15, "end", "prosecutor", {}), (16, "circulate", "prosecutor", FILLED["circulate"]), (17, "sign", "chief", {}), (18, "sign", "head", {}),
    ):  # fmt: skip
        paper = matter.documents.filter(status="circulating").first()
        given = data if paper is None else {"document": str(paper.pk), "digest": paper.digest}
        perform(matter.pk, code, officer=getattr(world, by), now=at(day, hour), data=given)
    return Matter.objects.get(pk=matter.pk)


WAYS: tuple[dict[str, Any], ...] = ({}, {"by": "police"})
"""The procuratorate convenes, the police convene."""
