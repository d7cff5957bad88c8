"""``adopt()``: history taken over; only clocks whose starting fact has a day begin (design 6)."""

from datetime import date

import pytest

from cases.exceptions import Conflict, Invalid, NotAllowed
from cases.matters import Past, adopt, perform
from cases.models import NO_DUE_DATE, Document, Event, Matter
from tests.supervision.play import act, at, clock, fresh, on_paper, receipt_on_paper, sent

pytestmark = pytest.mark.django_db


def taken(world, state, *history, variant="A", detail=None, **matter):
    return adopt(
        "filing", state, officer=world.prosecutor, office=world.office, now=at("2026-11-02"), history=history, detail_values=detail or {},
        matter_values={"title": "旧案立案监督案", "variant": variant, "handler": world.prosecutor, "police": world.organ, **matter},
    )  # fmt: skip


def test_unknown_state_or_act(world):
    with pytest.raises(Invalid, match="没有“nowhere”这个状态"):
        taken(world, "nowhere")
    with pytest.raises(Invalid, match="没有“conjure”这项办理动作"):
        taken(world, "review", Past("conjure"))
    assert not Matter.objects.exists()


def test_clock_runs_from_the_receipt_the_ledger_tells(world):
    matter = taken(world, "awaiting_reasons", Past("request_a", date(2026, 10, 28), number="青检刑不立通〔2026〕9号", received_on=date(2026, 10, 29)))
    assert matter.imported and matter.police_from and clock(matter, "explain_no_filing").due_on == date(2026, 11, 5) == matter.police_due_on
    paper = Document.objects.get(matter=matter)
    assert (paper.status, paper.number, paper.seq) == ("received", "青检刑不立通〔2026〕9号", None)
    assert matter in Matter.objects.visible_to(world.legal_officer)
    sent(matter, "explain", world.legal_officer, world.head, "2026-11-03")
    assert fresh(matter).state == "reasons_given"


def test_without_a_receipt_day_nothing_runs_until_it_is_entered(world):
    matter = taken(world, "awaiting_reasons", Past("request_a", date(2026, 10, 28)))
    assert not matter.deadlines.exists() and matter.next_due_on == NO_DUE_DATE and matter.turn == "police"
    with pytest.raises(NotAllowed, match="请先签收"):
        on_paper(matter, "explain", world.prosecutor, "2026-11-03", "2026-11-02")
    receipt_on_paper(matter, world.prosecutor, "2026-11-03", "2026-10-29")
    assert clock(matter, "explain_no_filing").due_on == date(2026, 11, 5)


def test_what_was_answered_had_arrived(world):
    matter = taken(world, "reasons_given", Past("request_a", date(2026, 10, 8)), Past("explain", on_words="十月中旬"))
    papers = {paper.type: paper for paper in Document.objects.filter(matter=matter)}
    assert papers["D01"].status == papers["D09"].status == "received" and papers["D09"].received_on is None
    assert not matter.deadlines.exists()  # nobody can say whether it was kept
    assert Event.objects.get(matter=matter, action="explain").on_words == "十月中旬"
    act(matter, "reasons_hold_a", world.prosecutor, "2026-11-03")


def test_late_reply_of_the_past_is_late(world):
    matter = taken(
        world, "reasons_given", Past("request_a", date(2026, 9, 1), received_on=date(2026, 9, 2)), Past("explain", date(2026, 9, 14))
    )
    row = clock(matter, "explain_no_filing")
    assert (row.due_on, row.status, row.late_days) == (date(2026, 9, 9), "met", 5)
    assert clock(matter, "review_explanation").due_on == date(2026, 9, 24)


def test_facts_that_acts_fix_are_taken_over_too(world):
    matter = taken(world, "awaiting_withdrawal", Past("request_b", date(2026, 9, 1)), Past("notify_withdrawal", date(2026, 9, 20)),
                   Past("ask_reconsideration", date(2026, 9, 24)), Past("uphold", date(2026, 9, 30)), variant="B")  # fmt: skip
    assert matter.filing.notified and matter.filing.uphold
    with pytest.raises(NotAllowed):
        act(matter, "ask_reconsideration", world.legal_officer, "2026-11-03")


def test_closed_history_leaves_nothing_running(world):
    matter = taken(world, "tracked", Past("request_a", date(2026, 3, 2), received_on=date(2026, 3, 3)), Past("file", date(2026, 3, 9)),
                   Past("conclude", date(2026, 8, 3)), detail={"filed_on": date(2026, 3, 9)})  # fmt: skip
    assert matter.closed_at.date() == date(2026, 8, 3) and not matter.deadlines.filter(status="running").exists()


def test_state_behind_disclosure_is_disclosed_though_no_act_is_told(world):
    assert taken(world, "awaiting_filing").police_from
    assert taken(world, "review").police_from is None
    assert taken(world, "no_action").police_from is None


def test_history_is_not_undone(world):
    matter = taken(world, "review", Past("take_over", date(2026, 10, 8)))
    with pytest.raises(Conflict, match="没有可以撤销"):
        perform(matter.pk, "undo", officer=world.chief, data={}, reason="误", now=at("2026-11-03"))


def test_numbers_of_the_book_go_on(world):
    assert [taken(world, "review").number for _ in range(2)] == ["侦监立〔2026〕1号", "侦监立〔2026〕2号"]
