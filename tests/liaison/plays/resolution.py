"""议定事项: what is typed in its acts, and how one comes about: agreed in a meeting, led by either side."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from cases.matters.acts.following import _open
from cases.matters.acts.press import Press, settle
from cases.matters.dossier import Dossier
from cases.matters.table.workflow import Opens
from cases.models import Matter
from tests.liaison.plays import advice_request
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
    "report": {"heard": "听取进展，继续办理。"},
    "drop": {"reasons": "司法解释已有规定，不再办理。"},
}
SIDES = ("procuratorate", "police")
LEAD = {"procuratorate": "prosecutor", "police": "legal_officer"}
HEAD = {"procuratorate": "chief", "police": "head"}


def opened(world: Any, by: str = "police", day: str = "2026-02-02", due: str = "2026-03-31", **values: Any) -> Matter:
    """One that a meeting agreed on, led by a side."""
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
