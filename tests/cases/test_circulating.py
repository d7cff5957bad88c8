"""会签: one text that several organisations sign, on a kind made for tests (``tests/kinds/rounds.py``)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.desk.lists import inbox, worklist
from cases.desk.papers.papering import paper_offers
from cases.desk.signing import rounds as signing_rounds
from cases.exceptions import Conflict, Invalid, NotAllowed, NotFound
from cases.matters import allowed_actions
from cases.matters.dossier import dossier
from cases.matters.papers import signing
from cases.matters.table.workflow import DOCUMENT_TYPES, HOSTS, DocumentType, check
from cases.models import Addressee, Deadline, Document, Notice, Participant, Signature, Signing
from office.blocks import load, text_of
from office.models import AuditEntry, Delegation, OfficeOption, Officer
from office.options import OPTIONS, Option
from office.sides import Actor, Role, Side
from tests.desks import check_rebuilt, check_rows
from tests.kinds import rounds
from tests.kinds.rounds import FIRST, do, held, send, sent, sign
from tests.supervision.play import fresh
from tests.world import TODAY, World, officer, signed_in

pytestmark = pytest.mark.django_db
SIGNERS = {"chief", "head"}


@pytest.fixture(autouse=True)
def _kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())
    rounds.register(monkeypatch)


def again(row: Any) -> Any:
    """The row as it stands now."""
    return type(row).objects.get(pk=row.pk)


def sees(who: Officer, paper: Document) -> bool:
    return Document.objects.visible_to(again(who)).filter(pk=paper.pk).exists()


def waits_for(who: Officer, paper: Document) -> bool:
    """Whether 待审批 of this officer has it."""
    me = again(who)
    return signing_rounds.awaiting(me, worklist.settings_of(me), TODAY).filter(pk=paper.pk).exists()


def offered(who: Officer, paper: Document) -> set[str]:
    """What the page of the paper offers him."""
    me = again(who)
    found = dossier(me, paper.matter_id)
    return {one.code for one in paper_offers(found, next(one for one in found.documents if one.pk == paper.pk), me, TODAY)}


def lend(giver: Officer, to: Officer) -> Delegation:
    return Delegation.objects.create(
        organisation=giver.organisation, giver=giver, delegate=to, begins_on=TODAY, ends_on=TODAY + timedelta(days=30), scope="会签文书"
    )


# --- going round -----------------------------------------------------------------------------------------------------


def test_it_goes_round_at_once_with_its_text_frozen(world: World) -> None:
    matter, paper = sent(world)
    assert (fresh(matter).state, paper.status, paper.number, paper.seq, paper.issued_on) == ("signing", "circulating", "", None, None)
    assert "统一提讯预约" in text_of(load(again(paper).text))
    assert paper.signing.digest == paper.digest
    assert set(paper.signing.wanted.all()) == {world.court, world.organ}
    assert Deadline.objects.filter(matter=matter, status="running").count() == 1
    event = matter.events.get(action="circulate")
    assert (event.shown, event.document) == ("both", paper)
    assert Notice.objects.filter(event=event).values_list("side", flat=True).get() == "police"


def test_both_sides_read_it_while_it_goes_round_and_nobody_before(world: World) -> None:
    matter = held(world)
    assert not matter.documents.exists()
    paper = send(matter, world)
    readers = {name for name, one in world.identities().items() if sees(one, paper)}
    own = {"prosecutor", "second_prosecutor", "assistant", "chief", "case_manager", "complaint_officer", "execution_officer", "administrative_officer"}
    assert readers == own | {"investigator", "legal_officer", "head", "city_prosecutor", "city_chief"}
    check_rebuilt()
    check_rows(world.identities().values(), TODAY)


def test_an_assistant_drafts_nothing_here_and_nobody_enters_it_for_the_police(world: World) -> None:
    matter = held(world)
    with pytest.raises(NotAllowed):
        do(matter, "circulate", world.assistant, {"contents": FIRST})
    codes = {offer.code for offer in allowed_actions(dossier(again(world.assistant), matter.pk), again(world.assistant), TODAY)}
    assert "circulate" not in codes


def test_where_nobody_is_to_sign_nothing_goes_round(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    matter = held(world)
    row = replace(rounds.TABLE.action("circulate"), circulates=replace(rounds.ROUND, wanted=lambda _matter: []))
    monkeypatch.setitem(rounds.TABLE.__dict__["_actions"], "circulate", row)
    monkeypatch.setitem(rounds.TABLE.__dict__["_from"], "writing", (row,))
    with pytest.raises(Invalid, match="没有可以会签的单位"):
        do(matter, "circulate", world.prosecutor, {"contents": FIRST})
    assert (fresh(matter).state, Signing.objects.count()) == ("writing", 0)


# --- who signs -------------------------------------------------------------------------------------------------------


def test_the_heads_sign_and_nobody_else(world: World) -> None:
    """Every identity: what the kernel says, what 待审批 lists and what the page offers are one answer."""
    _, paper = sent(world)
    for name, who in world.identities().items():
        signs = name in SIGNERS
        if sees(who, paper):
            assert waits_for(who, paper) is signs, name
            assert offered(who, paper) & {"sign", "return"} == ({"sign", "return"} if signs else set()), name
        if signs:
            continue
        for code in ("sign", "return"):
            with pytest.raises((NotAllowed, NotFound)) as refused:
                do(paper.matter, code, who, {"document": paper.pk, "digest": paper.digest}, reason="不妥")
            assert str(refused.value).endswith("。"), name
    assert not Signature.objects.exists()


def test_an_organisation_that_is_not_wanted_does_not_sign(world: World) -> None:
    _, paper = sent(world)
    with pytest.raises(NotAllowed, match="由青江区人民检察院、青江公安局城东分局会签，您所在单位不在其中"):
        sign(paper, world.city_chief)


def test_what_was_read_is_signed_and_no_other_text(world: World) -> None:
    _, paper = sent(world)
    for stale in ("", "0" * 64):
        with pytest.raises(Conflict, match="重新阅读"):
            sign(paper, world.chief, digest=stale)
    Document.objects.filter(pk=paper.pk).update(text=[{"block": "Paragraph", "text": "另一段话。"}])
    with pytest.raises(Conflict, match="校验值不符"):
        sign(paper, world.chief)
    assert not Signature.objects.exists()


def test_one_signature_an_organisation_and_a_page_opened_before_stays_good(world: World) -> None:
    deputy = officer("w.deputy", "副检", world.court, Role.CHIEF)
    matter, paper = sent(world)
    version = fresh(matter).version
    sign(paper, world.chief, version=version)
    assert not waits_for(deputy, paper)
    with pytest.raises(NotAllowed, match="青江区人民检察院已经会签"):
        sign(paper, deputy)
    assert (fresh(matter).state, again(paper).status) == ("signing", "circulating")
    event = matter.events.get(action="sign")
    assert (event.label, event.shown, event.officer, event.facts["digest"]) == ("会签", "both", world.chief, paper.digest)
    assert Notice.objects.get(event=event).side == "police"
    sign(paper, world.head, version=version)
    assert again(paper).status == "issued"


def test_nobody_signs_what_he_sent_round_himself_nor_in_his_name(world: World) -> None:
    deputy = officer("w.deputy", "副检", world.court, Role.CHIEF)
    lend(world.chief, world.second_prosecutor)
    matter = held(world)
    paper = do(matter, "circulate", world.chief, {"contents": FIRST}).documents[0]
    with pytest.raises(NotAllowed, match="不能会签自己最后改定的稿，请由副检会签"):
        sign(paper, world.chief)
    with pytest.raises(NotAllowed, match="授权人何知远送会签"):
        sign(paper, world.second_prosecutor)
    assert [waits_for(one, paper) for one in (world.chief, world.second_prosecutor, deputy)] == [False, False, True]
    Officer.objects.filter(pk=deputy.pk).update(is_active=False)
    with pytest.raises(NotAllowed, match="请收回后由他人送会签"):
        sign(paper, world.chief)


def test_who_is_authorised_signs_in_the_heads_name(world: World) -> None:
    lend(world.chief, world.second_prosecutor)
    _, paper = sent(world)
    assert waits_for(world.second_prosecutor, paper)
    sign(paper, world.second_prosecutor)
    one = Signature.objects.get()
    assert (one.officer, one.organisation, one.digest) == (world.second_prosecutor, world.court, paper.digest)
    assert "何知远" in one.authority and "授权" in one.authority
    words = text_of(signing.sheet_of(again(paper), signing.standing(paper.signing)))
    assert f"周聿（{one.authority}）" in words
    assert paper.matter.events.get(action="sign").authority == one.authority


def test_what_an_office_does_not_delegate_the_head_signs_himself(world: World) -> None:
    OfficeOption.objects.create(office=world.office, key="undelegated_acts", value=["送会签"])
    lend(world.chief, world.second_prosecutor)
    _, paper = sent(world)
    assert not waits_for(world.second_prosecutor, paper)
    with pytest.raises(NotAllowed, match="不得授权"):
        sign(paper, world.second_prosecutor)
    sign(paper, world.chief)


def test_hosts_sign_where_the_office_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(OPTIONS, "trial_signers", Option("trial_signers", "由谁会签", "head", "choice"))
    row = replace(rounds.TABLE.action("circulate"), circulates=replace(rounds.ROUND, option="trial_signers"))
    table = replace(rounds.TABLE, actions=tuple(row if one.code == "circulate" else one for one in rounds.TABLE.actions))
    assert list(check(table)) == []
    monkeypatch.setitem(rounds.WORKFLOWS, rounds.KIND, table)
    matter, paper = sent(world)
    seat = {"office": world.office, "matter": matter, "since": TODAY, "role": "host"}
    for one in (world.prosecutor, world.second_prosecutor, world.legal_officer):
        Participant.objects.create(officer=one, side=one.side, **seat)
    with pytest.raises(NotAllowed):
        sign(paper, world.legal_officer)
    assert not waits_for(world.legal_officer, paper)
    OfficeOption.objects.create(office=world.office, key="trial_signers", value=HOSTS)
    assert [waits_for(one, paper) for one in (world.legal_officer, world.second_prosecutor, world.prosecutor)] == [True, True, False]
    with pytest.raises(NotAllowed, match="自己最后改定"):
        sign(paper, world.prosecutor)
    sign(paper, world.legal_officer)
    sign(paper, world.second_prosecutor)
    assert again(paper).status == "issued"


# --- the last signature ----------------------------------------------------------------------------------------------


def test_the_last_signature_issues_what_was_signed(world: World) -> None:
    matter, paper = sent(world)
    before = text_of(load(again(paper).text))
    sign(paper, world.head)
    sign(paper, world.chief)
    done = again(paper)
    assert (done.status, done.number, done.issued_by, done.issued_on) == ("issued", "青检试纪〔2026〕1号", world.chief, TODAY)
    after = text_of(load(done.text))
    assert after == before.replace("　　〔　　〕　号", done.number).replace("　　　年　　月　　日", "2026年11月20日")
    assert done.digest != done.signing.digest == paper.digest
    assert {one.digest for one in done.signing.signatures.all()} == {paper.digest}
    assert fresh(matter).state == "tracking"
    assert not Deadline.objects.filter(matter=matter, status="running").exists()
    steps = list(matter.events.order_by("seq").values_list("action", "actor_side", "shown"))
    assert steps[-3:] == [("sign", "police", "both"), ("sign", "procuratorate", "both"), ("issued", "procuratorate", "both")]
    last = matter.events.get(action="issued")
    assert (last.document, last.officer, last.cause.action) == (done, world.chief, "sign")
    # the police are told that it is issued; who sent it round, of the same side as the last who signed, is told himself
    assert {(one.side, one.officer) for one in Notice.objects.filter(event=last)} == {("police", None), ("procuratorate", world.prosecutor)}
    assert not Notice.objects.filter(event=matter.events.filter(action="sign").last()).exists()
    assert AuditEntry.objects.filter(verb="sign", facts__digest=paper.digest).count() == 2
    assert not (waits_for(world.chief, paper) or waits_for(world.head, paper))
    check_rebuilt()
    check_rows(world.identities().values(), TODAY)


def test_after_the_last_signature_nothing_takes_it_back(world: World) -> None:
    matter, paper = sent(world)
    sign(paper, world.chief)
    with pytest.raises(Conflict, match="已有单位会签，不能撤销"):
        do(matter, "undo", world.chief, reason="误签")
    sign(paper, world.head)
    for who in (world.chief, world.head):
        with pytest.raises(Conflict, match="已经会签印发，不能撤销"):
            do(matter, "undo", who, reason="有误")
    for who, code, words in ((world.chief, "withdraw", "双方会签印发，不能撤回"), (world.head, "sign", "已于2026年11月20日签发"), (world.head, "return", "不能再退回")):
        with pytest.raises((Conflict, NotAllowed), match=words):
            do(matter, code, who, {"document": paper.pk, "digest": paper.digest}, reason="有误")
    with pytest.raises(Conflict, match="不能签收"):
        do(matter, "receive", world.legal_officer, {"document": paper.pk})
    assert again(paper).status == "issued"


def test_it_is_undone_while_nobody_has_signed(world: World) -> None:
    matter, paper = sent(world)
    do(matter, "undo", world.chief, reason="送早了")
    assert (fresh(matter).state, again(paper).status) == ("writing", "withdrawn")
    assert not waits_for(world.head, paper)
    assert send(matter, world).status == "circulating"


# --- sent back, taken back -------------------------------------------------------------------------------------------


def test_sent_back_all_signatures_are_void_and_stay_on_record(world: World) -> None:
    matter, paper = sent(world)
    sign(paper, world.chief)
    with pytest.raises(Invalid, match="理由"):
        do(matter, "return", world.head, {"document": paper.pk})
    do(matter, "return", world.head, {"document": paper.pk}, reason="第二项不妥")
    old = again(paper)
    assert (fresh(matter).state, old.status, old.ended_reason, old.number) == ("writing", "discarded", "退回：第二项不妥", "")
    assert old.signing.signatures.get().officer == world.chief
    event = matter.events.get(action="return")
    assert (event.facts["signatures"], event.shown, event.reason) == (["何知远"], "both", "第二项不妥")
    assert sees(world.head, old) and sees(world.prosecutor, old)
    assert not Deadline.objects.filter(matter=matter, status="running").exists()
    back = matter.events.get(action="sent_back")
    assert {one.side for one in Notice.objects.filter(event=back)} == {"procuratorate"}
    with pytest.raises(Conflict, match="签名作废，不能撤销"):
        do(matter, "undo", world.head, reason="误退")
    new = send(matter, world, FIRST.replace("试用调取清单", "试用双方拟定的调取清单"))
    assert new.signing != old.signing
    assert not new.signing.signatures.exists()
    with pytest.raises(Conflict, match="重新阅读"):
        sign(new, world.chief, digest=old.digest)
    sign(new, world.chief)
    sign(new, world.head)
    assert again(new).number == "青检试纪〔2026〕1号"


def test_who_has_signed_may_still_send_it_back(world: World) -> None:
    matter, paper = sent(world)
    sign(paper, world.head)
    do(matter, "return", world.head, {"document": paper.pk}, reason="漏了一项")
    assert (fresh(matter).state, again(paper).status) == ("writing", "discarded")


@pytest.mark.parametrize(("code", "who", "state"), [("recall", "prosecutor", "writing"), ("shelve", "chief", "shelved")])
def test_taken_back_nothing_goes_round_and_the_signature_stays_on_record(world: World, code: str, who: str, state: str) -> None:
    matter, paper = sent(world)
    sign(paper, world.chief)
    do(matter, code, getattr(world, who), {"reason": "对方迟迟不签"})
    old = again(paper)
    assert (fresh(matter).state, old.status) == (state, "discarded")
    assert old.ended_reason.endswith("：对方迟迟不签")
    assert old.signing.signatures.count() == 1
    event = matter.events.get(action=code)
    assert (event.document, event.shown) == (old, "both")
    assert "停止会签" in event.text
    assert not waits_for(world.head, old)
    with pytest.raises(Conflict, match="已作废，不能签发"):
        sign(old, world.head)
    with pytest.raises(Conflict, match="停止了会签"):
        do(matter, "undo", world.chief, reason="误收")
    check_rebuilt()


def test_a_matter_stays_while_a_supplement_goes_round(world: World) -> None:
    matter, paper = sent(world)
    sign(paper, world.chief)
    sign(paper, world.head)
    more = do(matter, "supplement", world.prosecutor, {"contents": "第三项改为每季核对。"}).documents[0]
    assert fresh(matter).state == "tracking"
    with pytest.raises(NotAllowed, match="《补充纪要》正在会签"):
        do(matter, "close", world.prosecutor)
    with pytest.raises(NotAllowed, match="《补充纪要》正在会签"):
        do(matter, "supplement", world.prosecutor, {"contents": "再补。"})
    codes = {offer.code for offer in allowed_actions(dossier(again(world.prosecutor), matter.pk), again(world.prosecutor), TODAY)}
    assert codes == {"remark", "drop_supplement"}
    do(matter, "remark", world.prosecutor)
    for who in (world.chief, world.head):
        sign(more, who)
    assert (again(more).status, again(more).number) == ("issued", "青检试补〔2026〕1号")
    do(matter, "close", world.prosecutor)
    assert fresh(matter).state == "done"


def test_either_side_sends_round_what_it_wrote(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row of both sides: the paper is of the side that presses, and so is what follows the last signature."""
    by, more = (Actor(Role.PROSECUTOR), Actor(Role.LEGAL)), DocumentType(
        "TR1P", "trial_police_minutes", "会议纪要", Addressee.BOTH, rounds.LAW, "试警纪", side=Side.POLICE, body=rounds.PAPERS[0].body
    )
    monkeypatch.setitem(DOCUMENT_TYPES, "TR1P", more)
    wide = {"circulate": {"issues": ("TR1", "TR1P")}, "issued": {}, "sent_back": {}}
    rows = tuple(replace(one, by=by, either=True, **wide[one.code]) if one.code in wide else one for one in rounds.TABLE.actions)
    table = replace(rounds.TABLE, actions=rows)
    assert list(check(table)) == []
    monkeypatch.setitem(rounds.WORKFLOWS, rounds.KIND, table)
    matter = held(world)
    paper = do(matter, "circulate", world.legal_officer, {"contents": FIRST}).documents[0]
    assert (paper.issuer, paper.origin_side, paper.status) == (world.organ, "police", "circulating")
    assert sees(world.assistant, paper)
    assert "待双方会签" in body(world.legal_officer, "started")
    do(matter, "return", world.chief, {"document": paper.pk}, reason="漏了一项")
    paper = do(matter, "circulate", world.legal_officer, {"contents": FIRST}).documents[0]
    sign(paper, world.chief)
    sign(paper, world.head)
    done = again(paper)
    assert (done.status, done.number.endswith("试警纪〔2026〕1号"), fresh(matter).state) == ("issued", True, "tracking")
    assert matter.events.get(action="issued").actor_side == "police"
    check_rebuilt()
    assert "双方同阅" in body(world.legal_officer, "started")


# --- the table -------------------------------------------------------------------------------------------------------


def changed(code: str, **values: Any) -> list[str]:
    """What ``register()`` says of the table with one row changed."""
    rows = tuple(replace(one, **values) if one.code == code else one for one in rounds.TABLE.actions)
    return list(check(replace(rounds.TABLE, actions=rows)))


def without(*codes: str) -> list[str]:
    return list(check(replace(rounds.TABLE, actions=tuple(one for one in rounds.TABLE.actions if one.code not in codes))))


@pytest.mark.parametrize(
    ("code", "values", "words"),
    [
        ("circulate", {"issues": ()}, "恰有一份"),
        ("circulate", {"issues": ("TR1", "TR2")}, "恰有一份"),
        ("circulate", {"issues": ("D01",)}, "恰有一份"),
        ("circulate", {"circulates": replace(rounds.ROUND, by=())}, "没有写明由谁会签"),
        ("circulate", {"circulates": replace(rounds.ROUND, option="no_such")}, "没有这项设置"),
        ("circulate", {"circulates": replace(rounds.ROUND, signed="no_such")}, "签齐以后办理no_such"),
        ("circulate", {"circulates": replace(rounds.ROUND, returned="recall")}, "退回以后办理recall"),
        ("circulate", {"circulates": replace(rounds.ROUND, returned="supplement_back")}, "退回以后办理supplement_back"),
        ("issued", {"when": {"variant": {"A"}}}, "签齐以后办理issued"),
        ("shelve", {"recalls": False}, "离开该状态而不收回"),
        ("drop_supplement", {"recalls": False}, "没有可以收回的动作"),
    ],
)  # fmt: skip
def test_a_table_whose_round_leads_nowhere_is_refused(code: str, values: dict[str, Any], words: str) -> None:
    assert any(words in problem for problem in changed(code, **values)), changed(code, **values)


def test_nothing_goes_round_without_a_way_out() -> None:
    assert any("没有可以收回的动作" in problem for problem in without("recall", "shelve"))


def test_nothing_that_opens_a_matter_goes_round(monkeypatch: pytest.MonkeyPatch) -> None:
    assert any("不能同时开立事项" in problem for problem in changed("circulate", source=()))


def test_what_both_read_is_not_written_before_the_other_side_sees_the_matter() -> None:
    assert any("在公开之前" in problem for problem in changed("end", discloses=False))


# --- pages -----------------------------------------------------------------------------------------------------------


def address(who: Officer, name: str, *args: Any) -> str:
    return reverse(f"{who.side}:{name}", args=args)


def body(who: Officer, name: str, *args: Any) -> str:
    answer = signed_in(who).get(address(who, name, *args))
    assert answer.status_code == 200, answer.content[:400]
    return str(answer.content.decode())


def pressed(who: Officer, paper: Document, code: str, **data: Any) -> Any:
    given = {"version": fresh(paper.matter).version, **data}
    return signed_in(who).post(address(who, "paper_act", paper.matter_id, paper.pk, code), given, follow=True)


@pytest.mark.parametrize("who", sorted(SIGNERS))
def test_the_page_of_the_paper_shows_who_signed_and_asks_for_the_signature(world: World, who: str) -> None:
    matter, paper = sent(world)
    me, other = getattr(world, who), getattr(world, *(SIGNERS - {who}))
    page = body(me, "paper", matter.pk, paper.pk)
    assert f'name="digest" value="{paper.digest}"' in page
    assert "待青江区人民检察院、青江公安局城东分局会签" in page
    assert page.count("待签") >= 2
    assert "会签稿" in page and "送达回证" not in page
    answer = pressed(other, paper, "sign", digest=paper.digest)
    assert "已会签，待其余单位会签" in answer.content.decode()
    page = body(me, "paper", matter.pk, paper.pk)
    assert other.name in page and "1家已签，共2家" in page
    assert "《会议纪要》" in body(me, "matter", matter.pk) and "阅后会签" in body(me, "matter", matter.pk)
    answer = pressed(me, paper, "sign", digest=paper.digest)
    assert "已会签，文书已编号印发：《会议纪要》青检试纪〔2026〕1号" in answer.content.decode()
    page = body(me, "paper", matter.pk, paper.pk)
    assert "已签齐" in page and "do-sign" not in page
    assert "撤回" not in page


def test_a_stale_page_is_told_so(world: World) -> None:
    _, paper = sent(world)
    answer = pressed(world.chief, paper, "sign", digest="0" * 64)
    assert answer.status_code == 409
    assert "请重新阅读后再签" in answer.content.decode()


def test_it_is_sent_back_from_the_page_and_compared_with_what_comes_next(world: World) -> None:
    matter, paper = sent(world)
    assert pressed(world.head, paper, "return", reason="").status_code == 400
    answer = pressed(world.head, paper, "return", reason="第二项不妥")
    assert "已退回会签稿，已签的作废" in answer.content.decode()
    new = send(matter, world, FIRST.replace("试用调取清单", "试用双方拟定的调取清单"))
    for who in (world.head, world.chief, world.prosecutor, world.legal_officer):
        page = body(who, "paper", matter.pk, new.pk)
        assert "<del>二是试用调取清单。</del>" in page and "<ins>二是试用双方拟定的调取清单。</ins>" in page
        assert "与上一会签稿比较" in page and "退回：第二项不妥" in page
        former = body(who, "paper", matter.pk, paper.pk)
        assert "签名已作废" in former and "退回：第二项不妥" in former


def test_paragraphs_are_compared_one_by_one(world: World) -> None:
    _, paper = sent(world)
    blocks = load(again(paper).text)
    assert [one.kind for one in signing_rounds.compared(blocks, blocks)] == ["same"]
    more = [*blocks[:4], *load([{"block": "Paragraph", "text": "新添一段。"}]), *blocks[4:]]
    found = [(one.kind, one.lines) for one in signing_rounds.compared(blocks, more) if one.kind != "same"]
    assert found == [("in", ("新添一段。",))]
    found = [(one.kind, one.lines) for one in signing_rounds.compared(more, blocks) if one.kind != "same"]
    assert found == [("out", ("新添一段。",))]


def test_approvals_of_both_heads_list_it_whole(world: World) -> None:
    matter, paper = sent(world)
    for who in (world.chief, world.head):
        page = body(who, "approvals")
        assert "双方会签：" in page and "统一提讯预约" in page and paper.digest in page
        me = again(who)
        assert inbox.counts_of(me, TODAY, worklist.settings_of(me)).of_tabs("mine")[inbox.SIGN] == "1"
    for who in (world.prosecutor, world.legal_officer):
        assert "双方会签：" not in body(who, "approvals")
    answer = signed_in(world.head).post(
        address(world.head, "paper_act", matter.pk, paper.pk, "sign"),
        {"version": fresh(matter).version, "digest": paper.digest, "back": "approvals"}, follow=True,
    )  # fmt: skip
    assert answer.redirect_chain[-1][0] == address(world.head, "approvals")
    assert "双方会签：" not in body(world.head, "approvals")


def test_the_prints_carry_the_signing_sheet_behind_the_paper(world: World) -> None:
    matter, paper = sent(world)
    sign(paper, world.chief)
    for who in (world.chief, world.legal_officer):
        answer = signed_in(who).get(address(who, "paper_pdf", matter.pk, paper.pk))
        with pypdfium2.PdfDocument(BytesIO(answer.content)) as document:
            pages = [page.get_textpage().get_text_bounded() for page in document]
        words = pages[-1].replace("\r\n", "").replace("\n", "")
        assert len(pages) == 2 and "统一提讯预约" in pages[0] and "何知远" not in pages[0]
        assert "会签单" in words and "何知远" in words and "青江公安局城东分局" in words
        assert paper.digest in words.replace(" ", "")
        assert signed_in(who).get(address(who, "paper_docx", matter.pk, paper.pk)).status_code == 200


# --- what it costs ---------------------------------------------------------------------------------------------------


def cost(who: Officer, name: str, *args: Any) -> int:
    client = signed_in(who)
    client.get(address(who, name, *args))
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address(who, name, *args)).status_code == 200
    return len(caught)


def test_the_pages_ask_as_much_for_six_as_for_one(world: World) -> None:
    matter, paper = sent(world)
    one = cost(world.head, "approvals")
    for _ in range(5):
        sent(world)
    assert cost(world.head, "approvals") == one <= 21
    assert cost(world.head, "paper", matter.pk, paper.pk) <= 17


def test_signing_costs_little(world: World) -> None:
    _, paper = sent(world)
    with CaptureQueriesContext(connection) as first:
        sign(paper, world.chief)
    with CaptureQueriesContext(connection) as last:
        sign(paper, world.head)
    assert len(first) <= 32
    assert len(last) <= 46
