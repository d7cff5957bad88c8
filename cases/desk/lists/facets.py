"""The beginning of a list: its first page, and what the first CAP + 1 rows are counted by; one statement.

Counted by the database: to fetch a thousand rows only to count them cost more than all the rest of a page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from cases.desk.lists.keyset import CAP, PAGE
from cases.desk.lists.worklist import COUNTED
from cases.models import DeskRow

GROUPS = {
    "due": "CAST(due_on AS text)", "turn": "turn", "kind": "kind", "variant": "kind || '.' || variant", "police": "CAST(organ_id AS text)",
    "state": "CASE WHEN open THEN 'open' ELSE 'closed' END",
}  # fmt: skip
"""What is counted by its values."""
FLAGS = {
    ("missing", "receipt"): "receipt_missing", ("unsigned", "theirs"): "unsigned_theirs", ("unsigned", "ours"): "unsigned_ours",
    ("custody", "yes"): "in_custody",
}  # fmt: skip
"""What is counted where it holds, by group and option."""


@dataclass(frozen=True)
class Line:
    """One row of the page: what is said of it that its matter does not say."""

    matter_id: UUID
    due_on: date
    in_custody: bool
    chased_on: date | None


@dataclass
class Beginning:
    """The first page of a list, and what of its first rows falls under each option."""

    page: list[Line] = field(default_factory=list)
    """One more than a page where there is another."""
    total: int = 0
    """No further than CAP + 1."""
    counts: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in (*GROUPS, *(name for name, _ in FLAGS))})
    """件 by group and option; under ``due`` by 届满日."""
    today: Counter[tuple[str, str]] = field(default_factory=Counter)
    """件 that end today, by whose move it is and by which rule."""


def beginning(rows: QuerySet[DeskRow], today: date, *order: str) -> Beginning:
    """The beginning of these rows (marked with ``in_custody``) in this order, of which all columns go one way."""
    try:
        first, params = rows.order_by(*order).values(*COUNTED)[: CAP + 1].query.sql_with_params()
    except EmptyResultSet:
        return Beginning()
    with connection.cursor() as cursor:
        cursor.execute(_statement(first, order), [*params, connection.ops.adapt_datefield_value(today)])
        found = Beginning()
        for what, one, two, three, number in cursor.fetchall():
            if what == "page":
                line = Line(UUID(one), date.fromisoformat(two), bool(number), date.fromisoformat(three) if three else None)
                found.page.append(line)
            elif what == "today":
                found.today[one, two] += number
            else:
                found.counts[what][str(UUID(one)) if what == "police" and one else one or ""] += number
    found.total = sum(found.counts["state"].values())
    found.page.sort(key=lambda line: [getattr(line, name.removeprefix("-")) for name in order], reverse=order[0].startswith("-"))
    return found


def _statement(first: str, order: Sequence[str]) -> str:
    """Names of columns alone are put in; of the rows the ORM wrote the statement."""
    by = ", ".join(f"{name[1:]} DESC" if name.startswith("-") else name for name in order)
    page = f"SELECT * FROM first ORDER BY {by} LIMIT {PAGE + 1}"  # noqa: S608
    parts = [f"SELECT 'page' AS what, CAST(matter_id AS text), CAST(due_on AS text), CAST(chased_on AS text), CASE WHEN in_custody THEN 1 ELSE 0 END FROM ({page}) AS page"]  # noqa: E501,S608
    parts += [f"SELECT '{name}', {words}, '', '', COUNT(*) FROM first GROUP BY 2" for name, words in GROUPS.items()]  # noqa: S608
    parts += [f"SELECT '{name}', '{option}', '', '', COUNT(*) FROM first WHERE {flag}" for (name, option), flag in FLAGS.items()]  # noqa: S608
    parts.append("SELECT 'today', turn, rule, '', COUNT(*) FROM first WHERE due_on = %s GROUP BY 2, 3")
    return f"WITH first AS ({first}) {' UNION ALL '.join(parts)}"
