"""分支C 逾期不作出是否立案决定 (规则第562条), and the paths it shares with A: 移送公安, 督促, 纠正, 跟踪, 来信."""

from datetime import date

import pytest

from cases.exceptions import Conflict, Invalid, NotAllowed
from cases.matters import perform, sweep
from cases.models import Deadline, Document, Event
from tests.supervision.play import (
    act,
    asked,
    at,
    clock,
    explained,
    fresh,
    notified,
    on_paper,
    on_paper_act,
    opened,
    receipt_on_paper,
    receive,
    sent,
    sign,
    waiting,
)  # fmt: skip
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def silent(world):
    """Seven days without a word: the correction the law demands, signed for by the police on 26 February."""
    matter = asked(world, "C")
    assert sweep(now=at("2026-02-25")).drafts == 1
    sign(matter, world.chief, "2026-02-25")
    receive(matter, world.legal_officer, "2026-02-26")
    return fresh(matter)


def test_not_yet_late_goes_to_the_police_and_the_complainant_is_answered(world):
    matter = opened(world, "C", code="register")
    papers = act(matter, "pass_to_police", world.prosecutor, "2026-02-03").documents
    assert [paper.type for paper in papers] == ["D27", "D28"]
    row = fresh(matter)
    assert row.state == "with_police" and row.police_from
    assert clock(matter, "complaint_7d").status == "met"
    assert clock(matter, "filing_review").due_on == date(2026, 2, 9)  # 受案2月1日 + 7日 = 2月8日，星期日
    receive(matter, world.legal_officer, "2026-02-04")
    act(matter, "decided", world.legal_officer, "2026-02-05", {"decision": "non_filing", "decided_on": "2026-02-05"})
    sign(matter, world.head, "2026-02-05")
    row = fresh(matter)
    assert (row.state, row.variant) == ("review", "A")  # 逾期不决定 turned 应立不立
    assert clock(matter, "filing_review").status == "met"
    receive(matter, world.prosecutor, "2026-02-05")
    act(matter, "request_a", world.prosecutor, "2026-02-06")


def test_the_answer_to_the_complainant_is_not_named_to_the_police(world):
    matter = opened(world, "C", code="register")
    act(matter, "pass_to_police", world.prosecutor, "2026-02-03")
    told = signed_in(world.legal_officer).get(f"/police/matters/{matter.pk}/").content.decode()
    assert "案件线索移送函" in told and "答复函" not in told
    assert "答复函" in signed_in(world.prosecutor).get(f"/procuratorate/matters/{matter.pk}/").content.decode()


def test_police_filed_in_time_leaves_nothing_to_ask(world):
    matter = opened(world, "C", code="register")
    act(matter, "pass_to_police", world.prosecutor, "2026-02-03")
    receive(matter, world.legal_officer, "2026-02-04")
    sent(matter, "decided", world.legal_officer, world.head, "2026-02-05", {"decision": "filing", "decided_on": "2026-02-05"})
    receive(matter, world.prosecutor, "2026-02-05")
    with pytest.raises(NotAllowed):
        act(matter, "request_c", world.prosecutor, "2026-02-06")
    act(matter, "no_need", world.prosecutor, "2026-02-06")
    assert fresh(matter).state == "no_action"


def test_police_silent_beyond_the_review_period(world):
    matter = opened(world, "C", code="register")
    act(matter, "pass_to_police", world.prosecutor, "2026-02-03")
    with pytest.raises(NotAllowed, match="届满后"):
        act(matter, "police_silent", world.prosecutor, "2026-02-09")
    act(matter, "police_silent", world.prosecutor, "2026-02-10")
    assert fresh(matter).state == "review" and clock(matter, "filing_review").status == "dropped"
    sent(matter, "request_c", world.prosecutor, world.chief, "2026-02-11")
    assert fresh(matter).state == "awaiting_reasons"


def test_silence_calls_for_correction_and_press_is_a_choice(world):
    matter = asked(world, "C")
    act(matter, "press", world.prosecutor, "2026-02-25")
    receive(matter, world.legal_officer, "2026-02-25")
    act(matter, "press", world.prosecutor, "2026-02-26")  # as often as it takes
    assert fresh(matter).state == "awaiting_reasons"
    assert sweep(now=at("2026-02-26")).drafts == 1
    assert Document.objects.get(matter=matter, status="draft").action == "correct_silence"
    assert "第五百六十二条" in Document.objects.get(matter=matter, status="draft").fields["law"]


def test_branch_a_silence_has_no_must(world):
    """规则第560条 says nothing of silence: no draft, a button (law.md 7.1 #5)."""
    asked(world, "A")
    assert sweep(now=at("2026-02-26")).drafts == 0


def test_reasons_after_the_correction(world):
    matter = silent(world)
    sent(matter, "explain_late", world.legal_officer, world.head, "2026-03-02")
    row = fresh(matter)
    assert row.state == "reasons_given" and clock(matter, "correction_reply").status == "met"
    receive(matter, world.prosecutor, "2026-03-02")
    sent(matter, "decide_no_filing", world.legal_officer, world.head, "2026-03-03", {"decided_on": "2026-03-03"})
    row = fresh(matter)
    assert (row.state, row.variant) == ("reasons_given", "A")
    assert Deadline.objects.filter(matter=matter, rule="review_explanation", status="running").count() == 1


def test_correction_then_notice_without_waiting(world):
    """规则第562条末句: 符合立案条件的，应当通知公安机关立案 — the reply to the correction need not be waited for."""
    matter = silent(world)
    sent(matter, "notify_filing", world.prosecutor, world.chief, "2026-02-27")
    assert fresh(matter).state == "awaiting_filing" and clock(matter, "correction_reply").status == "dropped"


def test_after_a_notice_neither_reasons_nor_a_refusal_answer(world):
    matter = notified(world, "C")
    assert sweep(now=at("2026-03-18")).drafts == 1
    sign(matter, world.chief, "2026-03-18")
    receive(matter, world.legal_officer, "2026-03-19")
    for code in ("explain_late", "decide_no_filing", "notify_filing", "notify_filing_silent"):
        who = world.prosecutor if code.startswith("notify") else world.legal_officer
        with pytest.raises(NotAllowed):
            act(matter, code, who, "2026-03-20", {"decided_on": "2026-03-20"})
    sent(matter, "file", world.legal_officer, world.head, "2026-03-20", {"filed_on": "2026-03-20"})
    assert fresh(matter).state == "filed" and clock(matter, "correction_reply").status == "met"


def test_correction_unanswered_is_pressed_and_reported(world):
    matter = silent(world)
    assert clock(matter, "correction_reply").due_on == date(2026, 3, 13)
    with pytest.raises(NotAllowed, match="届满后"):
        act(matter, "press_correction", world.prosecutor, "2026-03-13")
    act(matter, "press_correction", world.prosecutor, "2026-03-16")
    receive(matter, world.legal_officer, "2026-03-16")
    sent(matter, "escalate", world.prosecutor, world.chief, "2026-03-23")
    assert fresh(matter).state == "escalated"
    receive(matter, world.city_prosecutor, "2026-03-24")
    sent(matter, "explain_late", world.legal_officer, world.head, "2026-03-25")
    row = fresh(matter)
    assert row.state == "reasons_given" and row.acting_office_id == world.office.pk


def test_decides_not_to_file_while_asked(world):
    matter = asked(world, "C")
    sent(matter, "decide_no_filing", world.legal_officer, world.head, "2026-02-12", {"decided_on": "2026-02-12"})
    row = fresh(matter)
    assert (row.state, row.variant) == ("reasons_given", "A") and row.filing.non_filing_on == date(2026, 2, 12)
    assert clock(matter, "explain_overdue").status == "met"


def test_second_reply_is_refused(world):
    matter = asked(world)
    act(matter, "explain", world.legal_officer, "2026-02-11")
    with pytest.raises(Conflict, match="已有草稿"):
        act(matter, "explain", world.legal_officer, "2026-02-11")
    sign(matter, world.head, "2026-02-11")
    with pytest.raises(NotAllowed, match="“书面说明理由”已于2026年2月11日办理，不能重复办理"):
        act(matter, "explain", world.legal_officer, "2026-02-12")
    assert Document.objects.filter(matter=matter, type="D09").count() == 1


def test_late_reply_is_taken_and_marked(world):
    matter = asked(world)
    act(matter, "explain", world.legal_officer, "2026-02-26")
    event = sign(matter, world.head, "2026-02-27").event
    assert event.late_days == 3 and event.text.endswith("逾期3日")
    assert clock(matter, "explain_no_filing").late_days == 3 and clock(matter, "explain_no_filing").status == "met"


def test_reply_to_a_withdrawn_request_is_refused(world):
    matter = asked(world)
    act(matter, "explain", world.legal_officer, "2026-02-11")
    paper = Document.objects.get(matter=matter, type="D01")
    on_paper_act(matter, paper, "withdraw", world.chief, "2026-02-12")
    draft = Document.objects.get(matter=matter, type="D09")
    assert draft.status == "returned" and "撤回" in draft.returned_reason  # what no longer answers anything goes back
    with pytest.raises(Conflict, match="退回修改"):
        on_paper_act(matter, draft, "sign", world.head, "2026-02-12")
    receive(matter, world.legal_officer, "2026-02-12")
    with pytest.raises(NotAllowed):
        act(matter, "explain", world.legal_officer, "2026-02-13")


def test_withdrawn_before_receipt_leaves_nothing_with_the_police(world):
    matter = opened(world)
    paper = sent(matter, "request_a", world.prosecutor, world.chief, "2026-02-05")
    on_paper_act(matter, paper, "withdraw", world.prosecutor, "2026-02-05")
    row = fresh(matter)
    assert row.state == "review" and row.police_from is None
    assert not Document.objects.filter(matter=matter, type="W01").exists()


def test_withdrawn_after_receipt_by_a_letter_of_the_chief(world):
    matter = asked(world)
    paper = Document.objects.get(matter=matter, type="D01")
    with pytest.raises(NotAllowed, match="检察长决定"):
        on_paper_act(matter, paper, "withdraw", world.prosecutor, "2026-02-11")
    on_paper_act(matter, paper, "withdraw", world.chief, "2026-02-11")
    row = fresh(matter)
    assert row.state == "review" and row.police_from  # they have read it: the letter must reach them
    assert clock(matter, "explain_no_filing").status == "dropped"
    letter = waiting(matter, "police")
    assert letter.type == "W01" and letter.number == "青检刑撤回〔2026〕1号"
    receive(matter, world.legal_officer, "2026-02-11")
    act(matter, "request_a", world.prosecutor, "2026-02-12")


def test_police_withdraw_their_reply(world):
    matter = asked(world)
    paper = sent(matter, "explain", world.legal_officer, world.head, "2026-02-11")
    on_paper_act(matter, paper, "withdraw", world.legal_officer, "2026-02-11")
    assert fresh(matter).state == "awaiting_reasons" and clock(matter, "explain_no_filing").status == "running"
    paper = sent(matter, "explain", world.legal_officer, world.head, "2026-02-12")
    receive(matter, world.case_manager, "2026-02-12")
    with pytest.raises(NotAllowed, match="公安机关负责人决定"):
        on_paper_act(matter, paper, "withdraw", world.legal_officer, "2026-02-12")


def test_legal_officer_refuses_the_request(world):
    matter = opened(world)
    paper = sent(matter, "request_a", world.prosecutor, world.chief, "2026-02-05")
    with pytest.raises(NotAllowed, match="法制员"):
        on_paper_act(matter, paper, "refuse", world.investigator, "2026-02-06")
    on_paper_act(matter, paper, "refuse", world.legal_officer, "2026-02-06", reason="受文单位有误")
    row = fresh(matter)
    assert row.state == "review" and row.police_from is None
    assert Event.objects.get(matter=matter, action="refuse").reason == "拒收：受文单位有误"


def test_urged_each_three_months_and_progress_fed_back(world):
    matter = notified(world)
    sent(matter, "file", world.legal_officer, world.head, "2026-03-10", {"filed_on": "2026-03-09"})
    receive(matter, world.prosecutor, "2026-03-10")
    assert clock(matter, "supervised_case_3m").due_on == date(2026, 6, 9)
    with pytest.raises(NotAllowed, match="届满后"):
        act(matter, "urge", world.prosecutor, "2026-06-09")
    assert sweep(now=at("2026-06-10")).drafts == 0  # 可以, not 应当 (law.md 7.1 #4)
    act(matter, "urge", world.prosecutor, "2026-06-10")
    assert clock(matter, "supervised_case_3m").due_on == date(2026, 9, 10)
    receive(matter, world.legal_officer, "2026-06-11")
    act(matter, "progress", world.legal_officer, "2026-06-12")
    receive(matter, world.prosecutor, "2026-06-12")
    act(matter, "urge", world.prosecutor, "2026-09-11")
    assert Deadline.objects.filter(matter=matter, rule="supervised_case_3m").count() == 3
    assert Deadline.objects.filter(matter=matter, rule="supervised_case_3m", status="running").count() == 1
    act(matter, "conclude", world.prosecutor, "2026-09-12", {"outcome": "withdrawal"})
    assert fresh(matter).state == "tracked" and not Deadline.objects.filter(matter=matter, status="running").exists()


def test_files_of_their_own_while_asked(world):
    matter = asked(world)
    sent(matter, "file", world.legal_officer, world.head, "2026-02-11", {"filed_on": "2026-02-11"})
    row = fresh(matter)
    assert row.state == "filed" and row.filing.voluntary is True
    assert clock(matter, "supervised_case_3m").due_on == date(2026, 5, 11)


def test_letter_clocks(world):
    matter = opened(world, code="register", day="2026-03-02", source="letter", is_letter="on")
    assert {row.rule: row.due_on for row in Deadline.objects.filter(matter=matter)} == {
        "complaint_7d": date(2026, 3, 9), "letter_procedural_7d": date(2026, 3, 9), "letter_result_3m": date(2026, 6, 2)}
    assert not Deadline.objects.filter(matter=matter, shared=True).exists()
    act(matter, "to_review", world.complaint_officer, "2026-03-03")
    sent(matter, "request_a", world.prosecutor, world.chief, "2026-03-04")
    act(matter, "reply_procedural", world.complaint_officer, "2026-03-05")  # whatever the state
    assert clock(matter, "letter_procedural_7d").status == "met"
    receive(matter, world.legal_officer, "2026-03-05")
    act(matter, "reply_result", world.prosecutor, "2026-03-06", {"conclusion": "正在监督。"})
    assert clock(matter, "letter_result_3m").status == "met"


def test_letter_taken_over_directly_is_answered_too(world):
    matter = opened(world, day="2026-03-02", source="letter", is_letter="on")
    assert {row.rule for row in Deadline.objects.filter(matter=matter)} == {"letter_procedural_7d", "letter_result_3m"}
    act(matter, "no_need", world.prosecutor, "2026-03-05")
    assert clock(matter, "letter_result_3m").status == "met"  # answered with the decision
    assert clock(matter, "letter_procedural_7d").status == "dropped"  # 办结


def test_lead_answered_or_passed_on(world):
    matter = opened(world, code="register")
    papers = act(matter, "reply_correct", world.complaint_officer, "2026-02-04").documents
    assert [paper.type for paper in papers] == ["R01", "D28"] and fresh(matter).state == "replied"
    other = opened(world, code="register")
    papers = act(other, "not_ours", world.complaint_officer, "2026-02-04").documents
    assert fresh(other).state == "transferred" and papers[0].context["to"] == "白石区人民检察院" and papers[1].context["to"] == "控告人甲"


def test_reasons_hold_and_are_told_though_nobody_complained(world):
    """规则第561条第2款 names the victim, not only a complainant: a matter found in casework tells him too."""
    matter = explained(world)
    matter.filing.complainant = ""
    matter.filing.save()
    act(matter, "reasons_hold_a", world.prosecutor, "2026-02-13")
    paper = act(matter, "inform", world.prosecutor, "2026-02-24", {"receiver": "被害人乙"}).documents[0]
    assert paper.context["to"] == "被害人乙" and clock(matter, "inform_reason_ok").status == "met"


def test_found_crime_from_any_open_state(world):
    matter = asked(world)
    paper = sent(matter, "found_crime", world.prosecutor, world.chief, "2026-02-11")
    assert paper.addressee == "file" and paper.context["to"] == "临河市人民检察院"
    event = Event.objects.get(matter=matter, action="found_crime")
    assert event.shown == "procuratorate" and fresh(matter).state == "awaiting_reasons"


def test_superior_missing_is_said(world):
    world.court.parent = None
    world.court.save()
    matter = silent(world)
    act(matter, "escalate", world.prosecutor, "2026-03-16")
    with pytest.raises(Invalid, match="没有登记上一级人民检察院"):
        sign(matter, world.chief, "2026-03-16")
    assert fresh(matter).state == "correction"


def test_whole_matter_on_paper(world):
    """A police organ that never logs in: every act of it by 线下登记, to the end."""
    matter = opened(world)
    sent(matter, "request_a", world.prosecutor, world.chief, "2026-02-05")
    receipt_on_paper(matter, world.assistant, "2026-02-12", "2026-02-10")
    assert clock(matter, "explain_no_filing").due_on == date(2026, 2, 24)  # from the real day, not from that of the entry
    on_paper(matter, "explain", world.assistant, "2026-02-26", "2026-02-13")
    assert clock(matter, "explain_no_filing").late_days == 0
    sent(matter, "notify_filing", world.prosecutor, world.chief, "2026-02-27")  # nothing to sign for: it lies before us
    receipt_on_paper(matter, world.prosecutor, "2026-03-03", "2026-03-02")
    on_paper(matter, "file", world.prosecutor, "2026-03-12", "2026-03-10", {"filed_on": "2026-03-09"})
    assert clock(matter, "file_after_notice").status == "met" and clock(matter, "supervised_case_3m").due_on == date(2026, 6, 9)
    act(matter, "conclude", world.prosecutor, "2026-05-08", {"outcome": "prosecution", "transferred_on": "2026-05-06"})
    row = fresh(matter)
    assert row.closed_at and Event.objects.filter(matter=matter, entered_for=True).count() == 4
    assert perform(matter.pk, "note", officer=world.legal_officer, data={"text": "对登记无异议", "shown": "both"}, now=at("2026-05-09"))
