"""Reads of the roster. ``answerable()`` is the only answer to who is responsible for what nobody has taken up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    FilteredRelation,
    Prefetch,
    Q,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.expressions import Combinable
from django.utils import timezone

from office import clock
from office.duty.hours import Hours, parse_hours
from office.duty.models import DutyCover, DutyPost, DutyShift, DutySwap, HandOver, LogNote, Slot
from office.duty.standing import EVERYONE, Answerable, Away, Cover, Facts, Leaves, Person, Stretch, Turn, stretches
from office.exceptions import NotFound
from office.models import JointOffice, Leave, Officer, Organisation
from office.options import option
from office.scoping import reach_of
from office.sides import BUSINESS_ROLES, Role, Side

MANAGES: dict[str, frozenset[Role]] = {
    Side.PROCURATORATE: frozenset({Role.PROSECUTOR, Role.CHIEF}), Side.POLICE: frozenset({Role.LEGAL, Role.HEAD}),
}  # fmt: skip
"""Who keeps the roster of a desk: 检察官、检察长, 法制员、公安机关负责人 (docs/decisions.md)."""
WORKS: dict[str, frozenset[Role]] = {
    Side.PROCURATORATE: frozenset({Role.PROSECUTOR, Role.ASSISTANT}), Side.POLICE: frozenset({Role.LEGAL}),
}  # fmt: skip
"""Who is meant by everyone of a desk."""


def desk_of(officer: Officer) -> UUID | None:
    """The organisation whose roster is this officer's: his procuratorate, or the organ of the office he works for; None: of no office."""
    reach = reach_of(officer)
    if reach.own_office is None:
        return None
    return reach.organs[0] if reach.organs else officer.organisation_id


def own_desk(officer: Officer) -> Organisation:
    """That organisation. NotFound for who works in no office."""
    desk = desk_of(officer)
    if desk is None:
        raise NotFound("您所在的单位没有设立侦查监督与协作配合办公室，没有值班表。")
    return Organisation.objects.get(pk=desk)


def manages(officer: Officer) -> bool:
    """Whether this officer keeps the roster of his desk."""
    return bool(officer.roles & MANAGES[officer.side])


def _works_at(desk: UUID, path: str = "") -> Q:
    """Of a desk itself, or of a unit of a police organ; what stands below a procuratorate is a procuratorate of its own."""
    units = {f"{path}organisation__parent": desk, f"{path}organisation__side": Side.POLICE}
    return Q(**{f"{path}organisation": desk}) | Q(**units)


def colleagues(desk: Organisation, today: date) -> QuerySet[Officer]:
    """Who may stand on the roster of a desk: active officers of it and of its units who handle business."""
    in_force = Q(grants__expires_on=None) | Q(grants__expires_on__gte=today)
    rows = Officer.objects.filter(in_force, _works_at(desk.pk), is_active=True)
    return rows.filter(grants__role__in=BUSINESS_ROLES).distinct().order_by("organisation__order", "name", "pk")


def managers(desk: UUID, side: str, today: date) -> QuerySet[Officer]:
    """Who keeps the roster of a desk and is at work today."""
    in_force = Q(grants__expires_on=None) | Q(grants__expires_on__gte=today)
    rows = Officer.objects.filter(in_force, _works_at(desk), is_active=True)
    away = Leave.objects.touching(today).values("officer")
    return rows.filter(grants__role__in=MANAGES[side]).exclude(pk__in=away).select_related("organisation").distinct()


def everyone(desk: UUID, side: str, today: date) -> QuerySet[Officer]:
    """Everyone of a desk who could take a matter up."""
    in_force = Q(grants__expires_on=None) | Q(grants__expires_on__gte=today)
    return Officer.objects.filter(in_force, organisation=desk, is_active=True, grants__role__in=WORKS[side]).distinct()


# --- who answers -----------------------------------------------------------------------------------------------------


def answerable(office: UUID, side: str, at: datetime, organ: UUID | None = None) -> Answerable:
    """Who is answerable at one side of an office at a moment, and why in words; of the police, at ``organ``.

    Shift, then who covers it, then who stands in for whom is on leave, then backup and deputy, then everyone. One query.
    """
    found = roster_at(office, at)
    desk = organ if side == Side.POLICE else found.procuratorate
    return found.at_desk(desk) if desk else Answerable(everyone=EVERYONE)


def on_duty(officer: Officer, today: date) -> Facts:
    """The desks of this officer's office at this time of a day; read once per officer object (a request holds one) and day."""
    kept: dict[date, Facts] = officer.__dict__.setdefault("_duty", {})
    if today not in kept:
        reach = reach_of(officer)
        at = clock.at_this_time(today)
        kept[today] = roster_at(reach.own_office, at) if reach.own_office and reach.rostered else Facts(at)
    return kept[today]


def stands_for_desk(officer: Officer, today: date) -> Answerable:
    """Who answers at this officer's own desk."""
    desk = desk_of(officer)
    return on_duty(officer, today).at_desk(desk) if desk else Answerable(everyone=EVERYONE)


def roster_at(office: UUID, at: datetime) -> Facts:
    """What stands on the rosters of all desks of an office at a moment: posts with their shifts, who covers them, who is on leave. One query."""
    day = timezone.localtime(at).date()
    since = day - timedelta(days=1)
    current = FilteredRelation("shifts", condition=Q(shifts__published_at__isnull=False, shifts__starts_at__lte=at, shifts__ends_at__gt=at))
    posts = DutyPost.objects.filter(office=office, is_active=True).annotate(current=current).order_by()
    covers = DutyCover.objects.filter(
        withdrawn_at=None, starts_at__lte=at, ends_at__gt=at, shift__post__office=office, shift__post__is_active=True,
        shift__published_at__isnull=False,
    ).order_by()  # fmt: skip
    here = Q(officer__organisation__office=office) | Q(officer__organisation__offices=office) | Q(officer__organisation__parent__offices=office)
    leaves = Leave.objects.filter(here).touching(since, day).order_by()
    rows = posts.values_list(
        Value("post"), "organisation_id", "current__pk", "name", "kind", "current__day", "current__day", "current__everyone",
        "current__starts_at", "current__ends_at", *_person("current__officer"), *_person("backup"), "organisation__short_name", "pk",
    )  # fmt: skip
    rows = rows.union(
        covers.values_list(
            Value("cover"), "shift__post__organisation_id", "shift_id", "reason", "kind", *_none(DateField(), DateField(), BooleanField()),
            "starts_at", "ends_at", *_person("officer"), *_nobody(), Value(""), "pk",
        ),
        leaves.values_list(
            Value("leave"), "officer__organisation_id", "officer_id", "reason", Value(""), "begins_on", "ends_on",
            *_none(BooleanField(), DateTimeField(), DateTimeField()), *_person("officer"), *_person("substitute"), Value(""), "pk",
        ),
        JointOffice.objects.filter(pk=office).order_by().values_list(
            Value("office"), "procuratorate_id", "pk", Value(""), Value(""), *_none(DateField(), DateField(), BooleanField(), DateTimeField(), DateTimeField()),
            *_nobody(), *_nobody(), Value(""), "pk",
        ),
        all=True,
    )  # fmt: skip
    return _put_together(Facts(at), sorted(rows, key=lambda row: str(row[-1])))


def _person(path: str) -> tuple[str, ...]:
    return (f"{path}__pk" if path != "current__officer" else "current__officer_id", f"{path}__name", f"{path}__phone", f"{path}__is_active")


def _none(*kinds: Any) -> tuple[Combinable, ...]:
    return tuple(Value(None, output_field=kind) for kind in kinds)


def _nobody() -> tuple[Combinable, ...]:
    return _none(UUIDField(), CharField(), CharField(), BooleanField())


def _put_together(found: Facts, rows: Iterable[tuple[Any, ...]]) -> Facts:
    covers: dict[UUID, list[Cover]] = defaultdict(list)
    shifts: list[tuple[UUID, dict[str, Any]]] = []
    backups: set[tuple[UUID, str, UUID]] = set()
    for what, desk, key, words, kind, first, last, all_of_them, begins, ends, *people, name, _ in rows:
        who, other = _read(people[:4]), _read(people[4:8])
        if what == "leave" and who:
            away = Away(who, first, last, words, other)
            if away not in found.leaves.setdefault(who.key, []):  # a unit of an organ of the office is joined twice
                found.leaves[who.key].append(away)
        elif what == "cover" and who:
            covers[key].append(Cover(who, kind, words, begins, ends))
        elif what == "office":
            found.procuratorate = desk
        elif what == "post":
            found.posts.setdefault(desk, set()).add(words)
            found.names[desk] = name
            if other and (desk, words, other.key) not in backups:
                backups.add((desk, words, other.key))
                found.backups.setdefault(desk, []).append((words, other))
            if key:
                values = {"key": key, "post": words, "kind": kind, "day": first, "starts_at": begins, "ends_at": ends, "person": who}
                shifts.append((desk, values | {"everyone": bool(all_of_them), "backup": other}))
    for desk, values in shifts:
        found.turns.setdefault(desk, []).append(Turn(**values, covers=tuple(covers[values["key"]])))
    return found


def _read(values: list[Any]) -> Person | None:
    return Person(values[0], values[1], values[2] or "", bool(values[3])) if values[0] else None


# --- the roster ------------------------------------------------------------------------------------------------------


def work_hours(office: UUID) -> Hours:
    """工作时间 of an office."""
    return parse_hours(option(office, "work_hours"))


def edges_of(slot: str, day: date, hours: Hours) -> tuple[datetime, datetime]:
    """From when to when a slot of a day runs: 日班 the office hours, 夜班 until they begin again, 全天 from one morning to the next."""
    opens, closes, later = hours[0][0], hours[-1][1], day + timedelta(days=1)

    def at(on: date, when: time) -> datetime:
        return timezone.make_aware(datetime.combine(on, when))

    if slot == Slot.DAY:
        return at(day, opens), at(day, closes)
    return (at(day, closes) if slot == Slot.NIGHT else at(day, opens)), at(later, opens)


def shifts_of(desk: UUID, first: date, last: date, *, drafts: bool) -> list[DutyShift]:
    """The shifts of a desk on these days, in order, with what replaces somebody on them; two queries."""
    rows = DutyShift.objects.filter(post__organisation=desk, post__is_active=True, day__gte=first, day__lte=last)
    if not drafts:
        rows = rows.exclude(published_at=None)
    covers = DutyCover.objects.filter(withdrawn_at=None).select_related("officer").order_by("id")
    return list(rows.select_related("post__backup", "post__office", "officer").prefetch_related(Prefetch("covers", covers)).order_by("starts_at", "id"))


@dataclass(frozen=True)
class Held:
    """Part of a published shift that one person holds, or nobody."""

    shift: DutyShift
    stretch: Stretch
    place: int
    """Which part of this shift that this person holds: 0 for the first."""
    changed_at: datetime
    """When this was last decided."""

    @property
    def officer(self) -> UUID | None:
        """Whoever holds it; None: nobody, or everyone."""
        person = self.stretch.answer.person
        return None if self.shift.everyone or person is None else person.key


def held_at(desk: UUID, first: date, last: date) -> list[Held]:
    """The published shifts of a desk that begin on these days, cut where their holder changes, in order. Three queries."""
    away = by_person(leaves_of(desk, first, last))
    found = []
    for shift in shifts_of(desk, first, last, drafts=False):
        held: Counter[UUID | None] = Counter()
        for one in stretches(turn_of(shift), away):
            who = one.answer.person.key if one.answer.person else None
            found.append(Held(shift, one, held[who], shift.changed_at or shift.published_at or shift.starts_at))
            held[who] += 1
    return found


def leaves_of(desk: UUID, first: date, last: date) -> list[Leave]:
    """Leaves at a desk that touch these days, in order."""
    return list(Leave.objects.filter(_works_at(desk, "officer__")).touching(first, last).select_related("officer", "substitute").order_by("begins_on", "id"))


def person_of(officer: Officer | None) -> Person | None:
    """Somebody as the roster reads him."""
    return Person(officer.pk, officer.name, officer.phone, officer.is_active) if officer else None


def turn_of(shift: DutyShift) -> Turn:
    """A shift of ``shifts_of()`` as what is decided from."""
    covers = tuple(
        Cover(Person(one.officer.pk, one.officer.name, one.officer.phone, one.officer.is_active), one.kind, one.reason, one.starts_at, one.ends_at)
        for one in shift.covers.all()
    )
    return Turn(
        shift.pk, shift.post.name, shift.post.kind, shift.day, shift.starts_at, shift.ends_at, person_of(shift.officer), shift.everyone,
        person_of(shift.post.backup), covers,
    )  # fmt: skip


def by_person(leaves: Iterable[Leave]) -> Leaves:
    """Leaves as what is decided from."""
    found: dict[UUID, list[Away]] = defaultdict(list)
    for one in leaves:
        away = person_of(one.officer)
        if away is not None:
            found[one.officer_id].append(Away(away, one.begins_on, one.ends_on, one.reason, person_of(one.substitute)))
    return found


def posts_of(desk: UUID) -> QuerySet[DutyPost]:
    """The posts of a desk that are in use, with their rules."""
    rows = DutyPost.objects.filter(organisation=desk, is_active=True).select_related("backup")
    return rows.prefetch_related("rules__members__officer").order_by("order", "name")


def post(officer: Officer, pk: UUID) -> DutyPost:
    """One post of one's own desk. NotFound for any other."""
    found = DutyPost.objects.filter(organisation=desk_of(officer), is_active=True, pk=pk).first()
    if found is None:
        raise NotFound("没有这个值班岗，或者不是本单位的。")
    return found


def shift(officer: Officer, pk: UUID) -> DutyShift:
    """One shift of one's own desk. NotFound for any other."""
    covers = DutyCover.objects.filter(withdrawn_at=None).select_related("officer").order_by("id")
    rows = DutyShift.objects.filter(post__organisation=desk_of(officer), pk=pk).select_related("post__backup", "post__organisation", "officer")
    found = rows.prefetch_related(Prefetch("covers", covers)).first()
    if found is None or (found.published_at is None and not manages(officer)):
        raise NotFound("没有这个班次，或者不是本单位的。")
    return found


def swaps_of(desk: UUID, since: datetime) -> QuerySet[DutySwap]:
    """Swaps of a desk that wait for somebody, or whose shifts are not over."""
    rows = DutySwap.objects.filter(organisation=desk)
    rows = rows.filter(Q(from_shift__ends_at__gt=since) | Q(to_shift__ends_at__gt=since))
    return rows.select_related("from_shift__post", "to_shift__post", "asked_by", "asked_of", "decided_by").order_by("-asked_at", "-id")


def swap(officer: Officer, pk: UUID) -> DutySwap:
    """One swap of one's own desk. NotFound for any other."""
    rows = DutySwap.objects.filter(organisation=desk_of(officer), pk=pk)
    found = rows.select_related("from_shift__post", "to_shift__post", "asked_by", "asked_of").first()
    if found is None:
        raise NotFound("没有这项换班，或者不是本单位的。")
    return found


def swappable(officer: Officer, who: UUID, at: datetime) -> QuerySet[DutyShift]:
    """Published shifts of somebody of one's desk that are not over."""
    rows = DutyShift.objects.filter(post__organisation=desk_of(officer), officer=who, ends_at__gt=at).exclude(published_at=None)
    return rows.select_related("post").order_by("starts_at")


def leave(officer: Officer, pk: UUID) -> Leave:
    """A leave at one's own desk. NotFound for any other."""
    desk = desk_of(officer)
    rows = Leave.objects.filter(_works_at(desk, "officer__"), pk=pk, cancelled_at=None) if desk else Leave.objects.none()
    found = rows.select_related("officer", "substitute").first()
    if found is None:
        raise NotFound("没有这次请假，或者不是本单位的。")
    return found


def handovers_of(desk: UUID, first: datetime, last: datetime) -> QuerySet[HandOver]:
    """Handovers of shifts that ended between two moments, newest first."""
    rows = HandOver.objects.filter(organisation=desk, given_at__gte=first, given_at__lt=last)
    return rows.select_related("shift__post", "given_by", "taken_by").order_by("-given_at")


def handover(officer: Officer, pk: UUID) -> HandOver:
    """One handover of one's own desk. NotFound for any other."""
    found = HandOver.objects.filter(organisation=desk_of(officer), pk=pk).select_related("shift__post", "given_by").first()
    if found is None:
        raise NotFound("没有这份交接，或者不是本单位的。")
    return found


def notes_of(desk: UUID, day: date) -> QuerySet[LogNote]:
    """What was noted of a day at a desk, in the order of the day."""
    return LogNote.objects.filter(organisation=desk, day=day).select_related("officer").order_by("at", "id")


def watched(first: datetime, last: datetime) -> list[tuple[DutyShift, str]]:
    """Published shifts of every desk that run between two moments, each with why nobody holds it for some part; empty where somebody
    always does. Three queries, one where there are none."""
    rows = DutyShift.objects.filter(ends_at__gt=first, starts_at__lt=last, everyone=False, post__is_active=True).exclude(published_at=None)
    covers = DutyCover.objects.filter(withdrawn_at=None).select_related("officer").order_by("id")
    found = list(rows.select_related("post__backup", "post__organisation", "officer").prefetch_related(Prefetch("covers", covers)))
    if not found:
        return []
    leaves = Leave.objects.touching(first.date() - timedelta(days=1), last.date()).select_related("officer", "substitute").order_by("begins_on", "id")
    away = by_person(leaves)
    return [(one, gap_of(turn_of(one), away, first)) for one in found]


def gap_of(turn: Turn, away: Leaves, since: datetime) -> str:
    """Why nobody holds a shift for some part of it that is not over; empty where somebody always does."""
    if turn.everyone:
        return ""
    return next((one.answer.why for one in stretches(turn, away) if one.answer.person is None and one.ends_at > since), "")


def office_of(desk: UUID) -> JointOffice:
    """The office a desk belongs to."""
    return JointOffice.objects.filter(Q(procuratorate=desk) | Q(organs=desk)).distinct().order_by("code")[0]
