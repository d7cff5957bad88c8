"""The one button of a row: the next step this officer would take. What it leads to asks ``offers`` again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from cases.desk.lists.worklist import is_mine
from cases.desk.page.duty import answering
from cases.matters.acts import offers
from cases.matters.acts.reserved import takes
from cases.matters.dossier import Dossier, addressed_to, is_own
from cases.matters.table.workflow import SAME, Action, matches
from cases.models import Document, Nature, Paper
from office.models import Officer
from office.sides import Role, Side


@dataclass(frozen=True)
class Step:
    """Label, URL name and its arguments; ``primary`` when it is the officer's move."""

    label: str
    name: str
    args: tuple[Any, ...]
    primary: bool = False

    @property
    def look(self) -> str:
        """Of its link: a mere look at the matter is no button."""
        return "button primary" if self.primary else "" if self.name == "matter" else "button"


def next_step(dossier: Dossier, officer: Officer, today: date) -> Step:
    """Sign for what waits, else open the draft, else the act that the table offers; with a choice to make, the matter."""
    return _receipt(dossier, officer) or _draft(dossier, officer) or _act(dossier, officer, today) or _look(dossier)


def _look(dossier: Dossier) -> Step:
    return Step("查看", "matter", (dossier.matter.pk,))


def _paper(label: str, paper: Document, *, primary: bool) -> Step:
    return Step(label, "paper", (paper.matter_id, paper.pk), primary)


def _receipt(dossier: Dossier, officer: Officer) -> Step | None:
    addressee = addressed_to(officer, dossier.matter)
    waiting = dossier.unreceived(addressee) if addressee else []
    if not waiting or not officer.roles & takes(dossier, waiting[0]):
        return None
    return _paper("签收", waiting[0], primary=True)


def _draft(dossier: Dossier, officer: Officer) -> Step | None:
    drafts = [paper for paper in dossier.drafts if is_own(paper, officer)]
    return draft_step(drafts[0], officer) if drafts else None


def draft_step(paper: Document, officer: Officer) -> Step:
    """What this officer opens a draft of his own side for."""
    if paper.status == Paper.RETURNED:
        return _paper("修改草稿", paper, primary=paper.drafted_by_id == officer.pk)
    head = bool(officer.roles & {Role.CHIEF, Role.HEAD})
    if paper.is_raw:
        return _paper("看草稿", paper, primary=False) if head else _paper("核改草稿", paper, primary=True)
    decides = head and paper.drafted_by_id != officer.pk
    return _paper("审阅草稿" if decides else "看草稿", paper, primary=decides)


def _act(dossier: Dossier, officer: Officer, today: date) -> Step | None:
    mine = is_mine(officer, dossier.matter)
    rows = [row.pressed_by(officer.side) for row in dossier.table.actions_from(dossier.state) if row.is_of(officer.side)]
    offered = [row for row in rows if offers.refusal(dossier, row, officer, today, mode=offers.DO) is None]
    due = [row for row in offered if row.must and row.after] or [row for row in offered if row.after]
    if not due and mine:
        if any(_unsettled(dossier, row, officer) for row in offered):
            return Step("逐条办理", "matter", (dossier.matter.pk,), primary=True)
        due = _answers(dossier, offered, officer) or [row for row in offered if row.target != SAME]
    if not due:
        return None
    if len(due) > 1 or due[0].item:
        return Step("办理", "matter", (dossier.matter.pk,), primary=True)
    row = due[0]
    label = row.label_for(officer.side)
    return Step(label, "act", (dossier.matter.pk, row.code), primary=mine or row.must)


def _unsettled(dossier: Dossier, row: Action, officer: Officer) -> bool:
    """Whether the act takes rows of the matter one by one, and one of them still waits for it."""
    return bool(row.item) and any(
        not getattr(one, "is_settled", True) and matches(row.item_when, partial(getattr, one)) for one in dossier.rows_for(row.item, officer)
    )


def _answers(dossier: Dossier, offered: list[Action], officer: Officer) -> list[Action]:
    """For the police: the plain answer to what was asked by the earliest clock."""
    if officer.side != Side.POLICE:
        return []
    codes = [code for clock in dossier.running if clock.nature == Nature.DUTY for code in answering(dossier, clock.rule)]
    by_code = {row.code: row for row in offered}
    return [by_code[code] for code in codes if code in by_code][:1]
