"""补侦质效: the page of both sides, with its two figures; an empty period says so and does not divide."""

from __future__ import annotations

from datetime import date

import pytest

from cases.exceptions import Invalid
from supervision.selectors.outlines import outlines
from tests.supervision import plays
from tests.supervision.play import act, sign
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def test_figures_of_both_sides(world):
    matter = plays.opened("supplementary", world, variant="T4")
    found = outlines(world.prosecutor, date(2026, 1, 1), date(2026, 12, 31))
    assert [one.label for one in found.figures] == ["要素齐备率", "条目异议率", "确无法补率", "条目落实率"]
    assert found.items == 0 and found.figures[0].now == "—", "没有发出的提纲不计"
    if act(matter, "send_t4", world.prosecutor, "2026-02-03").drafted:
        sign(matter, world.chief, "2026-02-03")
    asked = matter.outline_items.count()
    for who in (world.prosecutor, world.legal_officer):
        found = outlines(who, date(2026, 1, 1), date(2026, 12, 31))
        assert found.items == asked > 0
        assert found.figures[3].now == f"0.0%（0/{asked}条）", "尚未评价的条目在分母内"
    assert outlines(world.other_legal_officer, date(2026, 1, 1), date(2026, 12, 31)).items == 0, "他局的条目看不见"
    assert outlines(world.strange_legal_officer, date(2026, 1, 1), date(2026, 12, 31)).items == 0


@pytest.mark.parametrize("query", ["?first=2026-13-01", "?first=2026-05-01&last=2026-04-01"])
def test_wrong_period_gets_a_sentence(world, query):
    client = signed_in(world.prosecutor)
    assert client.get(f"/procuratorate/outlines/{query}").status_code == 400
    assert client.get("/procuratorate/outlines/").status_code == 200
    assert Invalid.status == 400
