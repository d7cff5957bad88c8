"""席位: who is admitted to a restricted matter on a day. Registered as ``office.scoping.narrow``; lists and notices ask here too.

A seat is asked for where rows are read, never written onto them: so it ends, and comes back, without a job.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.exceptions import Invalid
from cases.models import Matter, Notice, Participant, SeatRole
from office.models import JointOffice, Officer
from office.scoping import reach_of
from office.sides import BUSINESS_ROLES, Side


def narrow(officer: Officer, model: type[models.Model], today: date) -> Q:
    """What is left of a model's rows to this officer: all, but of restricted matters those in which he has a seat today."""
    if model is Notice:
        # what names nobody is of no restricted matter: said beside it, the bell stays within its indexes
        return Q(officer=None) | admitted(officer, today)
    path = getattr(model, "matter_path", None)
    return Q() if path is None else admitted(officer, today, restricted=f"{path}restricted", matter=f"{path}pk")


def admitted(officer: Officer, today: date, *, restricted: str = "restricted", matter: str = "matter_id") -> Q:
    """Rows of matters that are not restricted, or in which the officer, or his organisation, has a seat today; of a head whose office
    says so, those of his own office besides.

    ``restricted`` and ``matter``: the columns that say so of the row, and of which matter it is.
    """
    found = partaking(officer, today, restricted=restricted, matter=matter)
    reach = reach_of(officer)
    return found | Q(Exists(Matter.objects.filter(pk=OuterRef(matter), office=reach.own_office))) if reach.looks_in else found


def partaking(officer: Officer, today: date, *, restricted: str = "restricted", matter: str = "matter_id") -> Q:
    """The same without what a head only looks into: rows of matters in which the officer may do something."""
    return Q(**{restricted: False}) | Q(Exists(_seat(officer, today, matter)))


def takes_part(officer: Officer, matter: Matter) -> bool:
    """Whether the officer does anything in a matter that he sees: whoever looks into a restricted one as a head (``looks_in``) does not."""
    day = reach_of(officer).looks_in
    if not matter.restricted or day is None:
        return True
    known: dict[UUID, bool] = matter.__dict__.setdefault("_takes_part", {})
    if officer.pk not in known:
        known[officer.pk] = of(officer, day).filter(matter=matter).exists()
    return known[officer.pk]


def in_force(today: date) -> QuerySet[Participant]:
    """The seats in force on a day, of whichever matter."""
    return Participant.objects.filter(Q(until=None) | Q(until__gt=today), since__lte=today)


def of(officer: Officer, today: date) -> QuerySet[Participant]:
    """The seats that this officer has on a day, his own and those of his organisation, in whichever matters."""
    own = {officer.organisation_id, *reach_of(officer).organs}
    return in_force(today).filter(Q(officer=officer) | Q(organisation__in=own))


def hosted_by(officer: Officer, today: date) -> set[UUID]:
    """The matters in which this officer, or his organisation, hosts for his side on a day."""
    return set(of(officer, today).filter(role=SeatRole.HOST, side=officer.side).values_list("matter", flat=True))


def _seat(officer: Officer, today: date, matter: str) -> QuerySet[Participant]:
    return of(officer, today).filter(matter=OuterRef(matter))


def give(matter: Matter, officer: Officer, *, since: date) -> None:
    """A seat for one officer, without an end: whoever opens a restricted matter is its host. Of other matters nobody needs one."""
    if matter.restricted:
        Participant.objects.create(
            office_id=matter.office_id, matter=matter, officer=officer, side=officer.side, role=SeatRole.HOST, since=since
        )


@dataclass(frozen=True)
class Seated:
    """One person who is to be told what concerns a restricted matter."""

    matter: UUID
    side: str
    officer: UUID
    desk: UUID
    """Where he is told of it: his organisation; of the police in what every organ of the office sees, the organ he works for."""


def seated(matters: Iterable[UUID] | QuerySet[Matter], today: date) -> list[Seated]:
    """Who has a seat in these matters on a day and is at work with a business role: one line each, however many seats he has.

    Everybody of an organisation that has one: of a procuratorate its own people, of a police organ all who work for it. Two
    queries, a third and a fourth where organisations have seats; one more where every organ of an office sees the matter.
    """
    rows = in_force(today).filter(matter__in=matters)
    seats = list(rows.values_list("matter_id", "officer_id", "organisation_id", "matter__whole_office"))
    named = {officer for _, officer, _, _ in seats if officer is not None}
    units = {unit for _, _, unit, _ in seats if unit is not None}
    organs = _organs() if any(whole for *_, whole in seats) else set()
    staff = _staff_of(units, today) if units else {}
    people = _at_work(today).filter(pk__in=named).select_related("organisation") if named else ()
    at_work = {one.pk: one for one in people}
    found: dict[tuple[UUID, UUID], Seated] = {}
    for matter, officer, unit, _ in seats:
        for who in staff.get(unit, ()) if unit is not None else filter(None, [at_work.get(officer)]):
            desk = next((pk for pk in who.organisation.above if pk in organs), who.organisation_id)
            found[matter, who.pk] = Seated(matter, who.side, who.pk, desk)
    return sorted(found.values(), key=lambda one: (one.matter, one.officer))


LOOKS_ONLY = "您没有受邀参加本事项，只能查看，不能办理。"
"""Why a head who looks into a restricted matter (``looks_in``) does nothing in it."""
NO_SEAT = "不是本事项的参加人，请先邀请其参加"
"""Why a restricted matter is not given or shown to somebody, after his name."""


@dataclass(frozen=True)
class Seats:
    """Who has a seat in the restricted ones among some matters, on one day."""

    taken: frozenset[tuple[UUID, str]]
    """(matter, officer) of every seat."""

    def admit(self, matter: Matter, officer: UUID | str) -> bool:
        """Whether one of these matters may be given or shown to an officer; ``officer``: his key, also as a page sends it."""
        return not matter.restricted or (matter.pk, str(officer)) in self.taken


def seats_in(matters: Iterable[Matter], today: date) -> Seats:
    """Read once for however many matters (``seated``); where none is restricted nothing is asked."""
    restricted = {one.pk for one in matters if one.restricted}
    return Seats(frozenset((one.matter, str(one.officer)) for one in (seated(restricted, today) if restricted else ())))


def outside(matter: Matter, people: Iterable[UUID], today: date) -> set[UUID]:
    """Those of these officers to whom a matter may not be given or shown: of a restricted one, who has no seat in it; else nobody."""
    seats = seats_in([matter], today)
    return {one for one in people if not seats.admit(matter, one)}


def need_seats(matter: Matter, people: Sequence[Officer], today: date, *, field: str) -> None:
    """Raise Invalid where somebody who is to act in a restricted matter, or to read it, has no seat in it."""
    barred = outside(matter, [one.pk for one in people], today)
    if barred:
        sentence = f"{'、'.join(one.name for one in people if one.pk in barred)}{NO_SEAT}。"
        raise Invalid(sentence, {field: [sentence]})


def _at_work(today: date) -> QuerySet[Officer]:
    current = Q(grants__expires_on=None) | Q(grants__expires_on__gte=today)
    return Officer.objects.filter(current, is_active=True, grants__role__in=BUSINESS_ROLES).distinct()


def _organs() -> set[UUID]:
    return set(JointOffice.organs.through.objects.values_list("organisation_id", flat=True))


def _staff_of(units: set[UUID], today: date) -> dict[UUID, list[Officer]]:
    """Who works for each of these organisations: as ``reach_of`` has it, the nearest organ of an office above him."""
    organs = _organs()
    found: dict[UUID, list[Officer]] = {unit: [] for unit in units}
    wanted = Q(organisation__in=units)
    for unit in units & organs:
        wanted |= Q(organisation__path__contains=f"/{unit}/")
    for one in _at_work(today).filter(wanted).select_related("organisation"):
        own = [one.organisation_id]
        if one.side == Side.POLICE:
            own += [pk for pk in one.organisation.above if pk in organs][:1]
        for unit in units & set(own):
            found[unit].append(one)
    return found
