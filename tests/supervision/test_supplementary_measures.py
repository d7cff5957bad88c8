"""提纲质量 and 条目落实率, against figures counted by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from cases.matters import perform
from cases.models import Document
from supervision.indicators.supplementary import items_issued, supplementary_measures
from tests.supervision.play import act, at, receive, sign
from tests.supervision.plays.supplementary import ITEMS, opened

pytestmark = pytest.mark.django_db
FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))


def test_measures_against_counting_by_hand(world, django_assert_num_queries):
    """Three outlines of three items each, of which one item lacks its reason; one more was never sent, one was withdrawn."""
    first = opened(world, "T3", day="2026-02-02")
    act(first, "send_t3", world.prosecutor, "2026-02-03")
    receive(first, world.legal_officer, "2026-02-04")
    act(first, "contest", world.investigator, "2026-02-05", {"item": 1})
    act(first, "contest", world.investigator, "2026-02-05", {"item": 3})
    act(first, "settle", world.prosecutor, "2026-02-06", {"item": 3, "contest": "dropped"})
    act(first, "assign", world.legal_officer, "2026-02-06")
    for no in (1, 2):
        act(first, "answer", world.investigator, "2026-02-07", {"item": no})
    act(first, "return_done", world.legal_officer, "2026-02-09")
    sign(first, world.head, "2026-02-09")
    receive(first, world.case_manager, "2026-02-09")
    act(first, "evaluate", world.prosecutor, "2026-02-10", {"verdict_1": "met", "verdict_2": "impossible"})
    waiting = opened(world, "T4", day="2026-02-10")
    act(waiting, "send_t4", world.prosecutor, "2026-02-10")
    later = opened(world, "T1", day="2026-03-02", items=ITEMS[:2])
    act(later, "send_t1", world.prosecutor, "2026-03-02", {"gaps": ""})
    opened(world, "T1", day="2026-02-11")
    withdrawn = opened(world, "T2", day="2026-02-11")
    act(withdrawn, "send_t2", world.prosecutor, "2026-02-11")
    paper = Document.objects.get(matter=withdrawn)
    perform(withdrawn.pk, "withdraw", officer=world.prosecutor, data={"document": paper.pk}, reason="有误", now=at("2026-02-11"))

    with django_assert_num_queries(1):
        found = supplementary_measures(items_issued(world.office.pk, *FEBRUARY))
    # by hand: 3 + 3 items; in each outline two complete; two contested; one impossible; one dropped; one met
    assert (found.items, found.complete, found.contested, found.impossible, found.dropped, found.accepted) == (6, 4, 2, 1, 1, 1)
    assert (found.completeness, found.contest_rate, found.impossible_rate) == (Fraction(2, 3), Fraction(1, 3), Fraction(1, 6))
    assert found.fulfilment == Fraction(1, 5)
    returns = supplementary_measures(items_issued(world.office.pk, *FEBRUARY, variants=("T3",)))
    assert (returns.items, returns.fulfilment) == (3, Fraction(1, 2))
    both = supplementary_measures(items_issued(world.office.pk, date(2026, 2, 1), date(2026, 3, 31)))
    assert (both.items, both.complete) == (8, 6)
    nothing = supplementary_measures(items_issued(world.strange_office.pk, *FEBRUARY))
    assert (nothing.items, nothing.completeness, nothing.fulfilment) == (0, None, None)
