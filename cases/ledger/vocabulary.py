"""台账词汇: what the ledger of one kind of matter looks like, going out and coming in. No database here.

The kernel knows columns, cells and findings; what a column means for a kind stands with that kind
(``supervision.ledgers``), which registers its declaration here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Sort(StrEnum):
    """What a cell of a column holds."""

    SERIAL = "serial"
    TEXT = "text"
    DAY = "day"
    CHOICE = "choice"
    ORGAN = "organ"
    OFFICER = "officer"
    COUNT = "count"


@dataclass(frozen=True)
class Column:
    """One column: its heading, other headings offices use for it, and how a cell is read."""

    key: str
    heading: str
    width: int
    """In Excel's characters."""
    sort: Sort = Sort.TEXT
    names: tuple[str, ...] = ()
    required: bool = False
    """The heading must be found, or the table is not this ledger."""
    filled: bool = False
    """A row without it is refused."""
    police: bool = False
    """The police read it too."""
    printed: bool = True
    """False: taken from a table that has it, never printed."""
    longest: int = 400
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Code → wordings; the first is the one printed."""
    strict: bool = False
    """Other wordings are refused; else kept as words with a warning."""
    note: str = ""
    """What the empty template says of it."""


@dataclass(frozen=True)
class Finding:
    """One thing said about a cell: an error stops the whole file, a warning leaves a field empty."""

    cell: str
    text: str
    fatal: bool = False

    def __str__(self) -> str:
        return f"{self.cell}：{self.text}" if self.cell else self.text


@dataclass
class Entry:
    """One row as it was read: facts where they could be taken, the office's own words always."""

    row: int
    letters: Mapping[str, str]
    words: dict[str, str] = field(default_factory=dict)
    """Column → what the cell says, in words; days as 2019年7月2日."""
    days: dict[str, date] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    """Columns matched with a row of ours: organ, officer; and counts."""
    findings: list[Finding] = field(default_factory=list)

    def cell(self, key: str) -> str:
        """The address a person looks for: J6; the row alone where the table has no such column."""
        return f"{self.letters[key]}{self.row}" if key in self.letters else f"第{self.row}行"

    def warn(self, key: str, text: str) -> None:
        self.findings.append(Finding(self.cell(key), text))

    def fail(self, key: str, text: str) -> None:
        self.findings.append(Finding(self.cell(key), text, fatal=True))

    def known(self, key: str) -> bool:
        """Whether the cell became a fact."""
        return key in self.days or key in self.codes or key in self.things

    def kept(self, key: str) -> str:
        """The words of a cell that did not become a fact."""
        return "" if self.known(key) else self.words.get(key, "")


@dataclass(frozen=True)
class Plan:
    """What ``adopt()`` is given for one row."""

    state: str
    matter: Mapping[str, Any]
    detail: Mapping[str, Any]
    history: tuple[Any, ...]
    year: int | None = None


@dataclass(frozen=True)
class Ledger:
    """The ledger of one kind of matter."""

    kind: str
    label: str
    title: str
    columns: tuple[Column, ...]
    detail: str
    """Reverse accessor of the detail row."""
    acts: frozenset[str]
    """Codes of the acts whose days ``line`` reads."""
    plan: Callable[[Entry], Plan]
    """Adds its own findings to the entry."""
    line: Callable[[Any, str], Mapping[str, Any]]
    """(matter, side) → column → day or words. The matter carries ``acts_read``: its events of ``acts``."""
    summary: str = "result"
    """The column whose values the total row counts."""

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def printed(self, *, police: bool) -> list[Column]:
        """The columns one side's table has, in order."""
        return [column for column in self.columns if column.printed and (column.police or not police)]


LEDGERS: dict[str, Ledger] = {}


def register(ledger: Ledger) -> Ledger:
    """Add a kind's ledger to those the kernel knows."""
    LEDGERS[ledger.kind] = ledger
    return ledger


def plain(text: str) -> str:
    """A heading or name without what varies between offices: width, spaces, brackets' shape, a mark of a required field."""
    return re.sub(r"[\s*＊:]+", "", unicodedata.normalize("NFKC", text))


def code_of(column: Column, text: str) -> str | None:
    """The code of a wording, also when it carries a remark in brackets; None for an unknown one."""
    wanted = plain(text)
    bare = re.sub(r"\(.*?\)$", "", wanted)
    for candidate in (wanted, bare):
        for code, wordings in column.choices.items():
            if candidate in {plain(wording) for wording in wordings}:
                return code
    return None
