"""What the acts of 指引、标准、会签制度 write beyond their form fields."""

from __future__ import annotations

from typing import Any

from cases.models import Matter
from liaison.models.guidance import Sort


def drafted(act: Any) -> None:
    """A draft is nobody's but the unit's that writes it: the other organs of the office, too, see it from when it goes round."""
    act.matter.whole_office = False


def circulated(act: Any) -> None:
    """From here every unit of the office reads it."""
    act.matter.whole_office = True


def begun(act: Any) -> None:
    """A draft that came of something else (咨询、会议、旧版): its own side's until it is circulated."""
    matter, detail = act.matter, act.detail
    drafted(act)
    matter.variant = matter.variant or Sort.GUIDE
    matter.public_title = matter.title
    # the draft is no step in the case of a 咨询, and is nobody's but its drafter's
    matter.case, matter.handler, matter.police_handler = None, None, None
    if matter.police is None:
        matter.police = matter.office.organs.filter(is_active=True).order_by("code").first()
    source = matter.parent
    if source is not None and source.kind == matter.kind:
        detail.edition = source.guidance.edition + 1
        detail.origin = f"{source.number}修订"


def took_effect(act: Any) -> None:
    """Signed by both: in force from the day written, or from today where that has passed."""
    detail = act.detail
    detail.effective_on = max(detail.effective_on or act.on, act.on)


def reviewed(act: Any) -> None:
    """Looked through again, and it goes on."""
    act.detail.reviewed_on = act.on


def replaced(act: Any) -> None:
    """A new version stands in its place."""
    new: Matter = act.cause.matter
    act.detail.replaced_by = new.number


def kept(act: Any) -> None:
    """Its repeal came to nothing."""
    act.detail.repeal_reason = ""
