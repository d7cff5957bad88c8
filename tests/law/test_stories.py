"""The public cases for the kinds beyond 立案监督: their periods compute, their days are those of the collection beside us."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from cases.rules import RULES
from office.holidays import OfficeCalendar, days_of, shipped_notices
from office.periods import Leg, Length, always, compute, never
from tests.law.replay import STORIES, Story, story

DAYS = OfficeCalendar((day.date, day.kind, day.name) for notice in shipped_notices() for day in days_of(notice))
COLLECTION = Path(__file__).resolve().parents[3] / "shared" / "real" / "timelines.json"
FILING = {"T01", "T02", "T03", "T05", "T07"}
"""Replayed whole in test_timelines.py."""


@pytest.mark.parametrize("told", STORIES.values(), ids=list(STORIES))
def test_periods_of_the_story_compute(told: Story):
    """Last days and lateness of the source, from the rules as they stand."""
    for one in told.periods:
        row = RULES[one.rule]
        lengths = [Length.parse(part) for part in one.length.split("+")]
        own = [*(leg.length for leg in row.before), row.length]
        assert lengths[: len(own)] == own, (one, "规则的期限与案例不同")
        found = compute(
            row, one.begins, calendar=DAYS, in_custody=always if one.held else never,
            extensions=[Leg(length, "案例") for length in lengths[len(own) :]],
        )  # fmt: skip
        assert found.due_on == one.due, one
        assert max(0, (one.kept - one.due).days) == one.late, one
    days = [on for on, _side, _step in told.steps if on]
    assert days == sorted(days)
    assert {one.kept.isoformat() for one in told.periods} | {one.begins.isoformat() for one in told.periods} <= set(days)


PROBATION = [
    ("T43", "2016-03-11", "8个月", "2016-11-11", "2016-11-10"),
    ("T44", "2019-10-09", "6个月", "2020-04-09", "2020-04-09"),
    ("T45", "2019-12-23", "6个月", "2020-06-23", "2020-06-22"),
    ("T46", "2018-05-16", "12个月", "2019-05-16", ""),
    ("T47", "2017-07-21", "6个月", "2018-01-21", ""),
]


@pytest.mark.parametrize(("key", "decided", "length", "ends", "ended"), PROBATION, ids=[row[0] for row in PROBATION])
def test_probation_ends_on_the_corresponding_day(key, decided, length, ends, ended):
    """考验期 by the corresponding day (刑诉法第105条); 检例第103、105号 ended it the day before: one day, and no more."""
    assert story(key).day("附条件不起诉") == decided
    found = compute(RULES["cond_non_pros_probation"], date.fromisoformat(decided), calendar=DAYS, length=Length.parse(length))
    assert found.due_on == date.fromisoformat(ends)
    if ended:
        assert story(key).day("不起诉") == ended and (found.due_on - date.fromisoformat(ended)).days in (0, 1)


def test_revocation_lies_within_the_probation():
    """检例第107号: revoked on 15 January 2018, before 21 January (刑诉法第284条)."""
    assert date.fromisoformat(story("T47").day("撤销附条件不起诉")) < date(2018, 1, 21)


def test_reply_to_a_correction_within_the_days_of_the_office():
    """T11: thirteen days; no statutory term, within the default of fifteen."""
    begun, replied = (date.fromisoformat(story("T11").day(what)) for what in ("纠正违法通知书", "书面回复"))
    found = compute(RULES["correction_reply"], begun, calendar=DAYS)
    assert (replied - begun).days == 13 and replied <= found.due_on == date(2020, 2, 3)
    assert any("法律没有规定固定日数" in told for told in found.warnings)


def test_a_rule_does_not_reach_back_before_it_came_into_force():
    """检例第94号: a suggestion of 2017; the two months of 2019 are computed only with the warning that they do not apply."""
    sent = date.fromisoformat(story("T34").day("检察建议"))
    assert RULES["advice_reply"].effective_from == date(2019, 2, 26)
    assert any("起算日在此之前" in told for told in compute(RULES["advice_reply"], sent, calendar=DAYS).warnings)
    assert story("T34").periods == ()


def test_a_case_that_lay_for_years_is_stale_under_the_rules_of_2017():
    """检例第91号: filed in 2011, no measure until 2019: two years without one, and long past."""
    found = compute(RULES["econ_case_stale_b"], date(2011, 10, 14), calendar=DAYS)
    assert found.due_on == date(2013, 10, 14) < date(2019, 8, 13)


def test_longest_review_with_two_returns():
    """T38: 1 month and 15 days three times, with two months of supplementary investigation between: 6 March 2020 at the latest."""
    begun = date.fromisoformat(story("T38").day("移送起诉"))
    for key, ends in (("prosecute_review_plus_15d", "2019-10-05"), ("supp_return", "2019-11-05"), ("prosecute_review_plus_15d", "2019-12-20"),
                      ("supp_return", "2020-01-20"), ("prosecute_review_plus_15d", "2020-03-06")):  # fmt: skip
        begun = compute(RULES[key], begun, calendar=DAYS, in_custody=always).due_on
        assert begun == date.fromisoformat(ends), key
    assert date.fromisoformat(story("T38").day("提起公诉")) <= begun


def test_shipped_facts_are_those_of_the_collection():
    """Where the collection lies beside the project: every case, day and computed period of it is here, and nothing else."""
    assert set(STORIES) | FILING == {*FILING, *(f"T{number}" for number in (11, 12, 13, 15, 21, 25, 29, 31, 32, 34, 38, *range(43, 48), 50, 52))}
    if not COLLECTION.exists():
        return
    found = {case["id"]: case for case in json.loads(COLLECTION.read_text(encoding="utf-8"))["cases"]}
    assert set(found) == set(STORIES) | FILING
    for told in STORIES.values():
        theirs = found[told.key]
        assert [(on, step) for on, _side, step in told.steps] == [(row["date"], row["step"]) for row in theirs["steps"]], told.key
        computed = [row for row in theirs["checks"] if "adjusted_end" in row]
        late = [int(days[1]) if (days := re.search(r"超过期满日(\d+)日", row["verdict"])) else 0 for row in computed]
        assert [(one.length, one.begins.isoformat(), one.due.isoformat(), one.kept.isoformat(), one.late) for one in told.periods] == [
            (row["length"], row["start"], row["adjusted_end"], row["actual"], days) for row, days in zip(computed, late, strict=True)
        ], told.key


def test_no_person_and_no_firm_is_named():
    """某某 and 甲乙 of the sources are names all the same: the facts go without them."""
    for told in STORIES.values():
        words = told.title + "".join(step for _on, _side, step in told.steps)
        assert not re.search(r"某(?!市)|公司|甲|乙", words), told.key
