"""What a matter's row says of its clocks: derived again after every act, measure, 更正 and holiday notice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max

from cases.matters import desks
from cases.matters.clocks import deadlines
from cases.matters.table.workflow import workflow
from cases.models import NO_DUE_DATE, Addressee, Clock, Deadline, Document, Event, Matter, Nature, Paper, Shown
from office.blocks import chinese_date
from office.holidays import calendar
from office.models import Officer
from office.periods import Calendar
from office.sides import Side


def refresh(matter: Matter) -> None:
    """Derive ``next_due_on``, ``police_due_on`` and ``turn`` from clocks and papers, save the matter, and write its rows.

    Rights are left out: a closed window is 期满, never 超期 (design 4).
    """
    matter.next_due_on, matter.next_rule = NO_DUE_DATE, ""
    matter.police_due_on, matter.police_rule = NO_DUE_DATE, ""
    clocks = Deadline.objects.filter(matter=matter, status=Clock.RUNNING).exclude(nature=Nature.RIGHT)
    for clock in clocks.order_by("due_on", "id") if matter.closed_at is None else ():
        if clock.due_on < matter.next_due_on:
            matter.next_due_on, matter.next_rule = clock.due_on, clock.rule
        if clock.shared and clock.due_on < matter.police_due_on:
            matter.police_due_on, matter.police_rule = clock.due_on, clock.rule
    matter.turn = _turn(matter)
    matter.save()
    desks.write([matter.pk])


def _turn(matter: Matter) -> str:
    """Whose move it is: whoever has a paper to sign for, else whom the state awaits."""
    waiting = Document.objects.filter(matter=matter, status=Paper.ISSUED, addressee__in=[*Side.values, Addressee.SUPERIOR])
    first = waiting.order_by("issued_at").values_list("addressee", flat=True).first()
    state = workflow(matter.kind).state(matter.state)
    return "" if state.closed else first or state.turn


def add_event(
    matter: Matter,
    *,
    action: str,
    label: str,
    now: datetime,
    officer: Officer | None = None,
    on: date | None = None,
    **values: object,
) -> Event:
    """Append one line to the timeline."""
    last = Event.objects.filter(matter=matter).aggregate(last=Max("seq"))["last"] or 0
    return Event.objects.create(
        office_id=matter.office_id,
        matter=matter,
        seq=last + 1,
        action=action,
        label=label,
        officer=officer,
        on=on,
        recorded_at=now,
        **{"actor_side": officer.side if officer else "", **values},
    )


def done_words(event: Event, officer: Officer) -> str:
    """An act that stands in the way, in words for this officer: what the other side keeps to itself has no name here."""
    return f"办理“{event.label}”" if event.shown in (officer.side, Shown.BOTH) else "由对方办理"


def custody_changed(case_id: UUID, *, officer: Officer, now: datetime) -> list[deadlines.Moved]:
    """Saving a measure recomputes every running clock of that case's matters that custody can move (design 4); rows say who is held."""
    clocks = Deadline.objects.filter(matter__case_id=case_id, status=Clock.RUNNING, roll="C")
    moved = recompute_all(clocks, why="羁押情况变化", officer=officer, now=now, calendar=calendar())
    desks.write_case(case_id)
    return moved


def say_moved(matter: Matter, change: deadlines.Moved, *, why: str, officer: Officer | None, now: datetime) -> None:
    """Write on the timeline that a clock moved: old → new and why."""
    shared = change.deadline.shared and matter.disclosed_at is not None
    add_event(
        matter,
        action="recompute",
        label="期限重新计算",
        text=f"{change.deadline.label}：{chinese_date(change.old)}改为{chinese_date(change.new)}（{why}）",
        officer=officer,
        on=now.date(),
        now=now,
        shown=Shown.BOTH if shared else Shown.PROCURATORATE,
    )


def recompute_all(
    clocks: Iterable[Deadline], *, why: str, officer: Officer | None, now: datetime, calendar: Calendar
) -> list[deadlines.Moved]:
    """Compute running clocks again and write old → new and why on each timeline; the matters' rows follow."""
    moved = deadlines.recompute(
        Deadline.objects.select_related("matter").filter(pk__in=[row.pk for row in clocks]), calendar=calendar
    )
    touched: dict[UUID, Matter] = {}
    for change in moved:
        matter = touched.setdefault(
            change.deadline.matter_id, Matter.objects.select_for_update(of=("self",)).get(pk=change.deadline.matter_id)
        )
        say_moved(matter, change, why=why, officer=officer, now=now)
    for matter in touched.values():
        matter.version += 1
        refresh(matter)
    return moved
