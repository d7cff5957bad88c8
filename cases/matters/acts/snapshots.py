"""What a matter was before an act: kept on the event, so that 撤销上一步, 撤回 and 拒收 return to what the trail says."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Model

from cases.matters.clocks import deadlines
from cases.matters.dossier import Dossier
from cases.matters.table.workflow import table_of
from cases.models import Clock, CompulsoryMeasure, Event, Matter

MATTER_FIELDS = ("state", "variant", "acting_office_id", "procuratorate_from", "police_from", "closed_at")
CLOCK_FIELDS = ("status", "ended_on", "ended_by_id", "late_days", "counted_by", "length", "extensions", "excluded")
"""What an act changes of a clock. Its days follow from facts, which 更正 or custody may have moved since."""
LOOSE = "loose_spells"
"""Spells entered on the page of the case, which a report of release or arrest ends and begins."""


def take(dossier: Dossier) -> dict[str, Any]:
    """The matter's own facts, its detail row and its clocks, as JSON."""
    matter = dossier.matter
    return {
        "matter": {name: _json(matter, name) for name in MATTER_FIELDS},
        "detail": _detail(dossier),
        "clocks": {str(row.pk): {name: _json(row, name) for name in CLOCK_FIELDS} for row in dossier.deadlines},
        "rows": {name: _rows(matter, name) for name in _accessors(matter)},
    }


def changed(before: dict[str, Any], dossier: Dossier, *, effect: bool) -> dict[str, Any]:
    """The same with only those columns of the detail row that the act wrote: a later 更正 of another one stays.

    ``effect``: whether the act has one; nothing else writes rows.
    """
    detail = _detail(dossier)
    return {
        **before,
        "detail": {name: value for name, value in before["detail"].items() if detail.get(name) != value},
        "rows": {name: rows for name, rows in before["rows"].items() if effect and _rows(dossier.matter, name) != rows},
    }


def _detail(dossier: Dossier) -> dict[str, Any]:
    detail = dossier.detail
    return {column.attname: _json(detail, column.attname) for column in _columns(detail)} if detail else {}


def restore(dossier: Dossier, event: Event, *, on: date, by: Event) -> None:
    """Put back what ``event`` found: facts, clocks and disclosure. Clocks it started end dropped; nothing is deleted."""
    matter, detail, before = dossier.matter, dossier.detail, event.before
    for name, value in before["matter"].items():
        setattr(matter, name, _value(matter, name, value))
    if detail and before["detail"]:
        for name, value in before["detail"].items():
            setattr(detail, name, _value(detail, name, value))
        detail.save()
    restore_rows(matter, event)
    dossier.forget("in_custody")
    kept = before["clocks"]
    for clock in [one for one in dossier.deadlines if str(one.pk) not in kept]:  # first: one of a rule may run
        clock.status, clock.ended_on, clock.ended_by = Clock.DROPPED, on, by
        clock.save(update_fields=["status", "ended_on", "ended_by"])
    standing = [one for one in dossier.deadlines if str(one.pk) in kept]
    for clock in standing:
        for name, value in kept[str(clock.pk)].items():
            setattr(clock, name, _value(clock, name, value))
        clock.save()
    deadlines.recompute(dossier, standing)


def restore_rows(matter: Matter, event: Event) -> None:
    """Put back the rows of the matter, and the spells of its case, that ``event`` wrote, changed or took over."""
    for accessor, kept in event.before.get("rows", {}).items():
        _restore_rows(matter, accessor, kept)


def _accessors(matter: Matter) -> tuple[str, ...]:
    """What is kept beside the detail row: rows of the matter, then spells of its case that no matter carries."""
    table = table_of(matter)
    moves = matter.case_id is not None and any(row.moves_custody for row in table.actions)
    return (*table.rows, *table.writes, *((LOOSE,) if moves else ()))


def _held(matter: Matter, accessor: str) -> Any:
    if accessor == LOOSE and matter.case_id is not None:
        return CompulsoryMeasure.objects.filter(suspect__case_id=matter.case_id, matter=None)
    return getattr(matter, accessor).all()


def _rows(matter: Matter, accessor: str) -> dict[str, dict[str, Any]]:
    return {str(row.pk): {column.attname: _json(row, column.attname) for column in _columns(row)} for row in _held(matter, accessor)}


def _restore_rows(matter: Matter, accessor: str, kept: dict[str, dict[str, Any]]) -> None:
    """The rows of a matter as they were: those the act wrote go, those it changed or removed come back."""
    rows = _held(matter, accessor)
    rows.exclude(pk__in=list(kept)).delete()
    for key, values in kept.items():
        row = rows.filter(pk=key).first() or rows.model(pk=key)
        for name, value in values.items():
            setattr(row, name, _value(row, name, value))
        row.save()


def _columns(row: Model) -> list[Any]:
    return [column for column in row._meta.concrete_fields if not column.primary_key]


def _json(row: Any, name: str) -> Any:
    value = getattr(row, name)
    return value.isoformat() if isinstance(value, date) else str(value) if hasattr(value, "hex") else value


def _value(row: Any, name: str, value: Any) -> Any:
    return row._meta.get_field(name).to_python(value)
