"""Worklists of both portals: what is listed, in which words, for whom."""


from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from django.http import QueryDict

from cases.desk.lists.steps import next_step
from cases.matters import Past, adopt, desks, perform, sweep
from cases.matters.dossier import Dossier
from cases.matters.telling.words import light
from cases.models import (
    NO_DUE_DATE,
    Case,
    CompulsoryMeasure,
    Matter,
    Suspect,
)
from office.models import OfficeOption, Officer
from tests.cases.day import (
    COMPLAINANT,
    FACTS,
    INSIDE,
    SETTINGS,
    again,
    asked,
    escalated,
    new,
    numbers,
    page,
    text,
    working_day,
)
from tests.supervision.play import act, at, fresh, receive, sign
from tests.world import TODAY, World, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())


@pytest.fixture
def busy(world: World) -> dict[str, Matter]:
    return working_day(world)


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "code", "words"), [
    (-16, "severe", "超期16天"),
    (-11, "severe", "超期11天"),
    (-10, "overdue", "超期10天"),
    (-1, "overdue", "超期1天"),
    (0, "soon", "今天"),
    (2, "soon", "剩2天"),
    (3, "soon", "剩3天"),
    (4, "later", "剩4天"),
])  # fmt: skip
def test_light_is_colour_and_words(days, code, words):
    found = light(TODAY + timedelta(days=days), TODAY, SETTINGS)
    assert (found.code, found.words) == (code, words)


def test_light_without_a_clock_says_why():
    assert light(NO_DUE_DATE, TODAY, SETTINGS, unsigned=True).words == "未起算（待签收）"
    assert light(NO_DUE_DATE, TODAY, SETTINGS).words == "无法定期限"


def test_internal_reminder_is_never_overdue():
    found = light(TODAY - timedelta(days=2), TODAY, SETTINGS, reminder=True)
    assert found.words == "提醒已过2天"


# --- the inbox of the prosecutors ------------------------------------------------------------------------------------


def test_inbox_is_grouped_by_light_and_ordered_by_due_day(world: World, busy):
    shown = page(world.prosecutor, "inbox/")
    headings = ["严重超期（1）", "已超期（1）", "即将到期（1）", "未到期（1）", "未起算（1）"]
    assert [shown.index(words) for words in headings] == sorted(shown.index(words) for words in headings)
    order = [shown.index(f"{INSIDE}{name}案") for name in "甲乙丙丁戊"]
    assert order == sorted(order)
    assert "待办（5）" in shown and "1件对方尚未签收" in shown
    assert "己案" not in shown  # another's: default is one's own
    assert "轮到公安：于11月18日前书面说明理由" in shown
    assert "河西分局·规则第560条" in shown
    assert "未起算（待签收）" in shown and "送达3天，对方未签收" in shown


def test_inbox_of_one_who_handles_nothing_is_the_offices(world: World, busy):
    shown = page(world.chief, "inbox/")
    assert "待办（6）" in shown and "己案" in shown
    assert "待审批待回复" in shown  # nothing waits for his signature


def test_chief_is_led_to_what_waits_for_his_signature(world: World, busy):
    act(busy["other"], "request_a", world.second_prosecutor, "2026-11-19")
    assert "待审批1待回复" in page(world.chief, "inbox/")


def test_options_narrow_and_bad_ones_are_refused(world: World, busy):
    assert "待办（6）" in page(world.prosecutor, "inbox/", who="office")
    shown = page(world.prosecutor, "inbox/", police=str(world.second_organ.pk))
    assert "待办（1）" in shown and "乙案" in shown and "甲案" not in shown
    shown = page(world.prosecutor, "inbox/", unsigned="theirs")
    assert "待办（1）" in shown and "戊案" in shown
    answer = signed_in(world.prosecutor).get("/procuratorate/inbox/", {"turn": "nobody"})
    assert answer.status_code == 400 and "筛选条件“轮到谁”不正确" in answer.content.decode()


def test_a_chip_takes_its_option_away(world: World, busy):
    answer = signed_in(world.prosecutor).get("/procuratorate/inbox/", {"turn": ["police"], "kind": "filing"})
    chips = re.findall(r'class="chip" href="([^"]+)"[^>]*>([^<]+) ×', html.unescape(answer.content.decode()))
    by_label = {label: QueryDict(address[1:]) for address, label in chips}
    assert set(by_label) == {"我的", "公安机关", "立案监督"}
    assert by_label["公安机关"].getlist("turn") == [] and by_label["公安机关"]["kind"] == "filing"
    assert by_label["我的"]["who"] == "office"


def test_custody_is_a_mark_and_an_option(world: World):
    case = Case.objects.create(office=world.office, police=world.organ, number="受案1号", name="案", charge="诈骗")
    suspect = Suspect.objects.create(office=world.office, case=case, name="丙")
    measure = CompulsoryMeasure.objects.create(office=world.office, suspect=suspect, kind="arrest", began_on=date(2026, 11, 1))
    asked(world, "2026-11-10", "2026-11-11", "B", case=str(case.pk))
    shown = page(world.prosecutor, "inbox/", custody="yes")
    assert "待办（1）" in shown and "在押，不因节假日顺延" in shown
    measure.ended_on = date(2026, 11, 15)
    measure.save()
    desks.write(desks.of_cases([case.pk]))
    assert "待办（0）" in page(world.prosecutor, "inbox/", custody="yes")


def test_unassigned_matter_says_so(world: World):
    matter = new(world, "2026-11-18")
    Matter.objects.filter(pk=matter.pk).update(handler=None)
    assert "未指定承办人" in page(world.prosecutor, "inbox/")


def test_nothing_of_another_office(world: World, busy):
    assert "待办（0）" in page(world.strange_prosecutor, "inbox/")
    assert "事项（0）" in page(world.strange_prosecutor, "matters/")


def test_superior_sees_what_lies_with_him_and_reads_the_rest(world: World, busy):
    shown = page(world.city_prosecutor, "inbox/")
    assert "待办（0）" in shown and "下级办公室事项" in shown
    matter = escalated(world)
    shown = page(world.city_prosecutor, "inbox/")
    assert "待办（1）" in shown and "签收《提请上一级人民检察院协商处理的报告》" in shown
    assert "已报上一级院（1）" in page(world.prosecutor, "inbox/")
    assert matter.number in page(world.prosecutor, "matters/", turn="superior")
    assert "下级办公室事项（7）" in page(world.city_prosecutor, "matters/", place="below")


# --- the one button --------------------------------------------------------------------------------------------------


def step(matter: Matter, who: Officer, day: date = TODAY):
    return next_step(Dossier(fresh(matter)), again(who), day)


def test_the_button_is_the_next_step(world: World):
    matter = new(world, "2026-11-10")
    assert step(matter, world.prosecutor).label == "办理"  # a choice to make
    act(matter, "request_a", world.prosecutor, "2026-11-10")
    assert (step(matter, world.prosecutor).label, step(matter, world.chief).label) == ("看草稿", "审阅草稿")
    assert step(matter, world.chief).primary and not step(matter, world.prosecutor).primary
    sign(matter, world.chief, "2026-11-10")
    assert (step(matter, world.legal_officer).label, step(matter, world.legal_officer).name) == ("签收", "paper")
    assert step(matter, world.prosecutor).label == "查看"
    receive(matter, world.legal_officer, "2026-11-11")
    answer = step(matter, world.legal_officer)
    assert (answer.label, answer.name, answer.args) == ("书面说明理由", "act", (matter.pk, "explain"))
    assert step(matter, world.prosecutor, date(2026, 11, 18)).label == "查看"
    assert step(matter, world.prosecutor, date(2026, 11, 19)).label == "办理"  # 督促, or 通知立案


def test_what_the_law_says_must_follow_comes_first(world: World):
    matter = asked(world, "2026-10-01", "2026-10-09")
    act(matter, "notify_filing_silent", world.prosecutor, "2026-10-20")
    sign(matter, world.chief, "2026-10-20")
    receive(matter, world.legal_officer, "2026-10-21")
    found = step(matter, world.prosecutor)
    assert (found.label, found.args[1], found.primary) == ("发《纠正违法通知书》", "correct", True)  # 规则第564条: 应当
    assert step(matter, world.case_manager).label == "查看"


# --- the police ------------------------------------------------------------------------------------------------------


def test_police_inbox_opens_on_what_to_sign_for_and_what_to_answer(world: World, busy):
    shown = page(world.legal_officer, "inbox/")
    assert "1件待签收，3件待回复" in shown
    assert shown.index("待签收（1）") < shown.index("待回复（3）")
    assert "戊案" in shown[shown.index("待签收（1）") : shown.index("待回复（3）")]
    assert "请于2026年11月26日前书面说明不立案理由" in shown
    assert "请书面说明不立案理由：收到之日起七日" in shown  # nothing runs before it is signed for
    assert "乙案" not in shown  # the other organ's
    assert "己案" not in shown  # not disclosed


def test_head_finds_the_drafts_of_his_side(world: World, busy):
    act(busy["soon"], "explain", world.legal_officer, "2026-11-19")
    assert "待审核（1）" in page(world.head, "inbox/")
    assert "接报后进行了审查" in page(world.head, "approvals/")
    assert "待审核（0）" in page(world.legal_officer, "approvals/")


def test_police_order_says_nothing_of_internal_clocks(world: World):
    """The police list runs by police_due_on: an internal reminder neither shows nor moves a row."""
    answered = asked(world, "2026-11-02", "2026-11-03", title="甲案")
    act(answered, "explain", world.legal_officer, "2026-11-05")
    sign(answered, world.head, "2026-11-05")
    assert fresh(answered).next_rule == "review_explanation" and fresh(answered).police_due_on == NO_DUE_DATE
    shown = page(world.legal_officer, "matters/")
    assert "无法定期限" in shown or "未起算" in shown
    assert "审查公安机关说明的理由" not in shown and "内部提醒" not in shown


def test_what_we_started_and_how_it_stands(world: World, busy):
    act(busy["soon"], "explain", world.legal_officer, "2026-11-19")
    assert "已拟稿，待负责人审核" in page(world.legal_officer, "started/")
    sign(busy["soon"], world.head, "2026-11-19")
    assert "已送出，检察院尚未签收" in page(world.legal_officer, "started/")
    receive(busy["soon"], world.case_manager, "2026-11-20")
    assert "检察院11月20日签收" in page(world.legal_officer, "started/")
    perform(busy["soon"].pk, "note", officer=world.legal_officer, data={"text": "材料下周送达", "shown": "both"}, now=at(TODAY))
    assert "附言：材料下周送达" in page(world.legal_officer, "started/", kind="notes")
    assert page(world.other_legal_officer, "started/").count("说明书") == 0
    assert "要求复议意见书" not in page(world.legal_officer, "started/", kind="objections")


POLICE_PAGES = (
    "inbox/", "inbox/?who=mine", "matters/", "approvals/", "notices/", "started/", "started/?kind=notes", "calculator/",
    "search/?q=合同诈骗", f"search/?q={COMPLAINANT}", f"search/?q={INSIDE}", f"search/?q={FACTS}",
)  # fmt: skip


def test_no_police_page_shows_an_internal_field(world: World, busy):
    act(busy["soon"], "explain", world.legal_officer, "2026-11-19")
    perform(busy["over"].pk, "note", officer=world.prosecutor, data={"text": "内部附言金丝雀"}, now=at(TODAY))
    sweep(now=at(TODAY))
    for who in (world.legal_officer, world.head, world.investigator, world.other_legal_officer):
        client = signed_in(again(who))
        for address in POLICE_PAGES:
            shown = client.get(f"/police/{address}")
            assert shown.status_code == 200
            body = shown.content.decode().replace(f'value="{html.escape(address.partition("q=")[2])}"', "")
            body = body.replace(f"没有找到含有“{address.partition('q=')[2]}”的事项", "")
            assert "金丝雀" not in body, address
            assert "己案" not in body, address


# --- 事项 ------------------------------------------------------------------------------------------------------------


def test_all_matters_closed_ones_too(world: World, busy):
    act(busy["other"], "no_need", world.second_prosecutor, "2026-11-18")
    assert fresh(busy["other"]).closed_at is not None
    assert len(numbers(page(world.prosecutor, "matters/"))) == 6
    assert numbers(page(world.prosecutor, "matters/", state="closed")) == ["6"]
    assert len(numbers(page(world.prosecutor, "matters/", state="open"))) == 5
    assert numbers(page(world.prosecutor, "matters/", month="2026-10")) == ["1"]
    assert numbers(page(world.prosecutor, "matters/", handler=str(world.second_prosecutor.pk))) == ["6"]
    answer = signed_in(world.prosecutor).get("/procuratorate/matters/", {"month": "2026-13"})
    assert answer.status_code == 400 and "不是有效的月份" in answer.content.decode()


def test_imported_without_a_day_of_receipt_stand_in_a_list(world: World, busy):
    history = [Past("take_over", date(2026, 9, 1)), Past("request_a", date(2026, 9, 2), number="青检刑不立通〔2026〕99号")]
    values = {"title": "旧案", "variant": "A", "police": world.organ}
    matter = adopt(
        "filing", "awaiting_reasons", officer=world.prosecutor, office=world.office, now=at(TODAY), matter_values=values, history=history
    )
    shown = page(world.prosecutor, "matters/", missing="receipt")
    assert numbers(shown) == [re.search(r"(\d+)号", matter.number)[1]]
    assert "未起算（待签收）" in shown


# --- 转办 ------------------------------------------------------------------------------------------------------------


def test_several_are_handed_on_and_the_skipped_explained(world: World, busy):
    act(busy["other"], "no_need", world.second_prosecutor, "2026-11-18")
    keys = [str(busy[name].pk) for name in ("severe", "over", "other")]
    client = signed_in(world.chief)
    shown = text(client.get("/procuratorate/matters/bulk/reassign/", {"id": keys}))
    assert "转办（3件）" in shown and "略过：已经办结" in shown
    refused = client.post("/procuratorate/matters/bulk/reassign/", {"id": keys, "to": str(world.second_prosecutor.pk), "reason": ""})
    assert refused.status_code == 400 and "请写明理由" in refused.content.decode()
    assert fresh(busy["severe"]).handler == world.prosecutor
    Matter.objects.filter(pk=busy["over"].pk).update(handler=world.second_prosecutor)
    done = client.post("/procuratorate/matters/bulk/reassign/", {"id": keys, "to": str(world.second_prosecutor.pk), "reason": "休假"})
    assert "办成1件，略过2件" in text(done) and "现由此人承办" in text(done)
    assert fresh(busy["severe"]).handler == world.second_prosecutor
    assert fresh(busy["severe"]).events.get(action="reassign").reason == "休假"


def test_handing_on_reaches_no_further_than_one_sees(world: World, busy):
    client = signed_in(world.strange_prosecutor)
    answer = client.post(
        "/procuratorate/matters/bulk/reassign/", {"id": [str(busy["severe"].pk)], "to": str(world.strange_prosecutor.pk), "reason": "x"}
    )
    assert answer.status_code == 400
    assert fresh(busy["severe"]).handler == world.prosecutor
    assert client.get("/procuratorate/matters/bulk/reassign/", {"id": "nonsense"}).status_code == 400
    city = text(signed_in(world.city_prosecutor).get("/procuratorate/matters/bulk/reassign/", {"id": str(busy["severe"].pk)}))
    assert "略过：不在本办公室办理" in city


# --- 待审批 ----------------------------------------------------------------------------------------------------------


def test_drafts_stand_with_their_whole_text_and_are_signed_there(world: World, busy):
    act(busy["other"], "request_a", world.second_prosecutor, "2026-11-19")
    client = signed_in(world.chief)
    answer = client.get("/procuratorate/approvals/")
    assert "现有证据反映有犯罪事实发生" in text(answer) and "第五百六十条" in text(answer)
    form = re.search(r'action="([^"]*/sign/)">.*?name="version" value="(\d+)"', answer.content.decode(), re.DOTALL)
    assert client.post(form[1], {"version": form[2]}).status_code == 302
    assert fresh(busy["other"]).state == "awaiting_reasons"
    assert "待审批（0）" in text(client.get("/procuratorate/approvals/"))


def test_nobody_is_offered_his_own_draft_to_decide(world: World, busy):
    world.chief.grants.create(role="prosecutor")
    act(busy["other"], "request_a", again(world.chief), "2026-11-19")
    assert "待审批（0）" in page(world.chief, "approvals/")


def test_who_decides_follows_the_offices_setting(world: World, busy):
    OfficeOption.objects.create(office=world.office, key="request_decided_by", value="prosecutor")
    act(busy["other"], "request_a", world.assistant, "2026-11-19")
    assert "待审批（1）" in page(world.prosecutor, "approvals/")
    assert "待审批（0）" in page(world.chief, "approvals/")
    assert "待审批（0）" in page(world.assistant, "approvals/")


def test_who_may_open_a_matter_finds_the_button(world: World):
    shown = signed_in(world.complaint_officer).get("/procuratorate/inbox/").content.decode()
    assert "/procuratorate/open/filing/register/" in shown
    assert "/procuratorate/open/filing/take_over/" not in shown
    assert "/open/filing/" not in signed_in(world.case_manager).get("/procuratorate/inbox/").content.decode()
    assert "/open/filing/follow/" not in signed_in(world.prosecutor).get("/procuratorate/inbox/").content.decode()
    assert signed_in(world.prosecutor).get("/procuratorate/open/filing/follow/").status_code == 404
    assert "/open/" not in signed_in(world.legal_officer).get("/police/matters/").content.decode()
