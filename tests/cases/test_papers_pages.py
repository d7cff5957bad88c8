"""The page of one paper, its acts, its prints, and attachments: who gets what, and what is never given."""

import io
import zipfile
from datetime import date

import pypdfium2
import pytest
from django.db import transaction
from django.urls import reverse

from cases.desk.papers.papering import paper_offers
from cases.exceptions import ActionError
from cases.matters import perform
from cases.matters.dossier import dossier
from cases.models import Attachment, Document
from office.models import AuditEntry
from tests.supervision.play import PDF, act, at, fresh, lead, receive, scan, sign
from tests.world import signed_in

pytestmark = pytest.mark.django_db
TODAY = "2026-02-12"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", TODAY)


@pytest.fixture
def matter(world):
    given = lead("A", received_on="2026-02-02", police=str(world.organ.pk))
    return perform(None, "take_over", kind="filing", officer=world.prosecutor, now=at("2026-02-02"), data=given).matter


@pytest.fixture
def draft(world, matter):
    act(matter, "request_a", world.prosecutor, "2026-02-05")
    return Document.objects.get(matter=matter)


@pytest.fixture
def served(world, matter, draft):
    sign(matter, world.chief, "2026-02-06")
    draft.refresh_from_db()
    return draft


def url(who, name, *args):
    return reverse(f"{who.side}:{name}", args=args)


def get(who, paper, name="paper", *more, query=""):
    return signed_in(who).get(url(who, name, paper.matter_id, paper.pk, *more) + query)


def do(who, paper, code, **data):
    data.setdefault("version", fresh(paper.matter).version)
    return signed_in(who).post(url(who, "paper_act", paper.matter_id, paper.pk, code), data)


def text(response):
    return response.content.decode()


def words_of_pdf(content):
    document = pypdfium2.PdfDocument(content)
    return "".join(page.get_textpage().get_text_bounded() for page in document)


# --- the page --------------------------------------------------------------------------------------------------------------


def test_draft_page(world, draft):
    page = text(get(world.chief, draft))
    for words in ("文书全文", "被害人报案后公安机关作出不予立案决定。", 'data-mark="草稿"', "签发", "退回修改", "王砚秋拟稿，待签发"):
        assert words in page
    assert ">签发</button>" not in text(get(world.prosecutor, draft))  # nobody signs what he drafted


def test_glyphs_that_cannot_be_printed_are_said_on_the_draft(world, matter):
    act(matter, "request_a", world.prosecutor, "2026-02-05", {"facts": "生僻字\U000323af待核"})
    paper = Document.objects.get(matter=matter)
    assert "现有字体缺少下列字符的字形" in text(get(world.prosecutor, paper))


def test_served_page_on_both_sides(world, served):
    ours, theirs = text(get(world.prosecutor, served)), text(get(world.legal_officer, served))
    for page in (ours, theirs):
        assert served.number in page and served.digest in page and 'data-mark' not in page
    assert "王砚秋" in ours and "何知远" in ours
    assert "王砚秋" not in theirs and "何知远" not in theirs  # drafts and approvals are the issuer's own
    assert "请书面说明不立案理由：收到之日起七日，规则第560条" in theirs


def test_who_cannot_see_it_gets_404(world, draft):
    for who in (world.legal_officer, world.head, world.strange_prosecutor, world.other_legal_officer):
        for name in ("paper", "paper_pdf", "paper_docx", "paper_receipt"):
            assert get(who, draft, name).status_code == 404, (who.name, name)
        assert do(who, draft, "sign").status_code == 404
    sign(draft.matter, world.chief, "2026-02-06")
    assert get(world.legal_officer, draft).status_code == 200
    assert get(world.other_legal_officer, draft).status_code == 404


def test_a_paper_of_another_matter_is_not_found_here(world, served):
    given = lead("A", received_on="2026-02-02", police=str(world.organ.pk))
    other = perform(None, "take_over", kind="filing", officer=world.prosecutor, now=at("2026-02-03"), data=given).matter
    assert signed_in(world.prosecutor).get(url(world.prosecutor, "paper", other.pk, served.pk)).status_code == 404


def test_what_goes_into_the_file_stays_inside(world, matter):
    act(matter, "request_a", world.prosecutor, "2026-02-05")
    sign(matter, world.chief, "2026-02-06")
    act(matter, "found_crime", world.prosecutor, "2026-02-06")
    perform(matter.pk, "sign", officer=world.chief, now=at("2026-02-06"),
            data={"document": Document.objects.get(matter=matter, type="D27P").pk})
    inner = Document.objects.get(matter=matter, type="D27P")
    assert get(world.prosecutor, inner).status_code == 200
    for name in ("paper", "paper_pdf"):
        assert get(world.legal_officer, inner, name).status_code == 404


def test_imported_paper_says_it_has_no_text(world, served):
    Document.objects.filter(pk=served.pk).update(context={"imported": True})
    page = get(world.prosecutor, served)
    assert page.status_code == 200 and "由台账导入，系统内没有正文" in text(page)
    assert get(world.prosecutor, served, "paper_pdf").status_code == 404


# --- prints ----------------------------------------------------------------------------------------------------------------


def test_pdf_and_docx(world, served):
    for who in (world.prosecutor, world.legal_officer):
        printed = get(who, served, "paper_pdf")
        assert printed["Content-Type"] == "application/pdf" and printed.content.startswith(b"%PDF-")
        words = words_of_pdf(printed.content)
        assert served.number in words and "回执" in words and "草稿" not in words
        assert "filename*=utf-8''" in printed["Content-Disposition"]
        word = get(who, served, "paper_docx")
        assert word["Content-Disposition"].startswith("attachment")
        with zipfile.ZipFile(io.BytesIO(word.content)) as archive:
            assert "被害人报案后公安机关作出不予立案决定" in archive.read("word/document.xml").decode()


def test_draft_prints_with_its_mark(world, draft):
    assert "草稿" in words_of_pdf(get(world.prosecutor, draft, "paper_pdf").content)


def test_withdrawn_prints_with_its_mark(world, served):
    do(world.prosecutor, served, "withdraw", reason="文书有误")
    assert "已撤回" in words_of_pdf(get(world.prosecutor, served, "paper_pdf").content)


def test_the_police_are_told_that_what_they_open_was_taken_back(world, served):
    """A reply to a withdrawn document has its own sentence, also where the matter itself leaves with the paper."""
    get(world.legal_officer, served)
    do(world.prosecutor, served, "withdraw", reason="文书有误")
    for answer in (
        get(world.legal_officer, served),
        do(world.legal_officer, served, "receive"),
        signed_in(world.legal_officer).post(url(world.legal_officer, "act", served.matter_id, "explain"), {"version": "1"}),
    ):
        assert answer.status_code == 404
        assert "已于2026年2月12日由" in text(answer) and "撤回，无须签收、办理。" in text(answer)
    assert "撤回" not in text(get(world.other_legal_officer, served))


def test_service_receipt(world, served):
    perform(served.matter_id, "receive", officer=world.legal_officer, data={"document": served.pk}, now=at("2026-02-10"))
    words = words_of_pdf(get(world.prosecutor, served, "paper_receipt").content)
    for part in ("送达回证", served.number, "青江公安局城东分局", "方其", "2026年2月10日9时30分", "系统内送达"):
        assert part in words.replace("\r\n", "").replace("\n", ""), part


def test_service_receipt_of_a_paper_entry(world, served):
    perform(served.matter_id, "receive", officer=world.prosecutor, data={"document": served.pk}, now=at("2026-02-11"),
            on=date(2026, 2, 10), reason="分局纸质签收", evidence=[scan()])
    words = words_of_pdf(get(world.prosecutor, served, "paper_receipt").content)
    assert "直接送达（纸质）" in words and "分局纸质签收" in words


def test_a_draft_has_no_service_receipt(world, draft):
    assert get(world.prosecutor, draft, "paper_receipt").status_code == 404


def test_reading_a_subordinates_paper_is_audited(world, served):
    assert get(world.city_prosecutor, served, "paper_pdf").status_code == 200
    assert AuditEntry.objects.filter(verb="read", officer_name="市检察官").count() == 1


# --- acts ------------------------------------------------------------------------------------------------------------------


def test_receive_lands_on_the_duty(world, served):
    answer = do(world.legal_officer, served, "receive")
    assert answer.status_code == 302 and answer.url == url(world.legal_officer, "act", served.matter_id, "explain")
    page = text(signed_in(world.legal_officer).get(answer.url))
    assert "请于2026年2月24日前书面说明不立案理由" in page and "也可以" in page and "已立案，送决定书" in page
    again = do(world.legal_officer, served, "receive")
    assert again.status_code == 409 and "不能重复签收" in text(again)


def test_notice_of_withdrawal_lands_on_withdrawing_with_the_objection_beside(world):
    given = lead("B", received_on="2026-02-02", police=str(world.organ.pk))
    row = perform(None, "take_over", kind="filing", officer=world.prosecutor, now=at("2026-02-02"), data=given).matter
    act(row, "request_b", world.prosecutor, "2026-02-03")
    sign(row, world.chief, "2026-02-03")
    receive(row, world.legal_officer, "2026-02-03")
    act(row, "explain", world.legal_officer, "2026-02-04")
    sign(row, world.head, "2026-02-04")
    receive(row, world.case_manager, "2026-02-05")
    act(row, "notify_withdrawal", world.prosecutor, "2026-02-11")
    sign(row, world.chief, "2026-02-11")
    answer = do(world.legal_officer, Document.objects.get(matter=row, type="D07"), "receive")
    assert answer.url == url(world.legal_officer, "act", row.pk, "withdraw_case")
    assert "不同意，要求复议" in text(signed_in(world.legal_officer).get(answer.url))


def test_refuse_needs_a_reason(world, served):
    assert do(world.legal_officer, served, "refuse", reason="").status_code == 400
    answer = do(world.legal_officer, served, "refuse", reason="文书名称有误")
    assert answer.status_code == 302
    served.refresh_from_db()
    assert served.status == "withdrawn"


def test_receipt_on_paper(world, served):
    short = do(world.prosecutor, served, "receive", on="2026-02-10")
    assert short.status_code == 400 and "有2处需要改正" in text(short)
    done = do(world.prosecutor, served, "receive", on="2026-02-10", reason="纸质送达", evidence=scan("送达回证.pdf"))
    assert done.status_code == 302
    served.refresh_from_db()
    assert served.received_on == date(2026, 2, 10) and served.entered_for
    early = get(world.prosecutor, served, "paper", query="?do=receive")
    assert early.status_code == 200


def test_sign_return_revise_discard(world, draft):
    assert do(world.prosecutor, draft, "sign").status_code == 403
    assert do(world.chief, draft, "return", reason="").status_code == 400
    assert do(world.chief, draft, "return", reason="事实不清").status_code == 302
    page = text(get(world.prosecutor, draft))
    assert "退回：事实不清" in page and "修改后重报" in page
    form = signed_in(world.prosecutor).get(url(world.prosecutor, "paper_act", draft.matter_id, draft.pk, "revise"))
    assert "被害人报案后公安机关作出不予立案决定。" in text(form)
    seen = do(world.prosecutor, draft, "revise", press="preview", facts="补充的事实")
    assert seen.status_code == 200 and "预览" in text(seen)
    draft.refresh_from_db()
    assert draft.fields["facts"] != "补充的事实"
    assert do(world.prosecutor, draft, "revise", facts="").status_code == 400
    stale = do(world.prosecutor, draft, "revise", facts="补充的事实", version=0)
    assert stale.status_code == 409 and "补充的事实" in text(stale)
    assert do(world.prosecutor, draft, "revise", facts="补充的事实").status_code == 302
    draft.refresh_from_db()
    assert draft.status == "draft" and draft.fields["facts"] == "补充的事实"
    signed = do(world.chief, draft, "sign")
    assert signed.status_code == 302 and fresh(draft.matter).state == "awaiting_reasons"


def test_discard(world, draft):
    assert do(world.prosecutor, draft, "discard", reason="不再需要").status_code == 302
    page = text(get(world.prosecutor, draft))
    assert "已作废：不再需要" in page and 'data-mark="已作废"' in page


def test_stale_sign_is_409(world, draft):
    old = fresh(draft.matter).version
    perform(draft.matter_id, "note", officer=world.assistant, data={"text": "附言"}, now=at(TODAY))
    answer = do(world.chief, draft, "sign", version=old)
    assert answer.status_code == 409 and "李珩办理了“附言”" in text(answer)
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_blank_draft_of_the_sweep_is_not_signed(world, draft):
    Document.objects.filter(pk=draft.pk).update(fields={})
    answer = do(world.chief, draft, "sign")
    assert answer.status_code == 400 and "查明的有关情况" in text(answer)
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_legal_officer_records_the_heads_approval(world, served):
    do(world.legal_officer, served, "receive")
    act(served.matter, "explain", world.legal_officer, "2026-02-12")
    paper = Document.objects.get(matter=served.matter, type="D09")
    page = text(get(world.legal_officer, paper))
    assert "登记负责人批准" in page and "城公（刑）说字〔2026〕1号" in page
    assert do(world.legal_officer, paper, "sign").status_code == 400  # no scan, no record
    done = do(world.legal_officer, paper, "sign", evidence=scan("呈批件.pdf"))
    assert done.status_code == 302 and fresh(served.matter).state == "reasons_given"
    assert "呈批件.pdf" not in text(signed_in(world.prosecutor).get(url(world.prosecutor, "matter", served.matter_id)))
    assert "呈批件.pdf" in text(signed_in(world.legal_officer).get(url(world.legal_officer, "matter", served.matter_id)))


def test_sealed_copy_is_what_the_police_receive(world, served):
    assert "PDF 正本" in text(get(world.legal_officer, served))
    assert do(world.prosecutor, served, "seal", evidence=scan("盖章件.pdf")).status_code == 302
    page = text(get(world.legal_officer, served))
    assert "盖章件.pdf" in page and "PDF 正本" not in page
    assert "PDF 正本" in text(get(world.prosecutor, served))
    assert do(world.legal_officer, served, "seal", evidence=scan()).status_code == 403


def test_unknown_act_is_404(world, served):
    assert do(world.prosecutor, served, "undo").status_code == 404
    assert get(world.prosecutor, served, "paper_act", "nonsense").status_code == 404


def test_offered_is_what_is_allowed(world, draft):
    """For everybody, in every state of the paper: what is offered succeeds, what is not offered is refused."""
    codes = ["receive", "refuse", "sign", "return", "discard", "withdraw", "seal"]

    def tried(who, code, offer):
        entered = offer is not None and offer.mode == "enter"
        more = {"on": date(2026, 2, 12), "reason": "理由"} if entered or code == "receive" else {"reason": "理由"}
        asked = offer.asks if offer else {"file"} if code in ("seal", "sign") else set()
        evidence = [scan()] if "file" in asked else []
        try:
            with transaction.atomic():
                perform(draft.matter_id, code, officer=who, data={"document": draft.pk}, now=at(TODAY), evidence=evidence, **more)
                transaction.set_rollback(True)
        except ActionError:
            return False
        return True

    def compare():
        for name, who in world.identities().items():
            if not Document.objects.visible_to(who).filter(pk=draft.pk).exists():
                continue
            found = dossier(who, draft.matter_id)
            paper = next(row for row in found.documents if row.pk == draft.pk)
            offered = {offer.code: offer for offer in paper_offers(found, paper, who, date.fromisoformat(TODAY))}
            for code in codes:
                assert tried(who, code, offered.get(code)) == (code in offered), (name, code, paper.status)

    compare()
    sign(draft.matter, world.chief, "2026-02-06")
    compare()
    perform(draft.matter_id, "receive", officer=world.legal_officer, data={"document": draft.pk}, now=at("2026-02-10"))
    compare()


# --- attachments -----------------------------------------------------------------------------------------------------------


def test_attachment_is_a_download_and_nothing_else(world, served):
    do(world.prosecutor, served, "seal", evidence=scan("盖章件 第1份.pdf"))
    row = Attachment.objects.get()
    for who in (world.prosecutor, world.legal_officer):
        answer = signed_in(who).get(url(who, "attachment", row.pk))
        assert answer.status_code == 200 and b"".join(answer.streaming_content) == PDF
        assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer["Cache-Control"] == "no-store"
    for who in (world.strange_prosecutor, world.other_legal_officer, world.strange_legal_officer):
        assert signed_in(who).get(url(who, "attachment", row.pk)).status_code == 404


def test_attachment_of_ones_own_side_stays_there(world, served):
    perform(served.matter_id, "note", officer=world.prosecutor, data={"text": "内部", "shown": "own"}, evidence=[scan("内部.pdf")],
            now=at("2026-02-10"))
    row = Attachment.objects.get()
    assert signed_in(world.prosecutor).get(url(world.prosecutor, "attachment", row.pk)).status_code == 200
    assert signed_in(world.legal_officer).get(url(world.legal_officer, "attachment", row.pk)).status_code == 404


def test_attachment_that_is_gone_says_so(world, served, settings, tmp_path):
    do(world.prosecutor, served, "seal", evidence=scan())
    settings.MEDIA_ROOT = tmp_path
    answer = signed_in(world.prosecutor).get(url(world.prosecutor, "attachment", Attachment.objects.get().pk))
    assert answer.status_code == 404 and "附件文件不在存储中" in text(answer)
