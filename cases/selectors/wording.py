"""Sentences that both sides read: whose move it is, what is asked of whom by when, and lights in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.models import NO_DUE_DATE, Clock, Deadline, Matter, Nature
from cases.workflow import DocumentType, State
from office.blocks import chinese_date
from office.models import Officer
from office.scoping import reach_of
from office.sides import Side

SUPERIOR = "superior"
TURNS = {Side.PROCURATORATE.value: "检察机关", Side.POLICE.value: "公安机关", SUPERIOR: "上一级院"}
"""Whom a matter waits for (``Matter.turn``)."""

GROUPS = {"severe": "严重超期", "overdue": "已超期", "soon": "即将到期", "later": "未到期", "none": "未起算"}
"""The five groups of every worklist, the most pressing first; the key is the class of the light."""

_AT_THE_LATEST = re.compile(r"，?最迟\{due\}(，(?=规则))?")


@dataclass(frozen=True)
class Light:
    """Colour (a key of GROUPS) and words (「超期16天」), so that black and white print says the same."""

    colour: str
    words: str


def light(due_on: date, today: date, settings: Mapping[str, Any], *, reminder: bool = False, unsigned: bool = False) -> Light:
    """How a clock stands on a day (日). Its settings are ``severe_days`` and ``soon_days`` of the office.

    A reminder is no period of law: it is 已过, never 超期. Without a clock: 未起算 while a served paper is not signed for.
    """
    if due_on == NO_DUE_DATE:
        return Light("none", "未起算（待签收）" if unsigned else "无法定期限")
    left = (due_on - today).days
    if left < 0:
        colour = "severe" if -left > int(settings["severe_days"]) else "overdue"
        return Light(colour, f"提醒已过{-left}天" if reminder else f"超期{-left}天")
    words = f"剩{left}天" if left else "今天"
    return Light("soon" if left <= int(settings["soon_days"]) else "later", words)


def is_mine(officer: Officer, matter: Matter) -> bool:
    """Whether the move is this officer's side's, at the place where he stands."""
    if officer.side == Side.POLICE:
        return matter.turn == Side.POLICE
    own = reach_of(officer).own_office
    if matter.turn == SUPERIOR:
        return own == matter.acting_office_id != matter.office_id
    return matter.turn == Side.PROCURATORATE and own == matter.acting_office_id


def title_of(officer: Officer, matter: Matter) -> str:
    """The title an officer reads: the police never the internal one where a public one was given."""
    return (matter.public_title or matter.title) if officer.side == Side.POLICE else matter.title


def asked(officer: Officer, matter: Matter, state: State, clocks: Iterable[Deadline]) -> str:
    """What the state asks of whom, in the words for the officer's side; ``clocks``: those of the matter he may see."""
    police = officer.side == Side.POLICE
    return dated(state.police_asks if police else state.asks, awaited_day(state.turn, clocks))


def duty_of(kind: DocumentType, due_on: date | None) -> str:
    """The one plain sentence of a paper for its addressee."""
    return dated(kind.duty, due_on)


def awaited_day(turn: str, clocks: Iterable[Deadline]) -> date | None:
    """届满日 of the running clock that binds whoever's move it is: a duty before a right before a reminder."""
    weight = {Nature.DUTY.value: 0, Nature.RIGHT.value: 1, Nature.REMINDER.value: 2}
    rows = [row for row in clocks if row.status == Clock.RUNNING and row.owed_by == turn]
    return min(rows, key=lambda row: (weight[row.nature], row.due_on)).due_on if rows else None


def dated(sentence: str, due_on: date | None) -> str:
    """Fill ``{due}``: 「于2026年11月30日前」; without a day the words around it close up."""
    if due_on is None or due_on == NO_DUE_DATE:
        return _AT_THE_LATEST.sub("", sentence).replace("{due}", "").rstrip("，")
    words = chinese_date(due_on)
    return sentence.replace("最迟{due}", f"最迟{words}").replace("{due}", f"于{words}前")
