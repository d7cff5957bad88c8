"""分支A 应当立案而不立案, article by article."""

from datetime import date

import pytest

from cases.desk.signing.drafting import awaiting_signature
from cases.exceptions import Conflict, NotAllowed
from cases.matters import perform, sweep
from cases.models import Deadline, Document, Matter
from office.options import options
from tests.supervision.play import act, at, fresh, lead, look_over, receive, scan, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(world):
    result = perform(None, "take_over", kind="filing", officer=world.prosecutor, now=at("2026-02-02"),
                     data=lead("A", received_on="2026-02-02", police=str(world.organ.pk)))
    return result.matter


def clock(matter, rule):
    return Deadline.objects.filter(matter=matter, rule=rule).order_by("-id").first()


def test_clock_starts_at_receipt_not_at_issue(world, matter):
    act(matter, "request_a", world.prosecutor, "2026-02-05")
    assert fresh(matter).state == "review"  # 规则: a draft does not move the matter
    sign(matter, world.chief, "2026-02-06")
    assert fresh(matter).state == "awaiting_reasons"
    assert clock(matter, "explain_no_filing") is None
    receive(matter, world.legal_officer, "2026-02-10")
    assert clock(matter, "explain_no_filing").due_on == date(2026, 2, 24)  # law.md 1.3 #1
    assert fresh(matter).police_due_on == date(2026, 2, 24)


def test_nobody_signs_what_he_drafted(world, matter):
    world.chief.grants.create(role="prosecutor")
    act(matter, "request_a", world.chief, "2026-02-05")
    with pytest.raises(NotAllowed, match="自己拟的稿"):
        sign(matter, world.chief, "2026-02-05")


def test_whole_way_to_judgment(world, matter):
    act(matter, "request_a", world.prosecutor, "2026-02-05")
    sign(matter, world.chief, "2026-02-06")
    with pytest.raises(NotAllowed, match="请先签收"):
        act(matter, "explain", world.legal_officer, "2026-02-06")
    receive(matter, world.legal_officer, "2026-02-10")
    act(matter, "explain", world.legal_officer, "2026-02-12")
    sign(matter, world.head, "2026-02-13")
    assert fresh(matter).state == "reasons_given"
    assert clock(matter, "explain_no_filing").status == "met"
    receive(matter, world.case_manager, "2026-02-13")
    act(matter, "notify_filing", world.prosecutor, "2026-02-25")
    sign(matter, world.chief, "2026-02-26")
    receive(matter, world.legal_officer, "2026-02-27")
    assert clock(matter, "file_after_notice").due_on == date(2026, 3, 16)  # 3/14 is a Saturday
    act(matter, "file", world.legal_officer, "2026-03-10", {"own_number": "城公（刑）立字〔2026〕9号", "filed_on": "2026-03-09"})
    sign(matter, world.head, "2026-03-10")
    assert clock(matter, "supervised_case_3m").due_on == date(2026, 6, 9)
    receive(matter, world.prosecutor, "2026-03-11")
    act(matter, "concluded", world.prosecutor, "2026-05-08", {"transferred_on": "2026-05-06"})
    act(matter, "conclude", world.prosecutor, "2026-09-01", {"outcome": "judgment", "judged_on": "2026-08-20"})
    assert fresh(matter).closed_at is not None
    assert not Deadline.objects.filter(matter=matter, status="running").exists()


def test_silence_then_correction_then_superior(world, matter):
    act(matter, "request_a", world.prosecutor, "2026-02-05")
    sign(matter, world.chief, "2026-02-05")
    receive(matter, world.legal_officer, "2026-02-05")
    with pytest.raises(NotAllowed, match="届满后"):
        act(matter, "notify_filing_silent", world.prosecutor, "2026-02-10")
    act(matter, "notify_filing_silent", world.prosecutor, "2026-02-25")
    sign(matter, world.chief, "2026-02-25")
    receive(matter, world.legal_officer, "2026-02-25")
    assert sweep(now=at("2026-03-12")).drafts == 0
    done = sweep(now=at("2026-03-20"))
    assert done.drafts == 1
    assert sweep(now=at("2026-03-20")).drafts == 0 and sweep(now=at("2026-03-20")).notices == 0
    draft = Document.objects.get(matter=matter, status="draft")
    assert draft.type == "D10" and draft.is_raw
    with pytest.raises(NotAllowed, match="须经承办人核改"):
        perform(matter.pk, "sign", officer=world.chief, data={"document": draft.pk}, now=at("2026-03-20"))
    assert not awaiting_signature(world.chief, options(matter.office_id), date(2026, 3, 20)).exists()
    look_over(draft, at("2026-03-20"))
    assert awaiting_signature(world.chief, options(matter.office_id), date(2026, 3, 20)).get() == draft
    sign(matter, world.chief, "2026-03-20")
    assert fresh(matter).state == "correction"
    receive(matter, world.legal_officer, "2026-03-23")
    assert clock(matter, "correction_reply").due_on == date(2026, 4, 7)
    sweep(now=at("2026-04-09"))
    draft = Document.objects.get(matter=matter, status="draft")
    assert draft.type == "U01"
    perform(matter.pk, "revise", officer=world.prosecutor, now=at("2026-04-09"),
            data={"document": draft.pk, "facts": draft.fields["facts"], "reasons": "请协商。"})
    sign(matter, world.chief, "2026-04-09")
    row = fresh(matter)
    assert row.state == "escalated" and row.acting_office_id == world.city_office.pk
    receive(matter, world.city_prosecutor, "2026-04-10")
    act(matter, "negotiate", world.city_prosecutor, "2026-04-15", {"negotiated_on": "2026-04-14", "result": "同意立案。"})
    assert fresh(matter).acting_office_id == world.office.pk


def test_undo_returns_to_what_the_trail_says(world, matter):
    act(matter, "request_a", world.prosecutor, "2026-02-05")
    sign(matter, world.chief, "2026-02-06")
    assert fresh(matter).police_from is not None
    perform(matter.pk, "undo", officer=world.chief, data={}, reason="文书有误", now=at("2026-02-06"))
    row = fresh(matter)
    assert row.state == "review" and row.police_from is None
    paper = Document.objects.get(matter=matter)
    assert paper.status == "withdrawn" and paper.number
    act(matter, "request_a", world.prosecutor, "2026-02-06")
    sign(matter, world.chief, "2026-02-06")
    assert Document.objects.filter(matter=matter).order_by("seq").last().seq == paper.seq + 1  # never reused
    receive(matter, world.legal_officer, "2026-02-09")
    with pytest.raises(Conflict, match="对方"):
        perform(matter.pk, "undo", officer=world.chief, data={}, reason="再撤", now=at("2026-02-09"))


def test_number_is_gapless(world, matter):
    assert Matter.objects.get(pk=matter.pk).number.endswith("〔2026〕1号")


def test_another_hand_does_not_make_it_another_draft(world, matter):
    world.chief.grants.create(role="prosecutor")
    act(matter, "request_a", world.chief, "2026-02-05")
    draft = Document.objects.get(matter=matter, status="draft")
    perform(matter.pk, "revise", officer=world.prosecutor, now=at("2026-02-05"), data={"document": draft.pk, **draft.fields})
    with pytest.raises(NotAllowed, match="自己拟的稿"):
        sign(matter, world.chief, "2026-02-05")


def test_head_does_not_record_his_own_approval(world, matter):
    world.legal_officer.grants.create(role="police_head")
    act(matter, "request_a", world.prosecutor, "2026-02-05")
    sign(matter, world.chief, "2026-02-06")
    receive(matter, world.legal_officer, "2026-02-10")
    act(matter, "explain", world.legal_officer, "2026-02-12")
    with pytest.raises(NotAllowed, match="自己拟的稿"):
        sign(matter, world.legal_officer, "2026-02-12", evidence=[scan()])
