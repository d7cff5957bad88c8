"""A 联席会议 brought into session, for tests of what is typed there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cases.matters import perform
from cases.models import Matter
from liaison.models.joint_meeting import AgendaItem
from tests.supervision.plays import at
from tests.world import World

DAY = "2026-10-15"
TOPICS = ("批准逮捕后变更强制措施的通知", "电子数据调取文书样式", "异地刷单平台案件管辖与协查")


def press(matter: Matter, code: str, officer: Any, when: datetime | None = None, **data: Any) -> Any:
    """One act of a meeting; ``item``: a number."""
    return perform(matter.pk, code, officer=officer, data=data, now=when or at(DAY, 14))


def sitting(world: World) -> Matter:
    """A meeting of the procuratorate's calling, three topics listed, in session on DAY at 14:30."""
    data = {
        "held_on": DAY, "from_time": "14:30", "to_time": "17:30", "place": "侦监办会议室", "chair": "何知远", "police": str(world.organ.pk),
    }  # fmt: skip
    matter = perform(None, "call", officer=world.prosecutor, kind="joint_meeting", data=data, now=at("2026-10-08")).matter
    for no, topic in enumerate(TOPICS, 1):
        press(matter, "propose_item", world.prosecutor, at("2026-10-08"), title=topic, background="本季度有分歧。")
        if AgendaItem.objects.get(matter=matter, no=no).status == "pending":
            press(matter, "list_item", world.prosecutor, at("2026-10-08"), item=no)
    invited = [str(one.pk) for one in (world.prosecutor, world.chief, world.legal_officer, world.head)]
    press(matter, "invite", world.prosecutor, at("2026-10-08"), officers=invited, guests="")
    press(matter, "notify", world.prosecutor, at("2026-10-08"), note="")
    press(matter, "begin", world.prosecutor, chair="何知远")
    matter.refresh_from_db()
    return matter


def item(matter: Matter, no: int = 1) -> AgendaItem:
    """An item as it stands now."""
    return AgendaItem.objects.get(matter=matter, no=no)
