"""A way out of every state, whoever never answers: tried with the engine itself, on every kind that either side may begin.

A matter is led to each of its open states. There one party falls silent for ever, a side or every head: those who are left bring it
to an end, or to where it is nobody's move but that of who drafts it, without one press of the silent. The court has no account: nothing may wait for it at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from cases.exceptions import ActionError
from cases.matters import allowed_actions, perform
from cases.matters.acts.offers import DO
from cases.matters.dossier import Dossier
from cases.matters.table.workflow import SAME, WORKFLOWS, Action, State, matches, table_of
from cases.models import Document, Matter
from office.models import Officer
from office.sides import HEADS, Side
from tests.supervision import plays
from tests.supervision.play import at, scan
from tests.world import World

pytestmark = pytest.mark.django_db
KINDS = [kind for kind, table in WORKFLOWS.items() if table.begun_words]
"""What either side may begin (liaison.md): there each waits for the other."""
PEOPLE = ("assistant", "second_prosecutor", "chief", "case_manager", "investigator", "legal_officer", "head")
"""One of each role that has a part in cooperation: who else there is may do no more."""
NEVER = timedelta(days=400)
"""So long the silent say nothing: every period agreed on has passed."""


@contextmanager
def undone() -> Iterator[None]:
    """What is tried in here has not been."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def party(world: World, silent: str = "") -> list[Officer]:
    """Everybody, or everybody but a side, or but the heads of both."""
    people = [getattr(world, name) for name in PEOPLE]
    if silent == "heads":
        return [one for one in people if not one.roles & set(HEADS.values())]
    return [one for one in people if one.side != silent]


@dataclass
class Trial:
    """One matter, the day it is, and who still acts on it."""

    pk: Any
    day: date
    people: list[Officer]
    told: list[str] = field(default_factory=list)
    """What was refused on the way, for the message of a failure."""

    @property
    def matter(self) -> Matter:
        return Matter.objects.get(pk=self.pk)

    @property
    def state(self) -> State:
        matter = self.matter
        return table_of(matter).state(matter.state)

    def offered(self) -> dict[str, tuple[Action, Officer]]:
        """Every act that one of them may do, in the order of the table, with who does it: himself, rather than with another's signature."""
        found, best = Dossier(self.matter), dict[str, tuple[bool, Action, Officer]]()
        for who in self.people:
            for offer in allowed_actions(found, who, self.day):
                if offer.mode == DO and offer.draft is None and (offer.code not in best or best[offer.code][0] > offer.needs_signature):
                    best[offer.code] = (offer.needs_signature, offer.action, who)
        return {row.code: best[row.code][1:] for row in found.table.actions if row.code in best}

    def items(self, row: Action) -> list[str]:
        """The numbers of the rows it may be done on; one empty where it takes none."""
        if not row.item:
            return [""]
        return [str(one.no) for one in getattr(self.matter, row.item).order_by("no") if matches(row.item_when, partial(getattr, one))]

    def onward(self) -> dict[str, tuple[Action, Officer]]:
        """Those that lead to another state, an end first."""
        table, here = table_of(self.matter), self.matter.state
        away = {code: one for code, one in self.offered().items() if one[0].target not in (SAME, here)}
        return dict(sorted(away.items(), key=lambda one: not table.state(one[1][0].target).closed))

    def press(self, row: Action, who: Officer, item: str = "") -> bool:
        """Do it, on one row of the matter where it is named; and whoever of them may sign what it drafts signs it."""
        data = {**plays.typed(self.matter, row, self.day), **({"item": item} if item else {})}
        done = self.reserved(row.code, who, data, {"files": [scan()], **plays.uploads(row, data)})
        self.sign("draft")
        return done

    def reserved(self, code: str, who: Officer, data: dict[str, Any], uploads: Any = None, reason: str = "") -> bool:
        try:
            perform(self.pk, code, officer=who, data=data, uploads=uploads, reason=reason, now=at(self.day))
        except ActionError as refused:
            self.told.append(f"{who.name} {code}：{refused}")
            return False
        return True

    def sign(self, status: str) -> None:
        """Each signs what lies there, as often as it wants signatures."""
        for who in self.people:
            for paper in Document.objects.filter(matter=self.pk, status=status, leads=True):
                self.reserved("sign", who, {"document": str(paper.pk), "digest": paper.digest})

    def receive(self) -> None:
        for who in self.people:
            for paper in Document.objects.filter(matter=self.pk, status="issued", addressee=who.side):
                self.reserved("receive", who, {"document": str(paper.pk)})

    def prepare(self) -> None:
        """Small steps, each once on every row it takes: those that close no way, until another way opens."""
        self.receive()
        before = set(self.onward())
        for row, who in [one for one in self.offered().values() if one[0].target in (SAME, self.matter.state)]:
            for item in self.items(row):
                with transaction.atomic():
                    self.press(row, who, item)
                    left = set(self.onward())
                    if not left >= before:
                        transaction.set_rollback(True)
                if left > before:
                    return

    def send_back(self) -> None:
        """What goes round is sent back by one who was to sign it."""
        for who in self.people:
            for paper in Document.objects.filter(matter=self.pk, status="circulating"):
                self.reserved("return", who, {"document": str(paper.pk)}, reason="不同意")

    def ends(self, *passed: str) -> bool:
        """Whether these people alone bring it to an end, or to where it is nobody's move but its drafter's; it stays where it is."""
        state, table = self.state, table_of(self.matter)
        drafts = {row.target for row in table.actions if row.opens_matter and not row.discloses}
        if state.closed or not state.turn or (passed and state.code in drafts):
            return True
        later = replace(self, day=self.day + NEVER)
        if later.leaves((*passed, state.code)):
            return True
        with undone():
            later.prepare()
            return later.leaves((*passed, state.code))

    def leaves(self, passed: tuple[str, ...]) -> bool:
        ways = [partial(self.press, *one) for one in self.onward().values() if one[0].target not in passed]
        for way in (*ways, self.send_back):
            with undone():
                way()
                if self.state.code not in passed and self.ends(*passed):
                    return True
        return False


def visit(world: World, trial: Trial, reached: set[str]) -> None:
    """This state is left by whoever is not silent; then every state that it leads to."""
    state = trial.state
    if state.closed or state.code in reached:
        return
    reached.add(state.code)
    for silent in (*Side.values, "heads"):
        left = replace(trial, people=party(world, silent), told=[])
        if any(trial.matter.seen_from(one.side) is not None for one in left.people):
            assert left.ends(), f"“{state.label}”在{silent}始终没有答复时没有出路：" + "\n".join(left.told)
    for prepared in (False, True):
        if prepared:
            onward = {row.target for row in table_of(trial.matter).actions_from(state)} - {SAME}
            if all(code in reached or WORKFLOWS[trial.matter.kind].state(code).closed for code in onward):
                return
            trial.prepare()
        with undone():
            trial.sign("circulating")
            visit(world, replace(trial), reached)
        for row, who in trial.onward().values():
            if row.target not in reached and not WORKFLOWS[trial.matter.kind].state(row.target).closed:
                with undone():
                    trial.press(row, who)
                    visit(world, replace(trial), reached)


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_never_answers_every_state_has_a_way_out(world: World, kind: str):
    reached: dict[str, set[str]] = {side: set() for side in Side.values}  # it depends on who began, and on nothing else, who is waited for
    told: list[str] = []
    for way in plays.ways(kind):
        with undone():
            matter = plays.opened(kind, world, **way)
            day = max(matter.events.exclude(on=None).values_list("on", flat=True))
            visit(world, Trial(matter.pk, day, party(world), told), reached[matter.began_side])
    missed = [state.label for state in WORKFLOWS[kind].states if not state.closed and state.code not in set().union(*reached.values())]
    assert missed == [], "有状态没有走到：" + "\n".join(dict.fromkeys(told))


@pytest.mark.parametrize("kind", KINDS)
def test_no_paper_waits_for_anybody_but_the_two_sides(world: World, kind: str):
    """The court signs on paper: what goes round goes to the procuratorate and one organ of the office, whoever takes part."""
    for way in plays.ways(kind):
        matter = plays.opened(kind, world, **way)
        for row in table_of(matter).actions:
            if row.circulates is not None:
                assert set(row.circulates.wanted(matter)) <= {world.court, world.organ}, row.code
