"""The permission matrix: who gets what status from which page of which portal. ``matrix.csv`` is read by people.

A row is portal, URL name, method, who, status; ``who`` names identities of tests/world.py or a group:

- ``anonymous``; ``business``: everyone of the side who handles matters; ``admins``: the 三员 of the side;
- ``everyone``: all who are signed in; ``others``: of those, whoever no other row of the page and method names.

A page of either portal that no row names fails the suite, and so does an identity of the side that a page forgets.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cases.desk.lists.saving import save_view
from cases.matters import perform
from cases.models import Attachment, Case, Document, Matter
from liaison.models.joint_meeting import MeetingSeries
from office import clock
from office.duty import acts
from office.duty.models import DutyPost, DutyShift, DutySwap, HandOver
from office.middleware import PORTALS
from office.models import Delegation, Leave
from office.sides import Role, Side
from reports.models import Bulletin
from supervision import catalogue
from supervision.models.investigation import SupervisionItem, SupervisionSubItem
from tests.liaison.meeting import sitting
from tests.liaison.plays import guidance, joint_meeting
from tests.rosters import published
from tests.supervision.play import act, at, lead, receive, scan, sign
from tests.world import World, officer, signed_in

MATRIX = Path(__file__).parent / "matrix.csv"
ADMINS = {
    Side.PROCURATORATE: ["system_admin", "security_admin", "audit_admin"],
    Side.POLICE: ["police_system_admin", "police_security_admin", "police_audit_admin"],
}
BUSINESS = {
    Side.PROCURATORATE: [
        "prosecutor", "second_prosecutor", "assistant", "chief", "case_manager", "complaint_officer",
        "execution_officer", "administrative_officer", "city_prosecutor", "city_chief", "strange_prosecutor",
    ],
    Side.POLICE: ["investigator", "legal_officer", "head", "other_legal_officer", "strange_legal_officer"],
}  # fmt: skip


def served_paper(world: World) -> Document:
    """A paper on its way to the police: issued, with its stamped scan, not yet signed for."""
    given = lead("A", received_on="2026-02-02", police=str(world.organ.pk))
    matter = perform(None, "take_over", kind="filing", officer=world.prosecutor, now=at("2026-02-02"), data=given).matter
    act(matter, "request_a", world.prosecutor, "2026-02-05")
    sign(matter, world.chief, "2026-02-06")
    paper = Document.objects.get(matter=matter)
    perform(matter.pk, "seal", officer=world.prosecutor, data={"document": paper.pk}, evidence=[scan()], now=at("2026-02-06"))
    return paper


def received_paper(world: World) -> Document:
    """The same, signed for: the police are asked to answer."""
    paper = served_paper(world)
    receive(paper.matter, world.legal_officer, "2026-02-10")
    return paper


def drafted_paper(world: World) -> Document:
    """A paper to the police that waits for the 检察长."""
    given = lead("A", received_on="2026-02-02", police=str(world.organ.pk))
    matter = perform(None, "take_over", kind="filing", officer=world.prosecutor, now=at("2026-02-02"), data=given).matter
    act(matter, "request_a", world.prosecutor, "2026-02-05")
    return Document.objects.get(matter=matter)


def drafted_bulletin(world: World) -> Bulletin:
    """The draft of a month in which something was done."""
    served_paper(world)
    return Bulletin.objects.create(office=world.office, month=date(2026, 2, 1))


def a_delegation(world: World) -> Delegation:
    """The 检察长's, to a prosecutor of his, in force."""
    return Delegation.objects.create(
        organisation=world.court, giver=world.chief, delegate=world.prosecutor, begins_on=clock.today(), ends_on=clock.today(), scope="签发文书"
    )


def a_series(world: World) -> MeetingSeries:
    """A quarterly one of the office."""
    return MeetingSeries.objects.create(office=world.office, name="季度联席会议", begins_on=date(2026, 1, 1))


def a_meeting(world: World) -> Matter:
    """One that the procuratorate has called, for a day to come."""
    return joint_meeting.opened(world, day=clock.today().isoformat())


def a_roster(world: World) -> DutyPost:
    """Of the court: 王砚秋 around the clock, published from today on, as ``published()`` of tests/rosters.py does."""
    return published(world.chief, world.prosecutor, first=clock.today(), now=clock.now())


def a_shift(world: World) -> DutyShift:
    """One that has not begun."""
    return a_roster(world).shifts.get(day=clock.today() + timedelta(days=3))


def a_cover(world: World) -> dict[str, Any]:
    """周聿 holds it instead."""
    shift = a_shift(world)
    made = acts.cover_shift(officer=world.chief, pk=shift.pk, to=world.second_prosecutor.pk, starts_at=None, reason="", now=clock.now())
    return {"pk": shift.pk, "cover": made.pk}


def a_swap(world: World) -> DutySwap:
    """Asked of 周聿, who agreed: it waits for who keeps the roster."""
    now = clock.now()
    swap = acts.ask_swap(officer=world.prosecutor, shift=a_shift(world).pk, other=world.second_prosecutor.pk, in_return=None, note="", now=now)
    return acts.answer_swap(officer=world.second_prosecutor, pk=swap.pk, agrees=True, now=now)


def a_leave(world: World) -> Leave:
    """The assistant's, from today on."""
    today = clock.today()
    return Leave.objects.create(officer=world.assistant, begins_on=today, ends_on=today + timedelta(days=2))


def a_handover(world: World) -> HandOver:
    """王砚秋's, of the shift that runs, not signed for."""
    shift = a_roster(world).shifts.get(day=clock.today())
    DutyShift.objects.filter(pk=shift.pk).update(starts_at=clock.now() - timedelta(hours=1))
    return acts.hand_over(officer=world.prosecutor, shift=shift.pk, items=[], told=[], text="无", now=clock.now())


def a_case(world: World) -> Case:
    """A case of the office, without anybody in it."""
    return Case.objects.create(office=world.office, number="城公（刑）受案字〔2026〕1187号", name="测试甲诈骗案（虚构）", charge="诈骗")


def _paper(world: World, **more: Any) -> dict[str, Any]:
    paper = served_paper(world)
    return {"pk": paper.matter_id, "document": paper.pk, **more}


def a_sub_item(world: World) -> SupervisionSubItem:
    """A 细目 that the office added."""
    catalogue.load(apps, None)
    item = SupervisionItem.objects.get(code="v16")
    return SupervisionSubItem.objects.create(office=world.office, item=item, text="测试细目", article="规则第264条", added_by=world.prosecutor)


#: What stands for ``<uuid:pk>`` and the like: URL name → keyword arguments, from the world.
ARGUMENTS: dict[str, Callable[[World], dict[str, Any]]] = {
    "organisation": lambda world: {"pk": world.organ.pk},
    **dict.fromkeys(
        ["officer", "officer_reset", "officer_leave", "officer_disable", "officer_enable", "officer_roles", "role_revoke"],
        lambda world: {"pk": world.investigator.pk},
    ),
    **dict.fromkeys(["matter", "files", "undo", "amend", "reassign", "note", "copy"], lambda world: {"pk": served_paper(world).matter_id}),
    "act": lambda world: {"pk": received_paper(world).matter_id, "code": "explain"},
    **dict.fromkeys(["paper", "paper_pdf", "paper_docx", "paper_receipt"], _paper),
    "paper_act": lambda world: _paper(world, code="receive"),
    "paper_preview": lambda world: {"pk": (paper := drafted_paper(world)).matter_id, "document": paper.pk},
    "bulk": lambda _world: {"code": "receive"},
    "view": lambda world: {"pk": save_view("inbox", "公安", "turn=police", officer=world.prosecutor).pk},
    "attachment": lambda world: {"pk": Attachment.objects.get(document=None, matter=served_paper(world).matter).pk},
    **dict.fromkeys(
        ["bulletin", "bulletin_pdf", "bulletin_text", "bulletin_sign", "bulletin_return"], lambda world: {"pk": drafted_bulletin(world).pk}
    ),
    "delegation_end": lambda world: {"pk": a_delegation(world).pk},
    **dict.fromkeys(["duty_post", "duty_post_close"], lambda world: {"pk": a_roster(world).pk}),
    **dict.fromkeys(["duty_shift", "duty_swap", "duty_handover"], lambda world: {"pk": a_shift(world).pk}),
    "duty_uncover": a_cover,
    "duty_swap_act": lambda world: {"pk": a_swap(world).pk, "code": "approve"},
    **dict.fromkeys(["duty_leave_change", "duty_leave_end"], lambda world: {"pk": a_leave(world).pk}),
    "duty_take_over": lambda world: {"pk": a_handover(world).pk},
    "bulletin_rows": lambda world: {"pk": drafted_bulletin(world).pk, "key": "requested"},
    **dict.fromkeys(["meeting", "sign_in_sheet"], lambda world: {"pk": a_meeting(world).pk}),
    **dict.fromkeys(["minutes", "minutes_since"], lambda world: {"pk": sitting(world).pk}),
    "minutes_act": lambda world: {"pk": sitting(world).pk, "code": "jot"},
    **dict.fromkeys(["excerpt", "excerpt_pdf"], lambda world: {"pk": joint_meeting.issued(world, clock.today().isoformat()).pk}),
    "meeting_press": lambda world: {"pk": a_meeting(world).pk, "code": "refresh_agenda"},
    "series_change": lambda world: {"pk": a_series(world).pk},
    "open": lambda _world: {"kind": "filing", "code": "register"},
    **dict.fromkeys(["case", "case_edit"], lambda world: {"pk": a_case(world).pk}),
    "guidance_text": lambda world: {"pk": guidance.standing(world).pk},
    "sub_item_retire": lambda world: {"pk": a_sub_item(world).pk},
}
#: What a page wants in its address.
QUERY: dict[str, dict[str, str]] = {
    "articles": {"law": "规则", "no": "560"}, "minutes_since": {"item": "1", "after": "0"}, "excerpt": {"item": "1"}, "excerpt_pdf": {"item": "1"},
}  # fmt: skip
#: What a form is sent; otherwise nothing, and who may use it is told what is missing.
DATA: dict[str, dict[str, str]] = {"role_revoke": {"role": Role.INVESTIGATOR}}


def names(side: str) -> set[str]:
    """Every URL name of a portal, as its resolver has it."""

    def walk(patterns: list[URLPattern | URLResolver]) -> set[str]:
        found: set[str] = set()
        for one in patterns:
            if isinstance(one, URLResolver):
                found |= walk(one.url_patterns)
            else:
                assert one.name, f"页面 {one.pattern} 没有名称"
                found.add(one.name)
        return found

    (resolver,) = [one for one in get_resolver().url_patterns if isinstance(one, URLResolver) and one.namespace == side]
    return walk(resolver.url_patterns)


def table() -> dict[tuple[str, str, str], dict[str, int]]:
    """(portal, name, method) → identity → status."""
    found: dict[tuple[str, str, str], dict[str, int]] = {}
    pending: list[tuple[tuple[str, str, str], str, int]] = []
    with MATRIX.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            portals = [Side.PROCURATORATE, Side.POLICE] if row["portal"] == "both" else [Side(row["portal"])]
            for side in portals:
                key = (side.value, row["name"], row["method"])
                cells = found.setdefault(key, {})
                for word in row["who"].split():
                    if word == "others":
                        pending.append((key, side, int(row["status"])))
                        continue
                    for identity in _group(side, word):
                        assert identity not in cells, f"{key} {identity} 写了两次"
                        cells[identity] = int(row["status"])
    for key, side, status in pending:
        for identity in _group(Side(side), "everyone"):
            found[key].setdefault(identity, status)
    return found


def _group(side: Side, word: str) -> list[str]:
    groups = {"business": BUSINESS[side], "admins": ADMINS[side], "everyone": BUSINESS[side] + ADMINS[side]}
    group = groups.get(word, [word])
    assert word in groups or word == "anonymous" or word in groups["everyone"], f"{side} 一侧没有“{word}”"
    return group


TABLE = table()


def test_every_page_of_both_portals_is_in_the_matrix():
    known = {(side, name) for side, name, _ in TABLE}
    served = {(portal.side, name) for portal in PORTALS.values() for name in names(portal.side)}
    assert served - known == set(), "这些页面没有写进 matrix.csv"
    assert known - served == set(), "matrix.csv 里的这些页面并不存在"


def test_no_page_forgets_anyone():
    for side, name, method in TABLE:
        wanted = {"anonymous", *BUSINESS[Side(side)], *ADMINS[Side(side)]}
        missing = wanted - set(TABLE[side, name, method])
        assert not missing, f"{side} {name} {method} 没有写 {missing}"


@pytest.fixture
def identities(world: World) -> dict[str, Any]:
    """Everyone of the world, and administrators of the second organ's own."""
    return {
        **world.identities(),
        "police_system_admin": officer("p.system", "警系", world.second_organ, Role.SYSTEM_ADMIN),
        "police_security_admin": officer("p.security", "警安", world.second_organ, Role.SECURITY_ADMIN),
        "police_audit_admin": officer("p.audit", "警审", world.second_organ, Role.AUDIT_ADMIN),
    }


@pytest.mark.parametrize(("side", "name", "method"), sorted(TABLE), ids=["-".join(key) for key in sorted(TABLE)])
def test_matrix(world: World, identities, side, name, method):
    kwargs = ARGUMENTS[name](world) if name in ARGUMENTS else {}
    address, wrong = reverse(f"{side}:{name}", kwargs=kwargs), []
    for identity, expected in TABLE[side, name, method].items():
        client = Client() if identity == "anonymous" else signed_in(identities[identity])
        with transaction.atomic():
            data = QUERY.get(name, {}) if method == "GET" else DATA.get(name, {})
            answer = (
                client.generic(method, address)
                if method not in {"GET", "POST"}
                else getattr(client, method.lower())(address, data)
            )
            transaction.set_rollback(True)
        if answer.status_code != expected:
            wrong.append(f"{identity}: 应为 {expected}，实为 {answer.status_code}")
        if identity == "anonymous" and answer.status_code == 302 and f"/{side}/sign-in/" not in answer["Location"]:
            wrong.append(f"anonymous: 被引到 {answer['Location']}")
    assert not wrong, f"{method} {address}\n" + "\n".join(wrong)
