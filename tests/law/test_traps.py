"""容易写错的 23 条 (law.md 7.1) and 法源冲突 (7.2): a test for every row, named by it.

Here are the rules and what filing, the clocks and the tables show; where a row is about another kind, that kind's own tests
play it and name it (``STORIES``).
"""

# ruff: noqa: DTZ001 -- moments of a period are local time without a zone
from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from cases.exceptions import Invalid, NotAllowed
from cases.matters import allowed_actions, perform, sweep
from cases.matters.clocks import deadlines
from cases.matters.dossier import Dossier
from cases.matters.papers.documents import blocks_of
from cases.matters.table.workflow import DOCUMENT_TYPES, WORKFLOWS, Decision, workflow
from cases.models import Clock, Deadline, Document, Matter
from cases.rules import RULES, SOURCES, rule
from office.blocks import text_of
from office.holidays import OfficeCalendar, days_of, shipped_notices
from office.periods import Roll, add_months, always, compute, never
from office.periods.terms import numeral
from office.sides import Role
from tests.supervision import plays
from tests.supervision.ground import started
from tests.supervision.play import act, asked, at, clock, explained, fresh, notified, opened, receive, sent, sign

DAYS = OfficeCalendar((day.date, day.kind, day.name) for notice in shipped_notices() for day in days_of(notice))

STORIES: dict[int, tuple[str, ...]] = {
    1: ("objecting", "non_prosecution"),
    3: ("no_arrest",),
    6: ("investigation",),
    7: ("no_arrest", "arrest_review"),
    8: ("arrest_review",),
    9: ("measure",),
    10: ("measure",),
    11: ("prosecution_review",),
    12: ("prosecution_review",),
    13: ("no_arrest",),
    14: ("arrest_review",),
    15: ("custody_review",),
    16: ("measure",),
    19: ("investigation",),
    20: ("investigation",),
    21: ("measure",),
    22: ("prosecution_review", "measure"),
    23: ("non_prosecution",),
}
"""Row → the kinds whose own tests (``tests/supervision/test_<kind>.py``) play it through ``perform()`` and name it."""


def due(key: str, day: str, *, held: bool = False, **more: Any) -> date | None:
    return compute(RULES[key], date.fromisoformat(day), in_custody=always if held else never, calendar=DAYS, **more).due_on


def words(matter: Matter, code: str) -> str:
    return text_of(blocks_of(Document.objects.filter(matter=matter, type=code).latest("drafted_at")))


def drafted(matter: Matter) -> list[str]:
    return list(Document.objects.filter(matter=matter, status="draft", leads=True).values_list("action", flat=True))


def running(matter: Matter) -> set[str]:
    return set(matter.deadlines.filter(status=Clock.RUNNING).values_list("rule", flat=True))


def offered(matter: Matter, officer: Any, day: str) -> set[str]:
    return {offer.code for offer in allowed_actions(Dossier(fresh(matter)), officer, date.fromisoformat(day))}


# ------------------------------------------------------------------------------------------------ the list itself


def test_every_row_has_a_test_that_names_it():
    found = {int(name) for key in globals() for name in re.findall(r"^test_row_(\d\d)_", key)}
    assert found == set(range(1, 24))
    for name, test in globals().items():
        if row := re.match(r"test_row_(\d\d)_", name):
            assert (test.__doc__ or "").startswith(f"Row {int(row[1])}:"), name


@pytest.mark.parametrize(("row", "kind"), [(row, kind) for row, kinds in STORIES.items() for kind in kinds])
def test_kinds_play_the_rows_that_are_theirs(row, kind):
    """The rules alone do not show that a workflow keeps to them: the kind's own tests do, and name the row."""
    written = (Path(__file__).parents[1] / "supervision" / f"test_{kind}.py").read_text(encoding="utf-8")
    named = rf"(?:[Rr]ow |row_0?|trap_0?){row}(?!\d)"
    assert re.search(named, written), f"test_{kind}.py没有写明第{row}条的测试"


# ------------------------------------------------------------------------------------------------ 7.1, rows 1 to 23


@pytest.mark.parametrize(("family", "lengths", "days"), [
    ("no_arrest", (5, 7, 5, 15), ("2026-05-09", "2026-05-11", "2026-05-09", "2026-05-19")),
    ("non_pros", (7, 30, 7, 30), ("2026-05-11", "2026-06-03", "2026-05-11", "2026-06-03")),
    ("cond_non_pros", (7, 30, 7, 30), ("2026-05-11", "2026-06-03", "2026-05-11", "2026-06-03")),
])  # fmt: skip
def test_row_01_reconsideration_of_no_arrest_and_of_non_prosecution_differ(family, lengths, days):
    """Row 1: 不批捕 5/7/5/15, 不起诉 7/30/7/30; the police's terms are rights, the decisions are duties."""
    steps = [RULES[f"{family}_{step}"] for step in ("reconsider_file", "reconsider_decide", "review_file", "review_decide")]
    assert tuple(step.amount for step in steps) == lengths
    assert [step.nature for step in steps] == ["right", "duty", "right", "duty"]
    assert [step.owed_by for step in steps] == ["police", "procuratorate", "police", "superior"]
    assert tuple(due(step.key, "2026-05-04").isoformat() for step in steps) == days  # 9 May is a Saturday that is worked


def test_row_01_no_act_mixes_the_families():
    """Row 1: no act of any table starts clocks of two of these families under the same facts."""
    families = ("no_arrest", "non_pros", "cond_non_pros")
    for table in WORKFLOWS.values():
        for row in table.actions:
            for starts in (row.starts, row.starts_on_receipt):
                always_on = {
                    next(one for one in sorted(families, key=len, reverse=True) if start.rule.startswith(one))
                    for start in starts
                    if not start.when and re.match(r"(cond_)?(no_arrest|non_pros)_(reconsider|review)_", start.rule)
                }
                assert len(always_on) <= 1, (table.kind, row.code)


@pytest.mark.django_db
def test_row_02_withdrawal_is_due_at_once_and_fifteen_days_are_the_outer_limit(world):
    """Row 2: without objection the police must withdraw at once; the fifteen days only bound silence, and stop on objection."""
    matter = notified(world, "B")
    assert clock(matter, "withdraw_after_notice").due_on == date(2026, 3, 17)
    assert "没有异议的，应当立即撤销案件" in words(matter, "D07")
    assert "立即撤销案件" in workflow("filing").state("awaiting_withdrawal").asks
    sweep(now=at("2026-03-17"))
    assert drafted(matter) == [] and "correct" not in offered(matter, world.prosecutor, "2026-03-17")
    sent(matter, "ask_reconsideration", world.legal_officer, world.head, "2026-03-05")
    assert "withdraw_after_notice" not in running(matter)


@pytest.mark.django_db
@pytest.mark.parametrize(("branch", "period"), [("A", "file_after_notice"), ("B", "withdraw_after_notice")])
def test_row_03_silence_past_fifteen_days_must_be_corrected_then_reported(world, branch, period):
    """Row 3: fifteen days of 规则564②: 应当 纠正违法通知书, and if still not corrected 应当 to the superior, who negotiates."""
    matter = notified(world, branch)
    assert clock(matter, period).due_on == date(2026, 3, 17)
    sweep(now=at("2026-03-18"))
    assert drafted(matter) == ["correct"]
    sign(matter, world.chief, "2026-03-18")
    receive(matter, world.legal_officer, "2026-03-19")
    sweep(now=at("2026-04-07"))
    assert drafted(matter) == ["escalate"]
    report = Document.objects.get(matter=matter, status="draft")
    words_of_ours = {**report.fields, "document": report.pk, "reasons": "请予协商。"}  # the check of periods writes the facts only
    perform(matter.pk, "revise", officer=world.prosecutor, data=words_of_ours, now=at("2026-04-07"))
    sign(matter, world.chief, "2026-04-07")
    assert fresh(matter).state == "escalated" and "协商" in workflow("filing").state("escalated").asks


def test_row_03_the_other_fifteen_days_end_in_the_same_must():
    """Row 3: fifteen days of 规则287③ after 不批捕 have the same consequence."""
    for key in ("file_after_notice", "withdraw_after_notice", "no_arrest_15d"):
        assert (RULES[key].amount, RULES[key].must) == (15, True)
        assert "应当发出《纠正违法通知书》" in RULES[key].on_expiry
        assert "上一级人民检察院协商同级公安机关处理" in RULES[key].on_expiry


@pytest.mark.django_db
def test_row_04_urging_after_three_months_is_a_may_and_for_supervised_cases_only(world):
    """Row 4: 可以 urge, not 应当: nothing is drafted; no other kind starts this period."""
    assert RULES["supervised_case_3m"].must is False and not workflow("filing").action("urge").must
    assert {kind for kind, table in WORKFLOWS.items() if "supervised_case_3m" in started(table)} == {"filing"}
    matter = notified(world)
    sent(matter, "file", world.legal_officer, world.head, "2026-03-10", {"filed_on": "2026-03-10"})
    receive(matter, world.prosecutor, "2026-03-10")
    assert "urge" not in offered(matter, world.prosecutor, "2026-06-10")
    assert "urge" in offered(matter, world.prosecutor, "2026-06-11")
    sweep(now=at("2026-07-01"))
    assert drafted(matter) == []


@pytest.mark.django_db
def test_row_05_only_silence_on_an_overdue_decision_must_be_corrected(world):
    """Row 5: 规则562 says 应当提出纠正意见, 规则560 does not: there the prosecutor may press, and nothing is drafted."""
    assert [RULES[key].must for key in ("explain_overdue", "explain_no_filing", "explain_filing")] == [True, None, None]
    silent, reasons = asked(world, "C"), asked(world, "A")
    sweep(now=at("2026-02-25"))
    assert drafted(silent) == ["correct_silence"] and drafted(reasons) == []
    assert "press" in offered(reasons, world.prosecutor, "2026-02-25")
    assert "correct_silence" not in offered(reasons, world.prosecutor, "2026-02-25")


@pytest.mark.django_db
@pytest.mark.parametrize("days", [10, 20])
def test_row_06_the_notice_says_by_when_to_reply(world, days):
    """Row 6: no statutory days for the reply: the notice names them; seven days of 复查 are the procuratorate's, not a filing term."""
    assert (RULES["correction_reply"].amount, RULES["correction_reply"].roll) == (None, Roll.X)
    assert (RULES["correction_recheck"].amount, RULES["correction_recheck"].owed_by) == (7, "procuratorate")
    assert RULES["correction_recheck_file"].amount is None and RULES["correction_recheck_file"].owed_by == "police"
    matter = notified(world)
    sent(matter, "correct", world.prosecutor, world.chief, "2026-03-18", {"reply_days": str(days)})
    receive(matter, world.legal_officer, "2026-03-19")
    assert f"{numeral(days)}日以内" in words(matter, "D10")
    assert clock(matter, "correction_reply").unrolled_on == date(2026, 3, 19) + timedelta(days=days)


def test_row_07_receipts_begin_on_different_days():
    """Row 7: 不批捕 receipt counts from the decision received (规则286), 批捕 receipt from the execution (程序规定142)."""
    refused, granted = RULES["no_arrest_receipt"], RULES["arrest_receipt"]
    assert (refused.amount, granted.amount) == (3, 3)
    assert "收到不批准逮捕决定书" in refused.trigger and "执行完毕" in granted.trigger
    assert "程序规定自执行完毕起算，按较早者预警" in refused.on_expiry
    assert refused.article == "规则第286条第2款；程序规定第140条" and granted.article.startswith("程序规定第142条")
    # 不捕跟踪 opens on the day the police receive the paper; an approval waits for the day of execution that they report
    [refusal] = [one for row in workflow("arrest_review").actions for one in row.opens if row.code == "refuse_evidence"]
    assert refusal.on_receipt and "no_arrest_receipt" in {one.rule for one in workflow("no_arrest").action(refusal.code).starts if not one.on}
    assert [(one.rule, one.on) for one in workflow("arrest_review").action("execute").starts] == [("arrest_receipt", "executed_on")]


def test_row_08_seven_days_only_for_the_detained():
    """Row 8: seven days for the detained, never rolled; fifteen or twenty for others rest on 规则282 alone."""
    held, free, long = (RULES[key] for key in ("review_arrest_detained", "review_arrest_free", "review_arrest_free_to_20d"))
    assert (held.amount, free.amount, long.amount) == (7, 15, 20)
    assert "刑诉法第91条" in held.article and free.article == long.article == "规则第282条"
    assert due("review_arrest_detained", "2026-05-02", held=True) == date(2026, 5, 9)
    assert due("review_arrest_detained", "2026-09-24", held=True) == date(2026, 10, 1)  # a holiday: not rolled
    assert due("review_arrest_free", "2026-09-16") == date(2026, 10, 8)
    begun = {start.rule: start.when for start in workflow("arrest_review").action("accept").starts}
    assert begun == {"review_arrest_detained": {"detained": {"yes"}}, "review_arrest_free": {"detained": {"no"}}}
    assert workflow("arrest_review").action("extend").when["detained"] == {"no"}


def test_row_09_the_terms_of_detention_are_terms_to_request_arrest():
    """Row 9: 3, +1 to 4 or 30 days to request; all of it with the seven days of review is 37 at most."""
    terms = ("request_arrest", "request_arrest_plus_4d", "request_arrest_to_30d")
    assert all("提请批准逮捕" in RULES[key].label for key in terms)
    assert [due(key, "2026-03-02", held=True) for key in terms] == [date(2026, 3, 5), date(2026, 3, 9), date(2026, 4, 1)]
    longest = due("request_arrest_to_30d", "2026-03-02", held=True)
    decided = due("review_arrest_detained", longest.isoformat(), held=True)
    assert (decided - date(2026, 3, 2)).days == 37


CUSTODY = ("invest_custody_2m", "invest_custody_plus_1m", "invest_custody_plus_2m", "invest_custody_plus_2m_more")


def test_row_10_who_extends_custody_and_until_when():
    """Row 10: 2+1+2+2 months; one by the 上一级院, both twos by the 省级院; to be requested seven days before the end."""
    assert [due(key, "2026-03-02", held=True) for key in CUSTODY] == [
        date(2026, 5, 2), date(2026, 6, 2), date(2026, 8, 2), date(2026, 10, 2),
    ]  # fmt: skip
    assert ["上一级" in RULES[key].label for key in CUSTODY] == [False, True, False, False]
    assert ["省级" in RULES[key].label for key in CUSTODY] == [False, False, True, True]
    assert [RULES[key].extends for key in CUSTODY[1:]] == list(CUSTODY[:3])
    latest = RULES["extend_custody_request"]
    assert latest.backward and due("extend_custody_request", "2026-05-15", held=True) == date(2026, 5, 8)
    assert "羁押期限届满后提请的，不予受理" in latest.on_expiry and "晚于届满七日前的，受理" in latest.on_expiry


@pytest.mark.django_db
def test_row_10_the_second_two_months_follow_the_first(world):
    """Row 10: 刑诉法第159条 needs the months of 第158条 used up: the engine extends step by step, from the first trigger."""
    matter = opened(world)
    deadlines.start(Dossier(matter), CUSTODY[0], trigger=date(2026, 3, 2), fact="逮捕")
    with pytest.raises(Invalid, match=r"须在"):
        deadlines.extend(Dossier(matter), CUSTODY[3], event=None)
    for key in CUSTODY[1:]:
        deadlines.extend(Dossier(matter), key, event=None)
    with pytest.raises(Invalid, match=r"重复|须在"):
        deadlines.extend(Dossier(matter), CUSTODY[2], event=None)
    assert clock(matter, CUSTODY[0]).due_on == date(2026, 10, 2)


def test_row_11_a_month_for_supplementary_investigation_and_review_anew():
    """Row 11: one month from receipt, twice at most; the month of review begins again with the new transfer."""
    assert [due("supp_return", day) for day in ("2026-01-31", "2026-04-30")] == [date(2026, 2, 28), date(2026, 6, 1)]
    assert due("supp_return", "2026-02-28", held=True) == date(2026, 3, 31)
    assert "补充侦查以二次为限" in RULES["supp_return"].on_expiry
    assert due("prosecute_review", "2026-06-01", held=True) == date(2026, 7, 1)
    assert due("prosecute_review_plus_15d", "2026-06-01", held=True) == date(2026, 7, 16)


def test_row_12_the_prosecutor_asks_why_before_anything_follows_from_a_return():
    """Row 12: the period of a return ends in 要求说明理由 (应当), not in a decision; whether to prosecute is decided elsewhere."""
    assert RULES["supp_return"].must is True and "应当" in RULES["supp_return"].on_expiry
    table = workflow("prosecution_review")
    doubt = table.action("not_pros_doubt")
    assert doubt.when["returns"] == {"1", "2"} and doubt.decided_by == Decision(Role.CHIEF)
    assert table.action("return_case").when["returns"] == {"0", "1"}, "没有第三次"
    told = f"{doubt.hint}{doubt.otherwise}"
    assert "二次退回后仍然证据不足的，应当不起诉" in told and "一次退回后没有再次退回必要的，可以不起诉" in told
    assert "应当要求公安机关说明理由" in RULES["supp_return"].on_expiry and "不起诉" not in RULES["supp_return"].on_expiry


def test_row_13_no_statutory_period_after_no_arrest():
    """Row 13: 不批捕补侦 has no period in law: a default of the office, shown as such, and never a violation by itself."""
    row = RULES["supp_no_arrest"]
    assert (row.amount, row.roll, row.mark, row.settable, row.nature) == (None, Roll.X, "D", True, "reminder")
    found = compute(row, date(2026, 3, 2), calendar=DAYS)
    assert any("法律没有规定固定日数" in told for told in found.warnings)
    assert "重新提请" in row.on_expiry
    ask = workflow("no_arrest").action("ask_reconsideration")
    assert ask.when["supplemented"] == {"no"} and "不予受理（规则第292条第1款" in ask.refusals["supplemented"]
    assert workflow("supplementary").action("feedback").on_parent == "supplemented"


def test_row_14_no_arrest_review_proposes_bail():
    """Row 14: 规则285②: no paper or form of 审查逮捕 in force puts forward 取保候审; residence surveillance may be suggested."""
    kinds = [table for kind, table in WORKFLOWS.items() if kind in ("arrest_review", "no_arrest")]
    forms = [row.form for table in kinds for row in table.actions if row.form is not None]
    labels = [str(field.label) for form in forms for field in form.base_fields.values()]
    assert not [label for label in labels if "建议取保" in label or "取保候审意见" in label]
    assert not [kind.name for kind in DOCUMENT_TYPES.values() if "取保候审意见" in kind.name or "建议取保" in kind.name]
    for code in ("refuse_none", "refuse_evidence", "refuse_no_danger"):
        typed = {"facts": "事实。", "reasons": "理由。", "ground": "no_fact"}
        form_class = workflow("arrest_review").action(code).form
        assert not form_class({**typed, "suggestion": "建议取保候审。"}, today=date(2026, 3, 2)).is_valid(), code
        assert not form_class({**typed, "reasons": "建议对其取保候审。"}, today=date(2026, 3, 2)).is_valid(), code
        assert form_class({**typed, "suggestion": "建议监视居住。"}, today=date(2026, 3, 2)).is_valid(), code


def test_row_15_custody_review_is_that_of_2023():
    """Row 15: 2023 rules in force, those of 2016 gone; ten days in investigation and trial, three in 审查起诉, ten for the reply."""
    assert [RULES[key].amount for key in ("cust_review_10d", "cust_review_3d", "cust_advice_reply")] == [10, 3, 10]
    assert "侦查、审判阶段" in RULES["cust_review_10d"].label
    assert "审查起诉阶段" in RULES["cust_review_3d"].label and "评估" in RULES["cust_review_3d"].label
    sources = [source for source in SOURCES.values() if "羁押必要性审查" in source.name]
    assert [source.effective_from for source in sources] == [date(2023, 11, 30)]
    assert all("羁押审查规定" in RULES[key].article for key in ("cust_review_10d", "cust_review_3d", "cust_advice_reply"))


def test_row_16_bail_begins_anew_with_the_next_organ():
    """Row 16: twelve months each time; the new organ decides in seven days, the old one reminds fifteen days before the end."""
    assert due("bail_12m", "2026-03-02") == date(2027, 3, 2)
    assert due("bail_12m", "2026-09-10") == date(2027, 9, 10)  # decided anew: nothing of the first spell is taken off
    assert "重新计算" in RULES["bail_12m"].on_expiry and "重新计算" in RULES["rs_6m"].on_expiry
    assert RULES["bail_handover_decide"].amount == 7
    assert RULES["bail_handover_warn"].backward and due("bail_handover_warn", "2027-03-02") == date(2027, 2, 15)


@pytest.mark.django_db
def test_row_16_the_new_organ_s_bail_has_its_own_twelve_months(world):
    """Row 16: 规则103: bail decided anew by the procuratorate runs its full term from that day, with its own reminder."""
    first = plays.opened("measure", world, "2026-03-02", variant="bail")
    act(first, "end", world.legal_officer, "2026-09-10", {"ending": "handed_over", "ended_on": "2026-09-10"})
    sign(first, world.head, "2026-09-10")
    again = plays.opened("measure", world, "2026-09-10", variant="bail", decided_by="procuratorate")
    assert clock(first, "bail_12m").due_on == date(2027, 3, 2) and clock(first, "bail_12m").status == Clock.MET
    assert (clock(again, "bail_12m").due_on, clock(again, "bail_handover_warn").due_on) == (date(2027, 9, 10), date(2027, 8, 26))


def test_row_17_only_the_last_day_rolls():
    """Row 17: custody holds the last day; holidays in between always count; a worked Saturday is no holiday."""
    assert due("explain_filing", "2026-02-10") == date(2026, 2, 24)
    assert due("explain_filing", "2026-02-10", held=True) == date(2026, 2, 17)
    assert due("explain_no_filing", "2026-02-10", held=True) == date(2026, 2, 24)  # R: custody does not matter
    assert due("file_after_notice", "2026-02-11") == date(2026, 2, 26)  # nine days of festival counted
    assert due("no_arrest_reconsider_file", "2026-05-04") == date(2026, 5, 9)


@pytest.mark.parametrize(("begun", "months", "ends"), [
    ("2026-02-28", 1, "2026-03-31"),  # relativedelta: 28 March
    ("2026-04-30", 1, "2026-05-31"),  # relativedelta: 30 May
    ("2026-01-31", 1, "2026-02-28"),
    ("2026-12-31", 2, "2027-02-28"),
    ("2025-12-30", 3, "2026-03-30"),  # all months at once, not the end of February and then one more
    ("2026-01-30", 1, "2026-02-28"),
])  # fmt: skip
def test_row_18_month_ends_are_those_of_the_court(begun, months, ends):
    """Row 18: 法释〔2021〕1号第202条: the last day of a month leads to the last day of a month."""
    assert add_months(date.fromisoformat(begun), months) == date.fromisoformat(ends)


def test_row_18_extended_custody_is_counted_from_the_first_day():
    """Row 18: 2+1 months from 30 December end on 30 March, not on the 31st."""
    assert due("invest_custody_2m", "2025-12-30", held=True) == date(2026, 2, 28)
    assert due("invest_custody_plus_1m", "2025-12-30", held=True) == date(2026, 3, 30)


def test_row_19_seven_days_of_624_are_not_for_investigation():
    """Row 19: no period rests on 规则624; that of an oral correction is the office's own, and nothing must follow it."""
    assert [row.key for row in RULES.values() if "624" in row.article] == []
    oral = RULES["oral_correction"]
    assert (oral.amount, oral.roll, oral.mark, oral.must) == (None, Roll.X, "D", None)
    assert "可以改用书面" in oral.on_expiry and "第624条的七日只适用于刑罚执行和监管执法" in oral.on_expiry


def test_row_20_the_notice_of_supervision_has_no_place_in_552():
    """Row 20: 侦查活动监督通知书 is outside the levels of the law: no period of the law, nothing 应当, its own paper."""
    notice = RULES["invest_supervision_notice"]
    assert (notice.amount, notice.mark, notice.must) == (None, "D", None)
    assert notice.key != RULES["correction_reply"].key and "可以升格" in notice.on_expiry


def test_row_21_hours_are_overdue_by_the_legal_moment_only():
    """Row 21: the hour in which it begins does not count; 传唤 and 拘传 end at the very moment."""
    held = compute(RULES["detain_to_kss"], datetime(2026, 3, 2, 10, 20), calendar=DAYS)
    assert (held.due_at, held.legal_due_at) == (datetime(2026, 3, 3, 10, 20), datetime(2026, 3, 3, 11, 0))
    full = compute(RULES["detain_to_kss"], datetime(2026, 3, 2, 10, 0), calendar=DAYS)
    assert (full.due_at, full.legal_due_at) == (datetime(2026, 3, 3, 10, 0), datetime(2026, 3, 3, 11, 0))
    summoned = compute(RULES["summon_max"], datetime(2026, 3, 2, 10, 20), calendar=DAYS)
    assert summoned.due_at == summoned.legal_due_at == datetime(2026, 3, 2, 22, 20)


@pytest.mark.django_db
def test_row_21_between_the_two_moments_nothing_is_late(world):
    """Row 21: past the strict moment a warning, past the legal one 逾期."""
    matter = opened(world)
    begun = timezone.make_aware(datetime(2026, 3, 2, 10, 20))
    row = deadlines.start(Dossier(matter), "detain_interrogate", trigger=begun, fact="拘留")
    moments = [begun + timedelta(hours=24, minutes=minute) for minute in (0, 39, 40, 41)]
    assert [deadlines.overrun_of(row, moment.date(), moment) for moment in moments] == [0, 0, 0, 1]


@pytest.mark.django_db
def test_row_22_days_of_psychiatric_evaluation_do_not_count(world):
    """Row 22: 刑诉法第149条: the days from pause to resumption are taken out; no holiday, no other evaluation is."""
    span = [(date(2026, 3, 10), date(2026, 3, 19))]
    assert due("invest_custody_2m", "2026-03-02", held=True, excluded=span) == date(2026, 5, 12)
    matter = opened(world)
    deadlines.start(Dossier(matter), "invest_custody_2m", trigger=date(2026, 3, 2), fact="逮捕")
    deadlines.pause(Dossier(matter), ["invest_custody_2m"], on=date(2026, 3, 10), event=None)
    assert not Deadline.objects.filter(matter=matter, rule="invest_custody_2m", status=Clock.RUNNING).exists()
    deadlines.resume(Dossier(matter), ["invest_custody_2m"], on=date(2026, 3, 20))
    again = Deadline.objects.get(matter=matter, rule="invest_custody_2m", status=Clock.RUNNING)
    assert again.due_on == date(2026, 5, 12)
    for table in WORKFLOWS.values():
        for one in table.actions:
            custody = [key for key in one.pauses if key.startswith(("request_arrest", "invest_custody", "prosecute_review", "review_arrest"))]
            assert not custody or "精神病鉴定" in f"{one.label}{one.hint}", (table.kind, one.code)


def test_row_23_conditional_non_prosecution_has_its_own_objections():
    """Row 23: 7/30/7/30 by 程序规定330 and 规则472, which are not the articles of 不起诉."""
    for step, amount in (("reconsider_file", 7), ("reconsider_decide", 30), ("review_file", 7), ("review_decide", 30)):
        own, other = RULES[f"cond_non_pros_{step}"], RULES[f"non_pros_{step}"]
        assert own.amount == amount and own.article != other.article
        assert "第330条" in own.article or "第472条" in own.article


@pytest.mark.django_db
def test_row_23_a_conditional_decision_tells_the_victim_of_no_suit_of_his_own(world):
    """Row 23: 附条件不起诉: 申诉 only; that of 不起诉 names the suit before the court (刑诉法第180条)."""
    papers = {}
    for code, kind, more in (("not_pros_conditional", "D25C", {"minor": "on"}), ("not_pros_discretion", "D25", {})):
        matter = plays.opened("prosecution_review", world, "2026-03-02", **more)
        act(matter, code, world.prosecutor, "2026-03-10", {"victim": "on"})
        papers[kind] = words(matter, kind)
    assert "不适用《中华人民共和国刑事诉讼法》第一百八十条" in papers["D25C"] and "也可以" not in papers["D25C"]
    assert "也可以" in papers["D25"] and "直接向人民法院起诉" in papers["D25"]


# ------------------------------------------------------------------------------------------------ 7.2


def test_conflict_three_days_warn_and_ten_decide_for_economic_crime():
    """7.2 row 1: 3 日 by 移送案件规定 and 程序规定 against 3/10/30/+30 by 经济犯罪规定."""
    assert "三日届满只作预警" in RULES["filing_review_admin_econ"].on_expiry
    assert [due(key, "2026-03-02") for key in ("filing_review_admin_econ", "filing_review_admin_econ_to_10d")] == [date(2026, 3, 5), date(2026, 3, 12)]
    assert (RULES["filing_review_admin_econ_to_30d"].amount, RULES["filing_review_admin_econ_plus_30d"].amount) == (30, 30)


def test_conflict_review_of_a_report_may_have_been_changed():
    """7.2 row 2: the terms of 2015 are used and say that the unpublished ones of 2023 may differ."""
    assert "公安机关接报案与立案工作规定" in RULES["filing_review"].on_expiry


@pytest.mark.django_db
@pytest.mark.parametrize("measures", ["true", "false", "unknown"])
def test_conflict_branch_b_needs_no_measure_taken(world, measures):
    """7.2 row 3: 规则559② does not ask for a coercive measure as the rules of 2010 did; whether one was taken is recorded."""
    matter = opened(world, "B", measures_taken=measures)
    sent(matter, "request_b", world.prosecutor, world.chief, "2026-02-03")
    assert fresh(matter).state == "awaiting_reasons"
    assert fresh(matter).filing.measures_taken is {"true": True, "false": False, "unknown": None}[measures]


@pytest.mark.django_db
def test_conflict_reasons_for_filing_rest_on_the_rules_of_the_procuratorate(world):
    """7.2 row 4: 程序规定 has no period for it: what the police read names 规则 (and 立案监督规定), not 程序规定."""
    matter = asked(world, "B")
    row = clock(matter, "explain_filing")
    assert row.article.startswith("规则第560条") and "程序规定" not in row.article
    assert "程序规定" not in "".join(step["basis"] for step in row.steps) and "程序规定" not in words(matter, "D02")
    assert "程序规定" not in RULES["withdraw_after_notice"].article


def test_conflict_reverse_linkage_counts_working_days():
    """7.2 row 5: 3+10 working days (反向衔接指引) go before the three days of 行刑衔接规定, which say so."""
    assert due("rev_transfer", "2026-09-28") == date(2026, 10, 8)
    assert due("rev_review", "2026-09-28") == date(2026, 10, 16)  # Saturday 10 October is worked
    assert "以后者为准" in RULES["opinion_service"].on_expiry
    assert "opinion_service" not in {key for table in WORKFLOWS.values() for key in started(table)}


def test_conflict_unverified_names_and_numbers_are_marked():
    """7.2 row 7: forms of 2012 and 2020: what is known from memory is shown as 待核, and number formats are settings."""
    assert any(kind.pending for kind in DOCUMENT_TYPES.values() if kind.origin == "made")
    assert RULES["reconsider_withdraw_file"].pending and rule("opinion_reply").pending


@pytest.mark.django_db
def test_conflict_nothing_is_asked_twice_of_the_police(world):
    """7.2: a reason given late is taken and marked; a second one is refused with its own sentence."""
    matter = explained(world, "A")
    with pytest.raises(NotAllowed, match=r"。$"):
        act(matter, "explain", world.legal_officer, "2026-02-13")
