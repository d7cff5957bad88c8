"""审查起诉, article by article (刑诉法第172条至第177条; 规则第273条、第328条、第340条至第370条、第424条)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from cases.desk.lists import inbox
from cases.exceptions import Conflict, Invalid, NotAllowed
from cases.matters import perform, sweep
from cases.matters.papers.documents import blocks_of
from cases.matters.table.workflow import workflow
from cases.models import Deadline, Document, Event, Matter, Notice
from supervision.forms.prosecution_review import DiscretionForm, DoubtForm
from supervision.models.prosecution_review import ProsecutionReviewDetail
from tests.supervision.play import act, at, clock, fresh, receipt_on_paper, receive, sent, sign
from tests.supervision.plays import non_prosecution
from tests.supervision.plays import scan as scanned
from tests.supervision.plays.prosecution_review import opened
from tests.supervision.test_supplementary_links import answered, child, sent_back, sent_off
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def detail(matter: Matter) -> ProsecutionReviewDetail:
    return ProsecutionReviewDetail.objects.get(pk=matter.pk)


def round_trip(world, matter, out, back):
    """Returned on one day, resubmitted on another."""
    outline = answered(world, sent_back(world, matter, out), back)
    sent_off(world, outline, "return_done", back)
    return fresh(matter)


# ------------------------------------------------------------------------------------------------ acceptance and its clocks


def test_one_month_from_receipt_and_three_days_for_counsel(world):
    matter = opened(world, "2026-03-02", who="case_manager")
    assert (clock(matter, "prosecute_review").due_on, clock(matter, "right_to_counsel_notice").due_on) == (date(2026, 4, 2), date(2026, 3, 5))
    assert clock(matter, "prosecute_review").shared and not clock(matter, "right_to_counsel_notice").shared
    assert matter.police_from and matter.state == "review"


def test_counsel_is_told_on_its_own_day(world):
    matter = opened(world, "2026-03-02")
    act(matter, "tell_counsel", world.assistant, "2026-03-09", {"told_on": "2026-03-04"})
    assert (clock(matter, "right_to_counsel_notice").status, clock(matter, "right_to_counsel_notice").late_days) == ("met", 0)
    with pytest.raises(NotAllowed):
        act(matter, "tell_counsel", world.prosecutor, "2026-03-10", {"told_on": "2026-03-10"})


def test_custody_is_read_from_the_case(world):
    """在押不顺延 (刑诉法第105条第4款): the month ends on Saturday 11 April 2026."""
    free, held = opened(world, "2026-03-11"), opened(world, "2026-03-11", held_since="2026-02-01")
    assert (clock(free, "prosecute_review").due_on, clock(held, "prosecute_review").due_on) == (date(2026, 4, 13), date(2026, 4, 11))


def test_fast_track_is_ten_days_longer_to_fifteen_or_left(world):
    """刑诉法第172条第1款、规则第273条: ten days, fifteen where more than a year is likely, else the ordinary month from receipt."""
    with pytest.raises(Invalid, match="认罪认罚"):
        opened(world, "2026-03-02", fast="on")
    matter = opened(world, "2026-03-02", fast="on", plea="on")
    assert clock(matter, "prosecute_review_fast").due_on == date(2026, 3, 12) and clock(matter, "prosecute_review") is None
    with pytest.raises(NotAllowed, match="转为普通期限"):
        act(matter, "extend", world.prosecutor, "2026-03-10")
    sent(matter, "extend_fast", world.prosecutor, world.chief, "2026-03-10")
    assert clock(matter, "prosecute_review_fast").due_on == date(2026, 3, 17)
    act(matter, "leave_fast", world.prosecutor, "2026-03-16")
    assert clock(matter, "prosecute_review_fast").status == "dropped"
    assert clock(matter, "prosecute_review").due_on == date(2026, 4, 2)


def test_the_day_corrected_moves_what_is_counted_from_it(world):
    """更正 of the day the case came in: the fast track, and the month after it was left."""
    matter = opened(world, fast="on", plea="on")
    begun = detail(matter).received_on
    act(matter, "leave_fast", world.prosecutor, begun, {"reason": "不符合速裁程序适用条件。"})
    day = begun - timedelta(days=3)
    due = clock(matter, "prosecute_review").due_on
    with pytest.raises(Invalid, match="过早"):
        perform(matter.pk, "amend", officer=world.prosecutor, data={"target": "detail.received_on", "value": "0001-01-01"}, reason="笔误", now=at(begun))
    perform(
        matter.pk, "amend", officer=world.prosecutor, data={"target": "detail.received_on", "value": day.isoformat()},
        reason="回执日期登记有误", now=at(begun),
    )  # fmt: skip
    assert detail(matter).counted_from == day
    assert clock(matter, "prosecute_review").due_on < due


def test_extension_of_fifteen_days_once(world):
    """规则第351条: counted on from the end of the month; T29 of the public stories used exactly one month and fifteen days."""
    matter = opened(world, "2021-03-11", held_since="2021-02-20")
    sent(matter, "extend", world.prosecutor, world.chief, "2021-04-09")
    assert clock(matter, "prosecute_review").due_on == date(2021, 4, 26)
    with pytest.raises(NotAllowed, match="已经延长"):
        act(matter, "extend", world.prosecutor, "2021-04-12")
    act(matter, "prosecute", world.prosecutor, "2021-04-26", {"prosecuted_on": "2021-04-26"})
    assert clock(matter, "prosecute_review").late_days == 0


@pytest.mark.parametrize(("fast", "code", "last"), [({}, "extend", "2026-04-02"), ({"fast": "on", "plea": "on"}, "extend_fast", "2026-03-12")])
def test_what_has_run_out_is_not_extended(world, fast, code, last):
    """W1: accepted on 2 March, the month ends on 2 April; an extension on the last day holds, one signed later would wipe out one's own lateness."""
    in_time, late = opened(world, "2026-03-02", **fast), opened(world, "2026-03-02", **fast)
    sent(in_time, code, world.prosecutor, world.chief, last)
    act(late, code, world.prosecutor, last)
    after = (date.fromisoformat(last) + timedelta(days=8)).isoformat()
    with pytest.raises(Conflict, match="届满，不能再办理"):
        sign(late, world.chief, after)
    rule = "prosecute_review_fast" if fast else "prosecute_review"
    assert clock(late, rule).due_on == date.fromisoformat(last) < clock(in_time, rule).due_on
    untouched = opened(world, "2026-03-02", **fast)
    with pytest.raises(NotAllowed, match="届满，不能再办理"):
        act(untouched, code, world.prosecutor, after)


def test_public_stories_keep_their_days(world):
    """T31 in time by nine days; T47 one day late unless extended (刑诉法第172条)."""
    early = opened(world, "2020-09-18", held_since="2020-07-20")
    act(early, "prosecute", world.prosecutor, "2020-10-12", {"prosecuted_on": "2020-10-09"})
    assert clock(early, "prosecute_review").ended_on == date(2020, 10, 9) and clock(early, "prosecute_review").late_days == 0
    late = opened(world, "2017-06-20", minor="on")
    assert clock(late, "prosecute_review").due_on == date(2017, 7, 20)
    sent(late, "not_pros_conditional", world.prosecutor, world.chief, "2017-07-21")
    assert clock(late, "prosecute_review").late_days == 1


def test_trap_22_only_psychiatric_examination_stops_the_clock(world):
    """刑诉法第149条、程序规定第257条: its days do not count; no other act of the table pauses anything."""
    matter = opened(world, "2026-03-02")
    act(matter, "examine", world.prosecutor, "2026-03-12")
    assert (fresh(matter).state, clock(matter, "prosecute_review").status) == ("examining", "paused")
    act(matter, "examined", world.prosecutor, "2026-03-22")
    assert (clock(matter, "prosecute_review").status, clock(matter, "prosecute_review").due_on) == ("running", date(2026, 4, 13))  # 12 April is a Sunday

    assert [row.code for row in workflow("prosecution_review").actions if row.pauses] == ["examine"]


# ------------------------------------------------------------------------------------------------ 退回补充侦查


def test_trap_11_period_anew_after_each_return_and_twice_at_most(world):
    """刑诉法第175条第3款、规则第346条: the month begins anew when it comes back; a third return is refused and changes nothing."""
    matter = opened(world, "2026-03-02")
    outline = sent_back(world, matter, "2026-03-30")
    first = clock(matter, "prosecute_review")
    assert (fresh(matter).state, fresh(matter).turn, detail(matter).returns, first.status, first.ended_on) == (
        "with_police", "", 1, "met", date(2026, 3, 30),
    )  # fmt: skip
    assert outline.supplementary.round == 1 and outline.parent_id == matter.pk
    sent_off(world, answered(world, outline, "2026-04-20"), "return_done", "2026-04-20")
    assert (fresh(matter).state, clock(matter, "prosecute_review").due_on) == ("review", date(2026, 5, 20))
    matter = round_trip(world, matter, "2026-05-11", "2026-06-08")
    assert (detail(matter).returns, clock(matter, "prosecute_review").due_on) == (2, date(2026, 7, 8))
    before = Event.objects.count()
    with pytest.raises(NotAllowed, match="补充侦查以二次为限"):
        act(matter, "return_case", world.prosecutor, "2026-06-09")
    assert Event.objects.count() == before


def test_trap_11_returns_before_the_change_of_jurisdiction_count(world):
    """规则第350条."""
    with pytest.raises(Invalid, match="改变管辖前的检察院"):
        opened(world, "2026-03-02", earlier_returns="1")
    once = opened(world, "2026-03-02", earlier_returns="1", earlier_court="白石区人民检察院")
    assert sent_back(world, once, "2026-03-03").supplementary.round == 2
    twice = opened(world, "2026-03-02", earlier_returns="2", earlier_court="白石区人民检察院")
    with pytest.raises(NotAllowed, match="合并计算"):
        act(twice, "return_case", world.prosecutor, "2026-03-03")
    with pytest.raises(Invalid):
        opened(world, "2026-03-02", earlier_returns="3", earlier_court="白石区人民检察院")


def test_a_third_return_is_impossible_in_the_database(world):
    matter = opened(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProsecutionReviewDetail.objects.filter(pk=matter.pk).update(returns=3)


def test_extension_is_free_again_after_a_return(world):
    matter = opened(world, "2026-03-02")
    sent(matter, "extend", world.prosecutor, world.chief, "2026-03-27")
    matter = round_trip(world, matter, "2026-04-15", "2026-05-08")
    sent(matter, "extend", world.prosecutor, world.chief, "2026-06-05")
    assert clock(matter, "prosecute_review").due_on == date(2026, 6, 23)


def test_fast_case_comes_back_with_ten_days(world):
    matter = opened(world, "2026-03-02", fast="on", plea="on")
    matter = round_trip(world, matter, "2026-03-10", "2026-03-25")
    assert clock(matter, "prosecute_review_fast").due_on == date(2026, 4, 7)  # 4 to 6 April 2026: 清明节


def test_return_given_up_before_it_was_sent(world):
    """The clock has gone on meanwhile; a decision is possible again."""
    matter = opened(world, "2026-03-02")
    act(matter, "return_case", world.prosecutor, "2026-03-10")
    with pytest.raises(NotAllowed):
        act(matter, "prosecute", world.prosecutor, "2026-03-11", {"prosecuted_on": "2026-03-11"})
    act(matter, "keep_case", world.prosecutor, "2026-03-11")
    assert (fresh(matter).state, clock(matter, "prosecute_review").due_on) == ("review", date(2026, 4, 2))
    assert detail(matter).returns == 0


def test_return_taken_back_takes_its_consequence_back(world):
    """撤回 of the served 补充侦查决定书 before receipt: the review goes on, the count goes down."""
    matter = opened(world, "2026-03-02")
    act(matter, "return_case", world.prosecutor, "2026-03-10")
    outline = child(matter)
    act(outline, "itemise", world.prosecutor, "2026-03-10")
    act(outline, "send_t3", world.prosecutor, "2026-03-10", {"gaps": ""})
    assert (fresh(matter).state, detail(matter).returns) == ("with_police", 1)
    paper = Document.objects.get(matter=outline, type="D16")
    perform(outline.pk, "withdraw", officer=world.prosecutor, data={"document": paper.pk}, reason="提纲有误", now=at("2026-03-11"))
    assert (fresh(matter).state, detail(matter).returns) == ("returning", 0)
    assert clock(matter, "prosecute_review").status == "running"


def test_police_withdraw_the_case_during_a_return(world):
    """程序规定第296条第3项; found lawful, the review ends."""
    matter = opened(world, "2026-03-02")
    outline = sent_back(world, matter, "2026-03-10")
    sent_off(world, answered(world, outline, "2026-03-20"), "end_case", "2026-03-20", decided_on="2026-03-20")
    act(outline, "withdrawal_ok", world.prosecutor, "2026-03-23")
    assert fresh(matter).state == "police_withdrew" and fresh(matter).closed_at


def test_own_investigation_stays_within_the_period(world):
    """规则第348条: no period of its own."""
    matter = opened(world, "2026-03-02")
    act(matter, "supplement_self", world.prosecutor, "2026-03-10")
    outline = child(matter)
    assert (outline.variant, fresh(matter).state) == ("T5", "review")
    assert not Deadline.objects.filter(matter=outline).exists()
    assert clock(matter, "prosecute_review").due_on == date(2026, 4, 2)


def test_left_out_accomplice_is_followed_of_its_own(world):
    """规则第356条."""
    matter = opened(world, "2026-03-02")
    act(matter, "demand_leak", world.prosecutor, "2026-03-10")
    leak = child(matter, "leak")
    assert (leak.variant, leak.leak.sort, leak.leak.subject, fresh(matter).state) == ("prosecution", "accomplice", "测试乙", "review")


# ------------------------------------------------------------------------------------------------ 管辖


def test_case_of_another_court_moves_within_five_days(world):
    """规则第328条: from the day it was found, through 案管; the police that sent it are told."""
    matter = opened(world, "2026-03-02")
    act(matter, "not_ours", world.prosecutor, "2026-03-12", {"found_on": "2026-03-11"})
    assert clock(matter, "transfer_jurisdiction").due_on == date(2026, 3, 16)
    act(matter, "move", world.case_manager, "2026-03-16")
    assert (fresh(matter).state, clock(matter, "transfer_jurisdiction").status) == ("moved", "met")
    papers = Document.objects.filter(matter=matter).order_by("type")
    assert [(one.type, one.addressee, one.context["to"]) for one in papers] == [
        ("PR02", "police", "青江公安局城东分局"), ("PR03", "file", "白石区人民检察院"),
    ]  # fmt: skip


# ------------------------------------------------------------------------------------------------ 不起诉


def test_trap_12_doubt_after_one_return_may_after_two_must(world):
    """刑诉法第175条第4款、规则第367条: without a return it cannot be; after one only where no further return is needed."""
    matter = opened(world, "2026-03-02")
    with pytest.raises(NotAllowed, match="应当先退回补充侦查"):
        act(matter, "not_pros_doubt", world.prosecutor, "2026-03-10")
    matter = round_trip(world, matter, "2026-03-10", "2026-03-30")
    with pytest.raises(Invalid, match="没有再次退回补充侦查的必要"):
        act(matter, "not_pros_doubt", world.prosecutor, "2026-04-01", {"no_more_return": ""})
    matter = round_trip(world, matter, "2026-04-01", "2026-04-20")
    act(matter, "not_pros_doubt", world.prosecutor, "2026-04-21", {"no_more_return": ""})
    with pytest.raises(NotAllowed, match="须由检察长决定"):
        sign(matter, world.second_prosecutor, "2026-04-21")
    sign(matter, world.chief, "2026-04-21")
    assert (fresh(matter).state, detail(matter).result) == ("not_prosecuted", "doubt")


def test_trap_12_forms_say_so(world):
    once = opened(world, earlier_returns="1", earlier_court="白石区人民检察院")
    twice = opened(world, earlier_returns="2", earlier_court="白石区人民检察院")
    assert "可以不起诉" in DoubtForm(matter=once, today=date(2026, 3, 3)).fields["no_more_return"].help_text
    second = DoubtForm(matter=twice, today=date(2026, 3, 3))
    assert "no_more_return" not in second.fields and "应当不起诉" in second.fields["reasons"].help_text


def test_custody_at_the_decision_is_proposed_from_the_case(world):
    held = opened(world, "2026-03-11", held_since="2026-02-01")
    assert DiscretionForm(matter=held, today=date(2026, 3, 12)).fields["measure"].initial == "custody"
    assert DiscretionForm(matter=opened(world), today=date(2026, 3, 12)).fields["measure"].initial == "none"


@pytest.mark.parametrize(
    ("sort", "law"),
    [
        ("statutory", "第一百七十七条第一款"), ("doubt", "第一百七十五条第四款"), ("discretion", "第一百七十七条第二款"),
        ("conditional", "考验期为六个月，从本决定作出之日起计算"),
    ],
)  # fmt: skip
def test_each_kind_cites_its_article_and_opens_its_following(world, sort, law):
    parent = non_prosecution.decided(world, sort)
    paper = Document.objects.get(matter=parent, action=f"not_pros_{sort}")
    words = str(paper.context) + str([vars(block) for block in blocks_of(paper)])
    assert law in words and paper.addressee == "police"
    assert not Matter.objects.filter(parent=parent).exists(), "在公安签收以前不开立不诉跟踪"
    receive(parent, world.legal_officer, "2026-03-03")
    following = Matter.objects.get(parent=parent)
    assert (following.kind, following.variant, following.state) == ("non_prosecution", sort, "following")
    assert following.non_prosecution.decision_number == paper.number


def test_conditional_only_for_minors_on_every_condition(world):
    """刑诉法第282条."""
    with pytest.raises(NotAllowed, match="只适用于未成年人"):
        act(opened(world), "not_pros_conditional", world.prosecutor, "2026-03-03")
    minor = opened(world, minor="on")
    with pytest.raises(Invalid, match="适用条件须全部具备"):
        act(minor, "not_pros_conditional", world.prosecutor, "2026-03-03", {"fit": ["chapters"]})
    with pytest.raises(Invalid, match="应当提起公诉"):
        act(minor, "not_pros_conditional", world.prosecutor, "2026-03-03", {"heard": ["police", "victim"]})
    with pytest.raises(Invalid):
        act(minor, "not_pros_conditional", world.prosecutor, "2026-03-03", {"probation": "5个月"})


# ------------------------------------------------------------------------------------------------ after the indictment


def test_tracked_to_judgment(world):
    matter = opened(world, "2026-03-02")
    with pytest.raises(Invalid, match="不能早于收到案件的日期"):
        act(matter, "prosecute", world.prosecutor, "2026-03-27", {"prosecuted_on": "2026-03-01"})
    act(matter, "prosecute", world.prosecutor, "2026-03-27", {"prosecuted_on": "2026-03-26"})
    with pytest.raises(Invalid, match="不能早于提起公诉"):
        act(matter, "judge", world.prosecutor, "2026-05-20", {"judged_on": "2026-03-20"})
    act(matter, "judge", world.prosecutor, "2026-05-20", {"judged_on": "2026-05-18"})
    assert (fresh(matter).state, detail(matter).indictment_number, detail(matter).sentence) == ("judged", "青检刑诉〔2026〕8号", "有期徒刑一年")


def test_withdrawn_prosecution_is_decided_within_thirty_days(world):
    """规则第424条: by the 检察长, on paper to the court; overdue goes to 案管 (规则第613条、第620条); no return is asked for."""
    matter = opened(world, "2026-03-02")
    act(matter, "prosecute", world.prosecutor, "2026-03-27", {"prosecuted_on": "2026-03-27"})
    sent(matter, "withdraw_prosecution", world.prosecutor, world.chief, "2026-04-13")
    paper = Document.objects.get(matter=matter, type="PR04")
    assert (paper.addressee, paper.context["to"]) == ("outside", "青江区人民法院")
    due = clock(matter, "after_withdraw_prosecution")
    assert (fresh(matter).state, due.due_on, due.shared) == ("withdrawn", date(2026, 5, 13), False)
    with pytest.raises(NotAllowed):
        act(matter, "prosecute", world.prosecutor, "2026-04-14", {"prosecuted_on": "2026-04-14"})
    sweep(now=at("2026-05-14"))
    assert Notice.objects.filter(deadline=due, rung="over", role="case_manager").exists()
    sent(matter, "not_pros_doubt_withdrawn", world.prosecutor, world.chief, "2026-05-14")
    assert (clock(matter, "after_withdraw_prosecution").late_days, fresh(matter).state) == (1, "not_prosecuted")


def test_court_signs_on_paper(world):
    matter = opened(world, "2026-03-02")
    act(matter, "prosecute", world.prosecutor, "2026-03-27", {"prosecuted_on": "2026-03-27"})
    sent(matter, "withdraw_prosecution", world.prosecutor, world.chief, "2026-04-13")
    paper = Document.objects.get(matter=matter, type="PR04")
    perform(
        matter.pk, "receive", officer=world.case_manager, data={"document": paper.pk}, now=at("2026-04-16"), on=date(2026, 4, 15),
        evidence=[scanned("送达回证.pdf")], reason="纸质送达",
    )  # fmt: skip
    assert Document.objects.get(pk=paper.pk).received_on == date(2026, 4, 15)


def test_receipt_of_the_decision_may_be_entered_from_paper(world):
    parent = non_prosecution.decided(world, "discretion", "2026-03-02")
    receipt_on_paper(parent, world.prosecutor, "2026-03-06", "2026-03-04")
    following = Matter.objects.get(parent=parent)
    assert clock(following, "non_pros_reconsider_file").due_on == date(2026, 3, 11)


def test_decision_once_received_is_not_undone_while_something_rests_on_it(world):
    parent = non_prosecution.decided(world, "discretion", "2026-03-02")
    receive(parent, world.legal_officer, "2026-03-03")
    following = Matter.objects.get(parent=parent)
    act(following, "serve_parties", world.prosecutor, "2026-03-04", {"parties_served_on": "2026-03-04"})
    paper = Document.objects.get(matter=parent, type="D25")
    with pytest.raises(Conflict, match="已经办理"):
        perform(parent.pk, "withdraw", officer=world.chief, data={"document": paper.pk}, reason="有误", now=at("2026-03-05"))


def test_case_management_names_who_handles_it(world):
    """案管受理 and assigns; a prosecutor who accepts it himself is the handler."""
    assigned = opened(world, who="case_manager", handler=str(world.second_prosecutor.pk))
    assert (assigned.handler, opened(world).handler, opened(world, who="case_manager").handler) == (world.second_prosecutor, world.prosecutor, None)
    with pytest.raises(Invalid):
        opened(world, handler=str(world.strange_prosecutor.pk))


def test_receipt_is_taken_though_the_source_stands_elsewhere(world):
    """A receipt is a fact: it is entered and noted, never refused because 审查起诉 has moved on meanwhile."""
    matter = opened(world, "2026-03-02")
    outline = answered(world, sent_back(world, matter, "2026-03-05"), "2026-03-20")
    sent(outline, "return_done", world.legal_officer, world.head, "2026-03-20")
    Matter.objects.filter(pk=matter.pk).update(state="review")
    receive(outline, world.case_manager, "2026-03-20")
    assert Document.objects.get(matter=outline, action="return_done", leads=True).status == "received"
    note = outline.events.get(label="来源事项未随之办理")
    assert note.shown == "procuratorate" and "未随签收办理" in note.text


def test_case_sent_back_is_not_listed_twice_for_the_police(world):
    """While it is supplemented the police do it in 补充侦查; 审查起诉 only waits."""
    matter = opened(world)
    outline = sent_back(world, matter, "2026-03-10")
    assert fresh(matter).state == "with_police"
    listed = {row.matter_id for row in inbox.todo(world.legal_officer, date(2026, 3, 11))}
    assert outline.pk in listed and matter.pk not in listed


def test_who_is_held_is_reviewed_before_prosecution(world):
    """羁押审查规定第6条第2款: 可能判处三年以下的在押人员, once before 提起公诉; 依职权, without a term."""
    matter = opened(world, held_since="2026-01-15")
    with pytest.raises(Invalid, match="羁押必要性审查"):
        act(matter, "prosecute", world.prosecutor, "2026-03-20", {"prosecuted_on": "2026-03-20", "custody": ""})
    page = signed_in(world.prosecutor).get(f"/procuratorate/matters/{matter.pk}/do/review_custody/")
    assert page.context["form"]["held"].value() == "测试甲"
    act(matter, "review_custody", world.prosecutor, "2026-03-20")
    review = Matter.objects.get(parent=matter, kind="custody_review")
    assert (review.variant, review.custody_review.subject, review.deadlines.count()) == ("three", "测试甲", 0)
    act(matter, "prosecute", world.prosecutor, "2026-03-20", {"prosecuted_on": "2026-03-20", "custody": "reviewed"})
    free = opened(world)
    assert "custody" not in signed_in(world.prosecutor).get(f"/procuratorate/matters/{free.pk}/do/prosecute/").context["form"].fields


@pytest.mark.parametrize(("held", "desks"), [("2026-01-15", {"", "execution_officer"}), ("", {""})])
def test_overdue_return_of_who_is_held_is_told_to_the_execution_desk(world, held, desks):
    """规则第613条: 公安机关办理案件期限, 被羁押的 by 刑事执行检察部门, 未被羁押的 by 捕诉部门: the month of 补充侦查 too."""
    outline = sent_back(world, opened(world, held_since=held), "2026-03-10")
    sweep(now=at("2026-04-14"))
    told = Notice.objects.filter(matter=outline, deadline__rule="supp_return", rung="over", side="procuratorate")
    assert {str(one) for one in told.values_list("role", flat=True)} == desks
