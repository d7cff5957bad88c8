"""提醒: whom a notice is for is resolved when it is read (design 4.3). ``recipients`` says the same of mail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.matters.telling.unclaimed import RUNGS
from cases.matters.telling.words import moment
from cases.models import Notice, NoticeRead
from office.composed import composed, counted, counting, standing_of
from office.duty import stands_for_desk
from office.models import Leave, Officer
from office.scoping import reach_of
from office.sides import Role, Side

DESKS = frozenset({Role.EXECUTION, Role.CASE_MANAGER})
"""Roles that notices may be directed to besides the handler (规则第613条)."""
MOST = 100
"""The bell counts no further: 「99+」."""


NEWEST = ("-created_at", "-id")
"""How notices are listed."""


def notices(officer: Officer, today: date) -> QuerySet[Notice]:
    """What concerns this officer, highest rung only, with ``is_read``."""
    return with_reading(officer, _standing(officer).filter(reduce(or_, _grounds(officer, today))))


def with_reading(officer: Officer, rows: QuerySet[Notice]) -> QuerySet[Notice]:
    """These notices with ``is_read``: whether this officer has read each."""
    return rows.annotate(is_read=Exists(NoticeRead.objects.filter(notice=OuterRef("pk"), officer=officer)))


def by_ground(officer: Officer, today: date) -> list[QuerySet[Notice]]:
    """``notices()`` in parts, none of which holds what another holds: each has an index, all together have none."""
    return [_standing(officer).filter(ground) for ground in _grounds(officer, today)]


def newest(officer: Officer, keys: Iterable[UUID]) -> QuerySet[Notice]:
    """These of his notices with their matters, ``NEWEST`` first."""
    return with_reading(officer, _standing(officer).filter(pk__in=list(keys))).select_related("matter").order_by(*NEWEST)


def unread_notices(officer: Officer, today: date) -> int:
    """How many unread notices the bell shows (条), counted up to MOST; what is done meanwhile rings no more."""
    key = ("bell", today, standing_of(officer), _on_roster(officer, today))
    return counted(composed(key, lambda: counting(MOST, rings=_ringing(officer, today))))["rings"]


def _ringing(officer: Officer, today: date) -> QuerySet[Any]:
    read = NoticeRead.objects.filter(notice=OuterRef("pk"), officer=officer)
    first, *others = [rows.filter(~Exists(read), over=False).order_by().values("pk") for rows in by_ground(officer, today)]
    return first.union(*others, all=True) if others else first


def _standing(officer: Officer) -> QuerySet[Notice]:
    return Notice.objects.visible_to(officer).filter(superseded=False)


def _grounds(officer: Officer, today: date) -> list[Q]:
    """Whom it names; else the handler; without one at work, who is answerable where the move lies; for what is overdue, the head too.

    Answerable is whom the roster names (``office.duty``), all who could act where none is kept. What nobody has taken up passes to the
    deputy, then to the head. Each ground leaves out what those before it hold.
    """
    reach, roles, police = reach_of(officer), officer.roles, officer.side == Side.POLICE
    places = reach.organs if police else (officer.organisation_id,)
    late = Q(rung__in=["over", "severe", RUNGS[2]])
    others = Q(officer=None, role="") & (Q(handler=None) | ~Q(handler=officer))
    grounds = [Q(officer=officer), Q(officer=None, role="", handler=officer)]
    head = (Role.HEAD if police else Role.CHIEF) in roles
    # with the superior the office that began it, and its 刑执 and 案管, are told as well
    above = Q(organisation_id=officer.organisation.parent_id, office_id=reach.own_office)
    both = [Q(organisation_id__in=places)] if police else [Q(organisation_id__in=places), above]
    if head:
        grounds += [others & late & place for place in both]
    answers, stands_by = _on_roster(officer, today)
    here = others & Q(organisation_id__in=places) & (~late if head else Q())
    if answers:
        away = Q(handler__in=_away(places, today))
        grounds += [here & Q(handler=None), here & away]
        if len(reach.offices) > 1:
            # with the superior the handler below is not at hand
            grounds.append(here & ~Q(office_id=reach.own_office) & Q(handler__isnull=False) & ~away)
    elif stands_by:
        grounds.append(here & Q(handler=None, rung=RUNGS[1]))
    if told := roles & DESKS:
        grounds += [Q(officer=None, role__in=told) & place for place in both]
    return grounds


def _on_roster(officer: Officer, today: date) -> tuple[bool, bool]:
    """Whether this officer is answerable at his desk now for what nobody has (as everyone is where no roster is kept), and whether second."""
    on = stands_for_desk(officer, today)
    works = {Role.LEGAL} if officer.side == Side.POLICE else {Role.PROSECUTOR, Role.ASSISTANT}
    answers = officer.pk in on.people if on.people else bool(officer.roles & works)
    return answers, officer.pk in on.standby


def _away(places: Sequence[UUID], today: date) -> QuerySet[Officer, Any]:
    """Who of these places, or of their units, is on leave or disabled today."""
    here = Q(organisation_id__in=places) | Q(organisation__parent_id__in=places)
    leaves = Leave.objects.touching(today).order_by().values("officer")
    return Officer.objects.filter(here).filter(Q(is_active=False) | Q(pk__in=leaves)).order_by().values("pk")


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
