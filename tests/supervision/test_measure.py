"""强制措施: one test per article (law.md 2.2, 7.1)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.exceptions import Conflict, Invalid, NotAllowed
from cases.matters import perform, sweep
from cases.models import CompulsoryMeasure, Deadline, Matter, Notice
from cases.register import selectors
from office.sides import Role
from tests.supervision.play import act, at, fresh, receive, sign
from tests.supervision.play import opened as filing_opened
from tests.supervision.plays import scan
from tests.supervision.plays.measure import opened, suspect
from tests.world import signed_in

pytestmark = pytest.mark.django_db


def clock(matter: Matter, rule: str) -> Deadline:
    return Deadline.objects.get(matter=matter, rule=rule, status="running")


def test_detention_starts_its_duties_and_the_three_days(world):
    """刑诉法第85条、第86条、第91条; vectors 9, 10, 16 of law.md 1.3: 10:20, twenty-four hours, legal from 11:00."""
    matter = opened(world)
    for rule in ("detain_to_kss", "detain_interrogate", "detain_family"):
        hours = clock(matter, rule)
        assert timezone.localtime(hours.due_at).strftime("%m-%d %H:%M") == "03-03 10:20"
        assert timezone.localtime(hours.legal_due_at).strftime("%m-%d %H:%M") == "03-03 11:00"
    assert clock(matter, "request_arrest").due_on == date(2026, 3, 5)
    assert matter.title == "测试甲刑事拘留"
    assert CompulsoryMeasure.objects.get(matter=matter).began_on == date(2026, 3, 2)


@pytest.mark.parametrize(("moment", "late"), [("2026-03-03T10:59", 0), ("2026-03-03T11:00", 0), ("2026-03-03T11:01", 1)])
def test_hour_duty_is_late_only_past_the_legal_moment(world, moment, late):
    """Row 21 of law.md 7.1: strict warns, legal decides (刑诉法第105条第2款)."""
    matter = opened(world)
    result = act(matter, "interrogate", world.legal_officer, at("2026-03-03", 15), {"done_at": moment})
    assert result.event.late_days == late
    assert Deadline.objects.get(matter=matter, rule="detain_interrogate").late_days == late


def test_summons_lasts_twelve_hours_by_the_clock(world):
    """Row 21: 传唤、拘传按起止时刻, the hour of beginning is not skipped (刑诉法第119条第2款)."""
    matter = opened(world, "summons")
    assert timezone.localtime(clock(matter, "summon_max").legal_due_at).strftime("%m-%d %H:%M") == "03-02 22:20"


def test_extension_by_days_then_to_thirty(world):
    """Row 9: 3, +1至4, 30 are terms of 提请 (刑诉法第91条; vector 10: 03-05, 03-09, 04-01)."""
    matter = opened(world)
    act(matter, "extend_days", world.legal_officer, "2026-03-04", {"days": "4"})
    sign(matter, world.head, "2026-03-04")
    assert clock(matter, "request_arrest").due_on == date(2026, 3, 9)
    receive(matter, world.case_manager, "2026-03-04")
    act(matter, "extend_thirty", world.legal_officer, "2026-03-08")
    sign(matter, world.head, "2026-03-08")
    assert clock(matter, "request_arrest").due_on == date(2026, 4, 1)
    moved = matter.events.filter(action="recompute").order_by("seq").last()
    assert "2026年3月9日改为2026年4月1日" in moved.text


def test_extension_comes_too_late(world):
    matter = opened(world)
    with pytest.raises(NotAllowed, match="已于2026年3月5日届满，不能再办理"):
        act(matter, "extend_days", world.legal_officer, "2026-03-06")


def test_custody_of_investigation_two_one_two_two(world):
    """Row 10: 2+1+2+2 counted from the arrest; each step rests on the one before (刑诉法第156条至第159条; vector 14)."""
    matter = opened(world, "arrest", day="2025-12-30")
    assert clock(matter, "invest_custody_2m").due_on == date(2026, 2, 28)
    assert clock(matter, "extend_custody_request").due_on == date(2026, 2, 14), "2月21日逢春节，提前"
    with pytest.raises(NotAllowed):
        act(matter, "approve_second", world.prosecutor, "2026-02-20", {"approved_on": "2026-02-20"})
    for code, when, due, request in (
        ("approve_first", "2026-02-20", date(2026, 3, 30), date(2026, 3, 23)),
        ("approve_second", "2026-03-20", date(2026, 5, 30), date(2026, 5, 22)),
        ("approve_third", "2026-05-20", date(2026, 7, 30), None),
    ):
        act(matter, code, world.prosecutor, when, {"approved_on": when}, uploads={"files": [scan("决定书.pdf")]})
        assert clock(matter, "invest_custody_2m").due_on == due
        if request:
            assert clock(matter, "extend_custody_request").due_on == request
    assert fresh(matter).measure.extended == 3


def test_extension_asked_for_after_the_end_is_refused(world):
    """Row 10: 羁押期限届满后提请的，不予受理 (规则第309条); late but before the end is taken and marked."""
    matter = opened(world, "arrest", day="2026-01-15")
    assert clock(matter, "invest_custody_2m").due_on == date(2026, 3, 15)
    act(matter, "request_extension", world.legal_officer, "2026-03-10")
    assert sign(matter, world.head, "2026-03-10").event.late_days == 4, "3月8日是星期日，最晚3月6日"
    other = opened(world, "arrest", day="2026-01-15", suspect=str(suspect(world, "测试乙").pk))
    with pytest.raises(NotAllowed, match="侦查羁押”已于2026年3月15日届满，不能再办理“提请延长侦查羁押期限”"):
        act(other, "request_extension", world.legal_officer, "2026-03-16")


def test_recalculation_begins_anew(world):
    """刑诉法第160条第1款; 程序规定第151条: from the day of discovery."""
    matter = opened(world, "arrest", day="2026-01-15")
    act(matter, "recalculate", world.legal_officer, "2026-03-02", {"discovered_on": "2026-03-01"})
    sign(matter, world.head, "2026-03-02")
    assert clock(matter, "invest_custody_2m").due_on == date(2026, 5, 1)
    assert clock(matter, "extend_custody_request").due_on == date(2026, 4, 24)


def test_change_opens_the_next_measure_and_moves_the_clocks_of_the_case(world):
    """Custody changes: every C clock of the case is computed again, old and new on the timeline (刑诉法第105条第4款)."""
    held = opened(world)
    case = fresh(held).case
    matter = filing_opened(world, "B", "2026-02-02")
    Matter.objects.filter(pk=matter.pk).update(case=case)
    act(fresh(matter), "request_b", world.prosecutor, "2026-03-08")
    sign(matter, world.chief, "2026-03-08")
    receive(matter, world.legal_officer, "2026-03-08")
    assert clock(matter, "explain_filing").due_on == date(2026, 3, 15), "在押，星期日不顺延"
    act(held, "end", world.legal_officer, "2026-03-09", {
        "ending": "changed", "ended_on": "2026-03-09", "next_measure": "bail", "next_began_at": "2026-03-09T09:00",
    })  # fmt: skip
    sign(held, world.head, "2026-03-09")
    assert fresh(held).state == "ended"
    bail = Matter.objects.get(parent=held)
    assert (bail.kind, bail.variant, bail.title) == ("measure", "bail", "测试甲取保候审")
    assert clock(bail, "bail_12m").due_on == date(2027, 3, 9)
    assert clock(bail, "bail_handover_warn").due_on == date(2027, 2, 22)
    assert clock(matter, "explain_filing").due_on == date(2026, 3, 16), "已不在押，顺延至星期一"
    told = fresh(matter).events.filter(action="recompute").last()
    assert "2026年3月15日改为2026年3月16日（羁押情况变化）" in told.text


def test_the_receiving_organ_decides_anew_about_bail_within_seven_days(world):
    """Row 16: 取保候审规定第26条第1款: from the day it has the case; the twelve months run anew from its decision (规则第103条)."""
    bail = opened(world, "bail", day="2026-03-03")
    act(bail, "hand_over", world.case_manager, "2026-06-01", {"receiver": "青江区人民检察院", "handed_on": "2026-06-01"})
    assert clock(bail, "bail_handover_decide").due_on == date(2026, 6, 8)
    assert not clock(bail, "bail_handover_decide").shared
    for code, data, words in (
        ("hand_over", {"receiver": "青江区人民法院", "handed_on": "2026-06-02"}, "不能"),
        ("redecide", {"decision": "continued", "redecided_on": "2026-05-31", "number": "一", "decided_by": "procuratorate"}, "不能早于受案机关"),
        ("redecide", {"decision": "continued", "redecided_on": "2026-06-05", "number": "一", "decided_by": "police"}, "有效"),
    ):
        with pytest.raises((Invalid, Conflict, NotAllowed), match=words):
            act(bail, code, world.prosecutor, "2026-06-05", data)
    data = {"decision": "continued", "redecided_on": "2026-06-09", "number": "青检取保〔2026〕1号", "decided_by": "procuratorate"}
    assert act(bail, "redecide", world.prosecutor, "2026-06-09", data).event.late_days == 1
    assert clock(bail, "bail_12m").due_on == date(2027, 6, 9)
    assert clock(bail, "bail_handover_warn").due_on == date(2027, 5, 25)
    act(bail, "hand_over", world.prosecutor, "2026-08-03", {"receiver": "青江区人民法院", "handed_on": "2026-08-03"})
    assert clock(bail, "bail_handover_decide").due_on == date(2026, 8, 10)


def test_undoing_the_change_puts_custody_back(world):
    held = opened(world)
    act(held, "end", world.legal_officer, "2026-03-04", {
        "ending": "changed", "ended_on": "2026-03-04", "next_measure": "bail", "next_began_at": "2026-03-04T09:00",
    })  # fmt: skip
    paper = sign(held, world.head, "2026-03-04").documents[0]
    bail = Matter.objects.get(parent=held)
    perform(held.pk, "withdraw", officer=world.legal_officer, data={"document": paper.pk}, reason="登记有误", now=at("2026-03-04", 10))
    assert fresh(held).state == "running"
    assert CompulsoryMeasure.objects.get(matter=held).ended_on is None
    assert fresh(bail).state == "void"
    assert not CompulsoryMeasure.objects.filter(matter=bail).exists()


def test_family_may_be_left_untold_only_where_the_law_says(world):
    """刑诉法第93条第2款: after an arrest only 无法通知 excuses."""
    matter = opened(world, "arrest")
    with pytest.raises(Invalid, match="只有拘留可以以有碍侦查为由"):
        act(matter, "tell_family", world.legal_officer, "2026-03-02", {"family": "obstructs"})
    assert "无法通知" in act(matter, "tell_family", world.legal_officer, "2026-03-02", {"family": "unknown"}).matter.measure.family_reason


def test_one_running_measure_per_suspect(world):
    opened(world)
    with pytest.raises(Invalid, match="尚未登记解除、变更"):
        opened(world, "arrest")


def test_alerts_go_to_the_desk_that_answers_for_them(world):
    """规则第613条: 在押的归刑事执行检察部门; the handler is told as ever."""
    matter = opened(world)
    sweep(now=at("2026-03-06"))
    notices = Notice.objects.filter(matter=matter, deadline__rule="request_arrest", rung="over", side="procuratorate")
    assert set(notices.values_list("role", flat=True)) == {"", Role.EXECUTION}
    bail = opened(world, "bail", suspect=str(suspect(world, "测试丙").pk), day="2026-03-03")
    sweep(now=at("2027-03-04"))
    over = Notice.objects.filter(matter=bail, rung="over", side="procuratorate", deadline__rule="bail_12m")
    assert Role.EXECUTION not in set(over.values_list("role", flat=True)), "取保候审不是在押"


def test_designated_residence_after_refusal_is_marked(world):
    """指居规定第5条第2款: 不批准逮捕的不得再适用; only a mark, for a human to look at."""
    assert not opened(world, "designated").measure.after_refusal
    other = suspect(world, "测试丁")
    Matter.objects.create(
        office=world.office, acting_office_id=world.office.pk, kind="no_arrest", number="侦监不捕〔2026〕1号", title="测试", state="tracked", turn="",
        case=other.case,
    )  # fmt: skip
    assert opened(world, "designated", suspect=str(other.pk)).measure.after_refusal


def test_begun_before_midnight_counts_by_local_time(world):
    matter = opened(world, began="2026-03-02T00:10")
    assert matter.measure.began_on == date(2026, 3, 2)
    assert clock(matter, "detain_family").legal_due_at == at("2026-03-03", 0) + timedelta(minutes=30)


def test_custody_watch_on_the_page_of_the_case(world, client):
    """Terms of measures and of handling side by side, for the procuratorate; every measure leads to its matter."""
    matter = fresh(opened(world))
    rows = selectors.clocks_of_case(world.prosecutor, matter.case, date(2026, 3, 7))
    assert [(row.label, row.light.code) for row in rows if row.label == "拘留后提请批准逮捕"] == [("拘留后提请批准逮捕", "overdue")]
    assert all(row.custody for row in rows)
    person = selectors.people(selectors.case(world.prosecutor, matter.case_id), date(2026, 4, 9))[0]
    assert person.spells[0].matter == matter.pk
    assert person.spells[0].watch == "拘留已超过最长37日"


def test_moment_entered_wrong_is_corrected_with_its_clocks_and_the_spell(world):
    """更正 of the moment: hours and days are counted again, and custody begins when it began."""
    matter = opened(world, began="2026-03-02T10:20")
    result = perform(
        matter.pk, "amend", officer=world.prosecutor, data={"target": "detail.began_at", "value": "2026-03-01T23:40"},
        reason="执行时间录入有误", now=at("2026-03-02", 15),
    )  # fmt: skip
    assert "2026年3月2日10时20分改为2026年3月1日23时40分" in result.event.text
    assert clock(matter, "request_arrest").due_on == date(2026, 3, 4)
    assert timezone.localtime(clock(matter, "detain_family").legal_due_at).strftime("%m-%d %H:%M") == "03-03 00:00"
    assert CompulsoryMeasure.objects.get(matter=matter).began_on == date(2026, 3, 1)
    with pytest.raises(Invalid, match="时间不能晚于今天"):
        perform(
            matter.pk, "amend", officer=world.prosecutor, data={"target": "detail.began_at", "value": "2026-03-09T23:40"},
            reason="录入有误", now=at("2026-03-02", 16),
        )  # fmt: skip


def test_spell_taken_over_is_given_back_when_the_change_is_undone(world):
    """A bail entered on the page of the case before: taken over by the next measure, loose again once the change is withdrawn."""
    held = opened(world)
    loose = CompulsoryMeasure.objects.create(
        office=world.office, suspect=fresh(held).measure.suspect, kind="bail", began_on=date(2026, 3, 4)
    )
    act(held, "end", world.legal_officer, "2026-03-04", {
        "ending": "changed", "ended_on": "2026-03-04", "next_measure": "bail", "next_began_at": "2026-03-04T09:00",
    })  # fmt: skip
    paper = sign(held, world.head, "2026-03-04").documents[0]
    assert CompulsoryMeasure.objects.get(pk=loose.pk).matter.kind == "measure"
    perform(held.pk, "withdraw", officer=world.legal_officer, data={"document": paper.pk}, reason="登记有误", now=at("2026-03-04", 10))
    assert CompulsoryMeasure.objects.get(pk=loose.pk).matter is None


def test_transfer_ends_the_term_of_investigation_and_not_the_custody(world):
    """刑诉法第172条: with the transfer 侦查羁押期限 is over; who was arrested is held on, so clocks of the case do not roll."""
    matter = opened(world, "arrest", day="2026-01-15")
    with pytest.raises(Invalid, match="继续在押，请检察机关登记移送审查起诉"):
        act(matter, "end", world.legal_officer, "2026-03-10", {"ending": "handed_over", "ended_on": "2026-03-10"})
    act(matter, "transfer", world.case_manager, "2026-03-10", {"handed_on": "2026-03-10"})
    row = fresh(matter)
    assert (row.state, row.turn) == ("transferred", "") and not row.deadlines.filter(status="running").exclude(rule__startswith="arrest_").exists()
    assert CompulsoryMeasure.objects.get(matter=matter).ended_on is None
    sweep(now=at("2026-03-30"))
    assert not Notice.objects.filter(matter=matter, deadline__rule="invest_custody_2m", rung="over").exists()
    act(matter, "end", world.legal_officer, "2026-06-01", {"ending": "judged", "ended_on": "2026-06-01"})
    sign(matter, world.head, "2026-06-01")
    assert CompulsoryMeasure.objects.get(matter=matter).ended_on == date(2026, 6, 1)


def test_late_transfer_is_late_by_its_own_day(world):
    matter = opened(world, "arrest", day="2026-01-15")
    done = act(matter, "transfer", world.case_manager, "2026-03-25", {"handed_on": "2026-03-17"})
    assert done.event.late_days == 2, "3月15日届满，在押不顺延"


def test_an_application_for_change_is_decided_in_three_days_and_a_refusal_says_why(world):
    """刑诉法第97条; held on the last day the three days do not roll over the weekend (rule C)."""
    matter = opened(world, "arrest", day="2026-03-02")
    with pytest.raises(Invalid, match="不能早于执行日期"):
        act(matter, "apply", world.legal_officer, "2026-03-05", {"applied_on": "2026-03-01"})
    act(matter, "apply", world.legal_officer, "2026-03-05", {"applied_on": "2026-03-05"})
    assert clock(matter, "change_measure_decide").due_on == date(2026, 3, 8), "周日，在押不顺延"
    with pytest.raises(NotAllowed):
        act(matter, "apply", world.legal_officer, "2026-03-06", {"applied_on": "2026-03-06"})
    with pytest.raises(Invalid, match="应当说明理由"):
        act(matter, "answer_application", world.legal_officer, "2026-03-09", {"answered_on": "2026-03-09", "reasons": " "})
    with pytest.raises(Invalid, match="不能早于收到申请日期"):
        act(matter, "answer_application", world.legal_officer, "2026-03-09", {"answered_on": "2026-03-04"})
    done = act(matter, "answer_application", world.legal_officer, "2026-03-10", {"answered_on": "2026-03-09"})
    assert done.event.late_days == 1 and not fresh(matter).measure.applied
    act(matter, "apply", world.legal_officer, "2026-03-20", {"applied_on": "2026-03-20"})
    act(matter, "end", world.legal_officer, "2026-03-21", {"ended_on": "2026-03-21"})
    sign(matter, world.head, "2026-03-21")
    assert Deadline.objects.filter(matter=matter, rule="change_measure_decide", status="met").count() == 2


def test_psychiatric_examination_stops_custody_and_the_day_of_request_moves(world):
    """Row 22: 规则第222条: neither 侦查羁押 nor 拘留 runs meanwhile; the latest day of the request is counted again."""
    matter = opened(world, "arrest", day="2026-03-02")
    act(matter, "examine", world.legal_officer, "2026-03-10")
    assert fresh(matter).state == "examining" and not matter.deadlines.filter(status="running", rule="extend_custody_request").exists()
    act(matter, "examined", world.legal_officer, "2026-03-20")
    assert clock(matter, "invest_custody_2m").due_on == date(2026, 5, 12)
    assert clock(matter, "extend_custody_request").due_on == date(2026, 4, 30), "5月5日逢劳动节放假，提前"
    held = opened(world, suspect=str(suspect(world, "测试乙").pk))
    act(held, "examine", world.legal_officer, "2026-03-04")
    act(held, "examined", world.legal_officer, "2026-03-09")
    assert clock(held, "request_arrest").due_on == date(2026, 3, 10)


def test_custody_of_the_unknown_counts_from_when_he_is_known(world):
    """刑诉法第160条第2款; 程序规定第152条: from the day the identity is found, with the head's approval."""
    matter = opened(world, "arrest", day="2026-01-15")
    act(matter, "unidentified", world.legal_officer, "2026-01-16")
    assert not matter.deadlines.filter(status="running", rule="invest_custody_2m").exists()
    with pytest.raises(Invalid, match="不能早于执行日期"):
        act(matter, "identified", world.legal_officer, "2026-02-10", {"identified_on": "2026-01-14"})
    act(matter, "identified", world.legal_officer, "2026-02-10", {"identified_on": "2026-02-09"})
    assert sign(matter, world.head, "2026-02-10").matter.state == "running"
    assert clock(matter, "invest_custody_2m").due_on == date(2026, 4, 9)
    assert clock(matter, "extend_custody_request").due_on == date(2026, 4, 2)


def test_summons_may_last_twenty_four_hours(world):
    """刑诉法第119条第2款; 程序规定第80条、第200条; row 21: by the clock."""
    matter = opened(world, "summons")
    act(matter, "extend_summons", world.legal_officer, at("2026-03-02", 20))
    assert timezone.localtime(clock(matter, "summon_max").legal_due_at).strftime("%m-%d %H:%M") == "03-03 10:20"
    with pytest.raises(Invalid, match="不能重复延长"):
        act(matter, "extend_summons", world.legal_officer, at("2026-03-02", 21))


def test_family_is_told_once_nothing_stands_in_the_way_any_more(world):
    """刑诉法第85条第2款: 有碍侦查的情形消失以后，应当立即通知: the act stays open until they are told."""
    matter = opened(world)
    act(matter, "tell_family", world.legal_officer, "2026-03-02", {"family": "obstructs"})
    assert not fresh(matter).measure.family_told and not matter.deadlines.filter(status="running", rule="detain_family").exists()
    act(matter, "tell_family", world.legal_officer, "2026-03-04", {"family": "", "done_at": "2026-03-04T09:00"})
    row = fresh(matter).measure
    assert row.family_told and row.family_reason == ""
    with pytest.raises(NotAllowed, match="不能重复办理"):
        act(matter, "tell_family", world.legal_officer, "2026-03-05", {"done_at": "2026-03-04T09:00"})


def test_extension_decided_in_time_is_registered_after_the_end_too(world):
    """The decision of the superior comes on paper, days later: what counts is the day it was made."""
    matter = opened(world, "arrest", day="2026-01-15")
    paper = {"uploads": {"files": [scan("决定书.pdf")]}}
    with pytest.raises(Invalid, match="届满以后的决定不能延长"):
        act(matter, "approve_first", world.prosecutor, "2026-03-17", {"approved_on": "2026-03-16"}, uploads={"files": [scan("决定书.pdf")]})
    act(matter, "approve_first", world.prosecutor, "2026-03-17", {"approved_on": "2026-03-13"}, **paper)
    assert clock(matter, "invest_custody_2m").due_on == date(2026, 4, 15)


def test_residence_decided_anew_runs_its_six_months(world):
    """规则第113条: 监视居住 too is counted anew by the procuratorate; the seven days are those of bail alone."""
    matter = opened(world, "residential", day="2026-03-03")
    act(matter, "hand_over", world.case_manager, "2026-06-01", {"handed_on": "2026-06-01"})
    assert not matter.deadlines.filter(rule="bail_handover_decide").exists()
    act(matter, "redecide", world.prosecutor, "2026-06-05", {"redecided_on": "2026-06-05"})
    assert clock(matter, "rs_6m").due_on == date(2026, 12, 5)


def test_page_of_a_measure_leads_to_the_review_of_the_same_case(world):
    """相关事项: the 审查逮捕 of the same case, for both sides; while it lasts, the measure is nobody's job."""
    matter = opened(world)
    act(matter, "request", world.legal_officer, "2026-03-04")
    sign(matter, world.head, "2026-03-04")
    receive(matter, world.case_manager, "2026-03-04")
    case = fresh(matter).case
    data = {
        "case": str(case.pk), "title": "测试甲诈骗审查逮捕案", "police": str(world.organ.pk), "subject": "测试甲", "persons": "1", "charge": "诈骗",
        "request_number": "城公（刑）提捕字〔2026〕1号", "received_on": "2026-03-04", "detained": "yes",
    }  # fmt: skip
    review = perform(None, "accept", kind="arrest_review", officer=world.prosecutor, data=data, now=at("2026-03-04", 15)).matter
    assert fresh(matter).turn == ""
    for officer, portal in ((world.prosecutor, "procuratorate"), (world.legal_officer, "police")):
        linked = signed_in(officer).get(f"/{portal}/matters/{matter.pk}/").context["linked"]
        assert [(one.way, one.id) for one in linked] == [("同案", review.pk)]
    assert signed_in(world.prosecutor).get(f"/procuratorate/matters/{review.pk}/").context["linked"][0].id == matter.pk


def test_request_taken_back_lets_the_term_of_detention_run_on(world):
    """撤回提请: the paper is withdrawn, and the thirty days that had been granted count on."""
    matter = opened(world)
    act(matter, "extend_thirty", world.legal_officer, "2026-03-04")
    sign(matter, world.head, "2026-03-04")
    receive(matter, world.case_manager, "2026-03-04")
    act(matter, "request", world.legal_officer, "2026-03-10")
    paper = sign(matter, world.head, "2026-03-10").documents[0]
    perform(matter.pk, "withdraw", officer=world.legal_officer, data={"document": paper.pk}, reason="撤回提请", now=at("2026-03-10", 16))
    assert fresh(matter).state == "running" and clock(matter, "request_arrest").due_on == date(2026, 4, 1)
