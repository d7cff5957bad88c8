"""纠正漏捕、漏犯、漏罪: what is asked, what the police answer, what the procuratorate may do itself (规则第288条、第356条)."""

from datetime import date

import pytest

from cases.exceptions import Invalid, NotAllowed
from cases.matters.papers.documents import blocks_of
from cases.models import Document, Matter
from office.blocks import text_of
from office.models import OfficeOption
from tests.supervision.play import act, clock, fresh, receive, sent, walk_to
from tests.supervision.plays.leak import opened

pytestmark = pytest.mark.django_db


def asked(world, variant="arrest"):
    """The paper is signed for on 10 February 2026."""
    matter = opened(world, variant)
    sent(matter, "request_arrest" if variant == "arrest" else "request_submission", world.prosecutor, world.chief, "2026-02-04")
    receive(matter, world.legal_officer, "2026-02-10")
    return fresh(matter)


def test_only_the_chief_asks_for_an_arrest(world):
    """规则第288条: 应当经检察长批准."""
    matter = opened(world)
    act(matter, "request_arrest", world.prosecutor, "2026-02-04")
    assert fresh(matter).state == "found" and not fresh(matter).police_from
    matter = asked(world)
    assert matter.state == "awaiting_arrest" and clock(matter, "leak_arrest_request").due_on == date(2026, 2, 17)
    words = text_of(blocks_of(Document.objects.get(matter=matter, type="LK01")))
    for wanted in ("经检察长批准", "测试乙", "第二百八十八条", "七日以内提请批准逮捕", "书面说明理由"):
        assert wanted in words, wanted


def test_sort_fits_the_branch(world):
    with pytest.raises(Invalid, match="请核对类型与情形"):
        opened(world, "arrest", sort="crime")


def test_police_submit_and_the_review_of_arrest_begins_when_it_is_received(world):
    matter = asked(world)
    sent(matter, "submit_arrest", world.legal_officer, world.head, "2026-02-13", {"submitted_on": "2026-02-13"})
    assert fresh(matter).state == "submitted" and not Matter.objects.filter(parent=matter).exists()
    receive(matter, world.case_manager, "2026-02-24")
    child = Matter.objects.get(parent=matter)
    assert (child.kind, child.opened_on) == ("arrest_review", date(2026, 2, 24))
    act(matter, "reviewed", world.prosecutor, "2026-03-02", {"arrested_on": "2026-03-02", "present_on": ""})
    assert fresh(matter).state == "tracking"


def test_reasons_hold_or_the_arrest_is_decided_directly(world):
    matter = asked(world)
    sent(matter, "explain_arrest", world.legal_officer, world.head, "2026-02-12")
    receive(matter, world.prosecutor, "2026-02-12")
    other = asked(world)
    sent(other, "explain_arrest", world.legal_officer, world.head, "2026-02-12")
    receive(other, world.prosecutor, "2026-02-12")
    act(other, "accept_reasons", world.prosecutor, "2026-02-13")
    assert fresh(other).state == "accepted"
    sent(matter, "decide_arrest", world.prosecutor, world.chief, "2026-02-13")
    row = fresh(matter)
    assert (row.state, row.leak.decided_directly, row.leak.arrested_on) == ("executing", True, date(2026, 2, 13))
    receive(matter, world.legal_officer, "2026-02-13")
    with pytest.raises(Invalid, match="请填写执行日期"):
        act(matter, "executed", world.legal_officer, "2026-02-14", {"executed": "yes"})
    act(matter, "executed", world.legal_officer, "2026-02-14", {"executed": "yes", "executed_on": "2026-02-14"})
    assert (fresh(matter).state, fresh(matter).leak.present_on) == ("tracking", date(2026, 2, 14))


def test_silence_is_pressed_or_the_arrest_decided(world):
    matter = asked(world)
    for code in ("press", "decide_arrest_silent"):
        with pytest.raises(NotAllowed, match="届满后"):
            act(matter, code, world.prosecutor, "2026-02-17", {"due_on": "2026-02-17"})
    act(matter, "press", world.prosecutor, "2026-02-25", {"due_on": "2026-02-17"})
    receive(matter, world.legal_officer, "2026-02-25")
    sent(matter, "decide_arrest_silent", world.prosecutor, world.chief, "2026-02-27")
    assert fresh(matter).state == "executing" and clock(matter, "leak_arrest_request").status == "dropped"


def test_left_out_of_the_prosecution(world):
    matter = asked(world, "prosecution")
    assert clock(matter, "leak_pros_request").due_on == date(2026, 2, 25)
    words = text_of(blocks_of(Document.objects.get(matter=matter, type="LK02")))
    assert "第三百五十六条" in words and "十五日以内补充移送起诉" in words
    with pytest.raises(NotAllowed):
        act(matter, "submit_arrest", world.legal_officer, "2026-02-12", {"submitted_on": "2026-02-12"})
    sent(matter, "submit", world.legal_officer, world.head, "2026-02-26", {"submitted_on": "2026-02-26"})
    assert fresh(matter).state == "tracking" and clock(matter, "leak_pros_request").late_days == 1
    receive(matter, world.prosecutor, "2026-02-26")
    matter = walk_to(
        matter, world, ("prosecuted", "prosecutor", "2026-03-20", {"prosecuted_on": "2026-03-20"}),
        ("judged", "assistant", "2026-06-22", {"judged_on": "2026-06-19"}),
    )  # fmt: skip
    assert (matter.state, matter.leak.outcome, matter.leak.prosecuted_on) == ("judged", "prison", date(2026, 3, 20))


@pytest.mark.parametrize("from_start", [True, False])
def test_clear_facts_are_prosecuted_directly(world, from_start):
    """规则第356条: 犯罪事实清楚，证据确实、充分的，也可以直接提起公诉."""
    matter = opened(world, "prosecution") if from_start else asked(world, "prosecution")
    with pytest.raises(Invalid, match="证据确实、充分"):
        act(matter, "prosecute_directly", world.prosecutor, "2026-02-12", {"clear": "", "prosecuted_on": "2026-02-12"})
    act(matter, "prosecute_directly", world.prosecutor, "2026-02-12", {"prosecuted_on": "2026-02-12"})
    assert fresh(matter).state == "tracking" and fresh(matter).leak.decided_directly


def test_who_decides_on_the_submission_is_a_setting(world):
    OfficeOption.objects.create(office=world.office, key="leak_pros_decided_by", value="prosecutor")
    matter = opened(world, "prosecution")
    act(matter, "request_submission", world.prosecutor, "2026-02-04")
    assert fresh(matter).state == "awaiting_submission"


def test_nothing_was_left_out(world):
    matter = opened(world)
    act(matter, "no_action", world.prosecutor, "2026-02-03")
    assert fresh(matter).state == "no_action" and fresh(matter).closed_at
