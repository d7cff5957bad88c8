"""侦查活动监督: 规则第551条、第552条、第567条、第568条 — from the lead to a level, and back with an answer."""

from __future__ import annotations

from datetime import date

import pytest

from cases.desk.page.items import panels
from cases.desk.page.timeline import timeline
from cases.exceptions import Invalid, NotAllowed
from cases.matters import perform
from cases.matters.acts.offers import allowed_actions
from cases.matters.dossier import Dossier, Opened
from cases.matters.papers.documents import blocks_of
from cases.models import Document, Matter
from office.blocks import text_of
from supervision.forms.citing import in_full
from supervision.forms.investigation import CrimeForm
from supervision.forms.verifying import WAYS
from supervision.models.investigation import Level, SupervisionItem, Weight
from supervision.workflows.investigation import INVESTIGATION
from tests.law.replay import holds, story
from tests.supervision.play import act, at, clock, fresh, receive, scan, sent, sign, walk_to
from tests.supervision.plays.investigation import choice, lead, opened

pytestmark = pytest.mark.django_db
TODAY = date(2026, 2, 20)


def text(matter: Matter, kind: str) -> str:
    return text_of(blocks_of(Document.objects.filter(matter=matter, type=kind).latest("drafted_at")))


def decided(world, weight: str = "grave", fixed: str = "", **values) -> Matter:
    """A matter whose two violations hold, with the level still to be chosen."""
    matter = opened(world, **values)
    act(matter, "establish", world.prosecutor, "2026-02-04", {"weight": weight, "fixed": fixed})
    return fresh(matter)


def offered(matter: Matter, officer, day: date = TODAY) -> set[str]:
    return {offer.code for offer in allowed_actions(Dossier(fresh(matter)), officer, day)}


# ------------------------------------------------------------------------------------------------ the lead


def test_a_lead_holds_its_violations_with_item_and_article(world):
    matter = opened(world)
    rows = list(matter.violations.all())
    assert [(row.no, row.code, row.article, row.status) for row in rows] == [
        (1, "v02", "刑诉法第123条第1款", "suspected"), (2, "v13", "刑诉法第85条第2款", "suspected"),
    ]  # fmt: skip
    assert rows[0].heading == "应当对讯问过程录音或者录像而没有录音、录像（规则第567条第2项）"
    act(matter, "add", world.assistant, "2026-02-03")
    assert [row.no for row in matter.violations.all()] == [1, 2, 3] and matter.violations.last().label == SupervisionItem.objects.get(code="v12").text


@pytest.mark.parametrize(("given", "sentence"), [
    ({"violations": []}, "请至少填写1条。"),
    ({"violations": [{"item": "v99", "facts": "某事。"}]}, "第1条监督项目"),
    ({"violations": [{"item": "v05", "facts": ""}]}, "第1条线索反映的事实"),
    ({"petition": "general"}, "请填写控告人"),
    ({"petition": "act117", "complainant": "甲"}, "请填写办案机关处理情况"),
    ({"petition": "act117", "complainant": "甲", "prior": "none"}, "先向办案机关申诉、控告"),
    ({"complainant": "测试甲"}, "对外名称中不能出现控告人姓名"),
])  # fmt: skip
def test_a_bad_lead_is_one_sentence_and_nothing_is_registered(world, given, sentence):
    with pytest.raises(Invalid, match=sentence):
        opened(world, **given)
    assert not Matter.objects.exists()


@pytest.mark.parametrize(("petition", "rule", "due"), [
    ("general", "complaint_7d", "2026-02-09"), ("lawyer", "lawyer_rights_10d", "2026-02-12"),
    ("act117", "complaint_117_review", "2026-02-24"),
])  # fmt: skip
def test_each_sort_of_complaint_has_its_own_term(world, petition, rule, due):
    """规则第161条七日, 第58条十日, 第556条第2款十五日（2月17日起春节，顺延至24日）."""
    matter = opened(world, petition=petition, complainant="控告人甲", prior="late")
    assert clock(matter, rule).due_on.isoformat() == due and clock(matter, rule).shared is False
    assert set(matter.deadlines.values_list("rule", flat=True)) == {rule}
    act(matter, "answer", world.complaint_officer, "2026-02-06")
    assert clock(matter, rule).status == "met"
    assert "控告人甲" in text(matter, "D28")


def test_without_a_complainant_there_is_nobody_to_answer(world):
    matter = opened(world)
    with pytest.raises(NotAllowed, match="没有控告人"):
        act(matter, "answer", world.prosecutor, "2026-02-06")


def test_what_another_matter_brings_has_its_item(world):
    """由其他事项转来: with the item it names, else without a violation until one is listed."""
    matter = opened(world)
    detail = matter.investigation
    matter.violations.all().delete()
    detail.listed = False
    detail.save()
    with pytest.raises(NotAllowed, match="还没有登记违法情形"):
        act(matter, "establish", world.prosecutor, "2026-02-04", {})
    act(matter, "add", world.prosecutor, "2026-02-04")
    assert fresh(matter).investigation.listed


# ------------------------------------------------------------------------------------------------ 调查核实


def test_ten_ways_of_551_with_notice_and_without_restraint(world):
    assert len(WAYS) == 10
    matter = opened(world, petition="general", complainant="赵金丝雀")
    act(matter, "verify", world.prosecutor, "2026-02-04", {"methods": [code for code, _ in WAYS]})
    words = text(matter, "V01")
    assert all(way in words for _, way in WAYS)
    assert "第五百五十一条" in words and "不限制被调查对象的人身、财产权利" in words and "赵金丝雀" not in words
    assert fresh(matter).state == "verifying" and fresh(matter).police_from is not None
    assert clock(matter, "complaint_7d").status == "met"


def test_the_police_do_not_read_what_was_not_raised_with_them(world):
    matter = opened(world)
    act(matter, "verify", world.prosecutor, "2026-02-04")
    assert panels(Opened(fresh(matter), world.legal_officer), world.legal_officer) == []
    assert len(panels(Opened(fresh(matter), world.prosecutor), world.prosecutor)[0].items) == 2
    act(matter, "establish", world.prosecutor, "2026-02-05", {"holds_2": "no"})
    sent(matter, "correction", world.prosecutor, world.chief, "2026-02-06")
    (panel,) = panels(Opened(fresh(matter), world.legal_officer), world.legal_officer)
    assert [item.no for item in panel.items] == [1]
    told = " ".join(line.words for line in panel.items[0].lines)
    assert "审查逮捕卷中没有讯问录像" not in told and "应当全程录音录像而没有录音录像" in told


def test_unfounded_is_answered_and_closed(world):
    """规则第552条第2款: who complained is told; the file keeps the opinion."""
    matter = opened(world, petition="lawyer", complainant="控告人甲")
    act(matter, "verify", world.prosecutor, "2026-02-04")
    act(matter, "unfounded", world.prosecutor, "2026-02-09")
    row = fresh(matter)
    assert row.state == "unfounded" and set(row.violations.values_list("status", flat=True)) == {"unfounded"}
    assert {paper.type for paper in row.documents.all()} == {"V01", "R05", "D28"}
    assert clock(row, "lawyer_rights_10d").status == "met"


def test_nothing_that_holds_is_not_established(world):
    matter = opened(world)
    with pytest.raises(Invalid, match="请办理“违法情形不成立”"):
        act(matter, "establish", world.prosecutor, "2026-02-04", {"holds_1": "no", "holds_2": "no"})


# ------------------------------------------------------------------------------------------------ levels, 规则第552条


@pytest.mark.parametrize(("weight", "level"), [
    ("light", "oral"), ("recorded", "notice"), ("grave", "correction"), ("general", "advice"), ("criminal", "crime"),
])  # fmt: skip
def test_the_weight_proposes_the_level_of_552(world, weight, level):
    assert decided(world, weight).investigation.proposed == level


@pytest.mark.parametrize("code", ["oral", "notice", "correction"])
def test_another_level_than_proposed_wants_a_reason(world, code):
    """协作配合意见三(一)2: 不当升格、降格. The proposed one wants none."""
    matter = decided(world, "general")
    with pytest.raises(Invalid, match="层级与建议不一致的理由"):
        act(matter, code, world.prosecutor, "2026-02-05", {"deviation": ""})
    act(matter, code, world.prosecutor, "2026-02-05", {"deviation": "首次发生，未造成后果。", "told_on": "2026-02-05"})
    if code == "correction":
        sign(matter, world.chief, "2026-02-05")
    assert fresh(matter).investigation.deviation == "首次发生，未造成后果。"
    other = decided(world, {"oral": "light", "notice": "recorded", "correction": "grave"}[code])
    act(other, code, world.prosecutor, "2026-02-05", {"deviation": "", "told_on": "2026-02-05"})


@pytest.mark.parametrize("fixed", ["custody", "no_arrest", "notified"])
def test_where_the_rules_say_correction_the_level_is_fixed(world, fixed):
    """law.md 7.1 rows 3, 5: 规则第618条、第287条第3款、第564条第2款 say 应当发出纠正违法通知书; no other level, whatever the weight."""
    matter = decided(world, "light", fixed)
    assert matter.investigation.proposed == Level.CORRECTION
    for code in ("oral", "notice", "advise"):
        with pytest.raises(NotAllowed, match="层级固定为纠正违法通知书"):
            act(matter, code, world.prosecutor, "2026-02-05")
    paper = sent(matter, "correction", world.prosecutor, world.chief, "2026-02-05", {"deviation": ""})
    assert paper.type == "D10" and fresh(matter).variant == "correction"


def test_correction_is_decided_by_the_chief_and_names_each_violation(world):
    """规则第552条: 经检察长决定; the paper tells fact, law, demand, term and 复查."""
    matter = decided(world)
    act(matter, "correction", world.prosecutor, "2026-02-05", {"reply_days": "20"})
    assert fresh(matter).state == "deciding"
    with pytest.raises(NotAllowed, match="检察长决定"):
        sign(matter, world.second_prosecutor, "2026-02-05")
    sign(matter, world.chief, "2026-02-06")
    words = text(matter, "D10")
    for wanted in ("1.2026年1月20日讯问测试甲", "2.2026年1月18日拘留测试甲后", "1.《中华人民共和国刑事诉讼法》第一百二十三条第一款、《人民检察院刑事诉讼规则》第五百六十七条第二项", "二十日以内", "第五百五十四条"):
        assert wanted in words, wanted
    assert fresh(matter).state == "issued" and all(fresh(matter).violations.values_list("served", flat=True))


def test_oral_correction_is_recorded_told_and_has_a_term_of_the_office(world):
    """规则第552条: 由检察人员以口头方式; an assistant may. The record stays in the file."""
    matter = decided(world, "light")
    act(matter, "oral", world.assistant, "2026-02-05", {"told_on": "2026-02-05", "deviation": ""})
    row = fresh(matter)
    assert (row.state, row.variant) == ("oral", "oral") and row.police_from is not None
    assert clock(row, "oral_correction").due_on == date(2026, 2, 12) and clock(row, "oral_correction").pending
    record = Document.objects.get(matter=row)
    assert (record.type, record.addressee) == ("D12", "file") and "城东分局法制大队" in text(row, "D12")
    assert any(line.label == "口头纠正" for line in timeline(Opened(row, world.legal_officer), world.legal_officer, TODAY))
    track = clock(row, "oral_correction")  # 法律没有期限: the procuratorate's own reminder, no duty of theirs
    assert (track.nature, track.shared, fresh(row).police_due_on.year) == ("reminder", False, 9999)
    act(row, "oral_answer", world.legal_officer, "2026-02-10")
    assert clock(row, "oral_correction").status == "met" and fresh(row).state == "replied"


def test_row_19_an_oral_correction_may_be_raised_and_never_must(world):
    """law.md 7.1 row 19: 规则第624条's 七日 is not of 侦查活动监督: nothing is drafted, raising is a button after the office's term."""
    matter = decided(world, "light")
    act(matter, "oral", world.prosecutor, "2026-02-05", {"told_on": "2026-02-05", "deviation": ""})
    with pytest.raises(NotAllowed, match="届满后办理"):
        act(matter, "raise_oral", world.prosecutor, "2026-02-12")
    walk_to(matter, world, ("sweep", "", "2026-03-20"))
    assert not Document.objects.filter(matter=matter, status="draft").exists()
    assert not any(row.must for row in INVESTIGATION.actions if "oral_correction" in row.after)
    act(matter, "raise_oral", world.prosecutor, "2026-03-20")
    row = fresh(matter)
    assert row.state == "deciding" and clock(row, "oral_correction").status == "dropped"


def test_row_20_sixteen_items_and_a_notice_that_is_no_level_of_552(world):
    """law.md 7.1 row 20: sixteen items, the last for all else; 侦查活动监督通知书 has a paper, term and count of its own."""
    opened(world)
    assert list(SupervisionItem.objects.values_list("code", flat=True)) == [f"v{no:02}" for no in range(1, 17)]
    assert SupervisionItem.objects.get(code="v16").text == "侦查活动中的其他违反法律规定的行为"
    notice, correction = INVESTIGATION.action("notice"), INVESTIGATION.action("correction")
    assert (notice.issues, correction.issues) == (("D11",), ("D10",))
    assert notice.sets["variant"] != correction.sets["variant"] and "内部约定" in notice.basis and "第552条" not in notice.basis
    assert not any(row.must for row in INVESTIGATION.actions if "invest_supervision_notice" in row.after)
    matter = decided(world, "recorded")
    act(matter, "notice", world.prosecutor, "2026-02-05", {"deviation": ""})
    receive(matter, world.legal_officer, "2026-02-06")
    assert {row.rule for row in matter.deadlines.filter(status="running")} == {"invest_supervision_notice", "correction_recheck_file"}
    assert "纠正违法" not in text(matter, "D11")


def test_row_06_the_term_is_the_papers_and_seven_days_are_the_procuratorates(world):
    """law.md 7.1 row 6: no statutory days of reply; the seven days of 554 are ours to decide, not theirs to apply."""
    matter = decided(world)
    sent(matter, "correction", world.prosecutor, world.chief, "2026-02-05", {"reply_days": "20"})
    receive(matter, world.legal_officer, "2026-02-06")
    reply, window = clock(matter, "correction_reply"), clock(matter, "correction_recheck_file")
    assert (reply.due_on, reply.owed_by, reply.pending) == (date(2026, 2, 26), "police", True)
    assert (window.nature, window.owed_by, window.pending) == ("right", "police", True)
    assert window.due_on == reply.due_on, "无法定期限：与通知书载明的回复期限相同"
    sent(matter, "ask_recheck", world.legal_officer, world.head, "2026-03-02")  # past it: taken, and marked
    assert fresh(matter).events.get(action="ask_recheck").late_days == 4
    receive(matter, world.case_manager, "2026-03-02")
    ours = clock(matter, "correction_recheck")
    assert (ours.due_on, ours.owed_by, ours.pending) == (date(2026, 3, 9), "procuratorate", False)


def test_advice_opens_a_suggestion_and_this_matter_follows_it(world):
    matter = decided(world, "general")
    act(matter, "advise", world.prosecutor, "2026-02-05", {"deviation": ""})
    row = fresh(matter)
    child = Matter.objects.get(parent=row)
    assert (row.state, row.variant, child.kind, child.variant) == ("advised", "advice", "suggestion", "correction")
    assert child.suggestion.subject == "讯问未全程录音录像问题" and "2026年1月20日讯问测试甲" in child.suggestion.findings
    assert row.police_from is None and not any(row.violations.values_list("served", flat=True))
    act(row, "advice_verdict", world.prosecutor, "2026-04-20")
    assert fresh(row).investigation.result == "partial" and "close_partial" in offered(row, world.prosecutor)
    act(row, "adopt", world.prosecutor, "2026-04-30")
    assert fresh(row).state == "adopted"


def test_crime_goes_as_a_lead_and_the_police_read_nothing_of_it(world):
    """规则第568条: handed over; what goes to another department is no business of who is supervised."""
    matter = opened(world)
    act(matter, "verify", world.prosecutor, "2026-02-04")
    act(matter, "establish", world.prosecutor, "2026-02-05", {"weight": "criminal"})
    sent(matter, "crime", world.prosecutor, world.chief, "2026-02-06", {"deviation": "", "contents": "金丝雀涉嫌刑讯逼供。"})
    row = fresh(matter)
    assert row.state == "crime" and Matter.objects.get(parent=row).kind == "lead"
    told = timeline(Opened(row, world.legal_officer), world.legal_officer, TODAY)
    assert not any("犯罪" in line.label or "犯罪" in line.text for line in told)


def test_a_matter_that_ends_tells_who_complained(world):
    """规则第552条第2款: 应予告知, with words: no empty letter; nor a field where nobody complained. 规则第58条: answered in writing."""
    matter = decided(world, "criminal", petition="lawyer", complainant="律师甲")
    with pytest.raises(Invalid, match="告知控告人（申诉人）的意见：请填写"):
        act(matter, "crime", world.prosecutor, "2026-02-06", {"deviation": "", "conclusion": ""})
    sent(matter, "crime", world.prosecutor, world.chief, "2026-02-06", {"deviation": "", "conclusion": "已移送有管辖权的机关。"})
    assert "已移送有管辖权的机关" in text(matter, "D28") and clock(matter, "lawyer_rights_10d").status == "met"
    plain = CrimeForm(matter=decided(world), office=world.office, today=TODAY)
    assert "conclusion" not in plain.fields and "remedy" not in plain.fields


def test_no_level_names_who_complained(world):
    """What the police read of a violation does not name the complainant, whatever the lead says of it."""
    matter = decided(world, complainant="律师甲", petition="general")
    with pytest.raises(Invalid, match="不能出现控告人（申诉人）姓名"):
        act(matter, "correction", world.prosecutor, "2026-02-05", {"deviation": "", "finding_2": "律师甲称家属没有接到通知。"})
    with pytest.raises(Invalid, match="不能出现控告人（申诉人）姓名"):
        act(opened(world, complainant="律师甲", petition="general"), "verify", world.prosecutor, "2026-02-05", {"contents": "律师甲反映的情况。"})


@pytest.mark.parametrize(("short", "full"), [
    ("刑诉法第98条、第99条；规则第618条", "《中华人民共和国刑事诉讼法》第九十八条、第九十九条；《人民检察院刑事诉讼规则》第六百一十八条"),
    ("程序规定第202条第2款、第210条第2款", "《公安机关办理刑事案件程序规定》第二百零二条第二款、第二百一十条第二款"),
    ("规则第567条第16项", "《人民检察院刑事诉讼规则》第五百六十七条第十六项"), ("本地会签文件", "本地会签文件"),
])  # fmt: skip
def test_papers_write_the_law_in_full(short, full):
    assert in_full(short) == full


def test_every_weight_and_level_has_its_word():
    assert {one.value for one in Weight} == {"light", "recorded", "grave", "general", "criminal"}
    assert set(INVESTIGATION.variants) == {"oral", "notice", "correction", "advice", "crime"}


# ------------------------------------------------------------------------------------------------ answer and verification


def handed_down(world, **data) -> Matter:
    """A correction signed for on 6 February, handed down to a 所队."""
    matter = decided(world)
    sent(matter, "correction", world.prosecutor, world.chief, "2026-02-05", data)
    receive(matter, world.legal_officer, "2026-02-06")
    act(matter, "hand_down", world.legal_officer, "2026-02-09", {"police_handler": str(world.investigator.pk)})
    return fresh(matter)


def test_the_unit_is_named_and_prepares_for_its_own_side_only(world):
    matter = handed_down(world)
    assert (matter.state, matter.investigation.unit, matter.police_handler) == ("rectifying", "河湾派出所", world.investigator)
    act(matter, "prepare", world.investigator, "2026-02-10", {"item": "1", "prepared_words": "金丝雀草稿"})
    for officer, seen in ((world.investigator, True), (world.prosecutor, False)):
        lines = timeline(Opened(fresh(matter), officer), officer, TODAY)
        assert any(line.label == "逐项填报整改" for line in lines) is seen
        shown = [line.words for panel in panels(Opened(fresh(matter), officer), officer) for item in panel.items for line in item.lines]
        assert not any("金丝雀" in words for words in shown)
    form = INVESTIGATION.action("reply").form(matter=fresh(matter), today=TODAY)
    assert form.fields["words_1"].initial == "金丝雀草稿" and form.fields["answer_1"].initial == "done"


def test_answered_and_verified_one_by_one_and_the_verdict_follows(world):
    matter = handed_down(world)
    sent(matter, "reply", world.legal_officer, world.head, "2026-02-12")
    first, second = matter.violations.all()
    assert (first.answer, second.answer, second.answer_words) == ("done", "part", "已补发通知，责任人待处理。")
    assert clock(matter, "correction_reply").status == "met" and fresh(matter).state == "replied"
    with pytest.raises(NotAllowed, match="请先签收"):
        act(matter, "verdict", world.prosecutor, "2026-02-12")
    receive(matter, world.case_manager, "2026-02-12")
    with pytest.raises(Invalid, match="请办理“核查：全部采纳”"):
        act(matter, "verdict", world.prosecutor, "2026-02-13", {"verdict_1": "adopted", "verdict_2": "adopted"})
    act(matter, "verdict", world.prosecutor, "2026-02-13")
    row = fresh(matter)
    assert (row.state, row.investigation.result) == ("verified", "partial")
    assert [one.verdict for one in row.violations.all()] == ["adopted", "rejected"]
    assert "1.应当对讯问过程录音或者录像而没有录音、录像：采纳" in text(row, "R03")
    # the second round asks only for what is open
    act(row, "press_verified", world.prosecutor, "2026-02-16")
    assert "你单位已经回复" in text(row, "D26C") and "届满" not in text(row, "D26C"), "按期回复的，没有期限届满"
    assert "2.拘留后二十四小时以内未通知家属" in INVESTIGATION.action("press_verified").form(matter=row, today=TODAY).fields["demands"].initial
    receive(row, world.legal_officer, "2026-02-16")
    assert "answer_1" not in INVESTIGATION.action("reply").form(matter=fresh(row), today=TODAY).fields
    sent(row, "reply", world.legal_officer, world.head, "2026-02-25", {"answer_2": "done"})
    receive(row, world.case_manager, "2026-02-25")
    act(row, "adopt", world.prosecutor, "2026-02-26")
    row = fresh(row)
    assert (row.state, row.investigation.result, row.investigation.dispute) == ("adopted", "adopted", "none")
    assert set(row.violations.values_list("verdict", flat=True)) == {"adopted"}


@pytest.mark.parametrize(("verdicts", "result"), [
    (("rejected", "rejected"), "rejected"), (("adopted", "rejected"), "partial"), (("partial", "partial"), "partial"),
])  # fmt: skip
def test_result_of_the_matter(world, verdicts, result):
    matter = handed_down(world)
    sent(matter, "reply", world.legal_officer, world.head, "2026-02-12")
    receive(matter, world.case_manager, "2026-02-12")
    act(matter, "verdict", world.prosecutor, "2026-02-13", {"verdict_1": verdicts[0], "verdict_2": verdicts[1]})
    assert fresh(matter).investigation.result == result
    act(matter, f"close_{result}", world.prosecutor, "2026-02-16")
    assert fresh(matter).state == result


def test_a_late_reply_is_taken_and_a_second_one_told_so(world):
    matter = handed_down(world)
    sent(matter, "reply", world.legal_officer, world.head, "2026-02-27")
    event = fresh(matter).events.get(action="reply")
    assert event.late_days == 6 and clock(matter, "correction_reply").late_days == 6
    with pytest.raises(NotAllowed, match="已于2026年2月27日办理，不能重复办理"):
        act(matter, "reply", world.legal_officer, "2026-02-27")


def test_undo_gives_every_violation_back(world):
    matter = handed_down(world)
    sent(matter, "reply", world.legal_officer, world.head, "2026-02-12")
    receive(matter, world.case_manager, "2026-02-12")
    act(matter, "verdict", world.prosecutor, "2026-02-13")
    perform(matter.pk, "undo", officer=world.chief, data={}, reason="认定有误", now=at("2026-02-13"))
    row = fresh(matter)
    assert (row.state, row.investigation.result) == ("replied", "")
    assert [(one.answer, one.verdict) for one in row.violations.all()] == [("done", ""), ("part", "")]


def test_a_withdrawn_paper_takes_back_what_it_raised(world):
    matter = decided(world)
    paper = sent(matter, "correction", world.prosecutor, world.chief, "2026-02-05")
    perform(matter.pk, "withdraw", officer=world.chief, data={"document": paper.pk}, reason="文书有误", now=at("2026-02-05"))
    row = fresh(matter)
    assert (row.state, row.variant) == ("deciding", "") and not any(row.violations.values_list("served", flat=True))


def test_police_that_never_sign_in_are_carried_to_the_end_on_paper(world):
    """A matter whose organ answers on paper: entered by the procuratorate, with its scan."""
    matter = handed_down(world)
    data = {"own_number": "城公（法）复字〔2026〕9号", "answer_1": "done", "words_1": "已整改。", "answer_2": "done", "words_2": "已整改。"}
    act(matter, "reply", world.assistant, "2026-02-20", data, uploads={}, on=date(2026, 2, 16), evidence=[scan("回函.pdf")], reason="纸质回函")
    act(matter, "adopt", world.prosecutor, "2026-02-20")
    assert fresh(matter).state == "adopted" and fresh(matter).events.get(action="reply").entered_for


# ------------------------------------------------------------------------------------------------ real days


def test_t11_a_lawyers_right_to_know(world):
    """T11: taken up on 25 December 2019, corrected and answered on 19 January 2020 (13 days late), replied to on 1 February."""
    told = story("T11")
    begun, issued, replied = told.day("受理律师申诉"), told.day("纠正违法通知书"), told.day("书面回复")
    item = {"item": choice_of("移送起诉未将案件移送情况告知犯罪嫌疑人及其辩护律师"), "facts": "未告知辩护律师。"}
    matter = opened(world, day=begun, petition="lawyer", complainant="律师甲", source="lawyer", violations=[item])
    act(matter, "establish", world.prosecutor, issued, {"weight": "grave"})
    only = {"finding_1": "移送起诉没有告知辩护律师。", "article_1": "刑诉法第162条第1款", "demand_1": "请纠正。"}
    sent(matter, "correction", world.prosecutor, world.chief, issued, only)
    act(matter, "answer", world.complaint_officer, issued)
    receive(matter, world.legal_officer, issued)
    sent(matter, "reply", world.legal_officer, world.head, replied, {"answer_1": "done", "words_1": "已建章立制。"})
    receive(matter, world.case_manager, replied)
    act(matter, "adopt", world.prosecutor, told.day("会签制度文件"))
    holds(fresh(matter), told)
    reply = clock(matter, "correction_reply")
    assert (reply.status, reply.ended_on - reply.begins_on, reply.late_days) == ("met", date(2020, 2, 1) - date(2020, 1, 19), 0)


def test_t12_a_lawyers_visit(world):
    """T12: taken up and told by word of mouth on 7 January 2019; the written opinion of the 14th lies three days before the end."""
    told = story("T12")
    begun, ended = told.day("受理律师申诉"), told.day("检察意见书")
    item = {"item": choice_of("未在四十八小时以内安排辩护律师会见"), "facts": "扩大限制会见范围。"}
    matter = opened(world, day=begun, petition="lawyer", complainant="律师甲", source="lawyer", violations=[item])
    act(matter, "establish", world.prosecutor, begun, {"weight": "light"})
    only = {"finding_1": "扩大限制会见范围。", "article_1": "刑诉法第39条第2款", "demand_1": "请安排会见。", "told_on": begun}
    act(matter, "oral", world.prosecutor, begun, only)
    act(matter, "answer", world.complaint_officer, ended)
    act(matter, "oral_fixed", world.prosecutor, ended)
    holds(fresh(matter), told)


def test_t13_by_word_of_mouth(world):
    """T13: handed on to the city on 19 September 2019; the answer of 25 October lies past the ten days, and is told as late."""
    told = story("T13")
    begun, answered = told.day("线索移交某市检察院"), told.day("书面答复控告人")
    item = {"item": choice_of("未在四十八小时以内安排辩护律师会见"), "facts": "要求核实身份被拒。"}
    matter = opened(world, day=begun, petition="lawyer", complainant="律师甲", source="superior", violations=[item])
    assert clock(matter, "lawyer_rights_10d").due_on == date(2019, 9, 29)
    act(matter, "answer", world.complaint_officer, answered)
    assert clock(matter, "lawyer_rights_10d").late_days == 26


def choice_of(words: str) -> str:
    lead()  # the catalogue stands
    return choice(words)
