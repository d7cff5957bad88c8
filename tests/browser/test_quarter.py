"""One quarter at both portals: a disputed 不捕 taken to a 会商 with one dissent; the 联席会议 with it on its agenda, its 纪要 sent back once and
signed by both; its 议定事项 worked off and opening the next meeting. What two people do who type at once is in ``test_meeting``."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.desk import Desk, Matter
from tests.browser.test_meeting import conclude, record, send_back, sign, write_plain
from tests.conftest import EmbeddedOffice
from tests.embedded.offices import rows

pytestmark = [pytest.mark.browser, pytest.mark.embedded]

Seat = Callable[..., Desk]
QUESTIONS = ("租金收取时是否明知商铺将被收回（浏览器演示）", "二十六万元能否全部计入数额（浏览器演示）")
OURS, THEIRS = "检察一侧：明知的证据只有一份催告函。", "公安一侧：有催告函和三名商户的陈述。"
DISSENT = "第2问应当先剔除已经退还的部分。"
SEALED = "对方的意见封存中"
LEFT, ENOUGH = "涉案财物价格认定的委托时限（浏览器演示）", "价格认定委托书式样印发"
BEFORE_THE_HEARING = "两份认定结论在庭审前才送到。"


def the_matter(office: EmbeddedOffice, kind: str, state: str) -> str:
    """The key of the demonstration's first matter of a kind in a state."""
    key = rows(office, f"SELECT id FROM cases_matter WHERE kind = '{kind}' AND state = '{state}' ORDER BY id LIMIT 1")[0][0]
    return re.sub(r"^(.{8})(.{4})(.{4})(.{4})(.{12})$", r"\1-\2-\3-\4-\5", key.replace("-", ""))


def buttons(desk: Desk, matter: Matter) -> set[str]:
    """The acts that the page of a matter offers."""
    desk.go(matter.path)
    found = desk.page.eval_on_selector_all("main a[href*='/do/']", "all => all.map(one => one.getAttribute('href'))")
    return {re.sub(r"^.*/do/(\w+)/.*$", r"\1", one) for one in found}


def test_a_disputed_refusal_is_talked_over(office: EmbeddedOffice, seat: Seat) -> None:
    prosecutor, assistant, colleague = seat("jc.wang"), seat("jc.li"), seat("jc.zhou")
    clerk, detective = seat("ga.fang"), seat("ga.shao")

    # from the page of the 不捕 itself; a number that is not there is told, and nothing is begun
    clerk.go(f"matters/{the_matter(office, 'no_arrest', 'following')}/")
    clerk.press("申请会商")
    source = clerk.page.input_value("main [name=source]")
    clerk.fill(title="逄演示涉嫌合同诈骗案会商（演示）", why="dispute", facts="以转租商铺名义收取租金。", questions="\n".join(QUESTIONS), mode="in_person")
    clerk.fill(own_view="足以认定明知。", source="侦监不捕〔2026〕999号")
    clerk.submit()
    assert "没有找到这个编号的事项" in clerk.refused()
    clerk.fill(source=source)
    clerk.submit()
    clerk.done()
    talk = Matter.here(clerk)
    assert prosecutor.status(f"{talk.path}") == 200, "来源事项的承办人是检察一侧的主办"
    assert colleague.status(talk.path) == assistant.status(talk.path) == detective.status(talk.path) == 404

    # seats, materials signed for one by one
    talk.receive(prosecutor)
    talk.act(prosecutor, "accept", reply="同意会商。")
    for who, role in (("李珩", "recorder"), ("周聿明", "invited")):
        talk.act(prosecutor, "invite", who=who, role=role)
    talk.act(clerk, "police_invite", who="邵勉", role="recorder")
    talk.form(prosecutor, "arrange", mode="in_person", held_on="2026-11-20")
    prosecutor.submit()
    assert "请一并填写" in prosecutor.refused()
    talk.act(prosecutor, "arrange", mode="in_person", held_on="2026-11-20", held_time="00:01", place="二楼会商室")
    assert {"hold", "gather", "invite", "take_back", "call_off"}.isdisjoint(buttons(assistant, talk) | buttons(detective, talk)), "只有主办能办的"
    talk.act(detective, "push", files=True, note="催告函", declared="on")
    assistant.go(talk.path)
    assert "有材料等本侧签收" in assistant.words()
    assistant.press("签收", within=assistant.page.locator(".handed"))
    assistant.page.wait_for_load_state()
    assert "李珩" in assistant.words("#consultation_materials") and not assistant.page.locator(".handed").count()

    # opinions: shut until both hosts have pressed, then open at once
    talk.act(prosecutor, "gather")
    talk.act(colleague, "opine", text=OURS, in_name_of="own")
    talk.act(prosecutor, "ready")
    talk.act(detective, "opine", text=THEIRS, in_name_of="own")
    for desk, own, other in ((prosecutor, OURS, THEIRS), (clerk, THEIRS, OURS)):
        desk.go(talk.path)
        assert own in desk.words() and SEALED in desk.words() and other not in desk.words()
    talk.act(clerk, "police_exchange")
    for desk in (colleague, detective):
        desk.go(talk.path)
        assert OURS in desk.words() and THEIRS in desk.words() and SEALED not in desk.words()

    # question by question, one dissent, signed by both hosts; 提交联席会议 by both
    talk.act(prosecutor, "hold", held_at="2026-11-20T00:01", attended="双方主办、记录均到会。")
    views = {"procuratorate_view": "证据不足。", "police_view": "足以认定。"}
    talk.act(assistant, "conclude", item="1", **views, outcome="agreed", conclusion="可以认定明知。")
    assert prosecutor.status(f"{talk.path}do/end/") == 403
    assert "第2项" in prosecutor.words()
    talk.act(assistant, "conclude", item="2", **views, outcome="disagreed", conclusion="未取得一致，双方意见记入纪要。")
    talk.act(prosecutor, "end", summary="逐问讨论。")
    talk.act(colleague, "dissent", item="2", text=DISSENT)
    talk.act(prosecutor, "to_meeting")
    talk.act(clerk, "police_to_meeting")
    talk.act(assistant, "circulate", summary="逐问讨论，第2问未取得一致。")
    for desk in (clerk, prosecutor):
        sign(desk, talk, "会商纪要")
    for desk in (prosecutor, detective):
        desk.go(talk.path)
        said = desk.words()
        assert "会商结果：部分一致" in said and DISSENT in said
    # the source knows its number and no more; in the calendar it has no name and no place
    clerk.go(f"matters/{the_matter(office, 'no_arrest', 'following')}/")
    number = rows(office, f"SELECT number FROM cases_matter WHERE id = '{talk.pk.replace('-', '')}'")[0][0]
    assert f"经会商（{number}）" in clerk.words()
    prosecutor.go("calendar/")
    entry = prosecutor.page.locator(".calendar .entry", has_text=number).first.inner_text()
    assert "会商室" not in entry and "逄演示" not in entry and "改期" not in entry


def test_the_meeting_of_the_quarter_and_what_opens_the_next(office: EmbeddedOffice, seat: Seat) -> None:
    prosecutor, clerk, chief, head, west = seat("jc.wang"), seat("ga.fang"), seat("jc.he"), seat("ga.ju"), seat("ga.tang")
    meeting = Matter(the_matter(office, "joint_meeting", "preparing"), "")

    # the agenda proposes itself from the demonstration's own data, to the convener alone
    clerk.go(f"meetings/{meeting.pk}/")
    for mark in ("超期", "争议", "同类问题", "会商未一致", "自拟"):
        assert mark in clerk.words("#pending"), mark
    assert "异地刷单平台案件的管辖与协查" in clerk.words("#agenda") and "上次议定事项落实情况" in clerk.words("#agenda")
    prosecutor.go(f"meetings/{meeting.pk}/")
    assert "拘留后送看守所超期" not in prosecutor.words() and "在谁手里" in prosecutor.words()
    clerk.press("更新建议")
    clerk.page.wait_for_load_state()
    for title in ("会商未一致的事项", "应当对讯问过程录音"):
        clerk.press("列入", within=clerk.page.locator("#pending article", has_text=title).first)
        clerk.page.wait_for_load_state()
    clerk.press("不列", within=clerk.page.locator("#pending article", has_text="讯问同步录音录像的移送"))
    clerk.fill(reasons="   ")
    clerk.submit()
    assert "理由" in clerk.refused()
    clerk.fill(reasons="与已经列入的录音录像议题合并讨论。")
    clerk.submit()
    clerk.done()
    meeting.act(prosecutor, "propose_item", title=LEFT, background=BEFORE_THE_HEARING)
    clerk.go(f"meetings/{meeting.pk}/")
    clerk.press("列入", within=clerk.page.locator("#pending article", has_text=LEFT))
    clerk.page.wait_for_load_state()
    assert "可以先发会议通知" in clerk.words()
    meeting.act(clerk, "notify")
    meeting.form(clerk, "reschedule", held_on="2026-12-04", from_time="18:00", to_time="17:00", reasons="会议室停电。")
    clerk.submit()
    assert "预计结束时间应当晚于开始时间" in clerk.refused()
    clerk.fill(from_time="15:00")
    clerk.submit()
    clerk.done()
    prosecutor.go("calendar/?week=2026-12-04")
    assert "改期：原" in prosecutor.words(".calendar")

    # held, an item brought in, every item with its outcome, the 纪要 sent back once
    meeting.act(clerk, "begin", chair="何知远")
    assert "2026年第四次" in clerk.page.locator("main h1").inner_text()
    record(prosecutor, meeting, 1)
    prosecutor.page.locator("summary", has_text="补列一题").click()
    prosecutor.page.fill("#add-title", "元旦值班表的交换（浏览器演示）")
    prosecutor.press("补列")
    prosecutor.page.wait_for_load_state()
    places = clerk.page.locator(".items li")
    record(clerk, meeting, 1)
    assert [one.split()[0] for one in places.all_inner_texts()] == [str(no) for no in range(1, places.count() + 1)], "补列的接着编号"
    titles = places.all_inner_texts()
    for no, title in enumerate(titles, 1):
        if "价格认定" in title:
            record(clerk, meeting, no)
            write_plain(clerk, conclusion="立案后三日内委托。", lead="河西分局", due_on="2026-12-25", measure=ENOUGH)
            conclude(clerk, meeting, no, "决定")
            record(prosecutor, meeting, no)
            prosecutor.press("同意")
        elif "录音" in title:
            conclude(clerk, meeting, no, "下次再议")
        elif "刷单" not in title:
            conclude(clerk, meeting, no, "听取")
    meeting.act(clerk, "end")
    meeting.act(clerk, "circulate")
    send_back(chief, meeting, "请写明委托的起算日。")
    item = str(next(no for no, title in enumerate(titles, 1) if "价格认定" in title))
    meeting.act(clerk, "edit_item", item=item, conclusion="自立案之日起三日内委托价格认定。")
    meeting.act(clerk, "circulate")
    for desk in (head, chief):
        sign(desk, meeting)

    # printed: the name, the items, who was there; not a word of what was said back and forth
    prosecutor.go(f"meetings/{meeting.pk}/")
    paper = prosecutor.fetch(prosecutor.page.locator("main .row", has_text="联席会议纪要").first.locator("a", has_text="PDF").get_attribute("href") or "")
    printed = "".join(page.extract_text() for page in PdfReader(BytesIO(paper.body())).pages).replace("\n", "")
    for words in ("纪要", "议定事项", "自立案之日起三日内委托价格认定", "未形成一致意见的事项", "出席"):
        assert words in printed, words

    # worked off: reported by who leads, confirmed across
    led = meeting.follows(west, "议定事项")
    led.act(west, "submit_done", result="式样已经印发各所队。")
    led.form(prosecutor, "reject", rejection="  ", due_on="2026-11-20")
    prosecutor.submit()
    assert prosecutor.refused()
    led.act(prosecutor, "confirm")
    assert "已经完成" in led.state(west)

    # and opening the next meeting, before anything else
    following = Matter.opened(
        prosecutor, "joint_meeting", "call", series="季度", held_on="2026-12-29", from_time="14:30", to_time="16:00", place="三楼会议室", chair="何知远",
    )  # fmt: skip
    prosecutor.go(f"meetings/{following.pk}/")
    waiting = prosecutor.page.locator("#pending article", has_text="上次议定事项落实情况")
    assert "自立案之日起三日内委托价格认定" in waiting.inner_text()
    prosecutor.press("列入", within=waiting)
    prosecutor.page.wait_for_load_state()
    expect(prosecutor.page.locator("#agenda article").first).to_contain_text("上次议定事项落实情况")
    assert "再议" in prosecutor.words("#pending"), "下次再议的议题等待列入"
