"""立案监督的流程表 (刑诉法第113条; 规则第557条至第568条; law.md 3.1).

Branches: A 应当立案而不立案, B 不应当立案而立案, C 逾期不作出是否立案决定 (C becomes A once the police decide not to file).
A lawyer reads this as the rule book: who, from where to where, with which paper, under which clock, by which article.
"""

from __future__ import annotations

from cases.matters.forms.fields import ReasonForm
from cases.matters.table.workflow import OPEN, SAME, Action, Decision, Start, State, Workflow, register
from office.sides import Actor, Place, Role, Side
from supervision.effects import filing as effects
from supervision.forms import correcting
from supervision.forms import filing as forms
from supervision.forms.objecting import ruling_form
from supervision.models.disputes import Dispute
from supervision.models.filing import FilingDetail
from supervision.papers import filing as papers  # noqa: F401  (fills the catalogue of documents)
from supervision.workflows.correcting import RECHECK_FILE, REPLY, Ladder
from supervision.workflows.objecting import Contested, Ruling

P = Actor(Role.PROSECUTOR)
ASSISTANT = Actor(Role.ASSISTANT)
CCS = Actor(Role.COMPLAINTS)
LEGAL = Actor(Role.LEGAL)
UP = Actor(Role.PROSECUTOR, Place.SUPERIOR)

CHIEF = Decision(Role.CHIEF)
HEAD = Decision(Role.HEAD)

PROCURATORATE, POLICE, SUPERIOR = Side.PROCURATORATE, Side.POLICE, "superior"
A_OR_C = {"variant": {"A", "C"}}
A = {"variant": {"A"}}
B = {"variant": {"B"}}
C = {"variant": {"C"}}
NOT_NOTIFIED = {"notified": {"no"}}
"""Before any 通知立案书: a reason, or a decision not to file, still answers what was asked."""
LETTER = {"channel": {"letter"}}

EXPLAIN = ("explain_no_filing", "explain_filing", "explain_overdue")
LETTERS = ("letter_procedural_7d", "letter_result_3m")
ANSWERED = ("complaint_7d", *LETTERS)
WITHDRAWING = ("withdraw_after_notice", "withdraw_at_once", "reconsider_withdraw_file", "review_withdraw_file")

OBJECTION = Contested(
    source=("awaiting_withdrawal",),
    when=B,
    not_by=("notify_withdrawal", "notify_withdrawal_silent"),
    decided_by=Decision(option="reconsideration_decided_by"),
    file="reconsider_withdraw_file",
    decide="reconsider_withdraw_decide",
    review_file="review_withdraw_file",
    review_decide="review_withdraw_decide",
    basis="规则第565条第1款",
    decide_basis="规则第565条第1款",
    review_basis="规则第565条第2款",
    review_decide_basis="规则第565条第3款",
    drops=("withdraw_after_notice",),
    again="不提请的，应当立即撤销案件",
    rulings=(
        Ruling("vary", "复议：撤回通知", "revoked", Dispute.REVOKED, "复议决定：撤回通知", ruling_form("撤回《通知撤销案件书》")),
        Ruling("uphold", "复议：维持", "upheld", Dispute.UPHELD, "复议决定：维持", ruling_form("维持《通知撤销案件书》"),
               basis="规则第565条第2款"),
    ),
    review_rulings=(
        Ruling("review_revokes", "复核：通知错误", "revoked", Dispute.REVOKED, "复核决定：撤销通知",
               ruling_form("撤销下级人民检察院的《通知撤销案件书》")),
        Ruling("review_confirms", "复核：通知正确", "awaiting_withdrawal", Dispute.UPHELD, "复核决定：维持通知",
               ruling_form("维持《通知撤销案件书》"), starts_on_receipt=(Start("withdraw_at_once", option="withdraw_at_once_days"),)),
    ),
)

LADDER = Ladder(reporting="规则第553条、第564条第2款", negotiating="规则第564条第2款", sent_by=("correct", "correct_silence"))

STATES = (
    State("lead", "线索审查", PROCURATORATE, "审查线索：{due}决定受理、移送或者答复"),
    State("with_police", "公安立案审查中", POLICE, "公安机关尚在立案审查期限内，{due}应当作出决定", "请{due}作出是否立案的决定"),
    State("review", "捕诉审查", PROCURATORATE, "审查是否需要要求公安机关说明理由", "检察机关正在审查"),
    State("awaiting_reasons", "待公安说明理由", POLICE, "公安机关{due}书面说明理由", "请{due}书面说明理由"),
    State("reasons_given", "审查理由", PROCURATORATE, "审查公安机关说明的理由，{due}提出意见", "检察机关正在审查你单位说明的理由"),
    State("informing", "待告知", PROCURATORATE, "理由成立，{due}告知被害人等", "检察机关认为理由成立"),
    State("awaiting_filing", "待公安立案", POLICE, "公安机关{due}立案", "请{due}立案，并送立案决定书"),
    State("awaiting_withdrawal", "待公安撤案", POLICE, "公安机关没有异议的应当立即撤销案件，{due}送撤销案件决定书",
          "没有异议的，请立即撤销案件，{due}送撤销案件决定书；有异议且未经复议的，可以要求复议"),
    *OBJECTION.states(),
    *LADDER.states(),
    State("withdrawal_informing", "撤案告知", POLICE, "公安机关{due}告知相关人", "请{due}将撤案情况告知相关人"),
    State("filed", "已立案，跟踪侦查", POLICE, "跟踪侦查进展，公安机关{due}侦查终结", "请依法侦查，{due}侦查终结"),
    State("tracking", "已侦结，跟踪判决", PROCURATORATE, "跟踪至判决", "案件已侦查终结"),
    State("replied", "已答复，办结", "", "公安决定正确，已答复", closed=True),
    State("transferred", "已移送，办结", "", "不属本院管辖或者不符合受理条件", closed=True),
    State("no_action", "无监督必要，办结", "", "经审查无监督必要", "检察机关审查后未提出监督意见", closed=True),
    State("reasons_accepted", "理由成立，办结", "", "理由成立，已告知", "检察机关认为理由成立，已办结", closed=True),
    State("withdrawn", "已撤案，办结", "", "公安机关已撤案", "已撤案，办结", closed=True),
    State("revoked", "通知已撤回，办结", "", "撤案通知已撤回或者被撤销", "撤案通知已撤回或者被撤销，办结", closed=True),
    State("tracked", "跟踪结束，办结", "", "已跟踪至处理结果", "已办结", closed=True),
)

RECEIVING = (
    Action("register", "登记线索", (), "lead", (P, ASSISTANT, CCS), "规则第161条、第163条、第557条", form=forms.LeadForm,
           starts=(Start("complaint_7d", "received_on", shared=False),
                   Start("letter_procedural_7d", "received_on", when=LETTER, shared=False),
                   Start("letter_result_3m", "received_on", when=LETTER, shared=False)),
           hint="当事人控告申诉、来信、行政执法机关建议、上级交办等"),
    Action("take_over", "直接受理", (), "review", (P, ASSISTANT), "规则第557条", form=forms.LeadForm, done="受理线索",
           starts=(Start("letter_procedural_7d", "received_on", when=LETTER, shared=False),
                   Start("letter_result_3m", "received_on", when=LETTER, shared=False)),
           hint="办案中发现、数字模型推送的，直接进入审查"),
    Action("follow", "转为立案监督", (), "review", (P,), "规则第557条", linked=True, done="受理线索"),
    Action("reply_procedural", "程序性答复", OPEN, SAME, (CCS, P), "规则第163条", when=LETTER, form=forms.ReplyForm,
           issues=("D28",), meets=("letter_procedural_7d",)),
    Action("reply_correct", "答复：公安决定正确", ("lead",), "replied", (CCS, P), "规则第558条", form=forms.ReviewForm,
           issues=("R01", "D28"), meets=ANSWERED),
    Action("to_review", "移送捕诉审查", ("lead",), "review", (CCS, P), "规则第558条", form=ReasonForm,
           meets=("complaint_7d",), hint="认为需要公安机关说明理由的"),
    Action("pass_to_police", "未超期，移送公安处理", ("lead", "review"), "with_police", (P, CCS), "规则第562条", when=C,
           form=forms.PassForm, issues=("D27", "D28"), meets=("complaint_7d",), discloses=True,
           starts=(Start("filing_review", "police_accepted_on", length="term"),)),
    Action("decided", "报送决定", ("with_police",), "review", (LEGAL,), "规则第562条", form=forms.DecidedForm, issues=("D09N",),
           decided_by=HEAD, meets=("filing_review",), effect=effects.police_decided, done="公安机关作出决定"),
    Action("police_silent", "超期未决定，转入审查", ("with_police",), "review", (P,), "规则第562条", form=ReasonForm,
           after=("filing_review",), drops=("filing_review",)),
    Action("not_ours", "移送其他机关或者不受理", ("lead",), "transferred", (CCS, P), "规则第161条", form=forms.TransferForm,
           issues=("D27P", "D28"), meets=ANSWERED),
)

REVIEWING = (
    Action("verify", "调查核实", ("review", "reasons_given"), SAME, (P,), "规则第551条", form=forms.VerifyForm, issues=("V01",),
           discloses=True, hint="通知公安机关后，可以询问办案人员、查阅复制立案材料"),
    Action("no_need", "无监督必要", ("review",), "no_action", (P,), "规则第558条", decided_by=Decision(option="no_need_decided_by"),
           form=forms.ReviewForm, issues=("R01", "D28"), meets=("letter_result_3m",)),
    Action("request_a", "要求说明不立案理由", ("review",), "awaiting_reasons", (P,), "规则第559条第1款、第560条", when=A,
           decided_by=Decision(option="request_decided_by"), form=forms.RequestForm, issues=("D01",), discloses=True,
           starts_on_receipt=(Start("explain_no_filing"),)),
    Action("request_b", "要求说明立案理由", ("review",), "awaiting_reasons", (P,), "规则第559条第2款、第560条", when=B,
           decided_by=Decision(option="request_decided_by"), form=forms.BranchBRequestForm, issues=("D02",), discloses=True,
           starts_on_receipt=(Start("explain_filing"),)),
    Action("request_c", "要求说明逾期不决定理由", ("review",), "awaiting_reasons", (P,), "规则第562条",
           when={**C, "filed_on": {""}}, decided_by=Decision(option="request_decided_by"), form=forms.RequestForm, issues=("D03",), discloses=True,
           starts_on_receipt=(Start("explain_overdue"),)),
)

EXPLAINING = (
    Action("explain", "书面说明理由", ("awaiting_reasons",), "reasons_given", (LEGAL,), "规则第560条、第562条", decided_by=HEAD,
           form=forms.ExplainForm, issues=("D09",), meets=EXPLAIN, done="书面说明理由",
           starts=(Start("review_explanation", option="review_explanation_days", shared=False),)),
    Action("explain_late", "书面说明逾期理由", ("correction", "escalated", "negotiated"), "reasons_given", (LEGAL,), "规则第562条",
           when={**C, **NOT_NOTIFIED}, decided_by=HEAD, form=forms.ExplainForm, issues=("D09",), meets=("correction_reply",), drops=(RECHECK_FILE,),
           to_own=True, starts=(Start("review_explanation", option="review_explanation_days", shared=False),)),
    Action("decide_no_filing", "报送不予立案决定", ("awaiting_reasons", "reasons_given", "correction", "escalated", "negotiated"),
           "reasons_given", (LEGAL,), "规则第562条", when={**C, **NOT_NOTIFIED}, decided_by=HEAD, form=forms.DeclinedForm,
           issues=("D09N",), meets=(*EXPLAIN, "correction_reply"), drops=("review_explanation", RECHECK_FILE), to_own=True,
           effect=effects.declined, done="作出不予立案决定",
           starts=(Start("review_explanation", option="review_explanation_days", shared=False),)),
    Action("press", "督促说明理由", ("awaiting_reasons",), SAME, (P,), "规则第560条（督促为内部约定）", form=correcting.PressForm,
           issues=("D26",), after=EXPLAIN, hint="逾期不说明理由，规则未规定单独后果；可以督促，也可以依现有材料审查"),
    Action("correct_silence", "发《纠正违法通知书》", ("awaiting_reasons",), "correction", (P,), "规则第562条", when=C,
           decided_by=CHIEF, form=correcting.CorrectionForm, issues=("D10",), after=("explain_overdue",), must=True, drops=EXPLAIN,
           starts_on_receipt=REPLY,
           done="纠正违法", hint="七日内不说明理由也不作出决定的，应当提出纠正意见"),
    Action("reasons_hold_a", "理由成立", ("reasons_given",), "informing", (P,), "规则第561条第2款", when=A_OR_C, form=forms.HoldForm,
           issues=("D04",), meets=("review_explanation",), starts=(Start("inform_reason_ok"),), done="理由成立"),
    Action("reasons_hold_b", "理由成立", ("reasons_given",), "informing", (P,), "规则第561条第2款", when=B, form=forms.HoldForm,
           issues=("D05",), meets=("review_explanation",), starts=(Start("inform_reason_ok"),), done="理由成立"),
    Action("inform", "告知被害人等", ("informing",), "reasons_accepted", (P, CCS), "规则第561条第2款", form=forms.ReplyForm,
           issues=("D28",), meets=("inform_reason_ok", "letter_result_3m")),
)

NOTIFYING = (
    Action("notify_filing", "通知立案", ("reasons_given", "correction", "correction_replied", "negotiated"), "awaiting_filing", (P,),
           "刑诉法第113条；规则第561条第1款、第562条、第563条", when={**A_OR_C, **NOT_NOTIFIED}, decided_by=CHIEF, form=forms.NoticeForm,
           issues=("D06",), meets=("review_explanation",), drops=("correction_reply", RECHECK_FILE), sets={"notified": True},
           starts_on_receipt=(Start("file_after_notice"),)),
    Action("notify_filing_silent", "通知立案（未说明理由）", ("awaiting_reasons",), "awaiting_filing", (P,),
           "规则第562条、第563条（应立不立的为内部约定）", when=A_OR_C, decided_by=CHIEF, form=forms.NoticeForm, issues=("D06",),
           after=EXPLAIN, drops=EXPLAIN, sets={"notified": True},
           starts_on_receipt=(Start("file_after_notice"),), done="通知立案",
           hint="逾期不说明理由的，可以依现有材料审查，符合立案条件的通知立案"),
    Action("notify_withdrawal", "通知撤销案件", ("reasons_given",), "awaiting_withdrawal", (P,), "规则第561条第1款、第563条", when=B,
           decided_by=CHIEF, form=forms.NoticeForm, issues=("D07",), meets=("review_explanation",), sets={"notified": True},
           starts_on_receipt=(Start("withdraw_after_notice"),
                              Start("reconsider_withdraw_file", option="reconsider_withdraw_days"))),
    Action("notify_withdrawal_silent", "通知撤销案件（未说明理由）", ("awaiting_reasons",), "awaiting_withdrawal", (P,),
           "规则第563条（逾期不说明即通知为内部约定）", when=B, decided_by=CHIEF, form=forms.NoticeForm, issues=("D07",), after=EXPLAIN,
           drops=EXPLAIN, sets={"notified": True},
           starts_on_receipt=(Start("withdraw_after_notice"),
                              Start("reconsider_withdraw_file", option="reconsider_withdraw_days")), done="通知撤销案件"),
    Action("file", "报送立案决定书",
           ("awaiting_reasons", "reasons_given", "awaiting_filing", "correction", "correction_replied", "escalated", "negotiated"),
           "filed", (LEGAL,), "规则第563条、第564条；程序规定第182条", when=A_OR_C, decided_by=HEAD, form=forms.FiledForm, issues=("D09F",),
           meets=(*EXPLAIN, "file_after_notice", "correction_reply"), drops=("review_explanation", RECHECK_FILE), to_own=True,
           starts=(Start("supervised_case_3m", "filed_on"),), effect=effects.filed, done="立案", police_label="已立案，送决定书"),
    Action("withdraw_case", "报送撤销案件决定书",
           ("awaiting_reasons", "reasons_given", "awaiting_withdrawal", "reconsideration", "upheld", "superior_review",
            "correction", "correction_replied", "escalated", "negotiated"),
           "withdrawal_informing", (LEGAL,), "规则第563条、第564条、第565条", when=B, decided_by=HEAD, form=forms.WithdrawnForm,
           issues=("D09W",), meets=(*EXPLAIN, "withdraw_after_notice", "withdraw_at_once", "correction_reply"),
           drops=("review_explanation", "reconsider_withdraw_file", "reconsider_withdraw_decide", "review_withdraw_file",
                  "review_withdraw_decide", RECHECK_FILE),
           to_own=True, starts=(Start("case_withdraw_inform", "withdrawn_on"),), effect=effects.withdrawn, done="撤销案件",
           police_label="已撤案，送决定书"),
    Action("withdrawal_informed", "报送告知情况", ("withdrawal_informing",), "withdrawn", (LEGAL,), "程序规定第189条",
           form=forms.InformedForm, issues=("D09I",), meets=("case_withdraw_inform",), done="已告知相关人"),
    Action("close_withdrawn", "办结（已撤案）", ("withdrawal_informing",), "withdrawn", (P,), "规则第563条（办结为内部约定）",
           form=ReasonForm, after=("case_withdraw_inform",), drops=("case_withdraw_inform",), bulk=True, done="办结"),
)

PRESSING = (
    Action("press_withdrawal", "督促撤案", ("upheld",), "awaiting_withdrawal", (P,), "规则第563条、第565条", form=correcting.PressForm,
           issues=("D26",), after=("review_withdraw_file",), drops=("review_withdraw_file",),
           starts_on_receipt=(Start("withdraw_at_once", option="withdraw_at_once_days"),),
           hint="期满未提请复核的，应当立即撤案；规则没有给新的十五日"),
)

CORRECTING = (
    Action("correct", "发《纠正违法通知书》", ("awaiting_filing", "awaiting_withdrawal"), "correction", (P,), "规则第564条第2款",
           decided_by=CHIEF, form=correcting.CorrectionForm, issues=("D10",), must=True,
           after=("file_after_notice", "withdraw_after_notice", "withdraw_at_once"),
           drops=("file_after_notice", *WITHDRAWING),
           starts_on_receipt=REPLY,
           done="纠正违法", hint="超过期限不立案、不撤案的，应当发出纠正违法通知书"),
    *LADDER.actions(),
)

TRACKING = (
    Action("urge", "发催办函", ("filed",), SAME, (P,), "规则第564条第3款", form=forms.UrgeForm, issues=("D08",),
           after=("supervised_case_3m",), drops=("supervised_case_3m",), starts=(Start("supervised_case_3m"),),
           done="催办", hint="立案后三个月内未侦查终结的，可以发催办函"),
    Action("progress", "反馈侦查进展", ("filed",), SAME, (LEGAL,), "规则第564条第3款", form=forms.ProgressForm, issues=("D09P",)),
    Action("concluded", "登记侦查终结、移送起诉", ("filed",), "tracking", (P, ASSISTANT), "规则第564条第1款", form=forms.TransferredForm,
           meets=("supervised_case_3m",), shown="both", done="侦查终结，移送起诉"),
    Action("conclude", "登记处理结果", ("filed", "tracking", "negotiated", "correction_replied"), "tracked", (P,),
           "规则第564条第1款", form=forms.OutcomeForm, meets=("supervised_case_3m",), done="登记处理结果"),
    Action("reply_result", "答复办理结果", OPEN, SAME, (CCS, P), "规则第163条", when=LETTER, form=forms.ReplyForm, issues=("D28",),
           meets=("letter_result_3m",)),
    Action("found_crime", "移送涉嫌犯罪线索", OPEN, SAME, (P,), "规则第568条", decided_by=CHIEF, form=forms.TransferForm,
           issues=("D27P",), shown="procuratorate", hint="发现司法工作人员、侦查人员涉嫌犯罪的"),
)

AMENDABLE = {
    "matter.title": "事项名称",
    "matter.public_title": "对外名称",
    "matter.police": "公安机关",
    "matter.persons": "人数",
    "detail.charge": "涉嫌罪名",
    "detail.subject": "被控告人（犯罪嫌疑人）",
    "detail.source": "线索来源",
    "detail.received_on": "收到线索日期",
    "detail.complainant": "控告人（申诉人）",
    "detail.complainant_contact": "联系方式",
    "detail.facts": "线索内容",
    "detail.police_accepted_on": "公安受案（立案）日期",
    "detail.police_number": "公安受案、立案文号",
    "detail.filed_on": "公安立案日期",
    "detail.withdrawn_on": "公安撤案日期",
    "detail.transferred_on": "移送起诉、提起公诉日期",
    "detail.judged_on": "判决日期",
    "detail.sentence": "判决结果",
    "detail.remarks": "备注",
}

FILING = register(
    Workflow(
        kind="filing",
        label="立案监督",
        number_letters="侦监立",
        states=STATES,
        actions=(*RECEIVING, *REVIEWING, *EXPLAINING, *NOTIFYING, *OBJECTION.actions(), *PRESSING, *CORRECTING, *TRACKING),
        variants=dict(forms.BRANCHES),
        detail="filing",
        detail_model=lambda: FilingDetail,
        amend_fields=AMENDABLE,
        place=20,
    )
)
