"""可见范围: the one place for visibility (design 7). Seeing is scoping (404); doing is the workflow's ``by`` (403).

A scoped model declares ``scope_path`` (the path to its JointOffice), and ``matter_path`` (the prefix of the path to its matter, which
says since when each side sees it, and whether every police organ of the office does). To be seen by the police without a matter it
declares ``police_column`` where it names itself the organ that may see it, or ``common_to_office`` where a row belongs to both agencies
of its office alike; where a row has a side of its own, ``shown_to(reach)``. Of a restricted matter only who has a seat sees anything:
``cases`` says so through ``narrow``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import Exists, OuterRef, Q

from office import clock
from office.sides import HEADS, Side

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
    rostered: bool = False
    """Whether his own office keeps a duty roster: where none is kept, nobody asks who is on it."""
    looks_in: date | None = None
    """The day for which it was asked, of a head whose office lets him read what only participants see (``heads_see_restricted``): he reads
    it, and does nothing there. None: of everybody else."""

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
    if officer.side == Side.PROCURATORATE:
        return _procuratorate(officer)
    links = apps.get_model("office", "JointOffice").organs.through.objects
    above = officer.organisation.above
    rows = links.filter(organisation_id__in=above).order_by("jointoffice__code")
    found = rows.values_list("organisation_id", "jointoffice_id", _rostered("jointoffice"), _open_to_heads("jointoffice"))
    offices = {organ: rest for organ, *rest in found}
    organ = next((pk for pk in above if pk in offices), None)
    if organ is None:
        return Reach(Side.POLICE, (officer.organisation_id,), (), ())
    office, rostered, open_to_heads = offices[organ]
    return Reach(Side.POLICE, (officer.organisation_id, organ), (office,), (organ,), rostered, _looks_in(officer, open_to_heads))


def _rostered(office: str) -> Exists:
    """Whether an office keeps a duty roster, asked with the rest of the reach."""
    return Exists(apps.get_model("office", "DutyPost").objects.filter(office=OuterRef(office), is_active=True))


def _open_to_heads(office: str) -> Exists:
    """Whether an office lets its heads read what only participants see."""
    options = apps.get_model("office", "OfficeOption").objects
    return Exists(options.filter(office=OuterRef(office), key="heads_see_restricted", value="yes"))


def _looks_in(officer: Officer, open_to_heads: bool) -> date | None:
    return clock.today() if open_to_heads and HEADS[officer.side] in officer.roles else None


def _procuratorate(officer: Officer) -> Reach:
    """Level by level from one's own down, each by statutory order; what the path brings is taken only along its superior."""
    rows = apps.get_model("office", "Organisation").objects.filter(side=officer.side, path__under=officer.organisation.path)
    offices: dict[UUID, UUID | None] = {}
    below: dict[UUID | None, list[UUID]] = {}
    said: dict[UUID, tuple[bool, bool]] = {}
    columns = ("pk", "parent_id", "office", _rostered("office"), _open_to_heads("office"))
    for pk, parent, office, *rest in rows.order_by("order", "code").values_list(*columns):
        below.setdefault(parent, []).append(pk)
        offices[pk] = office
        said[pk] = (rest[0], rest[1])
    found = [officer.organisation_id]
    for pk in found:
        found += below.get(pk, [])
    seen = tuple(one for pk in found if (one := offices.get(pk)) is not None)
    rostered, open_to_heads = said.get(officer.organisation_id, (False, False))
    return Reach(Side.PROCURATORATE, tuple(found), seen, (), rostered, _looks_in(officer, open_to_heads))


def _unsaid(officer: Officer, model: type[models.Model], today: date) -> Q:
    raise ImproperlyConfigured("受限事项由谁可见尚未登记（office.scoping.narrow）。")


narrow: Callable[[Officer, type[models.Model], date], Q] = _unsaid
"""What of a model's rows is left to an officer on a day, within his reach: of restricted matters only those in which he has a seat.

The floor that knows matters puts its rule here when it starts; until then nothing is visible to anybody.
"""


class ScopedQuerySet(models.QuerySet[Any]):
    """A queryset that knows who is asking."""

    def visible_to(self, officer: Officer) -> ScopedQuerySet:
        """The rows this officer may see; 404 for the rest."""
        reach = reach_of(officer)
        model: Any = self.model
        path = getattr(model, "matter_path", None)
        if reach.side == Side.PROCURATORATE:
            scope = Q(**{f"{model.scope_path}_id__in": reach.offices})
            if path is not None:
                scope &= Q(**{f"{path}procuratorate_from__isnull": False})
        elif reach.side == Side.POLICE and path is not None:
            common = Q(**{f"{path}whole_office": True, f"{model.scope_path}_id__in": reach.offices})
            scope = (Q(**{f"{path}police_id__in": reach.organs}) | common) & Q(**{f"{path}police_from__isnull": False})
        elif reach.side == Side.POLICE and getattr(model, "police_column", None) is not None:
            scope = Q(**{f"{model.police_column}_id__in": reach.organs})
        elif reach.side == Side.POLICE and getattr(model, "common_to_office", False):
            scope = Q(**{f"{model.scope_path}_id__in": reach.offices})
        else:
            return self.none()
        scope &= narrow(officer, model, clock.today())
        shown_to = getattr(model, "shown_to", None)
        return self.filter(scope & shown_to(reach)) if shown_to else self.filter(scope)
