"""羁押必要性审查: one test per article (law.md 7.1 row 15: 10日/3日, 建议书回复10日)."""

from __future__ import annotations

from datetime import date

import pytest

from cases.exceptions import Invalid, NotAllowed
from tests.supervision.play import act, clock, fresh, receive, sign
from tests.supervision.plays.custody_review import opened

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("variant", "rule", "due"), [("ten", "cust_review_10d", date(2026, 3, 12)), ("three", "cust_review_3d", date(2026, 3, 5))])
def test_terms_of_review(world, variant, rule, due):
    """Row 15: 羁押审查规定第19条."""
    matter = opened(world, variant)
    assert clock(matter, rule).due_on == due
    assert matter.disclosed_at is None, "提出建议以前，公安机关看不见"


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
