"""The embedded default end to end: what ``make run`` starts, with its demonstration, its clock and its watcher."""

from __future__ import annotations

import os
import re
import shelve
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from datetime import timedelta

import pytest

from tests.conftest import EmbeddedOffice, wait_until
from tests.embedded.offices import TODAY, NewOffice, Visitor, accounts, furnished, rows, vacant
from tests.services import BASE_DIR

pytestmark = [pytest.mark.embedded]

#: A later day: some clocks have moved on since the demonstration's own.
LATER = "2026-12-04"
LONG = "测试用的密钥，仅此而已，" * 6
NOTICES = "SELECT side, hex(deadline_id), hex(document_id), due_on, rung, superseded FROM cases_notice WHERE event_id IS NULL"
MATTERS = "SELECT number, title, state, next_due_on, police_due_on FROM cases_matter ORDER BY number, title"
PAPERS = "SELECT name, number, status, issued_on, received_on FROM cases_document ORDER BY name, number, issued_on, status"
DRAFTS = "SELECT hex(matter_id), action, type FROM cases_document WHERE status = 'draft' AND swept_for_id IS NOT NULL"


def test_first_start_fills_an_empty_office_and_tells_the_way_in(embedded_office: NewOffice) -> None:
    office = embedded_office(OFFICE_TODAY=TODAY)
    office.start()
    people = accounts(office)
    assert {"procuratorate", "police"} <= {row["side"] for row in people.values()}
    for row in people.values():
        # the doors open a moment before the list is printed
        wait_until(lambda name=row["username"]: name in office.log, "启动时列出演示账号")
        assert set(row) >= {"username", "password", "side", "roles", "name", "office", "login_url"}
    for portal in ("procuratorate", "police"):
        assert f"http://localhost:{office.port}/{portal}/" in office.log
    # the same demonstration as ``manage.py demo`` writes: matter by matter, paper by paper
    written = furnished(embedded_office)
    for told in (MATTERS, PAPERS):
        assert rows(office, told) == rows(written, told)
    for username in ("jc.wang", "ga.fang"):
        visitor = Visitor(office)
        inbox = visitor.sign_in(people[username])
        assert inbox.status == 200
        assert inbox.address.endswith("/inbox/"), inbox.address
        for link in sorted(set(re.findall(r'href="(/(?:procuratorate|police)/[a-z/]+/)"', inbox.text))):
            assert visitor.get(link).status == 200, link

    assert office.stop() == 0
    office.start()
    assert Visitor(office).sign_in(people["jc.wang"]).status == 200
    assert office.log.count("数据库是空的") == 1, "再次启动不再装入"
    office.stop()


def outage(office: EmbeddedOffice, hours: int = 1) -> None:
    """As if the machine had been off: beat last ran its entries some hours ago."""
    with shelve.open(str(office.data_dir / "beat-schedule"), writeback=True) as kept:
        for entry in kept["entries"].values():
            entry.last_run_at -= timedelta(hours=hours)


def run_of(office: EmbeddedOffice, job: str) -> tuple[str | None, str]:
    """When a periodic job last finished, and what it said."""
    found = rows(office, f"SELECT finished_at, summary FROM office_jobrun WHERE name = '{job}'")
    return found[0] if found else (None, "")


def hand_over(office: EmbeddedOffice, task: str) -> None:
    """Put one message into the office's queue of files, as beat does."""
    code = f"from office.celery import application; application.send_task('{task}')"
    subprocess.run([sys.executable, "-c", code], cwd=BASE_DIR, env=office.environment, check=True)


def slow_notices(office: EmbeddedOffice, on: bool) -> None:
    """Let the database count to a great number for each new notice, so that a kill lands amid the check."""
    counting = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 150000) SELECT count(*) FROM c"
    connection = sqlite3.connect(office.data_dir / "office.sqlite3", timeout=20)
    with connection:
        connection.execute("DROP TRIGGER IF EXISTS trial_slow")
        if on:
            connection.execute(f"CREATE TRIGGER trial_slow AFTER INSERT ON cases_notice BEGIN {counting}; END")
    connection.close()


def test_a_worker_killed_amid_the_check_is_started_again_and_catches_up_exactly_once(embedded_office: NewOffice) -> None:
    expected = furnished(embedded_office, OFFICE_TODAY=LATER)
    office = furnished(embedded_office, OFFICE_TODAY=LATER)
    by_hand = expected.manage("sweep_deadlines")
    assert by_hand.returncode == 0, by_hand.stderr
    wanted = Counter(rows(expected, NOTICES))
    assert len(wanted) > len(rows(office, NOTICES)), "两周之后应当有新的提醒，否则这里什么也没有验证"

    slow_notices(office, on=True)
    before = run_of(office, "sweep_deadlines")[0]
    office.start()  # a start asks for what was missed
    wait_until(lambda: _sweeping(office, before), "期限检查开始")
    killed = office.pid("后台处理")
    os.kill(killed, signal.SIGKILL)
    amid = run_of(office, "sweep_deadlines")[0] == before
    wait_until(lambda: office.pid("后台处理") != killed, "后台处理重新启动")
    assert "后台处理意外停止（状态 -9）" in office.log
    slow_notices(office, on=False)
    hand_over(office, "cases.tasks.sweep_deadlines")
    wait_until(lambda: run_of(office, "sweep_deadlines")[0] not in {before, None}, "期限检查完成")
    assert amid, "强杀应当落在检查进行之中"
    assert Counter(rows(office, NOTICES)) == wanted
    assert Counter(rows(office, DRAFTS)) == Counter(rows(expected, DRAFTS))
    # the heartbeat turns fresh: no alarm on the page, and the page of jobs says when
    visitor = Visitor(office)
    visitor.sign_in(accounts(office)["jc.wang"])
    status = visitor.get("/procuratorate/status/").words
    assert "期限检查" in status
    assert "已迟" not in re.search(r"期限检查.{0,60}", status)[0]  # type: ignore[index]
    assert "到期提醒可能滞后" not in visitor.get("/procuratorate/inbox/").words
    again = office.manage("sweep_deadlines")
    assert "新增提醒0件" in again.stdout, again.stdout
    verified = office.manage("verify_audit")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    office.stop()


def test_beat_asks_for_what_it_missed(embedded_office: NewOffice) -> None:
    """Beat alone, after an hour of outage: each job lies in the queue for the worker that is still away."""
    office = furnished(embedded_office)
    office.start()
    office.stop()
    outage(office)
    queue = office.data_dir / "queue" / "messages"
    for message in queue.iterdir():
        message.unlink()
    beat = subprocess.Popen(
        [sys.executable, "manage.py", "run_office", "--only", "beat"], cwd=BASE_DIR, env=office.environment, stdout=subprocess.DEVNULL
    )
    try:
        jobs = {"cases.tasks.sweep_deadlines", "office.tasks.deliver_outbox", "reports.tasks.draft_bulletins"}
        wait_until(lambda: jobs <= {job for job in jobs for one in queue.iterdir() if job in one.read_text()}, "定时触发放入三项任务")
    finally:
        beat.terminate()
        beat.wait(30)


def _sweeping(office: EmbeddedOffice, before: str | None) -> bool:
    """The job has noted its start and not yet its end."""
    found = rows(office, "SELECT started_at, finished_at FROM office_jobrun WHERE name = 'sweep_deadlines'")
    return bool(found) and found[0][0] is not None and found[0][1] == before and (before is None or found[0][0] > before)


def test_two_offices_side_by_side_share_nothing(embedded_office: NewOffice) -> None:
    first, second = furnished(embedded_office), vacant(embedded_office, OFFICE_TODAY=TODAY)
    first.start()
    second.start("--empty")
    person = accounts(first)["jc.wang"]
    assert Visitor(first).sign_in(person).status == 200
    refused = Visitor(second).sign_in(person)
    assert refused.status == 400
    assert "用户名或者密码不正确" in refused.words
    hand_over(first, "office.tasks.deliver_outbox")
    wait_until(lambda: run_of(first, "deliver_outbox")[0], "第一个办公室投递")
    first.stop()
    assert Visitor(second).get("/police/").status == 200, "一个停止，另一个照常"
    second.stop()


def test_production_does_not_open_on_demonstration_accounts(embedded_office: NewOffice) -> None:
    office = furnished(embedded_office)
    environment = {"OFFICE_ENV": "production", "OFFICE_SECRET_KEY": LONG, "OFFICE_AUDIT_KEY": LONG[::-1], "OFFICE_TODAY": ""}
    result = office.manage("run_office", **environment)
    assert result.returncode != 0
    assert "有演示账号" in result.stderr
    assert "Traceback" not in result.stderr
