"""Both inboxes speak one grammar: the same tabs, groups, filters and rows, each tab at a constant price."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.desk.lists.filters import FOLD, InboxFilter, panel
from cases.desk.lists.keyset import CAP
from cases.matters import desks, perform
from cases.matters.table import workflow as vocabulary
from cases.matters.table.workflow import WORKFLOWS
from cases.matters.telling.words import LIGHTS, light_of, spans_of
from cases.models import NO_DUE_DATE, Case, CompulsoryMeasure, Matter, Suspect
from office.models import Officer
from tests.cases.day import INSIDE, again, asked, escalated, many, new, page, text, working_day
from tests.supervision.play import act, at, fresh, receive, sign
from tests.world import TODAY, World, signed_in

pytestmark = pytest.mark.django_db
TABS = ("", "?tab=receive", "?tab=reply", "?tab=started", "?tab=copied", "?tab=done")


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())


@pytest.fixture
def busy(world: World) -> dict[str, Matter]:
    return working_day(world)


def tabs(who: Officer, address: str = "inbox/") -> dict[str, str]:
    body = signed_in(again(who)).get(f"/{who.side}/{address}").content.decode()
    bar = body[body.index('class="tabbar') : body.index("</nav>", body.index('class="tabbar'))]
    return dict(re.findall(r">([^<>]+?)(?:<b>([^<]*)</b>)?</a>", bar))


# --- tabs ------------------------------------------------------------------------------------------------------------


def test_the_same_tabs_on_both_sides(world: World, busy):
    ours, theirs = tabs(world.prosecutor), tabs(world.legal_officer)
    assert list(ours) == ["待办", "待签收", "待审批", "待回复", "我发起", "抄送我", "已办"]
    assert list(theirs) == ["待办", "待签收", "待审核", "待回复", "我发起", "抄送我", "已办"]
    # mine: severe, over, soon, later wait for the police under a clock; unsigned has none yet
    assert (ours["待办"], ours["待签收"], ours["待回复"]) == ("5", "", "4")
    assert (theirs["待办"], theirs["待签收"], theirs["待回复"]) == ("4", "1", "3")
    assert ours["我发起"] == "5" and theirs["我发起"] == ""


def test_every_tab_opens_for_everyone_and_marks_itself(world: World, busy):
    for who in ("prosecutor", "chief", "case_manager", "complaint_officer", "city_prosecutor", "legal_officer", "head", "investigator"):
        officer = again(getattr(world, who))
        client = signed_in(officer)
        for tab in (*TABS, "approvals/"):
            answer = client.get(f"/{officer.side}/{tab if tab.endswith('/') else f'inbox/{tab}'}")
            assert answer.status_code == 200, (who, tab)
            assert answer.content.decode().count('aria-current="page">') >= 1, (who, tab)


def test_an_unknown_tab_is_a_sentence(world: World):
    answer = signed_in(world.prosecutor).get("/procuratorate/inbox/?tab=nothing")
    assert answer.status_code == 400 and "待办没有这一栏" in text(answer)


def test_receipts_of_our_side_lie_with_whoever_they_are_addressed_to(world: World):
    matter = asked(world, "2026-11-10", "2026-11-11", title="甲案")
    act(matter, "explain", world.legal_officer, "2026-11-16")
    sign(matter, world.head, "2026-11-16")
    assert "待签收（1）" in page(world.case_manager, "inbox/", tab="receive")
    assert "《不立案（立案）理由说明书》" in page(world.prosecutor, "inbox/", tab="receive")
    assert tabs(world.city_prosecutor)["待签收"] == "" and tabs(world.strange_prosecutor)["待签收"] == ""
    above = escalated(world)
    assert above.number in page(world.city_prosecutor, "inbox/", tab="receive")
    assert above.number not in page(world.prosecutor, "inbox/", tab="receive")


def test_awaiting_reply_is_what_the_other_side_owes_under_a_shared_clock(world: World, busy):
    shown = page(world.prosecutor, "inbox/", tab="reply", who="office")
    assert "待回复（4）" in shown and "戊案" not in shown and "己案" not in shown
    headings = ["严重超期（1）", "已超期（1）", "即将到期（1）", "未到期（1）"]
    assert [shown.index(words) for words in headings] == sorted(shown.index(words) for words in headings)
    answered = busy["soon"]
    act(answered, "explain", world.legal_officer, "2026-11-19")
    sign(answered, world.head, "2026-11-19")
    receive(answered, world.case_manager, "2026-11-19")
    assert "丙案" not in page(world.prosecutor, "inbox/", tab="reply")
    assert "丙案" not in page(world.legal_officer, "inbox/", tab="reply")


def test_what_i_began(world: World):
    mine, other = new(world, "2026-11-10", "B", title="甲案"), new(world, "2026-11-10", title="乙案", by=world.second_prosecutor)
    shown = page(world.prosecutor, "inbox/", tab="started")
    assert "甲案" in shown and "乙案" not in shown and "最近发起的在前（1）" in shown
    act(mine, "no_need", world.prosecutor, "2026-11-11")
    assert "已办结" in page(world.prosecutor, "inbox/", tab="started")  # how it ended stays to be seen
    assert other.number in page(world.second_prosecutor, "inbox/", tab="started")


def test_an_objection_is_begun_by_who_drafted_it(world: World):
    matter = asked(world, "2026-10-10", "2026-10-12", "B", title="丙案")
    act(matter, "explain", world.legal_officer, "2026-10-15")
    sign(matter, world.head, "2026-10-15")
    receive(matter, world.case_manager, "2026-10-15")
    act(matter, "notify_withdrawal", world.prosecutor, "2026-10-20")
    sign(matter, world.chief, "2026-10-20")
    receive(matter, world.legal_officer, "2026-10-21")
    assert tabs(world.legal_officer)["我发起"] == ""
    act(matter, "ask_reconsideration", world.legal_officer, "2026-10-22")
    sign(matter, world.head, "2026-10-22")
    assert "丙案" in page(world.legal_officer, "inbox/", tab="started")
    assert tabs(world.head)["我发起"] == ""


def test_what_i_did_newest_first(world: World):
    matter = asked(world, "2026-11-10", "2026-11-11", title="甲案")
    perform(matter.pk, "note", officer=world.prosecutor, data={"text": "内部附言"}, now=at("2026-11-12"))
    shown = page(world.prosecutor, "inbox/", tab="done")
    assert shown.index("附言") < shown.index("拟稿呈批") < shown.index("受理线索")
    assert "待公安说明理由" in shown
    theirs = page(world.legal_officer, "inbox/", tab="done")
    assert "签收《要求说明不立案理由通知书》" in theirs and "待本单位办理" in theirs
    assert "待公安说明理由" not in theirs and INSIDE not in theirs and "附言" not in theirs
    assert "最近办理的在前" in page(world.chief, "inbox/", tab="done") and "现在没有" in page(world.head, "inbox/", tab="done")


def test_copies_are_listed_for_whom_they_were_made(world: World, busy):
    matter = busy["severe"]
    given = {"people": [str(world.second_prosecutor.pk)], "reason": "请留意期限"}
    perform(matter.pk, "copy_to", officer=world.prosecutor, data=given, now=at(TODAY), reason="请留意期限")
    shown = page(world.second_prosecutor, "inbox/", tab="copied")
    assert "甲案" in shown and "王砚秋抄送" in shown and "未阅" in shown
    assert tabs(world.second_prosecutor)["抄送我"] == "1"
    assert "甲案" not in page(world.chief, "inbox/", tab="copied") and "甲案" not in page(world.legal_officer, "inbox/", tab="copied")
    page(world.second_prosecutor, f"matters/{matter.pk}/")
    assert tabs(world.second_prosecutor)["抄送我"] == "" and "已阅" in page(world.second_prosecutor, "inbox/", tab="copied")


# --- price -----------------------------------------------------------------------------------------------------------


def queries(who: Officer, address: str) -> int:
    client = signed_in(again(who))
    with CaptureQueriesContext(connection) as caught:
        assert client.get(f"/{who.side}/{address}").status_code == 200
    return len(caught)


@pytest.mark.parametrize("who", ["prosecutor", "legal_officer"])
@pytest.mark.parametrize("tab", TABS)
def test_a_tab_asks_as_much_of_ten_as_of_two_hundred(world: World, who, tab):
    many(world, 10)
    few = queries(getattr(world, who), f"inbox/{tab}")
    many(world, 190, first=10)
    assert queries(getattr(world, who), f"inbox/{tab}") == few


def test_tabs_count_no_further_than_the_cap(world: World):
    many(world, CAP + 1)
    assert (tabs(world.prosecutor)["待办"], tabs(world.prosecutor)["待回复"]) == (f"{CAP}+", f"{CAP}+")


def test_tabs_turn_their_pages(world: World):
    many(world, 120)
    for tab, size in (("reply", 50), ("done", 0)):
        client = signed_in(world.prosecutor)
        body = client.get("/procuratorate/inbox/", {"tab": tab}).content.decode()
        found = re.findall(r'href="(\?[^"]*after=[^"]*)"', body)
        assert bool(found) == bool(size)
        if found:
            second = client.get(f"/procuratorate/inbox/{html.unescape(found[0])}").content.decode()
            one, two = (set(re.findall(r"侦监立〔2025〕(\d+)号", part)) for part in (body, second))
            assert len(one) == size and len(two) == size and not one & two


# --- filters ---------------------------------------------------------------------------------------------------------


def thirteen(monkeypatch) -> None:
    table = WORKFLOWS["filing"]
    for place in range(12):
        monkeypatch.setitem(vocabulary.WORKFLOWS, f"kind{place}", replace(table, kind=f"kind{place}", label=f"类别{place}"))


def test_of_many_kinds_the_frequent_stand_open(world: World, monkeypatch):
    thirteen(monkeypatch)
    counts = {"kind": {**{f"kind{place}": place + 1 for place in range(12)}, "filing": 1}}
    data = QueryDict("kind=filing")
    shown = panel(InboxFilter(data, Matter.objects.all(), organs=[]), counts, data=data)
    (facet,) = shown.facets
    assert facet.choices[0].label == "立案监督" and facet.choices[0].on  # what is on is never folded
    assert [one.label for one in facet.choices[1:]] == [f"类别{place}" for place in range(12 - FOLD, 12)]
    assert len(facet.choices) + len(facet.more) == 13
    body = signed_in(world.prosecutor).get("/procuratorate/inbox/").content.decode()
    assert "其余" not in body  # nothing of them is here


def test_custody_and_mine_narrow_on_both_sides(world: World):
    case = Case.objects.create(office=world.office, police=world.organ, number="受案1号", name="案", charge="诈骗")
    suspect = Suspect.objects.create(office=world.office, case=case, name="丙某某")
    CompulsoryMeasure.objects.create(office=world.office, suspect=suspect, kind="arrest", began_on=TODAY)
    held = asked(world, "2026-11-10", "2026-11-11", "B", case=str(case.pk), title="甲案")
    asked(world, "2026-11-10", "2026-11-11", title="乙案")
    for who in (world.prosecutor, world.legal_officer):
        shown = page(who, "inbox/", custody="yes", who="office")
        assert "甲案" in shown and "乙案" not in shown and "在押×" in shown
    Matter.objects.filter(pk=held.pk).update(police_handler=world.investigator)
    desks.write([held.pk])
    mine = page(world.investigator, "inbox/", who="mine")
    assert "甲案" in mine and "乙案" not in mine and "我的×" in mine
    assert "丙某某" not in page(world.legal_officer, "inbox/", custody="yes")


@pytest.mark.parametrize("who", ["prosecutor", "legal_officer"])
def test_the_lights_narrow_and_count_as_the_groups_do(world: World, busy, who):
    titles = {"severe": "甲案", "overdue": "乙案", "soon": "丙案", "later": "丁案"}
    if who == "legal_officer":
        Matter.objects.update(police=world.organ)
        desks.write(desks.keys())
    for code, title in titles.items():
        shown = page(getattr(world, who), "inbox/", due=code, who="office")
        assert title in shown and not [other for other in titles.values() if other != title and other in shown], code
        assert f"{LIGHTS[code]}×" in shown
    both = signed_in(getattr(world, who)).get(f"/{getattr(world, who).side}/inbox/?who=office&due=severe&due=overdue").content.decode()
    assert "甲案" in both and "乙案" in both and "丙案" not in both
    assert re.search(r"严重超期</span><span class=\"count\">1<", both)


def test_every_day_stands_under_one_light():
    spans = spans_of(TODAY, severe_days=10, soon_days=3)
    for due in [*(TODAY + timedelta(days=day) for day in range(-14, 8)), NO_DUE_DATE]:
        within = [code for code, (first, last) in spans.items() if first <= due <= last]
        assert within == [light_of(due, TODAY, severe_days=10, soon_days=3).code]


def test_clearing_and_the_first_page_stay_on_the_list(world: World):
    many(world, 60)
    body = signed_in(world.prosecutor).get("/procuratorate/inbox/?tab=reply&who=office&kind=filing").content.decode()
    assert 'href="?tab=reply&amp;who=office">清除</a>' in body
    following = html.unescape(re.search(r'href="([^"]+)">下一页', body)[1])
    second = signed_in(world.prosecutor).get(f"/procuratorate/inbox/{following}").content.decode()
    assert 'href="?tab=reply&amp;who=office&amp;kind=filing">回到第一页</a>' in second


def test_the_ledger_has_them_too(world: World, busy):
    shown = page(world.prosecutor, "matters/", unsigned="theirs")
    assert "事项（1）" in shown and "戊案" in shown
    shown = page(world.prosecutor, "matters/", variant="filing.A")
    assert "应当立案而不立案×" in shown and "事项（6）" in shown


# --- the head of a matter ----------------------------------------------------------------------------------------------


def test_the_head_of_a_matter_says_five_things_to_both(world: World):
    case = Case.objects.create(office=world.office, police=world.organ, number="城公受案〔2026〕7号", name="内部案名金丝雀", charge="诈骗")
    suspect = Suspect.objects.create(office=world.office, case=case, name="追加嫌疑人丁")
    CompulsoryMeasure.objects.create(office=world.office, suspect=suspect, kind="arrest", began_on=TODAY)
    matter = asked(world, "2026-11-10", "2026-11-13", case=str(case.pk), title="甲案")
    ours, theirs = (page(who, f"matters/{matter.pk}/") for who in (world.prosecutor, world.legal_officer))
    for shown in (ours, theirs):
        order = [shown.index(word) for word in ("编号侦监立", "当事人", "在谁手里青江公安局城东分局", "下一法定节点2026年11月20日", "羁押与否")]
        assert order == sorted(order)
    assert "当事人追加嫌疑人丁" in ours and "追加嫌疑人丁逮捕（11月20日起）" in ours
    assert "当事人陈某军" in theirs and "羁押与否1人在押" in theirs
    assert "追加嫌疑人丁" not in theirs and "内部案名金丝雀" not in theirs
    assert "经过（检、警同一条时间线）" in ours and "经过（检、警同一条时间线）" in theirs
    assert fresh(matter).case == case


def test_every_address_of_a_row_is_a_page(world: World, busy):
    for who in (world.prosecutor, world.chief, world.legal_officer):
        client = signed_in(again(who))
        body = client.get(f"/{who.side}/inbox/").content.decode()
        for address in {html.unescape(one) for one in re.findall(r'href="(/p[^"]+)"', body)}:
            assert client.get(address).status_code in (200, 302), address
        assert reverse(f"{who.side}:inbox") + "?tab=done" in body
