"""议定事项: what is typed in its acts, and how one comes about: agreed in a meeting, led by either side."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from cases.matters import desks
from cases.matters.acts.following import _open
from cases.matters.acts.press import Press, settle
from cases.matters.dossier import Dossier
from cases.matters.table.workflow import Opens
from cases.matters.telling import writing
from cases.models import NO_DUE_DATE, Matter
from liaison.models.joint_meeting import JointMeetingDetail
from tests.liaison.plays import advice_request, joint_meeting
from tests.supervision.plays import at

TEXT = "涉银行卡取现案件，公安机关移送时一并提交逐笔流水和取现录像。"
MEASURE = "连续两个月移送的同类案件材料齐全。"
FILLED: dict[str, dict[str, Any]] = {
    "progress": {"progress": "已制发材料清单，各所队正在执行。"},
    "submit_done": {"result": "一月、二月移送的七件案件材料齐全。"},
    "ask_extension": {"extend_to": "2026-06-30", "extend_reason": "流水调取需要银行配合，三月底以前难以全部完成。"},
    "extend": {"remark": "同意。"},
    "refuse_extension": {"reasons": "已经延期一次。"},
    "confirm": {"remark": "已经完成。"},
    "confirm_silent": {"remark": "二月十日报告完成，对方至今没有答复，材料已经核对齐全。"},
    "reject": {"rejection": "有一件没有取现录像。", "due_on": "2026-04-30"},
    "report": {"reported": "听取进展，继续办理。"},
    "drop": {"dropped_words": "司法解释已有规定，不再办理。"},
}
SIDES = ("procuratorate", "police")
LEAD = {"procuratorate": "prosecutor", "police": "legal_officer"}
HEAD = {"procuratorate": "chief", "police": "head"}


def decided(world: Any, day: str) -> None:
    """A later meeting, closed, under whose first item a resolution may be given up."""
    meeting = joint_meeting.opened(world, day=day)
    meeting.deadlines.filter(status="running").update(status="dropped")
    meeting.agenda_items.filter(no=1).update(outcome="withdrawn")
    JointMeetingDetail.objects.filter(pk=meeting.pk).update(started_at=at("2026-12-30"))
    meeting.state, meeting.turn, meeting.closed_at = "closed", "", at("2026-12-31")
    meeting.next_due_on = meeting.police_due_on = NO_DUE_DATE
    meeting.next_rule = meeting.police_rule = ""
    meeting.save()
    writing.settle([meeting.pk])
    desks.write([meeting.pk])


def opened(world: Any, by: str = "police", day: str = "2026-02-02", due: str = "2026-03-31", **values: Any) -> Matter:
    """One that a meeting agreed on, led by a side; and a later meeting that may give it up."""
    decided(world, day)
    source = advice_request.opened(world, day=day)
    lead = world.organ if by == "police" else world.court
    data = {"text": TEXT, "measure": MEASURE, "lead": lead, "assist": "", "due_on": date.fromisoformat(due), "topic": "取现类案件的证据", **values}
    with transaction.atomic():
        press = Press(world.chief, at(day))
        event = source.events.get(seq=1)
        matter = _open(Opens("resolution", "open", carries={name: name for name in data}), press, Dossier(source), event, data=data, on=at(day).date())
        settle(press)
    return Matter.objects.get(pk=matter.pk)


WAYS = ({}, {"by": "procuratorate"})
"""Each side leads one."""
