"""值班表: a week of one desk in finished words, who answers now on either side, and what waits for somebody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from office.duty import reading
from office.duty.models import DutyShift, DutySwap, HandOver, PostKind
from office.duty.standing import Answer, Leaves, Stretch, holder, stretches
from office.models import Leave, Officer

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Part:
    """One person's part of a shift."""

    name: str
    """Empty: nobody holds it."""
    since: str
    """17:30起, where it is not the whole shift."""
    mark: str
    struck: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """One shift on the roster."""

    key: UUID
    parts: list[Part]
    gap: str
    draft: bool
    over: bool


@dataclass
class Row:
    """One post with its seven days."""

    name: str
    kind: str
    hours: str
    days: list[list[Cell]]


@dataclass(frozen=True)
class Head:
    """A day of the week at the head of its column."""

    day: date
    words: str
    today: bool


@dataclass(frozen=True)
class Box:
    """Who answers now at one desk."""

    desk: str
    own: bool
    answers: list[dict[str, str]]
    everyone: str


@dataclass(frozen=True)
class SwapLine:
    """One swap, and what its reader may do about it."""

    key: UUID
    who: str
    what: str
    stage: str
    note: str
    acts: list[tuple[str, str]]


@dataclass(frozen=True)
class LeaveLine:
    """One leave that is not over."""

    key: UUID
    who: str
    days: str
    words: str
    bare: bool
    """Nobody stands in."""
    may_change: bool


@dataclass(frozen=True)
class Passing:
    """From whom to whom a post went, and whether it was handed over."""

    words: str
    done: bool
    text: str = ""
    items: list[dict[str, Any]] = field(default_factory=list)
    key: UUID | None = None
    """Of the handover that waits to be signed for."""
    signed: str = ""
    shift: UUID | None = None
    """Of the shift that its holder may still hand over."""


@dataclass
class Week:
    """Everything on the page."""

    first: date
    last: date
    heads: list[Head]
    rows: list[Row]
    boxes: list[Box]
    gaps: list[tuple[UUID, str]]
    drafts: int
    swaps: list[SwapLine]
    leaves: list[LeaveLine]
    passings: list[Passing]

    @property
    def changes(self) -> int:
        """Swaps and leaves that are listed."""
        return len(self.swaps) + len(self.leaves)


def week(officer: Officer, day: date, now: datetime) -> Week:
    """The week (Monday to Sunday) of the officer's desk that a day lies in; NotFound for who works in no office. Seven queries."""
    desk = reading.own_desk(officer)
    today, manages = now.date(), reading.manages(officer)
    first = day - timedelta(days=day.weekday())
    last = first + timedelta(days=6)
    lowest, highest = min(first, today) - timedelta(days=2), max(last, today)
    shifts = reading.shifts_of(desk.pk, lowest, highest, drafts=manages)
    leaves = reading.leaves_of(desk.pk, lowest, max(highest, today + timedelta(days=60)))
    away = reading.by_person(leaves)
    shown = [one for one in shifts if first <= one.day <= last]
    midnight = timezone.make_aware(datetime.combine(today - timedelta(days=1), time.min))
    given = {one.shift_id: one for one in reading.handovers_of(desk.pk, midnight, now + timedelta(days=1))}
    return Week(
        first=first,
        last=last,
        heads=[_head(first + timedelta(days=place), today) for place in range(7)],
        rows=_rows(shown, away, first, now),
        boxes=boxes(officer, today),
        gaps=_gaps(shown, away, now),
        drafts=sum(one.published_at is None for one in shifts),
        swaps=[_swap(one, officer, manages, now) for one in reading.swaps_of(desk.pk, now)[:20]],
        leaves=[_leave(one, officer, manages) for one in leaves if one.ends_on >= today],
        passings=_passings(shifts, given, away, officer, now),
    )


def boxes(officer: Officer, today: date) -> list[Box]:
    """Who answers now at every desk of the office that keeps a roster, the own one first; reasons of absence of the own side alone."""
    found, own = reading.on_duty(officer, today), reading.desk_of(officer)
    order = sorted(found.posts, key=lambda desk: (desk != own, desk != found.procuratorate, found.names[desk]))
    made = []
    for desk in order:
        on = found.at_desk(desk)
        answers = [_named(one, desk == own) for one in on.answers if one.person]
        made.append(Box(found.names[desk], desk == own, answers, on.everyone))
    return made


def _named(one: Answer, own: bool) -> dict[str, str]:
    reasons = f"（{'；'.join(one.reasons)}）" if own and one.reasons else ""
    return {"name": one.person.name if one.person else "", "phone": one.person.phone if one.person else "", "why": one.why + reasons}


def day_words(day: date) -> str:
    """周一 11月23日."""
    return f"周{WEEKDAYS[day.weekday()]} {day.month}月{day.day}日"


def _head(day: date, today: date) -> Head:
    return Head(day, day_words(day), day == today)


def _clock(at: datetime) -> str:
    at = timezone.localtime(at)
    return f"{at.hour}:{at.minute:02d}"


def _hours(shift: DutyShift) -> str:
    later = "次日" if timezone.localtime(shift.ends_at).date() > shift.day else ""
    return f"{_clock(shift.starts_at)}—{later}{_clock(shift.ends_at)}"


def _rows(shifts: Iterable[DutyShift], away: Leaves, first: date, now: datetime) -> list[Row]:
    """By post, in its order; the deputy last."""
    found: dict[UUID, Row] = {}
    posts = sorted({one.post for one in shifts}, key=lambda post: (post.kind == PostKind.DEPUTY, post.order, post.name))
    for post in posts:
        found[post.pk] = Row(post.name, post.get_kind_display(), "", [[] for _ in range(7)])
    for one in shifts:
        row = found[one.post_id]
        row.hours = row.hours or _hours(one)
        row.days[(one.day - first).days].append(_cell(one, away, now))
    return list(found.values())


def _cell(shift: DutyShift, away: Leaves, now: datetime) -> Cell:
    turn = reading.turn_of(shift)
    if shift.everyone:
        return Cell(shift.pk, [Part("全员", "", "", (), ())], "", shift.published_at is None, shift.ends_at <= now)
    parts = [_part(one, turn.starts_at) for one in stretches(turn, away)]
    gap = reading.gap_of(turn, away, now).partition("空岗")[2].lstrip("：，")
    return Cell(shift.pk, parts, gap, shift.published_at is None, shift.ends_at <= now)


def _part(one: Stretch, starts_at: datetime) -> Part:
    why = one.answer.why.partition("，")[2] if one.answer.person else ""  # why nobody does, the cell says
    notes = [*([why] if why else []), *one.answer.reasons]
    since = "" if one.starts_at == starts_at else f"{_clock(one.starts_at)}起"
    name = one.answer.person.name if one.answer.person else ""
    return Part(name, since, one.answer.mark, tuple(dict.fromkeys(one.answer.replaced)), tuple(notes))


def _gaps(shifts: Iterable[DutyShift], away: Leaves, now: datetime) -> list[tuple[UUID, str]]:
    """Published shifts that are not over and that nobody holds for some part."""
    found = []
    for one in shifts:
        why = reading.gap_of(reading.turn_of(one), away, now) if one.published_at and one.ends_at > now else ""
        if why:
            found.append((one.pk, f"{day_words(one.day)} {_hours(one)}，{why}"))
    return found


def _swap(one: DutySwap, officer: Officer, manages: bool, now: datetime) -> SwapLine:
    other = one.asked_of.name if one.asked_of else "（尚无人接）"
    back = f"，换{one.to_shift}" if one.to_shift else "，不换回"
    by = f"，{one.decided_by.name}决定" if one.decided_by else ""
    return SwapLine(
        one.pk, f"{one.asked_by.name} 与 {other} 换班", f"让出{one.from_shift}{back}", one.get_stage_display() + by, one.note,
        _swap_acts(one, officer, manages, now),
    )  # fmt: skip


def _swap_acts(one: DutySwap, officer: Officer, manages: bool, now: datetime) -> list[tuple[str, str]]:
    begun = any(shift is not None and shift.starts_at <= now for shift in (one.from_shift, one.to_shift))
    acts: list[tuple[str, str]] = []
    if one.stage == DutySwap.ASKED and not begun and officer.pk != one.asked_by_id:
        if one.asked_of_id == officer.pk:
            acts += [("agree", "同意"), ("refuse", "不同意")]
        elif one.asked_of_id is None:
            acts.append(("agree", "我来接"))
    if one.stage == DutySwap.AGREED and manages and not begun:
        acts += [("approve", "批准"), ("deny", "不批准")]
    mine = officer.pk == one.asked_by_id or manages
    if mine and (one.stage in DutySwap.OPEN or (one.stage == DutySwap.APPROVED and not begun)):
        acts.append(("withdraw", "撤回"))
    return acts


def _leave(one: Leave, officer: Officer, manages: bool) -> LeaveLine:
    days = f"{one.begins_on.month}月{one.begins_on.day}日至{one.ends_on.month}月{one.ends_on.day}日"
    words = f"由{one.substitute.name}替班" if one.substitute else "尚无替班人"
    reason = f"{one.reason}；" if one.reason else ""
    return LeaveLine(one.pk, one.officer.name, days, reason + words, one.substitute is None, manages or one.officer_id == officer.pk)


def _passings(
    shifts: Sequence[DutyShift], given: dict[UUID, HandOver], away: Leaves, officer: Officer, now: datetime
) -> list[Passing]:  # fmt: skip
    """Of each post the change that came last, and the running shift of whoever looks: he may hand over before it ends."""
    found = []
    published = [one for one in shifts if one.published_at is not None and not one.everyone and one.post.kind != PostKind.DEPUTY]
    for post in dict.fromkeys(one.post_id for one in published):
        own = [one for one in published if one.post_id == post]
        running = next((one for one in own if one.starts_at <= now < one.ends_at), None)
        ended = [one for one in own if one.ends_at <= now]
        if running is not None:
            found += _before_its_end(running, given.get(running.pk), away, officer, now)
        if ended:
            found += _after_its_end(ended[-1], running, given.get(ended[-1].pk), away, officer, now)
    return found


def _who(shift: DutyShift, at: datetime, away: Leaves) -> Answer:
    return holder(reading.turn_of(shift), at, away)


def _before_its_end(shift: DutyShift, made: HandOver | None, away: Leaves, officer: Officer, now: datetime) -> list[Passing]:
    holds = _who(shift, now, away)
    if made is not None:
        return [_handed(made, f"{made.given_by.name}（{shift.post.name}）→ 接班人", officer)]
    if holds.person is not None and holds.person.key == officer.pk:
        return [Passing(f"您正在当班（{shift.post.name}），{_clock(shift.ends_at)}交班", True, shift=shift.pk)]
    return []


def _after_its_end(
    shift: DutyShift, running: DutyShift | None, made: HandOver | None, away: Leaves, officer: Officer, now: datetime
) -> list[Passing]:  # fmt: skip
    before = _who(shift, shift.ends_at - timedelta(seconds=1), away)
    after = _who(running, now, away) if running else None
    to = after.person.name if after and after.person else "现在当班的人"
    if made is not None:
        return [_handed(made, f"{made.given_by.name}（{shift.post.name}）→ {to}", officer)]
    if before.person is None or (after and after.person and after.person.key == before.person.key):
        return []  # the same person goes on: nothing passes
    own = shift.pk if before.person.key == officer.pk else None
    return [Passing(f"{before.person.name}（{shift.post.name}）→ {to}", False, shift=own)]


def _handed(made: HandOver, words: str, officer: Officer) -> Passing:
    when = timezone.localtime(made.given_at)
    text = f"“{made.text}” {made.given_by.name} {when:%H:%M}"
    taken = f"{made.taken_by.name}已签收" if made.taken_by else ""
    waits = made.pk if made.taken_at is None and made.given_by_id != officer.pk else None
    return Passing(words, made.taken_at is not None, text, made.items, waits, taken)
