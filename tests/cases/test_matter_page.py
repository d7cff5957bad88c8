"""The page of a matter and its acts, through the browser's own way in: what each side sees, and is refused."""

import pytest
from django.urls import reverse

from cases.actions import perform
from tests.supervision.play import act, at, fresh, lead, receive, sign
from tests.world import signed_in

pytestmark = pytest.mark.django_db
TODAY = "2026-02-12"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", TODAY)


@pytest.fixture
def matter(world):
    given = lead("A", received_on="2026-02-02", police=str(world.organ.pk))
    return perform(None, "take_over", kind="filing", officer=world.prosecutor, now=at("2026-02-02"), data=given).matter


@pytest.fixture
def asked(world, matter):
    """The police have signed for the request of reasons: seven days run."""
    act(matter, "request_a", world.prosecutor, "2026-02-05")
    sign(matter, world.chief, "2026-02-06")
    receive(matter, world.legal_officer, "2026-02-10")
    return fresh(matter)


def url(who, name, *args):
    return reverse(f"{who.side}:{name}", args=args)


def get(who, name, *args, query=""):
    return signed_in(who).get(url(who, name, *args) + query)


def text(response):
    return response.content.decode()


def test_both_sides_read_one_page(world, asked):
    ours = get(world.prosecutor, "matter", asked.pk)
    assert ours.status_code == 200
    for words in ("侦监立〔2026〕1号", "2026年2月24日", "剩12天", "城东分局", "期限怎么算的", "要求说明不立案理由通知书"):
        assert words in text(ours)
    theirs = get(world.legal_officer, "matter", asked.pk)
    assert "请于2026年2月24日前书面说明不立案理由：收到之日起七日" in text(theirs)
