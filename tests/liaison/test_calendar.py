"""Meetings in the calendar: whose they are, how they move, what stays of one that was cancelled; who has no seat finds nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import vobject
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.desk.calendar.entries import Entry, Span
from cases.desk.calendar.feed import feed_of
from cases.matters import perform
from cases.matters.table.workflow import WORKFLOWS
from cases.models import Event, Matter, Participant
from liaison.models.consultation import ConsultationDetail
from liaison.models.joint_meeting import JointMeetingDetail
from liaison.selectors.calendar import meetings
from office.models import Officer
from tests.cases.day import again
from tests.liaison.plays import joint_meeting
from tests.supervision.play import at
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db
NOW = at(TODAY)
BEGINS = NOW + timedelta(days=7, hours=4)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())
    for kind, label in (("joint_meeting", "联席会议"), ("consultation", "会商")):
        monkeypatch.setitem(WORKFLOWS, kind, WORKFLOWS.get(kind, SimpleNamespace(kind=kind, label=label)))


def matter(world: World, kind: str, number: str, **more: Any) -> Matter:
    given = {"state": "called", "turn": "both", "title": "王砚秋与方其商议", "handler": world.prosecutor, "procuratorate_from": NOW, "police_from": NOW}
    return Matter.objects.create(office=world.office, acting_office_id=world.office.pk, kind=kind, number=number, opened_on=TODAY, **(given | more))


@pytest.fixture
def joint(world: World) -> JointMeetingDetail:
    held = matter(world, "joint_meeting", "侦协会〔2026〕4号", whole_office=True)
    return JointMeetingDetail.objects.create(matter=held, begins_at=BEGINS, ends_at=BEGINS + timedelta(hours=3), place="三楼会议室")


@pytest.fixture
def sealed(world: World) -> ConsultationDetail:
    held = matter(world, "consultation", "侦协商〔2026〕3号", restricted=True, police=world.organ)
    for who in (world.second_prosecutor, world.legal_officer):
        Participant.objects.create(office=world.office, matter=held, officer=who, side=who.side, since=TODAY)
    return ConsultationDetail.objects.create(matter=held, held_at=BEGINS, place="办案中心二层")


def put_off(detail: Any, column: str, to: datetime, *, now: datetime, undone: bool = False) -> None:
    """As ``perform()`` leaves it: the row is written, the line of the trail keeps what stood there."""
    old = getattr(detail, column)
    seq = detail.matter.events.count() + 1
    Event.objects.create(
        office=detail.matter.office, matter=detail.matter, seq=seq, action="reschedule", label="改期", recorded_at=now, shown="both", undone=undone,
        before={"matter": {}, "detail": {column: old.isoformat()}, "clocks": {}, "rows": {}},
    )  # fmt: skip
    if not undone:
        setattr(detail, column, to)
        if column == "begins_at":
            detail.ends_at = to + timedelta(hours=3)
        detail.save()


def of(who: Officer, *, mine: bool = False) -> list[Entry]:
    return list(meetings(again(who), Span(TODAY, TODAY + timedelta(days=60), mine, TODAY)))


def names(world: World, *, mine: bool) -> set[str]:
    return {name for name, who in world.identities().items() if of(who, mine=mine)}


def test_a_joint_meeting_is_everybodys_of_the_office_and_mine_when_i_am_invited(world: World, joint: JointMeetingDetail):
    strangers = {"city_prosecutor", "city_chief", "strange_prosecutor", "strange_legal_officer", "system_admin", "security_admin", "audit_admin"}
    assert names(world, mine=False) == set(world.identities()) - strangers
    assert names(world, mine=True) == {"prosecutor"}
    given = {"office": world.office, "side": "police"}
    joint.matter.attendances.create(no=1, officer=world.legal_officer, organisation=world.organ, **given)
    joint.matter.attendances.create(no=2, organisation=world.second_organ, **given)
    assert names(world, mine=True) == {"prosecutor", "legal_officer", "other_legal_officer"}


def test_a_meeting_is_called_by_kind_and_number_until_it_has_its_ordinal(world: World, joint: JointMeetingDetail):
    (one,) = of(world.prosecutor)
    assert (one.title, one.place, one.begins, one.ends) == ("联席会议（侦协会〔2026〕4号）", "三楼会议室", BEGINS, BEGINS + timedelta(hours=3))
    joint.year, joint.ordinal = 2026, 4
    joint.save()
    assert of(world.prosecutor)[0].title == "2026年第四次联席会议"


def test_put_off_it_keeps_its_key_and_counts(world: World, joint: JointMeetingDetail):
    (first,) = of(world.prosecutor)
    assert (first.moves, first.moved_from, first.changed_at) == (0, None, NOW)
    put_off(joint, "begins_at", BEGINS + timedelta(days=1), now=NOW + timedelta(hours=1))
    (moved,) = of(world.prosecutor)
    assert (moved.key, moved.moves, moved.moved_from) == (first.key, 1, BEGINS)
    assert moved.changed_at == NOW + timedelta(hours=1)
    put_off(joint, "begins_at", BEGINS, now=NOW + timedelta(hours=2), undone=True)
    (back,) = of(world.prosecutor)
    assert back.moves == 3, "撤销的改期也算：新的一份次数更大"
    assert back.changed_at > moved.changed_at


def test_the_same_time_written_again_puts_nothing_off(world: World, sealed: ConsultationDetail):
    put_off(sealed, "held_at", BEGINS, now=NOW + timedelta(hours=1))
    (one,) = of(world.legal_officer)
    assert (one.moves, one.moved_from) == (0, None), "举行时照安排的时间记下"
    put_off(sealed, "held_at", BEGINS + timedelta(days=1), now=NOW + timedelta(hours=2))
    put_off(sealed, "held_at", BEGINS + timedelta(days=1), now=NOW + timedelta(hours=3))
    (one,) = of(world.legal_officer)
    assert (one.moves, one.moved_from) == (1, BEGINS)


def test_cancelled_it_is_still_there_and_was_changed_then(world: World, joint: JointMeetingDetail):
    later = NOW + timedelta(days=2)
    Matter.objects.filter(pk=joint.matter_id).update(state="cancelled", closed_at=later)
    (one,) = of(world.prosecutor)
    assert (one.cancelled, one.changed_at) == (True, later)


def test_by_the_acts_themselves_one_entry_moves_and_is_cancelled(world: World):
    """Called, announced, put off, cancelled through ``perform()``: one UID throughout, for a second parser, and sixty days more."""
    first_day, second_day = TODAY + timedelta(days=7), TODAY + timedelta(days=12)
    held = joint_meeting.opened(world, day=TODAY.isoformat(), held_on=first_day.isoformat())

    def entry(now: datetime) -> Any:
        events = vobject.readOne(feed_of(again(world.prosecutor), now).decode()).contents.get("vevent", [])
        return next((one for one in events if one.uid.value == f"{held.pk}@QJ"), None)

    def pressed(code: str, hour: int, **more: Any) -> None:
        data = {name: value for name, value in {**joint_meeting.FILLED[code], **more}.items() if value != ""}
        perform(held.pk, code, officer=world.prosecutor, now=at(TODAY, hour), data=data)

    pressed("notify", 12)
    before = entry(at(TODAY, 12))
    pressed("reschedule", 13, held_on=second_day.isoformat())
    moved = entry(at(TODAY, 13))
    assert (before.sequence.value, moved.sequence.value) == ("0", "1")
    assert [timezone.localtime(one.dtstart.value).date() for one in (before, moved)] == [first_day, second_day]
    assert moved.dtstamp.value > before.dtstamp.value
    pressed("cancel", 14)
    gone = entry(at(TODAY, 14))
    assert (gone.status.value, gone.dtstart.value) == ("CANCELLED", moved.dtstart.value)
    assert gone.summary.value.startswith("（已取消）") and gone.dtstamp.value > moved.dtstamp.value
    assert entry(at(TODAY + timedelta(days=60), 13)) is not None
    assert entry(at(TODAY + timedelta(days=60), 15)) is None


def test_a_consultation_is_kind_and_number_and_for_who_has_a_seat(world: World, sealed: ConsultationDetail):
    assert names(world, mine=False) == names(world, mine=True) == {"second_prosecutor", "legal_officer"}
    (one,) = of(world.legal_officer)
    assert (one.title, one.place, one.restricted) == ("会商（侦协商〔2026〕3号）", "", True)
    Participant.objects.filter(officer=world.legal_officer).update(until=TODAY)
    assert of(world.legal_officer) == []


def test_many_meetings_ask_as_much_as_one(world: World, joint: JointMeetingDetail, sealed: ConsultationDetail):
    def queries() -> int:
        who = again(world.second_prosecutor)
        with CaptureQueriesContext(connection) as caught:
            found = list(meetings(who, Span(TODAY, TODAY + timedelta(days=60), False, TODAY)))
        assert found
        return len(caught)

    few = queries()
    for place in range(5):
        more = matter(world, "joint_meeting", f"侦协会〔2026〕{place + 10}号", whole_office=True)
        JointMeetingDetail.objects.create(matter=more, begins_at=BEGINS)
    assert queries() == few <= 8
