"""补侦质效: 提纲质量 and 条目落实率 of an office (the police: of their own organ) in a period and in the one before. No ranking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from cases.exceptions import NotAllowed
from office.models import Officer
from office.scoping import reach_of
from office.sides import Side
from supervision.indicators.supplementary import SupplementaryMeasures, items_issued, supplementary_measures
from supervision.models.supplementary import OutlineItem

FEW = 10
"""Items (条) below which a rate says little."""


@dataclass(frozen=True)
class Figure:
    """One measure with its two figures, now and in the period before."""

    label: str
    meaning: str
    now: str
    before: str


@dataclass(frozen=True)
class Outlines:
    """The page: the period, the one before, and the measures."""

    first: date
    last: date
    earlier_first: date
    earlier_last: date
    items: int
    few: bool
    figures: list[Figure]


def outlines(officer: Officer, first: date, last: date) -> Outlines:
    """The measures from one day to another (both included) and of as many days before. Raises NotAllowed outside any office."""
    days = (last - first).days + 1
    earlier_last = first - timedelta(days=1)
    earlier_first = first - timedelta(days=days)
    now, before = _measured(officer, first, last), _measured(officer, earlier_first, earlier_last)
    rows = (
        ("要素齐备率", "写明事项、理由、侦查方向、需要补充收集的证据及其证明作用的条目（规则第257条）", "completeness", "complete", "items"),
        ("条目异议率", "公安机关对补侦意见提出异议的条目", "contest_rate", "contested", "items"),
        ("确无法补率", "经评价确实无法补充的条目", "impossible_rate", "impossible", "items"),
        ("条目落实率", "经评价达到要求的条目，占仍然要求的条目；尚未评价的也在分母内，办理中的提纲会拉低本期", "fulfilment", "accepted", "wanted"),
    )
    return Outlines(
        first, last, earlier_first, earlier_last, now.items, now.items < FEW,
        [Figure(label, meaning, _words(now, rate, part, whole), _words(before, rate, part, whole)) for label, meaning, rate, part, whole in rows],
    )


def _measured(officer: Officer, first: date, last: date) -> SupplementaryMeasures:
    reach = reach_of(officer)
    if not reach.offices:
        raise NotAllowed("您不属于任何办公室，没有可以统计的补充侦查意见。")
    office = reach.own_office if reach.side == Side.PROCURATORATE and reach.own_office else next(iter(reach.offices))
    rows = items_issued(office, first, last)
    seen = OutlineItem.objects.visible_to(officer).values("pk")
    return supplementary_measures(rows.filter(pk__in=seen))


def _words(measured: SupplementaryMeasures, rate: str, part: str, whole: str) -> str:
    value: Fraction | None = getattr(measured, rate)
    if value is None:
        return "—"
    return f"{float(value * 100):.1f}%（{getattr(measured, part)}/{getattr(measured, whole)}条）"
