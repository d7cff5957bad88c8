"""Real public 立案监督 stories, replayed through ``perform()`` with their real days (检例第90至92号、第99号; 一则检察新闻).

What the sources do not give stands in and is marked 推定: the day of issue for a day of receipt or reply. The facts are shipped
here; where the collection of public timelines lies beside the project, they are compared with it, so that neither drifts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cases.matters import Press, custody_changed, settle
from cases.models import Case, CompulsoryMeasure, Suspect
from cases.rules import rule
from office.holidays import calendar
from office.periods import compute
from tests.supervision.play import act, at, clock, fresh, opened, receive, sent

pytestmark = pytest.mark.django_db
COLLECTION = Path(__file__).resolve().parents[3] / "shared" / "real" / "timelines.json"
推定 = True  # the source gives no day: another day stands in


@dataclass(frozen=True)
class Check:
    """A period the source's days let us verify: rule, first day, last day, and the day it was kept, where known."""

    rule: str
    begins: str
    due: str
    kept: str = ""


@dataclass(frozen=True)
class Story:
    """Days of one public case; a pair (day, 推定) is a day that stands in."""

    key: str
    title: str
    branch: str
    accepted: str | tuple[str, bool]
    asked: str | tuple[str, bool]
    replied: tuple[str, bool]
    notified: str
    ended: str
    checks: tuple[Check, ...]
    custody: tuple[str, str] | None = None
    judged: str = ""
    """判决; a story without it ends with 撤案."""


STORIES = (
    Story("T01", "许某某、包某某串通投标立案监督案", "B", "2019-06-19", "2019-07-02", ("2019-07-02", 推定), "2019-07-18", "2019-07-22",
          (Check("explain_filing", "2019-07-02", "2019-07-09"), Check("withdraw_after_notice", "2019-07-18", "2019-08-02", "2019-07-22"))),
    Story("T02", "温某某合同诈骗立案监督案", "B", "2019-08-26", "2019-09-16", ("2019-09-16", 推定), "2019-09-27", "2019-09-30",
          (Check("explain_filing", "2019-09-16", "2019-09-23"),
           Check("withdraw_after_notice", "2019-09-27", "2019-10-12", "2019-09-30")),  # a Saturday that was worked
          custody=("2019-08-13", "2019-09-12")),
    Story("T03", "上海甲建筑装饰有限公司、吕某拒不执行判决立案监督案", "A", "2019-06-03", "2019-07-09", ("2019-07-09", 推定), "2019-08-06",
          "2019-08-11", (Check("explain_no_filing", "2019-07-09", "2019-07-16"),
                         Check("file_after_notice", "2019-08-06", "2019-08-21", "2019-08-11"),
                         Check("supervised_case_3m", "2019-08-11", "2019-11-11")), judged="2019-12-10"),
    Story("T05", "某实业公司销售假冒注册商标的商品立案监督案", "B", "2018-06-08", ("2018-06-08", 推定), ("2018-06-08", 推定), "2018-08-03",
          "2018-08-10", (Check("withdraw_after_notice", "2018-08-03", "2018-08-20", "2018-08-10"),)),
    Story("T07", "某石材有限公司非法采矿挂案监督撤案", "B", ("2024-04-29", 推定), ("2024-04-29", 推定), ("2024-04-29", 推定), "2024-04-29",
          "2024-04-29", (Check("withdraw_after_notice", "2024-04-29", "2024-05-14", "2024-04-29"),)),
)  # fmt: skip


def day_of(given: str | tuple[str, bool]) -> str:
    return given if isinstance(given, str) else given[0]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.key)
def test_story_replays_with_its_real_days(world: Any, story: Story) -> None:
    matter = opened(world, story.branch, day_of(story.accepted), title=story.title)
    if story.custody:
        began, ended = map(date.fromisoformat, story.custody)
        matter.case = Case.objects.create(office=world.office, number=story.key, name=story.title, charge="合同诈骗")
        matter.save()
        suspect = Suspect.objects.create(office=world.office, case=matter.case, name="甲")
        CompulsoryMeasure.objects.create(office=world.office, suspect=suspect, kind="detention", began_on=began, ended_on=ended)
        press = Press(world.prosecutor, at(ended))
        custody_changed(press, matter.case_id)
        settle(press)
    asked, replied = day_of(story.asked), day_of(story.replied)
    sent(matter, f"request_{story.branch.lower()}", world.prosecutor, world.chief, asked)
    receive(matter, world.legal_officer, asked)  # 推定: received on the day of issue
    sent(matter, "explain", world.legal_officer, world.head, replied)
    receive(matter, world.case_manager, replied)
    notice, ending, field = ("notify_withdrawal", "withdraw_case", "withdrawn_on") if story.branch == "B" else ("notify_filing", "file", "filed_on")
    sent(matter, notice, world.prosecutor, world.chief, story.notified)
    receive(matter, world.legal_officer, story.notified)  # 推定
    sent(matter, ending, world.legal_officer, world.head, story.ended, {field: story.ended})
    for check in story.checks:
        row = clock(matter, check.rule)
        assert (row.begins_on.isoformat(), row.due_on.isoformat()) == (check.begins, check.due), check
        if check.kept:
            assert (row.status, row.ended_on.isoformat(), row.late_days) == ("met", check.kept, 0), check
    receive(matter, world.prosecutor, story.ended)
    if story.judged:
        act(matter, "concluded", world.prosecutor, "2019-11-28", {"transferred_on": "2019-11-28"})
        act(matter, "conclude", world.prosecutor, story.judged, {"outcome": "judgment", "judged_on": story.judged})
        assert fresh(matter).state == "tracked"
    else:
        act(matter, "withdrawal_informed", world.legal_officer, story.ended)
        assert fresh(matter).state == "withdrawn" and fresh(matter).filing.voluntary is False
    assert fresh(matter).closed_at and not matter.deadlines.filter(status="running").exists()


def test_thirty_days_of_detention_end_on_the_day_itself_in_custody() -> None:
    """T02: 刑拘延长至三十日, 2019年8月13日起; the source itself says to 12 September."""
    result = compute(rule("request_arrest_to_30d"), date(2019, 8, 13), in_custody=lambda _day: True, calendar=calendar())
    assert result.due_on == date(2019, 9, 12)


def test_shipped_facts_are_those_of_the_collection() -> None:
    """Where the collection lies beside the project, every check of it that has a last day is among those shipped here."""
    if not COLLECTION.exists():
        assert len(STORIES) == 5
        return
    found = {case["id"]: case for case in json.loads(COLLECTION.read_text(encoding="utf-8"))["cases"]}
    for story in STORIES:
        theirs = {
            (row["start"], row["adjusted_end"], row.get("actual", ""))
            for row in found[story.key]["checks"]
            if "adjusted_end" in row and "刑拘" not in row["rule"]
        }
        assert theirs == {(check.begins, check.due, check.kept) for check in story.checks}, story.key
        steps = {row["date"] for row in found[story.key]["steps"]}
        given = [story.accepted, story.asked, story.notified, story.ended]
        assert {day for day in given if isinstance(day, str)} <= steps, story.key
