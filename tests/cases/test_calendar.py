"""日历: the week, the list and the feed; a second parser reads the feed; the token stands in no log."""

from __future__ import annotations

import io
import logging
import re
import runpy
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
import vobject
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from cases.desk.calendar import entries, feed, sources, weeks
from cases.desk.calendar.entries import Entry, Sort, Span, between
from cases.matters import desks
from cases.matters.clocks.refreshing import refresh
from cases.matters.dossier import Dossier
from cases.models import Deadline, DeskRow, Matter
from office import actions
from office.duty import acts as duty
from office.duty.models import DutyShift
from office.keys import uuid7
from office.models import AuditEntry, CalendarToken, Officer, RoleGrant
from office.sides import Role, Side
from office.urls import all as all_urls
from office.wsgi import application
from tests.cases.day import again, asked, new
from tests.kinds import sealed
from tests.rosters import published
from tests.supervision.play import at
from tests.world import TODAY, World, signed_in

pytestmark = pytest.mark.django_db
NOW = at(TODAY)
HOST = "testserver"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())


def requested(world: World) -> Any:
    """One that waits for the police's reasons by a day, in the prosecutor's hands."""
    return asked(world, "2026-11-18", "2026-11-19")


def clock_of(matter: Any, side: str = Side.PROCURATORATE) -> Deadline:
    """The earliest period of a matter as a side has it."""
    matter.refresh_from_db()
    return Deadline.objects.get(matter=matter, rule=matter.next_rule if side == Side.PROCURATORATE else matter.police_rule, status="running")


def span(days: int = 400, *, mine: bool = True) -> Span:
    return Span(TODAY - timedelta(days=60), TODAY + timedelta(days=days), mine, TODAY)


def of(who: Officer, *, mine: bool = True) -> list[Entry]:
    return between(again(who), span(mine=mine))


def read(body: bytes) -> dict[str, Any]:
    """What two parsers make of a feed, by UID; it is as RFC 5545 wants it."""
    lines = body.split(b"\r\n")
    assert lines.pop() == b""
    for line in lines:
        assert len(line) <= 75
        assert b"\n" not in line
        line.decode("utf-8")  # no character is cut in two
    found = Calendar.from_ical(body)
    assert found.errors == []
    assert all(one.errors == [] for one in found.walk())
    text = body.decode()
    for word in ("TZID", "VTIMEZONE", "METHOD", "ATTENDEE", "ORGANIZER", "RRULE", "RECURRENCE-ID"):
        assert word not in text
    assert {"REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H", "VERSION:2.0"} <= set(text.split("\r\n"))
    second = vobject.readOne(text)
    assert second.validate(raiseException=True)
    events = {one.uid.value: one for one in second.contents.get("vevent", [])}
    assert sorted(events) == sorted(str(one["uid"]) for one in found.walk("VEVENT"))
    for one in found.walk("VEVENT"):
        assert one["dtstamp"].dt == one["last-modified"].dt
        assert one["dtstamp"].dt.tzinfo is not None
        same = events[str(one["uid"])]
        assert same.summary.value == str(one["summary"])
        assert same.dtstart.value == one["dtstart"].dt
    return events


def fed(who: Officer, now: datetime = NOW) -> dict[str, Any]:
    return read(feed.feed_of(again(who), now))


MEETING = Entry(
    key=UUID(int=7), office="QJ", sort=Sort.MEETING, title="2026年第四次联席会议", begins=at("2026-11-27").replace(hour=14, minute=30),
    ends=at("2026-11-27").replace(hour=17), changed_at=NOW, place="三楼会议室", note="纪要另发；逗号,分号;反斜杠\\",
)  # fmt: skip


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[Entry]:
    """A further source, as a later application registers one; what stands in the list is held."""
    kept: list[Entry] = []
    monkeypatch.setattr(entries, "_SOURCES", [*entries._SOURCES])
    entries.register_source(lambda _, wanted: [one for one in kept if wanted.covers(one.day)])
    return kept


# --- the feed --------------------------------------------------------------------------------------------------------


def test_a_meeting_moves_in_place_and_stays_sixty_days_when_cancelled(world: World, held: list[Entry]):
    held.append(MEETING)
    (uid, first), = fed(world.prosecutor).items()  # fmt: skip
    assert uid == f"{UUID(int=7)}@QJ"
    assert first.dtstart.value == datetime(2026, 11, 27, 6, 30, tzinfo=UTC)
    assert (first.sequence.value, first.status.value, first.location.value) == ("0", "CONFIRMED", "三楼会议室")
    assert first.description.value == MEETING.note

    later = MEETING.begins + timedelta(days=3)  # type: ignore[operator]
    held[0] = replace(MEETING, begins=later, ends=later + timedelta(hours=2), moves=1, changed_at=NOW + timedelta(hours=1), moved_from=MEETING.begins)
    (again_uid, moved), = fed(world.prosecutor).items()  # fmt: skip
    assert again_uid == uid
    assert moved.sequence.value == "1"
    assert moved.dtstart.value == later
    assert moved.dtstamp.value > first.dtstamp.value

    held[0] = replace(held[0], cancelled=True, changed_at=NOW + timedelta(hours=2))
    (_, gone), = fed(world.prosecutor).items()  # fmt: skip
    assert (gone.status.value, gone.summary.value) == ("CANCELLED", "（已取消）2026年第四次联席会议")
    assert uid in fed(world.prosecutor, NOW + timedelta(days=60))
    assert fed(world.prosecutor, NOW + timedelta(days=60, hours=3)) == {}


def test_the_same_content_is_the_same_bytes_and_another_is_not(world: World, held: list[Entry]):
    held.append(MEETING)
    token = actions.subscribe(officer=world.prosecutor, now=NOW)
    address, client = f"/procuratorate/calendar/{token}.ics", Client()
    first = client.get(address)
    assert first.status_code == 200
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" not in first["Cache-Control"]
    assert client.get(address).content == first.content
    same = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    held[0] = replace(MEETING, place="二楼会议室")
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_period_is_a_whole_day_that_blocks_nothing_and_goes_when_it_is_done(world: World):
    matter = requested(world)
    clock = clock_of(matter)
    (uid, one), = fed(world.prosecutor).items()  # fmt: skip
    assert uid == f"{clock.pk}@QJ"
    assert one.summary.value == f"{matter.number} {clock.label}"
    assert (one.dtstart.value, one.dtend.value) == (clock.due_on, clock.due_on + timedelta(days=1))
    assert one.transp.value == "TRANSPARENT"
    assert one.dtstamp.value == clock.changed_at.replace(microsecond=0)
    body = feed.feed_of(again(world.prosecutor), NOW).decode()
    assert f"DTSTART;VALUE=DATE:{clock.due_on:%Y%m%d}" in body
    for name in ("陈某军", matter.title, world.prosecutor.name):
        assert name not in body.replace("\r\n ", "")
    Deadline.objects.filter(pk=clock.pk).update(status="met")
    assert fed(world.prosecutor) == {}


def test_every_write_of_a_period_says_when(world: World, monkeypatch: pytest.MonkeyPatch):
    clock = clock_of(requested(world))
    monkeypatch.setenv("OFFICE_TODAY", "2026-12-01")
    clock.label = "改过"
    clock.save(update_fields=["label"])
    clock.refresh_from_db()
    assert timezone.localtime(clock.changed_at).date() == date(2026, 12, 1)


def test_rights_stand_in_no_calendar(world: World):
    matter = requested(world)
    clock = clock_of(matter)
    assert len(of(world.prosecutor)) == 1
    Deadline.objects.filter(pk=clock.pk).update(nature="right")
    refresh(Dossier(Matter.objects.get(pk=matter.pk)))
    desks.write([matter.pk])
    from_rows = DeskRow.objects.filter(matter=matter).values_list("rule", flat=True)
    assert clock.rule not in from_rows
    assert [one for one in of(world.prosecutor) if one.key == clock.pk] == []


def test_a_shift_is_whose_who_holds_it(world: World):
    published(world.chief, world.prosecutor, first=TODAY, now=NOW)
    shift = DutyShift.objects.get(day=TODAY + timedelta(days=3))
    uid = f"{shift.pk}@QJ"
    before = fed(world.prosecutor)
    assert len(before) == 14
    assert before[uid].summary.value == "值班 轮值岗"
    assert fed(world.second_prosecutor) == {}

    middle = shift.starts_at + timedelta(hours=4)
    later = NOW + timedelta(minutes=5)
    made = duty.cover_shift(
        officer=world.chief, pk=shift.pk, to=world.second_prosecutor.pk, starts_at=middle, ends_at=middle + timedelta(hours=2), reason="", now=later,
    )  # fmt: skip
    cut = fed(world.prosecutor)
    assert len(cut) == 15
    assert cut[uid].dtend.value == middle
    assert cut[uid].dtstamp.value > before[uid].dtstamp.value
    assert fed(world.second_prosecutor)[uid].dtstart.value == middle
    assert set(fed(world.prosecutor)) == set(cut)

    duty.uncover_shift(officer=world.chief, pk=shift.pk, cover=made.pk, now=later + timedelta(minutes=5))
    restored = fed(world.prosecutor)
    assert restored[uid].dtend.value == before[uid].dtend.value
    assert restored[uid].dtstamp.value > cut[uid].dtstamp.value
    assert fed(world.second_prosecutor) == {}


def test_who_is_on_leave_has_no_shift_and_his_substitute_has(world: World):
    published(world.chief, world.prosecutor, first=TODAY, now=NOW)
    day = TODAY + timedelta(days=2)
    duty.register_leave(
        officer=world.prosecutor, who=world.prosecutor.pk, begins_on=day, ends_on=day, reason="", substitute=world.second_prosecutor.pk, now=NOW
    )
    assert len(fed(world.prosecutor)) == 13
    assert len(fed(world.second_prosecutor)) == 1


def test_what_no_program_could_read_is_not_written():
    with pytest.raises(ValueError, match="标识相同"):
        feed.written([MEETING, MEETING])
    with pytest.raises(ValueError, match="没有时区"):
        feed.written([replace(MEETING, begins=datetime(2026, 11, 27, 14, 30))])  # noqa: DTZ001 - that is what is tried


def test_a_long_title_is_folded_between_characters(world: World, held: list[Entry]):
    held += [replace(MEETING, key=UUID(int=place), title="汉" * place + "a" * (place % 3), note="𠀀字" * place) for place in range(1, 90)]
    found = fed(world.prosecutor)
    assert len(found) == 89
    assert all(one.summary.value.startswith("汉") for one in found.values())


# --- who sees what ---------------------------------------------------------------------------------------------------


def test_each_has_his_own_and_no_more(world: World):
    matter = requested(world)
    published(world.chief, world.prosecutor, first=TODAY, now=NOW)
    everyone = world.identities()
    own = {name for name, who in everyone.items() if fed(who)}
    assert own == {"prosecutor"}
    at_desk = {name for name, who in everyone.items() if any(one.key == clock_of(matter).pk for one in of(who, mine=False))}
    assert {"prosecutor", "second_prosecutor", "assistant", "chief"} <= at_desk
    assert not at_desk & {
        "strange_prosecutor", "strange_legal_officer", "other_legal_officer", "city_prosecutor", "city_chief", "system_admin", "security_admin", "audit_admin",
    }  # fmt: skip


def test_the_police_see_the_periods_of_their_organ_that_they_may_know(world: World):
    matter = requested(world)
    matter.refresh_from_db()
    keys = {one.key for one in of(world.legal_officer, mine=False)}
    seen = {one.pk for one in Deadline.objects.visible_to(again(world.legal_officer)).filter(matter=matter, status="running")}
    assert keys
    assert keys <= seen
    assert of(world.other_legal_officer, mine=False) == []


def test_who_lost_his_roles_reads_an_empty_calendar(world: World, held: list[Entry]):
    held.append(MEETING)
    assert fed(world.prosecutor)
    RoleGrant.objects.filter(officer=world.prosecutor).update(role=Role.SYSTEM_ADMIN)
    assert fed(world.prosecutor) == {}
    RoleGrant.objects.filter(officer=world.prosecutor).delete()
    assert fed(world.prosecutor) == {}


def test_of_a_restricted_matter_kind_and_number_and_only_with_a_seat(world: World, monkeypatch: pytest.MonkeyPatch, held: list[Entry]):
    sealed.register(monkeypatch)
    matter = sealed.opened(world)
    clock = clock_of(matter)
    words = f"密谈（{matter.number}）"
    (found,) = fed(world.prosecutor).values()
    assert found.summary.value == words
    assert {"description", "location"} & set(found.contents) == set()
    assert [one.title for one in of(world.chief, mine=False)] == []
    page = signed_in(world.prosecutor).get(reverse("procuratorate:calendar"), {"week": clock.due_on.isoformat()}).content.decode()
    assert words in page
    assert not sealed.MARK.search(page)
    sealed.invite(matter, world.prosecutor, world.second_prosecutor)
    assert [one.title for one in of(world.second_prosecutor, mine=False)] == [words]
    sealed.uninvite(matter, world.prosecutor, world.second_prosecutor)
    assert of(world.second_prosecutor, mine=False) == []
    held.append(replace(MEETING, restricted=True, title=words, place="办案中心", note="说明"))
    body = feed.feed_of(again(world.prosecutor), NOW).decode()
    assert words in body
    assert "办案中心" not in body
    assert "说明" not in body


# --- tokens ----------------------------------------------------------------------------------------------------------


def shown(page: bytes) -> str:
    """The address that stands on a page; empty for none."""
    found = re.search(rf'value="http://{HOST}(/\w+/calendar/[\w-]{{43}}\.ics)"', page.decode())
    return found[1] if found else ""


def test_a_token_is_told_once_and_its_hash_is_kept(world: World):
    client, place = signed_in(world.prosecutor), reverse("procuratorate:calendar_subscription")
    assert "尚未开通" in client.get(place).content.decode()
    made = client.post(place)
    address = shown(made.content)
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert Client().get(address).status_code == 200
    for page in (client.get(place), client.get(reverse("procuratorate:calendar"))):
        assert token not in page.content.decode()
    kept = CalendarToken.objects.get(officer=world.prosecutor)
    assert kept.digest == CalendarToken.digest_of(token) != token
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            assert token not in str(cursor.fetchall()), table

    second = shown(client.post(place).content)
    assert second != address
    assert Client().get(address).status_code == 404
    assert Client().get(second).status_code == 200
    client.post(reverse("procuratorate:calendar_unsubscribe"))
    assert Client().get(second).status_code == 404
    assert not CalendarToken.objects.exists()
    client.post(reverse("procuratorate:calendar_unsubscribe"))
    trail = list(AuditEntry.objects.filter(subject_type="calendartoken").order_by("seq").values_list("verb", flat=True))
    assert trail == ["subscribe", "subscribe_anew", "unsubscribe"]


def test_a_feed_is_read_at_its_own_portal_by_who_is_active(world: World):
    ours, theirs = (actions.subscribe(officer=who, now=NOW) for who in (world.prosecutor, world.legal_officer))
    client = Client()
    assert client.get(f"/procuratorate/calendar/{ours}.ics").status_code == 200
    assert client.get(f"/police/calendar/{theirs}.ics").status_code == 200
    assert client.get(f"/police/calendar/{ours}.ics").status_code == 404
    assert client.get(f"/procuratorate/calendar/{theirs}.ics").status_code == 404
    assert client.get(f"/procuratorate/calendar/{'x' * 43}.ics").status_code == 404
    assert client.post(f"/procuratorate/calendar/{ours}.ics").status_code == 405
    Officer.objects.filter(pk=world.prosecutor.pk).update(is_active=False)
    answer = client.get(f"/procuratorate/calendar/{ours}.ics")
    assert (answer.status_code, "停用" in answer.content.decode()) == (410, True)


def test_a_process_of_one_portal_serves_no_feed_of_the_other(world: World):
    theirs = actions.subscribe(officer=world.legal_officer, now=NOW)
    for portal, status in (("procuratorate", 404), ("police", 200)):
        with override_settings(PORTAL=portal):
            one = ModuleType(portal)
            one.urlpatterns = runpy.run_path(str(Path(all_urls.__file__)))["urlpatterns"]  # type: ignore[attr-defined]
            with override_settings(ROOT_URLCONF=one):
                assert Client().get(f"/police/calendar/{theirs}.ics").status_code == status, portal


def test_reading_the_feed_is_no_activity_and_writes_nothing(world: World):
    requested(world)
    published(world.chief, world.prosecutor, first=TODAY, now=NOW)
    client = signed_in(world.prosecutor)
    token = actions.subscribe(officer=world.prosecutor, now=NOW)
    with override_settings(SESSION_COOKIE_NAME="procuratorate_session"):
        session = client.session
        session["seen"] -= 61
        session.save()
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(f"/procuratorate/calendar/{token}.ics")
    statements = [query["sql"] for query in caught]
    assert answer.status_code == 200
    assert all(sql.startswith("SELECT") for sql in statements)
    assert not any("django_session" in sql for sql in statements)
    assert len(statements) <= 10
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Everything that any logger says, at every level, formatted as it is written."""
    kept: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(self.format(record) + repr(record.__dict__.get("request", "")))

    root, handler = logging.getLogger(), Keep(level=logging.DEBUG)
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield kept
    root.setLevel(before)
    root.removeHandler(handler)


def test_the_token_stands_in_no_log(world: World, logged: list[str], monkeypatch: pytest.MonkeyPatch):
    client = Client(raise_request_exception=False)
    token = actions.subscribe(officer=world.prosecutor, now=NOW)
    wrong = token[::-1]
    for address, status in (
        (f"/procuratorate/calendar/{token}.ics", 200), (f"/procuratorate/calendar/{token}.ics/", 200), (f"/procuratorate/calendar/{token}", 200),
        (f"/police/calendar/{token}.ics", 404), (f"/procuratorate/calendar/{wrong}.ics", 404), (f"/api/calendar/{token}.ics", 404),
    ):  # fmt: skip
        assert client.get(address).status_code == status, address
    assert client.post(f"/procuratorate/calendar/{token}.ics").status_code == 405
    Officer.objects.filter(pk=world.prosecutor.pk).update(is_active=False)
    assert client.get(f"/procuratorate/calendar/{token}.ics").status_code == 410
    Officer.objects.filter(pk=world.prosecutor.pk).update(is_active=True)
    monkeypatch.setattr(feed, "between", lambda *_: 1 / 0)
    assert client.get(f"/procuratorate/calendar/{token}.ics").status_code == 500
    said = "\n".join(logged)
    assert "ZeroDivisionError" in said
    assert "/procuratorate/calendar/feed.ics" in said
    assert token not in said
    assert wrong not in said


def test_a_server_that_keeps_an_access_log_cannot_name_it_either(world: World):
    token = actions.subscribe(officer=world.prosecutor, now=NOW)
    address = f"/procuratorate/calendar/{token}.ics"
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET", "PATH_INFO": address, "RAW_URI": address, "SERVER_NAME": HOST, "SERVER_PORT": "80", "SCRIPT_NAME": "",
        "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "HTTP_HOST": HOST, "QUERY_STRING": "",
    }  # fmt: skip
    assert application.get_response(application.request_class(environ)).status_code == 200
    # gunicorn writes its access log from the environment, after the application has answered
    assert environ["RAW_URI"] == environ["PATH_INFO"] == "/procuratorate/calendar/feed.ics"


# --- the pages -------------------------------------------------------------------------------------------------------


def test_the_week_says_what_was_moved_and_what_was_cancelled(world: World, held: list[Entry]):
    matter = requested(world)
    due = clock_of(matter).due_on
    day = at(due).replace(hour=9, minute=30)
    held += [
        replace(MEETING, begins=day, ends=day + timedelta(hours=2), moved_from=day - timedelta(days=1), moves=1),
        replace(MEETING, key=uuid7(), title="预备会", begins=day, ends=day, cancelled=True),
    ]
    page = signed_in(world.prosecutor).get(reverse("procuratorate:calendar"), {"week": due.isoformat()}).content.decode()
    assert matter.number in page
    assert "至11:30 · 三楼会议室" in page
    before = due - timedelta(days=1)
    assert f"改期：原{before.month}月{before.day}日9:30" in page
    assert "<s>预备会</s>" in page
    listed = signed_in(world.prosecutor).get(reverse("procuratorate:calendar_list"), {"from": due.isoformat()}).content.decode()
    assert matter.number in listed
    assert "（已取消）" in listed


def test_a_full_day_is_cut_but_for_what_has_an_hour(world: World, held: list[Entry]):
    friday = date(2026, 11, 27)
    held += [replace(MEETING, key=UUID(int=place + 1), sort=Sort.DUTY, begins=friday, ends=None) for place in range(40)]
    held += [replace(MEETING, key=UUID(int=100 + place)) for place in range(10)]
    found = weeks.week(again(world.prosecutor), friday, mine=True, today=TODAY).days[4]
    assert ([one.sort for one in found.cells], found.more) == (["duty"] * weeks.MOST_A_DAY + ["meeting"] * 10, 40 - weeks.MOST_A_DAY)


def test_the_names_on_duty_stand_on_the_page_of_the_desk_alone(world: World):
    published(world.chief, world.prosecutor, first=TODAY, now=NOW)
    client, address = signed_in(world.assistant), reverse("procuratorate:calendar")
    assert world.prosecutor.name in client.get(address, {"who": "office"}).content.decode()
    assert world.prosecutor.name not in client.get(address).content.decode()
    shifts = list(sources.shifts(again(world.assistant), span(mine=False)))
    assert all(world.prosecutor.name not in one.title for one in shifts)
    assert list(sources.shifts(again(world.legal_officer), span(mine=False))) == []


@pytest.mark.parametrize("given", ["2026-13-01", "昨天", "1999-01-01"])
def test_a_day_that_is_none_is_refused(world: World, given: str):
    client = signed_in(world.prosecutor)
    for name, word in (("calendar", "week"), ("calendar_list", "from")):
        answer = client.get(reverse(f"procuratorate:{name}"), {word: given})
        assert answer.status_code == 400
        assert "没有这一天的日历" in answer.content.decode()


def test_a_calendar_asks_no_more_for_many_than_for_few(world: World):
    published(world.chief, world.prosecutor, first=TODAY, now=NOW)
    client, address = signed_in(world.prosecutor), reverse("procuratorate:calendar")

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    requested(world)
    few = queries()
    for _ in range(5):
        new(world, TODAY.isoformat())
    assert queries() == few
