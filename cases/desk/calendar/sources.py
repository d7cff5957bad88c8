"""What this floor knows of days and hours: the periods of matters, and duty. Meetings come from the application that holds them."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid5

from django.db.models import F
from django.utils import timezone

from cases.desk.calendar.entries import Entry, Sort, Span
from cases.matters.desks import desks_of
from cases.matters.table.workflow import WORKFLOWS
from cases.models import Clock, Deadline, Nature
from office.duty.reading import Held, desk_of, held_at
from office.models import Officer
from office.scoping import reach_of
from office.sides import Side

MOST = 1000
"""Periods (个) that are read for a calendar, the earliest first."""
COLUMNS = (
    "pk", "label", "article", "nature", "due_on", "due_at", "changed_at", "matter_id", "matter__number", "matter__kind",
    "matter__restricted", "office__code",
)  # fmt: skip


def deadlines(officer: Officer, span: Span) -> Iterator[Entry]:
    """Of each open matter at the officer's desk the earliest period that he may see, as 待办 has it: duties and reminders, no rights.

    What was done is not there any more. One query.
    """
    own = desks_of(officer)[:1]
    at_desk = {"desk__in": own, "open": True, "here": True, "due_on__range": (span.first, span.last)} | ({"handler": officer} if span.mine else {})
    earliest = F(f"matter__{'police' if officer.side == Side.POLICE else 'next'}_rule")
    rows = Deadline.objects.visible_to(officer).filter(status=Clock.RUNNING, due_on__range=(span.first, span.last))
    rows = rows.filter(rule=earliest).filter(**{f"matter__desk_rows__{name}": value for name, value in at_desk.items()})
    for row in rows.order_by("due_on", "pk").values_list(*COLUMNS, named=True)[:MOST]:
        at = timezone.localtime(row.due_at) if row.due_at else None
        reminder = row.nature == Nature.REMINDER
        yield Entry(
            key=row.pk,
            office=row.office__code,
            sort=Sort.REMINDER if reminder else Sort.DUTY,
            title=f"{WORKFLOWS[row.matter__kind].label}（{row.matter__number}）" if row.matter__restricted else row.matter__number,
            begins=row.due_on,
            ends=None,
            changed_at=row.changed_at,
            detail=f"{at.hour}:{at.minute:02d}前{row.label}" if at else row.label,
            note="提醒" if reminder else row.article.split("；")[0],
            restricted=row.matter__restricted,
            page=("matter", row.matter_id),
        )


def shifts(officer: Officer, span: Span) -> Iterator[Entry]:
    """Published shifts at the officer's desk: with ``mine`` those he holds himself, whoever stood there first; else all, with names on
    the page alone. Three queries; none where no roster is kept."""
    reach, desk = reach_of(officer), desk_of(officer)
    if desk is None or not reach.rostered:
        return
    for one in held_at(desk, span.first, span.last):
        if not span.mine or one.officer == officer.pk:
            yield _shift(one, named=not span.mine)


def _shift(one: Held, *, named: bool) -> Entry:
    person = one.stretch.answer.person
    who = "全员" if one.shift.everyone else person.name if person else "空岗"
    return Entry(
        key=_key(one),
        office=one.shift.post.office.code,
        sort=Sort.SHIFT,
        title=f"值班 {one.shift.post.name}",
        begins=one.stretch.starts_at,
        ends=one.stretch.ends_at,
        changed_at=one.changed_at,
        note=who if named else "",
        page=("duty_shift", one.shift.pk),
    )


def _key(one: Held) -> UUID:
    """The shift's own for its first part; a part that is held again after another stood in has one of its own, ever the same."""
    return uuid5(one.shift.pk, str(one.place)) if one.place else one.shift.pk
