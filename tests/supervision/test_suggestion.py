"""检察建议: seven elements, two months, objection, reply of police and of other units, 督促, 报告, 通报 (law.md 3.9)."""

from datetime import date

import pytest

from cases.exceptions import Invalid, NotAllowed
from cases.matters import allowed_actions, perform
from cases.matters.dossier import Dossier
from cases.matters.papers.documents import blocks_of
from cases.models import Deadline, Document, Event
from office.blocks import text_of
from tests.supervision.play import act, at, clock, fresh, receive, scan, sent, sign, waiting, walk_to
from tests.supervision.plays.suggestion import opened
from tests.world import signed_in

pytestmark = pytest.mark.django_db
READY = (
    ("to_draft", "prosecutor", "2026-02-03"), ("write", "prosecutor", "2026-02-04"), ("review_pass", "second_prosecutor", "2026-02-05"),
)  # fmt: skip


def ready(world, addressed="police"):
    return walk_to(opened(world, addressed), world, *READY)


def served(world, received="2026-02-10"):
    """Served on 城东分局, which has signed for it."""
    matter = ready(world)
    sent(matter, "serve", world.prosecutor, world.chief, "2026-02-09")
    receive(matter, world.legal_officer, received)
    return fresh(matter)


def served_unit(world, on="2026-02-10"):
    """Served on another unit, its 送达回证 entered."""
    matter = ready(world, "unit")
    paper = sent(matter, "serve_unit", world.prosecutor, world.chief, "2026-02-09")
    perform(
        matter.pk, "receive", officer=world.assistant, data={"document": paper.pk}, now=at("2026-02-12"), on=date.fromisoformat(on),
        evidence=[scan("送达回证.pdf")], reason="被建议单位签收",
    )  # fmt: skip
    return fresh(matter)


def test_investigation_is_decided_by_the_chief_and_takes_two_months(world):
    matter = opened(world)
    act(matter, "investigate", world.prosecutor, "2026-02-03")
    assert fresh(matter).state == "proposed" and clock(matter, "advice_investigate") is None
    sign(matter, world.chief, "2026-02-04")
    running = clock(matter, "advice_investigate")
    assert (running.due_on, running.pending, running.shared) == (date(2026, 4, 7), True, False)  # 4月4日至6日清明节
    act(matter, "investigated", world.prosecutor, "2026-04-01")
    assert fresh(matter).state == "drafting" and clock(matter, "advice_investigate").status == "met"


def test_who_wrote_it_does_not_review_it(world):
    matter = walk_to(opened(world), world, *READY[:2])
    with pytest.raises(NotAllowed, match="原承办人以外"):
        act(matter, "review_pass", world.prosecutor, "2026-02-05")
    with pytest.raises(Invalid, match="确有必要"):
        act(matter, "review_pass", world.second_prosecutor, "2026-02-05", {"necessary": ""})
    assert walk_to(matter, world, ("review_back", "second_prosecutor", "2026-02-05")).state == "drafting"


def test_nothing_is_served_before_the_review_and_the_chief(world):
    matter = walk_to(opened(world), world, *READY[:2])
    with pytest.raises(NotAllowed):
        act(matter, "serve", world.prosecutor, "2026-02-05")
    act(matter, "review_pass", world.second_prosecutor, "2026-02-05")
    act(matter, "serve", world.prosecutor, "2026-02-06")
    assert fresh(matter).state == "ready" and not fresh(matter).police_from
    sign(matter, world.chief, "2026-02-06")
    assert fresh(matter).state == "awaiting" and fresh(matter).police_from


@pytest.mark.parametrize("months", ["1", "3"])
def test_another_term_than_two_months_is_refused(world, months):
    """law.md 4.1 D13: the sample's 三个月 is wrong; 检察建议规定第19条 says two."""
    matter = ready(world)
    with pytest.raises(Invalid, match=r"第十九条.*两个月"):
        act(matter, "serve", world.prosecutor, "2026-02-06", {"reply_months": months})
    assert not Document.objects.filter(matter=matter, type="D13").exists()


def test_urgent_matters_have_a_term_of_their_own(world):
    matter = ready(world)
    with pytest.raises(Invalid, match="请填写回复期限的日数"):
        act(matter, "serve", world.prosecutor, "2026-02-06", {"urgent": "on"})
    paper = sent(matter, "serve", world.prosecutor, world.chief, "2026-02-09", {"urgent": "on", "reply_days": "20"})
    assert "收到之日起二十日以内作出相应处理" in text_of(blocks_of(paper))
    receive(matter, world.legal_officer, "2026-02-10")
    assert clock(matter, "advice_reply").due_on == date(2026, 3, 2)


def test_paper_has_the_seven_elements(world):
    matter = served(world)
    words = text_of(blocks_of(Document.objects.get(matter=matter, type="D13")))
    for wanted in (
        "案件或者问题的来源", "认定的事实和证据", "违法情形或者应当消除的隐患", "建议的具体内容和依据", "收到之日起十日以内书面提出",
        "收到之日起两个月以内作出相应处理，并书面回复", "抄送", "青江区委政法委员会", "青江公安局城东分局",
    ):  # fmt: skip
        assert wanted in words, wanted


def test_clocks_of_a_served_suggestion(world):
    matter = served(world)
    assert clock(matter, "advice_reply").due_on == date(2026, 4, 10)
    assert {clock(matter, rule).owed_by for rule in ("advice_reply", "advice_objection")} == {"police"}
    assert clock(served_unit(world), "advice_reply").owed_by == "agency"
    assert clock(matter, "advice_objection").due_on == date(2026, 2, 20) and clock(matter, "advice_objection").nature == "right"
    filing_up = clock(matter, "advice_filing_up")
    assert (filing_up.due_on, filing_up.pending, filing_up.shared) == (date(2026, 2, 14), True, False)  # 2月14日调休上班
    act(matter, "file_up", world.assistant, "2026-02-27", {"filed_up_on": "2026-02-13"})
    assert clock(matter, "advice_filing_up").late_days == 0  # registered late, sent in time
    assert "file_up" not in {row.code for row in allowed_actions(Dossier(fresh(matter)), world.prosecutor, date(2026, 2, 27))}
    with pytest.raises(NotAllowed, match="已经登记报上级院备案"):
        act(matter, "file_up", world.prosecutor, "2026-02-27", {"filed_up_on": "2026-02-27"})


def test_police_read_what_they_owe(world, monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", "2026-02-11")
    matter = served(world)
    client = signed_in(world.legal_officer)
    page = client.get(f"/police/matters/{matter.pk}/").content.decode()
    assert "请最迟于2026年4月10日作出处理" in page or "请于2026年4月10日前作出处理" in page
    assert "已处理，书面回复" in page and "有异议，书面提出" in page
    assert "讯问录音录像不全程检察建议案" in client.get("/police/inbox/").content.decode()


def test_announced_service_says_where_and_before_whom(world):
    with pytest.raises(Invalid, match="宣告地点和参加人"):
        act(ready(world), "serve", world.prosecutor, "2026-02-06", {"service": "announced"})


def test_objection_is_reviewed_and_fails(world):
    matter = served(world)
    sent(matter, "object", world.legal_officer, world.head, "2026-02-13")
    assert fresh(matter).state == "objected" and clock(matter, "advice_objection").status == "met"
    receive(matter, world.prosecutor, "2026-02-13")
    at_once = clock(matter, "advice_objection_review")  # 立即: a reminder, never counted late
    assert (at_once.due_on, at_once.nature, at_once.owed_by) == (date(2026, 2, 16), "reminder", "procuratorate")
    act(matter, "explain_advice", world.prosecutor, "2026-02-14")
    assert fresh(matter).state == "objected"  # the 检察长 has not agreed yet
    paper = sign(matter, world.chief, "2026-02-14").documents[0]
    assert "异议不成立" in text_of(blocks_of(paper)) and "《检察建议书》" in text_of(blocks_of(paper))
    receive(matter, world.legal_officer, "2026-02-25")
    assert fresh(matter).state == "awaiting" and clock(matter, "advice_reply").status == "running"
    assert clock(matter, "advice_objection_review").status == "met"
    with pytest.raises(NotAllowed, match="已于2026年2月13日办理"):
        act(matter, "object", world.legal_officer, "2026-02-26")


def test_objection_holds_and_the_suggestion_is_revised(world):
    matter = served(world)
    sent(matter, "object", world.legal_officer, world.head, "2026-02-13")
    receive(matter, world.prosecutor, "2026-02-13")
    sent(matter, "revise_advice", world.prosecutor, world.chief, "2026-02-25")
    assert clock(matter, "advice_reply").status == "dropped"
    receive(matter, world.legal_officer, "2026-02-26")
    assert clock(matter, "advice_reply").due_on == date(2026, 4, 27)  # 4月26日星期日
    assert fresh(matter).suggestion.objected is False  # the new text may be objected to again


def test_objection_holds_and_the_suggestion_is_withdrawn(world):
    matter = served(world)
    sent(matter, "object", world.legal_officer, world.head, "2026-02-13")
    receive(matter, world.prosecutor, "2026-02-13")
    sent(matter, "withdraw_advice", world.prosecutor, world.chief, "2026-02-25")
    assert fresh(matter).state == "revoked" and clock(matter, "advice_reply").status == "dropped"


def test_late_objection_is_taken_and_marked(world):
    matter = served(world)
    event = sent(matter, "object", world.legal_officer, world.head, "2026-02-25") and Event.objects.get(matter=matter, action="object")
    assert event.late_days == 5 and clock(matter, "advice_objection").status == "lapsed"


def test_police_reply_and_evaluation(world):
    matter = served(world)
    sent(matter, "reply", world.legal_officer, world.head, "2026-04-08", {"adopted": "part"})
    receive(matter, world.prosecutor, "2026-04-08")
    assert fresh(matter).suggestion.replied_on == date(2026, 4, 8) and clock(matter, "advice_reply").status == "met"
    matter = walk_to(
        matter, world, ("evaluate", "prosecutor", "2026-04-09"), ("look_back", "assistant", "2026-04-10", {"looked_back_on": "2026-04-10"}),
        ("conclude", "prosecutor", "2026-06-01"),
    )  # fmt: skip
    assert (matter.state, matter.suggestion.adoption) == ("closed", "full")


def test_half_done_is_urged_again_with_a_new_term(world):
    matter = served(world)
    sent(matter, "reply", world.legal_officer, world.head, "2026-04-08", {"adopted": "part"})
    receive(matter, world.prosecutor, "2026-04-08")
    act(matter, "evaluate", world.prosecutor, "2026-04-09")
    act(matter, "urge_again", world.prosecutor, "2026-04-09")
    receive(matter, world.legal_officer, "2026-04-10")
    assert fresh(matter).state == "awaiting" and clock(matter, "advice_reply").due_on == date(2026, 4, 27)  # 4月25日星期六
    sent(matter, "reply", world.legal_officer, world.head, "2026-04-20", {"adopted": "full"})
    assert fresh(matter).state == "replied"


def test_reply_of_another_unit_counts_from_its_own_day(world):
    """回函 is registered afterwards: late is what lies between the term and the day of the letter."""
    matter = served_unit(world)
    assert clock(matter, "advice_reply").due_on == date(2026, 4, 10) and not matter.police_from
    with pytest.raises(Invalid, match="回函日期"):
        act(matter, "reply_unit", world.assistant, "2026-04-20", {"replied_on": ""})
    with pytest.raises(Invalid, match="请上传文件"):
        act(matter, "reply_unit", world.assistant, "2026-04-20", {"replied_on": "2026-04-09"}, uploads={})
    with pytest.raises(Invalid, match="不能早于"):
        act(matter, "reply_unit", world.assistant, "2026-04-20", {"replied_on": "2026-02-09"})
    event = act(matter, "reply_unit", world.assistant, "2026-04-20", {"replied_on": "2026-04-09"}).event
    assert event.late_days == 0 and clock(matter, "advice_reply").late_days == 0 and clock(matter, "advice_reply").ended_on == date(2026, 4, 9)
    assert event.attachments.count() == 1


def test_paper_to_another_unit_is_numbered_and_named(world):
    matter = served_unit(world)
    paper = Document.objects.get(matter=matter, type="D13U")
    assert (paper.addressee, paper.context["to"], paper.name) == ("outside", "青江区市场监督管理局", "检察建议书")
    act(matter, "object_unit", world.assistant, "2026-02-24", {"objected_on": "2026-02-13"})
    words = text_of(blocks_of(sent(matter, "withdraw_advice_unit", world.prosecutor, world.chief, "2026-02-25")))
    assert paper.number in words and fresh(matter).state == "revoked"


def test_overdue_is_urged_before_it_is_reported(world):
    """检察建议规定第25条: 经督促无正当理由不予整改的，经检察长决定."""
    matter = served(world)
    with pytest.raises(NotAllowed, match="届满后"):
        act(matter, "urge", world.prosecutor, "2026-04-10")
    for code in ("report_up", "notify_unit", "conclude_silent"):
        with pytest.raises(NotAllowed, match="督促"):
            act(matter, code, world.prosecutor, "2026-04-11")
    act(matter, "urge", world.prosecutor, "2026-04-13")
    receive(matter, world.legal_officer, "2026-04-13")
    sent(matter, "report_up", world.prosecutor, world.chief, "2026-05-08")
    notice = sent(matter, "notify_unit", world.prosecutor, world.chief, "2026-05-08")
    assert notice.context["to"] == "临河市公安局" and waiting(matter, "superior").type == "D13H"
    sent(matter, "reply", world.legal_officer, world.head, "2026-05-11")
    assert fresh(matter).state == "replied" and clock(matter, "advice_reply").late_days == 31


def test_no_suggestion_or_kept_for_later(world):
    matter = walk_to(opened(world), world, ("reserve", "prosecutor", "2026-02-03"), ("revive", "prosecutor", "2026-03-03"))
    assert matter.state == "proposed"
    assert walk_to(matter, world, ("not_made", "prosecutor", "2026-03-04", {"way": "model"})).closed_at


def test_to_whom_it_goes_is_settled_in_the_draft(world):
    matter = walk_to(opened(world), world, READY[0])
    with pytest.raises(Invalid, match="请填写单位全称"):
        act(matter, "write", world.prosecutor, "2026-02-04", {"addressed": "unit"})
    act(matter, "write", world.prosecutor, "2026-02-04", {"addressed": "unit", "receiver": "青江区教育局"})
    act(matter, "review_pass", world.second_prosecutor, "2026-02-05")
    with pytest.raises(NotAllowed):
        act(matter, "serve", world.prosecutor, "2026-02-06")
    assert not Deadline.objects.filter(matter=matter).exists()
