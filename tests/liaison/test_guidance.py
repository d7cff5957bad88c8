"""指引: nothing of a draft reaches the other side, both heads sign, versions replace one another, and what stands is shown where it concerns."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from docx import Document as Docx

from cases.exceptions import Conflict, Invalid, NotAllowed, NotFound
from cases.matters import allowed_actions, perform
from cases.matters.dossier import Dossier, dossier
from cases.matters.papers.documents import blocks_of
from cases.models import Case, Deadline, Document, Event, Matter, Notice, Suspect
from liaison.models.guidance import SUBORDINATE
from liaison.selectors.guidance import compared
from office.blocks import text_of
from office.models import OfficeOption
from tests.liaison.plays import advice_request as advice
from tests.liaison.plays.guidance import BODY, DRAFT, SENDER, TITLE, WRITER, circulated, opened, signed, standing
from tests.liaison.test_advice_request import answered
from tests.supervision import plays
from tests.supervision.play import act, at, clock, fresh
from tests.world import TODAY, World, signed_in

pytestmark = pytest.mark.django_db
SIDES = ("procuratorate", "police")
ACROSS = {"police": "procuratorate", "procuratorate": "police"}
READERS = {"procuratorate": ("prosecutor", "chief", "assistant"), "police": ("legal_officer", "head", "investigator", "other_legal_officer")}
MARK = "秘密草稿"
PAGES = ("inbox", "matters", "approvals", "notices", "ledger", "cooperation", "guidance")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())


def sender(world: World, by: str) -> Any:
    return getattr(world, SENDER[by])


def codes(matter: Matter, officer: Any, day: str = "2026-03-01") -> set[str]:
    return {offer.code for offer in allowed_actions(Dossier(fresh(matter)), officer, at(day).date()) if offer.mode == "do"}


def words_of(answer: Any) -> str:
    words = re.sub(r"<[^>]*>", " ", answer.content.decode())
    return re.sub(r"服务器时间[^·]*·|期限检查\S*", "", re.sub(r"\s+", " ", words))


# ------------------------------------------------------------------------------------------------ drafts


@pytest.mark.parametrize("by", SIDES)
def test_no_word_of_a_draft_is_on_any_page_of_the_other_side_before_it_goes_round(world: World, by: str):
    portal = ACROSS[by]
    desks = [signed_in(getattr(world, name)) for name in READERS[portal]]
    addresses = [reverse(f"{portal}:{name}") for name in PAGES] + [f"{reverse(f'{portal}:search')}?q={MARK}", f"{reverse(f'{portal}:guidance')}?q={MARK}&old=1"]
    before = [{one: words_of(desk.get(one)) for one in addresses} for desk in desks]
    marked = {name: f"{DRAFT[name]}{MARK}" for name in ("title", "body", "grounds")}
    matter = opened(world, by, **marked)
    act(matter, "edit", getattr(world, WRITER[by]), "2026-02-02", marked)
    for desk, was in zip(desks, before, strict=True):
        assert {one for one in addresses if words_of(desk.get(one)) != was[one]} == set()
        for name in ("matter", "guidance_text", "note"):
            assert desk.get(reverse(f"{portal}:{name}", args=[matter.pk])).status_code == 404
    for name in READERS[portal]:
        with pytest.raises(NotFound):
            dossier(getattr(world, name), matter.pk)
        for model in (Matter, Event, Deadline, Notice, Document):
            assert not model.objects.visible_to(getattr(world, name)).exists(), model
    act(matter, "circulate", sender(world, by), "2026-02-03")
    for desk in desks:
        assert MARK in words_of(desk.get(reverse(f"{portal}:guidance")))
        assert MARK in words_of(desk.get(reverse(f"{portal}:guidance_text", args=[matter.pk])))


def test_a_draft_of_one_organ_is_not_read_by_another(world: World):
    matter = opened(world, "police")
    with pytest.raises(NotFound):
        dossier(world.other_legal_officer, matter.pk)
    assert dossier(world.investigator, matter.pk).matter.pk == matter.pk
    act(matter, "circulate", world.legal_officer, "2026-02-03")
    assert dossier(world.other_legal_officer, matter.pk).matter.whole_office
    assert codes(matter, world.other_legal_officer) == set(), "会签的不是这个单位"


@pytest.mark.parametrize("by", SIDES)
def test_who_may_not_send_it_round_writes_it_and_another_sends(world: World, by: str):
    matter = opened(world, by)
    with pytest.raises(NotAllowed):
        act(matter, "circulate", getattr(world, WRITER[by]), "2026-02-03")
    assert fresh(matter).state == "drafting" and not fresh(matter).seen_by_both
    act(matter, "circulate", sender(world, by), "2026-02-03")
    assert fresh(matter).state == "signing" and fresh(matter).seen_by_both


def test_a_draft_given_up_leaves_no_trace_on_the_other_side(world: World):
    matter = opened(world)
    act(matter, "drop", world.assistant, "2026-02-03")
    assert fresh(matter).state == "dropped" and fresh(matter).police_from is None


# ------------------------------------------------------------------------------------------------ signing


@pytest.mark.parametrize("by", SIDES)
def test_the_last_of_both_signatures_brings_it_into_force(world: World, by: str):
    matter = circulated(world, by)
    paper = Document.objects.get(matter=matter)
    assert (matter.state, matter.turn, paper.status, paper.number) == ("signing", "both", "circulating", "")
    matter = signed(world, matter, ACROSS[by], "2026-02-04")
    assert matter.state == "signing" and not Deadline.objects.filter(matter=matter).exists()
    matter = signed(world, matter, by, "2026-02-05")
    paper.refresh_from_db()
    assert (matter.state, matter.turn, paper.status) == ("in_force", "", "issued") and paper.number
    assert matter.guidance.effective_on == date(2026, 2, 10), "施行日期未到的，到日施行"
    review = clock(matter, "guidance_review")
    assert (review.due_on, review.nature, review.shared, review.pending) == (date(2027, 2, 10), "reminder", True, True)
    words = text_of(blocks_of(paper))
    assert SUBORDINATE in words and TITLE in words and world.court.name in words and world.organ.name in words
    assert words.index(SUBORDINATE) < words.index("一、罪名的区分")


def test_signed_after_its_day_it_stands_from_the_last_signature(world: World):
    matter = standing(world, day="2026-03-02")
    assert matter.guidance.effective_on == date(2026, 3, 2) and clock(matter, "guidance_review").due_on == date(2027, 3, 2)


def test_only_heads_sign_and_no_other_text_than_the_one_they_read(world: World):
    matter = circulated(world)
    paper = Document.objects.get(matter=matter)
    for officer in (world.prosecutor, world.legal_officer, world.investigator, world.other_legal_officer):
        with pytest.raises(NotAllowed):
            perform(matter.pk, "sign", officer=officer, data={"document": paper.pk, "digest": paper.signing.digest}, now=at("2026-02-04"))
    with pytest.raises(Conflict):
        perform(matter.pk, "sign", officer=world.head, data={"document": paper.pk, "digest": "0" * 64}, now=at("2026-02-04"))
    assert not paper.signing.signatures.exists()


@pytest.mark.parametrize("by", SIDES)
def test_sent_back_it_is_the_drafters_again_and_a_new_round_begins_without_signatures(world: World, by: str):
    matter = signed(world, circulated(world, by), by, "2026-02-04")
    paper = Document.objects.get(matter=matter)
    other = world.head if by == "procuratorate" else world.chief
    perform(matter.pk, "return", officer=other, data={"document": paper.pk}, reason="第二条与司法解释不一致。", now=at("2026-02-05"))
    matter = fresh(matter)
    assert (matter.state, matter.turn) == ("drafting", by)
    assert "edit" in codes(matter, sender(world, by)) and "edit" not in codes(matter, sender(world, ACROSS[by]))
    act(matter, "edit", sender(world, by), "2026-02-06", {"body": BODY + "\n三、其他。"})
    for name in ("matter", "guidance_text"):
        page = signed_in(other).get(reverse(f"{ACROSS[by]}:{name}", args=[matter.pk])).content.decode()
        assert "三、其他" not in page, "重新送会签以前对方看不到修改的内容"
    act(matter, "circulate", sender(world, by), "2026-02-06")
    again = Document.objects.get(matter=matter, status="circulating")
    assert not again.signing.signatures.exists() and "三、其他" in text_of(blocks_of(again))


@pytest.mark.parametrize("by", SIDES)
@pytest.mark.parametrize(("code", "state"), [("recall", "drafting"), ("give_up", "withdrawn")])
def test_the_drafter_takes_back_what_nobody_signs(world: World, by: str, code: str, state: str):
    matter = circulated(world, by)
    assert code not in codes(matter, sender(world, ACROSS[by]))
    act(matter, code, sender(world, by), "2026-02-20")
    assert fresh(matter).state == state and Document.objects.get(matter=matter).status == "discarded"


def test_a_text_without_words_or_day_does_not_go_round(world: World):
    matter = opened(world)
    matter.guidance.body = ""
    matter.guidance.save()
    with pytest.raises(Invalid, match="还没有写"):
        act(matter, "circulate", world.prosecutor, "2026-02-03")
    assert fresh(matter).state == "drafting" and not Document.objects.filter(matter=matter).exists()


# ------------------------------------------------------------------------------------------------ in force


@pytest.mark.parametrize("reviser", SIDES)
def test_a_new_version_replaces_the_old_one_on_the_day_it_is_signed(world: World, reviser: str):
    old = standing(world)
    code = "revise_text"
    act(old, code, sender(world, reviser), "2026-03-02")
    new = Matter.objects.get(parent=old, kind="guidance")
    assert (new.state, new.guidance.edition, new.guidance.body, new.title, new.began_side) == ("drafting", 2, BODY, TITLE, reviser)
    other = getattr(world, READERS[ACROSS[reviser]][0])
    assert not Matter.objects.visible_to(other).filter(pk=new.pk).exists()
    assert not Event.objects.visible_to(other).filter(matter=old, action=code).exists()
    act(new, "edit", sender(world, reviser), "2026-03-02", {"effective_on": "2026-03-03", "body": BODY.replace("逐笔", "逐日逐笔")})
    act(new, "circulate", sender(world, reviser), "2026-03-03")
    assert fresh(old).state == "in_force"
    for side in SIDES:
        signed(world, fresh(new), side, "2026-03-04")
    old = fresh(old)
    assert (fresh(new).state, old.state, old.guidance.replaced_by) == ("in_force", "replaced", new.number)
    assert not Deadline.objects.filter(matter=old, status="running").exists() and codes(old, world.prosecutor) == set()
    page = signed_in(other).get(f"{reverse(f'{ACROSS[reviser]}:guidance_text', args=[new.pk])}?compare=1").content.decode()
    assert "<ins>（二）逐日逐笔核对转账记录。</ins>" in page and "<del>（二）逐笔核对转账记录。</del>" in page
    assert new.number in signed_in(other).get(reverse(f"{ACROSS[reviser]}:guidance_text", args=[old.pk])).content.decode()


@pytest.mark.parametrize("who", SIDES)
def test_reviewed_it_goes_on_for_another_year(world: World, who: str):
    matter = standing(world)
    OfficeOption.objects.create(office=world.office, key="guidance_review_months", value=6)
    act(matter, "review", sender(world, who), "2026-11-02")
    assert fresh(matter).guidance.reviewed_on == date(2026, 11, 2) and clock(matter, "guidance_review").due_on == date(2027, 5, 2)


@pytest.mark.parametrize("who", SIDES)
def test_its_repeal_is_signed_by_both_and_it_stands_until_then(world: World, who: str):
    matter = standing(world)
    act(matter, "repeal", sender(world, who), "2026-03-02")
    assert fresh(matter).state == "repealing" and fresh(matter).guidance.stands_on(date(2026, 3, 3))
    matter = signed(world, fresh(matter), ACROSS[who], "2026-03-03")
    assert matter.state == "repealing"
    matter = signed(world, matter, who, "2026-03-04")
    assert matter.state == "repealed" and not matter.guidance.stands_on(date(2026, 3, 5))
    paper = Document.objects.get(matter=matter, action="repeal")
    assert f"《{TITLE}》" in text_of(blocks_of(paper)) and "新的司法解释施行" in text_of(blocks_of(paper))


def test_a_repeal_that_is_not_agreed_to_leaves_it_in_force(world: World):
    matter = standing(world)
    act(matter, "repeal", world.prosecutor, "2026-03-02")
    paper = Document.objects.get(matter=matter, status="circulating")
    perform(matter.pk, "return", officer=world.head, data={"document": paper.pk}, reason="仍有需要。", now=at("2026-03-03"))
    assert fresh(matter).state == "in_force" and fresh(matter).guidance.repeal_reason == ""
    act(matter, "repeal", world.legal_officer, "2026-03-04")
    act(matter, "recall_repeal", world.prosecutor, "2026-03-05")
    assert fresh(matter).state == "in_force"


# ------------------------------------------------------------------------------------------------ shown beside


def in_force_now(world: World, **values: Any) -> Matter:
    return standing(world, **values)


def of_charge(world: World, charge: str) -> Matter:
    """A question about a case with this charge, which both sides read."""
    case = Case.objects.create(office=world.office, police=world.organ, number=f"城公（刑）受案字〔2026〕{len(charge)}号", name="甲案", charge=charge)
    return advice.opened(world, case_number=case.number)


def test_what_stands_is_shown_beside_the_charge_it_concerns_on_both_portals(world: World):
    text = in_force_now(world)
    for charge, shown in (("帮助信息网络犯罪活动", True), ("掩饰、隐瞒犯罪所得、犯罪所得收益", True), ("盗窃", False)):
        matter = of_charge(world, charge)
        for officer, portal in ((world.prosecutor, "procuratorate"), (world.legal_officer, "police")):
            page = signed_in(officer).get(reverse(f"{portal}:matter", args=[matter.pk])).content.decode()
            assert (reverse(f"{portal}:guidance_text", args=[text.pk]) in page) is shown, (charge, portal)
        case = signed_in(world.prosecutor).get(reverse("procuratorate:case", args=[matter.case_id])).content.decode()
        assert (TITLE in case) is shown


def test_what_does_not_stand_yet_or_any_more_is_shown_nowhere(world: World):
    matter = of_charge(world, "帮助信息网络犯罪活动")
    address, desk = reverse("procuratorate:matter", args=[matter.pk]), signed_in(world.prosecutor)
    opened(world, title="草稿指引")
    circulated(world, title="会签中的指引")
    standing(world, title="尚未施行的指引", effective_on=(TODAY + timedelta(days=1)).isoformat())
    gone = standing(world, title="已经废止的指引")
    act(gone, "repeal", world.prosecutor, "2026-03-02")
    for side in SIDES:
        signed(world, fresh(gone), side, "2026-03-03")
    page = desk.get(address).content.decode()
    assert not [words for words in ("草稿指引", "会签中的指引", "尚未施行的指引", "已经废止的指引") if words in page]
    listed = words_of(desk.get(reverse("procuratorate:guidance")))
    assert "已会签，尚未施行" in listed and "会签中的指引" in listed and "已经废止的指引" not in listed and "草稿指引" not in listed
    assert "已经废止的指引" in words_of(desk.get(reverse("procuratorate:guidance") + "?old=1"))


def test_a_kind_narrows_a_charge_and_stands_alone_where_none_is_named(world: World):
    standing(world, title="只在审查逮捕旁显示", kinds=["审查逮捕"])
    standing(world, title="咨询的办法", charges=[], kinds=["咨询指导"])
    page = signed_in(world.prosecutor).get(reverse("procuratorate:matter", args=[of_charge(world, "帮助信息网络犯罪活动").pk])).content.decode()
    assert "只在审查逮捕旁显示" not in page and "咨询的办法" in page


def test_it_is_shown_beside_the_items_of_the_catalogue(world: World):
    name = "规则第567条第7项"
    text = standing(world, charges=[], items=[name], title="讯问录音录像执法标准", variant="standard")
    desk = signed_in(world.prosecutor)
    catalogue = desk.get(reverse("procuratorate:catalogue")).content.decode()
    item = catalogue[catalogue.index('id="v07"') : catalogue.index('id="v08"')]
    assert reverse("procuratorate:guidance_text", args=[text.pk]) in item and catalogue.count("讯问录音录像执法标准") == 1
    found = plays.opened("investigation", world)
    shown = text.title in desk.get(reverse("procuratorate:matter", args=[found.pk])).content.decode()
    assert shown is found.violations.filter(code="v07").exists()
    found.violations.update(code="v07")
    assert text.title in desk.get(reverse("procuratorate:matter", args=[found.pk])).content.decode()
    # what was suspected and not raised with the police is not told to them by a text beside it
    Matter.objects.filter(pk=found.pk).update(police_from=at("2026-02-02"))
    police = signed_in(world.legal_officer).get(reverse("police:matter", args=[found.pk])).content.decode()
    assert text.title not in police
    found.violations.update(served=True)
    assert text.title in signed_in(world.legal_officer).get(reverse("police:matter", args=[found.pk])).content.decode()


def test_another_office_knows_nothing_of_it(world: World):
    text = standing(world)
    assert signed_in(world.strange_prosecutor).get(reverse("procuratorate:guidance_text", args=[text.pk])).status_code == 404
    assert text.number not in signed_in(world.strange_prosecutor).get(reverse("procuratorate:guidance")).content.decode()


@pytest.mark.parametrize("portal", SIDES)
def test_the_list_is_searched_by_charge(world: World, portal: str):
    standing(world)
    standing(world, title="危险驾驶案件快速办理指引", charges=["危险驾驶"], body="一、范围\n危险驾驶案件。")
    desk = signed_in(world.prosecutor if portal == "procuratorate" else world.legal_officer)

    def found(query: str) -> list[bool]:
        page = words_of(desk.get(f"{reverse(f'{portal}:guidance')}?{query}"))
        return [TITLE in page, "危险驾驶案件快速办理指引" in page]

    assert found("") == [True, True]
    assert found("charge=危险驾驶") == [False, True] and found("charge=掩饰") == [True, False] and found("charge=抢劫") == [False, False]
    assert found("q=快速办理") == [False, True] and found("q=逐笔核对") == [True, False]


# ------------------------------------------------------------------------------------------------ from 咨询


def with_suspect(world: World, by: str) -> Matter:
    own = Case.objects.create(office=world.office, police=world.organ, number="城公（刑）受案字〔2026〕9号", name="甲盗窃案", charge="盗窃")
    Suspect.objects.create(office=world.office, case=own, name="测试甲某")
    return answered(world, by, case_number=own.number)


@pytest.mark.parametrize("who", SIDES)
@pytest.mark.parametrize("by", SIDES)
def test_an_answer_becomes_the_beginning_of_a_guidance_that_names_nobody(world: World, by: str, who: str):
    asked = with_suspect(world, by)
    code = "to_guidance"
    officer = sender(world, who)
    form = Dossier(asked).table.action(code).form(matter=asked, today=TODAY)
    assert [form.fields[name].initial for name in ("title", "question")] == [asked.title, asked.advice_request.question]
    data = {name: form.fields[name].initial or "" for name in ("title", "facts", "question", "answer", "grounds")}
    with pytest.raises(Invalid, match="已经逐句核对"):
        perform(asked.pk, code, officer=officer, data=data, now=at("2026-02-05"))
    sure = {**data, "concerns_nobody": "on"}
    for wrong, words in (("测试甲某夜间入户。", "当事人姓名“测试甲某”"), ("联系电话13800000000。", "证件号码或者电话"), ("110101199003070019", "证件号码")):
        with pytest.raises(Invalid, match=words):
            perform(asked.pk, code, officer=officer, data={**sure, "facts": wrong}, now=at("2026-02-05"))
    assert not Matter.objects.filter(kind="guidance").exists()
    perform(asked.pk, code, officer=officer, data=sure, now=at("2026-02-05"))
    made = Matter.objects.get(kind="guidance")
    assert (made.state, made.began_side, made.variant, made.case_id, made.parent_id) == ("drafting", who, "guide", None, asked.pk)
    assert asked.advice_request.question in made.guidance.body and asked.advice_request.answer in made.guidance.body
    assert made.guidance.origin == f"咨询{asked.number}的答复，已隐去当事人"
    other = getattr(world, READERS[ACROSS[who]][0])
    assert not Matter.objects.visible_to(other).filter(pk=made.pk).exists()
    assert not Event.objects.visible_to(other).filter(matter=asked, action=code).exists()
    with pytest.raises(Invalid, match="测试甲某"):
        act(made, "edit", officer, "2026-02-06", {"body": "测试甲某一案。"})
    act(made, "edit", officer, "2026-02-06")
    act(made, "circulate", officer, "2026-02-06")
    assert "测试甲某" not in text_of(blocks_of(Document.objects.get(matter=made)))


# ------------------------------------------------------------------------------------------------ paper and versions


def test_the_paper_reads_the_same_as_pdf_and_docx(world: World):
    matter = standing(world)
    paper = Document.objects.get(matter=matter)
    desk = signed_in(world.legal_officer)
    pdf = desk.get(reverse("police:paper_pdf", args=[matter.pk, paper.pk]))
    assert pdf.status_code == 200 and b"".join(pdf).startswith(b"%PDF")
    docx = desk.get(reverse("police:paper_docx", args=[matter.pk, paper.pk]))
    words = "".join(one.text for one in Docx(io.BytesIO(b"".join(docx))).paragraphs)
    assert SUBORDINATE in words and "（二）逐笔核对转账记录。" in words and "适用罪名" in words


def test_versions_are_compared_paragraph_by_paragraph():
    found = compared(["甲", "乙", "丙"], ["甲", "丁", "丙", "戊"])
    assert [(one.words, one.change) for one in found] == [("甲", ""), ("乙", "gone"), ("丁", "new"), ("丙", ""), ("戊", "new")]
