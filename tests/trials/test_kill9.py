"""kill -9 of the worker in the middle of its work, as a power cut does: nothing lost, nothing doubled, nothing half-written.

Real PostgreSQL, Redis, Celery worker and SMTP peer. ``TRIAL_ROUNDS`` (default 3) sets how often the worker is killed in each
trial: a night run may take hundreds.
"""

from __future__ import annotations

import os
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from threading import Thread

import pytest
from django.db import connection

from cases.matters import sweep
from cases.models import Document, Event, Matter, Notice
from cases.tasks import sweep_deadlines
from office import audit, outbox
from office.models import AuditEntry, JobRun, OfficeOption, Officer, Outbox
from office.tasks import deliver_outbox
from reports.models import Bulletin
from reports.selectors import content
from reports.tasks import draft_bulletins
from tests.conftest import Worker, wait_until
from tests.office.test_outbox import MailServer
from tests.trials.fleet import Fleet, found_drafts, found_mails, found_notices, launch, noon
from tests.trials.slow import halted, progress, slowed
from tests.world import World, build

pytestmark = pytest.mark.worker

ROUNDS = int(os.environ.get("TRIAL_ROUNDS", "3"))
FIRST, SECOND = date(2026, 11, 20), date(2026, 11, 29)
WRITTEN = ("cases_notice", "cases_document", "cases_event", "office_outbox")


@pytest.fixture
def town(transactional_db: None) -> World:
    return build()


@pytest.fixture
def fleets(town: World) -> list[Fleet]:
    """Two offices with some hundreds of matters; the first forwards its notices by mail."""
    OfficeOption.objects.create(office=town.office, key="mail_notices", value="1")
    return [
        launch(town.office, town.organ, town.prosecutor, today=FIRST, size=240),
        launch(town.strange_office, town.strange_organ, town.strange_prosecutor, today=FIRST, size=120),
    ]


def finished(job: str) -> datetime | None:
    return JobRun.objects.filter(name=job).values_list("finished_at", flat=True).first()


class Rounds:
    """Starts the worker, hands it the task, kills it after a chosen number of rows, again and again."""

    def __init__(self, worker: Worker, job: str, hand_over: Callable[[], object], seed: int) -> None:
        self.worker, self.job, self.hand_over = worker, job, hand_over
        self.chance = random.Random(seed)
        self.landed = 0

    def kill_amid(self, rounds: int, rows: int) -> None:
        """Kill it ``rounds`` times, each after some number of rows between 1 and ``rows``."""
        for _ in range(rounds):
            if self.worker.process.poll() is not None:
                self.worker.start()
            before, mark, wanted = finished(self.job), progress(), self.chance.randint(1, rows)
            with halted(mark + wanted):
                self.hand_over()
                wait_until(partial(self._reached, mark + wanted, before), "后台处理写入数据")
                self.worker.kill()
                self.landed += finished(self.job) == before

    def _reached(self, rows: int, before: datetime | None) -> bool:
        return progress() >= rows or finished(self.job) != before

    def finish(self) -> None:
        """Start it once more and let it do its work undisturbed."""
        if self.worker.process.poll() is not None:
            self.worker.start()
        before = finished(self.job)
        self.hand_over()
        wait_until(lambda: finished(self.job) != before, f"{self.job} 完成")


def settled(worker: Worker, day: date) -> None:
    """The next start of the worker finds this day."""
    if worker.process.poll() is None:
        worker.kill()
    worker.environment["OFFICE_TODAY"] = day.isoformat()


def assert_notices(fleets: list[Fleet], days: list[date]) -> None:
    wanted = Counter(row for fleet in fleets for row in fleet.notices(days))
    assert len(wanted) > 300, "演练的规模太小，证明不了什么"
    assert Counter(found_notices()) == wanted


def assert_drafts(fleets: list[Fleet], days: list[date]) -> None:
    wanted = {matter: kind for fleet in fleets for matter, kind in fleet.drafts(days).items()}
    assert len(wanted) > 30
    assert Counter(found_drafts()) == Counter(wanted.items())
    # each draft whole: its line on the timeline, its line in the trail, the version of its matter
    drafted = Document.objects.filter(status="draft")
    assert Counter(Event.objects.values_list("document_id", flat=True)) == Counter(drafted.values_list("pk", flat=True))
    assert AuditEntry.objects.filter(verb__endswith=".swept").count() == len(wanted)
    moved = {pk.hex for pk in Matter.objects.filter(version=2).values_list("pk", flat=True)}
    assert moved == set(wanted)
    assert not Matter.objects.exclude(version__in=(1, 2)).exists()
    assert list(audit.verify()) == []


def test_sweep_killed_again_and_again_leaves_each_notice_and_draft_once(
    worker: Worker, fleets: list[Fleet]
) -> None:
    """规则 of the issue: kill the worker during a sweep, start it again: no notice lost, none doubled."""
    with slowed(*WRITTEN):
        settled(worker, FIRST)
        rounds = Rounds(worker, "sweep_deadlines", sweep_deadlines.delay, seed=9)
        rounds.kill_amid(ROUNDS, rows=900)
        rounds.finish()
        assert_notices(fleets, [FIRST])
        assert_drafts(fleets, [FIRST])
        # nine days without anyone: every missed rung is caught up, the highest shown
        settled(worker, SECOND)
        rounds.kill_amid(ROUNDS, rows=600)
        rounds.finish()
        assert_notices(fleets, [FIRST, SECOND])
        assert_drafts(fleets, [FIRST, SECOND])
    assert Counter(found_mails()) == Counter(fleets[0].mails([FIRST, SECOND])), "转发的邮件应当与提醒一一对应"
    assert rounds.landed >= ROUNDS, "多数强杀应当落在检查进行之中"
    run = JobRun.objects.get(name="sweep_deadlines")
    assert run.error == ""
    assert run.started_at is not None and run.finished_at is not None
    assert run.finished_at >= run.started_at, "恢复之后，运行状况应当重新显示已完成"
    again = sweep(now=noon(SECOND))
    assert (again.notices, again.drafts) == (0, 0)


def test_bulletins_killed_again_and_again_are_drafted_once_each(worker: Worker, town: World, fleets: list[Fleet]) -> None:
    """One bulletin per office and month that is over, since the office's first act; each with its line in the trail."""
    for fleet in fleets:
        matter = fleet.ships[0].matter
        Event.objects.create(
            office=matter.office, matter=matter, seq=1, action="take_over", label="受理线索", on=date(2025, 12, 15),
            recorded_at=noon(date(2025, 12, 15)), officer=matter.handler, actor_side="procuratorate",
        )  # fmt: skip
    months = [date(2025, 12, 1), *(date(2026, month, 1) for month in range(1, 11))]
    with slowed("reports_bulletin", seconds=0.05):
        settled(worker, FIRST)
        rounds = Rounds(worker, "draft_bulletins", draft_bulletins.delay, seed=3)
        rounds.kill_amid(ROUNDS, rows=6)
        rounds.finish()
    assert rounds.landed >= 1, "强杀应当落在拟稿进行之中"
    wanted = Counter((office.pk, month) for office in (town.office, town.strange_office) for month in months)
    assert Counter(Bulletin.objects.values_list("office_id", "month")) == wanted
    assert set(Bulletin.objects.values_list("status", flat=True)) == {"draft"}
    assert AuditEntry.objects.filter(verb="bulletin.draft").count() == len(wanted)
    assert list(audit.verify()) == []
    assert not JobRun.objects.get(name="draft_bulletins").error
    rounds.finish()
    assert Bulletin.objects.count() == len(wanted), "再拟一次，不增加任何通报"
    for row in Bulletin.objects.filter(month=date(2026, 10, 1)):
        assert content(row, today=FIRST)["sections"], "每份都能打开"


class SlowPeer(MailServer):
    """Takes a little time over each mail, so that a kill lands between its answer and our mark; keeps waiting whom is beyond its limit."""

    limit = 10**9

    def process_request_thread(self, request: object, client_address: object) -> None:
        time.sleep(0.002)
        while len(self.received) >= self.limit:
            time.sleep(0.01)
        super().process_request_thread(request, client_address)  # type: ignore[arg-type]


@pytest.fixture
def peer() -> Iterator[SlowPeer]:
    server = SlowPeer()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def identity(message: str) -> str:
    found = re.search(r"^Message-ID: (\S+)", message, re.MULTILINE)
    assert found is not None
    return found[1]


def test_outbox_killed_again_and_again_delivers_every_mail(worker: Worker, town: World, peer: SlowPeer) -> None:
    """None lost. SMTP has no way to take back what the peer took before the kill: such a mail comes again under its Message-ID."""
    mails, kills = 300, ROUNDS + 2
    everyone = list(Officer.objects.order_by("username"))
    for number in range(mails):
        who = everyone[number % len(everyone)]
        outbox.post("mail", {"officer": str(who.pk), "subject": "演练", "body": f"第{number}件"}, f"trial:{number}")
    worker.kill()
    worker.environment |= {"OFFICE_SMTP_HOST": "127.0.0.1", "OFFICE_SMTP_PORT": str(peer.server_address[1])}
    chance = random.Random(7)
    for _ in range(kills):
        worker.start()
        wanted = len(peer.received) + chance.randint(1, mails // (kills + 1))
        peer.limit = wanted + 8  # the kill lands within these, however late it comes
        deliver_outbox.delay()
        wait_until(lambda wanted=wanted: len(peer.received) >= wanted, "对方收到邮件")
        worker.kill()
    peer.limit = SlowPeer.limit
    assert Outbox.objects.filter(delivered_at=None).exists(), "强杀应当落在投递进行之中"
    worker.start()
    deliver_outbox.delay()
    wait_until(lambda: not Outbox.objects.filter(delivered_at=None).exists(), "全部投递")
    received = Counter(identity(message) for message in peer.received)
    assert len(received) == mails, "每件恰有一个 Message-ID"
    assert sum(received.values()) - mails <= kills, "一次强杀至多使一件再来一次"
    assert set(Outbox.objects.values_list("error", flat=True)) == {""}
    wait_until(lambda: finished("deliver_outbox") is not None, "运行状况记下投递完成")


def test_nothing_is_taken_for_delivered_before_the_peer_has_it(worker: Worker, town: World, peer: SlowPeer) -> None:
    """What is marked as delivered has arrived, at every moment a kill may choose."""
    for number in range(60):
        outbox.post("mail", {"officer": str(town.chief.pk), "subject": "演练", "body": f"第{number}件"}, f"trial:{number}")
    worker.kill()
    worker.environment |= {"OFFICE_SMTP_HOST": "127.0.0.1", "OFFICE_SMTP_PORT": str(peer.server_address[1])}
    worker.start()
    deliver_outbox.delay()
    wait_until(lambda: len(peer.received) >= 20, "对方收到邮件")
    worker.kill()
    connection.close()
    marked = Outbox.objects.exclude(delivered_at=None).count()
    assert marked <= len(peer.received)
    assert len(peer.received) - marked <= 1, "至多一件已经送到而来不及记下"
    assert not Notice.objects.exists()
