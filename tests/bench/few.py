"""``make bench``: what 2,000 matters (件) cost beside 10, in one run on one machine: ratios are the finding, milliseconds only show them.

The suite does not collect this file: nothing here can fail by being slow. The best of five is taken, since the machine may
have other work.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions import perform, sweep
from cases.models import Matter
from cases.rules import RULES
from office.holidays import calendar
from office.models import Officer
from office.periods import compute
from tests.cases.day import again, many
from tests.cases.test_list_cost import LISTS
from tests.supervision.play import at
from tests.world import TODAY, World, signed_in

FEW, MANY, TIMES = 10, 2000, 5


def took(act: Callable[[], Any]) -> float:
    """Milliseconds (毫秒) of one call."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def best(act: Callable[[], Any]) -> tuple[float, int]:
    """Milliseconds of the quickest of some calls, and the queries (次) of one."""
    act()
    with CaptureQueriesContext(connection) as caught:
        act()
    asked = len(caught)  # read before the next request empties the log
    return min(took(act) for _ in range(TIMES)), asked


def opening(who: Officer, address: str) -> Callable[[], Any]:
    """A page, fetched by someone who is signed in."""
    client = signed_in(again(who))

    def fetch() -> None:
        assert client.get(f"/{who.side}/{address}").status_code == 200, address

    return fetch


def measured(world: World) -> dict[str, tuple[float, int]]:
    """Every list, one matter's page and one act, as the database now stands."""
    matter = Matter.objects.order_by("-id")[0]
    found = {f"{who} {address}": best(opening(getattr(world, who), address)) for who, address in LISTS}
    found["prosecutor matters/*/"] = best(opening(world.prosecutor, f"matters/{matter.pk}/"))
    found["act: note"] = best(lambda: perform(matter.pk, "note", officer=world.prosecutor, data={"text": "附言", "shown": "own"}, now=at(TODAY)))
    return found


def test_bench(world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())
    many(world, FEW)
    few = measured(world)
    many(world, MANY - FEW, first=FEW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does in an office
    full = measured(world)
    checks = [took(lambda: sweep(now=at(TODAY))) for _ in range(2)]
    days = calendar()
    period = min(took(lambda: compute(RULES["explain_no_filing"], TODAY, calendar=days)) for _ in range(TIMES))
    with capsys.disabled():
        print(f"\n{'ms, best of ' + str(TIMES):46}{FEW:>8}{MANY:>8}   ratio  queries")
        for name, (before, asked) in few.items():
            after, asked_then = full[name]
            print(f"{name:46}{before:8.1f}{after:8.1f}{after / before:8.2f}  {asked} / {asked_then}")
        print(f"nightly check of {MANY}: first/again {checks[0] / checks[1]:.1f} ({checks[0]:.0f} and {checks[1]:.0f} ms)")
        print(f"inbox of {FEW}/one period: {few['prosecutor inbox/'][0] / period:.0f} ({period:.2f} ms)")
