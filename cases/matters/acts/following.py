"""What an act on one matter brings about on another: ``opens`` and ``on_parent``, in the same transaction; undone together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from cases.exceptions import Conflict, NotAllowed
from cases.matters.acts import snapshots
from cases.matters.acts.engine import (
    QUIET,
    Act,
    Result,
    custody_changed,
    new_matter,
    notify,
    return_stale_drafts,
    save_new,
    take_effect,
)
from cases.matters.acts.press import Press
from cases.matters.clocks import deadlines
from cases.matters.clocks.refreshing import add_event, done_words
from cases.matters.dossier import Dossier, sees
from cases.matters.forms import ActionForm
from cases.matters.papers import documents
from cases.matters.table.workflow import VOID, Opens, matches, workflow
from cases.models import Document, Event, Matter, Paper, head_and_tail
from office.models import Officer
from office.scoping import reach_of
from office.sides import Side


class Given(ActionForm):
    """Values that another matter's act hands over (its words, not its files): they were validated there."""

    def __init__(self, values: Mapping[str, Any], *, matter: Matter, today: date) -> None:
        super().__init__({}, matter=matter, today=today)
        self.cleaned_data = dict(values)


def carry_out(act: Act, papers: list[Document], *, signer: Officer | None = None) -> Result:
    """Let an act take effect, and what it brings about on other matters. Raises NotAllowed where one of those cannot be."""
    result = take_effect(act, papers, signer=signer)
    row = act.row
    for link in row.opens:
        if not link.on_receipt and matches(link.when, act.dossier.fact):
            for item in _each(link, act.dossier, act.item):
                _open(link, act.press, act.dossier, result.event, data=act.form.stated(), on=act.on, item=item)
    if row.on_parent:
        _on_parent(row.on_parent, act.press, act.dossier, result.event, data=act.form.stated(), on=act.on)
    for kind, code in row.on_case:
        _on_case(kind, code, act, result.event)
    return result


def follow_receipt(press: Press, dossier: Dossier, paper: Document, event: Event, *, on: date) -> None:
    """What waits for the receipt of an act's leading paper: 重新提请批捕 opens 审查逮捕, 重报 restarts 审查起诉."""
    if not paper.leads or not dossier.table.has_action(paper.action):
        return
    row = dossier.row_of(paper)
    for link in row.opens:
        if link.on_receipt and matches(link.when, dossier.fact):
            item = next((one for one in dossier.rows(row.item) if one.no == paper.fields.get("item")), None) if row.item else None
            for one in _each(link, dossier, item):
                _open(link, press, dossier, event, data=paper.fields, on=on, item=one)
    if row.on_parent_receipt:
        _on_parent(row.on_parent_receipt, press, dossier, event, data=paper.fields, on=on, received=True)
    if row.on_receipt and dossier.fits(then := dossier.table.action(row.on_receipt)):
        carry_out(Act(press, dossier, then, on, Given(paper.fields, matter=dossier.matter, today=on), cause=event), [])


def _each(link: Opens, source: Dossier, item: Any) -> list[Any]:
    """For which rows a matter is opened, by their numbers: for every one that fits, or once, for the row that the act took if any."""
    if not link.each:
        return [item]
    rows = getattr(source.matter, link.each).order_by("pk")  # as the act's own effect has left them
    fitting = [row for row in rows if matches(link.each_when, partial(getattr, row))]
    return sorted(fitting, key=lambda row: getattr(row, "no", 0))


def _open(link: Opens, press: Press, source: Dossier, event: Event, *, data: Mapping[str, Any], on: date, item: Any = None) -> Matter:
    parent, table = source.matter, workflow(link.kind)
    row = table.action(link.code)
    began = event.actor_side if row.stands or row.either else row.side
    table = table.begun_by(began)
    row = table.action(link.code).pressed_by(began)
    matter = new_matter(parent.office, link.kind, row.target, began=began, year=press.now.year, opened_on=on)
    matter.parent = parent
    for name in ("police", "case", "handler", "police_handler"):
        setattr(matter, name, getattr(parent, name))
    if parent.whole_office and not matter.whole_office and matter.police_id is None and press.who.side == Side.POLICE:
        matter.police_id = reach_of(press.who).organs[0]  # what one organ alone is to see is that of who opens it
    if table.persons:
        matter.persons = parent.persons or table.persons
    old, new = source.table.name, table.name
    if parent.restricted:
        # what it is called is for its participants alone: what follows goes by the name of the case
        title = public = parent.case.name if parent.case else ""
    else:
        title, public = parent.title, parent.public_title or parent.title
    matter.title, matter.public_title = retitled(title, old, new), retitled(public, old, new)
    save_new(matter, opener=press.who, since=press.today)
    dossier = press.new(matter)
    values = {**link.gives, **{name: _carried(taken, item, data, source) for name, taken in link.carries.items()}}
    for name, value in values.items():
        if value not in (None, ""):
            setattr(matter if hasattr(matter, name) else dossier.detail, name, value)
    if dossier.detail is not None:
        dossier.detail.save()
    given = Given({name: value for name, value in values.items() if value not in (None, "")}, matter=matter, today=on)
    carry_out(Act(press, dossier, row, on, given, cause=event), [])
    return matter


def _carried(name: str, item: Any, data: Mapping[str, Any], source: Dossier) -> Any:
    """What a column of the new matter takes over: of the row it is opened for, else of what was filled in, else of the source."""
    if item is not None and hasattr(item, name):
        return getattr(item, name)
    return data[name] if name in data else source.fact(name)


def retitled(title: str, old: str, new: str) -> str:
    """「陈某军涉嫌合同诈骗立案监督案」 becomes 「陈某军涉嫌合同诈骗审查逮捕案」; what stands in brackets behind it, （二）, stays behind."""
    head, mark = head_and_tail(title)
    return f"{head.removesuffix('案').removesuffix(old)}{new}案"[: 120 - len(mark)] + mark


def _on_parent(
    code: str, press: Press, dossier: Dossier, event: Event, *, data: Mapping[str, Any], on: date, received: bool = False
) -> None:
    """Do the act on the source matter. Where that stands elsewhere the act is refused; a receipt is a fact and is taken, with a note."""
    if dossier.matter.parent_id is None:
        return
    source = press.opened([dossier.matter.parent_id])[dossier.matter.parent_id]
    if not source.table.has_action(code):
        return
    row, parent = source.table.action(code), source.matter
    if not source.fits(row):
        if received:
            add_event(
                dossier, action="note", label="来源事项未随之办理", now=press.now, officer=press.officer, on=press.today,
                shown=Side.PROCURATORATE,
                text=f"来源事项{parent.number}现处于“{source.state.label}”，未随签收办理“{row.label}”，请核对来源事项。",
            )  # fmt: skip
            return
        if press.who.side == Side.POLICE:
            raise NotAllowed("来源事项由检察机关另行办理，现在不能办理本项，请与检察机关联系。")
        raise NotAllowed(f"来源事项{parent.number}现处于“{source.state.label}”，不能随本项办理“{row.label}”，请先办理来源事项。")
    carry_out(Act(press, source, row, on, Given(data, matter=parent, today=on), cause=event), [])


def of_case(case_id: UUID | None, kinds: Iterable[str]) -> list[UUID]:
    """The matters of these kinds in a case, in the order of their ids: what ``on_case`` may reach."""
    kinds = list(kinds)
    if case_id is None or not kinds:
        return []
    return list(Matter.objects.filter(case=case_id, kind__in=kinds).order_by("pk").values_list("pk", flat=True))


def _on_case(kind: str, code: str, act: Act, event: Event) -> None:
    """Do the act on every open matter of the kind in the case where it fits; elsewhere nothing happens."""
    keys = [key for key in of_case(act.matter.case_id, [kind]) if key != act.matter.pk]
    for dossier in act.press.opened(keys).values():
        row = dossier.table.action(code)
        if dossier.fits(row):
            given = Given(act.form.stated(), matter=dossier.matter, today=act.on)
            carry_out(Act(act.press, dossier, row, act.on, given, cause=event), [])


def undo_consequences(press: Press, event: Event, *, reason: str) -> None:
    """Take back what an undone act brought about elsewhere. Raises Conflict once anything rests on it there."""
    for other in event.consequences.filter(undone=False).order_by("-recorded_at", "-id"):
        dossier = press.opened([other.matter_id])[other.matter_id]
        matter, today = dossier.matter, press.today
        later = matter.events.filter(seq__gt=other.seq, undone=False).exclude(action__in=[*QUIET, "undo", "withdraw", "refuse"])
        rests = later.order_by("seq").first()
        if rests is not None:
            whose = f"{dossier.table.label}{matter.number}" if sees(press.who, matter) else "随之开立的事项"
            raise Conflict(f"{whose}已经{done_words(rests, press.who)}，不能再撤销、撤回。")
        undo_consequences(press, other, reason=reason)
        trace = add_event(
            dossier, action="undo", label="来源办理已撤销", text=f"“{other.label}”随之撤销", now=press.now, officer=press.officer, on=today,
            reason=reason, shown=other.shown, from_state=matter.state,
        )  # fmt: skip
        if other.seq == 1:
            matter.state, matter.closed_at = VOID.code, press.now
            deadlines.drop(dossier, None, on=today, event=trace)
            snapshots.restore_rows(matter, other)  # a spell that was never ordered goes, one taken over is given back
            for paper in dossier.documents:
                if paper.is_open_draft:
                    documents.close([paper], Paper.DISCARDED, f"“{other.label}”随来源事项的办理撤销")
        else:
            snapshots.restore(dossier, other, on=today, by=trace)
        other.undone = True
        other.save(update_fields=["undone"])
        trace.to_state = matter.state
        trace.save(update_fields=["to_state"])
        return_stale_drafts(dossier, trace, today)
        press.touch(dossier)
        notify(press, dossier, trace)
        if dossier.table.action(other.action).moves_custody and matter.case_id is not None:
            custody_changed(press, matter.case_id)
