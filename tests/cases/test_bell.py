"""提醒: whom a notice is for when it is read, and what reading does."""


from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases.matters import perform, sweep
from cases.matters.telling.notices import notices, unread_notices
from cases.matters.telling.noticing import tell
from cases.matters.telling.recipients import recipients_of
from cases.models import (
    Document,
    Matter,
    Notice,
    NoticeRead,
)
from office.models import JointOffice, Leave, Officer
from office.scoping import reach_of
from tests.cases.day import (
    again,
    asked,
    escalated,
    page,
    text,
    working_day,
)
from tests.supervision.play import act, at, opened, receive, sign
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
    leave = Leave.objects.create(officer=world.prosecutor, begins_on=TODAY - timedelta(days=3), ends_on=TODAY)
    assert (rung(world.second_prosecutor), rung(world.assistant)) == (1, 1)
    Leave.objects.filter(pk=leave.pk).update(ends_on=TODAY - timedelta(days=1))
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
    Leave.objects.create(officer=world.second_prosecutor, begins_on=TODAY, ends_on=TODAY)
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


# --- what belongs to no matter ---------------------------------------------------------------------------------------


def test_what_belongs_to_no_matter_is_told_to_one_person_and_leads_nowhere(world: World):
    for who, other, portal in ((world.prosecutor, world.chief, "procuratorate"), (world.legal_officer, world.head, "police")):
        notice = tell(again(who), "您的账号换了单位，请核对权限。", now=at(TODAY))
        assert (rung(who), rung(other)) == (1, 0)
        client = signed_in(who)
        assert "您的账号换了单位" in text(client.get(f"/{portal}/notices/"))
        assert "open" not in client.get(f"/{portal}/notices/").content.decode().split("您的账号换了单位")[0].rsplit("item notice", 1)[1]
        answer = client.post(f"/{portal}/notices/read/", {"notice": str(notice.pk), "open": "1"})
        assert answer["Location"] == f"/{portal}/notices/" and rung(who) == 0
    assert tell(again(world.system_admin), "您的账号换了单位，请核对权限。", now=at(TODAY)) is None, "三员没有提醒"


def test_a_notice_has_a_matter_or_a_person(world: World):
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(office=world.office, side="procuratorate", organisation=world.court, rung="event", text="给谁？")


# --- what the notice itself says -------------------------------------------------------------------------------------


def wrong() -> list[str]:
    """Notices that ring, and do not say what clock, paper and matter say."""
    found = []
    for one in Notice.objects.filter(superseded=False).select_related("matter__office", "deadline", "document"):
        matter, police = one.matter, one.side == "police"
        acting = JointOffice.objects.get(pk=matter.acting_office_id).procuratorate_id
        place = (matter.police_id if matter.police_from else None) if police else acting
        handler = matter.police_handler_id if police else matter.handler_id
        over = one.event_id is None and (one.deadline.status != "running" if one.deadline else one.document.status != "issued")
        if (one.organisation_id, one.handler_id, one.over) != (place, handler, over):
            found.append(one.text)
    return found


def test_every_act_keeps_the_notices_true(world: World):
    """签收, 说明, 转办, 更正公安机关, 报上一级, 撤销: what the bell reads follows in the same transaction."""
    matter = opened(world, "A", "2026-11-09")
    act(matter, "request_a", world.prosecutor, "2026-11-09")
    sign(matter, world.chief, "2026-11-09")
    sweep(now=at("2026-11-11"))
    assert set(Notice.objects.filter(rung="unsigned1").values_list("over", flat=True)) == {False} and not wrong()
    receive(matter, world.legal_officer, "2026-11-11")
    assert set(Notice.objects.filter(rung="unsigned1").values_list("over", flat=True)) == {True} and not wrong()
    perform(matter.pk, "undo", officer=again(world.head), reason="签收有误", now=at("2026-11-11"))
    assert set(Notice.objects.filter(rung="unsigned1").values_list("over", flat=True)) == {False} and not wrong(), "撤销签收，又在等签收"
    receive(matter, world.legal_officer, "2026-11-11")
    sweep(now=at(TODAY))
    assert Notice.objects.filter(rung="over", over=False, superseded=False).count() == 2
    perform(matter.pk, "reassign", officer=again(world.chief), data={"to": str(world.second_prosecutor.pk)}, reason="工作安排", now=at(TODAY))
    owed = [notices(again(who), TODAY).filter(rung="over").count() for who in (world.prosecutor, world.second_prosecutor)]
    assert not wrong() and owed == [0, 1]
    perform(
        matter.pk, "amend", officer=again(world.second_prosecutor), data={"target": "matter.police", "value": str(world.second_organ.pk)},
        reason="单位有误", now=at(TODAY),
    )
    assert not wrong() and rung(world.other_legal_officer) and not rung(world.legal_officer) and not rung(world.head)
    handed = asked(world, "2026-11-10", "2026-11-11")
    sweep(now=at(TODAY))
    perform(handed.pk, "reassign", officer=again(world.legal_officer), data={"to": str(world.investigator.pk)}, reason="指派", now=at(TODAY))
    assert not wrong() and notices(again(world.investigator), TODAY).filter(rung="over").count() == 1
    moved = escalated(world)
    sweep(now=at(TODAY))
    assert set(Notice.objects.filter(matter=moved, side="procuratorate").values_list("organisation", flat=True)) == {world.city.pk}
    assert not wrong()


def test_the_bell_is_one_statement_and_joins_no_matter(world: World, busy, django_assert_num_queries):
    sweep(now=at(TODAY))
    for who in (world.prosecutor, world.chief, world.case_manager, world.legal_officer, world.head, world.investigator):
        again_he = again(who)
        again_he.roles, reach_of(again_he)
        with django_assert_num_queries(1) as seen:
            unread_notices(again_he, TODAY)
        assert "cases_matter" not in seen.captured_queries[0]["sql"] and "cases_deadline" not in seen.captured_queries[0]["sql"]
