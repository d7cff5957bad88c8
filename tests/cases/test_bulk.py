"""批量办理: every row listed with what will happen, the skipped ones explained, each done by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.matters.table import workflow as vocabulary
from cases.matters.table.workflow import WORKFLOWS
from cases.models import Document, Matter
from office.keys import uuid7
from office.models import Officer
from tests.cases.day import again, asked, many, new, text, working_day
from tests.supervision.play import act, counts, fresh, receive, scan, sign
from tests.world import TODAY, World, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())


def bulk(who: Officer, code: str, data: dict, *, post: bool = False):
    client = signed_in(again(who))
    address = f"/{who.side}/matters/bulk/{code}/"
    return client.post(address, data) if post else client.get(address, data)


@pytest.fixture
def flagged(monkeypatch):
    """移送捕诉审查 may be done for several: an act with a form and no paper; 调查核实 with one."""

    def flag(*codes: str) -> None:
        table = WORKFLOWS["filing"]
        actions = tuple(replace(row, bulk=row.code in codes or row.bulk) for row in table.actions)
        monkeypatch.setitem(vocabulary.WORKFLOWS, "filing", replace(table, actions=actions))

    return flag


# --- 签收 ------------------------------------------------------------------------------------------------------------


def test_every_paper_is_listed_and_signed_for(world: World):
    busy = working_day(world)
    other = asked(world, "2026-11-18", title="辛案")
    keys = [str(busy[name].pk) for name in ("unsigned", "soon")] + [str(other.pk)]
    shown = text(bulk(world.legal_officer, "receive", {"id": keys}))
    assert "签收（3件）" in shown and "将办理2件，略过1件" in shown
    assert "签收《要求说明不立案理由通知书》" in shown and "略过：没有待我方签收的文书" in shown
    done = text(bulk(world.legal_officer, "receive", {"id": keys}, post=True))
    assert "办成2件，略过1件" in done and done.count("已签收") == 2
    for matter in (busy["unsigned"], other):
        assert fresh(matter).police_due_on == date(2026, 11, 27)  # seven days from today


def test_a_ticked_paper_alone_is_signed_for(world: World):
    """Two papers wait in one matter: ticking one signs one."""
    matter = new(world, "2026-11-16", title="壬案")
    act(matter, "verify", world.prosecutor, "2026-11-16")
    act(matter, "request_a", world.prosecutor, "2026-11-16")
    sign(matter, world.chief, "2026-11-17")
    first, second = Document.objects.filter(matter=matter, status="issued").order_by("issued_at", "id")
    shown = text(bulk(world.legal_officer, "receive", {"paper": [str(first.pk)]}))
    assert first.name in shown and second.name not in shown
    bulk(world.legal_officer, "receive", {"paper": [str(first.pk)]}, post=True)
    assert [Document.objects.get(pk=one.pk).status for one in (first, second)] == ["received", "issued"]
    late = text(bulk(world.legal_officer, "receive", {"paper": [str(first.pk)]}, post=True))
    assert "略过：没有待我方签收的文书" in late and "办成0件，略过1件" in late


def test_who_does_not_sign_is_told(world: World):
    busy = working_day(world)
    before = counts()
    answer = bulk(world.investigator, "receive", {"id": [str(busy["unsigned"].pk)]}, post=True)
    assert "略过：文书由法制员签收，您没有这项权限" in text(answer) and counts() == before


def test_our_side_signs_for_what_the_police_sent(world: World):
    matter = asked(world, "2026-11-10", "2026-11-11", title="癸案")
    act(matter, "explain", world.legal_officer, "2026-11-16")
    sign(matter, world.head, "2026-11-16")
    done = text(bulk(world.case_manager, "receive", {"id": [str(matter.pk)]}, post=True))
    assert "办成1件" in done
    assert Document.objects.get(matter=matter, action="explain").received_by == world.case_manager


# --- 催办, 转办 --------------------------------------------------------------------------------------------------------


def test_chasing_several(world: World):
    busy = working_day(world)
    keys = [str(busy[name].pk) for name in ("severe", "over", "other")]
    shown = text(bulk(world.prosecutor, "chase", {"id": keys}))
    assert "催办（3件）" in shown and "略过：事项尚未向公安机关公开，不能催办。" in shown
    done = text(bulk(world.prosecutor, "chase", {"id": keys}, post=True))
    assert "办成2件，略过1件" in done
    assert fresh(busy["other"]).events.filter(action="chase").count() == 0


def test_handing_on_asks_once_for_all(world: World):
    busy = working_day(world)
    keys = [str(busy[name].pk) for name in ("severe", "over")]
    answer = bulk(world.chief, "reassign", {"id": keys, "to": str(world.second_prosecutor.pk), "reason": " "}, post=True)
    assert answer.status_code == 400 and "请写明理由" in text(answer)
    assert fresh(busy["severe"]).handler == world.prosecutor
    bulk(world.chief, "reassign", {"id": keys, "to": str(world.second_prosecutor.pk), "reason": "休假"}, post=True)
    assert {fresh(busy[name]).handler for name in ("severe", "over")} == {world.second_prosecutor}


# --- acts of the tables ----------------------------------------------------------------------------------------------


def leads(world: World, number: int) -> list[Matter]:
    from_lead = [new(world, "2026-11-18", title=f"线索{place}", code="register") for place in range(number)]
    Matter.objects.filter(pk__in=[one.pk for one in from_lead]).update(state="lead")
    return from_lead


def test_an_act_that_is_not_marked_is_not_done_for_several(world: World, flagged):
    (lead,) = leads(world, 1)
    assert bulk(world.prosecutor, "to_review", {"id": [str(lead.pk)]}).status_code == 404
    assert bulk(world.prosecutor, "nothing", {"id": [str(lead.pk)]}).status_code == 404
    flagged("to_review")
    assert bulk(world.prosecutor, "to_review", {"id": [str(lead.pk)]}).status_code == 200
    assert bulk(world.legal_officer, "to_review", {"id": [str(lead.pk)]}).status_code == 404  # an act of the other side


def test_one_form_for_all_and_each_row_by_itself(world: World, flagged):
    flagged("to_review")
    one, two = leads(world, 2)
    further = asked(world, "2026-11-10", "2026-11-11", title="甲案")
    keys = [str(row.pk) for row in (one, two, further)]
    body = signed_in(world.prosecutor).get("/procuratorate/inbox/").content.decode()
    assert "matters/bulk/to_review/" in body
    shown = text(bulk(world.prosecutor, "to_review", {"id": keys}))
    assert "移送捕诉审查（3件）" in shown and "将办理2件，略过1件" in shown
    assert "略过：事项现处于“待公安说明理由”，不能办理“移送捕诉审查”。" in shown
    before = counts()
    refused = bulk(world.prosecutor, "to_review", {"id": keys, "reasons": ""}, post=True)
    assert refused.status_code == 400 and counts() == before
    done = text(bulk(world.prosecutor, "to_review", {"id": keys, "reasons": "需要公安机关说明理由。"}, post=True))
    assert "办成2件，略过1件" in done
    assert [fresh(row).state for row in (one, two, further)] == ["review", "review", "awaiting_reasons"]


def test_a_row_that_fails_leaves_the_others_done(world: World, flagged):
    """What stops one row (here a draft made meanwhile) is said in its line."""
    flagged("request_a")
    first, second = new(world, "2026-11-18", title="甲案"), new(world, "2026-11-18", title="乙案")
    act(second, "request_a", world.prosecutor, "2026-11-19")
    given = {"id": [str(first.pk), str(second.pk)], "facts": "不予立案。", "reasons": "有犯罪事实。"}
    shown = text(bulk(world.prosecutor, "request_a", {"id": given["id"]}))
    assert "须由检察长决定" in shown and "略过：“要求说明不立案理由”已有草稿，请打开草稿办理。" in shown
    done = text(bulk(world.prosecutor, "request_a", given, post=True))
    assert "办成1件，略过1件" in done and "已拟稿，等待签发：《要求说明不立案理由通知书》" in done
    assert Document.objects.filter(matter=first, status="draft").count() == 1


def test_every_matter_gets_its_own_copy_of_what_is_uploaded(world: World, flagged):
    flagged("explain")
    rows = [asked(world, "2026-11-12", "2026-11-13", title=title) for title in ("甲案", "乙案")]
    given = {
        "id": [str(row.pk) for row in rows], "own_number": "城公说字〔2026〕9号", "situation": "已审查。", "grounds": "没有犯罪事实。",
        "files": scan(),
    }  # fmt: skip
    done = text(bulk(world.legal_officer, "explain", given, post=True))
    assert "办成2件，略过0件" in done
    for row in rows:
        paper = Document.objects.get(matter=row, action="explain")
        assert paper.attachments.get().size == scan().size


# --- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["receive", "chase", "reassign"])
def test_bad_input_is_one_sentence(world: World, code):
    working_day(world)
    before = counts()
    for post in (False, True):
        for data, sentence in (
            ({}, "请先在列表中勾选"),
            ({"id": ["nonsense"]}, "所选事项的标记不正确"),
            ({"paper": ["1"]}, "所选事项的标记不正确"),
            ({"id": [str(uuid7())]}, "所选事项都不在您的可见范围内"),
            ({"id": [str(uuid7()) for _ in range(201)]}, "一次最多办理200件，现在选了201件，请减少后再办。"),
        ):
            answer = bulk(world.prosecutor, code, data, post=post)
            assert answer.status_code == 400 and sentence in text(answer), (code, post, sentence)
    assert counts() == before


def test_one_comes_back_to_the_list_one_came_from(world: World):
    busy = working_day(world)
    here = "/procuratorate/inbox/?tab=reply&kind=filing"
    answer = bulk(world.prosecutor, "chase", {"back": here})
    assert answer.status_code == 302 and answer.url == here  # nothing ticked: a sentence above the list
    body = signed_in(world.prosecutor).get(here).content.decode()
    assert 'name="back" value="/procuratorate/inbox/?tab=reply&amp;kind=filing"' in body
    done = bulk(world.prosecutor, "chase", {"id": [str(busy["over"].pk)], "back": here}, post=True).content.decode()
    assert 'href="/procuratorate/inbox/?tab=reply&amp;kind=filing">回到列表' in done
    for elsewhere in ("https://example.org/", "//example.org/procuratorate/inbox/", "/police/inbox/"):
        assert bulk(world.prosecutor, "chase", {"back": elsewhere}).status_code == 400


def test_what_one_does_not_see_is_not_there(world: World):
    busy = working_day(world)
    answer = bulk(world.other_legal_officer, "receive", {"id": [str(busy["unsigned"].pk), str(busy["over"].pk)]})
    shown = text(answer)
    assert "签收（1件）" in shown and busy["unsigned"].number not in shown


def test_no_more_queries_for_two_hundred_than_for_ten(world: World):
    many(world, 200)
    keys = [str(pk) for pk in Matter.objects.order_by("id").values_list("pk", flat=True)]

    def queries(number: int) -> int:
        client = signed_in(again(world.prosecutor))
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/procuratorate/matters/bulk/reassign/", {"id": keys[:number]}).status_code == 200
        return len(caught)

    assert queries(200) == queries(10)


def test_ticking_all_of_a_page(world: World):
    working_day(world)
    body = signed_in(world.prosecutor).get("/procuratorate/inbox/").content.decode()
    assert body.count('type="checkbox" name="id"') == 5 and " checked" not in body and "ticked=all" in body
    body = signed_in(world.prosecutor).get("/procuratorate/inbox/?ticked=all").content.decode()
    assert body.count(" checked>") == 5
    receive(asked(world, "2026-11-19"), world.legal_officer, "2026-11-20")
    body = signed_in(world.legal_officer).get("/police/inbox/?ticked=all").content.decode()
    assert 'name="paper"' in body and body.count(" checked>") == 5
