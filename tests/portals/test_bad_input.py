"""What no form sends by itself: a sentence with status 400, never a broken page."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from cases.models import FormDraft
from tests.supervision.play import opened
from tests.world import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["search/?q=%00张三", "matters/?month=9999-12", "ledger/?until=9999-12-31", "ledger/?since=0001-01-01"])
@pytest.mark.parametrize("who", ["prosecutor", "legal_officer"])
def test_odd_query_is_answered_with_a_sentence(world, who, address):
    officer = getattr(world, who)
    answer = signed_in(officer).get(f"/{officer.side}/{address}")
    assert answer.status_code == 400 and answer.content


def test_nul_in_a_form_is_refused_and_nothing_kept(world):
    matter = opened(world)
    answer = signed_in(world.prosecutor).post(f"/procuratorate/matters/{matter.pk}/do/request_a/", {"press": "save", "reasons": "甲\x00乙"})
    assert answer.status_code == 400 and "不能保存的字符" in answer.content.decode()
    assert not FormDraft.objects.exists()


def test_a_version_of_thousands_of_digits_is_no_version(world):
    matter = opened(world)
    answer = signed_in(world.chief).post(f"/procuratorate/matters/{matter.pk}/note/", {"version": "1" * 5000, "text": "附言", "shown": "own"})
    assert answer.status_code == 400 and "页面不完整" in answer.content.decode()


@pytest.mark.parametrize(("pgcode", "words"), [("40P01", ""), ("", "database is locked")])
def test_one_of_two_that_met_in_the_database_is_told_so(world, monkeypatch, pgcode, words):
    matter = opened(world)

    class Cause(Exception):
        def __init__(self) -> None:
            self.pgcode = pgcode

    def meets(*_args, **more):
        raise OperationalError(words) from Cause()

    monkeypatch.setattr("cases.desk.views.matter.dossier", meets)
    answer = signed_in(world.prosecutor).get(f"/procuratorate/matters/{matter.pk}/")
    shown = answer.content.decode()
    assert answer.status_code == 409 and "刚刚有人办理了同一事项" in shown
    assert "回到事项" in shown
