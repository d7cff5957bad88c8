"""参考: what other applications show beside a matter, a case or the catalogue because it concerns them (指引). It proposes nothing.

Two registers, for liaison and supervision never import each other: what may be concerned (``register_topics``: 监督项目), and what
concerns it (``register_reference``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cases.matters.dossier import Opened
from cases.matters.table.workflow import Workflow, workflow
from cases.models import Case, Matter
from office.models import Officer
from office.sides import Side


@dataclass(frozen=True)
class Topic:
    """One thing that a reference may concern besides charges and kinds: its name, and what it says."""

    name: str
    words: str


@dataclass(frozen=True)
class About:
    """What a page is about, as its reader may know it."""

    kind: str = ""
    """Name of the kind of matter (审查逮捕); empty on the page of a case, which may have matters of any."""
    charge: str = ""
    topics: frozenset[str] = frozenset()
    """Names of the topics that rows of the matter are of."""
    choosing: bool = False
    """A form in which topics are chosen: whatever concerns any of them."""


@dataclass(frozen=True)
class Reference:
    """One text shown beside a page, with the page that has it."""

    page: str
    """Name of the page that has it, with the key."""
    key: UUID
    title: str
    line: str
    topics: frozenset[str] = frozenset()


Source = Callable[[Officer, About, date], Iterable[Reference]]
_SOURCES: list[Source] = []
_TOPICS: list[Callable[[date], Iterable[Topic]]] = []


def register_reference(source: Source) -> None:
    """Let an application show texts beside pages. It reads through ``visible_to``, in one query."""
    _SOURCES.append(source)


def register_topics(topics: Callable[[date], Iterable[Topic]]) -> None:
    """Let an application say what a text may concern, as it reads on a day."""
    _TOPICS.append(topics)


def topics(today: date) -> list[Topic]:
    """Everything registered that a text may concern."""
    return [one for found in _TOPICS for one in found(today)]


def references(officer: Officer, about: About, today: date) -> list[Reference]:
    """What is shown to this reader beside what a page is about."""
    return [one for source in _SOURCES for one in source(officer, about, today)]


def of_matter(dossier: Opened, officer: Officer, rows: Iterable[object], today: date, *, choosing: bool = False) -> list[Reference]:
    """Beside an open matter; ``rows``: those of its rows that the page shows its reader, for what he is not shown concerns nothing."""
    if dossier.state.closed:
        return []
    matter, side = dossier.matter, officer.side
    detail = dossier.detail
    told = getattr(detail, "charge", "") if side == Side.PROCURATORATE or "charge" in getattr(detail, "shared_fields", ()) else ""
    charge = " ".join(words for words in (told, matter.case.charge if matter.case is not None else "") if words)
    named = frozenset(words for row in rows if (words := getattr(row, "topic_name", "")))
    return references(officer, About(dossier.table.name, charge, named, choosing), today)


def of_act(dossier: Opened, officer: Officer, item: object, today: date) -> list[Reference]:
    """Beside the form of an act, on one row (``item``) or on the whole matter, where rows may be chosen anew."""
    if item is not None:
        return of_matter(dossier, officer, [item], today)
    return of_matter(dossier, officer, [], today, choosing=_has_topics(dossier.table))


def of_opening(kind: str, officer: Officer, today: date) -> list[Reference]:
    """Beside the form that opens a matter of a kind."""
    return references(officer, About(workflow(kind).name, choosing=_has_topics(workflow(kind))), today)


def of_case(case: Case, officer: Officer, today: date) -> list[Reference]:
    """Beside a case, which the procuratorate alone keeps."""
    return references(officer, About(charge=case.charge), today)


def _has_topics(table: Workflow) -> bool:
    return any(hasattr(Matter._meta.get_field(accessor).related_model, "topic_name") for accessor in table.rows)
