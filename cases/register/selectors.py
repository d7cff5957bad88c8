"""案件: lists, one case with its people and their custody history, what may be there already."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from cases.desk.page import beside
from cases.desk.page.beside import Reference
from cases.desk.page.hints import Hint as Proposed
from cases.desk.page.hints import of_case
from cases.exceptions import NotFound
from cases.matters.table.workflow import workflow
from cases.matters.telling.words import Light, light_of
from cases.models import (
    CUSTODIAL,
    NO_DUE_DATE,
    Case,
    Clock,
    CompulsoryMeasure,
    Deadline,
    FormDraft,
    Matter,
    MeasureKind,
    Nature,
    Suspect,
)
from cases.register.forms import as_posted
from cases.rules import CUSTODY_TERMS
from office import audit
from office.blocks import chinese_date
from office.models import Officer
from office.options import options
from office.periods import OWNERS

TAIL = 6
"""Last characters of a 证件号码 that are compared."""
HINTS = 8
SAME_NAMES = 200
"""How many persons of a name are looked at: a hint need not be complete."""


def cases(officer: Officer, words: str = "") -> QuerySet[Case]:
    """The cases in the officer's scope; ``words`` narrows by 编号, name, charge or suspect."""
    rows = Case.objects.visible_to(officer)
    if words:
        named = Suspect.objects.filter(case=OuterRef("pk"), name__icontains=words)
        rows = rows.filter(Q(number__icontains=words) | Q(name__icontains=words) | Q(charge__icontains=words) | Exists(named))
    people = Suspect.objects.prefetch_related("measures")
    # counted as he sees them: a number is not to tell of a matter that he may not know of
    own = Matter.objects.visible_to(officer).filter(case=OuterRef("pk")).order_by().values("case").annotate(n=Count("pk")).values("n")
    return rows.select_related("police", "office").prefetch_related(Prefetch("suspects", people)).annotate(
        matter_count=Coalesce(Subquery(own), 0)
    )


@dataclass(frozen=True)
class CaseLine:
    """One line of the list, in finished words."""

    id: UUID
    number: str
    name: str
    charge: str
    police: str
    filed: str
    people: str
    custody: str
    matters: int
    office: str


def lines(rows: Iterable[Any], today: date) -> list[CaseLine]:
    """The rows of a page."""
    found = []
    for row in rows:
        people = list(row.suspects.all())
        held = [person for person in people if any(_holds(spell, today) for spell in person.measures.all())]
        names = "、".join(person.name for person in people[:3]) + (f"等{len(people)}人" if len(people) > 3 else "")
        found.append(
            CaseLine(
                id=row.pk, number=row.number, name=row.name, charge=row.charge, office=row.office.name,
                police=(row.police.short_name or row.police.name) if row.police else "未定",
                filed=chinese_date(row.filed_on) if row.filed_on else "—", people=names or "—",
                custody=f"{len(held)}人" if held else "", matters=row.matter_count,
            )
        )
    return found


def case(officer: Officer, case_id: UUID) -> Case:
    """One case with its people and their spells. Raises NotFound."""
    found = cases(officer).filter(pk=case_id).first()
    if found is None:
        raise NotFound("没有这个案件，或者不在您的可见范围内。")
    return found


# ------------------------------------------------------------------------------------------------ the page of a case


@dataclass(frozen=True)
class Spell:
    """One measure in words."""

    kind: str
    began: str
    ended: str
    days: str
    custodial: bool
    open: bool
    note: str
    matter: UUID | None = None
    """Where its clocks run; an open measure without one has none."""
    watch: str = ""
    """What its length alone says: 拘留 at most 37日 (提请三十日加审查逮捕七日, 刑诉法第91条)."""


@dataclass(frozen=True)
class Person:
    """One suspect with the custody history."""

    name: str
    is_unit: bool
    born: str
    id_number: str
    note: str
    in_custody: str
    """By which measure since when; empty outside custody."""
    spells: list[Spell] = field(default_factory=list)


@dataclass(frozen=True)
class CaseMatter:
    """One matter of the case."""

    id: UUID
    number: str
    title: str
    state: str
    due: str
    closed: bool
    kind: str
    code: str


def proposals(officer: Officer, found: Case, matters: list[CaseMatter], today: date) -> list[Proposed]:
    """What other applications propose to begin in the case."""
    kinds = [(one.kind, one.code) for one in matters]
    return of_case(found, officer, found.suspects.all(), kinds, options(found.office_id), today)


def references(officer: Officer, found: Case, today: date) -> list[Reference]:
    """The texts of other applications that concern the case (指引)."""
    return beside.of_case(found, officer, today)


def people(found: Case, today: date) -> list[Person]:
    """The suspects, each with every spell in order (law.md 1.2: 在押 is 刑事拘留 and 逮捕)."""
    return [_person(row, today) for row in found.suspects.all()]


def _person(row: Suspect, today: date) -> Person:
    spells = list(row.measures.all())
    held = next((spell for spell in spells if _holds(spell, today)), None)
    return Person(
        name=row.name,
        is_unit=row.is_unit,
        born=chinese_date(row.born_on) if row.born_on else "",
        id_number=row.id_number,
        note=row.note,
        in_custody=f"{held.get_kind_display()}，{chinese_date(held.began_on)}起" if held else "",
        spells=[
            Spell(
                kind=str(MeasureKind(spell.kind).label),
                began=chinese_date(spell.began_on),
                ended=chinese_date(spell.ended_on) if spell.ended_on else "",
                days=f"{((spell.ended_on or today) - spell.began_on).days}日",
                custodial=spell.kind in CUSTODIAL,
                open=spell.ended_on is None,
                note=spell.note,
                matter=spell.matter_id,
                watch=_watch(spell, today),
            )
            for spell in spells
        ],
    )


LONGEST_DETENTION = 37
"""日: 提请批准逮捕最长三十日, 审查逮捕七日 (刑诉法第91条)."""


def _watch(spell: CompulsoryMeasure, today: date) -> str:
    days = ((spell.ended_on or today) - spell.began_on).days
    if spell.kind != MeasureKind.DETENTION or days <= LONGEST_DETENTION:
        return ""
    return f"拘留{'已' if spell.ended_on is None else ''}超过最长{LONGEST_DETENTION}日"


def _holds(spell: CompulsoryMeasure, day: date) -> bool:
    return spell.kind in CUSTODIAL and spell.began_on <= day and (spell.ended_on is None or day < spell.ended_on)


def matters_of_case(officer: Officer, found: Case) -> list[CaseMatter]:
    """The matters of the case that the officer sees, newest first."""
    rows = Matter.objects.visible_to(officer).filter(case=found).order_by("-id")[:100]
    return [
        CaseMatter(
            id=row.pk, number=row.number, title=row.title, state=workflow(row.kind).state(row.state).label,
            due=chinese_date(row.next_due_on) if row.next_due_on != NO_DUE_DATE else "—", closed=row.closed_at is not None,
            kind=row.kind, code=row.state,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class CaseClock:
    """One running period of the case, in words: custody and the handling of the case side by side."""

    matter: UUID
    number: str
    label: str
    owed_by: str
    article: str
    began: str
    due: str
    light: Light
    custody: bool


def clocks_of_case(officer: Officer, found: Case, today: date) -> list[CaseClock]:
    """Every running period of the case's matters that the officer sees, the earliest first: 羁押与办案期限一览."""
    settings = options(found.office_id)
    rows = Deadline.objects.visible_to(officer).filter(matter__case=found, status=Clock.RUNNING, matter__closed_at=None)
    rows = rows.exclude(nature=Nature.RIGHT, due_on__lt=today)  # a closed window is 期满, never 超期
    return [
        CaseClock(
            matter=row.matter_id, number=row.matter.number, label=row.label, owed_by=OWNERS.get(row.owed_by, row.owed_by),
            article=row.article, began=chinese_date(row.begins_on), due=chinese_date(row.due_on), custody=row.rule in CUSTODY_TERMS,
            light=light_of(row.due_on, today, severe_days=int(settings["severe_days"]), soon_days=int(settings["soon_days"])),
        )
        for row in rows.select_related("matter").order_by("due_on", "id")[:100]
    ]


# ------------------------------------------------------------------------------------------------ the entry page


def sheet(found: Case) -> dict[str, Any]:
    """What is registered, as the entry page posts it, with the marker that says which state of it is shown."""
    rows = list(found.suspects.all())
    place = {row.pk: number for number, row in enumerate(rows)}
    spells = sorted((spell for row in rows for spell in row.measures.all()), key=lambda one: (place[one.suspect_id], one.began_on))
    values = {
        "number": found.number, "name": found.name, "charge": found.charge, "police": str(found.police_id or ""),
        "accepted_on": _iso(found.accepted_on), "filed_on": _iso(found.filed_on), "summary": found.summary,
    }
    suspects = [
        {"key": str(row.pk), "name": row.name, "is_unit": "on" if row.is_unit else "", "born_on": _iso(row.born_on),
         "id_number": row.id_number, "note": row.note}
        for row in rows
    ]  # fmt: skip
    measures = [
        {"key": str(spell.pk), "suspect": str(place[spell.suspect_id]), "kind": spell.kind, "began_on": _iso(spell.began_on),
         "ended_on": _iso(spell.ended_on), "note": spell.note}
        for spell in spells
    ]  # fmt: skip
    page = as_posted(values, suspects, measures)
    return {**page, "marker": marker_of(page)}


def marker_of(page: Mapping[str, Any]) -> str:
    """A fingerprint of what is registered: a page that shows another state is stale (409)."""
    return hashlib.sha256(json.dumps(page, sort_keys=True, cls=DjangoJSONEncoder).encode()).hexdigest()[:24]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def last_saved(found: Case) -> str:
    """Who saved the case last, and when; empty if the trail does not say."""
    entry = audit.entries().filter(subject_id=str(found.pk), verb__in=["create_case", "edit_case"]).order_by("-id").first()
    return f"{entry.officer_name}于{timezone.localtime(entry.at):%m月%d日%H:%M}" if entry else ""


def typed(officer: Officer, key: str) -> tuple[dict[str, Any], Any]:
    """A kept page and when it was kept; empty if none."""
    row = FormDraft.objects.filter(officer=officer, key=key).first()
    if row is None:
        return {}, None
    return {name: rows[-1] if isinstance(rows, list) else rows for name, rows in row.data.items()}, row.saved_at


# ------------------------------------------------------------------------------------------------ perhaps here already


@dataclass(frozen=True)
class Hint:
    """A case that may be the same, and why."""

    id: UUID
    number: str
    name: str
    why: str


def duplicates(
    officer: Officer, *, number: str, people_given: Iterable[Mapping[str, Any]], except_for: UUID | None = None
) -> list[Hint]:
    """Other cases in scope with the same number, or the same person by name and 证件号码's tail or day of birth.

    A hint: nothing is merged.
    """
    rows = Case.objects.visible_to(officer).exclude(pk=except_for)
    found: dict[UUID, Hint] = {}
    if number:
        for row in rows.filter(number=number)[:HINTS]:
            found[row.pk] = Hint(row.pk, row.number, row.name, "案件编号相同")
    known = [person for person in people_given if person.get("name")]
    names = {person["name"] for person in known}
    same = Suspect.objects.filter(case__in=rows, name__in=names).select_related("case").order_by("-id")[:SAME_NAMES]
    for suspect in same if names else ():
        why = next((words for person in known if (words := _same_person(suspect, person))), "")
        if why and suspect.case_id not in found:
            found[suspect.case_id] = Hint(suspect.case_id, suspect.case.number, suspect.case.name, why)
    return list(found.values())[:HINTS]


def _same_person(suspect: Suspect, person: Mapping[str, Any]) -> str:
    if suspect.name != person["name"]:
        return ""
    number = str(person.get("id_number") or "").upper()
    if len(number) >= TAIL and suspect.id_number[-TAIL:] == number[-TAIL:]:
        return f"{suspect.name}：姓名、证件号码后{TAIL}位相同"
    born = person.get("born_on")
    if born and suspect.born_on == born:
        return f"{suspect.name}：姓名、出生日期相同"
    return ""


def checked_mark(hints: Iterable[Hint]) -> str:
    """What the page sends back to say that exactly these were looked at."""
    return hashlib.sha256("".join(sorted(str(hint.id) for hint in hints)).encode()).hexdigest()[:16]
