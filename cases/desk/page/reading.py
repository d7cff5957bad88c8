"""A page reads, and what opening it leaves behind is written here alone: reading marks, and the trail of an upper level's reading."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Value
from django.db.models.expressions import Combinable

from cases.matters.telling.consents import copied_to
from cases.matters.telling.noticing import read, unseen
from cases.models import Case, Consent, Document, Matter
from office import audit
from office.models import Officer
from office.scoping import reach_of
from office.sides import Side


def from_above(officer: Officer, subject: Matter | Case) -> bool:
    """Whether he reads what another office handles, as an upper level does: each reading is noted."""
    return officer.side == Side.PROCURATORATE and reach_of(officer).own_office != subject.office_id


@contextmanager
def opened(subject: Matter | Case, *, officer: Officer, what: str, now: datetime, marks: bool = True, document: Document | None = None) -> Iterator[None]:
    """Stands around the answer to a request for a page, when all that it shows has been read; ``what`` names the page.

    It marks as read what this officer was told of the matter's events (of ``document``'s, on its page) and what was copied to
    him, before the frame counts what still rings; a download has no ``marks``. The reading of another office's matter or case, and
    of a restricted one by anybody (看过的留痕), goes to the trail last, since the head of a chain stays locked until commit.
    All in one transaction: where the reading cannot be noted there is no page, and of a page that fails nothing was read. Nothing is
    asked, and no transaction begun, where nothing is to be written: whether, a matter that was read with ``unread()`` knows.
    """
    marked = subject if marks and isinstance(subject, Matter) and getattr(subject, "unread", True) else None
    told, copies = _unread(marked, officer, document) if marked is not None else ([], [])
    noted = from_above(officer, subject) or (isinstance(subject, Matter) and subject.restricted)
    if not (told or copies or noted):
        yield
        return
    with transaction.atomic():
        read(told, officer, now)
        Consent.objects.filter(pk__in=copies).update(read_at=now)
        yield
        if noted:
            audit.record(officer, "read", subject, page=what)
        for _ in copies:
            audit.record(officer, "read_copy", subject, label="阅抄送", document=document.pk if document else None)


def unread(officer: Officer) -> Combinable:
    """Whether the page of a matter will mark anything as read, to be asked with the matter."""
    told = unseen(OuterRef("pk"), officer=officer)
    copies = copied_to(officer, unread=True).filter(matter=OuterRef("pk"), document=None)
    return ExpressionWrapper(Exists(told) | Exists(copies), BooleanField())


def _unread(matter: Matter, officer: Officer, document: Document | None) -> tuple[list[UUID], list[UUID]]:
    """Keys of the notices of events, and of the copies, that opening this page reads: one query."""
    told = unseen(matter, officer=officer, document=document).values_list(Value(0), "pk")
    copies = copied_to(officer, unread=True).filter(matter=matter, document=document).order_by().values_list(Value(1), "pk")
    found: list[tuple[int, UUID]] = list(told.union(copies, all=True))
    return [key for which, key in found if which == 0], [key for which, key in found if which == 1]
