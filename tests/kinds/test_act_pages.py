"""The page of every act of every kind, in both portals: it opens for who may act, and takes nothing that is wrong."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from cases.matters.acts.offers import DO, ENTER, refusal
from cases.matters.forms import DayField, NoForm
from cases.matters.table.workflow import WORKFLOWS, Action, table_of
from cases.models import Matter
from office.models import Officer
from tests.supervision import plays
from tests.supervision.ground import facts_of, stand, states_of
from tests.supervision.play import at, counts
from tests.test_workflows import WHO
from tests.world import TODAY, World, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())


def doers(world: World, dossier: Any, row: Action) -> Iterator[tuple[Officer, str]]:
    """The first officer who does the act himself, and the first who enters it from paper."""
    for mode in (DO, ENTER):
        for name in WHO.values():
            who = getattr(world, name)
            if (mode == DO) == row.is_of(who.side) and refusal(dossier, row, who, TODAY, mode=mode) is None:
                yield who, mode
                break


def wrong_words(form: forms.Form) -> dict[str, Any]:
    """Nothing at all where something is wanted; else what no field of it takes. Empty: nothing can be wrong."""
    typed = {name: field for name, field in form.fields.items() if name != "item"}  # the row, which is named with whatever is wrong
    if any(field.required for field in typed.values()):
        return {"x": ""}
    for name, field in typed.items():
        if isinstance(field, DayField):
            return {name: "2026-02-30"}
        if isinstance(field, forms.ChoiceField | forms.ModelChoiceField | forms.IntegerField):
            return {name: "没有这一项"}
        if isinstance(field, forms.CharField) and field.max_length:
            return {name: "字" * (field.max_length + 1)}
    return {}


def sentences(answer: Any) -> list[str]:
    """Every error the page knows of."""
    bound = [form for form in (answer.context.get("form"), answer.context.get("extra")) if form is not None]
    return [str(error) for form in bound for errors in form.errors.values() for error in errors]


def refused_with_a_sentence(answer: Any, before: dict[str, int], where: object) -> None:
    assert answer.status_code == 400, where
    told, page = sentences(answer), html.unescape(answer.content.decode())
    assert told, where
    for sentence in told:
        assert sentence.endswith("。") and sentence in page, (where, sentence)
    assert counts() == before, where


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_page_of_every_act_and_state_opens_and_refuses_what_is_wrong(world: World, kind: str):
    matter = plays.opened(kind, world)
    table = table_of(matter)
    seen: set[tuple[str, str]] = set()
    for row in table.actions:
        if row.opens_matter or row.linked:
            continue
        state = states_of(row, table)[0]
        dossier = stand(matter, table, row, state, next(facts_of(row, table)), world)
        found = list(doers(world, dossier, row))
        assert found, f"{row.code}在{state}没有人能办理"
        for who, mode in found:
            where, client = (row.code, state, who.name, mode), signed_in(who)
            address = reverse(f"{who.side}:act", kwargs={"pk": matter.pk, "code": row.code})
            item = str(plays.item_for(dossier.matter, row).no) if row.item else ""
            shown = client.get(address, {"item": item} if item else {})
            assert shown.status_code == 200, where
            if (who.side, state) not in seen:
                seen.add((who.side, state))
                opens(client, who.side, matter, where)
            form = (row.form or NoForm)(matter=dossier.matter, today=TODAY, item=plays.item_for(dossier.matter, row))
            wrong = wrong_words(form) if mode == DO else {"x": ""}
            if wrong:
                before, version = counts(), dossier.matter.version
                given = {"version": str(version), **({"item": item} if item else {}), **wrong}
                refused_with_a_sentence(client.post(address, given), before, where)
                now = Matter.objects.get(pk=matter.pk)
                assert (now.version, now.state) == (version, state), where
    opens_wherever_it_stands(world, matter, seen)


def opens(client: Client, side: str, matter: Matter, where: object) -> None:
    answer = client.get(reverse(f"{side}:matter", kwargs={"pk": matter.pk}))
    assert answer.status_code == 200 and matter.number in answer.content.decode(), where


def opens_wherever_it_stands(world: World, matter: Matter, seen: set[tuple[str, str]]) -> None:
    """Every state in which nobody of a side could act: closed ones too, which most plays never reach; there a page says what became of it."""
    long_ago = at("2026-02-02")
    clients = {who.side: signed_in(who) for who in (world.prosecutor, world.legal_officer)}
    for state in table_of(matter).states:
        left = [side for side in clients if (side, state.code) not in seen]
        Matter.objects.filter(pk=matter.pk).update(
            state=state.code, turn=state.turn, closed_at=long_ago if state.closed else None, police_from=long_ago, procuratorate_from=long_ago
        )
        for side in left:
            opens(clients[side], side, matter, (state.code, side))


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_page_of_every_new_matter_opens_and_refuses_what_is_wrong(world: World, kind: str):
    for row in WORKFLOWS[kind].actions:
        if not row.opens_matter:
            continue
        roles, before = {actor.role for actor in row.by}, counts()  # nobody's press changes anything
        for name in WHO.values():
            who = getattr(world, name)
            if who.side != "procuratorate" and not row.is_of(who.side):
                continue
            client, address = signed_in(who), reverse(f"{who.side}:open", kwargs={"kind": kind, "code": row.code})
            may = bool(roles & who.roles) and not row.linked
            # what another matter brings about has no page at all
            refused = 404 if row.linked else 403
            assert client.get(address).status_code == (200 if may else refused), (row.code, name)
            answer = client.post(address, {"x": ""})
            if may:
                refused_with_a_sentence(answer, before, (row.code, name))
            else:
                assert answer.status_code == refused and counts() == before, (row.code, name)
