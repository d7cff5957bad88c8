"""提前介入 on the pages: hints that only propose, opinions side by side, the result at the head; and the story of the night played whole."""

from __future__ import annotations

import re
from datetime import date

import pytest
import time_machine
from django.test import Client

from cases.demo.people import engage
from cases.demo.playing import Player
from cases.demo.repertoire import stories
from cases.models import Case, Document, Event, Matter
from office.forms import OptionsForm
from office.models import OfficeOption, Officer
from office.options import OPTIONS
from tests.at import moment
from tests.liaison.plays.early_intervention import case_of, opened
from tests.liaison.test_early_intervention import answered, joined, reviewed
from tests.supervision import plays
from tests.supervision.ground import begin
from tests.supervision.play import act, at
from tests.world import TODAY, World, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())


def page(who: Officer, address: str, client: Client | None = None) -> str:
    answer = (client or signed_in(who)).get(f"/{who.side}/{address}")
    assert answer.status_code == 200, address
    return answer.content.decode()


# ------------------------------------------------------------------------------------------------ hints


def assault(world: World) -> Case:
    case = case_of(world)
    case.charge, case.name = "强奸", "测试甲涉嫌强奸案"
    case.save()
    return case


def test_case_page_proposes_with_a_link_that_fills_the_form(world):
    case = assault(world)
    words = page(world.prosecutor, f"cases/{case.pk}/")
    assert "符合提示提前介入的规则：性侵案件" in words and "只提示，由人决定" in words
    address = f"open/early_intervention/propose/?case={case.pk}"
    assert f"/procuratorate/{address}" in words
    form = page(world.prosecutor, address)
    assert f'value="{case.pk}" selected' in form and 'value="强奸"' in form and "测试甲、测试乙" in form
    assert f'value="{world.organ.pk}" selected' in form and "已由“犯罪嫌疑人”带入，可以修改" in form
    assert not Matter.objects.exists()


def test_hint_of_an_assistant_only_drafts(world):
    words = page(world.assistant, f"cases/{assault(world).pk}/")
    assert "open/early_intervention/prepare_proposal/" in words and "open/early_intervention/propose/" not in words


def test_police_are_told_on_their_own_matter(world):
    case = assault(world)
    matter = plays.opened("arrest_review", world)
    Matter.objects.filter(pk=matter.pk).update(case=case)
    words = page(world.legal_officer, f"matters/{matter.pk}/")
    assert "可以商请检察机关提前介入：性侵案件" in words and "open/early_intervention/request/?case_number=" in words
    assert "可以商请" not in page(world.head, f"matters/{matter.pk}/"), "只向可以办理的人提示"
    assert "符合提示提前介入的规则" in page(world.prosecutor, f"matters/{matter.pk}/")


def test_number_of_suspects_on_record_is_not_told_to_the_police(world):
    case = case_of(world)
    matter = plays.opened("arrest_review", world)
    Matter.objects.filter(pk=matter.pk).update(case=case)
    Case.objects.filter(pk=case.pk).update(charge="盗窃")
    case.suspects.create(office=world.office, name="测试丙")
    assert "同案犯罪嫌疑人较多" in page(world.prosecutor, f"matters/{matter.pk}/")
    assert "同案犯罪嫌疑人较多" not in page(world.legal_officer, f"matters/{matter.pk}/")


def test_a_minor_on_record_is_a_reason(world):
    case = case_of(world)
    Case.objects.filter(pk=case.pk).update(charge="盗窃")
    case.suspects.filter(name="测试乙").update(born_on=date(2008, 11, 21))
    assert "涉未成年人案件" in page(world.prosecutor, f"cases/{case.pk}/")
    case.suspects.filter(name="测试乙").update(born_on=date(2008, 11, 20))
    assert "涉未成年人案件" not in page(world.prosecutor, f"cases/{case.pk}/")


def test_no_hint_where_it_is_under_way_or_too_late(world):
    matter = opened(world, "propose", case=str(assault(world).pk))
    assert "符合提示" not in page(world.prosecutor, f"cases/{matter.case_id}/")
    act(matter, "withdraw_proposal", world.prosecutor, "2026-02-03")
    assert "符合提示" in page(world.prosecutor, f"cases/{matter.case_id}/")


def test_forms_bring_along_what_is_known_and_say_where_it_is_from(world):
    matter = opened(world, "prepare", variant="prosecution")
    form = page(world.legal_officer, f"matters/{matter.pk}/do/send/")
    assert f'value="{matter.early_intervention.case_name}"' in form and "已由“案件名称”带入，可以修改" in form
    assert re.search(r'value="prosecution"[^>]*checked', form) and re.search(r'value="疑难"[^>]*checked', form) and re.search(r'name="victims" value="6"', form)
    proposal = opened(world, "prepare_proposal")
    form = page(world.prosecutor, f"matters/{proposal.pk}/do/send_proposal/")
    assert f'value="{proposal.case_id}" selected' in form and f'value="{world.organ.pk}" selected' in form and "测试乙是否构成共犯" in form
    assert re.search(r'name="questions" value="取证"[^>]*checked', form) and re.search(r'name="detained"[^>]*>', form)
    raised = answered(world)
    first = page(world.legal_officer, f"matters/{raised.pk}/do/report/?item=1")
    assert re.search(r'name="status" value="done"[^>]*checked', first) and "已由“答复内容”带入" in first


def test_stopped_rule_says_nothing(world):
    OfficeOption.objects.create(office=world.office, key="intervene_triggers", value=["t_group"])
    assert "符合提示" not in page(world.prosecutor, f"cases/{assault(world).pk}/")


@pytest.mark.parametrize("given", ["", "abc", "00000000-0000-0000-0000-000000000000", "'; DROP"])
def test_link_that_names_no_case_opens_the_empty_form(world, given):
    assert "提出介入" in page(world.prosecutor, f"open/early_intervention/propose/?case={given}")


def test_office_keeps_words_and_rules_in_its_settings():
    """罪名 one a line, each once; rules ticked; a rule that is none is refused in one sentence."""
    wanted = [OPTIONS["intervene_charges_new"], OPTIONS["intervene_triggers"]]
    form = OptionsForm({"intervene_charges_new": " 帮助信息网络犯罪活动\n\n组织、领导传销活动\n帮助信息网络犯罪活动 ", "intervene_triggers": ["t_new"]}, settings=wanted)
    assert form.is_valid() and form.cleaned_data == {
        "intervene_charges_new": ["帮助信息网络犯罪活动", "组织、领导传销活动"], "intervene_triggers": ["t_new"],
    }  # fmt: skip
    assert "组织、领导传销活动" in str(OptionsForm(initial=form.cleaned_data, settings=wanted)["intervene_charges_new"])
    assert not OptionsForm({"intervene_triggers": ["t_none"]}, settings=wanted).is_valid()


# ------------------------------------------------------------------------------------------------ the page


def test_opinions_stand_side_by_side_with_their_tally(world):
    matter = answered(world)
    act(matter, "judge", world.prosecutor, "2026-02-08", {"item": "1", "judged": "met"})
    words = page(world.prosecutor, f"matters/{matter.pk}/")
    assert "公安机关商请 · 提请批准逮捕前" in words and "已评价1/3　采纳1　部分1　未采纳1" in words
    assert "item=2&amp;judged=waived" in words and "item=1&amp;judged=" not in words
    form = page(world.prosecutor, f"matters/{matter.pk}/do/judge/?item=2&judged=waived")
    assert re.search(r'value="waived"[^>]*checked', form)
    police = page(world.legal_officer, f"matters/{matter.pk}/")
    assert "已评价1/3" in police and "judged=" not in police


def test_draft_of_the_opinions_is_not_on_the_police_page(world):
    matter = joined(world)
    act(matter, "itemise", world.prosecutor, "2026-02-03")
    assert "提取三部扣押手机" in page(world.prosecutor, f"matters/{matter.pk}/")
    assert "提取三部扣押手机" not in page(world.legal_officer, f"matters/{matter.pk}/")


def test_closed_matter_says_what_became_of_it(world):
    matter = answered(world)
    act(matter, "judge_all", world.prosecutor, "2026-02-08", {"judged_1": "met", "judged_2": "part", "judged_3": "waived"})
    review = reviewed(world, matter)
    for who in (world.prosecutor, world.legal_officer):
        words = page(who, f"matters/{matter.pk}/")
        assert "处理结果：批准逮捕" in words and f"批准逮捕2人（审查逮捕{review.number}，2026年2月9日）" in words
        assert "意见3条：落实1条，部分落实1条，不再需要1条。" in words and "本结果随之撤回" in words


def test_told_custody_is_shown_where_no_measure_is_on_record(world):
    assert "商请时已被羁押（尚未登记强制措施）" in page(world.prosecutor, f"matters/{opened(world).pk}/")


def test_days_of_detention_are_shown_and_not_counted_anew(world):
    """The running period of the case's measure, as that matter counts it; 提前介入 has no clock of its own for it."""
    matter = joined(world)
    other = plays.opened("arrest_review", world)
    Matter.objects.filter(pk=other.pk).update(case=matter.case)
    begin(other, "request_arrest", due=date(2026, 12, 3))
    for who in (world.prosecutor, world.legal_officer):
        assert f"2026年12月3日届满（{other.number}）" in page(who, f"matters/{matter.pk}/")
    assert not matter.deadlines.filter(rule="request_arrest").exists()


LISTS = ("inbox/", "inbox/?who=office", "matters/", "cooperation/", "notices/", "search/?q=测试甲", "ledger/")


@pytest.mark.parametrize(("way", "own", "other"), [("prepare", "legal_officer", "prosecutor"), ("prepare_proposal", "prosecutor", "legal_officer")])
def test_draft_is_on_no_page_of_the_other_side(world, way, own, other):
    matter = opened(world, way)
    title = matter.public_title
    assert title in page(getattr(world, own), "cooperation/")
    seen = signed_in(getattr(world, other))
    for address in (*LISTS, *(("cases/",) if other == "prosecutor" else ("started/",))):
        words = page(getattr(world, other), address, seen)
        assert title not in words and matter.number not in words, address
    assert seen.get(f"/{getattr(world, other).side}/matters/{matter.pk}/").status_code == 404


# ------------------------------------------------------------------------------------------------ the story of the night


@pytest.mark.parametrize("day", ["2026-11-20", "2026-10-09", "2026-05-07"])
def test_night_story_ends_as_the_issue_says(db, day):
    """商请 at night → taken up after six hours → seven opinions after thirty-one → five followed, one in part, one not → 批准逮捕 fills the result."""
    with time_machine.travel(moment(f"{day} 15:00"), tick=True):
        player = Player(engage(at(day, 8)), at(day, 15))
        player.play(player.cues([next(one for one in stories() if one.key == "I01")]), told=lambda _done, _of: None)
    matter = Matter.objects.get(kind="early_intervention")
    when = {one.action: one.recorded_at for one in Event.objects.filter(matter=matter)}
    assert (when["accept"] - when["request"]).total_seconds() == 6 * 3600
    assert (when["opine"] - when["accept"]).total_seconds() == 31 * 3600
    assert matter.handler.name == "周聿明" and matter.case.number.startswith("城公（刑）立案字")
    assert sorted(matter.intervention_items.values_list("status", flat=True)) == ["done"] * 5 + ["part", "refused"]
    assert matter.intervention_items.get(status="refused").reply
    assert (matter.state, matter.early_intervention.outcome) == ("concluded", "arrest")
    assert set(Document.objects.filter(matter=matter).values_list("type", flat=True)) == {"LI01", "LI05", "LI07", "LI08", "LI09"}
    assert "性侵案件" in matter.early_intervention.triggers and "（演示）" in matter.title
