"""更正: an entered fact is amended with a reason; clocks are computed again; old → new on the timeline; nothing is deleted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from cases.exceptions import Invalid, NotAllowed
from cases.matters.acts.engine import QUIET, Result, custody_changed, reserves, start_clock, tell_again
from cases.matters.acts.press import Press
from cases.matters.clocks import deadlines
from cases.matters.clocks.refreshing import add_event
from cases.matters.dossier import Dossier, stands_at
from cases.matters.forms import DayField, MomentField
from cases.matters.table.workflow import Workflow, table_of
from cases.models import Clock, Deadline, Document, Event, Matter, Shown
from office.blocks import chinese_date
from office.models import Officer, Organisation
from office.sides import Place, Role, Side


@reserves("amend")
def amend(press: Press, dossier: Dossier) -> Result:
    """``data``: ``target`` (``matter.title``, ``detail.received_on``, ``receipt:<document>``, ``event:<id>``, ``mailed:<id>``) and ``value``.

    The day of a receipt or act may be amended only where a person entered it (线下登记, 导入, or one's own act): what the
    other side did in its own portal stands as the server recorded it.
    """
    matter, officer, data, now, reason = dossier.matter, press.who, press.data, press.now, press.reason
    target, value = str(data.get("target", "")), data.get("value")
    if not reason.strip():
        raise Invalid("更正须写明理由。", {"reason": ["更正须写明理由。"]})
    if not may_amend(matter, officer):
        raise NotAllowed("更正由承办检察官、检察官助理或者法制员办理，您没有这项权限。")
    kind, _, name = target.partition(":" if ":" in target else ".")
    if kind in ("matter", "detail"):
        label, old, new, shared = _amend_column(dossier, kind, name, value, officer=officer, now=now)
    elif kind == "receipt":
        label, old, new, shared = _amend_receipt(dossier, name, value, officer=officer, now=now)
    elif kind == "event":
        label, old, new, shared = _amend_event(dossier, name, value, officer=officer, now=now)
    elif kind == "mailed":
        label, old, new, shared = _amend_mailing(dossier, name, value, officer=officer, now=now)
    else:
        raise Invalid("请选择要更正的内容。", {"target": ["请选择要更正的内容。"]})
    if old == new:
        raise Invalid("更正后的内容与原内容相同。", {"value": ["更正后的内容与原内容相同。"]})
    event = add_event(
        dossier, action="amend", label="更正", text=f"{label}：{old or '未载'}改为{new or '未载'}", now=now, officer=officer,
        on=now.date(), reason=reason, shown=Shown.BOTH if shared and matter.seen_by_both else officer.side,
        facts={"target": target, "old": old, "new": new},
    )
    _begin_what_now_has_a_day(dossier, event, name if kind == "detail" else "")
    press.touch(dossier)
    if matter.case_id is not None and any(row.moves_custody for row in dossier.table.actions):
        custody_changed(press, matter.case_id)
    press.record("amend", matter, label="更正", target=target, old=old, new=new, reason=reason)
    return Result(matter, event)


def may_amend(matter: Matter, officer: Officer) -> bool:
    """Who corrects entered facts: 承办检察官、检察官助理 of the office itself; 法制员 is told which fact is not his to correct."""
    return Place.OWN in stands_at(officer, matter) and bool(officer.roles & {Role.PROSECUTOR, Role.ASSISTANT, Role.LEGAL})


def _amend_column(
    dossier: Dossier, kind: str, name: str, value: Any, *, officer: Officer, now: datetime
) -> tuple[str, str, str, bool]:
    matter, table = dossier.matter, dossier.table
    label = table.amend_fields.get(f"{kind}.{name}")
    if label is None or officer.side != Side.PROCURATORATE:
        raise NotAllowed("这项内容不能更正。")
    row: Any = matter if kind == "matter" else dossier.detail
    column = row._meta.get_field(name)
    organ = isinstance(column, models.ForeignKey)
    clean: Any = _organ(matter, value) if organ else _clean(column, value, today=now.date())
    if not column.choices and (choices := choices_of(table, column)) and clean not in choices:
        raise Invalid(f"“{label}”没有这一选项，请重新选择。", {"value": ["请从所列的选项中选择。"]})
    known = [clock for clock in dossier.deadlines if clock.status != Clock.DROPPED]
    begun = [clock for clock in known if _begun_on(dossier, clock, name)]
    if begun and clean is None:
        raise Invalid(f"“{label}”是“{begun[0].label}”的起算日，不能改为空。", {"value": ["这一日期是期限的起算日，不能为空。"]})
    old = _words(table, row, column)
    setattr(row, name, clean)
    row.save()
    # what the row says twice follows: the day of a moment, the spell of a measure
    derived = list(row.derive(name)) if hasattr(row, "derive") else []
    dossier.forget("in_custody")
    for clock in begun:
        _move(dossier, clock, clean)
    for other in derived:
        for clock in (one for one in known if _begun_on(dossier, one, other)):
            _move(dossier, clock, getattr(row, other))
    return label, old, _words(table, row, column), name in ("police", "public_title", "filed_on", "withdrawn_on")


def _amend_receipt(dossier: Dossier, key: str, value: Any, *, officer: Officer, now: datetime) -> tuple[str, str, str, bool]:
    paper = next((row for row in dossier.documents if str(row.pk) == key), None)
    if paper is None or paper.received_on is None:
        raise Invalid("没有这份已签收的文书。")
    if not paper.entered_for or officer.side != Side.PROCURATORATE:
        raise NotAllowed(f"《{paper.name}》由对方在系统内签收，以系统记录为准，不能更正。")
    receipt = dossier.matter.events.filter(action="receive", document=paper, undone=False).first()
    if receipt is None:
        # it came in by the act that was entered from it: the day is that act's
        return _amend_event(dossier, str(paper.events.filter(undone=False).order_by("seq").values_list("pk", flat=True).first()), value,
                            officer=officer, now=now)
    day = _typed(DayField(), value, now.date())
    if paper.issued_on and day < paper.issued_on:
        raise Invalid("签收日期不能早于签发日期。")
    _need_order(receipt, day)
    old = paper.received_on
    paper.received_on = receipt.on = day
    paper.save(update_fields=["received_on"])
    receipt.save(update_fields=["on"])
    for clock in dossier.deadlines:
        if clock.document_id == paper.pk:
            _move(dossier, clock, day)
    return f"《{paper.name}》签收日期", chinese_date(old), chinese_date(day), True


def _amend_event(dossier: Dossier, key: str, value: Any, *, officer: Officer, now: datetime) -> tuple[str, str, str, bool]:
    event = dossier.matter.events.filter(pk=key, undone=False).first() if _is_key(key) else None
    if event is None:
        raise Invalid("没有这项经过。")
    entered = event.entered_for or dossier.matter.imported
    if not entered or officer.side != Side.PROCURATORATE:
        raise NotAllowed("这项经过以系统记录为准，不能更正日期。")
    if event.action == "receive":
        return _amend_receipt(dossier, str(event.document_id), value, officer=officer, now=now)
    day = _typed(DayField(), value, now.date())
    _need_order(event, day)
    if event.mailed_on and day < event.mailed_on:
        raise Invalid(f"收到日期不能早于交邮日期（{chinese_date(event.mailed_on)}）。")
    old = event.on
    event.on, event.on_words = day, ""
    event.save(update_fields=["on", "on_words"])
    _shift_clocks(dossier, event)
    if event.document_id:
        Document.objects.filter(pk=event.document_id, issued_on=old).update(issued_on=day)
        Document.objects.filter(pk=event.document_id, received_on=old, origin_side=event.actor_side).update(received_on=day)
        dossier.forget("documents")
    return f"“{event.label}”日期", chinese_date(old) if old else "", chinese_date(day), event.shown == Shown.BOTH


def _amend_mailing(dossier: Dossier, key: str, value: Any, *, officer: Officer, now: datetime) -> tuple[str, str, str, bool]:
    """When what was entered from paper was given to the post; empty: it was not mailed (刑诉法第105条第3款)."""
    event = dossier.matter.events.filter(pk=key, undone=False, entered_for=True).exclude(action="receive").first() if _is_key(key) else None
    if event is None or officer.side != Side.PROCURATORATE:
        raise Invalid("没有这项线下登记。")
    day = _typed(DayField(), value, now.date()) if value else None
    if day is not None and event.on is not None and day > event.on:
        raise Invalid("交邮日期不能晚于收到日期。", {"value": ["交邮日期不能晚于收到日期。"]})
    if day is not None:
        _need_order(event, day)
    old, event.mailed_on = event.mailed_on, day
    event.save(update_fields=["mailed_on"])
    _shift_clocks(dossier, event)
    return f"“{event.label}”交邮日期", chinese_date(old) if old else "", chinese_date(day) if day else "", event.shown == Shown.BOTH


def _shift_clocks(dossier: Dossier, event: Event) -> None:
    """Clocks that began with the event begin on its day; those it met are met on the day that counts, with their lateness."""
    day, kept_on = event.on, event.kept_on
    assert day is not None
    assert kept_on is not None
    row = dossier.table.action(event.action) if dossier.table.has_action(event.action) else None
    fixed = {begin.rule for begin in row.starts if begin.on} if row else set()
    for clock in dossier.deadlines:
        if clock.started_by_id == event.pk and clock.rule not in fixed:
            _move(dossier, clock, day)
        elif clock.ended_by_id == event.pk and (clock.status == Clock.MET or (row is not None and clock.rule in row.meets)):
            deadlines.kept(clock, on=kept_on, event=event)
    if row is not None:
        tell_again(event)


def _move(dossier: Dossier, clock: Deadline, day: date | datetime) -> None:
    """Begin a clock on another day; the act that ended it says again by how much it was late."""
    deadlines.retrigger(dossier, clock, day)
    by = clock.ended_by
    if by is not None and clock.status != Clock.DROPPED and table_of(by.matter).has_action(by.action):
        tell_again(by)


def _need_order(event: Event, day: date) -> None:
    """A day amended stays between the acts before and after it. Raises Invalid."""
    acts = event.matter.events.filter(undone=False, on__isnull=False).exclude(action__in=(*QUIET, "undo"))
    before = acts.filter(seq__lt=event.seq).order_by("-on").values_list("on", flat=True).first()
    after = acts.filter(seq__gt=event.seq).order_by("on").values_list("on", flat=True).first()
    if before and day < before:
        raise Invalid(f"更正后的日期不能早于前一办理日期（{chinese_date(before)}）。")
    if after and day > after:
        raise Invalid(f"更正后的日期不能晚于后一办理日期（{chinese_date(after)}）。")


def _begin_what_now_has_a_day(dossier: Dossier, event: Event, field: str) -> None:
    """An imported matter whose clock could not start for want of a day starts it once 更正 gives one."""
    matter = dossier.matter
    if not field or not matter.imported or dossier.state.closed:
        return
    known = {clock.rule for clock in dossier.deadlines}
    for row in dossier.table.actions:
        if row.target != matter.state:
            continue
        for begin in row.starts:
            if begin.on == field and begin.rule not in known:
                start_clock(begin, dossier, event, data={}, trigger=event.recorded_at.date(), fact=row.done or row.label)
                known.add(begin.rule)


def _begun_on(dossier: Dossier, clock: Deadline, field: str) -> bool:
    """Whether a clock was counted from this field: a 催办 begins the same rule anew from its own day."""
    by = clock.started_by
    rows = [row for row in dossier.table.actions if by is None or by.action in (row.code, "amend")]
    return any(begin.rule == clock.rule and begin.on == field for row in rows for begin in row.starts)


def _clean(column: Any, value: Any, *, today: date) -> Any:
    if isinstance(column, models.DateTimeField):
        return _typed(MomentField(), value, today) if value else None
    if isinstance(column, models.DateField):
        return _typed(DayField(), value, today) if value else None
    try:
        return column.clean(value, None)
    except ValidationError as error:
        raise Invalid(f"{column.verbose_name}：{'；'.join(error.messages)}", {"value": list(error.messages)}) from error


def _typed(field: DayField | MomentField, value: Any, today: date) -> Any:
    """A day or moment as the forms take it, and not later than today."""
    try:
        found = field.clean(value)
        what, day = ("时间", timezone.localtime(found).date()) if isinstance(found, datetime) else ("日期", found)
        if day > today:
            raise ValidationError(f"{what}不能晚于今天。")
    except ValidationError as error:
        raise Invalid("；".join(error.messages), {"value": list(error.messages)}) from error
    return found


def _organ(matter: Matter, value: Any) -> Organisation:
    organ = matter.office.organs.filter(pk=value).first() if _is_key(value) else None
    if organ is None:
        raise Invalid("请选择本办公室的公安机关。", {"value": ["请选择本办公室的公安机关。"]})
    return organ


def _is_key(value: Any) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True


def choices_of(table: Workflow, column: Any) -> dict[Any, str]:
    """What a column may hold, each with its words; empty where anything may be typed. The words of a variant stand in the table of its kind."""
    if column.model is Matter and column.name == "variant":
        return dict(table.variants)
    return {code: str(words) for code, words in column.flatchoices}


def _words(table: Workflow, row: Any, column: Any) -> str:
    value = getattr(row, column.name)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return chinese_date(value)
    return str(choices_of(table, column).get(value, value))
