"""改签: the decision is passed to another who may decide, or upward, with a reason; the draft then awaits him alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cases.desk.papers.papering import paper_offers
from cases.exceptions import Conflict, Invalid, NotAllowed
from cases.matters import may_sign, perform
from cases.matters.dossier import dossier
from cases.models import Document, Event, Matter
from office.actions import delegate
from office.models import AuditEntry, OfficeOption, Officer, RoleGrant
from office.sides import Role
from tests.supervision.play import act, at, opened, receive
from tests.world import World, officer, signed_in

pytestmark = pytest.mark.django_db

DAY = "2026-02-03"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", DAY)


@pytest.fixture
def deputy(world: World) -> Officer:
    """A second 检察长."""
    return officer("w.chief2", "副检甲", world.court, Role.CHIEF)


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


def pass_on(matter: Matter, who: Officer, to: Any, reason: str = "请其决定", code: str = "request_a", when: str = DAY) -> Any:
    data = {"document": paper(matter, code).pk, "to": getattr(to, "pk", to)}
    return perform(matter.pk, "pass_on", officer=again(who), data=data, reason=reason, now=at(when))


def sign(matter: Matter, who: Officer, code: str = "request_a", when: str = DAY) -> Any:
    return perform(matter.pk, "sign", officer=again(who), data={"document": paper(matter, code).pk}, now=at(when))


def offered(matter: Matter, who: Officer, code: str = "request_a") -> dict[str, Any]:
    who = again(who)
    return {one.code: one for one in paper_offers(dossier(who, matter.pk), paper(matter, code), who, date.fromisoformat(DAY))}


def page(who: Officer, address: str) -> str:
    return signed_in(again(who)).get(f"/{who.side}/{address}").content.decode()


# --- to another ------------------------------------------------------------------------------------------------------


def test_the_draft_then_awaits_the_other_alone(world: World, matter, deputy):
    result = pass_on(matter, world.chief, deputy, "本人出差")
    assert (result.event.label, result.event.text) == ("改签", "由何知远改签副检甲决定")
    with pytest.raises(NotAllowed, match="已改签，由副检甲决定"):
        sign(matter, world.chief)
    assert paper(matter).status == "draft"
    sign(matter, deputy)
    assert paper(matter).status == "issued" and paper(matter).issued_by == deputy


def test_both_lists_say_so(world: World, matter, deputy):
    pass_on(matter, world.chief, deputy, "本人出差")
    his = page(world.chief, "approvals/")
    assert "待审批（0）" in his and "已改签，由他人决定（1）" in his and "由何知远改签副检甲决定" in his and "本人出差" in his
    theirs = page(deputy, "approvals/")
    assert "待审批（1）" in theirs and "由何知远改签副检甲决定" in theirs and "本人出差" in theirs
    assert "同意签发" in theirs and "同意签发" not in his


def test_it_stands_on_the_timeline_of_ones_own_side_and_in_the_trail(world: World, matter, deputy):
    pass_on(matter, world.chief, deputy, "本人出差")
    sign(matter, deputy)
    assert AuditEntry.objects.get(verb="pass_on").facts["to"] == str(deputy.pk)
    ours = page(world.prosecutor, f"matters/{matter.pk}/")
    assert "由何知远改签副检甲决定" in ours and "本人出差" in ours
    theirs = page(world.legal_officer, f"matters/{matter.pk}/")
    assert "改签" not in theirs and "副检甲" not in theirs and "本人出差" not in theirs


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_is_wanted(world: World, matter, deputy, reason):
    with pytest.raises(Invalid, match="请写明理由"):
        pass_on(matter, world.chief, deputy, reason)
    assert paper(matter).decider is None


@pytest.mark.parametrize("who", ["second_prosecutor", "assistant", "case_manager"])
def test_only_to_who_may_decide(world: World, matter, who):
    with pytest.raises(Invalid, match="无权决定"):
        pass_on(matter, world.chief, getattr(world, who))


@pytest.mark.parametrize("to", ["city_chief", "strange_prosecutor", "head", "system_admin"])
def test_only_within_ones_own_organisation(world: World, matter, to):
    with pytest.raises(Invalid, match="请选择改签给谁"):
        pass_on(matter, world.chief, getattr(world, to))


@pytest.mark.parametrize("to", ["", "无此人", "0" * 32])
def test_to_nobody_is_a_sentence(world: World, matter, to):
    with pytest.raises(Invalid, match="请选择改签给谁"):
        pass_on(matter, world.chief, to)


def test_not_to_oneself_and_not_twice_to_the_same(world: World, matter, deputy):
    with pytest.raises(Invalid, match="请选择改签给谁"):
        pass_on(matter, world.chief, world.chief)
    pass_on(matter, world.chief, deputy)
    with pytest.raises(Invalid, match="请选择改签给谁"):
        pass_on(matter, world.chief, deputy)


@pytest.mark.parametrize("who", ["prosecutor", "assistant", "case_manager", "city_chief"])
def test_who_may_not_decide_passes_nothing_on(world: World, matter, deputy, who):
    with pytest.raises(NotAllowed):
        pass_on(matter, getattr(world, who), deputy)


def test_never_to_who_wrote_it(world: World, deputy):
    """No approval of one's own draft by way of 改签."""
    RoleGrant.objects.create(officer=deputy, role=Role.PROSECUTOR)
    made = opened(world, "A", "2026-02-02")
    act(made, "request_a", again(deputy), "2026-02-02")
    with pytest.raises(Invalid, match="副检甲是本稿的拟稿人"):
        pass_on(made, world.chief, deputy)
    assert "pass_on" not in offered(made, world.chief)
    # nor after he only revised it
    other = opened(world, "A", "2026-02-02", title="另一件")
    act(other, "request_a", world.prosecutor, "2026-02-02")
    data = {"document": paper(other).pk, "facts": "改过的事实。", "reasons": "改过的理由。"}
    perform(other.pk, "revise", officer=again(deputy), data=data, now=at(DAY))
    with pytest.raises(Invalid, match="是本稿的拟稿人"):
        pass_on(other, world.chief, deputy)


def test_a_head_takes_back_what_was_passed_on(world: World, matter, deputy):
    """The one it was passed to may be away: the way back is the same act, with its own reason."""
    pass_on(matter, world.chief, deputy)
    result = pass_on(matter, world.chief, world.chief, "副检甲请假")
    assert result.event.text == "收回由何知远决定"
    with pytest.raises(NotAllowed, match="已改签，由何知远决定"):
        sign(matter, deputy)
    sign(matter, world.chief)


def test_it_outlives_return_and_revision(world: World, matter, deputy):
    pass_on(matter, world.chief, deputy)
    perform(matter.pk, "return", officer=again(deputy), data={"document": paper(matter).pk}, reason="补充事实", now=at(DAY))
    data = {"document": paper(matter).pk, "facts": "补充后的事实。", "reasons": "理由。"}
    perform(matter.pk, "revise", officer=again(world.prosecutor), data=data, now=at(DAY))
    assert offered(matter, deputy)["sign"] and "sign" not in offered(matter, world.chief)


def test_what_is_no_draft_any_more_is_not_passed_on(world: World, matter, deputy):
    sign(matter, world.chief)
    with pytest.raises(Conflict, match="不能改签"):
        pass_on(matter, world.chief, deputy)


def test_a_paper_of_another_matter_is_none(world: World, matter, deputy):
    other = opened(world, "A", "2026-02-02", title="另一件")
    data = {"document": paper(matter).pk, "to": deputy.pk}
    with pytest.raises(Invalid, match="没有指明文书"):
        perform(other.pk, "pass_on", officer=again(world.chief), data=data, reason="理由", now=at(DAY))


def test_it_does_not_stand_in_the_way_of_undoing(world: World, deputy):
    """改签 is quiet: the act before it may still be undone."""
    made = opened(world, "A", "2026-02-02", code="register")
    act(made, "to_review", world.prosecutor, "2026-02-02")
    act(made, "request_a", world.prosecutor, "2026-02-02")
    pass_on(made, world.chief, deputy)
    perform(made.pk, "undo", officer=again(world.chief), data={}, reason="登记有误", now=at(DAY))
    assert Event.objects.get(matter=made, action="to_review").undone


# --- by and to whom authority was lent -------------------------------------------------------------------------------


def lent(world: World, to: Officer) -> None:
    day = date.fromisoformat(DAY)
    delegate(officer=again(world.chief), to=to.pk, begins_on=day, ends_on=day, scope="签发文书", now=at(DAY))


def test_to_an_authorised_officer_and_back_up(world: World, matter):
    lent(world, world.second_prosecutor)
    pass_on(matter, world.chief, world.second_prosecutor)
    result = pass_on(matter, world.second_prosecutor, world.chief, "事关重大，请检察长决定")
    assert result.event.authority == "受检察长何知远授权"
    with pytest.raises(NotAllowed):
        sign(matter, world.second_prosecutor)
    sign(matter, world.chief)


def test_passed_to_whose_authority_ran_out_awaits_nobody_until_it_is_taken_back(world: World, matter):
    lent(world, world.second_prosecutor)
    pass_on(matter, world.chief, world.second_prosecutor)
    with pytest.raises(NotAllowed, match="须由检察长决定"):
        sign(matter, world.second_prosecutor, when="2026-02-04")
    with pytest.raises(NotAllowed, match="已改签，由周聿决定"):
        sign(matter, world.chief, when="2026-02-04")
    pass_on(matter, world.chief, world.chief, "授权已到期", when="2026-02-04")
    sign(matter, world.chief, when="2026-02-04")


# --- upward ----------------------------------------------------------------------------------------------------------


def test_a_prosecutor_passes_upward_what_he_might_sign_himself(world: World):
    OfficeOption.objects.create(office=world.office, key="request_decided_by", value="prosecutor")
    made = opened(world, "A", "2026-02-02")
    act(made, "request_a", world.assistant, "2026-02-02")
    assert offered(made, world.prosecutor)["sign"] and "sign" not in offered(made, world.chief)
    pass_on(made, world.prosecutor, world.chief, "请检察长决定")
    assert "待审批（1）" in page(world.chief, "approvals/")
    assert "已改签，由他人决定（1）" in page(world.prosecutor, "approvals/")
    for who in (world.prosecutor, world.second_prosecutor):
        with pytest.raises(NotAllowed, match="已改签，由何知远决定"):
            sign(made, who)
    with pytest.raises(NotAllowed):  # what lies above is not fetched back from below
        pass_on(made, world.prosecutor, world.second_prosecutor)
    sign(made, world.chief)
    assert paper(made).issued_by == world.chief


def test_or_to_another_prosecutor(world: World):
    OfficeOption.objects.create(office=world.office, key="request_decided_by", value="prosecutor")
    made = opened(world, "A", "2026-02-02")
    act(made, "request_a", world.assistant, "2026-02-02")
    pass_on(made, world.prosecutor, world.second_prosecutor)
    sign(made, world.second_prosecutor)


# --- police ----------------------------------------------------------------------------------------------------------


def test_police_pass_on_between_heads(world: World, matter):
    second = officer("w.head2", "局长乙", world.organ, Role.HEAD)
    sign(matter, world.chief)
    receive(matter, again(world.legal_officer), DAY)
    act(matter, "explain", again(world.legal_officer), DAY)
    pass_on(matter, world.head, second, "分管事项", code="explain")
    assert "待审核（1）" in page(second, "approvals/") and "待审核（0）" in page(world.head, "approvals/")
    assert "改签" not in page(world.prosecutor, f"matters/{matter.pk}/")
    sign(matter, second, code="explain")
    with pytest.raises(Conflict):
        pass_on(matter, second, world.head, code="explain")


# --- in place --------------------------------------------------------------------------------------------------------


def test_in_place_on_the_list(world: World, matter, deputy):
    client = signed_in(again(world.chief))
    address = f"/procuratorate/matters/{matter.pk}/papers/{paper(matter).pk}/pass_on/"
    assert address in client.get("/procuratorate/approvals/").content.decode()
    empty = client.post(address, {"to": "", "reason": ""})
    assert empty.status_code == 400 and "必填" in empty.content.decode()
    done = client.post(address, {"to": str(deputy.pk), "reason": "本人出差", "back": "approvals", "version": Matter.objects.get().version})
    assert (done.status_code, done["Location"]) == (302, "/procuratorate/approvals/")
    assert may_sign(dossier(again(deputy), matter.pk), paper(matter), again(deputy), date.fromisoformat(DAY)) is None


def test_alone_in_office_the_head_is_offered_nobody(world: World, matter):
    assert "pass_on" not in offered(matter, world.chief)
    assert "确定改签" not in page(world.chief, "approvals/")


def test_the_only_head_reads_a_way_out_for_what_he_wrote(world: World, deputy):
    """一院一长: nobody else may decide what he drafted himself."""
    RoleGrant.objects.create(officer=world.chief, role=Role.PROSECUTOR)
    made = opened(world, "A", "2026-02-02")
    act(made, "request_a", again(world.chief), "2026-02-02")
    with pytest.raises(NotAllowed, match="不能签发自己拟的稿，请由副检甲签发"):
        sign(made, world.chief)
    assert "由副检甲决定" in page(world.chief, "approvals/")
    Officer.objects.filter(pk=deputy.pk).update(is_active=False)
    with pytest.raises(NotAllowed, match="请作废本稿，由他人另行拟稿"):
        sign(made, world.chief)
    shown = page(world.chief, "approvals/")
    assert "您拟的稿，由他人决定（1）" in shown and "由检察官或者检察官助理另行拟稿后再由您签发" in shown
    # nor by the hand of whom he authorises
    lent(world, world.second_prosecutor)
    assert "请作废本稿" in page(world.chief, "approvals/")
    assert "待审批（0）" in page(world.second_prosecutor, "approvals/")
