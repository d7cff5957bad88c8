"""The rosters of the demonstration office: arranged three weeks ago, somebody on leave, a swap that waits, one evening covered, one post empty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cases.demo.people import OWN, WEST, Cast
from cases.demo.playing import Cue
from cases.demo.script import OPENS
from office.duty import acts, days, reading
from office.duty.models import DutyShift, Pattern, PostKind, Slot
from office.duty.standing import holder
from office.models import Officer

WEEKS = 7
"""Weeks that are published: three before this one, three after it."""
BEFORE = timedelta(weeks=3)


@dataclass(frozen=True)
class Post:
    """One post: who keeps the roster, and who takes turns."""

    manager: str
    name: str
    kind: str
    slot: str
    pattern: str
    members: tuple[str, ...]
    working_days: bool = False
    backup: str = ""


POSTS = (
    Post("jc.he", "常驻岗", PostKind.STANDING, Slot.DAY, Pattern.WEEK, ("jc.qin",), working_days=True),
    Post("jc.he", "轮值岗（夜班）", PostKind.ROTATING, Slot.NIGHT, Pattern.DAY, ("jc.zhou", "jc.wang", "jc.li", "jc.qin")),
    Post("jc.he", "副班", PostKind.DEPUTY, Slot.WHOLE, Pattern.WEEK, ("jc.zhou", "jc.yan")),
    Post("ga.fang", "法制值班", PostKind.ROTATING, Slot.WHOLE, Pattern.WEEK, ("ga.fang",), backup="ga.ju"),
    Post("ga.tang", "法制值班", PostKind.ROTATING, Slot.WHOLE, Pattern.WEEK, ("ga.tang",)),
)
NIGHT = POSTS[1].name


def cues(cast: Cast, now: datetime) -> list[Cue]:
    """When the rosters were made and changed; none of it later than ``now``."""
    today = now.date()

    def on(day: date, place: int, what: Callable[[datetime], None]) -> Cue:
        return Cue(timezone.make_aware(datetime.combine(day, OPENS)), (10_000, place), what)

    return [
        on(today - BEFORE - timedelta(days=today.weekday() + 1), 0, lambda at: _arrange(cast, at)),
        on(today - timedelta(days=3), 1, lambda at: _away(cast, today, at)),
        on(today - timedelta(days=1), 2, lambda at: _changed(cast, today, at)),
        on(today, 3, lambda at: _this_morning(cast, today, at)),
    ]


def _arrange(cast: Cast, at: datetime) -> None:
    """Posts, turns and weeks from the Monday after on."""
    monday = at.date() + timedelta(days=1)
    for post in POSTS:
        people = cast.officers
        acts.save_post(
            officer=people[post.manager], pk=None, name=post.name, kind=post.kind, slot=post.slot, working_days=post.working_days,
            backup=people[post.backup].pk if post.backup else None, pattern=post.pattern, members=[people[one].pk for one in post.members],
            begins_on=monday, now=at,
        )  # fmt: skip
    for manager in dict.fromkeys(post.manager for post in POSTS):
        acts.draft_roster(officer=cast.officers[manager], first=monday, last=monday + timedelta(weeks=WEEKS, days=-1), now=at)
        acts.publish_roster(officer=cast.officers[manager], now=at)


def _away(cast: Cast, today: date, at: datetime) -> None:
    """The resident prosecutor is at a course, and another stands in; one night of the coming week has nobody."""
    qin, wang, li = (cast.officers[name] for name in ("jc.qin", "jc.wang", "jc.li"))
    acts.register_leave(
        officer=qin, who=qin.pk, begins_on=today - timedelta(days=1), ends_on=today + timedelta(days=1), reason="参加市院培训", substitute=wang.pk, now=at,
    )  # fmt: skip
    bare = _shift(NIGHT, cast, li, after=today + timedelta(days=1))
    acts.register_leave(officer=li, who=li.pk, begins_on=bare.day, ends_on=bare.day, reason="家事", substitute=None, now=at)


def _changed(cast: Cast, today: date, at: datetime) -> None:
    """A swap that the other has agreed to and that waits to be decided; the police's duty of tonight covered by another."""
    wang, qin = cast.officers["jc.wang"], cast.officers["jc.qin"]
    own = _shift(NIGHT, cast, wang, after=today + timedelta(days=2))
    swap = acts.ask_swap(officer=wang, shift=own.pk, other=qin.pk, in_return=_shift(NIGHT, cast, qin, after=own.day).pk, note="次日开庭", now=at)
    acts.answer_swap(officer=qin, pk=swap.pk, agrees=True, now=at)
    tang, xu = cast.officers["ga.tang"], cast.officers["ga.xu"]
    night = DutyShift.objects.get(post__organisation=cast.organs[WEST], day=today)
    evening = timezone.make_aware(datetime.combine(today, time(17, 30)))
    acts.cover_shift(officer=tang, pk=night.pk, to=xu.pk, starts_at=evening, reason="外出押解", now=at)


def _this_morning(cast: Cast, today: date, at: datetime) -> None:
    """Who had the night hands over; a visitor is noted on either side."""
    shift = DutyShift.objects.get(post__organisation=cast.offices[OWN].procuratorate, post__name=NIGHT, day=today - timedelta(days=1))
    turn = reading.turn_of(reading.shift(cast.officers["jc.he"], shift.pk))
    leaves = reading.by_person(reading.leaves_of(cast.offices[OWN].procuratorate_id, shift.day, shift.day))
    held = holder(turn, shift.ends_at - timedelta(seconds=1), leaves).person
    person = next((one for one in cast.officers.values() if held and one.pk == held.key), None)
    if person is not None:
        items = days.open_items(person, today)[:4]
        told = [one["matter"] for one in items[:2]]
        acts.hand_over(officer=person, shift=shift.pk, items=items, told=told, text="夜间没有新的案件，上列事项上班后办理。", now=at)
    for name, kind, text in (("jc.wang", "visit", "接待来访群众一人，已引导至控告申诉检察部门。"), ("ga.fang", "call", "电话通知刑侦大队补送回执。")):
        acts.add_log_note(officer=cast.officers[name], day=today, at=timezone.localtime(at).time(), kind=kind, text=text, now=at)


def _shift(post: str, cast: Cast, who: Officer, *, after: date) -> DutyShift:
    """His next at a post of the procuratorate behind a day."""
    rows = DutyShift.objects.filter(post__organisation=cast.offices[OWN].procuratorate, post__name=post, officer=who, day__gt=after)
    return rows.order_by("day")[0]
