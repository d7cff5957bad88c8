"""Matters that either side may begin: a kind made for this test, with the words that such kinds are written in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django import forms

from cases import rules
from cases.exceptions import Invalid, NotFound
from cases.matters import allowed_actions, perform, sweep
from cases.matters.dossier import Dossier
from cases.matters.forms import ActionForm, FilesField
from cases.matters.papers.parts import given, paper
from cases.matters.table.workflow import (
    ASKED,
    ASKING,
    DOCUMENT_TYPES,
    OPEN,
    SAME,
    WORKFLOWS,
    Action,
    DocumentType,
    Start,
    State,
    Workflow,
    check,
    check_links,
    register,
    register_documents,
    table_of,
)
from cases.models import Attachment, Case, Deadline, DeskRow, Document, Event, Matter, Notice
from cases.rules.table import row
from office.blocks import load, text_of
from office.periods import Roll
from office.sides import OTHER, Actor, Role, Side
from tests.desks import check_rebuilt
from tests.supervision.play import at, fresh, scan
from tests.world import TODAY, World, signed_in

pytestmark = pytest.mark.django_db

NOW = at(TODAY)
EITHER = (Actor(Role.LEGAL), Actor(Role.PROSECUTOR))
WRITERS = (*EITHER, Actor(Role.INVESTIGATOR), Actor(Role.ASSISTANT))
BASIS = "协作配合意见四（四）"


class QuestionForm(ActionForm):
    title = forms.CharField(label="标题", max_length=60)
    matter_fields = ("title",)


class AnswerForm(ActionForm):
    words = forms.CharField(label="答复", max_length=400)
    prefill = {"words": "matter.title"}


def _asked(code: str, side: str) -> DocumentType:
    other = str(OTHER[side].value)
    return DocumentType(code, f"trial-{code.lower()}", "试询单", other, BASIS, "试询", side=side, body=paper(given("title")))


def _told(code: str, side: str) -> DocumentType:
    other = str(OTHER[side].value)
    return DocumentType(code, f"trial-{code.lower()}", "试复单", other, BASIS, "试复", side=side, body=paper(given("words")))


PAPERS = (_asked("TQP", "police"), _asked("TQJ", "procuratorate"), _told("TAP", "police"), _told("TAJ", "procuratorate"))
RULE = row("trial_reply", "试问的答复", "收到", "", Roll.X, "asked", "协作配合意见四（四）", "24小时", mark="D", nature="reminder", agreed=True)
QUESTION = Workflow(
    "trial_question", "试问", "侦协试",
    states=(
        State("draft", "拟稿", ASKING, reads={ASKING: "请写完发出", ASKED: "对方拟稿"}),
        State("asked", "待答复", ASKED, reads={ASKING: "已提出，等待答复", ASKED: "请{due}答复"}),
        State("answered", "已答复", ASKING, reads={ASKING: "请看答复", ASKED: "已答复"}),
        State("done", "办结", "", reads={ASKING: "已办结", ASKED: "已办结"}, closed=True),
    ),
    actions=(
        Action("prepare", "拟稿", (), "draft", WRITERS, BASIS, stands=ASKING, form=QuestionForm),
        Action("send", "发出", ("draft",), "asked", EITHER, BASIS, stands=ASKING, form=QuestionForm, issues=("TQP", "TQJ"), discloses=True,
               starts_on_receipt=(Start("trial_reply"),), on_receipt="noted"),
        Action("noted", "已签收登记", ("asked",), SAME, EITHER, BASIS, stands=ASKED, linked=True, sets={"variant": "seen"}),
        Action("answer", "答复", ("asked",), "answered", EITHER, BASIS, stands=ASKED, form=AnswerForm, issues=("TAP", "TAJ"), meets=("trial_reply",),
               on_case=(("trial_question", "told"),)),
        Action("told", "同案已有答复", OPEN, SAME, EITHER, BASIS, stands=ASKING, linked=True),
        Action("settle", "办结", ("answered",), "done", EITHER, BASIS, stands=ASKING, drops=("trial_reply",)),
    ),
    persons=0,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _kind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, book in (("RULES", rules.RULES), ("SECTIONS", rules.SECTIONS)):
        monkeypatch.setattr(rules, name, book)
    kept = dict(DOCUMENT_TYPES), dict(WORKFLOWS), dict(rules.RULES), dict(rules.SECTIONS)
    rules.register_rules("试验", [RULE])
    register_documents(PAPERS)
    register(QUESTION)
    yield
    for book, before in zip((DOCUMENT_TYPES, WORKFLOWS, rules.RULES, rules.SECTIONS), kept, strict=True):
        book.clear()
        book.update(before)


ENDS = {"police": ("legal_officer", "prosecutor"), "procuratorate": ("prosecutor", "legal_officer")}


@pytest.fixture(params=ENDS)
def asking(request: pytest.FixtureRequest) -> str:
    """Who begins."""
    return str(request.param)


def people(world: World, asking: str) -> tuple[object, object]:
    return tuple(getattr(world, name) for name in ENDS[asking])  # type: ignore[return-value]


def prepared(world: World, asking: str) -> Matter:
    own, _ = people(world, asking)
    matter = perform(None, "prepare", kind="trial_question", officer=own, data={"title": "能否并案"}, now=NOW).matter
    if asking == "procuratorate":
        Matter.objects.filter(pk=matter.pk).update(police=world.organ)
    return fresh(matter)


def asked(world: World, asking: str, **more: object) -> Matter:
    matter = prepared(world, asking)
    perform(matter.pk, "send", officer=people(world, asking)[0], data={"title": "能否并案"}, now=NOW, **more)  # type: ignore[arg-type]
    return fresh(matter)


def received(world: World, asking: str, moment: datetime) -> Matter:
    matter = asked(world, asking)
    (letter,) = Document.objects.filter(matter=matter)
    perform(matter.pk, "receive", officer=people(world, asking)[1], data={"document": letter.pk}, now=moment)
    return fresh(matter)


def test_a_draft_is_its_own_sides_until_it_is_sent(world: World, asking: str):
    matter = prepared(world, asking)
    own, other = people(world, asking)
    assert (matter.began_side, matter.turn, matter.persons) == (asking, asking, 0)
    assert list(Matter.objects.visible_to(own)) == [matter] and not Matter.objects.visible_to(other).exists()
    assert not Event.objects.visible_to(other).exists() and not Notice.objects.filter(matter=matter).exists()
    assert {one.desk_id for one in DeskRow.objects.filter(matter=matter)} == {own.organisation_id}
    with pytest.raises(NotFound):
        perform(matter.pk, "note", officer=other, data={"text": "看得见吗"}, now=NOW)
    assert not Notice.objects.exclude(side=asking).exists()
    perform(matter.pk, "send", officer=own, data={"title": "能否并案"}, now=NOW)
    matter = fresh(matter)
    assert matter.seen_by_both and list(Matter.objects.visible_to(other)) == [matter]
    assert [one.action for one in Event.objects.visible_to(other)] == ["send"], "拟稿是本方的事"
    assert list(Notice.objects.filter(matter=matter).values_list("side", flat=True)) == [OTHER[asking]]
    check_rebuilt()


def test_who_asked_decides_who_answers(world: World, asking: str):
    matter = received(world, asking, NOW)
    own, other = people(world, asking)
    assert matter.turn == OTHER[asking] and table_of(matter).action("answer").side == OTHER[asking]
    answers = {one.name for one in (own, other) if "answer" in {offer.code for offer in allowed_actions(Dossier(matter), one, TODAY) if offer.mode == "do"}}
    assert answers == {other.name}
    done = perform(matter.pk, "answer", officer=other, data={"words": "可以并案"}, now=NOW)
    assert done.documents[0].type == ("TAJ" if asking == "police" else "TAP") and done.documents[0].addressee == asking
    state = Dossier(fresh(matter)).state
    assert (state.asks, state.police_asks)[asking == "police"] == "请看答复"


def test_its_period_runs_from_the_moment_and_both_see_it(world: World, asking: str):
    moment = NOW + timedelta(hours=5, minutes=7)
    matter = received(world, asking, moment)
    (clock,) = Deadline.objects.filter(matter=matter)
    assert clock.begins_at == moment and clock.legal_due_at == moment + timedelta(hours=24)
    assert (clock.owed_by, clock.nature, clock.shared) == (OTHER[asking], "reminder", True)
    sweep(now=moment + timedelta(days=3))
    told = list(Notice.objects.filter(deadline=clock, superseded=False).values_list("side", "text"))
    assert {side for side, _ in told} == set(Side.values)
    assert all("已过" in text and "超期" not in text for _, text in told), told


def test_a_paper_receipt_asks_the_time_for_hours(world: World):
    matter = asked(world, "procuratorate")
    (letter,) = Document.objects.filter(matter=matter)
    entry = {"officer": world.prosecutor, "on": TODAY, "reason": "纸质送达回证", "now": NOW}
    with pytest.raises(Invalid, match="请填写签收、办理的时刻"):
        perform(matter.pk, "receive", data={"document": letter.pk}, evidence=[scan()], **entry)
    with pytest.raises(Invalid, match="按“10:20”填写"):
        perform(matter.pk, "receive", data={"document": letter.pk, "time": "25:99"}, evidence=[scan()], **entry)
    with pytest.raises(Invalid, match="不能晚于现在"):
        perform(matter.pk, "receive", data={"document": letter.pk, "time": "23:59"}, evidence=[scan()], **entry)
    perform(matter.pk, "receive", data={"document": letter.pk, "time": "08:20"}, evidence=[scan()], **entry)
    assert Deadline.objects.get(matter=matter).begins_at == NOW.replace(hour=8, minute=20)


def test_receipt_brings_about_what_the_table_says_and_goes_back_with_it(world: World, asking: str):
    matter = received(world, asking, NOW)
    own, _ = people(world, asking)
    assert matter.variant == "seen"
    assert [one.action for one in matter.events.order_by("seq")] == ["prepare", "send", "receive", "noted"]
    letter = Document.objects.get(matter=matter)
    head = world.chief if asking == "procuratorate" else world.head
    perform(matter.pk, "withdraw", officer=head, data={"document": letter.pk}, reason="问错了", evidence=[scan()], now=NOW)
    matter = fresh(matter)
    assert (matter.variant, matter.state) == ("", "draft"), own
    assert not matter.deadlines.filter(status="running").exists()


def test_an_answer_is_told_in_every_open_matter_of_the_case_and_undone_there(world: World):
    case = Case.objects.create(office=world.office, number="1", name="某案", charge="诈骗")
    first, second = received(world, "police", NOW), asked(world, "police")
    elsewhere = asked(world, "police")
    Matter.objects.filter(pk__in=[first.pk, second.pk]).update(case=case)
    perform(first.pk, "answer", officer=world.prosecutor, data={"words": "可以"}, now=NOW)
    assert [one.action for one in second.events.order_by("seq")][-1] == "told"
    assert "told" not in {one.action for one in elsewhere.events.all()}
    perform(first.pk, "undo", officer=world.chief, data={}, reason="写错了", now=NOW)
    assert second.events.filter(action="told", undone=True).exists() and fresh(first).state == "asked"


def test_every_paper_can_carry_files_that_are_received_one_by_one(world: World, asking: str):
    own, other = people(world, asking)
    matter = prepared(world, asking)
    (field,) = [name for name, one in table_of(matter).action("send").form.base_fields.items() if isinstance(one, FilesField)]
    letter = perform(
        matter.pk, "send", officer=own, data={"title": "能否并案"}, uploads={field: [scan("甲.pdf"), scan("乙.pdf")]}, now=NOW
    ).documents[0]
    files = list(Attachment.objects.filter(document=letter).order_by("uploaded_at", "id"))
    words = text_of(load(letter.text))
    assert all(file.name in words and file.sha256 in words for file in files)
    page = signed_in(other).get(f"/{other.side}/matters/{matter.pk}/").content.decode()
    assert page.count("· 未签收") == 2 and all(file.sha256 in page for file in files)
    client = signed_in(other)
    client.post(f"/{other.side}/matters/{matter.pk}/files/", {"files": [str(files[0].pk)]})
    taken = Attachment.objects.filter(document=letter, received_by=other)
    assert list(taken) == [files[0]]
    told = signed_in(own).get(f"/{own.side}/matters/{matter.pk}/").content.decode()
    assert told.count("· 未签收") == 1 and re.search(rf"{other.name} [^<]*签收", told)
    for wrong in ([], [str(files[0].pk)], [str(matter.pk)]):
        before = Event.objects.count()
        assert client.post(f"/{other.side}/matters/{matter.pk}/files/", {"files": wrong}).status_code == 302
        assert Event.objects.count() == before
    assert signed_in(own).post(f"/{own.side}/matters/{matter.pk}/files/", {"files": [str(files[1].pk)]}).status_code == 302
    assert not Attachment.objects.get(pk=files[1].pk).received_at, "本方送出的由对方签收"


def test_a_field_says_what_it_was_filled_with(world: World):
    matter = received(world, "police", NOW)
    form = AnswerForm(matter=matter, today=TODAY)
    assert form.fields["words"].initial == "能否并案" and "事项名称" in form.fields["words"].help_text


BAD = {
    "actors of one side": ({"by": (Actor(Role.LEGAL),)}, "动作answer由提出方或者被问方办理，须写明两侧各由谁办理"),
    "papers of one side": ({"issues": ("TAP",)}, "动作answer由提出方或者被问方办理，须写明两侧各自的文种"),
    "nobody's stand": ({"stands": "both"}, "动作answer由both办理，而只有提出方和被问方"),
    "receipt of nothing": ({"on_receipt": "settle"}, "动作answer的文书签收时办理settle，而没有这项随之办理的动作"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_table_is_refused(name: str):
    changes, sentence = BAD[name]
    rows = tuple(replace(one, **changes) if one.code == "answer" else one for one in QUESTION.actions)
    assert sentence in list(check(replace(QUESTION, actions=rows)))


def test_both_beginnings_are_checked():
    """The other side is asked before it sees anything, whoever begins."""
    rows = tuple(replace(one, discloses=False) if one.code == "send" else one for one in QUESTION.actions)
    found = list(check(replace(QUESTION, actions=rows)))
    assert {"动作send在公开之前向检察机关送达文书（自状态draft）", "动作send在公开之前向公安机关送达文书（自状态draft）"} <= set(found)
    assert "动作answer由检察机关办理，而状态asked尚未公开" in found and "动作answer由公安机关办理，而状态asked尚未公开" in found
    states = tuple(replace(one, reads={ASKING: "一"}) if one.code == "asked" else one for one in QUESTION.states)
    assert "状态asked须写明提出方和被问方各自读到的话" in list(check(replace(QUESTION, states=states)))


def test_an_act_in_the_case_names_a_linked_row():
    rows = tuple(replace(one, on_case=(("trial_question", "settle"),)) if one.code == "answer" else one for one in QUESTION.actions)
    WORKFLOWS["trial_question"] = replace(QUESTION, actions=rows)
    assert [words for words in check_links() if "settle" in words]


def test_the_page_asks_the_time_where_hours_are_counted_from_it(world: World):
    """Receipt of a question on paper, as a prosecutor enters it by the page."""
    matter = asked(world, "procuratorate")
    (letter,) = Document.objects.filter(matter=matter)
    page, client = f"/procuratorate/matters/{matter.pk}/papers/{letter.pk}/", signed_in(world.prosecutor)
    assert 'name="time"' in client.get(page).content.decode()
    given = {"on": TODAY.isoformat(), "reason": "纸质送达回证", "version": str(matter.version)}
    assert client.post(f"{page}receive/", {**given, "evidence": scan()}).status_code == 400
    assert client.post(f"{page}receive/", {**given, "time": "08:20", "evidence": scan()}).status_code == 302
    assert Deadline.objects.get(matter=matter).begins_at == NOW.replace(hour=8, minute=20)
