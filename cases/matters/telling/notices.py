"""提醒: whom a notice is for is resolved when it is read (design 4.3). ``recipients`` says the same of mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.matters.telling.words import moment
from cases.models import Notice, NoticeRead
from office.models import Officer
from office.scoping import reach_of
from office.sides import Role, Side

DESKS = frozenset({Role.EXECUTION, Role.CASE_MANAGER})
"""Roles that notices may be directed to besides the handler (规则第613条)."""
MOST = 100
"""The bell counts no further: 「99+」."""


def notices(officer: Officer, today: date) -> QuerySet[Notice]:
    """What concerns this officer, highest rung only, with ``is_read``."""
    rows = Notice.objects.visible_to(officer).filter(superseded=False).filter(_concerns(officer, today))
    return rows.annotate(is_read=Exists(NoticeRead.objects.filter(notice=OuterRef("pk"), officer=officer)))


def unread_notices(officer: Officer, today: date) -> int:
    """How many unread notices the bell shows (条), counted up to MOST; what is done meanwhile rings no more."""
    return notices(officer, today).filter(Q(over=False, is_read=False)).order_by()[:MOST].count()


def _concerns(officer: Officer, today: date) -> Q:
    """Whom it names; else the handler; without one at work, all who could act where the move lies; for what is overdue, the head too."""
    reach = reach_of(officer)
    if reach.side == Side.POLICE:
        stand_ins, head = {Role.LEGAL}, Role.HEAD
        here = ours = Q(organisation_id__in=reach.organs)
    else:
        stand_ins, head = {Role.PROSECUTOR, Role.ASSISTANT}, Role.CHIEF
        here = Q(organisation_id=officer.organisation_id)
        ours = here | Q(office_id=reach.own_office)
    concerned = Q(handler=officer, role="")
    if officer.roles & stand_ins:
        nobody = Q(handler=None) | Q(handler__in=_away(officer, today))
        if reach.side == Side.PROCURATORATE:
            # with the superior the handler below is not at hand
            nobody |= ~Q(office_id=reach.own_office)
        concerned |= here & nobody & Q(role="")
    roles = officer.roles & DESKS
    if roles:
        concerned |= ours & Q(role__in=roles)
    if head in officer.roles:
        concerned |= ours & Q(rung__in=["over", "severe"], role="")
    return Q(officer=officer) | (Q(officer=None) & concerned)


def _away(officer: Officer, today: date) -> QuerySet[Officer]:
    """Who of the place, or of its units, is on leave or disabled today."""
    reach = reach_of(officer)
    places = reach.organs if reach.side == Side.POLICE else (officer.organisation_id,)
    here = Q(organisation_id__in=places) | Q(organisation__parent_id__in=places) if reach.organs else Q(organisation_id__in=places)
    return Officer.objects.filter(here).filter(Q(is_active=False) | Q(on_leave_until__gte=today)).order_by()


@dataclass(frozen=True)
class Line:
    """One notice in words."""

    key: UUID
    matter: UUID | None
    """None: it belongs to no matter."""
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
        number=notice.matter.number if notice.matter else "",
        when=moment(notice.created_at, today),
        is_read=notice.is_read,  # type: ignore[attr-defined]
        is_over=notice.over,
        light=LIGHTS.get(notice.rung, "soon"),
    )
