"""补充侦查: items, rounds, the four outcomes of 程序规定第296条, and what an overdue return brings about."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases.desk.lists.steps import next_step
from cases.desk.page.items import panels
from cases.exceptions import Conflict, Invalid, NotAllowed
from cases.matters import perform, sweep
from cases.matters.dossier import Dossier, dossier
from cases.models import Deadline, Document, Event, Matter
from supervision.indicators.supplementary import items_issued, supplementary_measures
from supervision.models.supplementary import OutlineItem, SupplementaryDetail
from tests.supervision.play import act, at, clock, counts, fresh, receive, scan, sign
from tests.supervision.plays.supplementary import ITEMS, case_of, opened, outline

pytestmark = pytest.mark.django_db
FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))


def item(matter: Matter, no: int) -> OutlineItem:
    return OutlineItem.objects.get(matter=matter, no=no)


def given_back(world: Any, day: str = "2026-02-03", received: str = "2026-02-04", **values: Any) -> Matter:
    """退回补充侦查, signed for by the police."""
    matter = opened(world, "T3", **{"day": day, **values})
    act(matter, "send_t3", world.prosecutor, day)
    receive(matter, world.legal_officer, received)
    return fresh(matter)


def answered(world: Any, matter: Matter, day: str, **statuses: str) -> Matter:
    """Every item answered by the police: 已补 where nothing else is said."""
    if fresh(matter).state == "sent":
        act(matter, "assign", world.legal_officer, day)
    for one in matter.outline_items.order_by("no"):
        status = statuses.get(f"no{one.no}", "done")
        why = "" if status == "done" else "录像已覆盖。"
        act(matter, "answer", world.investigator, day, {"item": one.no, "status": status, "why": why})
    return fresh(matter)


def sent_off(world: Any, matter: Matter, code: str, day: str, **data: str) -> None:
    """A paper of the police: drafted, approved by the head, signed for by 案管."""
    act(matter, code, world.legal_officer, day, data)
    sign(matter, world.head, day)
    receive(matter, world.case_manager, day)


def evaluated(world: Any, matter: Matter, day: str, **verdicts: str) -> Matter:
    data = {f"verdict_{one.no}": verdicts.get(f"no{one.no}", "met") for one in matter.outline_items.all()}
    data |= {f"remark_{one.no}": "仍缺原件。" for one in matter.outline_items.all() if verdicts.get(f"no{one.no}") == "unmet"}
    act(matter, "evaluate", world.prosecutor, day, data)
    return fresh(matter)


# ------------------------------------------------------------------------------------------------ drafting


def test_an_outline_is_its_items(world):
    matter = opened(world, "T1")
    assert [row.no for row in matter.outline_items.all()] == [1, 2, 3]
    assert item(matter, 1).lacking == [] and item(matter, 3).lacking == ["补充侦查的理由"]
    act(matter, "itemise", world.assistant, "2026-02-02", {"items": ITEMS[:1]})
    assert matter.outline_items.count() == 1


def test_an_outline_wants_an_item(world):
    with pytest.raises(Invalid, match="至少填写1条"):
        opened(world, "T1", items=[])
    with pytest.raises(Invalid, match="第1条需要补充的证据"):
        opened(world, "T1", items=[{"fact": "只有事实"}])


def test_the_opinion_of_the_police_is_heard_first_or_it_is_said_why_not(world):
    """协作配合意见第三（二）3."""
    matter = opened(world, "T1")
    with pytest.raises(Invalid, match="未听取办案人员意见的理由"):
        act(matter, "send_t1", world.prosecutor, "2026-02-02", {"unheard": ""})
    act(matter, "hear", world.prosecutor, "2026-02-02", {"heard_on": "2026-02-02"})
    act(matter, "send_t1", world.prosecutor, "2026-02-02", {"unheard": ""})
    assert fresh(matter).supplementary.heard_on == date(2026, 2, 2)
    heard = Event.objects.get(matter=matter, action="hear")
    assert heard.shown == "procuratorate"


def test_items_without_their_elements_are_named_before_they_go_out(world):
    """规则第257条."""
    matter = opened(world, "T1")
    with pytest.raises(Invalid, match="条目要素不全仍然发出的理由"):
        act(matter, "send_t1", world.prosecutor, "2026-02-02", {"gaps": ""})
    act(matter, "itemise", world.prosecutor, "2026-02-02", {"items": ITEMS[:2]})
    act(matter, "send_t1", world.prosecutor, "2026-02-02", {"gaps": ""})
    assert fresh(matter).state == "sent"


# ------------------------------------------------------------------------------------------------ clocks of each type


@pytest.mark.parametrize(
    ("variant", "paper", "rule", "due"),
    [
        ("T1", ["D15"], "supp_no_arrest", date(2026, 4, 4)),  # 二个月 [D]
        ("T2", ["D15C"], None, None),
        ("T3", ["D16", "D15R"], "supp_return", date(2026, 3, 4)),
        ("T4", ["D17"], "evidence_request", date(2026, 2, 11)),
        ("T6", ["D18"], "legality_explain", date(2026, 2, 9)),
    ],
)
def test_periods_begin_when_the_police_sign_for_it(world, variant, paper, rule, due):
    matter = opened(world, variant)
    act(matter, f"send_{variant.lower()}", world.prosecutor, "2026-02-03")
    assert fresh(matter).state == "sent"
    assert list(Document.objects.filter(matter=matter).order_by("-leads").values_list("type", flat=True)) == paper
    assert not Deadline.objects.filter(matter=matter).exists()
    receive(matter, world.legal_officer, "2026-02-04")
    assert not Document.objects.filter(matter=matter, status="issued").exists()
    if rule is None:
        assert not Deadline.objects.filter(matter=matter).exists()  # 受侦查羁押期限约束
    else:
        running = Deadline.objects.get(matter=matter, status="running")
        assert (running.rule, running.begins_on) == (rule, date(2026, 2, 4))
        assert running.due_on == due


def test_the_papers_list_the_items(world):
    matter = given_back(world)
    answered(world, matter, "2026-02-10", no3="cannot")
    sent_off(world, matter, "return_done", "2026-02-11")
    texts = {paper.type: str(paper.context["rows"]) for paper in Document.objects.filter(matter=matter)}
    assert "仓库北门" in texts["D15R"] and "录像已覆盖" in texts["D19"]
    assert "无法补正" in texts["D19"] and "无法补正" not in texts["D15R"]


# ------------------------------------------------------------------------------------------------ item by item


def test_police_claim_and_answer_item_by_item_and_may_correct_until_they_send_it_off(world):
    matter = given_back(world)
    act(matter, "claim", world.legal_officer, "2026-02-05", {"item": 1, "claimed_unit": "城东派出所", "claimed_by": str(world.investigator.pk)})
    assert fresh(matter).state == "working"
    assert (item(matter, 1).status, item(matter, 1).claimed_by) == ("claimed", world.investigator)
    assert item(matter, 2).status == "open"
    act(matter, "answer", world.investigator, "2026-02-06", {"item": 1}, uploads={"files": [scan("录像提取笔录.pdf")]})
    assert Event.objects.get(matter=matter, action="answer").attachments.count() == 1
    act(matter, "answer", world.legal_officer, "2026-02-07", {"item": 1, "status": "part", "reply": "只有前半段。", "why": "后半段已覆盖。"})
    assert (item(matter, 1).status, item(matter, 1).why) == ("part", "后半段已覆盖。")
    with pytest.raises(NotAllowed, match="尚有条目没有答复"):
        act(matter, "return_done", world.legal_officer, "2026-02-07")
    answered(world, matter, "2026-02-09")
    sent_off(world, matter, "return_done", "2026-02-10")
    with pytest.raises(NotAllowed):
        act(matter, "answer", world.investigator, "2026-02-10", {"item": 1})


def test_the_list_leads_to_the_items_while_one_is_open_and_then_to_the_return(world):
    def step(matter):
        return next_step(Dossier(fresh(matter)), world.legal_officer, date(2026, 2, 6))

    matter = given_back(world)
    found = step(matter)
    assert (found.label, found.name, found.args) == ("逐条办理", "matter", (matter.pk,))
    answered(world, matter, "2026-02-06")
    assert step(matter).label != "逐条办理"


def test_part_and_cannot_say_why(world):
    matter = given_back(world)
    act(matter, "assign", world.legal_officer, "2026-02-05")
    before = counts()
    with pytest.raises(Invalid, match="请写明原因"):
        act(matter, "answer", world.investigator, "2026-02-06", {"item": 1, "status": "cannot", "why": ""})
    with pytest.raises(Invalid, match="请指明办理哪一条"):
        act(matter, "answer", world.investigator, "2026-02-06", {"item": 9})
    assert counts() == before


def test_what_cannot_be_found_is_said_in_the_report(world):
    """程序规定第296条第1项."""
    matter = answered(world, given_back(world), "2026-02-09", no2="cannot")
    with pytest.raises(Invalid, match="程序规定第296条第1项"):
        act(matter, "return_done", world.legal_officer, "2026-02-10", {"unresolved": ""})


def test_an_answer_is_taken_back_with_its_act(world):
    matter = answered(world, given_back(world), "2026-02-09")
    assert fresh(matter).supplementary.answered
    perform(matter.pk, "undo", officer=world.head, data={}, reason="填错", now=at("2026-02-09"))
    assert item(matter, 3).status == "claimed" and not fresh(matter).supplementary.answered


def test_an_objection_is_answered_and_opens_nothing(world):
    matter = given_back(world)
    act(matter, "contest", world.investigator, "2026-02-05", {"item": 2})
    assert fresh(matter).state == "sent" and clock(matter, "supp_return").status == "running"
    act(matter, "settle", world.prosecutor, "2026-02-06", {"item": 2, "contest": "dropped", "contest_answer": "卷中已有。"})
    assert item(matter, 2).contest == "dropped"
    assert Matter.objects.filter(parent=matter).count() == 0
    act(matter, "assign", world.legal_officer, "2026-02-06")
    assert item(matter, 2).status == "open"
    with pytest.raises(Invalid, match="第2条现不能办理"):
        act(matter, "answer", world.investigator, "2026-02-07", {"item": 2})
    for no in (1, 3):
        act(matter, "answer", world.investigator, "2026-02-07", {"item": no})
    assert fresh(matter).supplementary.answered  # what is no longer asked for needs no answer


def test_the_prosecutor_judges_singly_or_all_at_once(world):
    matter = answered(world, given_back(world), "2026-02-09")
    sent_off(world, matter, "return_done", "2026-02-10")
    with pytest.raises(Invalid, match="请写明缺什么"):
        act(matter, "judge", world.prosecutor, "2026-02-11", {"item": 1, "verdict": "unmet", "remark": ""})
    act(matter, "judge", world.prosecutor, "2026-02-11", {"item": 1, "verdict": "unmet", "remark": "不是原件。"})
    with pytest.raises(Invalid, match="第2条"):
        act(matter, "evaluate", world.prosecutor, "2026-02-11", {"verdict_1": "met"})
    evaluated(world, matter, "2026-02-11", no3="impossible")
    assert fresh(matter).state == "evaluated" and fresh(matter).closed_at
    assert [one.verdict for one in matter.outline_items.order_by("no")] == ["met", "met", "impossible"]


# ------------------------------------------------------------------------------------------------ rounds


def test_the_second_return_takes_over_what_is_still_open(world):
    case = case_of(world)
    first = answered(world, given_back(world, case=case), "2026-02-09")
    sent_off(world, first, "return_done", "2026-02-10")
    evaluated(world, first, "2026-02-11", no1="unmet", no2="impossible")
    second = opened(world, "T3", day="2026-02-12", case=case, items=[])
    assert fresh(second).supplementary.round == 2
    left = second.outline_items.get()
    assert left.earlier == item(first, 1) and left.evidence == ITEMS[0]["evidence"]
    assert "仍缺原件" in left.reason
    act(second, "itemise", world.prosecutor, "2026-02-12", {"items": [{**ITEMS[0], "earlier": str(left.earlier_id)}, ITEMS[1]]})
    assert item(second, 1).earlier == item(first, 1) and item(second, 2).earlier is None


def test_a_third_return_has_its_own_sentence_and_is_impossible_in_the_database(world):
    """law.md 7.1 row 11: 补充侦查以二次为限 (刑诉法第175条第3款)."""
    case = case_of(world)
    first, second = given_back(world, case=case), given_back(world, case=case)
    assert [fresh(one).supplementary.round for one in (first, second)] == [1, 2]
    before = counts()
    with pytest.raises(Invalid, match=r"补充侦查以二次为限.*刑诉法第175条第3款"):
        opened(world, "T3", case=case)
    assert counts() == before
    third = opened(world, "T3")
    row = SupplementaryDetail.objects.get(pk=third.pk)
    for number in (3, 2):
        row.round, row.live, row.counted_for = number, True, second.supplementary.counted_for
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
    row.round, row.live, row.counted_for = None, True, "别的"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_drafts_do_not_count_and_the_sentence_comes_at_sending_too(world):
    case = case_of(world)
    drafts = [opened(world, "T3", case=case) for _ in range(3)]
    for one in drafts[:2]:
        act(one, "send_t3", world.prosecutor, "2026-02-03")
    assert [fresh(one).supplementary.round for one in drafts] == [1, 2, 1]
    with pytest.raises(Invalid, match="补充侦查以二次为限"):
        act(drafts[2], "send_t3", world.prosecutor, "2026-02-03")


def test_a_withdrawn_return_frees_its_round(world):
    case = case_of(world)
    first = opened(world, "T3", case=case)
    act(first, "send_t3", world.prosecutor, "2026-02-03")
    paper = Document.objects.get(matter=first, leads=True)
    perform(first.pk, "withdraw", officer=world.prosecutor, data={"document": paper.pk}, reason="文书有误", now=at("2026-02-03"))
    assert not fresh(first).supplementary.live
    assert [fresh(given_back(world, case=case)).supplementary.round for _ in range(2)] == [1, 2]


def test_returns_before_a_change_of_jurisdiction_count(world):
    """规则第350条: 改变管辖前后合计不得超过二次."""
    assert opened(world, "T3", earlier_returns="1").supplementary.round == 2
    with pytest.raises(Invalid, match="第350条"):
        opened(world, "T3", earlier_returns="2")
    # the same organ and case number in another office count as the same case
    case = case_of(world, "城公（刑）受案字〔2026〕900号")
    given_back(world, case=case)
    given_back(world, case=case)
    moved = type(case).objects.create(office=world.city_office, police=world.organ, number=case.number, name=case.name, charge=case.charge)
    world.city_office.organs.add(world.organ)
    data = {**outline("T3"), "police": str(world.organ.pk), "case": str(moved.pk)}
    with pytest.raises(Invalid, match="改变管辖前后合并计算"):
        perform(None, "outline", kind="supplementary", officer=world.city_prosecutor, now=at("2026-03-02"), data=data)


# ------------------------------------------------------------------------------------------------ 程序规定第296条


@pytest.mark.parametrize(
    ("code", "state", "ending"),
    [("return_done", "returned", "done"), ("return_new", "returned", "new"), ("return_improper", "returned", "improper"),
     ("end_case", "withdrawal_review", "withdrawn")],
)  # fmt: skip
def test_four_ways_a_return_ends_all_approved_by_the_head(world, code, state, ending):
    matter = answered(world, given_back(world), "2026-02-09")
    act(matter, code, world.legal_officer, "2026-02-10", {"decided_on": "2026-02-10"})
    assert fresh(matter).state == "working"
    sign(matter, world.head, "2026-02-11")
    matter = fresh(matter)
    assert (matter.state, matter.supplementary.ending) == (state, ending)
    assert clock(matter, "supp_return").status == "met"


def test_a_return_thought_improper_needs_no_answers(world):
    matter = given_back(world)
    sent_off(world, matter, "return_improper", "2026-02-10")
    assert fresh(matter).state == "returned"


def test_a_case_withdrawn_lawfully_is_closed(world):
    matter = given_back(world)
    sent_off(world, matter, "end_case", "2026-02-10", decided_on="2026-02-10")
    act(matter, "withdrawal_ok", world.prosecutor, "2026-02-12")
    assert fresh(matter).state == "case_withdrawn"


def test_a_late_return_is_taken_and_marked(world):
    matter = answered(world, given_back(world), "2026-02-09")
    act(matter, "return_done", world.legal_officer, "2026-03-09")
    result = sign(matter, world.head, "2026-03-09")
    assert result.event.late_days == 5  # 3 March + ... : due 4 March
    assert "逾期5日" in result.event.text


def test_overdue_return_is_asked_why_then_corrected(world):
    """规则第347条第1款: 应当要求公安机关说明理由."""
    matter = given_back(world)
    with pytest.raises(NotAllowed, match="届满后"):
        act(matter, "ask_why", world.prosecutor, "2026-03-04")
    assert sweep(now=at("2026-03-06")).drafts == 1
    assert sweep(now=at("2026-03-06")).drafts == 0
    draft = Document.objects.get(matter=matter, status="draft")
    assert draft.type == "SUP2" and "届满" in draft.fields["situation"]
    sign(matter, world.prosecutor, "2026-03-06")
    assert fresh(matter).state == "overdue"
    receive(matter, world.legal_officer, "2026-03-09")
    assert clock(matter, "overdue_reasons").due_on == date(2026, 3, 16)
    act(matter, "explain_overdue", world.legal_officer, "2026-03-12")
    sign(matter, world.head, "2026-03-12")
    receive(matter, world.case_manager, "2026-03-12")
    act(matter, "demand_return", world.prosecutor, "2026-03-13")
    receive(matter, world.legal_officer, "2026-03-13")
    assert fresh(matter).state == "overdue" and clock(matter, "overdue_reasons").status == "running"
    answered(world, matter, "2026-03-16")
    act(matter, "return_done", world.legal_officer, "2026-03-16")
    assert sign(matter, world.head, "2026-03-16").event.late_days == 12
    assert not Deadline.objects.filter(matter=matter, status="running").exists()


# ------------------------------------------------------------------------------------------------ other types


def test_no_arrest_has_no_legal_period_and_no_reconsideration_after_it(world):
    """law.md 7.1 row 13: 不批捕补侦没有法定期限；补侦后不能再复议原不批捕决定 (规则第292条第1款)."""
    matter = opened(world, "T1")
    act(matter, "send_t1", world.prosecutor, "2026-02-03")
    receive(matter, world.legal_officer, "2026-02-04")
    assert clock(matter, "supp_no_arrest").pending  # the length is the office's own, shown as 待核
    with pytest.raises(NotAllowed, match="答复"):
        act(matter, "re_request", world.legal_officer, "2026-02-04")
    answered(world, matter, "2026-02-09")
    told = act(matter, "ask_reconsideration", world.legal_officer, "2026-02-10")
    assert fresh(matter).state == "working" and "重新提请批准逮捕" in told.event.label
    assert not Matter.objects.filter(parent=matter).exists()


def test_arrest_that_should_be_asked_for_and_is_not(world):
    """规则第292条第2款、第288条."""
    matter = opened(world, "T1")
    act(matter, "send_t1", world.prosecutor, "2026-02-03")
    receive(matter, world.legal_officer, "2026-02-04")
    answered(world, matter, "2026-02-09")
    sent_off(world, matter, "feedback", "2026-02-10")
    data = {f"verdict_{no}": "met" for no in (1, 2, 3)}
    act(matter, "evaluate_t1", world.prosecutor, "2026-02-11", data)
    act(matter, "demand_arrest", world.prosecutor, "2026-02-12")
    sign(matter, world.chief, "2026-02-12")
    receive(matter, world.legal_officer, "2026-02-12")
    assert fresh(matter).state == "demanded"
    with pytest.raises(NotAllowed, match="届满后"):
        act(matter, "force_arrest_silent", world.prosecutor, "2026-02-13")
    act(matter, "refuse_request", world.legal_officer, "2026-02-13")
    sign(matter, world.head, "2026-02-13")
    receive(matter, world.case_manager, "2026-02-13")
    act(matter, "force_arrest", world.prosecutor, "2026-02-24")
    with pytest.raises(NotAllowed):
        sign(matter, world.prosecutor, "2026-02-24")
    sign(matter, world.chief, "2026-02-24")
    assert fresh(matter).state == "arrested" and not Matter.objects.filter(parent=matter).exists()
    receive(matter, world.legal_officer, "2026-02-24")
    execution = Matter.objects.get(parent=matter)  # 送达公安机关执行
    assert (execution.kind, execution.state, execution.arrest_review.subject) == ("arrest_review", "approved", "测试甲")
    act(execution, "execute", world.legal_officer, "2026-02-25", {"execution": "executed", "executed_on": "2026-02-25"})
    assert clock(execution, "arrest_receipt").due_on == date(2026, 2, 28)  # 调休上班的周六，不顺延


def test_pressing_after_no_arrest_says_nothing_of_a_period(world):
    """law.md 7.1 row 13: 没有法定期限, so none has run out; the letter asks, the form wants no 届满日."""
    matter = opened(world, "T1")
    act(matter, "send_t1", world.prosecutor, "2026-02-03")
    receive(matter, world.legal_officer, "2026-02-04")
    with pytest.raises(NotAllowed, match="届满后办理"):
        act(matter, "press", world.prosecutor, "2026-03-02")
    act(matter, "press", world.prosecutor, "2026-04-07")
    assert "期限" not in text(matter, "D26") and "至今没有办结" in text(matter, "D26")


def test_legality_is_explained_with_seal_and_names(world):
    """规则第74条."""
    matter = opened(world, "T6")
    act(matter, "send_t6", world.prosecutor, "2026-02-03")
    receive(matter, world.legal_officer, "2026-02-04")
    answered(world, matter, "2026-02-05")
    with pytest.raises(Invalid, match="签名的侦查人员"):
        act(matter, "explain_legality", world.legal_officer, "2026-02-06", {"signers": ""})
    sent_off(world, matter, "explain_legality", "2026-02-06")
    assert clock(matter, "legality_explain").status == "met"


def test_evidence_not_given_is_pressed(world):
    matter = opened(world, "T4")
    act(matter, "send_t4", world.prosecutor, "2026-02-03")
    receive(matter, world.legal_officer, "2026-02-04")
    act(matter, "press", world.prosecutor, "2026-03-02")
    assert Document.objects.get(matter=matter, type="D26").status == "issued"


def test_the_prosecutor_supplements_himself_with_help(world):
    matter = opened(world, "T5")
    act(matter, "begin_self", world.prosecutor, "2026-02-03")
    assert fresh(matter).police_from is None
    act(matter, "find", world.prosecutor, "2026-02-04", {"item": 1})
    helped(world, matter, "2026-02-05", {2, 3})
    act(matter, "evaluate_t5", world.prosecutor, "2026-02-11", {"verdict_2": "met", "verdict_3": "unmet", "remark_3": "没有提取笔录。"})
    assert supplementary_measures(items_issued(world.office.pk, *FEBRUARY)).accepted == 1, "自己查证的一条不计"
    helped(world, matter, "2026-02-12", {3}, seen={2, 3})
    act(matter, "evaluate_t5", world.prosecutor, "2026-02-18", {"verdict_2": "met", "verdict_3": "met"})
    act(matter, "self_done", world.prosecutor, "2026-02-18")
    assert fresh(matter).state == "self_done"


def helped(world: Any, matter: Matter, day: str, asked: set[int], seen: set[int] | None = None) -> None:
    """The police are asked for some items, read and answer no others, and report back within five days."""
    act(matter, "ask_help", world.prosecutor, day, {"asked": [str(no) for no in asked]})
    receive(matter, world.legal_officer, day)
    own = item(matter, 1)
    shown = panels(dossier(world.legal_officer, matter.pk), world.legal_officer)[0].items
    assert {one.row.no for one in shown} == (seen or asked) and own.evidence not in text(matter, "SUP1")
    act(matter, "assign", world.legal_officer, day)
    with pytest.raises(Invalid, match="第1条现不能办理"):
        act(matter, "answer", world.investigator, day, {"item": 1})
    with pytest.raises(NotAllowed, match="尚有条目没有答复"):
        act(matter, "feedback", world.legal_officer, day)
    for no in asked:
        act(matter, "answer", world.investigator, day, {"item": no})
    sent_off(world, matter, "feedback", day)
    assert own.evidence not in text(matter, "D19F") and own.reply not in text(matter, "D19F")


def text(matter: Matter, kind: str) -> str:
    return str(Document.objects.filter(matter=matter, type=kind).latest("issued_at").text)


def test_help_in_the_trial_rests_on_422(world):
    matter = opened(world, "T7")
    act(matter, "adjourn", world.prosecutor, "2026-02-03", {"adjourned_on": "2026-02-03"})
    act(matter, "find", world.prosecutor, "2026-02-04", {"item": 1})
    helped(world, matter, "2026-02-05", {2, 3})
    assert "第四百二十二条第一款" in text(matter, "SUP1") and "自行补充侦查" not in text(matter, "SUP1")


def test_trial_is_adjourned_twice_at_most_a_month_each(world):
    """规则第421条第2款、第422条第3款."""
    matter = opened(world, "T7")
    act(matter, "adjourn", world.prosecutor, "2026-02-03", {"adjourned_on": "2026-02-03"})
    assert clock(matter, "court_supp").due_on == date(2026, 3, 3)
    act(matter, "adjourn_again", world.prosecutor, "2026-03-02", {"adjourned_on": "2026-03-02"})
    assert clock(matter, "court_supp").due_on == date(2026, 4, 2)
    with pytest.raises(NotAllowed, match="不得超过两次"):
        act(matter, "adjourn_again", world.prosecutor, "2026-04-01", {"adjourned_on": "2026-04-01"})
    act(matter, "resume_trial", world.prosecutor, "2026-04-01", {"done_on": "2026-04-01"})
    assert fresh(matter).state == "trial_resumed"


def test_a_second_report_has_its_sentence(world):
    matter = answered(world, given_back(world), "2026-02-09")
    sent_off(world, matter, "return_done", "2026-02-10")
    with pytest.raises((NotAllowed, Conflict), match="2026年2月10日"):
        act(matter, "return_done", world.legal_officer, "2026-02-10")
