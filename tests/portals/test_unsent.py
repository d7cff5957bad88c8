"""What one side has not sent is nowhere on the other's portal: every kind that either side may begin, by each act that drafts it.

The other side's pages, lists, search, counts, notices, log, exports and bulletin are the same before and after, to the letter.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cases.exceptions import Invalid
from cases.matters import perform
from cases.matters.acts.offers import DO, needs_signature, refusal
from cases.matters.dossier import Dossier
from cases.matters.forms import FilesField
from cases.matters.table.workflow import WORKFLOWS, Action, Workflow, table_of
from cases.models import Attachment, Matter
from office.models import Officer
from office.sides import OTHER, Side
from reports import selectors as reports
from reports.actions import draft as draft_bulletin
from tests.desks import again
from tests.portals.test_canaries import addresses, free_text, lists
from tests.portals.test_matrix import ARGUMENTS, QUERY, TABLE
from tests.supervision import plays
from tests.supervision.play import at, fresh, scan
from tests.test_workflows import WHO
from tests.world import TODAY, World, signed_in

pytestmark = pytest.mark.django_db
MARK = "秘密草稿"
READERS = {Side.POLICE: ("legal_officer", "head", "investigator"), Side.PROCURATORATE: ("second_prosecutor", "chief", "case_manager")}
BEGUN = date(2026, 2, 1)
"""The month in which the plays open their matters."""


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())


def openers(table: Workflow) -> Iterator[tuple[Side, Action]]:
    """The acts by which a person of a side opens a matter of the kind."""
    for side in Side:
        yield from ((side, row) for row in table.begun_by(side).actions if row.opens_matter and not row.linked and row.side == side)


DRAFTED = [
    (table.kind, side.value, row.code)
    for table in WORKFLOWS.values() if {side for side, _ in openers(table)} == set(Side)
    for side, row in openers(table) if not row.discloses
]  # fmt: skip


def test_each_side_drafts_each_kind_of_cooperation():
    for kind in ("advice_request", "early_intervention"):
        assert {side for one, side, _ in DRAFTED if one == kind} == set(Side.values), kind


def begun(kind: str, side: str, code: str, world: World, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a person hands in to open a matter by that act; one was opened so already, with whatever it stands on."""
    given: list[dict[str, Any]] = []

    def noting(*args: Any, **kwargs: Any) -> Any:
        given.append(kwargs)
        return perform(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(plays.play(kind), "perform", noting)
        for way in plays.ways(kind):
            matter = plays.opened(kind, world, **way)
            if matter.began_side == side and matter.events.filter(seq=1, action=code).exists():
                return given[-1]
    raise AssertionError(f"{kind}没有{side}以{code}开立的写法，请写进WAYS")


def marked(row: Action) -> dict[str, str]:
    """Every text of the act's form, with the mark."""
    assert row.form is not None
    return {name: MARK for name, field in row.form.base_fields.items() if free_text(field)}


def with_marks(row: Action, plain: dict[str, Any], press: Callable[[dict[str, Any]], Any]) -> Any:
    """The press with the mark in every text; a field that takes no free words (编号 of another matter) keeps its usual ones."""
    marks = marked(row)
    try:
        with transaction.atomic():
            return press({**plain, **marks})
    except Invalid as refused:
        taken = {name: words for name, words in marks.items() if name not in refused.errors}
    assert taken
    return press({**plain, **taken})


def handed_in(matter: Matter, row: Action, world: World) -> None:
    """The act as somebody of the side drafts it for another's signature, where the table knows such a one, with a marked file."""
    dossier = Dossier(fresh(matter))
    people = (again(getattr(world, name)) for name in WHO.values())
    people = (one for one in people if Matter.objects.visible_to(one).filter(pk=matter.pk).exists())
    who = next((one for one in people if refusal(dossier, row, one, TODAY, mode=DO) is None and needs_signature(dossier, row, one)), None)
    if who is not None:
        files = [name for name, field in (row.form.base_fields if row.form else {}).items() if isinstance(field, FilesField)]

        def press(data: dict[str, Any]) -> Any:
            uploads = {name: [scan(f"{MARK}.pdf")] for name in files}
            return perform(matter.pk, row.code, officer=who, data=data, uploads=uploads, now=at(TODAY))

        assert with_marks(row, plays.typed(matter, row, TODAY), press).drafted


def pages(name: str, side: str, known: Matter, bulletin: Any) -> Iterator[str]:
    """Every page of the portal that this reader opens without naming a matter, the lists with what may be asked of them, the bulletin."""
    for (where, page, method), row in TABLE.items():
        if (where, method) == (side, "GET") and page not in ARGUMENTS and row.get(name) == 200:
            yield reverse(f"{side}:{page}") + "".join(f"?{key}={value}" for key, value in QUERY.get(page, {}).items())
    yield from lists(known, side)
    yield f"{reverse(f'{side}:search')}?q={quote(MARK)}"
    yield f"{reverse(f'{side}:matters')}?kind={known.kind}"
    yield reverse(f"{side}:bulletin", kwargs={"pk": bulletin.pk})


def said(client: Client, address: str) -> str:
    """What a page says, without what changes from one second to the next; of a workbook its cells."""
    answer = client.get(address)
    assert answer.status_code < 500, address
    kind = answer.headers["Content-Type"]
    body = b"".join(answer) if answer.streaming else answer.content
    if "spreadsheet" in kind:
        book = load_workbook(io.BytesIO(body), read_only=True)
        return str([[str(cell.value) for cell in row if cell.value is not None] for sheet in book for row in sheet.iter_rows()])
    if kind.startswith("text/html"):
        words = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body.decode()))
        told = re.sub(r"服务器时间[^·]*·|期限检查\S*", "", words)
        return f"{answer.status_code}{told}"
    return f"{answer.status_code} {kind}"


@pytest.mark.parametrize(("kind", "side", "code"), DRAFTED)
def test_not_a_word_or_a_number_of_what_is_not_sent_reaches_the_other_side(
    world: World, monkeypatch: pytest.MonkeyPatch, kind: str, side: str, code: str
):  # fmt: skip
    across = OTHER[Side(side)]
    given = begun(kind, side, code, world, monkeypatch)
    bulletin = draft_bulletin(BEGUN, officer=world.prosecutor, now=at(TODAY))
    known = Matter.objects.filter(kind=kind).latest("pk")
    desks = {name: signed_in(getattr(world, name)) for name in READERS[across]}

    def looked() -> dict[tuple[str, str], str]:
        found = {(name, address): desk for name, desk in desks.items() for address in pages(name, across, known, bulletin)}
        return {(name, address): said(desk, address) for (name, address), desk in found.items()}

    before, figures = looked(), reports.content(bulletin, today=TODAY)
    row = WORKFLOWS[kind].begun_by(side).action(code)
    own: Officer = given["officer"]
    matter = with_marks(row, given["data"], lambda data: perform(None, code, kind=kind, officer=own, data=data, now=given["now"])).matter
    assert not fresh(matter).seen_by_both
    perform(matter.pk, "note", officer=own, data={"text": MARK, "shown": "own"}, evidence=[scan(f"{MARK}.pdf")], now=at(TODAY))
    for sending in (one for one in table_of(matter).actions_from(table_of(matter).state(fresh(matter).state)) if one.discloses):
        handed_in(matter, sending, world)
    after = looked()
    assert [key for key, words in after.items() if words != before[key]] == []
    assert reports.content(bulletin, today=TODAY) == figures, "通报的文字、数字和数字点开所见的，都由它而来"
    for desk in desks.values():
        for address in addresses(matter, across, whole=True):
            assert desk.get(address).status_code in (403, 404) and MARK not in desk.get(address).content.decode(), address
        for file in Attachment.objects.filter(matter=matter):
            assert desk.get(reverse(f"{across}:attachment", args=[file.pk])).status_code == 404
    assert Attachment.objects.filter(matter=matter).exists()
    # on the drafting side's own pages it stands: the marks are looked for where they would be
    assert MARK in said(signed_in(own), reverse(f"{side}:matter", args=[matter.pk]))
