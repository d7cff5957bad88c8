"""联席会议, 议定事项 and 指引: every organ of the office finds them from the moment they are called, agreed or sent round, nobody before.

Each look is at the list, a search and the page together: who finds it in one finds it in all.
"""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.urls import reverse

from cases.matters import perform
from cases.models import Matter
from tests.desks import again, check_rows
from tests.liaison.plays import guidance
from tests.liaison.plays.joint_meeting import opened as called
from tests.liaison.test_joint_meeting import MEETS, conclude, in_session, press
from tests.supervision.play import act, at
from tests.world import TODAY, World, signed_in

pytestmark = pytest.mark.django_db
STRANGERS = {"strange_prosecutor", "strange_legal_officer", "system_admin", "security_admin", "audit_admin"}
ABOVE = {"city_prosecutor", "city_chief"}
"""Reads what the procuratorate below has, from the moment that one has it."""
ORGAN = {"investigator", "legal_officer", "head"}
OTHER_ORGAN = {"other_legal_officer"}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())


def everybody(world: World) -> set[str]:
    return set(world.identities()) - STRANGERS


def finding(world: World, matter: Matter) -> set[str]:
    """Who finds the matter on his portal."""
    found = set()
    for name, who in world.identities().items():
        client = signed_in(again(who))
        place = "?place=below" if name in ABOVE else ""
        page = client.get(reverse(f"{who.side}:matter", args=[matter.pk])).status_code == 200
        told = [
            str(matter.pk) in client.get(reverse(f"{who.side}:{where}") + query).content.decode()
            for where, query in (("matters", place), ("search", f"?q={quote(matter.number)}"))
        ]
        assert told == [page, page], (name, page, told)
        found |= {name} if page else set()
    return found


@pytest.mark.parametrize("by", ["procuratorate", "police"])
def test_a_joint_meeting_from_its_calling(world: World, by: str):
    assert finding(world, called(world, by, TODAY.isoformat())) == everybody(world)
    assert check_rows(world.identities().values(), TODAY) > 0


def test_what_a_meeting_agreed_from_the_last_signature(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OFFICE_TODAY", MEETS.isoformat())
    meeting = in_session(world)
    conclude(meeting, world, "decided", conclusion="统一预约。", lead=str(world.organ.pk), due_on="2026-12-20", measure="预约规则印发")
    press(meeting, "end", world.prosecutor, MEETS, 17)
    press(meeting, "circulate", world.prosecutor, MEETS, 18)
    paper = meeting.documents.get(status="circulating")
    for officer in (world.chief, world.head):
        assert not Matter.objects.filter(kind="resolution").exists(), "末签以前没有这件事项"
        perform(meeting.pk, "sign", officer=officer, now=at(MEETS, 19), data={"document": str(paper.pk), "digest": paper.digest})
    assert finding(world, Matter.objects.get(kind="resolution")) == everybody(world)


@pytest.mark.parametrize(("by", "own"), [("procuratorate", None), ("police", ORGAN)])
def test_a_guidance_from_its_going_round(world: World, by: str, own: set[str] | None):
    matter = guidance.opened(world, by)
    assert finding(world, matter) == (own or everybody(world) - ORGAN - OTHER_ORGAN)
    act(matter, "circulate", getattr(world, guidance.SENDER[by]), "2026-02-03")
    assert finding(world, matter) == everybody(world)
    assert check_rows(world.identities().values(), TODAY) > 0
