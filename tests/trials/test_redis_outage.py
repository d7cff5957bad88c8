"""Redis gone in the middle of the day: the office works on, what must leave the site waits, and goes out once when it is back.

A Redis of this trial's own, killed and started again with nothing in it; real PostgreSQL, worker and SMTP peer.
"""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from celery import Celery
from kombu.exceptions import OperationalError

from cases.matters.telling.notices import unread_notices
from office.models import OfficeOption, Outbox
from tests.conftest import Worker, wait_until, worker_environment
from tests.office.test_outbox import MailServer
from tests.services import spare_port
from tests.supervision.play import act, fresh, opened, receive, sign
from tests.trials.test_kill9 import identity, peer  # noqa: F401  (a fixture)
from tests.world import TODAY, World, build, signed_in

pytestmark = pytest.mark.worker


class Queue:
    """A Redis that keeps nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, spare_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        wait_until(self._answers, "Redis 就绪")

    def _answers(self) -> bool:
        try:
            return bool(redis.Redis(port=self.port).ping())
        except redis.ConnectionError:
            return False

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    found = Queue(tmp_path)
    yield found
    found.kill()


@pytest.fixture
def town(transactional_db: None) -> World:
    made = build()
    OfficeOption.objects.create(office=made.office, key="mail_notices", value="1")
    return made


def test_the_office_works_on_without_redis_and_all_goes_out_on_its_return(
    town: World, queue: Queue, peer: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())
    caller = Celery(broker=queue.url)
    smtp = {"OFFICE_SMTP_HOST": "127.0.0.1", "OFFICE_SMTP_PORT": str(peer.server_address[1])}
    worker = Worker(worker_environment(queue.url) | smtp, tmp_path / "worker.log", caller)

    def beat() -> None:
        caller.send_task("office.tasks.deliver_outbox", queue="office", retry=False)

    try:
        worker.start()
        day = TODAY.isoformat()
        matter = opened(town, "A", day)
        act(matter, "request_a", town.prosecutor, day)
        sign(matter, town.chief, day)
        beat()
        wait_until(lambda: not Outbox.objects.filter(delivered_at=None).exists(), "先前的邮件送出")
        before = len(peer.received)
        queue.kill()
        receive(matter, town.legal_officer, day)
        act(matter, "explain", town.legal_officer, day)
        sign(matter, town.head, day)
        assert fresh(matter).state == "reasons_given" and unread_notices(town.prosecutor, TODAY)
        client = signed_in(town.prosecutor)
        for page in ("inbox/", f"matters/{matter.pk}/", "notices/"):
            assert client.get(f"/procuratorate/{page}").status_code == 200
        assert Outbox.objects.filter(delivered_at=None).count() >= 2 and len(peer.received) == before
        with pytest.raises(OperationalError):
            beat()
        queue.start()

        def out() -> bool:
            beat()
            return not Outbox.objects.filter(delivered_at=None).exists()

        wait_until(out, "Redis 恢复后全部投递")
        assert worker.process.poll() is None, "后台没有退出过"
        assert set(Counter(map(identity, peer.received)).values()) == {1}
        assert len(peer.received) == Outbox.objects.count()
    finally:
        worker.kill()
