"""案件登记: a case, its suspects and their measures, saved as one; custody that changed moves the clocks it moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from cases.exceptions import Conflict, Invalid, NotAllowed
from cases.matters.acts.engine import custody_changed
from cases.matters.acts.press import Press, settle
from cases.matters.clocks.deadlines import Moved
from cases.models import Case, CompulsoryMeasure, MeasureKind, Suspect
from cases.register import selectors
from office import audit
from office.blocks import chinese_date
from office.models import Officer
from office.scoping import reach_of
from office.sides import Role, Side

Values = Mapping[str, Any]
KEEPERS = frozenset({Role.PROSECUTOR, Role.ASSISTANT})
COLUMNS = ("number", "name", "charge", "police", "accepted_on", "filed_on", "summary")
PERSON = ("name", "is_unit", "born_on", "id_number", "note")
SPELL = ("kind", "began_on", "ended_on", "note")


def may_keep(officer: Officer, case: Case | None = None) -> bool:
    """Whether this officer enters cases, and changes this one: 检察官 and 检察官助理 of its office."""
    own = reach_of(officer).own_office
    return bool(officer.side == Side.PROCURATORATE and officer.roles & KEEPERS and own and (case is None or case.office_id == own))


def require_keeper(officer: Officer, case: Case | None = None) -> None:
    """Raises NotAllowed for who may only read."""
    if not may_keep(officer, case):
        raise NotAllowed("案件由本办公室的检察官、检察官助理登记和修改，您没有这项权限。")


def save_case(
    *, officer: Officer, case_id: UUID | None, values: Values, suspects: Sequence[tuple[int, Values]],
    measures: Sequence[Values], marker: str = "", now: datetime,
) -> tuple[Case, list[Moved]]:
    """Write the whole page; returns the case and the clocks that custody moved.

    ``suspects``: (row of the page, cleaned values); ``measures`` name their suspect by that row. What the page no longer
    holds is deleted, with its old values in the trail. Raises NotAllowed, NotFound, Conflict (someone saved meanwhile).
    """
    try:
        with transaction.atomic():
            return _save(officer, case_id, values, suspects, measures, marker, now)
    except IntegrityError as error:
        raise Conflict("刚刚有人登记了相同编号的案件，请核对后再保存。") from error


def _save(
    officer: Officer, case_id: UUID | None, values: Values, suspects: Sequence[tuple[int, Values]], measures: Sequence[Values],
    marker: str, now: datetime,
) -> tuple[Case, list[Moved]]:
    if case_id is None:
        require_keeper(officer)
        own = reach_of(officer).own_office
        assert own is not None
        case, before = Case(office_id=own, created_at=now), None
    else:
        case, before = _locked(officer, case_id, marker)
    for name in COLUMNS:
        setattr(case, name, values[name])
    case.save(force_insert=case_id is None)
    people = _save_people(case, suspects)
    _save_spells(case, people, measures)
    kept = selectors.case(officer, case.pk)
    after = _facts(kept)
    if before is None:
        audit.record(officer, "create_case", case, label="登记案件", facts=after)
        return kept, []
    changes = {key: [before.get(key, ""), after.get(key, "")] for key in {**before, **after} if before.get(key) != after.get(key)}
    press = Press(officer, now)
    moved = custody_changed(press, case.pk)
    settle(press)
    if changes:
        audit.record(officer, "edit_case", case, label="修改案件", changes=changes)
    return kept, moved


def _locked(officer: Officer, case_id: UUID, marker: str) -> tuple[Case, dict[str, str]]:
    """The case under a lock with what it said; a page that showed another state is refused."""
    found = selectors.case(officer, case_id)
    require_keeper(officer, found)
    Case.objects.select_for_update(of=("self",)).get(pk=found.pk)
    found = selectors.case(officer, case_id)
    if marker != selectors.sheet(found)["marker"]:
        who = selectors.last_saved(found)
        raise Conflict(f"您打开页面以后，{who or '有人'}保存过本案，请与现在登记的内容核对后再保存。")
    return found, _facts(found)


def _save_people(case: Case, rows: Sequence[tuple[int, Values]]) -> dict[int, Suspect]:
    known = {row.pk: row for row in Suspect.objects.filter(case=case)}
    people = {}
    for place, values in rows:
        key = values.get("key")
        if key and key not in known:
            raise Invalid(f"犯罪嫌疑人第{place + 1}行已不在本案内，请重新打开页面。")
        row = known.pop(key) if key else Suspect(office_id=case.office_id, case=case)
        for name in PERSON:
            setattr(row, name, values[name])
        row.save()
        people[place] = row
    for row in known.values():
        row.delete()
    return people


def _save_spells(case: Case, people: Mapping[int, Suspect], rows: Sequence[Values]) -> None:
    known = {row.pk: row for row in CompulsoryMeasure.objects.filter(suspect__case=case)}
    for values in rows:
        key = values.get("key")
        # a spell whose suspect was removed on the same page went with the suspect
        row = known.pop(key) if key and key in known else CompulsoryMeasure(office_id=case.office_id)
        if row.matter_id is not None:
            _leave_to_matter(row, people[int(values["suspect"])], values)
            continue
        row.suspect = people[int(values["suspect"])]
        for name in SPELL:
            setattr(row, name, values[name])
        row.save()
    for row in known.values():
        if row.matter_id is not None:
            raise Invalid(f"{row.suspect.name}的{row.get_kind_display()}由{row.matter}办理，请在该事项中登记解除、变更。")
        row.delete()


def _leave_to_matter(row: CompulsoryMeasure, suspect: Suspect, values: Values) -> None:
    """A spell whose clocks a matter carries is changed there alone."""
    if row.suspect_id != suspect.pk or any(getattr(row, name) != values[name] for name in SPELL):
        raise Invalid(f"{row.suspect.name}的{row.get_kind_display()}由{row.matter}办理，请在该事项中登记解除、变更。")


def _facts(case: Case) -> dict[str, str]:
    """The case in words, one line per thing, for the trail."""
    labels = {column.name: str(column.verbose_name) for column in Case._meta.fields}
    facts = {labels[name]: _words(getattr(case, name)) for name in COLUMNS}
    for number, suspect in enumerate(case.suspects.all(), start=1):
        parts = [suspect.name, "单位" if suspect.is_unit else "", _words(suspect.born_on), suspect.id_number, suspect.note]
        facts[f"犯罪嫌疑人{number}"] = "，".join(part for part in parts if part)
        for place, spell in enumerate(suspect.measures.all(), start=1):
            ended = f"至{_words(spell.ended_on)}" if spell.ended_on else "起"
            note = f"（{spell.note}）" if spell.note else ""
            facts[f"犯罪嫌疑人{number}强制措施{place}"] = f"{MeasureKind(spell.kind).label}，{_words(spell.began_on)}{ended}{note}"
    return facts


def _words(value: Any) -> str:
    if value is None:
        return ""
    return chinese_date(value) if isinstance(value, date) else str(value)
