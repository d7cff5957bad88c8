"""线索的流程表 (law.md 3.8; 规则第161条至第166条、第551条至第557条).

接受 → 七日内审查 → 分流 → 指派 → 核查 → 成案（开立各类事项）或者不成案 → 答复. Nothing of a lead is open to the police before
线索移送函 or 要求说明理由, and then neither source nor complainant.
"""

from __future__ import annotations

from cases.matters.forms.fields import ReasonForm
from cases.matters.table.workflow import OPEN, SAME, Action, Decision, Opens, Start, State, Workflow, register
from office.sides import Actor, Role, Side
from supervision.forms import lead as forms
from supervision.models.lead import LeadDetail
from supervision.papers import filing as common  # noqa: F401  (D28)
from supervision.papers import lead as papers  # noqa: F401  (fills the catalogue of documents)

P = Actor(Role.PROSECUTOR)
ASSISTANT = Actor(Role.ASSISTANT)
CHIEF_HIMSELF = Actor(Role.CHIEF)
CCS = Actor(Role.COMPLAINTS)
EXECUTION = Actor(Role.EXECUTION)
ADMINISTRATIVE = Actor(Role.ADMINISTRATIVE)
LEGAL = Actor(Role.LEGAL)
HEAD = Decision(Role.HEAD)

PROCURATORATE, POLICE = Side.PROCURATORATE, Side.POLICE
CASE, MOVE, NO_CASE = "成案", "移送、移转", "不成案"
"""Headings of the ways on that a lead has."""
NAMED, NAMELESS = {"named": {"yes"}}, {"named": {"no"}}
LETTER = {"channel": {"letter"}, "named": {"yes"}}
ASKED_BEFORE = {"remedy": {"handled", "unanswered"}}
"""A complaint under 刑诉法第117条 that the organ has dealt with or left unanswered: fifteen days (规则第556条)."""
FROM_UNIT = {"source": {source.value for source in forms.SENDERS}}

LETTERS = ("letter_procedural_7d", "letter_result_3m")
VERIFYING = ("lead_term", "complaint_117_review")
SORTING = ("screened", "routed", "verifying")

STATES = (
    State("registered", "待审查", PROCURATORATE, "审查线索：{due}决定受理、移送或者告知"),
    State("supplementing", "待补正", PROCURATORATE, "已告知补正材料，补齐后重新计算审查期限"),
    State("screened", "待分流", PROCURATORATE, "研究线索指向何类监督，决定分流、移转或者移送", "检察机关正在审查"),
    State("routed", "待指派", PROCURATORATE, "指派承办检察官并定出核查限期", "检察机关正在审查"),
    State("verifying", "核查中", PROCURATORATE, "核查线索，{due}提出处理意见", "检察机关正在审查"),
    State("awaiting_organ", "待公安机关说明理由", POLICE, "公安机关书面说明对申诉、控告的处理情况和理由", "请书面说明对有关申诉、控告的处理情况和理由"),
    State("with_police", "已移送公安机关", POLICE, "公安机关{due}书面答复是否受理", "请{due}书面答复是否受理"),
    State("with_other", "已移送其他机关", "", "待接收单位答复是否受理，收到答复后登记", "检察机关正在办理", waits="接收单位"),
    State("handing", "待其他部门接收", PROCURATORATE, "请接收部门决定是否接收", "检察机关正在办理"),
    State("reserved", "备用线索", "", "留作备用，可以随时重新启用", "检察机关正在办理", waits="备用"),
    State("established", "已成案", PROCURATORATE, "可以再开立有关事项；全部开立后登记核查结果", "检察机关正在办理"),
    State("concluded", "待答复", PROCURATORATE, "核查已有结果，{due}答复实名控告人后办结；没有控告人的直接办结", "检察机关正在办理"),
    State("informed", "已告知，办结", "", "已告知向有管辖权的机关或者办案机关提出", closed=True),
    State("not_accepted", "不予受理，办结", "", "不符合受理条件", closed=True),
    State("handed", "已移转，办结", "", "已由本院其他部门接收", "检察机关已经办结", closed=True),
    State("answered", "已答复，办结", "", "已将办理结果答复", "检察机关已经办结", closed=True),
    State("done", "办结", "", "已经办结", "检察机关已经办结", closed=True),
)

RECEIVING = (
    Action("register", "登记线索", (), "registered", (CCS, P, ASSISTANT), "规则第161条、第163条", form=forms.RegisterForm,
           starts=(Start("complaint_7d", "received_on", shared=False),
                   Start("letter_procedural_7d", "received_on", when=LETTER, shared=False),
                   Start("letter_result_3m", "received_on", when=LETTER, shared=False)),
           hint="接受的控告、举报、申诉、来信，以及法院、公安、行政机关等移送的线索"),
    Action("found", "登记发现的线索", (), "screened", (P, ASSISTANT, EXECUTION, ADMINISTRATIVE), "规则第551条、第557条第2款",
           form=forms.FoundForm, done="登记线索", hint="办案、巡检、数字模型、舆情中发现的，直接分流"),
    Action("follow", "登记其他事项移来的线索", (), "screened", (P,), "规则第349条、第568条", linked=True, done="登记线索"),
    Action("reply_procedural", "程序性答复", OPEN, SAME, (CCS, P), "规则第163条", when=LETTER, form=forms.AnswerForm, issues=("D28",),
           meets=("letter_procedural_7d",), hint="收到群众来信七日以内"),
    Action("reply_progress", "答复办理进展", OPEN, SAME, (CCS, P), "规则第163条", when=LETTER, form=forms.AnswerForm, issues=("D28",),
           meets=("letter_result_3m",), hint="三个月以内答复办理进展或者结果；核查尚无结果的，先答复进展"),
    Action("accept", "受理", ("registered",), "screened", (CCS, P), "规则第161条第1款第1项、第162条",
           when={"remedy": {"", "handled", "unanswered", "casework"}}, form=ReasonForm, meets=("complaint_7d",),
           starts=(Start("complaint_117_review", when=ASKED_BEFORE, shared=False),), done="受理线索",
           otherwise="反映刑诉法第117条情形而未先向办案机关申诉、控告的，应当告知其向办案机关提出（规则第555条第3款）；"
                     "在审查逮捕、审查起诉中发现的，可以直接监督纠正，请先更正“刑诉法第117条情形”一栏。"),
    Action("to_organ", "告知向办案机关提出", ("registered",), "informed", (CCS, P), "规则第555条第3款", when={"remedy": {"direct"}},
           form=forms.ToOrganForm, issues=("D28",), meets=("complaint_7d", *LETTERS)),
    Action("ask_for_more", "告知补正", ("registered",), "supplementing", (CCS, P), "规则第162条第3款", when=NAMED,
           form=forms.AskForMoreForm, issues=("D28",), drops=("complaint_7d",), hint="受理时间从补齐相关材料之日起计算"),
    Action("completed", "登记补齐材料", ("supplementing",), "registered", (CCS, P, ASSISTANT), "规则第162条第3款",
           form=forms.CompletedForm, starts=(Start("complaint_7d", "completed_on", shared=False),)),
    Action("not_completed", "未补齐，不予受理", ("supplementing",), "not_accepted", (CCS, P), "规则第162条", form=forms.AnswerForm,
           issues=("D28",), meets=LETTERS),
    Action("inform", "告知向有管辖权的机关提出", ("registered",), "informed", (CCS, P), "规则第161条第1款第2项", when=NAMED,
           form=forms.AnswerForm, issues=("D28",), meets=("complaint_7d", *LETTERS), hint="不属于本院管辖的申诉"),
    Action("decline", "不予受理", ("registered",), "not_accepted", (CCS, P), "规则第162条", when=NAMED, form=forms.AnswerForm,
           issues=("D28",), meets=("complaint_7d", *LETTERS)),
    Action("decline_nameless", "不予受理（无法答复）", ("registered",), "not_accepted", (CCS, P), "规则第162条", when=NAMELESS,
           form=ReasonForm, meets=("complaint_7d",), done="不予受理"),
)

MOVING = (
    Action("to_police", "移送公安机关", ("registered", *SORTING), "with_police", (CCS, P), "刑诉法第110条第3款；规则第161条",
           form=forms.ToPoliceForm, issues=("D27L", "D28"), discloses=True, meets=("complaint_7d", "letter_procedural_7d", *VERIFYING),
           group=MOVE,
           starts_on_receipt=(Start("lead_transfer_reply", length="reply_days", option="lead_transfer_days"),),
           hint="自此公安机关可以看到本线索；线索来源、控告人和线索内容仍不可见"),
    Action("police_takes", "答复：受理", ("with_police",), "concluded", (LEGAL,), "刑诉法第110条第3款", decided_by=HEAD,
           form=forms.TakesForm, issues=("L01R",), meets=("lead_transfer_reply",), sets={"result": "moved"}, police_label="受理，书面答复",
           done="公安机关受理移送的线索"),
    Action("police_declines", "答复：不予受理", ("with_police",), "screened", (LEGAL,), "刑诉法第110条第3款", decided_by=HEAD,
           form=forms.DeclinesForm, issues=("L02R",), meets=("lead_transfer_reply",), police_label="不予受理，书面说明理由",
           done="公安机关不予受理移送的线索"),
    Action("police_silent", "逾期未答复，收回审查", ("with_police",), "screened", (CCS, P), "规则第557条第2款（收回为内部约定）",
           form=ReasonForm, after=("lead_transfer_reply",), drops=("lead_transfer_reply",), done="收回移送的线索", shown="both"),
    Action("to_other", "移送法院、其他检察院或者主管机关", ("registered", *SORTING), "with_other", (CCS, P),
           "刑诉法第110条第3款；规则第161条", form=forms.ToOtherForm, issues=("D27S", "D28"),
           meets=("complaint_7d", "letter_procedural_7d", *VERIFYING), done="移送其他机关", group=MOVE),
    Action("other_takes", "登记对方受理", ("with_other",), "concluded", (CCS, P, ASSISTANT), "刑诉法第110条第3款",
           form=forms.OtherAnswerForm, sets={"result": "moved"}, done="接收单位受理"),
    Action("other_declines", "登记对方不受理", ("with_other",), "screened", (CCS, P, ASSISTANT), "刑诉法第110条第3款",
           form=forms.OtherAnswerForm, done="接收单位不受理"),
    Action("hand_over", "移转本院其他部门", ("registered", *SORTING), "handing", (CCS, P), "规则第161条、第166条", form=forms.HandOverForm,
           issues=("D27T", "D28"), meets=("complaint_7d", "letter_procedural_7d"), drops=VERIFYING, group=MOVE,
           hint="司法工作人员犯罪线索应当在七日以内移送负责侦查的部门"),
    Action("take", "接收", ("handing",), "handed", (P, CCS, EXECUTION, ADMINISTRATIVE), "规则第166条", form=ReasonForm,
           done="其他部门接收"),
    Action("send_back", "不接收，退回", ("handing",), "screened", (P, CCS, EXECUTION, ADMINISTRATIVE), "规则第166条（退回为内部约定）",
           form=ReasonForm, done="其他部门退回"),
    Action("reserve", "列为备用线索", SORTING, "reserved", (P, CCS), "规则第161条（备用为内部约定）", form=ReasonForm, drops=VERIFYING, group=NO_CASE),
    Action("revive", "启用备用线索", ("reserved",), "screened", (P, CCS), "规则第161条（备用为内部约定）", form=ReasonForm),
)

VERIFYING_ACTS = (
    Action("route", "分流", ("screened",), "routed", (P, CCS, CHIEF_HIMSELF), "规则第551条、第557条", form=forms.RouteForm),
    Action("assign", "指派核查", ("routed",), "verifying", (CHIEF_HIMSELF, P, CCS), "规则第551条（限期为内部约定）",
           form=forms.AssignForm, starts=(Start("lead_term", length="days", option="lead_verify_days", shared=False),)),
    Action("verify", "登记核查情况", ("verifying",), SAME, (P,), "规则第551条第2款", form=forms.VerifyForm, done="调查核实",
           hint="可以分次登记；不得限制被调查对象的人身、财产权利"),
    Action("prolong", "延长核查限期", ("verifying",), SAME, (P, CHIEF_HIMSELF), "规则第551条（限期为内部约定）", form=forms.ProlongForm,
           drops=("lead_term",), starts=(Start("lead_term", length="days", option="lead_verify_days", shared=False),)),
    Action("ask_organ", "要求说明理由", ("verifying",), "awaiting_organ", (P,), "刑诉法第117条；规则第556条第2款", when=ASKED_BEFORE,
           form=forms.AskOrganForm, issues=("L117",), discloses=True, drops=VERIFYING,
           hint="对第117条的申诉、控告，需要公安机关说明理由的；收到说明后十五日以内提出审查意见"),
    Action("organ_explains", "说明处理情况和理由", ("awaiting_organ",), "verifying", (LEGAL,), "规则第556条第2款", decided_by=HEAD,
           form=forms.OrganExplainsForm, issues=("L117R",), starts_on_receipt=(Start("complaint_117_review", shared=False),)),
    Action("organ_silent", "未说明理由，继续审查", ("awaiting_organ",), "verifying", (P,), "规则第556条（未说明的处理为内部约定）",
           form=ReasonForm, starts=(Start("complaint_117_review", shared=False),), shown="both"),
    Action("watch", "列为督办", OPEN, SAME, (P, CHIEF_HIMSELF), "规则第161条第2款、第167条", form=forms.WatchForm,
           hint="催办、提级或者异地核查；上级院同步可见"),
)

CARRIED = {
    "title": "title", "public_title": "public_title", "police": "police", "subject": "subject", "source": "source",
    "received_on": "received_on", "facts": "facts",
}  # fmt: skip
WITH_COMPLAINANT = {**CARRIED, "complainant": "complainant", "complainant_contact": "complainant_contact"}
"""Where the law has the complainant told (规则第552条第2款、第561条第2款)."""
FROM = ("verifying", "established")


def becomes(code: str, label: str, form: type, opens: Opens, basis: str) -> Action:
    """成案: one more matter opened from the lead."""
    return Action(code, label, FROM, "established", (P,), basis, form=form, opens=(opens,), meets=VERIFYING,
                  sets={"result": "case"}, done=label, group=CASE)


RESULTS = (
    becomes("to_filing", "成案：立案监督", forms.FilingOpening,
            Opens("filing", "follow", carries={
                **WITH_COMPLAINANT, "variant": "variant", "charge": "charge", "police_accepted_on": "police_accepted_on",
                "police_number": "police_number"}),
            "规则第557条"),
    becomes("to_investigation", "成案：侦查活动监督", forms.InvestigationOpening,
            Opens("investigation", "follow", carries=WITH_COMPLAINANT), "规则第551条、第567条"),
    becomes("to_leak", "成案：纠正漏捕、漏犯、漏罪", forms.LeakOpening,
            Opens("leak", "open", carries={**CARRIED, "variant": "variant", "charge": "charge"}),
            "规则第288条、第356条"),
    becomes("to_linkage", "成案：行刑衔接", forms.LinkageOpening,
            Opens("follow_up", "transfer", carries={**CARRIED, "charge": "charge"}), "刑诉法第177条第3款"),
    becomes("to_suggestion", "成案：检察建议", forms.SuggestionOpening,
            Opens("suggestion", "follow", carries={**CARRIED, "variant": "variant"}), "规则第551条、第552条"),
    Action("finish", "登记成案结果", ("established",), "concluded", (P,), "规则第165条", form=forms.FinishForm, done="核查结果：成案"),
    Action("no_case", "不成案", ("verifying",), "concluded", (P,), "规则第165条、第556条第4款", form=forms.NoCaseForm, meets=VERIFYING,
           sets={"result": "none"}, done="核查结果：不成案", group=NO_CASE),
    Action("reply_result", "答复办理结果", ("concluded",), "answered", (CCS, P), "规则第163条、第165条", when=NAMED,
           form=forms.AnswerForm, issues=("D28",), meets=LETTERS, otherwise="没有实名的控告人，直接办结。", hint="实名的件件有回复"),
    Action("close", "办结", ("concluded",), "done", (CCS, P), "规则第165条", when=NAMELESS, form=ReasonForm,
           otherwise="实名控告、举报、申诉的，应当先答复办理结果（规则第163条、第165条）。"),
    Action("feed_back", "向移送单位反馈", OPEN, SAME, (CCS, P), "规则第165条（向移送单位反馈为内部约定）", when=FROM_UNIT,
           form=forms.FeedBackForm, issues=("D27F",), shown="procuratorate"),
)

AMENDABLE = {
    "matter.title": "事项名称",
    "matter.public_title": "对外名称",
    "matter.police": "公安机关",
    "matter.persons": "人数",
    "detail.source": "线索来源",
    "detail.received_on": "收到线索日期",
    "detail.named": "是否实名",
    "detail.complainant": "控告人（申诉人、举报人）",
    "detail.complainant_contact": "联系方式",
    "detail.sender": "移送（交办）单位",
    "detail.sender_number": "移送函文号",
    "detail.subject": "被反映的人（单位）",
    "detail.charge": "涉嫌罪名或者问题",
    "detail.facts": "线索内容",
    "detail.remedy": "刑诉法第117条情形",
    "detail.remarks": "备注",
}

LEAD = register(
    Workflow(
        kind="lead",
        label="线索",
        number_letters="侦监线",
        states=STATES,
        actions=(*RECEIVING, *VERIFYING_ACTS, *RESULTS, *MOVING),
        detail="lead",
        detail_model=lambda: LeadDetail,
        amend_fields=AMENDABLE,
        place=10,
    )
)
