"""The deadline check as it was first written: clock by clock, paper by paper, in Python. What the set-based one must agree with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Q

from cases.matters.telling.unclaimed import RUNGS
from cases.matters.telling.writing import WAITED_FOR
from cases.models import CUSTODIAL, Clock, CompulsoryMeasure, Deadline, Document, Matter, Nature, Notice, Paper
from cases.rules import CUSTODY_TERMS
from office.models import JointOffice
from office.options import options
from office.periods import OWNERS
from office.sides import Role, Side

Key = tuple[Any, ...]
"""Clock, paper, side, role, day, rung."""
Told = tuple[Any, ...]
"""Office, matter, organisation, handler, over, superseded, text, moment."""


APART = Q(matter__restricted=True) | Q(matter__whole_office=True)
"""What is told to every seat, or to every organ: several notices to a side, which tests of their own compare (test_restricted, test_both_sides)."""


@dataclass
class OneByOne:
    """What notices there are, as check after check of it would leave them."""

    told: dict[Key, Told] = field(default_factory=dict)

    def check(self, now: datetime) -> int:
        """Everything due, what is new of it added, the lower rungs of what is new superseded; how many are new."""
        before = len(self.told)
        for office in JointOffice.objects.all():
            rows = dict([*_of_clocks(office, now), *_of_papers(office, now)])
            highest = [key for key, row in rows.items() if not row[5] and key not in self.told]
            self.told = {**rows, **self.told}
            new = {key[:4]: key for key in highest}
            for key, row in self.told.items():
                if new.get(key[:4], key) != key and not row[5]:
                    self.told[key] = (*row[:5], True, *row[6:])
        return len(self.told) - before


def found() -> dict[Key, Told]:
    """What the table holds of clocks and papers; what nobody has taken up climbs by hours, and has tests of its own."""
    return {
        (n.deadline_id, n.document_id, n.side, n.role, n.due_on, n.rung):
        (n.office_id, n.matter_id, n.organisation_id, n.handler_id, n.over, n.superseded, n.text, n.created_at)
        for n in Notice.objects.filter(event=None).exclude(APART | Q(rung__in=RUNGS))
    }  # fmt: skip


def _of_clocks(office: JointOffice, now: datetime) -> Iterator[tuple[Key, Told]]:
    settings, today = options(office.pk), now.date()
    for clock in Deadline.objects.filter(office=office, status=Clock.RUNNING, matter__closed_at=None).exclude(APART).select_related("matter"):
        matter, left = clock.matter, (clock.due_on - today).days
        leads = sorted((int(day) for day in settings["lead_days"]), reverse=True)
        reached = [(f"lead{day}", "今天届满" if left == 0 else f"剩{max(left, 0)}日") for day in leads if left <= day]
        if clock.nature == Nature.RIGHT:
            reached = reached if left >= 0 else []
        else:
            reached += [("over", f"已超期{-left}日")] if left < 0 else []
            reached += [("severe", f"严重超期{-left}日")] if -left > int(settings["severe_days"]) else []
        if clock.nature == Nature.REMINDER and left < 0:  # agreed between the two sides, and no period of law
            reached = [(rung, f"已过{-left}日") for rung, _ in reached]
        both = clock.shared and matter.police_from is not None and matter.police_id is not None
        for side in Side.values if both else [Side.PROCURATORATE.value]:
            whose = OWNERS.get(clock.owed_by, "") if side == Side.POLICE and clock.owed_by != Side.POLICE else ""
            for role in ("", *(_roles(clock, today) if side == Side.PROCURATORATE else ())):
                for place, (rung, words) in enumerate(reached):
                    if role != Role.CASE_MANAGER or rung in ("over", "severe"):
                        text = f"{words} · {whose}{clock.label}：{_title(matter, side)}"[:200]
                        yield (clock.pk, None, side, role, clock.due_on, rung), _told(matter, side, place + 1 < len(reached), text, now)


def _of_papers(office: JointOffice, now: datetime) -> Iterator[tuple[Key, Told]]:
    settings, today = options(office.pk), now.date()
    papers = Document.objects.filter(office=office, status=Paper.ISSUED, addressee__in=WAITED_FOR, issued_on__isnull=False)
    for paper in papers.exclude(APART).select_related("matter"):
        waited = (today - paper.issued_on).days
        reached = [int(day) for day in sorted(settings["unsigned_days"]) if waited >= int(day)]
        both = paper.addressee == "police" and paper.matter.police_from is not None and paper.matter.police_id is not None
        for side in Side.values if both else [Side.PROCURATORATE.value]:
            for place, day in enumerate(reached):
                text = f"送达{waited}日未签收 · 《{paper.name}》{paper.number}：{_title(paper.matter, side)}"[:200]
                yield (None, paper.pk, side, "", None, f"unsigned{day}"), _told(paper.matter, side, place + 1 < len(reached), text, now)


def _roles(clock: Deadline, today: Any) -> Iterator[str]:
    if clock.rule in CUSTODY_TERMS and clock.matter.case_id:
        spells = CompulsoryMeasure.objects.filter(suspect__case_id=clock.matter.case_id, kind__in=CUSTODIAL, began_on__lte=today)
        if spells.filter(Q(ended_on=None) | Q(ended_on__gt=today)).exists():
            yield Role.EXECUTION.value
    if clock.owed_by == Side.PROCURATORATE and clock.nature == Nature.DUTY:
        yield Role.CASE_MANAGER.value


def _title(matter: Matter, side: str) -> str:
    return (matter.public_title or matter.title) if side == Side.POLICE else matter.title


def _told(matter: Matter, side: str, superseded: bool, text: str, now: datetime) -> Told:
    place, handler = (matter.police_id, matter.police_handler_id) if side == Side.POLICE else (_acting(matter.acting_office_id), matter.handler_id)
    return (matter.office_id, matter.pk, place, handler, False, superseded, text, now)


@cache
def _acting(office: UUID) -> UUID:
    return JointOffice.objects.get(pk=office).procuratorate_id
