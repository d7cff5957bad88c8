"""提纲质量 and 条目落实率: what is measured of outlines and of what became of their items. For study, not for assessment.

Counted are the items (条) put to the police in a period: of the outlines issued, and of what they were asked to help with
(T5, T7); not what the procuratorate looked for itself, which nobody judges. An item taken over into a second return is asked
for again and counts again. An item dropped after an objection (不再要求) counts for the quality of the outline, and not among
what was to be accepted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from cases.models import Event
from supervision.models.supplementary import Contest, OutlineItem, Verdict

ISSUES = ("send_t1", "send_t2", "send_t3", "send_t4", "send_t6", "ask_help")
"""The acts by which items are put to the police."""


@dataclass(frozen=True)
class SupplementaryMeasures:
    """Counts of items (条); each rate with its two figures. None without a denominator."""

    items: int
    complete: int
    """With every element of 规则第257条: 事项、理由、侦查方向、需补充收集的证据及其证明作用."""
    contested: int
    """Objected to by the police, whatever became of it."""
    impossible: int
    """Judged 确无法补: asked for although it could not be had."""
    dropped: int
    accepted: int
    """Judged 达到要求."""

    @property
    def completeness(self) -> Fraction | None:
        """提纲要素齐备率: 要素齐备的条目 ÷ 条目."""
        return _rate(self.complete, self.items)

    @property
    def contest_rate(self) -> Fraction | None:
        """条目异议率: 公安机关提出异议的条目 ÷ 条目."""
        return _rate(self.contested, self.items)

    @property
    def impossible_rate(self) -> Fraction | None:
        """确无法补率: 评价为确无法补的条目 ÷ 条目."""
        return _rate(self.impossible, self.items)

    @property
    def wanted(self) -> int:
        """Items still asked for: without those dropped after an objection."""
        return self.items - self.dropped

    @property
    def fulfilment(self) -> Fraction | None:
        """条目落实率: 达到要求的条目 ÷ 仍然要求的条目. Items not yet judged stand in the denominator."""
        return _rate(self.accepted, self.wanted)


def _rate(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def items_issued(office_id: UUID, first: date, last: date, *, variants: tuple[str, ...] = ()) -> QuerySet[OutlineItem]:
    """The items put to the police by an office from one day to another, both included; ``variants`` narrows to types."""
    issued = Event.objects.filter(office_id=office_id, action__in=ISSUES, on__range=(first, last), undone=False)
    rows = OutlineItem.objects.filter(office_id=office_id, asked=True, matter__kind="supplementary", matter__in=issued.values("matter"))
    return rows.filter(matter__variant__in=variants) if variants else rows


def supplementary_measures(rows: QuerySet[OutlineItem]) -> SupplementaryMeasures:
    """The measures of these items, in one query."""
    complete = Q()
    for name in OutlineItem.elements:
        complete &= ~Q(**{name: ""})
    return SupplementaryMeasures(
        **rows.aggregate(
            items=Count("pk"),
            complete=Count("pk", filter=complete),
            contested=Count("pk", filter=~Q(contest="")),
            impossible=Count("pk", filter=Q(verdict=Verdict.IMPOSSIBLE)),
            dropped=Count("pk", filter=Q(contest=Contest.DROPPED)),
            accepted=Count("pk", filter=Q(verdict=Verdict.MET) & ~Q(contest=Contest.DROPPED)),
        )
    )
