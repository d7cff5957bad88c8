"""常用视图 of an officer: only his own, ever."""

from __future__ import annotations

from uuid import UUID

from cases.exceptions import NotFound
from cases.models import SavedView
from office.models import Officer


def saved_views(officer: Officer, page: str = "") -> list[SavedView]:
    """The views an officer has saved, of one list or of all, in the order they were saved."""
    rows = SavedView.objects.filter(officer=officer)
    return list(rows.filter(page=page) if page else rows)


def saved_view(officer: Officer, key: UUID) -> SavedView:
    """One of them. Raises NotFound."""
    row = SavedView.objects.filter(officer=officer, pk=key).first()
    if row is None:
        raise NotFound("没有这个常用视图，或者不是您保存的。")
    return row
