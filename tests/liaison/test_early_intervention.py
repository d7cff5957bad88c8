"""提前介入（听取意见）: both ways in, item by item, its result from the reviews of the case, and a way out of every state."""

from __future__ import annotations

import pytest
from django.db.models import Q

from cases.exceptions import Invalid, NotAllowed, NotFound
from cases.matters import perform
from cases.matters.table.workflow import WORKFLOWS
from cases.models import Attachment, Case, Deadline, Document, Event, Matter, Notice
from liaison.catalogue.triggers import Known, hits
from office.models import OfficeOption
from office.options import OPTIONS
from tests.liaison.plays.early_intervention import FILLED, ITEMS, case_of, opened
from tests.supervision.play import act, at, clock, fresh, receive, sign
from tests.supervision.plays import scan
from tests.world import World

pytestmark = pytest.mark.django_db
NIGHT = at("2026-02-02", 22)


def joined(world: World, **values) -> Matter:
    """Asked for by the police, taken up by a prosecutor."""
    matter = opened(world, **values)
    receive(matter, world.prosecutor, "2026-02-02")
    act(matter, "accept", world.prosecutor, "2026-02-02", {"handler": str(world.prosecutor.pk)})
    receive(matter, world.legal_officer, "2026-02-03")
    return fresh(matter)


def advised(world: World, **values) -> Matter:
    """Three opinions given and signed for."""
    matter = joined(world, **values)
    act(matter, "itemise", world.prosecutor, "2026-02-03")
    act(matter, "opine", world.prosecutor, "2026-02-04")
    receive(matter, world.legal_officer, "2026-02-05")
    return fresh(matter)


def answered(world: World, **values) -> Matter:
    """Every opinion answered: one followed, one in part, one not."""
    matter = advised(world, **values)
    for no, status in enumerate(("done", "part", "refused"), 1):
        act(matter, "report", world.investigator, "2026-02-06", {"item": str(no), "status": status, "reply": f"第{no}条的情况。"})
    act(matter, "feedback", world.legal_officer, "2026-02-07")
    receive(matter, world.prosecutor, "2026-02-07")
    return fresh(matter)


def reviewed(world: World, matter: Matter, code: str = "approve", day: str = "2026-02-09", **values) -> Matter:
    """审查逮捕 of the case, decided so."""
    data = {"title": "测试甲涉嫌诈骗审查逮捕案", "charge": "诈骗", "subject": "测试甲", "persons": "2", "police": str(world.organ.pk),
            "case": str(matter.case_id), "detained": "yes", "request_number": "城公（刑）提捕字〔2026〕1号", "received_on": day, **values}  # fmt: skip
    review = perform(None, "accept", kind="arrest_review", officer=world.case_manager, now=at(day), data=data).matter
    act(review, code, world.prosecutor, day)
    sign(review, world.chief, day)
    return fresh(review)


# ------------------------------------------------------------------------------------------------ asked for


def test_request_registers_its_case_and_is_seen_at_once(world):
    matter = opened(world, case_number="城公（刑）立字〔2026〕900号")
    assert (matter.state, matter.began_side, matter.persons, matter.police) == ("requested", "police", 0, world.organ)
    assert matter.title == "测试甲等二人涉嫌诈骗提前介入案" and matter.procuratorate_from and matter.police_from
    case = Case.objects.get(number="城公（刑）立字〔2026〕900号")
    assert fresh(matter).case == case and case.police == world.organ
    assert [one.name for one in case.suspects.all()] == ["测试甲", "测试乙"]
    paper = Document.objects.get(matter=matter)
    assert (paper.type, paper.number, paper.status) == ("LI01", "城公（刑）商介字〔2026〕1号", "issued")
    assert Attachment.objects.filter(document=paper, name="案情报告.pdf").exists()


def test_known_case_is_found_by_its_number_and_left_as_it_is(world):
    case = case_of(world, "城公（刑）立字〔2026〕901号")
    matter = opened(world, case_number=case.number, case_name="别的名称案", subject="测试丙")
    assert fresh(matter).case == case and Case.objects.filter(number=case.number).count() == 1
    assert (fresh(matter).case.name, case.suspects.count()) == ("测试甲等二人涉嫌诈骗案", 2)


def test_number_of_another_organs_case_is_not_linked_and_nothing_of_it_told(world):
    case = case_of(world, "城公（刑）立字〔2026〕902号", organ=world.second_organ)
    matter = fresh(opened(world, case_number=case.number))
    assert matter.case is None and "未自动关联" in matter.early_intervention.case_note
    assert "case_note" not in matter.early_intervention.shared_fields
    receive(matter, world.prosecutor, "2026-02-02")
    act(matter, "relink", world.prosecutor, "2026-02-03", {"case": str(case_of(world).pk)})
    assert fresh(matter).case.police == world.organ and fresh(matter).early_intervention.case_note == ""


def test_answer_is_reminded_of_in_hours_from_the_moment_of_receipt(world):
    matter = opened(world)
    perform(matter.pk, "receive", officer=world.prosecutor, data={"document": Document.objects.get(matter=matter).pk}, now=NIGHT)
    found = clock(matter, "early_intervene")
    assert found.due_at == at("2026-02-03", 22) and (found.nature, found.owed_by, found.shared) == ("reminder", "procuratorate", True)
    act(matter, "accept", world.prosecutor, at("2026-02-03", 4), {"handler": str(world.prosecutor.pk)})
    assert clock(matter, "early_intervene").status == "met"
    assert clock(matter, "intervene_opinion").due_at == at("2026-02-05", 4)


def test_draft_of_the_police_is_their_own(world):
    matter = opened(world, "prepare", case_number="城公（刑）立字〔2026〕903号")
    assert matter.state == "request_draft" and matter.procuratorate_from is None
    assert not Case.objects.filter(number="城公（刑）立字〔2026〕903号").exists(), "案件在发送以前不登记，否则检察机关看得到"
    for officer in (world.prosecutor, world.chief, world.city_prosecutor):
        assert not Matter.objects.visible_to(officer).exists()
        assert not Event.objects.visible_to(officer).exists() and not Notice.objects.visible_to(officer).exists()
        with pytest.raises(NotFound):
            act(matter, "send", officer, "2026-02-03")
    assert act(matter, "send", world.investigator, "2026-02-03").drafted
    assert not Document.objects.visible_to(world.prosecutor).exists()
    sign(matter, world.legal_officer, "2026-02-03")
    assert Matter.objects.visible_to(world.prosecutor).get().case.number == "城公（刑）立字〔2026〕296号"
    assert not Event.objects.visible_to(world.prosecutor).filter(action="prepare").exists()


def test_draft_of_the_procuratorate_is_its_own(world):
    matter = opened(world, "prepare_proposal")
    assert matter.state == "proposal_draft" and not Matter.objects.visible_to(world.legal_officer).exists()
    act(matter, "send_proposal", world.prosecutor, "2026-02-03", {"police": str(world.organ.pk), "case": str(matter.case_id)})
    assert Matter.objects.visible_to(world.legal_officer).get().state == "proposed"


def test_declining_needs_its_reasons(world):
    matter = opened(world)
    receive(matter, world.prosecutor, "2026-02-02")
    with pytest.raises(Invalid, match="理由"):
        act(matter, "decline", world.prosecutor, "2026-02-03", {"reasons": ""})
    act(matter, "decline", world.prosecutor, "2026-02-03")
    assert fresh(matter).state == "declined" and Document.objects.get(matter=matter, type="LI06").status == "issued"


def test_decision_may_be_the_chiefs_by_setting(world):
    OfficeOption.objects.create(office=world.office, key="intervene_decided_by", value="chief_prosecutor")
    matter = opened(world)
    receive(matter, world.prosecutor, "2026-02-02")
    assert act(matter, "decline", world.prosecutor, "2026-02-03").drafted
    sign(matter, world.chief, "2026-02-03")
    assert fresh(matter).state == "declined"


# ------------------------------------------------------------------------------------------------ proposed


def test_proposal_agreed_to_with_materials(world):
    matter = opened(world, "propose")
    assert matter.began_side == "procuratorate"
    receive(matter, world.legal_officer, "2026-02-03")
    act(matter, "agree", world.legal_officer, "2026-02-03", uploads={"files": [scan("讯问笔录.pdf")]})
    assert fresh(matter).state == "materials" and clock(matter, "intervene_opinion").status == "running"
    with pytest.raises(NotAllowed):
        act(matter, "call_off", world.legal_officer, "2026-02-03")


def test_proposal_declined_may_be_made_again(world):
    matter = opened(world, "propose")
    receive(matter, world.legal_officer, "2026-02-03")
    act(matter, "police_decline", world.legal_officer, "2026-02-03")
    assert fresh(matter).state == "declined"
    assert opened(world, "propose", case=str(matter.case_id)).state == "proposed"


def test_proposal_names_the_organ_of_its_case(world):
    case = case_of(world, organ=world.second_organ)
    with pytest.raises(Invalid, match="请选择该单位"):
        opened(world, "propose", case=str(case.pk))


# ------------------------------------------------------------------------------------------------ opinions


@pytest.mark.parametrize("name", ["necessary", "clear", "feasible"])
def test_letter_waits_for_all_three(world, name):
    matter = joined(world)
    act(matter, "itemise", world.prosecutor, "2026-02-03", {"items": [{**ITEMS[0], name: ""}, ITEMS[1]]})
    with pytest.raises(Invalid, match="第1条没有确认"):
        act(matter, "opine", world.prosecutor, "2026-02-04")
    assert fresh(matter).state == "materials" and not Document.objects.filter(type="LI08").exists()


def test_no_letter_without_opinions(world):
    with pytest.raises(NotAllowed, match="还没有拟定意见"):
        act(joined(world), "opine", world.prosecutor, "2026-02-04")


def test_opinions_are_no_place_for_bail(world):
    with pytest.raises(Invalid, match="285条第2款"):
        act(joined(world), "itemise", world.prosecutor, "2026-02-03", {"items": [{**ITEMS[0], "opinion": "建议变更为取保候审。"}]})


def test_police_see_opinions_once_they_are_given(world):
    matter = joined(world)
    act(matter, "itemise", world.prosecutor, "2026-02-03")
    assert not any(one.open_to_police for one in matter.intervention_items.all())
    act(matter, "conclude", world.prosecutor, "2026-02-04")
    assert not any(one.open_to_police for one in matter.intervention_items.all()), "没有发出的意见办结以后也不公开"


def test_letter_lists_every_opinion_and_starts_seven_days_at_receipt(world):
    matter = advised(world)
    paper = Document.objects.get(matter=matter, type="LI08")
    words = str(paper.text)
    assert all(item["opinion"] in words for item in ITEMS) and "不是批准逮捕、起诉的决定" in words
    found = clock(matter, "intervene_feedback")
    assert (found.due_on.isoformat(), found.nature, found.owed_by) == ("2026-02-12", "reminder", "police")
    assert clock(matter, "intervene_opinion").status == "met"


def test_feedback_waits_for_every_answer(world):
    matter = advised(world)
    act(matter, "report", world.investigator, "2026-02-06", {"item": "1"})
    with pytest.raises(NotAllowed, match="还有意见没有答复"):
        act(matter, "feedback", world.legal_officer, "2026-02-06")


def test_answers_stand_in_the_feedback_with_their_reasons(world):
    matter = answered(world)
    words = str(Document.objects.get(matter=matter, type="LI09").text)
    assert "共3条：已落实1条，部分落实1条，未采纳1条" in words and "第3条的情况。" in words
    assert (matter.state, matter.turn) == ("judging", "procuratorate")
    assert clock(matter, "intervene_feedback").status == "met"


def test_judged_one_by_one_or_on_one_page(world):
    matter = answered(world)
    act(matter, "judge", world.prosecutor, "2026-02-08", {"item": "1", "judged": "met"})
    with pytest.raises(Invalid, match="还缺什么"):
        act(matter, "judge_all", world.prosecutor, "2026-02-08", {"judged_1": "", "judged_2": "unmet", "remark_2": ""})
    act(matter, "judge_all", world.prosecutor, "2026-02-08", {"judged_1": "", "judged_2": "part", "judged_3": "waived"})
    assert list(matter.intervention_items.values_list("judged", flat=True)) == ["met", "part", "waived"]


def test_answer_given_anew_is_judged_anew(world):
    matter = answered(world)
    act(matter, "judge", world.prosecutor, "2026-02-08", {"item": "2", "judged": "unmet", "remark": "仍缺笔录。"})
    act(matter, "report", world.investigator, "2026-02-09", {"item": "2", "status": "done", "reply": "笔录已补。"})
    assert matter.intervention_items.get(no=2).judged == ""
    act(matter, "judge", world.prosecutor, "2026-02-09", {"item": "2", "judged": "met"})
    with pytest.raises(Invalid, match="现不能办理"):
        act(matter, "report", world.investigator, "2026-02-09", {"item": "2"})


# ------------------------------------------------------------------------------------------------ what it touches, and what not


def test_what_is_unlawful_is_pursued_apart_in_the_same_press(world):
    matter = joined(world)
    result = act(matter, "spot", world.prosecutor, "2026-02-03")
    other = Matter.objects.get(kind="investigation")
    assert (other.parent, other.state, other.case) == (matter, "lead", matter.case) and other.investigation.facts == FILLED["spot"]["facts"]
    assert other.title == "测试甲等二人涉嫌诈骗侦查活动监督案" and result.event.shown == "procuratorate"
    assert not Matter.objects.visible_to(world.legal_officer).filter(kind="investigation").exists()
    assert fresh(matter).state == "materials"


@pytest.mark.parametrize(("code", "outcome", "words"), [("approve", "arrest", "批准逮捕2人"), ("refuse_evidence", "no_arrest", "不批准逮捕2人")])
def test_review_of_arrest_fills_in_the_result(world, code, outcome, words):
    matter = answered(world)
    review = reviewed(world, matter, code)
    detail = fresh(matter).early_intervention
    assert (fresh(matter).state, detail.outcome) == ("concluded", outcome) and words in detail.outcome_words and review.number in detail.outcome_words
    assert not Deadline.objects.filter(matter=matter, status="running").exists()
    assert list(review.events.values_list("action", flat=True).order_by("seq")) == ["accept", "draft", code], "审查逮捕自身不因介入多一步"


def test_result_goes_with_the_decision_that_is_undone(world):
    matter = answered(world)
    review = reviewed(world, matter)
    perform(review.pk, "undo", officer=world.chief, reason="文书有误", now=at("2026-02-09", 15))
    detail = fresh(matter).early_intervention
    assert (fresh(matter).state, detail.outcome, detail.outcome_words, detail.settled) == ("judging", "", "", False)


def test_result_is_whole_when_the_last_review_is_decided(world):
    matter = answered(world)
    open_review = {"title": "测试乙涉嫌诈骗审查逮捕案", "subject": "测试乙", "charge": "诈骗", "persons": "1", "police": str(world.organ.pk),
                   "case": str(matter.case_id), "detained": "yes", "request_number": "城公（刑）提捕字〔2026〕2号", "received_on": "2026-02-09"}  # fmt: skip
    second = perform(None, "accept", kind="arrest_review", officer=world.case_manager, now=at("2026-02-09"), data=open_review).matter
    reviewed(world, matter, persons="1")
    assert fresh(matter).state == "judging" and fresh(matter).early_intervention.outcome == "arrest"
    act(second, "refuse_evidence", world.prosecutor, "2026-02-10")
    sign(second, world.chief, "2026-02-10")
    detail = fresh(matter).early_intervention
    assert (fresh(matter).state, detail.outcome) == ("concluded", "both")
    assert [line.partition("（")[0] for line in detail.outcome_words.splitlines()] == ["批准逮捕1人", "不批准逮捕1人"]


def test_matter_without_opinions_is_left_alone_by_the_result(world):
    matter = joined(world)
    reviewed(world, matter)
    assert fresh(matter).state == "materials" and fresh(matter).early_intervention.outcome == ""


def test_nothing_of_it_moves_the_review(world):
    matter = joined(world)
    data = {"title": "测试甲涉嫌诈骗审查逮捕案", "charge": "诈骗", "subject": "测试甲", "persons": "1", "police": str(world.organ.pk),
            "case": str(matter.case_id), "detained": "yes", "request_number": "城公（刑）提捕字〔2026〕3号", "received_on": "2026-02-03"}  # fmt: skip
    review = perform(None, "accept", kind="arrest_review", officer=world.case_manager, now=at("2026-02-03"), data=data).matter
    was = Matter.objects.filter(pk=review.pk).values().get()
    act(matter, "itemise", world.prosecutor, "2026-02-03")
    act(matter, "opine", world.prosecutor, "2026-02-04")
    receive(matter, world.legal_officer, "2026-02-05")
    act(matter, "conclude", world.prosecutor, "2026-02-06")
    assert Matter.objects.filter(pk=review.pk).values().get() == was


# ------------------------------------------------------------------------------------------------ a way out of every state


def test_each_side_can_leave_every_state_alone():
    """From every open state that a side sees, it reaches an end by its own acts, whatever the other side fails to do."""
    table = WORKFLOWS["early_intervention"]
    alone = {"request_draft": {("police", "police")}, "proposal_draft": {("procuratorate", "procuratorate")}}
    begun = {"requested": ("police",), "proposed": ("procuratorate",)}
    for state in (one for one in table.states if not one.closed):
        both = {(side, began) for side in ("police", "procuratorate") for began in begun.get(state.code, ("police", "procuratorate"))}
        for side, began in alone.get(state.code, both):
            assert _ends(table, state.code, side, began), f"{state.label}：{side}没有出路"


def _ends(table, start: str, side: str, began: str) -> bool:
    """Whether acts of one side alone lead to an end; an answer that hangs on the other's act (``when``) does not count."""
    mine = {"began_side": {began}}
    seen, queue = {start}, [start]
    while queue:
        state = table.state(queue.pop())
        if state.closed:
            return True
        for row in table.actions_from(state):
            free = all(began in wanted for name, wanted in row.when.items() if name in mine) and set(row.when) <= set(mine)
            if row.is_of(side) and not row.linked and free and row.target != "=" and row.target not in seen:
                seen.add(row.target)
                queue.append(row.target)
    return False


def test_police_leave_when_no_opinion_comes(world):
    matter = opened(world, "propose")
    receive(matter, world.legal_officer, "2026-02-03")
    act(matter, "agree", world.legal_officer, "2026-02-03")
    with pytest.raises(NotAllowed):
        act(matter, "close_unanswered", world.legal_officer, "2026-02-04")
    act(matter, "close_unanswered", world.legal_officer, "2026-02-06")
    assert fresh(matter).state == "unanswered"


def test_police_call_off_what_nobody_answers(world):
    matter = opened(world)
    act(matter, "call_off", world.legal_officer, "2026-02-09")
    assert fresh(matter).state == "called_off"


def test_police_register_that_nothing_was_sent(world):
    matter = advised(world)
    act(matter, "police_outcome", world.legal_officer, "2026-02-09")
    assert (fresh(matter).state, fresh(matter).early_intervention.outcome) == ("concluded", "withdrawn")


def test_procuratorate_concludes_what_nobody_answers(world):
    matter = advised(world)
    act(matter, "judge_all", world.prosecutor, "2026-02-20", {"judged_1": "waived"})
    act(matter, "conclude", world.prosecutor, "2026-02-20")
    assert fresh(matter).state == "concluded"


# ------------------------------------------------------------------------------------------------ rules that propose


SETTINGS = {key: one.default for key, one in OPTIONS.items()}


@pytest.mark.parametrize(("known", "found"), [
    (Known("盗窃", 3), ["t_group"]), (Known("盗窃", 2), []), (Known("盗窃", 1, gang=True), ["t_group"]),
    (Known("强制猥亵", 1), ["t_sexual"]), (Known("故意伤害", 1, injury="death"), ["t_injury"]), (Known("故意伤害", 1, injury="minor"), []),
    (Known("故意伤害", 1), ["t_injury"]), (Known("诈骗", 1, victims=9), []), (Known("诈骗", 1, victims=10), ["t_mass"]),
    (Known("盗窃", 1, minor=True), ["t_minor"]), (Known("帮助信息网络犯罪活动", 1), []),
])  # fmt: skip
def test_rules_as_data(known, found):
    assert [hit.code for hit in hits(known, SETTINGS)] == found


def test_what_is_unknown_is_said_as_a_condition():
    assert hits(Known("故意伤害", 1), SETTINGS)[0].words == "故意伤害致人重伤、死亡（伤情为重伤、死亡的）"
    assert hits(Known("故意伤害", 1, injury="serious"), SETTINGS)[0].words == "故意伤害致人重伤、死亡"


def test_office_keeps_the_lists_and_may_stop_a_rule():
    mine = {**SETTINGS, "intervene_charges_new": ["帮助信息网络犯罪"], "intervene_triggers": ["t_new"]}
    assert [hit.code for hit in hits(Known("帮助信息网络犯罪活动", 5), mine)] == ["t_new"]


def test_request_notes_the_rules_it_meets(world):
    matter = opened(world, subject="测试甲、测试乙、测试丙", victims="12")
    assert fresh(matter).early_intervention.triggers == "同案犯罪嫌疑人较多，或者系团伙、有组织犯罪；涉众型案件，被害人众多"


def test_rules_do_nothing_by_themselves(world):
    Case.objects.create(office=world.office, police=world.organ, number="城公（刑）立字〔2026〕950号", name="测试甲涉嫌强奸案", charge="强奸")
    assert not Matter.objects.filter(Q(kind="early_intervention")).exists()
