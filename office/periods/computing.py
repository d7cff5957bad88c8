"""From a rule, a day and a calendar to a date and the explanation of it. Pure: no database, no clock."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from office.periods.arithmetic import WEEKDAYS, add_months, add_workdays, day_text, moment_text, month_end, never
from office.periods.terms import (
    CONVENTION,
    CPL_CUSTODY,
    CPL_HOLIDAY,
    CPL_START,
    MONTHS,
    Calendar,
    Computation,
    Leg,
    Length,
    PeriodError,
    Roll,
    Rule,
    Step,
    Unit,
    numeral,
)


def compute(
    rule: Rule,
    trigger: date | datetime,
    *,
    calendar: Calendar,
    in_custody: Callable[[date], bool] = never,
    length: Length | None = None,
    excluded: Sequence[tuple[date, date]] = (),
    extensions: Sequence[Leg] = (),
) -> Computation:
    """The last day (or moment) of `rule` begun at `trigger`, step by step.

    `trigger` is the day or moment that starts it; for a backward limit the day of expiry it is counted back from.
    `in_custody` is asked once, for the unrolled last day, by roll C only. `length` replaces the rule's own where the
    law leaves it open. `excluded` are inclusive ranges of days that do not count (精神病鉴定, 刑诉法第149条).
    `extensions` are granted lengths that no rule of the table states. Raises PeriodError.
    """
    legs = _legs(rule, length, extensions)
    day = trigger.date() if isinstance(trigger, datetime) else trigger
    warnings = _standing(rule, day, length)
    begun = _begun(rule, trigger)
    if not legs:
        return Computation(None, (begun,), (*warnings, rule.note or f"{rule.label}没有固定期限，不能据此判定超期。"))
    ranges = _merged(excluded)
    if ranges and (rule.backward or legs[0].length.unit is Unit.HOUR):
        raise PeriodError("以小时计算或者倒数计算的期间不能扣除日数，请按扣除后的起点重新计算。")
    try:
        if legs[0].length.unit is Unit.HOUR:
            return _hours(rule, trigger, legs, begun, warnings)
        return _days(rule, day, legs, ranges, _Consulted(calendar), in_custody, begun, warnings)
    except OverflowError as error:
        raise PeriodError("算得的日期超出可以计算的范围，请检查起算日和期限。") from error


class _Consulted:
    """A calendar that remembers the years it was asked about, so that only what mattered is warned of."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.years: set[int] = set()
        self.name = calendar.name
        self.caveat = calendar.caveat

    def is_holiday(self, day: date) -> bool:
        self.years.add(day.year)
        return self.calendar.is_holiday(day)

    def warnings(self) -> tuple[str, ...]:
        return tuple(text for year in sorted(self.years) if (text := self.caveat(year)))


def _legs(rule: Rule, length: Length | None, extensions: Sequence[Leg]) -> tuple[Leg, ...]:
    """The stretches to count, in order."""
    if length and not rule.settable:
        fixed = f"由法律定为{rule.length_text}" if rule.amount is not None else "没有固定日数"
        raise PeriodError(f"“{rule.label}”的期限{fixed}，不能另行指定。")
    if length and rule.longest and (length.unit is not rule.longest.unit or length.amount > rule.longest.amount):
        raise PeriodError(f"“{rule.label}”最长为{rule.longest.text}，不能指定为{length.text}。")
    own = length or rule.length
    if own is None:
        if rule.roll is Roll.X:
            raise PeriodError(f"“{rule.label}”的期限由文书载明，没有默认值，请指定期限（如“15日”）。")
        return ()
    legs = (*rule.before, Leg(own, rule.citation if rule.amount is not None or length else CONVENTION), *extensions)
    if len({leg.length.unit is Unit.HOUR for leg in legs}) > 1:
        raise PeriodError(f"“{rule.label}”不能把小时与日、月连续计算。")
    return legs


def _standing(rule: Rule, day: date, length: Length | None) -> tuple[str, ...]:
    """What must be said of the rule itself, whatever the date."""
    said = []
    if rule.pending:
        said.append(f"{rule.citation}的这一期限未见官方原文（待核），以双方核对的原文为准。")
    if rule.amount is None and rule.default_length and length is None:
        said.append(f"法律没有规定固定日数，按默认{rule.default_length.text}计算（内部约定，待核），以文书载明的期限为准。")
    if rule.effective_from and day < rule.effective_from:
        said.append(f"所依据的规定自{day_text(rule.effective_from)}起施行，起算日在此之前，请核对当时的规定。")
    if rule.effective_to and day > rule.effective_to:
        said.append(f"所依据的规定适用至{day_text(rule.effective_to)}，起算日在此之后，请核对现行规定。")
    return tuple(said)


def _begun(rule: Rule, trigger: date | datetime) -> Step:
    hourly = isinstance(trigger, datetime) and rule.hourly
    when = moment_text(trigger) if isinstance(trigger, datetime) and hourly else day_text(trigger)
    return Step(f"{when}，{rule.trigger}", rule.citation)


def _merged(ranges: Sequence[tuple[date, date]]) -> list[tuple[date, date]]:
    """Sorted, without overlap. Raises PeriodError for a range that ends before it begins."""
    merged: list[tuple[date, date]] = []
    for first, last in sorted(ranges):
        if last < first:
            raise PeriodError(f"不计入期限的起止日期颠倒：{day_text(first)}至{day_text(last)}。")
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _hours(rule: Rule, trigger: date | datetime, legs: Sequence[Leg], begun: Step, warnings: tuple[str, ...]) -> Computation:
    """刑诉法第105条第2款 for hours: the hour in which it begins is not counted, whole hours included (law.md 1.2)."""
    if not isinstance(trigger, datetime):
        raise PeriodError(f"“{rule.label}”以小时计算，请写明起算的时刻（如{trigger.isoformat()}T10:20）。")
    amount = Length(sum(leg.length.amount for leg in legs), Unit.HOUR)
    due = trigger + timedelta(hours=amount.amount)
    counted = Step(f"{amount.text}，至{moment_text(due)}", legs[-1].basis)
    if rule.continuous:
        legal = due
        limit = Step("持续时间按笔录或者法律文书载明的起止时刻计算，到时即止", rule.citation)
    elif rule.agreed:
        legal = due
        limit = Step("双方约定的提醒，不是诉讼期间，自收到的时刻连续计算", rule.citation)
    else:
        start = trigger.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        legal = start + timedelta(hours=amount.amount)
        limit = Step(f"开始的时不计算在内，自{moment_text(start)}起算，{moment_text(legal)}后未完成的才认定超期", CPL_START)
    return Computation(due.date(), (begun, counted, limit), warnings, due, legal, due.date())


def _days(
    rule: Rule,
    trigger: date,
    legs: Sequence[Leg],
    excluded: Sequence[tuple[date, date]],
    calendar: _Consulted,
    in_custody: Callable[[date], bool],
    begun: Step,
    warnings: tuple[str, ...],
) -> Computation:
    if rule.backward:
        unrolled, steps = _count_back(rule, trigger, legs)
    else:
        unrolled, steps = _count(rule, trigger, legs, excluded, calendar)
    if excluded and legs[-1].length.unit is not Unit.WORKDAY:
        unrolled, pauses = _pause(trigger, unrolled, excluded)
        steps += pauses
    due, rolling, doubts = _roll(rule, unrolled, legs, calendar, in_custody)
    return Computation(due, (begun, *steps, *rolling), (*warnings, *doubts, *calendar.warnings()), unrolled_on=unrolled)


def _like(rule: Rule, basis: str) -> str:
    """Periods outside criminal procedure follow 刑诉法第105条 by analogy only (law.md 1.4)."""
    return f"比照{basis}" if rule.by_analogy else basis


def _count(
    rule: Rule, trigger: date, legs: Sequence[Leg], excluded: Sequence[tuple[date, date]], calendar: _Consulted
) -> tuple[date, list[Step]]:
    """Count the stretches one after another from the trigger; consecutive months as one sum (law.md 1.2 extend)."""
    if legs[0].length.amount == 0:
        return trigger, [Step(f"当日办结，至{day_text(trigger)}24时", legs[0].basis)]
    first = trigger + timedelta(days=1)
    steps = [Step(f"开始之日不计算在内，自{day_text(first, trigger)}起算", _like(rule, CPL_START))]
    anchor = day = trigger
    months = 0
    for index, leg in enumerate(legs):
        length = leg.length
        before = f"延长{length.text}，自未顺延的{day_text(day, trigger)}接着算" if index else length.text
        if length.unit in (Unit.MONTH, Unit.YEAR):
            added = length.amount * (12 if length.unit is Unit.YEAR else 1)
            if months:
                before = f"延长{length.text}，与前期合计{numeral(months + added)}个月，自起算日一次算出"
            months += added
            day = add_months(anchor, months)
            steps.append(Step(f"{before}，至{day_text(day, trigger)}{_month_note(anchor, day)}", f"{leg.basis}；{MONTHS}"))
            continue
        if length.unit is Unit.WORKDAY:
            day = add_workdays(day, length.amount, calendar, excluded)
            before += "（节假日不计，调休上班日计入" + ("，不计入期限的日期已扣除）" if excluded else "）")
        else:
            day += timedelta(days=length.amount)
        anchor, months = day, 0
        steps.append(Step(f"{before}，至{day_text(day, trigger)}", leg.basis))
    return day, steps


def _month_note(anchor: date, day: date) -> str:
    if anchor == month_end(anchor):
        return "（起算日为当月最后一日，至届满月最后一日）"
    return f"（该月没有{anchor.day}日，至该月最后一日）" if day.day < anchor.day else ""


def _count_back(rule: Rule, expiry: date, legs: Sequence[Leg]) -> tuple[date, list[Step]]:
    """Limits before an expiry. A window (规则第615条「届满前七日以内」) opens then and ends with the expiry itself."""
    length = legs[0].length
    day = expiry - timedelta(days=length.amount)
    if rule.window:
        return expiry, [Step(f"届满前{length.text}以内，自{day_text(day, expiry)}起至届满之日发出", rule.citation)]
    return day, [Step(f"{length.text}前，至迟{day_text(day, expiry)}", rule.citation)]


def _pause(trigger: date, day: date, excluded: Sequence[tuple[date, date]]) -> tuple[date, list[Step]]:
    """Move the last day by the excluded days that fall after the trigger and before the end so far."""
    steps = []
    for start, last in excluded:
        first = max(start, trigger + timedelta(days=1))
        if first <= min(last, day):
            days = (last - first).days + 1
            day += timedelta(days=days)
            span = f"{day_text(first, trigger)}至{day_text(last, trigger)}"
            text = f"{span}不计入期限，共{numeral(days)}日，至{day_text(day, trigger)}"
            steps.append(Step(text, "刑诉法第149条等（依法不计入的期间）"))
    return day, steps


def _roll(
    rule: Rule, day: date, legs: Sequence[Leg], calendar: _Consulted, in_custody: Callable[[date], bool]
) -> tuple[date, list[Step], list[str]]:
    """What a holiday does to the last day: the day that counts, its explanation, and doubts about it."""
    if rule.backward:
        return _advance(day, calendar)
    if rule.roll is Roll.X:
        return day, [Step("期限由文书载明或者内部设定，届满之日不自动顺延", CONVENTION)], []
    if rule.roll is Roll.N:
        return day, [Step("届满之日不因节假日顺延", rule.roll_basis or CONVENTION)], []
    if legs[-1].length.unit is Unit.WORKDAY:
        return day, [], []
    held = rule.roll is Roll.C and in_custody(day)
    shown = f"{day_text(day)}（{WEEKDAYS[day.weekday()]}）"
    if not calendar.is_holiday(day):
        makeup = day.weekday() >= 5
        return day, [Step(f"{shown}为调休上班日，不是节假日，不顺延", _like(rule, CPL_HOLIDAY))] if makeup else [], []
    rolled = day
    while calendar.is_holiday(rolled):
        rolled += timedelta(days=1)
    holiday = f"{shown}为{_why(day, calendar)}"
    if not held:
        return rolled, [Step(f"{holiday}，顺延至{day_text(rolled, day)}", _like(rule, CPL_HOLIDAY))], []
    doubts = []
    if rule.by_convention:
        doubts.append(f"但书不当然适用：末日逢节假日，认定超期前请按顺延后的{day_text(rolled)}复核。")
    basis = f"{CPL_CUSTODY}，从严约定" if rule.by_convention else CPL_CUSTODY
    return day, [Step(f"{holiday}，该日犯罪嫌疑人在押，不顺延", basis)], doubts


def _advance(day: date, calendar: _Consulted) -> tuple[date, list[Step], list[str]]:
    """A latest day falls back before a holiday, never after it (law.md 1.2)."""
    moved = day
    while calendar.is_holiday(moved):
        moved -= timedelta(days=1)
    if moved == day:
        return day, [], []
    shown = f"{day_text(day)}（{WEEKDAYS[day.weekday()]}）为{_why(day, calendar)}"
    return moved, [Step(f"{shown}，提前至{day_text(moved, day)}", CONVENTION)], []


def _why(day: date, calendar: _Consulted) -> str:
    name = calendar.name(day)
    return f"节假日（{name}）" if name else "双休日"
