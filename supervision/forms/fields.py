"""Fields and small forms that several kinds use."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.forms import ActionForm


def Long(label: str, **kwargs: Any) -> forms.CharField:  # noqa: N802  (reads as a field type in the forms below)
    """A text of several lines."""
    rows = kwargs.pop("rows", 5)
    return forms.CharField(label=label, max_length=8000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class ReasonForm(ActionForm):
    """An act that wants nothing but why."""

    reasons = Long("理由", rows=4)
