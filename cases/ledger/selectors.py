"""台账: the matters of one kind as one officer may list them, and the same as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from cases.ledger.vocabulary import LEDGERS, Ledger
from cases.matters.table.workflow import workflow
from cases.models import Event, Matter
from office.blocks import chinese_date
from office.models import JointOffice, Officer, Organisation
from office.scoping import reach_of
from office.sides import Side

BATCH = 500


@dataclass(frozen=True)
class LedgerFilter:
    """What a ledger is narrowed by; empty means any."""

    since: date | None = None
    until: date | None = None
    variant: str = ""
    organ: UUID | None = None
    status: str = ""
    """``open`` or ``closed``."""
    office: UUID | None = None
    words: str = ""

    @property
    def period(self) -> bool:
        return self.since is not None or self.until is not None



def ledgers() -> list[tuple[str, str]]:
    """The kinds that have a ledger."""
    return [(ledger.kind, ledger.label) for ledger in LEDGERS.values()]


def matters_of(officer: Officer, ledger: Ledger, wanted: LedgerFilter) -> QuerySet[Matter]:
    """The matters of this ledger in the officer's scope that fit, by no order yet."""
    rows = Matter.objects.visible_to(officer).filter(kind=ledger.kind)
    if wanted.variant:
        rows = rows.filter(variant=wanted.variant)
    if wanted.organ:
        rows = rows.filter(police_id=wanted.organ)
    if wanted.office:
        rows = rows.filter(office_id=wanted.office)
    if wanted.status:
        rows = rows.filter(closed_at__isnull=wanted.status == "open")
    if wanted.words:
        name = "public_title" if officer.side == Side.POLICE else "title"
        rows = rows.filter(Q(number__icontains=wanted.words) | Q(**{f"{name}__icontains": wanted.words}))
    return rows


def in_period(rows: QuerySet[Matter], wanted: LedgerFilter, side: str) -> QuerySet[Matter]:
    """Those accepted within the period; a matter whose day is unknown lies in no period.

    For the police those disclosed within it: the day of 受理 is the procuratorate's own.
    """
    if side == Side.POLICE:
        if wanted.since:
            rows = rows.filter(police_from__gte=_midnight(wanted.since))
        if wanted.until:
            rows = rows.filter(police_from__lt=_midnight(wanted.until + timedelta(days=1)))
        return rows
    if wanted.since:
        rows = rows.filter(opened_on__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(opened_on__lte=wanted.until)
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def undated(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    """Those that no period can hold: 受理日期未载."""
    return rows.filter(opened_on=None)


def read_with(rows: QuerySet[Matter], ledger: Ledger, officer: Officer | None = None) -> QuerySet[Matter]:
    """The same matters with all that ``Ledger.line`` reads, in a constant number of queries.

    With ``officer`` only the events that officer may see are read: what is not told to the police has no day for them.
    """
    events = Event.objects.visible_to(officer) if officer is not None else Event.objects.all()
    read = events.filter(action__in=ledger.acts, undone=False).order_by("seq").defer("before")
    return rows.select_related("police", "handler", "office", "case", ledger.detail).prefetch_related(
        Prefetch("events", queryset=read, to_attr="acts_read"), "case__suspects__measures"
    )


def lines_of(rows: QuerySet[Matter], ledger: Ledger, officer: Officer | None = None) -> Iterator[Matter]:
    """Every matter, oldest first, in batches: a ledger of thousands is not held in memory."""
    return read_with(rows.order_by("id"), ledger, officer).iterator(chunk_size=BATCH)


def shown(values: Mapping[str, Any], key: str) -> str:
    """A value as the page shows it: days as 2019年7月2日."""
    value = values.get(key, "")
    return chinese_date(value) if isinstance(value, date) else str(value)


def branches(ledger: Ledger) -> list[tuple[str, str]]:
    """The branches of the kind, to narrow by."""
    return list(workflow(ledger.kind).variants.items())


def organs_seen(officer: Officer) -> list[tuple[str, str]]:
    """The organs of the offices in reach, in statutory order; for the police their own alone."""
    reach = reach_of(officer)
    rows = Organisation.objects.filter(offices__in=reach.offices)
    if officer.side == Side.POLICE:
        rows = rows.filter(pk__in=reach.organs)
    return [(str(row.pk), row.short_name or row.name) for row in rows.distinct().order_by("order", "code")]


def offices_seen(officer: Officer) -> list[tuple[str, str]]:
    """The joint offices in reach, own first; several only for upper levels."""
    reach = reach_of(officer)
    names = dict(JointOffice.objects.filter(pk__in=reach.offices).values_list("pk", "name"))
    return [(str(pk), names[pk]) for pk in reach.offices if pk in names]
