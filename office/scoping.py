"""可见范围: the one place for visibility (design 7). Seeing is scoping (404); doing is the workflow's ``by`` (403).

A scoped model declares ``scope_path`` (the path to its JointOffice); to be seen by the police at all it declares
``police_path`` (the prefix of the path to its matter), ``police_column`` where it names itself the organ that may see it, or
``common_to_office`` where a row belongs to both agencies of its office alike; where a row has a side of its own, ``shown_to(reach)``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q

from office.sides import Side

if TYPE_CHECKING:
    from office.models import Officer


@dataclass(frozen=True)
class Reach:
    """What an officer may look into, resolved to literal ids once per request (a subquery cost 60x, design 3)."""

    side: str
    organisations: tuple[UUID, ...]
    """Own organisation first, then (upper levels) the subordinate ones."""
    offices: tuple[UUID, ...]
    """Own joint office first, then those of subordinate procuratorates."""
    organs: tuple[UUID, ...]
    """Police only: the organ of a joint office this officer works for."""

    @property
    def own_office(self) -> UUID | None:
        return self.offices[0] if self.offices else None


NOWHERE = Reach("", (), (), ())


def reach_of(officer: Officer) -> Reach:
    """The officer's reach; 三员 and disabled officers have none. Cached on the officer object (one request)."""
    cached = officer.__dict__.get("_reach")
    if cached is None:
        cached = officer.__dict__["_reach"] = _resolve(officer)
    return cached


def _resolve(officer: Officer) -> Reach:
    if not officer.is_active or officer.is_administrator:
        return NOWHERE
    organisation = apps.get_model("office", "Organisation")
    office = apps.get_model("office", "JointOffice")
    tree: dict[UUID | None, list[UUID]] = {}
    parents: dict[UUID, UUID | None] = {}
    for pk, parent in organisation.objects.filter(side=officer.side).order_by("order", "code").values_list("pk", "parent_id"):
        tree.setdefault(parent, []).append(pk)
        parents[pk] = parent
    if officer.side == Side.PROCURATORATE:
        below, queue = [], [officer.organisation_id]
        while queue:
            current = queue.pop(0)
            below.append(current)
            queue.extend(tree.get(current, []))
        by_procuratorate = dict(office.objects.filter(procuratorate_id__in=below).values_list("procuratorate_id", "pk"))
        offices = tuple(by_procuratorate[pk] for pk in below if pk in by_procuratorate)
        return Reach(Side.PROCURATORATE, tuple(below), offices, ())
    above: list[UUID] = []
    step: UUID | None = officer.organisation_id
    while step is not None and step not in above:
        above.append(step)
        step = parents.get(step)
    links = dict(office.organs.through.objects.filter(organisation_id__in=above).values_list("organisation_id", "jointoffice_id"))
    organ = next((pk for pk in above if pk in links), None)
    if organ is None:
        return Reach(Side.POLICE, (officer.organisation_id,), (), ())
    return Reach(Side.POLICE, (officer.organisation_id, organ), (links[organ],), (organ,))


class ScopedQuerySet(models.QuerySet[Any]):
    """A queryset that knows who is asking."""

    def visible_to(self, officer: Officer) -> ScopedQuerySet:
        """The rows this officer may see; 404 for the rest."""
        reach = reach_of(officer)
        model: Any = self.model
        if reach.side == Side.PROCURATORATE:
            scope = Q(**{f"{model.scope_path}_id__in": reach.offices})
        elif reach.side == Side.POLICE and getattr(model, "police_path", None) is not None:
            path = model.police_path
            scope = Q(**{f"{path}police_id__in": reach.organs, f"{path}disclosed_at__isnull": False})
        elif reach.side == Side.POLICE and getattr(model, "police_column", None) is not None:
            scope = Q(**{f"{model.police_column}_id__in": reach.organs})
        elif reach.side == Side.POLICE and getattr(model, "common_to_office", False):
            scope = Q(**{f"{model.scope_path}_id__in": reach.offices})
        else:
            return self.none()
        shown_to = getattr(model, "shown_to", None)
        return self.filter(scope & shown_to(reach)) if shown_to else self.filter(scope)
