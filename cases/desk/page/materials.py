"""材料: the files that either side has handed over in a matter, each with its hash and who signed for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cases.desk.page.timeline import size_words
from cases.matters.acts.handing import comes_from, takes_files
from cases.matters.dossier import Opened
from cases.matters.telling.words import moment
from cases.models import Attachment
from office.models import Officer
from office.sides import Side


def _handed_at(file: Attachment) -> datetime:
    """When a file was handed over: with its paper, or with the act it came with."""
    if file.document is not None and file.document.issued_at is not None:
        return file.document.issued_at
    return file.event.recorded_at if file.event is not None else file.uploaded_at


@dataclass(frozen=True)
class Material:
    """One file that one side has handed to the other."""

    id: UUID
    name: str
    size: str
    sha256: str
    source: str
    """Whose it is, and when it came."""
    taken: str
    """By whom and when it was signed for; empty: not yet."""
    mine: bool
    """This officer may sign for it now."""


def materials(dossier: Opened, officer: Officer, today: date) -> list[Material]:
    """Everything handed over, oldest first; nothing where all is one's own side's."""
    takes, found = takes_files(dossier.matter, officer), []
    for file in dossier.files:
        side = comes_from(file)
        if not side:
            continue
        taken = f"{file.received_by.name} {moment(file.received_at, today)}" if file.received_by and file.received_at else ""
        source = f"{Side(side).label} {moment(_handed_at(file), today)}"
        mine = takes and side != officer.side and not taken
        found.append(Material(file.pk, file.name, size_words(file.size), file.sha256, source, taken, mine))
    return found
