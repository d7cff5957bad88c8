"""纠正漏捕、漏犯、漏罪的流程表 (规则第288条、第356条; law.md 3.10): the source of 追捕、追诉 in the monthly figures.

Branches: arrest 漏捕 → 要求提请批准逮捕 → 提请（开立审查逮捕）或者说明理由 → 可以直接决定逮捕; prosecution 漏犯、漏罪 →
要求补充侦查、补充移送起诉 → 移送或者说明理由 → 可以直接提起公诉.
"""

from __future__ import annotations

from cases.matters.table.workflow import SAME, Action, Decision, Opens, Start, State, Workflow, register
from office.sides import Actor, Role, Side
from supervision.effects import leak as effects
from supervision.forms import leak as forms
from supervision.forms.correcting import PressForm
from supervision.models.leak import LeakDetail
from supervision.papers import filing as common  # noqa: F401  (D26)
from supervision.papers import leak as papers  # noqa: F401  (fills the catalogue of documents)

P = Actor(Role.PROSECUTOR)
ASSISTANT = Actor(Role.ASSISTANT)
LEGAL = Actor(Role.LEGAL)
CHIEF = Decision(Role.CHIEF)
HEAD = Decision(Role.HEAD)

PROCURATORATE, POLICE = Side.PROCURATORATE, Side.POLICE
ARREST = {"variant": {"arrest"}}
PROSECUTION = {"variant": {"prosecution"}}
LEFT_OUT = "规则第288条、第356条"

STATES = (
    State("found", "审查", PROCURATORATE, "审查是否遗漏，决定是否要求公安机关提请、移送"),
    State("awaiting_arrest", "待公安提请", POLICE, "公安机关{due}提请批准逮捕，或者说明理由", "请{due}提请批准逮捕，或者书面说明不提请的理由"),
    State("awaiting_submission", "待公安移送", POLICE, "公安机关{due}补充移送起诉，或者说明理由", "请{due}补充侦查或者补充移送起诉，或者书面说明理由"),
    State("reasons_given", "审查理由", PROCURATORATE, "审查公安机关说明的理由是否成立", "检察机关正在审查你单位说明的理由"),
    State("submitted", "已提请，待审查逮捕结果", PROCURATORATE, "跟踪审查逮捕结果；公安机关已经提请批准逮捕", "检察机关正在审查逮捕"),
    State("executing", "待公安执行", POLICE, "已直接决定逮捕，公安机关应当立即执行", "请立即执行逮捕，并送执行回执"),
    State("tracking", "跟踪起诉、判决", PROCURATORATE, "跟踪到案、起诉和判决", "检察机关正在跟踪办理结果"),
    State("no_action", "无须纠正，办结", "", "经审查没有遗漏", "检察机关审查后未提出纠正", closed=True),
    State("accepted", "理由成立，办结", "", "公安机关说明的理由成立", "检察机关认为理由成立，已办结", closed=True),
    State("judged", "跟踪结束，办结", "", "已跟踪至判决或者其他处理结果", "已办结", closed=True),
)

ASKING = (
    Action("register", "登记漏捕漏犯漏罪", (), "found", (P, ASSISTANT), LEFT_OUT, form=forms.FoundForm, done="发现遗漏",
           hint="审查逮捕、审查起诉中发现的"),
    Action("open", "由其他事项转来", (), "found", (P,), LEFT_OUT, linked=True, done="发现遗漏"),
    Action("no_action", "无须纠正", ("found",), "no_action", (P,), LEFT_OUT, form=forms.AcceptForm, issues=("LK04",)),
    Action("request_arrest", "要求提请批准逮捕", ("found",), "awaiting_arrest", (P,), "规则第288条", when=ARREST, decided_by=CHIEF,
           form=forms.RequestArrestForm, issues=("LK01",), discloses=True,
           starts_on_receipt=(Start("leak_arrest_request", length="reply_days", option="leak_arrest_days"),),
           hint="应当经检察长批准"),
    Action("request_submission", "要求补充侦查、补充移送起诉", ("found",), "awaiting_submission", (P,), "规则第356条", when=PROSECUTION,
           decided_by=Decision(option="leak_pros_decided_by"), form=forms.RequestSubmitForm, issues=("LK02",), discloses=True,
           starts_on_receipt=(Start("leak_pros_request", length="reply_days", option="leak_pros_days"),)),
)

ANSWERING = (
    Action("submit_arrest", "提请批准逮捕", ("awaiting_arrest", "reasons_given"), "submitted", (LEGAL,), "规则第288条", when=ARREST,
           decided_by=HEAD, form=forms.SubmittedForm, issues=("LK11",), meets=("leak_arrest_request",),
           opens=(Opens("arrest_review", "accept_again", on_receipt=True),), done="公安机关提请批准逮捕"),
    Action("explain_arrest", "说明不提请的理由", ("awaiting_arrest",), "reasons_given", (LEGAL,), "规则第288条", when=ARREST,
           decided_by=HEAD, form=forms.ExplainForm, issues=("LK12",), meets=("leak_arrest_request",)),
    Action("submit", "补充移送起诉", ("awaiting_submission", "reasons_given"), "tracking", (LEGAL,), "规则第356条", when=PROSECUTION,
           decided_by=HEAD, form=forms.SubmittedForm, issues=("LK13",), meets=("leak_pros_request",), done="公安机关补充移送起诉"),
    Action("explain_submission", "说明不移送的理由", ("awaiting_submission",), "reasons_given", (LEGAL,), "规则第356条", when=PROSECUTION,
           decided_by=HEAD, form=forms.ExplainForm, issues=("LK14",), meets=("leak_pros_request",)),
    Action("press", "督促", ("awaiting_arrest", "awaiting_submission"), SAME, (P,), "规则第288条、第356条（督促为内部约定）",
           form=PressForm, issues=("D26",), after=("leak_arrest_request", "leak_pros_request")),
    Action("accept_reasons", "理由成立", ("reasons_given",), "accepted", (P,), LEFT_OUT, form=forms.AcceptForm, issues=("LK04",),
           shown="both"),
    Action("decide_arrest", "直接决定逮捕", ("reasons_given",), "executing", (P,), "规则第288条", when=ARREST, decided_by=CHIEF,
           form=forms.DecideArrestForm, issues=("LK03",), effect=effects.decided, hint="说明的理由不成立的，可以直接作出逮捕决定"),
    Action("decide_arrest_silent", "直接决定逮捕（未提请）", ("awaiting_arrest",), "executing", (P,), "规则第288条", when=ARREST,
           decided_by=CHIEF, form=forms.DecideArrestForm, issues=("LK03",), after=("leak_arrest_request",),
           drops=("leak_arrest_request",), effect=effects.decided, done="直接决定逮捕", hint="公安机关不提请批准逮捕的，可以直接作出逮捕决定"),
    Action("executed", "报送执行回执", ("executing",), "tracking", (LEGAL,), "规则第288条；程序规定第142条", form=forms.ExecutedForm,
           issues=("LK15",), effect=effects.executed, moves_custody=True, done="执行逮捕"),
    Action("prosecute_directly", "直接提起公诉", ("found", "awaiting_submission", "reasons_given"), "tracking", (P,), "规则第356条",
           when=PROSECUTION, form=forms.DirectForm, drops=("leak_pros_request",), sets={"decided_directly": True},
           hint="犯罪事实清楚，证据确实、充分的，可以直接提起公诉", shown="both"),
)

TRACKING = (
    Action("reviewed", "登记审查逮捕结果", ("submitted",), "tracking", (P, ASSISTANT), "规则第288条", form=forms.ArrestedForm,
           done="审查逮捕有结果"),
    Action("arrived", "登记到案", ("tracking",), SAME, (P, ASSISTANT), "规则第288条（跟踪为内部约定）", form=forms.ArrestedForm),
    Action("prosecuted", "登记提起公诉", ("tracking",), SAME, (P, ASSISTANT), "规则第356条（跟踪为内部约定）", form=forms.ProsecutedForm),
    Action("judged", "登记判决结果", ("tracking",), "judged", (P, ASSISTANT), "规则第288条、第356条（跟踪为内部约定）",
           form=forms.JudgedForm),
)

AMENDABLE = {
    "matter.title": "事项名称",
    "matter.public_title": "对外名称",
    "matter.police": "公安机关",
    "matter.persons": "人数",
    "detail.sort": "遗漏情形",
    "detail.subject": "遗漏的犯罪嫌疑人",
    "detail.charge": "涉嫌罪名",
    "detail.police_number": "公安机关原案文号",
    "detail.source": "线索来源",
    "detail.received_on": "发现日期",
    "detail.facts": "发现经过",
    "detail.submitted_on": "公安机关提请、移送日期",
    "detail.arrested_on": "逮捕日期",
    "detail.present_on": "到案日期",
    "detail.prosecuted_on": "提起公诉日期",
    "detail.judged_on": "判决（处理）日期",
    "detail.outcome": "处理结果",
    "detail.sentence": "判决结果",
    "detail.remarks": "备注",
}

LEAK = register(
    Workflow(
        kind="leak",
        label="纠正漏捕漏诉",
        number_letters="侦监漏",
        states=STATES,
        actions=(*ASKING, *ANSWERING, *TRACKING),
        variants=dict(forms.VARIANTS),
        detail="leak",
        detail_model=lambda: LeakDetail,
        amend_fields=AMENDABLE,
        place=130,
    )
)
