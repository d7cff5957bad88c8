"""Statements composed once: the ORM takes longer to write the long ones than the database to answer them.

The bell of every page and the counts of 待办 are such. What the ORM writes depends on nothing but the code and what is named in the
key, so a statement that is kept never grows stale: another day, role, delegation or setting is another key. Who asks is not: officers
whose keys differ by their identifiers alone, as those of two offices do, share a statement, filled with the identifiers of each.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from office.models import Officer
from office.scoping import reach_of

MOST = 500
"""Statements kept in a process; each is some kilobytes, and a sort of officers has two a day."""
Statement = tuple[str, tuple[Any, ...]]


class Place(NamedTuple):
    """Where a parameter of a kept statement is an identifier of the key: which, and how the database takes it."""

    number: int
    form: Callable[[UUID], Any]


FORMS: tuple[Callable[[UUID], Any], ...] = (lambda one: one, attrgetter("hex"), str)
"""How a database takes an identifier: as it is (PostgreSQL), or as text."""

_kept: dict[Hashable, Statement] = {}


def standing_of(officer: Officer) -> Hashable:
    """Of an officer all that decides what he is shown, as part of a key."""
    reach = tuple(vars(reach_of(officer)).values())
    return officer.pk, officer.side, officer.roles, officer.organisation_id, officer.organisation.parent_id, reach


def composed(key: tuple[Hashable, ...], compose: Callable[[], Statement]) -> Statement:
    """The statement of this key with its parameters. ``compose`` may read nothing that the key does not hold."""
    named: dict[UUID, int] = {}
    shape = _shape(key, named)
    kept = _kept.get(shape)
    if kept is None:
        if len(_kept) >= MOST:
            _kept.clear()
        sql, params = compose()
        places = {form(one): Place(number, form) for one, number in named.items() for form in FORMS}
        kept = _kept[shape] = sql, tuple(places.get(one, one) if isinstance(one, UUID | str) else one for one in params)
    found = list(named)
    sql, params = kept
    return sql, tuple(one.form(found[one.number]) if isinstance(one, Place) else one for one in params)


def _shape(part: Hashable, named: dict[UUID, int]) -> Hashable:
    """The key with each identifier replaced by its number in the order in which they first come: which are the same is kept."""
    if isinstance(part, UUID):
        return Place, named.setdefault(part, len(named))
    if isinstance(part, tuple):
        return tuple([_shape(one, named) for one in part])
    return part


def counting(most: int, **lists: QuerySet[Any]) -> Statement:
    """One statement that counts each of these lists under its name, none further than ``most``."""
    parts: list[str] = []
    params: list[Any] = []
    for name, rows in lists.items():
        try:
            sql, given = rows.order_by().values("pk")[:most].query.sql_with_params()
        except EmptyResultSet:
            parts.append(f"0 AS {name}")
            continue
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS capped) AS {name}")  # noqa: S608 - what the ORM wrote, with its parameters
        params += given
    return f"SELECT {', '.join(parts)}", tuple(params)


def counted(statement: Statement) -> dict[str, int]:
    """The numbers of ``counting()``, by name."""
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))
