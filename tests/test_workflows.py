"""The expected matrix of every kind: state × act × who. ``tests/expected/<kind>.csv`` is read by people, not computed.

A cell says what an officer of that role may do from that state, the conditions in ``条件`` given and every period in question
run out: 办 does it himself, 拟 drafts for another's signature, 登 enters it from paper (线下登记). Nothing else is allowed:
whatever the table does not list, the test finds refused.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cases.actions import allowed_actions
from cases.actions.offers import DO, ENTER, needs_signature, refusal
from cases.models import Deadline, Matter
from cases.selectors.dossier import Dossier
from cases.workflow import WORKFLOWS, Action, Workflow
from office.models import Officer
from office.sides import Side
from tests.supervision.play import at, opened

pytestmark = pytest.mark.django_db
EXPECTED = Path(__file__).parent / "expected"
WHO = {
    "检察官助理": "assistant", "检察官": "second_prosecutor", "检察长": "chief", "案管": "case_manager", "控申": "complaint_officer",
    "办案民警": "investigator", "法制员": "legal_officer", "公安负责人": "head", "上级检察官": "city_prosecutor", "上级检察长": "city_chief",
    "外院检察官": "strange_prosecutor", "他局法制员": "other_legal_officer",
}  # fmt: skip
FIXED = ("状态", "状态名称", "动作", "动作名称", "条件")
TODAY = date(2026, 11, 20)


def conditions(row: Action) -> str:
    return "；".join(f"{name}={'|'.join(sorted(values)) or '空'}" for name, values in sorted(row.when.items()))


def facts_of(row: Action, table: Workflow) -> Iterator[dict[str, str]]:
    """One set of facts under which the row may be done, for each value of the branch it names."""
    first = {name: min(values) for name, values in row.when.items()}
    for variant in sorted(row.when.get("variant", table.variants)):
        yield {**first, "variant": variant}


def put(found: Matter, table: Workflow, row: Action, state: str, facts: dict[str, str], world: Any) -> Dossier:
    """The matter as if it stood there: state, facts, every period the row waits for run out. Nothing is saved."""
    found.state = state
    found.disclosed_at = at("2026-02-02")
    found.acting_office_id = world.city_office.pk if table.state(state).turn == "superior" else world.office.pk
    detail = getattr(found, table.detail)
    for name, words in facts.items():
        value: Any = {"yes": True, "no": False, "": None}.get(words, words)
        setattr(found if hasattr(found, name) else detail, name, value)
    dossier = Dossier(found)
    dossier.__dict__["deadlines"] = [
        Deadline(matter=found, rule=rule, label=rule, status="running", due_on=date(2026, 1, 1)) for rule in row.after
    ]
    dossier.__dict__["documents"] = []
    return dossier


def mark(dossier: Dossier, row: Action, officer: Officer) -> str:
    if refusal(dossier, row, officer, TODAY, mode=ENTER) is None:
        return "登"
    if refusal(dossier, row, officer, TODAY, mode=DO) is not None:
        return ""
    return "拟" if needs_signature(dossier, row, officer) else "办"


def walked(table: Workflow, world: Any) -> set[tuple[str, ...]]:
    """Every (state, act, conditions, cells…) that the engine allows to anyone."""
    matter = opened(world)
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
    roles = {"检察官助理": "assistant_prosecutor", "检察官": "prosecutor", "检察长": "chief_prosecutor", "案管": "case_manager",
             "控申": "complaint_officer", "办案民警": "investigator", "法制员": "legal_officer", "公安负责人": "police_head"}  # fmt: skip
    return {
        ("", "（登记）", row.code, row.label, conditions(row), *("办" if roles.get(label) in {actor.role for actor in row.by} else "" for label in WHO))
        for row in table.actions
        if row.opens_matter
    }


def expected(kind: str) -> set[tuple[str, ...]]:
    with (EXPECTED / f"{kind}.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows, "期望表是空的"
    return {tuple(row[name] for name in (*FIXED, *WHO)) for row in rows}


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_engine_allows_what_the_table_says_and_nothing_else(world, kind):
    table = WORKFLOWS[kind]
    found, wanted = walked(table, world) | opening(table), expected(kind)
    assert sorted(found - wanted) == [], "程序允许而期望表没有"
    assert sorted(wanted - found) == [], "期望表有而程序不允许"


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_other_conditions_refuse(world, kind):
    """With one condition unmet, nobody may do the act: neither by pressing nor from paper."""
    table, matter = WORKFLOWS[kind], opened(world)
    for row in table.actions:
        for name, values in row.when.items():
            others = {"variant": set(table.variants), "filed_on": {"2026-01-01"}, "channel": {"", "letter"}}.get(name, {"yes", "no"}) - values
            for other in others:
                for state in row.source if row.source and row.source[0] != "*" else ["review"]:
                    facts = {**next(facts_of(row, table)), name: other}
                    dossier = put(matter, table, row, state, facts, world)
                    allowed = [label for label, who in WHO.items() if mark(dossier, row, getattr(world, who))]
                    assert allowed == [], (row.code, state, facts)


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_nothing_before_its_period_has_run_out(world, kind):
    table, matter = WORKFLOWS[kind], opened(world)
    for row in (row for row in table.actions if row.after):
        for state in row.source:
            dossier = put(matter, table, row, state, next(facts_of(row, table)), world)
            for clock in dossier.deadlines:
                clock.due_on = TODAY  # the last day itself is not over
            assert not [label for label, who in WHO.items() if mark(dossier, row, getattr(world, who))], row.code


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_what_is_drawn_is_what_is_enforced(world, kind):
    table, matter = WORKFLOWS[kind], opened(world)
    for state in table.states:
        for row in table.actions_from(state)[:1]:
            dossier = put(matter, table, row, state.code, next(facts_of(row, table)), world)
            for who in WHO.values():
                officer = getattr(world, who)
                drawn = [offer.code for offer in allowed_actions(dossier, officer, TODAY)]
                assert drawn == [other.code for other in table.actions if mark(dossier, other, officer)]


def test_sentences_of_every_state_and_paper():
    for table in WORKFLOWS.values():
        for state in table.states:
            assert state.asks, state.code
            if state.turn == Side.POLICE:
                assert state.police_asks, state.code


