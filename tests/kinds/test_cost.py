"""What a page asks of the database does not grow: with the matters on a list, nor with the life of the matter it shows.

And how much the page of a matter asks at all, and that what it shows of its one reading is what ``visible_to`` would find.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.matters import desks
from cases.matters.dossier import Dossier, dossier
from cases.matters.table.workflow import WORKFLOWS, table_of
from cases.matters.telling import writing
from cases.models import Addressee, Attachment, Clock, Deadline, Document, Event, Matter, Notice, Paper
from office.keys import uuid7
from office.models import Officer
from office.sides import HEADS
from tests.supervision import plays
from tests.supervision.ground import sides, started
from tests.supervision.play import at
from tests.world import TODAY, World, signed_in

pytestmark = pytest.mark.django_db
FEW, MANY = 2, 30
LISTS = {
    "procuratorate": ("inbox", "inbox?who=office", "matters", "approvals", "notices", "search?q=测试", "ledger"),
    "police": ("inbox", "matters", "approvals", "notices", "search?q=测试", "ledger", "started"),
}
READERS = {"procuratorate": "prosecutor", "police": "legal_officer"}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())


def queries(who: Officer, address: str) -> int:
    """Queries of one page, for the officer as a new request has him."""
    client = signed_in(Officer.objects.select_related("organisation").get(pk=who.pk))
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(caught)


def copy(row: Model, **changed: Any) -> Model:
    """The row once more under a key of its own."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
    return type(row)(**{**values, **changed})


def multiplied(matter: Matter, number: int, first: int = 0) -> list[Matter]:
    """As many open matters like this one, each with a clock, a paper that waits, a draft, rows and notices of its own."""
    table, made = table_of(matter), []
    rule = started(table)[0] if started(table) else "letter_result_3m"
    for place in range(first, first + number):
        due = TODAY + timedelta(days=place % 12 - 4)
        one = copy(
            matter, number=f"{table.number_letters}〔2025〕{place + 1}号", title=f"测试{place}", public_title=f"测试{place}",
            police_from=at("2026-02-02"), closed_at=None, next_due_on=due, police_due_on=due, next_rule=rule, police_rule=rule,
        )  # fmt: skip
        one.save(force_insert=True)
        made.append(one)
        detail = getattr(matter, table.detail, None) if table.detail else None
        if detail is not None:
            values = {field.attname: getattr(detail, field.attname) for field in detail._meta.concrete_fields}
            type(detail)(**{**values, "matter_id": one.pk}).save(force_insert=True)
        lived(one, matter, rule, due)
    writing.settle([one.pk for one in made])
    desks.write([one.pk for one in made])
    return made


def lived(matter: Matter, like: Matter, rule: str, due: date) -> None:
    """Rows, a running clock with its notices, a served paper and a draft."""
    for accessor in WORKFLOWS[matter.kind].rows:
        for row in getattr(like, accessor).all():
            copy(row, matter_id=matter.pk).save(force_insert=True)
    clock = Deadline.objects.create(
        office_id=matter.office_id, matter=matter, rule=rule, label="测试期限", article="规则第560条", owed_by="police", roll="R",
        shared=True, trigger="收到", begins_on=TODAY, due_on=due,
    )  # fmt: skip
    paper = {
        "office_id": matter.office_id, "matter": matter, "type": "D26", "name": "督促回复函", "origin_side": "procuratorate",
        "issuer": matter.office.procuratorate, "addressee": "police", "drafted_at": at(TODAY), "drafted_by": matter.handler,
    }  # fmt: skip
    pressed = [row for row in table_of(matter).actions if not row.linked]
    row = next((row for row in pressed if row.issues), pressed[0]).code  # of a kind that issues none, the papers stand for nothing it does
    Document.objects.create(**paper, bundle=uuid7(), action=row, status="issued", issued_on=TODAY, issued_at=at(TODAY))
    Document.objects.create(**paper, bundle=uuid7(), action=row, status="draft")
    for side in sides(matter):
        Notice.objects.create(office_id=matter.office_id, matter=matter, side=side, deadline=clock, due_on=due, rung="over", text="已超期")


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_lists_ask_the_same_of_two_as_of_thirty(world: World, kind: str):
    matter = plays.opened(kind, world)
    multiplied(matter, FEW)
    looking = sides(matter)
    addresses = [(side, f"/{side}/{name.replace('?', '/?') if '?' in name else name + '/'}") for side in looking for name in LISTS[side]]
    few = {one: queries(getattr(world, READERS[one[0]]), one[1]) for one in addresses}
    multiplied(matter, MANY - FEW, first=FEW)
    assert {one: queries(getattr(world, READERS[one[0]]), one[1]) for one in addresses} == few


def grown(matter: Matter, number: int) -> None:
    """So much of everything that a matter's page shows: lines, clocks that ended, papers, files, rows, following matters."""
    table, last = table_of(matter), matter.events.order_by("-seq").first()
    assert last is not None
    for place in range(1, number + 1):
        event = copy(last, seq=last.seq + place, action="note", label="附言", shown="both", document_id=None)
        event.save(force_insert=True)
        Attachment.objects.create(
            office_id=matter.office_id, matter=matter, event=event, shown="both", name=f"{place}.pdf", sha256="0" * 64, size=1,
            content_type="application/pdf",
        )  # fmt: skip
        Deadline.objects.create(
            office_id=matter.office_id, matter=matter, rule="letter_result_3m", label="测试期限", article="规则第163条", owed_by="police",
            roll="R", shared=True, trigger="收到", begins_on=TODAY, due_on=TODAY, status=Clock.MET, ended_on=TODAY,
            started_by=event, ended_by=event,
        )  # fmt: skip
        Document.objects.create(
            office_id=matter.office_id, matter=matter, bundle=uuid7(), type="D26", name="督促回复函", origin_side="procuratorate",
            issuer=matter.office.procuratorate, addressee="police", drafted_at=at(TODAY), drafted_by=matter.handler,
            action=last.action, status="received", issued_on=TODAY, issued_at=at(TODAY), received_on=TODAY, received_at=at(TODAY),
            issued_by=matter.handler, received_by=matter.handler,
        )  # fmt: skip
        for accessor in table.rows:
            first = getattr(matter, accessor).order_by("no").first()
            if first is not None:
                copy(first, no=1000 + Event.objects.filter(matter=matter).count()).save(force_insert=True)
    for one in multiplied(matter, number, first=Matter.objects.count()):
        Matter.objects.filter(pk=one.pk).update(parent=matter)


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_page_of_a_matter_asks_the_same_however_long_it_has_lived(world: World, kind: str):
    matter = plays.opened(kind, world)
    Matter.objects.filter(pk=matter.pk).update(police_from=at("2026-02-02"))
    grown(matter, FEW)
    pages = [(side, reverse(f"{side}:matter", kwargs={"pk": matter.pk})) for side in sides(matter)]
    for side, page in pages:
        queries(getattr(world, READERS[side]), page)  # the first opening also reads what was told of its events
    few = {page: queries(getattr(world, READERS[page[0]]), page[1]) for page in pages}
    grown(matter, MANY - FEW)
    assert {page: queries(getattr(world, READERS[page[0]]), page[1]) for page in pages} == few


# --- how much, at all ------------------------------------------------------------------------------------------------

FRAME, PAGE = 6, 10
"""Queries of any page of a portal (session, officer with organisation, roles, reach, bell, job), and of the page of a matter beyond
it, one more for each sort of rows: matter, detail, clocks, papers, settings, linked matters, trail, files, notices, suspects."""
UNDOES, OTHERS, BOUND, SEATS, HOSTS = 2, 1, 1, 1, 1
"""Beyond that, today: what a head would undo, with the papers of that step; who decided before, where another must act
(另行指派); the periods of other matters of the case that bind this one; who takes part, where only they see it, and what the reader
hosts, where a host alone does some of it."""
IDENTITIES = ("prosecutor", "chief", "case_manager", "city_prosecutor", "legal_officer", "head")


def counted(who: Officer, address: str) -> int:
    """Queries of one page, without savepoints and without noting the reading of an upper level."""
    client = signed_in(Officer.objects.select_related("organisation").get(pk=who.pk))
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200, address
    return sum("SAVEPOINT" not in query["sql"] and '"office_audit' not in query["sql"] for query in caught)


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_page_of_a_matter_keeps_to_its_budget_whoever_opens_it(world: World, kind: str):
    matter = plays.opened(kind, world)
    table = table_of(matter)
    Matter.objects.filter(pk=matter.pk).update(police_from=at("2026-02-02"))
    grown(matter, FEW)
    more = len(table.rows) + OTHERS * any(row.not_by for row in table.actions) + BOUND * bool(getattr(Dossier(matter).detail, "case_clocks", ()))
    more += SEATS * table.restricted + HOSTS * any(row.hosted for row in table.actions)
    for identity in IDENTITIES:
        who: Officer = getattr(world, identity)
        if who.side not in sides(matter) or (table.restricted and not Matter.objects.visible_to(who).filter(pk=matter.pk).exists()):
            continue
        page = reverse(f"{who.side}:matter", kwargs={"pk": matter.pk})
        queries(who, page)
        assert counted(who, page) <= FRAME + PAGE + more + UNDOES * bool(who.roles & set(HEADS.values())), identity


def flooded(matter: Matter, number: int) -> None:
    """So many of all that is related to a matter, written together."""
    last = matter.events.order_by("-seq").first()
    assert last is not None
    first, places = last.seq + 1, range(number)
    events = [copy(last, seq=first + place, action="note", label="附言", shown="both", document_id=None) for place in places]
    Event.objects.bulk_create(events)
    Attachment.objects.bulk_create(
        Attachment(office_id=matter.office_id, matter=matter, event=event, shown="both", name="附件.pdf", sha256="0" * 64, size=1, content_type="application/pdf")
        for event in events
    )  # fmt: skip
    Document.objects.bulk_create(
        Document(
            office_id=matter.office_id, matter=matter, bundle=uuid7(), type="D26", name="督促回复函", origin_side="procuratorate",
            issuer=matter.office.procuratorate, addressee="police", drafted_at=at(TODAY), drafted_by=matter.handler, action=last.action,
            status="received", issued_on=TODAY, received_on=TODAY, issued_by=matter.handler, received_by=matter.handler,
        )
        for _ in places
    )  # fmt: skip
    clock = {"rule": "letter_result_3m", "label": "测试期限", "article": "规则第163条", "owed_by": "police", "roll": "R", "shared": True}
    days = {"trigger": "收到", "begins_on": TODAY, "due_on": TODAY, "status": Clock.MET, "ended_on": TODAY}
    Deadline.objects.bulk_create(
        Deadline(office_id=matter.office_id, matter=matter, started_by=event, ended_by=event, **clock, **days) for event in events
    )
    Notice.objects.bulk_create(
        Notice(office_id=matter.office_id, matter=matter, side=side, rung=f"{first + place}", text="测试提醒") for place in places for side in sides(matter)
    )
    Matter.objects.bulk_create(copy(matter, number=f"测试{first + place}", parent_id=matter.pk) for place in places)


def test_page_of_a_matter_asks_the_same_with_one_with_fifty_and_with_five_thousand_related_rows_in_all(world: World):
    matter = plays.opened("filing", world)
    Matter.objects.filter(pk=matter.pk).update(police_from=at("2026-02-02"))
    pages = {who: reverse(f"{who.side}:matter", kwargs={"pk": matter.pk}) for who in (world.prosecutor, world.legal_officer)}
    asked = []
    for number in (1, 9, 990):  # of each of six sorts
        flooded(matter, number)
        asked.append([counted(who, page) for who, page in pages.items()])
    assert asked[0] == asked[1] == asked[2] and max(asked[0]) <= FRAME + PAGE


# --- and no less is hidden by it -------------------------------------------------------------------------------------


@pytest.mark.parametrize("identity", ["prosecutor", "assistant", "city_prosecutor", "legal_officer", "other_legal_officer"])
def test_what_a_page_shows_of_its_one_reading_is_what_its_reader_may_see(world: World, identity: str):
    matter = plays.opened("filing", world)
    Matter.objects.filter(pk=matter.pk).update(police_from=at("2026-02-02"), police=getattr(world, identity).organisation if "legal" in identity else world.organ)
    matter.refresh_from_db()
    shared = {"office_id": matter.office_id, "matter": matter, "type": "D26", "name": "督促回复函", "drafted_at": at(TODAY), "action": "request_a", "leads": False}
    places = {"procuratorate": (world.court, world.city), "police": (world.organ, world.second_organ)}
    for status, (side, issuers), addressee in product(Paper.values, places.items(), Addressee.values):
        for issuer in issuers:
            Document.objects.create(**shared, bundle=uuid7(), status=status, origin_side=side, issuer=issuer, addressee=addressee)
    for status, open_to_both in product(Clock.values, (True, False)):
        Deadline.objects.create(
            office_id=matter.office_id, matter=matter, rule="letter_result_3m" if open_to_both else "request_7d", label="测试期限", article="规则第163条",
            owed_by="police", roll="R", shared=open_to_both, trigger="收到", begins_on=TODAY, due_on=TODAY, status=status,
        )  # fmt: skip
    who = Officer.objects.select_related("organisation").get(pk=getattr(world, identity).pk)
    found = dossier(who, matter.pk)
    for shown, model, all_of_it in ((found.seen_papers, Document, found.documents), (found.seen_clocks, Deadline, found.deadlines)):
        visible = set(model.objects.visible_to(who).filter(matter=matter))
        assert set(shown) == visible <= set(all_of_it)
    assert len(found.seen_papers) < len(found.documents), "对方的草稿也在卷宗里，但不给看"
