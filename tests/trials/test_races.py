"""Two at once: checks in several processes, two workers, two people on one matter."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from cases.matters import perform, sweep
from cases.models import Document, Event, Matter, Notice
from cases.tasks import sweep_deadlines
from office import audit
from office.exceptions import ActionError
from office.models import JobRun, Officer
from office.sides import Role
from tests.conftest import Worker, wait_until
from tests.services import BASE_DIR
from tests.supervision.play import act, at, lead
from tests.trials.fleet import Fleet, found_notices, launch, noon
from tests.trials.slow import slowed
from tests.trials.test_kill9 import assert_drafts, assert_notices
from tests.world import World, build, officer

TODAY = date(2026, 11, 20)


@pytest.fixture
def town(transactional_db: None) -> World:
    return build()


@pytest.fixture
def fleets(town: World) -> list[Fleet]:
    return [
        launch(town.office, town.organ, town.prosecutor, today=TODAY, size=240),
        launch(town.strange_office, town.strange_organ, town.strange_prosecutor, today=TODAY, size=120),
    ]


# --- checks ----------------------------------------------------------------------------------------------------------


def started_by_hand() -> subprocess.Popen[str]:
    """``manage.py sweep_deadlines`` in a process of its own, on the database of this test."""
    database = connection.settings_dict
    url = f"postgresql://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    return subprocess.Popen(
        [sys.executable, "manage.py", "sweep_deadlines", "--today", TODAY.isoformat()],
        cwd=BASE_DIR,
        env={**os.environ, "DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.worker
def test_checks_by_hand_and_by_the_worker_at_once_leave_each_notice_once(worker: Worker, fleets: list[Fleet]) -> None:
    worker.kill()
    worker.environment["OFFICE_TODAY"] = TODAY.isoformat()
    worker.start()
    with slowed("cases_notice", "cases_document"):
        hands = [started_by_hand() for _ in range(3)]
        for _ in range(3):
            sweep_deadlines.delay()
        for hand in hands:
            said, wrong = hand.communicate(timeout=600)
            assert hand.returncode == 0, wrong
            assert said.count("\n") == 1, "说明做了什么，一行"
        wait_until(lambda: JobRun.objects.filter(name="sweep_deadlines", finished_at__isnull=False).exists(), "后台检查完成")
    assert_notices(fleets, [TODAY])
    assert_drafts(fleets, [TODAY])


@pytest.mark.worker
def test_two_workers_do_the_work_once(worker: Worker, fleets: list[Fleet], tmp_path: Path) -> None:
    worker.kill()
    worker.environment["OFFICE_TODAY"] = TODAY.isoformat()
    second = Worker(worker.environment, tmp_path / "second.log")
    worker.start()
    second.start()
    try:
        with slowed("cases_notice", "cases_document"):
            for _ in range(6):
                sweep_deadlines.delay()
            wait_until(lambda: JobRun.objects.filter(name="sweep_deadlines", finished_at__isnull=False).exists(), "检查完成")
        # one of the two is killed with messages in hand: the other has the work done all the same
        second.kill()
        sweep_deadlines.delay()
        assert_notices(fleets, [TODAY])
        assert_drafts(fleets, [TODAY])
    finally:
        if second.process.poll() is None:
            second.kill()


def test_four_checks_at_once_lose_and_double_nothing(fleets: list[Fleet]) -> None:
    answers = at_once(*(lambda: sweep(now=noon(TODAY)),) * 4)
    assert_notices(fleets, [TODAY])
    assert_drafts(fleets, [TODAY])
    assert sum(answer.notices for answer in answers) == len(found_notices()), "每条提醒只由一次检查记入"


def test_checks_and_acts_at_once_end_with_true_notices(town: World, matters: Callable[[int], list[Matter]]) -> None:
    """Acts go on while the check writes: nobody is refused, and no notice still rings for what was signed for meanwhile."""
    launch(town.strange_office, town.strange_organ, town.strange_prosecutor, today=TODAY, size=120)
    made = matters(6)
    for matter in made:
        act(matter, "request_a", town.prosecutor, "2026-11-03")
        perform(matter.pk, "sign", officer=town.chief, data={"document": draft_of(matter).pk}, now=at("2026-11-03"))

    def sign_for(matter: Matter) -> Any:
        paper = Document.objects.get(matter=matter, status="issued")
        return perform(matter.pk, "receive", officer=Officer.objects.get(pk=town.legal_officer.pk), data={"document": paper.pk}, now=at(TODAY))

    answers = at_once(*(lambda: sweep(now=noon(TODAY)),) * 2, *(lambda matter=matter: sign_for(matter) for matter in made))
    assert not refusals(answers) and None not in answers
    assert Notice.objects.filter(document__isnull=False, event=None).exists()
    rings = Notice.objects.filter(over=False, superseded=False, event=None)
    assert not rings.filter(document__isnull=False).exclude(document__status="issued").exists()
    assert not rings.filter(deadline__isnull=False).exclude(deadline__status="running").exists()


# --- people ----------------------------------------------------------------------------------------------------------


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of them at the same moment; what each gave, or the refusal it met. Any other error fails the test."""
    start, answers = Barrier(len(acts)), [None] * len(acts)

    def do(place: int, one: Callable[[], Any]) -> None:
        try:
            start.wait()
            answers[place] = one()
        except ActionError as error:
            answers[place] = error
        finally:
            connection.close()

    threads = [Thread(target=do, args=(place, one)) for place, one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def refusals(answers: list[Any]) -> list[ActionError]:
    return [answer for answer in answers if isinstance(answer, ActionError)]


@pytest.fixture
def matters(town: World) -> Iterator[Callable[[int], list[Matter]]]:
    def make(number: int) -> list[Matter]:
        data = lead("A", received_on="2026-11-02", police=str(town.organ.pk))
        return [
            perform(None, "take_over", kind="filing", officer=town.prosecutor, now=at("2026-11-02"), data=data).matter
            for _ in range(number)
        ]

    return make


def draft_of(matter: Matter) -> Document:
    return Document.objects.get(matter=matter, status="draft", leads=True)


def test_two_chiefs_sign_one_draft(town: World, matters: Callable[[int], list[Matter]]) -> None:
    deputy = officer("w.deputy", "副检", town.court, Role.CHIEF)
    for matter in matters(8):
        act(matter, "request_a", town.prosecutor, "2026-11-03")
        paper = draft_of(matter)
        answers = at_once(
            *(
                lambda who=who, matter=matter, paper=paper: perform(
                    matter.pk, "sign", officer=who, data={"document": paper.pk}, now=at("2026-11-04")
                )
                for who in (town.chief, deputy)
            )
        )
        assert len(refusals(answers)) == 1
        assert str(refusals(answers)[0]).endswith("。")
        assert matter.events.filter(action="request_a").count() == 1
    assert list(audit.verify()) == []


def test_numbers_have_no_gap_and_no_twin_when_many_sign_at_once(town: World, matters: Callable[[int], list[Matter]]) -> None:
    made = matters(16)
    for matter in made:
        act(matter, "request_a", town.prosecutor, "2026-11-03")
    for first in range(0, 16, 4):
        answers = at_once(
            *(
                lambda matter=matter: perform(
                    matter.pk, "sign", officer=town.chief, data={"document": draft_of(matter).pk}, now=at("2026-11-04")
                )
                for matter in made[first : first + 4]
            )
        )
        assert not refusals(answers)
    numbers = sorted(Document.objects.filter(status="issued").values_list("seq", flat=True))
    assert numbers == list(range(1, 17))
    assert list(audit.verify()) == []


def test_matters_opened_at_once_have_numbers_of_their_own(town: World) -> None:
    data = lead("A", received_on="2026-11-02", police=str(town.organ.pk))
    for _ in range(4):
        answers = at_once(
            *(lambda: perform(None, "take_over", kind="filing", officer=town.prosecutor, now=at("2026-11-02"), data=data),) * 4
        )
        assert not refusals(answers)
    numbers = Counter(Matter.objects.values_list("number", flat=True))
    assert set(numbers) == {f"侦监立〔2026〕{n}号" for n in range(1, 17)}
    assert set(numbers.values()) == {1}


def test_a_form_opened_before_the_other_acted_is_refused(town: World, matters: Callable[[int], list[Matter]]) -> None:
    for matter in matters(8):
        shown = Matter.objects.get(pk=matter.pk).version
        answers = at_once(
            lambda matter=matter, shown=shown: act(matter, "request_a", town.prosecutor, "2026-11-03", version=shown),
            lambda matter=matter, shown=shown: act(matter, "no_need", town.second_prosecutor, "2026-11-03", version=shown),
        )
        (refused,) = refusals(answers)
        assert "您打开页面之后" in str(refused)
        assert Event.objects.filter(matter=matter).count() == 2


def test_receipt_and_withdrawal_at_once(town: World, matters: Callable[[int], list[Matter]]) -> None:
    """Whichever comes first: never a clock of a paper that was withdrawn, and one that was received is withdrawn by letter only."""
    for matter in matters(8):
        act(matter, "request_a", town.prosecutor, "2026-11-03")
        paper = draft_of(matter)
        perform(matter.pk, "sign", officer=town.chief, data={"document": paper.pk}, now=at("2026-11-03"))
        received, withdrawn = at_once(
            lambda matter=matter, paper=paper: perform(
                matter.pk, "receive", officer=town.legal_officer, data={"document": paper.pk}, now=at("2026-11-04")
            ),
            lambda matter=matter, paper=paper: perform(
                matter.pk, "withdraw", officer=town.chief, data={"document": paper.pk}, reason="文书有误", now=at("2026-11-04")
            ),
        )
        assert not isinstance(withdrawn, ActionError)
        matter.refresh_from_db()
        paper.refresh_from_db()
        clocks = matter.deadlines.filter(status="running").count()
        assert (paper.status, matter.state, clocks) == ("withdrawn", "review", 0)
        by_letter = any(document.name == "撤回函" for document in withdrawn.documents)
        assert by_letter == (not isinstance(received, ActionError))
