"""The lists as they were computed before there were rows (桌面行): from matters, papers, measures and the trail. What rows must equal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.matters import desks, seats
from cases.matters.table.workflow import BOTH, tables
from cases.models import (
    CUSTODIAL,
    NO_DUE_DATE,
    Addressee,
    Begun,
    CompulsoryMeasure,
    DeskRow,
    Document,
    Event,
    Matter,
    Nature,
    Paper,
)
from cases.rules import RULES
from office.models import Officer
from office.scoping import reach_of
from office.sides import Side

MARKS = ("in_custody", "unsigned_theirs", "unsigned_ours", "chased_today", "no_receipt_day")


def again(officer: Officer) -> Officer:
    """The officer as a new request has him: nothing cached."""
    return Officer.objects.select_related("organisation").get(pk=officer.pk)


def marked(rows: QuerySet[Matter], officer: Officer, today: date) -> QuerySet[Matter]:
    issued = Document.objects.filter(matter=OuterRef("pk"), status=Paper.ISSUED)
    police = issued.filter(addressee=Addressee.POLICE)
    ours = issued.filter(addressee__in=[Addressee.PROCURATORATE, Addressee.SUPERIOR])
    no_day = Exists(police.filter(received_on=None))
    if officer.side == Side.POLICE:
        police, ours = ours, police
    held = CompulsoryMeasure.objects.filter(suspect__case=OuterRef("case"), kind__in=CUSTODIAL, began_on__lte=today)
    held = held.filter(Q(ended_on=None) | Q(ended_on__gt=today))
    chased = Event.objects.filter(matter=OuterRef("pk"), action="chase", actor_side=officer.side, on=today)
    return rows.annotate(
        in_custody=Exists(held), unsigned_theirs=Exists(police), unsigned_ours=Exists(ours), chased_today=Exists(chased),
        no_receipt_day=no_day,
    )  # fmt: skip


def open_here(officer: Officer, *, mine: bool = False) -> QuerySet[Matter]:
    rows = Matter.objects.visible_to(officer).filter(closed_at=None)
    reach = reach_of(officer)
    if reach.side == Side.POLICE:
        rows = rows.exclude(in_other_hands(officer))
        return rows.filter(police_handler=officer) if mine else rows
    rows = rows.filter(acting_office_id=reach.own_office)
    return rows.filter(handler=officer) if mine else rows


def in_other_hands(officer: Officer) -> Q:
    """What the whole office reads and another organ has in hand."""
    kinds = [table.kind for table in tables() if table.by_organ]
    return Q(kind__in=kinds, whole_office=True) & ~Q(police=None) & ~Q(police__in=reach_of(officer).organs)


def to_answer(officer: Officer, today: date, *, mine: bool = False) -> QuerySet[Matter]:
    return marked(open_here(officer, mine=mine).filter(turn__in=[Side.POLICE, BOTH]), officer, today).filter(Q(unsigned_ours=False))


def awaiting_reply(officer: Officer, today: date, *, mine: bool = False) -> QuerySet[Matter]:
    if officer.side == Side.POLICE:
        return to_answer(officer, today, mine=mine)
    return open_here(officer, mine=mine).filter(turn__in=[Side.POLICE, BOTH], police_due_on__lt=NO_DUE_DATE)


def matters(officer: Officer, *, below: bool = False) -> QuerySet[Matter]:
    reach, rows = reach_of(officer), Matter.objects.visible_to(officer)
    if reach.side == Side.POLICE:
        return rows
    if below:
        return rows.exclude(office_id=reach.own_office)
    return rows.filter(Q(office_id=reach.own_office) | Q(acting_office_id=reach.own_office))


def begun_by(officer: Officer) -> QuerySet[Matter]:
    wanted = Q(seq=1)
    for table in tables():
        codes = [row.code for row in table.actions if row.opens or any(RULES[rule].nature == Nature.RIGHT and not RULES[rule].agreed for rule in row.meets)]
        if codes:
            wanted |= Q(matter__kind=table.kind, action__in=codes)
    acts = Event.objects.filter(wanted, undone=False).order_by()
    own = acts.filter(officer=officer, document=None).values("matter").union(acts.filter(document__drafted_by=officer).values("matter"))
    return Matter.objects.visible_to(officer).filter(pk__in=own)


def with_superior(officer: Officer) -> QuerySet[Matter]:
    own = reach_of(officer).own_office
    return Matter.objects.visible_to(officer).filter(office_id=own, closed_at=None).exclude(acting_office_id=own)


# --- the same from rows ----------------------------------------------------------------------------------------------


def desks_of(officer: Officer) -> tuple[Any, ...]:
    reach = reach_of(officer)
    return reach.organs if reach.side == Side.POLICE else reach.organisations


def keys(rows: Iterable[Any]) -> list[Any]:
    return [row.matter_id if isinstance(row, DeskRow) else row.pk for row in rows]


def check_rows(officers: Iterable[Officer], today: date) -> int:
    """Rows say of every matter what the tables say, to each of these officers; how many were compared."""
    compared = 0
    for officer in map(again, officers):
        police, here = officer.side == Side.POLICE, desks_of(officer)
        rows = DeskRow.objects.filter(seats.admitted(officer, today), desk__in=here)
        own = rows.filter(desk__in=here[:1])
        compared += rows.count()
        seen = Matter.objects.visible_to(officer)
        assert sorted(keys(rows.filter(above=False))) == sorted(keys(seen)), officer
        assert set(keys(rows)) == set(keys(seen)), officer
        assert set(keys(own)) == set(keys(matters(officer))), officer
        below = keys(rows.filter(above=False).exclude(desk__in=here[:1]).order_by("-matter"))
        assert below == ([] if police else keys(matters(officer, below=True).order_by("-id"))), officer
        column = "police_due_on" if police else "next_due_on"
        for mine in (False, True):
            mine_of = own.filter(handler=officer) if mine else own
            inbox = mine_of.filter(open=True, here=True).order_by("due_on", "matter")
            assert keys(inbox) == keys(open_here(officer, mine=mine).order_by(column, "id")), (officer, mine)
            assert set(keys(inbox.filter(to_reply=True))) == set(keys(awaiting_reply(officer, today, mine=mine))), (officer, mine)
        away = seen.filter(in_other_hands(officer), closed_at=None) if police else with_superior(officer)
        assert set(keys(own.filter(open=True, here=False))) == set(keys(away)), officer
        begun = set(Begun.objects.filter(officer=officer, matter__in=keys(seen)).values_list("matter", flat=True))
        assert begun == set(keys(begun_by(officer))), officer
        by_key = {one.pk: one for one in marked(seen, officer, today).select_related("office")}
        for row in rows:
            _same(row, by_key[row.matter_id], police, today)
    return compared


def _same(row: DeskRow, matter: Any, police: bool, today: date) -> None:
    where = f"{row.number} {row.desk_id}"
    assert (row.held_from <= today < row.held_until) == matter.in_custody, where
    assert (row.chased_on == today) == matter.chased_today, where
    assert row.unsigned_ours == matter.unsigned_ours and row.unsigned_theirs == matter.unsigned_theirs, where
    assert row.receipt_missing == (matter.imported and matter.no_receipt_day), where
    assert row.open == (matter.closed_at is None), where
    due = (matter.police_due_on, matter.police_rule) if police else (matter.next_due_on, matter.next_rule)
    assert (row.due_on, row.rule) == due, where
    theirs = matter.police_handler_id if row.desk_id == matter.police_id else None  # of what all organs see, the leading one's
    assert row.handler_id == (theirs if police else matter.handler_id), where
    assert row.title == ((matter.public_title or matter.title) if police else matter.title), where
    copied = ("kind", "variant", "state", "turn", "number", "imported", "case_id")
    assert [getattr(row, name) for name in copied] == [getattr(matter, name) for name in copied], where
    assert row.organ_id == matter.police_id, where


def check_rebuilt() -> None:
    """What the acts have written is what would be written now."""
    found = desks.difference(desks.keys())
    assert not found.words, found.words
