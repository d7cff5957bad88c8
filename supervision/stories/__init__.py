"""The stories: one per rung of every ladder of 立案监督, and courses of every other kind, each ending on the day of the show."""

from datetime import datetime

from cases.demo.playing import Player
from cases.demo.repertoire import learn
from cases.demo.script import Affair, Course
from cases.models import Document
from supervision.stories import (
    arrests,
    conduct,
    leads,
    non_filing,
    overdue_filing,
    prosecutions,
    tracking,
    unlawful_filing,
    whole_case,
)
from supervision.stories.copies import copies
from supervision.stories.filing import LETTERS_OF, Story
from supervision.stories.phrases import LETTERS, PHRASES

FILINGS: tuple[Story, ...] = (*non_filing.STORIES, *tracking.STORIES, *unlawful_filing.STORIES, *overdue_filing.STORIES)
"""立案监督 by itself."""
AFFAIRS: tuple[Affair, ...] = (
    *whole_case.AFFAIRS, *arrests.AFFAIRS, *prosecutions.AFFAIRS, *conduct.AFFAIRS, *leads.AFFAIRS,
)  # fmt: skip
"""Every other kind, of one matter or several that follow one another."""
STORIES: tuple[Course, ...] = (*FILINGS, *AFFAIRS)


def _request(player: Player, course: Course, at: datetime) -> str:
    """Of the 提请批准逮捕书 that the measure of the story has sent, else the next one."""
    asked = Document.objects.filter(matter__in=player.matters.get((course.key, "measure"), []), type="M02").last()
    return asked.number if asked else player.number(course.police, "提捕", at.date())


def _opinion(player: Player, course: Course, at: datetime) -> str:
    """Of the next 起诉意见书."""
    return player.number(course.police, "诉", at.date())


learn(
    *STORIES,
    phrases=PHRASES,
    letters=LETTERS | LETTERS_OF,
    numbered={("arrest_review", "request_number"): _request, ("prosecution_review", "opinion_number"): _opinion},
    crowd=copies,
)
