"""补充侦查 and the matters it follows or brings about: 审查起诉, 审查逮捕, 不捕跟踪, 侦查活动监督, 立案监督."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.desk.page.page import matter_page, people
from cases.exceptions import NotAllowed
from cases.matters import perform
from cases.matters.dossier import dossier
from cases.models import Case, Document, Matter
from supervision import catalogue
from tests.supervision.ground import begin
from tests.supervision.play import act, at, clock, fresh, receive, sign
from tests.supervision.plays import opened as begun
from tests.supervision.plays.supplementary import ITEMS, case_of, opened

pytestmark = pytest.mark.django_db


def prosecution(world: Any) -> Matter:
    catalogue.load(apps, None)
    return begun("prosecution_review", world, "2026-03-02")


def child(matter: Matter, kind: str = "supplementary") -> Matter:
    """The newest matter that came of this one."""
    return Matter.objects.filter(parent=matter, kind=kind).order_by("-id").first()


def sent_back(world: Any, parent: Matter, day: str) -> Matter:
    """Returned from 审查起诉, with items, signed for by the police on the same day."""
    act(parent, "return_case", world.prosecutor, day)
    matter = child(parent)
    if not matter.outline_items.exists():
        with pytest.raises(NotAllowed, match="请先拟定条目"):
            act(matter, "send_t3", world.prosecutor, day)
        act(matter, "itemise", world.prosecutor, day, {"items": ITEMS[:2]})
    act(matter, "send_t3", world.prosecutor, day, {"gaps": ""})
    receive(matter, world.legal_officer, day)
    return fresh(matter)


def answered(world: Any, matter: Matter, day: str) -> Matter:
    act(matter, "assign", world.legal_officer, day)
    for one in matter.outline_items.order_by("no"):
        act(matter, "answer", world.investigator, day, {"item": one.no})
    return fresh(matter)


def sent_off(world: Any, matter: Matter, code: str, day: str, **data: str) -> None:
    act(matter, code, world.legal_officer, day, data)
    sign(matter, world.head, day)
    receive(matter, world.case_manager, day)


def judged(world: Any, matter: Matter, day: str, verdict: str) -> None:
    given = {f"verdict_{one.no}": verdict for one in matter.outline_items.all()} | {f"remark_{one.no}": "缺原件" for one in matter.outline_items.all()}
    act(matter, "evaluate", world.prosecutor, day, given)


def test_files_of_an_act_that_also_acts_on_its_source(world):
    """The files go with the paper they were given to; the source matter is told in words alone."""
    parent = prosecution(world)
    act(parent, "return_case", world.prosecutor, "2026-03-10")
    matter = child(parent)
    if not matter.outline_items.exists():
        act(matter, "itemise", world.prosecutor, "2026-03-10", {"items": ITEMS[:2]})
    outline = SimpleUploadedFile("提纲附表.pdf", b"%PDF-1.4 1", "application/pdf")
    act(matter, "send_t3", world.prosecutor, "2026-03-10", {"gaps": ""}, uploads={"files": [outline]})
    assert [row.name for row in fresh(matter).attachments.all()] == ["提纲附表.pdf"]
    moved = parent.events.get(action="returned")
    assert "files" not in moved.facts
    assert not fresh(parent).attachments.exists()


def test_two_returns_and_no_third(world):
    """law.md 7.1 row 11: 退补1个月、二次为限；移送后审查起诉期限重新计算."""
    parent = prosecution(world)
    first = sent_back(world, parent, "2026-03-10")
    assert fresh(parent).state == "with_police"
    assert clock(parent, "prosecute_review").status != "running"
    assert (first.supplementary.round, clock(first, "supp_return").due_on) == (1, date(2026, 4, 10))
    answered(world, first, "2026-03-20")
    act(first, "return_done", world.legal_officer, "2026-03-24")
    sign(first, world.head, "2026-03-24")
    assert fresh(parent).state == "with_police"  # it comes back on the day 案管 receives it
    receive(first, world.case_manager, "2026-03-26")
    assert fresh(parent).state == "review"
    again = clock(parent, "prosecute_review")
    assert (again.status, again.begins_on, again.due_on) == ("running", date(2026, 3, 26), date(2026, 4, 27))  # 4/26 is a Sunday
    judged(world, first, "2026-03-27", "unmet")
    second = sent_back(world, parent, "2026-03-30")
    assert second.supplementary.round == 2
    assert [one.earlier.matter_id for one in second.outline_items.all()] == [first.pk, first.pk]
    answered(world, second, "2026-04-08")
    sent_off(world, second, "return_done", "2026-04-09")
    judged(world, second, "2026-04-10", "unmet")
    with pytest.raises(NotAllowed, match="补充侦查以二次为限"):
        act(parent, "return_case", world.prosecutor, "2026-04-13")


def test_a_withdrawn_return_gives_the_case_back(world):
    parent = prosecution(world)
    matter = sent_back(world, parent, "2026-03-10")
    paper = Document.objects.get(matter=matter, leads=True)
    perform(matter.pk, "withdraw", officer=world.chief, data={"document": paper.pk}, reason="文书有误", now=at("2026-03-11"))
    assert fresh(parent).state == "returning" and clock(parent, "prosecute_review").status == "running"
    assert fresh(parent).prosecution_review.returns == 0 and not fresh(matter).supplementary.live


def test_a_refused_return_paper_leaves_the_case_with_the_police(world):
    """案管拒收: the case has not come back."""
    parent = prosecution(world)
    matter = answered(world, sent_back(world, parent, "2026-03-10"), "2026-03-12")
    act(matter, "return_done", world.legal_officer, "2026-03-13")
    sign(matter, world.head, "2026-03-13")
    paper = Document.objects.get(matter=matter, type="D19")
    perform(matter.pk, "refuse", officer=world.case_manager, data={"document": paper.pk}, reason="案卷不齐", now=at("2026-03-13"))
    assert (fresh(matter).state, fresh(parent).state) == ("working", "with_police")
    assert clock(matter, "supp_return").status == "running"


def test_a_case_withdrawn_during_the_return(world):
    """程序规定第296条第3项: 撤案合法的, 审查起诉随之办结."""
    parent = prosecution(world)
    matter = sent_back(world, parent, "2026-03-10")
    sent_off(world, matter, "end_case", "2026-03-20", decided_on="2026-03-20")
    act(matter, "withdrawal_ok", world.prosecutor, "2026-03-23")
    assert fresh(matter).state == "case_withdrawn" and fresh(parent).closed_at


@pytest.mark.parametrize(("code", "kind"), [("withdrawal_unlawful", "investigation"), ("withdrawal_wrong", "filing")])
def test_an_unlawful_withdrawal_is_supervised_and_the_police_may_go_on(world, code, kind):
    """规则第347条第2款: 违反法律规定撤销案件的，应当提出纠正意见."""
    parent = prosecution(world)
    matter = sent_back(world, parent, "2026-03-10")
    sent_off(world, matter, "end_case", "2026-03-20", decided_on="2026-03-20")
    act(matter, code, world.prosecutor, "2026-03-23")
    opened_there = child(matter, kind)
    assert opened_there is not None and (kind != "filing" or opened_there.variant == "A")
    assert fresh(matter).state == "withdrawal_contested" and fresh(parent).state == "with_police"
    for one in matter.outline_items.all():
        act(matter, "answer", world.investigator, "2026-03-30", {"item": one.no})
    sent_off(world, matter, "return_done", "2026-03-31")
    assert fresh(parent).state == "review"


def test_silence_about_an_overdue_return_is_corrected(world):
    """规则第347条; 经要求仍不说明的, 提出纠正意见 in a matter of its own."""
    matter = opened(world, "T3", day="2026-02-02")
    act(matter, "send_t3", world.prosecutor, "2026-02-02")
    receive(matter, world.legal_officer, "2026-02-03")
    act(matter, "ask_why", world.prosecutor, "2026-03-05")
    receive(matter, world.legal_officer, "2026-03-05")
    act(matter, "correct_overdue", world.prosecutor, "2026-03-16")
    assert child(matter, "investigation").investigation.facts == "经要求仍不说明。"
    assert fresh(matter).state == "overdue"  # the return may still come, and is taken with its mark
    with pytest.raises(NotAllowed, match="届满后"):
        act(matter, "correct_overdue", world.prosecutor, "2026-03-17")


def test_arrest_is_asked_for_again(world):
    """程序规定第138条第2款: the period of 审查逮捕 begins when the new request is received."""
    matter = opened(world, "T1")
    act(matter, "send_t1", world.prosecutor, "2026-02-03")
    receive(matter, world.legal_officer, "2026-02-04")
    answered(world, matter, "2026-02-09")
    act(matter, "re_request", world.legal_officer, "2026-02-10")
    sign(matter, world.head, "2026-02-10")
    assert fresh(matter).state == "re_requested" and child(matter, "arrest_review") is None
    receive(matter, world.case_manager, "2026-02-11")
    review = child(matter, "arrest_review")
    assert (review.state, review.opened_on) == ("reviewing", date(2026, 2, 11))
    assert clock(matter, "supp_no_arrest").status == "met"


def test_self_supplement_comes_from_the_prosecution(world):
    parent = prosecution(world)
    act(parent, "supplement_self", world.prosecutor, "2026-03-10")
    matter = child(parent)
    assert (matter.variant, matter.state, matter.supplementary.round) == ("T5", "draft", None)
    assert Case.objects.get(pk=matter.case_id) == parent.case


def test_continued_investigation_hangs_on_the_custody_of_the_case(world):
    """规则第312条第1款: T2 has no clock of its own; the page shows the running 侦查羁押期限 of the case to both sides."""
    case = case_of(world)
    matter = opened(world, "T2", case=case)
    act(matter, "send_t2", world.prosecutor, "2026-02-03")
    receive(matter, world.legal_officer, "2026-02-04")
    measure = begun("measure", world)
    Matter.objects.filter(pk=measure.pk).update(case=case)
    begin(Matter.objects.get(pk=measure.pk), "invest_custody_2m", due=date(2026, 4, 2))
    for officer in (world.prosecutor, world.legal_officer):
        shown = matter_page(dossier(officer, matter.pk, **people()), officer, date(2026, 2, 5)).facts
        assert [fact.words for fact in shown if fact.label == "本案逮捕后侦查羁押"] == [f"2026年4月2日届满（{measure.number}）"]
    assert not matter.deadlines.exists()
