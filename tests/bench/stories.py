"""Matters played through ``perform()`` that the loader copies: the usual kinds at the usual places, open and closed.

Each story begins on its own day in an office without matters and is taken back when its rows have been read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cases.models import Matter
from tests.supervision.play import walk_to
from tests.supervision.plays import opened

Step = tuple[Any, ...]
"""As ``walk_to`` takes it: code, who, day and, where the usual words do not do, what is typed."""


@dataclass(frozen=True)
class Story:
    """One matter (件), or several that belong together: how it begins, what is done, and how often it is met."""

    name: str
    kind: str
    way: dict[str, Any]
    steps: tuple[Step, ...] = ()
    closed: bool = False
    weight: int = 1
    """Among the open, or among the closed."""
    until: str = ""
    """A day later than the last act up to which nothing was done: its periods have run out by then."""

    def play(self, world: Any) -> Matter:
        matter = opened(self.kind, world, **self.way)
        return walk_to(matter, world, *self.steps)


REQUESTED: tuple[Step, ...] = (("request_a", "prosecutor", "2026-02-02"), ("sign", "chief", "2026-02-02"))
ASKED: tuple[Step, ...] = (*REQUESTED, ("receive", "legal_officer", "2026-02-03"))
EXPLAINED: tuple[Step, ...] = (*ASKED, ("explain", "legal_officer", "2026-02-06"), ("sign", "head", "2026-02-06"),
                               ("receive", "case_manager", "2026-02-06"))  # fmt: skip
NOTIFIED: tuple[Step, ...] = (*EXPLAINED, ("notify_filing", "prosecutor", "2026-02-11"), ("sign", "chief", "2026-02-11"),
                              ("receive", "legal_officer", "2026-02-12"))  # fmt: skip
CORRECTED: tuple[Step, ...] = (
    ("establish", "prosecutor", "2026-02-04"), ("correction", "prosecutor", "2026-02-05"), ("sign", "chief", "2026-02-05"),
    ("receive", "legal_officer", "2026-02-06"), ("hand_down", "legal_officer", "2026-02-06"),
)  # fmt: skip
REPLIED: tuple[Step, ...] = (
    *CORRECTED, ("reply", "legal_officer", "2026-02-13"), ("sign", "head", "2026-02-13"), ("receive", "case_manager", "2026-02-13"),
)  # fmt: skip
APPROVED: tuple[Step, ...] = (
    ("interview", "assistant", "2026-03-03", {"done_on": "2026-03-03"}), ("approve", "prosecutor", "2026-03-05"),
    ("sign", "chief", "2026-03-05"), ("receive", "legal_officer", "2026-03-05"),
)  # fmt: skip
HELD: tuple[Step, ...] = (
    ("in_house", "legal_officer", "2026-03-02"), ("interrogate", "legal_officer", "2026-03-02"),
    ("tell_family", "legal_officer", "2026-03-02"),
)  # fmt: skip

OPEN = (
    Story("线索审查", "filing", {}, weight=3),
    Story("待签收", "filing", {}, REQUESTED, weight=3),
    Story("待说明理由", "filing", {}, ASKED, weight=8),
    Story("待说明理由，超期", "filing", {}, (*ASKED, ("sweep", "", "2026-02-13")), weight=2, until="2026-02-13"),
    Story("待审查理由", "filing", {}, EXPLAINED, weight=4),
    Story("通知待签发", "filing", {}, (*EXPLAINED, ("notify_filing", "prosecutor", "2026-02-11")), weight=3),
    Story("待立案", "filing", {}, NOTIFIED, weight=6),
    Story("跟踪侦查", "filing", {}, (
        *NOTIFIED, ("file", "legal_officer", "2026-02-20", {"filed_on": "2026-02-20"}), ("sign", "head", "2026-02-20"),
        ("receive", "case_manager", "2026-02-20"),
    ), weight=4),
    Story("待认定", "investigation", {}, weight=4),
    Story("纠正待签发", "investigation", {}, CORRECTED[:2], weight=2),
    Story("待回复", "investigation", {}, CORRECTED, weight=8),
    Story("待核查", "investigation", {}, REPLIED, weight=4),
    Story("审查逮捕", "arrest_review", {}, weight=5),
    Story("批捕待签发", "arrest_review", {}, APPROVED[:2], weight=1),
    Story("待执行", "arrest_review", {}, APPROVED, weight=4),
    Story("刑事拘留", "measure", {}, HELD, weight=4),
    Story("逮捕", "measure", {"variant": "arrest", "day": "2026-01-15"}, (
        ("interrogate", "legal_officer", "2026-01-15", {"done_at": "2026-01-15T15:00"}),
        ("tell_family", "legal_officer", "2026-01-15", {"done_at": "2026-01-15T18:00", "family": ""}),
    ), weight=4),
    Story("取保候审", "measure", {"variant": "bail"}, weight=3),
)
CLOSED = (
    Story("理由成立", "filing", {}, (
        *EXPLAINED, ("reasons_hold_a", "prosecutor", "2026-02-10"), ("inform", "prosecutor", "2026-02-12"),
    ), closed=True, weight=5),
    Story("整改到位", "investigation", {}, (*REPLIED, ("adopt", "prosecutor", "2026-02-25")), closed=True, weight=4),
    Story("已执行逮捕", "arrest_review", {}, (
        *APPROVED, ("execute", "investigator", "2026-03-06", {"executed_on": "2026-03-06"}), ("receipt", "legal_officer", "2026-03-06"),
    ), closed=True, weight=4),
    Story("已释放", "measure", {}, (*HELD, ("end", "legal_officer", "2026-03-04", {"ended_on": "2026-03-04"}), ("sign", "head", "2026-03-04")),
          closed=True, weight=3),
)  # fmt: skip

