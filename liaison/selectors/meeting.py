"""The page of a 联席会议: its agenda with the proposals beside it, who takes part, and what came of each item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from cases.desk.papers.paper_page import text_blocks
from cases.exceptions import NotFound
from cases.matters import Offer
from cases.matters.dossier import NOT_FOUND, Opened
from cases.matters.table.workflow import matches
from cases.models import Attachment, Document, Paper
from liaison.forms.joint_meeting import MOST_LISTED
from liaison.models.joint_meeting import NAMELESS, WITH_MATERIALS, AgendaItem, Answer, Attendance, Standing
from liaison.papers.joint_meeting import excerpt as cut
from office.blocks import Block, chinese_date
from office.duty.weeks import WEEKDAYS
from office.models import Officer
from office.periods.terms import numeral

KIND = "joint_meeting"
TONES = {"decided": "good", "supervise": "fair", "again": "fair", "noted": "", "withdrawn": "", "pass_on": ""}
ROWS = ("list_item", "merge_item", "drop_item", "head_opinion", "add_material", "answer", "answer_across", "edit_item", "reopen_item", "to_guidance")
"""Acts that are pressed beside their row."""


@dataclass
class Line:
    """One item as the page shows it."""

    item: AgendaItem
    place: int
    mark: str
    """Whence it comes (再议, 单位提出 公安)."""
    reason: str
    sources: list[dict[str, str]]
    files: list[Attachment]
    outcome: str
    tone: str
    often: str
    """第N次列入, where it was put off before."""
    waits: str
    details: list[tuple[str, str]]
    acts: list[Offer] = field(default_factory=list)
    up: str = ""
    down: str = ""
    """The order of all numbers if it were moved by one place."""


@dataclass
class Person:
    """One who is invited."""

    row: Attendance
    answer: str
    acts: list[Offer] = field(default_factory=list)


@dataclass
class Page:
    """Everything on it."""

    pending: list[Line]
    agenda: list[Line]
    refused: list[Line]
    people: list[tuple[str, list[Person]]]
    when: str
    hint: str
    """What is still open before the notice goes out."""
    crowded: str
    open_items: list[Line]
    unanswered: int
    preparing: bool
    begun: bool


def page(dossier: Opened, offers: list[Offer], officer: Officer, today: date) -> Page:
    """The page for one reader. Raises NotFound for a matter of another kind."""
    if dossier.matter.kind != KIND:
        raise NotFound(NOT_FOUND)
    rows = [one for one in dossier.rows_for("agenda_items", officer) if one.part_of_id is None]
    rows.sort(key=lambda one: (one.place, one.no))
    parts: dict[Any, list[AgendaItem]] = {}
    for one in dossier.rows_for("agenda_items", officer):
        if one.part_of_id is not None:
            parts.setdefault(one.part_of_id, []).append(one)
    files = files_of(dossier)
    beside = [offer for offer in offers if offer.code in ROWS]
    lines = [_line(one, parts.get(one.pk, []), files.get(one.no, []), beside) for one in rows]
    listed = [one for one in lines if one.item.status == Standing.LISTED]
    _places(listed)
    preparing = dossier.matter.state in ("preparing", "called")
    people: dict[str, list[Person]] = {}
    detail = dossier.detail
    for one in dossier.rows_for("attendances", officer):
        acts = [offer for offer in beside if offer.action.item == "attendances" and _fits(offer, one)]
        people.setdefault(one.unit_words, []).append(Person(one, _answer(one, detail.started_at is not None), acts))
    crowded = ""
    if preparing and len(listed) > MOST_LISTED:
        each = ""
        if detail.begins_at and detail.ends_at:
            minutes = int((detail.ends_at - detail.begins_at).total_seconds() // 60)
            each = f"会期{minutes}分钟，平均每项不到{minutes // len(listed) + 1}分钟，"
        crowded = f"已列入{len(listed)}项，超过{MOST_LISTED}项。{each}可以合并同类项，或者移到下次。"
    return Page(
        [one for one in lines if one.item.status in (Standing.PENDING, Standing.HEADS)], listed,
        [one for one in lines if one.item.status in (Standing.UNLISTED, Standing.MERGED)], list(people.items()), _when(detail),
        _hint(dossier, lines, offers), crowded, [one for one in listed if one.waits],
        sum(one.row.answer == Answer.OPEN for rows in people.values() for one in rows), preparing, detail.started_at is not None,
    )  # fmt: skip


def _line(item: AgendaItem, parts: list[AgendaItem], files: list[Attachment], beside: list[Offer]) -> Line:
    side = f" {item.get_proposed_side_display()}" if item.proposed_side else ""
    mark = f"{item.get_rule_display()}{side}"
    reason = item.status_reason if item.status in (Standing.UNLISTED, Standing.MERGED) else item.reason or item.background
    acts = [offer for offer in beside if offer.action.item == "agenda_items" and _fits(offer, item)]
    details = [pair for one in (item, *parts) for pair in _followed(one)]
    return Line(
        item, item.place, mark, reason, item.sources, files, item.get_outcome_display() if item.outcome else "", TONES.get(item.outcome, ""),
        f"第{numeral(item.carried + 1)}次列入" if item.carried else "", item.get_waits_display() if item.waits else "", details, acts,
    )  # fmt: skip


def _followed(one: AgendaItem) -> list[tuple[str, str]]:
    pairs = [("结论", one.conclusion)]
    if one.lead is not None and one.due_on is not None:
        pairs.append(("落实", f"{one.lead.short_name or one.lead.name}牵头，{chinese_date(one.due_on)}前；{one.measure}"))
    pairs += [("无后续", one.nothing_follows), ("对方", f"{one.get_agreed_display()}{'：' + one.objection if one.objection else ''}" if one.agreed else "")]
    return [(label, words) for label, words in pairs if words]


def _fits(offer: Offer, row: Any) -> bool:
    return matches(offer.action.item_when, partial(getattr, row))


def _places(listed: list[Line]) -> None:
    """再议 and 落实 stand first, whatever is moved: only what may change places has arrows."""
    numbers, ranks = [one.item.no for one in listed], [one.item.rank for one in listed]
    for place, one in enumerate(listed):
        one.place = place + 1
        for name, other in (("up", place - 1), ("down", place + 1)):
            if 0 <= other < len(numbers) and ranks[other] == ranks[place]:
                moved = list(numbers)
                moved[place], moved[other] = moved[other], moved[place]
                setattr(one, name, "、".join(str(no) for no in moved))


def _when(detail: Any) -> str:
    """「11月27日（周五）14:30—17:00」, with its year: the weekday is what one looks for first."""
    if detail.begins_at is None or detail.ends_at is None:
        return ""
    begins, ends = timezone.localtime(detail.begins_at), timezone.localtime(detail.ends_at)
    return f"{chinese_date(begins.date())}（周{WEEKDAYS[begins.weekday()]}）{begins.hour}:{begins:%M}—{ends.hour}:{ends:%M}"


def _hint(dossier: Opened, lines: list[Line], offers: list[Offer]) -> str:
    waiting = sum(one.item.status in (Standing.PENDING, Standing.HEADS) for one in lines)
    if waiting and any(offer.code == "notify" for offer in offers):
        return f"还有{waiting}条待定，可以先发会议通知；此后改议程的，发补充通知"
    return ""


def _answer(one: Attendance, begun: bool) -> str:
    """What he answered; once the meeting has begun, whether he came, as the minutes have it."""
    if one.present is not None:
        return "到会" if one.present else "请假"
    if begun:
        return "请假" if one.answer == Answer.LEAVE else "没有登记" if one.who_came == NAMELESS else "未登记到会（纪要列为出席）"
    return f"{one.get_answer_display()}{'：' + one.delegate if one.delegate else ''}"


def files_of(dossier: Opened) -> dict[int, list[Attachment]]:
    """The files that came with an item, by its number, which the line of the trail says."""
    found: dict[int, list[Attachment]] = {}
    for one in dossier.files:
        if one.event is not None and not one.event.undone and one.event.action in WITH_MATERIALS and one.event.facts.get("item"):
            found.setdefault(int(one.event.facts["item"]), []).append(one)
    return found


@dataclass(frozen=True)
class Excerpt:
    """Some items of a 纪要 that was signed, and all that may be chosen: number, title, whether it is chosen."""

    paper: Document
    choices: list[tuple[str, str, bool]]
    blocks: list[Block]
    """Empty where nothing is chosen."""

    @property
    def query(self) -> str:
        """What its address ends with."""
        return urlencode([("item", no) for no, _, taken in self.choices if taken])


def excerpt(dossier: Opened, wanted: Iterable[str]) -> Excerpt:
    """节录: these items of the 纪要 by number. Raises NotFound before it is signed, and for items that it does not have."""
    papers = [one for one in dossier.seen_papers if one.action == "circulate" and one.status == Paper.ISSUED]
    if dossier.matter.kind != KIND or not papers:
        raise NotFound("纪要会签印发以后才有节录。")
    paper, chosen = papers[-1], set(wanted)
    items = [(one["no"], one["title"]) for one in paper.fields["items"] if one["of"] == one["no"]]
    if chosen - {no for no, _ in items}:
        raise NotFound("纪要中没有这一项议题。")
    blocks = cut(text_blocks(paper), paper.fields, paper.number, chosen) if chosen else []
    return Excerpt(paper, [(no, title, no in chosen) for no, title in items], blocks)
