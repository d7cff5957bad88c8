"""联席会议 at both portals in a real Chromium: called, listed, held by two who type at once, its 纪要 sent back once and signed by both."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk, Matter

pytestmark = [pytest.mark.browser, pytest.mark.embedded]

Seat = Callable[..., Desk]
TOPICS = ("批准逮捕后变更强制措施的通知（浏览器演示）", "电子数据调取文书样式（浏览器演示）")
OURS, THEIRS, BOTH = "应当于当日在系统登记。", "应当在二日内在系统登记。", "应当于当日在系统登记，书面通知三日内送达。"


def record(desk: Desk, meeting: Matter, item: int) -> None:
    desk.go(f"meetings/{meeting.pk}/minutes/?item={item}")


def write(desk: Desk, name: str, words: str) -> None:
    """Type into one field and leave it: the page saves it by itself."""
    box = desk.page.locator(f"[data-field={name}]")
    box.locator("textarea, input, select").first.fill(words)
    box.locator("textarea, input, select").first.blur()


def saved(desk: Desk, name: str) -> None:
    expect(desk.page.locator(f"[data-field={name}] [data-saved]")).to_contain_text("保存")
    expect(desk.page.locator(f"[data-field={name}] [data-saved]")).not_to_contain_text("正在")


def test_a_meeting_from_call_to_signature(seat: Seat) -> None:
    prosecutor, clerk, chief, head = seat("jc.wang"), seat("ga.fang"), seat("jc.he"), seat("ga.ju")
    meeting = Matter.opened(
        prosecutor, "joint_meeting", "call", held_on="2026-11-20", from_time="09:30", to_time="11:30", place="侦监办会议室", chair="何知远",
        police="城东分局",
    )  # fmt: skip
    meeting.act(prosecutor, "propose_item", title=TOPICS[0], background="本季度有三件迟报。")
    meeting.act(clerk, "propose_item", title=TOPICS[1], background="各分局样式不一。")
    prosecutor.go(f"meetings/{meeting.pk}/")
    prosecutor.press("列入", within=prosecutor.page.locator("article", has_text=TOPICS[1]))
    prosecutor.page.wait_for_load_state()
    meeting.act(prosecutor, "notify")
    clerk.go(f"meetings/{meeting.pk}/")
    assert TOPICS[0] in clerk.words() and TOPICS[1] in clerk.words()
    meeting.act(prosecutor, "begin", chair="何知远")

    # two people, one record
    record(prosecutor, meeting, 1)
    record(clerk, meeting, 1)
    prosecutor.fill(other="周聿明", text="今年有三件在变更十日以上才收到通知。")
    prosecutor.press("记一条")
    expect(clerk.page.locator("[data-said]")).to_contain_text("今年有三件在变更十日以上才收到通知。")
    record(prosecutor, meeting, 1)
    write(clerk, "measure", "抽查十件没有遗漏。")
    saved(clerk, "measure")
    expect(prosecutor.page.locator("[name=measure]")).to_have_value("抽查十件没有遗漏。")
    expect(prosecutor.page.locator("[data-editing]")).to_contain_text("方其昌正在填写第1项")
    # the same field: both texts are kept, and the field waits for a person
    prosecutor.page.locator("[name=conclusion]").fill(OURS)
    write(clerk, "conclusion", THEIRS)
    saved(clerk, "conclusion")
    prosecutor.page.locator("[name=conclusion]").blur()
    expect(prosecutor.page.locator("#apart-conclusion")).to_contain_text(THEIRS)
    assert OURS in prosecutor.words("#apart-conclusion")
    prosecutor.go(f"{meeting.path}")
    assert prosecutor.status(f"{meeting.path}do/end/") == 403
    assert "待合并" in prosecutor.words()
    record(prosecutor, meeting, 1)
    prosecutor.page.fill("#merge-conclusion", BOTH)
    prosecutor.press("合并")
    expect(prosecutor.page.locator("[name=conclusion]")).to_have_value(BOTH)
    write_plain(prosecutor, lead="城东分局", due_on="2026-12-25")
    conclude(prosecutor, meeting, 1, "决定")
    record(clerk, meeting, 1)
    clerk.press("同意")
    expect(clerk.page.locator("main")).to_contain_text("双方同意")
    conclude(prosecutor, meeting, 2, "下次再议")
    meeting.act(prosecutor, "end")

    # the 纪要 goes round, comes back once, and is signed by both
    meeting.act(prosecutor, "edit_minutes", opening="会议研究了两项议题。纪要如下。")
    meeting.act(prosecutor, "circulate")
    send_back(head, meeting, "“二日内”请改为“当日”。")
    meeting.act(prosecutor, "circulate")
    for desk in (chief, head):
        sign(desk, meeting)
    for desk in (prosecutor, clerk):
        assert "跟踪议定事项" in meeting.state(desk)
    led = meeting.follows(clerk, "议定事项")
    assert BOTH in clerk.words()
    assert led.title


def write_plain(desk: Desk, **values: str) -> None:
    """Fields of the record filled in and saved by the button."""
    for name, value in values.items():
        place = desk.page.locator(f"[data-field={name}] [name={name}]")
        if name == "lead":
            place.select_option(label=place.locator("option", has_text=value).first.inner_text())
        else:
            place.fill(value)
    desk.press("保存")
    for name in values:
        saved(desk, name)


def conclude(desk: Desk, meeting: Matter, item: int, outcome: str) -> None:
    record(desk, meeting, item)
    desk.page.locator(".outcomes").get_by_label(outcome, exact=True).check()
    desk.page.locator(".outcomes button").click()
    desk.page.wait_for_load_state()
    expect(desk.page.locator(".opened h2 .outcome").first).to_have_text(outcome)


def send_back(desk: Desk, meeting: Matter, reason: str) -> None:
    desk.go(meeting.path)
    desk.page.locator("a", has_text="联席会议纪要").first.click()
    desk.page.wait_for_url("**/papers/**")
    box = desk.page.locator("details:has(#id_return_reason)")
    box.locator("summary").click()
    box.locator("#id_return_reason").fill(reason)
    box.get_by_role("button").click()
    desk.page.wait_for_load_state()
    desk.done()


def sign(desk: Desk, matter: Matter, paper: str = "联席会议纪要") -> None:
    desk.go(matter.path)
    desk.page.locator("a", has_text=paper).first.click()
    desk.page.wait_for_url("**/papers/**")
    desk.press("会签")
    desk.page.wait_for_load_state()
    desk.done()


def test_the_record_fits_a_telephone_and_works_without_a_script(seat: Seat) -> None:
    phone = seat("jc.wang", viewport={"width": 390, "height": 844}, java_script_enabled=False)
    meeting = Matter.opened(
        phone, "joint_meeting", "call", held_on="2026-11-20", from_time="14:00", to_time="15:00", place="侦监办会议室", chair="何知远", police="城东分局",
    )  # fmt: skip
    meeting.act(phone, "propose_item", title=TOPICS[0], background="本季度有三件迟报。")
    meeting.act(phone, "notify")
    meeting.act(phone, "begin", chair="何知远")
    record(phone, meeting, 1)
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
    phone.fill(other="周聿明", text="没有脚本也能记。")
    phone.press("记一条")
    phone.page.wait_for_load_state()
    assert "没有脚本也能记。" in phone.words("#said")
    phone.page.locator(".conclude [name=conclusion]").fill(OURS)
    phone.press("保存")
    phone.page.wait_for_load_state()
    expect(phone.page.locator(".conclude [name=conclusion]")).to_have_value(OURS)
