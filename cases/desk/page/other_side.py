"""以对方视角预览: who looks in the place of the other side, and what of a matter the one who previews may not read himself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from cases.matters.seats import seated
from cases.models import Addressee, Document, Matter
from office.models import Officer, Organisation
from office.sides import Role, Side

RECEIVERS: dict[str, tuple[Role, ...]] = {
    Side.POLICE: (Role.LEGAL,),
    Side.PROCURATORATE: (Role.CASE_MANAGER, Role.PROSECUTOR, Role.ASSISTANT),
}
"""Who takes papers in on each side, the first of them preferred."""


def stand_in(matter: Matter, organisation: Organisation, today: date) -> Officer | None:
    """Someone of the other side who receives at this organisation: an active officer, else one who is nowhere kept.

    Of a restricted matter someone of that side who has a seat in it; None where nobody has.
    """
    side = organisation.side
    in_force = Q(grants__expires_on=None) | Q(grants__expires_on__gte=today)
    officers = Officer.objects.filter(in_force, is_active=True).select_related("organisation").order_by("username")
    if matter.restricted:
        there = officers.filter(pk__in=[one.officer for one in seated([matter.pk], today) if one.side == side])
    else:
        there = officers.filter(organisation=organisation)
    for role in RECEIVERS[side]:
        found = there.filter(grants__role=role).first()
        if found is not None:
            return found
    if matter.restricted:
        return there.first()
    role = RECEIVERS[side][0]
    nobody = Officer(username="", name=str(role.label), organisation=organisation)
    nobody.__dict__["_roles"] = frozenset({role.value})
    return nobody


def across(matter: Matter, paper: Document) -> Organisation | None:
    """The organisation of the other side that a paper of this matter concerns; None without an organ."""
    if paper.origin_side == Side.PROCURATORATE:
        return matter.police or (matter.office.organs.order_by("order", "code").first() if matter.whole_office else None)
    own = matter.office.procuratorate
    return own.parent if paper.addressee == Addressee.SUPERIOR and own.parent else own


def unseen(officer: Officer, matter: Matter) -> Iterator[QuerySet[Any]]:
    """The rows of a matter that this officer may not read, one queryset for each sort: events, papers, clocks, notices ..."""
    for relation in Matter._meta.related_objects:
        rows = relation.related_model._default_manager.all()
        if relation.one_to_one or relation.field.name != "matter" or not hasattr(rows, "visible_to"):
            continue
        seen = rows.visible_to(officer).filter(matter=matter).values("pk")
        yield rows.filter(matter=matter).exclude(pk__in=seen)
