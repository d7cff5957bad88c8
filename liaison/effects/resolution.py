"""What the acts of 议定事项 write beyond their form fields."""

from __future__ import annotations

from typing import Any

from liaison.models.resolution import Extension
from office.blocks import chinese_date
from office.sides import Side

LONGEST = 120


def opened(act: Any) -> None:
    """Agreed: it is called by what was agreed, and from here whose move it is hangs on the side that leads.

    ``Matter.began_side`` is the side that leads: nobody begins a resolution, a meeting does. Where an organ leads, the matter is its own.
    """
    matter, detail = act.matter, act.detail
    if detail.source_item is not None:
        detail.topic, detail.item_no = detail.topic or detail.source_item.title, detail.item_no or detail.source_item.whole_no
    lead = detail.lead or matter.office.procuratorate
    detail.lead, detail.lead_name = lead, lead.name
    words = next((line.strip() for line in detail.text.splitlines() if line.strip()), "") or detail.topic
    if words:
        matter.title = matter.public_title = words.rstrip("。；")[:LONGEST]
    if lead.pk == matter.office.procuratorate_id:
        matter.began_side = Side.PROCURATORATE
    else:
        matter.began_side, matter.police = Side.POLICE, lead
    if matter.police is None:
        matter.police = matter.office.organs.filter(is_active=True).order_by("code").first()
    matter.handler = matter.police_handler = None
    if matter.parent is not None and matter.parent.restricted:
        matter.case = None  # whom a 会商 is about stays with those invited: a resolution is read by the whole office
    act.dossier.forget("table")


def progressed(act: Any) -> None:
    """How far it is, as of today."""
    act.detail.progress_on = act.on


def submitted(act: Any) -> None:
    """Said to be done; a wish for more time is past."""
    detail = act.detail
    detail.submitted_on, detail.rejection = act.on, ""
    detail.extension, detail.extend_to, detail.extend_reason = "", None, ""


def confirmed(act: Any) -> None:
    """Taken as done."""
    act.detail.done_on = act.on


def rejected(act: Any) -> None:
    """Not done: it runs again."""
    act.detail.submitted_on = None


def extended(act: Any) -> None:
    """Both heads have agreed: the day asked for is the day agreed on."""
    detail = act.detail
    detail.due_on, detail.extended = detail.extend_to, detail.extended + 1
    detail.extension, detail.extend_to, detail.extend_reason = "", None, ""


def reported(act: Any) -> None:
    """A meeting has heard of it."""
    meeting = act.data.get("meeting")
    where = f"{meeting.title}（{meeting.number}）" if meeting is not None else ""
    line = f"{chinese_date(act.on)}{where}：{act.data['reported']}"
    act.detail.reported = "\n".join(words for words in (act.detail.reported, line) if words)


def extension_asked(act: Any) -> None:
    """The other side's head answers."""
    act.detail.extension = Extension.ASKED


def extension_refused(act: Any) -> None:
    """The day stays as it was agreed."""
    act.detail.extension = Extension.REFUSED


def dropped(act: Any) -> None:
    """A meeting has decided so: which one, and under which item, stands with it."""
    item = act.data["item_of_meeting"]
    act.detail.dropped_words = f"{item.matter.title}（{item.matter.number}）第{item.whole_no}项“{item.title}”\n{act.data['dropped_words']}"
