"""``adopt()``: history that is taken over from a ledger or for bulk demonstration (design 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.exceptions import Invalid
from cases.matters import seats
from cases.matters.acts.engine import new_matter, start_clock
from cases.matters.acts.press import Press, settle
from cases.matters.clocks import deadlines
from cases.matters.clocks.refreshing import add_event
from cases.matters.dossier import Dossier
from cases.matters.table.workflow import Action, document_type, workflow
from cases.models import Document, Matter, Paper, Shown
from office.keys import uuid7
from office.models import JointOffice, Officer
from office.sides import Side


@dataclass(frozen=True)
class Past:
    """One past act: its code, its day or the words where the day is unknown, and what its paper was called."""

    action: str
    on: date | None = None
    on_words: str = ""
    text: str = ""
    number: str = ""
    received_on: date | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Kept with the event as they are: the row of the ledger it was taken from."""


def adopt(
    kind: str,
    state: str,
    *,
    officer: Officer | None,
    office: JointOffice,
    now: datetime,
    matter_values: Mapping[str, Any] | None = None,
    detail_values: Mapping[str, Any] | None = None,
    history: Sequence[Past] = (),
    year: int | None = None,
    number: str = "",
) -> Matter:
    """Open a matter at a state the table knows, marked 导入, with its past on the timeline.

    ``number``: the 编号 it has already; else the next of the book of ``year``. ``officer`` None: a command did it.

    Only clocks whose starting fact has a day begin; a paper without a receipt day stays 未起算（待补登签收日）. A state
    behind a disclosing action counts as disclosed to its organ. Raises Invalid for a state or act the table does not know.
    """
    table = workflow(kind)
    if state not in table._states:
        raise Invalid(f"没有“{state}”这个状态。")
    unknown = [past.action for past in history if not table.has_action(past.action)]
    if unknown:
        raise Invalid(f"没有“{unknown[0]}”这项办理动作。")
    now = timezone.localtime(now)
    with transaction.atomic():
        opened_on = history[0].on if history else None
        began = table.action(history[0].action).by[0].side if history else Side.PROCURATORATE
        matter = new_matter(office, kind, state, began=began, year=year or now.year, opened_on=opened_on, number=number)
        matter.imported = True
        for name, value in (matter_values or {}).items():
            setattr(matter, name, value)
        matter.save(force_insert=True)
        if officer is not None:
            seats.give(matter, officer, since=now.date())
        if table.detail_model is not None:
            table.detail_model().objects.create(matter=matter, **(detail_values or {}))
        press = Press(officer, now, began=True)
        dossier = press.new(matter)
        disclosed = _disclosed(table.actions, state, history)
        if began == Side.PROCURATORATE or disclosed:
            matter.procuratorate_from = now
        if disclosed:
            matter.police_from = _noon(disclosed.on) if disclosed.on else now
        for place, past in enumerate(history):
            _replay(press, dossier, table.action(past.action).pressed_by(began), past, answered=place + 1 < len(history))
        if table.state(state).closed:
            last = next((past.on for past in reversed(history) if past.on), None)
            matter.closed_at = _noon(last) if last else now
            deadlines.drop(dossier, None, on=last or now.date(), event=None)
        press.touch(dossier)
        press.record("adopt", matter, label="导入", state=state, acts=len(history))
        settle(press)
    return matter


def _replay(press: Press, dossier: Dossier, row: Action, past: Past, *, answered: bool) -> None:
    matter, officer, now = dossier.matter, press.officer, press.now
    # as ``perform`` shows it: what the police did or were sent; a paper to a complainant or for the file stays inside
    to_police = any(document_type(code).addressee == Side.POLICE for code in row.issues)
    shown = row.shown or (Shown.BOTH if matter.police_from and (row.side == Side.POLICE or to_police) else "")
    event = add_event(
        dossier, action=row.code, label=row.done or row.label, text=past.text, now=now, officer=officer, on=past.on,
        on_words=past.on_words, actor_side=row.side, shown=shown or Shown.PROCURATORATE, from_state=matter.state,
        to_state=matter.state, facts={"adopted": True, **past.facts},
    )
    papers = _papers(dossier, row, past, officer=officer, now=now, answered=answered)
    if papers:
        event.document = papers[0]
        event.save(update_fields=["document"])
    for name, value in row.sets.items():
        setattr(matter if hasattr(matter, name) else dossier.detail, name, value)
    if row.sets and dossier.detail is not None:
        dossier.detail.save()
    if past.on is None:
        # the day is unknown: a clock it ended cannot be said to be kept
        deadlines.drop(dossier, (*row.meets, *row.drops), on=now.date(), event=event)
    else:
        deadlines.meet(dossier, row.meets, on=past.on, event=event)
        deadlines.drop(dossier, row.drops, on=past.on, event=event)
        for begin in row.starts:
            start_clock(begin, dossier, event, data={}, trigger=past.on, fact=row.done or row.label)
    if past.on is None:
        for begin in row.starts:
            if begin.on:
                start_clock(begin, dossier, event, data={}, trigger=now.date(), fact=row.done or row.label)
    if past.received_on is not None and papers:
        _received(press, dossier, row, past.received_on, papers[0])


def _received(press: Press, dossier: Dossier, row: Action, day: date, paper: Document) -> None:
    matter, officer, now = dossier.matter, press.officer, press.now
    event = add_event(
        dossier, action="receive", label="签收", text=f"《{paper.name}》{paper.number}", now=now, officer=officer, on=day,
        actor_side=Side.POLICE, shown=Shown.BOTH, document=paper, entered_for=True, facts={"adopted": True},
        from_state=matter.state, to_state=matter.state,
    )
    for begin in row.starts_on_receipt:
        start_clock(begin, dossier, event, data={}, trigger=day, fact=f"收到《{paper.name}》", document=paper)


def _papers(
    dossier: Dossier, row: Action, past: Past, *, officer: Officer | None, now: datetime, answered: bool
) -> list[Document]:
    """The papers of a past act, as registered elsewhere: they have no text here, and no number of our book.

    One that a later past act followed, or that came from the police, has arrived, though the day may be unknown.
    """
    matter = dossier.matter
    kinds = [document_type(code) for code in row.issues if document_type(code).addressee in Side.values]
    if not kinds:
        return []
    kind = kinds[0]
    issuer = matter.police if kind.side == Side.POLICE else matter.office.procuratorate
    if issuer is None:
        return []
    answered = answered or kind.side == Side.POLICE
    received = past.received_on or (past.on if kind.side == Side.POLICE else None)
    then = now if past.on is None else _noon(past.on)
    kept = dossier.documents  # read before the new one is there
    made = [
        Document.objects.create(
            office_id=matter.office_id, matter=matter, bundle=uuid7(), type=kind.code, action=row.code, name=kind.name,
            origin_side=kind.side, issuer=issuer, addressee=kind.addressee, number=past.number,
            status=Paper.RECEIVED if received or answered else Paper.ISSUED, context={"imported": True},
            drafted_by=officer, drafted_at=then, issued_on=past.on, issued_at=then,
            received_on=received, entered_for=received is not None,
        )
    ]
    kept += made
    return made


def _disclosed(actions: Sequence[Action], state: str, history: Sequence[Past]) -> Past | None:
    """The first disclosing past act; for a state that can only be reached behind one, the first past act at all."""
    by_code = {row.code: row for row in actions}
    told = next((past for past in history if by_code[past.action].discloses), None)
    if told is not None:
        return told
    open_states: set[str] = set()
    queue = [row.target for row in actions if row.opens_matter and not row.discloses]
    while queue:
        code = queue.pop()
        if code in open_states:
            continue
        open_states.add(code)
        queue += [
            row.target for row in actions if not row.discloses and (code in row.source or row.source == ("*",)) and row.target != "="
        ]
    return None if state in open_states else Past("")


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))

