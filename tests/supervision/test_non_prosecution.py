"""不诉跟踪, article by article (刑诉法第177条至第181条、第282条至第284条; 规则第373条至第386条、第471条至第480条)."""

from datetime import date

import pytest

from cases.exceptions import Invalid, NotAllowed
from cases.matters import perform
from cases.matters.papers.documents import blocks_of
from cases.models import Deadline, Document, Event, Matter, Notice
from office.blocks import text_of
from supervision.models.non_prosecution import NonProsecutionDetail
from tests.supervision.play import act, at, clock, fresh, receive, sent, sign, waiting
from tests.supervision.plays.non_prosecution import decided, opened

pytestmark = pytest.mark.django_db


def detail(matter: Matter) -> NonProsecutionDetail:
    return NonProsecutionDetail.objects.get(pk=matter.pk)


def contested(world, sort="discretion", when="2026-03-09", received="2026-03-10"):
    """要求复议, received by 案管; the decision was signed for on 3 March 2026."""
    matter = opened(world, sort)
    sent(matter, "ask_reconsideration", world.legal_officer, world.head, when)
    receive(matter, world.case_manager, received)
    return fresh(matter)


def upheld(world, sort="discretion"):
    matter = contested(world, sort)
    sent(matter, "uphold", world.second_prosecutor, world.chief, "2026-04-07")
    receive(matter, world.legal_officer, "2026-04-08")
    return fresh(matter)


def silent(world, sort="discretion", day="2026-03-11", **values):
    """The window of seven days has passed without a word."""
    matter = opened(world, sort, **values)
    act(matter, "no_objection_conditional" if sort == "conditional" else "no_objection", world.prosecutor, day)
    return fresh(matter)


def finished(world, matter, day="2026-03-12"):
    """Everything that a decision on a person in custody with seized property wants."""
    act(matter, "report_release", world.legal_officer, day, {"released_on": "2026-03-03"})
    receive(matter, world.case_manager, day)
    act(matter, "notify_unfreeze", world.prosecutor, day)
    receive(matter, world.legal_officer, day)
    act(matter, "report_unfreeze", world.legal_officer, day, {"unfrozen_on": day})
    receive(matter, world.case_manager, day)
    act(matter, "transfer_case", world.prosecutor, day)
    return fresh(matter)


# ------------------------------------------------------------------------------------------------ what begins with the decision


def test_what_is_due_follows_from_the_decision(world):
    """Decided on 2 March, signed for on 3 March 2026: 7日 from receipt, 3个工作日 from the decision."""
    matter = opened(world, "discretion")
    assert clock(matter, "non_pros_reconsider_file").due_on == date(2026, 3, 10)
    assert (clock(matter, "rev_transfer").due_on, clock(matter, "rev_transfer").shared) == (date(2026, 3, 5), False)
    assert (clock(matter, "non_pros_release").due_on, clock(matter, "non_pros_release").nature) == (date(2026, 3, 4), "reminder")
    assert clock(matter, "cond_non_pros_probation") is None
    row = detail(matter)
    assert (row.release, row.unfreeze, row.transfer, row.appealable, row.decided_on) == ("waiting", "todo", "todo", True, date(2026, 3, 2))
    assert (matter.turn, bool(matter.police_from), row.decision_name) == ("police", True, "不起诉决定书")


def test_nothing_to_release_or_return_where_there_is_none(world):
    matter = opened(world, "statutory", measure="none", seized="", property_words="", victim="")
    assert (detail(matter).release, detail(matter).unfreeze, detail(matter).appealable) == ("none", "none", False)
    assert clock(matter, "non_pros_release") is None
    with pytest.raises(NotAllowed, match="没有需要释放"):
        act(matter, "report_release", world.legal_officer, "2026-03-04", {"released_on": "2026-03-04"})
    with pytest.raises(NotAllowed, match="没有可以申诉"):
        act(matter, "record_appeal", world.prosecutor, "2026-03-06", {"appealed_on": "2026-03-06"})


def test_release_is_a_reminder_and_never_counted_late(world):
    """刑诉法第178条: at once; no fixed period, hence no automatic 超期."""
    matter = opened(world)
    act(matter, "report_release", world.legal_officer, "2026-03-13", {"released_on": "2026-03-12"})
    assert (clock(matter, "non_pros_release").status, clock(matter, "non_pros_release").late_days, detail(matter).release) == ("met", 0, "done")


def test_release_before_the_decision_is_refused(world):
    matter = opened(world)
    with pytest.raises(Invalid, match="不能早于决定日期"):
        act(matter, "report_release", world.legal_officer, "2026-03-04", {"released_on": "2026-03-01"})


def test_no_release_becomes_supervision_of_the_investigation(world):
    """规则第567条."""
    matter = opened(world)
    with pytest.raises(NotAllowed, match="届满后"):
        act(matter, "not_released", world.prosecutor, "2026-03-04")
    act(matter, "not_released", world.prosecutor, "2026-03-05")
    child = Matter.objects.get(parent=matter, kind="investigation")
    assert child.investigation.facts == "收到决定书后未立即释放。"
    act(matter, "report_release", world.legal_officer, "2026-03-06", {"released_on": "2026-03-06"})  # it may still be done


def test_property_is_freed_within_the_office_s_days(world):
    """规则第374条、程序规定第293条: 及时; three days by setting, from receipt of the notice."""
    matter = opened(world)
    act(matter, "notify_unfreeze", world.prosecutor, "2026-03-03")
    receive(matter, world.legal_officer, "2026-03-04")
    assert (clock(matter, "non_pros_unfreeze").due_on, clock(matter, "seal_release")) == (date(2026, 3, 7), None)
    words = text_of(blocks_of(Document.objects.get(matter=matter, type="NP01")))
    assert "第一百七十七条第三款" in words and "手机一部" in words and detail(matter).decision_number in words
    act(matter, "not_unfrozen", world.prosecutor, "2026-03-09")
    assert Matter.objects.filter(parent=matter, kind="investigation").exists()
    act(matter, "report_unfreeze", world.legal_officer, "2026-03-10", {"unfrozen_on": "2026-03-10", "outcome": "administrative"})
    assert detail(matter).unfreeze == "done"


def test_unrelated_property_has_its_three_days_of_law(world):
    """刑诉法第145条."""
    matter = opened(world)
    act(matter, "notify_unfreeze", world.prosecutor, "2026-03-03", {"unrelated": "on"})
    receive(matter, world.legal_officer, "2026-03-04")
    assert clock(matter, "seal_release").due_on == date(2026, 3, 9)  # 7 March 2026 is a Saturday


# ------------------------------------------------------------------------------------------------ 复议、复核


def test_trap_1_seven_thirty_seven_thirty(world):
    """程序规定第294条、规则第379条、第380条: never 5/7/5/15, which are those of 不批准逮捕."""
    matter = contested(world)
    assert (matter.state, clock(matter, "non_pros_reconsider_decide").due_on) == ("reconsideration", date(2026, 4, 9))
    with pytest.raises(NotAllowed, match="原承办人以外"):
        act(matter, "uphold", world.prosecutor, "2026-04-07")  # who drafted the decision, on the matter this one follows
    sent(matter, "uphold", world.second_prosecutor, world.chief, "2026-04-07")
    receive(matter, world.legal_officer, "2026-04-08")
    assert clock(matter, "non_pros_review_file").due_on == date(2026, 4, 15)
    sent(matter, "ask_review", world.legal_officer, world.head, "2026-04-15")
    receive(matter, world.city_prosecutor, "2026-04-16")
    assert clock(matter, "non_pros_review_decide").due_on == date(2026, 5, 18)  # 16 May 2026 is a Saturday
    sent(matter, "review_confirms", world.city_prosecutor, world.city_chief, "2026-05-15")
    assert (fresh(matter).state, detail(matter).dispute, detail(matter).reviewed) == ("closing", "upheld", True)
    assert not Deadline.objects.filter(matter=matter, rule__contains="no_arrest").exists()


def test_trap_23_conditional_has_the_same_periods_under_its_own_articles(world):
    """程序规定第330条、规则第472条; the victim cannot go to court himself."""
    matter = upheld(world, "conditional")
    assert [clock(matter, f"cond_non_pros_{step}").due_on for step in ("reconsider_file", "reconsider_decide", "review_file")] == [
        date(2026, 3, 10), date(2026, 4, 9), date(2026, 4, 15),
    ]  # fmt: skip
    assert clock(matter, "non_pros_reconsider_file") is None
    paper = Document.objects.get(matter=matter, type="D21N")
    assert "第三百七十九条、第四百七十二条" in text_of(blocks_of(paper)) and "《附条件不起诉决定书》" in text_of(blocks_of(paper))
    decision = Document.objects.get(matter=matter.parent, type="D25C")
    assert "不适用《中华人民共和国刑事诉讼法》第一百八十条" in text_of(blocks_of(decision))
    sent(matter, "ask_review", world.legal_officer, world.head, "2026-04-15")
    receive(matter, world.city_prosecutor, "2026-04-16")
    assert clock(matter, "cond_non_pros_review_decide").due_on == date(2026, 5, 18)


@pytest.mark.parametrize("level", ["own", "superior"])
def test_reversal_gives_the_case_back_to_be_prosecuted(world, level):
    """规则第379条、第380条: the outcome flows back into 审查起诉."""
    if level == "own":
        matter = contested(world)
        sent(matter, "reverse", world.second_prosecutor, world.chief, "2026-04-07")
    else:
        matter = upheld(world)
        sent(matter, "ask_review", world.legal_officer, world.head, "2026-04-15")
        receive(matter, world.city_prosecutor, "2026-04-16")
        sent(matter, "review_reverses", world.city_prosecutor, world.city_chief, "2026-05-15")
    parent = fresh(matter.parent)
    assert (fresh(matter).state, detail(matter).dispute, parent.state, parent.prosecution_review.result) == ("revoked", "revoked", "reopened", "")
    act(parent, "prosecute", world.prosecutor, "2026-05-20", {"prosecuted_on": "2026-05-20"})
    assert fresh(parent).state == "prosecuted"


def test_reversal_taken_back_takes_the_case_back(world):
    matter = contested(world)
    sent(matter, "reverse", world.second_prosecutor, world.chief, "2026-04-07")
    perform(matter.pk, "undo", officer=world.chief, reason="送达前发现有误", now=at("2026-04-07", 15))
    assert (fresh(matter).state, fresh(matter.parent).state) == ("reconsideration", "not_prosecuted")


def test_late_objection_is_marked_or_refused_at_receipt(world):
    matter = opened(world)
    sent(matter, "ask_reconsideration", world.legal_officer, world.head, "2026-03-13")
    assert Event.objects.get(matter=matter, action="ask_reconsideration").late_days == 3
    perform(
        matter.pk, "refuse", officer=world.case_manager, data={"document": waiting(matter, "procuratorate").pk}, reason="超过七日", now=at("2026-03-13"),
    )
    assert fresh(matter).state == "following"


def test_second_objection_has_its_sentence(world):
    matter = upheld(world)
    act(matter, "no_review", world.prosecutor, "2026-04-16")
    assert fresh(matter).state == "closing"
    with pytest.raises(NotAllowed, match="复议以一次为限"):
        act(matter, "ask_reconsideration", world.legal_officer, "2026-04-17")


def test_silence_is_recorded_after_the_window_and_in_bulk(world):
    matters = [opened(world) for _ in range(2)]
    with pytest.raises(NotAllowed, match="届满后"):
        act(matters[0], "no_objection", world.prosecutor, "2026-03-10")
    for matter in matters:
        act(matter, "no_objection", world.assistant, "2026-03-11")
        assert (fresh(matter).state, detail(matter).dispute) == ("closing", "none")
        assert clock(matter, "non_pros_reconsider_file").status == "lapsed"


def test_a_late_paper_after_recorded_silence_is_still_marked_late(world):
    """The window was written 期满, not away: 案管 reads 逾期N日 and takes it or refuses it."""
    matter = silent(world)  # the seven days ended on 10 March
    sent(matter, "ask_reconsideration", world.legal_officer, world.head, "2026-03-13")
    assert Event.objects.get(matter=matter, action="ask_reconsideration").late_days == 3
    matter = upheld(world)
    act(matter, "no_review", world.prosecutor, "2026-04-16")
    sent(matter, "ask_review", world.legal_officer, world.head, "2026-04-17")
    assert Event.objects.get(matter=matter, action="ask_review").late_days == 2 and fresh(matter).state == "superior_review"


def test_a_decision_that_is_varied_is_not_one_that_is_revoked(world):
    """law.md 3.4: 维持、变更、撤销; a varied one is made anew in the 审查起诉 too."""
    matter = contested(world)
    sent(matter, "vary", world.second_prosecutor, world.chief, "2026-04-07")
    assert (fresh(matter).state, detail(matter).dispute, fresh(matter.parent).state) == ("revoked", "varied", "reopened")
    assert "变更原决定" in text_of(blocks_of(Document.objects.get(matter=matter, type="D21N")))


# ------------------------------------------------------------------------------------------------ 申诉


def test_appeal_of_the_victim_is_recorded_only(world):
    """刑诉法第180条: a right of others, hidden from the police."""
    matter = opened(world)
    act(matter, "serve_parties", world.assistant, "2026-03-06", {"parties_served_on": "2026-03-04"})
    right = clock(matter, "non_pros_appeal")
    assert (right.due_on, right.nature, right.shared) == (date(2026, 3, 11), "right", False)
    act(matter, "record_appeal", world.complaint_officer, "2026-03-10", {"appealed_on": "2026-03-09"})
    assert (clock(matter, "non_pros_appeal").status, detail(matter).appeal) == ("met", "pending")
    assert set(Event.objects.filter(matter=matter, action__in=["serve_parties", "record_appeal"]).values_list("shown", flat=True)) == {"procuratorate"}
    assert not Notice.objects.filter(matter=matter, side="police", event__action="record_appeal").exists()
    with pytest.raises(NotAllowed, match="已经登记申诉"):
        act(matter, "record_appeal", world.prosecutor, "2026-03-10", {"appealed_on": "2026-03-10"})


def test_appeal_that_succeeds_reopens_the_case(world):
    """规则第383条."""
    matter = silent(world)
    act(matter, "record_appeal", world.prosecutor, "2026-03-11", {"appealed_on": "2026-03-09"})
    act(matter, "appeal_reversed", world.prosecutor, "2026-05-11")
    assert (fresh(matter).state, fresh(matter.parent).state) == ("revoked", "reopened")


# ------------------------------------------------------------------------------------------------ 移送行政检察, 办结


def test_transfer_within_three_working_days_opens_the_follow_up(world):
    matter = opened(world)
    act(matter, "transfer_case", world.prosecutor, "2026-03-06")
    due = clock(matter, "rev_transfer")
    assert (due.status, due.late_days) == ("met", 1)
    child = Matter.objects.get(parent=matter, kind="follow_up")
    row = child.follow_up
    assert (child.state, row.sort, row.decided_on, row.decision_number) == ("transferred", "discretion", date(2026, 3, 2), detail(matter).decision_number)
    assert row.facts.startswith("测试甲虚构事实") and child.police_from is None
    with pytest.raises(NotAllowed, match="已经移送"):
        act(matter, "transfer_case", world.prosecutor, "2026-03-09")


def test_closed_only_when_everything_is_done_and_the_review_with_it(world):
    matter = opened(world)
    with pytest.raises(NotAllowed):
        act(matter, "conclude", world.prosecutor, "2026-03-05")
    act(matter, "no_objection", world.prosecutor, "2026-03-11")
    with pytest.raises(NotAllowed, match="不能办结"):
        act(matter, "conclude", world.prosecutor, "2026-03-12")
    matter = finished(world, matter)
    act(matter, "conclude", world.prosecutor, "2026-03-13")
    assert (fresh(matter).state, fresh(matter.parent).state) == ("followed", "settled")
    assert fresh(matter.parent).closed_at


def test_pending_appeal_keeps_it_open(world):
    matter = finished(world, silent(world))
    act(matter, "record_appeal", world.prosecutor, "2026-03-12", {"appealed_on": "2026-03-09"})
    with pytest.raises(NotAllowed, match="申诉尚未复查完毕"):
        act(matter, "conclude", world.prosecutor, "2026-03-13")
    act(matter, "appeal_upheld", world.complaint_officer, "2026-05-13")
    act(matter, "conclude", world.prosecutor, "2026-05-14")
    assert fresh(matter).closed_at


# ------------------------------------------------------------------------------------------------ 附条件不起诉


def test_conditional_is_served_in_three_days_and_tried_from_the_decision(world):
    """规则第471条、第473条: both from the day of the decision, whenever the police sign."""
    matter = opened(world, "conditional")
    assert (clock(matter, "cond_non_pros_service").due_on, clock(matter, "cond_non_pros_probation").due_on) == (date(2026, 3, 5), date(2026, 9, 2))
    assert clock(matter, "rev_transfer") is None
    act(matter, "serve_parties", world.prosecutor, "2026-03-06", {"parties_served_on": "2026-03-05"})
    assert clock(matter, "cond_non_pros_service").late_days == 0
    with pytest.raises(NotAllowed, match="考验期满决定不起诉后移送"):
        act(matter, "transfer_case", world.prosecutor, "2026-03-06")


@pytest.mark.parametrize(
    ("day", "months", "end"), [("2016-03-11", "8个月", "2016-11-11"), ("2019-10-09", "6个月", "2020-04-09"), ("2019-12-23", "6个月", "2020-06-23")]
)
def test_probation_of_public_stories(world, day, months, end):
    """检例第103号、第104号、第105号: counted to the corresponding day; two of the stories ended a day before it (shown in the rule)."""
    matter = opened(world, "conditional", day, probation="12个月" if months == "8个月" else months)
    if months == "8个月":
        act(matter, "adjust_probation", world.prosecutor, "2016-09-12")
    assert (clock(matter, "cond_non_pros_probation").due_on, detail(matter).probation) == (date.fromisoformat(end), months)


def test_probation_passed_is_a_decision_that_may_be_contested_anew(world):
    """刑诉法第284条第2款、规则第480条."""
    matter = silent(world, "conditional")
    with pytest.raises(NotAllowed, match="考验期满后"):
        act(matter, "conclude", world.prosecutor, "2026-03-12")
    with pytest.raises(Invalid, match="考验期已经届满"):
        act(matter, "probation_passed", world.prosecutor, "2026-09-03", {"over": ""})
    sent(matter, "probation_passed", world.prosecutor, world.chief, "2026-09-03")
    matter = fresh(matter)
    assert (matter.variant, matter.state, detail(matter).transfer, clock(matter, "cond_non_pros_probation").status) == (
        "expired", "following", "todo", "met",
    )  # fmt: skip
    assert clock(matter, "rev_transfer").due_on == date(2026, 9, 8)
    with pytest.raises(NotAllowed):  # the window of the 附条件不起诉 has closed, that of this decision has not begun
        act(matter, "no_objection", world.prosecutor, "2026-09-03")
    assert "第二百八十四条第二款" in text_of(blocks_of(Document.objects.get(matter=matter, type="D25")))
    receive(matter, world.legal_officer, "2026-09-04")
    assert clock(matter, "non_pros_reconsider_file").due_on == date(2026, 9, 11)
    sent(matter, "ask_reconsideration", world.legal_officer, world.head, "2026-09-10")
    receive(matter, world.case_manager, "2026-09-10")
    with pytest.raises(NotAllowed, match="原承办人以外"):
        act(matter, "uphold", world.prosecutor, "2026-09-14")
    sent(matter, "uphold", world.second_prosecutor, world.chief, "2026-09-14")
    assert "第四百七十二条" not in text_of(blocks_of(Document.objects.get(matter=matter, type="D21N")))


def test_condition_revoked_leads_to_prosecution(world):
    """刑诉法第284条第1款、规则第479条 (检例第107号)."""
    matter = opened(world, "conditional")
    act(matter, "revoke_condition", world.prosecutor, "2026-06-01")
    with pytest.raises(NotAllowed, match="须由检察长决定"):
        sign(matter, world.second_prosecutor, "2026-06-01")
    sign(matter, world.chief, "2026-06-01")
    assert (fresh(matter).state, fresh(matter.parent).state) == ("revoked", "reopened")


def test_police_read_nothing_of_appeal_and_transfer(world):
    hidden = {"appellant", "appealed_on", "appeal", "appeal_result", "transfer", "transferred_on", "parties_served_on", "victim", "remarks"}
    assert not hidden & set(NonProsecutionDetail.shared_fields)


def test_unsigned_decision_opens_nothing(world):
    parent = decided(world)
    assert fresh(parent).state == "not_prosecuted" and not Matter.objects.filter(parent=parent).exists()
    perform(
        parent.pk, "refuse", officer=world.legal_officer, data={"document": waiting(parent, "police").pk}, reason="送达单位有误", now=at("2026-03-03")
    )
    assert fresh(parent).state == "review" and clock(parent, "prosecute_review").status == "running"
