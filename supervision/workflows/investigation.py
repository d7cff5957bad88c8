"""侦查活动监督的流程表 (规则第551条至第554条、第567条、第568条; law.md 3.2).

The level is ``variant`` once it is chosen: 口头, 侦查活动监督通知书, 纠正违法通知书, 检察建议, 移送涉嫌犯罪 (规则第552条; the second is
usage, not of the article). 规则第624条's 「七日未改即书面」 is not of this kind: raising an oral correction is 可以, never 应当.
"""

from __future__ import annotations

from dataclasses import replace

from cases.matters.table.workflow import OPEN, SAME, Action, Decision, Opens, Start, State, Workflow, register
from office.sides import Actor, Place, Role, Side
from supervision.effects import investigation as effects
from supervision.forms import investigation as forms
from supervision.forms.verifying import VerifyForm
from supervision.models.disputes import Dispute
from supervision.models.investigation import InvestigationDetail, Level, Petition, Result
from supervision.papers import filing as shared_papers  # noqa: F401  (D10, D10R, D27P, D28, V01)
from supervision.papers import investigation as papers  # noqa: F401  (fills the catalogue of documents)
from supervision.workflows.objecting import Contested, Ruling

P = Actor(Role.PROSECUTOR)
ASSISTANT = Actor(Role.ASSISTANT)
CCS = Actor(Role.COMPLAINTS)
EXECUTION = Actor(Role.EXECUTION)
LEGAL = Actor(Role.LEGAL)
UNIT = Actor(Role.INVESTIGATOR)
UP = Actor(Role.PROSECUTOR, Place.SUPERIOR)

CHIEF = Decision(Role.CHIEF)
HEAD = Decision(Role.HEAD)
UP_CHIEF = Decision(Role.CHIEF, Place.SUPERIOR)

PROCURATORATE, POLICE, SUPERIOR = Side.PROCURATORATE, Side.POLICE, "superior"
ORAL, NOTICE = {"variant": {Level.ORAL.value}}, {"variant": {Level.NOTICE.value}}
CORRECTION = {"variant": {Level.CORRECTION.value}}
PAPER = {"variant": {Level.NOTICE.value, Level.CORRECTION.value}}
LISTED = {"listed": {"yes"}}
FREE = {**LISTED, "fixed": {""}}
NOT_ALL = {"result": {Result.PARTIAL.value, Result.REJECTED.value}}
REPORTED, UNREPORTED = {"superior": {"yes"}}, {"superior": {"no"}}

UNLISTED = "还没有登记违法情形，请先办理“补充登记违法情形”。"
IS_FIXED = "本项属于规则写明应当发出纠正违法通知书的情形，层级固定为纠正违法通知书。"
NO_CLASS = "本项认定违法情形时，同一监督项目尚未达到本办公室设置的类案件数；达到以后在哪一事项作类案分析，见“类案分析”页。"
REPLY = ("correction_reply", "invest_supervision_notice", "second_term")
PETITION = ("complaint_117_review", "lawyer_rights_10d")
"""Answered by a written answer to who complained; 规则第556条's opinion also by the paper that asks for correction."""

STATES = (
    State("lead", "线索审查", PROCURATORATE, "{due}审查线索：调查核实，或者认定违法情形"),
    State("verifying", "调查核实", PROCURATORATE, "正在调查核实，查明后认定违法情形是否成立", "检察机关正在调查核实，请予配合"),
    State("deciding", "提出监督意见", PROCURATORATE, "违法情形已认定，选择监督层级并提出意见（规则第552条）", "检察机关正在审查"),
    State("oral", "口头纠正，待改正", POLICE, "公安机关{due}改正并反馈", "检察机关口头提出纠正意见，请{due}改正并反馈"),
    State("issued", "待交办", POLICE, "公安机关签收后交办责任所队，{due}书面回复", "请交办责任所队，{due}整改并书面回复；有异议的，可以申请复查"),
    State("rectifying", "所队整改", POLICE, "责任所队正在整改，公安机关{due}书面回复", "请{due}整改并书面回复；有异议的，可以申请复查"),
    State("pressed", "已督促", POLICE, "已督促，公安机关{due}纠正并书面回复", "检察机关已督促，请{due}纠正并书面回复"),
    State("replied", "核查整改", PROCURATORATE, "公安机关已回复，逐项核查整改情况", "检察机关正在核查整改情况"),
    State("verified", "部分采纳、不采纳", PROCURATORATE, "整改未全部到位：督促、报上一级人民检察院、改用上一层级，或者说明理由办结",
          "检察机关认为整改未全部到位，正在审查"),
    State("escalated", "上一级院审查", SUPERIOR, "上一级人民检察院{due}审查纠正意见是否正确", "检察机关已报告上一级人民检察院；你单位仍可随时纠正并书面回复"),
    State("informed_above", "已通报上级机关", POLICE, "上一级人民检察院已通报其上级机关，公安机关{due}纠正并书面回复",
          "上一级人民检察院已通报你单位的上级机关，请{due}纠正并书面回复"),
    State("to_revoke", "待执行撤销", PROCURATORATE, "执行上一级人民检察院的通知，撤销纠正意见并向公安机关说明情况", "检察机关正在审查纠正意见"),
    State("advised", "随检察建议办理", PROCURATORATE, "已提出检察建议，随检察建议事项办理；有结果后核查整改", "检察机关正在办理"),
    State("unfounded", "不成立，办结", "", "经审查违法情形不成立", "检察机关审查后未提出监督意见", closed=True),
    State("adopted", "采纳，办结", "", "整改到位，全部采纳", "整改已经核查认可，已办结", closed=True),
    State("partial", "部分采纳，办结", "", "部分采纳，已办结", "部分采纳，已办结", closed=True),
    State("rejected", "不采纳，办结", "", "未采纳，已办结", "已办结", closed=True),
    State("revoked", "已撤销，办结", "", "纠正意见已经撤销", "纠正意见已经撤销，已办结", closed=True),
    State("crime", "已移送，办结", "", "涉嫌犯罪，已经移送，另行办理", "检察机关已办结", closed=True),
)  # fmt: skip

RECEIVING = (
    Action("register", "登记监督线索", (), "lead", (P, ASSISTANT, CCS, EXECUTION), "规则第551条、第567条", form=forms.RegisterForm,
           starts=(Start("complaint_7d", "received_on", when={"petition": {Petition.GENERAL.value}}, shared=False),
                   Start("lawyer_rights_10d", "received_on", when={"petition": {Petition.LAWYER.value}}, shared=False),
                   Start("complaint_117_review", "received_on", when={"petition": {Petition.ACT.value}}, shared=False)),
           effect=effects.listed, hint="办案中发现，或者控告、申诉反映的侦查活动违法情形"),
    Action("follow", "由其他事项转来", (), "lead", (P,), "规则第551条、第567条", linked=True, effect=effects.followed, done="登记监督线索"),
    Action("add", "补充登记违法情形", ("lead", "verifying", "deciding"), SAME, (P, ASSISTANT), "规则第567条", form=forms.AddForm,
           effect=effects.listed, done="补充登记违法情形"),
    Action("verify", "调查核实", ("lead", "verifying"), "verifying", (P,), "规则第551条第2款", form=VerifyForm, issues=("V01",),
           meets=("complaint_7d",), discloses=True, hint="通知公安机关后采取十种方式；不得限制被调查对象的人身、财产权利"),
    Action("establish", "认定违法情形", ("lead", "verifying"), "deciding", (P,), "规则第551条、第552条", when=LISTED, otherwise=UNLISTED,
           form=forms.EstablishForm, meets=("complaint_7d",), effect=effects.established, done="认定违法情形"),
    Action("unfounded", "违法情形不成立", ("lead", "verifying", "deciding"), "unfounded", (P,), "规则第551条、第552条第2款",
           form=forms.UnfoundedForm, issues=("R05", "D28"), meets=("complaint_7d", *PETITION), effect=effects.unfounded,
           done="违法情形不成立"),
    Action("answer", "答复控告人（申诉人）", OPEN, SAME, (CCS, P), "规则第552条第2款、第58条、第556条",
           when={"petition": {one.value for one in Petition}}, form=forms.AnswerForm, issues=("D28",), meets=("complaint_7d", *PETITION),
           otherwise="本项没有控告人、申诉人。", hint="调查核实和纠正违法情况应予告知"),
)  # fmt: skip

LEVELS = (
    Action("reassess", "重新评估情节", ("deciding",), SAME, (P,), "规则第552条", form=forms.ReassessForm, hint="评估决定建议的层级"),
    Action("oral", "口头纠正", ("deciding",), "oral", (P, ASSISTANT), "规则第552条第1款", when=FREE, otherwise=UNLISTED,
           refusals={"fixed": IS_FIXED}, form=forms.OralForm, issues=("D12",), meets=("complaint_117_review",), discloses=True,
           sets={"variant": Level.ORAL.value}, effect=effects.raised, shown="both",
           starts=(Start("oral_correction", "told_on", option="oral_correction_days"),), hint="情节较轻的，由检察人员以口头方式提出"),
    Action("notice", "发《侦查活动监督通知书》", ("deciding",), "issued", (P,), "规则第551条、第567条（通知书形式为内部约定）", when=FREE,
           otherwise=UNLISTED, refusals={"fixed": IS_FIXED}, decided_by=Decision(option="supervision_notice_decided_by"),
           form=forms.NoticeForm, issues=("D11",), meets=("complaint_117_review",), discloses=True, sets={"variant": Level.NOTICE.value},
           effect=effects.raised, done="发出侦查活动监督通知书",
           starts_on_receipt=(Start("invest_supervision_notice", length="reply_days", option="supervision_notice_days"),
                              Start("correction_recheck_file", length="reply_days")),
           hint="情节较轻但需要书面留痕的；不是规则第552条列明的层级，统计时与书面纠正违法分列"),
    Action("correction", "发《纠正违法通知书》", ("deciding",), "issued", (P,), "规则第552条第1款", when=LISTED, otherwise=UNLISTED,
           decided_by=CHIEF, form=forms.CorrectionForm, issues=("D10",), meets=("complaint_117_review",), discloses=True,
           sets={"variant": Level.CORRECTION.value}, effect=effects.raised, done="发出纠正违法通知书",
           starts_on_receipt=(Start("correction_reply", length="reply_days", option="correction_reply_days"),
                              Start("correction_recheck_file", length="reply_days")),
           hint="情节较重的；超期羁押、不捕后十五日、通知立案撤案后十五日的，应当发出"),
    Action("advise", "提出检察建议", ("deciding",), "advised", (P,), "规则第552条第1款", when=FREE, otherwise=UNLISTED,
           refusals={"fixed": IS_FIXED}, form=forms.AdviceForm, meets=("complaint_117_review",), sets={"variant": Level.ADVICE.value},
           effect=effects.found, done="转检察建议",
           opens=(Opens("suggestion", "follow", carries={"subject": "subject", "source": "source", "findings": "violation",
                                                         "problems": "law", "advice": "opinion"}, gives={"variant": "correction"}),),
           hint="带有普遍性的；检察建议书由检察长决定，在检察建议事项中办理"),
    Action("crime", "移送涉嫌犯罪", ("deciding",), "crime", (P,), "规则第552条第1款、第568条", when=LISTED, otherwise=UNLISTED, decided_by=CHIEF,
           form=forms.CrimeForm, issues=("D27P", "D28"), meets=PETITION, sets={"variant": Level.CRIME.value},
           opens=(Opens("lead", "follow", carries={"facts": "contents", "source": "source", "subject": "subject"}),),
           shown=PROCURATORATE, done="移送涉嫌犯罪", hint="属于本院管辖的立案侦查；不属于的移送有管辖权的机关"),
)  # fmt: skip

RAISED = ("oral_correction", *REPLY, "correction_recheck_file")
REPLYING = ("issued", "rectifying", "pressed", "escalated", "informed_above")

RECTIFYING = (
    Action("oral_answer", "反馈改正情况", ("oral",), "replied", (LEGAL,), "规则第552条（反馈为内部约定）", form=forms.OralAnswerForm,
           meets=("oral_correction",), effect=effects.replied, police_label="已处理，反馈改正情况"),
    Action("oral_fixed", "登记已改正", ("oral",), "adopted", (P,), "规则第552条", form=forms.OralFixedForm, issues=("R03", "D28"),
           meets=("oral_correction", *PETITION), effect=effects.adopted, done="已改正"),
    Action("raise_oral", "改用书面形式", ("oral",), "deciding", (P,), "规则第552条（升格为内部约定）", form=forms.ReassessForm,
           after=("oral_correction",), drops=RAISED, hint="可以，不是应当：规则第624条的七日只适用于刑罚执行和监管执法"),
    Action("hand_down", "交办所队", ("issued",), "rectifying", (LEGAL,), "协作配合意见三（二）4；规则第553条", form=forms.HandDownForm,
           done="交办所队", hint="写明责任所队；回复仍由法制部门统一办理"),
    Action("hand_over", "改派责任所队", ("rectifying", "pressed", "escalated", "informed_above"), SAME, (LEGAL,),
           "协作配合意见三（二）4；规则第553条", form=forms.HandDownForm, done="改派责任所队"),
    Action("prepare", "逐项填报整改", ("rectifying", "pressed", "escalated", "informed_above"), SAME, (UNIT, LEGAL), "规则第553条（填报为内部约定）",
           item="violations", item_when={"status": {"found"}, "verdict": {"", Result.PARTIAL.value, Result.REJECTED.value}},
           form=forms.PrepareForm, effect=effects.prepared, shown=POLICE, hint="填报内容待法制部门回复时一并送检察机关"),
    Action("reply", "书面回复整改情况", REPLYING, "replied", (LEGAL,), "规则第553条；刑诉法第100条", when=CORRECTION, decided_by=HEAD,
           form=forms.ReplyForm, issues=("D10R",), meets=REPLY, drops=("correction_upper",), to_own=True, effect=effects.replied,
           done="书面回复整改情况", police_label="已整改，书面回复"),
    Action("reply_notice", "书面回复整改情况", REPLYING, "replied", (LEGAL,), "规则第551条、第567条（通知书形式为内部约定）", when=NOTICE,
           decided_by=HEAD, form=forms.ReplyForm, issues=("D11R",), meets=REPLY, drops=("correction_upper",), to_own=True,
           effect=effects.replied, done="书面回复整改情况", police_label="已整改，书面回复"),
    Action("advice_failed", "未制发或者未落实，另选层级", ("advised",), "deciding", (P,), "规则第552条", form=forms.ReassessForm,
           sets={"variant": ""}, done="另选监督层级"),
)  # fmt: skip

VERIFYING = (
    Action("adopt", "核查：全部采纳", ("replied", "advised"), "adopted", (P,), "规则第553条", form=forms.AdoptForm, issues=("R03", "D28"),
           meets=PETITION, effect=effects.adopted, shown="both", done="核查：全部采纳"),
    Action("verdict", "核查：部分采纳、不采纳", ("replied",), "verified", (P,), "规则第553条", form=forms.VerdictForm, issues=("R03",),
           effect=effects.verified, shown="both", done="逐项核查", hint="逐项认定，事项的结论由各项得出"),
    Action("advice_verdict", "核查：部分采纳、不采纳", ("advised",), SAME, (P,), "规则第552条；检察建议规定第24条", form=forms.VerdictForm,
           issues=("R03",), effect=effects.verified, done="逐项核查"),
    Action("close_partial", "办结：部分采纳", ("verified", "advised"), "partial", (P,), "规则第553条（办结为内部约定）",
           when={"result": {Result.PARTIAL.value}}, form=forms.CloseForm, issues=("R05", "D28"), meets=PETITION, effect=effects.undisputed,
           shown="both", done="办结：部分采纳"),
    Action("close_rejected", "办结：不采纳", ("verified", "advised"), "rejected", (P,), "规则第553条（办结为内部约定）",
           when={"result": {Result.REJECTED.value}}, form=forms.CloseForm, issues=("R05", "D28"), meets=PETITION, effect=effects.undisputed,
           shown="both", done="办结：不采纳"),
    Action("press_verified", "督促纠正", ("verified",), "pressed", (P,), "规则第553条", when={**PAPER, **NOT_ALL}, form=forms.PressPartForm,
           issues=("D26C",), starts_on_receipt=(Start("second_term", length="reply_days", option="second_term_days"),), done="督促纠正"),
    Action("raise_verified", "改用上一层级", ("verified",), "deciding", (P,), "规则第552条（升格为内部约定）",
           when={"variant": {Level.ORAL.value, Level.NOTICE.value}, **NOT_ALL}, form=forms.ReassessForm, drops=RAISED,
           done="改用上一层级"),
    Action("escalate_verified", "报上一级人民检察院", ("verified",), "escalated", (P,), "规则第553条", when={**CORRECTION, **NOT_ALL, **UNREPORTED},
           refusals={"superior": "已经上一级人民检察院审查，不再报告（内部约定）。"}, decided_by=CHIEF, form=forms.ReportForm, issues=("U02",),
           to_superior=True, starts_on_receipt=(Start("correction_upper", option="correction_upper_days", shared=False),),
           done="报上一级人民检察院", hint="没有正当理由不纠正的，应当报告"),
)  # fmt: skip

LADDER = (
    Action("press", "督促回复", ("issued", "rectifying"), "pressed", (P,), "规则第553条", when=CORRECTION, form=forms.PressForm, issues=("D26C",),
           after=("correction_reply",), must=True, drops=("correction_reply",),
           starts_on_receipt=(Start("second_term", length="reply_days", option="second_term_days"),), done="督促回复",
           hint="期限内没有回复纠正情况的，应当督促回复"),
    Action("press_notice", "督促回复", ("issued", "rectifying"), "pressed", (P,), "规则第553条（比照为内部约定）", when=NOTICE,
           form=forms.PressForm, issues=("D26C",), after=("invest_supervision_notice",), drops=("invest_supervision_notice",),
           starts_on_receipt=(Start("second_term", length="reply_days", option="second_term_days"),), done="督促回复"),
    Action("raise_notice", "改用上一层级", ("issued", "rectifying", "pressed"), "deciding", (P,), "规则第552条（升格为内部约定）", when=NOTICE,
           form=forms.ReassessForm, after=("invest_supervision_notice", "second_term"), drops=RAISED, shown="both",
           done="改用上一层级", hint="逾期不回复的，可以改用《纠正违法通知书》"),
    Action("escalate", "报上一级人民检察院", ("pressed",), "escalated", (P,), "规则第553条", when={**CORRECTION, **UNREPORTED},
           refusals={"superior": "已经上一级人民检察院审查，不再报告（内部约定）。"}, decided_by=CHIEF, form=forms.ReportForm, issues=("U02",),
           after=("second_term",), must=True, drops=("second_term",), to_superior=True,
           starts_on_receipt=(Start("correction_upper", option="correction_upper_days", shared=False),), done="报上一级人民检察院",
           hint="经督促仍不回复或者没有正当理由不纠正的，应当报告"),
    Action("superior_agrees", "纠正意见正确，通报上级机关", ("escalated",), "informed_above", (UP,), "规则第554条第2款", decided_by=UP_CHIEF,
           form=forms.InformAboveForm, issues=("U04",), meets=("correction_upper",), drops=REPLY, to_own=True, sets={"superior": True},
           starts=(Start("second_term", option="second_term_days"),), shown="both", done="上一级院：纠正意见正确，已通报其上级机关",
           hint="通报被监督单位的上级机关或者主管机关，建议其督促纠正"),
    Action("superior_orders", "纠正意见错误，通知撤销", ("escalated",), "to_revoke", (UP,), "规则第554条第2款", decided_by=UP_CHIEF,
           form=forms.OrderForm, issues=("U05",), meets=("correction_upper",), drops=REPLY, to_own=True, sets={"superior": True},
           done="上一级院：纠正意见错误，通知撤销"),
    Action("revoke", "撤销纠正意见并说明情况", ("to_revoke",), "revoked", (P,), "规则第554条第2款", decided_by=CHIEF, form=forms.RevokeForm,
           issues=("D10W", "D28"), meets=PETITION, sets={"dispute": Dispute.REVOKED.value}, effect=effects.all_revoked, done="撤销纠正意见"),
    Action("close_unmoved", "办结：仍未纠正", ("informed_above", "pressed"), "rejected", (P,), "规则第553条、第554条（办结为内部约定）",
           when={**PAPER, **REPORTED}, otherwise="没有报告上一级人民检察院的，不能以仍未纠正办结。", form=forms.CloseForm,
           issues=("R05", "D28"), after=("second_term",), drops=("second_term",), meets=PETITION, sets={"result": Result.REJECTED.value},
           effect=effects.undisputed, shown="both", done="办结：仍未纠正"),
)  # fmt: skip

RECHECK = Contested(
    source=("issued", "rectifying", "pressed"),
    not_by=("notice", "correction"),
    file="correction_recheck_file",
    decide="correction_recheck",
    basis="规则第554条第1款",
    decide_basis="规则第554条第1款",
    decided_by=Decision(option="recheck_decided_by"),
    when=PAPER,
    request="D20C",
    answer="D21C",
    silence=True,
    silence_basis="规则第554条第1款（未提异议的登记为内部约定）",
    ask="申请复查",
    word="复查",
    ask_code="ask_recheck",
    state="recheck",
    police_label="不同意，申请复查",
    rulings=(
        Ruling("recheck_upholds", "复查：维持，报上一级院", "escalated", Dispute.UPHELD, "复查决定：维持", forms.RecheckKeepForm,
               with_papers=("U03",), starts=(Start("correction_upper", option="correction_upper_days", shared=False),),
               hint="认为纠正意见正确的，应当及时向上一级人民检察院报告；报告随决定一并签发"),
        Ruling("recheck_part", "复查：部分撤销", "escalated", Dispute.PARTLY, "复查决定：部分撤销", forms.RecheckPartForm,
               with_papers=("U03",), starts=(Start("correction_upper", option="correction_upper_days", shared=False),),
               hint="逐项维持或者撤销；维持的部分报告上一级人民检察院"),
        Ruling("recheck_revokes", "复查：撤销", "revoked", Dispute.REVOKED, "复查决定：撤销", forms.RecheckRevokeForm,
               with_papers=("D28",), hint="认为纠正意见错误的，应当及时予以撤销"),
    ),
)  # fmt: skip
"""复查: one step only; what the police do not accept goes up by the procuratorate's own report (规则第554条)."""


def recheck() -> tuple[Action, ...]:
    """The contest in this table: 申请复查 stands twice, for whether the office stops the reply clock meanwhile (待核)."""
    rows = []
    for row in RECHECK.actions():
        if row.code == "ask_recheck":
            rows.append(replace(row, when={**row.when, "stops_clock": {"no"}}))
            rows.append(replace(row, code="ask_recheck_stopping", when={**row.when, "stops_clock": {"yes"}}, pauses=REPLY))
        elif row.code in ("recheck_upholds", "recheck_part"):
            effect = effects.partly_revoked if row.code == "recheck_part" else row.effect
            rows.append(replace(row, effect=effect, to_superior=True, resumes=REPLY))
        elif row.code == "recheck_revokes":
            rows.append(replace(row, effect=effects.all_revoked, meets=(*row.meets, *PETITION)))
        else:
            rows.append(row)
    return tuple(rows)


BESIDE = (
    Action("class_analysis", "类案分析", OPEN, SAME, (P,), "规则第552条", when={"recurs": {"yes"}}, form=forms.ClassForm, issues=("R04",),
           otherwise=NO_CLASS, shown=PROCURATORATE, done="类案分析",
           opens=(Opens("suggestion", "follow", when={"suggests": {"yes"}}, gives={"variant": "correction"},
                        carries={"subject": "subject", "facts": "analysis", "problems": "matters", "advice": "measures"}),),
           hint="带有普遍性的违法情形，经检察长决定提出检察建议"),
    Action("found_crime", "移送涉嫌犯罪线索", OPEN, SAME, (P,), "规则第568条", decided_by=CHIEF, form=forms.FoundCrimeForm, issues=("D27P",),
           opens=(Opens("lead", "follow", carries={"facts": "contents", "source": "source", "subject": "subject"}),),
           shown=PROCURATORATE, hint="部分情形涉嫌犯罪、其余继续监督纠正的"),
)  # fmt: skip

AMENDABLE = {
    "matter.title": "事项名称",
    "matter.public_title": "对外名称",
    "matter.police": "公安机关",
    "matter.persons": "涉案人数",
    "detail.source": "线索来源",
    "detail.received_on": "收到线索日期",
    "detail.subject": "被反映的单位（人员）",
    "detail.complainant": "控告人（申诉人）",
    "detail.complainant_contact": "联系方式",
    "detail.facts": "线索内容",
    "detail.unit": "责任所队",
    "detail.remarks": "备注",
}

INVESTIGATION = register(
    Workflow(
        kind="investigation",
        label="侦查活动监督",
        number_letters="侦监活",
        states=(*STATES[:9], *RECHECK.states(), *STATES[9:]),
        actions=(*RECEIVING, *LEVELS, *RECTIFYING, *VERIFYING, *LADDER, *recheck(), *BESIDE),
        variants=dict(Level.choices),
        detail="investigation",
        detail_model=lambda: InvestigationDetail,
        amend_fields=AMENDABLE,
        rows={"violations": "违法情形"},
        place=30,
    )
)
