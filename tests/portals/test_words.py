"""Words and links that templates of both portals use."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from office.middleware import PORTALS


def render(text: str, side: str = "police", **values: object) -> str:
    request = RequestFactory().get(f"/{side}/")
    request.portal = PORTALS[side]  # type: ignore[attr-defined]
    return Template("{% load portal %}" + text).render(Context({"request": request, **values}))


@pytest.mark.parametrize("side", ["police", "procuratorate"])
def test_purl_stays_in_the_portal(side):
    assert render("{% purl 'status' %}", side) == f"/{side}/status/"


def test_each_article_of_a_basis_leads_to_its_text():
    shown = render("{% citation basis %}", basis="规则第560条、第561条；程序规定第182条第2款<b>")
    assert 'href="/police/articles/?law=%E8%A7%84%E5%88%99&amp;no=%E7%AC%AC560%E6%9D%A1">规则第560条</a>' in shown
    assert 'no=%E7%AC%AC561%E6%9D%A1">第561条</a>' in shown  # the law is the one before
    assert ">程序规定第182条第2款</a>" in shown
    assert "&lt;b&gt;" in shown


@pytest.mark.parametrize(("value", "words"), [
    (date(2026, 11, 5), "2026年11月5日"),
    (datetime(2026, 11, 20, 16, 30, tzinfo=UTC), "2026年11月21日"),
    (None, "—"),
])  # fmt: skip
def test_day_in_words_without_leading_zeros(value, words):
    assert render("{{ value|cn_day }}", value=value) == words


def test_moment_in_words():
    assert render("{{ value|cn_moment }}", value=datetime(2026, 11, 20, 1, 12, tzinfo=UTC)) == "2026年11月20日 09:12"
