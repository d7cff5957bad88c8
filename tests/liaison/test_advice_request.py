"""咨询指导: either side asks; what is drafted is nobody else's; claimed, answered, asked again, closed; nobody waits for ever."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from cases.demo.repertoire import stories
from cases.demo.script import at_hour
from cases.exceptions import Invalid, NotAllowed, NotFound
from cases.matters import allowed_actions, perform, sweep
from cases.matters.dossier import Dossier, dossier
from cases.matters.papers.documents import blocks_of
from cases.matters.table.workflow import WORKFLOWS
from cases.models import Case, Deadline, Document, Event, Matter, Notice, Suspect
from office.blocks import text_of
from office.duty import parse_hours, working_minutes
from office.holidays import calendar
from office.models import OfficeOption
from office.options import OPTIONS
from tests.liaison.plays.advice_request import QUESTION, opened
from tests.supervision.play import act, at, clock, fresh, receive, sign, waiting
from tests.world import World, signed_in

pytestmark = pytest.mark.django_db
SIDES = ("police", "procuratorate")
ASKERS = {"police": ("legal_officer", "investigator"), "procuratorate": ("prosecutor", "assistant")}
ASKED = {"police": ("second_prosecutor", "assistant", "case_manager"), "procuratorate": ("legal_officer", "investigator", "legal_officer")}


def asker(world: World, by: str) -> Any:
    """Who signs for the side that asks."""
    return getattr(world, ASKERS[by][0])


def answerer(world: World, by: str) -> Any:
    """Who signs for the side that is asked."""
    return getattr(world, ASKED[by][0])


def clerk(world: World, by: str) -> Any:
    """Who keeps the papers of the side that is asked."""
    return getattr(world, ASKED[by][2])


def keeper(world: World, by: str) -> Any:
    """Who keeps the papers of the side that asks."""
    return world.legal_officer if by == "police" else world.case_manager


def asked(world: World, by: str, **values: Any) -> Matter:
    """Sent on 2 February 2026 and signed for at 9:30 the next day."""
    matter = opened(world, by=by, **values)
    receive(matter, clerk(world, by), "2026-02-03")
    return fresh(matter)


def answered(world: World, by: str, **values: Any) -> Matter:
    """Claimed, answered on 4 February, and the answer signed for that day."""
    matter = asked(world, by, **values)
    act(matter, "take", answerer(world, by), "2026-02-03")
    act(matter, "answer", answerer(world, by), "2026-02-04")
    receive(matter, keeper(world, by), "2026-02-04")
    return fresh(matter)


def codes(matter: Matter, officer: Any, day: str = "2026-02-05") -> set[str]:
    return {offer.code for offer in allowed_actions(Dossier(fresh(matter)), officer, at(day).date()) if offer.mode == "do"}


# ------------------------------------------------------------------------------------------------ asking


@pytest.mark.parametrize("by", SIDES)
def test_a_question_goes_out_with_one_press_and_both_sides_see_it(world: World, by: str):
    matter = fresh(opened(world, by=by))
    paper = waiting(matter, "procuratorate" if by == "police" else "police")
    assert (matter.state, matter.began_side, matter.persons, matter.police_id) == ("asked", by, 0, world.organ.pk)
    assert matter.seen_by_both and (paper.name, paper.origin_side) == ("咨询单", by)
    assert matter.turn == ("procuratorate" if by == "police" else "police")
    words = text_of(blocks_of(paper))
    assert QUESTION["question"] in words and "是否提请批准逮捕" in words and "请予答复" in words
    assert paper.issuer.name in words and {"police": world.court, "procuratorate": world.organ}[by].name in words


@pytest.mark.parametrize("by", SIDES)
def test_a_draft_is_its_sides_own_until_it_is_sent(world: World, by: str):
    matter = opened(world, "prepare", by=by)
    other = answerer(world, by)
    assert fresh(matter).state == "draft" and not Document.objects.filter(matter=matter).exists()
    with pytest.raises(NotFound):
        dossier(other, matter.pk)
    for model in (Matter, Event, Deadline, Notice):
        assert not model.objects.visible_to(other).exists(), model
    portal = "procuratorate" if by == "police" else "police"
    assert matter.title not in signed_in(other).get(reverse(f"{portal}:matters")).content.decode()
    act(matter, "send", asker(world, by), "2026-02-03")
    assert dossier(other, matter.pk).matter.state == "asked"


@pytest.mark.parametrize("by", SIDES)
def test_who_may_not_sign_drafts_and_another_sends(world: World, by: str):
    junior = getattr(world, ASKERS[by][1])
    words = {**QUESTION, **({} if by == "police" else {"police": str(world.organ.pk)})}
    with pytest.raises(NotAllowed):
        perform(None, "ask", kind="advice_request", officer=junior, now=at("2026-02-02"), data=words)
    matter = perform(None, "prepare", kind="advice_request", officer=junior, now=at("2026-02-02"), data=words).matter
    act(matter, "send", junior, "2026-02-02")
    assert fresh(matter).state == "draft" and Document.objects.get(matter=matter).status == "draft"
    sign(matter, asker(world, by), "2026-02-03")
    assert fresh(matter).state == "asked" and fresh(matter).seen_by_both


def test_where_the_office_has_settled_it_the_police_officer_sends_directly_and_the_legal_officer_is_told(world: World):
    """协作配合意见第三（二）4 wants one exit for what it lists; 咨询 is not among it (police_exit, 待核)."""
    OfficeOption.objects.create(office=world.office, key="police_exit", value="direct")
    matter = opened(world, "prepare")
    act(matter, "send", world.investigator, "2026-02-03")
    paper = Document.objects.get(matter=matter)
    assert fresh(matter).state == "asked" and (paper.status, paper.issued_by) == ("issued", world.investigator)
    assert list(Notice.objects.filter(matter=matter, officer=world.legal_officer).values_list("text", flat=True)) == [
        f"{world.investigator.name}直接发出《{paper.name}》：{matter.public_title}"
    ]
    # the procuratorate's assistants draft as before
    other = opened(world, "prepare", by="procuratorate")
    act(other, "send", world.assistant, "2026-02-03")
    assert fresh(other).state == "draft" and Document.objects.get(matter=other).status == "draft"


def test_a_draft_is_given_up_without_a_trace_on_the_other_side(world: World):
    matter = opened(world, "prepare")
    act(matter, "drop", world.investigator, "2026-02-03")
    assert fresh(matter).state == "dropped" and fresh(matter).procuratorate_from is None
    with pytest.raises(NotFound):
        dossier(world.prosecutor, matter.pk)


def test_the_case_is_found_by_its_number_and_only_ones_own(world: World):
    own = Case.objects.create(office=world.office, police=world.organ, number="城公（刑）受案字〔2026〕1号", name="甲盗窃案", charge="盗窃")
    other = Case.objects.create(office=world.office, police=world.second_organ, number="河公（刑）受案字〔2026〕1号", name="乙盗窃案", charge="盗窃")
    assert opened(world, case_number=own.number).case_id == own.pk
    assert opened(world, case_number=other.number).case_id is None
    assert opened(world, by="procuratorate", case_number=other.number).case_id is None, "案件属另一公安机关，不关联给被咨询的公安机关看"
    assert opened(world).case_id is None


def test_names_of_the_case_are_kept_out(world: World):
    own = Case.objects.create(office=world.office, police=world.organ, number="城公（刑）受案字〔2026〕1号", name="甲盗窃案", charge="盗窃")
    Suspect.objects.create(office=world.office, case=own, name="测试甲某")
    before = Matter.objects.count()
    with pytest.raises(Invalid, match="隐去当事人姓名"):
        opened(world, case_number=own.number, facts="测试甲某夜间入户。")
    assert Matter.objects.count() == before


def test_the_police_ask_their_procuratorate_and_choose_no_organ(world: World):
    page = signed_in(world.legal_officer).get(reverse("police:open", args=["advice_request", "ask"]))
    assert page.status_code == 200 and "咨询哪个公安机关" not in page.content.decode()
    matter = opened(world, police=str(world.second_organ.pk))
    assert matter.police_id == world.organ.pk


def test_likeness_tells_the_police_of_names_they_read_and_of_nothing_else(world: World):
    own = Case.objects.create(office=world.office, police=world.organ, number="城公（刑）受案字〔2026〕1号", name="甲盗窃案", charge="盗窃")
    Suspect.objects.create(office=world.office, case=own, name="测试甲某")
    matter = opened(world, case_number=own.number)
    Matter.objects.filter(pk=matter.pk).update(title="只给检察机关看的名称")
    desk = signed_in(world.investigator)

    def told(**words: str) -> str:
        return desk.get(reverse("police:open", args=["advice_request", "prepare"]), {"similar": "1", **words}).content.decode()

    assert matter.number in told(title=QUESTION["title"]) and "只给检察机关看的名称" not in told(title=QUESTION["title"])
    assert matter.number not in told(subject="测试甲某") + told(police_number=own.number) + told(title="只给检察机关看的名称")
    assert matter.number not in signed_in(world.other_legal_officer).get(
        reverse("police:open", args=["advice_request", "ask"]), {"similar": "1", "title": QUESTION["title"]}
    ).content.decode()


# ------------------------------------------------------------------------------------------------ answering


@pytest.mark.parametrize("by", SIDES)
def test_hours_run_from_the_moment_of_receipt(world: World, by: str):
    matter = asked(world, by)
    running = clock(matter, "advice_answer")
    assert running.due_at == at("2026-02-04") and running.owed_by == ("procuratorate" if by == "police" else "police")
    assert (running.nature, running.shared, running.pending) == ("reminder", True, True)
    OfficeOption.objects.create(office=world.office, key="advice_reply_hours", value=48)
    later = asked(world, by)
    assert clock(later, "advice_answer").due_at == at("2026-02-05")


@pytest.mark.parametrize("by", SIDES)
def test_who_claims_it_handles_it(world: World, by: str):
    matter = asked(world, by)
    column = "handler" if by == "police" else "police_handler"
    assert getattr(matter, column) is None
    act(matter, "take", answerer(world, by), "2026-02-03")
    assert getattr(fresh(matter), column) == answerer(world, by) and fresh(matter).state == "answering"


@pytest.mark.parametrize("by", SIDES)
def test_an_answer_may_come_without_a_claim(world: World, by: str):
    matter = asked(world, by)
    act(matter, "answer", answerer(world, by), "2026-02-03")
    column = "handler" if by == "police" else "police_handler"
    assert fresh(matter).state == "answered" and getattr(fresh(matter), column) == answerer(world, by)
    assert clock(matter, "advice_answer").status == "met"


@pytest.mark.parametrize("by", SIDES)
def test_the_answer_says_that_it_decides_nothing(world: World, by: str):
    matter = answered(world, by)
    paper = Document.objects.get(matter=matter, name="咨询答复")
    words = text_of(blocks_of(paper))
    assert "以上意见供参考，不代替有关机关依法作出的决定。" in words and QUESTION["question"] in words
    assert Document.objects.get(matter=matter, name="咨询单").number in words
    assert matter.advice_request.answer and matter.advice_request.answer in words


def test_the_junior_of_the_asked_side_drafts_the_answer(world: World):
    matter = asked(world, "police")
    act(matter, "answer", world.assistant, "2026-02-03")
    assert fresh(matter).state == "asked" and not fresh(matter).advice_request.answer
    assert "社会危险性" not in signed_in(world.legal_officer).get(reverse("police:matter", args=[matter.pk])).content.decode()
    sign(matter, world.prosecutor, "2026-02-03")
    assert fresh(matter).state == "answered"


def test_no_bail_is_suggested_where_an_arrest_is_asked_about(world: World):
    matter = asked(world, "police")
    with pytest.raises(Invalid, match="第二百八十五条第二款") as refused:
        act(matter, "answer", world.second_prosecutor, "2026-02-03", {"answer": "建议取保候审后直接移送起诉。"})
    assert str(refused.value).endswith("。") and fresh(matter).state == "asked"
    act(matter, "answer", world.second_prosecutor, "2026-02-03", {"answer": "可以不提请批准逮捕，直接移送审查起诉。"})
    assert fresh(matter).state == "answered"


def test_elsewhere_the_word_is_free(world: World):
    """Another topic, or the police answering of what is theirs to decide."""
    for matter, who in ((asked(world, "police", topic="procedure"), world.second_prosecutor), (asked(world, "procuratorate"), world.legal_officer)):
        act(matter, "answer", who, "2026-02-03", {"answer": "取保候审的保证金应当如何退还，按规定办理。"})
        assert fresh(matter).state == "answered"


@pytest.mark.parametrize("by", SIDES)
def test_unclaimed_it_climbs_by_working_hours_until_somebody_takes_it(world: World, by: str):
    """Sent at 9:30 on a Monday, signed for or not: four working hours are over at 15:00, eight at 10:00 on Tuesday."""
    matter = opened(world, by=by)

    def rungs() -> list[str]:
        rows = Notice.objects.filter(matter=matter, rung__startswith="unclaimed").order_by("rung")
        assert {row.side for row in rows} <= {"procuratorate" if by == "police" else "police"}
        return [row.rung for row in rows]

    sweep(now=at("2026-02-02", 13))
    assert rungs() == []
    sweep(now=at("2026-02-02", 16))
    assert rungs() == ["unclaimed1"]
    sweep(now=at("2026-02-03", 10))
    assert rungs() == ["unclaimed1", "unclaimed2"]
    receive(matter, clerk(world, by), at("2026-02-03", 11))
    act(matter, "take", answerer(world, by), at("2026-02-03", 11))
    sweep(now=at("2026-02-09", 16))
    assert rungs() == ["unclaimed1", "unclaimed2"] and not Notice.objects.filter(matter=matter, rung__startswith="unclaimed", over=False, superseded=False).exists()


def test_the_story_of_the_demonstration_climbs_two_rungs_whatever_day_it_is_shown(world: World):
    """Around every weekend and holiday of an autumn (国庆 among them): two checks find it unclaimed, after 4 and after 8 working hours."""
    (story,) = [one for one in stories() if one.key == "X01"]
    checks = [step for step in story.steps if step.code == "sweep"]
    (sent,), (taken,) = ([step for step in story.steps if step.code == code] for code in ("ask", "take"))
    known, hours = calendar(), parse_hours(OPTIONS["work_hours"].default)
    for place in range(100):
        days = story.days(date(2026, 9, 10) + timedelta(days=place), known)
        asked_at = at_hour(days[sent.day], sent.hour)
        moments = [at_hour(days[step.day], step.hour) for step in checks]
        waited = [working_minutes(asked_at, one, hours, known.is_holiday) // 60 for one in moments]
        assert 4 <= waited[0] < 8 <= waited[1] < 16 and moments[-1] < at_hour(days[taken.day], taken.hour), days


# ------------------------------------------------------------------------------------------------ after the answer


@pytest.mark.parametrize("by", SIDES)
def test_asked_again_it_is_answered_again(world: World, by: str):
    matter = answered(world, by)
    act(matter, "follow_up", asker(world, by), "2026-02-05")
    assert fresh(matter).state == "answering" and clock(matter, "advice_further").status == "dropped"
    receive(matter, clerk(world, by), "2026-02-06")
    assert clock(matter, "advice_answer").due_at == at("2026-02-07")
    again = Document.objects.filter(matter=matter, name="咨询单").order_by("id").last()
    first = Document.objects.get(matter=matter, name="咨询答复")
    assert first.number in text_of(blocks_of(again)) and "追问" in text_of(blocks_of(again))
    act(matter, "answer", answerer(world, by), "2026-02-06", {"answer": "行政处罚是判断社会危险性的因素之一。"})
    assert fresh(matter).state == "answered" and again.number in text_of(blocks_of(Document.objects.filter(matter=matter, name="咨询答复").order_by("id").last()))


@pytest.mark.parametrize("by", SIDES)
def test_the_asker_settles(world: World, by: str):
    matter = answered(world, by)
    act(matter, "settle", getattr(world, ASKERS[by][1]), "2026-02-05")
    assert fresh(matter).state == "closed" and not Deadline.objects.filter(matter=matter, status="running").exists()
    assert Event.objects.visible_to(answerer(world, by)).filter(matter=matter, action="settle").exists()


@pytest.mark.parametrize("by", SIDES)
def test_seven_days_without_a_question_a_person_of_the_asked_side_closes(world: World, by: str):
    matter = answered(world, by)
    who = answerer(world, by)
    assert clock(matter, "advice_further").due_on == at("2026-02-11").date()
    assert "close" not in codes(matter, who, "2026-02-11") and "close" in codes(matter, who, "2026-02-12")
    assert "close" not in codes(matter, asker(world, by), "2026-02-12")
    with pytest.raises(NotAllowed, match="届满"):
        act(matter, "close", who, "2026-02-11")
    assert "follow_up" in codes(matter, asker(world, by), "2026-02-12"), "过了七日，没有办结的仍可以追问"
    act(matter, "close", who, "2026-02-12")
    assert fresh(matter).state == "closed"


# ------------------------------------------------------------------------------------------------ ways out


@pytest.mark.parametrize("by", SIDES)
def test_every_state_has_a_way_out_for_either_side_alone(world: World, by: str):
    """While the other side never does anything again, not even sign for a paper, whoever is left can bring the matter to its end."""
    table = WORKFLOWS["advice_request"].begun_by(by)
    ends = {state.code for state in table.states if state.closed}
    assert walked_alone(opened(world, "prepare", by=by), asker(world, by)) in ends
    silent = opened(world, by=by)  # never signed for
    assert walked_alone(silent, asker(world, by)) in ends
    for reached in (asked, claimed, answered):
        assert walked_alone(reached(world, by), asker(world, by)) in ends, reached
        assert walked_alone(reached(world, by), answerer(world, by)) in ends, reached
    unread = asked(world, by)
    act(unread, "answer", answerer(world, by), "2026-02-04")  # the answer is never signed for
    assert walked_alone(unread, answerer(world, by)) in ends


def claimed(world: World, by: str) -> Matter:
    matter = asked(world, by)
    act(matter, "take", answerer(world, by), "2026-02-03")
    return fresh(matter)


def walked_alone(matter: Matter, who: Any) -> str:
    """Where one person gets by himself, pressing what is offered that leads on, a fortnight between presses."""
    day = date(2026, 3, 2)
    for _ in range(4):
        found = fresh(matter)
        if found.closed_at is not None:
            break
        offered = [one for one in allowed_actions(Dossier(found), who, day) if one.mode == "do" and one.action.target not in ("=", found.state)]
        offered.sort(key=lambda one: one.code in ("send", "take"))
        assert offered, (found.state, who.name)
        act(found, offered[0].code, who, at(day))
        day += timedelta(days=14)
    return fresh(matter).state


@pytest.mark.parametrize("by", SIDES)
def test_taken_back_before_it_is_answered(world: World, by: str):
    for matter in (asked(world, by), claimed(world, by)):
        act(matter, "take_back", asker(world, by), "2026-02-04")
        assert fresh(matter).state == "taken_back" and clock(matter, "advice_answer").status == "dropped"
        assert Event.objects.visible_to(answerer(world, by)).filter(matter=matter, action="take_back").exists()
    with pytest.raises(NotAllowed):
        act(answered(world, by), "take_back", asker(world, by), "2026-02-05")


@pytest.mark.parametrize("by", SIDES)
def test_neither_answers_himself(world: World, by: str):
    matter = asked(world, by)
    assert codes(matter, asker(world, by)).isdisjoint({"take", "answer", "close"})
    assert codes(matter, answerer(world, by)).isdisjoint({"take_back", "settle", "follow_up", "drop"})
