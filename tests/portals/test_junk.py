"""Junk in every field of every act: one Chinese sentence and nothing changed, never a broken page (through ``perform`` and pages)."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from cases.exceptions import ActionError, Invalid, NotAllowed
from cases.matters import perform
from cases.matters.acts.engine import bind
from cases.matters.acts.offers import DO, refusal
from cases.matters.dossier import Dossier
from cases.matters.forms import RowsField
from cases.matters.table.workflow import RESERVED, WORKFLOWS, table_of
from cases.models import Document, Matter
from tests.supervision import plays
from tests.supervision.ground import facts_of, stand, states_of
from tests.supervision.play import act, at, counts
from tests.test_workflows import WHO
from tests.world import TODAY, World, signed_in

pytestmark = pytest.mark.django_db
JUNK: tuple[Any, ...] = (
    None, "", [], {}, [None], [{"a": 1}], {"a": []}, True, -1, 3.5, 10**30, "9999-12-31", "2026-02-30", "2026-13-01T25:61", "9" * 5000,
    "字" * 9000, "[" * 5000, "null", "not-a-uuid", "0" * 36, b"\xff", ("a",),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())


def says_one_sentence(error: ActionError, where: object) -> None:
    assert re.search(r"[\u4e00-\u9fff]", str(error)), (where, str(error))


def given_to(row: Any, world: World, matter: Matter, table: Any) -> tuple[Matter | None, dict[str, Any], Any, dict[str, Any]]:
    """The matter as it stands before the act, the usual words, the row it takes, and what the form wants besides."""
    if row.opens_matter:
        return None, {}, None, {"office": world.office}
    found = stand(matter, table, row, states_of(row, table)[0], next(facts_of(row, table)), world).matter
    return found, plays.typed(found, row, TODAY), plays.item_for(found, row), {}


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_each_field_refuses_junk_or_takes_it(world: World, kind: str):
    """Every field of every form with every piece of junk, the others as usual."""
    matter = plays.opened(kind, world)
    table = table_of(matter)
    for row in table.actions:
        if row.linked or row.form is None:
            continue
        found, usual, item, more = given_to(row, world, matter, table)
        form = row.form(matter=found, today=TODAY, item=item, **more)
        for name, field in form.fields.items():
            rows = [[{key: one}] for key in field.row_form.base_fields for one in JUNK] if isinstance(field, RowsField) else []
            for value in (*JUNK, *rows):
                try:
                    bound = bind(row, found, {**usual, name: value}, {}, today=TODAY, item=item, drafted=True, **more)
                except Invalid as error:
                    says_one_sentence(error, (row.code, name, value))
                else:
                    json.dumps(bound.kept(), ensure_ascii=False).encode()


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_act_of_junk_changes_nothing(world: World, kind: str):
    """The act as a whole, in hand-made values, by who may do it; also with what no text column takes."""
    matter = plays.opened(kind, world)
    table = table_of(matter)
    for place, row in enumerate(table.actions):
        if row.linked or row.form is None or not row.form.base_fields:
            continue
        found, usual, _, _ = given_to(row, world, matter, table)
        who = next((one for name in WHO.values() if (one := getattr(world, name)) and _may(found, row, one)), None)
        if who is None:
            continue
        before = counts()
        for junk in (JUNK[place % len(JUNK)], JUNK[(place * 7 + 3) % len(JUNK)], "甲\x00", "\ud800", [{"facts": "\ud800"}]):
            data = {**dict.fromkeys(row.form.base_fields, junk), "item": usual.get("item", junk)}
            try:
                with transaction.atomic():
                    perform(found.pk if found else None, row.code, kind=kind, officer=who, data=data, now=at(TODAY))
                    transaction.set_rollback(True)
            except ActionError as error:
                says_one_sentence(error, (row.code, junk))
            assert counts() == before, (row.code, junk)


def _may(matter: Matter | None, row: Any, who: Any) -> bool:
    if matter is None:
        return any(actor.role in who.roles for actor in row.by)
    return row.is_of(who.side) and refusal(Dossier(matter), row, who, TODAY, mode=DO) is None


@pytest.mark.parametrize("code", sorted(RESERVED))
def test_reserved_act_of_junk_is_refused_in_a_sentence(world: World, code: str):
    matter = plays.opened("filing", world)
    act(matter, "request_a", world.prosecutor, "2026-02-02")
    own = Document.objects.get(matter=matter, status="draft")
    before, version = counts(), Matter.objects.get(pk=matter.pk).version
    targets = ("matter.police", "event:" + "x" * 36, "receipt:" + "x" * 36, "x", "detail.")
    for place, junk in enumerate((*JUNK, "甲\x00", "\ud800")):
        for reason in ("理由", "由" * 401, "\x00"):
            data = dict.fromkeys(("document", "to", "people", "consent", "verdict", "value", "shown"), junk)
            data |= {"target": targets[place % len(targets)], "text": ""}
            if place % 2:
                data["document"] = str(own.pk)
            if code in ("sign", "return", "discard", "withdraw") and place % 2 and len(reason) < 400 and "\x00" not in reason:
                continue  # a good document and a good reason: no junk is left
            for who in (world.prosecutor, world.chief, world.legal_officer):
                with pytest.raises(ActionError) as refused:
                    perform(matter.pk, code, officer=who, data=data, reason=reason, now=at("2026-02-03"))
                says_one_sentence(refused.value, (code, junk, reason))
    assert counts() == before and Matter.objects.get(pk=matter.pk).version == version


def test_unknown_kind_or_act_is_refused(world: World):
    for kind, code in (("", ""), ("filing", "nothing"), ("x" * 99, "register"), (None, "take_over")):
        with pytest.raises(NotAllowed):
            perform(None, code, kind=kind, officer=world.prosecutor, data={}, now=at(TODAY))


@pytest.mark.parametrize("items", ["[" * 100_000, '[{"fact": "\\ud800", "evidence": "甲"}]', "{}", "5"])
def test_items_of_a_hand_made_page_are_refused_on_the_page(world: World, items: str):
    matter = plays.opened("supplementary", world)
    before = counts()
    address = reverse("procuratorate:act", kwargs={"pk": matter.pk, "code": "itemise"})
    answer = signed_in(world.prosecutor).post(address, {"version": str(Matter.objects.get(pk=matter.pk).version), "items": items})
    assert answer.status_code == 400 and "条目的格式不正确" in answer.content.decode()
    assert counts() == before
