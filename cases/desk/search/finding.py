"""查找: one function behind the search page. LIKE inside the officer's scope (design 3); most words have two characters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Exists, OuterRef, Q

from cases.desk.page.page import title_of
from cases.matters.dossier import Dossier, with_details
from cases.matters.table.workflow import WORKFLOWS, Workflow
from cases.models import Case, Document, Matter, Suspect
from office.models import Officer
from office.sides import Side

MOST = 50
"""A result page holds no more (件)."""
SHORTEST = 2
"""Characters a word must have."""
COMMON = {"charge": "案由", "subject": "犯罪嫌疑人"}
OWN = {"complainant": "控告人"}
"""Columns of detail rows that are searched; by the police only those that the row shares with them, hence none of OWN."""


@dataclass(frozen=True)
class Hit:
    """A matter that fits, and why."""

    key: UUID
    title: str
    number: str
    organ: str
    state: str
    why: list[tuple[str, str]]


@dataclass(frozen=True)
class CaseHit:
    """A case that fits, and why."""

    key: UUID
    name: str
    number: str
    why: list[tuple[str, str]]


@dataclass(frozen=True)
class Found:
    """What a search found; ``more``: there is more than is shown."""

    matters: list[Hit]
    cases: list[CaseHit]
    more: bool


def search(officer: Officer, words: str) -> Found:
    """Matters (and for the procuratorate cases) in which every word occurs: 编号, 文号, 案由, 嫌疑人, 名称, own side 控告人.

    Words are separated by blanks; one shorter than SHORTEST characters finds nothing. At most MOST of each, newest first.
    The police never match on, nor read, the internal title or the complainant.
    """
    terms = words.split()[:5]
    if not terms or any(len(term) < SHORTEST for term in terms):
        return Found([], [], more=False)
    rows = Matter.objects.visible_to(officer).select_related("police", "case")
    for term in terms:
        rows = rows.filter(_matter(officer, term))
    matters = list(rows.prefetch_related("case__suspects").order_by("-id")[: MOST + 1])
    with_details(matters)
    papers = _papers(officer, matters, terms)
    cases = _cases(officer, terms)
    return Found(
        matters=[_hit(officer, matter, papers.get(matter.pk, []), terms) for matter in matters[:MOST]],
        cases=[CaseHit(case.pk, case.name, case.number, _why(_case_values(case), terms)) for case in cases[:MOST]],
        more=len(matters) > MOST or len(cases) > MOST,
    )


def _columns(officer: Officer, table: Workflow) -> Iterator[tuple[str, str]]:
    """Columns of the kind's detail row that this officer's side may search, with their words."""
    if not table.detail or table.detail_model is None:
        return
    model = table.detail_model()
    for name, label in {**COMMON, **OWN}.items():
        if officer.side == Side.POLICE and name not in getattr(model, "shared_fields", ()):
            continue
        try:
            model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        yield name, label


def _matter(officer: Officer, term: str) -> Q:
    papers = Document.objects.visible_to(officer).filter(matter=OuterRef("pk"), number__icontains=term)
    suspects = Suspect.objects.filter(case=OuterRef("case"), name__icontains=term)
    wanted = Q(number__icontains=term) | Q(public_title__icontains=term) | Q(case__charge__icontains=term)
    wanted |= Exists(papers) | Exists(suspects)
    title = Q(title__icontains=term)
    if officer.side == Side.POLICE:
        wanted |= title & Q(public_title="")
    else:
        wanted |= title | Q(case__name__icontains=term) | Q(case__number__icontains=term)
    for table in WORKFLOWS.values():
        for name, _ in _columns(officer, table):
            wanted |= Q(**{f"{table.detail}__{name}__icontains": term})
    return wanted


def _papers(officer: Officer, matters: list[Matter], terms: list[str]) -> dict[UUID, list[str]]:
    wanted = Q(pk__in=())
    for term in terms:
        wanted |= Q(number__icontains=term)
    found: dict[UUID, list[str]] = {}
    rows = Document.objects.visible_to(officer).filter(wanted, matter_id__in=[matter.pk for matter in matters])
    for matter, number in rows.order_by("drafted_at").values_list("matter_id", "number"):
        found.setdefault(matter, []).append(number)
    return found


def _cases(officer: Officer, terms: list[str]) -> list[Case]:
    rows = Case.objects.visible_to(officer).prefetch_related("suspects")
    for term in terms:
        suspects = Suspect.objects.filter(case=OuterRef("pk"), name__icontains=term)
        fits = Q(number__icontains=term) | Q(name__icontains=term) | Q(charge__icontains=term)
        rows = rows.filter(fits | Exists(suspects))
    return list(rows.order_by("-id")[: MOST + 1])


def _hit(officer: Officer, matter: Matter, papers: list[str], terms: list[str]) -> Hit:
    dossier = Dossier(matter)
    title = title_of(dossier, officer.side)
    values: list[tuple[str, str]] = [("编号", matter.number), ("名称", title), *(("文号", number) for number in papers)]
    if matter.case is not None:
        suspects = [("犯罪嫌疑人", suspect.name) for suspect in matter.case.suspects.all()]
        values += [("案由", matter.case.charge), *suspects]
        if officer.side == Side.PROCURATORATE:
            values += [("案件名称", matter.case.name), ("案件编号", matter.case.number)]
    values += [(label, str(_value(dossier.detail, name))) for name, label in _columns(officer, dossier.table)]
    police = officer.side == Side.POLICE
    state = "" if police and not dossier.state.closed else dossier.state.label
    return Hit(matter.pk, title, matter.number, matter.police.short_name if matter.police else matter.organ_name, state, _why(values, terms))


def _value(detail: Any, name: str) -> Any:
    return getattr(detail, name, "") or ""


def _case_values(case: Case) -> list[tuple[str, str]]:
    suspects = [("犯罪嫌疑人", suspect.name) for suspect in case.suspects.all()]
    return [("案件编号", case.number), ("案件名称", case.name), ("案由", case.charge), *suspects]


def _why(values: list[tuple[str, str]], terms: list[str]) -> list[tuple[str, str]]:
    """The values in which a word occurs, each once."""
    found = [pair for pair in values if any(term.casefold() in pair[1].casefold() for term in terms)]
    return list(dict.fromkeys(found))
