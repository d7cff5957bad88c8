"""羁押必要性审查: one test per article (law.md 7.1 row 15: 10日/3日, 建议书回复10日)."""

from __future__ import annotations

from datetime import date

import pytest

from cases.exceptions import Invalid, NotAllowed
from cases.matters.papers.documents import blocks_of
from cases.models import CompulsoryMeasure
from office.blocks import text_of
from tests.supervision.play import act, clock, fresh, receive, sign
from tests.supervision.plays.custody_review import opened

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("variant", "rule", "due"), [("ten", "cust_review_10d", date(2026, 3, 12)), ("three", "cust_review_3d", date(2026, 3, 5))])
def test_terms_of_review(world, variant, rule, due):
    """Row 15: 羁押审查规定第19条."""
    matter = opened(world, variant)
    assert clock(matter, rule).due_on == due
    assert matter.police_from is None, "提出建议以前，公安机关看不见"


def test_hearing_does_not_count(world):
    """羁押审查规定第19条第3款; nothing else is left out."""
    matter = opened(world)
    act(matter, "pause", world.prosecutor, "2026-03-05")
    assert clock(matter, "cust_review_10d").status == "paused"
    act(matter, "resume", world.prosecutor, "2026-03-11")
    assert clock(matter, "cust_review_10d").due_on == date(2026, 3, 18)
    assert "2026年3月12日改为2026年3月18日" in fresh(matter).events.filter(action="recompute").get().text


def test_advice_answered(world):
    """刑诉法第95条: ten days from receipt."""
    matter = opened(world)
    act(matter, "advise", world.prosecutor, "2026-03-10")
    receive(matter, world.legal_officer, "2026-03-11")
    assert clock(matter, "cust_advice_reply").due_on == date(2026, 3, 23), "3月21日是星期六"
    with pytest.raises(Invalid, match="应当说明理由"):
        act(matter, "handle", world.legal_officer, "2026-03-12", {"outcome": "kept"})
    act(matter, "handle", world.legal_officer, "2026-03-12")
    sign(matter, world.head, "2026-03-12")
    with pytest.raises(NotAllowed, match="“通知处理情况”已于2026年3月12日办理，不能重复办理"):
        act(matter, "handle", world.legal_officer, "2026-03-13")
    receive(matter, world.case_manager, "2026-03-13")
    act(matter, "close_released", world.prosecutor, "2026-03-13")
    assert fresh(matter).state == "released"


def test_kept_in_custody_is_told_to_the_applicant(world):
    matter = opened(world)
    assert act(matter, "keep", world.prosecutor, "2026-03-10").documents[0].name == "羁押必要性审查结果通知书"
    assert fresh(matter).closed_at is not None


def test_in_review_for_prosecution_the_procuratorate_decides_itself(world):
    """Row 15: 规则第575条第2款: 审查起诉阶段 no advice: 直接释放或者变更; the police carry it out, and custody ends with it."""
    matter = opened(world, "three")
    with pytest.raises(NotAllowed, match="由本院直接决定释放或者变更强制措施"):
        act(matter, "advise", world.prosecutor, "2026-03-04")
    suspect = fresh(matter).custody_review.suspect
    spell = CompulsoryMeasure.objects.create(office=world.office, suspect=suspect, kind="arrest", began_on=date(2026, 1, 15))
    with pytest.raises(Invalid, match="释放的，不选"):
        act(matter, "order", world.prosecutor, "2026-03-04", {"advised": "release"})
    act(matter, "order", world.prosecutor, "2026-03-04")
    paper = sign(matter, world.chief, "2026-03-04").documents[0]
    assert "决定变更为取保候审" in text_of(blocks_of(paper)) and clock(matter, "cust_review_3d").status == "met"
    receive(matter, world.legal_officer, "2026-03-05")
    act(matter, "executed", world.legal_officer, "2026-03-05", {"executed_on": "2026-03-05"})
    spell.refresh_from_db()
    assert spell.ended_on == date(2026, 3, 5) and suspect.measures.get(ended_on=None).kind == "bail"
    act(matter, "close_released", world.prosecutor, "2026-03-06")
    assert fresh(matter).state == "released"
    with pytest.raises(NotAllowed, match="提出建议"):
        act(opened(world), "order", world.prosecutor, "2026-03-04")


@pytest.mark.parametrize(("source", "code", "paper"), [("application", "close_kept", True), ("house", "close_kept_unasked", False)])
def test_applicant_is_told_in_writing_what_came_of_it(world, source, code, paper):
    """规则第582条: 依申请审查的，将提出建议和处理的情况书面告知申请人."""
    matter = opened(world, source=source, complainant="申请人甲" if source == "application" else "")
    act(matter, "advise", world.prosecutor, "2026-03-10")
    receive(matter, world.legal_officer, "2026-03-11")
    act(matter, "handle", world.legal_officer, "2026-03-12", {"outcome": "kept", "kept_reason": "另有同案人在逃。"})
    sign(matter, world.head, "2026-03-12")
    receive(matter, world.case_manager, "2026-03-12")
    found = act(matter, code, world.prosecutor, "2026-03-13").documents
    assert [one.type for one in found] == (["D23R"] if paper else []) and fresh(matter).state == "kept"
    if paper:
        assert "本院建议变更强制措施，公安机关继续羁押" in text_of(blocks_of(found[0]))


def test_of_its_own_motion_there_is_no_term(world):
    """羁押审查规定第19条 counts from an application or advice received; what the procuratorate begins itself has no term."""
    assert clock(opened(world, source="own_motion", complainant=""), "cust_review_10d") is None
