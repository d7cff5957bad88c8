"""复议、复核 of every decision that may be contested: one mechanism, with the days of law.md 2.6 (7.1 rows 1 and 3)."""

from __future__ import annotations

from datetime import date

import pytest

from cases.desk.lists import worklist
from cases.desk.lists.bulking import bulk_of, carry_out_all
from cases.desk.lists.receiving import to_receive, waiting_of
from cases.desk.papers.paper_page import paper_page
from cases.desk.papers.papering import paper_offers
from cases.desk.signing.drafting import awaiting_signature, objections_of
from cases.exceptions import Conflict, NotAllowed
from cases.matters import allowed_actions, perform
from cases.matters.dossier import Dossier, dossier
from cases.matters.table.workflow import WORKFLOWS, Workflow
from cases.models import Document, Matter
from cases.rules import RULES
from office.actions import delegate
from office.models import Officer
from supervision.models.disputes import Dispute
from supervision.workflows import filing, no_arrest
from supervision.workflows.objecting import Contested
from tests.supervision.play import act, at, clock, fresh, notified, receive, sent
from tests.supervision.plays.no_arrest import opened

pytestmark = pytest.mark.django_db

TABLE: dict[str, tuple[Contested, Workflow, tuple[int, int, int, int], bool]] = {
    "filing": (filing.OBJECTION, filing.FILING, (5, 7, 5, 15), False),
    "no_arrest": (no_arrest.OBJECTION, no_arrest.NO_ARREST, (5, 7, 5, 15), True),
}
"""Contested decision, its table, the days to file, decide, file and decide (law.md 2.6), and whether 检察长批准 is written in the law."""


@pytest.mark.parametrize("kind", TABLE)
def test_row_1_days_and_who(kind):
    """7.1 row 1: 5/7/5/15, never mixed; 7.1 row 3 is in test_no_arrest. Windows are rights, decisions duties of both levels."""
    contested, table, days, chief = TABLE[kind]
    rules = [RULES[name] for name in (contested.file, contested.decide, contested.review_file, contested.review_decide)]
    assert tuple((rule.length.amount if rule.length else None) for rule in rules) == days
    assert [rule.nature for rule in rules] == ["right", "duty", "right", "duty"]
    assert [rule.owed_by for rule in rules] == ["police", "procuratorate", "police", "superior"]
    for ruling in contested.rulings:
        row = table.action(ruling.code)
        assert row.not_by == contested.not_by and row.by[0].other  # 另行指派
        assert row.meets == (contested.decide,)
        assert row.decided_by is not None and (row.decided_by.role == "chief_prosecutor" or not chief)
    for ruling in contested.review_rulings:
        row = table.action(ruling.code)
        assert row.by[0].place == "superior" and row.decided_by is not None
        assert (row.decided_by.role, row.decided_by.place) == ("chief_prosecutor", "superior")
    ask, again = table.action("ask_reconsideration"), table.action("ask_review")
    assert [one.decided_by.role for one in (ask, again) if one.decided_by] == ["police_head", "police_head"]  # 县级以上公安机关负责人
    assert ask.starts_on_receipt[0].rule == contested.decide and again.starts_on_receipt[0].rule == contested.review_decide


def test_every_contested_decision_uses_the_one_mechanism():
    """No table has rows for a 复议 of its own making: whoever meets a decision clock does so with another prosecutor or the superior."""
    for table in WORKFLOWS.values():
        for row in table.actions:
            if any("reconsider" in rule and rule.endswith("_decide") for rule in row.meets) and row.is_of("procuratorate"):
                assert row.not_by, (table.kind, row.code)


def released(world, why="evidence", **values) -> Matter:
    matter = opened(world, why, detained="no", **values)
    assert matter.no_arrest.released
    return matter


def contested(world, why="evidence") -> Matter:
    """要求复议 on 4 March, received on the 5th: the seven days end on 12 March."""
    matter = released(world, why)
    sent(matter, "ask_reconsideration", world.legal_officer, world.head, "2026-03-04")
    receive(matter, world.case_manager, "2026-03-05")
    return fresh(matter)


def upheld(world, why="evidence") -> Matter:
    matter = contested(world, why)
    sent(matter, "uphold", world.second_prosecutor, world.chief, "2026-03-10")
    receive(matter, world.legal_officer, "2026-03-11")
    return fresh(matter)


def reviewed(world, why="evidence") -> Matter:
    matter = upheld(world, why)
    sent(matter, "ask_review", world.legal_officer, world.head, "2026-03-13")
    receive(matter, world.city_prosecutor, "2026-03-16")
    return fresh(matter)


def test_both_sides_are_timed(world):
    matter = released(world)
    assert clock(matter, "no_arrest_reconsider_file").due_on == date(2026, 3, 9)  # 7 March is a Saturday
    matter = contested(world)
    assert clock(matter, "no_arrest_reconsider_file").status == "met"
    ours = clock(matter, "no_arrest_reconsider_decide")
    assert (ours.due_on, ours.owed_by, ours.shared) == (date(2026, 3, 12), "procuratorate", True)
    matter = upheld(world)
    assert clock(matter, "no_arrest_review_file").due_on == date(2026, 3, 16)
    matter = reviewed(world)
    theirs = clock(matter, "no_arrest_review_decide")
    assert (theirs.due_on, theirs.owed_by) == (date(2026, 3, 31), "superior")
    assert matter.acting_office_id == world.city_office.pk


def test_who_refused_does_not_reconsider(world):
    """规则第290条: the refusal was drafted on the matter this one follows; the kernel looks there too."""
    matter = contested(world)
    with pytest.raises(NotAllowed, match="原承办人以外的检察官"):
        act(matter, "uphold", world.prosecutor, "2026-03-09")
    assert "uphold" not in {one.code for one in allowed_actions(Dossier(matter), world.prosecutor, date(2026, 3, 9))}
    assert "uphold" in {one.code for one in allowed_actions(Dossier(matter), world.second_prosecutor, date(2026, 3, 9))}


def test_outcome_reasons_and_talk_are_kept(world):
    detail = upheld(world).no_arrest
    assert (detail.dispute, detail.dispute_reason, detail.dispute_told) == (Dispute.UPHELD, "现有证据没有变化。", "face")


def test_second_objection_has_a_sentence_of_its_own(world):
    matter = upheld(world)
    with pytest.raises(NotAllowed, match="复议以一次为限"):
        act(matter, "ask_reconsideration", world.legal_officer, "2026-03-12")
    matter = reviewed(world)
    sent(matter, "review_confirms", world.city_prosecutor, world.city_chief, "2026-03-20")
    receive(matter, world.legal_officer, "2026-03-23")
    before = fresh(matter)
    with pytest.raises(NotAllowed, match="已经上一级人民检察院复核"):
        act(matter, "ask_reconsideration", world.legal_officer, "2026-03-24")
    with pytest.raises(NotAllowed, match=r"提请复核.*不能重复办理"):
        act(matter, "ask_review", world.legal_officer, "2026-03-24")
    assert fresh(matter).version == before.version


def test_late_objection_is_marked_or_refused_by_case_management(world):
    matter = released(world)
    result = sent(matter, "ask_reconsideration", world.legal_officer, world.head, "2026-03-11")
    assert matter.events.get(action="ask_reconsideration").late_days == 2
    with pytest.raises(NotAllowed, match="案件管理"):
        perform(matter.pk, "refuse", officer=world.prosecutor, data={"document": result.pk}, reason="逾期", now=at("2026-03-12"))
    perform(matter.pk, "refuse", officer=world.case_manager, data={"document": result.pk}, reason="逾期二日", now=at("2026-03-12"))
    row = fresh(matter)
    assert row.state == "following" and row.no_arrest.dispute == ""
    assert clock(matter, "no_arrest_reconsider_decide") is None


def test_a_late_objection_is_case_managements_to_take_with_its_mark(world):
    matter = released(world)
    paper = sent(matter, "ask_reconsideration", world.legal_officer, world.head, "2026-03-11")
    version = fresh(matter).version
    for who in (world.prosecutor, world.assistant):
        with pytest.raises(NotAllowed, match="逾期2日提出，由案件管理签收"):
            receive(matter, who, "2026-03-12")
    assert fresh(matter).version == version
    ids = [str(matter.pk)]
    [line] = bulk_of("receive", officer=world.prosecutor, ids=ids, today=date(2026, 3, 12)).lines
    assert "逾期2日提出，由案件管理部门决定是否接收" in line.skip
    settings = worklist.settings_of(world.case_manager)
    row = waiting_of(world.case_manager, to_receive(world.case_manager).get(pk=paper.pk), date(2026, 3, 12), settings)
    assert row.late == "逾期2日提出"
    found = dossier(world.prosecutor, matter.pk)
    assert "逾期2日提出" in paper_page(world.prosecutor, found, paper, date(2026, 3, 12)).caution
    assert [offer.code for offer in paper_offers(found, paper, world.prosecutor, date(2026, 3, 12))] == []
    assert [offer.code for offer in paper_offers(found, paper, world.case_manager, date(2026, 3, 12))] == ["receive", "refuse"]
    receive(matter, world.case_manager, "2026-03-12")
    assert clock(matter, "no_arrest_reconsider_decide").due_on == date(2026, 3, 19)


def test_who_refused_neither_revises_nor_signs_the_answer_in_the_chiefs_name(world):
    """规则第290条: another prosecutor. Authorised for the days, he would decide on what he decided himself."""
    matter = contested(world)
    delegate(
        officer=world.chief, to=world.prosecutor.pk, begins_on=date(2026, 3, 9), ends_on=date(2026, 3, 20), scope="签发文书", now=at("2026-03-09")
    )
    paper = act(matter, "uphold", world.second_prosecutor, "2026-03-10").documents[0]
    his, day = Officer.objects.get(pk=world.prosecutor.pk), date(2026, 3, 10)
    with pytest.raises(NotAllowed, match="原承办人以外的检察官"):
        perform(matter.pk, "sign", officer=his, data={"document": paper.pk}, now=at("2026-03-10"))
    with pytest.raises(NotAllowed, match="原承办人以外的检察官"):
        perform(matter.pk, "revise", officer=his, data={"document": paper.pk, **paper.fields}, now=at("2026-03-10"))
    settings = worklist.settings_of(his)
    assert paper not in awaiting_signature(his, settings, day)
    assert paper in awaiting_signature(world.chief, settings, day)
    assert "revise" not in {offer.code for offer in paper_offers(dossier(his, matter.pk), paper, his, day)}
    perform(matter.pk, "sign", officer=world.chief, data={"document": paper.pk}, now=at("2026-03-10"))
    assert fresh(matter).state == "upheld"


def test_what_the_police_contest_stands_under_one_heading():
    assert objections_of() == {"ask_reconsideration", "ask_review", "ask_recheck", "ask_recheck_stopping", "object"}


def test_silence_is_recorded_in_bulk_once_the_window_has_closed(world):
    """product.md: 未提异议 is recorded explicitly; a row that does not fit is named and left alone."""
    first, second, third = released(world), released(world, "no_danger"), contested(world)
    with pytest.raises(NotAllowed, match="届满后"):
        act(first, "no_objection", world.prosecutor, "2026-03-09")
    ids = [str(one.pk) for one in (first, second, third)]
    bulk = bulk_of("no_objection", officer=world.prosecutor, ids=ids, today=date(2026, 3, 10))
    assert [bool(line.skip) for line in sorted(bulk.lines, key=lambda line: ids.index(str(line.matter.pk)))] == [False, False, True]
    assert carry_out_all(bulk, officer=world.prosecutor, data={"dispute_told": "phone"}, now=at("2026-03-10")) == (2, 1)
    assert [(fresh(one).no_arrest.dispute, fresh(one).no_arrest.dispute_told) for one in (first, second, third)] == [
        ("none", "phone"), ("none", "phone"), ("", ""),
    ]  # fmt: skip
    assert clock(first, "no_arrest_reconsider_file").status in ("lapsed", "dropped")
    with pytest.raises(NotAllowed):
        act(first, "no_objection", world.prosecutor, "2026-03-10")


def test_silence_may_be_recorded_after_another_act_wrote_the_window_closed(world):
    """The right is written 期满 by whatever act comes next; 未提异议 is still to be recorded."""
    matter = released(world)
    act(matter, "receipt", world.legal_officer, "2026-03-10")
    receive(matter, world.case_manager, "2026-03-10")
    assert clock(matter, "no_arrest_reconsider_file").status == "lapsed"
    act(matter, "no_objection", world.prosecutor, "2026-03-11")
    assert fresh(matter).no_arrest.dispute == "none"


def test_no_review_asked_for_leads_back(world):
    matter = upheld(world)
    with pytest.raises(NotAllowed, match="届满后"):
        act(matter, "no_review", world.prosecutor, "2026-03-16")
    act(matter, "no_review", world.prosecutor, "2026-03-17")
    row = fresh(matter)
    detail = row.no_arrest
    assert row.state == "following" and detail.dispute == Dispute.UPHELD
    assert (detail.dispute_reason, detail.dispute_told) == ("现有证据没有变化。", "face")  # a blank leaves what was said before


def test_reasons_are_asked_for_and_given(world):
    """程序规定第139条, where the law gives it."""
    matter = released(world)
    with pytest.raises(NotAllowed):
        act(matter, "give_reason", world.prosecutor, "2026-03-03")
    act(matter, "ask_reason", world.legal_officer, "2026-03-03")
    receive(matter, world.case_manager, "2026-03-03")
    assert clock(matter, "no_arrest_reasons").due_on == date(2026, 3, 6)
    with pytest.raises(NotAllowed, match="已经要求检察机关说明理由"):
        act(matter, "ask_reason", world.legal_officer, "2026-03-04")
    act(matter, "give_reason", world.prosecutor, "2026-03-04")
    assert clock(matter, "no_arrest_reasons").status == "met"
    paper = Document.objects.get(matter=matter, type="D22F")
    assert paper.status == "issued" and paper.addressee == "police"


def test_undone_decision_takes_its_outcome_back(world):
    matter = contested(world)
    sent(matter, "uphold", world.second_prosecutor, world.chief, "2026-03-10")
    perform(matter.pk, "undo", officer=world.chief, data={}, reason="文书有误", now=at("2026-03-10"))
    row = fresh(matter)
    assert (row.state, row.no_arrest.dispute, row.no_arrest.uphold) == ("reconsideration", "", False)
    assert clock(matter, "no_arrest_reconsider_decide").status == "running"


def test_filing_keeps_its_own_outcome(world):
    """撤案通知 stands on the same rows: the outcome is written there too."""
    matter = notified(world, "B")
    sent(matter, "ask_reconsideration", world.legal_officer, world.head, "2026-03-05")
    receive(matter, world.case_manager, "2026-03-06")
    sent(matter, "vary", world.second_prosecutor, world.chief, "2026-03-09")
    row = fresh(matter)
    assert (row.state, row.filing.dispute, row.filing.dispute_reason) == ("revoked", Dispute.REVOKED, "原通知不当。")
    with pytest.raises((NotAllowed, Conflict)):
        act(matter, "uphold", world.second_prosecutor, "2026-03-10")


def test_reasons_are_owed_wherever_the_matter_has_gone(world):
    """程序规定第139条: asked for before the fifteen days ended, still answered after the notice of 规则第287条第3款."""
    matter = released(world, "none")
    act(matter, "ask_reason", world.legal_officer, "2026-03-17")
    receive(matter, world.case_manager, "2026-03-17")
    sent(matter, "correct", world.prosecutor, world.chief, "2026-03-18")
    act(matter, "give_reason", world.prosecutor, "2026-03-19")
    assert clock(matter, "no_arrest_reasons").status == "met"
