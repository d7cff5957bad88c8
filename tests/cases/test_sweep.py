"""期限检查: exactly the rungs, exactly once, whenever it runs (design 4.3)."""

from datetime import date, timedelta

import pytest

from cases.matters import perform, sweep
from cases.models import Document, Matter, Notice
from office.models import OfficeOption
from tests.supervision.play import act, asked, at, explained, fresh, notified, opened, receive, sent, sign

pytestmark = pytest.mark.django_db


def rungs(matter, side="procuratorate"):
    """(rule or paper, rung) of every notice that a clock or an unsigned paper made."""
    rows = Notice.objects.filter(matter=matter, side=side).exclude(rung="event")
    return sorted((row.deadline.rule if row.deadline else row.document.type, row.rung) for row in rows)


def days(first, last):
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        yield day
        day += timedelta(days=1)


def test_one_sweep_after_an_outage_leaves_what_daily_sweeps_leave(world):
    daily, late = asked(world), asked(world)
    Matter.objects.filter(pk=late.pk).update(closed_at=at("2026-01-01"))  # unseen while the other is swept
    for day in days("2026-02-10", "2026-03-10"):
        sweep(now=at(day))
    Matter.objects.filter(pk=late.pk).update(closed_at=None)
    sweep(now=at("2026-03-10"))
    expected = [("explain_no_filing", rung) for rung in ("lead0", "lead1", "lead3", "lead7", "over", "severe")]
    for side in ("procuratorate", "police"):
        assert rungs(daily, side) == rungs(late, side) == expected
    for matter in (daily, late):
        shown = Notice.objects.filter(matter=matter, superseded=False).exclude(rung="event")
        assert sorted(shown.values_list("side", "rung")) == [("police", "severe"), ("procuratorate", "severe")]


def test_second_sweep_adds_nothing(world):
    asked(world)
    first = sweep(now=at("2026-02-25"))
    assert first.notices == 10 and str(first) == "新增提醒10件，代拟草稿0件"
    for _ in range(3):
        again = sweep(now=at("2026-02-25"))
        assert (again.notices, again.drafts) == (0, 0)


def test_internal_clock_tells_only_its_own_side(world):
    matter = explained(world)
    sweep(now=at("2026-03-10"))
    assert ("review_explanation", "over") in rungs(matter)
    assert all(rule != "review_explanation" for rule, _ in rungs(matter, "police"))


def test_police_read_the_public_title(world):
    matter = asked(world)
    Matter.objects.filter(pk=matter.pk).update(public_title="某公司立案监督案")
    sweep(now=at("2026-02-25"))
    texts = Notice.objects.filter(matter=matter, side="police", rung="over").values_list("text", flat=True)
    assert list(texts) == ["已超期1日 · 说明不立案理由：某公司立案监督案"]


def test_right_has_no_overdue_rung(world):
    matter = notified(world, "B")
    sweep(now=at("2026-03-08"))
    assert ("reconsider_withdraw_file", "lead1") in rungs(matter)
    sweep(now=at("2026-03-30"))
    assert not [rung for rule, rung in rungs(matter) if rule == "reconsider_withdraw_file" and rung in ("over", "severe")]


def test_unsigned_service_has_rungs_of_its_own(world):
    matter = opened(world)
    sent(matter, "request_a", world.prosecutor, world.chief, "2026-02-05")
    sweep(now=at("2026-02-05"))
    assert rungs(matter) == []
    sweep(now=at("2026-02-09"))
    assert rungs(matter) == rungs(matter, "police") == [("D01", "unsigned1"), ("D01", "unsigned3")]
    receive(matter, world.legal_officer, "2026-02-10")
    sweep(now=at("2026-02-13"))
    assert ("D01", "unsigned7") not in rungs(matter)


def test_lead_days_and_severe_days_are_settings(world):
    OfficeOption.objects.create(office=world.office, key="lead_days", value=[2])
    OfficeOption.objects.create(office=world.office, key="severe_days", value=1)
    matter = asked(world)
    sweep(now=at("2026-02-21"))
    assert rungs(matter) == []
    sweep(now=at("2026-02-26"))
    assert rungs(matter) == [("explain_no_filing", rung) for rung in ("lead2", "over", "severe")]


def test_moved_day_has_rungs_of_its_own(world):
    matter = asked(world)
    sweep(now=at("2026-02-24"))
    before = len(rungs(matter))
    clock = matter.deadlines.get(rule="explain_no_filing")
    clock.due_on = date(2026, 2, 26)
    clock.save()
    assert sweep(now=at("2026-02-25")).notices == 6  # lead7, lead3, lead1 of the new day, on two sides
    assert len(rungs(matter)) == before + 3


def test_closed_and_stopped_clocks_are_left_alone(world):
    matter = asked(world)
    sent(matter, "file", world.legal_officer, world.head, "2026-02-11", {"filed_on": "2026-02-11"})
    receive(matter, world.prosecutor, "2026-02-11")
    act(matter, "conclude", world.prosecutor, "2026-02-12", {"outcome": "withdrawal"})
    assert sweep(now=at("2026-09-30")).notices == 0


def test_must_is_drafted_once_even_if_discarded(world):
    matter = notified(world)
    assert sweep(now=at("2026-03-17")).drafts == 0  # the last day itself is not over
    assert sweep(now=at("2026-03-18")).drafts == 1
    draft = Document.objects.get(matter=matter, status="draft")
    assert (draft.type, draft.drafted_by, draft.number) == ("D10", None, "")
    assert "2026年3月2日签收本院《通知立案书》（青检刑通立〔2026〕1号）" in draft.fields["violation"]
    perform(matter.pk, "discard", officer=world.prosecutor, data={"document": draft.pk}, reason="公安机关已口头答应", now=at("2026-03-18"))
    for day in days("2026-03-18", "2026-03-22"):
        assert sweep(now=at(day)).drafts == 0
    act(matter, "correct", world.prosecutor, "2026-03-23")  # a person still may
    assert fresh(matter).state == "awaiting_filing"


def test_nothing_is_sent_without_a_person(world):
    matter = notified(world)
    sweep(now=at("2026-04-30"))
    assert fresh(matter).state == "awaiting_filing"
    assert not Document.objects.filter(matter=matter, type="D10", status="issued").exists()
    draft = Document.objects.get(matter=matter, type="D10")
    assert draft not in Document.objects.visible_to(world.legal_officer)


def test_the_persons_own_draft_is_not_doubled(world):
    matter = notified(world)
    act(matter, "correct", world.assistant, "2026-03-18")
    assert sweep(now=at("2026-03-19")).drafts == 0
    sign(matter, world.chief, "2026-03-19")
    assert sweep(now=at("2026-03-20")).drafts == 0


def test_handlers_draft_is_signed_by_the_chief(world):
    matter = notified(world)
    sweep(now=at("2026-03-18"))
    sign(matter, world.chief, "2026-03-18")
    assert fresh(matter).state == "correction"


def test_matter_without_an_organ_does_not_stop_the_sweep(world):
    matter, other = notified(world), notified(world)
    Matter.objects.filter(pk=matter.pk).update(police=None)
    assert sweep(now=at("2026-03-20")).drafts == 1
    assert Document.objects.get(status="draft").matter_id == other.pk
