"""行刑反向衔接 (刑诉法第177条第3款; 规则第373条、第375条; 反向衔接指引第12条、第13条; law.md 2.4, 7.2)."""

from datetime import date

import pytest

from cases.exceptions import Conflict, Invalid, NotAllowed
from cases.matters import perform
from cases.matters.acts.reserved import SIGNS_FOR, signs_for
from cases.matters.papers.documents import blocks_of
from cases.matters.table.workflow import workflow
from cases.models import Deadline, Document, Event, Matter
from office.blocks import text_of
from office.models import OfficeOption
from supervision.models.follow_up import FollowUpDetail
from tests.supervision.play import act, at, clock, fresh, receive, sent, sign
from tests.supervision.plays import no_arrest, scan
from tests.supervision.plays.follow_up import handed_over, opened

pytestmark = pytest.mark.django_db


def detail(matter: Matter) -> FollowUpDetail:
    return FollowUpDetail.objects.get(pk=matter.pk)


def served_outside(world, matter, now, on, who="administrative_officer"):
    """The 送达回证 of a paper to another unit is entered."""
    paper = Document.objects.get(matter=matter, status="issued", addressee="outside")
    return perform(
        matter.pk, "receive", officer=getattr(world, who), data={"document": paper.pk}, now=at(now), on=date.fromisoformat(on),
        evidence=[scan("送达回证.pdf")], reason="纸质送达",
    )  # fmt: skip


def asked(world, whom="agency", received="2026-03-18", **data):
    """检察意见 issued on 16 March 2026 and signed for."""
    matter = opened(world)
    sent(matter, f"opinion_to_{whom}", world.administrative_officer, world.chief, "2026-03-16", data)
    if whom == "agency":
        served_outside(world, matter, received, received)
    else:
        receive(matter, world.legal_officer, received)
    return fresh(matter)


def test_ten_working_days_from_acceptance(world):
    """反向衔接指引第12条: 3 March 2026 plus ten working days is 17 March."""
    matter = handed_over(world, day="2026-03-03")
    assert matter.state == "transferred" and not Deadline.objects.filter(matter=matter).exists()
    with pytest.raises(NotAllowed):
        act(matter, "accept", world.prosecutor, "2026-03-04", {"accepted_on": "2026-03-04"})
    act(matter, "accept", world.administrative_officer, "2026-03-04", {"accepted_on": "2026-03-03"})
    due = clock(matter, "rev_review")
    assert (fresh(matter).state, due.due_on, due.shared) == ("review", date(2026, 3, 17), False)
    assert fresh(matter).police_from is None


def test_conflict_of_sources_is_said_where_it_matters(world):
    """law.md 7.2: 行刑衔接规定第8条 against 反向衔接指引; the latter is followed."""
    for kind, codes in (("follow_up", ("accept", "register", "opinion_to_police", "opinion_to_agency")), ("non_prosecution", ("transfer_case",))):
        for code in codes:
            assert "行刑衔接规定第8条" in workflow(kind).action(code).hint and "以后者为准" in workflow(kind).action(code).hint
    assert "opinion_service" not in {start.rule for row in workflow("follow_up").actions for start in (*row.starts, *row.starts_on_receipt)}


def test_chief_extends_once_by_working_days(world):
    matter = opened(world, "2026-03-03")
    act(matter, "extend_review", world.administrative_officer, "2026-03-16", {"length": "5个工作日"})
    assert clock(matter, "rev_review").due_on == date(2026, 3, 17)
    sign(matter, world.chief, "2026-03-16")
    assert clock(matter, "rev_review").due_on == date(2026, 3, 24)
    with pytest.raises(NotAllowed, match="已经延长"):
        act(matter, "extend_review", world.administrative_officer, "2026-03-23")


def test_a_review_that_has_run_out_is_not_extended(world):
    """W1: ten working days from 3 March 2026 end on the 17th."""
    matter = opened(world, "2026-03-03")
    act(matter, "extend_review", world.administrative_officer, "2026-03-17", {"length": "5个工作日"})
    with pytest.raises(Conflict, match="届满，不能再办理"):
        sign(matter, world.chief, "2026-03-18")
    assert clock(matter, "rev_review").due_on == date(2026, 3, 17)


@pytest.mark.parametrize("code", ["consult", "suspend"])
def test_consultation_and_suspension_do_not_count(world, code):
    """指引第12条、第13条: from 9 to 18 March 2026 nothing counts; four of the ten working days were used."""
    matter = opened(world, "2026-03-03")
    act(matter, code, world.administrative_officer, "2026-03-10")
    assert (fresh(matter).state, clock(matter, "rev_review").status) == ("suspended", "paused")
    with pytest.raises(NotAllowed):
        act(matter, "terminate", world.administrative_officer, "2026-03-12")
    act(matter, "resume", world.administrative_officer, "2026-03-19")
    assert (clock(matter, "rev_review").status, clock(matter, "rev_review").due_on) == ("running", date(2026, 3, 26))


def test_opinion_is_approved_by_the_chief_and_names_its_elements(world):
    """规则第373条第2款: 经检察长批准; elements of 反向衔接指引."""
    matter = opened(world)
    act(matter, "opinion_to_agency", world.administrative_officer, "2026-03-16")
    with pytest.raises(NotAllowed, match="须由检察长决定"):
        sign(matter, world.prosecutor, "2026-03-16")
    sign(matter, world.chief, "2026-03-16")
    paper = Document.objects.get(matter=matter, type="D14")
    words = text_of(blocks_of(paper))
    for wanted in ("青江区市场监督管理局", "违法事实、情节和证据", "检察意见", "涉案财物的情况", "第一百七十七条第三款", "自收到本意见书之日起二个月以内", "青检刑不诉〔2026〕1号"):
        assert wanted in words, wanted
    assert (paper.addressee, fresh(matter).state, clock(matter, "opinion_reply")) == ("outside", "awaiting_agency", None)
    assert (detail(matter).advice, detail(matter).receiver) == ("建议给予行政处罚。", "青江区市场监督管理局")  # what 刑事检察 had said stays
    assert "三、查封、扣押、冻结涉案财物的情况" in words and "四、依据" in words  # numbered in a row though one is blank


def test_term_runs_from_the_day_of_service_on_paper(world):
    matter = asked(world, received="2026-03-18")
    due = clock(matter, "opinion_reply")
    assert (due.due_on, due.pending, due.owed_by) == (date(2026, 5, 18), True, "agency")


def test_prosecution_side_keeps_the_receipt_and_nobody_signs_for_the_agency(world):
    matter = opened(world)
    sent(matter, "opinion_to_agency", world.administrative_officer, world.chief, "2026-03-16")
    paper = Document.objects.get(matter=matter, type="D14")
    with pytest.raises(Invalid, match="扫描件"):
        perform(matter.pk, "receive", officer=world.prosecutor, data={"document": paper.pk}, now=at("2026-03-18"), on=date(2026, 3, 18), reason="纸质")


def test_term_is_the_office_s_setting_or_the_paper_s(world):
    """[M] two months; an urgent paper says less, the practice seen is one month."""
    OfficeOption.objects.create(office=world.office, key="opinion_reply_months", value=1)
    matter = asked(world, reply_term="1个月")
    assert clock(matter, "opinion_reply").due_on == date(2026, 4, 20)  # 18 April 2026 is a Saturday
    urgent = asked(world, reply_term="15日")
    assert clock(urgent, "opinion_reply").due_on == date(2026, 4, 2)


def test_police_answer_in_their_portal(world):
    """程序规定第293条第2款; the matter is open to them from the opinion on."""
    matter = asked(world, "police")
    assert (matter.state, matter.turn, bool(matter.police_from)) == ("awaiting_police", "police", True)
    sent(matter, "reply_police", world.legal_officer, world.head, "2026-05-20")
    assert fresh(matter).handler == world.administrative_officer, "行政检察受理的，由其承办"
    receive(matter, world.administrative_officer, "2026-05-20")
    assert Event.objects.get(matter=matter, action="reply_police").late_days == 2
    assert (detail(matter).handled, detail(matter).amount, fresh(matter).state) == ("punished", 500, "replied")


def test_agency_s_letter_counts_from_its_own_day(world):
    matter = asked(world)
    act(matter, "reply_agency", world.administrative_officer, "2026-05-25", {"replied_on": "2026-05-15"})
    assert (clock(matter, "opinion_reply").late_days, detail(matter).replied_on) == (0, date(2026, 5, 15))


def test_letter_of_an_agency_is_attached_and_not_older_than_the_opinion(world):
    matter = asked(world, received="2026-03-18")
    with pytest.raises(Invalid, match="不能早于主管机关收到检察意见书"):
        act(matter, "reply_agency", world.administrative_officer, "2026-05-15", {"replied_on": "2026-03-17"})
    with pytest.raises(Invalid, match="回函、处罚决定书"):
        act(matter, "reply_agency", world.administrative_officer, "2026-05-15", {"replied_on": "2026-05-15"}, uploads={})


def test_no_punishment_has_no_amount(world):
    matter = asked(world)
    with pytest.raises(Invalid, match="不应填写罚没数额"):
        act(matter, "reply_agency", world.administrative_officer, "2026-05-15", {"replied_on": "2026-05-15", "handled": "not_punished"})


def test_property_is_registered_before_closing(world):
    matter = asked(world)
    act(matter, "reply_agency", world.administrative_officer, "2026-05-15", {"replied_on": "2026-05-15"})
    with pytest.raises(NotAllowed, match="涉案财物处置"):
        act(matter, "close_punished", world.administrative_officer, "2026-05-18")
    act(matter, "record_property", world.administrative_officer, "2026-05-18")
    with pytest.raises(NotAllowed):
        act(matter, "close_not_punished", world.administrative_officer, "2026-05-18")
    act(matter, "close_punished", world.administrative_officer, "2026-05-18")
    assert fresh(matter).state == "punished"


def test_not_punished_for_a_reason(world):
    matter = asked(world, "police")
    sent(matter, "reply_police", world.legal_officer, world.head, "2026-05-11", {"handled": "not_punished", "amount": "", "handled_words": "已过追究时效。"})
    receive(matter, world.case_manager, "2026-05-11")
    act(matter, "record_property", world.prosecutor, "2026-05-12")
    act(matter, "close_not_punished", world.administrative_officer, "2026-05-12")
    assert fresh(matter).state == "not_punished"


@pytest.mark.parametrize("whom", ["agency", "police"])
def test_silence_is_pressed_then_circulated_or_suggested(world, whom):
    """行刑衔接规定第11条 [M]: 督促 first, then by decision of the 检察长."""
    matter = asked(world, whom)
    with pytest.raises(NotAllowed, match="届满后"):
        act(matter, f"press_{whom}", world.administrative_officer, "2026-05-18")
    with pytest.raises(NotAllowed, match="先督促"):
        act(matter, "circulate", world.administrative_officer, "2026-05-19")
    act(matter, f"press_{whom}", world.administrative_officer, "2026-05-19", {"due_on": "2026-05-18"})
    if whom == "agency":
        served_outside(world, matter, "2026-05-20", "2026-05-20")
    else:
        receive(matter, world.legal_officer, "2026-05-20")
    sent(matter, "circulate", world.administrative_officer, world.chief, "2026-06-10")
    served_outside(world, matter, "2026-06-11", "2026-06-11")
    act(matter, "suggest", world.administrative_officer, "2026-06-12")
    child = Matter.objects.get(parent=matter, kind="suggestion")
    assert child.suggestion.addressed == ("unit" if whom == "agency" else "police")
    act(matter, "record_property", world.administrative_officer, "2026-06-15")
    act(matter, "close_unanswered", world.administrative_officer, "2026-06-15")
    assert (fresh(matter).state, clock(matter, "opinion_reply").status) == ("unanswered", "dropped")


def test_nothing_to_ask_for_is_terminated(world):
    matter = opened(world)
    sent(matter, "terminate", world.administrative_officer, world.chief, "2026-03-16")
    assert (fresh(matter).state, clock(matter, "rev_review").status) == ("terminated", "met")
    assert Document.objects.get(matter=matter, type="RF04").addressee == "file"


def test_termination_may_be_the_department_s_own_by_setting(world):
    OfficeOption.objects.create(office=world.office, key="terminate_decided_by", value="administrative_officer")
    matter = opened(world)
    act(matter, "terminate", world.administrative_officer, "2026-03-16")
    assert fresh(matter).state == "terminated"


def test_reversed_decision_ends_it(world):
    matter = opened(world)
    act(matter, "suspend", world.administrative_officer, "2026-03-10")
    act(matter, "decision_reversed", world.administrative_officer, "2026-04-10")
    assert (fresh(matter).state, clock(matter, "rev_review").status) == ("reversed", "dropped")


def test_no_opinion_while_the_decision_is_contested(world):
    """反向衔接指引第13条: 应当中止审查; resumed once the 复议 has left the decision as it is."""
    matter = handed_over(world)
    tracked = matter.parent
    act(matter, "accept", world.administrative_officer, "2026-03-04", {"accepted_on": "2026-03-04"})
    sent(tracked, "ask_reconsideration", world.legal_officer, world.head, "2026-03-09")
    receive(tracked, world.case_manager, "2026-03-09")
    for code in ("opinion_to_police", "opinion_to_agency", "terminate"):
        with pytest.raises(Invalid, match="应当中止审查（反向衔接指引第13条）"):
            act(fresh(matter), code, world.administrative_officer, "2026-03-10")
    act(fresh(matter), "suspend", world.administrative_officer, "2026-03-10")
    with pytest.raises(Invalid, match="尚未作出决定"):
        act(fresh(matter), "resume", world.administrative_officer, "2026-03-11")
    sent(tracked, "uphold", world.second_prosecutor, world.chief, "2026-04-07")
    act(fresh(matter), "resume", world.administrative_officer, "2026-04-08")
    assert fresh(matter).state == "review"
    act(tracked, "record_appeal", world.prosecutor, "2026-04-08", {"appealed_on": "2026-04-08"})
    with pytest.raises(Invalid, match="申诉正在复查"):
        act(fresh(matter), "terminate", world.administrative_officer, "2026-04-09")


def test_the_department_changes_its_own_draft(world):
    """行政检察 is no prosecutor of 捕诉: still its draft is its own to revise."""
    matter = opened(world)
    result = act(matter, "terminate", world.administrative_officer, "2026-03-16")
    perform(
        matter.pk, "revise", officer=world.administrative_officer, now=at("2026-03-16", 11),
        data={"document": result.documents[0].pk, "facts": "改后的事实。", "reasons": "改后的理由。"},
    )  # fmt: skip
    assert Document.objects.get(pk=result.documents[0].pk).fields["facts"] == "改后的事实。"


def test_acceptance_before_the_decision_is_refused(world):
    with pytest.raises(Invalid, match="不能早于不起诉决定日期"):
        opened(world, decided_on="2026-03-03", accepted_on="2026-03-02")

def test_a_department_signs_for_the_answers_to_what_it_handles_and_for_no_other(world):
    """行政检察 is nobody's receiver in a matter of 审查逮捕."""
    matter = no_arrest.opened(world, "evidence")
    act(matter, "release", world.legal_officer, "2026-03-02", {"measure": "released", "released_at": "2026-03-02T18:00"})
    act(matter, "receipt", world.legal_officer, "2026-03-03")
    paper = Document.objects.get(matter=matter, type="D22RN")
    with pytest.raises(NotAllowed, match="签收，您没有这项权限"):
        perform(matter.pk, "receive", officer=world.administrative_officer, data={"document": paper.pk}, now=at("2026-03-03"))
    assert signs_for(fresh(matter), "procuratorate") == SIGNS_FOR["procuratorate"]
