"""会议记录: what the acts of a session write into items, utterances and revisions. Nothing here moves the meeting itself.

Two who change the same field over the same revision both keep their text: the field waits to be merged by a person, and the item with it.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max

from cases.exceptions import Invalid
from cases.models import Matter
from liaison.models.joint_meeting import (
    MERGED_FIELDS,
    AgendaItem,
    Agreed,
    MinuteRevision,
    Rule,
    Standing,
    Utterance,
)
from office.models import Organisation


def _locked(act: Any) -> AgendaItem:
    """The item as it stands now: others may have changed it since the page was opened."""
    return AgendaItem.objects.select_for_update().get(pk=act.item.pk)


def _next(model: type[Utterance] | type[MinuteRevision], matter: Matter) -> int:
    return (model.objects.filter(matter=matter).aggregate(last=Max("seq"))["last"] or 0) + 1


def is_late(matter: Matter) -> bool:
    """Whether the meeting has ended: what is noted now is 补记."""
    return matter.state not in ("in_session", "adjourned")


def jotted(act: Any) -> None:
    """One utterance more."""
    Utterance.objects.create(
        office_id=act.matter.office_id, matter=act.matter, item=act.item, seq=_next(Utterance, act.matter), side=act.data.get("side") or "",
        speaker=act.data["speaker"], text=act.data["text"], officer=act.officer, at=act.now, late=is_late(act.matter),
    )  # fmt: skip


def words(name: str, value: Any) -> str:
    """A shared field as a revision keeps it."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value.pk) if hasattr(value, "pk") else str(value)


def value_of(name: str, text: str) -> Any:
    """What a revision's text stands for in the item. Raises Invalid."""
    if name == "lead":
        return Organisation.objects.filter(pk=UUID(text)).first() if text else None
    if name == "due_on":
        try:
            return date.fromisoformat(text) if text else None
        except ValueError as error:
            raise Invalid("请填写存在的日期，例如2026-11-20。") from error
    return text


def concluded(act: Any) -> None:
    """The outcome, by the convener's recorder; the side across has not answered to it yet."""
    item = _locked(act)
    if item.outcome != act.data["outcome"]:
        item.outcome, item.agreed, item.objection = act.data["outcome"], Agreed.OPEN, ""
    _keep(item)
    for part in item.parts.all():
        part.outcome = item.outcome
        _keep(part)


def written(act: Any) -> None:
    """Those of the four fields that were changed against what their author saw."""
    item, data = _locked(act), act.data
    seen = data.get("base")
    seen = item.rev if seen is None else seen
    changed = [name for name in MERGED_FIELDS if revise(act, item, name, words(name, data.get(name)), seen)]
    for name in ("assist", "nothing_follows"):
        setattr(item, name, data.get(name) or "")
    if changed and item.agreed != Agreed.OPEN:
        item.agreed, item.objection = Agreed.OPEN, ""  # what was agreed to reads differently now
    _keep(item)


def revise(act: Any, item: AgendaItem, name: str, text: str, seen: int) -> bool:
    """Put one text into one field, or beside the one that came between; whether it was changed at all."""
    standing = words(name, getattr(item, name))
    if text == standing:
        return False
    later = item.revisions.filter(field=name, rev__gt=seen).order_by("seq").last()
    before = item.revisions.filter(field=name, rev__lte=seen, apart=False).order_by("seq").last()
    if later is not None and text == (before.text if before else ""):
        return False  # its author left the field as he saw it; another has changed it since
    apart = later is not None
    item.rev += 1
    MinuteRevision.objects.create(
        office_id=item.office_id, matter=act.matter, item=item, seq=_next(MinuteRevision, act.matter), field=name, base=seen, rev=item.rev,
        text=text, officer=act.officer, side=act.officer.side, at=act.now, apart=apart, late=is_late(act.matter),
    )  # fmt: skip
    if apart:
        item.to_merge = ",".join(one for one in MERGED_FIELDS if one == name or one in item.to_merge.split(","))
    else:
        setattr(item, name, value_of(name, text))
    return True


def merged(act: Any) -> None:
    """The text that holds of a field of which two stood."""
    item, name = _locked(act), act.data["field"]
    text = (act.data.get("text") or "").strip()
    try:
        setattr(item, name, value_of(name, text))
    except ValueError as error:
        raise Invalid("请选择牵头单位。") from error
    item.rev += 1
    MinuteRevision.objects.create(
        office_id=item.office_id, matter=act.matter, item=item, seq=_next(MinuteRevision, act.matter), field=name, base=item.rev - 1,
        rev=item.rev, text=text, officer=act.officer, side=act.officer.side, at=act.now, merged=True,
    )  # fmt: skip
    item.to_merge = ",".join(one for one in item.to_merge.split(",") if one and one != name)
    _keep(item)


def agreed(act: Any) -> None:
    """The side across agrees to the outcome."""
    item = _locked(act)
    item.agreed, item.objection = Agreed.AGREED, ""
    _keep(item)


def contested(act: Any) -> None:
    """The side across contests it: it can then only be put off, withdrawn or passed on."""
    item = _locked(act)
    item.agreed, item.objection = Agreed.CONTESTED, act.data["objection"]
    _keep(item)


def reopened(act: Any) -> None:
    """The outcome is open again, and everybody's texts stay."""
    item = _locked(act)
    item.outcome, item.agreed, item.objection = "", Agreed.OPEN, ""
    _keep(item)


def added(act: Any) -> None:
    """会中补列: behind the last item."""
    last = AgendaItem.objects.filter(matter=act.matter).aggregate(no=Max("no"), place=Max("place"))
    item = AgendaItem(
        office_id=act.matter.office_id, matter=act.matter, no=(last["no"] or 0) + 1, place=(last["place"] or 0) + 1, rule=Rule.BROUGHT,
        title=act.data["title"], first_title=act.data["title"], background=act.data.get("background") or "", status=Standing.LISTED,
        in_session=True, proposed_by=act.officer, proposed_side=act.officer.side, organ=act.officer.organisation,
    )  # fmt: skip
    item.chain = item.pk
    item.reckon()
    item.save()


def part_added(act: Any) -> None:
    """再加一件议定事项 of an item: a lead, a day and a measure of its own (一项一牵头)."""
    item = _locked(act)
    last = AgendaItem.objects.filter(matter=act.matter).aggregate(no=Max("no"))["no"]
    part = AgendaItem(
        office_id=item.office_id, matter=act.matter, no=last + 1, place=item.place, part_of=item, rule=item.rule, title=item.title,
        first_title=item.first_title, status=Standing.LISTED, outcome=item.outcome,
    )  # fmt: skip
    part.reckon()
    part.save()


def ended(matter: Matter) -> None:
    """What the side across left unanswered counts as agreed."""
    AgendaItem.objects.filter(matter=matter, status=Standing.LISTED, agreed=Agreed.OPEN).update(agreed=Agreed.AGREED)


def _keep(item: AgendaItem) -> None:
    item.reckon()
    item.save()
