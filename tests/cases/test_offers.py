"""谁可以做什么: the sentences of a refusal, and what the buttons say."""

from datetime import date

import pytest

from cases.matters import allowed_actions
from cases.matters.acts.offers import DO, ENTER, refusal
from cases.matters.dossier import dossier, stands_at
from office.models import OfficeOption
from tests.supervision.play import act, asked, notified, opened

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 11)


def offers(world, matter, who, day=DAY):
    return {offer.code: offer for offer in allowed_actions(dossier(getattr(world, who), matter.pk), getattr(world, who), day)}


def test_both_sides_read_their_own_words(world):
    matter = notified(world, "B")
    police, ours = offers(world, matter, "legal_officer"), offers(world, matter, "prosecutor")
    assert {code: offer.label for code, offer in police.items()} == {"withdraw_case": "已撤案，送决定书", "ask_reconsideration": "不同意，要求复议"}
    assert all(offer.mode == DO for offer in police.values()) and ours["withdraw_case"].mode == ENTER
    assert ours["withdraw_case"].label == "报送撤销案件决定书"


def test_open_draft_is_named(world):
    matter = asked(world)
    paper = act(matter, "explain", world.investigator, DAY).documents[0]
    offer = offers(world, matter, "legal_officer")["explain"]
    assert offer.draft == paper and offer.needs_signature


def test_refusals_say_why(world):
    matter = asked(world)
    found, rows = dossier(world.prosecutor, matter.pk), dossier(world.prosecutor, matter.pk).table
    said = {
        ("notify_filing", "prosecutor"): "事项现处于“待公安说明理由”，不能办理“通知立案”。",
        ("notify_filing_silent", "prosecutor"): "“通知立案（未说明理由）”须在有关期限届满后办理（说明不立案理由2026年2月24日届满）。",
        ("press", "case_manager"): "“督促说明理由”由检察官办理，您没有这项权限。",
    }
    for (code, who), sentence in said.items():
        assert refusal(found, rows.action(code), getattr(world, who), DAY, mode=DO) == sentence


def test_setting_says_who_decides(world):
    matter = opened(world)
    assert offers(world, matter, "prosecutor")["request_a"].needs_signature
    OfficeOption.objects.create(office=world.office, key="request_decided_by", value="prosecutor")
    assert not offers(world, matter, "prosecutor")["request_a"].needs_signature
    assert offers(world, matter, "assistant")["request_a"].needs_signature


def test_places(world):
    matter = asked(world)
    assert stands_at(world.prosecutor, matter) == {"own"} == stands_at(world.legal_officer, matter)
    assert stands_at(world.city_prosecutor, matter) == set()  # reads only
    assert stands_at(world.other_legal_officer, matter) == stands_at(world.strange_prosecutor, matter) == set()
    matter.acting_office_id = world.city_office.pk
    assert stands_at(world.city_prosecutor, matter) == {"superior"}
