"""侦查活动监督: the ladder of 规则第553条, 复查 and the superior of 规则第554条."""

from __future__ import annotations

from datetime import date

import pytest

from cases.desk.page.timeline import timeline
from cases.exceptions import Invalid, NotAllowed
from cases.matters import allowed_actions, perform, sweep
from cases.matters.dossier import Dossier, Opened
from cases.matters.papers.documents import blocks_of
from cases.models import Document, Matter
from office.blocks import text_of
from office.models import OfficeOption
from supervision.workflows.investigation import INVESTIGATION
from tests.supervision.play import act, at, clock, fresh, receive, sent, sign, walk_to
from tests.supervision.plays.investigation import opened

pytestmark = pytest.mark.django_db


def text(matter: Matter, kind: str) -> str:
    return text_of(blocks_of(Document.objects.filter(matter=matter, type=kind).latest("drafted_at")))


def corrected(world, **values) -> Matter:
    """《纠正违法通知书》 signed for on 6 February 2026 and handed down: fifteen days end on 21 February."""
    matter = opened(world, **values)
    act(matter, "establish", world.prosecutor, "2026-02-04", {"weight": "light"})
    sent(matter, "correction", world.prosecutor, world.chief, "2026-02-05", {"deviation": "同一所队第二次发生。"})
    receive(matter, world.legal_officer, "2026-02-06")
    act(matter, "hand_down", world.legal_officer, "2026-02-06")
    return fresh(matter)


def pressed(world) -> Matter:
    """督促 signed for on 26 February: the second term ends on 13 March."""
    matter = corrected(world)
    sweep(now=at("2026-02-24"))
    sign(matter, world.prosecutor, "2026-02-25")
    receive(matter, world.legal_officer, "2026-02-26")
    return fresh(matter)


def escalated(world) -> Matter:
    matter = pressed(world)
    sweep(now=at("2026-03-16"))
    sign(matter, world.chief, "2026-03-16")
    receive(matter, world.city_prosecutor, "2026-03-17")
    return fresh(matter)


def offered(matter: Matter, officer, day: str) -> set[str]:
    return {offer.code for offer in allowed_actions(Dossier(fresh(matter)), officer, date.fromisoformat(day))}


# ------------------------------------------------------------------------------------------------ 规则第553条


def test_silence_is_pressed_then_reported_each_drafted_once(world):
    matter = corrected(world)
    assert clock(matter, "correction_reply").due_on == date(2026, 2, 21)
    assert sweep(now=at("2026-02-21")).drafts == 0  # the last day is not over
    assert sweep(now=at("2026-02-24")).drafts == 1 and sweep(now=at("2026-02-24")).drafts == 0
    letter = Document.objects.get(matter=matter, status="draft")
    assert (letter.type, letter.action) == ("D26C", "press") and fresh(matter).state == "rectifying"
    for wanted in ("回复《纠正违法通知书》", "2026年2月21日届满", "十五日以内", "第五百五十三条", "河湾派出所"):
        assert wanted in text(matter, "D26C"), wanted
    sign(matter, world.prosecutor, "2026-02-25")
    assert clock(matter, "second_term") is None and clock(matter, "correction_reply").status == "dropped"
    receive(matter, world.legal_officer, "2026-02-26")
    assert clock(matter, "second_term").due_on == date(2026, 3, 13) and fresh(matter).state == "pressed"
    assert sweep(now=at("2026-03-16")).drafts == 1
    report = Document.objects.get(matter=matter, status="draft")
    assert (report.type, report.action) == ("U02", "escalate")
    sign(matter, world.chief, "2026-03-16")
    row = fresh(matter)
    assert (row.state, row.acting_office_id) == ("escalated", world.city_office.pk)
    receive(row, world.city_prosecutor, "2026-03-17")
    assert "监督纠正情况报告" not in " ".join(line.text for line in timeline(Opened(fresh(row), world.legal_officer), world.legal_officer, date(2026, 3, 18)))
    words = text(row, "U02")
    for wanted in ("《纠正违法通知书》青检刑纠违〔2026〕1号", "监督层级与规则第五百五十二条建议不一致的理由", "同一所队第二次发生。", "第五百五十三条"):
        assert wanted in words, wanted


def test_the_superior_agrees_and_tells_the_organ_above(world):
    """规则第554条第2款: 通报被监督单位的上级机关，并建议其督促; the matter comes back, the police may still correct."""
    matter = escalated(world)
    assert clock(matter, "correction_upper").due_on == date(2026, 4, 1) and clock(matter, "correction_upper").nature == "reminder"
    act(matter, "superior_agrees", world.city_prosecutor, "2026-03-20")
    with pytest.raises(NotAllowed, match="检察长决定"):
        sign(matter, world.city_prosecutor, "2026-03-20")
    letter = sign(matter, world.city_chief, "2026-03-20").documents[0]
    assert (letter.type, letter.addressee, letter.issuer) == ("U04", "outside", world.city)
    assert "青江区人民检察院办理的" in text(matter, "U04") and "临河市公安局" in text(matter, "U04")
    row = fresh(matter)
    assert (row.state, row.acting_office_id, row.investigation.superior) == ("informed_above", world.office.pk, True)
    assert clock(row, "second_term").due_on == date(2026, 4, 4)
    sweep(now=at("2026-04-07"))
    assert not Document.objects.filter(matter=row, status="draft").exists()  # no second report
    act(row, "close_unmoved", world.prosecutor, "2026-04-07")
    assert (fresh(row).state, fresh(row).investigation.result) == ("rejected", "rejected")


def test_the_superior_orders_and_the_office_revokes_and_explains(world):
    """规则第554条第2款: 下级人民检察院应当执行，并及时向被监督单位说明情况."""
    matter = escalated(world)
    sent(matter, "superior_orders", world.city_prosecutor, world.city_chief, "2026-03-20")
    row = fresh(matter)
    assert (row.state, row.acting_office_id) == ("to_revoke", world.office.pk)
    with pytest.raises(NotAllowed, match="请先签收《撤销纠正意见通知书》"):
        act(row, "revoke", world.prosecutor, "2026-03-20")
    receive(row, world.case_manager, "2026-03-23")
    sent(row, "revoke", world.prosecutor, world.chief, "2026-03-24")
    row = fresh(row)
    assert (row.state, row.investigation.dispute) == ("revoked", "revoked")
    assert set(row.violations.values_list("status", flat=True)) == {"revoked"}
    assert Document.objects.get(matter=row, type="D10W").addressee == "police"


def test_the_police_may_correct_while_the_superior_looks(world):
    matter = escalated(world)
    sent(matter, "reply", world.legal_officer, world.head, "2026-03-18")
    row = fresh(matter)
    assert (row.state, row.acting_office_id) == ("replied", world.office.pk)
    assert clock(row, "correction_upper").status == "dropped"


def test_without_good_reason_not_corrected_is_reported_too(world):
    """规则第553条: 没有正当理由不纠正的; once only."""
    matter = corrected(world)
    sent(matter, "reply", world.legal_officer, world.head, "2026-02-12", {"answer_1": "not", "answer_2": "not"})
    receive(matter, world.case_manager, "2026-02-12")
    act(matter, "verdict", world.prosecutor, "2026-02-13", {"verdict_1": "rejected", "verdict_2": "rejected"})
    sent(matter, "escalate_verified", world.prosecutor, world.chief, "2026-02-13")
    receive(matter, world.city_prosecutor, "2026-02-13")
    sent(matter, "superior_agrees", world.city_prosecutor, world.city_chief, "2026-02-14")
    sent(matter, "reply", world.legal_officer, world.head, "2026-02-25", {"answer_1": "not", "answer_2": "not"})
    receive(matter, world.case_manager, "2026-02-25")
    act(matter, "verdict", world.prosecutor, "2026-02-26", {"verdict_1": "rejected", "verdict_2": "rejected"})
    assert "escalate_verified" not in offered(matter, world.prosecutor, "2026-02-26")
    with pytest.raises(NotAllowed, match="已经上一级人民检察院审查"):
        act(matter, "escalate_verified", world.prosecutor, "2026-02-26")


def test_a_notice_unanswered_may_be_raised_and_nothing_is_drafted(world):
    """侦查活动监督通知书 is not of 规则第553条: 督促 and 升格 are buttons."""
    matter = opened(world)
    act(matter, "establish", world.prosecutor, "2026-02-04", {"weight": "recorded"})
    act(matter, "notice", world.prosecutor, "2026-02-05", {"deviation": ""})
    receive(matter, world.legal_officer, "2026-02-06")
    assert sweep(now=at("2026-02-25")).drafts == 0
    assert {"press_notice", "raise_notice"} <= offered(matter, world.prosecutor, "2026-02-25")
    act(matter, "raise_notice", world.prosecutor, "2026-02-25", {"weight": "grave"})
    row = fresh(matter)
    assert (row.state, row.investigation.proposed) == ("deciding", "correction")
    assert not row.deadlines.filter(status="running").exclude(rule="correction_recheck_file").exists()
    sent(row, "correction", world.prosecutor, world.chief, "2026-02-26", {"deviation": ""})
    receive(row, world.legal_officer, "2026-02-26")
    assert fresh(row).variant == "correction" and clock(row, "correction_reply").due_on == date(2026, 3, 13)


# ------------------------------------------------------------------------------------------------ 复查, 规则第554条第1款


def contested(world, **values) -> Matter:
    """复查 applied for on 12 February, received by 案管 on the 13th: seven days end on the 20th, in the Spring Festival, hence the 24th."""
    matter = corrected(world, **values)
    sent(matter, "ask_recheck", world.legal_officer, world.head, "2026-02-12")
    receive(matter, world.case_manager, "2026-02-13")
    return fresh(matter)


def test_seven_days_from_receipt_by_another_prosecutor(world):
    matter = contested(world)
    assert clock(matter, "correction_recheck").due_on == date(2026, 2, 24) and matter.state == "recheck"
    assert clock(matter, "correction_reply").status == "running"  # the default: 规则第554条 does not stop it
    with pytest.raises(NotAllowed, match="原承办人以外的检察官"):
        act(matter, "recheck_upholds", world.prosecutor, "2026-02-16")
    act(matter, "recheck_upholds", world.second_prosecutor, "2026-02-16")
    with pytest.raises(NotAllowed, match="检察长决定"):
        sign(matter, world.second_prosecutor, "2026-02-16")


def test_upheld_is_reported_up_with_the_decision(world):
    """规则第554条第1款: 认为纠正意见正确的，应当及时向上一级人民检察院报告."""
    matter = contested(world)
    sent(matter, "recheck_upholds", world.second_prosecutor, world.chief, "2026-02-16")
    row = fresh(matter)
    assert {paper.type for paper in row.documents.filter(action="recheck_upholds")} == {"D21C", "U03"}
    assert (row.state, row.acting_office_id, row.investigation.dispute) == ("escalated", world.city_office.pk, "upheld")
    assert clock(row, "correction_recheck").status == "met" and clock(row, "correction_upper").status == "running"
    assert "《纠正违法通知书》（青检刑纠违〔2026〕1号）申请复查" in text(row, "D21C") and "决定：维持《纠正违法通知书》的纠正意见" in text(row, "D21C")
    assert "同一所队第二次发生。" in text(row, "U03") and "同一所队第二次发生。" not in text(row, "D21C")
    receive(row, world.legal_officer, "2026-02-16")
    receive(row, world.city_prosecutor, "2026-02-16")
    sent(row, "superior_agrees", world.city_prosecutor, world.city_chief, "2026-02-25")
    sent(row, "reply", world.legal_officer, world.head, "2026-02-27")
    assert fresh(row).state == "replied"


def test_partly_revoked_row_by_row(world):
    matter = contested(world)
    for kept, sentence in ((("yes", "yes"), "请办理“复查：维持”"), (("no", "no"), "请办理“复查：撤销”")):
        with pytest.raises(Invalid, match=sentence):
            act(matter, "recheck_part", world.second_prosecutor, "2026-02-16", {"kept_1": kept[0], "kept_2": kept[1]})
    sent(matter, "recheck_part", world.second_prosecutor, world.chief, "2026-02-16")
    row = fresh(matter)
    assert [(one.status, one.revoked_words) for one in row.violations.all()] == [("revoked", "事实清楚。"), ("found", "")]
    assert row.investigation.dispute == "partly"
    assert "1.应当对讯问过程录音或者录像而没有录音、录像：撤销" in text(row, "D21C")
    receive(row, world.legal_officer, "2026-02-16")
    receive(row, world.city_prosecutor, "2026-02-16")
    form = INVESTIGATION.action("reply").form(matter=row, today=date(2026, 2, 16))
    assert "answer_2" in form.fields and "answer_1" not in form.fields
    sent(row, "reply", world.legal_officer, world.head, "2026-02-18")
    receive(row, world.case_manager, "2026-02-24")
    act(row, "adopt", world.prosecutor, "2026-02-25")
    assert fresh(row).investigation.dispute == "partly" and fresh(row).state == "adopted"


def test_revoked_whole(world):
    """规则第554条第1款: 认为纠正意见错误的，应当及时予以撤销."""
    matter = contested(world, complainant="控告人甲", petition="lawyer")
    sent(matter, "recheck_revokes", world.second_prosecutor, world.chief, "2026-02-16", {"conclusion": "纠正意见已经撤销。"})
    row = fresh(matter)
    assert clock(row, "lawyer_rights_10d").status == "met" and "控告人甲" in text(row, "D28")
    assert (row.state, row.investigation.dispute) == ("revoked", "revoked")
    assert set(row.violations.values_list("status", flat=True)) == {"revoked"} and not row.deadlines.filter(status__in=("running", "paused")).exists()


def test_where_the_office_says_so_the_reply_clock_stands_still(world):
    """待核: whether 申请复查 stops the reply. The setting at the day of the paper counts; the days of 复查 are taken out."""
    OfficeOption.objects.create(office=world.office, key="recheck_stops_clock", value="yes")
    matter = corrected(world)
    OfficeOption.objects.update(value="no")
    assert "ask_recheck" not in offered(matter, world.legal_officer, "2026-02-12")
    sent(matter, "ask_recheck_stopping", world.legal_officer, world.head, "2026-02-12")
    receive(matter, world.case_manager, "2026-02-13")
    assert clock(matter, "correction_reply").status == "paused"
    assert sweep(now=at("2026-02-24")).drafts == 0
    sent(matter, "recheck_upholds", world.second_prosecutor, world.chief, "2026-02-24")
    reply = clock(matter, "correction_reply")
    assert (reply.status, reply.due_on) == ("running", date(2026, 3, 5))  # 21 February and the twelve days from the 12th to the 23rd


def test_once_only_and_silence_is_written_down(world):
    matter = corrected(world)
    sent(matter, "ask_recheck", world.legal_officer, world.head, "2026-02-12")
    perform(matter.pk, "withdraw", officer=world.legal_officer, now=at("2026-02-13"), reason="不再申请",
            data={"document": Document.objects.get(matter=matter, type="D20C").pk})  # fmt: skip
    assert fresh(matter).state == "rectifying" and fresh(matter).investigation.dispute == ""
    with pytest.raises(NotAllowed, match="届满后"):
        act(matter, "no_objection", world.prosecutor, "2026-02-16")
    act(matter, "no_objection", world.assistant, "2026-02-24")
    assert fresh(matter).investigation.dispute == "none" and clock(matter, "correction_recheck_file").status == "lapsed"
    sent(matter, "ask_recheck", world.legal_officer, world.head, "2026-02-25")  # none recorded: a late one is taken all the same
    receive(matter, world.case_manager, "2026-02-25")
    sent(matter, "recheck_part", world.second_prosecutor, world.chief, "2026-02-26")
    row = fresh(matter)
    assert "ask_recheck" not in offered(row, world.legal_officer, "2026-02-26")


def test_case_management_may_refuse_a_late_application(world):
    matter = corrected(world)
    sent(matter, "ask_recheck", world.legal_officer, world.head, "2026-02-24")
    paper = Document.objects.get(matter=matter, type="D20C")
    perform(matter.pk, "refuse", officer=world.case_manager, data={"document": paper.pk}, reason="逾期且未附材料", now=at("2026-02-24"))
    assert fresh(matter).state == "rectifying"


def test_a_reply_while_the_recheck_runs_is_told_where_it_stands(world):
    matter = contested(world)
    with pytest.raises(NotAllowed, match="现在不能办理“书面回复整改情况”"):
        act(matter, "reply", world.legal_officer, "2026-02-16")


def test_the_whole_ladder_as_a_story(world):
    """登记 → 纠正 → 督促 → 报上一级 → 通报 → 回复 → 采纳, both sides' moves in order."""
    matter = opened(world)
    row = walk_to(
        matter, world,
        ("verify", "prosecutor", "2026-02-03"), ("receive", "legal_officer", "2026-02-03"),
        ("establish", "prosecutor", "2026-02-04"), ("correction", "prosecutor", "2026-02-05", {"deviation": ""}), ("sign", "chief", "2026-02-05"),
        ("receive", "legal_officer", "2026-02-06"), ("hand_down", "legal_officer", "2026-02-09"),
        ("sweep", "", "2026-02-24"), ("sign", "prosecutor", "2026-02-24"), ("receive", "legal_officer", "2026-02-24"),
        ("sweep", "", "2026-03-12"), ("sign", "chief", "2026-03-12"), ("receive", "city_prosecutor", "2026-03-13"),
        ("superior_agrees", "city_prosecutor", "2026-03-16"), ("sign", "city_chief", "2026-03-16"),
        ("prepare", "investigator", "2026-03-17", {"item": "1"}), ("prepare", "investigator", "2026-03-17", {"item": "2"}),
        ("reply", "legal_officer", "2026-03-18", {"answer_2": "done", "words_2": "已处理责任人。"}), ("sign", "head", "2026-03-18"),
        ("receive", "case_manager", "2026-03-18"), ("adopt", "prosecutor", "2026-03-20"),
    )  # fmt: skip
    assert (row.state, row.closed_at is not None, row.investigation.result) == ("adopted", True, "adopted")
