"""分支B 不应当立案而立案: 通知撤案, 复议, 复核, article by article (规则第559条第2款、第561条、第563条至第565条)."""

from datetime import date

import pytest

from cases.exceptions import Conflict, Invalid, NotAllowed
from cases.matters import Press, custody_changed, perform, settle, sweep
from cases.matters.dossier import dossier
from cases.models import Case, CompulsoryMeasure, Deadline, Document, Event, Suspect
from office.models import OfficeOption
from tests.supervision.play import (
    act,
    asked,
    at,
    clock,
    explained,
    fresh,
    notified,
    on_paper_act,
    opened,
    receive,
    sent,
    sign,
    waiting,
)

pytestmark = pytest.mark.django_db


def objected(world, when="2026-03-05", received="2026-03-06"):
    """要求复议, received with its file by the case management."""
    matter = notified(world, "B")
    sent(matter, "ask_reconsideration", world.legal_officer, world.head, when)
    receive(matter, world.case_manager, received)
    return fresh(matter)


def upheld(world):
    """复议维持, signed for by the police on 13 March: the five days to ask for 复核 run."""
    matter = objected(world)
    sent(matter, "uphold", world.second_prosecutor, world.chief, "2026-03-12")
    receive(matter, world.legal_officer, "2026-03-13")
    return fresh(matter)


def at_superior(world):
    """提请复核, received by the superior procuratorate on 18 March."""
    matter = upheld(world)
    sent(matter, "ask_review", world.legal_officer, world.head, "2026-03-17")
    receive(matter, world.city_prosecutor, "2026-03-18")
    return fresh(matter)


def test_request_needs_the_conditions_of_article_559(world):
    matter = opened(world, "B")
    with pytest.raises(Invalid, match="尚未提请批准逮捕"):
        act(matter, "request_b", world.prosecutor, "2026-02-03", {"not_yet_requested": ""})
    with pytest.raises(NotAllowed):
        act(matter, "request_a", world.prosecutor, "2026-02-03")  # branch A's request is not B's


def test_without_objection_withdrawn_at_once(world):
    matter = notified(world, "B")
    assert clock(matter, "withdraw_after_notice").due_on == date(2026, 3, 17)
    window = clock(matter, "reconsider_withdraw_file")
    assert window.nature == "right" and window.due_on == date(2026, 3, 9)  # the fifth day is a Saturday: rolls (C, nobody held)
    assert matter.next_due_on == date(2026, 3, 17)  # a right sets no light
    sent(matter, "withdraw_case", world.legal_officer, world.head, "2026-03-04", {"withdrawn_on": "2026-03-03"})
    row = fresh(matter)
    assert row.state == "withdrawal_informing" and row.filing.voluntary is False
    assert clock(matter, "withdraw_after_notice").status == "met"
    assert clock(matter, "reconsider_withdraw_file").status == "dropped"
    assert clock(matter, "case_withdraw_inform").due_on == date(2026, 3, 6)
    receive(matter, world.prosecutor, "2026-03-04")
    act(matter, "withdrawal_informed", world.legal_officer, "2026-03-05")
    row = fresh(matter)
    assert row.state == "withdrawn" and row.closed_at and not Deadline.objects.filter(matter=matter, status="running").exists()


def test_police_withdraw_of_their_own_while_asked(world):
    matter = asked(world, "B")
    sent(matter, "withdraw_case", world.legal_officer, world.head, "2026-02-11", {"withdrawn_on": "2026-02-11"})
    assert clock(matter, "explain_filing").status == "met"
    assert fresh(matter).filing.voluntary is True


def test_withdrawal_not_told_can_be_closed_after_three_days(world):
    matter = asked(world, "B")
    sent(matter, "withdraw_case", world.legal_officer, world.head, "2026-02-11", {"withdrawn_on": "2026-02-11"})
    receive(matter, world.prosecutor, "2026-02-11")
    with pytest.raises(NotAllowed, match="届满后"):
        act(matter, "close_withdrawn", world.prosecutor, "2026-02-12")
    act(matter, "close_withdrawn", world.prosecutor, "2026-02-25")
    assert fresh(matter).state == "withdrawn"
    assert clock(matter, "case_withdraw_inform").status == "dropped"  # never told: not kept


def test_reasons_for_filing_hold(world):
    matter = explained(world, "B")
    act(matter, "reasons_hold_b", world.prosecutor, "2026-02-13")
    assert clock(matter, "inform_reason_ok").due_on == date(2026, 2, 24)  # 2/23 is the last day of the festival
    act(matter, "inform", world.prosecutor, "2026-02-14")
    assert fresh(matter).state == "reasons_accepted"
    with pytest.raises(Conflict, match="其后已经办理“书面说明理由”"):
        on_paper_act(matter, Document.objects.get(matter=matter, type="D02"), "withdraw", world.chief, "2026-02-14")


def test_reconsideration_runs_from_receipt_of_the_file(world):
    matter = notified(world, "B")
    sent(matter, "ask_reconsideration", world.legal_officer, world.head, "2026-03-05")
    assert clock(matter, "reconsider_withdraw_file").status == "met"
    assert clock(matter, "withdraw_after_notice").status == "dropped"  # 规则第564条: 未要求复议 is the condition
    assert clock(matter, "reconsider_withdraw_decide") is None  # 规则第565条: from receipt
    with pytest.raises(NotAllowed, match="请先签收"):
        act(matter, "uphold", world.second_prosecutor, "2026-03-05")
    receive(matter, world.case_manager, "2026-03-06")
    ours = clock(matter, "reconsider_withdraw_decide")
    assert ours.due_on == date(2026, 3, 13) and ours.owed_by == "procuratorate" and ours.shared


def test_another_prosecutor_reconsiders(world):
    matter = objected(world)
    with pytest.raises(NotAllowed, match="原承办人以外"):
        act(matter, "uphold", world.prosecutor, "2026-03-09")
    with pytest.raises(NotAllowed, match="原承办人以外"):
        act(matter, "vary", world.prosecutor, "2026-03-09")
    sent(matter, "vary", world.second_prosecutor, world.chief, "2026-03-09")
    row = fresh(matter)
    assert row.state == "revoked" and row.closed_at
    receive(matter, world.legal_officer, "2026-03-10")  # the decision reaches the police though the matter is closed
    assert fresh(matter).state == "revoked"


def test_first_prosecutor_does_not_sign_what_the_assistant_drafted_for_him(world):
    OfficeOption.objects.create(office=world.office, key="reconsideration_decided_by", value="prosecutor")
    matter = objected(world)
    act(matter, "uphold", world.assistant, "2026-03-09")
    with pytest.raises(NotAllowed, match="原承办人以外"):
        sign(matter, world.prosecutor, "2026-03-09")
    sign(matter, world.second_prosecutor, "2026-03-09")
    assert fresh(matter).state == "upheld"


def test_upheld_then_silent_is_pressed_and_must_withdraw_at_once(world):
    matter = upheld(world)
    window = clock(matter, "review_withdraw_file")
    assert window.nature == "right" and window.due_on == date(2026, 3, 18)
    assert sweep(now=at("2026-03-25")).drafts == 0
    with pytest.raises(NotAllowed, match="届满后"):
        act(matter, "press_withdrawal", world.prosecutor, "2026-03-18")
    act(matter, "press_withdrawal", world.prosecutor, "2026-03-19")
    row = fresh(matter)
    assert row.state == "awaiting_withdrawal"
    receive(matter, world.legal_officer, "2026-03-20")
    assert clock(matter, "withdraw_at_once").due_on == date(2026, 3, 23)
    with pytest.raises(NotAllowed, match="不能"):
        act(matter, "ask_reconsideration", world.legal_officer, "2026-03-20")  # once only
    assert sweep(now=at("2026-03-24")).drafts == 1  # 规则第564条: 应当发出纠正违法通知书
    assert Document.objects.get(matter=matter, status="draft").type == "D10"


def test_superior_revokes(world):
    matter = at_superior(world)
    assert matter.acting_office_id == world.city_office.pk
    assert clock(matter, "review_withdraw_decide").due_on == date(2026, 4, 2) and clock(matter, "review_withdraw_decide").owed_by == "superior"
    with pytest.raises(NotAllowed):
        act(matter, "review_revokes", world.second_prosecutor, "2026-03-20")
    paper = sent(matter, "review_revokes", world.city_prosecutor, world.city_chief, "2026-03-20")
    assert paper.issuer == world.city and paper.number.startswith("临检")
    row = fresh(matter)
    assert row.state == "revoked" and row.acting_office_id == world.office.pk and row.closed_at
    assert not Deadline.objects.filter(matter=matter, status="running").exists()


def test_superior_confirms_and_the_own_chief_cannot_undo_it(world):
    matter = at_superior(world)
    sent(matter, "review_confirms", world.city_prosecutor, world.city_chief, "2026-03-20")
    row = fresh(matter)
    assert row.state == "awaiting_withdrawal" and row.filing.reviewed
    with pytest.raises(Conflict, match="不能撤销"):
        perform(matter.pk, "undo", officer=world.chief, data={}, reason="不同意", now=at("2026-03-20"))
    with pytest.raises(NotAllowed, match="制发方"):
        on_paper_act(matter, waiting(matter, "police"), "withdraw", world.chief, "2026-03-20")
    receive(matter, world.legal_officer, "2026-03-23")
    assert clock(matter, "withdraw_at_once").due_on == date(2026, 3, 26)
    with pytest.raises(NotAllowed):
        act(matter, "ask_reconsideration", world.legal_officer, "2026-03-24")
    sent(matter, "withdraw_case", world.legal_officer, world.head, "2026-03-24", {"withdrawn_on": "2026-03-24"})
    assert clock(matter, "withdraw_at_once").status == "met"


def test_late_objection_is_taken_and_marked(world):
    matter = notified(world, "B")
    act(matter, "ask_reconsideration", world.legal_officer, "2026-03-12")
    result = sign(matter, world.head, "2026-03-12")
    assert fresh(matter).state == "reconsideration"
    assert result.event.late_days == 3 and "逾期3日" in result.event.text  # window closed on 9 March
    window = clock(matter, "reconsider_withdraw_file")
    assert window.status == "lapsed" and window.late_days == 0 and window.ended_on == date(2026, 3, 12)  # in no figure of lateness


def test_case_management_refuses_a_late_objection(world):
    matter = notified(world, "B")
    before = fresh(matter)
    sent(matter, "ask_reconsideration", world.legal_officer, world.head, "2026-03-12")
    paper = waiting(matter, "procuratorate")
    with pytest.raises(NotAllowed, match="案件管理"):
        on_paper_act(matter, paper, "refuse", world.prosecutor, "2026-03-13", reason="逾期")
    with pytest.raises(Invalid, match="理由"):
        on_paper_act(matter, paper, "refuse", world.case_manager, "2026-03-13", reason=" ")
    on_paper_act(matter, paper, "refuse", world.case_manager, "2026-03-13", reason="要求复议已逾期，案卷材料不齐")
    row = fresh(matter)
    assert (row.state, row.police_from, row.next_due_on) == (before.state, before.police_from, before.next_due_on)
    assert clock(matter, "withdraw_after_notice").status == "running"
    assert clock(matter, "reconsider_withdraw_file").status == "running"
    paper.refresh_from_db()
    assert paper.status == "withdrawn" and "案卷材料不齐" in paper.ended_reason
    with pytest.raises(Conflict):
        on_paper_act(matter, paper, "receive", world.case_manager, "2026-03-13")


def test_lapsed_right_is_written_by_the_next_act(world):
    matter = notified(world, "B")
    assert sweep(now=at("2026-03-20")).drafts == 1
    sign(matter, world.chief, "2026-03-20")
    assert fresh(matter).state == "correction"
    window = clock(matter, "reconsider_withdraw_file")
    assert window.status in ("lapsed", "dropped") and window.late_days == 0
    receive(matter, world.legal_officer, "2026-03-23")
    sent(matter, "reply_correction", world.legal_officer, world.head, "2026-03-30")
    receive(matter, world.prosecutor, "2026-03-30")
    assert clock(matter, "correction_reply").status == "met"
    sent(matter, "escalate_replied", world.prosecutor, world.chief, "2026-03-31")
    receive(matter, world.city_prosecutor, "2026-04-01")
    act(matter, "negotiate", world.city_prosecutor, "2026-04-03", {"negotiated_on": "2026-04-02", "result": "同意撤案。"})
    sent(matter, "withdraw_case", world.legal_officer, world.head, "2026-04-07", {"withdrawn_on": "2026-04-07"})
    assert fresh(matter).state == "withdrawal_informing"


def test_escalated_police_may_still_correct(world):
    matter = notified(world, "B")
    sweep(now=at("2026-03-20"))
    sign(matter, world.chief, "2026-03-20")
    receive(matter, world.legal_officer, "2026-03-23")
    sweep(now=at("2026-04-20"))
    draft = Document.objects.get(matter=matter, status="draft", type="U01")
    perform(matter.pk, "revise", officer=world.prosecutor, data={"document": draft.pk, **draft.fields, "reasons": "请协商。"}, now=at("2026-04-20"))
    paper = sign(matter, world.chief, "2026-04-20").documents[0]
    assert paper.issuer == world.court  # the office's own report, though the move is the superior's from now
    assert fresh(matter).acting_office_id == world.city_office.pk
    found = sent(matter, "found_crime", world.prosecutor, world.chief, "2026-04-21")
    assert found.issuer == world.court
    sent(matter, "withdraw_case", world.legal_officer, world.head, "2026-04-22", {"withdrawn_on": "2026-04-22"})
    row = fresh(matter)
    assert row.state == "withdrawal_informing" and row.acting_office_id == world.office.pk


def test_superior_sees_only_what_lies_with_it_to_act_on(world):
    matter = at_superior(world)
    seen = dossier(world.city_prosecutor, matter.pk)
    assert seen.state.code == "superior_review"
    other = notified(world, "B")
    with pytest.raises(NotAllowed):
        act(other, "verify", world.city_prosecutor, "2026-03-20")  # reads its subordinate's matter, does not act


def test_custody_moves_the_notice_clock(world):
    """顺延码C: 期满日 in custody is not rolled; released, it rolls (law.md 1.3 #3)."""
    matter = asked(world, "B", received="2026-02-14")  # seven days end on Saturday 21 February, in the Spring Festival
    assert matter.police_due_on == date(2026, 2, 24)
    matter.case = Case.objects.create(office=world.office, number="案1", name="测试案", charge="合同诈骗")
    matter.save()
    suspect = Suspect.objects.create(office=world.office, case=matter.case, name="测试甲")
    measure = CompulsoryMeasure.objects.create(office=world.office, suspect=suspect, kind="detention", began_on=date(2026, 2, 10))
    press = Press(world.prosecutor, at("2026-02-15"))
    custody_changed(press, matter.case_id)
    settle(press)
    row = fresh(matter)
    assert row.police_due_on == row.next_due_on == date(2026, 2, 21)
    told = Event.objects.get(matter=matter, action="recompute")
    assert "2026年2月24日改为2026年2月21日" in told.text and told.shown == "both"
    measure.ended_on = date(2026, 2, 20)
    measure.save()
    press = Press(world.prosecutor, at("2026-02-20"))
    custody_changed(press, matter.case_id)
    settle(press)
    assert fresh(matter).police_due_on == date(2026, 2, 24)
