"""The expected matrix of every kind: state × act × who. ``tests/expected/<kind>.csv`` is read by people, not computed.

A cell says what an officer of that role may do from that state, the conditions in ``条件`` given and every period in question
run out: 办 does it himself, 拟 drafts for another's signature, 登 enters it from paper (线下登记). Nothing else is allowed:
whatever the table does not list, the test finds refused.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cases.exceptions import ActionError
from cases.matters import allowed_actions, perform
from cases.matters.acts.offers import DO, ENTER, needs_signature, refusal
from cases.matters.dossier import Dossier
from cases.matters.table.workflow import WORKFLOWS, Action, Workflow, check, check_links, table_of, tables
from office.models import Officer
from office.sides import Side
from tests.supervision import plays
from tests.supervision.ground import facts_of, put, states_of, values_of
from tests.supervision.play import at, counts

pytestmark = pytest.mark.django_db
EXPECTED = Path(__file__).parent / "expected"
WHO = {
    "检察官助理": "assistant", "检察官": "second_prosecutor", "检察长": "chief", "案管": "case_manager", "控申": "complaint_officer",
    "刑执": "execution_officer", "行检": "administrative_officer", "办案民警": "investigator", "法制员": "legal_officer",
    "公安负责人": "head", "上级检察官": "city_prosecutor", "上级检察长": "city_chief", "外院检察官": "strange_prosecutor",
    "他局法制员": "other_legal_officer",
}  # fmt: skip
ROLES = {
    "检察官助理": "assistant_prosecutor", "检察官": "prosecutor", "检察长": "chief_prosecutor", "案管": "case_manager",
    "控申": "complaint_officer", "刑执": "execution_officer", "行检": "administrative_officer", "办案民警": "investigator",
    "法制员": "legal_officer", "公安负责人": "police_head",
}  # fmt: skip
FIXED = ("状态", "状态名称", "动作", "动作名称", "条件")
TODAY = date(2026, 11, 20)
BOOKS = {table.book: table for table in tables()}
"""Every table a matter may have; of a kind that either side may begin, both."""


def conditions(row: Action) -> str:
    return "；".join(f"{name}={'|'.join(sorted(values)) or '空'}" for name, values in sorted(row.when.items()))


def mark(dossier: Dossier, row: Action, officer: Officer) -> str:
    row = row.pressed_by(officer.side)
    if refusal(dossier, row, officer, TODAY, mode=ENTER) is None:
        return "登"
    if refusal(dossier, row, officer, TODAY, mode=DO) is not None:
        return ""
    return "拟" if needs_signature(dossier, row, officer) else "办"


def walked(table: Workflow, world: Any) -> set[tuple[str, ...]]:
    """Every (state, act, conditions, cells…) that the engine allows to anyone."""
    matter = plays.opened(table.kind, world)
    officers = {label: getattr(world, name) for label, name in WHO.items()}
    found = set()
    for state in table.states:
        for row in table.actions:
            cells: dict[str, set[str]] = {label: set() for label in WHO}
            for facts in facts_of(row, table):
                dossier = put(matter, table, row, state.code, facts, world)
                for label, officer in officers.items():
                    cells[label].add(mark(dossier, row, officer))
            marks = ["/".join(sorted(cells[label])) for label in WHO]
            if any(marks):
                found.add((state.code, state.label, row.code, row.label, conditions(row), *marks))
    return found


def opening(table: Workflow) -> set[tuple[str, ...]]:
    """Who begins a matter of the kind. A row that another matter's act brings about is pressed by nobody and not listed."""
    return {
        ("", "（登记）", row.code, row.label, conditions(row), *("办" if ROLES.get(label) in {actor.role for actor in row.by} else "" for label in WHO))
        for row in table.actions
        if row.opens_matter and not row.linked and (not table.began or row.is_of(table.began))
    }


def expected(kind: str) -> set[tuple[str, ...]]:
    with (EXPECTED / f"{kind}.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows, "期望表是空的"
    return {tuple(row[name] for name in (*FIXED, *WHO)) for row in rows}


@pytest.mark.parametrize("book", BOOKS)
def test_engine_allows_what_the_table_says_and_nothing_else(world, book):
    table = BOOKS[book]
    found, wanted = walked(table, world) | opening(table), expected(book)
    assert sorted(found - wanted) == [], "程序允许而期望表没有"
    assert sorted(wanted - found) == [], "期望表有而程序不允许"


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_other_conditions_refuse(world, kind):
    """With one condition unmet, nobody may do the act: neither by pressing nor from paper."""
    matter = plays.opened(kind, world)
    table = table_of(matter)
    for row in table.actions:
        for name, values in row.when.items():
            for other in sorted(values_of(table, name) - set(values)):
                for state in states_of(row, table):
                    facts = {**next(facts_of(row, table)), name: other}
                    dossier = put(matter, table, row, state, facts, world)
                    allowed = [label for label, who in WHO.items() if mark(dossier, row, getattr(world, who))]
                    assert allowed == [], (row.code, state, facts)


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_a_row_of_the_matter_that_does_not_fit_refuses(world, kind):
    """An act on one of the matter's rows is offered to nobody while none of them may be taken."""
    matter = plays.opened(kind, world)
    table = table_of(matter)
    for row in (row for row in table.actions if row.item):
        for state in states_of(row, table):
            dossier = put(matter, table, row, state, next(facts_of(row, table)), world)
            dossier.__dict__["_rows"][row.item] = []
            assert not [label for label, who in WHO.items() if mark(dossier, row, getattr(world, who))], (row.code, state)


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_nothing_before_its_period_has_run_out(world, kind):
    matter = plays.opened(kind, world)
    table = table_of(matter)
    for row in (row for row in table.actions if row.after):
        for state in states_of(row, table):
            dossier = put(matter, table, row, state, next(facts_of(row, table)), world)
            for clock in dossier.deadlines:
                clock.due_on = TODAY  # the last day itself is not over
            assert not [label for label, who in WHO.items() if mark(dossier, row, getattr(world, who))], row.code


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_what_another_matter_brings_about_is_pressed_by_nobody(world, kind):
    """Rows done only through an act elsewhere: drawn for nobody, and refused with a sentence to whoever sends them."""
    matter = plays.opened(kind, world)
    table = table_of(matter)
    officers = [getattr(world, who) for who in WHO.values()]
    for row in (row for row in table.actions if row.linked):
        for state in states_of(row, table):
            dossier = put(matter, table, row, state, next(facts_of(row, table)), world)
            assert not [who.name for who in officers if mark(dossier, row, who)], (row.code, state)
            assert not [who.name for who in officers if row.code in {offer.code for offer in allowed_actions(dossier, who, TODAY)}], row.code
        before = counts()
        for who in officers:
            with pytest.raises(ActionError) as refused:
                perform(None if row.opens_matter else matter.pk, row.code, kind=kind, officer=who, data={}, now=at(TODAY))
            assert str(refused.value).endswith("。"), row.code
        assert counts() == before, row.code


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_what_is_drawn_is_what_is_enforced(world, kind):
    matter = plays.opened(kind, world)
    table = table_of(matter)
    for state in table.states:
        for row in table.actions_from(state)[:1]:
            dossier = put(matter, table, row, state.code, next(facts_of(row, table)), world)
            for who in WHO.values():
                officer = getattr(world, who)
                drawn = [offer.code for offer in allowed_actions(dossier, officer, TODAY)]
                assert drawn == [other.code for other in table.actions if mark(dossier, other, officer)]


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_kind_is_whole(kind):
    """A play, an expected matrix and words in every act that the play names; the table passes its own check."""
    table, play = WORKFLOWS[kind], plays.play(kind)
    assert callable(play.opened)
    assert set(play.FILLED) <= {row.code for row in table.actions}, "剧本里的动作不在流程表内"
    assert list(check(table)) == []


def test_following_matters_are_answered():
    """Every ``opens`` names an opening row of another table, and columns that table has."""
    assert list(check_links()) == []


def test_no_expected_matrix_without_a_kind():
    assert {path.stem for path in EXPECTED.glob("*.csv")} == set(BOOKS)


@pytest.mark.parametrize("book", BOOKS)
def test_sentences_of_every_state_and_paper(book):
    for state in BOOKS[book].states:
        assert state.asks, state.code
        if state.turn == Side.POLICE:
            assert state.police_asks, state.code
