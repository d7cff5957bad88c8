"""A bulletin being written: sentences and tables from figures, each figure carrying the key of its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from office.models import JointOffice, Organisation
from reports.documents.tables import Part, Table
from reports.indicators import Figure, Period

NUMERALS = "一二三四五六七八九"


@dataclass
class Sheet:
    """A bulletin being written: its sections, and the figures it has named so far."""

    office: JointOffice
    organs: list[Organisation]
    period: Period
    today: date
    text: Mapping[str, Any]
    figures: dict[str, Figure] = field(default_factory=dict)
    definitions: dict[str, dict[str, str]] = field(default_factory=dict)
    tables: int = 0
    drawings: int = 0

    def part(self, key: str, figure: Figure, unit: str, persons: bool = False) -> Part:
        """The figure in words, opening its rows: 5件7人; a nought is a dash and opens nothing."""
        if not figure.count:
            return ("—", "")
        self.figures[key] = figure
        return (f"{figure.count}{unit}" + (f"{figure.persons}人" if persons and figure.persons else ""), key)

    def define(self, key: str, label: str, unit: str, formula: str, source: str) -> None:
        """What a figure means, as its rows' page says it."""
        self.definitions[key] = {"label": label, "unit": unit, "formula": formula, "source": source}

    def table(self, caption: str, *args: Any, **more: Any) -> dict[str, Any]:
        """A numbered table, once the guard against rankings has let it pass."""
        self.tables += 1
        return {"table": Table(f"表{self.tables}　{caption}", *args, **more).frozen()}

    def drawing(self, caption: str, svg: str, alt: str) -> dict[str, Any]:
        """A numbered drawing."""
        self.drawings += 1
        return {"chart": {"caption": f"图{self.drawings}　{caption}", "svg": str(svg), "alt": alt}}

    def written(self, key: str, drafted: list[list[Part]]) -> list[dict[str, Any]]:
        """A paragraph that may have been rewritten; ``basis`` is the drafted one, to tell whether facts moved since."""
        basis = "\n".join("".join(words for words, _ in line) for line in drafted)
        own = self.text.get(key)
        if not own:
            return [{"p": plain(line), "edit": key, "basis": basis} for line in drafted]
        lines = [line.strip() for line in own["words"].splitlines() if line.strip()]
        return [{"p": [[line, ""]], "edit": key, "basis": basis, "moved": own["basis"] != basis} for line in lines]


class Headings:
    """（一）（二）… in the order in which they are needed."""

    def __init__(self) -> None:
        self.count = 0

    def next(self, words: str) -> dict[str, Any]:
        """The next heading of the second level."""
        self.count += 1
        return {"h": f"（{NUMERALS[self.count - 1]}）{words}"}


def said(parts: Sequence[Part]) -> dict[str, Any]:
    """One paragraph of the content."""
    return {"p": plain(parts)}


def plain(parts: Sequence[Part]) -> list[list[str]]:
    """Parts as JSON."""
    return [[words, key] for words, key in parts]


def joined(clauses: Sequence[Sequence[Part]], by: str) -> list[Part]:
    """Clauses with a mark between them."""
    found: list[Part] = []
    for place, clause in enumerate(clauses):
        found += [(by, ""), *clause] if place else clause
    return found
