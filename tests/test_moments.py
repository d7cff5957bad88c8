"""The office at awkward moments of the clock: what the demonstration writes has happened, and what is done now comes after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.db import models, transaction
from django.utils import timezone

from cases.demo.script import passed
from cases.matters import sweep
from cases.models import Document, Event, Matter, Notice
from office import audit, clock
from office.holidays import calendar
from office.models import AuditEntry, Officer
from tests.at import SHANGHAI, moment
from tests.world import signed_in

MOMENTS = (
    "2026-11-20 00:05", "2026-11-20 08:00", "2026-11-20 08:59", "2026-11-20 23:55", "2026-12-31 23:55", "2027-02-08 08:59", "2028-02-29 00:05",
)  # fmt: skip
"""Local time: in the night the day in UTC is the day before; a leap day; the end of a year; a day of the spring holiday."""
AHEAD = {
    "Deadline.due_at", "Deadline.legal_due_at", "Outbox.next_try_at", "Session.expire_date",
    "JointMeetingDetail.begins_at", "JointMeetingDetail.ends_at",  # of one that is called
    "DutyShift.starts_at", "DutyShift.ends_at", "DutyCover.starts_at", "DutyCover.ends_at",
}  # fmt: skip
"""Columns that name a moment to come by their meaning."""
MIGRATED = {"SupervisionSubItem.added_at"}
"""Rows that the migrations bring, which ran by the clock of the machine before it was set back."""


def later_than(now: datetime) -> list[str]:
    """What the tables hold of moments and days of acts that are still to come."""
    found = []
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            name = f"{model.__name__}.{column.name}"
            if isinstance(column, models.DateTimeField) and name not in AHEAD | MIGRATED:
                late = model._default_manager.filter(**{f"{column.name}__gt": now}).values_list(column.name, flat=True)
                found += [f"{name} {value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" for value in late]
    for rows, day in ((Event.objects, "on"), (Document.objects, "issued_on"), (Document.objects, "received_on")):
        found += [f"{day} {value}" for value in rows.filter(**{f"{day}__gt": now.date()}).values_list(day, flat=True)]
    return found


@pytest.fixture(scope="module", params=MOMENTS)
def made(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[datetime]:
    """When the demonstration was finished that was begun at a moment; the clock goes on from there. Rolled back after its tests."""
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(moment(request.param), tick=True):
        call_command("demo", matters=12, stdout=StringIO(), stderr=StringIO())
        yield clock.now()
        transaction.set_rollback(True)


def test_nothing_lies_later_than_now(made: datetime) -> None:
    """Of the first dozen matters; of all stories at one hour, see test_demo."""
    assert later_than(made) == []


def test_acts_numbers_and_trail_are_in_order(made: datetime) -> None:
    for matter in Matter.objects.filter(imported=False):
        told = list(matter.events.order_by("seq").values_list("recorded_at", flat=True))
        assert told == sorted(told), matter.title
    for issuer, kind, year in set(Document.objects.filter(seq__isnull=False).values_list("issuer", "type", "year")):
        drawn = Document.objects.filter(issuer=issuer, type=kind, year=year, seq__isnull=False).order_by("issued_at", "seq")
        assert list(drawn.values_list("seq", flat=True)) == list(range(1, drawn.count() + 1)), (kind, year)
    for chain in set(AuditEntry.objects.values_list("chain", flat=True)):
        kept = list(AuditEntry.objects.filter(chain=chain).order_by("seq").values_list("at", flat=True))
        assert kept == sorted(kept)
    assert list(audit.verify()) == []
    again = sweep(now=clock.now())
    assert (again.notices, again.drafts) == (0, 0)


def test_what_is_done_now_is_on_the_first_page_and_comes_last(made: datetime) -> None:
    """The main job by plain requests: the other side finds the newest notice on top of all that the demonstration told it."""
    prosecutor, legal = (Officer.objects.get(username=username) for username in ("jc.wang", "ga.fang"))
    matter = Matter.objects.filter(handler=prosecutor, police=legal.organisation, police_from__isnull=False, closed_at=None).first()
    assert matter is not None
    answer = signed_in(prosecutor).post(
        f"/procuratorate/matters/{matter.pk}/note/", {"text": "请抓紧办理。", "shown": "both", "version": matter.version}
    )
    assert answer.status_code == 302, answer.content.decode()
    told = Notice.objects.get(side=legal.side, matter=matter, event__action="note")
    assert told.created_at > made
    assert matter.events.order_by("recorded_at", "seq").last() == told.event
    page = signed_in(legal).get("/police/notices/").content.decode()
    listed = [str(pk) for pk in Notice.objects.values_list("pk", flat=True) if str(pk) in page]
    assert min(listed, key=page.index) == str(told.pk)


@pytest.mark.parametrize("username", ["jc.wang", "jc.he", "ga.fang", "gl.xitong"])
def test_pages_open(made: datetime, username: str) -> None:
    officer = Officer.objects.get(username=username)
    client = signed_in(officer)
    for path in ("", "inbox/", "inbox/?who=office", "matters/", "notices/", "status/", "bulletins/"):
        answer = client.get(f"/{officer.side}/{path}", follow=True)
        assert answer.status_code in ((403, 404) if officer.username == "gl.xitong" and path not in ("", "status/") else (200,)), path


def test_spring_holiday_and_leap_day_are_what_they_are_called(db: None) -> None:
    days = {moment(text).date() for text in MOMENTS}
    assert any(calendar().name(day).startswith("春节") for day in days)
    assert any((day.month, day.day) == (2, 29) for day in days)


@pytest.mark.parametrize("text", MOMENTS)
def test_planned_acts_keep_their_order_in_what_has_passed_of_the_day(text: str) -> None:
    now = moment(text)
    midnight = timezone.make_aware(datetime(now.year, now.month, now.day))  # noqa: DTZ001
    planned = [midnight + timedelta(minutes=minutes) for minutes in range(0, 24 * 60, 7)]
    done = [passed(one, now) for one in planned]
    assert done == sorted(done)
    assert midnight <= done[0] and done[-1] <= now
    assert passed(planned[50] - timedelta(days=1), now) == planned[50] - timedelta(days=1)
