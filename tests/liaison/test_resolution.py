"""议定事项: agreed by a meeting, led by either side, confirmed by the other; nobody waits for ever."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from cases.desk.lists.worklist import matters, open_here
from cases.exceptions import Invalid, NotAllowed
from cases.matters import allowed_actions, perform, sweep
from cases.matters.dossier import Dossier
from cases.models import Attachment, Deadline, Event, Matter, Notice
from liaison.models.joint_meeting import JointMeetingDetail
from liaison.models.resolution import resolutions_of
from tests.desks import again, check_rebuilt, check_rows
from tests.liaison.plays import joint_meeting as meetings
from tests.liaison.plays.resolution import HEAD, LEAD, MEASURE, TEXT, opened
from tests.supervision.play import act, at, clock, fresh, scan
from tests.world import TODAY, World, signed_in

pytestmark = pytest.mark.django_db
SIDES = ("police", "procuratorate")
ACROSS = {"police": "procuratorate", "procuratorate": "police"}


def lead(world: World, by: str) -> Any:
    return getattr(world, LEAD[by])


def head(world: World, by: str) -> Any:
    return getattr(world, HEAD[by])


def codes(matter: Matter, officer: Any, day: str = "2026-02-05") -> set[str]:
    return {offer.code for offer in allowed_actions(Dossier(fresh(matter)), officer, at(day).date()) if offer.mode == "do"}


def submitted(world: World, by: str, day: str = "2026-02-10") -> Matter:
    matter = opened(world, by)
    act(matter, "submit_done", lead(world, by), day)
    return fresh(matter)


@pytest.mark.parametrize("by", SIDES)
def test_what_was_agreed_is_its_leading_sides_and_both_see_it(world: World, by: str):
    matter = opened(world, by)
    detail, running = matter.resolution, clock(matter, "resolution_due")
    assert (matter.state, matter.turn, matter.began_side) == ("running", by, by)
    assert (matter.title, detail.text, detail.measure, detail.lead) == (TEXT.rstrip("。"), TEXT, MEASURE, world.organ if by == "police" else world.court)
    assert (running.due_on, running.owed_by, running.nature, running.shared) == (date(2026, 3, 31), by, "reminder", True)
    assert matter.seen_by_both and matter.whole_office and matter.handler is None and matter.persons == 0
    for officer in (world.prosecutor, world.legal_officer, world.other_legal_officer):
        assert Matter.objects.visible_to(officer).filter(pk=matter.pk).exists(), officer


@pytest.mark.parametrize("by", SIDES)
def test_nobody_begins_one_and_only_the_leading_side_reports(world: World, by: str):
    for officer in (world.prosecutor, world.chief, world.legal_officer, world.head):
        with pytest.raises(NotAllowed):
            perform(None, "open", kind="resolution", officer=officer, now=at("2026-02-02"), data={"text": TEXT})
    matter = opened(world, by)
    own, other = codes(matter, lead(world, by)), codes(matter, lead(world, ACROSS[by]))
    assert own >= {"progress", "submit_done", "report"} and "confirm" not in own
    assert other == {"report", "drop"} == own - {"progress", "submit_done"}


def test_what_one_organ_leads_another_organ_reads_and_does_not_report(world: World):
    matter = opened(world, "police")
    assert codes(matter, world.other_legal_officer) == set()
    page = signed_in(world.other_legal_officer).get(reverse("police:matter", args=[matter.pk]))
    assert page.status_code == 200 and TEXT in page.content.decode()


@pytest.mark.parametrize("by", SIDES)
def test_what_one_organ_has_in_hand_waits_for_no_other(world: World, by: str):
    matter = opened(world, by)
    for who, waits in ((world.prosecutor, True), (world.legal_officer, True), (world.other_legal_officer, False)):
        officer = again(who)
        assert open_here(officer, TODAY).filter(matter=matter).exists() is waits, who
        assert matters(officer, TODAY).filter(matter=matter).exists(), "事项里仍然查得到"
    check_rows((world.prosecutor, world.legal_officer, world.other_legal_officer), TODAY)
    check_rebuilt()


@pytest.mark.parametrize("by", SIDES)
def test_done_is_said_by_one_and_confirmed_by_the_other(world: World, by: str):
    matter = opened(world, by)
    act(matter, "progress", lead(world, by), "2026-02-05", uploads={"files": [scan("清单.pdf")]})
    perform(matter.pk, "submit_done", officer=lead(world, by), data={"result": "材料齐全。"}, uploads={"files": [scan("证明.pdf")]}, now=at("2026-02-10"))
    matter = fresh(matter)
    assert (matter.state, matter.turn) == ("checking", ACROSS[by])
    assert clock(matter, "resolution_due").status == "met" and clock(matter, "resolution_confirm").due_on == date(2026, 2, 17)
    assert set(Attachment.objects.visible_to(lead(world, ACROSS[by])).filter(matter=matter).values_list("name", flat=True)) == {"清单.pdf", "证明.pdf"}
    assert not codes(matter, lead(world, by)) & {"confirm", "reject"}
    act(matter, "confirm", lead(world, ACROSS[by]), "2026-02-11")
    matter = fresh(matter)
    assert (matter.state, matter.resolution.done_on) == ("done", date(2026, 2, 11))
    assert not Deadline.objects.filter(matter=matter, status="running").exists()


@pytest.mark.parametrize("by", SIDES)
def test_what_is_not_done_runs_again_to_another_day(world: World, by: str):
    matter = submitted(world, by)
    with pytest.raises(Invalid, match="今天以后"):
        act(matter, "reject", lead(world, ACROSS[by]), "2026-02-12", {"due_on": "2026-02-12"})
    act(matter, "reject", lead(world, ACROSS[by]), "2026-02-12")
    matter = fresh(matter)
    assert (matter.state, matter.turn, matter.resolution.submitted_on) == ("running", by, None)
    assert clock(matter, "resolution_due").due_on == date(2026, 4, 30) == matter.resolution.due_on


@pytest.mark.parametrize("by", SIDES)
@pytest.mark.parametrize("who", SIDES)
def test_either_head_confirms_where_the_other_side_is_silent_for_seven_days(world: World, by: str, who: str):
    matter = submitted(world, by)
    with pytest.raises(NotAllowed, match="届满后"):
        act(matter, "confirm_silent", head(world, who), "2026-02-17")
    with pytest.raises(NotAllowed):
        act(matter, "confirm_silent", lead(world, who), "2026-02-18")
    act(matter, "confirm_silent", head(world, who), "2026-02-18")
    event = Event.objects.get(matter=matter, action="confirm_silent")
    assert fresh(matter).state == "done" and (event.actor_side, event.shown) == (who, "both")


@pytest.mark.parametrize("by", SIDES)
def test_a_later_day_wants_both_heads_and_a_reason(world: World, by: str):
    matter, own, other = opened(world, by), head(world, by), head(world, ACROSS[by])
    for data, words in (
        ({"extend_reason": ""}, "延期的理由"), ({"extend_to": "2026-02-01"}, "今天以后"),
    ):  # fmt: skip
        with pytest.raises(Invalid, match=words):
            act(matter, "ask_extension", own, "2026-02-05", data)
    with pytest.raises(NotAllowed):
        act(matter, "ask_extension", lead(world, by), "2026-02-05")
    with pytest.raises(NotAllowed, match="没有提出延期"):
        act(matter, "extend", other, "2026-02-05")
    act(matter, "ask_extension", own, "2026-02-05")
    assert clock(matter, "resolution_due").due_on == date(2026, 3, 31), "对方同意以前按原来的日期"
    assert "extend" not in codes(matter, own), "提出的一方不能自己同意"
    act(matter, "extend", other, "2026-02-06")
    detail = fresh(matter).resolution
    assert (detail.due_on, detail.extended, detail.extension, detail.extend_to) == (date(2026, 6, 30), 1, "", None)
    assert [(one.due_on, one.status) for one in matter.deadlines.order_by("due_on")] == [(date(2026, 3, 31), "dropped"), (date(2026, 6, 30), "running")]


@pytest.mark.parametrize("by", SIDES)
def test_a_wish_for_more_time_is_refused_and_asked_again(world: World, by: str):
    matter = opened(world, by)
    act(matter, "ask_extension", head(world, by), "2026-02-05")
    act(matter, "refuse_extension", head(world, ACROSS[by]), "2026-02-06")
    assert fresh(matter).resolution.extension == "refused" and clock(matter, "resolution_due").due_on == date(2026, 3, 31)
    act(matter, "ask_extension", head(world, by), "2026-02-07", {"extend_to": "2026-04-30"})
    act(matter, "extend", head(world, ACROSS[by]), "2026-02-08")
    assert fresh(matter).resolution.due_on == date(2026, 4, 30)


def test_a_passed_day_is_a_reminder_and_never_overdue(world: World):
    matter = opened(world, "police")
    sweep(now=at("2026-04-03"))
    told = list(Notice.objects.filter(matter=matter, deadline__rule="resolution_due").values_list("text", flat=True))
    assert told and all("超期" not in words for words in told) and any("已过3日" in words for words in told)
    for officer, portal in ((world.legal_officer, "police"), (world.prosecutor, "procuratorate")):
        words = signed_in(officer).get(reverse(f"{portal}:matter", args=[matter.pk])).content.decode()
        assert "超期" not in words


@pytest.mark.parametrize("by", SIDES)
def test_a_meeting_hears_of_it_and_who_leads_goes_on(world: World, by: str):
    matter = opened(world, by)
    act(matter, "report", lead(world, ACROSS[by]), "2026-02-20")
    matter = fresh(matter)
    assert matter.state == "running" and matter.resolution.reported == "2026年2月20日：听取进展，继续办理。"
    with pytest.raises(Invalid, match="由哪次会议的哪一项决定"):
        act(matter, "drop", lead(world, by), "2026-02-21")
    assert fresh(matter).state == "running", "没有会议决定的，不能不再办理"


@pytest.mark.parametrize("who", SIDES)
def test_only_a_later_meeting_with_signed_minutes_gives_it_up(world: World, who: str):
    matter = opened(world, "police")
    meeting = meetings.opened(world, day="2026-02-10")
    item = meeting.agenda_items.order_by("no").first()
    item.outcome = "withdrawn"
    item.save()

    def dropped() -> None:
        act(matter, "drop", lead(world, who), "2026-03-10", {"item_of_meeting": str(item.pk)})

    JointMeetingDetail.objects.filter(pk=meeting.pk).update(started_at=at("2026-02-27"))
    with pytest.raises(Invalid, match="由哪次会议的哪一项决定"):
        dropped()  # its minutes are not signed
    Matter.objects.filter(pk=meeting.pk).update(state="tracking")
    JointMeetingDetail.objects.filter(pk=meeting.pk).update(started_at=at("2026-01-27"))
    with pytest.raises(Invalid, match="由哪次会议的哪一项决定"):
        dropped()  # it was held before
    JointMeetingDetail.objects.filter(pk=meeting.pk).update(started_at=at("2026-02-27"))
    dropped()
    matter = fresh(matter)
    assert matter.state == "dropped" and not Deadline.objects.filter(matter=matter, status="running").exists()
    assert meeting.number in matter.resolution.dropped_words and "司法解释已有规定" in matter.resolution.dropped_words


def test_what_a_meeting_hears_is_what_was_open_or_finished_in_the_period(world: World):
    running, done = opened(world, "police"), submitted(world, "procuratorate")
    act(done, "confirm", world.legal_officer, "2026-02-11")
    late = opened(world, "police", due="2026-02-20")
    found = resolutions_of(world.office.pk, date(2026, 1, 1), date(2026, 3, 1))
    assert [one.id for one in found] == [late.pk, running.pk, done.pk]
    assert [one.words for one in found] == [
        "办理中，议定2026年2月20日完成，已过9日", "办理中，议定2026年3月31日完成", "已完成（2026年2月11日确认）",
    ]  # fmt: skip
    assert [one.closed for one in found] == [False, False, True] and found[0].lead == world.organ.name
    assert [one.id for one in resolutions_of(world.office.pk, date(2026, 2, 12), date(2026, 3, 1))] == [late.pk, running.pk]
    assert resolutions_of(world.office.pk, date(2026, 1, 1), date(2026, 3, 1), parents=[]) == []
    assert resolutions_of(world.city_office.pk, date(2026, 1, 1), date(2026, 3, 1)) == []
