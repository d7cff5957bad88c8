"""审查逮捕: its clocks, its three refusals, the receipts of an approval (law.md 7.1 rows 7, 8 and 14)."""

from __future__ import annotations

from datetime import date

import pytest

from cases.desk.lists.receiving import to_receive
from cases.exceptions import Invalid, NotAllowed
from cases.matters import allowed_actions, perform, sweep
from cases.matters.dossier import Dossier
from cases.matters.papers.documents import blocks_of
from cases.models import CompulsoryMeasure, Deadline, Document, Matter, Suspect
from office.blocks import text_of
from office.models import OfficeOption
from tests.supervision.play import act, at, clock, fresh, on_paper_act, receive, sent, sign
from tests.supervision.plays import supplementary as outline
from tests.supervision.plays.arrest_review import accepted, opened
from tests.supervision.plays.no_arrest import refused

pytestmark = pytest.mark.django_db


def words(matter: Matter, code: str) -> str:
    return text_of(blocks_of(Document.objects.filter(matter=matter, type=code).latest("drafted_at")))


@pytest.mark.parametrize(
    ("detained", "rule", "other", "due"),
    [
        ("yes", "review_arrest_detained", "review_arrest_free", date(2026, 10, 1)),  # the seventh day is a holiday: never rolled
        ("no", "review_arrest_free", "review_arrest_detained", date(2026, 10, 9)),
    ],
)
def test_row_8_seven_days_for_the_detained_fifteen_for_others(world, detained, rule, other, due):
    """7.1 row 8: one of the two clocks, by whether the suspect is held; both read by the police, who asked."""
    matter = opened(world, detained, day="2026-09-24")
    found = clock(matter, rule)
    assert (found.due_on, found.owed_by, found.shared) == (due, "procuratorate", True)
    assert clock(matter, other) is None
    assert matter.police_from and matter.number == "侦监捕〔2026〕1号"


def test_row_8_twenty_days_only_for_those_not_held(world):
    """7.1 row 8: 规则第282条: 重大、复杂案件不得超过二十日, counted from the request."""
    matter = opened(world, "no")
    with pytest.raises(Invalid):
        act(matter, "extend", world.prosecutor, "2026-03-10", {"days": "21"})
    act(matter, "extend", world.prosecutor, "2026-03-10")
    assert clock(matter, "review_arrest_free").due_on == date(2026, 3, 23)  # the twentieth day is a Sunday
    with pytest.raises(NotAllowed, match="不能再延长"):
        act(matter, "extend", world.prosecutor, "2026-03-11")
    held = opened(world, "yes")
    with pytest.raises(NotAllowed, match="应当在七日以内决定"):
        act(held, "extend", world.prosecutor, "2026-03-10")
    late = opened(world, "no")
    with pytest.raises(NotAllowed, match="已于2026年3月17日届满"):
        act(late, "extend", world.prosecutor, "2026-03-18")


def test_accepted_by_case_management_with_a_case(world):
    data = accepted(world)
    matter = perform(None, "accept", kind="arrest_review", officer=world.case_manager, now=at("2026-03-02"), data=data).matter
    assert matter.state == "reviewing" and matter.case is not None and matter.handler is None
    with pytest.raises(Invalid, match="案件"):
        perform(None, "accept", kind="arrest_review", officer=world.case_manager, now=at("2026-03-02"), data={**data, "case": ""})
    with pytest.raises(NotAllowed):
        perform(None, "accept", kind="arrest_review", officer=world.legal_officer, now=at("2026-03-02"), data=data)


@pytest.mark.parametrize(
    ("code", "chief"), [("approve", True), ("refuse_none", True), ("refuse_evidence", True), ("refuse_no_danger", False)]
)
def test_who_decides(world, code, chief):
    """刑诉法第89条, 规则第285条第3款: the 检察长, but for 没有社会危险性, which the office settles."""
    matter = opened(world)
    assert act(matter, code, world.prosecutor, "2026-03-04").drafted is chief
    assert (fresh(matter).state == "reviewing") is chief


def test_the_office_may_keep_the_third_refusal_for_the_chief(world):
    OfficeOption.objects.create(office=world.office, key="refuse_no_danger_decided_by", value="chief_prosecutor")
    assert act(opened(world), "refuse_no_danger", world.prosecutor, "2026-03-04").drafted


@pytest.mark.parametrize(
    "typed",
    [
        {"suggestion": "建议取保候审。"},
        {"suggestion": "取保"},
        {"reasons": "本院建议对其取保候审。"},
        {"facts": "应当采取取保候审措施。"},
    ],
)
@pytest.mark.parametrize("code", ["refuse_none", "refuse_evidence", "refuse_no_danger"])
def test_row_14_a_refusal_proposes_no_bail(world, code, typed):
    """7.1 row 14: 规则第285条第2款, said in one sentence, and nothing changes."""
    matter = opened(world)
    before = fresh(matter).version
    with pytest.raises(Invalid, match=r"不得直接提出采取取保候审措施的意见.*规则第285条第2款"):
        act(matter, code, world.prosecutor, "2026-03-04", typed)
    assert fresh(matter).version == before and not Document.objects.filter(matter=matter).exists()


def test_row_14_residential_surveillance_may_be_suggested_and_the_test_of_the_statute_named(world):
    """7.1 row 14: 规则第141条 allows 监视居住; 刑诉法第81条 tests danger by 取保候审, which is no proposal."""
    matter = opened(world)
    act(matter, "refuse_no_danger", world.prosecutor, "2026-03-04")
    row = fresh(matter)
    assert row.state == "refused" and row.closed_at and row.arrest_review.residential
    assert "采取取保候审足以防止" in words(matter, "D22E") and "可以监视居住" in words(matter, "D22E")
    with pytest.raises(Invalid, match="规则第285条第2款"):
        act(opened(world), "tell_ahead", world.prosecutor, "2026-03-04", {"contents": "拟不批准逮捕，建议取保候审。"})


@pytest.mark.parametrize(
    ("why", "data", "said"),
    [
        ("none", {"ground": "no_fact"}, ["没有犯罪事实", "应当撤销案件"]),
        ("none", {"ground": "article_16"}, ["第十六条规定的情形之一", "应当撤销案件"]),
        ("none", {"ground": "not_him"}, ["应当终止侦查"]),
        ("evidence", {"outline": "on"}, ["证据不足", "补充侦查提纲另行送交"]),
        ("no_danger", {}, ["不具有社会危险性"]),
    ],
)
def test_papers_of_a_refusal(world, why, data, said):
    """决定书 with the three days, 理由说明书 beside it; 规则第287条: what to do is told at the same time."""
    matter = refused(world, why, **data)
    paper = words(matter, "D22N")
    assert all(one in paper for one in [*said, "三日以内将执行回执", "必须将被拘留的人立即释放", "城公（刑）提捕字〔2026〕1号"])
    assert ("撤销案件" in paper) is (why == "none" and data.get("ground") != "not_him")
    assert "不批准逮捕的理由" in words(matter, "D22E")
    assert "某" not in paper and "{" not in paper


def test_a_refusal_opens_its_tracking_on_the_day_it_is_received(world):
    matter = opened(world)
    sent(matter, "refuse_evidence", world.prosecutor, world.chief, "2026-03-04", {"outline": "on"})
    row = fresh(matter)
    assert row.state == "refused" and clock(matter, "review_arrest_detained").status == "met"
    assert not matter.children.exists()
    assert to_receive(world.legal_officer).filter(matter=matter).count() == 2  # though the decision closed the matter
    receive(matter, world.legal_officer, "2026-03-05")
    after = matter.children.get(kind="no_arrest")
    assert (after.variant, after.handler, after.title) == ("evidence", world.prosecutor, "测试甲涉嫌合同诈骗不捕跟踪案")
    assert after.no_arrest.received_on == date(2026, 3, 5) and after.no_arrest.decision_number == Document.objects.get(type="D22N").number
    outline = after.children.get(kind="supplementary")
    assert (outline.variant, outline.state, outline.supplementary.subject) == ("T1", "draft", "测试甲")


def test_a_withdrawn_refusal_takes_its_tracking_back(world):
    matter = refused(world, "evidence", outline="on")
    paper = Document.objects.get(matter=matter, type="D22N")
    on_paper_act(matter, paper, "withdraw", world.chief, "2026-03-03")
    assert fresh(matter).state == "reviewing" and clock(matter, "review_arrest_detained").status == "running"
    assert {one.state for one in Matter.objects.filter(kind__in=["no_arrest", "supplementary"])} == {"void"}


def test_row_7_receipt_of_an_approval_counts_from_the_execution(world):
    """7.1 row 7: 程序规定第142条: three days from 执行完毕; 规则第286条 says only 及时."""
    matter = opened(world)
    sent(matter, "approve", world.prosecutor, world.chief, "2026-03-04", {"outline": "on"})
    assert clock(matter, "arrest_receipt") is None
    assert matter.children.get().variant == "T2"
    receive(matter, world.legal_officer, "2026-03-05")
    assert clock(matter, "arrest_receipt") is None
    act(matter, "execute", world.investigator, "2026-03-09", {"executed_on": "2026-03-06"})
    found = clock(matter, "arrest_receipt")
    assert (found.begins_on, found.due_on, found.owed_by) == (date(2026, 3, 6), date(2026, 3, 9), "police")
    act(matter, "receipt", world.legal_officer, "2026-03-11")
    assert matter.events.get(action="receipt").late_days == 2
    row = fresh(matter)
    assert row.state == "arrested" and row.closed_at


def test_an_arrest_that_fails_is_receipted_too_and_waits_on(world):
    """规则第286条第1款: 如果未能执行，也应当送达回执，并写明原因."""
    matter = opened(world)
    sent(matter, "approve", world.prosecutor, world.chief, "2026-03-04")
    receive(matter, world.legal_officer, "2026-03-05")
    failed = {"execution": "failed", "executed_on": "2026-03-06", "execution_note": "在逃"}
    with pytest.raises(Invalid, match="写明原因"):
        act(matter, "execute", world.legal_officer, "2026-03-06", {**failed, "execution_note": ""})
    act(matter, "execute", world.legal_officer, "2026-03-06", failed)
    with pytest.raises(NotAllowed):
        act(matter, "receipt", world.legal_officer, "2026-03-06")
    act(matter, "receipt_failed", world.legal_officer, "2026-03-06")
    assert fresh(matter).state == "approved"
    receive(matter, world.case_manager, "2026-03-06")
    act(matter, "execute", world.legal_officer, "2026-04-07", {"executed_on": "2026-04-07"})
    assert clock(matter, "arrest_receipt").due_on == date(2026, 4, 10)
    with pytest.raises(NotAllowed, match="届满后"):
        act(matter, "press_receipt", world.prosecutor, "2026-04-10")
    act(matter, "press_receipt", world.prosecutor, "2026-04-13")
    assert "执行回执" in words(matter, "D26")


def test_overdue_review_is_the_case_managements_to_correct(world):
    """规则第620条: 案管应当提出纠正意见: drafted once, signed by 案管, seen by nobody else."""
    matter = opened(world)
    assert sweep(now=at("2026-03-09")).drafts == 0
    assert sweep(now=at("2026-03-10")).drafts == 1
    assert sweep(now=at("2026-03-11")).drafts == 0
    paper = Document.objects.get(matter=matter, type="AR01")
    assert "2026年3月9日届满" in paper.fields["facts"]
    with pytest.raises(NotAllowed):
        sign(matter, world.prosecutor, "2026-03-11")
    sign(matter, world.case_manager, "2026-03-11")
    assert matter.events.get(action="monitor").shown == "procuratorate"
    assert clock(matter, "review_arrest_detained").status == "running"  # still owed
    sent(matter, "refuse_evidence", world.prosecutor, world.chief, "2026-03-12")
    assert clock(matter, "review_arrest_detained").late_days == 3


def test_left_out_suspect_opens_its_own_matter(world):
    """规则第288条: 追捕 runs in 纠正漏捕, whatever becomes of this request."""
    matter = opened(world)
    act(matter, "found_leak", world.prosecutor, "2026-03-03")
    leak = matter.children.get()
    assert (leak.kind, leak.variant, leak.state) == ("leak", "arrest", "found")
    assert (leak.leak.subject, leak.leak.charge, leak.leak.facts) == ("测试乙", "合同诈骗", "测试乙参与预谋，提请时未列。")
    assert leak.police_from is None and fresh(matter).state == "reviewing"


def test_notes_stay_inside_and_the_police_are_told_ahead(world):
    matter = opened(world)
    act(matter, "interview", world.assistant, "2026-03-03", {"done_on": "2026-03-03"})
    act(matter, "tell_ahead", world.prosecutor, "2026-03-04")
    assert matter.events.get(action="interview").shown == "procuratorate"
    assert matter.events.get(action="tell_ahead").shown == "both"


def test_police_withdraw_their_request(world):
    matter = opened(world)
    sent(matter, "withdraw_request", world.legal_officer, world.head, "2026-03-04")
    row = fresh(matter)
    assert row.state == "request_withdrawn" and not Deadline.objects.filter(matter=matter, status="running").exists()
    with pytest.raises(NotAllowed, match="办结"):
        act(matter, "approve", world.prosecutor, "2026-03-05")


def test_approval_found_wrong_is_revoked(world):
    matter = opened(world)
    sent(matter, "approve", world.prosecutor, world.chief, "2026-03-04")
    receive(matter, world.legal_officer, "2026-03-05")
    sent(matter, "revoke_approval", world.prosecutor, world.chief, "2026-03-06")
    assert fresh(matter).state == "approval_revoked" and "第二百八十九条第一款" in words(matter, "D22C")


@pytest.mark.parametrize(("held", "rule", "due"), [(False, "review_arrest_free", date(2026, 5, 6)), (True, "review_arrest_detained", date(2026, 4, 27))])
def test_request_again_after_supplement(world, held, rule, due):
    """程序规定第138条第2款: through the outline; whether held is read from the case, the day is that of receipt."""
    first = refused(world, "evidence", outline="on")
    matter = Matter.objects.get(kind="supplementary")
    if held:
        suspect = Suspect.objects.create(office=world.office, case=first.case, name="测试甲")
        CompulsoryMeasure.objects.create(office=world.office, suspect=suspect, kind="detention", began_on=date(2026, 4, 15))
    act(matter, "itemise", world.prosecutor, "2026-03-03", outline.FILLED["itemise"])
    act(matter, "send_t1", world.prosecutor, "2026-03-03")
    receive(matter, world.legal_officer, "2026-03-04")
    act(matter, "assign", world.legal_officer, "2026-03-04")
    for item in matter.outline_items.order_by("no"):
        act(matter, "answer", world.investigator, "2026-03-30", {**outline.FILLED["answer"], "item": str(item.no)})
    sent(matter, "re_request", world.legal_officer, world.head, "2026-04-17")
    receive(matter, world.case_manager, "2026-04-20")
    again = matter.children.get(kind="arrest_review")
    assert (again.state, again.arrest_review.subject, again.arrest_review.again) == ("reviewing", "测试甲", True)
    assert clock(again, rule).due_on == due and again.arrest_review.received_on == date(2026, 4, 20)
    tracked = Matter.objects.get(kind="no_arrest")
    assert (tracked.state, tracked.no_arrest.outcome) == ("re_requested", "re_requested")
    with pytest.raises(NotAllowed):
        act(tracked, "ask_reconsideration", world.legal_officer, "2026-04-21")
    offered = {one.code for one in allowed_actions(Dossier(again), world.prosecutor, date(2026, 4, 21))}
    assert {"approve", "refuse_evidence"} <= offered
