"""无人认领: three rungs in working hours, one notice each, told to whom the roster names; and what the roster shows of matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.matters import desks, perform, sweep
from cases.matters.table.workflow import WORKFLOWS, check
from cases.matters.telling.notices import notices, unread_notices
from cases.matters.telling.recipients import recipients_of
from cases.models import Event, Matter, Notice
from office.duty import acts
from office.duty.days import log_of, open_items
from office.duty.models import DutyPost, DutyShift, LogNote
from office.models import Leave, OfficeOption, Officer, Outbox
from tests.cases.day import again, asked, new, page
from tests.supervision.play import act
from tests.world import TODAY, World, signed_in

pytestmark = pytest.mark.django_db

FRIDAY = "2026-11-20"


def at(day: str, hour: int = 10, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), datetime.min.time())) + timedelta(hours=hour, minutes=minute)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    """Pages and the bell look at the Friday, at ten."""
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())
    monkeypatch.setattr("office.clock.at_this_time", lambda day: at(day.isoformat()))


@pytest.fixture
def claimed(monkeypatch):
    """立案监督 as a kind that somebody must take up."""

    def make(**more: Any) -> None:
        monkeypatch.setitem(WORKFLOWS, "filing", replace(WORKFLOWS["filing"], claimed=True, **more))

    make()
    return make


def unassigned(world: World, day: str = FRIDAY) -> Matter:
    """Opened at 9:30 of a day and open to both sides, with nobody to handle it."""
    matter = new(world, day)
    Matter.objects.filter(pk=matter.pk).update(handler=None, police_from=at(day))
    desks.write([matter.pk])
    return matter


def climbed(matter: Matter, *, shown: bool = True) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(matter=matter, rung__startswith="unclaimed")
    rows = rows.filter(superseded=False, over=False) if shown else rows
    return sorted(rows.values_list("side", "rung"))


def roster(world: World) -> None:
    """王 on duty all week, 李 the deputy."""
    now = at("2026-11-16", 8)
    common = {"officer": again(world.chief), "pk": None, "slot": "whole", "working_days": False, "backup": None, "pattern": "week", "begins_on": date(2026, 11, 16), "now": now}
    acts.save_post(name="轮值岗", kind="rotating", members=[world.prosecutor.pk], **common)
    acts.save_post(name="副班", kind="deputy", members=[world.assistant.pk], **common)
    acts.draft_roster(officer=again(world.chief), first=date(2026, 11, 16), last=date(2026, 11, 29), now=now)
    acts.publish_roster(officer=again(world.chief), now=now)


def rung(who: Officer) -> list[str]:
    """What rings for somebody of what nobody took up."""
    return sorted(notices(again(who), TODAY).filter(rung__startswith="unclaimed", over=False).values_list("rung", flat=True))


# --- the ladder ------------------------------------------------------------------------------------------------------


def test_the_rungs_are_reached_in_working_hours_over_a_weekend(world: World, claimed):
    matter = unassigned(world)  # Friday 9:30: four working hours end at 15:00, eight on Monday at 10, sixteen on Tuesday at 10:30
    for moment, rungs in (
        (at(FRIDAY, 14, 59), []), (at(FRIDAY, 15), ["unclaimed1"]), (at("2026-11-22", 12), ["unclaimed1"]), (at("2026-11-23", 9, 59), ["unclaimed1"]),
        (at("2026-11-23", 10), ["unclaimed2"]), (at("2026-11-24", 10, 29), ["unclaimed2"]), (at("2026-11-24", 10, 30), ["unclaimed3"]), (at("2026-12-20"), ["unclaimed3"]),
    ):  # fmt: skip
        sweep(now=moment)
        assert climbed(matter) == [("procuratorate", one) for one in rungs], moment
    assert len(climbed(matter, shown=False)) == 3
    assert Notice.objects.get(matter=matter, rung="unclaimed1").text.startswith("4个工作小时无人认领：")


def test_holidays_do_not_count(world: World, claimed):
    matter = unassigned(world, "2026-09-30")  # Wednesday 9:30, 国庆节 until 10-07
    sweep(now=at("2026-10-07", 20))
    assert climbed(matter) == [("procuratorate", "unclaimed1")]
    sweep(now=at("2026-10-08", 10))
    assert climbed(matter) == [("procuratorate", "unclaimed2")]


def test_after_an_outage_only_the_highest_shows_and_each_is_there_once(world: World, claimed):
    matter = unassigned(world)
    assert sweep(now=at("2026-11-24", 11)).notices == 3
    assert climbed(matter) == [("procuratorate", "unclaimed3")] and len(climbed(matter, shown=False)) == 3
    for _ in range(2):
        assert sweep(now=at("2026-11-24", 11)).notices == 0
    row = Notice.objects.get(matter=matter, rung="unclaimed3")
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(office=row.office, matter=matter, side=row.side, rung=row.rung, text="再一次")


def test_what_cannot_wait_is_counted_round_the_clock(world: World, claimed):
    claimed(urgent_when={"variant": ("A",)})
    matter = unassigned(world)
    sweep(now=at(FRIDAY, 13, 29))
    assert climbed(matter) == []
    sweep(now=at(FRIDAY, 23))
    assert climbed(matter) == [("procuratorate", "unclaimed2")]
    assert Notice.objects.get(matter=matter, rung="unclaimed1").text.startswith("4小时无人认领：")


def test_a_table_may_only_name_facts_that_there_are(claimed):
    assert "流程filing以custody判断能不能等，而没有这一栏" in list(check(replace(WORKFLOWS["filing"], urgent_when={"custody": ("yes",)})))
    assert "流程filing写明何时不能等，而不要求有人认领" in list(check(replace(WORKFLOWS["filing"], claimed=False, urgent_when={"variant": ("A",)})))


def test_who_takes_it_up_ends_it(world: World, claimed):
    matter = unassigned(world)
    sweep(now=at(FRIDAY, 16))
    assert rung(world.second_prosecutor) == ["unclaimed1"]
    perform(matter.pk, "reassign", officer=again(world.chief), data={"to": world.prosecutor.pk}, reason="指派", now=at(FRIDAY, 17))
    assert climbed(matter) == [] and rung(world.second_prosecutor) == []
    sweep(now=at("2026-11-30"))
    assert len(climbed(matter, shown=False)) == 1, "and no higher rung follows"


def test_kinds_that_need_no_claim_are_left_alone(world: World):
    matter = unassigned(world)
    sweep(now=at("2026-11-30"))
    assert climbed(matter, shown=False) == []


def test_the_police_are_told_of_what_lies_with_them(world: World, claimed):
    matter = asked(world, FRIDAY)  # served, and nobody of the organ has signed for it
    assert matter.police_handler is None
    sweep(now=at(FRIDAY, 17))
    assert climbed(matter) == [("police", "unclaimed1")]
    assert rung(world.legal_officer) == ["unclaimed1"] and rung(world.other_legal_officer) == rung(world.prosecutor) == []


def test_hours_are_settings_of_the_office(world: World, claimed):
    OfficeOption.objects.create(office=world.office, key="unclaimed_hours", value=[1, 1, 1])
    OfficeOption.objects.create(office=world.office, key="work_hours", value="9:00—10:00")
    matter = unassigned(world)
    sweep(now=at("2026-11-23", 9, 30))  # half an hour on Friday, half an hour on Monday
    assert climbed(matter) == [("procuratorate", "unclaimed1")]


def test_what_is_not_sent_yet_is_nobodys_to_take_up(world: World, claimed):
    matter = unassigned(world)
    Matter.objects.filter(pk=matter.pk).update(police_from=None)
    desks.write([matter.pk])
    sweep(now=at("2026-11-30"))
    assert climbed(matter, shown=False) == []


# --- whom it reaches -------------------------------------------------------------------------------------------------


def test_first_the_one_on_duty_then_the_deputy_then_the_head(world: World, claimed):
    roster(world)
    unassigned(world)
    people = (world.prosecutor, world.second_prosecutor, world.assistant, world.chief)
    told = []
    for moment in (at(FRIDAY, 16), at("2026-11-23", 10), at("2026-11-24", 11)):
        sweep(now=moment)
        told.append([bool(rung(who)) for who in people])
    assert told == [[True, False, False, False], [True, False, True, False], [True, False, False, True]]


def test_who_is_mailed_is_rung_and_every_mail_goes_once(world: World, claimed):
    OfficeOption.objects.create(office=world.office, key="mail_notices", value="1")
    roster(world)
    unassigned(world)
    mailed: list[list[str]] = []
    for moment in (at(FRIDAY, 16), at("2026-11-23", 10), at("2026-11-24", 11)):
        sweep(now=moment)
        highest = Notice.objects.get(rung__startswith="unclaimed", superseded=False)
        who = recipients_of(highest, TODAY)
        mailed.append([one.name for one in who])
        assert all(highest.rung in rung(one) for one in who)
    assert mailed == [["王砚秋"], ["李珩"], ["何知远"]]
    assert Outbox.objects.filter(kind="mail", once_key__contains="unclaimed").count() == 3


def test_the_bell_asks_the_roster_for_every_matter_without_a_handler(world: World):
    asked(world, "2026-11-10", "2026-11-11", title="甲案")
    Notice.objects.all().delete()
    sweep(now=at(FRIDAY))
    Leave.objects.create(officer=world.prosecutor, begins_on=TODAY, ends_on=TODAY)
    assert [unread_notices(again(who), TODAY) for who in (world.second_prosecutor, world.assistant)] == [1, 1]
    roster(world)
    Leave.objects.update(substitute=world.second_prosecutor)
    assert [unread_notices(again(who), TODAY) for who in (world.second_prosecutor, world.assistant)] == [1, 0]
    row = Notice.objects.get(side="procuratorate", superseded=False, role="")
    assert [one.name for one in recipients_of(row, TODAY)] == ["周聿"]


def test_bell_and_page_ask_who_is_on_duty_once(world: World):
    roster(world)
    matter = unassigned(world)
    client, address = signed_in(again(world.prosecutor)), f"/procuratorate/matters/{matter.pk}/"
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(address)
    assert "未指定，现由王砚秋值班（轮值岗）" in answer.content.decode()
    assert sum('FROM "office_dutypost"' in query["sql"] and "UNION" in query["sql"] for query in caught) == 1


def test_the_page_names_who_answers_and_why(world: World):
    roster(world)
    matter = unassigned(world)
    Leave.objects.create(officer=world.prosecutor, begins_on=TODAY, ends_on=TODAY + timedelta(days=3), substitute=world.second_prosecutor, reason="家事金丝雀")
    assert "检察未指定，现由周聿值班（轮值岗，替王砚秋至11月23日）" in page(world.assistant, f"matters/{matter.pk}/")
    served = asked(world, FRIDAY)
    Matter.objects.filter(pk=served.pk).update(handler=None)
    shown = page(world.legal_officer, f"matters/{served.pk}/")
    assert "现由周聿值班" in shown and "家事金丝雀" not in shown
    perform(matter.pk, "reassign", officer=again(world.chief), data={"to": world.prosecutor.pk}, reason="指派", now=at(FRIDAY, 17))
    assert "检察王砚秋" in page(world.assistant, f"matters/{matter.pk}/")


def test_a_gap_rings_who_keeps_the_roster_and_not_who_is_on_leave(world: World):
    roster(world)
    OfficeOption.objects.create(office=world.office, key="mail_notices", value="1")
    acts.register_leave(
        officer=again(world.prosecutor), who=world.prosecutor.pk, begins_on=date(2026, 11, 24), ends_on=date(2026, 11, 24), reason="", substitute=None, now=at(FRIDAY),
    )  # fmt: skip
    assert sweep(now=at(FRIDAY)).notices == 2
    assert sweep(now=at(FRIDAY, 11)).notices == 0
    rows = Notice.objects.filter(matter=None)
    assert sorted(row.officer.name for row in rows if row.officer) == ["何知远", "周聿"]
    posted = list(Outbox.objects.all())
    assert {one.payload["officer"] for one in posted} == {str(row.officer_id) for row in rows} and len(posted) == 2
    assert {one.payload["body"] for one in posted} == {"11月24日全天（11月24日8:30至11月25日8:30）轮值岗空岗。请登录系统查看。"}, "请假的事不写进邮件"
    assert "轮值岗空岗：王砚秋请假，没有替班人，请安排替班" in page(world.chief, "notices/")
    shown = page(world.assistant, "duty/", week="2026-11-23")
    assert "周二11月24日8:30—次日8:30，轮值岗空岗：王砚秋请假，没有替班人" in shown


# --- what the roster asks of matters ---------------------------------------------------------------------------------


def test_the_log_holds_every_visible_event_of_the_day_and_every_note(world: World):
    matter = asked(world, FRIDAY, FRIDAY)
    act(matter, "explain", world.legal_officer, FRIDAY)
    perform(matter.pk, "note", officer=again(world.prosecutor), data={"text": "内部附言金丝雀", "shown": "procuratorate"}, now=at(FRIDAY, 15))
    asked(world, "2026-11-19")  # another day
    for who, text in ((world.prosecutor, "接群众来访"), (world.legal_officer, "电话核实")):
        acts.add_log_note(officer=again(who), day=TODAY, at=at(FRIDAY, 9).time(), kind="visit", text=text, now=at(FRIDAY, 12))
    for who, noted, hidden in ((world.prosecutor, "接群众来访", "电话核实"), (world.legal_officer, "电话核实", "接群众来访"), (world.head, "电话核实", "内部附言")):
        lines = log_of(again(who), TODAY)
        events = Event.objects.visible_to(again(who)).filter(recorded_at__gte=at(FRIDAY, 0), recorded_at__lt=at("2026-11-21", 0))
        notes = LogNote.objects.filter(organisation=who.organisation)
        assert len(lines) == events.count() + notes.count() > 3
        shown = page(who, "duty/log/", day=FRIDAY)
        assert noted in shown and hidden not in shown and f"{len(lines)}条" in shown
        assert [line.at for line in lines] == sorted(line.at for line in lines)
    assert len(log_of(again(world.prosecutor), TODAY)) == len(log_of(again(world.head), TODAY)) + 2, "the note for one's own side, and who took the lead over"
    assert log_of(again(world.other_legal_officer), TODAY) == log_of(again(world.strange_prosecutor), TODAY) == []


def test_what_is_noted_later_says_so(world: World):
    acts.add_log_note(officer=again(world.prosecutor), day=date(2026, 11, 18), at=at(FRIDAY, 9).time(), kind="call", text="昨日来电", now=at(FRIDAY, 12))
    assert "补记于11月20日12:00" in page(world.prosecutor, "duty/log/", day="2026-11-18")
    answer = signed_in(again(world.prosecutor)).post("/procuratorate/duty/log/", {"day": "2026-11-21", "at": "09:00", "kind": "call", "text": "明日"})
    assert answer.status_code == 400 and "不能补记还没有发生的事" in answer.content.decode()
    assert LogNote.objects.count() == 1


def test_open_items_of_a_handover(world: World):
    bare, due, served = unassigned(world), asked(world, "2026-11-10", "2026-11-13", title="今日"), asked(world, FRIDAY, title="未签收")
    own = {one["matter"]: one["what"] for one in open_items(again(world.prosecutor), TODAY)}
    assert own[str(bare.pk)] == "未认领" and own[str(due.pk)] == "今日到期"
    theirs = {one["matter"]: one["what"] for one in open_items(again(world.legal_officer), TODAY)}
    theirs.pop(str(bare.pk), None)
    assert theirs == {str(due.pk): "今日到期", str(served.pk): "未签收"}


# --- pages -----------------------------------------------------------------------------------------------------------


def posted(who: Officer, address: str, /, **data: Any) -> Any:
    return signed_in(again(who)).post(f"/{who.side}/duty/{address}", data)


def test_a_roster_from_nothing_through_the_pages_on_either_side(world: World):
    for manager, members, desk in ((world.chief, [world.prosecutor, world.assistant], world.court), (world.legal_officer, [world.legal_officer, world.investigator], world.organ)):
        who = {f"member{place}": str(one.pk) for place, one in enumerate(members, start=1)}
        given = {"name": "轮值岗", "kind": "rotating", "slot": "whole", "pattern": "day", "begins_on": "2026-11-23", "backup": "", **who}
        assert posted(manager, "posts/", **given).status_code == 302
        assert posted(manager, "draft/", first="2026-11-23", last="2026-11-29").status_code == 302
        draft = DutyShift.objects.get(post__organisation=desk, day="2026-11-25")
        assert "草稿" in page(manager, "duty/", week="2026-11-25") and "草稿" not in page(world.assistant if manager == world.chief else world.investigator, "duty/", week="2026-11-25")
        assert posted(manager, f"shifts/{draft.pk}/", to=str(members[1].pk)).status_code == 302
        assert posted(manager, "publish/").status_code == 302
        answer = posted(manager, f"shifts/{draft.pk}/", to=str(members[0].pk), since="17:30", until="", reason="开会")
        assert answer.status_code == 302
        shown = page(members[1], "duty/", week="2026-11-25")
        assert f"17:30起{members[0].name}替" in shown and "开会" in shown
    other = page(world.prosecutor, "duty/", week="2026-11-25")
    assert "开会" in other and world.legal_officer.name not in other, "each side its own roster"
    assert DutyPost.objects.count() == 2


def test_the_other_side_reads_only_who_answers_now_with_his_number(world: World):
    roster(world)
    Officer.objects.filter(pk__in=[world.prosecutor.pk, world.assistant.pk]).update(phone="6217")
    Officer.objects.filter(pk=world.assistant.pk).update(phone="9999")
    Leave.objects.create(officer=world.prosecutor, begins_on=date(2026, 11, 21), ends_on=date(2026, 11, 22), reason="家事金丝雀")
    shown = page(world.legal_officer, "duty/")
    assert "王砚秋6217" in shown
    assert not [word for word in ("9999", "李珩", "家事金丝雀", "空岗") if word in shown]


def test_the_week_asks_the_same_however_much_stands_on_it(world: World):
    """The frame (6), who answers now (1), and seven of its own: the same for a bare week and for a full one."""
    roster(world)

    def asks(who: Officer) -> int:
        client = signed_in(again(who))
        client.get("/procuratorate/duty/?week=2026-11-25")
        with CaptureQueriesContext(connection) as caught:
            client.get("/procuratorate/duty/?week=2026-11-25")
        return len(caught)

    bare = [asks(who) for who in (world.chief, world.assistant)]
    shifts = {one.day.day: one for one in DutyShift.objects.filter(post__name="轮值岗", day__gte=date(2026, 11, 23))}
    now = at(FRIDAY)
    for day in (24, 25, 26):
        acts.cover_shift(officer=again(world.chief), pk=shifts[day].pk, to=world.second_prosecutor.pk, starts_at=at(f"2026-11-{day}", 18), reason="", now=now)
        acts.ask_swap(officer=again(world.prosecutor), shift=shifts[day].pk, other=None, in_return=None, note="", now=now)
    for who in (world.prosecutor, world.assistant):
        acts.register_leave(officer=again(who), who=who.pk, begins_on=date(2026, 11, 27), ends_on=date(2026, 11, 28), reason="", substitute=None, now=now)
    assert [asks(who) for who in (world.chief, world.assistant)] == bare and max(bare) <= 14


def test_swap_leave_and_handover_through_the_pages(world: World):
    roster(world)
    shift = DutyShift.objects.get(post__name="轮值岗", day="2026-11-25")
    assert posted(world.prosecutor, f"shifts/{shift.pk}/swap/", other=str(world.second_prosecutor.pk), in_return="", note="开庭").status_code == 302
    swap = shift.swaps.get()
    assert "王砚秋与周聿换班" in page(world.second_prosecutor, "duty/") and "不换回" in page(world.chief, "duty/")
    assert posted(world.prosecutor, f"swaps/{swap.pk}/approve/").status_code == 409
    assert posted(world.second_prosecutor, f"swaps/{swap.pk}/agree/").status_code == 302
    assert posted(world.chief, f"swaps/{swap.pk}/approve/").status_code == 302
    assert "换" in page(world.assistant, "duty/", week="2026-11-25")
    assert posted(world.prosecutor, f"swaps/{swap.pk}/withdraw/").status_code == 302
    assert posted(world.prosecutor, f"swaps/{swap.pk}/steal/").status_code == 404
    given = {"who": str(world.prosecutor.pk), "begins_on": "2026-11-26", "ends_on": "2026-11-27", "reason": "培训", "substitute": str(world.assistant.pk)}
    assert posted(world.prosecutor, "leave/", **given).status_code == 302
    leave = Leave.objects.get()
    assert posted(world.prosecutor, "leave/", **given).status_code == 409
    assert posted(world.chief, f"leave/{leave.pk}/", substitute="").status_code == 302
    assert posted(world.assistant, f"leave/{leave.pk}/end/").status_code == 403
    assert posted(world.prosecutor, f"leave/{leave.pk}/end/").status_code == 302
    today = DutyShift.objects.get(post__name="轮值岗", day=TODAY)
    assert posted(world.prosecutor, f"shifts/{today.pk}/handover/", text="").status_code == 400
    assert posted(world.prosecutor, f"shifts/{today.pk}/handover/", text="无").status_code == 302
    assert "换班、请假（1）" in page(world.chief, "duty/"), "the swap that was withdrawn is still told of, the leave is not"
    assert "未交接" in page(world.assistant, "duty/") and "“无”王砚秋" in page(world.assistant, "duty/")
    assert posted(world.chief, f"handovers/{today.handover.pk}/").status_code == 302
    assert "何知远已签收" in page(world.assistant, "duty/")


@pytest.mark.parametrize(("address", "status", "sentence"), [
    ("duty/?week=昨天", 400, "日期不正确"), ("duty/?week=1900-01-01", 400, "日期不正确"), ("duty/log/?day=2026-11-21", 400, "还没有到"),
    ("duty/log/?day=x", 400, "日期不正确"),
])  # fmt: skip
def test_days_that_will_not_do(world: World, address: str, status: int, sentence: str):
    answer = signed_in(again(world.prosecutor)).get(f"/procuratorate/{address}")
    assert answer.status_code == status and sentence in answer.content.decode()


def test_what_is_typed_wrong_changes_nothing(world: World):
    roster(world)
    before = DutyShift.objects.count()
    for address, data in (("posts/", {"name": ""}), ("draft/", {"first": "2026-12-01", "last": "x"}), ("leave/", {}), ("log/", {"day": "", "text": ""})):
        answer = posted(world.chief, address, **data)
        assert answer.status_code == 400 and 'class="wrong"' in answer.content.decode(), address
    for address in ("posts/", "draft/", "publish/"):
        assert posted(world.assistant, address).status_code == 403
    assert (DutyShift.objects.count(), Leave.objects.count(), LogNote.objects.count()) == (before, 0, 0)


def test_who_is_of_no_office_has_no_roster(world: World):
    world.office.organs.remove(world.organ)
    answer = signed_in(again(world.legal_officer)).get("/police/duty/")
    assert answer.status_code == 404 and "没有设立" in answer.content.decode()
