"""Every paper that any kind makes: drafted by its act, its blocks, its PDF and its Word copy say the same, and name it."""

from __future__ import annotations

import io
import re
from collections.abc import Container

import pypdfium2
import pytest
from django.db import transaction
from docx import Document as WordDocument
from docx.table import Table as WordTable

from cases.matters.acts.engine import bind, draft
from cases.matters.papers.documents import blocks_of, digest_of, issue
from cases.matters.table.workflow import DOCUMENT_TYPES, WORKFLOWS, document_type, table_of
from cases.models import Document, Matter
from office.blocks import Edition, text_of
from office.docx import render_docx
from office.pdf import render_pdf
from tests.supervision import plays
from tests.supervision.ground import facts_of, stand, states_of
from tests.supervision.play import at
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db
OWN_NAME = ("LG01J", "LG01G")
"""指引、标准、制度: such a text is headed with its own title."""


def squeezed(words: str) -> str:
    return re.sub(r"\s", "", words)


def said_in_word(blocks: list[object]) -> str:
    """All text of the Word copy in order, white space removed."""
    found = WordDocument(io.BytesIO(render_docx(blocks, title="文书")))
    parts: list[str] = []
    for item in found.iter_inner_content():
        if isinstance(item, WordTable):
            parts += {cell._tc: cell.text for line in item.rows for cell in line.cells}.values()
        else:
            parts.append(item.text)
    return squeezed("".join(parts))


def printed(blocks: list[object]) -> str:
    """All text of the PDF, without page numbers."""
    with pypdfium2.PdfDocument(render_pdf(blocks, title="文书")) as document:
        return "".join(re.sub(r"—\d+—", "", squeezed(page.get_textpage().get_text_range())) for page in document)


def named(paper: Document) -> str:
    """What it calls itself: the sort of paper it is; a text that both sides sign bears the name it is known by."""
    return squeezed(paper.matter.title if paper.type in OWN_NAME else paper.name)


def drafted(world: World, kind: str) -> dict[str, Document]:
    """One paper of each type that the kind makes, as its act drafts it on an ordinary day; issued, with its number. Whoever begins."""
    found: dict[str, Document] = {}
    ways = plays.ways(kind) if WORKFLOWS[kind].is_relative else ({},)
    for way in ways:
        found |= drafted_of(world, plays.opened(kind, world, **way), found)
    return found


def drafted_of(world: World, matter: Matter, known: Container[str]) -> dict[str, Document]:
    """The same of one matter, without the types that are known."""
    found: dict[str, Document] = {}
    table = table_of(matter)
    for row in table.actions:
        kinds = [document_type(code) for code in row.issues]
        if row.linked or all(one.body is None or one.code in found or one.code in known for one in kinds):
            continue
        for facts in facts_of(row, table):
            dossier = stand(matter, table, row, states_of(row, table)[0], facts, world)
            item = plays.item_for(dossier.matter, row)
            words = plays.typed(dossier.matter, row, TODAY)
            form = bind(row, dossier.matter, words, {}, today=TODAY, drafted=True, item=item)
            papers = draft(dossier, row, officer=world.prosecutor, fields=form.kept(), now=at(TODAY), kept=[])
            issue(dossier, papers, officer=world.chief, on=TODAY, at=at(TODAY))
            found |= {paper.type: paper for paper in papers if document_type(paper.type).body is not None}
    return found


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_what_is_typed_in_the_play_is_taken_by_the_forms(world: World, kind: str):
    """The words of every act of the play are valid, so that a story reads what a person would type."""
    matter = plays.opened(kind, world)
    table = table_of(matter)
    for row in table.actions:
        if row.opens_matter or row.linked:
            continue
        dossier = stand(matter, table, row, states_of(row, table)[0], next(facts_of(row, table)), world)
        words, item = plays.typed(dossier.matter, row, TODAY), plays.item_for(dossier.matter, row)
        bind(row, dossier.matter, words, plays.uploads(row, words), today=TODAY, item=item)


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_papers_say_the_same_in_every_form_and_name_themselves(world: World, kind: str):
    papers = drafted(world, kind)
    made = {code for row in WORKFLOWS[kind].actions if not row.linked for code in row.issues if document_type(code).body is not None}
    assert set(papers) >= {code for code in made if document_type(code).addressee != "complainant"}, "有文种没有拟成"
    together: list[object] = []
    prints: list[list[object]] = [together]  # what has an imprint (版记), which stands at the foot of the last page, is printed by itself
    for paper in papers.values():
        blocks = blocks_of(paper)
        words = squeezed(text_of(blocks))
        assert named(paper) in words and paper.number in words, paper.name
        assert not re.search(r"\{|\}|None|True|False|\[\]", words), (paper.name, words)
        assert said_in_word(blocks) == words, paper.name
        assert digest_of(paper) == paper.digest, paper.name
        if any(isinstance(one, Edition) for one in blocks):
            prints.append(blocks)
        else:
            together += blocks
    shown = [printed(blocks) for blocks in prints if blocks]
    for paper in papers.values():
        assert any(named(paper) in words and squeezed(paper.number) in words for words in shown), paper.name
    assert shown == [squeezed(text_of(blocks)) for blocks in prints if blocks]


def test_every_type_is_made_by_some_kind():
    """A type that nobody issues is dead weight in the catalogue. Two are the kernel's own: 撤回函 of either side."""
    issued = {code for table in WORKFLOWS.values() for row in table.actions for code in row.issues}
    assert set(DOCUMENT_TYPES) - issued == {"W01", "W02"}


def test_what_another_matter_brings_about_issues_nothing():
    """Such a row is carried out without a paper of its own: one that names a paper would drop it silently."""
    assert [row.code for table in WORKFLOWS.values() for row in table.actions if row.linked and row.issues] == []


def test_a_matter_of_every_kind_can_be_opened(world: World):
    for kind in WORKFLOWS:
        for way in plays.ways(kind):
            with transaction.atomic():
                matter = Matter.objects.get(pk=plays.opened(kind, world, **way).pk)
                assert (matter.kind, matter.version > 0) == (kind, True)
                assert re.fullmatch(rf"{WORKFLOWS[kind].number_letters}〔\d{{4}}〕\d+号", matter.number)
                transaction.set_rollback(True)  # two ways may be ways of the same person's case
