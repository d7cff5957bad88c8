"""以对方视角预览: the other side's pages before anything is signed; nothing is left behind, and nobody reads what is not his."""

from __future__ import annotations

import pytest

from cases.matters import perform
from cases.models import Case, Document, Matter
from office.models import OfficeOption, Officer
from tests.cases.day import COMPLAINANT, FACTS, INSIDE, new, text
from tests.liaison.plays import consultation
from tests.supervision.play import act, at, counts, explained, fresh, receive, sign
from tests.world import TODAY, World, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())


def preview(who: Officer, paper: Document):
    who = Officer.objects.select_related("organisation").get(pk=who.pk)
    return signed_in(who).get(f"/{who.side}/matters/{paper.matter_id}/papers/{paper.pk}/preview/")


def draft_of(matter: Matter) -> Document:
    return Document.objects.get(matter=matter, status="draft", leads=True)


@pytest.fixture
def drafted(world: World) -> Document:
    """要求说明不立案理由 lies drafted; the police know nothing of the matter yet."""
    matter = new(world, "2026-11-18", title="甲案")
    act(matter, "request_a", world.prosecutor, "2026-11-19")
    return draft_of(matter)


@pytest.fixture
def answered(world: World) -> Document:
    """The police have drafted their reasons."""
    matter = new(world, "2026-11-10", title="乙案")
    act(matter, "request_a", world.prosecutor, "2026-11-10")
    sign(matter, world.chief, "2026-11-10")
    receive(matter, world.legal_officer, "2026-11-16")
    act(matter, "explain", world.legal_officer, "2026-11-18")
    return draft_of(matter)


def test_the_prosecutor_sees_the_pages_of_the_police(world: World, drafted):
    shown = text(preview(world.prosecutor, drafted))
    assert "预览（没有签发，没有送达）" in shown and "城东分局看到的页面" in shown
    assert "待签收" in shown and "拒收" in shown  # what their legal officer may do
    assert "甲案" in shown and "要求说明不立案理由通知书" in shown
    assert COMPLAINANT not in shown and INSIDE + "甲案" not in shown.split("看到的页面")[1] and FACTS not in shown
    assert "王砚秋拟稿" not in shown
    assert world.head.name not in shown and world.investigator.name not in shown  # their people are not ours to list


def test_nothing_is_left_behind(world: World, drafted, mailoutbox):
    OfficeOption.objects.create(office=world.office, key="mail_notices", value=True)
    before, was = counts(), fresh(drafted.matter)
    client = signed_in(world.prosecutor)
    address = f"/procuratorate/matters/{drafted.matter_id}/papers/{drafted.pk}/preview/"
    first = client.get(address)
    assert first.status_code == 200
    again = text(client.get(address))
    assert counts() == before and mailoutbox == []
    assert "〔2026〕1号" in again and "〔2026〕2号" not in again  # the number was not used up
    now = fresh(drafted.matter)
    assert (now.state, now.version, now.police_from, now.turn) == (was.state, was.version, None, was.turn)
    assert Document.objects.get(pk=drafted.pk).status == "draft"
    assert client.get(f"/procuratorate/matters/{drafted.matter_id}/").status_code == 200
    signed = sign(drafted.matter, world.chief, "2026-11-20")
    assert signed.documents[0].seq == 1


def test_no_link_or_button_of_a_preview_leads_anywhere(world: World, drafted):
    body = preview(world.prosecutor, drafted).content.decode()
    window = body[body.index('class="window"') :]
    assert "/police/" not in window and "<fieldset disabled" in window
    assert 'action="#preview"' in window


def test_what_is_proposed_to_them_is_read_without_its_button(world: World, drafted):
    case = Case.objects.create(office=world.office, police=world.organ, number="城公（刑）立字〔2026〕9号", name="测试甲涉嫌强奸案", charge="强奸")
    Matter.objects.filter(pk=drafted.matter_id).update(case=case)
    window = preview(world.prosecutor, drafted).content.decode().split('class="window"', 1)[1]
    assert "可以商请检察机关提前介入：性侵案件" in window
    assert "商请提前介入</a>" not in window


def test_drafts_and_notes_of_the_police_are_not_in_the_preview(world: World, answered):
    matter = answered.matter
    perform(matter.pk, "note", officer=world.legal_officer, data={"text": "警方内部金丝雀"}, now=at("2026-11-18"))
    act(matter, "press", world.prosecutor, "2026-11-25", {"due_on": "2026-11-23"})
    paper = Document.objects.filter(matter=matter, action="press").first()
    assert paper is not None and paper.status == "issued"  # no draft: who may send it sends it
    act(matter, "found_crime", world.prosecutor, "2026-11-19", {"receiver": "临河市人民检察院", "contents": "检方内部金丝雀"})
    own = Document.objects.get(matter=matter, action="found_crime")
    shown = text(preview(world.prosecutor, own))
    window = shown.split("按钮和链接不能使用")[1]
    assert "警方内部金丝雀" not in shown and "打开草稿" not in window and "不立案理由说明书》草稿" not in window
    assert "检方内部金丝雀" not in window
    assert "这一步不向公安机关送达文书，公安机关的经过里也没有这一步。" in window


def test_when_nothing_reaches_them_one_sentence_says_so(world: World):
    matter = new(world, "2026-11-18", title="丁案")
    act(matter, "found_crime", world.prosecutor, "2026-11-19", {"receiver": "临河市人民检察院", "contents": "线索"})
    shown = text(preview(world.prosecutor, draft_of(matter)))
    assert "签发后公安机关看不到这个事项，也收不到任何文书。" in shown and "事项页" not in shown


def test_the_police_see_what_reaches_the_procuratorate_and_no_more(world: World, answered):
    perform(answered.matter_id, "note", officer=world.prosecutor, data={"text": "检方内部金丝雀"}, now=at("2026-11-18"))
    Matter.objects.filter(pk=answered.matter_id).update(title=INSIDE)
    for who in (world.legal_officer, world.head, world.investigator):
        answer = preview(who, answered)
        assert answer.status_code == 200
        shown = text(answer)
        assert "以检察机关视角预览" in shown and "青江区人民检察院看到的页面" in shown
        assert "接报后进行了审查" in shown and "书面说明理由" in shown and "待签收" in shown
        for secret in (COMPLAINANT, INSIDE, FACTS, "检方内部金丝雀", "审查公安机关说明的理由", world.prosecutor.name, world.chief.name):
            assert secret not in shown, secret


def test_the_draft_of_one_side_is_not_the_others_to_preview(world: World, drafted, answered):
    assert preview(world.legal_officer, drafted).status_code == 404
    assert preview(world.prosecutor, answered).status_code == 404
    assert preview(world.strange_prosecutor, drafted).status_code == 404
    assert preview(world.other_legal_officer, answered).status_code == 404


def test_without_anyone_there_the_pages_are_still_shown(world: World, drafted):
    Officer.objects.filter(pk=world.legal_officer.pk).update(is_active=False)
    shown = text(preview(world.prosecutor, drafted))
    assert "城东分局看到的页面" in shown and "待签收" in shown
    assert not Officer.objects.filter(username="").exists()


def test_what_cannot_be_signed_is_a_sentence(world: World, drafted):
    sign(drafted.matter, world.chief, "2026-11-20")
    answer = preview(world.prosecutor, drafted)
    assert answer.status_code == 409 and "没有可以预览的签发" in text(answer)
    incomplete = new(world, "2026-11-18", title="戊案")
    act(incomplete, "request_a", world.prosecutor, "2026-11-19")
    paper = draft_of(incomplete)
    Document.objects.filter(pk=paper.pk).update(fields={})
    before = counts()
    answer = preview(world.prosecutor, paper)
    shown = text(answer)  # a page with its sentence: the nightly check leaves drafts with open fields
    assert answer.status_code == 200 and "草稿还不能签发，写好后才能预览" in shown and "请填写" in shown and "看到的页面" not in shown
    assert counts() == before


def test_the_paper_page_leads_there(world: World, drafted, answered):
    client = signed_in(world.prosecutor)
    assert "以公安机关视角预览" in text(client.get(f"/procuratorate/matters/{drafted.matter_id}/papers/{drafted.pk}/"))
    theirs = signed_in(world.head)
    assert "以检察机关视角预览" in text(theirs.get(f"/police/matters/{answered.matter_id}/papers/{answered.pk}/"))
    done = explained(world)
    issued = Document.objects.filter(matter=done, status="received").first()
    assert issued is not None
    assert "视角预览" not in text(client.get(f"/procuratorate/matters/{done.pk}/papers/{issued.pk}/"))


def sent_for_signature(world: World) -> Document:
    """会商 that an investigator drafted: whoever sends it gives the other side its first host in the same press."""
    matter = consultation.applied(world, "police", "2026-11-18", "prepare", world.investigator)
    act(matter, "send", world.investigator, "2026-11-19")
    return draft_of(matter)


def test_of_a_restricted_matter_the_one_who_will_have_a_seat_looks(world: World):
    paper = sent_for_signature(world)
    shown = text(preview(world.legal_officer, paper))
    assert "以检察机关视角预览" in shown and "青江区人民检察院看到的页面" in shown
    assert "看不到这个事项" not in shown and consultation.APPLICATION["facts"] in shown
    assert not paper.matter.participants.filter(side="procuratorate").exists(), "预览以后对方仍没有席位"


def test_of_a_restricted_matter_nobody_there_takes_part_in_one_sentence_says_so(world: World):
    paper = sent_for_signature(world)
    Officer.objects.filter(pk__in=[world.prosecutor.pk, world.second_prosecutor.pk]).update(is_active=False)
    answer = preview(world.legal_officer, paper)
    shown = text(answer)
    assert answer.status_code == 200 and "检察机关还没有人参加本事项，签发后也没有人看得到。" in shown and "看到的页面" not in shown
