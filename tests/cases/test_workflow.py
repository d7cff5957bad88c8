"""``register()`` refuses each bad table with one sentence; the tables in force pass (design 5)."""

from dataclasses import replace

import pytest

from cases.exceptions import BadTable
from cases.matters.forms import ActionForm, DayField
from cases.matters.table.workflow import (
    OPEN,
    SAME,
    WORKFLOWS,
    Action,
    Decision,
    DocumentType,
    Start,
    State,
    Workflow,
    check,
    document_type,
    matches,
    register,
    register_documents,
)
from office.sides import Actor, Role, Side
from supervision.models.filing import FilingDetail

P, LEGAL = Actor(Role.PROSECUTOR), Actor(Role.LEGAL)


class DayForm(ActionForm):
    decided_on = DayField(label="日期")


STATES = (
    State("lead", "审查", Side.PROCURATORATE, "审查"),
    State("asked", "待说明", Side.POLICE, "待说明", "请说明"),
    State("done", "办结", "", "办结", closed=True),
)
OPENING = Action("open", "登记", (), "lead", (P,), "规则第557条")
ASKING = Action(
    "ask", "要求说明", ("lead",), "asked", (P,), "规则第560条", issues=("D01",), discloses=True,
    starts_on_receipt=(Start("explain_no_filing"),),
)  # fmt: skip
ANSWERING = Action("answer", "说明", ("asked",), "done", (LEGAL,), "规则第560条", issues=("D09",), meets=("explain_no_filing",))
GOOD = Workflow("trial", "试验", "试", STATES, (OPENING, ASKING, ANSWERING), detail="filing", detail_model=lambda: FilingDetail)


def with_row(**changes):
    """The good table with one row changed."""
    row = replace(ASKING, **changes)
    return replace(GOOD, actions=(OPENING, row, ANSWERING))


def plus(*rows, states=STATES):
    return replace(GOOD, states=states, actions=(*GOOD.actions, *rows))


def test_good_table_passes():
    assert list(check(GOOD)) == []


BAD = {
    "unknown source": (with_row(source=("lead", "nowhere")), "动作ask的来源状态nowhere不存在"),
    "unknown target": (with_row(target="nowhere"), "动作ask的目标状态nowhere不存在"),
    "unreachable state": (plus(states=(*STATES, State("island", "孤岛", "", "", closed=True))), "状态island无法到达"),
    "dead end": (plus(Action("stray", "走失", ("lead",), "pit", (P,), "甲"), states=(*STATES, State("pit", "坑", "", ""))), "状态pit没有出路"),
    "act from a closed state": (plus(Action("late", "再办", ("done",), "lead", (P,), "甲")), "办结状态done还有动作"),
    "duplicate state": (plus(states=(*STATES, STATES[0])), "状态lead重复"),
    "duplicate act": (plus(replace(ASKING)), "动作ask重复"),
    "reserved code": (with_row(code="receive"), "动作receive使用了保留代码"),
    "paper to the police before disclosure": (with_row(discloses=False), "动作ask在公开之前向公安机关送达文书（自状态lead）"),
    "act of the police before disclosure": (plus(Action("early", "抢先", ("lead",), SAME, (LEGAL,), "甲")), "动作early由公安机关办理，而状态lead尚未公开"),
    "clock nobody ends": (with_row(starts=(Start("filing_review"),)), "期限filing_review起算后没有动作使其结束"),
    "unknown clock": (with_row(starts=(Start("no_such_rule"),)), "期限no_such_rule不在规则表内"),
    "ends an unknown clock": (with_row(meets=("no_such_rule",)), "动作ask所结束的期限no_such_rule不在规则表内"),
    "after a clock that never runs": (with_row(after=("file_after_notice",)), "动作ask以期限file_after_notice届满为条件，而该期限从不起算"),
    "must without when": (with_row(must=True), "动作ask写明应当而没有写明何时"),
    "no article": (with_row(basis=""), "动作ask没有依据"),
    "nobody acts": (with_row(by=()), "动作ask没有写明由谁办理"),
    "actors of two sides": (with_row(by=(P, LEGAL)), "动作ask的办理人分属两侧"),
    "unknown paper": (with_row(issues=("D99",)), "动作ask的文种D99不在文书目录内"),
    "clock from receipt of nothing": (with_row(issues=()), "动作ask写明自收到起算而没有文书"),
    "decision on nothing": (with_row(issues=(), starts_on_receipt=(), decided_by=Decision(Role.CHIEF)), "动作ask写明由谁决定而没有可以签发的文书"),
    "decision by nobody": (with_row(decided_by=Decision()), "动作ask由谁决定须写明一个角色或者一项设置"),
    "decision by an unknown setting": (with_row(decided_by=Decision(option="whim")), "动作ask取自设置whim，而没有这项设置"),
    "condition on no column": (with_row(when={"mood": {"good"}}), "动作ask以mood为条件，而没有这一栏"),
    "clock on no column": (with_row(starts_on_receipt=(Start("explain_no_filing", when={"mood": {"good"}}),)), "动作ask以mood为条件，而没有这一栏"),
    "sets no column": (with_row(sets={"mood": "good"}), "动作ask写入mood，而没有这一栏"),
    "clock from no field": (with_row(starts_on_receipt=(Start("explain_no_filing", "some_day"),)), "动作ask的期限explain_no_filing取自some_day，而表单和明细都没有这一栏"),
    "length from no field": (with_row(starts_on_receipt=(Start("explain_no_filing", length="some"),)), "动作ask的期限explain_no_filing取自some，而表单和明细都没有这一栏"),
    "length from an unknown setting": (with_row(starts_on_receipt=(Start("explain_no_filing", option="whim"),)), "动作ask取自设置whim，而没有这项设置"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_table_is_refused(name):
    table, sentence = BAD[name]
    assert sentence in list(check(table))
    with pytest.raises(BadTable, match=r"动作|状态|期限"):
        register(table)
    assert "trial" not in WORKFLOWS


def test_field_of_the_form_or_the_detail_row_will_do():
    start = Start("explain_no_filing", "decided_on", length="persons")
    assert "取自persons" in "".join(check(with_row(starts_on_receipt=(start,), form=DayForm)))
    assert list(check(with_row(starts_on_receipt=(Start("explain_no_filing", "decided_on"),), form=DayForm))) == []
    assert list(check(with_row(starts_on_receipt=(Start("explain_no_filing", "received_on"),)))) == []


def test_kind_and_papers_stand_once():
    with pytest.raises(BadTable, match="流程filing重复"):
        register(WORKFLOWS["filing"])
    with pytest.raises(BadTable, match="文种D01重复"):
        register_documents([document_type("D01")])
    with pytest.raises(BadTable, match="没有正文"):
        register_documents([DocumentType("X99", "x", "某书", "police", "甲")])


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_tables_in_force_pass(kind):
    assert list(check(WORKFLOWS[kind])) == []


def test_facts_compare_as_text():
    values = {"variant": "A", "reviewed": False, "filed_on": None}
    assert matches({"variant": {"A", "C"}, "reviewed": {"no"}, "filed_on": {""}}, values.get)
    assert not matches({"variant": {"B"}}, values.get)
    assert matches({}, values.get)


def test_open_means_every_open_state():
    table = plus(Action("anywhere", "随时", OPEN, SAME, (P,), "甲"))
    assert [row.code for row in table.actions_from(table.state("asked"))] == ["answer", "anywhere"]
    assert not table.actions_from(table.state("done"))
    assert [row.code for row in table.ending("explain_no_filing")] == ["answer"]
