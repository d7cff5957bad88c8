"""A question 是否报捕 that nobody takes up, in a real Chromium: it climbs from who is on duty to the deputy and the head before it is answered.

A week whose days are all working days; the clock of the whole office is moved from rung to rung (4, 8 and 16 working hours), and the check
of periods runs at each.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser

from tests import at
from tests.browser.desk import Desk, Matter
from tests.conftest import EmbeddedOffice
from tests.embedded.offices import NewOffice, accounts, furnished

pytestmark = [pytest.mark.browser, pytest.mark.embedded]

TITLE = "夜间入户盗窃是否提请批准逮捕的咨询（演示）"
SENT, FIRST, SECOND, THIRD = "2026-11-24 10:00", "2026-11-24 15:45", "2026-11-25 10:45", "2026-11-26 11:15"
"""Tuesday to Thursday: sent, and a quarter of an hour after 4, 8 and 16 working hours (7.5 a day) have gone by."""
ON_DUTY, DEPUTY, HEAD = "jc.qin", "jc.zhou", "jc.he"
"""常驻岗, this week's 副班, 检察长 of the demonstration's roster."""
TOLD = {ON_DUTY: "4个工作小时无人认领", DEPUTY: "8个工作小时无人认领", HEAD: "16个工作小时无人认领"}


class Week:
    """One office whose clock is moved while it is closed, and its people."""

    def __init__(self, office: EmbeddedOffice, browser: Browser) -> None:
        self.office, self.browser = office, browser
        self.people = accounts(office)

    @contextmanager
    def open_at(self, moment: str) -> Iterator[None]:
        """The office at this moment, after the check of periods has run."""
        self.office.environment = at.environment(at.moment(moment), self.office.environment | {"OFFICE_TODAY": moment[:10]})
        checked = self.office.manage("sweep_deadlines")
        assert checked.returncode == 0, checked.stderr
        self.office.start()
        try:
            yield
        finally:
            self.office.stop()

    @contextmanager
    def seat(self, username: str) -> Iterator[Desk]:
        """Somebody at his desk."""
        desk = Desk(self.browser, self.office, username, self.people[username]["password"])
        try:
            yield desk
        finally:
            desk.close()

    def rings(self, username: str) -> str:
        """What his notices still want of him about the question; empty for nothing, or for what was dealt with."""
        with self.seat(username) as desk:
            desk.go("notices/")
            lines = desk.page.locator("main .notice", has_text="无人认领").filter(has_text=TITLE).filter(has_not_text="已处理")
            return " ".join(lines.all_inner_texts())


@pytest.fixture
def week(embedded_office: NewOffice, browser: Browser) -> Week:
    """The demonstration, closed."""
    return Week(furnished(embedded_office), browser)


def test_a_question_climbs_until_somebody_takes_it(week: Week) -> None:
    with week.open_at(SENT), week.seat("ga.fang") as police:
        matter = Matter.opened(
            police, "advice_request", "ask", title=TITLE, topic="arrest", urgency="urgent", facts="犯罪嫌疑人甲翻窗入户，未取得财物。",
            question="是否达到提请批准逮捕的条件？",
        )  # fmt: skip
        assert "等待对方认领" in matter.state(police)

    with week.open_at(FIRST):
        assert TOLD[ON_DUTY] in week.rings(ON_DUTY)
        assert week.rings(DEPUTY) == ""
    with week.open_at(SECOND):
        assert TOLD[DEPUTY] in week.rings(DEPUTY) and week.rings(HEAD) == ""
        assert TOLD[DEPUTY] in week.rings(ON_DUTY) and TOLD[ON_DUTY] not in week.rings(ON_DUTY), "值班人始终也在内，只显示最高一级"
    with week.open_at(THIRD):
        assert TOLD[HEAD] in week.rings(HEAD)
        with week.seat(DEPUTY) as prosecutor:
            prosecutor.go(matter.path)
            assert TOLD[HEAD] in prosecutor.words() and "已提醒负责人" in prosecutor.words()
            matter.receive(prosecutor)
            matter.act(prosecutor, "take")
            matter.act(prosecutor, "answer", answer="入户盗窃不论数额，请结合社会危险性取证后决定是否提请批准逮捕。", grounds="刑法第二百六十四条")
        assert week.rings(HEAD) == "", "有人认领，提醒随即了结"
        with week.seat("ga.fang") as police:
            matter.receive(police)
            assert "请结合社会危险性取证后决定是否提请批准逮捕" in police.words()
            matter.act(police, "settle", usage="已按答复补充取证。")
            assert "咨询已经办结" in police.words()
