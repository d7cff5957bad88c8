"""纪要: a kind made for tests alone, whose paper goes round: the procuratorate writes it, both heads sign it, the last signature issues it."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms

from cases.matters import perform
from cases.matters.forms import ActionForm
from cases.matters.papers.parts import given, paper
from cases.matters.table.workflow import (
    DOCUMENT_TYPES,
    WORKFLOWS,
    Action,
    Circulation,
    DocumentType,
    Start,
    State,
    Workflow,
    check,
)
from cases.models import Addressee, Document, Matter
from office.models import Officer, Organisation
from office.sides import Actor, Role, Side
from supervision.models.filing import FilingDetail
from tests.supervision.play import at
from tests.world import TODAY, World

KIND = "trial_minutes"
P, ASSISTANT, CHIEF, LEGAL, HEAD = (
    Actor(role) for role in (Role.PROSECUTOR, Role.ASSISTANT, Role.CHIEF, Role.LEGAL, Role.HEAD)
)
LAW = "协作配合意见（试验）"
FIRST = "一是统一提讯预约。\n二是试用调取清单。\n三是按月核对数据。"


class OpeningForm(ActionForm):
    title = forms.CharField(label="名称")
    police = forms.ModelChoiceField(Organisation.objects.all())
    matter_fields = ("title", "police")


class MinutesForm(ActionForm):
    contents = forms.CharField(label="内容", widget=forms.Textarea)


class ReasonForm(ActionForm):
    reason = forms.CharField(label="理由")


def wanted(matter: Matter) -> list[Organisation]:
    """The procuratorate of the office and the organ of the matter."""
    return [one for one in (matter.office.procuratorate, matter.police) if one is not None]


ROUND = Circulation(wanted, (CHIEF, HEAD), signed="issued", returned="sent_back")
TABLE = Workflow(
    KIND, "试纪要", "试纪",
    (
        State("talks", "会中", Side.PROCURATORATE, "会议进行中", "会议进行中"),
        State("writing", "整理纪要", Side.PROCURATORATE, "请整理纪要并送会签", "正在整理纪要"),
        State("signing", "会签", Side.PROCURATORATE, "请{due}会签", "请{due}会签"),
        State("tracking", "督办", Side.PROCURATORATE, "纪要已印发", "纪要已印发"),
        State("shelved", "未会签", "", "未会签", "未会签", closed=True),
        State("done", "办结", "", "办结", "办结", closed=True),
    ),
    (
        Action("call", "开会", (), "talks", (P,), LAW, form=OpeningForm),
        Action("end", "散会", ("talks",), "writing", (P,), LAW, discloses=True),
        Action("circulate", "送会签", ("writing",), "signing", (P, CHIEF), LAW, form=MinutesForm, issues=("TR1",), circulates=ROUND,
               starts=(Start("explain_no_filing"),)),
        Action("issued", "印发纪要", ("signing",), "tracking", (P,), LAW, linked=True, meets=("explain_no_filing",)),
        Action("sent_back", "会签退回", ("signing",), "writing", (P,), LAW, linked=True, drops=("explain_no_filing",)),
        Action("recall", "收回会签稿", ("signing",), "writing", (P,), LAW, form=ReasonForm, recalls=True, drops=("explain_no_filing",)),
        Action("shelve", "未会签办结", ("signing",), "shelved", (CHIEF,), LAW, form=ReasonForm, recalls=True),
        Action("remark", "补记", ("signing", "tracking"), "=", (P,), LAW),
        Action("supplement", "送补充纪要会签", ("tracking",), "=", (P,), LAW, form=MinutesForm, issues=("TR2",),
               circulates=Circulation(wanted, (CHIEF, HEAD), signed="supplemented", returned="supplement_back")),
        Action("supplemented", "印发补充纪要", ("tracking",), "=", (P,), LAW, linked=True),
        Action("supplement_back", "补充纪要退回", ("tracking",), "=", (P,), LAW, linked=True),
        Action("drop_supplement", "收回补充纪要", ("tracking",), "=", (P,), LAW, recalls=True),
        Action("close", "办结", ("tracking",), "done", (P,), LAW),
    ),
    detail="filing", detail_model=lambda: FilingDetail,
)  # fmt: skip

PAPERS = (
    DocumentType("TR1", "trial_minutes", "会议纪要", Addressee.BOTH, LAW, "试纪", body=paper(given("contents"), mark="", seal="")),
    DocumentType("TR2", "trial_more_minutes", "补充纪要", Addressee.BOTH, LAW, "试补", body=paper(given("contents"), mark="", seal="")),
)


def register(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the kind into the rule book for one test."""
    monkeypatch.setitem(WORKFLOWS, KIND, TABLE)
    for one in PAPERS:
        monkeypatch.setitem(DOCUMENT_TYPES, one.code, one)
    assert list(check(TABLE)) == []


def do(matter: Matter, code: str, officer: Officer, data: dict[str, Any] | None = None, **more: Any) -> Any:
    """One act as a new request makes it: nothing of the officer is cached."""
    now = more.pop("now", at(TODAY))
    return perform(matter.pk, code, officer=Officer.objects.get(pk=officer.pk), data=data or {}, now=now, **more)


def held(world: World) -> Matter:
    """A meeting that is over: its minutes are to be written."""
    opening = {"title": "第三季度联席会议", "police": world.organ.pk}
    matter: Matter = perform(None, "call", kind=KIND, officer=world.prosecutor, data=opening, now=at(TODAY)).matter
    do(matter, "end", world.prosecutor)
    return matter


def sent(world: World, contents: str = FIRST) -> tuple[Matter, Document]:
    """The same, and its minutes go round."""
    matter = held(world)
    return matter, send(matter, world, contents)


def send(matter: Matter, world: World, contents: str = FIRST) -> Document:
    """The minutes go round, sent by the prosecutor."""
    found: Document = do(matter, "circulate", world.prosecutor, {"contents": contents}).documents[0]
    return found


def sign(paper: Document, officer: Officer, *, digest: str | None = None, **more: Any) -> Any:
    """Sign what goes round, as its page shows it."""
    return do(paper.matter, "sign", officer, {"document": paper.pk, "digest": paper.digest if digest is None else digest}, **more)
