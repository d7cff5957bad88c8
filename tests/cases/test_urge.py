"""催办: who presses it, when, whom it tells; once a day; nothing of the matter moves."""

from __future__ import annotations

import pytest

from cases.exceptions import Conflict, NotAllowed
from cases.matters import perform
from cases.matters.telling.notices import notices
from cases.models import Event, Matter, Notice
from office.models import OfficeOption, Officer, Outbox
from tests.cases.day import again, asked, escalated, new, page, text, working_day
from tests.supervision.play import act, at, counts, fresh, receive, sign
from tests.world import TODAY, World, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())


@pytest.fixture
def owed(world: World) -> Matter:
    """The police owe their reasons since 18 November."""
    return asked(world, "2026-11-10", "2026-11-11", title="甲案")


@pytest.fixture
def answered(world: World) -> Matter:
    """The police have answered: the move is ours."""
    matter = asked(world, "2026-11-10", "2026-11-11", title="乙案")
    act(matter, "explain", world.legal_officer, "2026-11-16")
    sign(matter, world.head, "2026-11-16")
    receive(matter, world.case_manager, "2026-11-17")
    return fresh(matter)


def chase(matter: Matter, who: Officer, day=TODAY, hour: int = 9):
    return perform(matter.pk, "chase", officer=again(who), now=at(day, hour))


def test_a_prosecutor_presses_and_both_sides_read_it(world: World, owed):
    before = fresh(owed)
    event = chase(owed, world.prosecutor).event
    assert (event.label, event.shown, event.on) == ("催办", "both", TODAY)
    assert event.text == "请尽快办理，期限已于11月18日届满"
    for who in (world.prosecutor, world.legal_officer):
        assert "催办　请尽快办理，期限已于11月18日届满".replace("　", "") in page(who, f"matters/{owed.pk}/")
    told = [one for one in notices(again(world.legal_officer), TODAY) if one.event_id == event.pk]
    assert [one.text for one in told] == ["催办：甲案"]
    assert not [one for one in notices(again(world.prosecutor), TODAY) if one.event_id == event.pk]
    after = fresh(owed)
    same = ("state", "turn", "version", "next_due_on", "police_due_on")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]


def test_it_does_not_make_the_answer_of_the_police_stale(world: World, owed):
    version = fresh(owed).version
    chase(owed, world.chief)
    act(owed, "explain", world.legal_officer, TODAY, version=version)


def test_the_police_press_towards_us(world: World, answered):
    event = chase(answered, world.legal_officer).event
    assert event.actor_side == "police" and event.text == "请尽快办理"  # our own reminder is not theirs to name
    assert [one.text for one in Notice.objects.filter(event=event)] == ["催办：内部题名金丝雀乙案"]
    assert "警催办" in page(world.prosecutor, f"matters/{answered.pk}/")


def test_once_a_day_for_each_side(world: World, owed):
    chase(owed, world.prosecutor)
    before = counts()
    with pytest.raises(Conflict, match="今天已经催办过，同一事项每天只催办一次。"):
        chase(owed, world.chief, hour=17)
    assert counts() == before
    chase(owed, world.chief, "2026-11-21")
    assert Event.objects.filter(matter=owed, action="chase").count() == 2


@pytest.mark.parametrize(("who", "sentence"), [
    ("assistant", "催办由检察官、检察长或者法制员、公安机关负责人办理"),
    ("case_manager", "催办由检察官、检察长"),
    ("legal_officer", "现在轮到本单位办理，无须催办对方。"),
    ("investigator", "催办由检察官、检察长"),
    ("city_prosecutor", "您只能查看这个事项，不能催办。"),
])  # fmt: skip
def test_who_may_not(world: World, owed, who, sentence):
    before = counts()
    with pytest.raises(NotAllowed, match=sentence):
        chase(owed, getattr(world, who))
    assert counts() == before


def test_when_there_is_nothing_to_press_for(world: World, answered):
    with pytest.raises(NotAllowed, match="现在轮到检察机关办理"):
        chase(answered, world.prosecutor)
    hidden = new(world, "2026-11-18")
    Matter.objects.filter(pk=hidden.pk).update(turn="police")  # as a ledger taken over may say
    with pytest.raises(NotAllowed, match="尚未向公安机关公开"):
        chase(hidden, world.prosecutor)
    above = escalated(world)
    with pytest.raises(NotAllowed, match="现由上一级人民检察院办理"):
        chase(above, world.prosecutor)
    closed = new(world, "2026-11-18")
    act(closed, "no_need", world.prosecutor, "2026-11-19")
    with pytest.raises(NotAllowed, match="已经办结，无须催办"):
        chase(closed, world.prosecutor)


def test_it_stands_in_the_way_of_nothing(world: World):
    matter = asked(world, "2026-11-17", title="丙案")
    chase(matter, world.prosecutor)
    paper = matter.documents.get(status="issued")
    perform(matter.pk, "withdraw", officer=world.prosecutor, data={"document": paper.pk}, reason="文书有误", now=at(TODAY))
    assert fresh(matter).state == "review"


def test_mail_goes_where_the_office_wants_it(world: World, owed):
    OfficeOption.objects.create(office=world.office, key="mail_notices", value=True)
    chase(owed, world.prosecutor)
    (row,) = Outbox.objects.all()
    assert row.payload["officer"] == str(world.legal_officer.pk) and "甲案" not in row.payload["body"]


def test_the_button_of_row_and_page_leads_to_the_line_that_explains_it(world: World):
    busy = working_day(world)
    body = signed_in(world.prosecutor).get("/procuratorate/inbox/").content.decode()
    address = f"/procuratorate/matters/bulk/chase/?id={busy['over'].pk}"
    assert address in body and address in signed_in(world.prosecutor).get(f"/procuratorate/matters/{busy['over'].pk}/").content.decode()
    assert f"chase/?id={busy['other'].pk}" not in body  # ours to move
    shown = text(signed_in(world.prosecutor).get(address))
    assert "催办（1件）" in shown and "催办不是法律文书，不起算、不变更任何期限" in shown and "提醒青江公安局河西分局" in shown
    done = text(signed_in(world.prosecutor).post("/procuratorate/matters/bulk/chase/", {"id": busy["over"].pk}))
    assert "办成1件，略过0件" in done and "已催办" in done
    body = text(signed_in(world.prosecutor).get("/procuratorate/inbox/"))
    assert "今日已催办" in body
    assert "今日已催办" in page(world.prosecutor, f"matters/{busy['over'].pk}/")
    again_ = text(signed_in(world.prosecutor).post("/procuratorate/matters/bulk/chase/", {"id": busy["over"].pk}))
    assert "略过：今天已经催办过" in again_
