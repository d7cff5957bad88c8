"""The stories: one per rung of every ladder of 立案监督, each ending on the day of the show."""

from supervision.demo.script import Story
from supervision.demo.stories import non_filing, overdue_filing, tracking, unlawful_filing

STORIES: tuple[Story, ...] = (*non_filing.STORIES, *tracking.STORIES, *unlawful_filing.STORIES, *overdue_filing.STORIES)
