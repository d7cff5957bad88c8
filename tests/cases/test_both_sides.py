"""Acts and rows of both sides, and what every organ of an office sees: kinds made for this test, word by word.

either, by_row, unless_rows, Opens.each, turn both, whole_office, shown_to; what the table refuses of each stands last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases import rules
from cases.desk.lists import inbox, worklist
from cases.exceptions import Conflict, Invalid, NotAllowed
from cases.matters import allowed_actions, perform, sweep
from cases.matters.acts.offers import DO, ENTER, refusal
from cases.matters.dossier import Dossier, dossier, listed
from cases.matters.papers.documents import context_of
from cases.matters.table.workflow import (
    ASKING,
    DOCUMENT_TYPES,
    WORKFLOWS,
    Decision,
    Opens,
    State,
    check,
    check_links,
    register,
    register_documents,
)
from cases.matters.telling import notices
from cases.models import Attachment, DeskRow, Document, Event, Matter, Notice, Participant, SeatRole
from liaison.models.consultation import ConsultationDetail
from liaison.models.joint_meeting import AgendaItem
from office.models import OfficeOption, Officer, Outbox
from office.sides import Role, Side
from tests.desks import again, check_rebuilt, check_rows
from tests.kinds import parley
from tests.kinds.parley import KIND, TASK, P
from tests.supervision.play import at, counts, fresh, scan
from tests.world import TODAY, World, build, officer, signed_in

pytestmark = pytest.mark.django_db
NOW = at(TODAY)
ENDS = {"procuratorate": ("prosecutor", "legal_officer"), "police": ("legal_officer", "prosecutor")}


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())
    kept = dict(DOCUMENT_TYPES), dict(WORKFLOWS), dict(rules.RULES), dict(rules.SECTIONS)
    rules.register_rules("试验", [parley.RULE])
    register_documents(parley.PAPERS)
    register(parley.TASKS)
    register(parley.TABLE)
    assert list(check_links()) == []
    yield
    for book, before in zip((DOCUMENT_TYPES, WORKFLOWS, rules.RULES, rules.SECTIONS), kept, strict=True):
        book.clear()
        book.update(before)


@pytest.fixture(params=ENDS)
def by(request: pytest.FixtureRequest) -> str:
    """Which side begins."""
    return str(request.param)


def do(matter: Matter | None, code: str, who: Officer, /, *, version: int | None = None, now: Any = NOW, reason: str = "", **data: Any) -> Any:
    return perform(matter.pk if matter else None, code, kind=KIND, officer=again(who), data=data, now=now, version=version, reason=reason)


def called(world: World, by: str = "procuratorate", *items: str) -> Matter:
    """A parley that this side called, with these items, and told the other side of."""
    who = getattr(world, ENDS[by][0])
    matter = do(None, "call", who, title="第四季度合议").matter
    for one in items:
        do(matter, "propose", who, title=one)
    do(matter, "notify", who)
    return fresh(matter)


def state(matter: Matter) -> tuple[Any, ...]:
    """Everything of a matter that an act on one row leaves alone."""
    rows = sorted(map(str, DeskRow.objects.filter(matter=matter).values_list()))
    own = Matter.objects.filter(pk=matter.pk).values().get()
    return own, rows, Notice.objects.count(), sorted(map(str, matter.deadlines.values_list()))


# ------------------------------------------------------------------------------------------------ either


def test_either_side_may_begin_and_its_draft_is_its_own(world: World, by: str):
    own, other = (getattr(world, name) for name in ENDS[by])
    matter = do(None, "call", own, title="合议").matter
    assert (matter.began_side, matter.turn, matter.whole_office) == (by, by, True)
    assert Event.objects.get(matter=matter).actor_side == by
    assert not Matter.objects.visible_to(again(other)).exists()
    do(matter, "notify", own)
    assert Matter.objects.visible_to(again(other)).exists() and fresh(matter).turn == "both"


def test_both_press_it_and_each_is_himself(world: World, by: str):
    matter = called(world, by)
    for who in (world.prosecutor, world.investigator, world.other_legal_officer, world.assistant):
        found = Dossier(fresh(matter))
        assert "propose" in {one.code for one in allowed_actions(found, again(who), TODAY) if one.mode == "do"}, who
        event = do(matter, "propose", who, title=who.name).event
        assert (event.actor_side, event.officer_id, event.shown) == (who.side, who.pk, "both")
        assert AgendaItem.objects.get(matter=matter, title=who.name).proposed_side == who.side
    for who in (world.chief, world.head, world.case_manager):
        with pytest.raises(NotAllowed, match="没有这项权限"):
            do(matter, "propose", who, title="无权")


def test_nobody_enters_it_for_the_other_side(world: World):
    matter = called(world)
    offered = [one for one in allowed_actions(Dossier(matter), again(world.prosecutor), TODAY) if one.mode == "enter"]
    assert offered == []
    row = Dossier(matter).table.action("propose")
    assert refusal(Dossier(matter), row, again(world.prosecutor), TODAY, mode=ENTER)


def test_it_issues_the_paper_of_who_presses(world: World):
    matter = called(world)
    for who, code, addressee in ((world.prosecutor, "TPJ", "police"), (world.legal_officer, "TPP", "procuratorate")):
        if who.side == Side.POLICE:
            do(matter, "receive", world.other_legal_officer, document=Document.objects.get(type="TPJ").pk)
        (paper,) = do(matter, "write", who, words="请核对").documents
        assert (paper.type, paper.addressee, paper.origin_side) == (code, addressee, who.side)
    assert Document.objects.get(type="TPP").issuer == world.organ and Document.objects.get(type="TPJ").issuer == world.court


def test_both_sides_and_both_organs_may_hold_a_draft_of_it_at_once(world: World):
    colleague = officer("w.inv2", "邵西", world.second_organ, Role.INVESTIGATOR)
    matter = called(world)
    drafts = {}
    for who in (world.assistant, world.investigator, colleague):
        result = perform(
            matter.pk, "write", officer=again(who), data={"words": f"{who.name}拟"}, uploads={"files": [scan()]}, now=NOW
        )
        assert result.drafted
        (drafts[who.pk],) = result.documents
        with pytest.raises(Conflict, match="已有草稿"):
            do(matter, "write", who, words="又拟")
    readers = (world.assistant, world.prosecutor, world.investigator, world.legal_officer, world.head, colleague, world.other_legal_officer)
    place = {who.pk: world.court.pk if who.side == Side.PROCURATORATE else who.organisation_id for who in readers}
    for who in map(again, readers):
        own = [paper for paper in drafts.values() if paper.issuer_id == place[who.pk]]
        assert list(Document.objects.visible_to(who)) == own, who
        assert [one.document for one in Event.objects.visible_to(who).filter(action="draft")] == own, who
        assert [one.document for one in Attachment.objects.visible_to(who)] == own, who
        (line,) = listed(who, [fresh(matter)])
        assert [paper for paper in line.documents if paper.seen] == own, who
        assert DeskRow.objects.get(matter=matter, desk=place[who.pk]).draft_of == who.side
    for who, paper in ((world.other_legal_officer, drafts[world.investigator.pk]), (world.legal_officer, drafts[colleague.pk])):
        for code in ("sign", "return", "revise", "discard"):
            with pytest.raises(NotAllowed):
                do(matter, code, who, reason="不属本单位", document=paper.pk, words="改")
    (sent,) = do(matter, "sign", world.other_legal_officer, document=drafts[colleague.pk].pk).documents
    assert sent.issuer == world.second_organ and sent.number
    assert not DeskRow.objects.get(matter=matter, desk=world.second_organ).draft_of and DeskRow.objects.get(matter=matter, desk=world.organ).draft_of
    check_rebuilt()


# ------------------------------------------------------------------------------------------------ by_row


def test_a_record_touches_its_row_and_nothing_else(world: World):
    matter = called(world, "procuratorate", "甲", "乙")
    before = state(matter)
    for place, who in enumerate((world.prosecutor, world.investigator, world.other_legal_officer)):
        result = do(matter, "jot", who, item="1", words=f"第{place}句", version=0)  # a page opened long ago is as good
        assert (result.event.before, result.event.actor_side, result.event.label) == ({}, who.side, "记录发言")
    assert state(fresh(matter)) == before
    first, second = AgendaItem.objects.filter(matter=matter).order_by("no")
    assert (first.conclusion, first.rev, second.conclusion, second.rev) == ("第2句", 3, "", 0)
    do(matter, "propose", world.prosecutor, title="丙", version=fresh(matter).version)  # nor has it made a page stale


def test_a_record_is_one_line_of_each_until_something_else_is_done(world: World):
    matter = called(world, "procuratorate", "甲", "乙")
    for minutes in range(5):
        for who in (world.prosecutor, world.legal_officer):
            do(matter, "jot", who, item="1" if minutes % 2 else "2", words="……", now=NOW + timedelta(minutes=minutes))
    lines = Event.objects.filter(matter=matter, action="jot")
    assert {(one.officer_id, one.recorded_at) for one in lines} == {
        (who.pk, NOW + timedelta(minutes=4)) for who in (world.prosecutor, world.legal_officer)
    }
    assert lines.count() == 2
    do(matter, "propose", world.legal_officer, title="丙", now=NOW + timedelta(minutes=5))
    do(matter, "jot", world.prosecutor, item="1", words="……", now=NOW + timedelta(minutes=6))
    assert lines.all().count() == 3
    page = signed_in(world.prosecutor).get(reverse("procuratorate:matter", kwargs={"pk": matter.pk}))
    assert page.content.decode().count("记录发言") >= 3


def test_no_act_before_a_record_is_undone(world: World):
    matter = called(world, "procuratorate", "甲")
    step = do(matter, "propose", world.prosecutor, title="乙")
    do(matter, "jot", world.legal_officer, item="1", words="……")
    with pytest.raises(Conflict, match="“记录发言”的记录，不能再撤销"):
        do(matter, "undo", world.chief, reason="误报")
    do(matter, "conclude", world.prosecutor, item="1", outcome="noted")
    do(matter, "undo", world.chief, reason="误定")  # what came after the record is
    assert AgendaItem.objects.get(matter=matter, no=1).outcome == "" and AgendaItem.objects.get(matter=matter, no=1).conclusion == "……"
    with pytest.raises(Conflict, match="不能再撤销"):
        do(matter, "undo", world.chief, reason="再退一步")
    assert not Event.objects.get(pk=step.event.pk).undone


def test_a_paper_issued_before_a_record_is_not_taken_back(world: World):
    matter = called(world, "procuratorate", "甲")
    (paper,) = do(matter, "write", world.prosecutor, words="请核对").documents
    do(matter, "jot", world.prosecutor, item="1", words="……")
    with pytest.raises(Conflict, match="记录发言"):
        do(matter, "withdraw", world.prosecutor, reason="误发", document=paper.pk)


def test_a_record_wants_a_row_and_words(world: World):
    matter = called(world, "procuratorate", "甲")
    before = state(matter), Event.objects.count()
    for data in ({"words": "……"}, {"item": "7", "words": "……"}, {"item": "1"}):
        with pytest.raises(Invalid):
            do(matter, "jot", world.prosecutor, **data)
    assert (state(fresh(matter)), Event.objects.count()) == before


def test_a_record_costs_little(world: World, django_assert_max_num_queries: Callable[..., Any]):
    matter = called(world, "procuratorate", *(f"第{no}题" for no in range(1, 30)))
    who = again(world.prosecutor)
    assert who.roles and worklist.reach_of(who)
    with django_assert_max_num_queries(14 + 3):  # three of them SAVEPOINT and RELEASE
        perform(matter.pk, "jot", officer=who, data={"item": "1", "words": "……"}, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_on_different_rows_are_both_kept(transactional_db: None):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite takes one writer at a time")
    world = build()
    matter = called(world, "procuratorate", "甲", "乙")
    gate, wrong, times = Barrier(2), [], 12

    def type_in(who: Officer, item: str) -> None:
        try:
            gate.wait(30)
            for place in range(times):
                do(matter, "jot", who, item=item, words=f"{who.name}{place}", version=0)
        except BaseException as error:  # noqa: BLE001 - a thread's failure is told below
            wrong.append(error)
        finally:
            connection.close()

    hands = [Thread(target=type_in, args=pair) for pair in ((world.prosecutor, "1"), (world.legal_officer, "2"))]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(120)
    assert wrong == []
    assert list(AgendaItem.objects.filter(matter=matter).order_by("no").values_list("conclusion", "rev")) == [
        (f"{who.name}{times - 1}", times) for who in (world.prosecutor, world.legal_officer)
    ]
    assert Event.objects.filter(matter=matter, action="jot").count() == 2


# ------------------------------------------------------------------------------------------------ unless_rows


def test_it_waits_for_the_rows_and_names_them(world: World):
    matter = called(world, "procuratorate", "甲", "乙", "丙")
    do(matter, "conclude", world.legal_officer, item="2", outcome="noted")
    with pytest.raises(NotAllowed, match=r"^下列议题还没有结果，不能散会：第1、3项。$"):
        do(matter, "end", world.prosecutor)
    for who in (world.prosecutor, world.legal_officer, world.other_legal_officer):
        page, (line,) = dossier(again(who), matter.pk), listed(again(who), [fresh(matter)])
        for found in (page, line):
            assert "end" not in {one.code for one in allowed_actions(found, again(who), TODAY)}
    for no in ("1", "3"):
        do(matter, "conclude", world.prosecutor, item=no, outcome="noted")
    do(matter, "end", world.legal_officer)
    assert fresh(matter).state == "held"


def test_no_rows_stand_in_nobodys_way(world: World):
    matter = called(world)
    do(matter, "end", world.prosecutor)
    assert fresh(matter).state == "held"


def test_what_one_side_keeps_to_itself_is_not_numbered_to_the_other(world: World):
    closed = replace(parley.TABLE, actions=tuple(
        replace(row, unless_rows={"consultation_opinions": {"issued": {"no"}}}, refusals={}) if row.code == "end" else row
        for row in parley.TABLE.actions
    ))  # fmt: skip
    WORKFLOWS[KIND] = closed
    matter = called(world)
    parley.opinion(matter, world.legal_officer, "不宜", no=4)
    with pytest.raises(NotAllowed, match="意见尚未办完，不能办理“散会”：第4项。"):
        do(matter, "end", world.legal_officer)
    with pytest.raises(NotAllowed, match="意见尚未办完，不能办理“散会”。"):
        do(matter, "end", world.prosecutor)


# ------------------------------------------------------------------------------------------------ each, and from the row


def test_a_matter_for_every_row_that_fits(world: World):
    matter = called(world, "procuratorate", "甲", "乙", "丙")
    for no, outcome in (("1", "decided"), ("2", "noted"), ("3", "decided")):
        do(matter, "conclude", world.prosecutor, item=no, outcome=outcome)
    do(matter, "end", world.prosecutor)
    tasks = Matter.objects.filter(parent=matter, kind=TASK).order_by("number")
    assert [one.title for one in tasks] == ["甲", "丙"] and {one.whole_office for one in tasks} == {True}
    assert {one.desk_id for one in DeskRow.objects.filter(matter__in=tasks)} == {world.court.pk, world.organ.pk, world.second_organ.pk}
    check_rebuilt()
    do(matter, "undo", world.chief, reason="散会有误")
    assert {one.state for one in tasks.all()} == {"void"} and fresh(matter).state == "called"
    check_rebuilt()


def test_none_where_no_row_fits(world: World):
    matter = called(world, "procuratorate", "甲")
    do(matter, "conclude", world.prosecutor, item="1", outcome="noted")
    do(matter, "end", world.prosecutor)
    assert not Matter.objects.filter(parent=matter).exists()


def test_an_act_on_a_row_carries_from_it(world: World):
    matter = called(world, "procuratorate", "甲", "乙")
    do(matter, "task", world.prosecutor, item="2", title="表单里写的")
    (task,) = Matter.objects.filter(parent=matter, kind=TASK)
    assert (task.title, task.filing.charge) == ("乙", "乙"), "先取条目的，再取表单的"


# ------------------------------------------------------------------------------------------------ turn both


def test_what_is_both_sides_turn_stands_in_the_lists_of_both_once(world: World, by: str):
    before = {who.pk: inbox.counts_of(again(who), TODAY, {}).number for who in (world.prosecutor, world.legal_officer, world.other_legal_officer)}
    matter = called(world, by)
    assert matter.turn == "both"
    for who in (world.prosecutor, world.legal_officer, world.other_legal_officer):
        found = inbox.counts_of(again(who), TODAY, {}).number
        assert found["open_office"] == before[who.pk]["open_office"] + 1, who
        assert found["reply_office"] == before[who.pk]["reply_office"] + 1, who  # the police owe an answer too, in a shared period
        assert [row.matter_id for row in inbox.todo(again(who), TODAY)] == [matter.pk]
        assert worklist.is_mine(again(who), matter)
        (row,) = worklist.rows_of(again(who), list(inbox.todo(again(who), TODAY)), TODAY, worklist.settings_of(again(who)))
        assert (row.turn, row.asks) == ("我方", "请回执、报议题")
        portal = "procuratorate" if who.side == Side.PROCURATORATE else "police"
        text = signed_in(who).get(reverse(f"{portal}:inbox"), {"who": "office"}).content.decode()
        assert matter.number in text
    do(matter, "chase", world.chief)
    do(matter, "chase", world.head)  # each may hurry the other


# ------------------------------------------------------------------------------------------------ the whole office


SEES = (
    "prosecutor", "second_prosecutor", "assistant", "chief", "case_manager", "complaint_officer", "execution_officer", "administrative_officer",
    "city_prosecutor", "city_chief", "investigator", "legal_officer", "head", "other_legal_officer",
)  # fmt: skip
LOOK = ("prosecutor", "case_manager", "city_chief", "investigator", "other_legal_officer", "strange_prosecutor", "strange_legal_officer")
BLIND = ("strange_prosecutor", "strange_legal_officer", "system_admin", "security_admin", "audit_admin")


def seers(world: World, matter: Matter) -> set[str]:
    """Who finds the matter, and all of it that is for both sides."""
    found = set()
    for name, who in world.identities().items():
        one = again(who)
        if Matter.objects.visible_to(one).filter(pk=matter.pk).exists():
            found.add(name)
            assert Event.objects.visible_to(one).filter(matter=matter).exists(), name
            assert AgendaItem.objects.visible_to(one).filter(matter=matter).exists(), name
        else:
            assert not Event.objects.visible_to(one).filter(matter=matter).exists(), name
            assert not AgendaItem.objects.visible_to(one).filter(matter=matter).exists(), name
    return found


def test_every_organ_of_the_office_sees_it_from_when_the_police_do(world: World, by: str):
    who = getattr(world, ENDS[by][0])
    matter = do(None, "call", who, title="合议").matter
    do(matter, "propose", who, title="甲")
    ours = {name for name in SEES if getattr(world, name).side == by}
    assert seers(world, matter) == ours
    check_rows(world.identities().values(), TODAY)
    do(matter, "notify", who)
    assert seers(world, matter) == set(SEES)
    assert {one.desk_id for one in DeskRow.objects.filter(matter=matter)} == {world.court.pk, world.organ.pk, world.second_organ.pk}
    assert check_rows(world.identities().values(), TODAY) and not check_rebuilt()
    do(matter, "undo", world.chief if by == "procuratorate" else world.head, reason="误发通知")
    assert seers(world, matter) == ours
    check_rows(world.identities().values(), TODAY)
    check_rebuilt()


PAGES = ("matter", "note", "reassign", "copy", "undo", "amend")


@pytest.mark.parametrize("name", LOOK)
def test_its_pages_without_an_organ(world: World, name: str):
    matter = called(world, "procuratorate", "甲")
    (paper,) = do(matter, "write", world.prosecutor, words="请核对").documents
    assert matter.police_id is None
    who = getattr(world, name)
    portal, client = who.side, signed_in(who)
    page = client.get(reverse(f"{portal}:matter", kwargs={"pk": matter.pk}))
    blind = name in BLIND
    assert page.status_code == (404 if blind else 200)
    for one in PAGES:
        assert client.get(reverse(f"{portal}:{one}", kwargs={"pk": matter.pk})).status_code in ((404,) if blind else (200, 302, 403, 409)), one
    assert client.get(reverse(f"{portal}:paper", kwargs={"pk": matter.pk, "document": paper.pk})).status_code == (404 if blind else 200)
    found = client.get(reverse(f"{portal}:search"), {"q": matter.number}).content.decode()
    assert ("第四季度合议" in found) == (not blind)
    for one in ("inbox", "matters", "notices", *(["started"] if portal == "police" else []), "ledger"):
        assert client.get(reverse(f"{portal}:{one}")).status_code == 200, one
    if not blind:
        text = page.content.decode()
        assert "办公室各公安机关" in text and "未载明" not in text and "None" not in text
    for row in Dossier(matter).table.actions:
        if not row.opens_matter:
            address = reverse(f"{portal}:act", kwargs={"pk": matter.pk, "code": row.code})
            answer = client.get(f"{address}?item=1")
            assert answer.status_code in ((404,) if blind else (200, 302, 403)), row.code
    context = context_of(paper)
    assert (context["to"], context["matter"]["police"]) == ("办公室各公安机关", "办公室各公安机关")


def test_one_notice_an_organ_of_an_act(world: World, by: str):
    who = getattr(world, ENDS[by][0])
    matter = called(world, by, "甲")
    told = Notice.objects.filter(matter=matter, event__action="notify")
    wanted = {("procuratorate", world.court.pk), ("police", world.organ.pk), ("police", world.second_organ.pk)}
    wanted = {pair for pair in wanted if pair[1] != who.organisation_id}  # who acts is not told
    assert sorted(told.values_list("side", "organisation")) == sorted(wanted)
    for one in (world.prosecutor, world.legal_officer, world.other_legal_officer, world.strange_legal_officer, world.strange_prosecutor):
        found = [row.event.action for row in notices.notices(again(one), TODAY).filter(event__isnull=False).select_related("event")]
        assert found.count("notify") == (any(place == one.organisation_id for _, place in wanted)), one
    signed_in(world.other_legal_officer).get(reverse("police:matter", kwargs={"pk": matter.pk}))
    other = told.filter(organisation=world.organ).first()
    assert other is None or not other.reads.exists(), "一个机关看过，不算另一个机关看过"


def test_one_notice_an_organ_of_a_period_and_a_paper(world: World):
    OfficeOption.objects.create(office=world.office, key="mail_notices", value=True)
    matter = called(world)
    (paper,) = do(matter, "write", world.prosecutor, words="请核对").documents
    for days in (1, 1, 2, 4, 9, 9):
        sweep(now=NOW + timedelta(days=days))
    own = {("procuratorate", world.court.pk), ("police", world.organ.pk), ("police", world.second_organ.pk)}
    for source in ({"deadline__isnull": False}, {"document": paper}):
        rows = Notice.objects.filter(matter=matter, role="", **source)
        standing = list(rows.filter(superseded=False).values_list("side", "organisation"))
        assert sorted(standing) == sorted(own), source
        rungs = [(one.rung, one.side, one.organisation_id, one.due_on) for one in rows]
        assert len(rungs) == len(set(rungs)) and len({rung for rung, *_ in rungs}) > 1, "每级每机关一条"
    mailed = {(one.payload["officer"], one.payload["body"]) for one in Outbox.objects.all()}
    assert {str(world.legal_officer.pk), str(world.other_legal_officer.pk)} <= {who for who, _ in mailed}
    do(matter, "receive", world.other_legal_officer, document=paper.pk)
    assert {one.over for one in Notice.objects.filter(document=paper, superseded=False)} == {True}
    check_rebuilt()


def test_what_is_no_longer_open_to_the_police_rings_for_none_of_them(world: World):
    matter = called(world)
    sweep(now=NOW + timedelta(days=4))
    assert notices.notices(again(world.other_legal_officer), TODAY).exists()
    do(matter, "undo", world.chief, reason="误发通知", now=NOW + timedelta(days=4))
    for who in (world.legal_officer, world.other_legal_officer):
        assert not notices.notices(again(who), TODAY).exists() and not notices.unread_notices(again(who), TODAY)
    do(matter, "notify", world.prosecutor, now=NOW + timedelta(days=4))
    assert notices.notices(again(world.other_legal_officer), TODAY).count() == 1


def test_who_handles_it_for_the_police_is_of_one_organ(world: World):
    matter = called(world, "police")
    assert (matter.police, matter.police_handler) == (world.organ, world.legal_officer)
    rows = {one.desk_id: one.handler_id for one in DeskRow.objects.filter(matter=matter)}
    assert rows == {world.court.pk: None, world.organ.pk: world.legal_officer.pk, world.second_organ.pk: None}
    with pytest.raises(NotAllowed):
        do(matter, "reassign", world.other_legal_officer, reason="接办", to=world.other_legal_officer.pk)
    ours = called(world)
    do(ours, "reassign", world.other_legal_officer, reason="接办", to=world.other_legal_officer.pk)
    assert fresh(ours).police == world.second_organ
    with pytest.raises(Invalid, match="本单位的在岗承办人"):
        do(ours, "reassign", world.other_legal_officer, reason="转出", to=world.legal_officer.pk)
    do(ours, "note", world.prosecutor, text="知悉", shown="both")
    told = Notice.objects.filter(matter=ours, event__action="note").values_list("organisation", "handler")
    assert sorted(told) == sorted([(world.organ.pk, None), (world.second_organ.pk, world.other_legal_officer.pk)])
    check_rows(world.identities().values(), TODAY)
    check_rebuilt()


def test_a_paper_of_the_police_is_entered_for_the_organ_that_has_the_matter_in_hand(world: World):
    report = parley.TASKS.action("report")
    WORKFLOWS[TASK] = replace(parley.TASKS, actions=(parley.TASKS.action("begin"), replace(report, issues=("TPP",))))
    source = called(world, "procuratorate", "甲")
    do(source, "task", world.prosecutor, item="1", title="统一清单")
    matter = Matter.objects.get(parent=source)
    row, told = Dossier(matter).table.action("report"), "事项没有载明公安一侧由哪个单位办理，不能线下登记“报落实情况”"
    paper = {"data": {"words": "已落实"}, "now": NOW, "on": TODAY, "reason": "来函"}
    address = reverse("procuratorate:act", kwargs={"pk": matter.pk, "code": "report"})
    before = counts()
    with pytest.raises(NotAllowed, match=told):
        perform(matter.pk, "report", officer=again(world.prosecutor), evidence=[scan()], **paper)
    assert counts() == before
    assert [one.code for one in allowed_actions(Dossier(matter), again(world.prosecutor), TODAY)] == []
    assert told in signed_in(world.prosecutor).get(address).content.decode()
    assert refusal(Dossier(matter), row, again(world.other_legal_officer), TODAY, mode=DO) is None, "公安机关自己办理不受影响"
    do(matter, "reassign", world.other_legal_officer, reason="接办", to=world.other_legal_officer.pk)
    assert signed_in(world.prosecutor).get(address).status_code == 200
    (made,) = perform(matter.pk, "report", officer=again(world.prosecutor), evidence=[scan()], **paper).documents
    assert (made.issuer, made.entered_for) == (world.second_organ, True)


def test_mine_is_where_i_or_my_organ_take_part(world: World):
    matter, other = called(world), called(world)
    for who in (world.second_prosecutor, world.legal_officer, world.other_legal_officer):
        assert not worklist.open_here(again(who), TODAY, mine=True).exists()
    seat = {"office": world.office, "matter": matter, "since": TODAY}
    Participant.objects.create(**seat, officer=world.second_prosecutor, side=Side.PROCURATORATE, role=SeatRole.RECORDER)
    Participant.objects.create(**seat, organisation=world.second_organ, side=Side.POLICE)
    for who, mine in (
        (world.second_prosecutor, {matter.pk}), (world.other_legal_officer, {matter.pk}), (world.legal_officer, set()),
        (world.prosecutor, {matter.pk, other.pk}), (world.chief, set()),
    ):  # fmt: skip
        assert {row.matter_id for row in worklist.open_here(again(who), TODAY, mine=True)} == mine, who
        assert inbox.counts_of(again(who), TODAY, {}).number["open_mine"] == len(mine), who


def test_what_is_restricted_and_the_whole_offices_is_seen_by_the_seats_of_every_organ(world: World):
    WORKFLOWS[KIND] = replace(parley.TABLE, restricted=True)
    matter = do(None, "call", world.prosecutor, title="密议").matter
    assert matter.participants.get().role == SeatRole.HOST
    do(matter, "propose", world.prosecutor, title="甲")
    seat = {"office": world.office, "matter": matter, "since": TODAY, "side": Side.POLICE}
    Participant.objects.create(**seat, officer=world.legal_officer)
    Participant.objects.create(**seat, organisation=world.second_organ)
    do(matter, "notify", world.prosecutor)
    assert seers(world, matter) == {"prosecutor", "legal_officer", "other_legal_officer"}
    sweep(now=NOW + timedelta(days=4))
    told = Notice.objects.filter(matter=matter, superseded=False, side=Side.POLICE)
    assert {(one.officer_id, one.organisation_id) for one in told} == {
        (world.legal_officer.pk, world.organ.pk), (world.other_legal_officer.pk, world.second_organ.pk)
    }  # fmt: skip
    for who in (world.legal_officer, world.other_legal_officer):
        assert notices.notices(again(who), TODAY).count() == 2, "一条通知，一条期限"
    check_rows(world.identities().values(), TODAY)
    check_rebuilt()


# ------------------------------------------------------------------------------------------------ shown_to


def test_a_row_is_shown_by_side_and_state(world: World):
    matter = called(world)
    ConsultationDetail.objects.create(matter=matter)
    mine, theirs = parley.opinion(matter, world.prosecutor, "检察一侧的意见"), parley.opinion(matter, world.legal_officer, "公安一侧的意见")
    both = {world.prosecutor.pk: mine, world.legal_officer.pk: theirs, world.other_legal_officer.pk: theirs, world.city_prosecutor.pk: mine}
    for who in map(again, (world.prosecutor, world.legal_officer, world.other_legal_officer, world.city_prosecutor)):
        own = both[who.pk]
        hidden = theirs if own == mine else mine
        assert list(type(mine).objects.visible_to(who)) == [own]
        page, (line,) = dossier(who, matter.pk), listed(who, [fresh(matter)])
        for found in (page, line, Dossier(fresh(matter))):
            assert found.rows_for("consultation_opinions", who) == [own], who
            assert len(found.rows("consultation_opinions")) == 2
        text = signed_in(who).get(reverse(f"{who.side}:matter", kwargs={"pk": matter.pk})).content.decode()
        assert own.text in text and hidden.text not in text
    paper = do(matter, "write", world.prosecutor, words="请核对").documents[0]
    assert paper.context["rows"]["consultation_opinions"] == [], "文书里没有一侧的意见"
    type(mine).objects.update(issued=True)
    for who in map(again, (world.prosecutor, world.legal_officer)):
        assert len(dossier(who, matter.pk).rows_for("consultation_opinions", who)) == 2
    assert len(context_of(paper)["rows"]["consultation_opinions"]) == 2


def test_nobody_acts_on_a_row_that_he_does_not_see(world: World):
    matter = called(world)
    parley.opinion(matter, world.legal_officer, "公安一侧的意见", no=3)
    for found in (Dossier(matter), dossier(again(world.prosecutor), matter.pk)):
        assert "weigh" not in {one.code for one in allowed_actions(found, again(world.prosecutor), TODAY)}
    with pytest.raises(NotAllowed, match="没有可以办理"):
        do(matter, "weigh", world.prosecutor, item="3")
    parley.opinion(matter, world.prosecutor, "检察一侧的意见", no=1)
    with pytest.raises(Invalid, match="请指明"):
        do(matter, "weigh", world.prosecutor, item="3")
    do(matter, "weigh", world.other_legal_officer, item="3")


# ------------------------------------------------------------------------------------------------ what is paid


def test_lists_and_pages_cost_the_same_whatever_hangs_on_it(world: World):
    def counted(who: Officer, portal: str) -> list[int]:
        client, found = signed_in(who), []
        addresses = (reverse(f"{portal}:inbox") + "?who=office", reverse(f"{portal}:matters"), reverse(f"{portal}:matter", kwargs={"pk": matter.pk}))
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address).status_code == 200
            found.append(sum("SAVEPOINT" not in query["sql"] for query in caught))
        return found

    readers = ((world.prosecutor, "procuratorate"), (world.other_legal_officer, "police"))
    matter = called(world, "procuratorate", "甲")
    before = [counted(who, portal) for who, portal in readers]
    for no in range(2, 30):
        do(matter, "propose", world.prosecutor, title=f"第{no}题")
    for _ in range(3):
        called(world, "procuratorate", "甲", "乙")
    assert [counted(who, portal) for who, portal in readers] == before


# ------------------------------------------------------------------------------------------------ what the table refuses


def _with(code: str, **changes: Any) -> Any:
    return replace(parley.TABLE, kind="other", actions=tuple(replace(row, **changes) if row.code == code else row for row in parley.TABLE.actions))


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (_with("propose", by=(P,)), "须写明两侧各由谁办理"),
        (_with("propose", either=False), "办理人分属两侧"),
        (_with("propose", stands=ASKING), "不能又写明由哪一方办理"),
        (_with("propose", shown="police"), "不能只给一侧看"),
        (_with("write", issues=("TPP",)), "须写明两侧各自的文种"),
        (_with("write", decided_by=Decision(Role.CHIEF)), "不能只由一侧的一个角色决定"),
        (_with("jot", item=""), "须写明是哪一类条目"),
        (_with("jot", effect=None), "须写明如何写入"),
        (_with("jot", target="held"), "不能改变状态"),
        (_with("jot", discloses=True), "不能带有文书、期限或者其他牵动"),
        (_with("jot", sets={"variant": "A"}), "不能带有文书、期限或者其他牵动"),
        (_with("jot", form=parley.CallForm), "不能带有文书、期限或者其他牵动"),
        (_with("end", unless_rows={"nothing": {"outcome": {""}}}), "没有这类条目"),
        (_with("end", unless_rows={"agenda_items": {"nothing": {""}}}), "条目没有这一栏"),
        (_with("end", refusals={"nothing": "不行"}), "而没有这项条件"),
        (replace(parley.TABLE, kind="other", states=(*parley.TABLE.states, State("odd", "怪", "nobody"))), "而没有这一方"),
    ],
)  # fmt: skip
def test_a_bad_table_is_refused(table: Any, words: str):
    assert words in "；".join(check(table))


def test_a_bad_each_is_refused():
    for link, words in (
        (Opens(TASK, "begin", each="nothing"), "没有nothing这类条目"),
        (Opens(TASK, "begin", each="agenda_items", each_when={"nothing": {""}}), "条目没有这一栏"),
    ):
        WORKFLOWS[KIND] = _with("end", opens=(link,))
        assert words in "；".join(check_links())


def test_the_rule_book_says_it(capsys: pytest.CaptureFixture[str]):
    call_command("describe")
    text = capsys.readouterr().out
    for words in ("双方各自：检察官或者法制员", "逐条记录：议题", "议题有未办完的，不能办理", "逐条议题开立合议事项", "办公室各公安机关都看得见", "| 双方 |"):
        assert words in text, words
