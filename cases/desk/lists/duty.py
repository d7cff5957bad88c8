"""What the roster asks of matters: what happened on a day, and what is open when a shift ends. ``office.duty`` names these by string."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Case, F, Q, When

from cases.matters.table.workflow import BOTH, WORKFLOWS
from cases.models import DeskRow, Event
from office.duty.reading import desk_of
from office.models import Officer
from office.scoping import reach_of
from office.sides import Side

MOST = 60
"""Open matters (件) that are listed when a shift ends."""
SITTING = "会中"
"""A meeting that is being held: first on the list, for who comes next goes on with it."""


def happened(officer: Officer, first: datetime, last: datetime) -> Iterator[tuple[datetime, str, str, Any, str]]:
    """Moment, who, what, matter and its number of each event of the officer's own office that he may see, in order. One query.

    Of the other side's officers the organisation is named, as on the timeline.
    """
    rows = Event.objects.visible_to(officer).filter(office=reach_of(officer).own_office, recorded_at__gte=first, recorded_at__lt=last)
    for row in rows.select_related("matter", "officer__organisation").defer("before", "facts").order_by("recorded_at", "id"):
        who = row.officer
        name = "系统" if who is None else who.name if who.side == officer.side else who.organisation.name
        title = row.matter.public_title if officer.side == Side.POLICE and row.matter.public_title else row.matter.title
        undone = "（已撤销）" if row.undone else ""
        yield row.recorded_at, name, f"{row.label}{undone} · {title}", row.matter_id, row.matter.number


def open_items(officer: Officer, today: date) -> list[dict[str, str]]:
    """会中, 未签收, 今日到期, 未认领 at the officer's desk, each matter once under the first that fits. One query.

    Restricted matters are left out, whoever asks: the list is kept and handed to whoever comes next.
    """
    sitting = _sitting()
    unclaimed = Q(handler=None) & (Q(turn=F("desk__side")) | Q(turn=BOTH))
    wanted = unclaimed | Q(due_on=today) | Q(unsigned_ours=True)
    for kind, state in sitting:
        wanted |= Q(kind=kind, state=state)
    rows = DeskRow.objects.filter(wanted, desk=desk_of(officer), open=True, here=True, restricted=False)
    found = []
    first = Case(*(When(kind=kind, state=state, then=0) for kind, state in sitting), default=1)
    for row in rows.select_related("desk").order_by(first, "due_on", "matter_id")[:MOST]:
        bare = row.handler_id is None and row.turn in (row.desk.side, BOTH)
        told = ((SITTING, (row.kind, row.state) in sitting), ("未签收", row.unsigned_ours), ("今日到期", row.due_on == today), ("未认领", bare))
        what = next((words for words, fits in told if fits), "")
        found.append({"what": what, "matter": str(row.matter_id), "number": row.number, "title": row.title})
    return found


def _sitting() -> set[tuple[str, str]]:
    """Kind and state of meetings that are being held."""
    return {(table.kind, state.code) for table in WORKFLOWS.values() for state in table.states if state.sits}
