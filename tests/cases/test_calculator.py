"""期限计算器: the page says what the engine computes, and what is missing in one sentence beside the field."""

from __future__ import annotations

import html
import re

import pytest

from cases.rules import RULES, SECTIONS
from tests.world import World, signed_in

pytestmark = pytest.mark.django_db


def ask(who, **query):
    side = who.side
    answer = signed_in(who).get(f"/{side}/calculator/", query)
    return answer.status_code, html.unescape(re.sub(r"<[^>]+>", "", answer.content.decode()))


@pytest.mark.parametrize("who", ["prosecutor", "legal_officer"])
def test_both_sides_see_the_day_and_every_step(world: World, who):
    status, page = ask(getattr(world, who), rule="explain_no_filing", day="2026-02-10")
    assert status == 200
    assert "2026年2月24日（周二）" in page  # law.md 1.3 #1
    assert "春节" in page and "刑诉法第105条第4款" in page and "规则第560条" in page


def test_custody_on_the_last_day_stops_the_roll(world: World):
    """刑诉法第105条第4款但书."""
    free = ask(world.prosecutor, rule="withdraw_after_notice", day="2025-09-25")[1]
    held = ask(world.prosecutor, rule="withdraw_after_notice", day="2025-09-25", custody="on")[1]
    assert "2025年10月10日" in free and "2025年10月10日" in held  # a workday
    free = ask(world.prosecutor, rule="explain_filing", day="2025-09-25")[1]
    held = ask(world.prosecutor, rule="explain_filing", day="2025-09-25", custody="on")[1]
    assert "2025年10月9日（周四）" in free
    assert "2025年10月2日（周四）" in held and "但书" in held


def test_what_follows_on_expiry_with_the_word_of_the_statute(world: World):
    must = ask(world.prosecutor, rule="file_after_notice", day="2026-11-02")[1]
    assert re.search(r"期满\s*应当 应当发出《纠正违法通知书》", must)
    may = ask(world.prosecutor, rule="supervised_case_3m", day="2026-11-02")[1]
    assert re.search(r"期满\s*可以 三个月以内未侦查终结的", may)


def test_a_default_is_marked_as_the_offices_own(world: World):
    page = ask(world.prosecutor, rule="withdraw_at_once", day="2026-11-02")[1]
    assert "内部约定" in page and "待核" in page and "2026年11月5日" in page
    assert "2026年11月6日" in ask(world.prosecutor, rule="withdraw_at_once", day="2026-11-02", length="4日")[1]


def test_unverified_rule_is_marked(world: World):
    key = next(rule.key for rule in RULES.values() if rule.pending and not rule.hourly)
    page = ask(world.prosecutor, rule=key, day="2026-11-02")[1]
    assert "未见官方原文（待核）" in page


@pytest.mark.parametrize(("query", "words"), [
    ({"rule": "explain_no_filing", "day": "2026-02-30"}, "请填写存在的日期"),
    ({"rule": "explain_no_filing", "day": ""}, "请填写起算日"),
    ({"rule": "", "day": "2026-02-10"}, "请选择期限"),
    ({"rule": "no_such", "day": "2026-02-10"}, "没有这项期限规则"),
    ({"rule": "explain_no_filing", "day": "2026-02-10", "length": "9日"}, "由法律定为七日，不能另行指定"),
    ({"rule": "withdraw_at_once", "day": "2026-02-10", "length": "很久"}, "不是可以识别的期限"),
    ({"rule": "jurisdiction_handover", "day": "2026-02-10"}, "以小时计算，请填写起算时刻"),
    ({"rule": "jurisdiction_handover", "day": "2026-02-10", "time": "25:00"}, "24小时制"),
])  # fmt: skip
def test_bad_input_is_one_sentence_by_its_field(world: World, query, words):
    status, page = ask(world.legal_officer, **query)
    assert status == 400
    assert page.count(words) >= 2  # in the summary and by the field
    assert "起算事实" in page


def test_hour_rule_gives_the_moment(world: World):
    status, page = ask(world.prosecutor, rule="jurisdiction_handover", day="2026-03-02", time="10:20")
    assert status == 200
    assert "2026年3月3日" in page


def test_every_rule_of_the_table_can_be_chosen(world: World):
    page = signed_in(world.prosecutor).get("/procuratorate/calculator/").content.decode()
    assert all(f'value="{key}"' in page for key in RULES)
    assert page.count("<optgroup") == len(SECTIONS) == 6
