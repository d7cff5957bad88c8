"""What is asked of the addressee of a paper, and what an act will bring about: sentences from the tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.desk.page.page import ClockView, clock_view
from cases.matters.dossier import Dossier
from cases.matters.table.workflow import SAME, Action, Start, document_type, matches
from cases.matters.telling.words import with_due
from cases.models import Deadline, Document, Nature
from cases.rules import RULES
from office.models import Officer
from office.options import LENGTHS, OPTIONS
from office.sides import OTHER, Side

TO = {
    "police": "送公安机关",
    "procuratorate": "送人民检察院",
    "superior": "报上一级人民检察院",
    "complainant": "送控告人等（纸质）",
    "outside": "送其他单位（纸质，凭送达回证登记签收）",
    "file": "存卷",
    "both": "双方同阅",
}


@dataclass(frozen=True)
class Duty:
    """One thing asked, with its paper and its clock."""

    sentence: str
    paper: Document | None
    clock: ClockView | None
    codes: tuple[str, ...]
    """The acts that answer it, the plainest first."""


def sentence(kind: str, due_on: date | None) -> str:
    """The one plain sentence of a document type for its addressee."""
    return with_due(document_type(kind).duty, due_on)


def duties(found: Dossier, today: date) -> list[Duty]:
    """What runs against the police here, one duty per paper that was signed for, the earliest day first."""
    rows = []
    for clock in found.running:
        if not _asked_of_police(clock):
            continue
        paper = clock.document
        codes = answering(found, clock.rule)
        words = of_clock(clock, asked_for(found, clock.rule))
        rows.append(Duty(words, paper, clock_view(clock, today, found.settings), codes))
    return sorted(rows, key=lambda row: row.clock.due_on if row.clock else today)


def _asked_of_police(clock: Deadline) -> bool:
    """Whether a clock runs against the police: a duty, or what both sides have agreed on."""
    return clock.shared and clock.owed_by == Side.POLICE and (clock.nature == Nature.DUTY or RULES[clock.rule].agreed)


def asked_for(found: Dossier, rule: str) -> str:
    """What the other side is to do so that a clock ends, in the words of its act (送执行回执); empty where no one act says it."""
    rows = [row for row in found.table.actions_from(found.state) if rule in row.meets and row.is_of(Side.POLICE)]
    labels = {row.label.partition("（")[0] for row in rows}
    return labels.pop() if len(labels) == 1 else ""


def of_clock(clock: Deadline, act: str = "") -> str:
    """What a clock asks: its paper's own sentence where that names the day, else the act or the clock in words.

    A paper that merely says it came (复核已有决定，请签收) says nothing of what is due once it was signed for.
    """
    if clock.document is not None and "{due}" in document_type(clock.document.type).duty:
        return sentence(clock.document.type, clock.due_on)
    return with_due(f"请{{due}}{act or f'办理：{clock.label}'}", clock.due_on)


def answering(found: Dossier, rule: str) -> tuple[str, ...]:
    """Codes of the other side's acts that meet a clock from here, the one made for it first."""
    rows = [row for row in found.table.actions_from(found.state) if rule in row.meets and row.is_of(Side.POLICE)]
    rows = [row for row in rows if matches(row.when, found.fact)]
    return tuple(row.code for row in sorted(rows, key=lambda row: (row.target == SAME, len(row.meets))))


def landing(found: Dossier, paper: Document) -> str:
    """The act that answers a paper just signed for; empty where signing was all that was asked, or it is answered row by row."""
    if any(row.item and row.is_of(Side.POLICE) for row in found.table.actions_from(found.state)):
        return ""
    for clock in found.running:
        if clock.document_id == paper.pk and clock.nature == Nature.DUTY:
            codes = answering(found, clock.rule)
            if codes:
                return codes[0]
    return ""


@dataclass(frozen=True)
class Asked:
    """The banner above an act: the paper's sentence, its day and how it was counted."""

    sentence: str
    paper: Document | None
    clock: ClockView | None


def asked(found: Dossier, row: Action, officer: Officer, today: date) -> Asked | None:
    """What the act answers: the earliest running clock it meets, that this officer may see."""
    clocks = [
        clock
        for clock in found.running
        if clock.rule in (*row.meets, *row.after) and (clock.shared or officer.side == Side.PROCURATORATE)
    ]
    if row.item and officer.side == Side.POLICE:  # an answer to one item ends no period: the day is that of the whole
        clocks = clocks or [one for one in found.running if _asked_of_police(one)]
    if not clocks:
        return None
    clock = min(clocks, key=lambda one: (one.nature == Nature.RIGHT, one.due_on))
    paper = clock.document
    view = clock_view(clock, today, found.settings)
    words = f"{clock.label}：{view.due}届满"
    if officer.side == Side.POLICE and _asked_of_police(clock):
        words = of_clock(clock, asked_for(found, clock.rule))
    elif clock.nature == Nature.RIGHT:
        words = f"{clock.label}，{f'末日为{view.due}' if clock.due_on < today else f'可以在{view.due}以前提出'}"
    return Asked(words, paper, view)


def outcome(found: Dossier, row: Action, *, entering: bool, decided_by: str) -> list[str]:
    """What will happen, before it does: papers, who decides, clocks, where the matter goes."""
    lines = []
    for code in row.issues:
        kind = document_type(code)
        if kind.addressee == "complainant" and not getattr(found.detail, "complainant", ""):
            continue
        made = "制作" if kind.origin == "made" else "上传"
        lines.append(f"{made}《{kind.name}》，{TO[kind.addressee]}")
    if row.circulates is not None:
        lines.append("送有关单位会签：自此双方看得见，正文不再改动；签齐以后编号印发，有一方退回的，已签的作废")
    if decided_by:
        lines.append(f"须由{decided_by}决定；在此以前只是草稿，对方看不到")
    lines += [
        f"自收到之日起算：{_start_words(found, start)}" for start in row.starts_on_receipt if matches(start.when, found.fact)
    ]
    lines += [
        f"即行起算：{_start_words(found, start)}" for start in row.starts if matches(start.when, found.fact) and start.shared
    ]
    ended = [clock.label for clock in found.running if clock.rule in (*row.meets, *row.drops) and clock.shared]
    if ended:
        lines.append(f"不再计算的期限：{'、'.join(ended)}")
    if row.discloses and found.matter.seen_from(OTHER[row.side]) is None:
        lines.append("自此向公安机关公开本事项（线索来源、控告人除外）" if row.side == Side.PROCURATORATE else "自此检察机关看得见本事项")
    if entering:
        lines.append("在双方页面上标明“线下登记”，公安机关可以附言提出异议")
    return lines


def _start_words(found: Dossier, start: Start) -> str:
    rule = RULES[start.rule]
    length = f"{rule.length.text}" if rule.length and not start.option else ""
    if start.option:
        length = f"{found.settings[start.option]}{LENGTHS[OPTIONS[start.option].kind]}"
    return f"{rule.label}（{length}）" if length else rule.label
