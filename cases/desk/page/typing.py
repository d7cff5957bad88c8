"""暂存: what someone has typed and not yet submitted is kept per officer and form, without files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cases.models import FormDraft
from office.models import Officer

HIDDEN = frozenset({"csrfmiddlewaretoken", "version", "press", "document"})


def keep_typed(key: str, values: Mapping[str, list[str]], *, officer: Officer, now: datetime) -> None:
    """Keep the values of one form; the newest replaces the one before."""
    data = {name: rows for name, rows in values.items() if name not in HIDDEN and any(rows)}
    FormDraft.objects.update_or_create(officer=officer, key=key, defaults={"data": data, "saved_at": now})


def forget_typed(key: str, *, officer: Officer) -> None:
    """What was handed in needs no keeping."""
    FormDraft.objects.filter(officer=officer, key=key).delete()
