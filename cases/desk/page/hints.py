"""提示: what other applications propose to begin in a case, told beside it. A hint proposes; a person decides, and nothing begins by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from cases.matters.dossier import Opened
from cases.models import Case, Matter, Suspect
from office.models import Officer
from office.sides import Side


@dataclass(frozen=True)
class Seen:
    """A case as its reader may know it: the procuratorate from its record, the police by what their own matters show of it."""

    case: Case
    suspects: int
    """人."""
    youngest: date | None
    """Born on, where a day of birth is recorded and the reader may know of it."""
    kinds: frozenset[tuple[str, str]]
    """Kind and state of each matter of the case that the reader sees; the police read the state of closed ones alone."""
    settings: Mapping[str, Any]
    today: date
    matter: Matter | None = None
    """The matter on whose page it is told; None on the page of the case itself."""


@dataclass(frozen=True)
class Hint:
    """One proposal: what it rests on, and the act that begins a matter, with what the link fills in of its form."""

    words: str
    label: str
    kind: str
    code: str
    filled: Mapping[str, str] = field(default_factory=dict)
    certain: bool = True
    """Whether what it rests on is known; else it says under which condition it holds."""

    @property
    def query(self) -> str:
        """The link's query."""
        return urlencode(self.filled)


Proposal = Callable[[Officer, Seen], Iterable[Hint]]
_PROPOSALS: list[Proposal] = []


def register_hint(proposal: Proposal) -> None:
    """Let an application propose something in a case. It asks the database nothing: what may be known stands in ``Seen``."""
    _PROPOSALS.append(proposal)


def hints(officer: Officer, seen: Seen) -> list[Hint]:
    """Every proposal for this reader in this case."""
    return [hint for proposal in _PROPOSALS for hint in proposal(officer, seen)]


def of_matter(dossier: Opened, officer: Officer, linked: Iterable[Any], people: Iterable[Any], today: date) -> list[Hint]:
    """The proposals on the page of an open matter with a case; ``linked``, ``people``: as the page has read them."""
    matter = dossier.matter
    if matter.case is None or dossier.state.closed:
        return []
    kinds = {(matter.kind, matter.state), *((one.kind, one.code) for one in linked)}
    if officer.side == Side.POLICE:
        # the record of suspects is the procuratorate's: the police know the persons of their own matter
        seen = Seen(matter.case, matter.persons, None, frozenset(kinds), dossier.settings, today, matter)
    else:
        born = {one.id: one.born_on for one in people}
        seen = Seen(matter.case, len(born), _youngest(born.values()), frozenset(kinds), dossier.settings, today, matter)
    return hints(officer, seen)


def of_case(
    case: Case, officer: Officer, suspects: Iterable[Suspect], kinds: Iterable[tuple[str, str]], settings: Mapping[str, Any], today: date
) -> list[Hint]:
    """The proposals on the page of a case, which the procuratorate alone keeps."""
    rows = list(suspects)
    return hints(officer, Seen(case, len(rows), _youngest(row.born_on for row in rows), frozenset(kinds), settings, today))


def _youngest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day is not None), default=None)
