"""Throw-away PostgreSQL and Redis for one run of the tests: ``python -m tests.services -- pytest -n 2``.

Both live in a temporary folder on spare ports of this machine and stop when the command ends, however it ends.
The command finds them in ``DATABASE_URL`` and ``REDIS_URL``, and an empty ``OFFICE_DATA_DIR``; it begins at the moment
``--at '2028-02-29 00:05'`` (``tests.at``).
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import redis

from tests import at

BASE_DIR = Path(__file__).resolve().parent.parent
#: Seconds that a server may take to answer after it was started, on a machine that has much else to do.
PATIENCE = 120


def spare_port() -> int:
    """A port of this machine on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def fonts_folder() -> str:
    """Where .ci/setup.sh has put the fonts, which every office of the tests shares."""
    data = os.environ.get("OFFICE_DATA_DIR") or str(BASE_DIR / "var")
    return str(Path(os.environ.get("OFFICE_FONTS_DIR") or Path(data) / "fonts").resolve())


def _program(name: str) -> str:
    """A program of PostgreSQL: of the newest Debian package, else of the path."""
    packaged = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    found = str(packaged[-1]) if packaged else shutil.which(name)
    if not found:
        raise SystemExit(f"找不到 PostgreSQL 的 {name}，请先执行 .ci/setup.sh test。")
    return found


def _account() -> str:
    """PostgreSQL refuses root; its own account if the package made one, else nobody."""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _tied(command: list[str], account: str = "") -> list[str]:
    """The command, told to end by the kernel should this process be killed; under another account when root."""
    dropped: list[str] = []
    if account and os.geteuid() == 0:
        entry = pwd.getpwnam(account)
        dropped = ["--reuid", str(entry.pw_uid), "--regid", str(entry.pw_gid), "--clear-groups"]
    return ["setpriv", *dropped, "--pdeathsig", "INT", "--", *command]


def _await(process: subprocess.Popen[bytes], answers: Callable[[], object], failures: tuple[type[Exception], ...], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            answers()
        except failures:
            if process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.05)
                continue
            raise SystemExit(f"测试用的服务没有启动成功：\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}") from None
        return


@contextlib.contextmanager
def _served(command: list[str], log: Path, **options: str) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as stream:
        # A session of its own: Ctrl-C in the terminal must reach the tests first and the servers last.
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, start_new_session=True, cwd=options.get("cwd")
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def postgresql(folder: Path, **changed: str) -> Iterator[str]:
    """A PostgreSQL cluster in the folder, UTF-8, without the care for a power cut that tests do not need; yields its URL.

    ``changed``: settings of the server to be otherwise, as a measurement wants them (``fsync="on"``).
    """
    folder.mkdir()
    account = _account()
    if os.geteuid() == 0:
        shutil.chown(folder, account)
    data, port, log = folder / "data", spare_port(), folder.with_suffix(".log")
    made = subprocess.run(
        _tied(
            [
                *(_program("initdb"), "--pgdata", str(data), "--username", "office", "--auth", "trust"),
                *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
            ],
            account,
        ),
        cwd=folder,
        env={**os.environ, "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise SystemExit(f"测试用的 PostgreSQL 没有建立成功：\n{made.stderr[-2000:]}")
    settings = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": str(folder),
        "max_connections": "60",
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        **changed,
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    command = _tied([_program("postgres"), "-D", str(data), "-p", str(port), *options], account)
    url = f"postgresql://office@127.0.0.1:{port}/postgres"
    with _served(command, log, cwd=str(folder)) as process:
        _await(process, lambda: psycopg2.connect(url).close(), (psycopg2.OperationalError,), log)
        yield url


@contextlib.contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """A Redis that keeps nothing on disk; yields its URL without the number of the database."""
    folder.mkdir()
    port, log = spare_port(), folder.with_suffix(".log")
    command = _tied(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    )
    with _served(command, log) as process:
        client = redis.Redis(port=port)
        _await(process, client.ping, (redis.ConnectionError,), log)
        client.close()
        yield f"redis://127.0.0.1:{port}"


def run(command: list[str], begins: str = at.USUAL) -> int:
    """Run the command with both servers, by a clock that begins at a moment, and return its exit status."""
    with contextlib.ExitStack() as stack:
        # Not TemporaryDirectory(): a folder of another account inside is removed by root only, and is then root's anyway.
        folder = Path(tempfile.mkdtemp(prefix="office-tests-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o711)
        fonts = fonts_folder()
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("OFFICE_", "PORTAL"))}
        environment |= {
            "DATABASE_URL": stack.enter_context(postgresql(folder / "postgresql")),
            "REDIS_URL": stack.enter_context(redis_server(folder / "redis")),
            "OFFICE_DATA_DIR": str(folder / "office"),
            "OFFICE_FONTS_DIR": fonts,
            at.VARIABLE: begins,
        }
        # hundreds of processes start in a run: each module is compiled once for all of them
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment = at.environment(at.moment(begins), environment)
        child = subprocess.Popen(command, env=environment, cwd=BASE_DIR)
        # Ctrl-C reaches the tests by themselves; a request to end is handed on; either way we stay to stop the servers.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for signum in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, lambda number, _: child.send_signal(number))
        return child.wait()


def _told(words: list[str]) -> tuple[str, list[str]]:
    """When to begin, and the command."""
    begins = at.USUAL
    if words[:1] == ["--at"] and len(words) > 1:
        begins, words = words[1], words[2:]
    if words[:1] == ["--"]:
        words = words[1:]
    try:
        at.moment(begins)
    except ValueError:
        words = []
    if not words:
        raise SystemExit("用法：python -m tests.services [--at '2028-02-29 00:05'] -- 命令（时刻为北京时间）")
    return begins, words


if __name__ == "__main__":
    _begins, _command = _told(sys.argv[1:])
    raise SystemExit(run(_command, _begins))
