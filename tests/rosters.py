"""A roster for tests: one post, held by one officer around the clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from office.duty import acts
from office.duty.models import DutyPost
from office.models import Officer


def published(manager: Officer, holder: Officer, *, first: date, now: datetime, **more: Any) -> DutyPost:
    """Drafted and published for two weeks."""
    given: dict[str, Any] = {"name": "轮值岗", "kind": "rotating", "slot": "whole", "working_days": False, "backup": None, "pattern": "week"}
    post = acts.save_post(officer=manager, pk=None, members=[holder.pk], begins_on=first, now=now, **(given | more))
    acts.draft_roster(officer=manager, first=first, last=first + timedelta(days=13), now=now)
    acts.publish_roster(officer=manager, now=now)
    return post
