"""The stories: one per rung of every ladder of 立案监督, and courses of every other kind, each ending on the day of the show."""

from supervision.demo.script import Affair, Story
from supervision.demo.stories import (
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

FILINGS: tuple[Story, ...] = (*non_filing.STORIES, *tracking.STORIES, *unlawful_filing.STORIES, *overdue_filing.STORIES)
"""立案监督 by itself."""
AFFAIRS: tuple[Affair, ...] = (
    *whole_case.AFFAIRS, *arrests.AFFAIRS, *prosecutions.AFFAIRS, *conduct.AFFAIRS, *leads.AFFAIRS,
)  # fmt: skip
"""Every other kind, of one matter or several that follow one another."""
STORIES: tuple[Story | Affair, ...] = (*FILINGS, *AFFAIRS)
