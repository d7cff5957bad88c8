"""What is typed while a 联席会议 is held, by both sides at once (liaison.md 00.2).

Nothing typed is lost and nothing is refused for having been second: a text over a base that meanwhile changed stands beside the other
(``apart``), its field waits to be merged by a person, and until then the meeting cannot end. What comes after 散会 is kept for its author
(补记) and changes nothing. Each call holds the lock of the matter, so numbers run without gaps.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Max

from cases.exceptions import Conflict, Invalid
from cases.models import Matter
from liaison.models.joint_meeting import (
    APART,
    MERGED_FIELDS,
    PARTS,
    AgendaItem,
    Agreed,
    MinuteRevision,
    Rule,
    Standing,
    Utterance,
)
from office.models import Organisation

SITTING = ("in_session", "adjourned")
OTHER_FIELDS = ("assist", "nothing_follows")
"""Kept as revisions too; of these the last one holds."""
LABELS = {
    "conclusion": "结论", "lead": "牵头", "due_on": "期限", "measure": "完成标准", "outcome": "结果", "assist": "协助",
    "nothing_follows": "无后续的理由",
}  # fmt: skip


def jotted(act: Any) -> None:
    """记发言: one line of the record; after 散会 it is 补记."""
    data = act.data
    Utterance.objects.create(
        office_id=act.matter.office_id, matter=act.matter, item=act.item, seq=_next(act.matter), side=data["side"],
        speaker=data["speaker"], text=data["text"], officer=act.officer, at=act.now, late=is_late(act.matter),
    )  # fmt: skip


def written(act: Any) -> None:
    """写结论与落实: whatever of an item its author changed since the revision he saw (``base``). A page may send one field alone."""
    item, late = act.item, is_late(act.matter)
    base = act.data.get("base")
    base = item.rev if base is None else base
    given = [name for name in (*MERGED_FIELDS, *OTHER_FIELDS) if name in act.press.data]
    if not [name for name in given if revise(act, item, name, act.data[name], base, late=late)]:
        return
    if item.agreed and not late:
        item.agreed, item.objection = Agreed.OPEN, ""  # what was agreed to, or contested, reads differently now
    _keep(item)


def revise(act: Any, item: AgendaItem, name: str, value: Any, base: int, *, late: bool = False) -> bool:
    """Put one value into one field, or beside the one that came between; whether it was changed at all. ``late``: kept, and no more."""
    typed, now = as_text(value), value_of(item, name)
    seen = value_at(item, name, base)
    if typed in (seen, now):
        return False  # left as its author saw it, or the same as what stands already
    if late:
        _record(act, item, name, typed, base, late=True)
    elif name in MERGED_FIELDS and (now != seen or name in waiting(item)):
        _record(act, item, name, typed, base, apart=True)
        item.to_merge = _joined({*waiting(item), name})
    else:
        _record(act, item, name, typed, base)
        _put(item, name, typed)
    return True


def concluded(act: Any) -> None:
    """定结果, by the convener's recorder; the side across has not answered to it yet."""
    item = act.item
    if item.outcome == act.data["outcome"]:
        return
    _record(act, item, "outcome", act.data["outcome"], item.rev)
    item.outcome, item.agreed, item.objection = act.data["outcome"], Agreed.OPEN, ""
    _keep(item)


def merged(act: Any) -> None:
    """合并: which text holds where two stand. Another that came since the page was opened keeps the field waiting, beside this one."""
    item, name = act.item, act.data["field"]
    text, base = as_text(_typed(item, name, act.data["text"])), act.data.get("base")
    base = item.rev if base is None else base
    newer = item.revisions.filter(field=name, rev__gt=base, late=False).exists()
    _record(act, item, name, text, base, apart=newer, merged=not newer)
    if not newer:
        _put(item, name, text)
        item.revisions.filter(field=name, apart=True).update(apart=False)
        item.to_merge = _joined({*waiting(item)} - {name})
    item.agreed, item.objection = Agreed.OPEN, ""
    _keep(item)


def agreed(act: Any) -> None:
    """同意: the side across agrees to the outcome it read."""
    _answered(act, Agreed.AGREED, "")


def contested(act: Any) -> None:
    """异议: the side across does not; the item can then only be put off, withdrawn or passed on (liaison.md 00.6)."""
    _answered(act, Agreed.CONTESTED, act.data["objection"])


def _answered(act: Any, answer: str, objection: str) -> None:
    item, seen = act.item, act.data.get("base")
    if seen is not None and seen != item.rev:
        raise Conflict("您打开页面之后，这一项的内容已有变化，请看过最新内容，再表示同意或者异议。")
    item.agreed, item.objection = answer, objection
    _keep(item)


def reopened(act: Any) -> None:
    """重议: what was concluded is open again; everybody's texts stay."""
    item = act.item
    _record(act, item, "outcome", "", item.rev)
    item.outcome, item.agreed, item.objection = "", Agreed.OPEN, ""
    _keep(item)


def added(act: Any) -> None:
    """会中补列: behind the last item."""
    title = act.data["title"]
    item = _another(act, 0, PARTS, rule=Rule.BROUGHT, title=title, first_title=title, background=act.data.get("background") or "", in_session=True)
    item.place = item.no
    item.chain = item.pk
    item.save(force_insert=True)


def part_added(act: Any) -> None:
    """再加一件议定事项 of an item: a lead, a day and a measure of its own (一项一牵头)."""
    whole = act.item
    part = _another(act, PARTS, APART, part_of=whole, rule=whole.rule, title=whole.title, first_title=whole.first_title, outcome=whole.outcome)
    part.place = whole.place
    part.save(force_insert=True)


def _another(act: Any, above: int, below: int, **values: Any) -> AgendaItem:
    """One more row, numbered next among those between two numbers."""
    rows = AgendaItem.objects.filter(matter=act.matter, no__gt=above, no__lt=below)
    item = AgendaItem(
        office_id=act.matter.office_id, matter=act.matter, no=(rows.aggregate(no=Max("no"))["no"] or above) + 1,
        status=Standing.LISTED, proposed_by=act.officer, proposed_side=act.officer.side, organ=act.officer.organisation, **values,
    )  # fmt: skip
    item.reckon()
    return item


def ended(matter: Matter) -> None:
    """散会: what the side across left unanswered counts as agreed (liaison.md 00.6)."""
    AgendaItem.objects.filter(matter=matter, status=Standing.LISTED, agreed=Agreed.OPEN).exclude(outcome="").update(agreed=Agreed.AGREED)


# ------------------------------------------------------------------------------------------------ the record


def waiting(item: AgendaItem) -> list[str]:
    """The fields of which two texts stand."""
    return [one for one in item.to_merge.split(",") if one]


def value_of(item: AgendaItem, field: str) -> str:
    """What stands in a field, as revisions have it: of a lead the key of the organisation, of a day its ISO form."""
    return as_text(item.lead_id if field == "lead" else getattr(item, field))


def value_at(item: AgendaItem, field: str, base: int) -> str:
    """What stood in it at a revision of the item: the last text that held then; nothing before the first."""
    held = [one for one in item.revisions.all() if one.field == field and not one.apart and not one.late]
    before = [one for one in held if one.rev <= base]
    return before[-1].text if before else "" if held else value_of(item, field)


def as_text(value: Any) -> str:
    """A cleaned value as a revision keeps it."""
    if isinstance(value, Organisation):
        return str(value.pk)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value).strip()


def shown(field: str, text: str, names: dict[str, str]) -> str:
    """A revision's text as a person reads it; ``names``: of organisations by key."""
    if field == "lead":
        return names.get(text, "（未定）")
    if field == "due_on" and text:
        day = date.fromisoformat(text)
        return f"{day.year}年{day.month}月{day.day}日"
    return text


def _typed(item: AgendaItem, field: str, text: str) -> Any:
    """The value a merged text stands for. Raises Invalid."""
    if field == "due_on" and text:
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise Invalid("期限请选择一个日期。", {"text": ["期限请选择一个日期。"]}) from error
    if field == "lead" and text and not item.revisions.filter(field="lead", text=text).exists():
        raise Invalid("牵头单位请从所记的单位中选择。", {"text": ["牵头单位请从所记的单位中选择。"]})
    return text


def _put(item: AgendaItem, field: str, text: str) -> None:
    if field == "lead":
        item.lead_id = text or None
    elif field == "due_on":
        item.due_on = date.fromisoformat(text) if text else None
    else:
        setattr(item, field, text)


def _record(act: Any, item: AgendaItem, name: str, text: str, base: int, **marks: bool) -> None:
    item.rev += not marks.get("late", False)
    MinuteRevision.objects.create(
        office_id=act.matter.office_id, matter=act.matter, item=item, seq=_next(act.matter), field=name, base=base, rev=item.rev,
        text=text, officer=act.officer, side=act.officer.side, at=act.now, **marks,
    )  # fmt: skip


def _keep(item: AgendaItem) -> None:
    item.reckon()
    item.save()
    for part in item.parts.all():
        part.outcome, part.agreed = item.outcome, item.agreed
        part.reckon()
        part.save()


def _next(matter: Matter) -> int:
    """The next number in the meeting's record, of what is said and what is written alike."""
    last = [model.objects.filter(matter=matter).aggregate(last=Max("seq"))["last"] or 0 for model in (Utterance, MinuteRevision)]
    return max(last) + 1


def _joined(fields: set[str]) -> str:
    return ",".join(one for one in MERGED_FIELDS if one in fields)


def is_late(matter: Matter) -> bool:
    """Whether the meeting has ended: what is noted now is 补记."""
    return matter.state not in SITTING
