"""合议: kinds made for tests alone, of what both sides do in and every organ of the office sees; registered by the fixture of its test.

They borrow the agenda of 联席会议 and the opinions of 会商 as rows, and the detail row of 立案监督.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import F
from django.utils import timezone

from cases.matters.forms import ActionForm, FilesField
from cases.matters.papers.parts import given, paper
from cases.matters.table.workflow import ASKED, ASKING, BOTH, SAME, Action, DocumentType, Opens, Start, State, Workflow
from cases.models import Matter
from cases.rules.table import row
from liaison.models.consultation import ConsultationOpinion
from liaison.models.joint_meeting import AgendaItem
from office.models import Officer
from office.periods import Roll
from office.sides import OTHER, Actor, Role, Side
from supervision.models.filing import FilingDetail

KIND, TASK = "parley", "parley_task"
P, LEGAL = Actor(Role.PROSECUTOR), Actor(Role.LEGAL)
WRITERS = (P, Actor(Role.ASSISTANT), LEGAL, Actor(Role.INVESTIGATOR))
LAW = "协作配合意见（试验）"
RULE = row("parley_reply", "合议的回执", "发出通知", "", Roll.X, "both", LAW, "3日", mark="D", nature="reminder", agreed=True)


class CallForm(ActionForm):
    title = forms.CharField(label="名称", max_length=60)
    matter_fields = ("title",)


class ItemForm(ActionForm):
    title = forms.CharField(label="议题", max_length=60)


class WordsForm(ActionForm):
    words = forms.CharField(label="内容", max_length=400)


class LetterForm(WordsForm):
    files = FilesField(label="材料", required=False)  # type: ignore[assignment]  # a field, lifted out of the class by the metaclass


class OutcomeForm(ActionForm):
    outcome = forms.ChoiceField(label="结果", choices=[("decided", "决定"), ("noted", "听取")])


def _add(act: Any) -> None:
    no = act.matter.agenda_items.count() + 1
    AgendaItem.objects.create(office=act.matter.office, matter=act.matter, no=no, title=act.data["title"], proposed_side=act.row.side)


def _jot(act: Any) -> None:
    AgendaItem.objects.filter(pk=act.item.pk).update(conclusion=act.data["words"], rev=F("rev") + 1)


def _settle(act: Any) -> None:
    AgendaItem.objects.filter(pk=act.item.pk).update(outcome=act.data["outcome"])


def opinion(matter: Matter, author: Officer, words: str, *, no: int = 1, issued: bool = False) -> ConsultationOpinion:
    """An opinion as a row of the matter: its own side's until it is issued."""
    return ConsultationOpinion.objects.create(
        office=matter.office, matter=matter, no=no, side=author.side, author=author, signed=author.name, text=words, digest="0" * 64,
        submitted_at=timezone.now(), issued=issued,
    )  # fmt: skip


def _letter(code: str, side: str) -> DocumentType:
    other = str(OTHER[side].value)
    return DocumentType(code, f"parley-{code.lower()}", "合议函", other, LAW, "合议", side=side, body=paper(given("words")))


PAPERS = (_letter("TPP", Side.POLICE), _letter("TPJ", Side.PROCURATORATE))

TABLE = Workflow(
    KIND, "合议", "侦试议",
    (
        State("preparing", "筹备", ASKING, reads={ASKING: "请筹备", ASKED: "对方筹备中"}),
        State("called", "已通知", BOTH, "请回执、报议题", "请回执、报议题"),
        State("held", "已开", Side.PROCURATORATE, "请办结", "等待办结"),
        State("done", "办结", "", "已办结", "已办结", closed=True),
    ),
    (
        Action("call", "召集", (), "preparing", (P, LEGAL), LAW, either=True, form=CallForm),
        Action("propose", "报议题", ("preparing", "called"), SAME, WRITERS, LAW, either=True, form=ItemForm, effect=_add),
        Action("notify", "通知", ("preparing",), "called", (P, LEGAL), LAW, either=True, discloses=True, starts=(Start("parley_reply"),)),
        Action("write", "致函", ("called",), SAME, (P, LEGAL), LAW, either=True, form=LetterForm, issues=("TPP", "TPJ")),
        Action("jot", "记发言", ("called", "held"), SAME, WRITERS, LAW, either=True, by_row=True, item="agenda_items", form=WordsForm,
               effect=_jot, done="记录发言"),
        Action("conclude", "定结果", ("called",), SAME, (P, LEGAL), LAW, either=True, item="agenda_items", item_when={"outcome": {""}},
               form=OutcomeForm, effect=_settle),
        Action("weigh", "评议意见", ("called",), SAME, (P, LEGAL), LAW, either=True, item="consultation_opinions"),
        Action("task", "立为事项", ("called",), SAME, (P,), LAW, item="agenda_items", form=ItemForm,
               opens=(Opens(TASK, "begin", carries={"title": "title", "charge": "title"}),)),
        Action("end", "散会", ("called",), "held", (P, LEGAL), LAW, either=True, drops=("parley_reply",),
               unless_rows={"agenda_items": {"outcome": {""}}}, refusals={"agenda_items": "下列议题还没有结果，不能散会"},
               opens=(Opens(TASK, "begin", each="agenda_items", each_when={"outcome": {"decided"}}, carries={"title": "title"}),)),
        Action("close", "办结", ("held",), "done", (P,), LAW),
    ),
    detail="filing", detail_model=lambda: FilingDetail, rows={"agenda_items": "议题", "consultation_opinions": "意见"}, whole_office=True,
    persons=0,
)  # fmt: skip

TASKS = Workflow(
    TASK, "合议事项", "侦试项",
    (
        State("running", "落实中", Side.POLICE, "等待落实", "请落实"),
        State("done", "办结", "", "已办结", "已办结", closed=True),
    ),
    (
        Action("begin", "立项", (), "running", (P,), LAW, linked=True, discloses=True),
        Action("report", "报落实情况", ("running",), "done", (LEGAL,), LAW, form=WordsForm),
    ),
    detail="filing", detail_model=lambda: FilingDetail, whole_office=True, persons=0,
)  # fmt: skip

