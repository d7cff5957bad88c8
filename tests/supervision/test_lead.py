"""线索: screening in seven days, 刑诉法第117条, routing, transfer three ways, 成案 of any kind, 件件有回复 (law.md 3.8)."""

from datetime import date

import pytest

from cases.exceptions import Invalid, NotAllowed, NotFound
from cases.matters import Press, perform, settle
from cases.matters.acts import following
from cases.matters.dossier import dossier
from cases.matters.papers.documents import blocks_of
from cases.matters.table.workflow import Opens, workflow
from cases.models import Deadline, Document, Event, Matter
from office.blocks import text_of
from tests.supervision.play import act, at, clock, fresh, receive, scan, sent, walk_to
from tests.supervision.plays.filing import opened as filing
from tests.supervision.plays.lead import OPENING, opened, registered
from tests.world import signed_in

pytestmark = pytest.mark.django_db
SCREENED = ("accept", "complaint_officer", "2026-02-03")


def verifying(world, **values):
    """Accepted, routed, and given to the second prosecutor with a term of fifteen days."""
    matter = opened(world, **values)
    return walk_to(
        matter, world, SCREENED, ("route", "prosecutor", "2026-02-04"),
        ("assign", "chief", "2026-02-04", {"handler": str(world.second_prosecutor.pk)}),
    )  # fmt: skip


def running(matter):
    return {row.rule for row in Deadline.objects.filter(matter=matter, status="running")}


def test_complaint_is_screened_in_seven_days(world):
    matter = opened(world)
    assert clock(matter, "complaint_7d").due_on == date(2026, 2, 9) and running(matter) == {"complaint_7d"}
    act(matter, "accept", world.complaint_officer, "2026-02-06")
    assert fresh(matter).state == "screened" and clock(matter, "complaint_7d").status == "met"


def test_letter_is_answered_in_seven_days_and_three_months(world):
    matter = opened(world, is_letter="on", source="letter")
    assert clock(matter, "letter_procedural_7d").due_on == date(2026, 2, 9)
    assert clock(matter, "letter_result_3m").due_on == date(2026, 5, 6)  # 5月2日在劳动节假期内，顺延至节后第一日
    act(matter, "reply_procedural", world.complaint_officer, "2026-02-04")
    act(matter, "reply_progress", world.prosecutor, "2026-03-02")
    assert running(matter) == {"complaint_7d"}
    assert [paper.type for paper in Document.objects.filter(matter=matter)] == ["D28", "D28"]


def test_nameless_letter_has_nobody_to_answer(world):
    matter = opened(world, is_letter="on", source="letter", complainant="")
    assert running(matter) == {"complaint_7d"}
    with pytest.raises(NotAllowed):
        act(matter, "reply_procedural", world.complaint_officer, "2026-02-04")
    with pytest.raises(NotAllowed):
        act(matter, "decline", world.complaint_officer, "2026-02-04")
    act(matter, "decline_nameless", world.complaint_officer, "2026-02-04")
    assert fresh(matter).closed_at


def test_found_in_casework_goes_straight_to_routing(world):
    matter = opened(world, code="found")
    assert fresh(matter).state == "screened" and not running(matter)


def test_sender_is_named_where_court_or_police_sent_it(world):
    with pytest.raises(Invalid, match="请填写移送单位"):
        opened(world, source="court", complainant="")
    assert not Matter.objects.exists()


def test_material_asked_for_counts_anew_from_the_day_it_is_complete(world):
    """规则第162条第3款: 受理时间从补齐相关材料之日起计算."""
    matter = opened(world)
    act(matter, "ask_for_more", world.complaint_officer, "2026-02-04")
    assert clock(matter, "complaint_7d").status == "dropped" and fresh(matter).state == "supplementing"
    act(matter, "completed", world.complaint_officer, "2026-03-04", {"completed_on": "2026-03-02"})
    assert clock(matter, "complaint_7d").due_on == date(2026, 3, 9) and fresh(matter).state == "registered"


def test_article_117_first_to_the_organ(world):
    """规则第555条第3款: 未向办案机关提出的，告知其向办案机关提出."""
    matter = opened(world, remedy="direct")
    with pytest.raises(NotAllowed, match="第555条第3款"):
        act(matter, "accept", world.complaint_officer, "2026-02-03")
    act(matter, "to_organ", world.complaint_officer, "2026-02-03")
    assert fresh(matter).state == "informed" and clock(matter, "complaint_7d").status == "met"


def test_article_117_met_with_in_casework_may_be_corrected_directly(world):
    matter = opened(world, remedy="casework", complainant="")
    act(matter, "accept", world.prosecutor, "2026-02-03")
    assert fresh(matter).state == "screened" and not running(matter)  # nobody complained: no fifteen days


def test_article_117_opinion_in_fifteen_days_and_again_after_the_reasons(world):
    """规则第556条第2款: fifteen days from 受理; where reasons are asked for, fifteen days from their receipt."""
    matter = verifying(world, remedy="handled")
    assert clock(matter, "complaint_117_review").due_on == date(2026, 2, 24)  # 2月18日在春节假期内
    act(matter, "ask_organ", world.second_prosecutor, "2026-02-10")
    assert clock(matter, "complaint_117_review").status == "dropped" and fresh(matter).police_from
    receive(matter, world.legal_officer, "2026-02-10")
    sent(matter, "organ_explains", world.legal_officer, world.head, "2026-02-25")
    receive(matter, world.second_prosecutor, "2026-02-26")
    assert clock(matter, "complaint_117_review").due_on == date(2026, 3, 13) and fresh(matter).state == "verifying"
    act(matter, "no_case", world.second_prosecutor, "2026-03-12")
    assert clock(matter, "complaint_117_review").status == "met"


def test_term_of_the_handler_is_a_reminder_inside(world):
    matter = verifying(world)
    term = clock(matter, "lead_term")
    assert (term.nature, term.due_on, term.shared) == ("reminder", date(2026, 2, 19), False)
    assert fresh(matter).handler == world.second_prosecutor
    act(matter, "prolong", world.chief, "2026-02-12", {"days": "20"})
    assert clock(matter, "lead_term").due_on == date(2026, 3, 4) and Deadline.objects.filter(matter=matter, rule="lead_term").count() == 2


def test_becomes_several_matters_and_is_answered(world):
    matter = verifying(world)
    act(matter, "verify", world.second_prosecutor, "2026-02-10")
    act(matter, "to_filing", world.second_prosecutor, "2026-02-11", {"police": str(world.organ.pk)})
    act(matter, "to_leak", world.second_prosecutor, "2026-02-11", {"police": str(world.organ.pk)})
    act(matter, "to_suggestion", world.second_prosecutor, "2026-02-11", {"police": str(world.organ.pk)})
    children = {child.kind: child for child in Matter.objects.filter(parent=matter)}
    assert set(children) == {"filing", "leak", "suggestion"}
    filed = children["filing"]
    assert (filed.state, filed.variant, filed.filing.charge, filed.filing.complainant) == ("review", "A", "合同诈骗", "控告人甲")
    assert (filed.title, filed.handler, filed.police_from) == (OPENING["title"], world.second_prosecutor, None)
    assert (children["leak"].state, children["leak"].variant) == ("found", "arrest")
    assert (children["suggestion"].state, children["suggestion"].suggestion.facts) == ("proposed", "报案后长期没有结果。")
    with pytest.raises(NotAllowed):
        act(matter, "no_case", world.second_prosecutor, "2026-02-12")
    act(matter, "finish", world.second_prosecutor, "2026-02-12")
    with pytest.raises(NotAllowed, match="应当先答复"):
        act(matter, "close", world.second_prosecutor, "2026-02-12")
    act(matter, "reply_result", world.complaint_officer, "2026-02-13")
    row = fresh(matter)
    assert (row.state, row.lead.result) == ("answered", "case") and clock(matter, "lead_term").status == "met"


@pytest.mark.parametrize(("code", "kind"), [("to_investigation", "investigation"), ("to_linkage", "follow_up")])
def test_becomes_what_other_desks_handle(world, code, kind):
    matter = verifying(world)
    act(matter, code, world.second_prosecutor, "2026-02-11", {"police": str(world.organ.pk)})
    child = Matter.objects.get(parent=matter)
    detail = getattr(child, workflow(kind).detail)
    assert (child.kind, child.title, detail.subject, detail.facts) == (kind, OPENING["title"], "测试甲", "报案后长期没有结果。")


def test_what_it_became_is_undone_with_it(world):
    matter = verifying(world)
    act(matter, "to_filing", world.second_prosecutor, "2026-02-11", {"police": str(world.organ.pk)})
    child = Matter.objects.get(parent=matter)
    perform(matter.pk, "undo", officer=world.chief, reason="录错分支", now=at("2026-02-11"))
    assert fresh(child).state == "void" and fresh(matter).state == "verifying" and fresh(matter).lead.result == ""


def test_name_of_the_new_matter_does_not_name_the_complainant(world):
    matter = verifying(world)
    with pytest.raises(Invalid, match="不能出现控告人姓名"):
        act(matter, "to_filing", world.second_prosecutor, "2026-02-11", {"police": str(world.organ.pk), "public_title": "控告人甲反映案"})
    assert not Matter.objects.filter(parent=matter).exists()


def test_police_read_of_a_lead_only_from_the_transfer_and_never_who_reported(world):
    matter = opened(world, complainant="赵金丝雀", facts="金丝雀说的内容", title="赵金丝雀反映测试甲线索", public_title="测试甲线索")
    with pytest.raises(NotFound):
        dossier(world.legal_officer, matter.pk)
    with pytest.raises(Invalid, match="不能出现控告人姓名"):
        act(matter, "to_police", world.complaint_officer, "2026-02-03", {"police": str(world.organ.pk), "contents": "赵金丝雀称"})
    papers = act(matter, "to_police", world.complaint_officer, "2026-02-03", {"police": str(world.organ.pk)}).documents
    assert [paper.type for paper in papers] == ["D27L", "D28"]
    assert "金丝雀" not in text_of(blocks_of(papers[0])) and "收到本函后十五日以内" in text_of(blocks_of(papers[0]))
    page = signed_in(world.legal_officer).get(f"/police/matters/{matter.pk}/").content.decode()
    for hidden in ("金丝雀", "当事人控告", "答复函", "13000000000"):
        assert hidden not in page, hidden
    assert "线索移送函" in page
    receive(matter, world.legal_officer, "2026-02-04")
    assert clock(matter, "lead_transfer_reply").due_on == date(2026, 2, 19) and clock(matter, "complaint_7d").status == "met"


@pytest.mark.parametrize(("code", "state", "result"), [("police_takes", "concluded", "moved"), ("police_declines", "screened", "")])
def test_police_take_or_decline_with_their_paper(world, code, state, result):
    matter = opened(world)
    act(matter, "to_police", world.complaint_officer, "2026-02-03", {"police": str(world.organ.pk)})
    receive(matter, world.legal_officer, "2026-02-04")
    sent(matter, code, world.investigator, world.head, "2026-02-10")
    row = fresh(matter)
    assert (row.state, row.lead.result) == (state, result) and clock(matter, "lead_transfer_reply").status == "met"


def test_silent_police_the_lead_is_taken_back(world):
    matter = opened(world)
    act(matter, "to_police", world.complaint_officer, "2026-02-03", {"police": str(world.organ.pk)})
    receive(matter, world.legal_officer, "2026-02-04")
    with pytest.raises(NotAllowed, match="届满后"):
        act(matter, "police_silent", world.prosecutor, "2026-02-19")
    act(matter, "police_silent", world.prosecutor, "2026-02-25")
    assert fresh(matter).state == "screened" and not running(matter)
    # it lies before one organ: another one cannot be sent it
    with pytest.raises(Invalid):
        act(matter, "to_police", world.prosecutor, "2026-02-25", {"police": str(world.second_organ.pk)})


def test_to_the_court_on_paper_and_back(world):
    matter = opened(world)
    paper = act(matter, "to_other", world.prosecutor, "2026-02-03").documents[0]
    assert (paper.addressee, paper.context["to"], fresh(matter).police_from) == ("outside", "青江区人民法院", None)
    perform(
        matter.pk, "receive", officer=world.assistant, data={"document": paper.pk}, now=at("2026-02-06"), on=date(2026, 2, 5),
        evidence=[scan("送达回证.pdf")], reason="法院签收",
    )  # fmt: skip
    act(matter, "other_declines", world.assistant, "2026-02-12", {"answered_on": "2026-02-11"})
    assert fresh(matter).state == "screened"
    act(matter, "to_other", world.prosecutor, "2026-02-13", {"receiver": "白石区人民检察院"})
    act(matter, "other_takes", world.prosecutor, "2026-02-20", {"answered_on": "2026-02-19"})
    assert (fresh(matter).state, fresh(matter).lead.result) == ("concluded", "moved")


def test_from_the_court_is_fed_back(world):
    matter = opened(world, source="court", sender="青江区人民法院", complainant="")
    act(matter, "accept", world.prosecutor, "2026-02-03")
    paper = act(matter, "feed_back", world.prosecutor, "2026-02-04").documents[0]
    assert paper.context["to"] == "青江区人民法院" and fresh(matter).state == "screened"
    other = opened(world, code="found")
    with pytest.raises(NotAllowed):
        act(other, "feed_back", world.prosecutor, "2026-02-04")


def test_moved_is_told_to_who_reported(world):
    """刑诉法第110条第3款: 移送主管机关处理，并且通知报案人、控告人、举报人."""
    with pytest.raises(Invalid, match="告知控告人的内容"):
        act(opened(world), "to_other", world.prosecutor, "2026-02-03", {"conclusion": ""})


def test_between_departments(world):
    """规则第166条: straight from the screening too: the seven days are those of 规则第161条."""
    matter = walk_to(opened(world), world, ("hand_over", "complaint_officer", "2026-02-04"))
    assert clock(matter, "complaint_7d").status == "met"
    paper = Document.objects.get(matter=matter, type="D27T")
    assert (matter.state, paper.addressee, paper.context["to"]) == ("handing", "file", "负责侦查的部门（司法工作人员犯罪）")
    matter = walk_to(matter, world, ("send_back", "execution_officer", "2026-02-05"))
    assert matter.state == "screened" and Event.objects.get(matter=matter, action="send_back").facts["reasons"]
    matter = walk_to(matter, world, ("hand_over", "prosecutor", "2026-02-06", {"department": "administrative"}), ("take", "administrative_officer", "2026-02-06"))
    assert matter.state == "handed" and matter.closed_at


def test_reserve_is_revived(world):
    matter = walk_to(verifying(world), world, ("reserve", "second_prosecutor", "2026-02-10"))
    assert matter.state == "reserved" and not running(matter)
    assert walk_to(matter, world, ("revive", "prosecutor", "2026-06-01")).state == "screened"


def test_watched_lead_is_seen_above(world):
    matter = opened(world)
    act(matter, "watch", world.chief, "2026-02-03", {"watch": "raised"})
    assert fresh(matter).lead.watch == "raised" and fresh(matter).state == "registered"
    page = signed_in(world.city_prosecutor).get(f"/procuratorate/matters/{matter.pk}/").content.decode()
    assert "提级核查" in page and "列为督办" in page


def test_followed_from_another_matter(world):
    """规则第568条: what another matter finds becomes a lead of its own, ready to be routed."""
    parent = filing(world)
    event = Event.objects.filter(matter=parent).first()
    link = Opens("lead", "follow", carries={"subject": "subject", "facts": "contents"}, gives={"source": "casework"})
    press = Press(world.prosecutor, at("2026-02-03"))
    child = following._open(link, press, press.dossier(parent), event, data={"contents": "侦查人员涉嫌受贿。"}, on=date(2026, 2, 3))
    settle(press)
    child = fresh(child)
    assert (child.state, child.lead.subject, child.lead.named) == ("screened", "测试甲", "no") and child.parent_id == parent.pk


def test_registered_by_the_complaint_desk_on_a_real_page(world):
    client = signed_in(world.complaint_officer)
    page = client.get("/procuratorate/open/lead/register/").content.decode()
    for label in ("群众来信", "是否反映刑诉法第117条情形", "涉及的公安机关"):
        assert label in page
    answer = client.post("/procuratorate/open/lead/register/", registered(received_on="2026-02-02", police=str(world.organ.pk)))
    assert answer.status_code == 302 and Matter.objects.get(kind="lead").state == "registered"


def test_organ_is_chosen_with_the_transfer(world):
    """A lead need not name an organ before it is moved to one."""
    matter = opened(world, police="")
    act(matter, "to_police", world.complaint_officer, "2026-02-03", {"police": str(world.second_organ.pk)})
    assert fresh(matter).police == world.second_organ and Document.objects.get(matter=matter, type="D27L").context["to"] == "青江公安局河西分局"
    with pytest.raises(NotFound):
        dossier(world.legal_officer, matter.pk)


def test_ways_on_stand_in_groups_and_the_one_routed_to_is_pressed_first(world):
    """核查中: 成案, 不成案, 移送 at a glance; of the ways to 成案 the one that 分流 pointed to."""
    matter = verifying(world)
    shown = signed_in(world.second_prosecutor).get(f"/procuratorate/matters/{matter.pk}/").context["buttons"]
    groups = [one.group for one in shown]
    assert [name for name in dict.fromkeys(groups) if name] == ["成案", "不成案", "移送、移转"]
    for name in set(groups) - {""}:
        places = [place for place, one in enumerate(groups) if one == name]
        assert places == list(range(places[0], places[-1] + 1)), f"{name}不在一处"
    assert [one.code for one in shown if one.primary] == ["to_filing"]
    assert {one.code for one in shown if one.group == "不成案"} == {"no_case", "reserve"}


@pytest.mark.parametrize(("steps", "receiver"), [
    ((("ask_for_more", "complaint_officer", "2026-02-03"), ("not_completed", "complaint_officer", "2026-02-20")), "not_accepted"),
    ((SCREENED, ("hand_over", "prosecutor", "2026-02-04")), "handing"),
])  # fmt: skip
def test_who_reported_by_name_is_told_wherever_the_lead_ends_or_goes(world, steps, receiver):
    """件件有回复: also where the material stays wanting (规则第162条), and where another department takes it (规则第163条)."""
    matter = walk_to(opened(world, is_letter="on", source="letter"), world, *steps)
    assert matter.state == receiver
    last = Event.objects.filter(matter=matter, action=steps[-1][0]).get()
    assert Document.objects.filter(matter=matter, type="D28", action=last.action).exists()
    assert clock(matter, "letter_procedural_7d").status == "met"


def test_telling_of_the_transfer_is_the_procedural_answer(world):
    """规则第163条: who is told of the transfer within seven days needs no second letter; the three months run on."""
    matter = opened(world, is_letter="on", source="letter")
    act(matter, "to_police", world.complaint_officer, "2026-02-03", {"police": str(world.organ.pk)})
    assert clock(matter, "letter_procedural_7d").status == "met" and clock(matter, "letter_result_3m").status == "running"


def test_nobody_is_told_of_a_nameless_lead(world):
    matter = opened(world, complainant="")
    page = signed_in(world.complaint_officer).get(f"/procuratorate/matters/{matter.pk}/do/to_other/").content.decode()
    assert "告知控告人的内容" not in page
    act(matter, "to_other", world.prosecutor, "2026-02-03")
    assert not Document.objects.filter(matter=matter, type="D28").exists()
