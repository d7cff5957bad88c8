"""Pages of lists: every row once, no more queries for two thousand matters than for ten, counts that stop."""


from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from cases.desk.lists import worklist
from cases.desk.lists.filters import InboxFilter
from cases.desk.lists.keyset import CAP, page_of
from cases.exceptions import Invalid
from cases.models import (
    NO_DUE_DATE,
    Matter,
)
from office.models import Officer
from tests.cases.day import (
    again,
    escalated,
    many,
    page,
    working_day,
)
from tests.world import TODAY, World, signed_in

pytestmark = pytest.mark.django_db

#: Lists and who opens them.
LISTS = (
    ("prosecutor", "inbox/"),
    ("prosecutor", "inbox/?who=office&turn=police"),
    ("chief", "inbox/"),
    ("prosecutor", "matters/"),
    ("prosecutor", "matters/?state=open&month=2026-11"),
    ("prosecutor", "notices/"),
    ("prosecutor", "search/?q=某案"),
    ("city_prosecutor", "matters/?place=below"),
    ("legal_officer", "inbox/"),
    ("legal_officer", "matters/"),
    ("legal_officer", "notices/"),
    ("legal_officer", "started/"),
    ("legal_officer", "search/?q=某案"),
)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())


@pytest.fixture
def busy(world: World) -> dict[str, Matter]:
    return working_day(world)


# --- pages and cost --------------------------------------------------------------------------------------------------


def queries(who: Officer, address: str) -> int:
    client = signed_in(again(who))
    with CaptureQueriesContext(connection) as caught:
        assert client.get(f"/{who.side}/{address}").status_code == 200
    return len(caught)


def test_a_list_asks_as_much_of_ten_as_of_two_thousand(world: World):
    many(world, 10)
    few = {(who, address): queries(getattr(world, who), address) for who, address in LISTS}
    many(world, 1990, first=10)
    assert {(who, address): queries(getattr(world, who), address) for who, address in LISTS} == few


#: Queries of a list beyond the frame of every page and one for each kind among its rows (here one); the lists of the police stand
#: below what they sign for, and a list that is narrowed or turned over is read once more for its page.
BUDGET = 8
BUDGETS = {
    ("prosecutor", "inbox/"): BUDGET,
    ("prosecutor", "inbox/?who=office"): BUDGET,
    ("prosecutor", "inbox/?tab=reply"): BUDGET,
    ("prosecutor", "inbox/?tab=started"): BUDGET,
    ("prosecutor", "inbox/?who=office&turn=police"): BUDGET + 1,
    ("prosecutor", "matters/"): BUDGET,
    ("prosecutor", "matters/?state=open&turn=police"): BUDGET + 1,
    ("legal_officer", "inbox/"): BUDGET + 5,
    ("legal_officer", "inbox/?tab=reply"): BUDGET,
    ("legal_officer", "matters/"): BUDGET,
    ("city_prosecutor", "inbox/"): BUDGET,
    ("city_prosecutor", "matters/?place=below"): BUDGET,
}


def frame(who: Officer) -> int:
    """Queries of a page without content."""
    return queries(who, "status/")


def test_a_list_keeps_its_budget(world: World):
    many(world, 60)
    escalated(world)
    over = {}
    for (who, address), budget in BUDGETS.items():
        officer = getattr(world, who)
        asked = queries(officer, address) - frame(officer)
        if asked > budget + 1:
            over[who, address] = asked
    assert over == {}


def test_counts_stop_at_the_cap(world: World):
    many(world, CAP + 1)
    shown = page(world.prosecutor, "inbox/")
    assert f"待办（{CAP}+）" in shown
    assert f"事项（{CAP}+）" in page(world.prosecutor, "matters/")
    assert "99+" in shown


@pytest.mark.parametrize("order", [("next_due_on", "id"), ("-id",), ("-next_due_on", "-id")])
def test_pages_hold_every_row_once_and_in_order(world: World, order):
    many(world, 35)
    Matter.objects.filter(number__endswith="3号").update(next_due_on=NO_DUE_DATE)
    rows, cursor, seen = Matter.objects.all(), "", []
    while True:
        found, cursor = page_of(rows, order, cursor, size=8)
        seen += [one.pk for one in found]
        if not cursor:
            break
    assert seen == list(Matter.objects.order_by(*order).values_list("pk", flat=True))


@pytest.mark.parametrize("cursor", ["x", "%%%", "W10", "WyIyMDI2LTExLTIwIl0", "WyJhIiwiYiJd", "bnVsbA", "WyIiLCIiXQ"])
def test_a_cursor_not_made_here_is_refused(world: World, cursor):
    with pytest.raises(Invalid, match="翻页标记"):
        page_of(Matter.objects.all(), ("next_due_on", "id"), cursor)
    assert signed_in(world.prosecutor).get("/procuratorate/inbox/", {"after": cursor}).status_code == 400


def test_second_page_goes_on_where_the_first_ended(world: World):
    many(world, 60)
    client = signed_in(world.prosecutor)
    first = client.get("/procuratorate/inbox/").content.decode()
    more = html.unescape(re.search(r'href="(\?[^"]*after=[^"]*)"', first)[1])
    second = client.get(f"/procuratorate/inbox/{more}").content.decode()
    one, two = (set(re.findall(r"侦监立〔2025〕(\d+)号", body)) for body in (first, second))
    assert len(one) == 50 and len(two) == 10 and not one & two


def test_filter_of_the_inbox_is_one_query(world: World, busy):
    here = worklist.open_here(again(world.prosecutor), TODAY)
    chosen = InboxFilter(QueryDict("turn=police&turn=procuratorate&custody=yes"), here, organs=[])
    with CaptureQueriesContext(connection) as caught:
        list(chosen.narrowed())
    assert len(caught) == 1
    assert "DISTINCT" not in caught[0]["sql"]
