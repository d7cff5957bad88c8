"""The few functions that write rows of 咨询指导."""

from __future__ import annotations

from typing import Any

from office.sides import Role, Side

HANDLERS = {Side.PROCURATORATE: ("handler", {Role.PROSECUTOR}), Side.POLICE: ("police_handler", {Role.LEGAL, Role.INVESTIGATOR})}
"""By side: the column of who handles a matter, and who may (as 转办 has it)."""


def claimed(act: Any) -> None:
    """认领: who presses handles it from here."""
    _handle(act, again=True)


def answered(act: Any) -> None:
    """Who answers without having claimed it handles it; what was claimed stays with who claimed it."""
    _handle(act, again=False)


def _handle(act: Any, *, again: bool) -> None:
    column, roles = HANDLERS[act.row.side]
    if act.officer.side != act.row.side or not act.officer.roles & roles:
        return  # entered from paper, or by one who may not be named as handler
    if again or getattr(act.matter, column) is None:
        setattr(act.matter, column, act.officer)
