"""Whom a notice concerns, as things stand when it is read or mailed (design 4.3)."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from cases.models import Notice
from office.models import JointOffice, Officer
from office.sides import Role, Side


def recipients_of(notice: Notice, today: date) -> list[Officer]:
    """Whom it names, or whose role; else the handler of its side; without one at work, everyone of the office (or organ) who could be."""
    if notice.officer is not None:
        return [notice.officer] if notice.officer.is_active else []
    matter, side, role = notice.matter, notice.side, notice.role
    in_force = Q(grants__expires_on=None) | Q(grants__expires_on__gte=today)
    officers = Officer.objects.filter(in_force, is_active=True)
    if matter is None:
        return []
    if role:
        return list(officers.filter(organisation=matter.office.procuratorate, grants__role=role).distinct())
    handler = matter.handler if side == Side.PROCURATORATE else matter.police_handler
    own = side == Side.POLICE or matter.acting_office_id == matter.office_id
    if own and handler is not None and handler.is_active and not handler.on_leave(today):
        return [handler]
    if side == Side.POLICE:
        return list(officers.filter(organisation=matter.police, grants__role=Role.LEGAL).distinct())
    where = JointOffice.objects.filter(pk=matter.acting_office_id).values("procuratorate")
    roles = [Role.PROSECUTOR, Role.ASSISTANT]
    return list(officers.filter(organisation_id__in=where, grants__role__in=roles).distinct())
