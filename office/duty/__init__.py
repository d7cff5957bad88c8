"""值班: rosters of both sides, who answers now and why, handovers and the log of the day (liaison.md chapter 4)."""

from office.duty.acts import new_gaps, told_of
from office.duty.hours import natural_minutes, parse_hours, working_minutes
from office.duty.reading import answerable, everyone, on_duty, roster_at, stands_for_desk
from office.duty.standing import Answer, Answerable, Facts, Person

__all__ = [
    "Answer", "Answerable", "Facts", "Person", "answerable", "everyone", "natural_minutes", "new_gaps", "on_duty", "parse_hours", "roster_at",
    "stands_for_desk", "told_of", "working_minutes",
]  # fmt: skip
