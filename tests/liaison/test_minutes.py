"""The record of a meeting: nothing typed is lost, two texts over one base wait for a person, and the page gives and asks as little as it can."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.utils import timezone

from cases.exceptions import ActionError, Conflict, Invalid, NotAllowed, NotFound
from cases.models import Matter
from liaison.forms.joint_meeting import record_digest
from liaison.models.joint_meeting import MinuteRevision, Utterance
from liaison.selectors.minutes import record, since
from tests.liaison.meeting import DAY, item, press, sitting
from tests.supervision.plays import at
from tests.world import World, signed_in

pytestmark = pytest.mark.django_db
OURS, THEIRS = "变更当日在系统登记。", "变更后二日内在系统登记。"


@pytest.fixture
def meeting(world: World) -> Matter:
    return sitting(world)


def write(meeting: Matter, officer: Any, base: int, **data: Any) -> Any:
    return press(meeting, "write_item", officer, item=1, base=base, **data)


def test_fields_of_two_authors_stand_together(world, meeting):
    base = item(meeting).rev
    write(meeting, world.prosecutor, base, conclusion=OURS)
    write(meeting, world.legal_officer, base, measure="抽查十件没有遗漏。")
    row = item(meeting)
    assert (row.conclusion, row.measure, row.to_merge, row.rev) == (OURS, "抽查十件没有遗漏。", "", base + 2)


def test_two_texts_in_one_field_wait_for_a_person(world, meeting):
    base = item(meeting).rev
    write(meeting, world.legal_officer, base, conclusion=THEIRS)
    write(meeting, world.prosecutor, base, conclusion=OURS)
    row = item(meeting)
    assert (row.conclusion, row.to_merge, row.waits) == (THEIRS, "conclusion", "merge")
    assert list(row.revisions.values_list("text", "apart")) == [(THEIRS, False), (OURS, True)]
    with pytest.raises(NotAllowed, match="待合并"):
        press(meeting, "end", world.prosecutor)
    press(meeting, "merge_field", world.legal_officer, item=1, field="conclusion", text=THEIRS + OURS, base=row.rev)
    row = item(meeting)
    assert (row.conclusion, row.to_merge, row.waits) == (THEIRS + OURS, "", "outcome")
    assert row.revisions.count() == 3


def test_a_text_that_came_while_merging_keeps_the_field_waiting(world, meeting):
    base = item(meeting).rev
    write(meeting, world.legal_officer, base, conclusion=THEIRS)
    write(meeting, world.prosecutor, base, conclusion=OURS)
    seen = item(meeting).rev
    write(meeting, world.legal_officer, base, conclusion="第三种写法。")
    press(meeting, "merge_field", world.prosecutor, item=1, field="conclusion", text=OURS, base=seen)
    row = item(meeting)
    assert row.to_merge == "conclusion"
    assert {one.text for one in row.revisions.all()} == {THEIRS, OURS, "第三种写法。"}
    press(meeting, "merge_field", world.prosecutor, item=1, field="conclusion", text=OURS, base=row.rev)
    assert item(meeting).to_merge == ""


def test_what_was_left_as_it_was_is_no_change(world, meeting):
    base = item(meeting).rev
    write(meeting, world.legal_officer, base, conclusion=THEIRS)
    # a whole page handed in over an older base: only what its author changed counts
    write(meeting, world.prosecutor, base, conclusion="", lead="", due_on="", measure="两日内", assist="", nothing_follows="")
    row = item(meeting)
    assert (row.conclusion, row.measure, row.to_merge) == (THEIRS, "两日内", "")


def test_an_outcome_is_agreed_to_as_it_was_read(world, meeting):
    press(meeting, "conclude_item", world.prosecutor, item=1, outcome="noted")
    seen = item(meeting).rev
    with pytest.raises(ActionError):
        press(meeting, "agree_item", world.prosecutor, item=1, base=seen)
    assert "agree_item" not in record(world.prosecutor, meeting.pk, 1, at(DAY, 15)).may
    write(meeting, world.prosecutor, seen, conclusion=OURS)
    with pytest.raises(Conflict, match="已有变化"):
        press(meeting, "agree_item", world.legal_officer, item=1, base=seen)
    press(meeting, "agree_item", world.legal_officer, item=1, base=item(meeting).rev)
    assert item(meeting).agreed == "agreed"
    write(meeting, world.legal_officer, item(meeting).rev, conclusion=THEIRS)
    assert item(meeting).agreed == ""  # it reads differently now


def test_utterances_and_revisions_share_their_numbers_without_a_gap(world, meeting):
    for round_ in range(3):
        press(meeting, "jot", world.prosecutor, item=1, other="周聿明", text=f"发言{round_}")
        write(meeting, world.legal_officer, item(meeting).rev, measure=f"标准{round_}")
    numbers = sorted([*Utterance.objects.values_list("seq", flat=True), *MinuteRevision.objects.values_list("seq", flat=True)])
    assert numbers == list(range(1, 7))


def test_typing_moves_neither_version_nor_the_other_pages(world, meeting):
    before = Matter.objects.get(pk=meeting.pk).version
    press(meeting, "jot", world.legal_officer, item=1, other="周聿明", text="请先登记。")
    write(meeting, world.prosecutor, item(meeting).rev, conclusion=OURS)
    assert Matter.objects.get(pk=meeting.pk).version == before


def test_a_speaker_is_wanted(world, meeting):
    with pytest.raises(Invalid, match="发言人"):
        press(meeting, "jot", world.prosecutor, item=1, text="没有写谁说的")


def close(world: World, meeting: Matter) -> None:
    for no in (1, 2, 3):
        press(meeting, "conclude_item", world.prosecutor, item=no, outcome="again")
    press(meeting, "end", world.prosecutor, seen=record_digest(meeting))


def test_what_comes_after_the_end_is_kept_for_its_author_and_changes_nothing(world, meeting):
    base = item(meeting).rev
    close(world, meeting)
    assert item(meeting).agreed == "agreed"  # what was left unanswered
    write(meeting, world.legal_officer, base, conclusion=THEIRS)
    press(meeting, "jot", world.legal_officer, item=1, other="周聿明", text="补一句")
    assert item(meeting).conclusion == ""
    assert MinuteRevision.objects.get(field="conclusion").late
    assert Utterance.objects.get().late
    now = at(DAY, 16)
    assert [one.words for one in record(world.legal_officer, meeting.pk, 1, now).late] == [THEIRS]
    assert record(world.prosecutor, meeting.pk, 1, now).late == []


def test_the_meeting_ends_only_over_what_its_page_showed(world, meeting):
    for no in (1, 2, 3):
        press(meeting, "conclude_item", world.prosecutor, item=no, outcome="again")
    seen = record_digest(meeting)
    write(meeting, world.legal_officer, item(meeting).rev, conclusion=THEIRS)
    with pytest.raises(Invalid, match="会议记录又有变化"):
        press(meeting, "end", world.prosecutor, seen=seen)
    press(meeting, "end", world.prosecutor, seen=record_digest(meeting))


# ------------------------------------------------------------------------------------------------ the page


def test_both_sides_open_the_record_and_strangers_do_not(world, meeting):
    for who in (world.prosecutor, world.legal_officer):
        page = signed_in(who).get(f"/{who.side}/meetings/{meeting.pk}/minutes/").content.decode()
        assert "电子数据调取文书样式" in page
        assert "还有3项没有定下来，不能散会" in page
    assert signed_in(world.strange_prosecutor).get(f"/procuratorate/meetings/{meeting.pk}/minutes/").status_code == 404
    with pytest.raises(NotFound):
        since(world.strange_prosecutor, meeting.pk, 1, 0, at(DAY, 15))


def test_everything_is_done_by_plain_forms(world, meeting):
    client, place = signed_in(world.prosecutor), f"/procuratorate/meetings/{meeting.pk}/minutes/"
    answer = client.post(f"{place}jot/", {"item": 1, "other": "周聿明", "text": "今年有三件迟报。"})
    assert (answer.status_code, answer["Location"]) == (302, f"{place}?item=1#said")
    client.post(f"{place}write_item/", {"item": 1, "base": item(meeting).rev, "conclusion": OURS, "lead": str(world.organ.pk), "measure": "", "due_on": ""})
    client.post(f"{place}conclude_item/", {"item": 1, "outcome": "decided"})
    client.post(f"{place}add_item/", {"title": "元旦期间值班衔接", "background": ""})
    page = client.get(f"{place}?item=1").content.decode()
    assert "今年有三件迟报。" in page
    assert OURS in page
    assert "元旦期间值班衔接" in page
    assert "会中补列" in page
    refused = client.post(f"{place}jot/", {"item": 1, "text": "没有写谁说的"})
    assert refused.status_code == 400
    assert "没有写谁说的" in refused.content.decode()
    assert client.post(f"{place}end/", {"item": 1}).status_code == 404


def test_two_texts_stand_beside_each_other_on_the_page(world, meeting):
    base = item(meeting).rev
    write(meeting, world.legal_officer, base, conclusion=THEIRS)
    write(meeting, world.prosecutor, base, conclusion=OURS)
    page = signed_in(world.prosecutor).get(f"/procuratorate/meetings/{meeting.pk}/minutes/?item=1").content.decode()
    assert "“结论”待合并" in page
    assert THEIRS in page
    assert OURS in page
    assert "采用我的" in page


def test_the_page_asks_for_news_without_keeping_the_session_alive(world, meeting):
    client = signed_in(world.prosecutor)
    place = f"/procuratorate/meetings/{meeting.pk}/minutes/since/?item=1&after=0"
    press(meeting, "jot", world.legal_officer, item=1, other="方其昌", text="请先登记。")
    write(meeting, world.legal_officer, item(meeting).rev, conclusion=THEIRS)
    now = timezone.now()
    with time_machine.travel(now + timedelta(minutes=20)):
        answer = client.get(place)
    news = answer.json()
    assert [one["text"] for one in news["said"]] == ["请先登记。"]
    assert next(one for one in news["fields"] if one["name"] == "conclusion")["raw"] == THEIRS
    assert client.get(f"{place[:-1]}{news['last']}").json()["said"] == []
    with time_machine.travel(now + timedelta(minutes=40)):
        assert client.get(place).status_code == 401  # asking twenty minutes ago was no activity
        assert Session.objects.exists()  # and the ended session is left for the next real request, which hands back what was typed
        typed = client.post(place.partition("since")[0] + "write_item/", {"item": "1", "base": "0", "conclusion": OURS})
        assert "sign-in" in typed["Location"]
        page = client.post("/procuratorate/sign-in/", {"username": world.prosecutor.username, "password": "x"})
        assert OURS not in page.content.decode()


def test_asking_for_news_costs_the_same_for_a_long_record(world, meeting, django_assert_max_num_queries):
    for round_ in range(12):
        write(meeting, world.legal_officer, item(meeting).rev, conclusion=f"{THEIRS}{round_}")
        press(meeting, "jot", world.prosecutor, item=2, other="周聿明", text=f"发言{round_}")
    with django_assert_max_num_queries(14):
        since(world.prosecutor, meeting.pk, 1, 0, at(DAY, 15))
    with django_assert_max_num_queries(30):
        record(world.prosecutor, meeting.pk, 1, at(DAY, 15))


def test_who_is_at_work_is_told_for_a_minute(world, meeting):
    press(meeting, "jot", world.legal_officer, at(DAY, 15), item=2, other="方其昌", text="请先登记。")
    name = world.legal_officer.name
    assert since(world.prosecutor, meeting.pk, 1, 0, at(DAY, 15)).editing == [f"{name}正在填写第2项"]
    assert since(world.legal_officer, meeting.pk, 1, 0, at(DAY, 15)).editing == []
    assert since(world.prosecutor, meeting.pk, 1, 0, at(DAY, 15) + timedelta(minutes=2)).editing == []
