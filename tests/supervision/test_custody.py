"""What the police report of release and arrest is what the case says of custody, and what the next clock is counted by."""

from __future__ import annotations

from datetime import date

import pytest

from cases.matters import perform
from cases.models import CompulsoryMeasure, Document, Matter, MeasureKind, Suspect
from tests.supervision.play import act, at, clock, fresh, receive, sign
from tests.supervision.plays import leak, measure, non_prosecution
from tests.supervision.plays import no_arrest as tracking
from tests.supervision.plays.arrest_review import opened

pytestmark = pytest.mark.django_db


def detained(matter: Matter, since: str = "2026-02-28") -> CompulsoryMeasure:
    """The suspect of the matter's case, held since a day as the page of the case has it."""
    suspect = Suspect.objects.create(office_id=matter.office_id, case=matter.case, name="测试甲")
    return CompulsoryMeasure.objects.create(
        office_id=matter.office_id, suspect=suspect, kind=MeasureKind.DETENTION, began_on=date.fromisoformat(since)
    )


def spells(matter: Matter) -> list[tuple[str, date, date | None]]:
    return list(CompulsoryMeasure.objects.filter(suspect__case=matter.case).order_by("began_on", "id").values_list("kind", "began_on", "ended_on"))


def test_release_after_a_refusal_ends_detention_and_may_be_undone(world):
    matter = tracking.opened(world, "evidence")
    detained(matter)
    done = act(matter, "release", world.legal_officer, "2026-03-02", {"measure": "bail", "released_at": "2026-03-02T18:00"})
    assert spells(matter) == [("detention", date(2026, 2, 28), date(2026, 3, 2)), ("bail", date(2026, 3, 2), None)]
    assert done.matter.no_arrest.released
    perform(matter.pk, "undo", officer=world.head, data={}, reason="登记有误", now=at("2026-03-02", 20))
    assert spells(matter) == [("detention", date(2026, 2, 28), None)], "撤销上一步，羁押情况一并恢复"
    assert not fresh(matter).no_arrest.released


def test_a_new_request_for_somebody_released_has_fifteen_days(world):
    """刑诉法第91条第3款, 规则第282条: the seven days are for whoever is held."""
    matter = tracking.opened(world, "evidence", outline="on")
    detained(matter)
    act(matter, "release", world.legal_officer, "2026-03-02", {"measure": "bail", "released_at": "2026-03-02T18:00"})
    act(matter, "receipt", world.legal_officer, "2026-03-03")
    receive(matter, world.prosecutor, "2026-03-03")
    outline = Matter.objects.get(parent=matter, kind="supplementary")
    act(outline, "itemise", world.prosecutor, "2026-03-03")
    act(outline, "send_t1", world.prosecutor, "2026-03-03")
    if Document.objects.filter(matter=outline, status="draft").exists():
        sign(outline, world.chief, "2026-03-03")
    receive(outline, world.legal_officer, "2026-03-03")
    act(outline, "assign", world.legal_officer, "2026-03-04")
    for item in ("1", "2"):
        act(outline, "answer", world.investigator, "2026-03-05", {"item": item, "status": "done", "reply": "已入卷。"})
    act(outline, "re_request", world.legal_officer, "2026-03-06")
    sign(outline, world.head, "2026-03-06")
    receive(outline, world.prosecutor, "2026-03-06")
    again = Matter.objects.get(parent=outline, kind="arrest_review")
    assert clock(again, "review_arrest_detained") is None
    assert clock(again, "review_arrest_free").due_on == date(2026, 3, 23), "第十五日为星期六，顺延"


def test_an_executed_arrest_takes_the_place_of_detention(world):
    matter = opened(world)
    detained(matter)
    act(matter, "approve", world.prosecutor, "2026-03-04")
    sign(matter, world.chief, "2026-03-04")
    receive(matter, world.legal_officer, "2026-03-04")
    act(matter, "execute", world.investigator, "2026-03-05", {"execution": "executed", "executed_on": "2026-03-05"})
    assert spells(matter) == [("detention", date(2026, 2, 28), date(2026, 3, 5)), ("arrest", date(2026, 3, 5), None)]


def test_a_measure_with_a_matter_of_its_own_ends_there(world):
    matter = tracking.opened(world, "evidence")
    spell = detained(matter)
    own = measure.opened(world, suspect=str(spell.suspect_id), day="2026-02-28")
    assert CompulsoryMeasure.objects.get(pk=spell.pk).matter_id == own.pk
    act(matter, "release", world.legal_officer, "2026-03-02", {"measure": "released", "released_at": "2026-03-02T18:00"})
    assert CompulsoryMeasure.objects.get(pk=spell.pk).ended_on is None
    assert fresh(own).state == "running"


def test_whoever_is_not_prosecuted_is_under_no_measure(world):
    matter = non_prosecution.opened(world)
    suspect = Suspect.objects.get(case=matter.case)
    CompulsoryMeasure.objects.create(office_id=matter.office_id, suspect=suspect, kind=MeasureKind.ARREST, began_on=date(2026, 1, 15))
    act(matter, "report_release", world.legal_officer, "2026-03-04", {"released_on": "2026-03-03"})
    assert spells(matter) == [("arrest", date(2026, 1, 15), date(2026, 3, 3))]


def test_an_arrest_ordered_directly_is_custody_of_the_case(world):
    """规则第288条: 直接决定逮捕, executed: the omitted suspect is in custody from that day, and the clocks of the case know it."""
    review = opened(world)
    suspect = Suspect.objects.create(office_id=review.office_id, case=review.case, name="漏捕乙")
    matter = leak.opened(world, "arrest", subject="漏捕乙", case=str(review.case_id))
    act(matter, "request_arrest", world.prosecutor, "2026-03-03")
    sign(matter, world.chief, "2026-03-03")
    receive(matter, world.legal_officer, "2026-03-03")
    act(matter, "explain_arrest", world.legal_officer, "2026-03-04")
    sign(matter, world.head, "2026-03-04")
    receive(matter, world.prosecutor, "2026-03-04")
    act(matter, "decide_arrest", world.prosecutor, "2026-03-05")
    sign(matter, world.chief, "2026-03-05")
    receive(matter, world.legal_officer, "2026-03-05")
    act(matter, "executed", world.legal_officer, "2026-03-06", {"executed": "yes", "executed_on": "2026-03-06"})
    assert list(suspect.measures.values_list("kind", "began_on", "ended_on")) == [("arrest", date(2026, 3, 6), None)]
