"""例会: which series are due, and who convenes. Computed where it is shown: nobody is sent a notice, and missing one is no violation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from cases.desk.lists.ahead import Line
from liaison.catalogue import occasions
from liaison.models.joint_meeting import JointMeetingDetail, MeetingSeries
from office.blocks import chinese_date
from office.holidays import calendar
from office.models import Officer
from office.scoping import reach_of
from office.sides import OTHER, Role, Side


@dataclass(frozen=True)
class Due:
    """A meeting of a series that is to be prepared now."""

    series: MeetingSeries
    occasion: str
    words: str
    day: date
    notice_on: date
    host: str
    """The side whose turn it is to convene."""
    ours: bool
    may_call: bool
    """This officer may call it: of the other side too, where the one whose turn it is does not."""

    @property
    def host_words(self) -> str:
        """Whose turn it is, in words."""
        return Side(self.host).label


CALLS = frozenset({Role.LEGAL, Role.PROSECUTOR, Role.ASSISTANT})


def series_of(officer: Officer) -> list[MeetingSeries]:
    """The series of the officer's own office, those that go on first."""
    own = reach_of(officer).own_office
    rows = MeetingSeries.objects.visible_to(officer).filter(office_id=own).prefetch_related("standing_members__organisation")
    return sorted(rows, key=lambda one: (one.ended_on is not None, one.begins_on, one.pk))


def due(officer: Officer, today: date) -> list[Due]:
    """The meetings of the officer's office that are due: those whose day lies no further than ``collect_days`` (日) ahead. Two queries."""
    going = [one for one in series_of(officer) if one.ended_on is None]
    if not going:
        return []
    held = JointMeetingDetail.objects.filter(series__in=going).exclude(matter__state="cancelled")
    called: dict[UUID | None, list[JointMeetingDetail]] = {}
    for meeting in held.order_by("held_on", "pk"):
        called.setdefault(meeting.series_id, []).append(meeting)
    found = []
    for one in going:
        ahead = next_of(one, called.get(one.pk, []), officer, today)
        if ahead.day - timedelta(days=one.collect_days) <= today:
            found.append(ahead)
    return found


def next_of(series: MeetingSeries, held: Iterable[JointMeetingDetail], officer: Officer, today: date) -> Due:
    """The next meeting of a series: of its first month or quarter, from the last one called on, for which none was called."""
    meetings = list(held)
    taken = {one.occasion for one in meetings}
    since = max([series.begins_on, *(occasions.first_day(one) for one in taken if one)])
    days = calendar()
    occasion = next(one for one in occasions.occasions(since, series.every) if one not in taken)
    day = occasions.meeting_day(occasion, series.nth_workday, days)
    host = series.first_host
    if series.host_rotates and meetings and meetings[-1].host_side:
        host = str(OTHER[meetings[-1].host_side].value)
    ours = officer.side == host
    return Due(
        series, occasion, occasions.words(occasion), day, occasions.workdays_before(day, series.notice_days, days), host, ours,
        bool(officer.roles & CALLS),
    )  # fmt: skip


def ahead(officer: Officer, today: date) -> list[Line]:
    """The meetings that are due, as lines above 待办."""
    return [
        Line(
            f"{one.series.name}　{one.words}：应于{chinese_date(one.day)}前后召开，{chinese_date(one.notice_on)}前发通知；轮到{one.host_words}召集"
            "（内部约定，未召开的不算违法）",
            f"召集{one.words}会议" if one.may_call else "", "open", ("joint_meeting", "call"),
            {"series": str(one.series.pk), "occasion": one.occasion}, one.ours,
        )
        for one in due(officer, today)
    ]  # fmt: skip
