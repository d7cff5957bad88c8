"""不排名: the guard refuses what ranks and lets the statutory order pass (一取消三不再, 2024年10月)."""

from __future__ import annotations

import pytest

from reports.documents.tables import Ranking, Table, assert_no_ranking, assert_no_ranking_words

ORGANS = ["east", "west", "north"]


def table(keys, figures, caption="各公安机关办理情况", order=ORGANS):
    rows = [[(key, ""), (f"{figure}件", key)] for key, figure in zip(keys, figures, strict=True)]
    return Table(caption, ["公安机关", "监督后立案"], rows, keys, order=order)


def test_statutory_order_passes_whatever_the_figures():
    for figures in ([1, 9, 4], [9, 4, 1], [1, 4, 9]):
        assert_no_ranking(table(ORGANS, figures))


def test_organs_sorted_by_a_figure_are_refused():
    with pytest.raises(Ranking, match="没有按规定的次序"):
        assert_no_ranking(table(["west", "north", "east"], [9, 4, 1]))


@pytest.mark.parametrize("figures", [[9, 4, 1], [1, 4, 9]])
def test_rows_without_a_fixed_order_may_not_rise_or_fall_by_a_figure(figures):
    with pytest.raises(Ranking, match="按数字大小"):
        assert_no_ranking(table(["甲", "乙", "丙"], figures, order=[]))
    assert_no_ranking(table(["甲", "乙", "丙"], [4, 9, 1], order=[]))


@pytest.mark.parametrize("word", ["排名", "名次", "通报值", "末位"])
def test_words_of_ranking_are_refused_anywhere(word):
    with pytest.raises(Ranking, match=word):
        assert_no_ranking(table(ORGANS, [1, 2, 3], caption=f"各单位{word}情况"))
    with pytest.raises(Ranking, match="一取消三不再"):
        assert_no_ranking_words(["本月情况良好。", f"城东分局{word}靠前。"])


def test_a_table_is_frozen_only_through_the_guard():
    with pytest.raises(Ranking):
        table(["west", "east", "north"], [3, 2, 1]).frozen()
    assert table(ORGANS, [3, 2, 1]).frozen()["rows"][0] == [["east", ""], ["3件", "east"]]
