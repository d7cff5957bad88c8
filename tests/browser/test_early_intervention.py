"""提前介入 at both portals in a real Chromium: asked at night, taken up, seven opinions, five followed, one in part, one not; 批准逮捕 fills the result."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.desk import Desk, Matter, side_of

pytestmark = [pytest.mark.browser, pytest.mark.embedded]

Seat = Callable[..., Desk]
NUMBER, NAME, TODAY = "城公（刑）立字〔2026〕2190号", "阙演示涉嫌强奸案（演示）", "2026-11-20"
OPINIONS = tuple(
    {"topic": "evidence", "opinion": f"第{no}项：提取并固定证据。", "wanted": "提取笔录齐全", "necessary": "on", "clear": "on", "feasible": "on"}
    for no in range(1, 8)
)
ANSWERS = ("done",) * 5 + ("part", "refused")
JUDGED = ("met",) * 5 + ("part", "waived")


def test_a_night_of_early_intervention(seat: Seat) -> None:
    police, prosecutor, chief, cases = seat("ga.fang"), seat("jc.zhou"), seat("jc.he"), seat("jc.meng")
    police.go("open/early_intervention/request/")
    police.fill(case_number=NUMBER, case_name=NAME, charge="强奸", subject="阙演示", detained="on", victims="1", grounds="敏感", own_number="城公（刑）商介字〔2026〕190号")
    police.fill(reasons="被害人次日报警，检材须尽快固定。")
    police.attach()
    police.submit()
    police.done()
    matter = Matter.here(police)
    assert matter.title == "阙演示涉嫌强奸提前介入案（演示）"

    matter.receive(prosecutor)
    assert "性侵案件" in prosecutor.words() and "商请时已被羁押" in matter.state(prosecutor)
    prosecutor.press("签收勾选的材料")
    prosecutor.done()
    matter.act(prosecutor, "accept", handler="周聿明", mode="查阅材料")
    matter.receive(police)
    matter.act(prosecutor, "itemise", items=[{**OPINIONS[0], "feasible": "off"}, *OPINIONS[1:]])
    matter.form(prosecutor, "opine", grounds="查阅材料一份。")
    prosecutor.submit()
    assert "第1条没有确认可行" in prosecutor.refused()
    police.go(matter.path)
    assert "提取并固定证据" not in police.words(), "没有发出的意见公安机关看不到"
    matter.act(prosecutor, "itemise", items=OPINIONS)
    matter.act(prosecutor, "opine", grounds="查阅材料一份。")

    matter.receive(police)
    assert "请逐条落实" in matter.state(police)
    for no, status in enumerate(ANSWERS, 1):
        matter.act(police, "report", item=str(no), status=status, reply=f"第{no}条的情况和理由。")
    matter.act(police, "feedback", own_number="城公（刑）介反字〔2026〕190号", result="均已办理。")
    matter.receive(prosecutor)
    matter.act(prosecutor, "judge_all", **{f"judged_{no}": verdict for no, verdict in enumerate(JUDGED, 1)})

    review = Matter.opened(
        cases, "arrest_review", "accept", case="阙演示", title="阙演示涉嫌强奸审查逮捕案（演示）", police="城东分局", subject="阙演示",
        charge="强奸", request_number="城公（刑）提捕字〔2026〕190号", received_on=TODAY, detained="yes",
    )  # fmt: skip
    review.act(prosecutor, "approve", facts="事实清楚。", reasons="有逮捕必要。")
    review.sign(chief)
    for desk in (prosecutor, police):
        desk.go(matter.path)
        said = desk.words()
        assert "处理结果：批准逮捕" in said and "意见7条：落实5条，部分落实1条，不再需要1条。" in said, side_of(desk.username)
        assert "已评价7/7 采纳5 部分1 未采纳1" in said


def test_pages_fit_a_telephone(seat: Seat) -> None:
    """What the police begin and answer with fits 390 px, and 协作 with it."""
    police = seat("ga.fang", viewport={"width": 390, "height": 844})
    for path in ("cooperation/", "open/early_intervention/request/", "open/early_intervention/prepare/"):
        police.go(path)
        assert police.page.evaluate("document.documentElement.scrollWidth") <= 390, path
