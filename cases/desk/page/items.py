"""What a matter holds several of (提纲条目, 违法情形), and the matters it is linked with, as one officer may read them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q

from cases.matters.dossier import Dossier, Opened, row_model
from cases.matters.seats import admitted
from cases.matters.table.workflow import Action, matches, workflow
from cases.matters.telling.words import short_day
from cases.models import Attachment, Cell, Matter, Tally
from office.blocks import chinese_date
from office.models import Officer
from office.sides import Side

FRAME = frozenset({"id", "office_id", "matter_id", "no"})


@dataclass(frozen=True)
class Line:
    """One field of a row in words."""

    label: str
    words: str


@dataclass
class Item:
    """One row: its number, heading, how it stands, its fields and the files of its acts."""

    no: int
    heading: str
    status: str
    lines: list[Line]
    files: list[Attachment] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    """What else is to be seen at a glance (评价, 异议)."""
    numbered: bool = True
    """Whether its number says anything to a reader."""
    settled: bool = True
    """Whether nothing more is owed for this row."""
    buttons: list[Any] = field(default_factory=list)
    """The acts that take this row, put there by the view; ``entries``: those of the other side that came on paper."""
    entries: list[Any] = field(default_factory=list)
    row: Any = None
    cells: list[Cell] = field(default_factory=list)
    """What stands in each column, where the rows are laid out side by side."""
    choices: list[tuple[str, str]] = field(default_factory=list)
    """Label and address of what may be chosen beside the row, put there by the view."""


@dataclass
class Panel:
    """All rows of one sort."""

    accessor: str
    heading: str
    items: list[Item]
    columns: tuple[str, ...] = ()
    tally: Tally | None = None
    sealed: str = ""
    """What the reader is kept from for now, and until when: never how many."""

    @property
    def bar(self) -> list[tuple[str, float, float]]:
        """The shares of the tally one after the other: tone, where it begins, how far it reaches (%)."""
        found, place = [], 0.0
        for tone, share in self.tally.shares if self.tally else ():
            found.append((tone, place, share))
            place += share
        return found


def panels(dossier: Opened, officer: Officer) -> list[Panel]:
    """Every sort of row the matter has any of, with the files of its acts."""
    found = []
    files = _files(dossier) if dossier.table.rows else {}
    for accessor, heading in dossier.table.rows.items():
        rows = dossier.rows_for(accessor, officer)
        if officer.side == Side.POLICE:
            rows = [row for row in rows if getattr(row, "open_to_police", True)]  # what was never raised with them is not theirs
        shut = getattr(row_model(accessor), "sealed", None)
        sealed = shut(dossier.matter, officer.side) if shut is not None else ""
        if rows or sealed:
            shown = [item_view(row, officer, files.get((accessor, row.no), [])) for row in rows]
            model = row_model(accessor)
            tally = model.tally(rows) if rows and hasattr(model, "tally") else None
            found.append(Panel(accessor, heading, shown, model.columns, tally, sealed))
    return found


def takes(action: Action, item: Item) -> bool:
    """Whether an act may take this row."""
    return matches(action.item_when, lambda name: getattr(item.row, name))


def item_view(row: Any, officer: Officer, files: list[Attachment] | None = None) -> Item:
    """One row as this officer may read it."""
    police = officer.side == Side.POLICE
    lines = []
    for column in row._meta.concrete_fields:
        name = column.name
        if column.attname in FRAME or column.is_relation or name == "status" or name in getattr(row, "hidden_fields", ()):
            continue
        if police and name not in row.shared_fields:
            continue
        words = _words(row, column)
        if words:
            lines.append(Line(str(column.verbose_name), words))
    status = row.get_status_display() if hasattr(row, "get_status_display") else ""
    # a row may say more than its columns do: whom the police gave it to, what it lacks, what it continues
    lines += [Line(*pair) for pair in getattr(row, "lines_for", lambda _side: [])(officer.side)]
    marks = list(getattr(row, "marks", ()))
    settled, cells = getattr(row, "is_settled", True), list(getattr(row, "cells", ()))
    numbered = getattr(row, "numbered", True)
    return Item(row.no, str(row.heading), status, lines, files or [], marks=marks, numbered=numbered, settled=settled, row=row, cells=cells)


def _words(row: Any, column: Any) -> str:
    value = getattr(row, column.attname)
    if value in (None, "", [], False):
        return ""
    if column.choices:
        return str(getattr(row, f"get_{column.name}_display")())
    if isinstance(value, date):
        return chinese_date(value)
    return "是" if value is True else str(value)


def _files(dossier: Opened) -> dict[tuple[str, int], list[Attachment]]:
    """The files that came with acts on one row, by the row's number."""
    taking = {row.code: row.item for row in dossier.table.actions if row.item}
    found: dict[tuple[str, int], list[Attachment]] = {}
    for one in dossier.files:
        if one.event is None or one.event.undone or one.event.action not in taking:
            continue
        no = one.event.facts.get("item")
        if no is not None:
            found.setdefault((taking[one.event.action], int(no)), []).append(one)
    return found


@dataclass(frozen=True)
class Linked:
    """A matter this one follows, one that follows it, or another of the same case."""

    id: UUID | None
    """None: a restricted matter in which the officer has no seat. He reads its kind and number, and has no way to it."""
    label: str
    number: str
    title: str
    state: str
    way: str
    opened: str
    kind: str
    code: str
    """Its state, as far as the officer may read it."""


def linked(dossier: Dossier, officer: Officer, today: date) -> list[Linked]:
    """The matter this one came from, those that came from it, and the others of its case, as far as the officer sees them: one query.

    A restricted one that came from it, or that it came from, is named to who has no seat there by kind and number alone: 「会商（编号）」.
    """
    matter = dossier.matter
    follows = Q(parent=matter) | Q(pk=matter.parent_id)
    near = follows | (Q(case=matter.case_id) if matter.case_id else Q())
    police = officer.side == Side.POLICE
    shut = Q(restricted=True, office=matter.office_id, **{f"{officer.side}_from__isnull": False})
    shut &= Q(police=matter.police_id) if police else Q()
    rows = Matter.objects.visible_to(officer).filter(near) | Matter.objects.filter(follows & shut)
    rows = rows.exclude(pk=matter.pk).annotate(admitted=ExpressionWrapper(admitted(officer, today, matter="pk"), BooleanField()))
    found = []
    for one in rows.order_by("id"):
        table = workflow(one.kind)
        way = "来源" if one.pk == matter.parent_id else "后续" if one.parent_id == matter.pk else "同案"
        if not one.admitted:
            found.append(Linked(None, table.label, one.number, "", "", way, "", one.kind, ""))
            continue
        title = (one.public_title or one.title) if police else one.title
        opened = short_day(one.opened_on, today) if one.opened_on and not police else ""
        state = "" if police and not one.closed_at else table.state(one.state).label
        code = "" if police and not one.closed_at else one.state
        found.append(Linked(one.pk, table.label, one.number, title, state, way, opened, one.kind, code))
    return found
