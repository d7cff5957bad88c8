"""提醒: whom a notice is for when it is read, and what reading does."""


from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cases.matters import perform, sweep
from cases.matters.telling.notices import notices, unread_notices
from cases.matters.telling.recipients import recipients_of
from cases.models import (
    Document,
    Matter,
    Notice,
    NoticeRead,
)
from office.models import Officer
from tests.cases.day import (
    again,
    asked,
    escalated,
    page,
    text,
    working_day,
)
from tests.supervision.play import act, at, opened, sign
from tests.world import TODAY, World, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())


@pytest.fixture
def busy(world: World) -> dict[str, Matter]:
    return working_day(world)


# --- the bell --------------------------------------------------------------------------------------------------------


def rung(who: Officer) -> int:
    return unread_notices(again(who), TODAY)


def test_a_notice_rings_for_the_handler_alone(world: World):
    asked(world, "2026-11-10", "2026-11-11", title="甲案")
    Notice.objects.all().delete()
    sweep(now=at(TODAY))  # due 11-18: two days over
    assert (rung(world.prosecutor), rung(world.second_prosecutor), rung(world.assistant)) == (1, 0, 0)
    assert rung(world.chief) == 1  # what is overdue, the head is told too
    assert rung(world.case_manager) == 0
    assert (rung(world.legal_officer), rung(world.head), rung(world.investigator)) == (1, 1, 0)
    assert (rung(world.other_legal_officer), rung(world.strange_prosecutor), rung(world.city_prosecutor)) == (0, 0, 0)


def test_without_a_handler_at_work_it_rings_for_the_office(world: World):
    asked(world, "2026-11-12", "2026-11-13", title="甲案")  # due today
    Notice.objects.all().delete()
    sweep(now=at(TODAY))
    assert (rung(world.second_prosecutor), rung(world.chief)) == (0, 0)
    Officer.objects.filter(pk=world.prosecutor.pk).update(on_leave_until=TODAY)
    assert (rung(world.second_prosecutor), rung(world.assistant)) == (1, 1)
    Officer.objects.filter(pk=world.prosecutor.pk).update(on_leave_until=TODAY - timedelta(days=1))
    assert rung(world.second_prosecutor) == 0
    Officer.objects.filter(pk=world.prosecutor.pk).update(is_active=False)
    assert rung(world.second_prosecutor) == 1


def test_with_the_superior_it_rings_there_too(world: World):
    escalated(world)
    Notice.objects.all().delete()
    sweep(now=at(TODAY))
    assert rung(world.city_prosecutor) == 1  # the report waits to be signed for
    assert rung(world.prosecutor) == 1


def test_only_the_highest_rung_and_only_what_is_still_open(world: World):
    matter = asked(world, "2026-11-10", "2026-11-11")
    Notice.objects.all().delete()
    for day in ("2026-11-17", "2026-11-18", "2026-11-20"):
        sweep(now=at(day))
    assert rung(world.legal_officer) == 1
    act(matter, "explain", world.legal_officer, "2026-11-20")
    sign(matter, world.head, "2026-11-20")
    assert rung(world.legal_officer) == len(told(world.legal_officer)) == 1, "只剩负责人批准了他拟的稿"
    assert "已处理" in page(world.legal_officer, "notices/")


def test_reading_one_leads_to_its_matter_and_all_empties_the_bell(world: World, busy):
    sweep(now=at(TODAY))
    client = signed_in(world.prosecutor)
    notice = Notice.objects.filter(side="procuratorate", matter=busy["over"], superseded=False, rung="over").get()
    before = rung(world.prosecutor)
    answer = client.post("/procuratorate/notices/read/", {"notice": str(notice.pk), "open": "1"})
    assert answer.status_code == 302 and answer["Location"] == f"/procuratorate/matters/{busy['over'].pk}/"
    assert rung(world.prosecutor) == before - 1
    client.post("/procuratorate/notices/read/", {"notice": str(notice.pk)})
    assert NoticeRead.objects.filter(notice=notice).count() == 1
    client.post("/procuratorate/notices/read/")
    assert rung(world.prosecutor) == 0
    assert rung(world.chief) > 0  # each reads for himself
    assert "0条未读" in text(client.get("/procuratorate/notices/"))


def test_anothers_notice_is_not_found(world: World, busy):
    sweep(now=at(TODAY))
    notice = Notice.objects.filter(side="procuratorate").first()
    answer = signed_in(world.legal_officer).post("/police/notices/read/", {"notice": str(notice.pk)})
    assert answer.status_code == 404
    assert signed_in(world.legal_officer).post("/police/notices/read/", {"notice": "x"}).status_code == 400
    assert not NoticeRead.objects.filter(notice=notice).exists()


def test_whoever_is_mailed_is_rung(world: World, busy):
    """``recipients`` (mail) and the bell agree; the bell tells the head as well."""
    escalated(world)
    sweep(now=at(TODAY))
    Officer.objects.filter(pk=world.second_prosecutor.pk).update(on_leave_until=TODAY)
    for notice in Notice.objects.filter(superseded=False).select_related("matter__handler", "matter__police_handler"):
        for who in recipients_of(notice, TODAY):
            found = rung_by(who)
            assert notice.pk in found, (notice.text, who.name)


def rung_by(who: Officer) -> set:
    return set(notices(again(who), TODAY).values_list("pk", flat=True))


# --- what colleagues say to one person -------------------------------------------------------------------------------


def told(who: Officer) -> list[str]:
    """What rings for him by name, newest first."""
    return [one.text.partition("：")[0] for one in notices(again(who), TODAY).filter(officer=who, reads=None)]


def test_an_act_for_one_colleague_rings_for_him_alone(world: World):
    matter = opened(world, "A", "2026-11-18")
    act(matter, "request_a", world.prosecutor, "2026-11-19")
    draft = Document.objects.get(matter=matter, status="draft")

    def do(code: str, who: Officer, reason: str = "", **data: Any) -> None:
        perform(matter.pk, code, officer=again(who), data={"document": draft.pk, **data}, reason=reason, now=at(TODAY))

    do("ask_consent", world.prosecutor, people=[str(world.second_prosecutor.pk)])
    assert told(world.second_prosecutor) == [f"请会签《{draft.name}》"] and told(world.chief) == told(world.prosecutor) == []
    client = signed_in(again(world.second_prosecutor))
    notice = Notice.objects.get(officer=world.second_prosecutor)
    answer = client.post("/procuratorate/notices/read/", {"notice": str(notice.pk), "open": "1"})
    assert answer["Location"] == f"/procuratorate/matters/{matter.pk}/papers/{draft.pk}/", "从通知直接到要会签的文书"
    assert told(world.second_prosecutor) == []
    do("answer_consent", world.second_prosecutor, verdict="agree")
    assert told(world.prosecutor) == [f"会签同意《{draft.name}》"]
    do("return", world.chief, "引用条款有误")
    assert told(world.prosecutor)[0] == f"退回修改《{draft.name}》"
    do("revise", world.prosecutor, facts="涉嫌盗窃一案。", reasons="请说明。")
    do("copy_to", world.chief, people=[str(world.case_manager.pk)])
    assert told(world.case_manager) == [f"抄送《{draft.name}》"]
    do("sign", world.chief)
    assert told(world.prosecutor)[0] == f"已签发《{draft.name}》" and told(world.chief) == []
    do("reassign", world.chief, "工作安排", to=str(world.second_prosecutor.pk))
    assert told(world.second_prosecutor) == ["转办"]
    assert not Notice.objects.filter(side="police", officer__isnull=False).exists(), "对方不知道内部的事"


def test_opening_a_matter_reads_what_happened_in_it_and_leaves_its_periods(world: World):
    matter = asked(world, "2026-11-10", "2026-11-11")
    sweep(now=at(TODAY))
    assert rung(world.legal_officer) == 1, "签收的人已经看过送达，只剩期限"
    perform(matter.pk, "note", officer=world.prosecutor, data={"text": "请抓紧。", "shown": "both"}, now=at(TODAY))
    mine = notices(again(world.legal_officer), TODAY)
    happened, owed = mine.filter(event__isnull=False).count(), mine.filter(event__isnull=True).count()
    assert (happened, owed) == (2, 1) and rung(world.legal_officer) == 2
    assert rung(world.head)  # another's reading is his own
    before = rung(world.head)
    page(world.legal_officer, f"matters/{matter.pk}/")
    assert (rung(world.legal_officer), rung(world.head)) == (owed, before)
