"""``manage.py demo``: the same office for the same day, as many matters as asked, and one sentence for every refusal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings

from cases.demo import showing
from cases.demo.showing import show
from cases.models import Event, Matter, Notice
from office.holidays import calendar
from office.models import JobRun, Officer
from reports.models import Bulletin
from supervision.stories import AFFAIRS, FILINGS, STORIES
from supervision.stories.plots import PLOTS
from tests.supervision.play import at

TODAY = date(2026, 11, 20)


@pytest.fixture
def few(monkeypatch, db):
    """Three stories only, so that a test can make the office twice."""
    monkeypatch.setattr(showing, "stories", lambda: STORIES[:3])


def quiet(done: int, of: int) -> None:
    assert done <= of


def content() -> list[tuple]:
    """What a reader would compare of two demonstrations."""
    return [
        (
            matter.number, matter.title, matter.state, matter.next_due_on, matter.persons, str(matter.police), str(matter.handler),
            list(matter.events.order_by("seq").values_list("action", "on", "text", "reason", "recorded_at")),
            sorted(matter.documents.values_list("type", "number", "status", "issued_on", "received_on"), key=str),
        )
        for matter in Matter.objects.order_by("number")
    ]  # fmt: skip


@pytest.mark.parametrize("today", [
    TODAY, date(2026, 2, 17), date(2026, 2, 24), date(2026, 3, 31), date(2025, 10, 4), date(2025, 10, 9), date(2027, 1, 2), date(2028, 2, 29),
])  # fmt: skip
def test_stories_end_by_the_day_of_the_show_and_never_turn_back(db, today):
    days = calendar()
    for story in STORIES:
        found = story.days(today, days)
        steps = [found[step.day] + timedelta(days=step.paper or 0) for step in story.steps]
        assert steps == sorted(steps), story.key
        assert steps[-1] <= today, story.key


def test_plots_fit_their_branch():
    for story in FILINGS:
        assert PLOTS[story.plot].unlawful is (story.variant == "B"), story.key
    assert len({story.key for story in STORIES}) == len(STORIES)
    assert len({story.subject for story in FILINGS}) == len(FILINGS)
    assert len({(story.subject, story.charge) for story in AFFAIRS}) == len(AFFAIRS)
    assert not {story.subject for story in FILINGS} & {story.subject for story in AFFAIRS}


def test_same_day_same_demonstration(few):
    made = []
    for _ in range(2):
        with transaction.atomic():
            show(now=at(TODAY, 18), matters=9, told=quiet)
            made.append(content())
            transaction.set_rollback(True)
    assert len(made[0]) == 9
    assert made[0] == made[1]


@pytest.mark.parametrize("matters", [2, 3, 30])
def test_number_of_matters_is_respected(few, matters):
    made = show(now=at(TODAY, 18), matters=matters, told=quiet)
    assert made.stories + made.copies == Matter.objects.count() == matters
    assert made.stories == min(3, matters)


def test_periodic_jobs_have_run_once_where_the_day_is_ours(few, monkeypatch):
    """A fresh demonstration shows no alarm, and last month's bulletin lies there as a draft."""
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())
    call_command("demo", matters=5, stdout=StringIO(), stderr=StringIO())
    jobs = {run.name: run for run in JobRun.objects.all()}
    assert set(jobs) == set(settings.CELERY_BEAT_SCHEDULE)
    assert all(run.finished_at and not run.error for run in jobs.values())
    assert Bulletin.objects.filter(office__code="QJ", month=date(2026, 10, 1)).exists()


def test_an_earlier_day_is_shown_as_its_evening_left_it(few, monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", (TODAY + timedelta(days=2)).isoformat())
    call_command("demo", today=TODAY, matters=5, stdout=StringIO(), stderr=StringIO())
    assert Event.objects.latest("recorded_at").recorded_at <= at(TODAY, 18)
    assert Notice.objects.latest("created_at").created_at <= at(TODAY, 18)
    assert not JobRun.objects.exists(), "当天的后台任务是今天的事"


def test_copies_spread_over_twelve_months_and_stay_in_their_office(few):
    show(now=at(TODAY, 18), matters=60, told=quiet)
    copies = Matter.objects.filter(imported=True)
    opened = sorted(copies.values_list("opened_on", flat=True))
    assert opened[0] < TODAY - timedelta(days=270)
    assert len({(day.year, day.month) for day in opened}) >= 10
    assert TODAY - timedelta(days=366) <= opened[0]
    assert opened[-1] <= TODAY
    assert {matter.office.code for matter in copies} == {"QJ", "BS"}
    assert all(matter.police in matter.office.organs.all() for matter in copies)
    assert copies.filter(closed_at=None).exists()
    assert copies.exclude(closed_at=None).exists()


def test_refused_where_there_is_an_office_already(world):
    before = Officer.objects.count()
    with pytest.raises(CommandError, match="只能装入空的数据库"):
        call_command("demo", stdout=StringIO(), stderr=StringIO())
    assert (Officer.objects.count(), Matter.objects.count()) == (before, 0)


def test_refused_in_production(db):
    with override_settings(PRODUCTION=True), pytest.raises(CommandError, match="正式运行"):
        call_command("demo", stdout=StringIO(), stderr=StringIO())
    assert not Officer.objects.exists()


def test_no_accounts_is_an_empty_list(db):
    out = StringIO()
    call_command("demo", accounts=True, json=True, stdout=out, stderr=StringIO())
    assert json.loads(out.getvalue()) == []


@pytest.mark.parametrize(("words", "sentence"), [
    (["--today", "2026-02-30"], "不是存在的日期"),
    (["--matters", "0"], "不是1至100000之间的整数"),
    (["--matters", "许多"], "不是1至100000之间的整数"),
    (["--today", "2999-01-01"], "不能晚于今天"),
    (["--json"], "须与 --accounts 合用"),
])  # fmt: skip
def test_bad_words_are_refused_in_one_sentence(db, words, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("demo", *words, stdout=StringIO(), stderr=StringIO())
    assert not Officer.objects.exists()


def test_unmigrated_database_is_named(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"OFFICE_DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "manage.py", "demo"], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode != 0
    assert "请先运行 manage.py migrate" in done.stderr
    assert done.stdout == ""
