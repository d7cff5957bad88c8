"""Another clock for the tests: ``python -m tests.services --at '2028-02-29 00:05' -- pytest -q FILE``, or ``make test AT=…``.

Every run of the tests begins at a given moment and goes on from there, so that its result is that of any hour and any day. All Python
processes of the run share this clock, however deep they were started: pytest and its workers, web, worker, beat, commands.
Monotonic clocks stay as they are, and with them every waiting; so do those of Chromium, PostgreSQL and Redis, which the product
never asks for the time.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import time_machine

SHANGHAI = ZoneInfo("Asia/Shanghai")
USUAL = "2026-11-20 10:00"
"""When a run begins that is not told otherwise: a Friday, in office hours, far from both ends of the day."""
VARIABLE, OFFSET = "TESTS_AT", "TESTS_CLOCK_OFFSET"
_MOVED = str(Path(__file__).resolve().parent / "moved")


def moment(text: str) -> datetime:
    """A moment written 2028-02-29 00:05, local time of Shanghai. Raises ValueError."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


def environment(begins: datetime, inherited: Mapping[str, str]) -> dict[str, str]:
    """The variables with which a Python process and all it starts live at ``begins`` (aware) and onwards; see tests/moved."""
    hatch = time_machine.escape_hatch
    offset = begins.timestamp() - (hatch.time.time() if hatch.is_travelling() else time.time())
    paths = [path for path in inherited.get("PYTHONPATH", "").split(os.pathsep) if path not in ("", _MOVED)]
    return {**inherited, "PYTHONPATH": os.pathsep.join([_MOVED, *paths]), OFFSET: str(offset)}
