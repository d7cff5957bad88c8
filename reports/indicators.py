"""指标: every figure is a definition and the rows behind it, so every figure opens its rows (law.md 5).

A month is its first to its last day in the zone of the office: acts by ``Event.on``, clocks by ``Deadline.due_on``. What was
undone never counts; a past act without a day is in no month and is told under 数据质量. For study, not for assessment: no
rate of an organ, no order by a figure (最高人民检察院 2024年10月 一取消三不再).
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.matters.table.workflow import workflow
from cases.models import Addressee, Clock, Deadline, Document, DocumentSequence, Event, Matter, Nature, Paper
from cases.rules import RULES
from office.sides import Side

KIND = "filing"
SMALL = 10
"""A denominator (件次) below this is said to be small."""
SUPERIOR = "superior"
TRACKED = "supervised_case_3m"
"""规则第564条第3款: after three months the procuratorate *may* press; a node of tracking and no duty, so it stands by itself."""
OBLIGORS = {Side.PROCURATORATE.value: "检察机关", Side.POLICE.value: "公安机关", SUPERIOR: "上一级人民检察院"}
"""Whose clocks stand in the common table, in this order."""


# ------------------------------------------------------------------------------------------------ months


@dataclass(frozen=True)
class Period:
    """One month of one office. ``until``: the last day that counts, which is today in the running month."""

    office_id: UUID
    first: date
    last: date
    until: date

    @classmethod
    def of(cls, office_id: UUID, month: date, today: date) -> Period:
        last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
        return cls(office_id, month.replace(day=1), last, min(last, today))

    @property
    def running(self) -> bool:
        """Whether the month has not ended."""
        return self.until < self.last

    def earlier(self, months: int) -> Period:
        """The whole month that many months (月) before."""
        count = self.first.year * 12 + self.first.month - 1 - months
        return Period.of(self.office_id, date(count // 12, count % 12 + 1, 1), self.first)


def months_between(first: date, last: date) -> list[date]:
    """The first days of the months from one month to another, both included."""
    count = (last.year - first.year) * 12 + last.month - first.month
    return [date((first.year * 12 + first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(count + 1)]


# ------------------------------------------------------------------------------------------------ rates


def percent(numerator: float | Decimal, denominator: float | Decimal, places: int = 1) -> Decimal | None:
    """The rate in per cent, half rounded up as published rates are; None without a denominator."""
    if not denominator:
        return None
    rate = Decimal(str(numerator)) * 100 / Decimal(str(denominator))
    return rate.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def percent_words(numerator: int, denominator: int) -> str:
    """The rate as it is printed: 77.8%, 100%; — without a denominator. Its two figures always stand beside it."""
    rate = percent(numerator, denominator)
    return "—" if rate is None else f"{rate:f}%".replace(".0%", "%")


# ------------------------------------------------------------------------------------------------ figures


@dataclass
class Figure:
    """What was counted: the keys of the rows behind it, and the persons (人) of their matters."""

    of: str
    ids: list[UUID] = field(default_factory=list)
    persons: int = 0

    @property
    def count(self) -> int:
        return len(self.ids)

    def add(self, key: UUID, persons: int = 0) -> None:
        self.ids.append(key)
        self.persons += persons

    def frozen(self) -> dict[str, Any]:
        return {"of": self.of, "ids": [str(key) for key in self.ids], "count": self.count, "persons": self.persons}


Narrow = Callable[[QuerySet[Event]], QuerySet[Event]]


@dataclass(frozen=True)
class Indicator:
    """A figure's definition. ``unit``: 件 or 件次; ``formula`` and ``source`` are shown with its rows."""

    key: str
    label: str
    unit: str
    formula: str
    source: str
    narrow: Narrow

    def rows(self, period: Period) -> QuerySet[Event]:
        """The acts of a month that it counts."""
        standing = Event.objects.filter(
            office_id=period.office_id, matter__kind=KIND, undone=False, on__range=(period.first, period.until)
        )
        return self.narrow(standing).order_by("pk")


def acts(*codes: str) -> Narrow:
    """The acts of these codes."""
    return lambda events: events.filter(action__in=codes)


def _opening(events: QuerySet[Event]) -> QuerySet[Event]:
    return events.filter(seq=1)


def _closing(events: QuerySet[Event]) -> QuerySet[Event]:
    closed = [state.code for state in workflow(KIND).states if state.closed]
    return events.filter(to_state__in=closed).exclude(from_state__in=closed).exclude(action="undo")


def _unprompted(action: str, notice: str) -> Narrow:
    """Acts of the police before which no notice to file or withdraw stood."""

    def narrow(events: QuerySet[Event]) -> QuerySet[Event]:
        notices = Event.objects.filter(
            matter=OuterRef("matter"), seq__lt=OuterRef("seq"), undone=False, action__in=[notice, f"{notice}_silent"]
        )
        return events.filter(~Exists(notices), action=action)

    return narrow


def _corrected(events: QuerySet[Event]) -> QuerySet[Event]:
    return events.filter(action="reply_correction", facts__corrected="yes")


INDICATORS: dict[str, Indicator] = {
    row.key: row
    for row in (
        Indicator("accepted", "受理（启动）", "件", "本月登记受理或者直接启动的立案监督件数", "规则第557条", _opening),
        Indicator("requested", "要求说明理由", "件", "本月发出要求说明不立案、立案、逾期不决定理由通知书的件数",
                  "规则第559条、第560条、第562条", acts("request_a", "request_b", "request_c")),
        Indicator("explained", "公安机关说明理由", "件", "本月公安机关书面说明理由，或者就逾期案件作出不予立案决定的件数",
                  "规则第560条、第562条", acts("explain", "explain_late", "decide_no_filing")),
        Indicator("accepted_reasons", "审查认为理由成立", "件", "本月审查认为公安机关所述理由成立的件数", "规则第561条第2款",
                  acts("reasons_hold_a", "reasons_hold_b")),
        Indicator("notified_filing", "通知立案", "件", "本月发出《通知立案书》的件数", "规则第561条、第563条",
                  acts("notify_filing", "notify_filing_silent")),
        Indicator("notified_withdrawal", "通知撤销案件", "件", "本月发出《通知撤销案件书》的件数", "规则第561条、第563条",
                  acts("notify_withdrawal", "notify_withdrawal_silent")),
        Indicator("filed", "监督后立案", "件", "本月公安机关因监督而立案的件数，含主动立案", "规则第564条", acts("file")),
        Indicator("filed_unprompted", "其中主动立案", "件", "监督后立案中，未经通知立案的件数", "规则第564条",
                  _unprompted("file", "notify_filing")),
        Indicator("withdrawn", "监督后撤销案件", "件", "本月公安机关因监督而撤销案件的件数，含主动撤案", "规则第563条、第565条",
                  acts("withdraw_case")),
        Indicator("withdrawn_unprompted", "其中主动撤案", "件", "监督后撤销案件中，未经通知撤案的件数", "规则第563条、第565条",
                  _unprompted("withdraw_case", "notify_withdrawal")),
        Indicator("pressed", "督促", "件次", "本月因期满未复、期满未撤案发出督促函的件次", "规则第560条、第565条",
                  acts("press", "press_withdrawal")),
        Indicator("urged", "催办", "件次", "本月因立案后三个月未侦查终结发出催办函的件次", "规则第564条第3款", acts("urge")),
        Indicator("concluded", "侦查终结移送起诉", "件", "本月登记侦查终结、移送起诉的监督立案件数", "规则第564条", acts("concluded")),
        Indicator("closed", "办结", "件", "本月办结的立案监督件数", "办案流程", _closing),
    )
}  # fmt: skip
"""表1 of the bulletin, in the order of the procedure."""

OBJECTIONS: dict[str, Indicator] = {
    row.key: row
    for row in (
        Indicator("reconsidered", "公安机关要求复议", "件", "本月公安机关对撤案通知要求复议的件数", "规则第565条第1款",
                  acts("ask_reconsideration")),
        Indicator("varied", "本院复议撤回通知", "件", "本月复议决定撤回通知的件数", "规则第565条第1款", acts("vary")),
        Indicator("upheld", "本院复议维持", "件", "本月复议决定维持的件数", "规则第565条第2款", acts("uphold")),
        Indicator("appealed", "公安机关提请复核", "件", "本月公安机关提请上一级人民检察院复核的件数", "规则第565条第2款", acts("ask_review")),
        Indicator("revoked", "上一级人民检察院复核撤销通知", "件", "本月上一级人民检察院复核认为通知错误的件数", "规则第565条第3款",
                  acts("review_revokes")),
        Indicator("confirmed", "上一级人民检察院复核维持通知", "件", "本月上一级人民检察院复核认为通知正确的件数", "规则第565条第3款",
                  acts("review_confirms")),
    )
}  # fmt: skip

CORRECTIONS: dict[str, Indicator] = {
    row.key: row
    for row in (
        Indicator("corrections", "发出《纠正违法通知书》", "件次", "本月发出《纠正违法通知书》的件次", "规则第552条、第562条、第564条第2款",
                  acts("correct", "correct_silence")),
        Indicator("correction_replies", "公安机关书面回复", "件次", "本月公安机关回复纠正情况的件次", "规则第553条",
                  acts("reply_correction")),
        Indicator("corrected", "其中回复已经纠正", "件次", "回复中载明已经纠正的件次", "规则第553条", _corrected),
        Indicator("escalated", "报上一级人民检察院", "件次", "本月因仍不纠正而报上一级人民检察院的件次", "规则第564条第2款",
                  acts("escalate", "escalate_replied")),
        Indicator("negotiated", "上一级人民检察院协商", "件次", "本月登记上一级人民检察院协商结果的件次", "规则第564条第2款",
                  acts("negotiate")),
    )
}  # fmt: skip

BRANCH_OF = {"request_a": "A", "request_b": "B", "request_c": "C"}
"""These acts say their branch themselves; C becomes A later (规则第562条)."""


def measure(indicator: Indicator, period: Period) -> dict[str, Figure]:
    """The figure whole (key ""), by branch (A, B, C) and by police organ (its id)."""
    found: dict[str, Figure] = {"": Figure("event")}
    columns = ("pk", "action", "matter__variant", "matter__persons", "matter__police_id")
    for key, action, variant, persons, organ in indicator.rows(period).values_list(*columns):
        for part in ("", BRANCH_OF.get(action, variant), str(organ or "none")):
            found.setdefault(part, Figure("event")).add(key, persons)
    return found


# ------------------------------------------------------------------------------------------------ clocks of both sides

DUE, KEPT, LATE, UNKEPT = "due", "kept", "late", "unkept"
OUTCOMES = {DUE: "到期应履行", KEPT: "按期履行", LATE: "逾期履行", UNKEPT: "逾期未履行"}


@dataclass
class Duty:
    """One rule's clocks of one obligor that fell due in the month."""

    rule: str
    label: str
    article: str
    owed_by: str
    figures: dict[str, Figure] = field(default_factory=lambda: {code: Figure("deadline") for code in OUTCOMES})


def fulfilment(period: Period) -> tuple[list[Duty], Figure]:
    """双方期限履行 by obligor and rule, in the order of obligors and of the rule table; and the clocks whose end is unknown.

    As it stood at the end of the last day that counts. Rights and reminders are left out; only what was met by its day counts
    as kept; a clock that was superseded before it fell due was not owed; one that ended so afterwards was not kept.
    """
    rows: dict[tuple[str, str], Duty] = {}
    unclear = Figure("deadline")
    for clock in _duties(period).filter(due_on__range=(period.first, period.until)):
        outcome = _outcome(clock, period)
        if outcome == "unclear":
            unclear.add(clock.pk)
        elif outcome:
            duty = rows.setdefault((clock.owed_by, clock.rule), Duty(clock.rule, clock.label, clock.article, clock.owed_by))
            duty.figures[DUE].add(clock.pk)
            duty.figures[outcome].add(clock.pk)
    obligors, rules = list(OBLIGORS), list(RULES)
    return sorted(rows.values(), key=lambda row: (obligors.index(row.owed_by), rules.index(row.rule))), unclear


def standing_over(period: Period) -> dict[str, Figure]:
    """Clocks that fell due before the month and were still not performed at its end, by obligor."""
    found = {code: Figure("deadline") for code in OBLIGORS}
    open_then = Q(status=Clock.RUNNING) | Q(ended_on__gt=period.until)
    for clock in _duties(period).filter(open_then, due_on__lt=period.first):
        found[clock.owed_by].add(clock.pk)
    return found


def three_months(period: Period) -> tuple[Figure, Figure]:
    """监督立案案件 that came to three months in the month, and those of them not concluded within (``fs_3m_unfinished``)."""
    matured, unfinished = Figure("deadline"), Figure("deadline")
    clocks = _clocks(period).filter(rule=TRACKED, due_on__range=(period.first, period.until)).select_related("matter")
    for clock in clocks:
        outcome = _outcome(clock, period)
        if outcome and outcome != "unclear":
            matured.add(clock.pk, clock.matter.persons)
            if outcome != KEPT:
                unfinished.add(clock.pk, clock.matter.persons)
    return matured, unfinished


def _clocks(period: Period) -> QuerySet[Deadline]:
    """The office's clocks of duty; what was undone started none."""
    found = Deadline.objects.filter(office_id=period.office_id, nature=Nature.DUTY, owed_by__in=OBLIGORS, rule__in=RULES)
    return found.exclude(started_by__undone=True).select_related("ended_by").order_by("pk")


def _duties(period: Period) -> QuerySet[Deadline]:
    return _clocks(period).exclude(rule=TRACKED)


def _outcome(clock: Deadline, period: Period) -> str:
    if clock.status == Clock.DROPPED and clock.ended_by is not None and clock.ended_by.on is None:
        return "unclear"  # an imported act without a day ended it: nobody can say whether in time
    ended = clock.ended_on if clock.ended_on and clock.ended_on <= period.until else None
    if clock.status == Clock.MET and ended:
        return KEPT if ended <= clock.due_on else LATE
    if clock.status == Clock.DROPPED and clock.ended_on and clock.ended_on <= clock.due_on:
        return ""
    if period.running and clock.due_on == period.until:
        return ""  # its last day is not over
    return UNKEPT


def total(duties: Iterable[Duty], outcome: str) -> Figure:
    """The figures of several rules as one."""
    ids = [key for duty in duties for key in duty.figures[outcome].ids]
    return Figure("deadline", ids)


# ------------------------------------------------------------------------------------------------ 数据质量


def quality(period: Period) -> dict[str, Figure]:
    """What one must know to trust the figures; each opens its rows."""
    events = Event.objects.filter(office_id=period.office_id, undone=False).order_by("pk")
    month = events.filter(on__range=(period.first, period.until))
    matters = Matter.objects.filter(office_id=period.office_id).order_by("pk")
    papers = Document.objects.filter(office_id=period.office_id, addressee__in=[*Side.values, Addressee.SUPERIOR]).order_by("pk")
    touched = month.filter(matter__imported=True, action__in=_counted()).values("matter_id")
    rows: dict[str, tuple[str, QuerySet[Any]]] = {
        "imported": ("matter", matters.filter(imported=True, pk__in=touched)),
        "undated": ("event", events.filter(on=None)),
        "no_organ": ("matter", matters.filter(police=None, closed_at=None)),
        "unsigned": ("document", papers.filter(status=Paper.ISSUED, issued_on__lte=period.until, matter__closed_at=None)),
        "no_receipt_day": ("document", papers.filter(status=Paper.RECEIVED, received_on=None, matter__closed_at=None)),
        "entered": ("event", month.filter(entered_for=True).exclude(facts__has_key="adopted")),
        "amended": ("event", month.filter(action="amend")),
        "undone": ("event", month.filter(action="undo")),
    }
    return {key: Figure(of, list(found.values_list("pk", flat=True))) for key, (of, found) in rows.items()}


def _counted() -> list[str]:
    return [action.code for action in workflow(KIND).actions]


@dataclass(frozen=True)
class Gap:
    """Numbers of one book that no paper bears, and how many were voided with a reason."""

    name: str
    missing: Sequence[int]


def number_gaps(organisation_id: UUID, year: int, names: dict[str, str]) -> tuple[list[Gap], int]:
    """The gaps in an issuer's books of a year, and how many of their numbers (个) are voided. ``names``: book → 文种."""
    used: dict[str, set[int]] = {}
    voided = 0
    papers = Document.objects.filter(issuer_id=organisation_id, year=year, seq__isnull=False)
    for kind, seq, status in papers.values_list("type", "seq", "status"):
        used.setdefault(kind, set()).add(seq or 0)
        voided += status in (Paper.WITHDRAWN, Paper.DISCARDED)
    books = DocumentSequence.objects.filter(issuer_id=organisation_id, year=year, type__in=names).order_by("type")
    gaps = [Gap(names[book.type], sorted(set(range(1, book.last + 1)) - used.get(book.type, set()))) for book in books]
    return [gap for gap in gaps if gap.missing], voided


# ------------------------------------------------------------------------------------------------ history


def first_day(office_id: UUID) -> date | None:
    """The day of the office's first act; None while there is none with a day."""
    return Event.objects.filter(office_id=office_id, on__isnull=False).order_by("on").values_list("on", flat=True).first()


def trend(keys: Sequence[str], period: Period, months: int = 6) -> list[tuple[date, list[int]]]:
    """Counts of some indicators, month by month up to this one; months before the office's first act are left out."""
    begun = first_day(period.office_id)
    firsts = [period.earlier(back).first for back in range(months - 1, 0, -1)] + [period.first]
    firsts = [month for month in firsts if begun and month >= begun.replace(day=1)]
    if not firsts:
        return []
    whole = Period(period.office_id, firsts[0], period.last, period.until)
    counts = {month: [0] * len(keys) for month in firsts}
    for place, key in enumerate(keys):
        for on in INDICATORS[key].rows(whole).values_list("on", flat=True):
            if on is not None:
                counts[on.replace(day=1)][place] += 1
    return list(counts.items())


