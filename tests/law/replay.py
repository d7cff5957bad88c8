"""Public cases as facts (``stories.json``), for the stories of the kinds they belong to. Persons and firms are not named.

A story has its steps (day, side, what) and the periods that its days let us check. What a source does not give stands in:
the day of issue for the day of receipt. A kind replays a story through ``perform()`` with ``day()`` and ends with ``holds()``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cases.matters.table.workflow import root_rule, workflow
from cases.models import Clock, Deadline, Matter
from cases.rules import RULES
from tests.supervision.ground import started

FACTS = Path(__file__).with_name("stories.json")


@dataclass(frozen=True)
class Period:
    """A period of the source: ``late`` days past its end on the day it was ``kept``; ``held``: the suspect is in custody."""

    rule: str
    length: str
    begins: date
    due: date
    held: bool
    kept: date
    late: int

    @property
    def root(self) -> str:
        """The rule whose clock runs; ``rule`` itself may be an extension of it."""
        return root_rule(self.rule) or self.rule


@dataclass(frozen=True)
class Story:
    key: str
    title: str
    kinds: tuple[str, ...]
    steps: tuple[tuple[str | None, str, str], ...]
    periods: tuple[Period, ...]

    def day(self, what: str) -> str:
        """The first day of a step; AssertionError where the source has no such step, or no day for it."""
        found = next((on for on, _side, step in self.steps if step == what), None)
        assert found, f"{self.key}没有“{what}”的日期"
        return found


def _story(row: dict) -> Story:
    days = ("begins", "due", "kept")
    periods = tuple(Period(**{name: date.fromisoformat(value) if name in days else value for name, value in one.items()}) for one in row["periods"])
    return Story(row["key"], row["title"], tuple(row["kinds"]), tuple((on, side, step) for on, side, step in row["steps"]), periods)


STORIES = {row["key"]: _story(row) for row in json.loads(FACTS.read_text(encoding="utf-8"))}


def stories_of(kind: str) -> list[Story]:
    """The public cases in which a matter of this kind occurs."""
    return [one for one in STORIES.values() if kind in one.kinds]


def story(key: str) -> Story:
    return STORIES[key]


def holds(matter: Matter, told: Story) -> list[Deadline]:
    """Every period of the story that this kind runs began, ended and was kept on the days of the source; the clocks.

    AssertionError where the kind runs none of them: a replay that checks nothing is none.
    """
    own = [one for one in told.periods if one.root in started(workflow(matter.kind))]
    assert own, f"{told.key}没有{matter.kind}可以核对的期限"
    found = []
    for one in own:
        clock = Deadline.objects.get(matter=matter, rule=one.root, begins_on=one.begins)
        assert (clock.counted_by or clock.rule, clock.due_on) == (one.rule, one.due), (told.key, one)
        if RULES[one.root].nature == "duty":
            assert (clock.status, clock.ended_on, clock.late_days) == (Clock.MET, one.kept, one.late), (told.key, one)
        found.append(clock)
    return found
