"""撤销上一步: the head of the side that acted, with a reason, the latest act only, before the other side acted on it."""

from datetime import date

import pytest

from cases.exceptions import Conflict, Invalid, NotAllowed
from cases.matters import Press, custody_changed, perform, settle
from cases.models import Case, CompulsoryMeasure, Deadline, Document, Matter, Suspect
from tests.supervision.play import (
    act,
    asked,
    at,
    clock,
    explained,
    fresh,
    notified,
    on_paper,
    opened,
    receipt_on_paper,
    receive,
    sent,
    sign,
)  # fmt: skip

pytestmark = pytest.mark.django_db
FACTS = ("state", "variant", "acting_office_id", "police_from", "closed_at", "next_due_on", "police_due_on", "next_rule", "police_rule")


def undo(matter, officer, day, reason="办理有误"):
    return perform(matter.pk, "undo", officer=officer, data={}, reason=reason, now=at(day))


def photograph(matter):
    """Everything 撤销 must bring back."""
    row = fresh(matter)
    clocks = sorted(matter.deadlines.filter(status="running").values_list("rule", "begins_on", "due_on", "roll"))
    detail = {name: value for name, value in vars(row.filing).items() if not name.startswith("_")}
    return {name: getattr(row, name) for name in FACTS}, clocks, detail


KINDS = {
    # act of the procuratorate or police → (matter, how it is done, who undoes)
    "request": ("A", "opened", "request_a", "prosecutor", "chief"),
    "verify": ("A", "opened", "verify", "prosecutor", None),
    "no_need": ("A", "opened", "no_need", "prosecutor", None),
    "hold": ("A", "explained", "reasons_hold_a", "prosecutor", None),
    "notify": ("A", "explained", "notify_filing", "prosecutor", "chief"),
    "notify_b": ("B", "explained", "notify_withdrawal", "prosecutor", "chief"),
    "decline": ("C", "asked", "decide_no_filing", "legal_officer", "head"),
    "explain": ("A", "asked", "explain", "legal_officer", "head"),
    "file": ("A", "notified", "file", "legal_officer", "head"),
    "withdraw_case": ("B", "notified", "withdraw_case", "legal_officer", "head"),
    "object": ("B", "notified", "ask_reconsideration", "legal_officer", "head"),
}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_act_returns_to_what_the_trail_says(world, name):
    branch, stage, code, who, signer = KINDS[name]
    matter = {"opened": opened, "asked": asked, "explained": explained, "notified": notified}[stage](world, branch)
    before = photograph(matter)
    papers = act(matter, code, getattr(world, who), "2026-03-03", {"decided_on": "2026-03-03", "filed_on": "2026-03-03", "withdrawn_on": "2026-03-03"}).documents
    if signer:
        sign(matter, getattr(world, signer), "2026-03-03")
    assert photograph(matter) != before or code == "verify"
    head = world.head if who == "legal_officer" else world.chief
    with pytest.raises(Invalid, match="理由"):
        undo(matter, head, "2026-03-03", reason="")
    undo(matter, head, "2026-03-03")
    assert photograph(matter) == before
    assert {paper.status for paper in Document.objects.filter(pk__in=[paper.pk for paper in papers])} == {"withdrawn"}
    assert matter.events.get(action=code).undone  # nothing is deleted


def test_who_may_undo(world):
    matter = opened(world)
    sent(matter, "request_a", world.prosecutor, world.chief, "2026-02-03")
    for who in (world.prosecutor, world.assistant, world.case_manager, world.head, world.city_chief):
        with pytest.raises((NotAllowed, Conflict)):
            undo(matter, who, "2026-02-03")
    undo(matter, world.chief, "2026-02-03")


def test_first_entry_and_the_other_sides_act_are_not_undone(world):
    matter = opened(world)
    with pytest.raises(Conflict, match="没有可以撤销"):
        undo(matter, world.chief, "2026-02-03")
    matter = asked(world)
    with pytest.raises(Conflict, match="由对方办理"):
        undo(matter, world.chief, "2026-02-11")
    undo(matter, world.head, "2026-02-11")  # the police take their own receipt back
    row = fresh(matter)
    assert row.state == "awaiting_reasons" and clock(matter, "explain_no_filing").status == "dropped"
    assert Document.objects.get(matter=matter).status == "issued" and row.police_due_on.year == 9999


def test_what_the_other_side_received_is_not_undone(world):
    matter = asked(world)
    sent(matter, "explain", world.legal_officer, world.head, "2026-02-11")
    receive(matter, world.case_manager, "2026-02-11")
    with pytest.raises(Conflict, match=r"由对方办理|已签收"):
        undo(matter, world.head, "2026-02-11")


def test_entries_from_paper_are_ours_to_undo_and_to_enter_again(world):
    matter = opened(world)
    sent(matter, "request_a", world.prosecutor, world.chief, "2026-02-05")
    before = photograph(matter)
    receipt_on_paper(matter, world.prosecutor, "2026-02-12", "2026-02-11")
    with pytest.raises(Conflict):
        undo(matter, world.head, "2026-02-12")
    undo(matter, world.chief, "2026-02-12", reason="送达回证日期看错")
    assert photograph(matter) == before
    receipt_on_paper(matter, world.prosecutor, "2026-02-12", "2026-02-10")
    assert clock(matter, "explain_no_filing").due_on == date(2026, 2, 24)
    before = photograph(matter)
    on_paper(matter, "explain", world.prosecutor, "2026-02-13", "2026-02-12")
    undo(matter, world.chief, "2026-02-13")
    assert photograph(matter) == before


def test_one_after_another(world):
    matter = explained(world)
    act(matter, "reasons_hold_a", world.prosecutor, "2026-02-13")
    act(matter, "inform", world.prosecutor, "2026-02-13")
    assert fresh(matter).closed_at
    undo(matter, world.chief, "2026-02-13")
    assert fresh(matter).state == "informing" and fresh(matter).closed_at is None
    assert clock(matter, "inform_reason_ok").status == "running"
    undo(matter, world.chief, "2026-02-13")
    assert fresh(matter).state == "reasons_given"


def test_clocks_return_to_the_facts_of_today_not_to_those_of_the_snapshot(world):
    matter = asked(world, "B", received="2026-02-14")
    row = fresh(matter)
    row.case = Case.objects.create(office=world.office, number="案1", name="测试案", charge="合同诈骗")
    row.save()
    sent(matter, "withdraw_case", world.legal_officer, world.head, "2026-02-15", {"withdrawn_on": "2026-02-15"})
    suspect = Suspect.objects.create(office=world.office, case=row.case, name="测试甲")
    CompulsoryMeasure.objects.create(office=world.office, suspect=suspect, kind="arrest", began_on=date(2026, 2, 1))
    press = Press(world.prosecutor, at("2026-02-15"))
    custody_changed(press, row.case_id)
    settle(press)
    undo(matter, world.head, "2026-02-15")
    assert clock(matter, "explain_filing").due_on == date(2026, 2, 21)  # in custody on the last day: not rolled
    assert fresh(matter).police_due_on == date(2026, 2, 21)


def test_undoing_an_urging_runs_the_old_clock_on(world):
    matter = notified(world)
    sent(matter, "file", world.legal_officer, world.head, "2026-03-10", {"filed_on": "2026-03-09"})
    receive(matter, world.prosecutor, "2026-03-10")
    act(matter, "urge", world.prosecutor, "2026-06-10")
    undo(matter, world.chief, "2026-06-10")
    running = Deadline.objects.get(matter=matter, rule="supervised_case_3m", status="running")
    assert running.due_on == date(2026, 6, 9)
    assert Matter.objects.get(pk=matter.pk).next_due_on == date(2026, 6, 9)
