"""What the procuratorate keeps to itself never reaches a page of the police: every field of every act of every kind, marked.

Each mark is a word that stands nowhere else. The police may read one only in a paper served on them, in what the detail row
or the row of the matter shares, or in what an act meant for both says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from cases.exceptions import Invalid, NotAllowed
from cases.matters import perform
from cases.matters.acts.offers import DO, may_sign, refusal
from cases.matters.dossier import Dossier
from cases.matters.forms import FilesField, RowsField
from cases.matters.papers.documents import blocks_of
from cases.matters.table.workflow import WORKFLOWS, Action, table_of
from cases.models import Attachment, Document, Matter, Shown
from office.blocks import text_of
from office.models import Officer
from office.sides import Side
from tests.supervision import plays
from tests.supervision.ground import facts_of, stand, states_of
from tests.supervision.play import PDF, at
from tests.test_workflows import WHO
from tests.world import TODAY, World, signed_in

pytestmark = pytest.mark.django_db
MARK = re.compile(r"秘〔\d+〕")
READERS = ("legal_officer", "head", "investigator")
PUBLIC = frozenset({"public_title", "receiver"})
"""What is said to the police by its nature: the name of the matter towards them, to whom a paper goes."""


class Marks:
    """Marks given out so far, each with the act and field it was typed in."""

    def __init__(self) -> None:
        self.of: dict[str, tuple[str, str]] = {}

    def new(self, act: str, field: str) -> str:
        """One more word that stands nowhere else."""
        mark = f"秘〔{len(self.of) + 1}〕"
        self.of[mark] = (act, field)
        return mark


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())


def marked(form: forms.Form, data: dict[str, Any], act: str, marks: Marks) -> dict[str, Any]:
    """The usual words with a mark in every text, also in those that may be left out."""
    found = dict(data)
    for name, field in form.fields.items():
        if isinstance(field, RowsField):
            found[name] = [_marked_row(field.row_form, row, act, name, marks) for row in found.get(name) or []]
        elif _takes_text(field):
            found[name] = _with_mark(field, found.get(name, ""), marks.new(act, name))
    return found


def _marked_row(row_form: type[forms.Form], row: dict[str, Any], act: str, name: str, marks: Marks) -> dict[str, Any]:
    texts = {key: field for key, field in row_form.base_fields.items() if _takes_text(field)}
    return {**row, **{key: _with_mark(field, row.get(key, ""), marks.new(act, key)) for key, field in texts.items()}}


def _takes_text(field: forms.Field) -> bool:
    return type(field) is forms.CharField or (isinstance(field, forms.CharField) and type(field).__name__ == "Long")


def _with_mark(field: Any, words: Any, mark: str) -> str:
    return f"{words}{mark}"[-(field.max_length or 4000) :]


def done(world: World, matter: Matter, row: Action, marks: Marks, look: Callable[[str, str], None]) -> bool:
    """The act as its own side does it with marked words and files, then signed; False where nobody of that side may."""
    dossier = Dossier(matter)
    act = f"{row.code}（{row.side}）" if row.either else row.code
    who = next((one for one in officers(world) if one.side == row.side and refusal(dossier, row, one, TODAY, mode=DO) is None), None)
    if who is None:
        return False
    item = plays.item_for(matter, row)
    plain = plays.typed(matter, row, TODAY)
    form = row.form(matter=matter, today=TODAY, item=item) if row.form else forms.Form()
    data = marked(form, plain, act, marks)
    files = [name for name, field in form.fields.items() if isinstance(field, FilesField)]
    for _ in range(4):
        uploads = {
            name: [SimpleUploadedFile(f"{marks.new(act, 'file')}.pdf", PDF, content_type="application/pdf")] for name in files
        }
        try:
            with transaction.atomic():
                result = perform(matter.pk, row.code, officer=who, data=data, uploads=uploads, now=at(TODAY))
            break
        except Invalid as error:
            refused = error.errors
            # a field that takes no free words keeps its usual ones
            wrong = [name for name in error.errors if name in form.fields]
            if not wrong:
                raise
            for name in wrong:
                data = {**data, name: plain[name]} if name in plain else {key: one for key, one in data.items() if key != name}
    else:
        raise AssertionError((row.code, "没有办成", refused))
    if result.drafted:
        if who.side == Side.POLICE:
            key = result.documents[0].pk
            look("head", reverse("police:paper_preview", kwargs={"pk": matter.pk, "document": key}))
        consult(world, result.documents[0], row, marks)
        paper, found = result.documents[0], Dossier(Matter.objects.get(pk=matter.pk))
        signer = next(one for one in officers(world) if may_sign(found, paper, one, TODAY) is None)
        perform(matter.pk, "sign", officer=signer, data={"document": paper.pk}, now=at(TODAY))
    return True


def officers(world: World) -> Iterator[Officer]:
    return (getattr(world, name) for name in WHO.values())


def consult(world: World, paper: Document, row: Action, marks: Marks) -> None:
    """会签 asked and answered about a draft of the procuratorate, in marked words."""
    if not row.is_of(Side.PROCURATORATE) or paper.issuer_id != world.court.pk or paper.drafted_by_id is None:
        return
    asks = paper.drafted_by
    assert asks is not None
    one = world.second_prosecutor if asks.pk != world.second_prosecutor.pk else world.prosecutor
    given = {"document": paper.pk, "people": [str(one.pk)]}
    perform(paper.matter_id, "ask_consent", officer=asks, data=given, reason=marks.new("ask_consent", "reason"), now=at(TODAY))
    perform(
        paper.matter_id, "answer_consent", officer=one, data={"document": paper.pk, "verdict": "disagree"},
        reason=marks.new("answer_consent", "reason"), now=at(TODAY),
    )  # fmt: skip


def between(world: World, matter: Matter, marks: Marks) -> None:
    """What is done besides the table: 附言, 转办, 抄送, 更正 in marked words."""
    title = Matter.objects.get(pk=matter.pk)
    Matter.objects.filter(pk=matter.pk).update(public_title=title.public_title or title.title)
    for code, who, data in (
        ("note", world.prosecutor, {"text": marks.new("note", "text"), "shown": "own"}),
        ("reassign", world.chief, {"to": str((world.second_prosecutor if title.handler_id == world.prosecutor.pk else world.prosecutor).pk)}),
        ("copy_to", world.prosecutor, {"people": [str(world.second_prosecutor.pk)]}),
        ("amend", world.prosecutor, {"target": "matter.title", "value": marks.new("amend", "value")}),
    ):
        perform(matter.pk, code, officer=who, data=data, reason=marks.new(code, "reason"), now=at(TODAY))


# ------------------------------------------------------------------------------------------------ reading


def addresses(matter: Matter, *, whole: bool) -> Iterator[str]:
    """Pages of the police about this matter; ``whole``: every paper and act too, whether or not it opens."""
    yield reverse("police:matter", kwargs={"pk": matter.pk})
    if not whole:
        return
    for key in Document.objects.filter(matter=matter).values_list("pk", flat=True):
        yield reverse("police:paper", kwargs={"pk": matter.pk, "document": key})
    for name in ("note", "reassign", "copy", "undo", "amend"):
        yield reverse(f"police:{name}", kwargs={"pk": matter.pk})
    for row in table_of(matter).actions:
        if row.is_of(Side.POLICE) and not row.opens_matter:
            yield reverse("police:act", kwargs={"pk": matter.pk, "code": row.code})


def lists(matter: Matter) -> Iterator[str]:
    """Lists the matter stands in."""
    for name in ("inbox", "matters", "approvals", "notices", "started", "ledger"):
        yield reverse(f"police:{name}")
    for tab in ("receive", "reply", "started", "copied", "done"):
        yield f"{reverse('police:inbox')}?tab={tab}"
    for kind in ("objections", "notes"):
        yield f"{reverse('police:started')}?kind={kind}"
    for code in ("receive", "chase", "reassign"):
        yield f"{reverse('police:bulk', kwargs={'code': code})}?id={matter.pk}"
    yield f"{reverse('police:search')}?q={quote(matter.number)}"


def permitted(matters: list[Matter], marks: Marks) -> set[str]:
    """Marks the police may read: in a paper served on them, in a shared column, typed in an act of their own, in a file for both."""
    served = Document.objects.filter(matter__in=matters, addressee="police", origin_side=Side.PROCURATORATE)
    words = " ".join(text_of(blocks_of(paper)) for paper in served.exclude(status__in=["draft", "returned", "discarded"]))
    found = {mark for mark in marks.of if mark in words}
    for matter in matters:
        table = table_of(matter)
        theirs = {row.code for row in table.actions if not row.either and row.side == Side.POLICE}
        theirs |= {f"{row.code}（{Side.POLICE.value}）" for row in table.actions if row.either}
        shared = PUBLIC | set(getattr(table.detail_model(), "shared_fields", ()) if table.detail_model else ())
        for accessor in table.rows:
            shared |= set(getattr(matter, accessor).model.shared_fields)
        files = Attachment.objects.filter(matter=matter, shown__in=[Shown.BOTH, Shown.POLICE]).values_list("name", flat=True)
        for mark, (act, field) in marks.of.items():
            plain = re.sub(r"^words_\d+$|_\d+$", lambda found: "verdict_words" if found[0].startswith("words") else "", field)
            if act in theirs or plain in shared or f"{mark}.pdf" in files:
                found.add(mark)
    return found


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_no_word_of_the_procuratorate_is_on_a_page_of_the_police(world: World, kind: str):
    marks, seen = Marks(), {}
    matter = plays.opened(kind, world)
    table = table_of(matter)
    if matter.police_id is None:
        matter.police = world.organ
        matter.save()
    readers = {name: signed_in(getattr(world, name)) for name in (*READERS, "other_legal_officer", "strange_legal_officer")}

    def look(name: str, address: str) -> None:
        answer = readers[name].get(address)
        assert answer.status_code < 500, address
        for mark in MARK.findall(answer.content.decode()):
            seen.setdefault(mark, f"{name} {address}")

    between(world, matter, marks)
    rows = [row for row in table.actions if not row.opens_matter and not row.linked]
    # what both sides press, each presses once
    rows = [one for row in rows for one in ([row.pressed_by(side) for side in Side.values] if row.either else [row])]
    acts, refused = 0, []
    for row in rows:
        stand(matter, table, row, states_of(row, table)[0], next(facts_of(row, table)), world)
        try:
            with transaction.atomic():
                acts += done(world, Matter.objects.get(pk=matter.pk), row, marks, look)
        except (Invalid, NotAllowed) as error:
            refused.append(str(error))
        look("legal_officer", reverse("police:matter", kwargs={"pk": matter.pk}))
    # the matter was only put there: a period it makes longer does not run, or the matter it came of stands elsewhere
    assert all("来源事项" in words or "没有在进行" in words for words in refused), refused
    assert acts >= len(rows) * 0.7
    family = [matter, *Matter.objects.filter(parent=matter)]
    for one in family:
        for name in READERS:
            for address in addresses(one, whole=name == "legal_officer"):
                look(name, address)
        for name in ("other_legal_officer", "strange_legal_officer"):
            assert readers[name].get(reverse("police:matter", kwargs={"pk": one.pk})).status_code == 404
    for name in readers:
        for address in lists(matter):
            look(name, address)
    allowed = permitted(family, marks)
    leaked = {f"{marks.of[mark]}：{where}" for mark, where in seen.items() if mark not in allowed}
    assert not leaked, "\n".join(sorted(leaked))
