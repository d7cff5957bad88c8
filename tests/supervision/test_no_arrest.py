"""不捕跟踪: what the police owe after a refusal, and where it leads (law.md 7.1 rows 1, 3, 7 and 13)."""

from __future__ import annotations

from datetime import date

import pytest

from cases.desk.page.page import detail_facts
from cases.exceptions import Invalid, NotAllowed
from cases.matters import perform, sweep
from cases.matters.dossier import Dossier
from cases.matters.papers.documents import blocks_of
from cases.models import Document, Matter
from office.blocks import text_of
from supervision.forms.correcting import PressForm
from supervision.forms.no_arrest import DesignatedForm
from tests.supervision.play import act, at, clock, fresh, receive, sent, sign
from tests.supervision.plays.no_arrest import opened
from tests.supervision.test_objecting import contested, released, reviewed, upheld

pytestmark = pytest.mark.django_db


def words(matter: Matter, code: str) -> str:
    return text_of(blocks_of(Document.objects.filter(matter=matter, type=code).latest("drafted_at")))


def running(matter: Matter) -> set[str]:
    return set(matter.deadlines.filter(status="running").values_list("rule", flat=True))


BASE = {"no_arrest_receipt", "no_arrest_reconsider_file"}


@pytest.mark.parametrize(
    ("why", "detained", "clocks"),
    [
        ("none", "yes", {*BASE, "release_after_no_arrest", "no_arrest_15d"}),
        ("none", "no", {*BASE, "no_arrest_15d"}),
        ("evidence", "yes", {*BASE, "release_after_no_arrest"}),
        ("no_danger", "no", BASE),
    ],
)
def test_clocks_begin_on_the_day_the_refusal_is_received(world, why, detained, clocks):
    matter = opened(world, why, detained=detained, day="2026-03-02", received="2026-03-04")
    assert running(matter) == clocks
    assert {one.begins_on for one in matter.deadlines.all()} == {date(2026, 3, 4)}
    assert matter.police_from and matter.number == "侦监不捕〔2026〕1号"


def test_row_7_the_earlier_of_two_receipts_warns_and_both_are_cited(world):
    """7.1 row 7: 规则第286条 counts from the paper received, 程序规定第140条 from 执行完毕: the earlier runs, both are named."""
    matter = opened(world, detained="yes", received="2026-03-03")
    found = clock(matter, "no_arrest_receipt")
    assert (found.begins_on, found.due_on) == (date(2026, 3, 3), date(2026, 3, 6))
    assert found.article == "规则第286条第2款；程序规定第140条"
    with pytest.raises(NotAllowed, match="请先报送释放"):
        act(matter, "receipt", world.legal_officer, "2026-03-04")
    act(matter, "release", world.investigator, "2026-03-05", {"released_at": "2026-03-05T08:00"})
    assert clock(matter, "no_arrest_receipt").due_on == date(2026, 3, 6)  # not three days from the release
    act(matter, "receipt", world.legal_officer, "2026-03-09")
    assert matter.events.get(action="receipt").late_days == 3
    assert fresh(matter).state == "following"


def test_release_is_at_once_and_never_judged_by_the_machine(world):
    """7.1: 立即 has no days: a reminder after one day, no lateness; not releasing is for the prosecutor to correct (规则第286条第2款)."""
    matter = opened(world, "evidence", received="2026-03-03")
    found = clock(matter, "release_after_no_arrest")
    assert (found.nature, found.due_on) == ("reminder", date(2026, 3, 4))
    with pytest.raises(NotAllowed, match="届满后"):
        act(matter, "not_released", world.prosecutor, "2026-03-04")
    act(matter, "not_released", world.prosecutor, "2026-03-05")
    child = matter.children.get(kind="investigation")
    assert child.investigation.facts == "收到决定书后未立即释放。"
    with pytest.raises(NotAllowed):  # once
        act(matter, "not_released", world.prosecutor, "2026-03-05")
    act(matter, "release", world.legal_officer, "2026-03-05", {"released_at": "2026-03-05T10:00"})
    assert clock(matter, "release_after_no_arrest").late_days == 0 and matter.events.get(action="release").late_days == 0
    sent(matter, "ask_reconsideration", world.legal_officer, world.head, "2026-03-06")  # the correction takes nothing of their five days
    assert fresh(matter).state == "reconsideration"


def test_no_objection_before_release(world):
    """刑诉法第92条: 必须将被拘留的人立即释放."""
    matter = opened(world, "evidence", detained="yes")
    before = fresh(matter).version
    with pytest.raises(NotAllowed, match="必须先将被拘留的人立即释放（刑诉法第92条）"):
        act(matter, "ask_reconsideration", world.legal_officer, "2026-03-03")
    assert fresh(matter).version == before
    act(matter, "release", world.legal_officer, "2026-03-03", {"released_at": "2026-03-02T17:00"})
    sent(matter, "ask_reconsideration", world.legal_officer, world.head, "2026-03-04")
    assert fresh(matter).state == "reconsideration"


def test_row_13_no_objection_after_supplement(world):
    """7.1 row 13: 规则第292条第1款: told to request again, an objection is not taken; there is no period in law for the supplement."""
    matter = released(world, "evidence")
    matter.no_arrest.supplemented = True
    matter.no_arrest.save()
    with pytest.raises(NotAllowed, match="应当重新提请批准逮捕，坚持要求复议的，不予受理（规则第292条第1款"):
        act(matter, "ask_reconsideration", world.legal_officer, "2026-03-04")


def test_row_3_fifteen_days_of_article_287(world):
    """7.1 row 3: 应当发出纠正违法通知书, then 报上一级协商; the same figure as 规则第564条, from another day."""
    matter = released(world, "none")
    assert clock(matter, "no_arrest_15d").due_on == date(2026, 3, 17)
    assert sweep(now=at("2026-03-17")).drafts == 0
    assert sweep(now=at("2026-03-18")).drafts == 1
    assert sweep(now=at("2026-03-19")).drafts == 0
    paper = Document.objects.get(matter=matter, type="D10")
    assert "超过十五日，未要求复议、提请复核，也未撤销案件或者终止侦查" in paper.fields["violation"]
    assert matter.no_arrest.decision_number in paper.fields["violation"] and "第二百八十七条" in paper.fields["law"]
    sign(matter, world.chief, "2026-03-19")
    receive(matter, world.legal_officer, "2026-03-20")
    assert clock(matter, "correction_reply").due_on == date(2026, 4, 4)  # the paper says so: not rolled
    assert sweep(now=at("2026-04-08")).drafts == 1
    draft = Document.objects.get(matter=matter, type="U01", status="draft")
    perform(matter.pk, "revise", officer=world.prosecutor, data={"document": draft.pk, **draft.fields, "reasons": "请协商。"}, now=at("2026-04-08"))
    sign(matter, world.chief, "2026-04-08")
    row = fresh(matter)
    assert row.state == "escalated" and row.acting_office_id == world.city_office.pk
    receive(matter, world.city_prosecutor, "2026-04-09")
    act(matter, "negotiate", world.city_prosecutor, "2026-04-10", {"negotiated_on": "2026-04-09", "result": "同意撤案。"})
    act(matter, "receipt", world.legal_officer, "2026-04-13")
    receive(matter, world.case_manager, "2026-04-13")
    sent(matter, "end_case", world.legal_officer, world.head, "2026-04-13", {"outcome_on": "2026-04-13"})
    row = fresh(matter)
    assert (row.state, row.no_arrest.outcome, row.acting_office_id) == ("withdrawn", "withdrawn", world.office.pk)


def test_row_3_the_fifteen_days_stop_where_the_decision_is_contested(world):
    """7.1 row 3: 未要求复议、提请复核 is the condition; after 维持 the prosecutor acts of his own."""
    matter = upheld(world, "none")
    assert clock(matter, "no_arrest_15d").status == "dropped"
    act(matter, "no_review", world.prosecutor, "2026-03-17")
    assert sweep(now=at("2026-04-20")).drafts == 0
    sent(matter, "correct_unheeded", world.prosecutor, world.chief, "2026-04-20")
    assert fresh(matter).state == "correction"


@pytest.mark.parametrize("why", ["evidence", "no_danger"])
def test_fifteen_days_are_only_for_those_who_are_not_to_be_prosecuted(world, why):
    matter = released(world, why)
    assert sweep(now=at("2026-04-20")).drafts == 0
    with pytest.raises(NotAllowed):
        act(matter, "correct", world.prosecutor, "2026-04-20")


def test_withdrawn_in_time(world):
    matter = released(world, "none")
    with pytest.raises(NotAllowed, match="请先送不批准逮捕执行回执"):
        act(matter, "end_case", world.legal_officer, "2026-03-03", {"outcome_on": "2026-03-03"})
    act(matter, "receipt", world.legal_officer, "2026-03-03")
    receive(matter, world.case_manager, "2026-03-03")
    sent(matter, "end_case", world.legal_officer, world.head, "2026-03-05", {"outcome": "terminated", "outcome_on": "2026-03-05"})
    row = fresh(matter)
    assert (row.state, row.no_arrest.outcome, row.no_arrest.outcome_on) == ("withdrawn", "terminated", date(2026, 3, 5))
    assert clock(matter, "no_arrest_15d").status == "met" and clock(matter, "no_arrest_reconsider_file").status == "dropped"


def arrest_of(matter: Matter) -> Matter:
    return matter.children.get(kind="arrest_review")


def test_varied_on_reconsideration_leads_back_to_an_arrest(world):
    """规则第290条、第289条第2款: the approval goes out with the decision; its execution is a matter of 审查逮捕."""
    matter = contested(world)
    sent(matter, "vary", world.second_prosecutor, world.chief, "2026-03-10")
    row = fresh(matter)
    assert (row.state, row.no_arrest.dispute, row.no_arrest.outcome) == ("approved", "varied", "approved")
    assert row.no_arrest.outcome_on == date(2026, 3, 10)
    assert {one.type for one in Document.objects.filter(matter=matter, status="issued")} == {"D21A", "D22"}
    assert not matter.children.exists()
    receive(matter, world.legal_officer, "2026-03-11")
    after = arrest_of(matter)
    assert (after.state, after.arrest_review.subject) == ("approved", "测试甲")
    act(after, "execute", world.legal_officer, "2026-03-12", {"executed_on": "2026-03-12"})
    act(after, "receipt", world.legal_officer, "2026-03-13")
    assert fresh(after).state == "arrested"


def test_superior_has_the_lower_office_revoke(world):
    """规则第291条第1款: 应当通知下级院撤销原决定，另行制作批准逮捕决定书."""
    matter = reviewed(world)
    sent(matter, "review_revokes", world.city_prosecutor, world.city_chief, "2026-03-20")
    row = fresh(matter)
    assert (row.state, row.acting_office_id, row.no_arrest.dispute) == ("to_approve", world.office.pk, "revoked")
    sent(matter, "approve_instead", world.prosecutor, world.chief, "2026-03-23")
    assert fresh(matter).state == "approved"
    assert fresh(matter).no_arrest.outcome_on == date(2026, 3, 23)
    receive(matter, world.legal_officer, "2026-03-24")
    receive(matter, world.legal_officer, "2026-03-24")
    assert arrest_of(matter).state == "approved"


def test_superior_may_approve_itself(world):
    """规则第291条第1款: 必要时也可以直接作出批准逮捕决定."""
    matter = reviewed(world)
    sent(matter, "review_approves", world.city_prosecutor, world.city_chief, "2026-03-20")
    paper = Document.objects.get(matter=matter, type="D22")
    assert paper.issuer == world.city and fresh(matter).state == "approved"
    receive(matter, world.legal_officer, "2026-03-23")
    assert arrest_of(matter).state == "approved"


def test_own_error_is_put_right_without_an_objection(world):
    """规则第289条第2款."""
    matter = released(world, "no_danger")
    sent(matter, "approve_instead", world.prosecutor, world.chief, "2026-03-05")
    assert fresh(matter).state == "approved" and "第二百八十九条第二款" in words(matter, "D22V")


def test_designated_residence_after_a_refusal_is_named_as_unlawful_and_corrected(world):
    """指居规定第5条第2款: the report is taken as it is, its words say what the law says, a correction is at hand."""
    matter = opened(world, "no_danger")
    with pytest.raises(NotAllowed):
        act(matter, "designated", world.prosecutor, "2026-03-03")
    act(matter, "release", world.legal_officer, "2026-03-03", {"measure": "designated", "released_at": "2026-03-03T09:00"})
    for side in ("procuratorate", "police"):
        shown = {one.label: one.words for one in detail_facts(Dossier(fresh(matter)), side)}
        assert "不批准逮捕后不得适用，指居规定第5条第2款" in shown["不批准逮捕后的强制措施"]
    act(matter, "designated", world.prosecutor, "2026-03-04")
    child = matter.children.get(kind="investigation")
    assert fresh(matter).state == "following" and child.state == "lead"
    assert child.number in str(DesignatedForm(matter=fresh(matter), today=date(2026, 3, 5)).fields["reasons"].help_text)


def test_progress_names_measures_and_nothing_of_where(world):
    matter = released(world, "no_danger")
    act(matter, "progress", world.investigator, "2026-03-20", {"measure": "bail"})
    assert fresh(matter).no_arrest.measure == "bail"
    act(matter, "progress", world.investigator, "2026-03-25")
    assert fresh(matter).no_arrest.measure == "bail"
    names = {column.name for column in matter.no_arrest._meta.concrete_fields}
    assert not [name for name in names if any(word in name for word in ("address", "place", "where", "location"))]


def test_tracking_ends_with_an_outcome(world):
    matter = opened(world, "evidence", detained="no", outline="on")
    with pytest.raises(NotAllowed, match="尚未送执行回执"):
        act(matter, "conclude", world.prosecutor, "2026-03-20", {"outcome_on": "2026-03-20"})
    act(matter, "receipt", world.legal_officer, "2026-03-03")
    receive(matter, world.case_manager, "2026-03-03")
    with pytest.raises(NotAllowed, match="请先登记公安机关是否提出异议"):
        act(matter, "conclude", world.prosecutor, "2026-03-04", {"outcome_on": "2026-03-04"})  # their five days still run
    act(matter, "no_objection", world.prosecutor, "2026-03-10")
    with pytest.raises(Invalid, match="补充侦查侦监补〔2026〕1号尚未办结"):
        act(matter, "conclude", world.prosecutor, "2026-03-20", {"outcome_on": "2026-03-20"})
    act(matter.children.get(), "drop", world.prosecutor, "2026-03-20", {"reasons": "无须补充。"})
    act(matter, "conclude", world.prosecutor, "2026-03-20", {"outcome_on": "2026-03-20"})
    row = fresh(matter)
    assert (row.state, row.no_arrest.outcome) == ("ended", "prosecution") and row.closed_at


def test_the_innocent_are_not_tracked_out_of_the_way(world):
    """规则第287条: where the police must withdraw, the prosecutor cannot simply close."""
    matter = released(world, "none")
    act(matter, "receipt", world.legal_officer, "2026-03-03")
    receive(matter, world.case_manager, "2026-03-03")
    with pytest.raises(NotAllowed, match="应当撤销案件或者终止侦查，不能直接结束跟踪"):
        act(matter, "conclude", world.prosecutor, "2026-03-04", {"outcome_on": "2026-03-04"})


def test_receipt_is_pressed_for_when_late(world):
    """What the letter proposes is the duty that has run out, not the reminder that stands before it."""
    matter = opened(world, "evidence", detained="yes")
    with pytest.raises(NotAllowed, match="届满后"):
        act(matter, "press_receipt", world.prosecutor, "2026-03-05")
    suggested = PressForm(matter=matter, today=date(2026, 3, 6)).fields["subject_matter"].initial
    assert suggested == "不批准逮捕执行回执"
    act(matter, "press_receipt", world.prosecutor, "2026-03-06")
    assert "不批准逮捕执行回执" in words(matter, "D26") or "送执行回执" in words(matter, "D26")


def corrected_notice(world) -> Matter:
    """规则第287条第3款: the notice of 20 March, signed for on that day."""
    matter = released(world, "none")
    sent(matter, "correct", world.prosecutor, world.chief, "2026-03-20")
    receive(matter, world.legal_officer, "2026-03-20")
    return fresh(matter)


def rechecked(world) -> Matter:
    """申请复查 received on 26 March 2026."""
    matter = corrected_notice(world)
    sent(matter, "ask_recheck", world.legal_officer, world.head, "2026-03-26")
    receive(matter, world.case_manager, "2026-03-26")
    return fresh(matter)


def test_the_notice_says_recheck_may_be_asked_for_and_it_may(world):
    """规则第554条第1款: seven days from the written opinion, by another prosecutor; the reply is not awaited meanwhile."""
    matter = corrected_notice(world)
    assert "第五百五十四条的规定，向本院申请复查" in words(matter, "D10")
    assert (clock(matter, "correction_recheck_file").nature, clock(matter, "correction_recheck_file").due_on) == ("right", date(2026, 4, 4))
    assert matter.no_arrest.dispute == "none"  # the ground of the notice is that none was raised
    matter = rechecked(world)
    due = clock(matter, "correction_recheck")
    assert (matter.state, due.due_on, due.owed_by) == ("recheck", date(2026, 4, 2), "procuratorate")
    assert clock(matter, "correction_reply").status == "dropped"
    with pytest.raises(NotAllowed, match="原承办人以外的检察官"):
        act(matter, "recheck_revokes", world.prosecutor, "2026-03-30")
    sent(matter, "recheck_revokes", world.second_prosecutor, world.chief, "2026-03-30")
    row = fresh(matter)
    assert (row.state, row.no_arrest.dispute) == ("correction_replied", "none")
    paper = words(matter, "D21C")
    assert "《纠正违法通知书》" in paper and "撤销《纠正违法通知书》的纠正意见" in paper
    act(matter, "corrected", world.prosecutor, "2026-03-31")
    assert fresh(matter).state == "following"


def test_a_notice_that_is_kept_goes_to_the_superior_who_may_have_it_revoked(world):
    """规则第554条第1款、第2款: the report goes with the decision; wrong: 书面通知撤销，下级应当执行."""
    matter = rechecked(world)
    sent(matter, "recheck_upholds", world.second_prosecutor, world.chief, "2026-03-30")
    row = fresh(matter)
    assert (row.state, row.acting_office_id) == ("escalated", world.city_office.pk)
    assert {"D21C", "U03"} <= set(Document.objects.filter(matter=matter, status="issued").values_list("type", flat=True))
    assert "特此报告" in words(matter, "U03")
    receive(matter, world.legal_officer, "2026-03-31")
    receive(matter, world.city_prosecutor, "2026-03-31")
    sent(matter, "superior_orders", world.city_prosecutor, world.city_chief, "2026-04-02")
    row = fresh(matter)
    assert (row.state, row.acting_office_id) == ("to_revoke", world.office.pk)
    receive(matter, world.case_manager, "2026-04-03")
    sent(matter, "revoke_correction", world.prosecutor, world.chief, "2026-04-03")
    assert fresh(matter).state == "correction_replied" and "第五百五十四条第二款" in words(matter, "D10W")


def test_who_replies_does_not_ask_for_a_recheck_of_it(world):
    matter = corrected_notice(world)
    sent(matter, "reply_correction", world.legal_officer, world.head, "2026-03-24")
    assert clock(matter, "correction_recheck_file").status == "dropped"
    with pytest.raises(NotAllowed):
        act(matter, "ask_recheck", world.legal_officer, "2026-03-24")
