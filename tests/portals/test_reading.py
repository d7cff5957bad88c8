"""A page reads: which tables opening one may write, how much it asks of the database, and that no reading goes unnoted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.template import TemplateDoesNotExist
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from cases.desk import views
from cases.matters import perform
from cases.matters.telling.noticing import unseen
from cases.models import Consent, Matter
from office import audit
from office.duty.models import DutyPost
from office.middleware import PORTALS
from office.models import AuditEntry
from tests.portals.test_matrix import ADMINS, ARGUMENTS, QUERY, TABLE, drafted_paper, identities, received_paper  # noqa: F401
from tests.supervision.play import at
from tests.world import TODAY, World, signed_in

#: What a GET may write. A page marks what its reader was told as read and notes an upper level's reading (``opened()``); a ledger
#: that leaves the house is noted; a session says once a minute that its officer is at work, and at its end that he was signed out.
MARKS = {"cases_noticeread", "cases_consent"}
TRAIL = {"office_auditentry", "office_audithead"}
SESSION = {"django_session"}
EXPORTS = {"ledger_export"}
ABOVE = {"city_prosecutor", "city_chief"}
READERS = {
    "prosecutor", "assistant", "chief", "case_manager", *ABOVE, "investigator", "legal_officer", "head", *(one for side in ADMINS.values() for one in side),
}  # fmt: skip
"""Who opens every page that is his to open: one of each kind of reader."""

FRAME, FORM = 5, 6
"""Queries of any page (session, officer with organisation and roles, reach, bell, job; one more where a roster is kept), and of a form beyond it: what was set.
A page named nowhere below asks no more than a form. Noting an upper level's reading is not counted."""
REACHED = {
    "matter": 12,  # 10, and 2 for what a head would undo; by kind in tests/kinds/test_cost.py
    "paper": 9, "paper_preview": 80,  # signs for trial, and draws the other side's pages
    "meeting": 10, "minutes": 12,  # as the matter itself, with its agenda, who takes part, and what was said and written
    "approvals": 15, "officer": 8, "organisation": 8, "duty_swap": 7,  # 6, and the roster of the frame

    **dict.fromkeys(["bulletin", "bulletin_rows", "bulletin_pdf", "bulletin_text"], 57),  # every figure is a query
}  # fmt: skip
"""What other pages ask today, found by measuring: to be made less, never more."""
LISTS, LIST = ("inbox", "matters", "notices", "started"), 8
"""What a list asks beyond the frame, and one more for each kind on the page (none here: ``tests/cases/test_list_cost.py``)."""
REACHED |= dict.fromkeys(LISTS, LIST)
REACHED["inbox"] += 1  # whether a meeting is due
REACHED |= {"act": FORM + 1, "case": FORM + 1}  # 指引、标准、会签制度 beside what they concern
WRITES = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
SAVEPOINT = re.compile(r'^(SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT) "(\w+)"')


def written(statements: Iterable[str]) -> set[str]:
    """The tables that these statements write to, leaving aside what was rolled back (以对方视角预览 rehearses)."""
    inside: list[tuple[str, set[str]]] = [("", set())]
    for sql in statements:
        if point := SAVEPOINT.match(sql):
            what, name = point.groups()
            if what == "SAVEPOINT":
                inside.append((name, set()))
                continue
            began, found = inside.pop()
            assert began == name
            if what == "ROLLBACK TO SAVEPOINT":
                inside.append((name, set()))  # it is released next
            else:
                inside[-1][1].update(found)
        elif wrote := WRITES.match(sql):
            inside[-1][1].add(wrote[1])
    return inside[0][1]


def asked(client: Client, address: str, given: dict[str, str]) -> list[str]:
    """The statements of one page."""
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(address, given)
    assert answer.status_code == 200, address
    return [query["sql"] for query in caught]


PAGES = sorted({(side, name) for (side, name, method), row in TABLE.items() if method == "GET" and 200 in row.values()})


@pytest.mark.parametrize(("side", "name"), PAGES, ids=["-".join(page) for page in PAGES])
def test_opening_a_page_writes_only_that_it_was_read_and_keeps_to_its_budget(world: World, identities: dict[str, Any], side: str, name: str):  # noqa: F811
    kwargs = ARGUMENTS[name](world) if name in ARGUMENTS else {}
    address, given = reverse(f"{side}:{name}", kwargs=kwargs), QUERY.get(name, {})
    for identity, status in TABLE[side, name, "GET"].items():
        if status != 200 or identity not in READERS:
            continue
        client = signed_in(identities[identity])
        noted = TRAIL if identity in ABOVE or name in EXPORTS else set()
        assert written(asked(client, address, given)) <= MARKS | noted, identity
        again = asked(client, address, given)
        assert written(again) <= noted, identity
        counted = [sql for sql in again if not SAVEPOINT.match(sql) and not (noted and '"office_audit' in sql)]
        assert len(counted) - FRAME <= REACHED.get(name, FORM), f"{identity}：{len(counted)}"


# --- the session -----------------------------------------------------------------------------------------------------


def test_a_session_is_written_once_a_minute_and_at_its_end(world: World):
    client, address = signed_in(world.prosecutor), reverse("procuratorate:calculator")
    assert written(asked(client, address, {})) == set()
    for key, ago, tables in (("seen", 61, SESSION), ("since", 13 * 3600, SESSION | TRAIL)):
        with override_settings(SESSION_COOKIE_NAME=PORTALS[world.prosecutor.side].session_cookie):
            session = client.session
            session[key] -= ago
            session.save()
        with CaptureQueriesContext(connection) as caught:
            client.get(address)
        assert written(query["sql"] for query in caught) == tables


# --- opened() --------------------------------------------------------------------------------------------------------


def told(world: World) -> tuple[Matter, str]:
    """A matter of which the 法制员 has been told something he has not seen; its page."""
    matter = received_paper(world).matter
    perform(matter.pk, "note", officer=world.prosecutor, data={"text": "请抓紧。", "shown": "both"}, now=at(TODAY))
    assert unseen(matter, officer=world.legal_officer).exists()
    return matter, reverse("police:matter", kwargs={"pk": matter.pk})


def ringing(page: str) -> str:
    """What the bell of a page shows."""
    return re.search(r'class="bell"[^>]*>通知(?: <b>(.*?)</b>)?', page)[1] or "0"  # type: ignore[index]


def test_the_bell_of_a_page_counts_what_the_page_itself_does_not_tell(world: World):
    _, address = told(world)
    client = signed_in(world.legal_officer)
    before = ringing(client.get(reverse("police:calculator")).content.decode())
    first, second = (ringing(client.get(address).content.decode()) for _ in range(2))
    assert int(before) > int(first) == int(second)


def test_of_a_page_that_fails_nothing_was_read(world: World, monkeypatch):
    matter, address = told(world)
    monkeypatch.setattr(views.matter, "render", broken)
    with pytest.raises(TemplateDoesNotExist):
        signed_in(world.legal_officer).get(address)
    assert unseen(matter, officer=world.legal_officer).exists()


def broken(*_: Any, **__: Any) -> None:
    raise TemplateDoesNotExist("matters/matter.html")


@pytest.mark.parametrize("name", [
    "matter", "paper", "paper_pdf", "paper_docx", "paper_receipt", "paper_preview", "attachment", "case",
    "meeting", "sign_in_sheet", "minutes", "guidance_text",
])  # fmt: skip
def test_a_superiors_reading_that_cannot_be_noted_is_refused(world: World, monkeypatch, name: str):
    client, address = signed_in(world.city_prosecutor), reverse(f"procuratorate:{name}", kwargs=ARGUMENTS[name](world))

    def full(*_: Any, **__: Any) -> None:
        raise DatabaseError("disk full")

    assert client.get(address).status_code == 200
    assert AuditEntry.objects.filter(verb="read", officer_id=world.city_prosecutor.pk).count() == 1
    monkeypatch.setattr(audit, "record", full)
    with pytest.raises(DatabaseError):
        client.get(address)


def test_who_opens_a_paper_that_was_copied_to_him_finds_himself_among_its_readers(world: World):
    paper = drafted_paper(world)
    data = {"document": paper.pk, "people": [str(world.case_manager.pk), str(world.assistant.pk)]}
    perform(paper.matter_id, "copy_to", officer=world.prosecutor, data=data, now=at(TODAY))
    address = reverse("procuratorate:paper", kwargs={"pk": paper.matter_id, "document": paper.pk})
    first, second = (signed_in(world.case_manager).get(address).content.decode() for _ in range(2))
    assert first.count("已阅") == second.count("已阅") == 1 and first.count("未阅") == second.count("未阅") == 1
    assert Consent.objects.exclude(read_at=None).count() == 1
    assert AuditEntry.objects.filter(verb="read_copy").count() == 1


@pytest.mark.parametrize("identity", ["prosecutor", "chief", "city_prosecutor", "legal_officer", "investigator"])
def test_a_page_without_content_asks_five_and_six_where_a_roster_is_kept(world: World, identity: str):
    who = getattr(world, identity)
    with override_settings(ROOT_URLCONF="tests.bench.urls"):
        assert len(asked(signed_in(who), f"/{who.side}/bench/frame/", {})) == FRAME
        for organisation in (world.court, world.city, world.organ):
            office = world.city_office if organisation == world.city else world.office
            DutyPost.objects.create(office=office, organisation=organisation, name="常驻岗")
        assert len(asked(signed_in(who), f"/{who.side}/bench/frame/", {})) == FRAME + 1
