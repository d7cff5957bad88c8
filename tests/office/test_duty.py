"""值班: whose turn it is, who answers when he is away, what may be changed by whom, what is told to whom."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from office.duty import acts, answerable, parse_hours, working_minutes
from office.duty.models import DutyCover, DutyPost, DutyShift, DutySwap, HandOver
from office.duty.reading import shifts_of
from office.duty.standing import LONGEST, Answerable, Away, Person, follow
from office.exceptions import Conflict, Invalid, NotAllowed, NotFound
from office.holidays import calendar
from office.models import AuditEntry, Leave, Officer
from office.sides import Side
from tests.world import World

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 20, 10, tzinfo=timezone.get_default_timezone())


def at(day: int, hour: int = 10, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=timezone.get_default_timezone())


def again(who: Officer) -> Officer:
    return Officer.objects.get(pk=who.pk)


def post(who: Officer, *members: Officer, name: str = "轮值岗", now: datetime = NOW, **more: Any) -> DutyPost:
    given = {"kind": "rotating", "slot": "whole", "working_days": False, "backup": None, "pattern": "week", "begins_on": MONDAY, "pk": None}
    return acts.save_post(officer=again(who), name=name, members=[one.pk for one in members], now=now, **(given | more))


def planned(who: Officer, first: date = MONDAY, last: date = MONDAY + timedelta(days=27), now: datetime = NOW) -> None:
    """Drafted and published."""
    acts.draft_roster(officer=again(who), first=first, last=last, now=now)
    acts.publish_roster(officer=again(who), now=now)


def leave(who: Officer, first: int, last: int, substitute: Officer | None = None, *, by: Officer | None = None, reason: str = "", now: datetime = NOW) -> Leave:
    return acts.register_leave(
        officer=again(by or who), who=who.pk, begins_on=date(2026, 11, first), ends_on=date(2026, 11, last), reason=reason,
        substitute=substitute.pk if substitute else None, now=now,
    )  # fmt: skip


def answers(world: World, moment: datetime) -> Answerable:
    return answerable(world.office.pk, Side.PROCURATORATE, moment)


def names(world: World, moment: datetime) -> list[str]:
    return [one.person.name for one in answers(world, moment).answers if one.person]


def held(world: World) -> dict[date, str]:
    """Whose name stands on each day of the court's roster."""
    return {one.day: one.officer.name if one.officer else "" for one in shifts_of(world.court.pk, MONDAY, MONDAY + timedelta(days=60), drafts=True)}


def shift_of(world: World, day: int) -> DutyShift:
    return DutyShift.objects.get(post__organisation=world.court, day=date(2026, 11, day))


# --- whose turn ------------------------------------------------------------------------------------------------------


def test_by_day_by_week_by_month(world: World):
    turns = (world.prosecutor, world.second_prosecutor, world.assistant)
    made = post(world.chief, *turns, pattern="day")
    acts.draft_roster(officer=again(world.chief), first=MONDAY, last=MONDAY + timedelta(days=4), now=NOW)
    assert list(held(world).values()) == ["王砚秋", "周聿", "李珩", "王砚秋", "周聿"]
    post(world.chief, *turns, pk=made.pk, pattern="week")
    acts.draft_roster(officer=again(world.chief), first=MONDAY, last=MONDAY + timedelta(days=20), now=NOW)
    assert list(held(world).values()) == ["王砚秋"] * 7 + ["周聿"] * 7 + ["李珩"] * 7
    post(world.chief, *turns, pk=made.pk, pattern="month")
    acts.draft_roster(officer=again(world.chief), first=date(2026, 11, 29), last=date(2026, 12, 2), now=NOW)
    assert [held(world)[date(2026, 11, 29) + timedelta(days=day)] for day in range(4)] == ["王砚秋", "王砚秋", "周聿", "周聿"]


def test_by_day_counts_working_days_where_only_these_are_held(world: World):
    """2026-10-01 to 07 is 放假, 10-10 (Saturday) is worked."""
    post(world.chief, world.prosecutor, world.second_prosecutor, pattern="day", working_days=True, begins_on=date(2026, 9, 29))
    acts.draft_roster(officer=again(world.chief), first=date(2026, 9, 29), last=date(2026, 10, 11), now=at(28, month=9))
    rows = shifts_of(world.court.pk, date(2026, 9, 1), date(2026, 10, 31), drafts=True)
    assert [(one.day.isoformat()[5:], one.officer.name) for one in rows if one.officer] == [
        ("09-29", "王砚秋"), ("09-30", "周聿"), ("10-08", "王砚秋"), ("10-09", "周聿"), ("10-10", "王砚秋"),
    ]  # fmt: skip


def test_a_later_rule_takes_over_on_its_day_and_all_means_everyone(world: World):
    made = post(world.chief, world.prosecutor)
    post(world.chief, pk=made.pk, pattern="all", begins_on=MONDAY + timedelta(days=2))
    planned(world.chief, last=MONDAY + timedelta(days=3))
    assert names(world, at(24)) == ["王砚秋"]
    found = answers(world, at(25))
    assert (found.answers, found.everyone) == ((), "全员当值")


def test_a_day_shift_ends_in_the_evening_and_a_night_shift_in_the_morning(world: World):
    post(world.chief, world.prosecutor, name="常驻岗", kind="standing", slot="day")
    post(world.chief, world.second_prosecutor, name="夜班", slot="night")
    planned(world.chief)
    assert [names(world, at(24, hour, minute)) for hour, minute in ((8, 30), (17, 29), (17, 30), (23, 59))] == [["王砚秋"], ["王砚秋"], ["周聿"], ["周聿"]]
    assert names(world, at(25, 8, 29)) == ["周聿"] and names(world, at(25, 8, 30)) == ["王砚秋"]


def test_a_draft_answers_for_nothing_and_publishing_keeps_what_was_published(world: World):
    post(world.chief, world.prosecutor)
    acts.draft_roster(officer=again(world.chief), first=MONDAY, last=MONDAY, now=NOW)
    assert answers(world, at(23)).everyone == "没有排班，由全办公室负责"
    shift = shift_of(world, 23)
    acts.place_shift(officer=again(world.chief), pk=shift.pk, to=world.assistant.pk, now=NOW)
    assert acts.publish_roster(officer=again(world.chief), now=NOW) == 1
    assert names(world, at(23)) == ["李珩"]
    acts.draft_roster(officer=again(world.chief), first=MONDAY, last=MONDAY + timedelta(days=1), now=NOW)
    assert held(world) == {MONDAY: "李珩", MONDAY + timedelta(days=1): "王砚秋"}
    with pytest.raises(Conflict, match="已经发布"):
        acts.place_shift(officer=again(world.chief), pk=shift.pk, to=world.prosecutor.pk, now=NOW)


def test_no_two_in_one_shift(world: World):
    post(world.chief, world.prosecutor)
    planned(world.chief, last=MONDAY)
    shift = shift_of(world, 23)
    with pytest.raises(IntegrityError), transaction.atomic():
        DutyShift.objects.create(post=shift.post, day=shift.day, slot=shift.slot, officer=world.assistant, starts_at=shift.starts_at, ends_at=shift.ends_at)
    for who in (world.assistant, world.second_prosecutor):
        acts.cover_shift(officer=again(world.chief), pk=shift.pk, to=who.pk, starts_at=None, reason="", now=NOW)
    assert names(world, at(23)) == ["周聿"], "the last arrangement alone counts"


def test_who_answers_is_one_question_to_the_database(world: World):
    post(world.chief, world.prosecutor, backup=world.assistant.pk)
    post(world.chief, world.second_prosecutor, name="副班", kind="deputy")
    planned(world.chief)
    leave(world.prosecutor, 23, 25, world.assistant)
    acts.cover_shift(officer=again(world.chief), pk=DutyShift.objects.filter(post__name="轮值岗").first().pk, to=world.chief.pk, starts_at=at(23, 17), reason="", now=NOW)
    with CaptureQueriesContext(connection) as caught:
        assert names(world, at(24)) == ["李珩"] and names(world, at(23, 20)) == ["何知远"]
    assert len(caught) == 2


# --- away ------------------------------------------------------------------------------------------------------------


def test_the_substitute_answers_and_the_words_say_why(world: World):
    post(world.chief, world.prosecutor)
    planned(world.chief)
    leave(world.prosecutor, 24, 26, world.second_prosecutor, reason="参加培训")
    assert answers(world, at(23)).why == "现由王砚秋值班（轮值岗）"
    assert answers(world, at(24)).why == "现由周聿值班（轮值岗，替王砚秋至11月26日）"
    assert answers(world, at(26, 23)).answers[0].reasons == ("参加培训",)
    assert names(world, at(27, 8)) == ["周聿"], "the shift of the 26th runs to the next morning"
    assert answers(world, at(27)).why == "现由王砚秋值班（轮值岗）", "a substitution that ended is not shown"


def test_substitutes_of_substitutes(world: World):
    post(world.chief, world.prosecutor)
    planned(world.chief)
    leave(world.prosecutor, 23, 27, world.second_prosecutor)
    leave(world.second_prosecutor, 25, 25, world.assistant)
    assert [names(world, at(day)) for day in (24, 25, 26)] == [["周聿"], ["李珩"], ["周聿"]]
    assert answers(world, at(25)).why == "现由李珩值班（轮值岗，替周聿（周聿替王砚秋）至11月25日）"


def test_a_loop_of_substitutes_is_refused_and_changes_nothing(world: World):
    leave(world.prosecutor, 23, 27, world.second_prosecutor)
    leave(world.second_prosecutor, 25, 29, world.assistant)
    with pytest.raises(Invalid, match="王砚秋也在请假，由他人替班，最后又轮到李珩"):
        leave(world.assistant, 26, 30, world.prosecutor)
    with pytest.raises(Invalid, match="不能是请假人本人"):
        leave(world.assistant, 26, 30, world.assistant)
    assert Leave.objects.count() == 2
    assert leave(world.assistant, 28, 30, world.prosecutor), "he is back by then: no loop"


def test_a_loop_that_is_there_all_the_same_ends(world: World):
    """Two lines written past the form: nobody is followed for ever."""
    people = [Person(Officer(name=str(number)).pk, str(number)) for number in range(LONGEST + 3)]
    day = MONDAY

    def chain(*pairs: tuple[int, int]) -> dict[Any, list[Away]]:
        return {people[one].key: [Away(people[one], day, day, "", people[other])] for one, other in pairs}

    assert follow(people[0], day, chain((0, 1), (1, 0))).broken == "替班人循环，没有人实际到岗"
    long = chain(*((number, number + 1) for number in range(LONGEST + 2)))
    assert follow(people[0], day, long).person is None and follow(people[2], day, long).person is people[-1]


@pytest.mark.parametrize(("change", "sentence"), [
    ({"begins_on": date(2026, 11, 19)}, "请假不能从今天以前开始"), ({"ends_on": date(2026, 11, 22)}, "截止日期不能早于开始日期"),
    ({"ends_on": date(2027, 12, 1)}, "一次请假最长一年"), ({"who": "x"}, "请选择本单位在用的人员"), ({"substitute": "strange"}, "请选择本单位在用的人员"),
])  # fmt: skip
def test_leave_that_will_not_do(world: World, change: dict[str, Any], sentence: str):
    given = {"who": world.prosecutor.pk, "begins_on": MONDAY, "ends_on": MONDAY, "reason": "", "substitute": None} | change
    given |= {name: Officer(name="x").pk for name in ("who",) if given[name] == "x"}
    given |= {"substitute": world.strange_prosecutor.pk} if given["substitute"] == "strange" else {}
    with pytest.raises(Invalid, match=sentence):
        acts.register_leave(officer=again(world.chief), now=NOW, **given)
    assert not Leave.objects.exists()


def test_one_registers_his_own_leave_and_who_keeps_the_roster_that_of_others(world: World):
    assert leave(world.assistant, 23, 23)
    with pytest.raises(NotAllowed, match="值班表由检察官、检察长编排"):
        leave(world.prosecutor, 23, 23, by=world.assistant)
    assert leave(world.prosecutor, 23, 23, by=world.chief)
    with pytest.raises(Conflict, match="11月23日至11月23日已登记请假"):
        leave(world.prosecutor, 22, 28)
    with pytest.raises(NotAllowed, match="值班表由法制员"):
        leave(world.legal_officer, 24, 24, by=world.investigator)


def test_who_comes_back_early_answers_again_and_the_past_stays(world: World):
    post(world.chief, world.prosecutor)
    planned(world.chief)
    made = leave(world.prosecutor, 23, 27, world.second_prosecutor)
    acts.end_leave(officer=again(world.prosecutor), pk=made.pk, now=at(25, 9))
    assert [names(world, at(day)) for day in (24, 25)] == [["周聿"], ["王砚秋"]]
    with pytest.raises(Conflict, match="已于11月24日结束"):
        acts.end_leave(officer=again(world.prosecutor), pk=made.pk, now=at(25, 9))


def test_an_empty_post_goes_to_its_backup_then_to_the_deputy_then_to_everyone(world: World):
    made = post(world.chief, world.prosecutor, backup=world.assistant.pk)
    post(world.chief, world.second_prosecutor, name="副班", kind="deputy")
    planned(world.chief)
    leave(world.prosecutor, 23, 23)
    found = answers(world, at(23))
    assert [one.sentence for one in found.answers] == ["现由李珩值班（轮值岗的后备）"]
    assert found.standby == {world.second_prosecutor.pk, world.assistant.pk}
    post(world.chief, world.prosecutor, pk=made.pk)
    assert names(world, at(23)) == ["周聿"]
    leave(world.second_prosecutor, 23, 23)
    assert answers(world, at(23)).everyone == "没有排班，由全办公室负责"


# --- covers and swaps ------------------------------------------------------------------------------------------------


def test_one_evening_in_one_step(world: World):
    post(world.chief, world.prosecutor)
    planned(world.chief)
    shift = shift_of(world, 25)
    made = acts.cover_shift(officer=again(world.chief), pk=shift.pk, to=world.assistant.pk, starts_at=at(25, 17, 30), reason="外出", now=NOW)
    assert [names(world, moment) for moment in (at(25, 17), at(25, 18), at(26, 8), at(26, 9))] == [["王砚秋"], ["李珩"], ["李珩"], ["王砚秋"]]
    assert answers(world, at(25, 18)).why == "现由李珩值班（轮值岗，替王砚秋至11月26日8:30）"
    acts.uncover_shift(officer=again(world.chief), pk=shift.pk, cover=made.pk, now=at(25, 20))
    assert names(world, at(25, 19)) == ["李珩"] and names(world, at(25, 21)) == ["王砚秋"], "what was answered before stays"
    with pytest.raises(Conflict):
        acts.uncover_shift(officer=again(world.chief), pk=shift.pk, cover=made.pk, now=at(25, 22))


def test_a_running_shift_is_taken_over_from_now_on(world: World):
    post(world.chief, world.prosecutor)
    planned(world.chief)
    acts.cover_shift(officer=again(world.assistant), pk=shift_of(world, 25).pk, to=world.assistant.pk, starts_at=None, reason="", now=at(25, 15))
    assert names(world, at(25, 14)) == ["王砚秋"] and names(world, at(25, 16)) == ["李珩"]
    with pytest.raises(NotAllowed):
        acts.cover_shift(officer=again(world.assistant), pk=shift_of(world, 26).pk, to=world.second_prosecutor.pk, starts_at=None, reason="", now=NOW)
    with pytest.raises(Conflict, match="已经结束"):
        acts.cover_shift(officer=again(world.chief), pk=shift_of(world, 25).pk, to=world.assistant.pk, starts_at=None, reason="", now=at(27))
    with pytest.raises(Invalid, match="替班的时间应在11月26日8:30至11月27日8:30之间"):
        acts.cover_shift(officer=again(world.chief), pk=shift_of(world, 26).pk, to=world.assistant.pk, starts_at=at(28), reason="", now=NOW)


def asked(world: World, other: Officer | None, in_return: DutyShift | None = None, by: Officer | None = None) -> DutySwap:
    """王砚秋 asks for his day of 25 November."""
    return acts.ask_swap(
        officer=again(by or world.prosecutor), shift=shift_of(world, 25).pk, other=other.pk if other else None,
        in_return=in_return.pk if in_return else None, note="", now=NOW,
    )  # fmt: skip


@pytest.fixture
def daily(world: World) -> World:
    """By day: 王 周 王 周 …, so 25 is 王's and 26 周's."""
    post(world.chief, world.prosecutor, world.second_prosecutor, pattern="day")
    planned(world.chief)
    return world


def test_a_swap_stands_when_the_other_agreed_and_it_was_approved(daily: World):
    swap = asked(daily, daily.second_prosecutor, shift_of(daily, 26))
    with pytest.raises(Conflict, match="对方还没有同意"):
        acts.decide_swap(officer=again(daily.chief), pk=swap.pk, approves=True, now=NOW)
    for who in (daily.assistant, daily.prosecutor):
        with pytest.raises(NotAllowed, match="由被请求换班的人答复"):
            acts.answer_swap(officer=again(who), pk=swap.pk, agrees=True, now=NOW)
    acts.answer_swap(officer=again(daily.second_prosecutor), pk=swap.pk, agrees=True, now=NOW)
    assert names(daily, at(25)) == ["王砚秋"], "consent alone changes nothing"
    with pytest.raises(NotAllowed):
        acts.decide_swap(officer=again(daily.assistant), pk=swap.pk, approves=True, now=NOW)
    acts.decide_swap(officer=again(daily.chief), pk=swap.pk, approves=True, now=NOW)
    assert (names(daily, at(25)), names(daily, at(26)), names(daily, at(27))) == (["周聿"], ["王砚秋"], ["王砚秋"])
    assert answers(daily, at(25)).why == "现由周聿值班（轮值岗，与王砚秋换班）"


def test_a_swap_is_withdrawn_until_the_first_shift_begins(daily: World):
    swap = asked(daily, daily.second_prosecutor, shift_of(daily, 26))
    acts.answer_swap(officer=again(daily.second_prosecutor), pk=swap.pk, agrees=True, now=NOW)
    acts.decide_swap(officer=again(daily.chief), pk=swap.pk, approves=True, now=NOW)
    with pytest.raises(Conflict, match="已经开始"):
        acts.withdraw_swap(officer=again(daily.prosecutor), pk=swap.pk, now=at(25, 9))
    acts.withdraw_swap(officer=again(daily.prosecutor), pk=swap.pk, now=NOW)
    assert (names(daily, at(25)), names(daily, at(26))) == (["王砚秋"], ["周聿"])
    with pytest.raises(Conflict, match="已撤回"):
        acts.withdraw_swap(officer=again(daily.prosecutor), pk=swap.pk, now=NOW)
    assert asked(daily, None).stage == DutySwap.ASKED, "and may be asked again"


def test_a_refused_or_denied_swap_changes_nothing(daily: World):
    first = asked(daily, daily.second_prosecutor)
    acts.answer_swap(officer=again(daily.second_prosecutor), pk=first.pk, agrees=False, now=NOW)
    second = asked(daily, daily.second_prosecutor)
    acts.answer_swap(officer=again(daily.second_prosecutor), pk=second.pk, agrees=True, now=NOW)
    acts.decide_swap(officer=again(daily.chief), pk=second.pk, approves=False, now=NOW)
    assert [one.stage for one in DutySwap.objects.order_by("id")] == ["refused", "denied"]
    assert names(daily, at(25)) == ["王砚秋"] and not DutyCover.objects.exists()


def test_an_open_swap_is_taken_by_whoever_is_willing_and_gives_nothing_back(daily: World):
    swap = asked(daily, None)
    acts.answer_swap(officer=again(daily.assistant), pk=swap.pk, agrees=True, now=NOW)
    acts.decide_swap(officer=again(daily.chief), pk=swap.pk, approves=True, now=NOW)
    assert (names(daily, at(25)), names(daily, at(27))) == (["李珩"], ["王砚秋"])


def test_the_manager_swaps_for_others_at_once(daily: World):
    assert asked(daily, daily.second_prosecutor, shift_of(daily, 26), by=daily.chief).stage == DutySwap.APPROVED
    assert names(daily, at(26)) == ["王砚秋"]


def test_swaps_that_will_not_do(daily: World):
    with pytest.raises(Invalid, match="换来的班应是对方已经发布"):
        asked(daily, daily.second_prosecutor, shift_of(daily, 27))
    with pytest.raises(Invalid, match="对方不能是本人"):
        asked(daily, daily.prosecutor)
    with pytest.raises(NotAllowed):
        asked(daily, daily.second_prosecutor, by=daily.assistant)
    asked(daily, None)
    with pytest.raises(Conflict, match="已经在申请换班"):
        asked(daily, None)
    assert DutySwap.objects.count() == 1


# --- posts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("change", "sentence"), [
    ({"members": []}, "至少选择一名轮值人"), ({"name": "  "}, "请填写岗位名称"), ({"twice": True}, "只能出现一次"),
])  # fmt: skip
def test_posts_that_will_not_do(world: World, change: dict[str, Any], sentence: str):
    members = [world.prosecutor] * (2 if change.pop("twice", False) else 1)
    with pytest.raises(Invalid, match=sentence):
        acts.save_post(
            officer=again(world.chief), pk=None, now=NOW,
            **({"name": "岗", "kind": "rotating", "slot": "day", "working_days": True, "backup": None, "pattern": "day", "begins_on": MONDAY,
                "members": [one.pk for one in members]} | change),
        )  # fmt: skip
    assert not DutyPost.objects.exists()


def test_drafts_that_will_not_do(world: World):
    with pytest.raises(Conflict, match="还没有设置值班岗"):
        acts.draft_roster(officer=again(world.chief), first=MONDAY, last=MONDAY, now=NOW)
    post(world.chief, world.prosecutor)
    with pytest.raises(Conflict, match="已有名为“轮值岗”的值班岗"):
        post(world.chief, world.prosecutor)
    for first, last, sentence in (
        (MONDAY, MONDAY - timedelta(days=1), "不能早于开始日期"), (date(2026, 11, 19), MONDAY, "今天以前"), (MONDAY, MONDAY + timedelta(days=62), "一次最多编排62日"),
    ):  # fmt: skip
        with pytest.raises(Invalid, match=sentence):
            acts.draft_roster(officer=again(world.chief), first=first, last=last, now=NOW)
    with pytest.raises(Conflict, match="没有待发布的班表"):
        acts.publish_roster(officer=again(world.chief), now=NOW)
    with pytest.raises(NotAllowed):
        acts.draft_roster(officer=again(world.assistant), first=MONDAY, last=MONDAY, now=NOW)


def test_a_closed_post_keeps_what_was_held(world: World):
    made = post(world.chief, world.prosecutor)
    planned(world.chief)
    acts.close_post(officer=again(world.chief), pk=made.pk, now=at(25, 12))
    assert [one.day.day for one in DutyShift.objects.all()] == [23, 24, 25]
    assert answers(world, at(25, 13)).everyone
    assert post(world.chief, world.prosecutor), "the name is free again"


def test_each_desk_has_its_own_roster(world: World):
    post(world.legal_officer, world.legal_officer, name="法制值班")
    planned(world.legal_officer)
    found = answerable(world.office.pk, Side.POLICE, at(24), world.organ.pk)
    assert found.why == "现由方其值班（法制值班）"
    assert answerable(world.office.pk, Side.POLICE, at(24), world.second_organ.pk).everyone
    assert answers(world, at(24)).everyone
    shift = DutyShift.objects.first()
    for who in (world.chief, world.other_legal_officer, world.strange_legal_officer):
        with pytest.raises(NotFound):
            acts.cover_shift(officer=again(who), pk=shift.pk, to=who.pk, starts_at=None, reason="", now=NOW)
    with pytest.raises(Invalid, match="本单位在用的人员"):
        post(world.legal_officer, world.other_legal_officer, name="他岗")


# --- gaps ------------------------------------------------------------------------------------------------------------


def told(now: datetime) -> list[tuple[str, str]]:
    return sorted((who.name, words) for who, words in acts.told_of(acts.new_gaps(now), now))


def test_a_gap_is_told_once_to_who_keeps_the_roster_and_not_to_who_is_away(world: World):
    post(world.chief, world.prosecutor)
    planned(world.chief)
    assert told(NOW) == []
    made = leave(world.prosecutor, 24, 24)
    words = "11月24日全天（11月24日8:30至11月25日8:30）轮值岗空岗：王砚秋请假，没有替班人，请安排替班"
    assert told(NOW) == [("何知远", words), ("周聿", words)]
    assert told(NOW) == []
    acts.name_substitute(officer=again(world.chief), pk=made.pk, substitute=world.assistant.pk, now=NOW)
    assert told(NOW) == []
    acts.name_substitute(officer=again(world.chief), pk=made.pk, substitute=None, now=NOW)
    assert [name for name, _ in told(NOW)] == ["何知远", "周聿"], "filled, and empty again"


def test_a_gap_far_away_waits(world: World):
    post(world.chief, world.prosecutor)
    planned(world.chief)
    acts.register_leave(officer=again(world.chief), who=world.prosecutor.pk, begins_on=date(2026, 12, 10), ends_on=date(2026, 12, 10), reason="", substitute=None, now=NOW)
    assert told(NOW) == [] and len(told(at(4, month=12))) == 2


# --- handing over ----------------------------------------------------------------------------------------------------

ITEMS = [{"what": "未认领", "matter": "m1", "number": "1号", "title": "甲"}, {"what": "今日到期", "matter": "m2", "number": "2号", "title": "乙"}]


def handed(world: World, who: Officer, day: int, now: datetime, text: str = "甲已说明") -> HandOver:
    return acts.hand_over(officer=again(who), shift=shift_of(world, day).pk, items=ITEMS, told=["m1"], text=text, now=now)


def test_who_leaves_hands_over_and_who_comes_signs(daily: World, monkeypatch):
    made = handed(daily, daily.prosecutor, 25, at(26, 8, 20))
    assert [(one["matter"], one["told"]) for one in made.items] == [("m1", True), ("m2", False)]
    with pytest.raises(Conflict, match="已经交班"):
        handed(daily, daily.prosecutor, 25, at(26, 8, 25))
    with pytest.raises(NotAllowed, match="不能由交班人自己签收"):
        acts.take_over(officer=again(daily.prosecutor), pk=made.pk, now=at(26, 9))
    assert names(daily, at(26, 9)) == ["周聿"], "nobody signed, and the shift changed all the same"
    monkeypatch.setattr("office.clock.at_this_time", lambda _day: at(26, 9))
    with pytest.raises(NotAllowed, match="由现在当班的人签收"):
        acts.take_over(officer=again(daily.assistant), pk=made.pk, now=at(26, 9))
    acts.take_over(officer=again(daily.second_prosecutor), pk=made.pk, now=at(26, 9))
    with pytest.raises(Conflict, match="已经签收"):
        acts.take_over(officer=again(daily.chief), pk=made.pk, now=at(26, 9))


def test_only_who_held_it_hands_it_over(daily: World):
    with pytest.raises(NotAllowed, match="由当班的人交班"):
        handed(daily, daily.second_prosecutor, 25, at(25, 17))
    with pytest.raises(Conflict, match="还没有开始"):
        handed(daily, daily.prosecutor, 25, NOW)
    with pytest.raises(Invalid, match="请写一句交代"):
        handed(daily, daily.prosecutor, 25, at(25, 17), text=" ")
    assert not HandOver.objects.exists()


# --- working hours ---------------------------------------------------------------------------------------------------

HOURS = parse_hours("8:30—12:00、13:30—17:30")


@pytest.mark.parametrize(("since", "until", "minutes"), [
    (at(25, 9), at(25, 10), 60), (at(25, 11), at(25, 14), 90), (at(25, 17), at(26, 9), 60), (at(25, 12), at(25, 13, 30), 0),
    (at(27, 16), at(30, 9), 120),  # Friday afternoon to Monday morning
    (at(30, 17, 0, 9), at(8, 9, 0, 10), 60),  # over 国庆节: 10-01 to 07 is off
    (at(9, 17, 0, 10), at(10, 9, 0, 10), 60),  # Saturday 10-10 is worked
    (at(25, 10), at(25, 9), 0), (at(28, 9), at(29, 18), 0),
])  # fmt: skip
def test_working_minutes(since: datetime, until: datetime, minutes: int):
    assert working_minutes(since, until, HOURS, calendar().is_holiday) == minutes


@pytest.mark.parametrize("text", ["", "8点—12点", "12:00—8:30", "8:30—12:00、11:00—17:30", "8:30-25:00", "8:30"])
def test_working_hours_that_will_not_do(text: str):
    with pytest.raises(ValueError, match="工作时间应写作"):
        parse_hours(text)
    assert parse_hours("8：30-12:00，13:30至17:30") == HOURS == ((time(8, 30), time(12)), (time(13, 30), time(17, 30)))


def test_every_change_leaves_a_trail(daily: World):
    swap = asked(daily, daily.second_prosecutor)
    acts.withdraw_swap(officer=again(daily.prosecutor), pk=swap.pk, now=NOW)
    leave(daily.assistant, 23, 23)
    assert list(AuditEntry.objects.order_by("id").values_list("verb", flat=True)) == [
        "save_post", "draft_roster", "publish_roster", "ask_swap", "withdraw_swap", "register_leave",
    ]  # fmt: skip
