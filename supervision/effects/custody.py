"""What a report of release, change or arrest does to the spells of the case that no 强制措施 matter carries (law.md 1.2).

A spell that such a matter carries is ended there, where its clocks run. Terms only, never whereabouts.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from cases.models import CompulsoryMeasure, MeasureKind, Suspect


def changed(act: Any, kinds: tuple[str, ...], on: date, into: str = "") -> None:
    """End the running spells of ``kinds`` of whoever the matter concerns; ``into``: the measure that begins on that day."""
    for suspect in Suspect.objects.filter(case_id=act.matter.case_id) if act.matter.case_id else ():
        if suspect.name not in act.detail.subject:
            continue
        for spell in suspect.measures.filter(kind__in=kinds, matter=None, ended_on=None):
            spell.ended_on = max(spell.began_on, on)
            spell.save(update_fields=["ended_on"])
        if into and not suspect.measures.filter(kind=into, ended_on=None).exists():
            CompulsoryMeasure.objects.create(office_id=act.matter.office_id, suspect=suspect, kind=into, began_on=on)


EVERY = tuple(kind.value for kind in MeasureKind)
