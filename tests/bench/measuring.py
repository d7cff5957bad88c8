"""Times of calls and of their SQL. All in milliseconds (ms)."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

LONGEST = 4000.0
"""Milliseconds that one target may take altogether; a slow one is called fewer times."""
MOST, FEWEST = 15, 5
"""Times that a target is called."""


def took(act: Callable[[], Any]) -> float:
    """Milliseconds of one call."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def quantile(times: Sequence[float], share: float) -> float:
    """The time that this share of the calls did not exceed."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


@dataclass
class Statements:
    """What was asked of the database meanwhile: the statements with their milliseconds, SAVEPOINTs left out."""

    times: list[tuple[float, str]] = field(default_factory=list)

    @property
    def milliseconds(self) -> float:
        return sum(one for one, _ in self.times)

    def worst(self, number: int) -> list[str]:
        """The slowest in short: milliseconds, the tables and the columns that are compared."""
        return [f"{one:8.1f}  {short(sql)}" for one, sql in sorted(self.times, reverse=True)[:number]]


def short(sql: str) -> str:
    """A statement without its columns: what it counts or reads, from where, on what condition."""
    sql = re.sub(r'"\w+"\.', "", sql.replace("\n", " "))
    sql = re.sub(r"SELECT (?!COUNT|DISTINCT).*? FROM", "SELECT … FROM", sql, count=1)
    return re.sub(r"IN \((%s, )+%s\)", "IN (…)", sql).replace('"', "")[:400]


@contextmanager
def statements() -> Iterator[Statements]:
    """Watch the SQL of this thread."""
    seen = Statements()

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            if "SAVEPOINT" not in sql:
                seen.times.append(((time.perf_counter() - began) * 1000, sql))

    with connection.execute_wrapper(watch):
        yield seen


@dataclass
class Target:
    """One thing that is measured, in turn with its floors: the product's page without content, and a trivial signed-in answer."""

    name: str
    act: Callable[[], Any]
    frame: Callable[[], Any]
    trivial: Callable[[], Any]
    times: list[float] = field(default_factory=list)
    frames: list[float] = field(default_factory=list)
    trivials: list[float] = field(default_factory=list)
    queries: int = 0
    sql: float = 0.0
    worst: list[str] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return quantile(self.times, 0.5)

    @property
    def p95(self) -> float:
        return quantile(self.times, 0.95)

    @property
    def by_frame(self) -> float:
        """To the page without content as it was in the same minutes."""
        return self.p50 / quantile(self.frames, 0.5)

    @property
    def by_trivial(self) -> float:
        """To the trivial answer: the frame itself grows with the office as long as its bell does."""
        return self.p50 / quantile(self.trivials, 0.5)

    @property
    def is_done(self) -> bool:
        return len(self.times) >= (MOST if sum(self.times) < LONGEST else FEWEST)


def measure(targets: list[Target]) -> None:
    """Once cold, once with its SQL watched, then all in turn until each has been called often enough."""
    for target in targets:
        target.act()
        with statements() as seen:
            target.act()
        target.queries, target.sql, target.worst = len(seen.times), seen.milliseconds, seen.worst(3)
    while waiting := [target for target in targets if not target.is_done]:
        for target in waiting:
            target.trivials.append(took(target.trivial))
            target.frames.append(took(target.frame))
            target.times.append(took(target.act))
