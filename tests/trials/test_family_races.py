"""Two people at once on a matter and on the one it came of: one of them waits or is told so, none meets a broken page."""

from __future__ import annotations

import pytest

from cases.matters import perform
from cases.matters.dossier import Dossier
from cases.models import Case, Document, Matter
from office import audit
from office.exceptions import ActionError, Conflict, Invalid
from tests.supervision.play import act, at, fresh, sign
from tests.supervision.plays import opened
from tests.supervision.test_supplementary_links import answered, child, prosecution, sent_back
from tests.trials.test_races import at_once, refusals
from tests.world import World, build


@pytest.fixture
def town(transactional_db: None) -> World:
    return build()


def coming_back(town: World) -> tuple[Matter, Document]:
    """A case sent back for supplementary investigation, and the paper by which the police send it in again."""
    parent = prosecution(town)
    matter = answered(town, sent_back(town, parent, "2026-03-10"), "2026-03-12")
    act(matter, "return_done", town.legal_officer, "2026-03-13")
    sign(matter, town.head, "2026-03-13")
    return parent, Document.objects.get(matter=matter, type="D19")


def test_receipt_in_the_child_while_somebody_acts_on_the_parent(town: World) -> None:
    for _ in range(6):
        parent, paper = coming_back(town)
        answers = at_once(
            lambda paper=paper: perform(
                paper.matter_id, "receive", officer=town.case_manager, data={"document": paper.pk}, now=at("2026-03-16")
            ),
            lambda parent=parent: perform(
                parent.pk, "note", officer=town.prosecutor, data={"text": "附言", "shown": "own"}, now=at("2026-03-16")
            ),
        )
        assert not refusals(answers), answers
        assert fresh(parent).state == "review" and fresh(parent).deadlines.filter(rule="prosecute_review", status="running").count() == 1
        Matter.objects.filter(pk=parent.pk).update(number=f"{parent.number}甲")
    assert list(audit.verify()) == []


def test_a_return_is_sent_while_the_decision_on_it_is_taken_back(town: World) -> None:
    """Parent first, then child: whoever comes second is refused with one sentence."""
    for place in range(6):
        parent = prosecution(town)
        act(parent, "return_case", town.prosecutor, "2026-03-10")
        matter = child(parent)
        act(matter, "itemise", town.prosecutor, "2026-03-10", {})
        answers = at_once(
            lambda matter=matter: act(matter, "send_t3", town.prosecutor, "2026-03-10", {"gaps": ""}),
            lambda parent=parent: perform(parent.pk, "undo", officer=town.chief, reason="有误", now=at("2026-03-10")),
        )
        assert [isinstance(one, ActionError) for one in answers].count(False) >= 1, (place, answers)
        assert all(str(one).endswith("。") for one in refusals(answers))
        standing = fresh(matter)
        assert (standing.state == "void") == (fresh(parent).state == "review"), (standing.state, fresh(parent).state)
    assert list(audit.verify()) == []


def test_two_returns_of_one_case_at_once_take_one_round(town: World) -> None:
    case = Case.objects.create(office=town.office, police=town.organ, number="城公诉字〔2026〕9号", name="测试案", charge="诈骗")
    made = []
    for _ in range(2):
        parent = prosecution(town)
        Matter.objects.filter(pk=parent.pk).update(case=case)
        act(fresh(parent), "return_case", town.prosecutor, "2026-03-10")
        matter = child(parent)
        act(matter, "itemise", town.prosecutor, "2026-03-10", {})
        made.append(matter)
    answers = at_once(*(lambda one=one: act(one, "send_t3", town.prosecutor, "2026-03-10", {"gaps": ""}) for one in made))
    live = [Dossier(fresh(one)).detail for one in made]
    assert sorted(one.round for one in live if one.live) in ([1], [1, 2])
    assert all(isinstance(one, Conflict | Invalid) for one in refusals(answers))


def test_books_and_the_trail_are_taken_in_any_order(town: World) -> None:
    """An act that opens a matter of a kind while others register one by hand: at worst one is asked to press again."""
    for _ in range(6):
        parent = opened("arrest_review", town)
        answers = at_once(
            lambda parent=parent: act(parent, "found_leak", town.prosecutor, parent.opened_on or "2026-03-10"),
            lambda: opened("leak", town),
            lambda: opened("leak", town),
        )
        assert all(isinstance(one, Conflict) for one in refusals(answers)), answers
    numbers = list(Matter.objects.filter(kind="leak").values_list("number", flat=True))
    assert len(numbers) == len(set(numbers))
    assert list(audit.verify()) == []
