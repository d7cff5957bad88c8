"""审查逮捕: what an opening from another matter leaves on the detail row."""

from __future__ import annotations

from typing import Any

from cases.models import CompulsoryMeasure, MeasureKind
from supervision.effects import custody


def accepted_again(act: Any) -> None:
    """提请 through another matter: whom and what it concerns; the period is counted from the day the request was received."""
    matter, detail = act.matter, act.detail
    source = getattr(matter.parent, matter.parent.kind, None)
    for name in ("subject", "charge"):
        if not getattr(detail, name):
            setattr(detail, name, getattr(source, name, ""))
    held = CompulsoryMeasure.objects.filter(
        suspect__case_id=matter.case_id, kind=MeasureKind.DETENTION, ended_on=None
    ).values_list("suspect__name", flat=True)
    detail.detained = any(name in detail.subject for name in held)
    detail.received_on = act.on
    # a request that leads here from 纠正漏捕 is the first one for that suspect
    detail.again = matter.parent.kind == "supplementary"


def executed(act: Any) -> None:
    """An executed arrest takes the place of every other measure; one that failed leaves them."""
    if act.data["execution"] == "executed":
        others = tuple(kind for kind in custody.EVERY if kind != MeasureKind.ARREST)
        custody.changed(act, others, act.data["executed_on"], MeasureKind.ARREST)
