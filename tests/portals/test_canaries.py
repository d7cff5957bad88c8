"""What a side keeps to itself never reaches a page of the other: every field of every act of every kind, marked.

Each mark is a word that stands nowhere else. The police may read one only in a paper served on them, in what the detail row
or the row of the matter shares, or in what an act meant for both says; the procuratorate, of kinds that the police may begin too,
only in a paper or file sent to it, in the record of the matter, or in what an act that it is told of says.
What is not sent yet at all: ``test_unsent.py``.
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

from cases.desk.lists.inbox import tabs_of
from cases.exceptions import Invalid, NotAllowed
from cases.matters import perform
from cases.matters.acts.offers import DO, may_sign, refusal
from cases.matters.dossier import Dossier
from cases.matters.forms import FilesField, RowsField
from cases.matters.papers.documents import blocks_of
from cases.matters.table.workflow import WORKFLOWS, Action, Workflow, table_of
from cases.models import Attachment, Document, Event, Matter, Shown
from office.blocks import text_of
from office.models import Officer
from office.sides import Side
from tests.desks import again
from tests.supervision import plays
from tests.supervision.ground import facts_of, stand, states_of
from tests.supervision.play import PDF, at
from tests.test_workflows import WHO
from tests.world import TODAY, World, signed_in

pytestmark = pytest.mark.django_db
MARK = re.compile(r"秘〔\d+〕")
POLICE, PROCURATORATE = Side.POLICE.value, Side.PROCURATORATE.value
READERS = {POLICE: ("legal_officer", "head", "investigator"), PROCURATORATE: ("second_prosecutor", "chief", "case_manager")}
FIRST = {POLICE: "legal_officer", PROCURATORATE: "second_prosecutor"}
"""Who opens every page and act."""
HEADS = {POLICE: "head", PROCURATORATE: "chief"}
STRANGERS = {POLICE: ("other_legal_officer", "strange_legal_officer"), PROCURATORATE: ("strange_prosecutor",)}
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
        elif free_text(field):
            found[name] = _with_mark(field, found.get(name, ""), marks.new(act, name))
    return found


def _marked_row(row_form: type[forms.Form], row: dict[str, Any], act: str, name: str, marks: Marks) -> dict[str, Any]:
    texts = {key: field for key, field in row_form.base_fields.items() if free_text(field)}
    return {**row, **{key: _with_mark(field, row.get(key, ""), marks.new(act, key)) for key, field in texts.items()}}


def free_text(field: forms.Field) -> bool:
    """Whether any words may be typed in it: no page asks anybody for what a hidden one holds."""
    words = type(field) is forms.CharField or (isinstance(field, forms.CharField) and type(field).__name__ == "Long")
    return words and not field.widget.is_hidden


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
        key = result.documents[0].pk
        look(HEADS[who.side], reverse(f"{who.side}:paper_preview", kwargs={"pk": matter.pk, "document": key}))
        if not any(one == f"{'police ' if who.side == Side.POLICE else ''}ask_consent" for one, _ in marks.of.values()):
            consult(world, result.documents[0], row, marks)  # the first of each side: 会签 knows nothing of the act
        paper, found = result.documents[0], Dossier(Matter.objects.get(pk=matter.pk))
        signer = next(one for one in officers(world) if may_sign(found, paper, one, TODAY) is None)
        perform(matter.pk, "sign", officer=signer, data={"document": paper.pk}, now=at(TODAY))
    return True


def officers(world: World) -> Iterator[Officer]:
    return (getattr(world, name) for name in WHO.values())


def consult(world: World, paper: Document, row: Action, marks: Marks) -> None:
    """会签 asked and answered about a draft, in marked words."""
    own = {world.court.pk: (world.second_prosecutor, world.prosecutor), world.organ.pk: (world.legal_officer, world.investigator)}
    asks = paper.drafted_by
    if asks is None or paper.issuer_id not in own:
        return
    one = next(one for one in own[paper.issuer_id] if one.pk != asks.pk)
    given, side = {"document": paper.pk, "people": [str(one.pk)]}, "police " if paper.origin_side == Side.POLICE else ""
    perform(paper.matter_id, "ask_consent", officer=asks, data=given, reason=marks.new(f"{side}ask_consent", "reason"), now=at(TODAY))
    perform(
        paper.matter_id, "answer_consent", officer=one, data={"document": paper.pk, "verdict": "disagree"},
        reason=marks.new(f"{side}answer_consent", "reason"), now=at(TODAY),
    )  # fmt: skip


def between(world: World, matter: Matter, marks: Marks) -> None:
    """What is done besides the table: 附言, 转办, 抄送, 更正 in marked words."""
    title = Matter.objects.get(pk=matter.pk)
    Matter.objects.filter(pk=matter.pk).update(public_title=title.public_title or title.title)
    theirs: tuple[tuple[str, Officer, dict[str, Any]], ...] = (
        ("note", world.legal_officer, {"text": marks.new("police note", "text"), "shown": "own"}),
        ("reassign", world.head, {"to": str((world.investigator if title.police_handler_id == world.legal_officer.pk else world.legal_officer).pk)}),
        ("copy_to", world.legal_officer, {"people": [str(world.investigator.pk)]}),
    )
    ours: tuple[tuple[str, Officer, dict[str, Any]], ...] = (
        ("note", world.prosecutor, {"text": marks.new("note", "text"), "shown": "own"}),
        ("reassign", world.chief, {"to": str((world.second_prosecutor if title.handler_id == world.prosecutor.pk else world.prosecutor).pk)}),
        ("copy_to", world.prosecutor, {"people": [str(world.second_prosecutor.pk)]}),
        ("amend", world.prosecutor, {"target": "matter.title", "value": marks.new("amend", "value")}),
    )
    for code, who, data in (*(theirs if title.police_from else ()), *(ours if title.procuratorate_from else ())):
        side = "police " if who.side == Side.POLICE else ""
        perform(matter.pk, code, officer=who, data=data, reason=marks.new(f"{side}{code}", "reason"), now=at(TODAY))


# ------------------------------------------------------------------------------------------------ reading


def addresses(matter: Matter, side: str = POLICE, *, whole: bool) -> Iterator[str]:
    """Pages of a side about this matter; ``whole``: every paper, file and act too, whether or not it opens."""
    yield reverse(f"{side}:matter", kwargs={"pk": matter.pk})
    if not whole:
        return
    for key in Document.objects.filter(matter=matter).values_list("pk", flat=True):
        yield reverse(f"{side}:paper", kwargs={"pk": matter.pk, "document": key})
    for name in ("note", "reassign", "copy", "undo", "amend"):
        yield reverse(f"{side}:{name}", kwargs={"pk": matter.pk})
    for row in table_of(matter).actions:
        if row.is_of(Side(side)) and not row.opens_matter:
            yield reverse(f"{side}:act", kwargs={"pk": matter.pk, "code": row.code})


def lists(matter: Matter, side: str = POLICE, *, whole: bool = True) -> Iterator[str]:
    """Lists the matter stands in; ``whole``: those, too, that read the same rows in another order or form."""
    for name in ("inbox", "matters", "approvals", "notices"):
        yield reverse(f"{side}:{name}")
    if not whole:
        return
    for name in ("ledger", "cooperation", "duty_log"):
        yield reverse(f"{side}:{name}")
    for tab in tabs_of(side):
        yield f"{reverse(f'{side}:inbox')}?tab={tab}"
    if side == POLICE:
        for kind in ("", "objections", "notes"):
            yield f"{reverse('police:started')}?kind={kind}"
    for code in ("receive", "chase", "reassign"):
        yield f"{reverse(f'{side}:bulk', kwargs={'code': code})}?id={matter.pk}"
    yield f"{reverse(f'{side}:search')}?q={quote(matter.number)}"


def to_the_procuratorate(matters: list[Matter], marks: Marks) -> set[str]:
    """Marks of the police that the procuratorate may read: in a paper or file sent to it, in the record, in what an act told it says."""
    sent = Document.objects.filter(matter__in=matters, addressee="procuratorate").exclude(status__in=["draft", "returned", "discarded"])
    told = Event.objects.filter(matter__in=matters, shown__in=[Shown.BOTH, Shown.PROCURATORATE])
    words = [text_of(blocks_of(paper)) for paper in (*sent, *went_round(matters))]
    words += [f"{one.text}{one.reason}{one.facts}" for one in told]
    for matter in matters:
        table = table_of(matter)
        records = [matter, *([getattr(matter, table.detail)] if table.detail else []), *(row for name in table.rows for row in getattr(matter, name).all())]
        words += [str(vars(record)) for record in records]
    files = Attachment.objects.filter(matter__in=matters, shown__in=[Shown.BOTH, Shown.PROCURATORATE]).values_list("name", flat=True)
    own = {row.code for matter in matters for row in table_of(matter).actions if row.is_of(Side.PROCURATORATE)}
    own |= {"note", "reassign", "copy_to", "amend", "ask_consent", "answer_consent"}
    said = " ".join([*words, *files])
    return {mark for mark, (act, _) in marks.of.items() if mark in said or act in own}


def names_for_both(row: Action) -> bool:
    """Whether the act gives the matter one name, for either side."""
    form = row.form
    return form is not None and "public_title" in getattr(form, "matter_fields", ()) and "public_title" not in form.base_fields


def went_round(matters: list[Matter]) -> list[Document]:
    """What was sent round to be signed by both: either side reads it from then on, taken back or not."""
    return list(Document.objects.filter(matter__in=matters, addressee="both").exclude(signing=None))


def shared_rows(who: Officer, matter: Matter) -> str:
    """What stands now in the shared columns, and above, the rows that he may read: a form may call them by another name."""
    kinds = [getattr(matter, name).model for name in table_of(matter).rows]
    rows = [row for model in kinds for row in model.objects.visible_to(again(who)).filter(matter=matter)]
    return " ".join(str(getattr(row, column, "")) for row in rows for column in (*row.shared_fields, "heading"))


def of_the_record(table: Workflow) -> set[str]:
    """Acts by which both sides keep one record: what is typed there is either's to read from then on."""
    codes = [row.code for row in table.actions if row.by_row and row.shown == Shown.BOTH]
    return {name for code in codes for name in (code, *(f"{code}（{side}）" for side in Side.values))}


def permitted(matters: list[Matter], marks: Marks) -> set[str]:
    """Marks the police may read: in a paper served on them, in a shared column, typed in an act of their own, in a file for both."""
    served = Document.objects.filter(matter__in=matters, addressee="police", origin_side=Side.PROCURATORATE)
    papers = [*served.exclude(status__in=["draft", "returned", "discarded"]), *went_round(matters)]
    words = " ".join(text_of(blocks_of(paper)) for paper in papers)
    found = {mark for mark in marks.of if mark in words}
    for matter in matters:
        table = table_of(matter)
        theirs = {row.code for row in table.actions if not row.either and row.side == Side.POLICE}
        theirs |= {f"{row.code}（{Side.POLICE.value}）" for row in table.actions if row.either}
        named = {row.code for row in table.actions if names_for_both(row)}
        shared = PUBLIC | set(getattr(table.detail_model(), "shared_fields", ()) if table.detail_model else ())
        for accessor in table.rows:
            shared |= set(getattr(matter, accessor).model.shared_fields)
        files = Attachment.objects.filter(matter=matter, shown__in=[Shown.BOTH, Shown.POLICE]).values_list("name", flat=True)
        for mark, (act, field) in marks.of.items():
            plain = re.sub(r"^words_\d+$|_\d+$", lambda found: "verdict_words" if found[0].startswith("words") else "", field)
            named_so = field == "title" and act in named
            if named_so or act in theirs or act.startswith("police ") or plain in shared or f"{mark}.pdf" in files:
                found.add(mark)
    return found


def beginnings() -> Iterator[tuple[str, str]]:
    """Every kind with each side that begins it."""
    for table in WORKFLOWS.values():
        for side in (PROCURATORATE, POLICE):
            if any(row.opens_matter and not row.linked and row.is_of(Side(side)) for row in table.begun_by(side).actions):
                yield table.kind, side


EITHER = {kind for kind, side in beginnings() if side == POLICE} & {kind for kind, side in beginnings() if side == PROCURATORATE}
"""Kinds that either side may begin: both sides' portals are looked at."""


def begun(kind: str, side: str, world: World) -> Matter:
    """A matter of the kind that this side began."""
    for way in plays.ways(kind):
        matter = plays.opened(kind, world, **way)
        if matter.began_side == side:
            return matter
    raise AssertionError(f"{kind}没有由{side}发起的写法，请写进WAYS")


@pytest.mark.parametrize(("kind", "by"), list(beginnings()))
def test_no_word_a_side_keeps_is_on_a_page_of_the_other(world: World, kind: str, by: str):
    marks, seen = Marks(), {}
    matter = begun(kind, by, world)
    table = table_of(matter)
    if matter.police_id is None:
        matter.police = world.organ
        matter.save()
    sides = (POLICE, PROCURATORATE) if kind in EITHER else (POLICE,)
    readers = {name: signed_in(getattr(world, name)) for side in sides for name in (*READERS[side], *STRANGERS[side])}

    def look(name: str, address: str) -> None:
        if name not in readers:
            return
        answer = readers[name].get(address)
        assert answer.status_code < 500, address
        for mark in MARK.findall(answer.content.decode()):
            seen.setdefault((getattr(world, name).side, mark), f"{name} {address}")

    between(world, matter, marks)
    rows = [row for row in table.actions if not row.opens_matter and not row.linked]
    # what both sides press, each presses once
    rows = [one for row in rows for one in ([row.pressed_by(side) for side in Side.values] if row.either else [row])]
    acts, refused, told = 0, [], dict.fromkeys(sides, "")
    for row in rows:
        stand(matter, table, row, states_of(row, table)[0], next(facts_of(row, table)), world)
        try:
            with transaction.atomic():
                acts += done(world, Matter.objects.get(pk=matter.pk), row, marks, look)
        except (Invalid, NotAllowed) as error:
            refused.append(str(error))
        for side in sides:
            look(FIRST[side], reverse(f"{side}:matter", kwargs={"pk": matter.pk}))
            told[side] += shared_rows(getattr(world, FIRST[side]), matter)
    # the matter was only put there: a period it makes longer does not run, the matter it came of stands elsewhere, what was done before is not there
    assert all("来源事项" in words or "没有在进行" in words or "请先办理" in words for words in refused), refused
    assert acts >= len(rows) * 0.7
    family = [matter, *Matter.objects.filter(parent=matter)]
    for side in sides:
        for one in family:
            for name in READERS[side]:
                for address in addresses(one, side, whole=name == FIRST[side]):
                    look(name, address)
            for name in STRANGERS[side]:
                if name == "other_legal_officer" and one.whole_office and one.police_from is not None:
                    continue  # every organ of the office sees it (test_office_wide)
                assert readers[name].get(reverse(f"{side}:matter", kwargs={"pk": one.pk})).status_code == 404
        for name in (*READERS[side], *STRANGERS[side]):
            for address in lists(matter, side, whole=name == FIRST[side]):
                look(name, address)
    allowed = {POLICE: permitted(family, marks), PROCURATORATE: to_the_procuratorate(family, marks)}
    for side in sides:
        allowed[side] |= {mark for mark, (act, _) in marks.of.items() if mark in told[side] or act in of_the_record(table)}
    leaked = {f"{marks.of[mark]}：{where}" for (side, mark), where in seen.items() if mark not in allowed[side]}
    assert not leaked, "\n".join(sorted(leaked))
    # each side's own words are found on its own pages: the marks are looked for where they are
    assert {side for side, _ in seen} == set(sides)
