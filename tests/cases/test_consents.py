"""会签, 加签, 抄送: who is asked before the decision, who answers, what stands in the way of signing, and who shall know."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.desk.papers.papering import paper_offers
from cases.exceptions import Conflict, Invalid, NotAllowed, NotFound
from cases.matters import perform
from cases.matters.dossier import dossier
from cases.matters.telling import consents
from cases.models import Consent, Document, Event, Matter
from office.models import AuditEntry, Officer, RoleGrant
from office.sides import Role
from tests.supervision.play import act, at, opened, receive, scan
from tests.world import World, officer, signed_in

pytestmark = pytest.mark.django_db

DAY = "2026-02-03"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", DAY)


@pytest.fixture
def matter(world: World) -> Matter:
    """A request for reasons, drafted by the prosecutor, waits for the 检察长."""
    made = opened(world, "A", "2026-02-02")
    act(made, "request_a", world.prosecutor, "2026-02-02")
    return made


def again(who: Officer) -> Officer:
    return Officer.objects.get(pk=who.pk)


def paper(matter: Matter, code: str = "request_a") -> Document:
    return Document.objects.get(matter=matter, action=code, leads=True)


def do(matter: Matter, code: str, who: Officer, reason: str = "", act_code: str = "request_a", **data: Any) -> Any:
    data = {"document": paper(matter, act_code).pk, **data}
    return perform(matter.pk, code, officer=again(who), data=data, reason=reason, now=at(DAY))


def ask(matter: Matter, who: Officer, *people: Officer, note: str = "", act_code: str = "request_a") -> Any:
    return do(matter, "ask_consent", who, note, act_code, people=[str(one.pk) for one in people])


def answer(matter: Matter, who: Officer, verdict: str = "agree", reason: str = "", act_code: str = "request_a") -> Any:
    return do(matter, "answer_consent", who, reason, act_code, verdict=verdict)


def recall(matter: Matter, who: Officer, reason: str = "不再需要", **wanted: Any) -> Any:
    row = Consent.objects.filter(answered_at=None, withdrawn_at=None, **wanted).exclude(kind="copy").first()
    return do(matter, "recall_consent", who, reason, consent=str(row.pk) if row else "")


def offered(matter: Matter, who: Officer, code: str = "request_a") -> dict[str, Any]:
    who = again(who)
    return {one.code: one for one in paper_offers(dossier(who, matter.pk), paper(matter, code), who, date.fromisoformat(DAY))}


def page(who: Officer, address: str) -> str:
    return signed_in(again(who)).get(f"/{who.side}/{address}").content.decode()


def paper_page(who: Officer, matter: Matter) -> str:
    return page(who, f"matters/{matter.pk}/papers/{paper(matter).pk}/")


# --- 会签 ------------------------------------------------------------------------------------------------------------


def test_drafter_asks_and_signing_waits_for_the_answers(world: World, matter):
    result = ask(matter, world.prosecutor, world.second_prosecutor, world.case_manager, note="请就管辖提意见")
    assert (result.event.label, result.event.text) == ("请会签", "周聿、孟案")
    with pytest.raises(Conflict, match=r"正在会签，.*尚未答复，答复或者撤回以后才能批准"):
        do(matter, "sign", world.chief)
    assert "sign" not in offered(matter, world.chief) and "return" in offered(matter, world.chief)
    answer(matter, world.second_prosecutor, reason="管辖无误")
    with pytest.raises(Conflict, match="孟案尚未答复"):
        do(matter, "sign", world.chief)
    answer(matter, world.case_manager, "disagree", "编号有误")
    do(matter, "sign", world.chief)  # the view is advice: the one who decides decides
    assert paper(matter).status == "issued"


def test_the_one_who_decides_reads_the_answers(world: World, matter):
    ask(matter, world.prosecutor, world.second_prosecutor, world.case_manager, note="请就管辖提意见")
    answer(matter, world.second_prosecutor, "disagree", "管辖存疑")
    shown = page(world.chief, "approvals/")
    assert "不同意" in shown and "管辖存疑" in shown and "待答复" in shown and "请就管辖提意见" in shown
    assert "孟案尚未答复" in shown and "同意签发" not in shown
    assert "管辖存疑" in paper_page(world.prosecutor, matter)


def test_who_is_asked_finds_it_and_answers_on_the_page(world: World, matter):
    ask(matter, world.prosecutor, world.second_prosecutor, note="请就管辖提意见")
    assert [row.document for row in consents.asked_of(again(world.second_prosecutor))] == [paper(matter)]
    shown = page(world.second_prosecutor, "approvals/")
    assert "请您会签、加签（1）" in shown and "请就管辖提意见" in shown
    client = signed_in(again(world.second_prosecutor))
    address = f"/procuratorate/matters/{matter.pk}/papers/{paper(matter).pk}/answer_consent/"
    version = Matter.objects.get().version
    bad = client.post(address, {"verdict": "disagree", "reason": "", "version": version})
    assert bad.status_code == 400 and "请写明理由" in bad.content.decode()
    none = client.post(address, {"version": version})
    assert none.status_code == 400
    assert client.post(address, {"verdict": "agree", "reason": "", "version": version}).status_code == 302
    assert not consents.asked_of(again(world.second_prosecutor)).exists()


def test_all_of_it_on_the_timeline_of_ones_own_side_alone_and_in_the_trail(world: World, matter):
    ask(matter, world.prosecutor, world.second_prosecutor, note="请就管辖提意见")
    answer(matter, world.second_prosecutor, reason="管辖无误")
    do(matter, "sign", world.chief)
    ours = page(world.assistant, f"matters/{matter.pk}/")
    assert "会签" in ours and "管辖无误" in ours and "请就管辖提意见" in ours
    theirs = page(world.legal_officer, f"matters/{matter.pk}/") + paper_page(world.legal_officer, matter)
    for secret in ("会签", "管辖", "周聿"):
        assert secret not in theirs
    assert {"ask_consent", "answer_consent"} <= set(AuditEntry.objects.values_list("verb", flat=True))
    assert not Consent.objects.visible_to(again(world.legal_officer)).exists()
    assert not Consent.objects.visible_to(again(world.strange_prosecutor)).exists()
    assert Consent.objects.visible_to(again(world.city_prosecutor)).exists()  # upper levels read what lies below


@pytest.mark.parametrize("who", ["second_prosecutor", "assistant", "case_manager"])
def test_only_drafter_and_decider_ask(world: World, matter, who):
    with pytest.raises(NotAllowed, match="会签由拟稿人或者决定人提出"):
        ask(matter, getattr(world, who), world.complaint_officer)


def test_decider_asks_too(world: World, matter):
    ask(matter, world.chief, world.second_prosecutor)
    assert Consent.objects.get().asked_by == world.chief


@pytest.mark.parametrize("who", ["city_prosecutor", "strange_prosecutor", "legal_officer", "system_admin"])
def test_only_colleagues_are_asked(world: World, matter, who):
    with pytest.raises(Invalid, match="请选择本单位在岗的人员"):
        ask(matter, world.chief, getattr(world, who))


def test_who_left_is_not_asked(world: World, matter):
    Officer.objects.filter(pk=world.second_prosecutor.pk).update(is_active=False)
    with pytest.raises(Invalid, match="请选择本单位在岗的人员"):
        ask(matter, world.chief, world.second_prosecutor)
    RoleGrant.objects.filter(officer=world.assistant).update(expires_on=date(2026, 2, 2))
    with pytest.raises(Invalid, match="请选择本单位在岗的人员"):
        ask(matter, world.chief, world.assistant)


@pytest.mark.parametrize("people", [[], ["无此人"], ["0" * 32], ""])
def test_nobody_is_a_sentence(world: World, matter, people):
    with pytest.raises(Invalid, match="请选择本单位在岗的人员"):
        do(matter, "ask_consent", world.prosecutor, people=people)


def test_nobody_is_asked_about_what_he_wrote(world: World, matter):
    with pytest.raises(Invalid, match="王砚秋是本稿的拟稿人"):
        ask(matter, world.chief, world.prosecutor)
    ask(matter, world.chief, world.second_prosecutor)
    data = {"document": paper(matter).pk, "facts": "改过的事实。", "reasons": "改过的理由。"}
    perform(matter.pk, "revise", officer=again(world.second_prosecutor), data=data, now=at(DAY))
    with pytest.raises(NotAllowed, match="您改过这份稿"):
        answer(matter, world.second_prosecutor)


def test_not_asked_twice_and_not_answered_twice(world: World, matter):
    ask(matter, world.prosecutor, world.second_prosecutor)
    with pytest.raises(Conflict, match="已请周聿会签，尚未答复"):
        ask(matter, world.chief, world.second_prosecutor)
    answer(matter, world.second_prosecutor)
    with pytest.raises(NotAllowed, match="没有请您会签、加签，或者已经答复、撤回"):
        answer(matter, world.second_prosecutor)
    ask(matter, world.chief, world.second_prosecutor)  # after an answer one may ask anew
    assert Consent.objects.count() == 2


def test_not_asked_does_not_answer(world: World, matter):
    ask(matter, world.prosecutor, world.second_prosecutor)
    for who in (world.case_manager, world.chief, world.prosecutor):
        with pytest.raises(NotAllowed, match="没有请您会签"):
            answer(matter, who)


@pytest.mark.parametrize(("verdict", "reason", "sentence"), [
    ("", "", "请选择同意或者不同意"), ("maybe", "", "请选择同意或者不同意"), ("disagree", " ", "请写明理由"),
])  # fmt: skip
def test_bad_answers_change_nothing(world: World, matter, verdict, reason, sentence):
    ask(matter, world.prosecutor, world.second_prosecutor)
    with pytest.raises(Invalid, match=sentence):
        answer(matter, world.second_prosecutor, verdict, reason)
    assert Consent.objects.get().answered_at is None


def test_the_asker_takes_it_back_with_a_reason(world: World, matter):
    ask(matter, world.prosecutor, world.second_prosecutor)
    with pytest.raises(Invalid, match="请写明理由"):
        recall(matter, world.prosecutor, "")
    with pytest.raises(NotAllowed, match="由提出的人或者决定人撤回"):
        recall(matter, world.assistant)
    recall(matter, world.prosecutor, "周聿出差")
    with pytest.raises(NotAllowed):
        answer(matter, world.second_prosecutor)
    with pytest.raises(Conflict, match="已经答复或者撤回"):
        recall(matter, world.prosecutor)
    do(matter, "sign", world.chief)
    assert "已撤回：周聿出差" in paper_page(world.chief, matter)


def test_the_one_who_decides_may_take_it_back_too(world: World, matter):
    ask(matter, world.prosecutor, world.second_prosecutor)
    recall(matter, world.chief, "情况紧急")
    do(matter, "sign", world.chief)


def test_it_sleeps_while_the_draft_is_with_the_drafter(world: World, matter):
    ask(matter, world.prosecutor, world.second_prosecutor)
    do(matter, "return", world.chief, "补充事实")
    assert not consents.asked_of(again(world.second_prosecutor)).exists()
    with pytest.raises(Conflict, match="不能答复"):
        answer(matter, world.second_prosecutor)
    data = {"document": paper(matter).pk, "facts": "补充后的事实。", "reasons": "理由。"}
    perform(matter.pk, "revise", officer=again(world.prosecutor), data=data, now=at(DAY, 10))
    assert consents.asked_of(again(world.second_prosecutor)).exists()


def test_an_answer_to_an_older_text_is_marked(world: World, matter):
    ask(matter, world.prosecutor, world.second_prosecutor)
    answer(matter, world.second_prosecutor)
    assert "答复后稿件有修改" not in page(world.chief, "approvals/")
    data = {"document": paper(matter).pk, "facts": "改过的事实。", "reasons": "理由。"}
    perform(matter.pk, "revise", officer=again(world.prosecutor), data=data, now=at(DAY, 10))
    assert "答复后稿件有修改" in page(world.chief, "approvals/")


def test_recording_the_heads_approval_waits_too(world: World, matter):
    do(matter, "sign", world.chief)
    receive(matter, again(world.legal_officer), DAY)
    act(matter, "explain", again(world.investigator), DAY)
    ask(matter, world.investigator, world.legal_officer, act_code="explain")
    with pytest.raises(Conflict, match="方其尚未答复"):
        perform(matter.pk, "sign", officer=again(world.legal_officer), data={"document": paper(matter, "explain").pk}, evidence=[scan()], now=at(DAY))
    answer(matter, world.legal_officer, act_code="explain")
    perform(matter.pk, "sign", officer=again(world.head), data={"document": paper(matter, "explain").pk}, now=at(DAY))
    ours = page(world.prosecutor, f"matters/{matter.pk}/")
    assert "会签" not in ours and "邵勉" not in ours


# --- 加签 ------------------------------------------------------------------------------------------------------------


def add(matter: Matter, who: Officer, one: Officer, note: str = "") -> Any:
    return do(matter, "ask_signer", who, note, to=str(one.pk))


def test_one_more_before_the_decider(world: World, matter):
    result = add(matter, world.chief, world.second_prosecutor, "请先审核证据")
    assert result.event.label == "加签"
    with pytest.raises(Conflict, match="正在加签，周聿尚未答复"):
        do(matter, "sign", world.chief)
    answer(matter, world.second_prosecutor)
    do(matter, "sign", world.chief)


def test_its_refusal_returns_the_draft_with_the_reason(world: World, matter):
    add(matter, world.chief, world.second_prosecutor)
    result = answer(matter, world.second_prosecutor, "disagree", "证据不足")
    assert result.event.label == "加签不同意，退回修改"
    row = paper(matter)
    assert (row.status, row.returned_reason) == ("returned", "加签人周聿不同意：证据不足")
    assert "加签人周聿不同意：证据不足" in page(world.prosecutor, f"matters/{matter.pk}/")


def test_only_the_one_who_decides_adds(world: World, matter):
    for who in (world.prosecutor, world.assistant):
        with pytest.raises(NotAllowed):
            add(matter, who, world.second_prosecutor)
    with pytest.raises(Invalid, match="是本稿的拟稿人"):
        add(matter, world.chief, world.prosecutor)
    with pytest.raises(Invalid, match="请选择加签给谁"):
        do(matter, "ask_signer", world.chief, to="")


def test_asked_both_ways_one_answers_as_a_signer_first(world: World, matter):
    ask(matter, world.prosecutor, world.second_prosecutor)
    add(matter, world.chief, world.second_prosecutor)
    assert offered(matter, world.second_prosecutor)["answer_consent"].label == "答复加签"
    answer(matter, world.second_prosecutor)
    assert offered(matter, world.second_prosecutor)["answer_consent"].label == "答复会签"
    answer(matter, world.second_prosecutor)
    do(matter, "sign", world.chief)


def test_in_place_on_the_list(world: World, matter):
    client = signed_in(again(world.chief))
    address = f"/procuratorate/matters/{matter.pk}/papers/{paper(matter).pk}/ask_signer/"
    data = {"to": str(world.second_prosecutor.pk), "reason": "", "back": "approvals", "version": Matter.objects.get().version}
    assert address in client.get("/procuratorate/approvals/").content.decode()
    assert client.post(address, data)["Location"] == "/procuratorate/approvals/"
    assert "周聿尚未答复" in client.get("/procuratorate/approvals/").content.decode()


# --- 抄送 ------------------------------------------------------------------------------------------------------------


def copy(matter: Matter, who: Officer, *people: Officer, note: str = "", document: bool = True) -> Any:
    data: dict[str, Any] = {"people": [str(one.pk) for one in people]}
    if document:
        data["document"] = paper(matter).pk
    return perform(matter.pk, "copy_to", officer=again(who), data=data, reason=note, now=at(DAY))


def test_a_copy_is_found_under_it_and_its_reading_is_kept(world: World, matter):
    copy(matter, world.prosecutor, world.case_manager, world.assistant, note="供了解")
    mine = again(world.case_manager)
    assert [row.document for row in consents.copied_to(mine, unread=True)] == [paper(matter)]
    assert "供了解" in page(world.case_manager, "inbox/?tab=copied")
    paper_page(world.case_manager, matter)
    assert not consents.copied_to(mine, unread=True).exists() and consents.copied_to(mine).exists()
    shown = paper_page(world.prosecutor, matter)
    assert "已阅" in shown and "未阅" in shown
    assert AuditEntry.objects.filter(verb="read_copy", officer_id=world.case_manager.pk).count() == 1
    paper_page(world.case_manager, matter)
    assert AuditEntry.objects.filter(verb="read_copy").count() == 1


def test_of_a_matter(world: World, matter):
    client = signed_in(again(world.prosecutor))
    address = f"/procuratorate/matters/{matter.pk}/copy/"
    assert "周聿" in client.get(address).content.decode()
    version = Matter.objects.get().version
    assert client.post(address, {"people": [], "version": version}).status_code == 400
    data = {"people": [str(world.second_prosecutor.pk), str(world.chief.pk)], "reason": "请关注", "version": version}
    assert client.post(address, data)["Location"] == f"/procuratorate/matters/{matter.pk}/"
    assert Consent.objects.filter(document=None, kind="copy").count() == 2
    assert "本事项：" in page(world.prosecutor, f"matters/{matter.pk}/")
    page(world.chief, f"matters/{matter.pk}/")
    assert not consents.copied_to(again(world.chief), unread=True).exists()
    with pytest.raises(Invalid, match="已经抄送"):
        copy(matter, world.prosecutor, world.chief, document=False)


def test_of_an_issued_paper_and_of_one_that_came(world: World, matter):
    do(matter, "sign", world.chief)
    copy(matter, world.prosecutor, world.second_prosecutor)
    with pytest.raises(Invalid, match="已经抄送周聿"):
        copy(matter, world.chief, world.second_prosecutor, world.assistant)
    copy(matter, world.legal_officer, world.investigator, note="请准备说明")
    assert "请准备说明" not in page(world.prosecutor, f"matters/{matter.pk}/") + paper_page(world.prosecutor, matter)
    theirs = paper_page(world.investigator, matter)
    assert "方其" in theirs and "周聿" not in theirs


def test_copies_go_to_ones_own_side_only(world: World, matter):
    do(matter, "sign", world.chief)
    for who in (world.legal_officer, world.city_prosecutor, world.strange_prosecutor):
        with pytest.raises(Invalid, match="请选择本单位在岗的人员"):
            copy(matter, world.prosecutor, who)
    with pytest.raises(NotAllowed, match="只能查看"):
        copy(matter, world.city_prosecutor, world.city_chief)
    with pytest.raises(NotFound):
        copy(matter, world.strange_prosecutor, world.chief)


def test_the_police_copy_no_draft_of_ours(world: World, matter):
    do(matter, "sign", world.chief)
    receive(matter, again(world.legal_officer), DAY)
    act(matter, "explain", again(world.legal_officer), DAY)
    theirs = {"document": paper(matter, "explain").pk, "people": [str(world.assistant.pk)]}
    with pytest.raises(Invalid, match="没有指明文书"):
        perform(matter.pk, "copy_to", officer=again(world.prosecutor), data=theirs, now=at(DAY))


def test_a_copy_stands_in_nobodys_way(world: World, matter):
    copy(matter, world.prosecutor, world.case_manager)
    do(matter, "sign", world.chief)
    perform(matter.pk, "undo", officer=again(world.chief), data={}, reason="有误", now=at(DAY))
    assert Event.objects.get(matter=matter, action="request_a").undone


# --- what the database holds -----------------------------------------------------------------------------------------


def test_the_database_refuses_two_open_questions_and_answers_without_a_moment(world: World, matter):
    def row(**values: Any) -> Consent:
        given = {
            "office": world.office, "matter": matter, "document": paper(matter), "kind": "consent", "side": "procuratorate",
            "officer": world.second_prosecutor, "asked_by": world.chief, "asked_at": at(DAY), **values,
        }  # fmt: skip
        return Consent.objects.create(**given)

    row()
    for values in (
        {}, {"kind": "signer", "answer": "agree"}, {"kind": "signer", "answered_at": at(DAY)}, {"document": None},
        {"kind": "copy", "answer": "agree", "answered_at": at(DAY)},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            row(**values)
    row(document=None, kind="copy")
    with pytest.raises(IntegrityError), transaction.atomic():
        row(document=None, kind="copy")


# --- the list --------------------------------------------------------------------------------------------------------


def test_the_list_says_by_which_clock(world: World, matter):
    """Drafted by whom, under which clock, 剩N天."""
    do(matter, "sign", world.chief)
    receive(matter, again(world.legal_officer), DAY)
    act(matter, "explain", again(world.legal_officer), DAY)
    shown = page(world.head, "approvals/")
    assert "剩7天" in shown and "规则第560条" in shown and "方其" in shown and "同意送出" in shown


def test_the_list_asks_the_same_of_one_draft_as_of_ten(world: World):
    def queries() -> int:
        client = signed_in(again(world.chief))
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/procuratorate/approvals/").status_code == 200
        return len(caught)

    officer("w.chief2", "副检甲", world.court, Role.CHIEF)
    for number in range(10):
        made = opened(world, "A", "2026-02-02", title=f"第{number}件")
        act(made, "request_a", world.prosecutor, "2026-02-02")
        ask(made, world.prosecutor, world.second_prosecutor, world.case_manager)
        if number == 0:
            few = queries()
    assert queries() == few
