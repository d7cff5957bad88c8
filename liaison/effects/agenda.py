"""What the agenda of a meeting looks back upon."""

from __future__ import annotations

from datetime import date

from cases.desk.lists.agenda import About, looking_back
from cases.models import Matter
from liaison.catalogue import occasions
from liaison.models.joint_meeting import JointMeetingDetail
from office.periods import add_months

LOOKS_BACK = 3
"""Months (月) that a meeting of no series looks back, where none was held before."""


def about(matter: Matter, today: date) -> About:
    """The month or quarter of its series, or, where it is called before that begins, since the series met last; else what has happened
    since the last meeting."""
    detail: JointMeetingDetail = matter.joint_meeting
    before = JointMeetingDetail.objects.filter(matter__office_id=matter.office_id, started_at__isnull=False).exclude(pk=matter.pk)
    if detail.series_id is not None:
        before = before.filter(series=detail.series_id)
    last = before.order_by("-started_at").values_list("held_on", flat=True).first()
    if detail.occasion:
        first = occasions.first_day(detail.occasion)
        since, until = min(first, last or first), occasions.last_day(detail.occasion)
    else:
        since, until = last or add_months(today, -LOOKS_BACK), today
    return looking_back(matter, since, until, today, detail.series_id)
