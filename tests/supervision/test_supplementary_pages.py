"""补充侦查 through the pages of both portals: items with their buttons, the page of one item, what each side reads."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from cases.models import Event, Matter
from tests.supervision.play import act, fresh, receive
from tests.supervision.plays import scan
from tests.supervision.plays.supplementary import TERM, opened
from tests.world import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(world):
    made = opened(world, "T3", day="2026-11-02")
    act(made, "send_t3", world.prosecutor, "2026-11-02")
    receive(made, world.legal_officer, "2026-11-03")
    return fresh(made)


def url(side: str, name: str, *args: Any) -> str:
    return reverse(f"{side}:{name}", args=args)


def page(who: Any, side: str, matter: Matter) -> str:
    return signed_in(who).get(url(side, "matter", matter.pk)).content.decode()


def test_police_read_plain_words_with_a_button_at_each_item(world, matter):
    shown = page(world.legal_officer, "police", matter)
    assert "第2条：请补价格认定结论书" in shown and "逐条办理" in shown
    for no in (1, 2, 3):
        assert f"{url('police', 'act', matter.pk, 'claim')}?item={no}" in shown
    assert "要素不全" not in shown  # what the outline lacks is the procuratorate's own concern
    assert "要素不全" in page(world.prosecutor, "procuratorate", matter)


def test_an_item_is_claimed_and_answered_on_a_page_that_shows_it(world, matter):
    desk = signed_in(world.legal_officer)
    claim = url("police", "act", matter.pk, "claim")
    shown = desk.get(claim, {"item": 2}).content.decode()
    assert "第2条：请补价格认定结论书" in shown and 'name="item" value="2"' in shown
    assert url("police", "act", matter.pk, "contest") not in shown  # an act on one item is offered beside that item
    given = {"item": "2", "version": matter.version, "claimed_unit": "刑侦大队", "claimed_by": str(world.investigator.pk)}
    answer = desk.post(claim, given)
    assert answer.status_code == 302 and answer["Location"].endswith("#outline_items-2")
    assert Event.objects.get(matter=matter, action="claim").text == "第2条"
    assert "邵勉" in page(world.legal_officer, "police", matter)
    assert "邵勉" not in page(world.prosecutor, "procuratorate", matter)  # names of officers are each side's own
    own = signed_in(world.investigator)
    reply = url("police", "act", matter.pk, "answer")
    wrong = own.post(reply, {"item": "2", "version": fresh(matter).version, "status": "part", "reply": "已委托鉴定。"})
    assert wrong.status_code == 400 and "请写明原因" in wrong.content.decode() and "已委托鉴定。" in wrong.content.decode()
    own.post(reply, {"item": "2", "version": fresh(matter).version, "status": "done", "reply": "已委托鉴定。", "files": scan("结论书.pdf")})
    shown = page(world.prosecutor, "procuratorate", matter)
    assert "已委托鉴定。" in shown and "结论书.pdf" in shown


def test_without_naming_an_item_nothing_is_done(world, matter):
    answer = signed_in(world.legal_officer).get(url("police", "act", matter.pk, "claim"))
    assert answer.status_code == 400 and "请指明办理哪一条补充侦查条目" in answer.content.decode()


def test_a_prosecutor_enters_an_answer_that_came_on_paper_at_its_item(world, matter):
    act(matter, "assign", world.legal_officer, "2026-11-04")
    entry = f"{url('procuratorate', 'act', matter.pk, 'answer')}?item=1"
    assert entry in page(world.prosecutor, "procuratorate", matter)
    assert "线下登记" in signed_in(world.prosecutor).get(entry).content.decode()


def test_the_outline_is_typed_without_a_script(world):
    desk = signed_in(world.prosecutor)
    made = opened(world, "T1", day="2026-11-02")
    itemise = url("procuratorate", "act", made.pk, "itemise")
    shown = desk.get(itemise).content.decode()
    assert shown.count("row-card") >= 6 and "案发当晚仓库北门的监控录像" in shown  # three items, three spare cards
    given = {"version": made.version, "items-0-fact": "作案时间", "items-0-evidence": "录像", "items-4-fact": "数额", "items-4-evidence": ""}
    wrong = desk.post(itemise, given)
    assert wrong.status_code == 400 and "第2条需要补充的证据" in wrong.content.decode() and "作案时间" in wrong.content.decode()
    assert desk.post(itemise, {**given, "items-4-evidence": "鉴定"}).status_code == 302
    assert [one.evidence for one in made.outline_items.order_by("no")] == ["录像", "鉴定"]


def test_the_draft_shows_the_outline_as_it_will_be_served(world):
    made = opened(world, "T1", day="2026-11-02")
    send = url("procuratorate", "act", made.pk, "send_t1")
    shown = signed_in(world.prosecutor).post(send, {**TERM, "version": made.version, "press": "preview"}).content.decode()
    assert "证明案发时嫌疑人在现场" in shown and "需补充收集的证据：案发当晚仓库北门的监控录像" in shown
    assert "第3条缺补充侦查的理由" in shown
