"""A matter of any kind as if it stood somewhere: a state, facts, periods run out. For the tests that cover every kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from cases.matters.dossier import Dossier
from cases.matters.table.workflow import OPEN, WORKFLOWS, Action, Workflow
from cases.models import Clock, Deadline, Document, Matter
from cases.rules import rule
from office.sides import Side
from tests.supervision import plays
from tests.supervision.plays import at

LONG_AGO = date(2026, 1, 1)
"""The last day of a period that has run out, whatever day a test takes for today."""
WORDS: dict[str, Any] = {"yes": True, "no": False, "": None}


def facts_of(row: Action, table: Workflow) -> Iterator[dict[str, str]]:
    """One set of facts under which the row may be done, for each value of the branch it names."""
    first = {name: min(values) for name, values in row.when.items()}
    for variant in sorted(row.when.get("variant", table.variants)) or [None]:
        yield {**first, "variant": variant} if variant is not None else first


def states_of(row: Action, table: Workflow) -> list[str]:
    """The states a row starts from; for one that starts from any, or opens a matter, the first open one."""
    if row.source and row.source != OPEN:
        return list(row.source)
    return [next(state.code for state in table.states if not state.closed)]


@cache
def _column(kind: str, name: str) -> models.Field[Any, Any]:
    table = WORKFLOWS[kind]
    holders = [apps.get_model("cases", "Matter"), *([table.detail_model()] if table.detail_model else [])]
    for model in holders:
        for field in model._meta.concrete_fields:
            if name in (field.name, field.attname):
                return field
    raise AssertionError(f"{kind}没有{name}这一栏")


def column(table: Workflow, name: str) -> models.Field[Any, Any]:
    """The column of the matter, else of the detail row, that a condition names."""
    return _column(table.kind, name)


def as_value(field: models.Field[Any, Any], words: str) -> Any:
    """What a column holds for the text that a condition compares."""
    if isinstance(field, models.BooleanField):
        return WORDS[words]
    if words == "":
        return None if field.null else ""
    return field.to_python(words)


def values_of(table: Workflow, name: str) -> set[str]:
    """Every value, as text, that a condition on this column could meet."""
    field = column(table, name)
    named = {value for row in table.actions for value in row.when.get(name, ())}
    if name == "variant":
        return set(table.variants)
    if isinstance(field, models.BooleanField):
        return {"yes", "no", *([""] if field.null else [])}
    if isinstance(field, models.DateField):
        return {LONG_AGO.isoformat(), ""}
    if isinstance(field, models.IntegerField):
        return {str(number) for number in range(5)} | named
    choices = {str(code) for code, _ in field.choices or ()}
    return choices | named | ({""} if field.blank or field.null else set()) | ({"别的"} if not choices else set())


def set_facts(matter: Matter, table: Workflow, facts: dict[str, str]) -> None:
    detail = getattr(matter, table.detail, None) if table.detail else None
    for name, words in facts.items():
        setattr(matter if hasattr(matter, name) else detail, name, as_value(column(table, name), words))


def put(matter: Matter, table: Workflow, row: Action, state: str, facts: dict[str, str], world: Any) -> Dossier:
    """The matter as if it stood there: state, facts, every period the row waits for run out. Nothing is saved."""
    matter.state = state
    matter.turn = table.state(state).turn
    matter.closed_at = None
    matter.police_from = matter.procuratorate_from = at("2026-02-02")
    matter.began_side = table.began or matter.began_side
    matter.acting_office_id = world.city_office.pk if table.state(state).turn == "superior" else world.office.pk
    set_facts(matter, table, facts)
    dossier = Dossier(matter)
    dossier.__dict__["deadlines"] = [
        Deadline(matter=matter, rule=key, label=key, status=Clock.RUNNING, due_on=LONG_AGO) for key in row.after
    ]
    dossier.__dict__["documents"] = []
    dossier.__dict__["_rows"] = {accessor: [] for accessor in table.rows}
    if row.item:
        dossier.__dict__["_rows"][row.item] = [an_item(matter, row)]
    return dossier


def an_item(matter: Matter, row: Action) -> Any:
    """A row of the matter that the act may take, as the table's condition on it wants; not saved."""
    model = getattr(matter, row.item).model
    item = model(matter=matter, office_id=matter.office_id, no=1)
    item.seen = True  # by whoever asks: who reads which row is another matter than who acts
    for name, wanted in row.item_when.items():
        setattr(item, name, as_value(model._meta.get_field(name), min(wanted)))
    for name, value in plays.of_row(matter.kind, row.code).items():
        setattr(item, name, value)
    return item


def stand(matter: Matter, table: Workflow, row: Action, state: str, facts: dict[str, str], world: Any) -> Dossier:
    """The same in the database: what was there of papers and clocks is gone, the periods of the row have run out."""
    put(matter, table, row, state, facts, world)
    Document.objects.filter(matter=matter, status__in=["draft", "returned", "issued"]).update(status="discarded")
    Deadline.objects.filter(matter=matter, status__in=[Clock.RUNNING, Clock.PAUSED]).update(status=Clock.DROPPED)
    detail = getattr(matter, table.detail, None) if table.detail else None
    if detail is not None:
        detail.save()
    matter.save()
    for key in row.after[:1]:
        begin(matter, key, due=LONG_AGO)
    if row.item and plays.item_for(matter, row) is None:
        wanted, last = an_item(matter, row), getattr(matter, row.item).order_by("no").last()
        for name in (*row.item_when, *plays.of_row(matter.kind, row.code)) if last is not None else ():
            setattr(last, name, getattr(wanted, name))
        (last or wanted).save()
    clear(matter, row)
    if facts.get("recurs") == "yes":
        matter.violations.update(status="found")  # 类案 is of what stands
    return Dossier(Matter.objects.get(pk=matter.pk))


def clear(matter: Matter, row: Action) -> None:
    """No row of the matter stands in the way of the act any more (``Action.unless_rows``)."""
    for accessor, facts in row.unless_rows.items():
        rows, (name, wanted) = getattr(matter, accessor), next(iter(facts.items()))
        choices = (str(code) for code, _ in rows.model._meta.get_field(name).choices)
        rows.update(**{name: next(code for code in ("", *choices) if code not in wanted)})


def begin(matter: Matter, key: str, *, due: date, shared: bool = True) -> Deadline:
    """A running clock of a rule that ends on a given day."""
    found = rule(key)
    return Deadline.objects.create(
        office_id=matter.office_id, matter=matter, rule=key, label=found.label, article=found.article, owed_by=found.owed_by,
        nature=found.nature, roll=str(found.roll.value), shared=shared and (found.nature != "reminder" or found.agreed), trigger="测试",
        begins_on=due - timedelta(days=7), due_on=due,
    )  # fmt: skip


def started(table: Workflow) -> list[str]:
    """Every rule of which the table starts a clock."""
    return sorted({start.rule for row in table.actions for start in (*row.starts, *row.starts_on_receipt)})


def sides(matter: Matter) -> list[str]:
    """The sides that look at the matter: the police only where an organ is named."""
    return [Side.PROCURATORATE, *([Side.POLICE] if matter.police_id is not None else [])]
