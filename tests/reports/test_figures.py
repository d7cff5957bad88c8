"""What a month counts: borders, undone acts, days unknown, both sides' clocks, and that every figure opens its rows."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from cases.matters import perform
from cases.models import Deadline
from reports.documents import content_of
from reports.indicators import (
    DUE,
    INDICATORS,
    KEPT,
    LATE,
    UNKEPT,
    Period,
    fulfilment,
    measure,
    months_between,
    standing_over,
    total,
)
from reports.selectors import MODELS, rows_of
from tests.reports.story import OCTOBER, asked, autumn, imported, taken
from tests.supervision.play import at, scan

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def counted(world, key, month=OCTOBER, today=TODAY):
    return measure(INDICATORS[key], Period.of(world.office.pk, month, today))[""]


def words_of(content, place=None):
    sections = content["sections"] if place is None else [content["sections"][place]]
    found = []
    for section in sections:
        for block in section["blocks"]:
            found += [words for words, _ in block.get("p", [])]
            for row in block.get("table", {}).get("rows", []):
                found += [words for words, _ in row]
    return "".join(found)


def test_a_month_is_its_first_to_its_last_day(world):
    taken(world, "2026-09-30")
    taken(world, "2026-10-01")
    taken(world, "2026-10-31")
    taken(world, "2026-11-01")
    assert counted(world, "accepted").count == 2
    assert counted(world, "accepted").persons == 4
    assert counted(world, "accepted", date(2026, 9, 1)).count == 1


def test_months_are_counted_over_the_year():
    assert months_between(date(2025, 11, 1), date(2026, 2, 1)) == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    march = Period.of(UUID(int=1), date(2026, 3, 1), TODAY)
    assert (march.earlier(1).first, march.earlier(1).last) == (date(2026, 2, 1), date(2026, 2, 28))
    assert march.earlier(12).first == date(2025, 3, 1)
    assert not march.running


def test_another_office_counts_nothing_of_it(world):
    autumn(world)
    assert measure(INDICATORS["accepted"], Period.of(world.strange_office.pk, OCTOBER, TODAY))[""].count == 0


def test_undone_acts_never_count(world):
    matter = taken(world, "2026-10-12")
    asked(world, matter, "2026-10-13")
    assert counted(world, "requested").count == 1
    perform(matter.pk, "undo", officer=world.chief, reason="登记有误", now=at("2026-10-14"))
    assert counted(world, "requested").count == 0
    content = content_of(world.office, OCTOBER, today=TODAY)
    assert content["figures"]["undone"]["count"] == 1


def test_a_past_act_without_a_day_is_in_no_month_and_is_told(world):
    imported(world, "导入甲", None, "2026年10月")
    imported(world, "导入乙", date(2026, 10, 9))
    assert counted(world, "requested").count == 1
    content = content_of(world.office, OCTOBER, today=TODAY)
    assert content["figures"]["undated"]["count"] == 1
    assert content["figures"]["imported"]["count"] == 1
    assert "日期不详的办理记录1条，不计入任何月份" in words_of(content, 5)


def test_filing_before_and_after_notice_is_told_apart(world):
    autumn(world)
    assert counted(world, "filed").count == 2
    assert counted(world, "filed_unprompted").count == 1


def test_both_sides_clocks_by_outcome(world):
    autumn(world)
    duties, unclear = fulfilment(Period.of(world.office.pk, OCTOBER, TODAY))
    police = [duty for duty in duties if duty.owed_by == "police"]
    explain = next(duty for duty in police if duty.rule == "explain_no_filing")
    # received 10/14 → 10/21 kept on 10/20; 10/10 → 10/19 (a Saturday rolls) late on 10/26; 10/16 → 10/23 unkept;
    # 9/29 → 10/6 rolls over 国庆 to 10/8, met by filing on 10/31
    assert [explain.figures[outcome].count for outcome in (DUE, KEPT, LATE, UNKEPT)] == [4, 1, 2, 1]
    assert unclear.count == 0
    assert total(police, DUE).count == total(police, KEPT).count + total(police, LATE).count + total(police, UNKEPT).count
    assert {duty.rule for duty in duties}.isdisjoint({"reconsider_withdraw_file", "review_explanation", "supervised_case_3m"})


def test_clocks_stand_as_at_the_end_of_the_month(world):
    matter = autumn(world)["unkept"]
    perform(
        matter.pk, "explain", officer=world.prosecutor, now=at("2026-11-10"), on=date(2026, 11, 9), reason="纸质送达",
        data={"own_number": "城公（刑）说字〔2026〕7号", "situation": "已查。", "grounds": "没有犯罪事实。"},
        uploads={"files": [scan()]}, evidence=[scan()],
    )  # fmt: skip
    assert Deadline.objects.get(matter=matter, rule="explain_no_filing").status == "met"
    october, _ = fulfilment(Period.of(world.office.pk, OCTOBER, TODAY))
    assert total(october, UNKEPT).count == 1
    november = standing_over(Period.of(world.office.pk, date(2026, 11, 1), date(2026, 11, 5)))
    assert november["police"].count == 1


def test_a_last_day_that_is_not_over_is_not_yet_due(world):
    asked(world, taken(world, "2026-11-02"), "2026-11-03", "2026-11-03")
    due = Deadline.objects.get(rule="explain_no_filing").due_on
    assert fulfilment(Period.of(world.office.pk, date(2026, 11, 1), due))[0] == []
    over, _ = fulfilment(Period.of(world.office.pk, date(2026, 11, 1), date(2026, 11, due.day + 1)))
    assert total(over, UNKEPT).count == 1


def test_every_figure_opens_as_many_rows_as_it_says(world):
    autumn(world)
    content = content_of(world.office, OCTOBER, today=TODAY)
    assert len(content["figures"]) > 15
    linked = [
        (words, key)
        for section in content["sections"]
        for block in section["blocks"]
        for row in [*block.get("table", {}).get("rows", []), block.get("p", [])]
        for words, key in row
        if key and not key.startswith("matter:")
    ]
    assert linked
    for words, key in linked:
        figure = content["figures"][key]
        number = int("".join(char for char in words.split("件")[0].split("条")[0] if char.isdigit()))
        assert number == figure["count"] == len(set(figure["ids"])), key
        assert MODELS[figure["of"]].objects.filter(pk__in=figure["ids"]).count() == number
        rows = rows_of(world.prosecutor, content, key, "")
        assert (len(rows.rows), rows.hidden) == (number, 0)
        assert rows.formula


def test_the_police_see_their_own_rows_of_a_figure_and_no_internal_word(world):
    autumn(world)
    content = content_of(world.office, OCTOBER, today=TODAY)
    ours, theirs = rows_of(world.prosecutor, content, "accepted", ""), rows_of(world.legal_officer, content, "accepted", "")
    assert ours.count == theirs.count == 5
    assert theirs.hidden > 0
    assert not any("未公开线索" in row["title"] for row in theirs.rows)
    strange = rows_of(world.other_legal_officer, content, "requested", "")
    assert (strange.rows, strange.hidden) == ([], 4)


def test_no_title_and_no_undisclosed_matter_stands_in_a_bulletin(world):
    made = autumn(world)
    words = words_of(content_of(world.office, OCTOBER, today=TODAY))
    assert "未公开线索" not in words
    assert "控告人甲" not in words
    assert made["internal"].number not in words
    assert made["unkept"].number in words
    assert made["unkept"].title not in words


def test_organs_stand_in_statutory_order_whatever_the_figures(world):
    autumn(world)
    for first, second in ((10, 20), (20, 10)):
        type(world.organ).objects.filter(pk=world.organ.pk).update(order=first)
        type(world.organ).objects.filter(pk=world.second_organ.pk).update(order=second)
        content = content_of(world.office, OCTOBER, today=TODAY)
        table = next(
            block["table"] for block in content["sections"][1]["blocks"] if "各公安机关" in block.get("table", {}).get("caption", "")
        )
        names = [row[0][0] for row in table["rows"]][:2]
        expected = [world.organ.name, world.second_organ.name]
        assert names == (expected if first < second else expected[::-1])


def test_a_quiet_month_says_so_in_sentences_and_prints_no_noughts(world):
    taken(world, "2026-01-05")
    content = content_of(world.office, date(2026, 3, 1), today=TODAY)
    words = words_of(content)
    assert "本月没有立案监督的办理事项。" in words
    assert "本月没有到期应履行的法定期限。" in words
    assert "0件" not in words
    assert len(content["sections"]) == 6


def test_the_same_facts_give_the_same_words(world):
    autumn(world)
    assert content_of(world.office, OCTOBER, today=TODAY) == content_of(world.office, OCTOBER, today=TODAY)


def test_compared_with_nothing_but_its_own_history(world):
    autumn(world)
    table = content_of(world.office, OCTOBER, today=TODAY)["sections"][1]["blocks"][2]["table"]
    assert table["headers"][-1] == "上月"  # the year before, the office had not begun
    taken(world, "2025-10-09")
    table = content_of(world.office, OCTOBER, today=TODAY)["sections"][1]["blocks"][2]["table"]
    assert [words.replace("\n", "") for words in table["headers"][-2:]] == ["上月", "上年同月"]
    running = content_of(world.office, date(2026, 11, 1), today=TODAY)
    assert running["running"]
    assert "上月" not in words_of(running)


def test_numbers_that_no_paper_bears_are_told(world):
    matter = asked(world, taken(world, "2026-10-12"), "2026-10-13")
    paper = matter.documents.get(type="D01")
    type(paper).objects.filter(pk=paper.pk).update(seq=3)
    assert "文号缺1号" in words_of(content_of(world.office, OCTOBER, today=TODAY), 5)
