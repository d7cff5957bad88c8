"""What every test stands on: quick settings, a queue of its own, a browser, and whole offices on the embedded default."""

import fcntl
import gc
import importlib
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from celery import Celery
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import Browser, Page, expect, sync_playwright

from office.celery import application
from supervision import catalogue
from tests import at
from tests.services import BASE_DIR, fonts_folder, spare_port
from tests.world import World, build

CHROMIUM = "/usr/bin/chromium"
#: Seconds that a process of an office may take to come up, or to do what a test waits for; a busy machine may need them.
PATIENCE = 120

# Examples are drawn the same way in every run: a red result tells of a change, never of luck or of a slow machine. To look for new
# ones by hand: ``pytest --hypothesis-profile=search``. Either prints the line that repeats a failure; keep it as an ``@example``.
hypothesis.settings.register_profile("usual", derandomize=True, database=None, deadline=None, print_blob=True)
hypothesis.settings.register_profile("search", max_examples=2000, database=None, deadline=None, print_blob=True)
hypothesis.settings.load_profile("usual")


def pytest_configure(config: pytest.Config) -> None:
    """Each xdist worker has a Redis database of its own, so that no test sees another's messages."""
    for name in ("OFFICE_TODAY", "PORTAL"):
        os.environ.pop(name, None)
    if settings.REDIS_URL:
        number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
        application.conf.broker_url = f"{settings.REDIS_URL}/{number}"
    # A test that wants a real worker asks for it; elsewhere a task is the call of its function.
    application.conf.task_always_eager = True
    application.conf.task_eager_propagates = True


#: What takes longest goes first, so that no process is left with a long file when the others are done: seconds on two idle cores.
LONG_FIRST = {
    "test_canaries": 240, "test_one_case": 200, "test_walk": 170, "test_office": 160, "test_screens": 140, "test_commands": 120,
    "test_kill9": 100, "test_main_job": 90, "test_matrix": 90, "test_demo": 80, "test_junk": 80, "test_restricted": 70,
    "test_act_pages": 60, "test_demo_command": 50, "test_early_intervention": 50, "test_one_answer": 40, "test_every_paper": 40,
    "test_cost": 40, "test_ways_out": 40, "test_setup": 40, "test_moments": 40, "test_races": 40,
    "test_quarter": 150,
}  # fmt: skip


def pytest_collection_finish() -> None:
    """What was loaded so far stays until the end: the collector need not walk over it again and again, nor look after every 700 rows."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first; within a file, and among the rest, the order of collection."""
    items.sort(key=lambda item: -LONG_FIRST.get(item.path.stem, 0))


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings: None,
    django_db_blocker: Any,
) -> Iterator[None]:  # fmt: skip
    """The database of the tests: migrated once in a run, whichever process comes first, and cloned for each process."""
    run = tmp_path_factory.getbasetemp()
    run = run.parent if "PYTEST_XDIST_WORKER" in os.environ else run
    with django_db_blocker.unblock():
        if connection.vendor != "postgresql":
            old = setup_databases(verbosity=0, interactive=False)
            yield
            teardown_databases(old, verbosity=0)
            return
        own = connection.creation._get_test_db_name()
        with (run / "database.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (run / "database.made").exists():
                connection.settings_dict["TEST"]["NAME"] = "migrated"
                connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
                connection.close()
                (run / "database.made").touch()
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE migrated')
        connection.settings_dict["NAME"] = connection.settings_dict["TEST"]["NAME"] = own
        connection.close()
        yield
        connection.close()


@pytest.fixture(autouse=True, scope="session")
def _quick_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No slow password hash, no manifest of static files, no lock-out, and attachments in a folder that goes away.

    Tests of sign-in set ``AXES_ENABLED`` themselves.
    """
    with override_settings(
        AXES_ENABLED=False,
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    ):
        yield


@pytest.fixture(autouse=True, scope="session")
def _emptying_the_trail() -> Iterator[None]:
    """A transactional test ends by emptying every table; where that is a DELETE (SQLite) the trail's triggers step aside."""
    append_only = importlib.import_module("office.migrations.0003_append_only")
    calendar = importlib.import_module("office.migrations.0002_calendar")
    operations = type(connection.ops)
    original = operations.execute_sql_flush

    def flush(self: BaseDatabaseOperations, statements: list[str]) -> None:
        if connection.vendor == "sqlite":  # TRUNCATE of PostgreSQL passes row triggers by
            append_only.run(connection, "remove")
        original(self, statements)
        if connection.vendor == "sqlite":
            append_only.run(connection, "install")
        # what a migration brought is data of the law, not of a test: the next test needs calendar and catalogue again
        calendar.load(apps, None)
        catalogue.load(apps, None)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", flush)
        yield


@pytest.fixture
def world(db: None) -> World:
    """One office with everyone in it, its superior, and strangers on both sides."""
    return build()


def wait_until(condition: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
    """What the condition gives once it is true; an AssertionError that names it when it stays false."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"{seconds:g} 秒内没有等到：{what}"
        time.sleep(0.1)
    return found


# --- processes -------------------------------------------------------------------------------------------------------


def _ended(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@dataclass
class Worker:
    """A Celery worker in a process of its own, on the database and the queue of the test that started it."""

    environment: dict[str, str]
    log: Path
    queue: Celery = application
    """Through which it is asked whether it is there."""
    process: subprocess.Popen[bytes] = field(init=False)

    def start(self) -> None:
        """Start it and wait until it takes tasks."""
        with self.log.open("wb") as stream:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "celery", "--app", "office.celery:application", "worker"),
                    *("--pool", "threads", "--concurrency", "2", "--loglevel", "WARNING"),
                ],
                cwd=BASE_DIR,
                env=self.environment,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )
        wait_until(self._is_ready, "Celery worker 就绪")

    def _is_ready(self) -> bool:
        assert self.process.poll() is None, f"Celery worker 没有启动成功：\n{self.log.read_text(errors='replace')[-3000:]}"
        return bool(self.queue.control.ping(timeout=1, limit=1))

    def kill(self) -> None:
        """End it without a chance to finish anything, as kill -9 and a power cut do."""
        self.process.kill()
        self.process.wait()


def worker_environment(queue: str) -> dict[str, str]:
    """What a worker is started with: the database of this test, and a queue by its URL."""
    database = connection.settings_dict
    address = f"postgresql://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    return {**os.environ, "DATABASE_URL": address, "REDIS_URL": queue}


@pytest.fixture
def worker(transactional_db: None, tmp_path: Path) -> Iterator[Worker]:
    """A real worker on the PostgreSQL and the Redis of this run; ``task.delay()`` goes through the queue meanwhile."""
    assert settings.REDIS_URL, "真实的 Celery worker 需要 Redis：请用 make test，或者 python -m tests.services -- pytest。"
    started = Worker(worker_environment(application.conf.broker_url), tmp_path / "worker.log")
    application.control.purge()
    application.conf.task_always_eager = False
    try:
        started.start()
        yield started
    finally:
        application.conf.task_always_eager = True
        if hasattr(started, "process"):
            _ended(started.process)


@dataclass
class EmbeddedOffice:
    """A whole office as ``make run`` starts it: web, worker and beat on SQLite and a queue of files."""

    data_dir: Path
    port: int
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """All that its processes have printed."""
        return (self.data_dir / "run.log").read_text(encoding="utf-8", errors="replace")

    def manage(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run one management command on its data; the caller looks at the exit status."""
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=BASE_DIR,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )

    def start(self, *words: str) -> None:
        """``run_office`` with these words (``--empty``); returns when the pages answer."""
        with (self.data_dir / "run.log").open("ab") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "run_office", *words],
                cwd=BASE_DIR,
                env=self.environment,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )
        wait_until(self._answers, f"办公室在端口 {self.port} 开门", seconds=300)

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, f"办公室没有启动成功：\n{self.log[-3000:]}"
        if "已经开门" not in self.log:
            return False
        try:
            urllib.request.urlopen(f"{self.url}/static/", timeout=30).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def pid(self, label: str) -> int:
        """The process id of the part last started under this label: 网页服务, 后台处理 or 定时触发."""
        return int(re.findall(rf"已启动{label}（进程号 (\d+)）", self.log)[-1])

    def stop(self) -> int:
        """As Ctrl-C does; its exit status."""
        assert self.process is not None
        _ended(self.process)
        return self.process.returncode


def opening(day: str = "") -> datetime:
    """When the clock of an office begins: at the hour at which this run began, on a day of its own.

    ``OFFICE_TODAY`` alone would turn the clock back by a day at every midnight, in the middle of a test.
    """
    began = at.moment(os.environ.get(at.VARIABLE, at.USUAL))
    return datetime.combine(date.fromisoformat(day), began.timetz()) if day else began


@pytest.fixture(scope="session")
def embedded_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., EmbeddedOffice]]:
    """Makes offices on the embedded default, each in a folder and on a port of its own; keywords are environment variables,
    ``begins`` the moment at which its clock starts.

    ``embedded_office()`` has not been started: call ``.manage(...)`` for commands, ``.start()`` for the processes.
    """
    made: list[EmbeddedOffice] = []

    def make(begins: datetime | None = None, **environment: str) -> EmbeddedOffice:
        data_dir, port = tmp_path_factory.mktemp("embedded"), spare_port()
        # Another office: it must not see the database, the queue or the settings of this run.
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("OFFICE_", "DJANGO_", "PYTEST_")) and name not in {"DATABASE_URL", "REDIS_URL", "PORTAL"}
        }
        own = {"OFFICE_DATA_DIR": str(data_dir), "OFFICE_PORT": str(port), "OFFICE_FONTS_DIR": fonts_folder()}
        clock = begins or opening(environment.get("OFFICE_TODAY", ""))
        made.append(EmbeddedOffice(data_dir, port, at.environment(clock, inherited | own | environment)))
        return made[-1]

    try:
        yield make
    finally:
        for office in made:
            if office.process is not None:
                office.stop()


# --- browser ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window, driven by Playwright."""
    # Playwright keeps an event loop in this thread, which Django would take for an asynchronous view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    flags = [
        *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
        *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    ]
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page of an officer in China; an error of the page's own scripts fails the test."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE * 1000)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert not errors, errors
