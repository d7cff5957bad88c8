"""会商: what is said there is found by who is invited and by nobody else, wherever they look; and what is sealed, not even by them.

The cells of ``test_restricted`` over this kind: {invited of either side, colleagues, heads, other organ, other office, superior,
administrators} × {lists, counts, search, page, papers, PDF, files, notices, bell, mail, export, case page}, with a mark in every field
that anybody types into.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.matters import perform
from cases.models import Document, Event, Matter, Notice
from office.models import OfficeOption, Officer
from reports import selectors as reports
from reports.actions import draft as draft_bulletin
from tests.desks import again, check_rebuilt, check_rows
from tests.kinds.sealed import MARK, Story, mark
from tests.liaison.plays.consultation import case_of, invite
from tests.portals.test_restricted import ADMINISTRATORS, OUTSIDE, Eyes, cells, looked
from tests.supervision.play import act, at
from tests.supervision.plays import PDF
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db
INVITED = ("prosecutor", "second_prosecutor", "legal_officer", "investigator")
NOT_INVITED = tuple(name for name in OUTSIDE if name not in INVITED and name != "legal_colleague")
DAY = TODAY.isoformat()


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFICE_TODAY", DAY)


@pytest.fixture
def people(world: World) -> dict[str, Officer]:
    return world.identities()


def file(name: str) -> Any:
    return SimpleUploadedFile(f"{mark(name)}.pdf", PDF, content_type="application/pdf")


def begun(world: World) -> Matter:
    """Applied for, agreed to, invited, materials pushed: a mark in every field."""
    case = case_of(world)
    data = {
        "title": mark("名称"), "police": str(world.organ.pk), "case_number": case.number, "why": "dispute", "facts": mark("案情"),
        "questions": f"{mark('问题甲')}\n{mark('问题乙')}", "own_view": mark("本方意见"), "mode": "in_person", "wanted": mark("拟请"),
    }  # fmt: skip
    matter = perform(None, "apply", kind="consultation", officer=world.prosecutor, data=data, now=at(TODAY)).matter
    letter = matter.documents.get(type="LK01J")
    perform(matter.pk, "receive", officer=world.legal_officer, data={"document": letter.pk}, now=at(TODAY))
    act(matter, "accept", world.legal_officer, DAY, {"reply": mark("答复")})
    invite(matter, world.prosecutor, world.second_prosecutor, day=DAY)
    invite(matter, world.legal_officer, world.investigator, day=DAY)
    act(matter, "arrange", world.prosecutor, DAY, {"held_on": DAY, "place": mark("地点")})
    act(matter, "push", world.prosecutor, DAY, {"note": mark("材料说明")}, uploads={"files": [file("检材料")]})
    act(matter, "push", world.investigator, DAY, {"note": mark("材料说明")}, uploads={"files": [file("警材料")]})
    act(matter, "gather", world.prosecutor, DAY)
    return matter


@pytest.fixture
def story(world: World) -> Story:
    """Everything there can be: exchanged, held, concluded, dissented from, the minutes going round."""
    OfficeOption.objects.create(office=world.office, key="mail_notices", value=True)
    matter = begun(world)
    act(matter, "opine", world.second_prosecutor, DAY, {"text": mark("检意见")})
    act(matter, "opine", world.legal_officer, DAY, {"text": mark("警意见")})
    act(matter, "ready", world.prosecutor, DAY)
    act(matter, "police_exchange", world.legal_officer, DAY)
    act(matter, "hold", world.prosecutor, DAY, {"held_at": f"{DAY}T09:00", "place": mark("地点"), "attended": mark("到会"), "summary": mark("情况")})
    for no in ("1", "2"):
        words = {name: mark(name) for name in ("procuratorate_view", "police_view", "conclusion", "basis", "follow_up")}
        act(matter, "conclude", world.second_prosecutor, DAY, {"item": no, "outcome": "partly", **words})
    act(matter, "end", world.legal_officer, DAY, {"summary": mark("情况")})
    act(matter, "dissent", world.second_prosecutor, DAY, {"item": "2", "text": mark("保留")})
    act(matter, "circulate", world.second_prosecutor, DAY, {"attended": mark("参加"), "summary": mark("情况"), "other": mark("其他")})
    perform(matter.pk, "note", officer=world.prosecutor, data={"text": mark("附言"), "shown": "both"}, evidence=[file("附言件")], now=at(TODAY))
    found = Matter.objects.get(pk=matter.pk)
    papers = {one.type: one for one in Document.objects.filter(matter=matter)}
    row = found.consultation_questions.first()
    assert row is not None and found.case is not None
    sought = [found.number, found.title, row.question, row.conclusion, papers["LK03G"].number, found.consultation.facts]
    files = list(found.attachments.order_by("uploaded_at", "id"))
    acts = {"police": "to_guidance", "procuratorate": "to_guidance"}
    return Story(found, found.case, papers["LK01J"], papers["LK03G"], papers["LK04J"], files, sought, acts)


# ------------------------------------------------------------------------------------------------ the matrix


@pytest.mark.parametrize("name", NOT_INVITED)
def test_who_is_not_invited_finds_it_nowhere(story: Story, people: dict[str, Officer], name: str):
    found = looked(Eyes(people[name], story))
    assert len(found) > 35
    assert [cell for cell, there in found.items() if there] == []


@pytest.mark.parametrize("name", ADMINISTRATORS)
def test_administrators_find_it_nowhere(story: Story, people: dict[str, Officer], name: str):
    eyes = Eyes(people[name], story)
    assert [cell for cell, look in cells(eyes) if look()] == []
    words = eyes.client.get(reverse("procuratorate:audit")).content.decode()
    assert not MARK.search(words), "留痕不写名称、内容"


ELSEWHERE = {"matters below", "cases", "calculator", "approvals", "ledger", "export", "inbox copied", "inbox receive", "search 2", "search 3", "search 5", "bell"}
"""What no search looks through (questions, conclusions, facts); what is on nobody's desk below, counted without a name, of no ledger of its own, not among what happened in this story; the bell, read by then with the page."""
NOT_HIS: dict[str, set[str]] = {
    "prosecutor": set(),
    "second_prosecutor": {"inbox started"},
    "legal_officer": {"inbox started", "started notes"},
    "investigator": {"inbox started", "started notes"},
}


@pytest.mark.parametrize("name", INVITED)
def test_who_is_invited_finds_it_where_it_is_his(story: Story, people: dict[str, Officer], name: str):
    found = looked(Eyes(people[name], story))
    assert {cell for cell, there in found.items() if not there} - ELSEWHERE == NOT_HIS[name]


@pytest.mark.parametrize("name", INVITED)
def test_who_is_uninvited_finds_it_nowhere_the_same_day(story: Story, people: dict[str, Officer], name: str):
    story.matter.participants.filter(officer=people[name]).update(until=TODAY)
    found = looked(Eyes(people[name], story))
    assert {cell for cell, there in found.items() if there} <= {"mail"}, "寄出的收不回来，其中只有编号"


def test_no_bulletin_tells_more_of_it_than_numbers(story: Story, people: dict[str, Officer], world: World):
    bulletin = draft_bulletin(TODAY.replace(day=1), officer=world.prosecutor, now=at(TODAY))
    content = str(reports.content(bulletin, today=TODAY))
    assert not MARK.search(content) and story.matter.number not in content
    for name in (*INVITED, "assistant", "chief", "head", "other_legal_officer"):
        eyes = Eyes(people[name], story)
        assert not eyes.page("bulletin", pk=bulletin.pk, else_=404), name
        assert eyes.get("bulletin_pdf", pk=bulletin.pk)[0] in (200, 404)


def test_notices_mails_and_rows_name_nothing(story: Story, people: dict[str, Officer]):
    invited = {people[name] for name in INVITED}
    rows = Notice.objects.filter(matter=story.matter)
    assert rows.exists() and {one.officer for one in rows} <= invited
    assert not any(MARK.search(one.text) for one in rows)
    check_rows(people.values(), TODAY)
    check_rebuilt()


def test_the_page_of_cooperation_lists_it_to_the_invited_alone(story: Story, people: dict[str, Officer]):
    for name in (*INVITED, *NOT_INVITED):
        eyes = Eyes(people[name], story)
        if people[name].side in ("procuratorate", "police"):
            status, words = eyes.get("cooperation")
            assert status == 200 and (story.matter.number in words) == (name in INVITED), name


# ------------------------------------------------------------------------------------------------ sealed


@pytest.mark.parametrize("name", INVITED)
def test_what_is_sealed_is_found_nowhere_by_the_other_side(world: World, people: dict[str, Officer], name: str):
    matter = begun(world)
    words = {side: [mark(side), mark(side)] for side in ("procuratorate", "police")}
    act(matter, "opine", world.prosecutor, DAY, {"text": words["procuratorate"][0]})
    act(matter, "opine", world.second_prosecutor, DAY, {"text": words["procuratorate"][1]})
    act(matter, "opine", world.legal_officer, DAY, {"text": words["police"][0]})
    act(matter, "opine", world.investigator, DAY, {"text": words["police"][1]})
    act(matter, "ready", world.prosecutor, DAY)
    who = again(people[name])
    other = words["police" if who.side == "procuratorate" else "procuratorate"]
    letter = matter.documents.get(type="LK01J")
    eyes = Eyes(who, Story(matter, matter.case, letter, letter, letter, list(matter.attachments.all()), [matter.number], {"police": "hold", "procuratorate": "hold"}))
    pages = [eyes.get(one)[1] for one in ("inbox", "matters", "notices", "cooperation", "approvals")]
    pages += [eyes.get("matter", pk=matter.pk)[1], eyes.get("act", pk=matter.pk, code="hold")[1], eyes.get("note", pk=matter.pk)[1]]
    pages += [eyes.get("search", f"?q={one}")[1].replace(one, "") for one in other]
    assert not [one for one in other if any(one in page for page in pages)]
    own = words[str(who.side)]
    assert all(one in pages[5] for one in own), "本侧看得见"
    assert not Event.objects.visible_to(who).filter(matter=matter, facts__icontains=other[0]).exists()
