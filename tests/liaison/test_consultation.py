"""会商: only who is invited sees it; opinions sealed until both hosts have handed in; dissents nobody else can touch; a way out of every state."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from cases.exceptions import ActionError, Conflict, Invalid, NotAllowed, NotFound
from cases.matters import allowed_actions, perform
from cases.matters.dossier import dossier
from cases.matters.table.workflow import SAME, WORKFLOWS
from cases.models import Deadline, Document, Event, Matter, Notice, Participant
from liaison.models.consultation import ConsultationDissent, ConsultationMaterial, ConsultationOpinion
from office.models import AuditEntry, OfficeOption, Officer
from office.sides import Role, Side
from tests.desks import again
from tests.liaison.plays import advice_request
from tests.liaison.plays.consultation import (
    FILLED,
    agreed,
    applied,
    case_of,
    exchanged,
    gathering,
    going_round,
    invite,
    minuting,
    sign_minutes,
)
from tests.supervision import plays
from tests.supervision.play import act, at, fresh, receive, sign
from tests.supervision.plays import no_arrest, scan
from tests.world import World, officer, signed_in

pytestmark = pytest.mark.django_db


def sees(who: Officer, matter: Matter) -> bool:
    return Matter.objects.visible_to(again(who)).filter(pk=matter.pk).exists()


def page(who: Officer, matter: Matter) -> str:
    answer = signed_in(again(who)).get(reverse(f"{who.side}:matter", kwargs={"pk": matter.pk}))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFICE_TODAY", "2026-02-10")


def parts(matter: Matter) -> dict[str, str]:
    """Who has a seat today, and as what."""
    rows = Participant.objects.filter(matter=matter, until=None).select_related("officer")
    return {one.officer.username: one.role for one in rows if one.officer}


# ------------------------------------------------------------------------------------------------ applying


def test_the_other_side_gets_a_host_in_the_same_press_and_nobody_else_sees_anything(world: World):
    matter = applied(world)
    assert parts(matter) == {"w.prosecutor": "host", "w.legal": "host"}
    assert [row.question for row in matter.consultation_questions.all()] == FILLED["apply"]["questions"].splitlines()
    able = {name for name, who in world.identities().items() if sees(who, matter)}
    assert able == {"prosecutor", "legal_officer"}
    assert {one.officer for one in Notice.objects.filter(matter=matter)} == {world.legal_officer}
    assert matter.restricted and matter.handler == world.prosecutor and matter.police_handler == world.legal_officer


def test_who_handles_the_source_matter_is_the_host_across(world: World):
    source = plays.opened("filing", world)
    Matter.objects.filter(pk=source.pk).update(handler=world.second_prosecutor, police_from=at("2026-02-01"))
    matter = applied(world, by="police", source=source.number)
    assert fresh(matter).parent == source and parts(matter) == {"w.legal": "host", "w.prosecutor2": "host"}


def test_where_nobody_is_known_all_who_may_are_asked_and_the_first_to_agree_stays(world: World):
    officer("w.legal9", "方九", world.organ, Role.LEGAL)
    matter = applied(world)
    assert parts(matter) == {"w.prosecutor": "host", "w.legal": "host", "w.legal9": "host"}
    receive(matter, world.legal_officer, "2026-02-02")
    act(matter, "accept", world.legal_officer, "2026-02-02")
    assert parts(matter) == {"w.prosecutor": "host", "w.legal": "host"}
    assert not sees(Officer.objects.get(username="w.legal9"), matter)


def test_source_must_be_a_matter_the_applicant_sees(world: World):
    source = plays.opened("filing", world)
    Matter.objects.filter(pk=source.pk).update(police_from=None)
    with pytest.raises(Invalid, match="没有找到这个编号的事项"):
        applied(world, by="police", source=source.number)


def test_a_draft_is_its_own_sides_and_its_host_sends_it(world: World):
    matter = applied(world, code="prepare", who=world.assistant)
    assert parts(matter) == {"w.assistant": "recorder", "w.prosecutor": "host", "w.prosecutor2": "host"}
    assert not sees(world.legal_officer, matter) and matter.police_from is None
    act(matter, "send", world.assistant, "2026-02-02")
    assert not sees(world.legal_officer, matter)
    sign(matter, world.prosecutor, "2026-02-03")
    assert sees(world.legal_officer, matter) and fresh(matter).state == "applied"


def test_the_answer_is_asked_for_in_hours_from_receipt_and_the_applicant_may_end_it_unanswered(world: World):
    matter = applied(world)
    with pytest.raises(NotAllowed):
        act(matter, "lapse", world.prosecutor, "2026-02-05")
    receive(matter, world.legal_officer, at("2026-02-02", 10))
    clock = Deadline.objects.get(matter=matter, rule="consult_accept")
    assert clock.due_at == at("2026-02-03", 10) and clock.nature == "reminder" and clock.shared
    act(matter, "lapse", world.prosecutor, "2026-02-05")
    assert fresh(matter).state == "lapsed" and not Deadline.objects.filter(matter=matter, status="running").exists()


def test_declining_says_why(world: World):
    matter = applied(world, by="police")
    receive(matter, world.prosecutor, "2026-02-02")
    act(matter, "decline", world.prosecutor, "2026-02-02")
    paper = Document.objects.get(matter=matter, type="LK02J")
    assert fresh(matter).state == "declined" and FILLED["decline"]["reasons"] in str(paper.text)


# ------------------------------------------------------------------------------------------------ seats


def test_only_a_host_invites_and_only_his_own_side(world: World):
    matter = agreed(world)
    with pytest.raises(Invalid):
        invite(matter, world.prosecutor, world.investigator)
    invite(matter, world.prosecutor, world.second_prosecutor)
    with pytest.raises(NotAllowed, match="由本侧主办办理"):
        invite(matter, world.second_prosecutor, world.assistant)
    with pytest.raises(NotFound):
        invite(matter, world.chief, world.assistant)
    assert parts(matter) == {"w.prosecutor": "host", "w.legal": "host", "w.prosecutor2": "invited"}


def test_who_is_invited_is_told_so_by_number_alone(world: World):
    matter = agreed(world)
    invite(matter, world.prosecutor, world.assistant)
    told = Notice.objects.get(matter=matter, officer=world.assistant, event__action="invite")
    assert told.text == f"邀请：会商（{matter.number}）"
    assert not Notice.objects.filter(matter=matter, officer=world.prosecutor, event__action="invite").exists()


def test_who_is_uninvited_sees_nothing_the_same_day_and_undoing_gives_the_seat_back(world: World):
    matter = agreed(world)
    invite(matter, world.prosecutor, world.assistant, world.chief)
    assert sees(world.assistant, matter)
    act(matter, "uninvite", world.prosecutor, "2026-02-10", {"who": str(world.assistant.pk)})
    assert not sees(world.assistant, matter)
    perform(matter.pk, "undo", officer=world.chief, reason="撤邀有误", now=at("2026-02-10"))
    assert sees(world.assistant, matter)


def test_no_side_is_left_without_a_host(world: World):
    matter = agreed(world)
    with pytest.raises(NotAllowed, match="没有可以撤邀的人员"):
        act(matter, "uninvite", world.prosecutor, "2026-02-10", {"who": str(world.prosecutor.pk)})
    with pytest.raises(Invalid, match="唯一的主办"):
        invite(matter, world.prosecutor, world.prosecutor, role="observer")
    invite(matter, world.prosecutor, world.second_prosecutor, role="host")
    invite(matter, world.prosecutor, world.prosecutor, role="invited")
    act(matter, "uninvite", world.second_prosecutor, "2026-02-10", {"who": str(world.prosecutor.pk)})
    assert parts(matter) == {"w.legal": "host", "w.prosecutor2": "host"}


def test_who_must_sign_keeps_his_part_until_he_has(world: World):
    matter = going_round(world)
    invite(matter, world.legal_officer, world.head, role="host", day="2026-02-10")
    with pytest.raises(Invalid, match="签署以前不能改变身份"):
        invite(matter, world.legal_officer, world.legal_officer, role="invited", day="2026-02-10")


def test_heads_look_in_where_the_office_says_so_and_do_nothing_there(world: World):
    matter = gathering(world)
    act(matter, "opine", world.legal_officer, "2026-02-05", {"text": "公安一侧尚未互见的意见。"})
    heads = (world.chief, world.head)
    assert not any(sees(who, matter) for who in heads), "默认须受邀"
    OfficeOption.objects.create(office=world.office, key="heads_see_restricted", value="yes")
    for who in heads:
        before = AuditEntry.objects.filter(verb="read", subject_id=str(matter.pk)).count()
        assert ("公安一侧尚未互见的意见。" in page(who, matter)) == (who == world.head)
        entry = AuditEntry.objects.filter(verb="read", subject_id=str(matter.pk)).last()
        assert AuditEntry.objects.filter(verb="read", subject_id=str(matter.pk)).count() == before + 1
        assert (entry.officer_id, entry.subject_label) == (who.pk, str(matter))
        found = dossier(again(who), matter.pk)
        assert allowed_actions(found, again(who), date(2026, 2, 10)) == []
        for code in ("note", "chase"):
            with pytest.raises(NotAllowed):
                perform(matter.pk, code, officer=again(who), data={"text": "请抓紧。", "words": "请抓紧。"}, reason="请抓紧。", now=at("2026-02-10"))
        with pytest.raises(NotAllowed, match="只能查看"):
            perform(matter.pk, "undo", officer=again(who), reason="撤销", now=at("2026-02-10"))
    others = (world.second_prosecutor, world.case_manager, world.city_chief, world.strange_prosecutor, world.other_legal_officer, world.audit_admin)
    assert not any(sees(who, matter) for who in others if who.username not in parts(matter))


def test_a_head_who_only_looks_in_neither_signs_nor_sends_back(world: World):
    OfficeOption.objects.create(office=world.office, key="heads_see_restricted", value="yes")
    matter = going_round(world)
    paper = Document.objects.get(matter=matter, status="circulating")
    for who in (world.chief, world.head):
        data = {"document": str(paper.pk), "digest": paper.signing.digest}
        for code in ("sign", "return"):
            with pytest.raises(NotAllowed, match="只能查看"):
                perform(matter.pk, code, officer=again(who), data=data, reason="不同意", now=at("2026-02-10"))
        assert signed_in(again(who)).get(reverse(f"{who.side}:approvals")).status_code == 200
        assert str(matter.number) not in signed_in(again(who)).get(reverse(f"{who.side}:approvals")).content.decode()
    assert fresh(matter).state == "signing"


def test_a_host_who_signs_no_papers_does_not_sign_the_minutes(world: World):
    matter = minuting(world)
    act(matter, "circulate", world.prosecutor, "2026-02-09")
    invite(matter, world.prosecutor, world.assistant, role="host", day="2026-02-09")
    with pytest.raises(NotAllowed):
        sign_minutes(matter, world.assistant)


def test_what_both_sides_have_read_is_not_sealed_again(world: World):
    """Undone, one side's head could let it write its opinion with the other's before it."""
    matter = exchanged(world)
    invite(matter, world.legal_officer, world.head, day="2026-02-05")
    invite(matter, world.prosecutor, world.chief, day="2026-02-05")
    Event.objects.filter(matter=matter, action="invite").update(undone=True)
    Event.objects.filter(matter=matter, action="police_invite").update(undone=True)
    for who in (world.chief, world.head):
        with pytest.raises(Conflict):
            perform(matter.pk, "undo", officer=again(who), reason="撤销", now=at("2026-02-05"))
    assert fresh(matter).consultation.exchanged


def test_a_dissent_that_the_minutes_name_is_not_rewritten(world: World):
    matter = minuting(world)
    act(matter, "dissent", world.second_prosecutor, "2026-02-07", {"item": "2", "text": "写入纪要的保留意见"})
    act(matter, "circulate", world.assistant, "2026-02-09")
    with pytest.raises(Conflict, match="收回纪要"):
        act(matter, "dissent", world.second_prosecutor, "2026-02-10", {"item": "2", "text": "改写"})
    act(matter, "dissent", world.second_prosecutor, "2026-02-10", {"item": "1", "text": "另一问"})
    assert ConsultationDissent.objects.get(question__no=2).text == "写入纪要的保留意见"


def test_whoever_has_read_it_is_on_record_also_when_he_is_uninvited(world: World):
    matter = gathering(world)
    reads = AuditEntry.objects.filter(verb="read", subject_id=str(matter.pk))
    page(world.assistant, matter)
    entry = reads.get()
    assert (entry.officer_id, entry.subject_label, entry.facts) == (world.assistant.pk, str(matter), {"page": "事项"})
    file = matter.consultation_materials.get().attachment
    answer = signed_in(again(world.legal_officer)).get(reverse("police:attachment", args=[file.pk]))
    assert answer.status_code == 200 and b"".join(answer.streaming_content)
    assert set(reads.values_list("officer_id", "facts__page")) == {(world.assistant.pk, "事项"), (world.legal_officer.pk, "附件")}
    act(matter, "uninvite", world.prosecutor, "2026-02-10", {"who": str(world.assistant.pk)})
    assert reads.filter(officer_id=world.assistant.pk).exists()


# ------------------------------------------------------------------------------------------------ materials


def test_a_material_is_signed_for_by_itself_and_then_only_marked_void(world: World):
    matter = gathering(world)
    material = ConsultationMaterial.objects.get(matter=matter)
    assert (material.name, material.side, material.sha256) == ("审查报告摘要.pdf", "procuratorate", material.attachment.sha256)
    assert "未签收" in page(world.legal_officer, matter)
    perform(matter.pk, "take_files", officer=world.legal_officer, data={"files": [str(material.attachment_id)]}, now=at("2026-02-04"))
    with pytest.raises(Invalid, match="已经签收，不能撤回"):
        act(matter, "withdraw_material", world.assistant, "2026-02-04", {"item": "1"})
    act(matter, "void_material", world.assistant, "2026-02-04", {"item": "1"})
    told = page(world.legal_officer, matter)
    assert "作废，以新件为准" in told and "审查报告摘要.pdf" in told
    assert signed_in(again(world.legal_officer)).get(reverse("police:attachment", kwargs={"pk": material.attachment_id})).status_code == 200


def test_what_nobody_has_signed_for_is_withdrawn_and_undoing_brings_it_back(world: World):
    matter = gathering(world)
    invite(matter, world.prosecutor, world.chief)
    material = ConsultationMaterial.objects.get(matter=matter)
    address = reverse("police:attachment", kwargs={"pk": material.attachment_id})
    with pytest.raises(NotAllowed):
        act(matter, "police_withdraw_material", world.legal_officer, "2026-02-04", {"item": "1"})
    act(matter, "withdraw_material", world.assistant, "2026-02-04", {"item": "1"})
    assert "审查报告摘要" not in page(world.legal_officer, matter).partition("经过")[0]
    assert signed_in(again(world.legal_officer)).get(address).status_code == 404
    perform(matter.pk, "undo", officer=world.chief, reason="撤回有误", now=at("2026-02-04"))
    assert signed_in(again(world.legal_officer)).get(address).status_code == 200


def test_pages_of_a_pdf_are_counted_and_what_may_be_secret_must_be_denied(world: World):
    matter = gathering(world)
    with pytest.raises(Invalid, match="涉密"):
        act(matter, "push", world.prosecutor, "2026-02-04", {"declared": ""}, uploads={"files": [scan("卷宗.pdf")]})
    act(matter, "push", world.prosecutor, "2026-02-04", {"pages": "9"}, uploads={"files": [scan("甲.pdf"), scan("乙.pdf")]})
    assert [(row.no, row.name) for row in matter.consultation_materials.all()] == [(1, "审查报告摘要.pdf"), (2, "甲.pdf"), (3, "乙.pdf")]


# ------------------------------------------------------------------------------------------------ opinions


def texts(who: Officer, matter: Matter) -> set[str]:
    return {row.signed for row in ConsultationOpinion.objects.visible_to(again(who)).filter(matter=matter)}


def test_nobody_opens_the_other_sides_opinions(world: World):
    matter = gathering(world)
    secret = {"procuratorate": "检察一侧的看法一二三", "police": "公安一侧的看法四五六"}
    act(matter, "opine", world.prosecutor, "2026-02-04", {"text": secret["procuratorate"]})
    act(matter, "opine", world.second_prosecutor, "2026-02-04", {"text": secret["procuratorate"]})
    act(matter, "opine", world.legal_officer, "2026-02-04", {"text": secret["police"]})
    act(matter, "ready", world.prosecutor, "2026-02-04")
    for who in (world.prosecutor, world.second_prosecutor, world.assistant, world.legal_officer, world.investigator):
        other = "police" if who.side == "procuratorate" else "procuratorate"
        told = page(who, matter)
        assert secret[str(who.side)] in told and secret[other] not in told
        names = {"procuratorate": {"王砚秋", "周聿"}, "police": {"方其"}}
        assert texts(who, matter) == names[str(who.side)]
        assert not Event.objects.visible_to(again(who)).filter(matter=matter, action__contains="opine").exclude(actor_side=who.side).exists()
    with pytest.raises(NotAllowed):
        act(matter, "exchange", world.prosecutor, "2026-02-04")
    with pytest.raises(NotAllowed, match="由本侧主办办理"):
        act(matter, "police_exchange", world.investigator, "2026-02-04")
    invite(matter, world.legal_officer, world.investigator, day="2026-02-04", role="host")  # a second host, who drafts for the first
    drafted = act(matter, "police_exchange", world.investigator, "2026-02-04")
    assert drafted.drafted and not fresh(matter).consultation.exchanged
    for who in (world.investigator, world.legal_officer):
        words = signed_in(again(who)).get(reverse("police:paper", kwargs={"pk": matter.pk, "document": drafted.documents[0].pk})).content.decode()
        assert secret["procuratorate"] not in words, "草稿里没有对方的意见"
    data = {"press": "preview", "version": str(fresh(matter).version)}
    perform(matter.pk, "discard", officer=world.investigator, data={"document": drafted.documents[0].pk}, reason="由主办办理", now=at("2026-02-04"))
    shown = signed_in(again(world.legal_officer)).post(reverse("police:act", kwargs={"pk": matter.pk, "code": "police_exchange"}), data)
    assert shown.status_code == 200 and secret["procuratorate"] not in shown.content.decode(), "预览里没有对方的意见"
    act(matter, "police_exchange", world.legal_officer, "2026-02-05")
    for who in (world.prosecutor, world.assistant, world.legal_officer, world.investigator):
        assert all(words in page(who, matter) for words in secret.values())
        assert texts(who, matter) == {"王砚秋", "周聿", "方其"}
    paper = Document.objects.get(matter=matter, type="LK03G", status="issued")
    assert all(words in str(paper.text) for words in secret.values())
    assert sorted(row.no for row in matter.consultation_opinions.all()) == [1, 2, 3]


def test_a_word_handed_in_opens_nothing_and_what_is_complete_may_be_taken_back(world: World):
    matter = gathering(world)
    act(matter, "opine", world.prosecutor, "2026-02-04", {"text": "已写完的意见"})
    act(matter, "ready", world.prosecutor, "2026-02-04")
    act(matter, "opine", world.legal_officer, "2026-02-04", {"text": "一"})
    assert texts(world.legal_officer, matter) == {"方其"}
    act(matter, "unready", world.prosecutor, "2026-02-04")
    act(matter, "opine", world.prosecutor, "2026-02-04", {"text": "改写后的意见"})
    own = ConsultationOpinion.objects.get(matter=matter, author=world.prosecutor)
    assert own.text == "改写后的意见" and own.no == 1


def test_what_comes_after_the_exchange_says_so(world: World):
    matter = exchanged(world)
    act(matter, "opine", world.investigator, "2026-02-05", {"text": "看过对方意见以后写的"})
    late = ConsultationOpinion.objects.get(matter=matter, author=world.investigator)
    assert late.late and late.issued and texts(world.prosecutor, matter) == {"王砚秋", "周聿", "方其", "邵勉"}
    assert "互见后提交" in page(world.prosecutor, matter)
    act(matter, "opine", world.prosecutor, "2026-02-05", {"text": "再提一份"})
    assert ConsultationOpinion.objects.filter(matter=matter, author=world.prosecutor).count() == 2, "互见过的意见不改"


def test_it_is_held_without_the_other_sides_opinions_which_stay_sealed(world: World):
    matter = gathering(world)
    act(matter, "opine", world.legal_officer, "2026-02-04", {"text": "未互见的公安意见"})
    act(matter, "hold", world.prosecutor, "2026-02-06", {"held_at": "2026-02-06T09:00"})
    assert "未互见的公安意见" not in page(world.prosecutor, matter)


def test_only_hosts_say_that_their_side_is_complete(world: World):
    matter = gathering(world)
    with pytest.raises(NotAllowed, match="由本侧主办办理"):
        act(matter, "ready", world.second_prosecutor, "2026-02-04")


def test_who_is_no_host_has_no_button_that_only_a_host_can_press(world: World):
    """Everywhere it is drawn: on the page, and as the step of a list."""
    hosts = {world.prosecutor: True, world.second_prosecutor: False, world.legal_officer: True, world.investigator: False}
    matter = gathering(world)
    act(matter, "opine", world.prosecutor, "2026-02-04", {"text": "意见"})
    for who, host in hosts.items():
        told = page(who, matter)
        for code in ("hold", "arrange", "take_back", "call_off", *(("ready", "invite") if who.side == "procuratorate" else ("police_ready",))):
            mine = host and (code not in ("take_back", "call_off") or (code == "take_back") == (who.side == matter.began_side))
            assert (f"/do/{code}/" in told) == mine, (who, code)
        assert "/do/opine/" in told and "/do/push/" in told, "受邀的照样提交意见、推送材料"
        listed = signed_in(again(who)).get(reverse(f"{who.side}:cooperation")).content.decode()
        assert matter.number in listed and (f"{matter.pk}/do/hold/" in listed) <= host


# ------------------------------------------------------------------------------------------------ conclusions


def test_it_is_not_over_while_a_question_is_open(world: World):
    matter = exchanged(world)
    act(matter, "hold", world.prosecutor, "2026-02-06", {"held_at": "2026-02-06T09:00"})
    with pytest.raises(NotAllowed, match="下列问题没有记载结论"):
        act(matter, "end", world.prosecutor, "2026-02-06")
    act(matter, "conclude", world.investigator, "2026-02-06", {"item": "1", "outcome": "agreed"})
    with pytest.raises(NotAllowed):
        act(matter, "end", world.prosecutor, "2026-02-06")
    act(matter, "conclude", world.assistant, "2026-02-06", {"item": "2", "outcome": "disagreed"})
    assert fresh(matter).consultation.outcome == "partly"
    act(matter, "end", world.legal_officer, "2026-02-06")
    assert fresh(matter).state == "minuting"


@pytest.mark.parametrize(("outcomes", "whole"), [(("agreed", "agreed"), "agreed"), (("disagreed", "disagreed"), "disagreed"), (("agreed", "disagreed"), "partly")])
def test_the_whole_is_what_its_questions_are(world: World, outcomes: tuple[str, str], whole: str):
    assert minuting(world, outcomes).consultation.outcome == whole


# ------------------------------------------------------------------------------------------------ dissent


def test_a_dissent_is_its_authors_alone(world: World):
    matter = minuting(world)
    act(matter, "dissent", world.second_prosecutor, "2026-02-07", {"item": "2", "text": "第一稿"})
    mine = ConsultationDissent.objects.get(matter=matter)
    first = mine.digest
    act(matter, "dissent", world.investigator, "2026-02-07", {"item": "2", "text": "另一人的"})
    mine.refresh_from_db()
    assert mine.text == "第一稿" and mine.digest == first and ConsultationDissent.objects.count() == 2
    act(matter, "dissent", world.second_prosecutor, "2026-02-07", {"item": "2", "text": "第二稿"})
    mine.refresh_from_db()
    assert mine.text == "第二稿" and mine.digest != first and ConsultationDissent.objects.count() == 2
    invite(matter, world.prosecutor, world.chief, day="2026-02-07")
    perform(matter.pk, "undo", officer=world.chief, reason="撤销邀请", now=at("2026-02-07"))
    invite(matter, world.prosecutor, world.chief, day="2026-02-07")
    assert ConsultationDissent.objects.filter(text="第二稿").exists()
    assert "第二稿" in page(world.legal_officer, matter)


def test_no_undoing_reaches_past_a_dissent(world: World):
    matter = minuting(world)
    invite(matter, world.prosecutor, world.chief, day="2026-02-07")
    act(matter, "dissent", world.second_prosecutor, "2026-02-07", {"item": "1"})
    with pytest.raises(Conflict):
        perform(matter.pk, "undo", officer=world.chief, reason="撤销", now=at("2026-02-07"))
    assert ConsultationDissent.objects.count() == 1


def test_a_dissent_within_ones_own_side_is_not_the_others_to_read(world: World):
    matter = minuting(world)
    act(matter, "own_dissent", world.second_prosecutor, "2026-02-07", {"item": "1", "text": "只给本侧看的话"})
    assert "只给本侧看的话" in page(world.prosecutor, matter)
    assert "只给本侧看的话" not in page(world.legal_officer, matter)
    assert not Event.objects.visible_to(again(world.legal_officer)).filter(matter=matter, action="own_dissent").exists()
    act(matter, "circulate", world.assistant, "2026-02-09")
    assert "只给本侧看的话" not in str(Document.objects.get(matter=matter, type="LK04J").text)
    assert not ConsultationDissent.objects.visible_to(again(world.legal_officer)).exists()


def test_a_dissent_may_come_until_the_last_signature(world: World):
    matter = going_round(world)
    act(matter, "dissent", world.second_prosecutor, "2026-02-10", {"item": "2"})
    matter = sign_minutes(matter, world.prosecutor)
    act(matter, "dissent", world.investigator, "2026-02-10", {"item": "2"})
    matter = sign_minutes(matter, world.legal_officer)
    assert matter.state == "closed"
    with pytest.raises(NotAllowed):
        act(matter, "dissent", world.assistant, "2026-02-10", {"item": "2"})
    assert ConsultationDissent.objects.filter(matter=matter).count() == 2


# ------------------------------------------------------------------------------------------------ minutes


def test_both_hosts_sign_and_the_source_matter_says_so_without_a_word_of_it(world: World):
    source = plays.opened("filing", world)
    Matter.objects.filter(pk=source.pk).update(police_from=at("2026-02-01"))
    matter = sign_minutes(going_round(world, source=source.number), world.legal_officer, world.prosecutor)
    assert matter.state == "closed" and matter.closed_at is not None
    paper = Document.objects.get(matter=matter, type="LK04J")
    assert paper.status == "issued" and paper.number
    assert "21.2万元双方一致" in str(paper.text) and "部分一致" in str(paper.text)
    line = Event.objects.get(matter=source, label__startswith="经会商")
    assert line.label == f"经会商（{matter.number}）" and line.shown == "both" and not line.text and line.officer is None
    assert f"经会商（{matter.number}）" in page(world.second_prosecutor, source)


def test_who_sent_the_minutes_round_does_not_sign_them(world: World):
    matter = minuting(world)
    act(matter, "circulate", world.prosecutor, "2026-02-09")
    with pytest.raises(NotAllowed):
        sign_minutes(matter, world.prosecutor)
    with pytest.raises(NotAllowed):
        sign_minutes(matter, world.second_prosecutor)
    assert fresh(matter).state == "signing"


def test_recalled_or_sent_back_every_signature_is_void(world: World):
    matter = sign_minutes(going_round(world), world.prosecutor)
    act(matter, "recall", world.legal_officer, "2026-02-10")
    assert fresh(matter).state == "minuting"
    act(matter, "circulate", world.investigator, "2026-02-10")
    paper = fresh(matter).documents.get(status="circulating")
    perform(matter.pk, "return", officer=world.prosecutor, data={"document": paper.pk}, reason="第2问的表述不准确", now=at("2026-02-10"))
    assert fresh(matter).state == "minuting"
    act(matter, "circulate", world.assistant, "2026-02-10")
    assert sign_minutes(matter, world.prosecutor, world.legal_officer).state == "closed"


def test_the_setting_leaves_it_to_the_heads(world: World):
    OfficeOption.objects.create(office=world.office, key="consult_signed_by", value="head")
    matter = going_round(world)
    with pytest.raises(NotAllowed):
        sign_minutes(matter, world.prosecutor)
    told = Notice.objects.filter(matter=matter, event__action="circulate", officer__in=(world.chief, world.head))
    assert told.count() == 2, "送到其签署时，负责人才看得见"
    assert parts(matter)["w.chief"] == parts(matter)["w.head"] == "invited"
    assert sign_minutes(matter, world.chief, world.head).state == "closed"


def test_minutes_that_nobody_signs_are_shelved_by_either_side(world: World):
    for who in ("prosecutor", "legal_officer"):
        matter = going_round(world)
        with pytest.raises(NotAllowed):
            act(matter, "shelve", getattr(world, who), "2026-02-12")
        act(matter, "shelve", getattr(world, who), "2026-02-20")
        assert fresh(matter).state == "unsigned"
        assert not Document.objects.filter(matter=matter, status="circulating").exists()


# ------------------------------------------------------------------------------------------------ ways out


@pytest.mark.parametrize("began", list(Side.values))
@pytest.mark.parametrize("alone", list(Side.values))
def test_no_state_waits_for_one_side_for_ever(began: str, alone: str):
    """Whichever side is silent, the other comes to an end by its own acts: from each state that both see, without a signature of the other."""
    table = WORKFLOWS["consultation"].begun_by(began)
    for state in table.states:
        if state.closed or (state.code == "draft" and alone != began):
            continue
        reached, queue = {state.code}, [state.code]
        while queue:
            for row in table.actions_from(table.state(queue.pop())):
                sides = {actor.side for actor in row.by}
                if alone in sides and not row.linked and row.target != SAME and row.target not in reached:
                    reached.add(row.target)
                    queue.append(row.target)
        assert any(table.state(code).closed for code in reached), (state.code, alone)


@pytest.mark.parametrize("by", list(Side.values))
def test_the_applicant_alone_comes_to_an_end_from_everywhere(world: World, by: str):
    host = world.prosecutor if by == "procuratorate" else world.legal_officer
    matter = applied(world, by=by)
    act(matter, "take_back", host, "2026-02-03")
    assert fresh(matter).state == "withdrawn"


def test_the_side_applied_to_ends_what_the_applicant_lets_lie(world: World):
    for step in (agreed, gathering, exchanged, minuting):
        matter = step(world)
        act(matter, "call_off", world.legal_officer, "2026-02-09")
        assert fresh(matter).state == "withdrawn", step


def test_ended_means_no_period_runs_and_nothing_is_opened(world: World):
    matter = gathering(world)
    act(matter, "opine", world.prosecutor, "2026-02-04", {"text": "始终未互见的意见"})
    act(matter, "take_back", world.prosecutor, "2026-02-05")
    assert not Deadline.objects.filter(matter=matter, status="running").exists()
    assert "始终未互见的意见" not in page(world.legal_officer, matter)


# ------------------------------------------------------------------------------------------------ where it comes from, what follows


def test_a_question_asked_turns_into_it_and_keeps_to_itself(world: World):
    asked = advice_request.opened(world)
    receive(asked, world.prosecutor, "2026-02-02")
    act(asked, "to_consultation", world.prosecutor, "2026-02-03")
    matter = Matter.objects.get(kind="consultation")
    assert fresh(asked).state == "consulted" and (matter.state, matter.began_side, matter.parent) == ("draft", "procuratorate", asked)
    assert matter.title == "夜间入户盗窃未遂是否提请批准逮捕会商"
    assert [row.question for row in matter.consultation_questions.all()] == ["盗窃未遂是否达到提请批准逮捕的条件？"]
    assert parts(matter) == {"w.prosecutor": "host"} and not sees(world.second_prosecutor, matter)
    act(matter, "send", world.prosecutor, "2026-02-03", {"questions": "是否达到提请批准逮捕的条件"})
    assert fresh(matter).state == "applied" and sees(world.legal_officer, matter) and not sees(world.investigator, matter)


def test_the_source_names_it_by_number_and_only_a_participant_gets_there(world: World):
    source = plays.opened("filing", world)
    Matter.objects.filter(pk=source.pk).update(police_from=at("2026-02-01"), case=case_of(world))
    matter = applied(world, source=source.number)
    address = f"matters/{matter.pk}/"
    for who, invited in ((world.prosecutor, True), (world.second_prosecutor, False), (world.legal_officer, True), (world.investigator, False)):
        told = page(who, source)
        assert matter.number in told and (address in told) == invited and (matter.title in told) == invited, who
    for who in (world.second_prosecutor, world.case_manager):
        case = signed_in(again(who)).get(reverse("procuratorate:case", kwargs={"pk": fresh(source).case_id})).content.decode()
        assert matter.number not in case and matter.title not in case


def test_a_draft_is_not_even_named_to_the_other_side(world: World):
    source = plays.opened("filing", world)
    Matter.objects.filter(pk=source.pk).update(police_from=at("2026-02-01"))
    matter = applied(world, code="prepare", source=source.number)
    assert matter.number not in page(world.legal_officer, source) and matter.number in page(world.second_prosecutor, source)


def test_a_disputed_matter_offers_it(world: World):
    source = no_arrest.opened(world)
    told = page(world.legal_officer, source)
    assert "申请会商" in told and "open/consultation/apply/?source=" in told


def test_an_outline_follows_from_it_and_tells_nothing_of_it(world: World):
    matter = minuting(world, case_number=case_of(world).number)
    act(matter, "outline", world.prosecutor, "2026-02-07")
    outline = Matter.objects.get(kind="supplementary")
    assert (outline.state, outline.variant, outline.parent) == ("draft", "T1", matter) and not outline.restricted
    assert outline.title == "测试甲涉嫌职务侵占补充侦查案" or "测试甲涉嫌职务侵占" in outline.title
    told = page(world.second_prosecutor, outline)
    assert matter.number in told, "受邀者"
    outsider = page(world.chief, outline)
    assert f"会商（{matter.number}）" in outsider and f"matters/{matter.pk}/" not in outsider
    with pytest.raises(ActionError):
        act(matter, "outline", world.legal_officer, "2026-02-07")


def test_it_goes_before_the_joint_meeting_only_when_both_hosts_agree(world: World):
    matter = going_round(world)
    act(matter, "to_meeting", world.prosecutor, "2026-02-09")
    assert not fresh(matter).consultation.to_meeting
    act(matter, "police_to_meeting", world.legal_officer, "2026-02-09")
    assert fresh(matter).consultation.to_meeting
    assert sign_minutes(matter, world.prosecutor, world.legal_officer).consultation.to_meeting


def test_what_is_resolved_is_everybodys_and_says_nothing_of_what_was_said(world: World):
    matter = minuting(world, case_number=case_of(world).number)
    with pytest.raises(NotAllowed):
        act(matter, "resolve", world.second_prosecutor, "2026-02-07", {"lead": str(world.organ.pk), "due_on": "2026-03-01"})
    act(matter, "resolve", world.prosecutor, "2026-02-07", {"lead": str(world.organ.pk), "due_on": "2026-03-01"})
    made = Matter.objects.get(kind="resolution")
    assert (made.parent, made.title, made.resolution.lead) == (matter, "统一差旅费凭证的调取清单", world.organ)
    assert made.case is None, "案件名称带着当事人，只给受邀的人看"
    for who in (world.chief, world.head, world.second_prosecutor):
        told = page(who, made)
        assert matter.number in told and (f"matters/{matter.pk}/" in told) == (who == world.second_prosecutor)
        assert "差旅费名义支取款项" not in told and "21.2万元双方一致" not in told


def test_what_is_of_use_beyond_the_case_becomes_a_draft_of_guidance_of_ones_own_side(world: World):
    matter = minuting(world, case_number=case_of(world).number)
    act(matter, "to_guidance", world.investigator, "2026-02-07")
    made = Matter.objects.get(kind="guidance")
    assert made.state == "drafting" and made.began_side == "police" and not made.restricted
    assert not sees(world.prosecutor, made), "会签以前对方看不到"


def test_no_period_of_another_matter_moves(world: World):
    source = plays.opened("filing", world)
    Matter.objects.filter(pk=source.pk).update(police_from=at("2026-02-01"))
    before = list(Deadline.objects.filter(matter=source).values_list("rule", "due_on", "status"))
    sign_minutes(going_round(world, source=source.number), world.prosecutor, world.legal_officer)
    assert list(Deadline.objects.filter(matter=source).values_list("rule", "due_on", "status")) == before
    assert fresh(source).state == source.state


def test_the_page_says_who_sees_it_and_that_nothing_secret_belongs_here(world: World):
    matter = gathering(world)
    told = page(world.legal_officer, matter)
    assert "仅受邀者可见" in told and "本系统不得录入涉密信息" in told and "只有上列受邀人员看得见" in told
    for name in ("王砚秋", "周聿", "李珩", "方其", "邵勉"):
        assert name in told

