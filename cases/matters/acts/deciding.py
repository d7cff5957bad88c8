"""Who decides as the head: by office, or in the head's name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cases.matters.table.workflow import Action
from office.models import Officer
from office.selectors import delegation_of
from office.sides import HEADS


def decides_as_head(officer: Officer, today: date) -> bool:
    """Whether the officer decides as 检察长 (公安机关负责人) on a day: himself, or authorised."""
    return HEADS[officer.side] in officer.roles or delegation_of(officer, today) is not None


def head_decides(row: Action, settings: Mapping[str, Any]) -> bool:
    """Whether an act is for the head to decide, by the table or by the office's setting where the law leaves it open."""
    role = (row.decided_by.role or settings.get(row.decided_by.option, "")) if row.decided_by else ""
    return role in HEADS.values()
