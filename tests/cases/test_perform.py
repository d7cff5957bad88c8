"""The one write path: scope, roles, versions, days, signatures (design 6; house rule 4)."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.exceptions import Conflict, Invalid, NotAllowed, NotFound
from cases.matters import perform
from cases.models import Attachment, Document, Event, Matter, Notice
from office.models import AuditEntry
from tests.supervision.play import (
    act,
    asked,
    at,
    counts,
    fresh,
    lead,
    on_paper,
    opened,
    receipt_on_paper,
    receive,
    scan,
    sent,
    sign,
    waiting,
)  # fmt: skip

pytestmark = pytest.mark.django_db


def test_outside_scope_is_not_found(world):
    matter = asked(world)
    for stranger in (world.strange_prosecutor, world.strange_legal_officer, world.other_legal_officer, world.system_admin, world.audit_admin):
        with pytest.raises(NotFound):
            perform(matter.pk, "note", officer=stranger, data={"text": "看得见吗"}, now=at("2026-02-11"))


def test_undisclosed_is_not_found_by_the_police(world):
    matter = opened(world)
    with pytest.raises(NotFound):
        perform(matter.pk, "note", officer=world.legal_officer, data={"text": "看得见吗"}, now=at("2026-02-03"))
    act(matter, "request_a", world.prosecutor, "2026-02-03")  # a draft discloses nothing
    with pytest.raises(NotFound):
        perform(matter.pk, "note", officer=world.legal_officer, data={"text": "看得见吗"}, now=at("2026-02-03"))


def test_unknown_act(world):
    with pytest.raises(NotAllowed, match="没有这项办理"):
        act(opened(world), "abolish", world.prosecutor, "2026-02-03")


@pytest.mark.parametrize("who", ["case_manager", "complaint_officer", "chief"])
def test_role_without_the_act(world, who):
    with pytest.raises(NotAllowed, match="由检察官办理"):
        act(opened(world), "request_a", getattr(world, who), "2026-02-03")


def test_only_those_of_the_table_open_a_matter(world):
    data = lead(received_on="2026-02-02", police=str(world.organ.pk))
    for who in (world.case_manager, world.legal_officer, world.system_admin):
        with pytest.raises(NotAllowed):
            perform(None, "take_over", kind="filing", officer=who, data=data, now=at("2026-02-02"))
    assert not Matter.objects.exists()


def test_another_offices_organ_is_no_choice(world):
    with pytest.raises(Invalid, match="公安机关"):
        opened(world, police=str(world.strange_organ.pk))


def test_refused_act_changes_nothing(world):
    matter = asked(world)
    before, version = counts(), matter.version
    for code, who, data in (("explain", world.head, {}), ("notify_filing", world.prosecutor, {}), ("explain", world.legal_officer, {"situation": ""})):
        with pytest.raises((NotAllowed, Invalid)):
            act(matter, code, who, "2026-02-11", data)
    assert counts() == before and fresh(matter).version == version


def test_stale_form(world):
    matter = asked(world)
    seen = matter.version
    perform(matter.pk, "note", officer=world.legal_officer, data={"text": "正在核实", "shown": "both"}, now=at("2026-02-11"), version=seen)
    with pytest.raises(Conflict, match="办理了“附言”"):
        act(matter, "found_crime", world.prosecutor, "2026-02-11", version=seen)
    assert fresh(matter).version == seen + 1


def test_version_grows_with_every_act(world):
    matter = opened(world)
    versions = [matter.version]
    act(matter, "request_a", world.prosecutor, "2026-02-03")
    versions.append(fresh(matter).version)
    sign(matter, world.chief, "2026-02-03")
    versions.append(fresh(matter).version)
    receive(matter, world.legal_officer, "2026-02-04")
    versions.append(fresh(matter).version)
    assert versions == sorted(set(versions))


def test_nobody_signs_his_own(world):
    for role in ("prosecutor", "chief_prosecutor"):
        world.second_prosecutor.grants.get_or_create(role=role)
    who = type(world.second_prosecutor).objects.get(pk=world.second_prosecutor.pk)
    matter = opened(world)
    act(matter, "request_a", who, "2026-02-03")
    with pytest.raises(NotAllowed, match="自己拟的稿"):
        sign(matter, who, "2026-02-03")
    assert fresh(matter).state == "review"
    sign(matter, world.chief, "2026-02-03")


def test_reviser_becomes_the_author(world):
    world.chief.grants.create(role="prosecutor")
    matter = opened(world)
    paper = act(matter, "request_a", world.assistant, "2026-02-03").documents[0]
    chief = type(world.chief).objects.get(pk=world.chief.pk)
    perform(matter.pk, "revise", officer=chief, data={"document": paper.pk, "facts": "院领导改过的事实。"}, now=at("2026-02-03"))
    with pytest.raises(NotAllowed, match="自己拟的稿"):
        sign(matter, chief, "2026-02-03")


def test_assistant_drafts_and_a_prosecutor_signs_where_nobody_else_decides(world):
    matter = opened(world)
    result = act(matter, "verify", world.assistant, "2026-02-03")
    assert result.drafted and fresh(matter).police_from is None
    with pytest.raises(NotAllowed):
        sign(matter, world.assistant, "2026-02-03")
    sign(matter, world.prosecutor, "2026-02-03")
    assert fresh(matter).police_from


def test_investigator_drafts_head_approves(world):
    matter = asked(world)
    act(matter, "explain", world.investigator, "2026-02-11")
    for who in (world.investigator, world.legal_officer):
        with pytest.raises(NotAllowed, match="公安机关负责人"):
            sign(matter, who, "2026-02-11")
    sign(matter, world.head, "2026-02-11")
    assert fresh(matter).state == "reasons_given"


def test_legal_officer_records_the_heads_approval_with_the_scan(world):
    matter = asked(world)
    act(matter, "explain", world.legal_officer, "2026-02-11")
    result = sign(matter, world.legal_officer, "2026-02-11", evidence=[scan("审批表.pdf")])
    assert fresh(matter).state == "reasons_given"
    assert Attachment.objects.get(event=result.event, name="审批表.pdf").shown == "police"  # their own paper


def test_returned_draft_is_revised_and_signed(world):
    matter = opened(world)
    paper = act(matter, "request_a", world.prosecutor, "2026-02-03").documents[0]
    with pytest.raises(NotAllowed):
        perform(matter.pk, "return", officer=world.prosecutor, data={"document": paper.pk}, reason="不妥", now=at("2026-02-03"))
    perform(matter.pk, "return", officer=world.chief, data={"document": paper.pk}, reason="事实部分过简", now=at("2026-02-03"))
    paper.refresh_from_db()
    assert (paper.status, paper.returned_reason) == ("returned", "事实部分过简")
    with pytest.raises(Conflict, match="已有草稿"):
        act(matter, "request_a", world.prosecutor, "2026-02-03")
    perform(matter.pk, "revise", officer=world.prosecutor, data={"document": paper.pk, "facts": "补充后的事实。"}, now=at("2026-02-04"))
    sign(matter, world.chief, "2026-02-04")
    paper.refresh_from_db()
    assert paper.context["fields"]["facts"] == "补充后的事实。" and paper.status == "issued"


def test_discarded_draft_makes_room(world):
    matter = opened(world)
    paper = act(matter, "request_a", world.prosecutor, "2026-02-03").documents[0]
    with pytest.raises(Invalid, match="理由"):
        perform(matter.pk, "discard", officer=world.prosecutor, data={"document": paper.pk}, now=at("2026-02-03"))
    perform(matter.pk, "discard", officer=world.prosecutor, data={"document": paper.pk}, reason="另拟", now=at("2026-02-03"))
    act(matter, "request_a", world.prosecutor, "2026-02-03")
    assert Document.objects.filter(matter=matter, number__gt="").count() == 0  # a draft has no number


def test_other_drafts_go_back_when_the_matter_moves(world):
    matter = asked(world)
    act(matter, "explain", world.legal_officer, "2026-02-11")
    act(matter, "file", world.investigator, "2026-02-11", {"filed_on": "2026-02-11"})
    sign_file = Document.objects.get(matter=matter, type="D09F")
    perform(matter.pk, "sign", officer=world.head, data={"document": sign_file.pk}, now=at("2026-02-12"))
    stale = Document.objects.get(matter=matter, type="D09")
    assert stale.status == "returned" and "立案" in stale.returned_reason
    with pytest.raises(Conflict):
        perform(matter.pk, "sign", officer=world.head, data={"document": stale.pk}, now=at("2026-02-12"))


def test_signing_twice_is_a_conflict(world):
    matter = opened(world)
    paper = sent(matter, "request_a", world.prosecutor, world.chief, "2026-02-03")
    with pytest.raises(Conflict, match="已于2026年2月3日签发，不能再签发"):
        perform(matter.pk, "sign", officer=world.chief, data={"document": paper.pk}, now=at("2026-02-03"))


def test_receiving_twice_is_a_conflict(world):
    matter = asked(world)
    with pytest.raises(Conflict, match="2026年2月10日签收"):
        perform(matter.pk, "receive", officer=world.legal_officer, data={"document": Document.objects.get(type="D01").pk}, now=at("2026-02-11"))


def test_unreadable_document_id(world):
    matter = asked(world)
    for key in ("", "不是编号", None, "0" * 32):
        with pytest.raises(Invalid, match="没有指明文书"):
            perform(matter.pk, "receive", officer=world.legal_officer, data={"document": key}, now=at("2026-02-11"))


# ------------------------------------------------------------------------------------------------ days


@pytest.mark.parametrize("day", ["2026-02-10", "2026-02-12"])
def test_own_act_on_another_day_is_refused(world, day):
    matter = asked(world)
    with pytest.raises(Invalid, match="只能是今天"):
        act(matter, "explain", world.legal_officer, "2026-02-11", on=date.fromisoformat(day))


def test_backdating_a_signature_a_receipt_or_an_opening_is_refused(world):
    matter = opened(world)
    paper = act(matter, "request_a", world.prosecutor, "2026-02-05").documents[0]
    with pytest.raises(Invalid, match="只能是今天"):
        perform(matter.pk, "sign", officer=world.chief, data={"document": paper.pk}, now=at("2026-02-06"), on=date(2026, 2, 5))
    sign(matter, world.chief, "2026-02-06")
    with pytest.raises(Invalid, match="只能是今天"):
        perform(matter.pk, "receive", officer=world.legal_officer, data={"document": paper.pk}, now=at("2026-02-09"), on=date(2026, 2, 6))
    data = lead(received_on="2026-02-02", police=str(world.organ.pk))
    with pytest.raises(Invalid, match="只能是今天"):
        perform(None, "take_over", kind="filing", officer=world.prosecutor, data=data, now=at("2026-02-06"), on=date(2026, 2, 2))


def test_paper_entry_wants_day_reason_and_scan(world):
    matter = opened(world)
    paper = sent(matter, "request_a", world.prosecutor, world.chief, "2026-02-05")
    given = {"officer": world.prosecutor, "data": {"document": paper.pk}, "now": at("2026-02-12")}
    whole = {"on": date(2026, 2, 10), "reason": "纸质送达", "evidence": [scan()]}
    for missing, sentence in (("on", "实际办理日期"), ("reason", "理由"), ("evidence", "扫描件")):
        with pytest.raises(Invalid, match=sentence):
            perform(matter.pk, "receive", **given, **{name: value for name, value in whole.items() if name != missing})
    for day, sentence in ((date(2026, 2, 4), "不能早于前一办理日期（2026年2月5日）"), (date(2026, 2, 13), "不能晚于今天")):
        with pytest.raises(Invalid, match=sentence):
            perform(matter.pk, "receive", **given, **{**whole, "on": day})
    perform(matter.pk, "receive", **given, **whole)
    paper.refresh_from_db()
    assert paper.received_on == date(2026, 2, 10) and paper.received_at == at("2026-02-12") and paper.entered_for
    event = Event.objects.get(matter=matter, action="receive")
    assert event.entered_for and event.on == date(2026, 2, 10) and event.recorded_at == at("2026-02-12")
    assert Notice.objects.filter(event=event, side="police", text__contains="线下登记").exists()


def test_bookkeeping_does_not_bar_an_earlier_day(world):
    matter = opened(world)
    sent(matter, "request_a", world.prosecutor, world.chief, "2026-02-05")
    perform(matter.pk, "reassign", officer=world.chief, data={"to": str(world.second_prosecutor.pk)}, reason="轮岗", now=at("2026-02-12"))
    receipt_on_paper(matter, world.prosecutor, "2026-02-12", "2026-02-10")


def test_only_own_prosecutors_enter(world):
    matter = asked(world)
    for who in (world.case_manager, world.chief, world.city_prosecutor):
        with pytest.raises(NotAllowed):
            on_paper(matter, "explain", who, "2026-02-12", "2026-02-11")
    with pytest.raises(NotAllowed):  # the police enter nothing for the procuratorate
        perform(matter.pk, "verify", officer=world.legal_officer, data={"methods": ["other"], "contents": "甲"}, now=at("2026-02-12"),
                on=date(2026, 2, 11), evidence=[scan()], reason="代为登记")


def test_entered_act_has_arrived_and_its_clock_begins_that_day(world):
    matter = asked(world, "B")
    on_paper(matter, "explain", world.assistant, "2026-02-26", "2026-02-13")
    paper = Document.objects.get(matter=matter, type="D09")
    assert (paper.status, paper.issued_on, paper.received_on, paper.entered_for) == ("received", date(2026, 2, 13), date(2026, 2, 13), True)
    assert paper.attachments.get().name == "回函.pdf" and paper.digest
    event = Event.objects.get(matter=matter, action="explain")
    assert event.actor_side == "police" and event.entered_for and event.late_days == 0
    sent(matter, "notify_withdrawal", world.prosecutor, world.chief, "2026-02-26")
    receipt_on_paper(matter, world.assistant, "2026-03-10", "2026-02-27")
    on_paper(matter, "ask_reconsideration", world.assistant, "2026-03-10", "2026-03-02")
    clock = matter.deadlines.get(rule="reconsider_withdraw_decide")
    assert clock.begins_on == date(2026, 3, 2) and clock.due_on == date(2026, 3, 9)


def test_what_was_mailed_in_time_is_in_time(world):
    """刑诉法第105条第3款: 期满前已经交邮的，不算过期; what it starts, starts with its arrival."""
    matter = asked(world, "B")
    on_paper(matter, "explain", world.assistant, "2026-02-12", "2026-02-12")
    sent(matter, "notify_withdrawal", world.prosecutor, world.chief, "2026-02-26")
    receipt_on_paper(matter, world.assistant, "2026-03-10", "2026-02-27")  # the window of 复议 closes on 4 March
    paper = {"matter": matter, "code": "ask_reconsideration", "officer": world.assistant, "now": "2026-03-10", "on": "2026-03-09"}
    for mailed, sentence in (("2026-03-10", "不能晚于收到日期"), ("2026-02-26", "不能早于前一办理日期")):
        with pytest.raises(Invalid, match=sentence):
            on_paper(**paper, mailed=mailed)
    event = on_paper(**paper, mailed="2026-03-04").event
    assert event.late_days == 0 and event.text.endswith("（2026年3月4日交邮）")
    window = matter.deadlines.get(rule="reconsider_withdraw_file")
    assert (window.status, window.ended_on) == ("met", date(2026, 3, 4))
    assert matter.deadlines.get(rule="reconsider_withdraw_decide").begins_on == date(2026, 3, 9)
    given = {"officer": world.prosecutor, "now": at("2026-03-10"), "reason": "邮戳看错"}
    for value, late, ends, stands in (
        ("2026-03-06", 2, "（2026年3月6日交邮）　逾期2日", "lapsed"), ("", 5, "号　逾期5日", "lapsed"), ("2026-03-04", 0, "（2026年3月4日交邮）", "met"),
    ):  # fmt: skip
        perform(matter.pk, "amend", data={"target": f"mailed:{event.pk}", "value": value}, **given)
        event.refresh_from_db()
        window.refresh_from_db()
        assert event.late_days == late and event.text.endswith(ends) and window.status == stands, (value, event.text)
    with pytest.raises(Invalid, match="不能晚于收到日期"):
        perform(matter.pk, "amend", data={"target": f"mailed:{event.pk}", "value": "2026-03-10"}, **given)
    with pytest.raises(Invalid, match="只在线下登记时填写"):
        perform(matter.pk, "verify", officer=world.prosecutor, now=at("2026-03-10"), mailed_on=date(2026, 3, 9))


def test_no_organ_no_paper_to_it(world):
    matter = opened(world)
    Matter.objects.filter(pk=matter.pk).update(police=None)
    with pytest.raises(NotAllowed, match="未载明公安机关"):
        act(matter, "request_a", world.prosecutor, "2026-02-03")
    perform(matter.pk, "amend", officer=world.prosecutor, data={"target": "matter.police", "value": str(world.organ.pk)}, reason="补登", now=at("2026-02-03"))
    act(matter, "request_a", world.prosecutor, "2026-02-03")


# ------------------------------------------------------------------------------------------------ trail


def test_everything_leaves_a_trail_and_who_is_told(world):
    matter = asked(world)
    verbs = list(AuditEntry.objects.filter(chain=str(world.office.pk)).order_by("seq").values_list("verb", flat=True))
    assert verbs == ["take_over", "request_a.draft", "request_a", "receive"]
    assert list(matter.events.values_list("seq", flat=True)) == [1, 2, 3, 4]
    assert Notice.objects.filter(matter=matter, side="police", rung="event").count() == 1
    assert Notice.objects.filter(matter=matter, side="procuratorate", rung="event", officer=None).count() == 1


def test_note_for_both_objects_to_an_entry(world):
    matter = opened(world)
    sent(matter, "request_a", world.prosecutor, world.chief, "2026-02-05")
    receipt_on_paper(matter, world.prosecutor, "2026-02-12", "2026-02-10")
    perform(matter.pk, "note", officer=world.legal_officer, data={"text": "实际于2月11日收到", "shown": "both"}, now=at("2026-02-13"))
    assert Notice.objects.filter(matter=matter, side="procuratorate", text__contains="附言").exists()
    with pytest.raises(Invalid):
        perform(matter.pk, "note", officer=world.legal_officer, data={"text": "  "}, now=at("2026-02-13"))


def test_reassigned_within_ones_own_side(world):
    matter = asked(world)
    with pytest.raises(Invalid, match="在岗承办人"):
        perform(matter.pk, "reassign", officer=world.chief, data={"to": str(world.legal_officer.pk)}, reason="轮岗", now=at("2026-02-11"))
    perform(matter.pk, "reassign", officer=world.legal_officer, data={"to": str(world.investigator.pk)}, reason="主办民警", now=at("2026-02-11"))
    row = fresh(matter)
    assert row.police_handler == world.investigator and row.handler == world.prosecutor


def test_seal_is_what_the_other_side_receives(world):
    matter = opened(world)
    paper = sent(matter, "request_a", world.prosecutor, world.chief, "2026-02-05")
    with pytest.raises(NotAllowed):
        perform(matter.pk, "seal", officer=world.legal_officer, data={"document": paper.pk}, evidence=[scan()], now=at("2026-02-05"))
    with pytest.raises(Invalid, match="一个盖章件"):
        perform(matter.pk, "seal", officer=world.assistant, data={"document": paper.pk}, now=at("2026-02-05"))
    perform(matter.pk, "seal", officer=world.assistant, data={"document": paper.pk}, evidence=[scan("盖章件.pdf")], now=at("2026-02-05"))
    paper.refresh_from_db()
    assert paper.sealed_copy.name == "盖章件.pdf" and paper.sealed_copy.shown == "both"


def test_an_act_costs_the_same_however_many_matters(world):
    matter = opened(world)

    def cost(on):
        with CaptureQueriesContext(connection) as queries:
            act(on, "verify", world.prosecutor, "2026-02-03")
        return len(queries)

    cost(matter)  # the first of a year opens the book of numbers
    first = cost(opened(world))
    for _ in range(5):
        asked(world)
    assert cost(opened(world)) == first
    assert waiting(matter, "police")
