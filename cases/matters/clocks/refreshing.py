"""What a matter's row says of its clocks: derived again after every act, measure, 更正 and holiday notice."""

from __future__ import annotations

from datetime import date, datetime

from cases.matters.clocks import deadlines
from cases.matters.dossier import Dossier
from cases.models import NO_DUE_DATE, Addressee, Event, Nature, Paper, Shown
from office.blocks import chinese_date
from office.models import Officer
from office.sides import Side


def refresh(dossier: Dossier) -> None:
    """Derive ``next_due_on``, ``police_due_on`` and ``turn`` from clocks and papers, and save the matter.

    Rights are left out: a closed window is 期满, never 超期 (design 4).
    """
    matter = dossier.matter
    matter.next_due_on, matter.next_rule = NO_DUE_DATE, ""
    matter.police_due_on, matter.police_rule = NO_DUE_DATE, ""
    clocks = [] if matter.closed_at is not None else [clock for clock in dossier.running if clock.nature != Nature.RIGHT]
    for clock in sorted(clocks, key=lambda one: (one.due_on, one.pk)):
        if clock.due_on < matter.next_due_on:
            matter.next_due_on, matter.next_rule = clock.due_on, clock.rule
        if clock.shared and clock.due_on < matter.police_due_on:
            matter.police_due_on, matter.police_rule = clock.due_on, clock.rule
    matter.turn = _turn(dossier)
    matter.save()


def _turn(dossier: Dossier) -> str:
    """Whose move it is: whoever has a paper to sign for, else whom the state awaits."""
    signs = (*Side.values, Addressee.SUPERIOR)
    waiting = [paper for paper in dossier.documents if paper.status == Paper.ISSUED and paper.addressee in signs]
    # of papers issued in one moment the one drafted first, then the leading one, as the list of papers has them
    first = min(waiting, key=lambda paper: paper.issued_at or paper.drafted_at, default=None)
    return "" if dossier.state.closed else first.addressee if first else dossier.state.turn


def add_event(
    dossier: Dossier,
    *,
    action: str,
    label: str,
    now: datetime,
    officer: Officer | None = None,
    on: date | None = None,
    **values: object,
) -> Event:
    """Append one line to the timeline."""
    event = line_of(dossier, action=action, label=label, now=now, officer=officer, on=on, **values)
    event.save(force_insert=True)
    return event


def line_of(
    dossier: Dossier, *, action: str, label: str, now: datetime, officer: Officer | None = None, on: date | None = None, **values: object
) -> Event:
    """The next line of the timeline, in its place but not yet written."""
    return Event(
        office_id=dossier.matter.office_id,
        matter=dossier.matter,
        seq=dossier.next_seq(),
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


def say_moved(dossier: Dossier, change: deadlines.Moved, *, why: str, officer: Officer | None, now: datetime) -> None:
    """Write on the timeline that a clock moved: old → new and why."""
    shared = change.deadline.shared and dossier.matter.seen_by_both
    add_event(
        dossier,
        action="recompute",
        label="期限重新计算",
        text=f"{change.deadline.label}：{chinese_date(change.old)}改为{chinese_date(change.new)}（{why}）",
        officer=officer,
        on=now.date(),
        now=now,
        shown=Shown.BOTH if shared else Shown.PROCURATORATE,
    )
