"""The record of a meeting as both sides see it while it is held, and what came after a number: a page asks for it every few seconds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.utils import timezone

from cases.desk.page.reading import from_above
from cases.exceptions import NotFound
from cases.matters.acts.offers import DO, refusal
from cases.matters.dossier import Opened, dossier
from cases.models import Attachment
from liaison import minutes
from liaison.forms.joint_meeting import leads_of
from liaison.forms.minutes import speakers
from liaison.models.joint_meeting import (
    MERGED_FIELDS,
    NAMELESS,
    AgendaItem,
    Agreed,
    Answer,
    Attendance,
    MinuteRevision,
    Outcome,
    Standing,
    Utterance,
    Waits,
)
from liaison.selectors.meeting import files_of
from office.models import Officer
from office.sides import OTHER, SHORT

KIND = "joint_meeting"
IN_SESSION = "in_session"
EDITING = timedelta(minutes=1)
"""Who typed within it is said to be at work on the item; nothing is locked."""
TYPING = ("jot", "write_item", "conclude_item", "agree_item", "contest_item", "merge_field", "reopen_item", "add_part", "add_item")
"""Acts that are pressed on the page of the record."""


@dataclass(frozen=True)
class Said:
    """One line of the record."""

    seq: int
    time: str
    mark: str
    speaker: str
    text: str
    by: str
    late: bool


@dataclass(frozen=True)
class Text:
    """One of the texts that stand beside each other, and whose it is."""

    mark: str
    name: str
    mine: bool
    time: str
    raw: str
    words: str
    seq: int
    parts: list[tuple[str, bool]] = field(default_factory=list)
    """Its words piece by piece, and whether the other text lacks the piece."""


@dataclass
class Kept:
    """One of the fields: what stands there, who saved it last, and the texts that wait to be merged."""

    name: str
    label: str
    raw: str
    words: str
    saved: str
    texts: list[Text] = field(default_factory=list)


@dataclass
class Listed:
    """One item in the list at the side."""

    row: AgendaItem
    mark: str
    look: str
    below: list[str]
    here: bool = False


@dataclass
class Record:
    """The page: what stands in the way of ending, the list, and one item opened."""

    dossier: Opened
    rows: list[Listed]
    item: AgendaItem | None
    part: AgendaItem | None
    parts: list[AgendaItem]
    said: list[Said]
    fields: list[Kept]
    revisions: int
    last: int
    missing: list[AgendaItem]
    editing: list[str]
    late: list[Text]
    may: set[str]
    present: list[tuple[str, str]]
    away: str
    across: str
    ends: bool
    """Whether the reader may end the meeting, as the table says: nothing is open, and he is of the convener."""
    speakers: list[tuple[str, str]]
    leads: list[tuple[str, str]]
    own: bool
    """Whether the reader is of the office itself: each reading of an upper level is noted, so its page asks for nothing by itself."""
    files: list[Attachment]
    before: AgendaItem | None = None
    after: AgendaItem | None = None

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        """What may be made of an item."""
        return [(one.value, str(one.label)) for one in Outcome]

    @property
    def open(self) -> bool:
        """Whether the meeting is being held."""
        return bool(self.dossier.matter.state == IN_SESSION)

    @property
    def follows(self) -> bool:
        """Whether the page keeps asking what is new."""
        return self.open and self.own


def record(officer: Officer, pk: UUID, no: int | None, now: datetime) -> Record:
    """The record as this officer sees it, one item of it opened. Raises NotFound for a meeting that is not his, or has no such item."""
    found = _opened(officer, pk)
    matter = found.matter
    items = list(AgendaItem.objects.filter(matter=matter, status=Standing.LISTED).select_related("organ", "lead", "part_of", "proposed_by"))
    wholes = [one for one in items if one.part_of_id is None]
    chosen = next((one for one in items if one.no == no), None) if no is not None else next((one for one in wholes if one.waits), None)
    if no is not None and chosen is None:
        raise NotFound("没有这一项议题。")
    chosen = chosen or (wholes[0] if wholes else None)
    item = chosen.part_of if chosen is not None and chosen.part_of is not None else chosen
    parts = [one for one in items if item is not None and one.part_of_id == item.pk]
    revisions = list(MinuteRevision.objects.filter(matter=matter).select_related("officer"))
    said = list(Utterance.objects.filter(matter=matter).select_related("officer"))
    guests = list(Attendance.objects.filter(matter=matter))
    names = {str(one.pk): one.short_name or one.name for one in leads_of(matter.office)}
    today = timezone.localtime(now).date()
    may = {code for code in TYPING if found.table.has_action(code) and _may(found, code, officer, today)}
    place = wholes.index(item) if item in wholes else 0
    return Record(
        dossier=found,
        rows=[_listed(one, item, matter.began_side, officer, items, revisions, said, now) for one in wholes],
        item=item,
        part=chosen,
        parts=parts,
        said=[_said(one) for one in said if item is not None and one.item_id in {item.pk, *(part.pk for part in parts)}],
        fields=_fields(chosen, [one for one in revisions if chosen is not None and one.item_id == chosen.pk], officer, names),
        revisions=sum(1 for one in revisions if chosen is not None and one.item_id == chosen.pk),
        last=max([0, *(one.seq for one in revisions), *(one.seq for one in said)]),
        missing=[one for one in items if one.waits],
        editing=_editing(items, revisions, said, officer, now),
        late=[_text(one, officer, names) for one in revisions if one.late and one.officer_id == officer.pk],
        may=may,
        present=_present(guests),
        away="、".join(one.name for one in guests if one.answer == Answer.LEAVE),
        across=_across(item, matter.began_side, officer),
        ends=_may(found, "end", officer, today),
        speakers=speakers(matter),
        leads=list(names.items()),
        own=not from_above(officer, matter),
        files=files_of(found).get(item.no, []) if item is not None else [],
        before=wholes[place - 1] if place > 0 else None,
        after=wholes[place + 1] if place + 1 < len(wholes) else None,
    )


@dataclass(frozen=True)
class News:
    """What a page has not shown yet: lines of the item opened on it, its fields, who is at work, and where the meeting stands."""

    last: int
    said: list[Said]
    fields: list[Kept]
    rev: int
    editing: list[str]
    others: int
    """How many (处) changes lie in other items."""
    open: bool


def since(officer: Officer, pk: UUID, no: int, after: int, now: datetime) -> News:
    """What came after a number, for who of the office itself reads one item. The page asks for it by itself: nothing is written.

    Raises NotFound, also for an upper level, whose every reading is noted.
    """
    found = _opened(officer, pk)
    if from_above(officer, found.matter):
        raise NotFound("上级查看会议记录，请打开页面。")
    item = AgendaItem.objects.filter(matter=found.matter, no=no).first()
    if item is None:
        raise NotFound("没有这一项议题。")
    recent = MinuteRevision.objects.filter(matter=found.matter).select_related("officer")
    said = list(Utterance.objects.filter(matter=found.matter, seq__gt=after).select_related("officer"))
    written = list(recent.filter(seq__gt=after))
    last = max([after, *(one.seq for one in said), *(one.seq for one in written)])
    mine = [one for one in written if one.item_id == item.pk]
    names = {str(one.pk): one.short_name or one.name for one in leads_of(found.matter.office)} if mine else {}
    whole = item.part_of_id or item.pk
    here = [one for one in said if one.item_id == whole]
    items = list(AgendaItem.objects.filter(matter=found.matter).select_related("part_of"))
    lately = list(recent.filter(at__gte=now - EDITING)), list(Utterance.objects.filter(matter=found.matter, at__gte=now - EDITING).select_related("officer"))
    return News(
        last=last,
        said=[_said(one) for one in here],
        fields=_fields(item, list(recent.filter(item=item)), officer, names) if mine else [],
        rev=item.rev,
        editing=_editing(items, *lately, officer, now),
        others=len(said) + len(written) - len(here) - len(mine),
        open=found.matter.state == IN_SESSION,
    )


def _opened(officer: Officer, pk: UUID) -> Opened:
    found = dossier(officer, pk)
    if found.matter.kind != KIND:
        raise NotFound("没有这次会议。")
    return found


def _may(found: Opened, code: str, officer: Officer, today: Any) -> bool:
    row = found.table.action(code)
    return refusal(found, row.pressed_by(officer.side), officer, today, mode=DO) is None


def _listed(
    one: AgendaItem, here: AgendaItem | None, began: str, officer: Officer, items: list[AgendaItem], revisions: Any, said: Any, now: datetime
) -> Listed:
    mark, look = (one.get_outcome_display(), one.outcome) if one.outcome else ("未定", "open")
    if one.waits == Waits.MERGE:
        mark, look = "待合并", "open"
    below = []
    followed = sum(1 for row in items if row.followed and one.pk in (row.pk, row.part_of_id))
    if followed:
        below.append(f"议定{followed}件")
    if one.outcome:
        open_words = "对方未表示意见" if began == officer.side else "本侧未表示意见"
        below.append({Agreed.AGREED.value: "双方同意", Agreed.CONTESTED.value: f"{OTHER[began].label}有异议"}.get(one.agreed, open_words))
    if one.carried:
        below.append(f"已{one.carried}次未决")
    if one.in_session:
        below.append("会中补列")
    below += _at_work([one], revisions, said, officer, now)
    return Listed(one, mark, look, below, here is not None and one.pk == here.pk)


def _said(one: Utterance) -> Said:
    return Said(one.seq, f"{timezone.localtime(one.at):%H:%M}", SHORT.get(one.side, "客"), one.speaker, one.text, one.officer.name, one.late)


def _fields(item: AgendaItem | None, revisions: list[MinuteRevision], officer: Officer, names: dict[str, str]) -> list[Kept]:
    if item is None:
        return []
    found = []
    for name in (*MERGED_FIELDS, *minutes.OTHER_FIELDS):
        own = [one for one in revisions if one.field == name and not one.late]
        held = [one for one in own if not one.apart]
        raw = minutes.value_of(item, name)
        saved = f"{timezone.localtime(held[-1].at):%H:%M} {held[-1].officer.name}保存" if held else ""
        words = Outcome(raw).label if name == "outcome" and raw else minutes.shown(name, raw, names)
        kept = Kept(name, minutes.LABELS[name], raw, words, saved)
        if name in minutes.waiting(item):
            kept.texts = _marked([_text(one, officer, names) for one in [*held[-1:], *(one for one in own if one.apart)]])
        found.append(kept)
    return found


def _text(one: MinuteRevision, officer: Officer, names: dict[str, str]) -> Text:
    mine = one.officer_id == officer.pk
    words = minutes.shown(one.field, one.text, names)
    return Text(SHORT[one.side], one.officer.name, mine, f"{timezone.localtime(one.at):%H:%M}", one.text, words, one.seq)


def _marked(texts: list[Text]) -> list[Text]:
    """Texts that stand beside each other, each with what the first other one does not say marked."""
    found = []
    for one in texts:
        other = next((text.words for text in texts if text is not one), one.words)
        steps = SequenceMatcher(None, other, one.words, autojunk=False).get_opcodes()
        parts = [(one.words[start:end], what != "equal") for what, _, _, start, end in steps if end > start]
        found.append(replace(one, parts=parts))
    return found


def _editing(items: list[AgendaItem], revisions: Any, said: Any, officer: Officer, now: datetime) -> list[str]:
    return _at_work(items, revisions, said, officer, now, numbered=True)


def _at_work(items: list[AgendaItem], revisions: Any, said: Any, officer: Officer, now: datetime, *, numbered: bool = False) -> list[str]:
    """Who else typed in these items within a minute."""
    numbers = {one.pk: one.whole_no for one in items}
    recent = sorted((one for one in (*revisions, *said) if one.item_id in numbers and one.at >= now - EDITING), key=lambda one: one.seq)
    where = {one.officer.name: numbers[one.item_id] for one in recent if one.officer_id != officer.pk}
    return [f"{name}正在填写第{no}项" if numbered else f"{name}正在填写" for name, no in where.items()]


def _present(guests: list[Attendance]) -> list[tuple[str, str]]:
    came = [one for one in guests if one.answer != Answer.LEAVE and one.present is not False and one.who_came and (one.who_came != NAMELESS or one.present)]
    groups: dict[str, list[str]] = {}
    for one in came:
        groups.setdefault(SHORT.get(one.side, "法院"), []).append(one.who_came)
    return [(mark, "、".join(names)) for mark, names in groups.items()]


def _across(item: AgendaItem | None, began: str, officer: Officer) -> str:
    """What the side across said of the outcome, in words for this officer."""
    if item is None or not item.outcome:
        return ""
    if item.agreed == Agreed.AGREED:
        return "双方同意"
    if item.agreed == Agreed.CONTESTED:
        return f"有异议：{item.objection.rstrip('。')}。有异议的，只能再议、撤回或者提请上级"
    if began == officer.side:
        return f"对方（{OTHER[officer.side].label}）尚未表示意见；散会时没有表示意见的，视为同意"
    return "结果由召集方记下，请表示同意或者异议；散会时没有表示意见的，视为同意"


def newest(pk: UUID) -> int:
    """The number of the item that was added last."""
    return AgendaItem.objects.filter(matter=pk).order_by("-pk").values_list("no", flat=True)[0]
