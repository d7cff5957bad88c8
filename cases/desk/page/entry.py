"""What entry pages need: what was typed before, possible duplicates, who may take over, what may be corrected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.db import models
from django.db.models import Q

from cases.matters.acts.amending import choices_of
from cases.matters.dossier import Dossier
from cases.matters.forms import DayField, MomentField, RowsField
from cases.matters.seats import outside
from cases.matters.table.workflow import workflow
from cases.models import Event, FormDraft, Matter
from office.blocks import chinese_date
from office.models import JointOffice, Officer, Organisation
from office.scoping import reach_of
from office.sides import Side

LIST_AT_MOST = 5
SHORTEST_WORDS = 2


# ------------------------------------------------------------------------------------------------ typed before


def typed(officer: Officer, key: str, form: type[forms.Form]) -> tuple[dict[str, Any], datetime | None]:
    """What this officer last kept of a form, as initial values, and when; empty if nothing."""
    row = kept(officer, key)
    return initial_of(row, form), row.saved_at if row is not None else None


def kept(officer: Officer, key: str) -> FormDraft | None:
    """What this officer last kept under this key, of however many forms of a page."""
    return FormDraft.objects.filter(officer=officer, key=key).first()


def initial_of(row: FormDraft | None, form: type[forms.Form]) -> dict[str, Any]:
    """What was kept of one form, as initial values; empty if nothing."""
    initial: dict[str, Any] = {}
    if row is None:
        return initial
    for name, field in form.base_fields.items():
        rows = row.data.get(name)
        if isinstance(field, RowsField):
            initial[name] = field.typed(row.data, name)
        elif rows:
            initial[name] = rows if isinstance(field, forms.MultipleChoiceField) else rows[-1]
    return initial


# ------------------------------------------------------------------------------------------------ duplicates


@dataclass(frozen=True)
class Similar:
    """A matter that may be the same thing."""

    id: UUID
    number: str
    title: str
    why: str


def similar(officer: Officer, kind: str, *, title: str = "", subject: str = "", number: str = "") -> list[Similar]:
    """Matters of this kind in the officer's scope with the same name, person or police number: a hint, not a bar.

    The police are told of the same name alone, as they read it: persons and numbers of a case are not theirs to look for.
    """
    table = workflow(kind)
    detail = table.detail
    columns = {column.name for column in table.detail_model()._meta.concrete_fields} if table.detail_model else set()
    tests: list[tuple[str, Q]] = []
    words = {"title": title.strip(), "subject": subject.strip(), "number": number.strip()}
    police = officer.side == Side.POLICE
    if len(words["number"]) >= SHORTEST_WORDS and not police:
        by_number = Q(case__number=words["number"])
        tests.append(("公安文号相同", by_number | Q(**{f"{detail}__police_number": words["number"]}) if "police_number" in columns else by_number))
    if len(words["subject"]) >= SHORTEST_WORDS and not police:
        by_name = Q(case__suspects__name=words["subject"])
        tests.append(("人员相同", by_name | Q(**{f"{detail}__subject__icontains": words["subject"]}) if "subject" in columns else by_name))
    if len(words["title"]) >= SHORTEST_WORDS:
        tests.append(("名称相同", Q(public_title=words["title"]) if police else Q(title=words["title"])))
    found: dict[UUID, Similar] = {}
    for why, test in tests:
        rows = Matter.objects.visible_to(officer).filter(test, kind=kind).order_by("-id").distinct()
        for row in rows.only("id", "number", "title", "public_title")[:LIST_AT_MOST]:
            found.setdefault(row.pk, Similar(row.pk, row.number, row.public_title if police else row.title, why))
    return list(found.values())


def opening_office(officer: Officer) -> JointOffice | None:
    """The joint office an officer opens matters in, for the choices of the entry form."""
    own = reach_of(officer).own_office
    return JointOffice.objects.select_related("procuratorate").filter(pk=own).first() if own else None


# ------------------------------------------------------------------------------------------------ handlers


def heirs(officer: Officer, dossier: Dossier, roles: frozenset[str], today: date) -> list[tuple[str, str]]:
    """Officers of one's own side who may take the matter over: id and name with place; of a restricted matter, who has a seat in it."""
    matter = dossier.matter
    organ = next(iter(reach_of(officer).organs), None) if matter.whole_office else matter.police_id
    where = (
        Q(organisation_id__in=[organ, *_units_of(organ)])
        if officer.side == Side.POLICE
        else Q(organisation_id=reach_of(officer).organisations[0])
    )
    now = matter.police_handler if officer.side == Side.POLICE else matter.handler
    rows = Officer.objects.filter(where, is_active=True, grants__role__in=roles)
    if now is not None:
        rows = rows.exclude(pk=now.pk)
    found = list(rows.select_related("organisation").distinct().order_by("username"))
    barred = outside(matter, [one.pk for one in found], today)
    return [
        (str(one.pk), f"{one.name}（{one.organisation.short_name or one.organisation.name}）") for one in found if one.pk not in barred
    ]


def _units_of(organ: UUID | None) -> list[UUID]:
    return list(Organisation.objects.filter(parent_id=organ).values_list("pk", flat=True)) if organ else []


# ------------------------------------------------------------------------------------------------ 更正


@dataclass(frozen=True)
class Correctable:
    """One fact that 更正 may change, with what it is now and the field to enter it anew."""

    target: str
    label: str
    old: str
    field: forms.Field


def correctables(officer: Officer, dossier: Dossier, today: date) -> list[Correctable]:
    """The facts of this matter that a person entered: columns the table names, receipts and days entered or imported."""
    if officer.side != Side.PROCURATORATE:
        return []
    rows = [_column(dossier, path, label) for path, label in dossier.table.amend_fields.items()]
    for paper in dossier.documents:
        if paper.entered_for and paper.received_on:
            label = f"《{paper.name}》{paper.number}签收日期"
            rows.append(_day(f"receipt:{paper.pk}", label, paper.received_on, ""))
    events = Event.objects.visible_to(officer).filter(matter=dossier.matter, undone=False)
    if not dossier.matter.imported:
        events = events.filter(entered_for=True)
    events = events.exclude(action__in=("receive", "amend", "note", "draft", "recompute")).defer("before").order_by("seq")
    for event in events:
        rows.append(_day(f"event:{event.pk}", f"“{event.label}”日期", event.on, event.on_words))
        if event.entered_for:
            rows.append(_day(f"mailed:{event.pk}", f"“{event.label}”交邮日期", event.mailed_on, "", required=False))
    return rows


def _day(target: str, label: str, on: date | None, words: str, *, required: bool = True) -> Correctable:
    return Correctable(target, label, chinese_date(on) if on else words, DayField(label="更正为", initial=on, required=required))


def _column(dossier: Dossier, path: str, label: str) -> Correctable:
    kind, _, name = path.partition(".")
    row: Any = dossier.matter if kind == "matter" else dossier.detail
    column = row._meta.get_field(name)
    value = getattr(row, column.attname)
    field: forms.Field
    if isinstance(column, models.ForeignKey):
        choices = [(str(organ.pk), organ.name) for organ in dossier.matter.office.organs.all()]
        field = forms.ChoiceField(label="更正为", choices=[("", "请选择"), *choices], initial=str(value or ""))
        old = str(getattr(row, name) or "")
    elif isinstance(column, models.DateTimeField):
        field, old = MomentField(label="更正为", required=False, initial=value), chinese_date(value) if value else ""
    elif isinstance(column, models.DateField):
        field, old = DayField(label="更正为", required=False, initial=value), chinese_date(value) if value else ""
    elif words := choices_of(dossier.table, column):
        field = forms.ChoiceField(label="更正为", choices=list(words.items()), initial=value)
        old = str(words.get(value, value))
    elif isinstance(column, models.IntegerField):
        field, old = forms.IntegerField(label="更正为", min_value=1, max_value=999, initial=value), str(value)
    else:
        widget = forms.Textarea(attrs={"rows": 6}) if isinstance(column, models.TextField) else forms.TextInput()
        field = forms.CharField(
            label="更正为", max_length=column.max_length or 8000, required=not column.blank, initial=value, widget=widget
        )
        old = str(value or "")
    return Correctable(path, label, old, field)
