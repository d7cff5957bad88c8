"""联席会议: one meeting from its call to its 纪要 signed by both; what was put off; and the ways out when somebody never answers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from cases.desk.lists import agenda
from cases.desk.lists.duty import open_items
from cases.desk.papers.paper_page import printed
from cases.exceptions import Invalid, NotAllowed, NotFound
from cases.matters import allowed_actions, perform
from cases.matters.acts.offers import DO
from cases.matters.dossier import Dossier, dossier
from cases.matters.table.workflow import DOCUMENT_TYPES
from cases.models import DeskRow, Document, Event, Matter, Notice
from liaison.effects.agenda import about
from liaison.models.joint_meeting import AgendaItem, Attendance, JointMeetingDetail, MeetingSeries
from liaison.selectors import series as due_series
from office.blocks import Edition, MinutesMasthead, Present, load, text_of
from office.holidays import calendar
from tests.desks import again
from tests.liaison.plays.joint_meeting import FILLED, HOURS, TOPIC, opened
from tests.portals.test_matrix import served_paper
from tests.supervision.plays import at, scan
from tests.world import signed_in

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
    with pytest.raises(NotAllowed, match="第1项"):
        press(matter, "end", world.prosecutor, MEETS, 17)
    conclude(matter, world, "decided")
    with pytest.raises(NotAllowed, match="第1项"):  # nobody has anything to do by a day
        press(matter, "end", world.prosecutor, MEETS, 17)
    press(matter, "write_item", world.legal_officer, MEETS, 16, item=1, nothing_follows="已经当场办结")
    assert press(matter, "end", world.prosecutor, MEETS, 17).state == "minuting"


def test_what_the_other_side_contests_can_only_be_put_off_withdrawn_or_passed_on(world):
    matter = in_session(world)
    conclude(matter, world, "noted")
    press(matter, "contest_item", world.investigator, MEETS, 16, item=1)
    with pytest.raises(NotAllowed, match="第1项"):
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
    with pytest.raises(NotAllowed, match="第1项"):
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
    given = {"title": "元旦值班", "background": "见附件。"}
    perform(matter.pk, "propose_item", officer=world.legal_officer, now=at(DAY), data=given, uploads={"files": [scan("值班表.pdf")]})
    for title in ("元旦值班", brought.title):
        press(matter, "list_item", world.prosecutor, item=item(matter, title).no)
    press(matter, "arrange", world.prosecutor, order="3、2、1")
    press(matter, "notify", world.prosecutor)
    press(matter, "begin", world.prosecutor, MEETS)  # numbered anew
    assert [one.title for one in AgendaItem.objects.filter(matter=matter).order_by("no")] == ["元旦值班", brought.title, TOPIC["title"]]
    for who in (world.prosecutor, world.legal_officer):
        client = signed_in(again(who))
        agenda_page = client.get(reverse(f"{who.side}:meeting", args=[matter.pk])).content.decode()
        pieces = agenda_page.split('id="item-')
        held = {name: [piece[0] for piece in pieces if name in piece] for name in ("值班表.pdf", "议题单.pdf")}
        assert held == {"值班表.pdf": ["1"], "议题单.pdf": ["2"]}
        record = client.get(reverse(f"{who.side}:minutes", args=[matter.pk]), {"item": "2"}).content.decode()
        assert "议题单.pdf" in record and "值班表.pdf" not in record


def test_a_topic_that_was_merged_does_not_come_again(world):
    series = series_of(world)
    day = date(2026, 4, 1)
    first = called(world, series, "2026Q1", day)
    for title in ("刷单平台管辖", "刷单平台协查"):
        press(first, "propose_item", world.prosecutor, day, title=title)
    press(first, "notify", world.prosecutor, day)
    press(first, "begin", world.prosecutor, day + timedelta(days=10))
    conclude(first, world, "again", day + timedelta(days=10))
    signed(first, world, day + timedelta(days=10))

    day = date(2026, 7, 1)
    second = called(world, series, "2026Q2", day)
    kept, merged = AgendaItem.objects.filter(matter=second, rule="R0").order_by("no")
    AgendaItem.objects.filter(pk=merged.pk).update(carried=2)  # it was put off more often
    press(second, "list_item", world.prosecutor, day, item=kept.no)
    press(second, "merge_item", world.prosecutor, day, item=merged.no, into=str(kept.no))
    kept.refresh_from_db()
    assert (kept.chain, kept.carried) == (merged.chain, 2)
    press(second, "notify", world.prosecutor, day)
    press(second, "begin", world.prosecutor, day + timedelta(days=10))
    conclude(second, world, "noted", day + timedelta(days=10))
    signed(second, world, day + timedelta(days=10))
    for host in (world.prosecutor, world.legal_officer):
        third = called(world, series, "2026Q3", date(2026, 10, 12))
        assert not [one for one in agenda.proposals(again(host), about(third, date(2026, 10, 12))) if one.rule == "R0"]
        press(third, "propose_item", world.prosecutor, date(2026, 10, 12))
        press(third, "cancel", world.prosecutor, date(2026, 10, 12))
        AgendaItem.objects.filter(matter=third).delete()


def test_what_nobody_may_see_nobody_may_press(world):
    matter = opened(world, day=DAY.isoformat())
    with pytest.raises(NotFound):
        press(matter, "propose_item", world.strange_prosecutor)
    with pytest.raises((NotAllowed, Invalid)):
        press(matter, "notify", world.investigator)


def test_a_meeting_that_is_being_held_is_handed_over_with_the_shift(world):
    matter = opened(world, day=DAY.isoformat())
    before = {one["what"] for who in (world.prosecutor, world.legal_officer) for one in open_items(again(who), MEETS)}
    assert "会中" not in before
    press(matter, "notify", world.prosecutor)
    press(matter, "begin", world.prosecutor, MEETS)
    for who in (world.prosecutor, world.legal_officer, world.other_legal_officer):
        assert open_items(again(who), MEETS)[0] == {
            "what": "会中", "matter": str(matter.pk), "number": matter.number, "title": Matter.objects.get(pk=matter.pk).title
        }
    press(matter, "adjourn", world.prosecutor, MEETS, 15)
    assert open_items(again(world.prosecutor), MEETS)[0]["what"] == "会中"
    press(matter, "resume", world.prosecutor, MEETS, 15)
    conclude(matter, world, "noted")
    press(matter, "end", world.prosecutor, MEETS, 17)
    assert "会中" not in {one["what"] for one in open_items(again(world.prosecutor), MEETS)}


CONVENERS_ROWS = ("replan", "invite", "notify", "list_item", "drop_item", "cancel", "refresh_agenda")


def test_of_the_police_only_the_organ_that_called_it_convenes(world):
    matter = opened(world, by="police", day=DAY.isoformat())
    own, other = codes(matter, world.legal_officer, DAY), codes(matter, world.other_legal_officer, DAY)
    assert set(CONVENERS_ROWS) <= own
    assert not set(CONVENERS_ROWS) & other
    assert "propose_item" in other
    with pytest.raises(NotAllowed, match="由青江公安局城东分局办理，您所在单位不办理"):
        press(matter, "notify", world.other_legal_officer)
    press(matter, "invite", world.legal_officer, officers=[str(world.other_legal_officer.pk)])
    seat = Attendance.objects.get(matter=matter, officer=world.other_legal_officer)
    press(matter, "answer", world.other_legal_officer, item=seat.no, answer="attends")  # for himself he answers
    assert Attendance.objects.get(pk=seat.pk).answer == "attends"
    press(matter, "notify", world.legal_officer)
    assert Document.objects.get(matter=matter, type="LJ01G").issuer == world.organ
    press(matter, "begin", world.legal_officer, MEETS)
    assert "conclude_item" not in codes(matter, world.other_legal_officer, MEETS)
    assert {"jot", "write_item", "sign_in"} <= codes(matter, world.other_legal_officer, MEETS)


def codes(matter: Matter, officer: Any, day: date) -> set[str]:
    """What this officer may press himself."""
    who = again(officer)
    return {one.code for one in allowed_actions(dossier(who, matter.pk), who, day) if one.mode == DO}


def test_who_is_invited_is_told_of_it_by_name(world):
    matter = opened(world, day=DAY.isoformat())
    press(matter, "invite", world.prosecutor, officers=[str(one.pk) for one in (world.prosecutor, world.chief, world.head, world.other_legal_officer)])
    assert not Notice.objects.filter(matter=matter).exclude(officer=None).exists()
    press(matter, "notify", world.prosecutor)
    told = Notice.objects.filter(matter=matter, officer__isnull=False)
    assert set(told.values_list("officer__username", "text")) == {
        (one.username, f"发出会议通知《联席会议通知》：{matter.title}") for one in (world.chief, world.head, world.other_legal_officer)
    }
    desks = {one.officer_id: one.organisation_id for one in told}
    assert desks == {world.chief.pk: world.court.pk, world.head.pk: world.organ.pk, world.other_legal_officer.pk: world.second_organ.pk}
    for code in ("reschedule", "cancel"):
        press(matter, code, world.prosecutor, **({"held_on": "2026-12-02"} if code == "reschedule" else {}))
        assert told.filter(event__action=code).count() == 3
    never = opened(world, day=DAY.isoformat())
    press(never, "invite", world.prosecutor, officers=[str(world.chief.pk)])
    press(never, "cancel", world.prosecutor)
    assert not Notice.objects.filter(matter=never, officer__isnull=False).exists()  # nobody had been told of it


def test_what_was_agreed_on_a_matter_goes_back_to_it_word_for_word(world):
    from_matter = served_paper(world).matter
    matter = opened(world, day=DAY.isoformat())
    AgendaItem.objects.filter(matter=matter, no=1).update(source=from_matter)
    press(matter, "notify", world.prosecutor)
    press(matter, "begin", world.prosecutor, MEETS)
    press(matter, "add_item", world.prosecutor, MEETS, 15)
    conclude(matter, world, "decided", conclusion="统一预约。", lead=str(world.organ.pk), due_on="2026-12-31", measure="预约规则印发")
    press(matter, "add_part", world.prosecutor, MEETS, 16, item=1)
    part = AgendaItem.objects.get(matter=matter, part_of__no=1)
    press(matter, "write_item", world.prosecutor, MEETS, 16, item=part.no, conclusion="另行公布电话。", lead=str(world.court.pk), due_on="2026-12-20",
          measure="电话公布")  # fmt: skip
    matter = signed(matter, world)
    said = (
        f"{TOPIC['title']}。统一预约。城东分局牵头，2026年12月31日前完成，以预约规则印发为准。",
        f"{TOPIC['title']}。另行公布电话。青江区检牵头，2026年12月20日前完成，以电话公布为准。",
    )
    line = Event.objects.get(matter=from_matter, label="联席会议摘录")
    assert line.text == f"{matter.number}第1项　{''.join(said)}"
    paper = Document.objects.get(matter=matter, type="LJ03J", status="issued")
    assert all(words in text_of(load(paper.text)) for words in said)

    for who in (world.prosecutor, world.legal_officer):
        client = signed_in(again(who))
        page = client.get(reverse(f"{who.side}:matter", args=[from_matter.pk])).content.decode()
        address = reverse(f"{who.side}:excerpt", args=[matter.pk])
        assert f'href="{address}?item=1"' in page
        cut = client.get(address, {"item": "1"})
        content = cut.content.decode()
        assert all(words in content for words in said) and paper.number in content
        assert "元旦期间值班衔接。" not in content  # the other item: what the reader of this one is not concerned with
        assert "（节录）" in content
        pdf = client.get(reverse(f"{who.side}:excerpt_pdf", args=[matter.pk]), {"item": "1"})
        assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")
        for wrong in ("9", "x", part.no):
            assert client.get(address, {"item": wrong}).status_code == 404
        assert client.get(reverse(f"{who.side}:excerpt_pdf", args=[matter.pk])).status_code == 404  # nothing chosen


def test_no_excerpt_before_the_minutes_are_signed(world):
    matter = in_session(world)
    assert signed_in(again(world.prosecutor)).get(reverse("procuratorate:excerpt", args=[matter.pk])).status_code == 404


@pytest.mark.parametrize("by", ["assistant", "investigator"])
def test_what_the_meeting_decided_becomes_the_draft_of_a_standard(world, by):
    matter = in_session(world)
    conclude(matter, world, "decided", conclusion="讯问统一预约。", nothing_follows="当场印发")
    matter = signed(matter, world)
    press(matter, "to_guidance", getattr(world, by), MEETS + timedelta(days=1), item=1)
    draft = Matter.objects.get(parent=matter, kind="guidance")
    given = FILLED["to_guidance"]
    assert (draft.title, draft.variant, draft.state) == (given["named"], "standard", "drafting")
    assert (draft.guidance.body, draft.guidance.grounds) == (given["body"], given["grounds"])
    assert draft.guidance.origin == f"{matter.title}（{matter.number}）第1项"
    seen = {side: Matter.objects.visible_to(again(who)).filter(pk=draft.pk).exists() for side, who in (("procuratorate", world.chief), ("police", world.head))}
    assert seen == {"procuratorate": by == "assistant", "police": by == "investigator"}


def test_the_court_signs_the_sheet_by_hand_and_nobody_waits_for_it(world):
    matter = in_session(world, court_invited="on", court="青江区人民法院")
    conclude(matter, world, "noted")
    assert signed(matter, world).state == "tracking"
    sheet = text_of(printed(Document.objects.get(matter=matter, type="LJ03J", status="issued")))
    assert "青江区人民法院（纸质签署）" in sheet
    without = in_session(world)
    conclude(without, world, "noted")
    signed(without, world)
    assert "纸质签署" not in text_of(printed(Document.objects.get(matter=without, type="LJ03J", status="issued")))
