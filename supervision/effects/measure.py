"""强制措施: the spell on the case that custody is reckoned by (law.md 1.2)."""

from __future__ import annotations

from typing import Any

from cases.models import CompulsoryMeasure, Matter
from supervision.models.measure import CODES


def begun(act: Any) -> None:
    """Write the spell, or take over the one that was entered on the page of the case."""
    matter, detail = act.matter, act.detail
    if detail.began_on is None and detail.began_at is not None:
        detail.began_on = detail.began_at.astimezone().date()
    known = CompulsoryMeasure.objects.filter(suspect=detail.suspect, kind=CODES[matter.variant], matter=None, ended_on=None).first()
    spell = known or CompulsoryMeasure(office_id=matter.office_id, suspect=detail.suspect, kind=CODES[matter.variant])
    spell.matter, spell.began_on = matter, detail.began_on
    spell.save()
    if matter.variant == "designated":
        # 指居规定第5条第2款: 不批准逮捕的, 不得再适用指定居所监视居住
        detail.after_refusal = Matter.objects.filter(case=matter.case, kind="no_arrest").exclude(state="void").exists()


def ended(act: Any) -> None:
    """End the spell."""
    CompulsoryMeasure.objects.filter(matter=act.matter).update(ended_on=act.detail.ended_on)


def requested(act: Any) -> None:
    """The day of 提请批准逮捕."""
    act.detail.requested_on = act.on


def extended(act: Any) -> None:
    """One more step of 刑诉法第156条、第158条、第159条."""
    act.detail.extended += 1


def recalculated(act: Any) -> None:
    """侦查羁押期限重新计算: the steps of extension begin anew."""
    act.detail.extended = 0


def followed(act: Any) -> None:
    """The measure into which another was changed: name and spell."""
    matter, detail = act.matter, act.detail
    detail.subject = detail.suspect.name
    matter.title = matter.public_title = detail.suspect.title(matter_words(matter.variant))
    begun(act)


def matter_words(variant: str) -> str:
    """The measure in words, as in the name of the matter."""
    return str(CompulsoryMeasure(kind=CODES[variant]).get_kind_display())
