"""Writes of the roster. Each is one transaction that holds the desk, so that two who arrange it at once wait for each other; each leaves a trail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NoReturn
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from office import audit
from office.actions import end_leave as end
from office.duty import reading
from office.duty.models import DutyCover, DutyMember, DutyPost, DutyRule, DutyShift, DutySwap, HandOver, LogNote, Pattern
from office.duty.standing import Away, Leaves, Turn, follow, moment_words, stretches
from office.exceptions import Conflict, Invalid, NotAllowed
from office.holidays import calendar
from office.models import Leave, Officer, Organisation

LONGEST_DRAFT = 62
"""Days (日) that are planned at once: two months."""
LONGEST_LEAVE = 366
MANAGERS = {"procuratorate": "检察官、检察长", "police": "法制员、公安机关负责人"}


def _refuse(field: str, sentence: str) -> NoReturn:
    raise Invalid(sentence, {field: [sentence]})


def _desk(officer: Officer) -> Organisation:
    """The officer's desk, held until the end of the transaction."""
    desk = reading.own_desk(officer)
    return Organisation.objects.select_for_update(no_key=True, of=("self",)).get(pk=desk.pk)


def _must_manage(officer: Officer) -> None:
    if not reading.manages(officer):
        raise NotAllowed(f"值班表由{MANAGERS[officer.side]}编排。")


def _colleague(desk: Organisation, pk: UUID | str | None, today: date, field: str) -> Officer:
    found = reading.colleagues(desk, today).filter(pk=pk).first() if pk else None
    if found is None:
        _refuse(field, "请选择本单位在用的人员。")
    return found


# --- posts and how they rotate ---------------------------------------------------------------------------------------


@transaction.atomic
def save_post(
    *, officer: Officer, pk: UUID | None, name: str, kind: str, slot: str, working_days: bool, backup: UUID | str | None, pattern: str,
    members: Sequence[UUID | str], begins_on: date, now: datetime,
) -> DutyPost:  # fmt: skip
    """Set up a post with its turns, or change it; turns begin anew on ``begins_on``, shifts already drafted or published stay as they are.

    Raises NotAllowed, Invalid, and Conflict where the desk has a post of this name.
    """
    _must_manage(officer)
    desk = _desk(officer)
    today = now.date()
    people = [_colleague(desk, one, today, "members") for one in members]
    if pattern != Pattern.ALL and not people:
        _refuse("members", "请至少选择一名轮值人。")
    if len({one.pk for one in people}) < len(people):
        _refuse("members", "同一人在轮值次序里只能出现一次。")
    behind = _colleague(desk, backup, today, "backup") if backup else None
    name = name.strip()
    if not name:
        _refuse("name", "请填写岗位名称。")
    post = reading.post(officer, pk) if pk else DutyPost(office=reading.office_of(desk.pk), organisation=desk)
    if DutyPost.objects.filter(organisation=desk, name=name, is_active=True).exclude(pk=post.pk).exists():
        raise Conflict(f"已有名为“{name}”的值班岗，请另取名称。")
    post.name, post.kind, post.slot, post.working_days, post.backup = name, kind, slot, working_days, behind
    post.save()
    rule, _ = DutyRule.objects.update_or_create(post=post, begins_on=begins_on, defaults={"pattern": pattern})
    rule.members.all().delete()
    DutyMember.objects.bulk_create(DutyMember(rule=rule, officer=one, place=place) for place, one in enumerate(people, start=1))
    audit.record(officer, "save_post", post, pattern=pattern, members=[one.name for one in people], begins_on=begins_on)
    return post


@transaction.atomic
def close_post(*, officer: Officer, pk: UUID, now: datetime) -> DutyPost:
    """Put a post out of use: drafts and shifts that have not begun go with it, what was held stays on record."""
    _must_manage(officer)
    _desk(officer)
    post = reading.post(officer, pk)
    DutyShift.objects.filter(post=post, starts_at__gt=now).delete()
    post.is_active = False
    post.save(update_fields=["is_active"])
    audit.record(officer, "close_post", post)
    return post


@transaction.atomic
def draft_roster(*, officer: Officer, first: date, last: date, now: datetime) -> int:
    """Draft the shifts of every post of one's desk from a day to a day by the turns; how many (班). What is published stays as it is."""
    _must_manage(officer)
    desk = _desk(officer)
    if last < first:
        _refuse("last", "截止日期不能早于开始日期。")
    if first < now.date():
        _refuse("first", "不能编排今天以前的班表。")
    if (last - first).days >= LONGEST_DRAFT:
        _refuse("last", f"一次最多编排{LONGEST_DRAFT}日，请缩短日期范围。")
    posts = list(reading.posts_of(desk.pk))
    if not any(post.rules.all() for post in posts):
        raise Conflict("本单位还没有设置值班岗，请先设置岗位和轮值人。")
    hours, off = reading.work_hours(posts[0].office_id), calendar().is_holiday
    DutyShift.objects.filter(post__in=posts, day__gte=first, day__lte=last, published_at=None).delete()
    made: list[DutyShift] = []
    for post in posts:
        for day, holder, everyone in turns_between(post, first, last, off):
            starts_at, ends_at = reading.edges_of(post.slot, day, hours)
            made.append(
                DutyShift(post=post, day=day, slot=post.slot, officer=holder, everyone=everyone, starts_at=starts_at, ends_at=ends_at)
            )
    before = DutyShift.objects.filter(post__in=posts).count()
    DutyShift.objects.bulk_create(made, ignore_conflicts=True)
    drafted = DutyShift.objects.filter(post__in=posts).count() - before
    audit.record(officer, "draft_roster", desk, begins_on=first, ends_on=last, shifts=drafted)
    return drafted


def turns_between(post: DutyPost, first: date, last: date, off: Any) -> Iterable[tuple[date, Officer | None, bool]]:
    """Whose turn each day is by the rule that is in force on it: day, person, everyone. ``off``: whether a day is 节假日."""
    rules = sorted(post.rules.all(), key=lambda one: one.begins_on)
    people = {rule.pk: [one.officer for one in sorted(rule.members.all(), key=lambda one: one.place)] for rule in rules}
    day = first
    while day <= last:
        rule = next((one for one in reversed(rules) if one.begins_on <= day), None)
        if rule is not None and not (post.working_days and off(day)):
            if rule.pattern == Pattern.ALL:
                yield day, None, True
            elif people[rule.pk]:
                yield day, people[rule.pk][_turn(rule, day, post.working_days, off) % len(people[rule.pk])], False
        day += timedelta(days=1)


def _turn(rule: DutyRule, day: date, working_days: bool, off: Any) -> int:
    """Which turn a day is, counted from the rule's first: days (working days alone, where only these are held), weeks from Monday, months."""
    begins = rule.begins_on
    if rule.pattern == Pattern.WEEK:
        return ((day - timedelta(days=day.weekday())) - (begins - timedelta(days=begins.weekday()))).days // 7
    if rule.pattern == Pattern.MONTH:
        return (day.year - begins.year) * 12 + day.month - begins.month
    passed = (day - begins).days
    return sum(not off(begins + timedelta(days=one)) for one in range(passed)) if working_days else passed


@transaction.atomic
def place_shift(*, officer: Officer, pk: UUID, to: UUID | str | None, now: datetime) -> DutyShift:
    """Put another person on a shift that is still a draft, or nobody. Conflict once it is published: then it is covered or swapped."""
    _must_manage(officer)
    desk = _desk(officer)
    shift = reading.shift(officer, pk)
    if shift.published_at is not None:
        raise Conflict("班表已经发布，请用替班或者换班调整。")
    shift.officer = _colleague(desk, to, now.date(), "to") if to else None
    shift.everyone = False
    shift.save(update_fields=["officer", "everyone"])
    audit.record(officer, "place_shift", shift, person=shift.officer.name if shift.officer else "")
    return shift


@transaction.atomic
def publish_roster(*, officer: Officer, now: datetime) -> int:
    """Publish every draft of one's desk; how many (班). From then on whoever stands there answers."""
    _must_manage(officer)
    desk = _desk(officer)
    done = DutyShift.objects.filter(post__organisation=desk, post__is_active=True, published_at=None).update(published_at=now)
    if not done:
        raise Conflict("没有待发布的班表，请先编排。")
    audit.record(officer, "publish_roster", desk, shifts=done)
    return done


# --- leave -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def register_leave(
    *, officer: Officer, who: UUID | str, begins_on: date, ends_on: date, reason: str, substitute: UUID | str | None, now: datetime
) -> Leave:  # fmt: skip
    """Register leave of oneself, or, as whoever manages the roster, of another; the substitute takes over what he would have held.

    Raises Invalid for days, persons or a loop of substitutes that will not do, Conflict where he is on leave within these days already.
    """
    desk = _desk(officer)
    today = now.date()
    person = _colleague(desk, who, today, "who")
    if person.pk != officer.pk:
        _must_manage(officer)
    if begins_on < today:
        _refuse("begins_on", "请假不能从今天以前开始。")
    if ends_on < begins_on:
        _refuse("ends_on", "请假的截止日期不能早于开始日期。")
    if (ends_on - begins_on).days >= LONGEST_LEAVE:
        _refuse("ends_on", "一次请假最长一年，请分次登记。")
    standing = Leave.objects.filter(officer=person).touching(begins_on, ends_on).first()
    if standing is not None:
        raise Conflict(f"{person.name}自{_day(standing.begins_on)}至{_day(standing.ends_on)}已登记请假，请先销假或者另定日期。")
    other = _colleague(desk, substitute, today, "substitute") if substitute else None
    _check_substitute(desk, person, other, begins_on, ends_on)
    made = Leave.objects.create(
        officer=person, begins_on=begins_on, ends_on=ends_on, reason=reason.strip()[:60], substitute=other, registered_by=officer, created_at=now,
    )  # fmt: skip
    audit.record(
        officer, "register_leave", made, begins_on=begins_on, ends_on=ends_on, reason=made.reason, substitute=other.name if other else ""
    )
    return made


@transaction.atomic
def name_substitute(*, officer: Officer, pk: UUID, substitute: UUID | str | None, now: datetime) -> Leave:
    """Name, change or take away who stands in during a leave that is not over."""
    desk = _desk(officer)
    leave = reading.leave(officer, pk)
    if leave.officer_id != officer.pk:
        _must_manage(officer)
    if leave.ends_on < now.date():
        raise Conflict(f"{leave.officer.name}的请假已于{_day(leave.ends_on)}结束。")
    other = _colleague(desk, substitute, now.date(), "substitute") if substitute else None
    _check_substitute(desk, leave.officer, other, max(leave.begins_on, now.date()), leave.ends_on)
    leave.substitute = other
    leave.save(update_fields=["substitute"])
    audit.record(officer, "register_leave", leave, substitute=other.name if other else "")
    return leave


@transaction.atomic
def end_leave(*, officer: Officer, pk: UUID, now: datetime) -> Leave:
    """He is back, or does not go. Conflict when it is over already."""
    _desk(officer)
    leave = reading.leave(officer, pk)
    if leave.officer_id != officer.pk:
        _must_manage(officer)
    if leave.ends_on < now.date():
        raise Conflict(f"{leave.officer.name}的请假已于{_day(leave.ends_on)}结束。")
    end(leave, now)
    audit.record(officer, "end_leave", leave, ends_on=leave.ends_on)
    return leave


def _check_substitute(desk: Organisation, person: Officer, other: Officer | None, first: date, last: date) -> None:
    """Nobody stands in for himself, neither directly nor through others, on any day of these."""
    if other is None:
        return
    if other.pk == person.pk:
        _refuse("substitute", "替班人不能是请假人本人。")
    leaves = reading.by_person(reading.leaves_of(desk.pk, first, last))
    own, stand_in = reading.person_of(person), reading.person_of(other)
    if own is None or stand_in is None:
        return
    known: Leaves = {**leaves, own.key: [Away(own, first, last, "", stand_in)]}
    # a chain changes only on the days on which somebody's leave begins
    days = {first} | {max(first, one.begins_on) for rows in leaves.values() for one in rows if one.begins_on <= last}
    for day in sorted(days):
        if follow(own, day, known).broken.startswith("替班人循环"):
            _refuse("substitute", f"{other.name}也在请假，由他人替班，最后又轮到{person.name}，请另选替班人。")


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


# --- replacing somebody on a shift -----------------------------------------------------------------------------------


@transaction.atomic
def cover_shift(
    *, officer: Officer, pk: UUID, to: UUID | str, starts_at: datetime | None, reason: str, now: datetime, ends_at: datetime | None = None
) -> DutyCover:  # fmt: skip
    """Another holds a shift, or its rest from a moment on, in one step: by who manages the roster, or by who takes it over himself.

    What was answered before stays: of a running shift, nothing earlier than now is changed. Conflict once it is over.
    """
    desk = _desk(officer)
    shift = reading.shift(officer, pk)
    person = _colleague(desk, to, now.date(), "to")
    if person.pk != officer.pk:
        _must_manage(officer)
    if shift.published_at is None:
        raise Conflict("这一班还是草稿，请直接改班表。")
    if shift.ends_at <= now:
        raise Conflict("这一班已经结束，不能再安排替班。")
    begins = max(starts_at or shift.starts_at, shift.starts_at, now)
    ends = min(ends_at or shift.ends_at, shift.ends_at)
    if begins >= ends:
        _refuse("starts_at", f"替班的时间应在{moment_words(shift.starts_at)}至{moment_words(shift.ends_at)}之间。")
    if any(one.begins_on <= shift.day <= one.ends_on and one.cancelled_at is None for one in person.leaves.all()):
        _refuse("to", f"{person.name}当日请假，请另选替班人。")
    made = DutyCover.objects.create(
        shift=shift, officer=person, starts_at=begins, ends_at=ends, kind=DutyCover.OVERRIDE, reason=reason.strip()[:60], made_by=officer, created_at=now,
    )  # fmt: skip
    _touch([shift.pk], now)
    audit.record(officer, "cover_shift", shift, person=person.name, until=ends, reason=made.reason)
    return made


@transaction.atomic
def uncover_shift(*, officer: Officer, pk: UUID, cover: UUID, now: datetime) -> DutyShift:
    """Take a replacement back; what it answered until now stays. Conflict once it is over."""
    _desk(officer)
    shift = reading.shift(officer, pk)
    found = DutyCover.objects.filter(shift=shift, pk=cover, kind=DutyCover.OVERRIDE, withdrawn_at=None).first()
    if found is None:
        raise Conflict("没有可以撤销的替班，请刷新后再看。")
    if found.officer_id != officer.pk or found.made_by_id != officer.pk:
        _must_manage(officer)
    if found.ends_at <= now:
        raise Conflict("这次替班已经结束，不能撤销。")
    _withdraw([found], now)
    audit.record(officer, "uncover_shift", shift)
    return shift


def _withdraw(covers: Iterable[DutyCover], now: datetime) -> None:
    """What has not begun goes, what runs ends now."""
    for one in covers:
        if one.starts_at < now:
            one.ends_at = min(one.ends_at, now)
        else:
            one.withdrawn_at = now
        one.save(update_fields=["ends_at", "withdrawn_at"])
        _touch([one.shift_id], now)


def _touch(shifts: Iterable[UUID], now: datetime) -> None:
    """Another holds these shifts, or for another time, than before: calendars are told since when."""
    DutyShift.objects.filter(pk__in=shifts).update(changed_at=now)


@transaction.atomic
def ask_swap(
    *, officer: Officer, shift: UUID, other: UUID | str | None, in_return: UUID | str | None, note: str, now: datetime
) -> DutySwap:  # fmt: skip
    """Ask another to take one's shift, for one of his or for nothing; of nobody in particular: whoever is willing.

    Whoever manages the roster may arrange it for two others: then it stands at once.
    """
    desk = _desk(officer)
    mine = reading.shift(officer, shift)
    if mine.published_at is None or mine.officer_id is None:
        raise Conflict("只有已经发布并且排了人的班可以换。")
    if mine.starts_at <= now:
        raise Conflict("这一班已经开始，请用替班。")
    for_others = mine.officer_id != officer.pk
    if for_others:
        _must_manage(officer)
    person = _colleague(desk, other, now.date(), "other") if other else None
    if person is not None and person.pk == mine.officer_id:
        _refuse("other", "换班的对方不能是本人。")
    if for_others and person is None:
        _refuse("other", "代他人换班的，请写明对方。")
    theirs = _in_return(officer, mine, person, in_return, now)
    if DutySwap.objects.filter(Q(from_shift=mine) | Q(to_shift=mine), stage__in=DutySwap.OPEN).exists():
        raise Conflict("这一班已经在申请换班，请先撤回。")
    made = DutySwap.objects.create(
        organisation=desk, from_shift=mine, to_shift=theirs, asked_by_id=mine.officer_id, asked_of=person, entered_by=officer,
        note=note.strip()[:100], asked_at=now,
    )  # fmt: skip
    audit.record(officer, "ask_swap", made, person=person.name if person else "")
    if for_others:
        _settle(made, officer, now)
    return made


def _in_return(officer: Officer, mine: DutyShift, person: Officer | None, pk: UUID | str | None, now: datetime) -> DutyShift | None:
    """The shift that is given in return, checked; None where nothing is."""
    if not pk:
        return None
    theirs = reading.swappable(officer, person.pk, now).filter(pk=pk, starts_at__gt=now).first() if person else None
    if theirs is None:
        _refuse("in_return", "换来的班应是对方已经发布、尚未开始的班。")
    if theirs.pk == mine.pk:
        _refuse("in_return", "不能与同一班互换。")
    return theirs


@transaction.atomic
def answer_swap(*, officer: Officer, pk: UUID, agrees: bool, now: datetime) -> DutySwap:
    """The other says yes or no; a swap that is open to all, whoever is willing takes. Only then may it be decided."""
    desk = _desk(officer)
    swap = reading.swap(officer, pk)
    if swap.stage != DutySwap.ASKED:
        raise Conflict(f"这项换班{swap.get_stage_display()}，不能再答复。")
    if swap.asked_of_id not in {None, officer.pk} or swap.asked_by_id == officer.pk:
        raise NotAllowed("这项换班由被请求换班的人答复。")
    if swap.asked_of_id is None and not agrees:
        raise Invalid("不愿意接的，不必答复。")
    _colleague(desk, officer.pk, now.date(), "to")
    _not_begun(swap, now)
    swap.asked_of, swap.answered_at, swap.stage = officer, now, DutySwap.AGREED if agrees else DutySwap.REFUSED
    swap.save(update_fields=["asked_of", "answered_at", "stage"])
    audit.record(officer, "answer_swap", swap, answer="同意" if agrees else "不同意")
    return swap


@transaction.atomic
def decide_swap(*, officer: Officer, pk: UUID, approves: bool, now: datetime) -> DutySwap:
    """Whoever manages the roster lets a swap stand to which the other has agreed, or does not."""
    _must_manage(officer)
    _desk(officer)
    swap = reading.swap(officer, pk)
    if swap.stage == DutySwap.ASKED:
        raise Conflict("对方还没有同意，不能批准。")
    if swap.stage != DutySwap.AGREED:
        raise Conflict(f"这项换班{swap.get_stage_display()}，不能再决定。")
    _not_begun(swap, now)
    if approves:
        _settle(swap, officer, now)
    else:
        swap.stage, swap.decided_by, swap.decided_at = DutySwap.DENIED, officer, now
        swap.save(update_fields=["stage", "decided_by", "decided_at"])
    audit.record(officer, "approve_swap", swap, answer="批准" if approves else "不批准")
    return swap


def _settle(swap: DutySwap, officer: Officer, now: datetime) -> None:
    """Each holds the other's shift from now on."""
    swap.stage, swap.decided_by, swap.decided_at = DutySwap.APPROVED, officer, now
    swap.save(update_fields=["stage", "decided_by", "decided_at"])
    pairs = [(swap.from_shift, swap.asked_of), *([(swap.to_shift, swap.asked_by)] if swap.to_shift else [])]
    DutyCover.objects.bulk_create(
        DutyCover(
            shift=shift, officer=person, starts_at=shift.starts_at, ends_at=shift.ends_at, kind=DutyCover.SWAP, swap=swap, made_by=officer, created_at=now,
        )
        for shift, person in pairs
    )  # fmt: skip
    _touch([shift.pk for shift, _ in pairs], now)


@transaction.atomic
def withdraw_swap(*, officer: Officer, pk: UUID, now: datetime) -> DutySwap:
    """Take a swap back, by who asked or who manages the roster; one that stands, until the first of its shifts begins."""
    _desk(officer)
    swap = reading.swap(officer, pk)
    if officer.pk != swap.asked_by_id:
        _must_manage(officer)
    if swap.stage not in {*DutySwap.OPEN, DutySwap.APPROVED}:
        raise Conflict(f"这项换班{swap.get_stage_display()}，不能再撤回。")
    if swap.stage == DutySwap.APPROVED:
        _not_begun(swap, now)
        _withdraw(swap.covers.filter(withdrawn_at=None), now)
    swap.stage = DutySwap.WITHDRAWN
    swap.save(update_fields=["stage"])
    audit.record(officer, "withdraw_swap", swap)
    return swap


def _not_begun(swap: DutySwap, now: datetime) -> None:
    if any(one is not None and one.starts_at <= now for one in (swap.from_shift, swap.to_shift)):
        raise Conflict("其中一班已经开始，请用替班调整。")


# --- handing over, and the log of the day ----------------------------------------------------------------------------


@transaction.atomic
def hand_over(*, officer: Officer, shift: UUID, items: Sequence[dict[str, Any]], told: Sequence[str], text: str, now: datetime) -> HandOver:
    """Who leaves a shift ticks what he has told of the open items and writes a sentence. Once a shift.

    ``items``: what the system lists as open; ``told``: keys (``matter``) of those that were explained.
    """
    desk = _desk(officer)
    found = reading.shift(officer, shift)
    if found.published_at is None or found.starts_at > now:
        raise Conflict("这一班还没有开始，不能交班。")
    if not text.strip():
        _refuse("text", "请写一句交代；没有未结事项的，写明“无”。")
    turn, leaves = reading.turn_of(found), reading.by_person(reading.leaves_of(desk.pk, found.day, found.day))
    if not (found.everyone or held_by(turn, leaves, officer.pk, min(now, found.ends_at))):
        raise NotAllowed("这一班由当班的人交班。")
    if HandOver.objects.filter(shift=found).exists():
        raise Conflict("这一班已经交班。")
    listed = [item | {"told": item["matter"] in told} for item in items]
    made = HandOver.objects.create(organisation=desk, shift=found, items=listed, text=text.strip()[:400], given_by=officer, given_at=now)
    audit.record(officer, "hand_over", made, open=len(listed))
    return made


def held_by(turn: Turn, leaves: Leaves, key: UUID, until: datetime) -> bool:
    """Whether somebody held this shift for some part of it up to a moment."""
    parts = stretches(turn, leaves)
    return any(one.answer.person is not None and one.answer.person.key == key and one.starts_at <= until for one in parts)


@transaction.atomic
def take_over(*, officer: Officer, pk: UUID, now: datetime) -> HandOver:
    """Who comes on signs for what he was told. Conflict when signed for already."""
    _desk(officer)
    found = reading.handover(officer, pk)
    if found.taken_at is not None:
        raise Conflict("这份交接已经签收。")
    if found.given_by_id == officer.pk:
        raise NotAllowed("交接由接班的人签收，不能由交班人自己签收。")
    on = reading.stands_for_desk(officer, now.date())
    if on.people and officer.pk not in on.people and not reading.manages(officer):
        raise NotAllowed("交接由现在当班的人签收。")
    found.taken_by, found.taken_at = officer, now
    found.save(update_fields=["taken_by", "taken_at"])
    audit.record(officer, "take_over_shift", found)
    return found


@transaction.atomic
def add_log_note(*, officer: Officer, day: date, at: time, kind: str, text: str, now: datetime) -> LogNote:
    """Note what happened outside the system on a day; once the day is over it is marked as noted later. Never of a day to come."""
    desk = _desk(officer)
    if (day, at) > (now.date(), now.time()):
        _refuse("at", "不能补记还没有发生的事。")
    if not text.strip():
        _refuse("text", "请写明内容。")
    made = LogNote.objects.create(organisation=desk, day=day, at=at, kind=kind, text=text.strip()[:300], officer=officer, created_at=now)
    audit.record(officer, "add_log_note", made, kind=made.get_kind_display())
    return made


# --- gaps ------------------------------------------------------------------------------------------------------------

AHEAD = timedelta(days=7)
"""How long before a gap whoever manages the roster is told."""


def new_gaps(now: datetime) -> list[tuple[DutyShift, str]]:
    """Gaps of the coming week that nobody was told of, each with why. One that was filled may be told of again."""
    watched = reading.watched(now, now + AHEAD)
    filled = [one.pk for one, why in watched if one.gap_told_at is not None and not why]
    if filled:
        DutyShift.objects.filter(pk__in=filled).update(gap_told_at=None)
    return [(one, why) for one, why in watched if why and one.gap_told_at is None]


def told_of(gaps: Iterable[tuple[DutyShift, str]], now: datetime) -> list[tuple[Officer, str]]:
    """Marks these gaps as told, and says whom to tell what: who manages the roster, never who is on leave himself.

    Part of the transaction that tells. A gap that another check marked in the same moment is left out.
    """
    told: list[tuple[Officer, str]] = []
    for shift, why in gaps:
        if not DutyShift.objects.filter(pk=shift.pk, gap_told_at=None).update(gap_told_at=now):
            continue
        place = shift.post.organisation
        words = f"{_day(shift.day)}{shift.get_slot_display()}（{moment_words(shift.starts_at)}至{moment_words(shift.ends_at)}）{why}，请安排替班"
        told += [(one, words) for one in reading.managers(place.pk, place.side, now.date()) if one.pk != shift.officer_id]
    return told
