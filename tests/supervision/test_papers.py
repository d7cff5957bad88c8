"""文书: the elements law.md 4.1 asks for, no complainant in what goes to the police, sentences with and without a day."""

import re
from datetime import date

import pytest

from cases.matters.papers.documents import blocks_of, context_of
from cases.matters.table.workflow import DOCUMENT_TYPES, WORKFLOWS
from cases.matters.telling.words import with_due
from cases.models import Document
from office.blocks import text_of
from tests.supervision.play import act, asked, explained, fresh, notified, opened, receive, sent

CANARY = "赵金丝雀"


def text(matter, kind):
    return text_of(blocks_of(Document.objects.filter(matter=matter, type=kind).latest("drafted_at")))


@pytest.mark.django_db
@pytest.mark.parametrize(("branch", "kind", "law"), [("A", "D01", "第一百一十三条"), ("B", "D02", "第五百五十九条第二款"), ("C", "D03", "第五百六十二条")])
def test_request_names_case_law_and_term(world, branch, kind, law):
    matter = opened(world, branch, complainant=CANARY, complainant_contact="0519-86688888", facts="线索内容金丝雀")
    sent(matter, f"request_{branch.lower()}", world.prosecutor, world.chief, "2026-02-03")
    words = text(matter, kind)
    for wanted in ("青江区人民检察院", "测试甲涉嫌合同诈骗一案", law, "收到本通知书后七日以内", "书面说明", "青江公安局城东分局", "2026年2月3日"):
        assert wanted in words, wanted
    for hidden in (CANARY, "86688888", "金丝雀"):
        assert hidden not in words


@pytest.mark.django_db
@pytest.mark.parametrize(("branch", "kind", "term"), [("A", "D06", "收到本通知书后十五日以内立案"), ("B", "D07", "没有异议的，应当立即撤销案件")])
def test_notice_names_grounds_and_evidence(world, branch, kind, term):
    matter = notified(world, branch)
    words = text(matter, kind)
    for wanted in ("认定的事实和证据", "依据和理由", "随文移送的证据材料清单", "1.证人证言复印件一份", "2.转账凭证复印件一份", "经检察长决定", term, "决定书及时送达本院"):
        assert wanted in words, wanted
    assert ("复议" in words and "提请上一级人民检察院复核" in words) == (kind == "D07")


@pytest.mark.django_db
def test_correction_names_fact_law_demand_term_and_recheck(world):
    matter = notified(world)
    sent(matter, "correct", world.prosecutor, world.chief, "2026-03-18", {"reply_days": "20"})
    words = text(matter, "D10")
    for wanted in ("违法事实、情节及后果", "法律根据", "纠正意见", "二十日以内", "第五百五十四条", "申请复查", "（院印）"):
        assert wanted in words, wanted


@pytest.mark.django_db
def test_urging_names_the_day_filed_and_the_day_to_answer(world):
    matter = notified(world)
    sent(matter, "file", world.legal_officer, world.head, "2026-03-10", {"filed_on": "2026-03-09"})
    receive(matter, world.prosecutor, "2026-03-10")
    act(matter, "urge", world.prosecutor, "2026-06-10", {"filed_on": "2026-03-09", "reply_by": "2026-06-20"})
    words = text(matter, "D08")
    for wanted in ("2026年3月9日立案", "三个月以内未侦查终结", "2026年6月20日前", "侦查工作进展"):
        assert wanted in words, wanted


@pytest.mark.django_db
def test_verification_names_its_ways(world):
    matter = opened(world)
    act(matter, "verify", world.prosecutor, "2026-02-03")
    assert "调查核实的方式：询问办案人员；调取、查询、复制登记表册、法律文书及案卷材料。" in text(matter, "V01")


@pytest.mark.django_db
def test_reasons_of_delay_that_hold_are_not_called_reasons_for_not_filing(world):
    matter = explained(world, "C")
    act(matter, "reasons_hold_a", world.prosecutor, "2026-02-13")
    words = text(matter, "D04")
    assert "逾期不作出是否立案决定理由" in words and "不立案理由成立" not in words


@pytest.mark.django_db
def test_every_paper_of_a_filing_to_the_police_keeps_the_complainant_out(world):
    """Of the other kinds tests/portals/test_canaries.py says the same, each on its own matter."""
    matter = asked(world)
    issued = {"W01", *(code for row in WORKFLOWS["filing"].actions for code in row.issues)}
    detail = fresh(matter).filing
    detail.complainant, detail.complainant_contact, detail.facts, detail.remarks = CANARY, CANARY, CANARY, CANARY
    for kind in DOCUMENT_TYPES.values():
        if kind.body is None or kind.addressee != "police" or kind.code not in issued:
            continue
        paper = Document(matter=detail.matter, type=kind.code, name=kind.name, issuer=world.court, addressee=kind.addressee, fields={})
        assert CANARY not in text_of(kind.body(context_of(paper))), kind.name


def sentences():
    for table in WORKFLOWS.values():
        for state in table.states:
            yield from ((f"{state.code}.{name}", getattr(state, name)) for name in ("asks", "police_asks") if getattr(state, name))
    yield from ((code, kind.duty) for code, kind in DOCUMENT_TYPES.items() if kind.duty)


@pytest.mark.parametrize(("where", "sentence"), list(sentences()), ids=lambda value: value if value.isascii() else "")
def test_sentences_read_well_with_and_without_a_day(where, sentence):
    with_day, without = with_due(sentence, date(2026, 11, 30)), with_due(sentence, None)
    for words in (with_day, without):
        assert "{" not in words and "贵单位" not in words and "检察院" not in words.replace("人民检察院", "")
        assert not re.search(r"[，；：]{2}|[，；：]$|，；|最迟$|最迟[，；]|可以[，；]|请，", words), words
    assert ("2026年11月30日" in with_day) == ("{due}" in sentence)
    assert not re.search(r"最迟于|于于|前前", with_day)
