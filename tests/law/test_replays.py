"""Public cases through ``perform()`` with their real days: 审查逮捕, 强制措施, 审查起诉, 检察建议.

Those of 侦查活动监督 (T11 to T13) stand with their kind; the probation of 附条件不起诉 (T43 to T46) with 不诉跟踪. What a source
does not give stands in: the day of issue for the day of receipt, an hour of the day for a measure.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cases.matters import perform
from cases.models import Document, Matter
from tests.law.replay import STORIES, holds, stories_of, story
from tests.supervision import plays
from tests.supervision.play import act, at, fresh, scan, sent, walk_to

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", ["T21", "T29", "T31"])
def test_arrest_is_decided_within_seven_days(world: Any, key: str) -> None:
    """检例第140号、第136号、第138号: asked for and approved; twice on the very last day."""
    told = story(key)
    matter = plays.opened("arrest_review", world, told.day("提请批准逮捕"), detained="yes")
    sent(matter, "approve", world.prosecutor, world.chief, told.day("批准逮捕"))
    holds(matter, told)


@pytest.mark.parametrize("key", ["T21", "T31"])
def test_custody_ends_with_the_transfer(world: Any, key: str) -> None:
    """Two months after the arrest, kept by two and by five days; never rolled (20 September 2020 was a Sunday)."""
    told = story(key)
    matter = plays.opened("measure", world, told.day("批准逮捕"), variant="arrest")
    ended = told.day("移送起诉")
    act(matter, "transfer", world.case_manager, ended, {"handed_on": ended})
    holds(matter, told)
    assert fresh(matter).state == "transferred" and matter.spells.get().ended_on is None, "移送以后继续在押"


def test_thirty_days_of_detention_used_to_the_last(world: Any) -> None:
    """检例第139号: seized on 9 May 2018, arrest asked for on 8 June."""
    told = story("T32")
    matter = plays.opened("measure", world, told.day("抓获"), variant="detention")
    sent(matter, "extend_thirty", world.legal_officer, world.head, "2018-05-11")
    walk_to(matter, world, ("receive", "case_manager", "2018-05-11"))
    sent(matter, "request", world.legal_officer, world.head, told.day("提请批准逮捕"))
    holds(matter, told)


def test_review_for_prosecution_with_its_extension(world: Any) -> None:
    """检例第136号: one month and fifteen days, used to the last."""
    told = story("T29")
    matter = plays.opened("prosecution_review", world, told.day("移送起诉"), held_since="2021-02-20")
    sent(matter, "extend", world.prosecutor, world.chief, "2021-04-09")
    ended = told.day("提起公诉")
    act(matter, "prosecute", world.prosecutor, ended, {"prosecuted_on": ended})
    holds(matter, told)


def test_review_for_prosecution_in_custody_does_not_roll(world: Any) -> None:
    """检例第138号: 18 October 2020 was a Sunday; decided nine days before."""
    told = story("T31")
    matter = plays.opened("prosecution_review", world, told.day("移送起诉"), held_since=told.day("批准逮捕"))
    ended = told.day("提起公诉")
    act(matter, "prosecute", world.prosecutor, ended, {"prosecuted_on": ended})
    holds(matter, told)


def test_conditional_decision_a_day_past_the_month(world: Any) -> None:
    """检例第107号: 21 July 2017; the source tells of no extension: 逾期1日 is what the days say, for a person to look into."""
    told = story("T47")
    matter = plays.opened("prosecution_review", world, told.day("移送起诉"), minor="on")
    sent(matter, "not_pros_conditional", world.prosecutor, world.chief, told.day("附条件不起诉"))
    holds(matter, told)


@pytest.mark.parametrize("key", ["T15", "T50"])
def test_suggestion_is_answered(world: Any, key: str) -> None:
    """典型案例 and 检例第229号: two months from the receipt; one answer a month late, one in time; both roll over a Saturday."""
    told = story(key)
    served, replied = told.day("检察建议"), told.day("书面回复")
    matter = plays.opened("suggestion", world, served, addressed="unit", variant="governance")
    ready(matter, world, served)
    paper = sent(matter, "serve_unit", world.prosecutor, world.chief, served)
    perform(
        matter.pk, "receive", officer=world.assistant, data={"document": paper.pk}, now=at(served), on=date.fromisoformat(served),
        evidence=[scan("送达回证.pdf")], reason="被建议单位签收",
    )  # fmt: skip
    act(matter, "reply_unit", world.assistant, replied, {"replied_on": replied})
    holds(matter, told)
    assert Document.objects.get(pk=paper.pk).received_on == date.fromisoformat(served)


def ready(matter: Matter, world: Any, day: str) -> None:
    """Written, and reviewed by another than who wrote it."""
    walk_to(matter, world, ("to_draft", "prosecutor", day), ("write", "prosecutor", day), ("review_pass", "second_prosecutor", day))


def test_every_story_with_a_period_is_replayed() -> None:
    """By kind: a public case with computed days belongs to a kind that replays it, here or with the kind's own tests."""
    here = {"T15", "T21", "T29", "T31", "T32", "T47", "T50"}
    with_the_kind = {"T11", "T12"}
    bound_only = {"T38"}  # the days of the two returns are not published: only the longest term can be checked (test_stories.py)
    assert {told.key for told in STORIES.values() if told.periods} == here | with_the_kind | bound_only
    for told in STORIES.values():
        assert not told.periods or told.kinds, told.key


def test_stories_are_found_by_their_kind() -> None:
    assert [told.key for told in stories_of("suggestion")] == ["T15", "T32", "T34", "T50"]
