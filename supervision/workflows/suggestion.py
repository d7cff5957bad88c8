"""检察建议的流程表 (law.md 3.9; 规则第552条; 检察建议规定第15条至第25条).

研判 → 调查核实 → 拟制 → 初核 → 检察长决定 → 送达 → 异议复核 / 回复 → 评估 → 督促、报告、通报 → 办结.
The unit is a police organ, which answers here, or another one, whose papers come by post: every step towards it stands twice.
"""

from __future__ import annotations

from typing import Any

from cases.matters.forms.fields import ReasonForm
from cases.matters.table.workflow import SAME, Action, Decision, Facts, Start, State, Workflow, register
from office.sides import Actor, Role, Side
from supervision.effects import suggestion as effects
from supervision.forms import suggestion as forms
from supervision.models.suggestion import SuggestionDetail
from supervision.papers import suggestion as catalogue  # noqa: F401  (fills the catalogue of documents)

P = Actor(Role.PROSECUTOR)
ASSISTANT = Actor(Role.ASSISTANT)
CASES = Actor(Role.CASE_MANAGER)
LEGAL = Actor(Role.LEGAL)
CHIEF = Decision(Role.CHIEF)
HEAD = Decision(Role.HEAD)

PROCURATORATE, POLICE = Side.PROCURATORATE, Side.POLICE
TO_POLICE, TO_UNIT = {"addressed": {"police"}}, {"addressed": {"unit"}}
FIRST_OBJECTION = {"objected": {"no"}}
NOT_DONE = {"urged": {"yes"}, "adoption": {"", "part", "none"}}
"""经督促无正当理由不予整改或者整改不到位 (检察建议规定第25条)."""

STATES = (
    State("proposed", "待研判", PROCURATORATE, "研判是否立项调查核实、直接拟制，或者转为其他形式"),
    State("investigating", "调查核实中", PROCURATORATE, "调查核实，{due}调查终结"),
    State("drafting", "拟制中", PROCURATORATE, "拟制检察建议书初稿"),
    State("reviewing", "待初核", PROCURATORATE, "由拟稿人以外的检察官审核必要性、合法性、说理性"),
    State("ready", "待制发", PROCURATORATE, "报检察长决定后送达", "检察机关正在办理"),
    State("reserved", "备用线索", "", "留作备用，可以随时重新启用", waits="备用"),
    State("awaiting", "待公安机关回复", POLICE, "公安机关{due}处理并书面回复", "请{due}作出处理并书面回复；有异议的，可以在建议书载明的期限内提出"),
    State("awaiting_unit", "待被建议单位回复", "", "被建议单位{due}处理并书面回复，收到回函后登记", waits="被建议单位"),
    State("objected", "异议复核", PROCURATORATE, "立即复核异议：成立的修改或者撤回，不成立的说明理由", "检察机关正在复核你单位提出的异议"),
    State("replied", "待评估", PROCURATORATE, "审查回复，评估采纳和整改情况", "检察机关正在审查你单位的回复"),
    State("evaluated", "整改跟踪", PROCURATORATE, "跟踪整改落实，可以回头看；不到位的督促、报告或者通报", "检察机关正在跟踪整改落实情况"),
    State("not_made", "未制发，办结", "", "经研判或者调查核实未制发检察建议", closed=True),
    State("revoked", "已撤回，办结", "", "异议成立，检察建议书已撤回", "检察建议书已撤回，办结", closed=True),
    State("closed", "已落实，办结", "", "已登记整改落实结果", "已办结", closed=True),
)


def both(
    code: str, label: str, sources: tuple[str, str], targets: tuple[str, str], basis: str, *, paper: str,
    forms_of: tuple[type, type], when: Facts | None = None, done: str = "", **more: Any,
) -> tuple[Action, Action]:
    """One step towards the unit in its two ways: to the police organ here, and to another unit on paper."""
    to_police = Action(code, label, sources[:1], targets[0], (P,), basis, when={**TO_POLICE, **(when or {})}, form=forms_of[0],
                       issues=(paper,), discloses=True, done=done, **more)
    to_unit = Action(f"{code}_unit", f"{label}（其他单位）", sources[1:], targets[1], (P,), basis, when={**TO_UNIT, **(when or {})},
                     form=forms_of[1], issues=(f"{paper}U",), done=done or label, **more)
    return to_police, to_unit


ANSWERED_BY = (Start("advice_reply", length="reply_days"), Start("advice_objection", length="objection_days", option="advice_objection_days"))

RECONSIDERED = "advice_objection_review"

PREPARING = (
    Action("propose", "登记检察建议线索", (), "proposed", (P, ASSISTANT), "规则第551条、第552条", form=forms.ProposeForm,
           hint="带有普遍性的违法情形、社会治理漏洞"),
    Action("follow", "由其他事项转来", (), "proposed", (P,), "规则第551条、第552条", linked=True, done="登记检察建议线索"),
    Action("investigate", "立项调查核实", ("proposed",), "investigating", (P,), "检察建议规定第15条", decided_by=CHIEF,
           form=forms.InvestigateForm, issues=("D13S",),
           starts=(Start("advice_investigate", option="advice_investigate_months", shared=False),)),
    Action("investigated", "调查终结，拟制建议", ("investigating",), "drafting", (P,), "检察建议规定第15条", form=forms.InvestigatedForm,
           issues=("D13T",), meets=("advice_investigate",), done="调查终结"),
    Action("to_draft", "直接拟制", ("proposed",), "drafting", (P,), "规则第552条", form=ReasonForm, hint="事实已经查明的"),
    Action("not_made", "不制发检察建议", ("proposed", "investigating", "drafting", "reviewing", "ready"), "not_made", (P,),
           "检察建议规定第15条", form=forms.NotMadeForm, meets=("advice_investigate",), hint="可以转为调研报告、法律监督模型"),
    Action("reserve", "列为备用线索", ("proposed",), "reserved", (P,), "检察建议规定（备用为内部约定）", form=forms.ReserveForm),
    Action("revive", "启用备用线索", ("reserved",), "proposed", (P,), "检察建议规定（备用为内部约定）", form=ReasonForm),
    Action("write", "提交初稿", ("drafting",), "reviewing", (P, ASSISTANT), "检察建议规定第16条", form=forms.WriteForm),
    Action("review_back", "初核退回修改", ("reviewing",), "drafting", (Actor(Role.PROSECUTOR, other=True),), "检察建议规定第16条（初核为内部约定）",
           form=ReasonForm, not_by=("write",)),
    Action("review_pass", "初核通过", ("reviewing",), "ready", (Actor(Role.PROSECUTOR, other=True),), "检察建议规定第16条（初核为内部约定）",
           form=forms.ReviewForm, not_by=("write",), hint="业务部门或者法律政策研究部门审核"),
    Action("rewrite", "退回重拟", ("ready",), "drafting", (P,), "检察建议规定第16条（重拟为内部约定）", form=ReasonForm,
           hint="检察长不同意，或者上级院提出修改意见的"),
    Action("superior_review", "登记上级院同步复核", ("reviewing", "ready"), SAME, (P,), "检察建议规定第16条（同步复核为内部约定）",
           form=forms.SuperiorForm),
    Action("consult", "登记征求意见", ("drafting", "reviewing", "ready"), SAME, (P,), "检察建议规定第16条（征求意见为内部约定）",
           form=forms.ConsultForm, hint="可以征求被建议单位意见"),
)

SERVING = (
    *both("serve", "制发检察建议书", ("ready", "ready"), ("awaiting", "awaiting_unit"), "规则第552条；检察建议规定第16条、第19条",
          paper="D13", forms_of=(forms.ServeForm, forms.ServeUnitForm), decided_by=CHIEF,
          starts=(Start("advice_filing_up", option="advice_filing_up_days", shared=False),), starts_on_receipt=ANSWERED_BY),
    Action("file_up", "登记报上级院备案", ("awaiting", "awaiting_unit", "objected", "replied", "evaluated"), SAME, (P, ASSISTANT, CASES),
           "检察建议规定第21条", when={"filed_up_on": {""}}, otherwise="已经登记报上级院备案；日期有误的，请更正。", form=forms.FiledUpForm,
           meets=("advice_filing_up",), at="filed_up_on"),
    Action("object", "提出异议", ("awaiting",), "objected", (LEGAL,), "检察建议规定第23条", when={**TO_POLICE, **FIRST_OBJECTION},
           decided_by=HEAD, form=forms.ObjectForm, issues=("D13O",), meets=("advice_objection",), sets={"objected": True},
           starts_on_receipt=(Start(RECONSIDERED),), police_label="有异议，书面提出"),
    Action("object_unit", "登记被建议单位的异议", ("awaiting_unit",), "objected", (P, ASSISTANT, CASES), "检察建议规定第23条",
           when={**TO_UNIT, **FIRST_OBJECTION}, form=forms.ObjectedForm, meets=("advice_objection",), at="objected_on",
           starts=(Start(RECONSIDERED, "objected_on"),), sets={"objected": True}, done="被建议单位提出异议"),
    *both("revise_advice", "异议成立，修改检察建议书", ("objected", "objected"), ("awaiting", "awaiting_unit"), "检察建议规定第23条", paper="D13M",
          forms_of=(forms.ReviseForm, forms.ReviseUnitForm), decided_by=CHIEF, meets=(RECONSIDERED,), drops=("advice_reply",), sets={"objected": False},
          starts_on_receipt=ANSWERED_BY, done="复核：修改检察建议书"),
    *both("withdraw_advice", "异议成立，撤回检察建议书", ("objected", "objected"), ("revoked", "revoked"), "检察建议规定第23条", paper="D13W",
          forms_of=(forms.DecisionForm, forms.DecisionUnitForm), decided_by=CHIEF, meets=(RECONSIDERED,), done="复核：撤回检察建议书"),
    *both("explain_advice", "异议不成立，说明理由", ("objected", "objected"), ("awaiting", "awaiting_unit"), "检察建议规定第23条", paper="D13E",
          forms_of=(forms.DecisionForm, forms.DecisionUnitForm), decided_by=CHIEF, meets=(RECONSIDERED,), done="复核：异议不成立"),
)

ANSWERING = (
    Action("reply", "书面回复", ("awaiting",), "replied", (LEGAL,), "检察建议规定第19条；组织法第21条", when=TO_POLICE, decided_by=HEAD,
           form=forms.ReplyForm, issues=("D13R",), meets=("advice_reply",), drops=("advice_objection",), effect=effects.replied,
           police_label="已处理，书面回复"),
    Action("reply_unit", "登记回函", ("awaiting_unit",), "replied", (P, ASSISTANT, CASES), "检察建议规定第19条；组织法第21条",
           when=TO_UNIT, form=forms.RepliedForm, meets=("advice_reply",), drops=("advice_objection",), at="replied_on",
           done="被建议单位回函"),
    *both("urge", "督促回复", ("awaiting", "awaiting_unit"), (SAME, SAME), "检察建议规定第25条", paper="D13P",
          forms_of=(forms.UrgeForm, forms.UrgeUnitForm), after=("advice_reply",), sets={"urged": True},
          hint="期限届满没有回复的"),
    *both("urge_again", "督促整改", ("evaluated", "evaluated"), ("awaiting", "awaiting_unit"), "检察建议规定第25条", paper="D13P",
          forms_of=(forms.UrgeForm, forms.UrgeUnitForm), when={"adoption": {"part", "none"}}, sets={"urged": True},
          starts_on_receipt=(Start("advice_reply", length="reply_days"),), hint="整改不到位的，督促后再行回复"),
    Action("report_up", "报告上一级人民检察院", ("awaiting", "awaiting_unit", "evaluated"), SAME, (P,), "检察建议规定第25条",
           when=NOT_DONE, decided_by=CHIEF, form=forms.ReportUpForm, issues=("D13H",),
           otherwise="经督促无正当理由不予整改或者整改不到位的，才可以报告、通报；请先督促（检察建议规定第25条）。"),
    Action("notify_unit", "通报其上级机关、主管部门", ("awaiting", "awaiting_unit", "evaluated"), SAME, (P,), "检察建议规定第25条",
           when=NOT_DONE, decided_by=CHIEF, form=forms.NotifyForm, issues=("D13N",), done="通报",
           otherwise="经督促无正当理由不予整改或者整改不到位的，才可以报告、通报；请先督促（检察建议规定第25条）。",
           hint="必要时可以报告党委、人大，通报政府、监察机关"),
    Action("evaluate", "评估回复", ("replied",), "evaluated", (P,), "检察建议规定第24条", form=forms.EvaluateForm),
    Action("look_back", "登记回头看", ("evaluated",), SAME, (P, ASSISTANT), "检察建议规定第24条", form=forms.LookBackForm),
    Action("conclude", "登记结果，办结", ("evaluated",), "closed", (P,), "检察建议规定第24条", form=forms.OutcomeForm, done="办结", shown="both"),
    Action("conclude_silent", "未回复，登记处理结果", ("awaiting", "awaiting_unit"), "closed", (P,), "检察建议规定第25条",
           when={"urged": {"yes"}}, form=forms.OutcomeForm, after=("advice_reply",), drops=("advice_reply", "advice_objection"),
           otherwise="没有督促过的，不能以未回复办结；请先督促（检察建议规定第25条）。", done="办结", shown="both"),
)

AMENDABLE = {
    "matter.title": "事项名称",
    "matter.public_title": "对外名称",
    "matter.police": "公安机关",
    "detail.receiver": "被建议单位",
    "detail.topic": "涉及的问题",
    "detail.subject": "涉及的人（单位）",
    "detail.source": "线索来源",
    "detail.received_on": "发现问题日期",
    "detail.facts": "线索内容",
    "detail.filed_up_on": "报上一级院备案日期",
    "detail.replied_on": "回函日期",
    "detail.adoption": "采纳情况",
    "detail.remarks": "备注",
}

SUGGESTION = register(
    Workflow(
        kind="suggestion",
        label="检察建议",
        number_letters="侦监建",
        states=STATES,
        actions=(*PREPARING, *SERVING, *ANSWERING),
        variants=dict(forms.SORTS),
        detail="suggestion",
        detail_model=lambda: SuggestionDetail,
        amend_fields=AMENDABLE,
        place=100,
    )
)
