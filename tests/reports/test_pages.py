"""The pages of both portals: who sees what, links behind figures, signing each in one's own portal."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from reports import actions
from tests.reports.story import OCTOBER, autumn
from tests.supervision.play import at
from tests.world import signed_in

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20")


@pytest.fixture(autouse=True)
def _november(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", "2026-11-20")


@pytest.fixture
def bulletin(world):
    autumn(world)
    return actions.draft(OCTOBER, officer=world.prosecutor, now=NOW)


def address(who, name, *args):
    return reverse(f"{who.side}:{name}", args=args)


def opened(who, name, *args):
    return signed_in(who).get(address(who, name, *args))


def test_list_and_page_for_both_sides(world, bulletin):
    for who in (world.prosecutor, world.chief, world.head, world.legal_officer):
        listing = opened(who, "bulletins")
        assert "2026年10月" in listing.content.decode()
        page = opened(who, "bulletin", bulletin.pk)
        assert page.status_code == 200
        assert "四、双方期限履行" in page.content.decode()
    assert opened(world.investigator, "bulletin", bulletin.pk).status_code == 404
    assert "2026年10月" not in opened(world.investigator, "bulletins").content.decode()


def test_every_link_of_the_page_opens(world, bulletin):
    for who in (world.prosecutor, world.head):
        client = signed_in(who)
        page = client.get(address(who, "bulletin", bulletin.pk)).content.decode()
        links = set(re.findall(rf'href="(/{who.side}/bulletins/[^"]+/rows/[^"]+)"', page))
        assert len(links) > 15
        for link in links:
            assert client.get(link).status_code == 200, link
        matters = set(re.findall(rf'href="(/{who.side}/matters/[^"]+)"', page))
        assert matters
    assert not set(re.findall(r'href="(/police/matters/[^"]+)"', opened(world.other_legal_officer, "bulletin", bulletin.pk).content.decode()))


def test_an_unknown_figure_is_not_found(world, bulletin):
    assert opened(world.prosecutor, "bulletin_rows", bulletin.pk, "nothing").status_code == 404


@pytest.mark.parametrize("name", ["bulletin", "bulletin_pdf"])
def test_strangers_get_404(world, bulletin, name):
    for who in (world.strange_prosecutor, world.strange_legal_officer, world.city_prosecutor):
        assert opened(who, name, bulletin.pk).status_code == 404
    assert opened(world.strange_prosecutor, "bulletin_rows", bulletin.pk, "accepted").status_code == 404


def test_each_leader_signs_in_his_own_portal(world, bulletin):
    for who, status in ((world.head, "signing"), (world.chief, "issued")):
        client = signed_in(who)
        page = client.get(address(who, "bulletin", bulletin.pk)).content.decode()
        digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
        assert digest is not None
        done = client.post(address(who, "bulletin_sign", bulletin.pk), {"digest": digest[1]})
        assert done.status_code == 302
        bulletin.refresh_from_db()
        assert bulletin.status == status
    assert "侦监协通〔2026〕1号" in opened(world.investigator, "bulletins").content.decode()
    pdf = opened(world.legal_officer, "bulletin_pdf", bulletin.pk)
    assert pdf.content == bytes(bulletin.pdf)
    assert "签发</button>" not in opened(world.chief, "bulletin", bulletin.pk).content.decode()


def test_a_stale_page_signs_nothing(world, bulletin):
    stale = signed_in(world.chief).post(address(world.chief, "bulletin_sign", bulletin.pk), {"digest": "0" * 64})
    assert stale.status_code == 409
    bulletin.refresh_from_db()
    assert bulletin.status == "draft"
    assert signed_in(world.prosecutor).post(address(world.prosecutor, "bulletin_sign", bulletin.pk)).status_code == 403


def test_the_prosecutor_writes_and_the_page_says_what_is_wrong(world, bulletin):
    client = signed_in(world.prosecutor)
    here = address(world.prosecutor, "bulletin_text", bulletin.pk)
    assert "现按数字自动拟稿的文字" in client.get(here).content.decode()
    bad = client.post(here, {"summary": "城东分局名次靠前。", "next": ""})
    assert bad.status_code == 400
    assert "不排名" in bad.content.decode()
    assert "城东分局名次靠前。" in bad.content.decode()
    assert client.post(here, {"summary": "本月平稳。<b>", "next": ""}).status_code == 302
    page = client.get(address(world.prosecutor, "bulletin", bulletin.pk)).content.decode()
    assert "本月平稳。&lt;b&gt;" in page
    assert opened(world.chief, "bulletin_text", bulletin.pk).status_code == 403


def test_a_month_is_drafted_with_a_button(world):
    client = signed_in(world.assistant)
    here = address(world.assistant, "bulletin_draft")
    assert client.post(here, {"month": "2026-10"}).status_code == 302
    assert client.post(here, {"month": "2026-10"}).status_code == 302
    for month in ("2026-13", "", "2027-01"):
        assert client.post(here, {"month": month}).status_code == 400
    assert signed_in(world.case_manager).post(address(world.case_manager, "bulletin_draft"), {"month": "2026-10"}).status_code == 403


def test_queries_of_the_list_do_not_grow(world, bulletin, django_assert_max_num_queries):
    client = signed_in(world.prosecutor)
    client.get(address(world.prosecutor, "bulletins"))
    actions.draft_bulletins(now=at("2027-06-01"))
    with django_assert_max_num_queries(14):
        client.get(address(world.prosecutor, "bulletins"))
