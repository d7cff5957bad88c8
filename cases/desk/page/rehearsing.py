"""Before an act: its paper as it would read, the clocks a 更正 would move, the pages of the other side. Nothing is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from cases.desk.page.other_side import across, stand_in, unseen
from cases.exceptions import Conflict, Invalid
from cases.matters.acts.engine import acting_procuratorate, bind, item_of, wanted_types
from cases.matters.acts.performing import perform, take_up
from cases.matters.acts.press import Press, settle
from cases.matters.acts.reserved import let_stand
from cases.matters.dossier import Dossier
from cases.matters.papers import documents
from cases.matters.table.workflow import Action
from cases.models import Document, Event, Matter, Paper
from office.blocks import Block
from office.keys import uuid7
from office.models import Officer
from office.periods import PeriodError
from office.sides import Side

Seen = TypeVar("Seen")


@dataclass(frozen=True)
class Draft:
    """One paper of an act as it would read."""

    name: str
    addressee: str
    blocks: list[Block]


def preview_papers(dossier: Dossier, row: Action, *, data: Mapping[str, Any], today: date, officer: Officer | None = None) -> list[Draft]:
    """The papers made here that the act would issue, from what is typed. Raises Invalid."""
    form = bind(row, dossier.matter, data, {}, today=today, drafted=True, item=item_of(dossier, row, data))
    acting = acting_procuratorate(dossier.matter)
    drafts = []
    for kind in wanted_types(dossier, row):
        if kind.body is None:
            continue
        paper = Document(
            matter=dossier.matter,
            bundle=uuid7(),
            type=kind.code,
            action=row.code,
            name=kind.name,
            origin_side=kind.side,
            issuer=documents.issuer_of(kind, dossier.matter, acting, officer),
            addressee=kind.addressee,
            number=str(form.cleaned_data.get("own_number", "")) if kind.origin == "uploaded" else "",
            fields=form.kept(),
        )
        drafts.append(Draft(kind.name, paper.get_addressee_display(), documents.blocks_of(paper)))
    return drafts


@dataclass(frozen=True)
class Shift:
    """A clock whose day would move; ``old`` None: it would begin."""

    label: str
    old: date | None
    new: date


def rehearse_amend(matter_id: UUID, *, officer: Officer, data: Mapping[str, Any], reason: str, now: datetime) -> list[Shift]:
    """Which days a 更正 would move. It is done and taken back in one transaction. Raises as ``perform`` does."""
    with transaction.atomic():
        before = {row.pk: row.due_on for row in Matter.objects.get(pk=matter_id).deadlines.all()}
        result = perform(matter_id, "amend", officer=officer, data=data, reason=reason, now=now)
        after = list(result.matter.deadlines.all())
        transaction.set_rollback(True)
    return [Shift(row.label, before.get(row.pk), row.due_on) for row in after if before.get(row.pk) != row.due_on]


def rehearse_sign(
    found: Dossier, paper: Document, *, officer: Officer, now: datetime, look: Callable[[Officer | None, Event], Seen]
) -> Seen:
    """What the other side would see once a draft is signed: ``look`` is given who looks (None where nobody
    there takes part in a restricted matter, by then), and the event of the act.

    The act is done and taken back in one transaction: no number, notice, mail or line of the trail is left. Before anyone
    looks, all that the officer himself may not read is put where nobody finds it. Raises Conflict, Invalid.
    """
    if paper.status != Paper.DRAFT:
        raise Conflict(f"《{paper.name}》{Paper(paper.status).label}，没有可以预览的签发。")
    there = across(found.matter, paper)
    if there is None:
        raise Invalid("事项未载明公安机关，请先更正补登，再预览。")
    try:
        with transaction.atomic():
            press = Press(officer, now)
            dossier = take_up(press, found.matter.pk, "sign")
            result = let_stand(press, dossier, dossier.bundle_of(paper)[0])
            settle(press)
            reader = stand_in(dossier.matter, there, press.today)  # now: the act itself may have given them their first seat
            _hide(dossier.matter, result.event, officer)
            seen = look(reader, result.event)
            transaction.set_rollback(True)
    except PeriodError as error:
        raise Invalid(str(error)) from error
    return seen


def _hide(matter: Matter, event: Event, officer: Officer) -> None:
    """Drafts, notes and clocks of the other side alone stay theirs in a preview too."""
    nowhere = uuid7()  # no matter has this id; the keys are checked at commit, which never comes
    for rows in unseen(officer, matter):
        rows.update(matter_id=nowhere)
    if officer.side == Side.POLICE:
        # of the procuratorate's page only what this act brings there: the rest is written in its own words
        matter.events.exclude(pk=event.pk).update(matter_id=nowhere)
        Matter.objects.filter(pk=matter.pk).update(title=matter.public_title or matter.title)
