"""受限事项: who has no seat finds nothing of it anywhere, of either side; who has one finds it where he should.

Every cell of {invited, not invited, own side's head, other organ, other office, superior, administrators} × {lists, counts, search, page,
papers, files, notices, bell, mail, export, bulletin, case page}. That the invited find it in a cell shows that the cell looks.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cases.desk.calendar.feed import feed_of
from cases.desk.lists import bulking, duty, inbox, worklist
from cases.desk.lists.facets import beginning
from cases.exceptions import Invalid, NotFound
from cases.ledger.vocabulary import LEDGERS
from cases.matters import desks, perform, sweep
from cases.matters.telling import notices
from cases.models import Consent, Deadline, Document, Event, Matter, Notice, Participant
from cases.register import selectors as register
from office import scoping
from office.models import OfficeOption, Officer, Outbox
from office.sides import Role, Side
from reports import selectors as reports
from reports.actions import draft as draft_bulletin
from tests.desks import again, check_rebuilt, check_rows
from tests.kinds import sealed
from tests.kinds.sealed import LABEL, MARK, Story
from tests.supervision.play import at
from tests.world import TODAY, World, officer, signed_in

pytestmark = pytest.mark.django_db
INVITED = ("prosecutor", "second_prosecutor", "legal_officer")
OUTSIDE = (
    "assistant", "chief", "case_manager", "complaint_officer", "execution_officer", "city_prosecutor", "city_chief", "strange_prosecutor",
    "investigator", "head", "legal_colleague", "other_legal_officer", "strange_legal_officer",
)  # fmt: skip
"""Not invited: colleagues of the same roles, the heads of both sides, the superior, another organ, another office."""
ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")


@pytest.fixture(autouse=True)
def _kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())
    sealed.register(monkeypatch)


@pytest.fixture
def people(world: World) -> dict[str, Officer]:
    return {**world.identities(), "legal_colleague": officer("w.legal9", "方九", world.organ, Role.LEGAL)}


@pytest.fixture
def story(world: World, people: dict[str, Officer]) -> Story:
    OfficeOption.objects.create(office=world.office, key="mail_notices", value=True)
    found = sealed.played(world, world.second_prosecutor, world.legal_officer)
    sweep(now=at(TODAY + timedelta(days=6)))
    return found


# ------------------------------------------------------------------------------------------------ looking


class Eyes:
    """One officer looking at everything his portal has; each look says whether he finds anything of the matter."""

    def __init__(self, who: Officer, story: Story, today: date = TODAY) -> None:
        self.who, self.story, self.today = again(who), story, today
        self.client: Client = signed_in(self.who)
        self.portal = "police" if self.who.side == Side.POLICE else "procuratorate"

    def get(self, name: str, query: str = "", **kwargs: Any) -> tuple[int, str]:
        answer = self.client.get(reverse(f"{self.portal}:{name}", kwargs=kwargs) + query)
        if answer.streaming:
            return answer.status_code, ""
        body = answer.content
        if "spreadsheet" in answer["Content-Type"]:
            rows = openpyxl.load_workbook(io.BytesIO(body)).active
            assert rows is not None
            return answer.status_code, "\n".join(str(value) for row in rows.iter_rows(values_only=True) for value in row)
        return answer.status_code, body.decode("utf-8", "replace")

    def finds(self, words: str, *, asked: str = "") -> bool:
        """Whether a page tells anything of the matter: a mark, its number, its address; ``asked``: what he typed himself."""
        for one in filter(None, (asked, quote(asked))):
            words = words.replace(one, "")
        return bool(MARK.search(words)) or self.story.matter.number in words or str(self.story.matter.pk) in words

    def page(self, name: str, query: str = "", *, asked: str = "", else_: int = 200, **kwargs: Any) -> bool:
        status, words = self.get(name, query, **kwargs)
        assert status in ((403,) if self.who.is_administrator else (200, else_)), (name, status)
        return self.finds(words, asked=asked)

    def opens(self, name: str, **kwargs: Any) -> bool:
        status, words = self.get(name, **kwargs)
        assert status in (200, 302, 403, 404), (name, status)
        if status >= 400:
            assert not MARK.search(words) and self.story.matter.number not in words, name
        return status < 400


def cells(eyes: Eyes) -> Iterator[tuple[str, Callable[[], bool]]]:
    story, who, today = eyes.story, eyes.who, eyes.today
    matter, pk = story.matter, {"pk": story.matter.pk}
    for tab in inbox.tabs_of(Side.PROCURATORATE):
        if tab in (inbox.TODO, inbox.REPLY):
            yield f"inbox {tab}", lambda tab=tab: any(eyes.page("inbox", f"?tab={tab}&who={whose}") for whose in ("mine", "office"))
        elif tab != inbox.SIGN:
            yield f"inbox {tab}", lambda tab=tab: eyes.page("inbox", f"?tab={tab}")
    yield "matters", lambda: eyes.page("matters")
    yield "matters below", lambda: eyes.page("matters", "?place=below")
    yield "matters narrowed", lambda: eyes.page("matters", f"?kind={matter.kind}&state=open")
    yield "bulk", lambda: eyes.page("bulk", f"?id={matter.pk}", code="chase", asked=str(matter.pk), else_=400)
    yield "approvals", lambda: eyes.page("approvals")
    for place, words in enumerate(story.sought):
        yield f"search {place}", lambda words=words: str(matter.pk) in eyes.get("search", f"?q={quote(words)}")[1]
    yield "page", lambda: eyes.opens("matter", **pk)
    yield "act form", lambda: eyes.opens("act", **pk, code=story.acts[eyes.portal])
    yield "note form", lambda: eyes.opens("note", **pk)
    yield "copy form", lambda: eyes.opens("copy", **pk)
    for name, paper in (("letter", story.letter), ("answer", story.answer)):
        yield f"{name} page", lambda paper=paper: eyes.opens("paper", **pk, document=paper.pk)
    yield "PDF", lambda: eyes.opens("paper_pdf", **pk, document=story.letter.pk)
    yield "DOCX", lambda: eyes.opens("paper_docx", **pk, document=story.letter.pk)
    yield "receipt", lambda: eyes.opens("paper_receipt", **pk, document=story.letter.pk)
    yield "draft", lambda: eyes.opens("paper", **pk, document=story.draft.pk)
    for place, one in enumerate(story.files):
        yield f"file {place}", lambda one=one: eyes.opens("attachment", pk=one.pk)
    yield "notices", lambda: eyes.page("notices")
    yield "bell", lambda: who.side in Side.values and notices.unread_notices(again(who), today) > 0
    yield "mail", lambda: Outbox.objects.filter(payload__officer=str(who.pk)).exists()
    own = f"?kind={matter.kind}" if matter.kind in LEDGERS else ""
    yield "ledger", lambda: eyes.page("ledger", own)
    yield "export", lambda: eyes.page("ledger_export", own)
    yield "counts", lambda: any(inbox.counts_of(again(who), today, worklist.settings_of(who)).number.values())
    yield "facets", lambda: bool(beginning(worklist.matters(again(who), today), today, "-matter_id").counts["kind"])
    yield "calculator", lambda: eyes.page("calculator", f"?q={quote(matter.number)}", asked=matter.number)
    yield "calendar", lambda: eyes.page("calendar", f"?who=office&week={today + timedelta(days=7)}")
    yield "calendar list", lambda: eyes.page("calendar_list", "?who=office")
    yield "feed", lambda: eyes.finds(feed_of(again(who), at(today)).decode())
    if eyes.portal == "police":
        yield "started", lambda: eyes.page("started")
        yield "started notes", lambda: eyes.page("started", "?kind=notes")
    else:
        yield "case page", lambda: eyes.page("case", pk=story.case.pk, else_=404)
        yield "cases", lambda: eyes.page("cases")
        yield "count of the case", lambda: any(one.matter_count for one in register.cases(again(who)))


def looked(eyes: Eyes) -> dict[str, bool]:
    return {name: look() for name, look in cells(eyes)}


# ------------------------------------------------------------------------------------------------ the matrix


@pytest.mark.parametrize("name", OUTSIDE)
def test_who_has_no_seat_finds_it_nowhere(story: Story, people: dict[str, Officer], name: str):
    found = looked(Eyes(people[name], story))
    assert len(found) > 35
    assert [cell for cell, there in found.items() if there] == []


@pytest.mark.parametrize("name", ADMINISTRATORS)
def test_administrators_find_it_nowhere(story: Story, people: dict[str, Officer], name: str):
    eyes = Eyes(people[name], story)
    assert [cell for cell, look in cells(eyes) if look()] == []
    for query in ("", f"?words={quote(story.matter.title)}", f"?words={quote(story.matter.number)}"):
        answer = eyes.client.get(reverse("procuratorate:audit") + query)
        assert (answer.status_code == 200) == (name == "audit_admin")
        words = answer.content.decode().replace(story.matter.title, "").replace(f'value="{story.matter.number}"', "")
        assert not MARK.search(words), "留痕不写名称、内容"
        # that something was done in this number is told; by the words of its name it is not to be found
        by_title = quote(story.matter.title) in query
        assert (story.matter.number in words) == (name == "audit_admin" and not by_title)


ELSEWHERE = {
    # what is on nobody's desk below, or only a number
    "matters below", "cases", "calculator", "cells",
}  # fmt: skip
NOT_HIS = {
    "prosecutor": {"approvals", "inbox copied", "inbox reply"},
    "second_prosecutor": {"inbox reply", "inbox started", "inbox done", "feed"},  # he does not handle it
    # its move is the other side's now, and what is done is not counted; the procuratorate's title, what it keeps of the complainant, its draft with the file
    "legal_officer": {"feed", "approvals", "counts", "inbox receive", "inbox copied", "inbox started", "inbox todo", "inbox reply", "search 1", "search 5", "draft", "file 3", "started notes", "copy form"},
}


@pytest.mark.parametrize("name", INVITED)
def test_who_is_invited_finds_it_where_it_is_his(story: Story, people: dict[str, Officer], name: str):
    found = looked(Eyes(people[name], story))
    assert {cell for cell, there in found.items() if not there} - ELSEWHERE == NOT_HIS[name]


def test_no_bulletin_tells_more_of_it_than_numbers(story: Story, people: dict[str, Officer], world: World):
    bulletin = draft_bulletin(TODAY.replace(day=1), officer=world.prosecutor, now=at(TODAY))
    own = set()
    for model in (Event, Deadline, Document):
        own |= set(map(str, model.objects.filter(matter=story.matter).values_list("pk", flat=True)))
    content = reports.content(bulletin, today=TODAY)
    assert not MARK.search(str(content)) and story.matter.number not in str(content)
    counted = [key for key, figure in content["figures"].items() if own & set(figure["ids"])]
    assert counted, "数字里有它"
    for name in (*INVITED, "assistant", "chief", "head", "other_legal_officer"):
        eyes = Eyes(people[name], story)
        assert not eyes.page("bulletin", pk=bulletin.pk), name
        assert eyes.get("bulletin_pdf", pk=bulletin.pk)[0] == 200
        for key in counted:
            status, words = eyes.get("bulletin_rows", pk=bulletin.pk, key=key)
            assert status == 200 and (eyes.finds(words) <= (name in INVITED)), (name, key)
    eyes = Eyes(people["prosecutor"], story)
    assert any(eyes.finds(eyes.get("bulletin_rows", pk=bulletin.pk, key=key)[1]) for key in counted)


# ------------------------------------------------------------------------------------------------ seats


def sees(who: Officer, matter: Matter) -> bool:
    return Matter.objects.visible_to(again(who)).filter(pk=matter.pk).exists()


@pytest.mark.parametrize("name", INVITED)
def test_a_seat_that_ends_is_gone_the_same_day_and_comes_back_without_a_job(story: Story, people: dict[str, Officer], name: str):
    who, before = people[name], looked(Eyes(people[name], story))
    written = Notice.objects.count()
    story.matter.participants.filter(officer=who).update(until=TODAY)
    found = looked(Eyes(who, story))
    assert [cell for cell, there in found.items() if there] == ["mail"], "寄出的收不回来，其中只有编号"
    Participant.objects.create(office=story.matter.office, matter=story.matter, officer=who, side=who.side, since=TODAY)
    assert looked(Eyes(who, story)) == before
    assert Notice.objects.count() == written


def test_a_seat_begins_and_ends_by_the_day(world: World, monkeypatch: pytest.MonkeyPatch):
    matter = sealed.opened(world)
    first, after = TODAY + timedelta(days=2), TODAY + timedelta(days=5)
    Participant.objects.create(office=world.office, matter=matter, officer=world.assistant, side=Side.PROCURATORATE, since=first, until=after)
    for day in range(8):
        monkeypatch.setenv("OFFICE_TODAY", (TODAY + timedelta(days=day)).isoformat())
        there = 2 <= day < 5
        assert sees(world.assistant, matter) == there, day
        assert Eyes(world.assistant, Story(matter, *5 * [None])).page("matters") == there, day  # type: ignore[arg-type]
        assert sees(world.prosecutor, matter) and not sees(world.chief, matter)


def test_a_seat_of_an_organisation_is_of_its_own_people(world: World, people: dict[str, Officer]):
    matter = sealed.opened(world)
    Participant.objects.create(office=world.office, matter=matter, organisation=world.organ, side=Side.POLICE, since=TODAY)
    team = type(world.organ).objects.create(code="QJCDX", name="城东分局刑侦大队", short_name="刑侦大队", side=Side.POLICE, parent=world.organ)
    below = officer("w.team", "队员甲", team, Role.INVESTIGATOR)
    able = {one.username for one in (*people.values(), below) if sees(one, matter)}
    own = {world.investigator, world.legal_officer, world.head, people["legal_colleague"], below}
    assert able == {one.username for one in {world.prosecutor, *own}}
    perform(matter.pk, "note", officer=world.prosecutor, data={"text": "请到会", "shown": "both"}, now=at(TODAY))
    told = Notice.objects.filter(matter=matter, side=Side.POLICE)
    assert {one.officer for one in told} == own and all(one.restricted for one in told)
    Participant.objects.create(office=world.office, matter=matter, organisation=world.court, side=Side.PROCURATORATE, since=TODAY)
    able = {name for name, one in people.items() if sees(one, matter)}
    assert {"chief", "assistant", "case_manager"} <= able and not able & {"city_prosecutor", "city_chief", "system_admin", "audit_admin", "strange_prosecutor"}


def test_a_guest_without_an_account_gives_nobody_sight(world: World, people: dict[str, Officer]):
    matter = sealed.opened(world)
    Participant.objects.create(office=world.office, matter=matter, guest_name="法院来宾", guest_unit="青江区人民法院", since=TODAY)
    assert [name for name, one in people.items() if sees(one, matter)] == ["prosecutor"]


def test_a_seat_does_not_make_the_other_side_see_what_was_not_sent(world: World):
    matter = sealed.opened(world)
    sealed.invite(matter, world.prosecutor, world.legal_officer)
    assert sees(world.legal_officer, matter)
    Matter.objects.filter(pk=matter.pk).update(police_from=None)
    assert not sees(world.legal_officer, matter)


def test_a_seat_does_not_reach_beyond_the_organ_or_the_office(world: World):
    matter = sealed.opened(world)
    sealed.invite(matter, world.prosecutor, world.other_legal_officer, world.strange_prosecutor)
    assert not sees(world.other_legal_officer, matter) and not sees(world.strange_prosecutor, matter)


def test_a_seat_is_of_exactly_one_and_ends_after_it_began(world: World):
    matter = sealed.opened(world)
    common = {"office": world.office, "matter": matter, "since": TODAY}
    for wrong in (
        {}, {"officer": world.chief, "organisation": world.court}, {"officer": world.chief, "guest_name": "来宾"},
        {"officer": world.chief, "until": TODAY - timedelta(days=1)}, {"officer": world.prosecutor},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Participant.objects.create(**common, **wrong)


def test_undoing_an_invitation_takes_the_seat_back(world: World):
    matter = sealed.opened(world)
    sealed.invite(matter, world.prosecutor, world.chief, world.assistant)
    assert sees(world.assistant, matter)
    perform(matter.pk, "undo", officer=world.chief, reason="邀错了人", now=at(TODAY))
    assert not sees(world.assistant, matter) and sees(world.prosecutor, matter)
    sealed.invite(matter, world.prosecutor, world.assistant)
    sealed.uninvite(matter, world.prosecutor, world.assistant)
    assert not sees(world.assistant, matter)
    perform(matter.pk, "undo", officer=world.chief, reason="不应撤邀", now=at(TODAY))
    assert sees(world.assistant, matter)


# ------------------------------------------------------------------------------------------------ acts


def receive_the_rest(story: Story, world: World) -> None:
    paper = story.matter.documents.get(type="TS2", status="issued")
    perform(story.matter.pk, "receive", officer=world.prosecutor, data={"document": paper.pk}, now=at(TODAY))


@pytest.mark.parametrize("name", ["assistant", "chief", "city_prosecutor", "strange_prosecutor", "system_admin", "head"])
def test_who_has_no_seat_does_nothing_there(story: Story, people: dict[str, Officer], name: str):
    for code, data in (("note", {"text": "附言"}), ("conclude", {"contents": "办结"}), ("sign", {"document": story.draft.pk})):
        with pytest.raises(NotFound):
            perform(story.matter.pk, code, officer=people[name], data=data, now=at(TODAY))


def test_it_is_given_and_shown_to_participants_alone(story: Story, world: World):
    other = str(world.assistant.pk)
    for code, data, who in (
        ("copy_to", {"people": [other]}, world.prosecutor),
        ("ask_consent", {"people": [other], "document": story.draft.pk}, world.prosecutor),
    ):
        with pytest.raises(Invalid, match="不是本事项的参加人，请先邀请其参加"):
            perform(story.matter.pk, code, officer=who, data=data, reason="请阅", now=at(TODAY))
    outsider = officer("w.prosecutor9", "检九", world.court, Role.PROSECUTOR)
    with pytest.raises(Invalid, match="检九不是本事项的参加人"):
        perform(story.matter.pk, "reassign", officer=world.prosecutor, data={"to": str(outsider.pk)}, reason="转办", now=at(TODAY))
    assert not Consent.objects.filter(officer__in=[world.assistant, outsider]).exists()
    perform(story.matter.pk, "reassign", officer=world.prosecutor, data={"to": str(world.second_prosecutor.pk)}, reason="转办", now=at(TODAY))
    assert Matter.objects.get(pk=story.matter.pk).handler == world.second_prosecutor


def test_lists_of_people_offer_participants_alone(story: Story, people: dict[str, Officer], world: World):
    """转办、抄送、会签、改签: with one more of each role who was not invited; without a seat nobody stands in a list."""
    outsider = officer("w.prosecutor9", "检九", world.court, Role.PROSECUTOR)
    own = Eyes(world.second_prosecutor, story)
    pk = {"pk": story.matter.pk}
    lists = (("reassign", {}), ("copy", {}), ("paper", {"document": story.draft.pk}))
    assert not Matter.objects.visible_to(again(outsider)).filter(pk=story.matter.pk).exists()
    for name, more in lists:
        eyes = Eyes(world.prosecutor, story)
        status, words = eyes.get(name, **pk, **more)
        assert status == 200
        choices = set(re.findall(r'value="([0-9a-f-]{36})"', words))
        assert not choices & {str(outsider.pk), str(world.assistant.pk), str(world.chief.pk)}, name
    assert own.opens("copy", **pk)
    assert str(world.prosecutor.pk) in own.get("copy", **pk)[1]
    status, words = Eyes(world.legal_officer, story).get("copy", **pk)
    assert status == 403 and "没有本单位其他参加人可以抄送，请先邀请其参加" in words
    receive_the_rest(story, world)
    sealed.invite(story.matter, world.prosecutor, outsider, people["legal_colleague"])
    for name, more in lists:
        assert str(outsider.pk) in Eyes(world.prosecutor, story).get(name, **pk, **more)[1], name
    assert str(people["legal_colleague"].pk) in Eyes(world.legal_officer, story).get("copy", **pk)[1]


def test_several_are_handed_on_and_the_restricted_one_is_passed_over(story: Story, world: World):
    outsider = officer("w.prosecutor9", "检九", world.court, Role.PROSECUTOR)
    given = {"officer": again(world.prosecutor), "ids": [str(story.matter.pk)], "today": TODAY}
    for to, skip in ((outsider, "此人不是本事项的参加人，请先邀请其参加"), (world.second_prosecutor, "")):
        (line,) = bulking.bulk_of("reassign", to=str(to.pk), **given).lines
        assert line.skip == skip


def test_the_head_signs_once_he_is_invited(story: Story, world: World):
    with pytest.raises(NotFound):
        perform(story.matter.pk, "sign", officer=world.chief, data={"document": story.draft.pk}, now=at(TODAY))
    receive_the_rest(story, world)
    sealed.invite(story.matter, world.prosecutor, world.chief)
    for one in Consent.objects.filter(document=story.draft, kind="consent"):
        perform(story.matter.pk, "answer_consent", officer=one.officer, data={"document": story.draft.pk, "verdict": "agree"}, now=at(TODAY))
    eyes = Eyes(world.chief, story)
    assert eyes.page("approvals")
    perform(story.matter.pk, "sign", officer=world.chief, data={"document": story.draft.pk}, now=at(TODAY))
    assert Matter.objects.get(pk=story.matter.pk).state == "done"


# ------------------------------------------------------------------------------------------------ notices


def test_every_notice_names_somebody_who_has_a_seat(story: Story, people: dict[str, Officer]):
    invited = {people[name] for name in INVITED}
    rows = Notice.objects.filter(matter=story.matter)
    assert rows.filter(deadline__isnull=False).exists() and rows.filter(document__isnull=False).exists() and rows.filter(event__isnull=False).exists()
    for one in rows:
        assert one.officer in invited and one.officer.side == one.side and one.restricted
        assert not MARK.search(one.text), "提醒只有类别、编号"
        assert f"{LABEL}（{story.matter.number}）" in one.text
    posted = Outbox.objects.all()
    assert {one.payload["officer"] for one in posted} <= {str(one.pk) for one in invited} and posted.exists()
    assert not any(MARK.search(str(one.payload)) for one in posted)


def test_the_deadline_check_tells_each_seat_once_and_a_later_one_too(world: World):
    matter = sealed.opened(world)
    sealed.invite(matter, world.prosecutor, world.legal_officer)
    late = TODAY + timedelta(days=9)
    first = sweep(now=at(late))
    rows = Notice.objects.filter(matter=matter, event=None)
    assert first.notices == rows.count() > 0
    standing = rows.filter(superseded=False, deadline__isnull=False)
    assert sorted((one.side, one.officer_id) for one in standing) == sorted(
        [(Side.POLICE, world.legal_officer.pk), (Side.PROCURATORATE, world.prosecutor.pk)]
    )
    assert {one.rung for one in standing} == {"over"}
    assert sweep(now=at(late)).notices == 0
    Participant.objects.create(office=world.office, matter=matter, officer=world.assistant, side=Side.PROCURATORATE, since=late)
    again_told = sweep(now=at(late))
    assert again_told.notices == rows.filter(officer=world.assistant).count() > 0
    matter.participants.filter(officer=world.legal_officer).update(until=late)
    before = rows.filter(officer=world.legal_officer).count()
    sweep(now=at(late + timedelta(days=30)))
    assert rows.filter(officer=world.legal_officer).count() == before, "席位终止以后不再提醒"
    assert rows.filter(officer=world.prosecutor, rung="severe", superseded=False).count() == 1


def test_whoever_is_invited_hears_of_the_press_that_invites_him(world: World):
    matter = sealed.opened(world)
    assert not Notice.objects.filter(matter=matter).exists(), "尚无对方参加人，不告知任何人"
    sealed.invite(matter, world.prosecutor, world.legal_officer)
    perform(matter.pk, "note", officer=world.prosecutor, data={"text": "请到会", "shown": "both"}, now=at(TODAY))
    assert [one.officer for one in Notice.objects.filter(matter=matter)] == [world.legal_officer]


# ------------------------------------------------------------------------------------------------ the roster


def test_neither_the_day_book_nor_what_a_shift_hands_over_tells_of_it(story: Story, people: dict[str, Officer]):
    first = at(TODAY).replace(hour=0)
    for name in (*INVITED, *OUTSIDE):
        log = str(list(duty.happened(again(people[name]), first, first + timedelta(days=1))))
        assert (story.matter.number in log) == (name in INVITED), name
        if worklist.desks_of(again(people[name])):
            assert duty.open_items(again(people[name]), TODAY) == [], "交给别人的清单不列受限事项"


def test_until_it_is_said_who_is_admitted_nothing_is_seen(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(scoping, "narrow", scoping._unsaid)
    with pytest.raises(ImproperlyConfigured, match="尚未登记"):
        Matter.objects.visible_to(again(world.prosecutor)).exists()


# ------------------------------------------------------------------------------------------------ rows


def test_rows_say_what_is_visible_and_are_written_alike(story: Story, people: dict[str, Officer]):
    assert check_rows(people.values(), TODAY) > 0
    check_rebuilt()
    story.matter.participants.update(until=TODAY)
    check_rows(people.values(), TODAY)
    check_rebuilt()
    assert not desks.check().wrong


def test_what_follows_from_it_goes_by_the_name_of_the_case_and_is_its_openers(story: Story, world: World):
    receive_the_rest(story, world)
    perform(story.matter.pk, "go_on", officer=world.prosecutor, now=at(TODAY))
    after = Matter.objects.get(parent=story.matter)
    assert after.title == after.public_title == "某甲涉嫌诈骗密谈案" and after.restricted
    assert sees(world.prosecutor, after) and not sees(world.second_prosecutor, after) and not sees(world.legal_officer, after)
