"""Start a whole office on this machine: web, Celery worker and beat, watched by one process."""

import contextlib
import errno
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.db import connection

from office.celery import application
from office.management.base import OfficeCommand
from office.models import JointOffice, Officer

PARTS = {"web": "网页服务", "worker": "后台处理", "beat": "定时触发"}
#: Seconds that a part may take to finish its work after it was told to stop.
PATIENCE = 15
#: Seconds after which a part counts as healthy, so that its next end is not held against it.
HEALTHY = 60


class Part:
    """One child process, started again when it ends by itself: after 1 s, 2 s, 4 s ... at most a minute."""

    def __init__(self, code: str, command: list[str]) -> None:
        self.code = code
        self.label = PARTS[code]
        self.command = command
        self.failures = 0
        self.due = 0.0
        self.started = 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> int:
        """Start it and return its process id. A terminal's Ctrl-C reaches only the watcher, which stops all in order."""
        # Should the watcher itself be killed, the kernel tells its children to stop.
        tied = ["setpriv", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []
        self.process = subprocess.Popen([*tied, *self.command], cwd=settings.BASE_DIR, start_new_session=True)
        self.started = time.monotonic()
        return self.process.pid

    def ended(self) -> int | None:
        """Its exit status if it ended since the last look; the next start is then set."""
        if self.process is None or (status := self.process.poll()) is None:
            return None
        self.process = None
        self.failures = 0 if time.monotonic() - self.started > HEALTHY else self.failures + 1
        self.due = time.monotonic() + min(60, 2 ** max(0, self.failures - 1))
        return status


class Command(OfficeCommand):
    help = "启动办公室：网页服务、后台处理（Celery worker）与定时触发（Celery beat）；按 Ctrl-C 全部停止。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--empty", action="store_true", help="空数据库不装入演示数据")
        parser.add_argument("--only", choices=sorted(PARTS), help="只启动其中一部分，不迁移数据库（供容器使用）")

    def handle(self, *args: Any, empty: bool, only: str | None, **options: Any) -> None:
        codes = [only] if only else list(PARTS)
        if "web" in codes:
            self._require_free_port()
        with contextlib.nullcontext() if only else self._own_data_folder():
            if not only:
                self._prepare(empty=empty)
            if settings.PRODUCTION and Officer.objects.filter(is_demo=True).exists():
                raise CommandError("数据库中有演示账号，正式运行（OFFICE_ENV=production）不得启动；请改用空数据库，以 open_office 建立单位。")
            connection.close()
            self._watch([Part(code, _command(code)) for code in codes], announce=not only)

    def _require_free_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.BIND, settings.PORT))
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    raise CommandError(
                        f"端口 {settings.PORT} 已被占用：请停止占用它的程序，或换一个端口，例如 OFFICE_PORT={settings.PORT % 65535 + 1} make run。"
                    ) from error
                raise CommandError(f"无法在 {settings.BIND}:{settings.PORT} 上提供服务：{error.strerror}。") from error

    @contextlib.contextmanager
    def _own_data_folder(self) -> Iterator[None]:
        """Two offices in one data folder would share queue and beat; the lock goes with the process, however it ends."""
        with (settings.DATA_DIR / "run.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise CommandError(
                    f"数据文件夹 {settings.DATA_DIR} 已有一个办公室在运行；另起一个请用 OFFICE_DATA_DIR 指定别的文件夹。"
                ) from error
            yield

    def _prepare(self, *, empty: bool) -> None:
        self._say("正在检查数据库结构……")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("rebuild_desks", if_missing=True, stdout=self.stdout, stderr=self.stderr)
        self._say("正在整理页面文件……")
        call_command("collectstatic", interactive=False, verbosity=0)
        if not empty and not settings.PRODUCTION and not JointOffice.objects.exists():
            self._say("数据库是空的，正在装入演示办公室……")
            call_command("demo", stdout=self.stdout, stderr=self.stderr)

    def _watch(self, parts: list[Part], *, announce: bool) -> None:
        asked_to_stop = False

        def stop(_signum: int, _frame: FrameType | None) -> None:
            nonlocal asked_to_stop
            asked_to_stop = True

        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, stop)
        try:
            while not asked_to_stop:
                for part in parts:
                    self._tend(part)
                if announce and _web_answers():
                    _catch_up()
                    self._announce()
                    announce = False
                time.sleep(0.2)
        finally:
            self._stop(parts)

    def _tend(self, part: Part) -> None:
        if (status := part.ended()) is not None:
            wait = max(0, round(part.due - time.monotonic()))
            self._say(f"{part.label}意外停止（状态 {status}），{wait} 秒后重新启动。")
        if part.process is None and time.monotonic() >= part.due:
            self._say(f"已启动{part.label}（进程号 {part.start()}）。")

    def _stop(self, parts: list[Part]) -> None:
        running = [part.process for part in parts if part.process is not None]
        self._say("正在停止……")
        for process in running:
            process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in running:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._say("已全部停止。")

    def _announce(self) -> None:
        address = f"http://localhost:{settings.PORT}"
        self._say("")
        self._say("办公室已经开门，请用浏览器打开：")
        self._say(f"  检察机关  {address}/procuratorate/")
        self._say(f"  公安机关  {address}/police/")
        self._say(f"数据存放在 {settings.DATA_DIR}，按 Ctrl-C 停止。")
        if Officer.objects.filter(is_demo=True).exists():
            self._say("")
            call_command("demo", accounts=True, stdout=self.stdout, stderr=self.stderr)
            self.stdout.flush()  # a log file or a pipe is filled by the block: nobody would see the accounts
        connection.close()

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _catch_up() -> None:
    """Ask the worker for every periodic job now: what fell due while the office was closed need not wait for its minute."""
    schedule: dict[str, Any] = settings.CELERY_BEAT_SCHEDULE
    for entry in schedule.values():
        application.send_task(entry["task"], expires=entry["options"]["expires"])


def _web_answers() -> bool:
    host = "127.0.0.1" if settings.BIND == "0.0.0.0" else settings.BIND  # noqa: S104 - the name of "every address"
    try:
        socket.create_connection((host, settings.PORT), timeout=1).close()
    except OSError:
        return False
    return True


def _command(code: str) -> list[str]:
    # Celery warns about root because of pickled messages; ours are JSON.
    warnings = ["-W", "ignore:You're running the worker with superuser privileges"]
    celery = [sys.executable, *warnings, "-m", "celery", "--quiet", "--app", "office.celery:application"]
    level = ["--loglevel", "WARNING"]
    if code == "web":
        # The heartbeat file of gunicorn's workers belongs in memory; a slow disk would look like a hung worker.
        memory = ["--worker-tmp-dir", "/dev/shm"] if os.access("/dev/shm", os.W_OK) else []  # noqa: S108 - gunicorn makes it safely
        return [
            *(sys.executable, "-m", "gunicorn", "office.wsgi:application", "--bind", f"{settings.BIND}:{settings.PORT}"),
            *("--workers", "2", "--threads", "4", "--timeout", "120", "--log-level", "warning", *memory),
        ]
    if code == "worker":
        # Threads: few tasks, mostly waiting for the database, and one process to stop or to kill.
        return [*celery, "worker", "--pool", "threads", "--concurrency", "2", *level]
    return [*celery, "beat", "--pidfile=", *level]
