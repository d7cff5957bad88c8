"""Statements composed once: the ORM takes longer to write the long ones than the database to answer them.

The bell of every page and the counts of 待办 are such. What the ORM writes depends on nothing but the code and what is named in the
key, so a statement that is kept never grows stale: another day, role, reach, delegation or setting is another key.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from office.models import Officer
from office.scoping import reach_of

MOST = 2000
"""Statements kept in a process; each is some kilobytes, and one officer has two a day."""
Statement = tuple[str, tuple[Any, ...]]

_kept: dict[Hashable, Statement] = {}


def standing_of(officer: Officer) -> Hashable:
    """Of an officer all that decides what he is shown, as part of a key."""
    return officer.pk, officer.side, officer.roles, officer.organisation_id, officer.organisation.parent_id, reach_of(officer)


def composed(key: Hashable, compose: Callable[[], Statement]) -> Statement:
    """The statement of this key with its parameters. ``compose`` may read nothing that the key does not hold."""
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= MOST:
            _kept.clear()
        found = _kept[key] = compose()
    return found


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
