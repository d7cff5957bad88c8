"""密谈: a restricted kind made for tests alone, with everything a matter may have: papers both ways, a draft, a clock, rows, files.

Registered by the fixture of the tests that want it, never in the product. It borrows the detail row of 立案监督 and the rows of 补充侦查,
so that no table is made for it. Every text that is typed into it holds a mark: ``MARK``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.ledger.vocabulary import LEDGERS, Column, Ledger
from cases.matters import perform
from cases.matters.forms import ActionForm, FilesField
from cases.matters.papers.parts import given, paper
from cases.matters.table.workflow import (
    DOCUMENT_TYPES,
    SAME,
    WORKFLOWS,
    Action,
    Decision,
    DocumentType,
    Opens,
    Start,
    State,
    Workflow,
    check,
)
from cases.models import Addressee, Attachment, Case, Document, Matter, Participant
from office.models import Officer, Organisation
from office.sides import Actor, Role, Side
from supervision.models.filing import FilingDetail
from tests.supervision.play import PDF, at
from tests.world import TODAY, World

MARK = re.compile(r"秘〔\d+〕")
KIND, LABEL = "sealed", "密谈"
P, LEGAL = Actor(Role.PROSECUTOR), Actor(Role.LEGAL)
LAW = "协作配合意见（试验）"


class OpeningForm(ActionForm):
    title = forms.CharField()
    public_title = forms.CharField()
    police = forms.ModelChoiceField(Organisation.objects.all())
    case = forms.ModelChoiceField(Case.objects.all(), required=False)
    charge = forms.CharField(label="罪名")
    complainant = forms.CharField(label="控告人")
    contents = forms.CharField(label="内容")
    files = FilesField(label="材料", required=False)

    matter_fields = ("title", "public_title", "police", "case")
    detail_fields = ("charge", "complainant")


class WordsForm(ActionForm):
    contents = forms.CharField(label="内容")
    files = FilesField(label="材料", required=False)


class AnswerForm(WordsForm):
    own_number = forms.CharField(label="文号")


class SeatForm(ActionForm):
    who = forms.ModelChoiceField(Officer.objects.all())


def _invite(act: Any) -> None:
    one = act.data["who"]
    Participant.objects.create(office=act.matter.office, matter=act.matter, officer=one, side=one.side, since=act.on)
    assert act.matter.restricted


def _uninvite(act: Any) -> None:
    act.matter.participants.filter(officer=act.data["who"], until=None).update(until=act.on)


TABLE = Workflow(
    KIND, LABEL, "试密",
    (
        State("talks", "商谈", Side.POLICE, "等待答复", "请答复"),
        State("done", "办结", "", "办结", "办结", closed=True),
    ),
    (
        Action("meet", "约谈", (), "talks", (P,), LAW, form=OpeningForm, issues=("TS1",), discloses=True, starts=(Start("explain_no_filing"),)),
        Action("invite", "邀请", ("talks",), SAME, (P,), LAW, form=SeatForm, effect=_invite),
        Action("uninvite", "撤邀", ("talks",), SAME, (P,), LAW, form=SeatForm, effect=_uninvite),
        Action("again", "续谈", (), "talks", (P,), LAW, discloses=True, linked=True),
        Action("go_on", "另行约谈", ("talks",), SAME, (P,), LAW, opens=(Opens(KIND, "again"),)),
        Action("answer", "答复", ("talks",), SAME, (LEGAL,), LAW, form=AnswerForm, issues=("TS2",)),
        Action("conclude", "办结", ("talks",), "done", (P,), LAW, decided_by=Decision(Role.CHIEF), form=WordsForm, issues=("TS3",),
               drops=("explain_no_filing",)),
    ),
    detail="filing", detail_model=lambda: FilingDetail, rows={"outline_items": "密谈条目"}, writes=("participants",), restricted=True,
)  # fmt: skip

PAPERS = (
    DocumentType("TS1", "sealed_letter", "密谈函", Addressee.POLICE, LAW, "密谈", body=paper(given("contents")), receipt_slip=True),
    DocumentType("TS2", "sealed_answer", "密谈答复", Addressee.PROCURATORATE, LAW, origin="uploaded", side=Side.POLICE),
    DocumentType("TS3", "sealed_end", "密谈办结函", Addressee.POLICE, LAW, "密谈结", body=paper(given("contents"))),
)

COLUMNS = (Column("number", "编号", 20, police=True), Column("title", "名称", 30, police=True), Column("result", "结果", 10, police=True))


def _line(matter: Matter, side: str) -> dict[str, Any]:
    return {"number": matter.number, "title": matter.public_title if side == Side.POLICE else matter.title, "result": ""}


def _plan(_entry: Any) -> Any:
    raise AssertionError("不转入")


LEDGER = Ledger(KIND, LABEL, "密谈台账", COLUMNS, "filing", frozenset({"meet"}), _plan, _line)


def register(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the kind into the rule book for one test."""
    monkeypatch.setitem(WORKFLOWS, KIND, TABLE)
    monkeypatch.setitem(LEDGERS, KIND, LEDGER)
    for one in PAPERS:
        monkeypatch.setitem(DOCUMENT_TYPES, one.code, one)
    assert list(check(TABLE)) == []


@dataclass
class Story:
    """One matter of the kind and what hangs on it."""

    matter: Matter
    case: Case
    letter: Document
    answer: Document
    draft: Document
    files: list[Attachment]
    sought: list[str] = field(default_factory=list)
    """What a search is asked for: number, names, words of it."""
    acts: dict[str, str] = field(default_factory=lambda: {"police": "answer", "procuratorate": "conclude"})
    """By portal, an act whose form is opened."""


_marks = iter(range(1, 1_000_000))


def mark(words: str = "") -> str:
    """Words that stand nowhere else."""
    return f"{words}秘〔{next(_marks)}〕"


def _file() -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{mark()}.pdf", PDF, content_type="application/pdf")


def case_of(world: World) -> Case:
    return Case.objects.create(office=world.office, police=world.organ, number="城公（刑）受案字〔2026〕77号", name="某甲涉嫌诈骗案", charge="诈骗")


def opened(world: World, case: Case | None = None, *, day: Any = TODAY) -> Matter:
    """A matter that a prosecutor has opened: nobody else has a seat in it."""
    data = {
        "title": mark("内部名称"), "public_title": mark("对外名称"), "police": world.organ.pk, "case": case.pk if case else None,
        "charge": mark("罪名"), "complainant": mark("控告人"), "contents": mark("函件内容"),
    }  # fmt: skip
    return perform(None, "meet", kind=KIND, officer=world.prosecutor, data=data, uploads={"files": [_file()]}, now=at(day)).matter


def invite(matter: Matter, by: Officer, *people: Officer, day: Any = TODAY) -> None:
    for one in people:
        perform(matter.pk, "invite", officer=by, data={"who": one.pk}, now=at(day))


def uninvite(matter: Matter, by: Officer, *people: Officer, day: Any = TODAY) -> None:
    for one in people:
        perform(matter.pk, "uninvite", officer=by, data={"who": one.pk}, now=at(day))


def played(world: World, *invited: Officer) -> Story:
    """A matter in which all there can be has happened among these (the opener is the prosecutor): a draft waits, a paper each way too."""
    case = case_of(world)
    matter = opened(world, case)
    invite(matter, world.prosecutor, *invited)
    matter.outline_items.create(office=world.office, no=1, fact=mark("待证事实"), evidence=mark("证据"))
    perform(matter.pk, "note", officer=world.prosecutor, data={"text": mark("双方附言"), "shown": "both"}, evidence=[_file()], now=at(TODAY))
    letter = matter.documents.get(type="TS1")
    perform(matter.pk, "receive", officer=world.legal_officer, data={"document": letter.pk}, now=at(TODAY))
    perform(
        matter.pk, "answer", officer=world.legal_officer, data={"contents": mark("答复"), "own_number": mark("城公文号")},
        uploads={"files": [_file()]}, now=at(TODAY),
    )  # fmt: skip
    answer = matter.documents.get(type="TS2")
    perform(matter.pk, "receive", officer=world.prosecutor, data={"document": answer.pk}, now=at(TODAY))
    draft = perform(
        matter.pk, "conclude", officer=world.prosecutor, data={"contents": mark("办结内容")}, uploads={"files": [_file()]}, now=at(TODAY)
    ).documents[0]
    for one in invited:
        if one.side == Side.PROCURATORATE and one.pk != world.chief.pk:
            given_to = {"people": [str(one.pk)], "document": draft.pk}
            perform(matter.pk, "ask_consent", officer=world.prosecutor, data=given_to, reason=mark("请会签"), now=at(TODAY))
            perform(matter.pk, "copy_to", officer=world.prosecutor, data={"people": [str(one.pk)]}, reason=mark("抄送"), now=at(TODAY))
    perform(
        matter.pk, "answer", officer=world.legal_officer, data={"contents": mark("再答复"), "own_number": mark("城公文号")},
        uploads={"files": [_file()]}, now=at(TODAY),
    )  # fmt: skip
    files = list(Attachment.objects.filter(matter=matter).order_by("uploaded_at", "id"))
    found = Matter.objects.get(pk=matter.pk)
    sought = [found.number, found.title, found.public_title, found.filing.charge, answer.number, found.filing.complainant]
    return Story(found, case, letter, answer, draft, files, sought)
