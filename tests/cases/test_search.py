"""查找: what is found, why, and what the police never find."""


from __future__ import annotations

import pytest

from cases.desk.search.finding import search
from cases.models import (
    Case,
    Document,
    Matter,
    Suspect,
)
from office.models import Officer
from tests.cases.day import (
    COMPLAINANT,
    INSIDE,
    again,
    asked,
    many,
    new,
    page,
    working_day,
)
from tests.supervision.play import act
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())


@pytest.fixture
def busy(world: World) -> dict[str, Matter]:
    return working_day(world)


# --- 查找 ------------------------------------------------------------------------------------------------------------


def why(who: Officer, words: str) -> list[str]:
    return [f"{label}：{value}" for hit in search(again(who), words).matters for label, value in hit.why]


def test_search_says_why(world: World):
    case = Case.objects.create(office=world.office, police=world.organ, number="城公受案1187号", name="仓库失窃案", charge="盗窃罪名")
    Suspect.objects.create(office=world.office, case=case, name="欧阳某")
    matter = asked(world, "2026-11-10", "2026-11-11", title="仓库案", case=str(case.pk), charge="盗窃")
    number = Document.objects.get(matter=matter).number
    assert why(world.prosecutor, matter.number) == [f"编号：{matter.number}"]
    assert why(world.prosecutor, number) == [f"文号：{number}"]
    assert why(world.prosecutor, "欧阳") == ["犯罪嫌疑人：欧阳某"]
    assert why(world.prosecutor, "失窃") == ["案件名称：仓库失窃案"]
    assert why(world.prosecutor, "盗窃罪名") == ["案由：盗窃罪名"]
    assert why(world.prosecutor, COMPLAINANT) == [f"控告人：{COMPLAINANT}"]
    assert why(world.prosecutor, "欧阳 盗窃罪名") == ["案由：盗窃罪名", "犯罪嫌疑人：欧阳某"]
    assert why(world.prosecutor, "欧阳 无此词") == []
    assert [hit.name for hit in search(again(world.prosecutor), "1187").cases] == ["仓库失窃案"]
    assert why(world.strange_prosecutor, matter.number) == []


def test_police_find_their_own_and_never_by_an_internal_field(world: World):
    matter = asked(world, "2026-11-10", "2026-11-11", title="仓库案")
    hidden = new(world, "2026-11-18", title="仓库案")
    assert why(world.legal_officer, "仓库案") == ["名称：仓库案"]
    assert why(world.legal_officer, matter.number) == [f"编号：{matter.number}"]
    assert why(world.legal_officer, hidden.number) == []
    for words in (COMPLAINANT, INSIDE, "金丝雀"):
        assert search(again(world.legal_officer), words).matters == []
    assert search(again(world.other_legal_officer), "仓库案").matters == []
    act(matter, "notify_filing_silent", world.prosecutor, "2026-11-19")
    draft = Document.objects.get(matter=matter, status="draft")
    Document.objects.filter(pk=draft.pk).update(number="草稿文号")
    assert search(again(world.legal_officer), "草稿文号").matters == []


def test_search_is_capped_and_wants_two_characters(world: World):
    many(world, 60)
    found = search(again(world.prosecutor), "某案")
    assert len(found.matters) == 50 and found.more
    assert "每个词至少要有两个字" in page(world.prosecutor, "search/", q="某")
    assert "50+" in page(world.prosecutor, "search/", q="某案")
    assert search(again(world.prosecutor), "100%").matters == []
