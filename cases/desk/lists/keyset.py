"""Keyset pages with an opaque cursor, and counts that go no further than CAP (design 3: no paginator that counts)."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from cases.exceptions import Invalid

PAGE = 50
CAP = 1000
"""Counts go no further: 「1000+」."""

Row = TypeVar("Row", bound=Model)


def page_of(
    rows: QuerySet[Row], order: Sequence[str], cursor: str, size: int = PAGE, known: Sequence[Any] | None = None
) -> tuple[list[Any], str]:
    """One page and the cursor of the next (empty for the last). ``order``: ("due_on", "matter_id") or ("-id",).

    ``known``: the first rows in this order where they are read already, more than a page of them or all there are.

    Raises Invalid for a cursor that was not made here.
    """
    if cursor:
        rows = _behind(rows, order, _values(rows.model, order, cursor))
    found = list(known[: size + 1] if known is not None and not cursor else rows.order_by(*order)[: size + 1])
    if len(found) <= size:
        return found, ""
    last = found[size - 1]
    values = [str(getattr(last, name.removeprefix("-"))) for name in order]
    return found[:size], base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def capped(number: int) -> str:
    """The words of a count: 「1000+」 beyond CAP."""
    return f"{CAP}+" if number > CAP else str(number)


def counted(*lists: QuerySet[Any]) -> str:
    """How many (件) in one list, or in several together, no further than CAP."""
    return capped(sum(rows.order_by()[: CAP + 1].count() for rows in lists))


def _behind(rows: QuerySet[Row], order: Sequence[str], values: list[Any]) -> QuerySet[Row]:
    """The rows after these values; the first bound lets the index begin there."""
    names = [name.removeprefix("-") for name in order]
    after = "lt" if order[-1].startswith("-") else "gt"
    if len(names) == 1:
        return rows.filter(**{f"{names[0]}__{after}": values[0]})
    first, key = names
    later = Q(**{f"{first}__{after}": values[0]}) | Q(**{first: values[0], f"{key}__{after}": values[1]})
    return rows.filter(**{f"{first}__{after}e": values[0]}).filter(later)


def _values(model: type[Model], order: Sequence[str], cursor: str) -> list[Any]:
    try:
        given = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        columns: list[Any] = [model._meta.get_field(name.removeprefix("-")) for name in order]
        values = [column.to_python(value) for column, value in zip(columns, given, strict=True)]
    except (binascii.Error, ValueError, TypeError, ValidationError) as error:
        raise Invalid("页面地址中的翻页标记不正确，请从第一页重新查看。") from error
    if None in values:
        raise Invalid("页面地址中的翻页标记不正确，请从第一页重新查看。")
    return values
