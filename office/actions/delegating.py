"""授权: 检察长 (公安机关负责人) lets another decide in his name for a time (规则第4条). Each act leaves an audit entry."""

from __future__ import annotations

from datetime import date, datetime
from typing import NoReturn
from uuid import UUID

from django.db import transaction

from office import audit, selectors
from office.blocks import chinese_date
from office.exceptions import Conflict, Invalid, NotAllowed
from office.models import Delegation, Officer
from office.sides import HEADS


def _must_decide_himself(officer: Officer) -> None:
    head = HEADS[officer.side]
    if head not in officer.roles:
        raise NotAllowed(f"授权由{head.label}本人办理；受授权的人不能再授权他人。")


@transaction.atomic
def delegate(*, officer: Officer, to: UUID | str, begins_on: date, ends_on: date, scope: str, now: datetime) -> Delegation:
    """Authorise an officer of one's own organisation from a day to a day, both inclusive, at most a year.

    Raises NotAllowed unless the officer decides himself, Invalid for days or persons that will not do, Conflict when the
    person is authorised within these days already.
    """
    _must_decide_himself(officer)
    today = now.date()
    if begins_on < today:
        _refuse("begins_on", "授权不能从今天以前开始。")
    if ends_on < begins_on:
        _refuse("ends_on", "授权的截止日期不能早于开始日期。")
    if ends_on > _year_later(begins_on):
        _refuse("ends_on", f"授权最长一年，自{chinese_date(begins_on)}起最迟至{chinese_date(_year_later(begins_on))}。")
    if not scope.strip():
        _refuse("scope", "请写明授权范围。")
    person = selectors.possible_delegates(officer, today).filter(pk=to).first() if _is_key(to) else None
    if person is None:
        _refuse("to", "请选择本单位可以授权的在岗人员。")
    # two heads who authorise one person at once wait for each other here
    locked = Officer.objects.select_for_update(of=("self",)).get(pk=person.pk)
    standing = Delegation.objects.filter(delegate=locked, ended_on=None, begins_on__lte=ends_on, ends_on__gte=begins_on).first()
    if standing is not None:
        raise Conflict(
            f"{person.name}自{chinese_date(standing.begins_on)}至{chinese_date(standing.ends_on)}已有授权，请先终止或者另定日期。"
        )
    made = Delegation.objects.create(
        organisation_id=officer.organisation_id, giver=officer, delegate=person, begins_on=begins_on, ends_on=ends_on,
        scope=scope.strip()[:200], created_at=now,
    )  # fmt: skip
    audit.record(officer, "delegate", made, delegate=person.name, begins_on=begins_on, ends_on=ends_on, scope=made.scope)
    return made


@transaction.atomic
def end_delegation(*, officer: Officer, pk: UUID, reason: str, now: datetime) -> Delegation:
    """End a delegation before its day, with a reason, at once. Conflict when it has ended or run out already."""
    _must_decide_himself(officer)
    selectors.delegation(officer, pk)
    found = Delegation.objects.select_for_update(of=("self",)).select_related("delegate", "giver__organisation").get(pk=pk)
    if found.ended_on is not None:
        raise Conflict(f"对{found.delegate.name}的授权已于{chinese_date(found.ended_on)}终止。")
    if found.ends_on < now.date():
        raise Conflict(f"对{found.delegate.name}的授权已于{chinese_date(found.ends_on)}到期。")
    if not reason.strip():
        _refuse("reason", "请写明终止的理由。")
    found.ended_on, found.ended_by, found.ended_reason = now.date(), officer, reason.strip()[:200]
    found.save(update_fields=["ended_on", "ended_by", "ended_reason"])
    audit.record(officer, "end_delegation", found, delegate=found.delegate.name, reason=found.ended_reason)
    return found


def _refuse(field: str, sentence: str) -> NoReturn:
    raise Invalid(sentence, {field: [sentence]})


def _is_key(value: UUID | str) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True


def _year_later(day: date) -> date:
    """The same day of the next year; of 29 February the last day of that month."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
