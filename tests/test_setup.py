"""The commands that set up, start and check an office: settings, clock, keys, services and packaging."""

import datetime
import multiprocessing
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import tomllib
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from playwright.sync_api import Page

from office import clock
from office.celery import application
from office.keys import uuid7
from office.models import Officer, Organisation
from office.settings import PLANNING, _database
from tests.conftest import PATIENCE, EmbeddedOffice, Worker, wait_until
from tests.embedded.offices import vacant
from tests.services import BASE_DIR, spare_port

NewOffice = Callable[..., EmbeddedOffice]
LONG = "测试用的密钥，仅此而已，" * 6


def _settings(office: EmbeddedOffice, **environment: str) -> subprocess.CompletedProcess[str]:
    """Load nothing but the settings, in a process of their own."""
    return subprocess.run(
        [sys.executable, "-c", "import office.settings as s; print(s.PORT, s.PORTAL, s.DEBUG, s.SECRET_KEY, s.AUDIT_KEY)"],
        cwd=BASE_DIR,
        env=office.environment | environment,
        capture_output=True,
        text=True,
        check=False,
    )


# --- settings --------------------------------------------------------------------------------------------------------


def test_settings_need_only_a_data_folder(embedded_office: NewOffice) -> None:
    office = embedded_office()
    result = _settings(office)
    assert result.returncode == 0, result.stderr
    for name in ("secret_key", "audit_key"):
        path = office.data_dir / name
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert path.read_text() in result.stdout
    assert stat.S_IMODE((office.data_dir / "queue").stat().st_mode) == 0o700
    assert _settings(office).stdout == result.stdout, "第二次启动应当沿用同一密钥"


def test_processes_that_start_at_once_agree_on_the_keys(embedded_office: NewOffice) -> None:
    office = embedded_office()
    code = "import office.settings as s; print(s.SECRET_KEY, s.AUDIT_KEY)"
    started = [
        subprocess.Popen([sys.executable, "-c", code], cwd=BASE_DIR, env=office.environment, stdout=subprocess.PIPE)
        for _ in range(max(4, multiprocessing.cpu_count()))
    ]
    printed = {process.communicate()[0] for process in started}
    assert len(printed) == 1
    assert all(process.returncode == 0 for process in started)
    assert not list(office.data_dir.glob(".*_key.*")), "密钥的草稿文件应当已经删除"


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"OFFICE_PORT": "八千"}, "OFFICE_PORT 应为 1 至 65535 之间的整数"),
        ({"OFFICE_PORT": "70000"}, "OFFICE_PORT 应为 1 至 65535 之间的整数"),
        ({"OFFICE_DEBUG": "yes"}, "OFFICE_DEBUG 只能填 1（是）或 0（否）"),
        ({"PORTAL": "court"}, "PORTAL 只能是"),
        ({"OFFICE_ENV": "prod"}, "OFFICE_ENV 只能是"),
        ({"DATABASE_URL": "mysql://a@b/c"}, "DATABASE_URL 应形如"),
        ({"REDIS_URL": "http://localhost"}, "REDIS_URL 应形如"),
        ({"OFFICE_ENV": "production"}, "必须由环境变量 OFFICE_SECRET_KEY 提供密钥"),
        ({"OFFICE_ENV": "production", "OFFICE_SECRET_KEY": LONG}, "必须由环境变量 OFFICE_AUDIT_KEY 提供密钥"),
        ({"OFFICE_ENV": "production", "OFFICE_SECRET_KEY": "short"}, "OFFICE_SECRET_KEY 太短"),
        ({"OFFICE_ENV": "production", "OFFICE_TODAY": "2026-11-20"}, "不得使用 OFFICE_TODAY"),
        ({"OFFICE_ENV": "production", "OFFICE_DEBUG": "1"}, "不得打开 OFFICE_DEBUG"),
    ],
)
def test_a_bad_variable_is_named_in_one_sentence(embedded_office: NewOffice, environment: dict[str, str], said: str) -> None:
    result = _settings(embedded_office(), **environment)
    assert result.returncode != 0
    last = result.stderr.strip().splitlines()[-1]
    assert said in last
    assert last.endswith("。")


def test_production_makes_no_keys(embedded_office: NewOffice) -> None:
    office = embedded_office(OFFICE_ENV="production", OFFICE_SECRET_KEY=LONG, OFFICE_AUDIT_KEY=LONG[::-1])
    result = _settings(office)
    assert result.returncode == 0, result.stderr
    assert not list(office.data_dir.glob("*_key"))


def test_debug_is_off_unless_asked_for(embedded_office: NewOffice) -> None:
    assert _settings(embedded_office()).stdout.split()[2] == "False"
    assert _settings(embedded_office(OFFICE_DEBUG="1")).stdout.split()[2] == "True"


def test_database_url_is_read_whole() -> None:
    found = _database("postgresql://office:p%40ss%2F1@db.example:6543/joint?sslmode=require")
    assert (found["USER"], found["PASSWORD"], found["HOST"]) == ("office", "p@ss/1", "db.example")
    assert (found["PORT"], found["NAME"], found["OPTIONS"]) == ("6543", "joint", {"sslmode": "require", "options": PLANNING})
    assert _database("postgresql://a@b/c?options=-c%20jit%3Don")["OPTIONS"] == {"options": f"{PLANNING} -c jit=on"}


def test_no_query_is_compiled_by_the_server(db: None) -> None:
    """A list joins the rows of thirteen kinds: compiled, one such query took half a minute."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


def test_the_suite_runs_on_postgresql_with_chinese_text(db: None) -> None:
    """SQLite hides what PostgreSQL refuses, and the locale C knows no Chinese letters."""
    assert connection.vendor == "postgresql", "请用 make test，或者 python -m tests.services -- pytest。"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        assert cursor.fetchone() == ("UTF8",)
        cursor.execute("SELECT '公安局' ~ '^[[:alpha:]]+$'")
        assert cursor.fetchone() == (True,)


# --- clock and keys --------------------------------------------------------------------------------------------------


@time_machine.travel("2026-11-20T17:30:00Z", tick=False)
def test_the_day_is_that_of_shanghai() -> None:
    assert clock.today() == datetime.date(2026, 11, 21)
    assert clock.now().utcoffset() == datetime.timedelta(hours=8)


@time_machine.travel("2026-11-20T17:30:00Z", tick=False)
def test_office_today_moves_the_day_and_not_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFICE_TODAY", "2027-02-10")
    assert clock.today() == datetime.date(2027, 2, 10)
    assert clock.now().isoformat() == "2027-02-10T01:30:00+08:00"


@pytest.mark.parametrize("text", ["2026-02-30", "明天", "20261120"])
def test_office_today_must_be_a_day(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("OFFICE_TODAY", text)
    with pytest.raises(ImproperlyConfigured, match=f"现为「{text}」"):
        clock.today()


def test_office_today_is_refused_in_production(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setenv("OFFICE_TODAY", "2026-11-20")
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="不得使用 OFFICE_TODAY"):
        clock.now()


def test_keys_are_version_7_and_sort_by_their_moment() -> None:
    made = []
    for _ in range(3):
        made.append(uuid7())
        time.sleep(0.002)
    assert made == sorted(made)
    assert all(key.version == 7 and key.variant == uuid.RFC_4122 for key in made)
    assert abs((made[0].int >> 80) / 1000 - time.time()) < 60
    assert len({uuid7() for _ in range(5000)}) == 5000


# --- processes -------------------------------------------------------------------------------------------------------


def test_a_taken_port_is_named(embedded_office: NewOffice) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = embedded_office(OFFICE_PORT=port).manage("run_office", "--empty")
    assert result.returncode != 0
    assert f"端口 {port} 已被占用" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.embedded
def test_an_embedded_office_starts_restarts_what_dies_and_stops(embedded_office: NewOffice, page: Page) -> None:
    office = vacant(embedded_office)
    office.start("--empty")
    for portal in ("procuratorate", "police"):
        page.goto(f"{office.url}/{portal}/")
        assert page.locator("form input[type=password]").count() == 1, "未登录时应当见到登录页"
        assert f"http://localhost:{office.port}/{portal}/" in office.log

    second = office.manage("run_office", "--empty", OFFICE_PORT=str(spare_port()))
    assert second.returncode != 0
    assert "已有一个办公室在运行" in second.stderr

    before = office.pid("后台处理")
    os.kill(before, signal.SIGKILL)
    wait_until(lambda: office.pid("后台处理") != before, "后台处理重新启动")
    assert "后台处理意外停止（状态 -9）" in office.log

    children = [office.pid(label) for label in ("网页服务", "后台处理", "定时触发")]
    assert office.stop() == 0
    assert office.log.rstrip().endswith("已全部停止。")
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


def test_production_does_not_start_while_demonstration_accounts_exist(db: None, settings: Any) -> None:
    organisation = Organisation.objects.create(code="示", name="示范区人民检察院", short_name="示范检", side="procuratorate")
    Officer.objects.create(username="shifan", name="示范", organisation=organisation, is_demo=True)
    settings.PRODUCTION, settings.PORT = True, spare_port()
    with pytest.raises(CommandError, match="有演示账号"):
        call_command("run_office", only="web")


def test_production_settings_satisfy_django(embedded_office: NewOffice) -> None:
    office = embedded_office(OFFICE_ENV="production", OFFICE_SECRET_KEY=LONG, OFFICE_AUDIT_KEY=LONG[::-1], OFFICE_HOSTS="jd.example")
    result = office.manage("check", "--deploy")
    assert result.returncode == 0, result.stderr
    # The proxy in front redirects to HTTPS and decides about subdomains and preload lists, which an intranet has not.
    left = set(re.findall(r"security\.W\d+", result.stderr)) - {"security.W005", "security.W008", "security.W021"}
    assert not left, result.stderr


@pytest.mark.worker
def test_a_real_worker_answers_on_the_queue_of_this_run(worker: Worker) -> None:
    inspect = application.control.inspect(timeout=PATIENCE, limit=1)
    assert list(inspect.ping().values()) == [{"ok": "pong"}]
    registered = {name for names in inspect.registered().values() for name in names}
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= registered


# --- packaging -------------------------------------------------------------------------------------------------------


def test_locks_are_hashed_and_name_no_address() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (BASE_DIR / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index" not in text
        assert "--find-links" not in text
        pinned = re.findall(r"^[a-z0-9][\w.-]*==\S+ \\$", text, re.MULTILINE)
        blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
        assert len(pinned) == len(blocks)
        assert all("--hash=sha256:" in block for block in blocks)


def test_the_set_for_running_is_within_the_set_for_tests() -> None:
    run, dev = (
        set(re.findall(r"^([a-z0-9][\w.-]*==\S+)", (BASE_DIR / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert run <= dev


def test_what_runs_here_is_what_the_lock_says() -> None:
    """A test that passes on other versions proves nothing about what people install."""
    checked = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_every_variable_is_explained() -> None:
    """.env.example and docs/deployment.md name each environment variable that the project reads, and no other."""
    read = set(re.findall(r'_(?:text|flag|whole_number|choice|list|secret)\("([A-Z_]+)"', (BASE_DIR / "office/settings.py").read_text()))
    read.add(clock.VARIABLE)
    example = set(re.findall(r"^#? ?([A-Z_]+)=", (BASE_DIR / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    assert example == read | {"POSTGRES_PASSWORD"}
    explained = set(re.findall(r"`([A-Z][A-Z_]+)`", (BASE_DIR / "docs/deployment.md").read_text(encoding="utf-8")))
    assert read <= explained


def test_setup_and_container_install_the_same_system_packages() -> None:
    setup = (BASE_DIR / ".ci/setup.sh").read_text(encoding="utf-8")
    needed = re.search(r'^run_packages="(.+)"$', setup, re.MULTILINE)
    assert needed
    missing = set(needed[1].split()) - set((BASE_DIR / "Dockerfile").read_text(encoding="utf-8").split())
    assert not missing


def test_module_names_are_a_closed_vocabulary() -> None:
    """design: a ``utils.py`` fails the build, because the layers are exhaustive."""
    contracts = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    layered = [contract for contract in contracts if "containers" in contract]
    contained = {app for contract in layered for app in contract["containers"]}
    assert contained == {"office", "cases", "cases.matters", "cases.desk", "office.duty", "supervision", "liaison", "reports"}
    assert all(contract["exhaustive"] for contract in layered)
    assert not re.search(r"\b(utils|helpers|services|managers)\b", str([contract["layers"] for contract in layered]))
