"""Drawings: readable in black and white, told in words, figures as they are."""

from __future__ import annotations

from xml.etree import ElementTree

from reports.charts import FILLS, Group, bars, columns, told

SVG = "{http://www.w3.org/2000/svg}"
SERIES = ("按期履行", "逾期履行", "逾期未履行")
GROUPS = [Group("检察机关", (2, 0, 1)), Group("公安<机关>", (17, 3, 4))]


def test_a_drawing_is_well_formed_titled_and_tells_every_figure():
    for draw in (bars, columns):
        root = ElementTree.fromstring(draw("本月履行情况", SERIES, GROUPS, "件次"))
        title = root.find(f"{SVG}title")
        assert title is not None
        assert "公安<机关>：按期履行17件次，逾期履行3件次，逾期未履行4件次" in title.text
        words = [node.text for node in root.iter(f"{SVG}text")]
        assert {*SERIES, "检察机关", "公安<机关>", "17"} <= set(words)
    assert told(("受理",), [Group("10月", (0,))], "件") == "10月：受理0件"


def test_series_differ_without_colour():
    root = ElementTree.fromstring(bars("本月履行情况", SERIES, GROUPS, "件次"))
    fills = {box.get("fill") for box in root.iter(f"{SVG}rect")}
    assert set(FILLS[:3]) <= fills
    assert {pattern.get("id") for pattern in root.iter(f"{SVG}pattern")} == {"hatch", "dots"}


def test_bars_are_as_long_as_their_figures():
    root = ElementTree.fromstring(bars("本月履行情况", SERIES, [Group("公安机关", (30, 10, 0))], "件次"))
    widths = [float(box.get("width")) for box in root.iter(f"{SVG}rect") if box.get("height") == "26.0"]
    assert abs(widths[0] / widths[1] - 3) < 0.01
