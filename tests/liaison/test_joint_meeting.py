"""联席会议: one meeting from its call to its 纪要 signed by both; what was put off; and the ways out when somebody never answers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cases.desk.lists import agenda
from cases.exceptions import Invalid, NotAllowed, NotFound
from cases.matters import allowed_actions, perform
from cases.matters.dossier import Dossier
from cases.matters.table.workflow import DOCUMENT_TYPES, SAME, WORKFLOWS, Action
from cases.models import DeskRow, Document, Event, Matter, Notice
from liaison.effects.agenda import about
from liaison.models.joint_meeting import AgendaItem, Attendance, JointMeetingDetail, MeetingSeries
from liaison.selectors import series as due_series
from office.blocks import Edition, MinutesMasthead, Present, load, text_of
from office.holidays import calendar
from office.sides import Side
from tests.liaison.plays.joint_meeting import FILLED, HOURS, TOPIC, opened
from tests.supervision.plays import at, scan

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 10)
MEETS = DAY + timedelta(days=17)


def press(matter: Matter, code: str, officer: Any, day: date = DAY, hour: int = 12, **data: Any) -> Matter:
    """One act with the usual words."""
    usual = {name: value for name, value in FILLED.get(code, {}).items() if value != "" and name != "officers"}
    perform(matter.pk, code, officer=officer, now=at(day, hour), data={**usual, **data})
    return Matter.objects.get(pk=matter.pk)


def item(matter: Matter, title: str) -> AgendaItem:
    return AgendaItem.objects.get(matter=matter, title=title)


def in_session(world: Any, **values: Any) -> Matter:
    """A meeting that has begun, with one item."""
    matter = opened(world, day=DAY.isoformat(), **values)
    press(matter, "notify", world.prosecutor)
    return press(matter, "begin", world.prosecutor, MEETS)


def conclude(matter: Matter, world: Any, outcome: str, day: date = MEETS, **fields: Any) -> None:
    """Every listed item with this outcome."""
    for one in AgendaItem.objects.filter(matter=matter, status="listed", part_of=None):
        if fields:
            press(matter, "write_item", world.investigator, day, 15, item=one.no, **fields)
        press(matter, "conclude_item", world.assistant, day, 15, item=one.no, outcome=outcome)


def signed(matter: Matter, world: Any, day: date = MEETS) -> Matter:
    """Ended, written up, sent round and signed by both."""
    press(matter, "end", world.prosecutor, day, 17)
    press(matter, "circulate", world.prosecutor, day, 18)
    paper = Document.objects.get(matter=matter, status="circulating")
    for officer in (world.chief, world.head):
        perform(matter.pk, "sign", officer=officer, now=at(day, 19), data={"document": str(paper.pk), "digest": paper.digest})
    return Matter.objects.get(pk=matter.pk)


def series_of(world: Any, **values: Any) -> MeetingSeries:
    given = {"name": "季度联席会议", "begins_on": date(2026, 1, 1), "place": "三楼会议室", **values}
    return MeetingSeries.objects.create(office=world.office, **given)


def called(world: Any, series: MeetingSeries, occasion: str, day: date) -> Matter:
    given = {**HOURS, "held_on": (day + timedelta(days=10)).isoformat(), "police": str(world.organ.pk), "series": str(series.pk), "occasion": occasion}
    return perform(None, "call", kind="joint_meeting", officer=world.prosecutor, now=at(day), data=given).matter


def test_every_organ_sees_it_from_the_moment_it_is_called(world):
    matter = opened(world, day=DAY.isoformat())
    for officer in (world.legal_officer, world.other_legal_officer, world.investigator, world.chief):
        assert Matter.objects.visible_to(officer).filter(pk=matter.pk).exists()
    for officer in (world.strange_prosecutor, world.strange_legal_officer, world.system_admin):
        assert not Matter.objects.visible_to(officer).filter(pk=matter.pk).exists()
    assert set(DeskRow.objects.filter(matter=matter).values_list("desk_id", flat=True)) == {world.court.pk, world.organ.pk, world.second_organ.pk}


def test_what_the_system_proposes_is_the_conveners_until_a_person_lists_it(world):
    series = series_of(world, standing_items="数据通报")
    matter = called(world, series, "2026Q3", DAY)
    row = AgendaItem.objects.get(matter=matter)
    assert (row.title, row.status) == ("数据通报", "pending")
    assert not AgendaItem.objects.visible_to(world.legal_officer).filter(pk=row.pk).exists()
    press(matter, "list_item", world.prosecutor, item=row.no)
    assert AgendaItem.objects.visible_to(world.legal_officer).filter(pk=row.pk).exists()


def test_a_topic_of_the_other_side_that_is_not_listed_is_told_to_who_brought_it(world):
    matter = opened(world, day=DAY.isoformat())
    brought = item(matter, "延长夜间送案受理时间")
    assert brought.status == "pending"
    with pytest.raises(Invalid, match="不列的理由"):
        perform(matter.pk, "drop_item", officer=world.prosecutor, now=at(DAY), data={"item": brought.no})
    perform(matter.pk, "drop_item", officer=world.prosecutor, now=at(DAY), data={"item": brought.no, "reasons": "另行答复。"})
    told = Notice.objects.get(matter=matter, officer=world.legal_officer)
    assert "没有列入议程" in told.text
    press(matter, "list_item", world.prosecutor, item=brought.no)
    assert item(matter, brought.title).status == "listed"


def test_no_end_while_an_item_is_open_and_the_refusal_says_which(world):
    matter = in_session(world)
    with pytest.raises(NotAllowed, match="第1条"):
        press(matter, "end", world.prosecutor, MEETS, 17)
    conclude(matter, world, "decided")
    with pytest.raises(NotAllowed, match="第1条"):  # nobody has anything to do by a day
        press(matter, "end", world.prosecutor, MEETS, 17)
    press(matter, "write_item", world.legal_officer, MEETS, 16, item=1, nothing_follows="已经当场办结")
    assert press(matter, "end", world.prosecutor, MEETS, 17).state == "minuting"


def test_what_the_other_side_contests_can_only_be_put_off_withdrawn_or_passed_on(world):
    matter = in_session(world)
    conclude(matter, world, "noted")
    press(matter, "contest_item", world.investigator, MEETS, 16, item=1)
    with pytest.raises(NotAllowed, match="第1条"):
        press(matter, "end", world.prosecutor, MEETS, 17)
    press(matter, "conclude_item", world.prosecutor, MEETS, 16, item=1, outcome="again")
    assert press(matter, "end", world.prosecutor, MEETS, 17).state == "minuting"
    assert item(matter, TOPIC["title"]).agreed == "agreed"  # what was left unanswered


def test_two_texts_over_one_revision_both_stay_and_nobody_ends_over_them(world):
    matter = in_session(world)
    conclude(matter, world, "noted")
    base = AgendaItem.objects.get(matter=matter, no=1).rev
    press(matter, "write_item", world.investigator, MEETS, 16, item=1, conclusion="二日内登记。", base=base)
    press(matter, "write_item", world.prosecutor, MEETS, 16, item=1, conclusion="当日登记。", base=base)
    one = AgendaItem.objects.get(matter=matter, no=1)
    assert (one.conclusion, one.to_merge, one.waits) == ("二日内登记。", "conclusion", "merge")
    assert {"二日内登记。", "当日登记。"} <= {row.text for row in one.revisions.all()}
    with pytest.raises(NotAllowed, match="第1条"):
        press(matter, "end", world.prosecutor, MEETS, 17)
    press(matter, "merge_field", world.legal_officer, MEETS, 16, item=1, field="conclusion", text="当日登记，二日内附文书。")
    one.refresh_from_db()
    assert (one.conclusion, one.waits) == ("当日登记，二日内附文书。", "")


def test_a_record_that_has_changed_since_it_was_read_is_not_ended(world):
    matter = in_session(world)
    conclude(matter, world, "noted")
    with pytest.raises(Invalid, match="又有变化"):
        press(matter, "end", world.prosecutor, MEETS, 17, seen="1-0-again")


def test_the_minutes_are_signed_by_both_and_nobody_signs_twice(world):
    matter = in_session(world)
    lead = str(world.organ.pk)
    conclude(matter, world, "decided", conclusion="统一预约。", lead=lead, due_on="2026-12-20", measure="预约规则印发")
    matter = signed(matter, world)
    assert matter.state == "tracking"
    paper = Document.objects.get(matter=matter, type="LJ03J")
    assert (paper.status, bool(paper.number)) == ("issued", True)
    blocks = load(paper.text)
    words = text_of(blocks)
    assert "讯问预约与办案中心衔接" in words
    assert "城东分局牵头，2026年12月20日前完成，以预约规则印发为准。" in words
    assert isinstance(blocks[0], MinutesMasthead)
    assert blocks[0].number == paper.number
    assert isinstance(blocks[-1], Edition)
    assert [one.label for one in blocks if isinstance(one, Present)][:1] == ["出席"]
    assert "主送" not in words


def test_a_signer_sends_it_back_and_every_signature_falls(world):
    matter = in_session(world)
    conclude(matter, world, "noted")
    press(matter, "end", world.prosecutor, MEETS, 17)
    press(matter, "circulate", world.prosecutor, MEETS, 18)
    paper = Document.objects.get(matter=matter, status="circulating")
    perform(matter.pk, "sign", officer=world.chief, now=at(MEETS, 19), data={"document": str(paper.pk), "digest": paper.digest})
    perform(matter.pk, "return", officer=world.head, now=at(MEETS, 20), data={"document": str(paper.pk)}, reason="第一项文字不准确")
    assert Matter.objects.get(pk=matter.pk).state == "minuting"
    press(matter, "edit_item", world.legal_officer, MEETS, 20, item=1, conclusion="改定的文字。")
    press(matter, "circulate", world.prosecutor, MEETS, 21)
    paper = Document.objects.get(matter=matter, status="circulating")
    assert not paper.signing.signatures.exists()
    assert "改定的文字" in text_of(load(paper.text))


def test_three_quarters_put_off_with_another_name_between_tell_both_heads_once(world):
    series = series_of(world)
    first = called(world, series, "2026Q1", date(2026, 4, 1))
    press(first, "propose_item", world.prosecutor, date(2026, 4, 1), title="异地刷单平台案件管辖与协查")
    chain, name = None, "异地刷单平台案件管辖与协查"
    for occasion, day, renamed in (("2026Q1", date(2026, 4, 1), ""), ("2026Q2", date(2026, 7, 1), "刷单平台案件的管辖"), ("2026Q3", date(2026, 10, 12), "")):
        matter = first if occasion == "2026Q1" else called(world, series, occasion, day)
        if occasion != "2026Q1":
            row = AgendaItem.objects.get(matter=matter, rule="R0")
            press(matter, "list_item", world.prosecutor, day, item=row.no, title=renamed or row.title)
        one = AgendaItem.objects.get(matter=matter, status="listed")
        chain = chain or one.chain
        assert one.chain == chain
        assert one.first_title == name
        press(matter, "notify", world.prosecutor, day)
        press(matter, "begin", world.prosecutor, day + timedelta(days=10))
        conclude(matter, world, "again", day + timedelta(days=10))
        signed(matter, world, day + timedelta(days=10))
    told = Notice.objects.filter(text__contains="三次列入未形成决定")
    assert sorted(told.values_list("officer__username", flat=True)) == sorted([world.chief.username, world.head.username])
    assert len(set(told.values_list("text", flat=True))) == 1

    day = date(2027, 1, 4)
    fourth = called(world, series, "2026Q4", day)
    row = AgendaItem.objects.get(matter=fourth, rule="R0")
    assert row.carried == 3
    press(fourth, "list_item", world.prosecutor, day, item=row.no)
    row.refresh_from_db()
    assert row.status == "heads"
    assert "处理意见" in row.status_reason
    for head in (world.chief, world.head):
        press(fourth, "head_opinion", head, day, item=row.no)
    press(fourth, "list_item", world.prosecutor, day, item=row.no)
    row.refresh_from_db()
    assert row.status == "listed"
    press(fourth, "notify", world.prosecutor, day)
    press(fourth, "begin", world.prosecutor, day + timedelta(days=10))
    conclude(fourth, world, "again", day + timedelta(days=10))
    signed(fourth, world, day + timedelta(days=10))
    assert told.count() == 2


def test_passing_it_on_needs_no_head(world):
    series = series_of(world)
    matter = called(world, series, "2026Q1", date(2026, 4, 1))
    row = AgendaItem.objects.create(
        office=world.office, matter=matter, no=9, key="R0:x", rule="R0", title="刷单平台", status="pending", carried=3, chain=matter.pk
    )
    press(matter, "list_item", world.prosecutor, date(2026, 4, 1), item=9, passes_on="on")
    row.refresh_from_db()
    assert (row.status, row.outcome) == ("listed", "pass_on")


def test_cancelled_its_items_come_back_uncounted(world):
    series = series_of(world)
    first = called(world, series, "2026Q1", date(2026, 4, 1))
    press(first, "propose_item", world.prosecutor, date(2026, 4, 1))
    press(first, "cancel", world.prosecutor, date(2026, 4, 2))
    second = called(world, series, "2026Q1", date(2026, 4, 3))
    again = AgendaItem.objects.get(matter=second, rule="R0")
    assert (again.title, again.carried) == (TOPIC["title"], 0)


def test_an_unsigned_minute_is_shelved_after_it_was_urged(world):
    matter = in_session(world)
    conclude(matter, world, "noted")
    press(matter, "end", world.prosecutor, MEETS, 17)
    press(matter, "circulate", world.prosecutor, MEETS, 18)
    late = MEETS + timedelta(days=20)
    with pytest.raises(NotAllowed, match="督促"):
        press(matter, "shelve", world.prosecutor, late)
    press(matter, "urge_signing", world.legal_officer, late)
    with pytest.raises(NotAllowed, match="期限届满后"):
        press(matter, "shelve", world.prosecutor, MEETS + timedelta(days=1))
    assert press(matter, "shelve", world.legal_officer, late).state == "unsigned"
    assert Notice.objects.filter(matter=matter, text__contains="未会签", officer__in=[world.chief, world.head]).count() == 2


@pytest.mark.parametrize("state", ["preparing", "called", "in_session", "adjourned", "minuting"])
def test_what_the_convener_leaves_lying_the_other_side_ends(world, state):
    matter = opened(world, day=DAY.isoformat())
    if state != "preparing":
        press(matter, "notify", world.prosecutor)
    if state in ("in_session", "adjourned", "minuting"):
        press(matter, "begin", world.prosecutor, MEETS)
    if state == "adjourned":
        press(matter, "adjourn", world.prosecutor, MEETS, 15)
    if state == "minuting":
        conclude(matter, world, "noted")
        press(matter, "end", world.prosecutor, MEETS, 17)
    code = "lapse" if state in ("preparing", "called") else "leave_off"
    with pytest.raises(NotAllowed):
        press(matter, code, world.legal_officer, MEETS + timedelta(days=5))
    ended = press(matter, code, world.legal_officer, MEETS + timedelta(days=60))
    assert ended.closed_at is not None


def ways_out(row: Action, silent: str, host: str) -> bool:
    """Whether somebody of the sides that still answer may press it."""
    if row.linked or row.target in (SAME, *row.source):
        return False
    sides = {actor.side for actor in row.by}
    if row.stands:
        sides = {host if row.stands == "asking" else next(one for one in Side.values if one != host)}
    return bool(sides - {silent})


@pytest.mark.parametrize("host", Side.values)
@pytest.mark.parametrize("silent", Side.values)
def test_no_state_is_without_a_way_out_when_a_side_never_answers(host, silent):
    table = WORKFLOWS["joint_meeting"]
    stuck = [state.code for state in table.states if not state.closed and not any(ways_out(row, silent, host) for row in table.actions_from(state))]
    assert stuck == []


@pytest.mark.parametrize("host", Side.values)
def test_nothing_waits_for_a_head_or_the_court_alone(host):
    heads = {"chief_prosecutor", "police_head"}
    table = WORKFLOWS["joint_meeting"]
    for state in table.states:
        if state.closed:
            continue
        rows = [row for row in table.actions_from(state) if ways_out(row, "", host)]
        assert any(any(actor.role not in heads for actor in row.by) for row in rows), state.code


def test_no_paper_of_it_waits_for_a_receipt():
    assert {one.addressee for code, one in DOCUMENT_TYPES.items() if code.startswith("LJ0")} == {"both"}


def test_a_series_is_due_as_a_line_and_the_host_rotates(world):
    series = series_of(world, begins_on=date(2026, 7, 1))
    day = date(2026, 10, 9)
    (due,) = due_series.due(world.legal_officer, day)
    assert (due.occasion, due.host, due.ours, due.may_call) == ("2026Q3", "procuratorate", False, True)
    working = [one for one in (date(2026, 9, 30) + timedelta(days=n) for n in range(1, 40)) if not calendar().is_holiday(one)]
    assert due.day == working[9]
    assert not due_series.due(world.legal_officer, date(2026, 9, 1))
    called(world, series, "2026Q3", day)
    assert not due_series.due(world.prosecutor, day)
    (due,) = due_series.due(world.prosecutor, date(2027, 1, 12))
    assert (due.occasion, due.host) == ("2026Q4", "police")
    assert not Notice.objects.exists() or not Notice.objects.filter(matter=None).exists()
    with pytest.raises(Invalid, match="已经召集"):
        called(world, series, "2026Q3", day)


def test_a_restricted_matter_and_what_the_other_side_does_not_see_are_never_proposed(world):
    matter = opened(world, day=DAY.isoformat())
    found = agenda.proposals(world.prosecutor, about(matter, DAY))
    assert not any(one.rule in ("R2", "R3", "R4", "R5") for one in found)


def test_the_ordinal_is_given_when_it_begins(world):
    series = series_of(world)
    first = called(world, series, "2026Q1", date(2026, 4, 1))
    press(first, "propose_item", world.prosecutor, date(2026, 4, 1))
    press(first, "cancel", world.prosecutor, date(2026, 4, 2))
    second = called(world, series, "2026Q1", date(2026, 4, 3))
    row = AgendaItem.objects.get(matter=second, rule="R0")
    press(second, "list_item", world.prosecutor, date(2026, 4, 3), item=row.no)
    press(second, "notify", world.prosecutor, date(2026, 4, 3))
    begun = press(second, "begin", world.prosecutor, date(2026, 4, 13))
    assert begun.title == "2026年第一次季度联席会议"
    assert JointMeetingDetail.objects.get(pk=begun.pk).ordinal == 1


def test_who_is_invited_answers_for_his_own_side(world):
    matter = opened(world, day=DAY.isoformat())
    people = [str(one.pk) for one in (world.prosecutor, world.chief, world.legal_officer, world.head)]
    press(matter, "invite", world.prosecutor, officers=people)
    theirs = Attendance.objects.get(matter=matter, officer=world.head)
    press(matter, "answer_across", world.legal_officer, item=theirs.no, answer="attends", delegate="")
    theirs.refresh_from_db()
    assert theirs.answer == "attends"
    with pytest.raises((Invalid, NotAllowed)):
        press(matter, "answer", world.prosecutor, item=theirs.no)
    guest = Attendance.objects.get(matter=matter, officer=None)
    press(matter, "answer", world.assistant, item=guest.no)
    assert Attendance.objects.get(pk=guest.pk).answer == "attends"


def test_moved_once_announced_the_calendar_counts_it(world):
    matter = opened(world, day=DAY.isoformat())
    press(matter, "replan", world.prosecutor, held_on="2026-11-30")
    detail = JointMeetingDetail.objects.get(pk=matter.pk)
    assert (detail.reschedules, detail.held_on) == (0, date(2026, 11, 30))
    press(matter, "notify", world.prosecutor)
    press(matter, "reschedule", world.prosecutor, held_on="2026-12-02")
    detail.refresh_from_db()
    assert (detail.reschedules, detail.held_on) == (1, date(2026, 12, 2))
    assert "2026年11月30日" in text_of(load(Document.objects.get(matter=matter, type="LJ02J").text))


def test_nobody_is_invited_to_a_day_that_has_passed(world):
    matter, late = opened(world, day=DAY.isoformat()), MEETS + timedelta(days=1)
    for code, first, way in (("notify", "请先修改会议时间", "replan"), ("notify_again", "请先改期", "reschedule")):
        with pytest.raises(NotAllowed, match=f"^会议日期已过，{first}。$"):
            press(matter, code, world.prosecutor, late)
        assert code not in {one.code for one in allowed_actions(Dossier(matter), world.prosecutor, late)}
        press(matter, way, world.prosecutor, late, held_on=late.isoformat())
        matter = press(matter, code, world.prosecutor, late)
        late += timedelta(days=1)
    assert matter.state == "called"


def test_a_material_stands_with_its_item(world):
    matter = opened(world, day=DAY.isoformat())
    brought = item(matter, "延长夜间送案受理时间")
    perform(matter.pk, "add_material", officer=world.legal_officer, now=at(DAY), data={"item": brought.no}, uploads={"files": [scan("议题单.pdf")]})
    assert Event.objects.get(matter=matter, action="add_material").attachments.get().name == "议题单.pdf"


def test_what_nobody_may_see_nobody_may_press(world):
    matter = opened(world, day=DAY.isoformat())
    with pytest.raises(NotFound):
        press(matter, "propose_item", world.strange_prosecutor)
    with pytest.raises((NotAllowed, Invalid)):
        press(matter, "notify", world.investigator)
