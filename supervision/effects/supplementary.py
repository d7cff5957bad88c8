"""补充侦查: what is written to items and to the round of a return (design 5)."""

from __future__ import annotations

from typing import Any

from cases.exceptions import Invalid
from supervision.forms.supplementary import THIRD
from supervision.models.supplementary import (
    OWN,
    ROUNDS,
    Answer,
    Contest,
    OutlineItem,
    SupplementaryDetail,
    Verdict,
    counted_for,
    returns_made,
)

CONTENTS = ("fact", "evidence", "reason", "direction", "standard", "unit")


def outlined(act: Any) -> None:
    """A new outline with its items; a second return without items of its own takes over those still open."""
    _number(act)
    if act.data.get("items"):
        _write(act, act.data["items"])
    else:
        _take_over(act)


def followed(act: Any) -> None:
    """An outline that another matter's decision wants: its items are still to be drafted, or are those still open."""
    act.detail.earlier_returns = act.detail.earlier_returns or None
    _number(act)
    _take_over(act)


def itemised(act: Any) -> None:
    """The items anew; a link to the first return stays with the item that carries it."""
    _write(act, act.data["items"])


def returned(act: Any) -> None:
    """The return takes its round, which the database gives once per case. Raises Invalid for a third."""
    _number(act)
    act.detail.counted_for = counted_for(act.matter)
    act.detail.live = True


def assigned(act: Any) -> None:
    """Everything not yet answered goes to one 所队 and officer."""
    rows = act.matter.outline_items.filter(asked=True, status__in=(Answer.OPEN, Answer.CLAIMED)).exclude(contest=Contest.DROPPED)
    rows.update(
        status=Answer.CLAIMED, claimed_unit=act.data["claimed_unit"], claimed_by=act.data.get("claimed_by")
    )
    if act.data.get("claimed_by") is not None:
        act.matter.police_handler = act.data["claimed_by"]


def recorded(act: Any) -> None:
    """What the form says of one item."""
    item = act.item
    for name in act.form.item_fields:
        if name in act.data:
            setattr(item, name, act.data[name])
    if act.row.code == "claim" and item.status == Answer.OPEN:
        item.status = Answer.CLAIMED
    if act.row.code == "contest":
        item.contest = Contest.OPEN
    item.save()
    act.detail.answered = all(one.is_settled for one in act.matter.outline_items.all())


def helped(act: Any) -> None:
    """What the police are asked to help with waits for their answer, the second time too."""
    act.matter.outline_items.filter(no__in=act.data["asked"]).update(asked=True, status=Answer.OPEN, verdict="", remark="")
    act.detail.answered = False


def evaluated(act: Any) -> None:
    """The verdict on every item."""
    for item in act.form.items():
        item.verdict = act.data[f"verdict_{item.no}"]
        item.remark = act.data[f"remark_{item.no}"]
        item.save()


def _number(act: Any) -> None:
    """The round of a return: the next of its case."""
    if act.matter.variant != "T3":
        return
    made = returns_made(counted_for(act.matter), act.detail.earlier_returns)
    if made >= ROUNDS:
        raise Invalid(THIRD)
    act.detail.round = made + 1


def _write(act: Any, rows: list[dict[str, Any]]) -> None:
    known = {str(pk): pk for pk in act.matter.outline_items.exclude(earlier=None).values_list("earlier_id", flat=True)}
    act.matter.outline_items.all().delete()
    for no, row in enumerate(rows, 1):
        words = {name: row.get(name, "") for name in CONTENTS}
        act.matter.outline_items.create(
            office_id=act.matter.office_id, no=no, earlier_id=known.get(row.get("earlier", "")), asked=act.matter.variant not in OWN, **words
        )
    act.detail.itemised = bool(rows)


def _take_over(act: Any) -> None:
    """What the first return of the case left open: not met, or never judged; 确无法补 is not asked for again."""
    first = SupplementaryDetail.objects.filter(counted_for=counted_for(act.matter), live=True, round=1).first()
    if act.matter.variant != "T3" or first is None:
        return
    left = OutlineItem.objects.filter(matter_id=first.pk).exclude(verdict__in=(Verdict.MET, Verdict.IMPOSSIBLE))
    for no, old in enumerate(left.exclude(contest=Contest.DROPPED).order_by("no"), 1):
        words = {name: getattr(old, name) for name in CONTENTS}
        if old.remark:
            words["reason"] = f"{old.reason}\n第一次补充侦查后仍未达到：{old.remark}".strip()
        act.matter.outline_items.create(office_id=act.matter.office_id, no=no, earlier=old, **words)
        act.detail.itemised = True
