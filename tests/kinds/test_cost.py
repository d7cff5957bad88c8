"""What a page asks of the database does not grow: with the matters on a list, nor with the life of the matter it shows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.matters import desks
from cases.matters.table.workflow import WORKFLOWS
from cases.models import Attachment, Clock, Deadline, Document, Event, Matter, Notice
from office.keys import uuid7
from office.models import Officer
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
    table, made = WORKFLOWS[matter.kind], []
    rule = started(table)[0] if started(table) else "letter_result_3m"
    for place in range(first, first + number):
        due = TODAY + timedelta(days=place % 12 - 4)
        one = copy(
            matter, number=f"{table.number_letters}〔2025〕{place + 1}号", title=f"测试{place}", public_title=f"测试{place}",
            disclosed_at=at("2026-02-02"), closed_at=None, next_due_on=due, police_due_on=due, next_rule=rule, police_rule=rule,
        )  # fmt: skip
        one.save(force_insert=True)
        made.append(one)
        detail = getattr(matter, table.detail, None) if table.detail else None
        if detail is not None:
            values = {field.attname: getattr(detail, field.attname) for field in detail._meta.concrete_fields}
            type(detail)(**{**values, "matter_id": one.pk}).save(force_insert=True)
        lived(one, matter, rule, due)
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
    row = next(row.code for row in WORKFLOWS[matter.kind].actions if not row.linked and row.issues)
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
    table, last = WORKFLOWS[matter.kind], matter.events.order_by("-seq").first()
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
    Matter.objects.filter(pk=matter.pk).update(disclosed_at=at("2026-02-02"))
    grown(matter, FEW)
    pages = [(side, reverse(f"{side}:matter", kwargs={"pk": matter.pk})) for side in sides(matter)]
    for side, page in pages:
        queries(getattr(world, READERS[side]), page)  # the first opening also reads what was told of its events
    few = {page: queries(getattr(world, READERS[page[0]]), page[1]) for page in pages}
    grown(matter, MANY - FEW)
    assert {page: queries(getattr(world, READERS[page[0]]), page[1]) for page in pages} == few
