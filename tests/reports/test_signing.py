"""拟稿、修改、会签、印发: both leaders sign the same text, the number has no gap, and what is issued stays as it was."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from cases.exceptions import Conflict, Invalid, NotAllowed, NotFound
from office.models import AuditEntry, OfficeOption
from office.sides import Role
from reports import actions, selectors
from reports.documents import content_of, digest_of
from reports.models import Bulletin
from tests.reports.story import OCTOBER, asked, autumn, taken
from tests.supervision.play import at
from tests.world import officer

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20")


@pytest.fixture
def bulletin(world):
    autumn(world)
    return actions.draft(OCTOBER, officer=world.prosecutor, now=NOW)


def shown(row, now=NOW):
    """The digest a page shows on a day."""
    row.refresh_from_db()
    return digest_of(selectors.content(row, today=now.date()))


def issued(world, row, now=NOW):
    actions.sign(row.pk, officer=world.chief, digest=shown(row, now), now=now)
    return actions.sign(row.pk, officer=world.head, digest=shown(row, now), now=now)


def text_of(pdf):
    with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "")


def test_issued_once_both_leaders_have_signed(world, bulletin):
    row = actions.sign(bulletin.pk, officer=world.chief, digest=shown(bulletin), now=NOW)
    assert (row.status, row.number, row.pdf) == ("signing", "", None)
    row = actions.sign(bulletin.pk, officer=world.head, digest=shown(bulletin), now=NOW)
    assert (row.status, row.number, row.issued_on) == ("issued", "侦监协通〔2026〕1号", date(2026, 11, 20))
    assert row.sha256 == hashlib.sha256(row.pdf).hexdigest()
    assert AuditEntry.objects.filter(verb="bulletin.issue", facts__sha256=row.sha256, chain=str(world.office.pk)).count() == 1


def test_the_paper_is_whole(world, bulletin):
    row = issued(world, bulletin)
    words = text_of(bytes(row.pdf))
    for part in (
        "侦监协通〔2026〕1号", "签发人：何知远　局长甲", "关于2026年10月侦查监督与协作配合", "一、本期概况", "二、立案监督", "三、侦查活动监督",
        "四、双方期限履行", "五、未了事项与下一步", "六、数据质量说明", "抄送：临河市人民检察院。", "2026年11月20日印发", "留痕链校验：第",
    ):  # fmt: skip
        assert part in words, part
    assert "草稿" not in words
    root = PdfReader(BytesIO(bytes(row.pdf))).root_object
    assert "/OutputIntents" in root
    assert re.search(rb'part>2<|part="2"', root["/Metadata"].get_data())
    with pypdfium2.PdfDocument(BytesIO(bytes(row.pdf))) as document:
        titles = [item.get_title() for item in document.get_toc()]
    assert "四、双方期限履行" in titles


def test_nothing_done_later_changes_what_was_issued(world, bulletin):
    row = issued(world, bulletin)
    frozen, pdf = row.figures, bytes(row.pdf)
    asked(world, taken(world, "2026-10-30"), "2026-10-31")
    row.refresh_from_db()
    later = at("2026-12-05")
    assert selectors.content(row, today=later.date()) == frozen
    assert selectors.pdf(row, today=later.date()) == pdf
    assert content_of(world.office, OCTOBER, today=later.date())["figures"]["accepted"]["count"] == frozen["figures"]["accepted"]["count"] + 1
    assert len(selectors.rows_of(world.prosecutor, frozen, "accepted", "").rows) == frozen["figures"]["accepted"]["count"]
    with pytest.raises(Conflict, match="已经印发"):
        actions.sign(row.pk, officer=world.chief, digest=row.digest, now=later)
    with pytest.raises(Conflict):
        actions.rewrite(row.pk, officer=world.prosecutor, texts={"summary": "改写。"}, now=later)
    with pytest.raises(Conflict):
        actions.send_back(row.pk, officer=world.chief, reason="有误", now=later)


def test_the_second_leader_signs_what_the_first_signed(world, bulletin):
    first = shown(bulletin)
    actions.sign(bulletin.pk, officer=world.head, digest=first, now=NOW)
    asked(world, taken(world, "2026-10-30"), "2026-10-31")
    row = actions.sign(bulletin.pk, officer=world.chief, digest=first, now=NOW)
    assert row.is_issued
    assert {one.digest for one in selectors.signatures(row)} == {first} == {row.digest}


def test_what_has_changed_since_it_was_read_is_not_signed(world, bulletin):
    read = shown(bulletin)
    asked(world, taken(world, "2026-10-30"), "2026-10-31")
    with pytest.raises(Conflict, match="重新阅读"):
        actions.sign(bulletin.pk, officer=world.chief, digest=read, now=NOW)
    bulletin.refresh_from_db()
    assert bulletin.signing is None


def test_numbers_have_no_gap_and_follow_the_year_of_issue(world):
    autumn(world)
    rows = [actions.draft(month, officer=world.prosecutor, now=at("2027-01-12")) for month in (date(2026, 9, 1), OCTOBER, date(2026, 12, 1))]
    assert issued(world, rows[1]).number == "侦监协通〔2026〕1号"
    with pytest.raises(Conflict), transaction.atomic():
        actions.sign(rows[0].pk, officer=world.chief, digest="0" * 64, now=NOW)
    assert issued(world, rows[0]).number == "侦监协通〔2026〕2号"
    assert issued(world, rows[2], at("2027-01-12")).number == "侦监协通〔2027〕1号"


def test_the_form_of_the_number_is_the_offices(world, bulletin):
    OfficeOption.objects.create(office=world.office, key="bulletin_number", value="青侦协〔{年份}〕{序号}号")
    assert issued(world, bulletin).number == "青侦协〔2026〕1号"


@pytest.mark.parametrize("who", ["prosecutor", "assistant", "case_manager", "investigator", "legal_officer", "other_legal_officer"])
def test_only_the_leaders_sign(world, bulletin, who):
    if who == "investigator":
        with pytest.raises(NotFound):
            actions.sign(bulletin.pk, officer=world.investigator, digest=shown(bulletin), now=NOW)
        return
    with pytest.raises(NotAllowed, match="由检察长和公安机关负责人签发"):
        actions.sign(bulletin.pk, officer=getattr(world, who), digest=shown(bulletin), now=NOW)


@pytest.mark.parametrize("who", ["strange_prosecutor", "strange_legal_officer", "city_chief", "system_admin", "audit_admin"])
def test_a_draft_is_not_there_for_strangers(world, bulletin, who):
    with pytest.raises(NotFound):
        selectors.bulletin(getattr(world, who), bulletin.pk)


def test_a_superior_reads_what_was_issued_and_signs_nothing(world, bulletin):
    row = issued(world, bulletin)
    assert selectors.bulletin(world.city_chief, row.pk) == row
    assert selectors.signs_for(world.city_chief, world.office) is None


def test_the_lead_organ_must_sign_and_another_may(world, bulletin):
    west = officer("w.west", "局长乙", world.second_organ, Role.HEAD)
    actions.sign(bulletin.pk, officer=world.chief, digest=shown(bulletin), now=NOW)
    assert actions.sign(bulletin.pk, officer=west, digest=shown(bulletin), now=NOW).status == "signing"
    row = actions.sign(bulletin.pk, officer=world.head, digest=shown(bulletin), now=NOW)
    assert row.is_issued
    assert "何知远　局长甲　局长乙" in text_of(bytes(row.pdf))


def test_nobody_signs_twice_or_what_he_wrote(world, bulletin):
    world.chief.grants.create(role=Role.PROSECUTOR)
    both = type(world.chief).objects.get(pk=world.chief.pk)
    actions.rewrite(bulletin.pk, officer=both, texts={"summary": "本月工作平稳。", "next": ""}, now=NOW)
    with pytest.raises(NotAllowed, match="自己修改的稿件"):
        actions.sign(bulletin.pk, officer=both, digest=shown(bulletin), now=NOW)
    actions.sign(bulletin.pk, officer=world.head, digest=shown(bulletin), now=NOW)
    with pytest.raises(Conflict, match="已经签发"):
        actions.sign(bulletin.pk, officer=world.head, digest=shown(bulletin), now=NOW)


def test_a_month_that_runs_is_not_signed(world):
    autumn(world)
    row = actions.draft(date(2026, 11, 1), officer=world.prosecutor, now=NOW)
    with pytest.raises(Conflict, match="尚未结束"):
        actions.sign(row.pk, officer=world.chief, digest=shown(row), now=NOW)
    with pytest.raises(Invalid, match="尚未开始"):
        actions.draft(date(2026, 12, 1), officer=world.prosecutor, now=NOW)


def test_sent_back_it_follows_the_facts_again(world, bulletin):
    actions.sign(bulletin.pk, officer=world.chief, digest=shown(bulletin), now=NOW)
    with pytest.raises(Conflict, match="退回重拟"):
        actions.rewrite(bulletin.pk, officer=world.prosecutor, texts={"summary": "改写。"}, now=NOW)
    with pytest.raises(Invalid, match="理由"):
        actions.send_back(bulletin.pk, officer=world.head, reason=" ", now=NOW)
    row = actions.send_back(bulletin.pk, officer=world.head, reason="第四部分需要核对", now=NOW)
    assert (row.status, row.figures, len(selectors.signatures(row))) == ("draft", {}, 0)
    assert AuditEntry.objects.filter(verb="bulletin.return", facts__signatures=["何知远"]).exists()


def test_own_words_stand_until_the_facts_move(world, bulletin):
    drafted = actions.drafted_words(bulletin, today=NOW.date())["summary"]
    actions.rewrite(bulletin.pk, officer=world.assistant, texts={"summary": "第一段。\n第二段。", "next": ""}, now=NOW)
    bulletin.refresh_from_db()
    blocks = selectors.content(bulletin, today=NOW.date())["sections"][0]["blocks"]
    assert [block["p"] for block in blocks] == [[["第一段。", ""]], [["第二段。", ""]]]
    assert not any(block["moved"] for block in blocks)
    asked(world, taken(world, "2026-10-30"), "2026-10-31")
    assert all(block["moved"] for block in selectors.content(bulletin, today=NOW.date())["sections"][0]["blocks"])
    actions.rewrite(bulletin.pk, officer=world.assistant, texts={"summary": "", "next": ""}, now=NOW)
    bulletin.refresh_from_db()
    assert bulletin.text == {}
    assert actions.drafted_words(bulletin, today=NOW.date())["summary"] != drafted


def test_own_words_may_not_rank(world, bulletin):
    with pytest.raises(Invalid, match="排名"):
        actions.rewrite(bulletin.pk, officer=world.prosecutor, texts={"summary": "城东分局排名第一。"}, now=NOW)
    with pytest.raises(NotAllowed):
        actions.rewrite(bulletin.pk, officer=world.head, texts={"summary": "改写。"}, now=NOW)


def test_a_draft_bears_its_mark_on_every_page(world, bulletin):
    pdf = selectors.pdf(bulletin, today=NOW.date())
    with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    assert len(pages) > 3
    assert all("草稿" in page for page in pages)


def test_the_database_holds_what_must_not_be(world, bulletin):
    for values in ({"office": world.office, "month": OCTOBER}, {"office": world.strange_office, "month": date(2026, 10, 2)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Bulletin.objects.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Bulletin.objects.filter(pk=bulletin.pk).update(status="issued")
