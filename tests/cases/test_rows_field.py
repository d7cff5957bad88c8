"""Repeated items of one form: as a list, as JSON text, as the numbered fields of a page; with and without the script."""

from __future__ import annotations

import json

import pytest
from django import forms

from cases.matters.forms import RowsField


class Row(forms.Form):
    what = forms.CharField(label="事项", max_length=5)
    note = forms.CharField(label="说明", required=False)
    link = forms.CharField(required=False, widget=forms.HiddenInput)


class Page(forms.Form):
    items = RowsField(Row, least=1, most=3, spare=2, label="条目")


def page(**fields: str) -> Page:
    return Page(fields)


def test_three_ways_of_giving_rows_mean_the_same():
    rows = [{"what": "甲"}, {"what": "乙", "note": "注"}]
    numbered = {"items-0-what": "甲", "items-4-what": "乙", "items-4-note": "注", "items-7-what": "", "items-7-note": ""}
    for given in ({"items": rows}, {"items": json.dumps(rows)}, numbered):
        form = Page(given)
        assert form.is_valid(), form.errors
        assert form.cleaned_data["items"] == rows


@pytest.mark.parametrize(
    ("given", "sentence"),
    [({}, "请至少填写1条。"), ({"items": "{"}, "条目的格式不正确，请按页面逐条填写。"), ({"items": ["甲"]}, "条目的格式不正确，请按页面逐条填写。"),
     ({"items": [{"what": str(n)} for n in range(4)]}, "最多填写3条，现有4条。")],
)  # fmt: skip
def test_what_cannot_be_taken_has_its_sentence(given, sentence):
    form = Page(given)
    assert not form.is_valid() and form.errors["items"] == [sentence]
    str(form)  # it is drawn all the same


def test_errors_stand_at_their_row_and_what_was_typed_is_kept():
    form = page(**{"items-0-what": "甲", "items-1-what": "一二三四五六", "items-1-note": "注", "items-1-link": "x"})
    assert not form.is_valid()
    assert form.errors["items"] == [f"第2条事项：{Row({'what': '一二三四五六'}).errors['what'][0]}"]
    drawn = str(form["items"])
    first, second, third = drawn.split("<fieldset")[1:4]
    assert "wrong" not in first and 'value="甲"' in first
    assert "wrong" in second and 'value="注"' in second and 'value="x"' in second
    assert "spare" in third and len(drawn.split("<fieldset")) == 4  # never more cards than rows may be


def test_errors_of_one_page_do_not_stand_on_the_next():
    page(**{"items-0-note": "只有说明"}).is_valid()
    assert "wrong" not in str(Page(initial={"items": [{"what": "甲"}]})["items"])


def test_spare_cards_without_the_script_and_what_it_needs():
    drawn = str(Page()["items"])
    assert drawn.count("row-card") == 2 and 'data-rows="items"' in drawn and 'data-most="3"' in drawn and "data-grows" in drawn
    assert "required" not in drawn  # an empty spare card does not keep the page from being sent
