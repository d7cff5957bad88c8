"""Before an act: its paper as it would read, and the clocks a 更正 would move. Nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from cases import documents
from cases.actions.engine import acting_procuratorate, bind, item_of, wanted_types
from cases.actions.performing import perform
from cases.models import Document, Matter
from cases.selectors.dossier import Dossier
from cases.workflow import Action
from office.blocks import Block
from office.keys import uuid7
from office.models import Officer


@dataclass(frozen=True)
class Draft:
    """One paper of an act as it would read."""

    name: str
    addressee: str
    blocks: list[Block]


def preview_papers(dossier: Dossier, row: Action, *, data: Mapping[str, Any], today: date) -> list[Draft]:
    """The papers made here that the act would issue, from what is typed. Raises Invalid."""
    form = bind(row, dossier.matter, data, {}, today=today, drafted=True, item=item_of(dossier, row, data))
    issuer = acting_procuratorate(dossier.matter)
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
            issuer=issuer,
            addressee=kind.addressee,
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
