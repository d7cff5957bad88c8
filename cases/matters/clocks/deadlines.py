"""期限: rows with dates (design 4.2). Overdue is derived; a deadline ends met, dropped or lapsed; only met counts as kept.

Called from ``cases.matters`` alone, inside its transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cases.exceptions import Invalid
from cases.matters.dossier import Dossier, custody_of
from cases.matters.table.workflow import ASKED, ASKING, root_rule
from cases.models import Addressee, Clock, Deadline, Document, Event, Nature
from cases.rules import RULES
from cases.rules import rule as rule_of
from office.periods import Calendar, Computation, Leg, Length, Rule, compute
from office.sides import OTHER, Side


@dataclass(frozen=True)
class Moved:
    """A deadline whose date changed when a fact changed: old → new, for the timeline."""

    deadline: Deadline
    old: date
    new: date


def start(
    dossier: Dossier,
    key: str,
    *,
    trigger: date | datetime,
    fact: str,
    event: Event | None = None,
    document: Document | None = None,
    days: int | None = None,
    length: Length | None = None,
    shared: bool = False,
    counts_back_from: str = "",
) -> Deadline | None:
    """Start one clock. ``fact``: what started it, in words; ``days`` (日) or ``length`` for a rule whose length is open.

    Returns None where the law gives no period at all. Raises PeriodError; the database refuses a second running clock of
    the same rule.
    """
    rule = rule_of(key, _day(trigger))
    if days is not None:
        length = Length.parse(f"{days}日")
    moment = _local(trigger) if isinstance(trigger, datetime) else trigger
    result = compute(rule, moment, in_custody=dossier.in_custody, calendar=dossier.known.calendar, length=length)
    if result.due_on is None:
        return None
    deadline = Deadline(
        office_id=dossier.matter.office_id,
        matter=dossier.matter,
        rule=key,
        label=rule.label,
        article=rule.article,
        owed_by=_owed_by(rule, document, dossier.matter.began_side),
        nature=rule.nature,
        roll=str(rule.roll.value),
        pending=rule.pending or (rule.amount is None and rule.settable),
        shared=shared and (rule.nature != Nature.REMINDER or rule.agreed),
        trigger=fact,
        begins_on=_day(trigger),
        begins_at=trigger if isinstance(trigger, datetime) else None,
        length=length.text if length else "",
        counts_back_from=counts_back_from,
        started_by=event,
        document=document,
    )
    _apply(deadline, result)
    kept = dossier.deadlines  # read before the new one is there
    deadline.save(force_insert=True)
    kept.append(deadline)
    return deadline


def _owed_by(rule: Rule, document: Document | None, began: str) -> str:
    """Who owes it: 检察建议 and 检察意见 go to any agency, and where that is the police organ, the organ owes the answer; between two
    sides that may both begin, it depends on who did."""
    if rule.owed_by in (ASKING, ASKED):
        return began if rule.owed_by == ASKING else str(OTHER[began].value)
    if rule.owed_by == "agency" and document is not None and document.addressee == Addressee.POLICE:
        return str(Side.POLICE.value)
    return rule.owed_by


def meet(
    dossier: Dossier, rules: Collection[str], *, on: date, event: Event | None, at: datetime | None = None
) -> list[Deadline]:
    """End the running clocks of these rules as kept; late ones carry how many days (日). A right that was used is met too.

    A right used after its window closed has lapsed all the same: it counts in no figure. ``at``: the moment of fulfilment,
    against which hour rules are measured (刑诉法第105条第2款: only past the legal moment is there a violation).
    """
    return [kept(clock, on=on, event=event, at=at) for clock in _live(dossier, rules)]


def kept(deadline: Deadline, *, on: date, event: Event | None, at: datetime | None = None) -> Deadline:
    """End one clock as kept on a day; after 更正 of that day, anew."""
    return _end(deadline, Clock.LAPSED if _closed_right(deadline, on) else Clock.MET, on, event, at=at)


def overrun(dossier: Dossier, rules: Collection[str], *, on: date, at: datetime | None = None) -> int:
    """By how many days (日) an act that answers these rules comes late: 逾期N日, for a late objection too.

    A right that lapsed before (written 期满 by an act in between) still tells how late its use is.
    """
    clocks = [clock for clock in dossier.deadlines if clock.rule in rules and clock.status in (Clock.RUNNING, Clock.LAPSED)]
    return max((overrun_of(clock, on, at) for clock in clocks), default=0)


def overrun_of(deadline: Deadline, on: date, at: datetime | None = None) -> int:
    """Days (日, begun ones whole) past the end of a duty or of a right's window; 0 within it, and for a reminder."""
    if at is not None and deadline.legal_due_at is not None and deadline.nature != Nature.REMINDER:
        return max(0, -((deadline.legal_due_at - at) // timedelta(days=1))) if at > deadline.legal_due_at else 0
    return 0 if deadline.nature == Nature.REMINDER else max(0, (on - deadline.due_on).days)


def _closed_right(deadline: Deadline, on: date) -> bool:
    return deadline.nature == Nature.RIGHT and deadline.due_on < on


def drop(dossier: Dossier, rules: Collection[str] | None, *, on: date, event: Event | None) -> list[Deadline]:
    """End the running clocks of these rules (all, for None) unkept: superseded, cancelled, contested, or 办结."""
    return [_end(deadline, Clock.DROPPED, on, event) for deadline in _live(dossier, rules)]


def lapse(dossier: Dossier, *, on: date, event: Event | None) -> list[Deadline]:
    """Write 期满 on every right whose window has closed before ``on``: never 超期, in no figure of lateness."""
    return [
        _end(deadline, Clock.LAPSED, deadline.due_on, event)
        for deadline in dossier.running
        if _closed_right(deadline, on)
    ]


def extend(
    dossier: Dossier, code: str, *, event: Event | None, length: Length | None = None
) -> list[Moved]:
    """Make a running clock longer by an extension of the rule table, counted from its first trigger. ``length``: as chosen.

    Raises Invalid where no such clock runs, where the step before it has not been taken (the second 二个月 of 刑诉法第159条
    follows the first), or where it was taken already.
    """
    rule = rule_of(code, None)
    deadline = next((one for one in dossier.running if one.rule == root_rule(code)), None)
    if deadline is None:
        raise Invalid(f"“{rule.label}”所延长的期限没有在进行，不能延长。")
    now = deadline.counted_by or deadline.rule
    if now == code:
        raise Invalid(f"已经办理“{rule.label}”，不能重复延长。")
    if rule.before and rule.extends != now:
        before = RULES[rule.extends] if rule.extends else rule
        raise Invalid(f"“{rule.label}”须在“{before.label}”之后办理。")
    old = deadline.due_on
    deadline.counted_by = code
    deadline.length = str(length) if length else ""
    _apply(deadline, _again(deadline, calendar=dossier.known.calendar, in_custody=dossier.in_custody))
    deadline.article = rule.article
    deadline.save()
    return [Moved(deadline, old, deadline.due_on), *_drawn_along(dossier, deadline)]


def _drawn_along(dossier: Dossier, base: Deadline) -> list[Moved]:
    """The clocks that count back from the end of one that moved."""
    moved = []
    for deadline in (one for one in dossier.running if one.counts_back_from == base.rule):
        old = deadline.due_on
        deadline.begins_on = base.due_on
        _apply(deadline, _again(deadline, calendar=dossier.known.calendar, in_custody=dossier.in_custody))
        deadline.save()
        if deadline.due_on != old:
            moved.append(Moved(deadline, old, deadline.due_on))
    return moved


def pause(dossier: Dossier, rules: Collection[str], *, on: date, event: Event | None) -> None:
    """中止: the clocks of these rules stand still from this day."""
    for deadline in dossier.running_by(rules):
        deadline.status, deadline.ended_on, deadline.ended_by = Clock.PAUSED, on, event
        deadline.save(update_fields=["status", "ended_on", "ended_by"])


def resume(dossier: Dossier, rules: Collection[str], *, on: date) -> list[Moved]:
    """恢复: the days from the pause to the day before this one do not count; the clocks run again."""
    moved = []
    for deadline in [one for one in dossier.deadlines if one.status == Clock.PAUSED and one.rule in rules]:
        assert deadline.ended_on is not None
        old = deadline.due_on
        if deadline.ended_on < on:
            deadline.excluded = [*deadline.excluded, [deadline.ended_on.isoformat(), (on - timedelta(days=1)).isoformat()]]
        deadline.status, deadline.ended_on, deadline.ended_by = Clock.RUNNING, None, None
        _apply(deadline, _again(deadline, calendar=dossier.known.calendar, in_custody=dossier.in_custody))
        deadline.save()
        if deadline.due_on != old:
            moved += [Moved(deadline, old, deadline.due_on), *_drawn_along(dossier, deadline)]
    return moved


def _live(dossier: Dossier, rules: Collection[str] | None) -> list[Deadline]:
    live = [one for one in dossier.deadlines if one.status in (Clock.RUNNING, Clock.PAUSED)]
    return live if rules is None else [one for one in live if one.rule in rules]


def lateness(deadline: Deadline, on: date, at: datetime | None = None) -> int:
    """Days (日) by which ``on`` is past the legal end; 0 within it, and always 0 for a right or a reminder."""
    return overrun_of(deadline, on, at) if deadline.nature == Nature.DUTY else 0


def recompute(dossier: Dossier, clocks: Iterable[Deadline] | None = None) -> list[Moved]:
    """Compute running clocks (all, or those of the dossier among ``clocks``) again from their facts (custody, receipt day, notice,
    extension); save what moved."""
    wanted = None if clocks is None else {one.pk for one in clocks}
    moved = []
    for deadline in [one for one in dossier.running if wanted is None or one.pk in wanted]:
        old = deadline.due_on
        result = _again(deadline, calendar=dossier.known.calendar, in_custody=dossier.in_custody)
        before = (deadline.due_on, deadline.due_at, deadline.steps, deadline.warnings, deadline.unrolled_on)
        _apply(deadline, result)
        if before != (deadline.due_on, deadline.due_at, deadline.steps, deadline.warnings, deadline.unrolled_on):
            deadline.save()
        if deadline.due_on != old:
            moved += [Moved(deadline, old, deadline.due_on), *_drawn_along(dossier, deadline)]
    return moved


def preview(deadline: Deadline, *, calendar: Calendar) -> date | None:
    """The day a running clock would end under another calendar; nothing is written."""
    return _again(deadline, calendar=calendar, in_custody=custody_of(deadline.matter.case_id)).due_on


def retrigger(dossier: Dossier, deadline: Deadline, trigger: date | datetime) -> date:
    """Move the starting day of a clock (更正) and compute it again, running or ended; returns the old 届满日."""
    old = deadline.due_on
    deadline.begins_on = _day(trigger)
    if isinstance(trigger, datetime):
        deadline.begins_at = trigger
    elif deadline.begins_at is not None:
        deadline.begins_at = timezone.make_aware(datetime.combine(trigger, time()))
    _apply(deadline, _again(deadline, calendar=dossier.known.calendar, in_custody=dossier.in_custody))
    if deadline.status == Clock.MET and deadline.ended_on is not None:
        deadline.late_days = lateness(deadline, deadline.ended_on)
    deadline.save()
    if deadline.is_running:
        _drawn_along(dossier, deadline)
    return old


def _again(deadline: Deadline, *, calendar: Calendar, in_custody: Callable[[date], bool]) -> Computation:
    rule = rule_of(deadline.counted_by or deadline.rule, deadline.begins_on)
    legs = [Leg(Length.parse(leg["length"]), leg["basis"]) for leg in deadline.extensions]
    spans = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in deadline.excluded]
    return compute(
        rule,
        _local(deadline.begins_at) if deadline.begins_at else deadline.begins_on,
        in_custody=in_custody,
        calendar=calendar,
        length=Length.parse(deadline.length) if deadline.length else None,
        excluded=spans,
        extensions=legs,
    )


def _apply(deadline: Deadline, result: Computation) -> None:
    if result.due_on is not None:
        deadline.due_on = result.due_on
    deadline.due_at = _aware(result.due_at)
    deadline.legal_due_at = _aware(result.legal_due_at)
    deadline.unrolled_on = result.unrolled_on
    deadline.steps = [{"text": step.text, "basis": step.basis} for step in result.steps]
    deadline.warnings = list(result.warnings)


def _end(deadline: Deadline, status: str, on: date, event: Event | None, at: datetime | None = None) -> Deadline:
    deadline.status = status
    deadline.ended_on = on
    deadline.ended_by = event
    deadline.late_days = lateness(deadline, on, at) if status == Clock.MET else 0
    deadline.save(update_fields=["status", "ended_on", "ended_by", "late_days"])
    return deadline


def _day(moment: date | datetime) -> date:
    return _local(moment).date() if isinstance(moment, datetime) else moment


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment).replace(tzinfo=None) if timezone.is_aware(moment) else moment


def _aware(moment: datetime | None) -> datetime | None:
    return timezone.make_aware(moment) if moment is not None and timezone.is_naive(moment) else moment
