"""What a person types, kind by kind: one module a kind, named as the kind, found by its name.

A module holds

- ``FILLED``: act → what is typed in it (days may be left out where a test gives them);
- ``opened(world, **values) -> Matter``: a new matter by its usual way; with a ``day`` where it can be opened on any day;
- ``ROWS`` (optional): act → what else the row holds that it takes, where the table's condition does not say all;
- ``WAYS`` (optional): keyword values of ``opened`` for each way worth walking, e.g. one per branch.

The generic tests (matrix, walk, ladder, pages, papers, cost) take every kind of ``WORKFLOWS`` through here.
"""

from __future__ import annotations

import inspect
from datetime import date, datetime, time, timedelta
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cases.matters.acts.engine import count_hours
from cases.matters.forms import DayField
from cases.matters.forms.acts import FilesField
from cases.matters.table.workflow import Action, matches, table_of
from cases.models import Matter

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def scan(name: str = "扫描件.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def at(day: str | date, hour: int = 9) -> datetime:
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return timezone.make_aware(datetime.combine(day, time(hour, 30)))


def play(kind: str) -> ModuleType:
    """The module of a kind, of whichever application has it; ModuleNotFoundError names the file that is missing."""
    if find_spec(f"tests.liaison.plays.{kind}") is not None:
        return import_module(f"tests.liaison.plays.{kind}")
    return import_module(f"{__name__}.{kind}")


def filled(kind: str, code: str) -> dict[str, Any]:
    """The usual words of an act."""
    return dict(play(kind).FILLED.get(code, {}))


def of_row(kind: str, code: str) -> dict[str, Any]:
    """What else the row holds that an act takes."""
    return dict(getattr(play(kind), "ROWS", {}).get(code, {}))


def opened(kind: str, world: Any, day: date | str | None = None, /, **values: Any) -> Matter:
    """A new matter of a kind by its usual way, on a day where the kind can be opened on any."""
    way = play(kind).opened
    if day is not None and "day" in inspect.signature(way).parameters:
        values["day"] = day if isinstance(day, str) else day.isoformat()
    return way(world, **values)


def ways(kind: str) -> tuple[dict[str, Any], ...]:
    """Keyword values of ``opened`` for every way of a kind that is walked."""
    return getattr(play(kind), "WAYS", ({},))


def uploads(row: Action, data: dict[str, Any]) -> dict[str, Any]:
    """A scan for every file an act wants; a paper with a number of its own comes with one too."""
    wanted = [name for name, field in getattr(row.form, "base_fields", {}).items() if isinstance(field, FilesField) and field.required]
    return {name: [scan()] for name in wanted or (["files"] if "own_number" in data else [])}


def item_for(matter: Matter, row: Action) -> Any:
    """The first row of the matter that the act may take; None where it takes none, or none fits."""
    if not row.item:
        return None
    return next((one for one in getattr(matter, row.item).order_by("no") if matches(row.item_when, partial(getattr, one))), None)


def typed(matter: Matter, row: Action, day: date) -> dict[str, Any]:
    """Everything an act of the table needs, as typed on a day: the usual words, that day's days, and words for what is left."""
    data, item = filled(matter.kind, row.code), item_for(matter, row)
    if row.item:
        data["item"] = str(item.no) if item is not None else "999"
    if count_hours((*row.starts, *row.starts_on_receipt)):
        data["time"] = "09:00"  # asked where the act is entered from paper
    if row.form is None:
        return data
    form = row.form(matter=matter, today=day, item=item)
    for name, field in form.fields.items():
        if isinstance(field, DayField) and (field.required or name in data):
            data[name] = (day if field.past else day + timedelta(days=10)).isoformat()
        elif isinstance(field, forms.DateTimeField) and (field.required or name in data):
            data[name] = f"{day.isoformat()}T18:00"
        elif isinstance(field, forms.MultipleChoiceField) and name in data:
            offered = {str(code) for code, _ in field.choices}
            data[name] = [one for one in data[name] if one in offered] or _stand_in(field)
        elif field.required and name not in data and not isinstance(field, forms.FileField):
            data[name] = _stand_in(field)
    return data


def _stand_in(field: forms.Field) -> Any:
    if isinstance(field, forms.ModelMultipleChoiceField):
        return [str(row.pk) for row in field.queryset[:1]]
    if isinstance(field, forms.ModelChoiceField):
        return str(getattr(field.queryset.first(), "pk", ""))
    if isinstance(field, forms.ChoiceField):
        codes = [str(code) for code, _ in field.choices if str(code)]
        return codes[:1] if isinstance(field, forms.MultipleChoiceField) else codes[0]
    if isinstance(field, forms.BooleanField):
        return "on"
    if isinstance(field, forms.IntegerField):
        return str(1 if field.min_value is None else field.min_value)
    return "测试填写的内容。"


def row_of(matter: Matter, code: str) -> Action:
    return table_of(matter).action(code)
