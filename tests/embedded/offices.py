"""Offices with the demonstration in them, quickly; and a visitor without a browser."""

from __future__ import annotations

import fcntl
import html
import json
import os
import re
import shutil
import sqlite3
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from tests.conftest import EmbeddedOffice, opening

NewOffice = Callable[..., EmbeddedOffice]

#: The day on which the demonstration lives, and its password, which ``manage.py demo --accounts`` prints.
TODAY = "2026-11-20"
AHEAD = timedelta(minutes=4)
"""The demonstration is written so long before its offices open; nothing of it lies later than their clocks."""


@contextmanager
def _shared(office: EmbeddedOffice) -> Iterator[Path]:
    """The folder of what is written once in a run of the tests, whichever worker comes first; the others wait."""
    folder = office.data_dir.parent  # of this worker; above it that of the run
    shared = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "demonstration"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield shared


def _run(office: EmbeddedOffice, *words: str) -> None:
    result = office.manage(*words)
    assert result.returncode == 0, result.stderr


def _tables(office: EmbeddedOffice, shared: Path) -> Path:
    """The data of an office in which there is nobody yet, without the keys that are each office's own."""
    if not (shared / "tables").exists():
        _run(office, "migrate", "--verbosity", "0")
        shutil.copytree(office.data_dir, shared / "tables", ignore=shutil.ignore_patterns("*_key"))
    return shared / "tables"


def vacant(make: NewOffice, **environment: str) -> EmbeddedOffice:
    """An office of its own, not started, with its tables and nobody in it. One that is to make them itself: ``make()``."""
    template, office = make(), make(**environment)
    with _shared(template) as shared:
        shutil.copytree(_tables(template, shared), office.data_dir, dirs_exist_ok=True)
    return office


def _template(make: NewOffice) -> tuple[Path, datetime]:
    """The data of the demonstration and when it was finished."""
    began, opens = time.monotonic(), opening(TODAY)
    begins = max(opens - AHEAD, opens.replace(hour=0, minute=0))
    office = make(begins, OFFICE_TODAY=TODAY)
    with _shared(office) as shared:
        if not (shared / "data").exists():
            shutil.copytree(_tables(office, shared), office.data_dir, dirs_exist_ok=True)
            _run(office, "demo")
            (shared / "finished").write_text((begins + timedelta(seconds=time.monotonic() - began)).isoformat())
            office.data_dir.rename(shared / "data")
    return shared / "data", datetime.fromisoformat((shared / "finished").read_text())


def furnished(make: NewOffice, **environment: str) -> EmbeddedOffice:
    """An office of its own, not started, that holds a copy of the demonstration."""
    data, finished = _template(make)
    day = environment.pop("OFFICE_TODAY", TODAY)
    office = make(max(opening(day), finished), OFFICE_TODAY=day, **environment)
    shutil.copytree(data, office.data_dir, dirs_exist_ok=True)
    return office


def accounts(office: EmbeddedOffice) -> dict[str, dict[str, Any]]:
    """The demonstration accounts by user name, as ``demo --accounts --json`` lists them."""
    result = office.manage("demo", "--accounts", "--json")
    assert result.returncode == 0, result.stderr
    return {row["username"]: row for row in json.loads(result.stdout)}


def rows(office: EmbeddedOffice, sql: str) -> list[tuple[Any, ...]]:
    """Read the office's own database, beside its processes."""
    connection = sqlite3.connect(f"file:{office.data_dir / 'office.sqlite3'}?mode=ro", uri=True, timeout=20)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


class _NoError(urllib.request.HTTPErrorProcessor):
    """A refusal is an answer too."""

    def http_response(self, request: Any, response: Any) -> Any:
        return super().http_response(request, response) if response.status in {301, 302, 303} else response

    https_response = http_response


class Answer:
    """One page as it came."""

    def __init__(self, response: Any) -> None:
        self.status: int = response.status
        self.address: str = response.geturl()
        self.headers = response.headers
        self.body: bytes = response.read()

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", errors="replace")

    @property
    def words(self) -> str:
        """What a person reads, without tags."""
        return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.text)))


class Visitor:
    """Someone at one office with cookies of his own and no scripts."""

    def __init__(self, office: EmbeddedOffice) -> None:
        self.office = office
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), _NoError)

    def get(self, path: str) -> Answer:
        """Fetch a page, following redirects."""
        return Answer(self.opener.open(urllib.parse.urljoin(self.office.url, path), timeout=60))

    def post(self, path: str, data: Mapping[str, str]) -> Answer:
        """Post a form with the token of the page it stands on."""
        page = self.get(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token is not None, page.words[:300]
        body = urllib.parse.urlencode({**data, "csrfmiddlewaretoken": token[1]}).encode()
        request = urllib.request.Request(page.address, body, headers={"Referer": page.address})
        return Answer(self.opener.open(request, timeout=60))

    def sign_in(self, account: Mapping[str, Any]) -> Answer:
        """Sign in as an account of ``accounts()``; the page where he lands."""
        portal = "procuratorate" if account["side"] in {"procuratorate", "检察机关"} else "police"
        return self.post(f"/{portal}/sign-in/", {"username": account["username"], "password": account["password"]})
