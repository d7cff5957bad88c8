"""What leaves the site: once, tried again after a failure, to a real mail server."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from datetime import timedelta
from threading import Thread

import pytest
from django.db import OperationalError, close_old_connections, connection, transaction
from django.test import override_settings
from django.utils import timezone

from office import actions, outbox, selectors, tasks
from office.models import JobRun, Officer, Outbox
from tests.world import World, build, signed_in


class MailServer(socketserver.ThreadingTCPServer):
    """A peer that speaks just enough SMTP; refuses for good while ``broken``."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.received: list[str] = []
        self.broken = False


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        if self.server.broken:
            self.say("554 not today")
            return
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            word = line.split(" ")[0].upper()
            if word == "DATA":
                self.say("354 go on")
                body = []
                while (part := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                    body.append(part)
                self.server.received.append("\n".join(body))
                self.say("250 taken")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    Thread(target=server.serve_forever, daemon=True).start()
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=server.server_address[1]
    ):
        yield server
    server.shutdown()
    server.server_close()


def post(who: Officer, key: str) -> bool:
    return outbox.post("mail", {"officer": str(who.pk), "subject": "期限提醒", "body": "请于2026年11月30日前回复。"}, key)


def test_mail_goes_out_once(world: World, mail_server):
    assert post(world.prosecutor, "notice:1")
    assert not post(world.prosecutor, "notice:1"), "the same key is the same message"
    now = timezone.now()
    assert actions.deliver_outbox(now=now) == (1, 0)
    assert actions.deliver_outbox(now=now + timedelta(hours=1)) == (0, 0)
    (message,) = mail_server.received
    assert f"To: {world.prosecutor.email}" in message
    assert "Message-ID: <" in message
    assert Outbox.objects.get().delivered_at == now
    assert JobRun.objects.get(name="deliver_outbox").summary == "投递0件，未成0件"


def test_failure_is_kept_on_the_row_and_tried_again_later(world: World, mail_server):
    post(world.prosecutor, "notice:1")
    now = timezone.now()
    mail_server.broken = True
    assert outbox.deliver(now) == (0, 1)
    row = Outbox.objects.get()
    assert row.delivered_at is None
    assert "554" in row.error
    assert row.next_try_at == now + timedelta(minutes=1)
    assert outbox.deliver(now + timedelta(seconds=30)) == (0, 0), "not before its time"
    assert outbox.deliver(now + timedelta(minutes=1)) == (0, 1)
    assert Outbox.objects.get().next_try_at == now + timedelta(minutes=3)
    mail_server.broken = False
    assert outbox.deliver(now + timedelta(minutes=3)) == (1, 0)
    row = Outbox.objects.get()
    assert (row.attempts, row.error, len(mail_server.received)) == (3, "", 1)


def test_waiting_never_grows_beyond_six_hours(world: World, mail_server):
    post(world.prosecutor, "notice:1")
    Outbox.objects.update(attempts=40)
    mail_server.broken = True
    now = timezone.now()
    outbox.deliver(now)
    assert Outbox.objects.get().next_try_at == now + timedelta(hours=6)


def test_one_bad_row_does_not_hold_up_the_others(world: World, mail_server):
    outbox.post("mail", {"officer": "nobody", "subject": "", "body": ""}, "bad")
    post(world.prosecutor, "good")
    assert outbox.deliver(timezone.now()) == (1, 1)
    assert len(mail_server.received) == 1


def test_row_belongs_to_the_transaction_that_caused_it(world: World, mail_server):
    with transaction.atomic():
        post(world.prosecutor, "notice:1")
        transaction.set_rollback(True)
    assert outbox.deliver(timezone.now()) == (0, 0)
    assert mail_server.received == []


def test_who_has_left_or_has_no_address_gets_none(world: World, mail_server):
    Officer.objects.filter(pk=world.prosecutor.pk).update(email="")
    Officer.objects.filter(pk=world.assistant.pk).update(is_active=False)
    post(world.prosecutor, "a")
    post(world.assistant, "b")
    assert outbox.deliver(timezone.now()) == (2, 0)
    assert mail_server.received == []


def test_unknown_kind_is_refused_when_posted(db):
    with pytest.raises(ValueError, match="pigeon"):
        outbox.post("pigeon", {}, "x")


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_deliver_the_same_row(mail_server, transactional_world):
    for number in range(20):
        post(transactional_world.prosecutor, f"notice:{number}")
    now, sent, start = timezone.now(), [], threading.Barrier(2)

    def work() -> None:
        start.wait()
        sent.append(outbox.deliver(now)[0])
        close_old_connections()
        connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sum(sent) == 20
    assert len(mail_server.received) == len(set(mail_server.received)) == 20


@pytest.fixture
def transactional_world(transactional_db) -> World:
    return build()


def test_task_runs_the_same_function(world: World, mail_server):
    post(world.prosecutor, "notice:1")
    tasks.deliver_outbox.delay()
    assert len(mail_server.received) == 1


def test_heartbeat_page_says_when_each_job_ran_and_warns_when_late(world: World):
    now = timezone.now()
    client = signed_in(world.legal_officer)
    assert client.get("/police/status/").content.decode().count(">迟</b>") == 4
    for name in ("sweep_deadlines", "deliver_outbox", "draft_bulletins", "compare_desks"):
        actions.job_started(name, now=now - timedelta(minutes=6))
        actions.job_finished(name, now=now - timedelta(minutes=6))
    assert {beat.job.name: beat.late for beat in selectors.heartbeats(now)} == {
        "sweep_deadlines": False, "deliver_outbox": True, "draft_bulletins": False, "compare_desks": False,
    }  # fmt: skip
    actions.job_finished("sweep_deadlines", now=now, error="数据库连接中断")
    page = client.get("/police/status/").content.decode()
    assert "数据库连接中断" in page
    assert "6分钟前" in page


def test_health_tells_a_monitor_within_ten_minutes_of_silence(world: World, client, monkeypatch):
    """Dead man's switch: 200 while every job is in time, 503 with the words of what is not; nobody need sign in."""
    now = timezone.now()
    assert client.get("/health/").status_code == 503  # nothing has run yet
    for name in ("sweep_deadlines", "deliver_outbox", "draft_bulletins", "compare_desks"):
        actions.job_finished(name, now=now - timedelta(minutes=4))
    answer = client.get("/health/")
    assert answer.status_code == 200 and answer.json()["正常"] is True and len(answer.json()["说明"]) == 4
    actions.job_finished("sweep_deadlines", now=now - timedelta(minutes=10, seconds=1))
    answer = client.get("/health/")
    assert answer.status_code == 503 and answer.json() == {"正常": False, "说明": ["期限检查上次于10分钟前完成，已迟"]}
    assert "已迟" in signed_in(world.legal_officer).get("/police/status/").content.decode(), "每一页也看得见"

    def silent(*_: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(selectors, "heartbeats", silent)
    answer = client.get("/health/")
    assert answer.status_code == 503 and answer.json()["说明"] == ["数据库没有应答"]


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "刚刚"), (1, "1分钟前"), (59, "59分钟前"), (60, "1小时前"), (2880, "2天前"), (-5, "刚刚")]
)
def test_ago(minutes, words):
    now = timezone.now()
    assert selectors.ago(now - timedelta(minutes=minutes), now) == words
