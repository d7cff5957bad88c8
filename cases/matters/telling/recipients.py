"""Whom a notice concerns, as things stand when it is read or mailed (design 4.3)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from cases.matters.telling.unclaimed import RUNGS
from cases.models import Notice
from office import clock
from office.duty import Facts, everyone, roster_at
from office.models import Officer
from office.sides import HEADS, Role, Side

Rosters = dict[UUID, Facts]
"""The rosters of offices as they stand now, each read once for all notices that are looked at together."""


def recipients_of(notice: Notice, today: date, rosters: Rosters | None = None) -> list[Officer]:
    """Whom it names, or whose role; else the handler of its side; without one at work, who is answerable there (``office.duty``).

    Of what nobody has taken up, the deputy is told second, the head third.
    """
    if notice.officer is not None:
        return [notice.officer] if notice.officer.is_active else []
    matter, side, role = notice.matter, notice.side, notice.role
    in_force = Q(grants__expires_on=None) | Q(grants__expires_on__gte=today)
    officers = Officer.objects.filter(in_force, is_active=True)
    if matter is None:
        return []
    if role:
        return list(officers.filter(organisation=matter.office.procuratorate, grants__role=role).distinct())
    shared = side == Side.POLICE and matter.whole_office  # then the notice says for which organ it is, and who handles it there
    handler = matter.handler if side == Side.PROCURATORATE else notice.handler if shared else matter.police_handler
    own = side == Side.POLICE or matter.acting_office_id == matter.office_id
    if own and handler is not None and handler.is_active and not handler.on_leave(today):
        return [handler]
    office = matter.office_id if side == Side.POLICE else matter.acting_office_id
    known = {} if rosters is None else rosters
    if office not in known:
        known[office] = roster_at(office, clock.at_this_time(today))
    desk = notice.organisation_id if shared else matter.police_id if side == Side.POLICE else known[office].procuratorate
    if desk is None:
        return []
    if notice.rung == RUNGS[2]:
        return list(officers.filter(organisation=desk, grants__role=HEADS[side]).distinct())
    on = known[office].at_desk(desk)
    people = on.standby or on.people if notice.rung == RUNGS[1] else on.people
    return list(officers.filter(pk__in=people).distinct()) if people else list(everyone(desk, side, today))


def legal_officers(organ: UUID) -> list[Officer]:
    """The 法制员 of the organ that made a paper: told of what others of it send directly (抄送法制)."""
    found = Officer.objects.filter(organisation=organ, is_active=True, grants__role=Role.LEGAL)
    return list(found.select_related("organisation").distinct())
