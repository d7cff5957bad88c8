"""期间计算: law.md 1.3, month ends, make-up days, traps of 7.1, and a walk day by day beside the engine."""

# ruff: noqa: DTZ001 -- moments of a period are local time without a zone
import dataclasses
from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cases.rules import RULES
from office.holidays import OfficeCalendar, days_of, shipped_notices
from office.periods import (
    Leg,
    Length,
    PeriodError,
    Roll,
    Rule,
    Unit,
    add_months,
    always,
    compute,
    never,
    numeral,
)
from tests.office import brute

CALENDAR = OfficeCalendar((day.date, day.kind, day.name) for notice in shipped_notices() for day in days_of(notice))
DAYS = st.dates(date(2018, 1, 1), date(2028, 1, 1))
"""Past the last notice: a period may end in a year that is still computed."""


def due(key, start, custody=False, **more):
    return compute(RULES[key], start, calendar=CALENDAR, in_custody=always if custody else never, **more)


def made(amount, unit, roll, **more):
    return Rule(
        key="made", label="试", trigger="收到", amount=amount, unit=unit, roll=roll, owed_by="police", article="规则第1条", **more
    )


# ---------------------------------------------------------------- law.md 1.3

VECTORS = [
    ("1", "explain_no_filing", date(2026, 2, 10), False, date(2026, 2, 24)),
    ("1 custody is no matter for R", "explain_no_filing", date(2026, 2, 10), True, date(2026, 2, 24)),
    ("2", "explain_filing", date(2026, 2, 10), True, date(2026, 2, 17)),
    ("2 free", "explain_filing", date(2026, 2, 10), False, date(2026, 2, 24)),
    ("3", "file_after_notice", date(2026, 4, 20), False, date(2026, 5, 6)),
    ("4", "no_arrest_reconsider_file", date(2026, 5, 4), False, date(2026, 5, 9)),
    ("5", "supp_return", date(2026, 1, 31), False, date(2026, 2, 28)),
    ("6", "supp_return", date(2026, 2, 28), True, date(2026, 3, 31)),
    ("7", "supp_return", date(2026, 4, 30), False, date(2026, 6, 1)),
    ("8", "invest_custody_2m", date(2026, 12, 31), True, date(2027, 2, 28)),
    ("10 三日", "request_arrest", date(2026, 3, 2), True, date(2026, 3, 5)),
    ("10 加四日", "request_arrest_plus_4d", date(2026, 3, 2), True, date(2026, 3, 9)),
    ("10 三十日", "request_arrest_to_30d", date(2026, 3, 2), True, date(2026, 4, 1)),
    ("11", "review_arrest_detained", date(2026, 3, 9), True, date(2026, 3, 16)),
    ("12", "extend_custody_request", date(2026, 5, 15), True, date(2026, 5, 8)),
    ("13", "non_pros_reconsider_decide", date(2026, 9, 1), False, date(2026, 10, 8)),
    ("14", "invest_custody_2m", date(2025, 12, 30), True, date(2026, 2, 28)),
    ("14 延长", "invest_custody_plus_1m", date(2025, 12, 30), True, date(2026, 3, 30)),
    ("15", "prosecute_review", date(2026, 4, 1), False, date(2026, 5, 6)),
    ("15 延长", "prosecute_review_plus_15d", date(2026, 4, 1), False, date(2026, 5, 18)),
]


@pytest.mark.parametrize(("key", "start", "custody", "expected"), [row[1:] for row in VECTORS], ids=[row[0] for row in VECTORS])
def test_vectors_of_the_manual(key, start, custody, expected):
    assert due(key, start, custody).due_on == expected


@pytest.mark.parametrize("minute", [20, 0])
def test_hours_skip_the_hour_they_begin_in_even_a_whole_one(minute):
    """law.md 1.3 #9, #16; 刑诉法第105条第2款."""
    found = due("detain_interrogate", datetime(2026, 3, 2, 10, minute), custody=True)
    assert found.due_at == datetime(2026, 3, 3, 10, minute)
    assert found.legal_due_at == datetime(2026, 3, 3, 11, 0)
    assert found.due_on == date(2026, 3, 3)


def test_summons_last_from_moment_to_moment():
    """law.md 1.2: 传唤、拘传 by the record, not by 第105条."""
    found = due("summon_max", datetime(2026, 3, 2, 10, 20))
    assert found.due_at == found.legal_due_at == datetime(2026, 3, 2, 22, 20)
    assert due("summon_max_to_24h", datetime(2026, 3, 2, 10, 20)).due_at == datetime(2026, 3, 3, 10, 20)


# ---------------------------------------------------------------- explanation


def test_every_step_of_the_worked_example():
    found = due("explain_no_filing", date(2026, 2, 10))
    assert [(step.text, step.basis) for step in found.steps] == [
        ("2026年2月10日，公安机关收到《要求说明不立案理由通知书》", "规则第560条"),
        ("开始之日不计算在内，自2月11日起算", "刑诉法第105条第2款"),
        ("七日，至2月17日", "规则第560条"),
        ("2026年2月17日（周二）为节假日（春节），顺延至2月24日", "刑诉法第105条第4款"),
    ]
    assert found.unrolled_on == date(2026, 2, 17)
    assert found.warnings == ()
    assert found.due_at is None
    assert found.legal_due_at is None


def test_custody_by_convention_says_that_the_proviso_may_not_apply():
    found = due("explain_filing", date(2026, 2, 10), custody=True)
    assert found.steps[-1].basis == "刑诉法第105条第4款但书，从严约定"
    assert found.warnings == ("但书不当然适用：末日逢节假日，认定超期前请按顺延后的2026年2月24日复核。",)
    consumed = due("supp_return", date(2026, 4, 30), custody=True)
    assert consumed.due_on == date(2026, 5, 31)
    assert consumed.warnings == ()
    assert consumed.steps[-1].basis == "刑诉法第105条第4款但书"


def test_make_up_day_is_named_and_weekend_is_named():
    assert "调休上班日，不是节假日，不顺延" in due("no_arrest_reconsider_file", date(2026, 5, 4)).steps[-1].text
    assert "（周六）为双休日，顺延至5月18日" in due("prosecute_review_plus_15d", date(2026, 4, 1)).steps[-1].text


def test_month_notes():
    assert "起算日为当月最后一日" in due("supp_return", date(2026, 2, 28), True).steps[2].text
    assert "该月没有30日" in due("invest_custody_2m", date(2025, 12, 30), True).steps[2].text
    assert due("supp_return", date(2026, 3, 2), True).steps[2].text == "一个月，至4月2日"
    assert due("supp_return", date(2026, 3, 2), True).steps[2].basis == "刑诉法第175条第3款；法释〔2021〕1号第202条"


def test_extension_steps_say_where_they_count_from():
    months = due("invest_custody_plus_1m", date(2025, 12, 30), True).steps[3]
    assert months.text == "延长一个月，与前期合计三个月，自起算日一次算出，至2026年3月30日"
    days = due("prosecute_review_plus_15d", date(2026, 4, 1)).steps[3]
    assert days.text == "延长十五日，自未顺延的5月1日接着算，至5月16日"


def test_analogy_is_said_outside_criminal_procedure():
    assert due("admin_items_handover", date(2026, 4, 30)).steps[1].basis == "比照刑诉法第105条第2款"
    assert due("admin_items_handover", date(2026, 4, 30)).steps[-1].basis == "比照刑诉法第105条第4款"


# ---------------------------------------------------------------- without a fixed length


def test_at_once_has_no_date_and_says_why():
    found = due("over_custody", date(2026, 3, 2))
    assert found.due_on is None
    assert found.unrolled_on is None
    assert "立即" in found.warnings[0]
    nameless = compute(made(None, Unit.DAY, Roll.N), date(2026, 3, 2), calendar=CALENDAR)
    assert nameless.warnings == ("试没有固定期限，不能据此判定超期。",)


def test_same_day():
    found = due("cust_app_forward", date(2026, 5, 2))
    assert found.due_on == date(2026, 5, 2)
    assert found.steps[1].text == "当日办结，至2026年5月2日24时"


def test_length_from_the_document_does_not_roll():
    given_length = due("correction_reply", date(2026, 4, 17), length=Length(15, Unit.DAY))
    assert given_length.due_on == date(2026, 5, 2)
    assert given_length.warnings == ()
    default = due("correction_reply", date(2026, 4, 17))
    assert default.due_on == date(2026, 5, 2)
    assert default.warnings == ("法律没有规定固定日数，按默认十五日计算（内部约定，待核），以文书载明的期限为准。",)
    assert due("correction_reply", date(2026, 9, 29), length=Length(3, Unit.WORKDAY)).due_on == date(2026, 10, 9)


def test_length_that_the_law_fixes_cannot_be_set():
    with pytest.raises(PeriodError, match="由法律定为七日"):
        due("explain_no_filing", date(2026, 2, 10), length=Length(15, Unit.DAY))
    with pytest.raises(PeriodError, match="没有固定日数"):
        due("over_custody", date(2026, 2, 10), length=Length(15, Unit.DAY))
    with pytest.raises(PeriodError, match="最长为四日"):
        due("request_arrest_plus_4d", date(2026, 3, 2), length=Length(5, Unit.DAY))
    assert due("request_arrest_plus_4d", date(2026, 3, 2), length=Length(1, Unit.DAY)).due_on == date(2026, 3, 6)
    assert due("filing_review", date(2026, 3, 2), length=Length(7, Unit.DAY)).due_on == date(2026, 3, 9)
    assert due("advice_reply", date(2026, 3, 2), length=Length(10, Unit.DAY)).due_on == date(2026, 3, 12)


def test_refusals_are_one_sentence():
    with pytest.raises(PeriodError, match="请指定期限"):
        due("continue_invest", date(2026, 2, 10))
    with pytest.raises(PeriodError, match="请写明起算的时刻"):
        due("detain_interrogate", date(2026, 3, 2))
    with pytest.raises(PeriodError, match="不能把小时"):
        due("detain_interrogate", datetime(2026, 3, 2, 10, 20), extensions=[Leg(Length(1, Unit.DAY), "规则第1条")])
    with pytest.raises(PeriodError, match="超出"):
        due("supp_return", date(9999, 12, 20))
    with pytest.raises(PeriodError, match="超出"):
        due("correction_reply", date(9999, 12, 20))
    with pytest.raises(PeriodError, match="颠倒"):
        due("cust_review_10d", date(2026, 3, 2), excluded=[(date(2026, 3, 8), date(2026, 3, 5))])
    with pytest.raises(PeriodError, match="不能扣除日数"):
        due("extend_custody_request", date(2026, 3, 2), excluded=[(date(2026, 3, 1), date(2026, 3, 2))])


# ---------------------------------------------------------------- backward limits


def test_backward_limit_falls_before_a_holiday():
    """law.md 1.2: 最晚日遇节假日提前."""
    found = due("extend_custody_request", date(2026, 5, 10))
    assert found.due_on == date(2026, 4, 30)
    assert found.unrolled_on == date(2026, 5, 3)
    assert found.steps[-1].text == "2026年5月3日（周日）为节假日（劳动节），提前至4月30日"


def test_window_before_expiry_ends_with_it():
    """规则第615条第2项: within the seven days, not seven days before."""
    found = due("kss_expiry_notice", date(2026, 5, 15))
    assert found.due_on == date(2026, 5, 15)
    assert "自5月8日起" in found.steps[1].text


# ---------------------------------------------------------------- excluded days


def test_excluded_days_move_the_end():
    """刑诉法第149条; only the part between start and end counts, overlapping ranges once."""
    plain = date(2026, 3, 12)
    ranges = [(date(2026, 3, 7), date(2026, 3, 9)), (date(2026, 3, 5), date(2026, 3, 8))]
    assert due("cust_review_10d", date(2026, 3, 2)).due_on == plain
    assert due("cust_review_10d", date(2026, 3, 2), excluded=ranges).due_on == date(2026, 3, 17)
    assert due("cust_review_10d", date(2026, 3, 2), excluded=[(date(2026, 4, 1), date(2026, 4, 9))]).due_on == plain
    before = due("cust_review_10d", date(2026, 3, 2), excluded=[(date(2026, 2, 1), date(2026, 3, 4))])
    assert before.due_on == date(2026, 3, 16)  # 3月14日为周六
    assert before.steps[3].text == "3月3日至3月4日不计入期限，共二日，至3月14日"


def test_excluded_days_are_not_working_days():
    """REV2024第12条: consulting another procuratorate is not counted."""
    found = due("rev_review", date(2026, 9, 28), excluded=[(date(2026, 9, 29), date(2026, 9, 30))])
    assert found.due_on == date(2026, 10, 20)
    assert "已扣除" in found.steps[2].text


# ---------------------------------------------------------------- calendar


def test_year_without_a_notice_is_computed_and_says_so():
    found = due("explain_no_filing", date(2026, 12, 25))
    assert found.due_on == date(2027, 1, 4)
    assert found.warnings == ("2027年放假安排：推算，待国务院公布后复核",)
    # 2027年2月5日为除夕，2月8日为初三（放假办法第二条）; the day in lieu is not guessed.
    assert due("explain_no_filing", date(2027, 1, 29)).due_on == date(2027, 2, 9)
    assert "农历除夕" in due("explain_no_filing", date(2027, 1, 29)).steps[-1].text


def test_past_year_without_a_notice_does_not_await_one():
    assert (
        due("explain_no_filing", date(2017, 9, 25)).warnings[-1]
        == "2017年放假安排：未载入当年通知，按双休日和法定节假日推算，请核对"
    )


def test_a_limit_that_does_not_ask_the_calendar_does_not_warn_of_it():
    assert due("invest_custody_2m", date(2026, 12, 31)).warnings == ()


def test_special_days_of_the_notices():
    for day, expected in [
        (date(2018, 12, 29), False),  # notice of 2019, a day of 2018
        (date(2018, 12, 31), True),
        (date(2022, 12, 31), True),  # notice of 2023
        (date(2019, 4, 28), False),  # 劳动节 as changed on 2019-03-22
        (date(2019, 5, 4), True),
        (date(2020, 2, 1), True),  # 春节 extended: the make-up day fell away
        (date(2020, 2, 3), False),
        (date(2024, 2, 9), False),  # 除夕 2024 was only encouraged
        (date(2026, 2, 28), False),
        (date(2026, 10, 10), False),
        (date(2026, 2, 23), True),
    ]:
        assert CALENDAR.is_holiday(day) is expected, day


def test_day_before_the_rule_took_effect_is_a_warning_only():
    found = due("explain_no_filing", date(2019, 7, 9))
    assert found.due_on == date(2019, 7, 16)
    assert found.warnings == ("所依据的规定自2019年12月30日起施行，起算日在此之前，请核对当时的规定。",)
    ended = dataclasses.replace(RULES["explain_no_filing"], effective_to=date(2026, 6, 30))
    assert compute(ended, date(2026, 7, 1), calendar=CALENDAR).warnings == (
        "所依据的规定适用至2026年6月30日，起算日在此之后，请核对现行规定。",
    )


def test_unverified_rule_says_so():
    assert "待核" in due("reconsider_withdraw_file", date(2026, 3, 2)).warnings[0]


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("15日", 15, Unit.DAY),
        ("十五日", 15, Unit.DAY),
        ("３天", 3, Unit.DAY),
        ("2个月", 2, Unit.MONTH),
        ("2 月", 2, Unit.MONTH),
        ("两个月", 2, Unit.MONTH),
        ("1年", 1, Unit.YEAR),
        ("3个工作日", 3, Unit.WORKDAY),
        ("24小时", 24, Unit.HOUR),
        ("24时", 24, Unit.HOUR),
        ("半个月", 15, Unit.DAY),
    ],
)
def test_lengths(text, amount, unit):
    assert Length.parse(text) == Length(amount, unit)


@pytest.mark.parametrize("text", ["", "日", "0日", "-3日", "三", "15", "15日内", "1.5日", "半年", "99999日", "十十日"])
def test_what_is_no_length(text):
    with pytest.raises(PeriodError, match="不是可以识别的期限"):
        Length.parse(text)


def test_words_of_lengths():
    assert [numeral(n) for n in (0, 7, 10, 15, 20, 24, 100)] == ["零", "七", "十", "十五", "二十", "二十四", "100"]
    assert str(Length(2, Unit.MONTH)) == "2个月"
    assert str(Length(0, Unit.DAY)) == "当日"
    assert Length(24, Unit.HOUR).text == "二十四小时"


# ---------------------------------------------------------------- beside a walk day by day


@given(DAYS, st.integers(1, 90))
def test_days_roll_like_a_walk(start, amount):
    found = compute(made(amount, Unit.DAY, Roll.R), start, calendar=CALENDAR)
    assert found.unrolled_on == brute.after_days(start, amount)
    assert found.due_on == brute.rolled(found.unrolled_on)


@given(DAYS, st.integers(1, 14))
def test_months_like_a_walk(start, amount):
    found = compute(made(amount, Unit.MONTH, Roll.N), start, calendar=CALENDAR)
    assert found.due_on == found.unrolled_on == brute.after_months(start, amount)


@given(DAYS, st.integers(1, 4))
def test_years_are_twelve_months(start, amount):
    found = compute(made(amount, Unit.YEAR, Roll.N), start, calendar=CALENDAR)
    assert found.due_on == brute.after_months(start, 12 * amount)


@given(DAYS, st.integers(1, 30))
def test_working_days_like_a_walk(start, amount):
    assert compute(made(amount, Unit.WORKDAY, Roll.W), start, calendar=CALENDAR).due_on == brute.after_workdays(start, amount)


@given(DAYS, st.integers(1, 60), st.dates(date(2018, 1, 1), date(2028, 12, 31)))
def test_custody_is_asked_once_and_for_the_unrolled_last_day(start, amount, released):
    asked = []

    def held(day):
        asked.append(day)
        return day < released

    found = compute(made(amount, Unit.DAY, Roll.C), start, calendar=CALENDAR, in_custody=held)
    last = brute.after_days(start, amount)
    assert asked == [last]
    assert found.due_on == (last if last < released else brute.rolled(last))


@given(DAYS, st.integers(1, 40))
def test_backward_like_a_walk(expiry, amount):
    found = compute(made(amount, Unit.DAY, Roll.N, backward=True), expiry, calendar=CALENDAR)
    start = expiry
    for _ in range(amount):
        start -= timedelta(days=1)
    if start >= date(2018, 1, 1):
        assert found.due_on == brute.advanced(start)


@given(DAYS, st.integers(1, 3), st.integers(1, 3), st.integers(1, 20))
@example(date(2026, 6, 12), 3, 3, 20)  # ends on 元旦 of a year without a notice
def test_extensions_count_from_the_unrolled_end(start, months, more, days):
    legs = [Leg(Length(more, Unit.MONTH), "甲"), Leg(Length(days, Unit.DAY), "乙")]
    found = compute(made(months, Unit.MONTH, Roll.R), start, calendar=CALENDAR, extensions=legs)
    assert found.due_on == brute.rolled(brute.after_days(brute.after_months(start, months + more), days))


@given(DAYS, st.integers(1, 6), st.integers(1, 6))
def test_one_sum_of_months_is_never_later_than_step_by_step(start, first, second):
    """law.md 1.2: where the two ways differ the earlier counts; the sum is always the earlier one."""
    assert add_months(start, first + second) <= add_months(add_months(start, first), second)


@given(st.datetimes(datetime(2018, 1, 1), datetime(2026, 12, 1)), st.integers(1, 72))
def test_legal_hours_are_at_most_one_hour_more(start, amount):
    found = compute(made(amount, Unit.HOUR, Roll.N), start, calendar=CALENDAR)
    assert found.due_at == start + timedelta(hours=amount)
    assert timedelta(0) < found.legal_due_at - found.due_at <= timedelta(hours=1)
    assert (found.legal_due_at.minute, found.legal_due_at.second, found.legal_due_at.microsecond) == (0, 0, 0)


@given(DAYS, st.integers(1, 30), st.lists(st.tuples(st.integers(-10, 60), st.integers(0, 15)), max_size=4))
def test_excluded_days_like_a_walk(start, amount, spans):
    ranges = [(start + timedelta(days=offset), start + timedelta(days=offset + width)) for offset, width in spans]
    found = compute(made(amount, Unit.DAY, Roll.N), start, calendar=CALENDAR, excluded=ranges)
    day, counted = start, 0
    while counted < amount:
        day += timedelta(days=1)
        counted += not any(first <= day <= last for first, last in ranges)
    assert found.due_on == day


def test_calendar_beside_its_own_reading():
    """Every day of the notices, and of two years after them."""
    day = date(2018, 1, 1)
    while day < date(2029, 1, 1):
        assert CALENDAR.is_holiday(day) is brute.holiday(day), day
        day += timedelta(days=1)
