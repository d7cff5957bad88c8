"""Rates as procuratorates publish them (law.md 5.1): the formula, the rounding, and the two figures beside the rate."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from reports.indicators import percent, percent_words

FACTS = list(csv.DictReader((Path(__file__).parent / "rates.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("fact", [row for row in FACTS if row["match"] == "exact"], ids=lambda row: row["id"])
def test_published_rates_come_out_to_the_printed_place(fact):
    places = len(fact["published"].partition(".")[2]) or 1
    assert percent(Decimal(fact["numerator"]), Decimal(fact["denominator"]), places) == Decimal(fact["published"])


def test_a_rate_of_rounded_counts_lies_within_their_rounding():
    fact = next(row for row in FACTS if row["match"] == "rounding")
    half = Decimal("0.05")
    other = Decimal(fact["denominator"]) - Decimal(fact["numerator"])
    low = (Decimal(fact["numerator"]) - half, Decimal(fact["numerator"]) - half + other + half)
    high = (Decimal(fact["numerator"]) + half, Decimal(fact["numerator"]) + half + other - half)
    assert percent(*low) <= Decimal(fact["published"]) <= percent(*high)


def test_half_is_rounded_up_and_nothing_divides_by_nought():
    assert percent(1, 16) == Decimal("6.3")  # 6.25, not the 6.2 of banker's rounding
    assert percent(3, 0) is None
    assert percent_words(0, 0) == "—"
    assert percent_words(9, 9) == "100%"
    assert percent_words(7, 9) == "77.8%"
