"""提醒: whom a notice is for is resolved when it is read (design 4.3). ``recipients`` says the same of mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from cases.matters.telling.words import moment
from cases.models import Clock, Notice, NoticeRead, Paper
from office.models import Officer
from office.scoping import reach_of
from office.sides import Role, Side

DESKS = frozenset({Role.EXECUTION, Role.CASE_MANAGER})
"""Roles that notices may be directed to besides the handler (规则第613条)."""
MOST = 100
"""The bell counts no further: 「99+」."""


def notices(officer: Officer, today: date) -> QuerySet[Notice]:
    """What concerns this officer, highest rung only, with ``is_read`` and ``is_over`` (the thing is done meanwhile)."""
    rows = Notice.objects.visible_to(officer).filter(superseded=False).filter(_concerns(officer, today))
    read = NoticeRead.objects.filter(notice=OuterRef("pk"), officer=officer)
    # plain joins, not a second look at the table: with 2,000 matters PostgreSQL planned that as n squared
    stands = Q(event__isnull=False) | Q(deadline__status=Clock.RUNNING) | Q(document__status=Paper.ISSUED)
    over = Case(When(stands, then=Value(False)), default=Value(True), output_field=BooleanField())
    return rows.annotate(is_read=Exists(read), is_over=over)


def unread_notices(officer: Officer, today: date) -> int:
    """How many unread notices the bell shows (条), counted up to MOST; what is done meanwhile rings no more."""
    return notices(officer, today).filter(Q(is_read=False, is_over=False))[:MOST].count()


def _concerns(officer: Officer, today: date) -> Q:
    """Whom it names; else the handler; without one at work, all who could act where the move lies; for what is overdue, the head too."""
    reach = reach_of(officer)
    if reach.side == Side.POLICE:
        handler, stand_ins, head, here = "police_handler", {Role.LEGAL}, Role.HEAD, Q(matter__police_id__in=reach.organs)
        ours = here
    else:
        handler, stand_ins, head = "handler", {Role.PROSECUTOR, Role.ASSISTANT}, Role.CHIEF
        here = Q(matter__acting_office_id=reach.own_office)
        ours = here | Q(matter__office_id=reach.own_office)
    concerned = Q(**{f"matter__{handler}": officer, "desk": ""})
    if officer.roles & stand_ins:
        nobody = Q(**{f"matter__{handler}": None}) | Q(**{f"matter__{handler}__is_active": False})
        nobody |= Q(**{f"matter__{handler}__on_leave_until__gte": today})
        if reach.side == Side.PROCURATORATE:
            # with the superior the handler below is not at hand
            nobody |= ~Q(matter__acting_office_id=F("matter__office_id"))
        concerned |= here & nobody & Q(desk="")
    desks = officer.roles & DESKS
    if desks:
        concerned |= ours & Q(desk__in=desks)
    if head in officer.roles:
        concerned |= ours & Q(rung__in=["over", "severe"], desk="")
    return Q(officer=officer) | (Q(officer=None) & concerned)


@dataclass(frozen=True)
class Line:
    """One notice in words."""

    key: UUID
    matter: UUID
    text: str
    number: str
    when: str
    is_read: bool
    is_over: bool
    light: str


LIGHTS = {"over": "overdue", "severe": "severe", "event": "none"}


def line_of(notice: Notice, today: date) -> Line:
    """A notice of ``notices()``, joined with its matter."""
    return Line(
        key=notice.pk,
        matter=notice.matter_id,
        text=notice.text,
        number=notice.matter.number,
        when=moment(notice.created_at, today),
        is_read=notice.is_read,  # type: ignore[attr-defined]
        is_over=notice.is_over,  # type: ignore[attr-defined]
        light=LIGHTS.get(notice.rung, "soon"),
    )
