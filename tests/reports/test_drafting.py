"""The worker's drafts and the commands: exactly once, however often, and one sentence each."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cases.tasks import sweep_deadlines
from office.models import JobRun
from office.selectors import BULLETINS, SWEEP
from reports import actions
from reports.models import Bulletin
from reports.tasks import draft_bulletins
from tests.reports.story import OCTOBER, autumn, imported, taken
from tests.supervision.play import at
from tests.world import World, build

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20")


@pytest.fixture(autouse=True)
def _november(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", "2026-11-20")


def months(world: World) -> list[date]:
    return list(Bulletin.objects.filter(office=world.office).order_by("month").values_list("month", flat=True))


def test_every_missed_month_once(world):
    autumn(world)
    assert actions.draft_bulletins(now=NOW) == 2
    assert months(world) == [date(2026, 9, 1), OCTOBER]
    assert actions.draft_bulletins(now=NOW) == 0
    assert actions.draft_bulletins(now=at("2027-01-01")) == 2
    assert not Bulletin.objects.exclude(office=world.office).exists()


def test_no_further_back_than_a_year(world):
    imported(world, "旧事项", date(2023, 3, 1))
    actions.draft_bulletins(now=NOW)
    assert months(world)[0] == date(2025, 11, 1)
    assert len(months(world)) == actions.CAUGHT_UP


def test_a_draft_somebody_made_is_left_alone(world):
    autumn(world)
    made = actions.draft(OCTOBER, officer=world.prosecutor, now=NOW)
    actions.rewrite(made.pk, officer=world.prosecutor, texts={"summary": "人工写的概况。"}, now=NOW)
    draft_bulletins()
    made.refresh_from_db()
    assert made.text["summary"]["words"] == "人工写的概况。"
    assert months(world) == [date(2026, 9, 1), OCTOBER]


def test_the_heartbeat_tells_of_both_jobs(world):
    autumn(world)
    draft_bulletins()
    sweep_deadlines()
    assert JobRun.objects.get(name=BULLETINS).summary == "新拟通报草稿2份"
    assert JobRun.objects.get(name=SWEEP).finished_at is not None


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_command_writes_a_draft_and_nothing_else(world, tmp_path):
    autumn(world)
    file = tmp_path / "通报.pdf"
    said = run("bulletin", "--office", "QJ", "--month", "2026-10", "--out", str(file))
    assert said.count("\n") == 1
    assert "2026年10月通报（未印发，草稿）" in said
    assert file.read_bytes().startswith(b"%PDF-")
    assert [path.name for path in tmp_path.iterdir()] == ["通报.pdf"]
    assert not Bulletin.objects.exists()
    assert "本月尚未结束" in run("bulletin", "--office", "QJ", "--month", "2026-11", "--out", str(file))


def test_command_finds_the_only_office_with_organs(db, tmp_path):
    world = build()
    with pytest.raises(CommandError, match="请用 --office 指明办公室代码"):
        run("bulletin", "--month", "2026-10", "--out", str(tmp_path / "a.pdf"))
    world.strange_office.organs.clear()
    assert "青江区" in run("bulletin", "--month", "2026-10", "--out", str(tmp_path / "a.pdf"))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--office", "XX", "--month", "2026-10"), "没有代码为“XX”的办公室"),
        (("--office", "QJ", "--month", "2026-13"), "月份应写作 2026-10 这样的形式"),
        (("--office", "QJ", "--month", "十月"), "月份应写作"),
        (("--office", "QJ", "--month", "26-1"), "月份应写作"),
        (("--office", "QJ", "--month", "2026-12"), "2026年12月尚未开始"),
    ],
)
def test_command_refuses_in_one_sentence(world, tmp_path, words, sentence):
    with pytest.raises(CommandError, match=sentence):
        run("bulletin", *words, "--out", str(tmp_path / "b.pdf"))
    assert list(tmp_path.iterdir()) == []


def test_command_says_where_it_cannot_write(world, tmp_path):
    taken(world, "2026-10-12")
    for out in (tmp_path / "没有" / "b.pdf", tmp_path):
        with pytest.raises(CommandError, match="文件夹"):
            run("bulletin", "--office", "QJ", "--month", "2026-10", "--out", str(out))
    assert list(tmp_path.iterdir()) == []


def test_sweep_by_hand_is_the_worker_and_refuses_impossible_days(world):
    autumn(world)
    said = run("sweep_deadlines")
    assert said.startswith("已按2026年11月20日检查期限：新增提醒")
    assert "新增提醒0件，代拟草稿0件" in run("sweep_deadlines", "--today", "2026-11-20")
    for words in ("2026-02-30", "明天", "20261120"):
        with pytest.raises(CommandError, match="--today 应为 2026-11-20 这样的日期"):
            run("sweep_deadlines", "--today", words)


def test_command_files_are_readable(world, tmp_path: Path):
    taken(world, "2026-10-12")
    run("bulletin", "--office", "QJ", "--month", "2026-10", "--out", str(tmp_path / "c.pdf"))
    assert (tmp_path / "c.pdf").stat().st_mode & 0o777 == 0o644
