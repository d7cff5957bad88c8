"""文书的一生: gapless numbers, frozen text, withdrawal; and the races on them (design 5; F10)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import close_old_connections, connections, transaction

from cases.exceptions import Conflict
from cases.matters import perform, sweep
from cases.matters.papers import documents
from cases.matters.table.workflow import document_type
from cases.models import Deadline, Document, DocumentSequence, Matter, Notice
from office.blocks import Paragraph, text_of
from office.models import OfficeOption
from tests.supervision.play import act, asked, at, fresh, notified, on_paper_act, opened, sent, sign
from tests.world import build

db = pytest.mark.django_db


def numbers(kind="D01"):
    return list(Document.objects.filter(type=kind, seq__isnull=False).order_by("seq").values_list("seq", flat=True))


@db
def test_numbers_run_on_without_a_gap(world):
    for _ in range(3):
        sent(opened(world), "request_a", world.prosecutor, world.chief, "2026-02-03")
    assert numbers() == [1, 2, 3]
    assert list(Document.objects.values_list("number", flat=True)) == [f"青检刑不立通〔2026〕{seq}号" for seq in (1, 2, 3)]


@db
def test_a_draft_has_no_number_and_a_rolled_back_issue_leaves_no_gap(world):
    matter = opened(world)
    act(matter, "request_a", world.prosecutor, "2026-02-03")
    assert numbers() == [] and not DocumentSequence.objects.filter(type="D01").exists()
    with transaction.atomic():
        sign(matter, world.chief, "2026-02-03")
        assert numbers() == [1]
        transaction.set_rollback(True)  # a power cut before the commit
    assert numbers() == [] and fresh(matter).state == "review"
    sign(matter, world.chief, "2026-02-03")
    assert numbers() == [1]


@db
def test_withdrawn_number_is_void_and_never_reused(world):
    matter = opened(world)
    paper = sent(matter, "request_a", world.prosecutor, world.chief, "2026-02-03")
    on_paper_act(matter, paper, "withdraw", world.prosecutor, "2026-02-03", reason="案由有误")
    sent(matter, "request_a", world.prosecutor, world.chief, "2026-02-04")
    paper.refresh_from_db()
    assert (paper.status, paper.ended_reason, paper.seq) == ("withdrawn", "案由有误", 1) and numbers() == [1, 2]


@db
def test_each_year_type_and_issuer_has_its_own_book(world):
    sent(opened(world), "request_a", world.prosecutor, world.chief, "2026-02-03")
    sent(opened(world, "B"), "request_b", world.prosecutor, world.chief, "2026-02-03")
    sent(opened(world, day="2027-01-04"), "request_a", world.prosecutor, world.chief, "2027-01-05")
    found = set(Document.objects.values_list("number", flat=True))
    assert found == {"青检刑不立通〔2026〕1号", "青检刑立通〔2026〕1号", "青检刑不立通〔2027〕1号"}


@db
def test_number_by_the_offices_own_template(world):
    OfficeOption.objects.create(office=world.office, key="number_templates", value={"D01": "青江检捕不立通〔{年份}〕{序号}号"})
    assert sent(opened(world), "request_a", world.prosecutor, world.chief, "2026-02-03").number == "青江检捕不立通〔2026〕1号"


@db
def test_text_is_frozen_at_issue(world, monkeypatch):
    matter = opened(world)
    paper = sent(matter, "request_a", world.prosecutor, world.chief, "2026-02-03")
    before = text_of(documents.blocks_of(paper))
    perform(matter.pk, "amend", officer=world.prosecutor, data={"target": "matter.public_title", "value": "另一名称"}, reason="改", now=at("2026-02-03"))
    paper = Document.objects.get(pk=paper.pk)
    assert text_of(documents.blocks_of(paper)) == before and paper.digest == documents.digest_of(paper)
    # another wording in a later version of the program is for later papers
    template = replace(document_type("D01"), body=lambda _context: [Paragraph("新版的措辞")])
    with monkeypatch.context() as patch:
        patch.setattr(documents, "document_type", lambda _code: template)
        assert text_of(documents.blocks_of(paper)) == before and paper.digest == documents.digest_of(paper)
    paper.text[-1]["organ"] = "另一机关"
    assert documents.digest_of(paper) != paper.digest


@db
def test_uploaded_paper_keeps_its_own_number_and_the_hash_of_its_files(world):
    matter = asked(world)
    paper = sent(matter, "explain", world.legal_officer, world.head, "2026-02-11")
    assert (paper.number, paper.seq, paper.issuer) == ("城公（刑）说字〔2026〕1号", None, world.organ)
    assert paper.attachments.get().shown == "both" and len(paper.digest) == 64
    with pytest.raises(ValueError, match="对方制作"):
        documents.blocks_of(paper)


@db
def test_visible_to_its_two_ends_only(world):
    matter = opened(world)
    act(matter, "request_a", world.prosecutor, "2026-02-03")

    def seen_by(*officers):
        return [Document.objects.visible_to(who).filter(matter=matter).count() for who in officers]

    others = (world.other_legal_officer, world.strange_prosecutor, world.strange_legal_officer, world.audit_admin)
    assert seen_by(world.case_manager, world.legal_officer, *others) == [1, 0, 0, 0, 0, 0]  # a draft is its issuer's own
    sign(matter, world.chief, "2026-02-03")
    assert seen_by(world.case_manager, world.legal_officer, *others) == [1, 1, 0, 0, 0, 0]


# ------------------------------------------------------------------------------------------------ races


def together(*jobs):
    """Run the jobs at the same moment, each on a connection of its own; what each returned or raised."""
    start = Barrier(len(jobs))

    def run(job):
        close_old_connections()
        try:
            start.wait(10)
            return job()
        except Exception as error:  # noqa: BLE001  (the outcome of a race is what the test looks at)
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@pytest.fixture
def racing(transactional_db):
    return build()


def test_one_draft_signed_at_once(racing):
    matter = opened(racing)
    paper = act(matter, "request_a", racing.prosecutor, "2026-02-03").documents[0]

    def signing():
        return perform(matter.pk, "sign", officer=racing.chief, data={"document": paper.pk}, now=at("2026-02-03"))

    outcomes = together(signing, signing, signing)
    assert sum(isinstance(found, Conflict) for found in outcomes) == 2, outcomes
    assert numbers() == [1] and matter.events.filter(action="request_a").count() == 1


def test_one_number_drawn_at_once(racing):
    matters = [opened(racing) for _ in range(6)]
    papers = [act(matter, "request_a", racing.prosecutor, "2026-02-03").documents[0] for matter in matters]

    def signing(paper):
        return lambda: perform(paper.matter_id, "sign", officer=racing.chief, data={"document": paper.pk}, now=at("2026-02-03"))

    outcomes = together(*map(signing, papers))
    assert not [found for found in outcomes if isinstance(found, Exception)], outcomes
    assert numbers() == [1, 2, 3, 4, 5, 6]


def test_two_matters_opened_at_once(racing):
    outcomes = together(*[lambda: opened(racing)] * 4)
    assert not [found for found in outcomes if isinstance(found, Exception)], outcomes
    assert sorted(Matter.objects.values_list("number", flat=True)) == [f"侦监立〔2026〕{seq}号" for seq in (1, 2, 3, 4)]


def test_two_clocks_of_one_rule_do_not_start_at_once(racing):
    """Two receipts of one paper: one is told the other was there; one clock runs."""
    matter = opened(racing)
    paper = sent(matter, "request_a", racing.prosecutor, racing.chief, "2026-02-03")

    def receiving():
        return perform(matter.pk, "receive", officer=racing.legal_officer, data={"document": paper.pk}, now=at("2026-02-04"))

    outcomes = together(receiving, receiving)
    assert sum(isinstance(found, Conflict) for found in outcomes) == 1, outcomes
    assert Deadline.objects.filter(matter=matter, rule="explain_no_filing").count() == 1


def test_sweep_run_in_parallel_leaves_each_rung_once(racing):
    for _ in range(3):
        notified(racing)
    together(*[lambda: sweep(now=at("2026-03-20"))] * 3)
    rows = list(Notice.objects.exclude(deadline=None).values_list("deadline", "due_on", "rung", "side"))
    assert len(rows) == len(set(rows)) == 3 * 2 * 5  # lead7, lead3, lead1, lead0, over on two sides
    drafts = Document.objects.filter(type="D10")
    assert sorted(drafts.values_list("matter", flat=True)) == sorted(Matter.objects.values_list("pk", flat=True)) and drafts.count() == 3
    assert (sweep(now=at("2026-03-20")).notices, sweep(now=at("2026-03-20")).drafts) == (0, 0)


def test_stale_form_of_two_at_once(racing):
    matter = asked(racing)
    version = matter.version

    def note(who):
        return lambda: perform(matter.pk, "note", officer=who, data={"text": "附言"}, now=at("2026-02-11"), version=version)

    outcomes = together(note(racing.prosecutor), note(racing.second_prosecutor))
    assert sum(isinstance(found, Conflict) for found in outcomes) == 1, outcomes
    assert fresh(matter).version == version + 1 and matter.events.filter(action="note").count() == 1
