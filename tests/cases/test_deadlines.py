"""期限 as rows: one running clock per rule, ends met, dropped or lapsed, days from the law (design 4.2)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from cases.matters.clocks import deadlines
from cases.matters.clocks.refreshing import refresh
from cases.matters.dossier import Dossier
from cases.models import NO_DUE_DATE, Clock, Deadline
from office.holidays import calendar
from tests.supervision.play import asked, clock, explained, fresh, notified, opened

pytestmark = pytest.mark.django_db


def begin(matter, rule, day, **more):
    return deadlines.start(Dossier(matter), rule, trigger=day, fact="测试", **more)


@pytest.mark.parametrize(
    ("rule", "received", "due"),
    [
        ("explain_no_filing", "2026-02-10", "2026-02-24"),  # law.md 1.3 #1: the last day falls in the Spring Festival
        ("file_after_notice", "2026-09-17", "2026-10-08"),  # 10月2日在国庆假期内
        ("supervised_case_3m", "2025-11-30", "2026-02-28"),  # month end: no 30 February
        ("supervised_case_3m", "2026-01-31", "2026-04-30"),
        ("supervised_case_3m", "2026-02-28", "2026-06-01"),  # last day of a month → 31 May, a Sunday
        ("withdraw_after_notice", "2019-09-27", "2019-10-12"),  # a Saturday that was worked (real story T02)
    ],
)
def test_days_of_the_law(world, rule, received, due):
    assert begin(opened(world), rule, date.fromisoformat(received)).due_on == date.fromisoformat(due)


def test_two_running_clocks_of_one_rule_are_refused_by_the_database(world):
    matter = asked(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        begin(matter, "explain_no_filing", date(2026, 2, 11))
    deadlines.drop(Dossier(matter), ["explain_no_filing"], on=date(2026, 2, 11), event=None)
    begin(matter, "explain_no_filing", date(2026, 2, 11))
    assert Deadline.objects.filter(matter=matter, rule="explain_no_filing").count() == 2


def test_row_keeps_the_law_it_began_under(world):
    row = clock(asked(world), "explain_no_filing")
    assert row.article.startswith("规则第560条") and row.owed_by == "police" and row.roll == "R" and row.nature == "duty" and row.shared
    assert any("105" in step["basis"] for step in row.steps) and row.trigger == "收到《要求说明不立案理由通知书》"
    assert row.document.type == "D01" and row.started_by.action == "receive"


@pytest.mark.parametrize(("on", "status", "late"), [("2026-02-24", "met", 0), ("2026-02-25", "met", 1)])
def test_met_within_and_after(world, on, status, late):
    matter = asked(world)
    [row] = deadlines.meet(Dossier(matter), ["explain_no_filing"], on=date.fromisoformat(on), event=None)
    assert (row.status, row.late_days) == (status, late)


def test_right_used_in_time_is_met_and_late_is_lapsed(world):
    matter = notified(world, "B")
    assert deadlines.overrun(Dossier(matter), ["reconsider_withdraw_file"], on=date(2026, 3, 9)) == 0
    [row] = deadlines.meet(Dossier(matter), ["reconsider_withdraw_file"], on=date(2026, 3, 9), event=None)
    assert row.status == Clock.MET
    matter = notified(world, "B")
    assert deadlines.overrun(Dossier(matter), ["reconsider_withdraw_file"], on=date(2026, 3, 11)) == 2
    [row] = deadlines.lapse(Dossier(matter), on=date(2026, 3, 11), event=None)
    assert (row.rule, row.status, row.ended_on, row.late_days) == ("reconsider_withdraw_file", Clock.LAPSED, date(2026, 3, 9), 0)
    assert deadlines.overrun(Dossier(matter), ["reconsider_withdraw_file"], on=date(2026, 3, 11)) == 2  # still says how late its use is


def test_reminder_is_own_and_never_late(world):
    matter = explained(world)
    row = clock(matter, "review_explanation")
    assert row.nature == "reminder" and not row.shared and row.pending
    assert matter.next_due_on == row.due_on and matter.police_due_on == NO_DUE_DATE
    assert deadlines.lateness(row, row.due_on + timedelta(days=30)) == 0 == deadlines.overrun_of(row, row.due_on + timedelta(days=30))
    assert not begin(matter, "file_decision_copy", date(2026, 2, 12), shared=True).shared  # a reminder is never the other side's


def test_length_from_the_paper_or_the_setting(world):
    matter = opened(world)
    assert begin(matter, "correction_reply", date(2026, 3, 2), days=20).due_on == date(2026, 3, 22)  # a Sunday: the paper's own term is no period of the code
    row = clock(matter, "correction_reply")
    assert row.length == "二十日" and row.pending


def test_next_due_on_is_the_nearest_duty_or_reminder(world):
    matter = notified(world, "B")
    assert (matter.next_rule, matter.police_rule) == ("withdraw_after_notice", "withdraw_after_notice")
    begin(matter, "letter_result_3m", date(2025, 12, 10))
    refresh(Dossier(matter))
    row = fresh(matter)
    assert row.next_rule == "letter_result_3m" and row.next_due_on == date(2026, 3, 10)
    assert row.police_rule == "withdraw_after_notice" and row.police_due_on == date(2026, 3, 17)  # an internal clock leaks no order


def test_retriggered_clock_tells_what_it_was(world):
    matter = asked(world)
    row = clock(matter, "explain_no_filing")
    assert deadlines.retrigger(Dossier(matter), row, date(2026, 2, 3)) == date(2026, 2, 24)
    assert row.due_on == date(2026, 2, 10)


def test_preview_writes_nothing(world):
    class Never:
        def is_holiday(self, day):
            return False

        def __getattr__(self, name):
            return getattr(calendar(), name)

    row = clock(asked(world), "explain_no_filing")
    assert deadlines.preview(row, calendar=Never()) == date(2026, 2, 17)
    assert Deadline.objects.get(pk=row.pk).due_on == date(2026, 2, 24)
