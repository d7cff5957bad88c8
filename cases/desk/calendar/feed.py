"""订阅: the calendar of one officer as RFC 5545 has it, for a program that reads it again every hour (liaison.md chapters 00.9 and 7).

The same content is the same bytes: no moment of making stands in it. Times are UTC, for China keeps no summer time and programs differ
in what they make of zones; there is no METHOD and nobody is named, so that no program takes an entry for an invitation.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, vDuration

from cases.desk.calendar.entries import Entry, Sort, Span, between
from cases.desk.calendar.weeks import CANCELLED
from office.middleware import BUSINESS
from office.models import Officer

BACK, AHEAD = 60, 400
"""Days (日) before and after today that the feed holds; what was cancelled stays 60 days from then on, so that every program sees it."""
EVERY = timedelta(hours=1)
"""How often programs are asked to look again; some look once a day all the same."""


def feed_of(officer: Officer, now: datetime) -> bytes:
    """The officer's own meetings, shifts and periods. Empty for who handles no business."""
    today = now.date()
    span = Span(today - timedelta(days=BACK), today + timedelta(days=AHEAD), mine=True, today=today)
    found = between(officer, span) if officer.roles & BUSINESS else []
    kept = [one for one in found if not one.cancelled or one.changed_at >= now - timedelta(days=BACK)]
    return written(kept)


def written(entries: list[Entry]) -> bytes:
    """These entries as a calendar. ValueError for a time without a zone, or one key twice: neither could be read."""
    found = Calendar()
    found.add("prodid", "-//侦查监督与协作配合办公室//日历//ZH-CN")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("name", "侦协日历")
    found.add("x-wr-calname", "侦协日历")
    found.add("refresh-interval", vDuration(EVERY), parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", vDuration(EVERY))
    if len({one.key for one in entries}) != len(entries):
        raise ValueError("日历中有两项的标识相同。")
    for one in entries:
        found.add_component(_event(one))
    return found.to_ical()


def _event(one: Entry) -> Event:
    event = Event()
    event.add("uid", f"{one.key}@{one.office}")
    event.add("dtstamp", _utc(one.changed_at))
    event.add("last-modified", _utc(one.changed_at))
    event.add("sequence", one.moves)
    words = one.title if one.restricted or not one.detail else f"{one.title} {one.detail}"
    event.add("summary", f"{CANCELLED}{words}" if one.cancelled else words)
    if isinstance(one.begins, datetime):
        event.add("dtstart", _utc(one.begins))
        if one.ends is not None:
            event.add("dtend", _utc(one.ends))
    else:
        event.add("dtstart", one.begins)
        event.add("dtend", _next(one.begins))
    if one.place and not one.restricted:
        event.add("location", one.place)
    if one.note and not one.restricted:
        event.add("description", one.note)
    if one.sort in (Sort.DUTY, Sort.REMINDER):
        event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    return event


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("日历中的时间没有时区。")
    return at.astimezone(UTC).replace(microsecond=0)
