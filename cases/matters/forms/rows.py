"""Repeated items in one form: one JSON-valued field, so that page and API bind the same form (design 5)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.template.loader import render_to_string

Row = dict[str, Any]


class RowsWidget(forms.Widget):
    """The items as cards with some spare ones; works without script, which only adds and removes cards."""

    def __init__(self, row_form: type[forms.Form], spare: int, most: int) -> None:
        super().__init__()
        self.row_form = row_form
        self.spare = spare
        self.most = most
        self.errors: dict[int, ErrorDict] = {}
        """What was wrong with each row, written by the field that checked them."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """The rows as typed: a list (API, draft), JSON text, or numbered fields of a page."""
        given = data.get(name)
        if given is not None:
            return given
        places = sorted({int(part) for key in data if (part := _place(key, name)) is not None})
        rows = [{field: data.get(f"{name}-{place}-{field}", "") for field in self.row_form.base_fields} for place in places]
        return [row for row in rows if any(row.values())]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Never: no row at all is an answer too."""
        return False

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> Any:
        """Every row as a small form of its own, then the spare ones. What was wrong stands beside the field it names."""
        rows = _shown(value)
        cards = []
        for place in range(min(len(rows) + self.spare, max(self.most, len(rows)))):
            row = rows[place] if place < len(rows) else {}
            form = self.row_form(prefix=f"{name}-{place}", initial=row)
            if place in self.errors:
                form = self.row_form({f"{name}-{place}-{field}": one for field, one in row.items()}, prefix=f"{name}-{place}")
            form.use_required_attribute = False
            cards.append({"form": form, "no": place + 1, "bad": place in self.errors, "spare": place >= len(rows)})
        given = {"name": name, "rows": cards, "id": (attrs or {}).get("id", ""), "most": self.most, "grows": self.spare > 0}
        return render_to_string("_partials/rows.html", given)


class RowsField(forms.Field):
    """Several rows of ``row_form``; the cleaned value is a list of JSON-ready dicts in the order typed.

    ``least``/``most``: how many rows (条) there must and may be. An empty row does not count.
    """

    def __init__(self, row_form: type[forms.Form], *, least: int = 1, most: int = 60, spare: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("required", least > 0)
        super().__init__(widget=RowsWidget(row_form, spare, most), **kwargs)
        self.row_form = row_form
        self.least, self.most = least, most

    def __deepcopy__(self, memo: dict[int, Any]) -> RowsField:
        made = super().__deepcopy__(memo)
        made.widget = RowsWidget(self.row_form, self.widget.spare, self.most)
        return made

    def clean(self, value: Any) -> list[Row]:
        """The rows that fit. Raises ValidationError with one sentence per wrong row."""
        try:
            rows = _rows(value)
        except ValueError as error:
            raise ValidationError("条目的格式不正确，请按页面逐条填写。") from error
        if len(rows) < self.least:
            raise ValidationError(f"请至少填写{self.least}条。")
        if len(rows) > self.most:
            raise ValidationError(f"最多填写{self.most}条，现有{len(rows)}条。")
        cleaned, sentences = [], []
        self.widget.errors = {}
        for place, row in enumerate(rows):
            form = self.row_form(row)
            if form.is_valid():
                cleaned.append({name: _plain(one) for name, one in form.cleaned_data.items() if one not in (None, "", [])})
                continue
            self.widget.errors[place] = form.errors
            for name, errors in form.errors.items():
                label = form.fields[name].label if name in form.fields else ""
                sentences += [f"第{place + 1}条{label}：{one}" for one in errors]
        if sentences:
            raise ValidationError(sentences)
        return cleaned

    def typed(self, data: Mapping[str, list[str]], name: str) -> list[Row]:
        """What was kept of a page's numbered fields (存草稿)."""
        flat = {key: values[-1] for key, values in data.items() if values}
        return list(self.widget.value_from_datadict(flat, None, name) or [])


def _place(key: str, name: str) -> int | None:
    head, _, rest = key.partition(f"{name}-")
    place, _, _field = rest.partition("-")
    return int(place) if not head and place.isdigit() and len(place) < 5 else None


def _rows(value: Any) -> list[Row]:
    """The rows as dicts, empty ones left out. Raises ValueError for anything else."""
    if value in (None, "", []):
        return []
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except RecursionError as error:
            raise ValueError("nested without end") from error
        json.dumps(value, ensure_ascii=False).encode()  # half a character (\ud800) is no text: UnicodeEncodeError, a ValueError
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise ValueError(value)
    return [row for row in value if any(one not in (None, "", []) for one in row.values())]


def _shown(value: Any) -> list[Row]:
    """The rows to draw; what cannot be read (a hand-made request) is answered by the field's own sentence."""
    try:
        return _rows(value)
    except ValueError:
        return []


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value.pk) if hasattr(value, "pk") else value
