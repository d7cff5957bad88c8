"""The rule table: reviewed against law.md 2 by people (tests/cases/rules.txt), consistent in itself, true to real stories."""

# ruff: noqa: DTZ001 -- moments of a period are local time without a zone
import dataclasses
import json
from datetime import date, datetime
from pathlib import Path

import pytest

from cases import rules
from cases.rules import RULES, SECTIONS, SOURCES, UnknownRule, rule
from office.holidays import OfficeCalendar, days_of, shipped_notices
from office.periods import MARKS, NATURES, OWNERS, Leg, Length, Roll, Unit, always, compute, never

CALENDAR = OfficeCalendar((day.date, day.kind, day.name) for notice in shipped_notices() for day in days_of(notice))
ROWS = [row for rows in SECTIONS.values() for row in rows]
STORIES = Path(__file__).parents[3] / "shared" / "real" / "timelines.json"


def length_of(row):
    if row.amount is None:
        return f"[{row.default_length}]" if row.default_length else "—"
    return "＋".join(str(length) for length in (*(leg.length for leg in row.before), Length(row.amount, row.unit)))


# ---------------------------------------------------------------- the table


def test_the_table_is_the_reviewed_one():
    """Columns: key, length (default in brackets), roll, obligor, nature, mark, 应当/可以."""
    written = (Path(__file__).parent / "rules.txt").read_text(encoding="utf-8").splitlines()
    reviewed = [line for line in written if not line.startswith("#")]
    assert reviewed == [
        " ".join((row.key, length_of(row), row.roll.value, row.owed_by, row.nature, row.mark, row.duty_word or "-"))
        for row in ROWS
    ]


def test_keys_are_unique():
    assert len(RULES) == len(ROWS) == 197


@pytest.mark.parametrize("row", ROWS, ids=[row.key for row in ROWS])
def test_row_is_whole(row):
    assert any(row.article.startswith(source) for source in SOURCES)
    assert 0 < len(row.label) <= 60
    assert 0 < len(row.trigger) <= 60
    assert len(row.key) <= 40
    assert len(row.article) <= 120
    assert row.owed_by in OWNERS
    assert row.nature in NATURES
    assert row.mark in MARKS
    assert row.default_length is None or (row.amount is None and row.roll is Roll.X)
    assert row.roll is not Roll.W or row.unit is Unit.WORKDAY
    assert row.unit is not Unit.HOUR or row.roll in {Roll.N, Roll.X}
    assert row.roll is Roll.X or row.amount is not None or row.note
    assert not row.window or row.backward
    assert not row.continuous or row.unit is Unit.HOUR
    assert not row.by_convention or row.roll is Roll.C
    # A period without days in law has a length by convention only, and says so.
    assert row.default_length is None or row.mark in {"D", "M"}
    assert row.duty_word in {"应当", "可以", ""}


@pytest.mark.parametrize("row", [row for row in ROWS if row.extends], ids=lambda row: row.key)
def test_extension_rests_on_what_it_extends(row):
    base = RULES[row.extends]
    assert row.trigger == base.trigger
    assert row.roll is base.roll
    assert row.owed_by == base.owed_by
    if row.before:
        assert [leg.length for leg in row.before] == [*(leg.length for leg in base.before), Length(base.amount, base.unit)]
        assert all(leg.basis for leg in row.before)
    else:
        assert base.before == ()
        start = date(2026, 3, 2)
        longer = compute(dataclasses.replace(row, unit=Unit.DAY if row.unit is Unit.HOUR else row.unit), start, calendar=CALENDAR)
        shorter = compute(
            dataclasses.replace(base, unit=Unit.DAY if base.unit is Unit.HOUR else base.unit), start, calendar=CALENDAR
        )
        assert longer.due_on > shorter.due_on


def test_every_rule_computes_or_says_why_not():
    """All of the table from one day, none of it silently without a date."""
    start = date(2026, 3, 2)
    for row in ROWS:
        if row.roll is Roll.X and row.default_length is None:
            continue
        when = datetime(2026, 3, 2, 10, 20) if row.hourly else start
        found = compute(row, when, calendar=CALENDAR)
        assert found.steps[0].basis == row.citation
        assert all(step.text and step.basis for step in found.steps)
        assert (found.due_on is None) is (row.length is None)
        assert found.due_on or found.warnings


# ---------------------------------------------------------------- traps of law.md 7.1


def test_trap_1_reconsideration_of_arrest_and_of_prosecution_differ():
    steps = ("reconsider_file", "reconsider_decide", "review_file", "review_decide")
    assert [RULES[f"no_arrest_{step}"].amount for step in steps] == [5, 7, 5, 15]
    assert [RULES[f"non_pros_{step}"].amount for step in steps] == [7, 30, 7, 30]
    assert [RULES[f"cond_non_pros_{step}"].amount for step in steps] == [7, 30, 7, 30]
    withdrawal = ("reconsider_withdraw_file", "reconsider_withdraw_decide", "review_withdraw_file", "review_withdraw_decide")
    assert [RULES[key].amount for key in withdrawal] == [5, 7, 5, 15]


def test_trap_2_withdrawal_is_due_at_once_and_fifteen_days_are_the_outer_limit():
    assert "立即撤销" in RULES["withdraw_after_notice"].on_expiry
    assert RULES["withdraw_at_once"].amount is None


def test_trap_3_both_limits_of_fifteen_days_end_in_the_same_must():
    for key in ("file_after_notice", "withdraw_after_notice", "no_arrest_15d"):
        assert (RULES[key].amount, RULES[key].must) == (15, True)
        assert "纠正违法通知书" in RULES[key].on_expiry


def test_trap_4_urging_after_three_months_is_a_may():
    assert RULES["supervised_case_3m"].must is False


def test_trap_5_only_silence_on_an_overdue_decision_must_be_corrected():
    assert RULES["explain_overdue"].must is True
    assert RULES["explain_no_filing"].must is None
    assert RULES["explain_filing"].must is None


def test_trap_6_reply_to_a_correction_has_no_days_in_law():
    assert RULES["correction_reply"].roll is Roll.X
    assert RULES["correction_reply"].amount is None
    assert RULES["correction_recheck"].owed_by == "procuratorate"


def test_trap_9_and_10_longest_custody():
    start = date(2026, 3, 2)
    requested = compute(RULES["request_arrest_to_30d"], start, calendar=CALENDAR).due_on
    decided = compute(RULES["review_arrest_detained"], requested, calendar=CALENDAR).due_on
    assert (decided - start).days == 37
    longest = compute(RULES["invest_custody_plus_2m_more"], date(2026, 3, 2), calendar=CALENDAR)
    assert longest.due_on == date(2026, 10, 2)
    assert [step.basis.split("；")[0] for step in longest.steps[2:6]] == [
        "刑诉法第156条",
        "刑诉法第156条",
        "刑诉法第158条",
        "刑诉法第159条",
    ]


def test_trap_15_custody_review():
    assert [RULES[key].amount for key in ("cust_review_10d", "cust_review_3d", "cust_advice_reply")] == [10, 3, 10]


def test_custody_by_convention_is_the_list_of_the_manual():
    """law.md 1.4: C without the proviso."""
    assert {row.key for row in ROWS if row.by_convention} == {
        "explain_filing",
        "withdraw_after_notice",
        "reconsider_withdraw_file",
        "reconsider_withdraw_decide",
        "review_withdraw_file",
        "review_withdraw_decide",
        "supervised_case_3m",
    }


# ---------------------------------------------------------------- versions


def test_unknown_rule_is_one_sentence():
    with pytest.raises(UnknownRule) as refusal:
        rule("no_such_rule")
    assert str(refusal.value) == "没有名为“no_such_rule”的期限规则，请核对规则代码。"


def test_the_version_in_force_on_the_day(monkeypatch):
    old = dataclasses.replace(RULES["explain_no_filing"], effective_to=date(2026, 12, 31))
    new = dataclasses.replace(old, amount=5, effective_from=date(2027, 1, 1), effective_to=None)
    monkeypatch.setattr(rules, "SECTIONS", {"": (old, new)})
    assert rule("explain_no_filing") is new
    assert rule("explain_no_filing", on=date(2026, 12, 31)) is old
    assert rule("explain_no_filing", on=date(2027, 1, 1)) is new
    assert rule("explain_no_filing", on=date(2018, 1, 1)) is new


# ---------------------------------------------------------------- real stories

REAL = [
    ("T01", "explain_filing", "2019-07-02", "7日", False, "2019-07-09"),
    ("T01", "withdraw_after_notice", "2019-07-18", "15日", False, "2019-08-02"),
    ("T02", "request_arrest_to_30d", "2019-08-13", "30日", True, "2019-09-12"),
    ("T02", "explain_filing", "2019-09-16", "7日", False, "2019-09-23"),
    ("T02", "withdraw_after_notice", "2019-09-27", "15日", False, "2019-10-12"),
    ("T03", "explain_no_filing", "2019-07-09", "7日", False, "2019-07-16"),
    ("T03", "file_after_notice", "2019-08-06", "15日", False, "2019-08-21"),
    ("T03", "supervised_case_3m", "2019-08-11", "3个月", False, "2019-11-11"),
    ("T05", "withdraw_after_notice", "2018-08-03", "15日", False, "2018-08-20"),
    ("T07", "withdraw_after_notice", "2024-04-29", "15日", False, "2024-05-14"),
    ("T11", "lawyer_rights_10d", "2019-12-25", "10日", False, "2020-01-06"),
    ("T12", "lawyer_rights_10d", "2019-01-07", "10日", False, "2019-01-17"),
    ("T15", "lawyer_rights_10d", "2020-03-11", "10日", False, "2020-03-23"),
    ("T15", "advice_reply", "2020-05-18", "2个月", False, "2020-07-20"),
    ("T21", "review_arrest_detained", "2017-11-17", "7日", True, "2017-11-24"),
    ("T21", "invest_custody_2m", "2017-11-24", "2个月", True, "2018-01-24"),
    ("T29", "review_arrest_detained", "2021-02-25", "7日", True, "2021-03-04"),
    ("T29", "prosecute_review_plus_15d", "2021-03-11", "1个月+15日", True, "2021-04-26"),
    ("T31", "review_arrest_detained", "2020-07-13", "7日", True, "2020-07-20"),
    ("T31", "invest_custody_2m", "2020-07-20", "2个月", True, "2020-09-20"),
    ("T31", "prosecute_review", "2020-09-18", "1个月", True, "2020-10-18"),
    ("T32", "request_arrest_to_30d", "2018-05-09", "30日", True, "2018-06-08"),
    ("T38", "prosecute_review", "2019-08-20", "1个月+15日+1个月+1个月+15日+1个月+1个月+15日", True, "2020-03-06"),
    ("T47", "prosecute_review", "2017-06-20", "1个月", False, "2017-07-20"),
    ("T50", "advice_reply", "2021-01-13", "2个月", False, "2021-03-15"),
]


@pytest.mark.parametrize(("story", "key", "start", "lengths", "custody", "expected"), REAL)
def test_published_stories(story, key, start, lengths, custody, expected):
    """Stories of 最高检 and the press; last days computed by hand from them."""
    row = RULES[key]
    parts = [Length.parse(part) for part in lengths.split("+")]
    own = [*(leg.length for leg in row.before), row.length]
    assert parts[: len(own)] == own, f"{story}: 规则的期限与案例不同"
    found = compute(
        row,
        date.fromisoformat(start),
        calendar=CALENDAR,
        in_custody=always if custody else never,
        extensions=[Leg(part, "案例") for part in parts[len(own) :]],
    )
    assert found.due_on == date.fromisoformat(expected)


def test_the_shipped_facts_are_those_of_the_collection_beside_the_project():
    """Nothing to compare when the project stands alone: the facts themselves are shipped above."""
    shipped = {(story, start, lengths, expected) for story, _key, start, lengths, _custody, expected in REAL}
    stories = json.loads(STORIES.read_text(encoding="utf-8"))["cases"] if STORIES.exists() else []
    collected = {
        (story["id"], check["start"], check["length"], check["adjusted_end"])
        for story in stories
        for check in story["checks"]
        if "adjusted_end" in check
    }
    assert collected <= shipped
    assert len(shipped) == len(REAL) == 25
