"""不捕跟踪的流程表 (刑诉法第91条、第92条; 规则第285条至第292条; 程序规定第138条至第141条; law.md 3.7).

Opened on the day the police receive the refusal. Variants: none 没有犯罪事实或者刑诉法第16条 (应当撤案、终止侦查，规则第287条),
evidence 证据不足 (补充侦查), no_danger 没有社会危险性. What the police owe runs side by side in one state, kept apart by facts.
"""

from __future__ import annotations

from cases.matters.forms.fields import ReasonForm
from cases.matters.table.workflow import OPEN, SAME, Action, Decision, Opens, Start, State, Workflow, register
from office.sides import Actor, Place, Role, Side
from supervision.effects import no_arrest as effects
from supervision.forms import no_arrest as forms
from supervision.forms.correcting import PressForm
from supervision.forms.objecting import ruling_form
from supervision.models.arrest_review import Refusal
from supervision.models.disputes import Dispute
from supervision.models.no_arrest import NoArrestDetail
from supervision.papers import filing as common  # noqa: F401  (D10, D26, U01)
from supervision.papers import no_arrest as papers  # noqa: F401  (fills the catalogue of documents)
from supervision.workflows.correcting import REPLY, Ladder
from supervision.workflows.objecting import Contested, ReasonRequest, Ruling

P = Actor(Role.PROSECUTOR)
LEGAL = Actor(Role.LEGAL)
INVESTIGATOR = Actor(Role.INVESTIGATOR)
UP = Actor(Role.PROSECUTOR, Place.SUPERIOR)
CHIEF = Decision(Role.CHIEF)
HEAD = Decision(Role.HEAD)

PROCURATORATE, POLICE, SUPERIOR, BOTH = Side.PROCURATORATE, Side.POLICE, "superior", "both"
NONE = {"variant": {"none"}}
RECEIPTED = {"receipted": {"yes"}}
NO_RECEIPT = "请先送不批准逮捕执行回执（规则第286条第2款），再办理本项。"
OBJECTING = ("no_arrest_reconsider_file", "no_arrest_reconsider_decide", "no_arrest_review_file", "no_arrest_review_decide")
CORRECTIONS = ("following", "reconsideration", "upheld", "superior_review")
TO_ARREST = Opens("arrest_review", "ordered", on_receipt=True, carries={"charge": "charge", "subject": "subject"})
"""规则第289条第2款: 撤销原决定，批准逮捕; its execution is a matter of 审查逮捕 again."""
TO_INVESTIGATION = (Opens("investigation", "follow", carries={"facts": "reasons"}),)
"""A violation beside the refusal itself is corrected in a matter of its own: the police may contest the refusal meanwhile."""

OBJECTION = Contested(
    source=("following",),
    when={"supplemented": {"no"}, "released": {"yes"}},
    refusals={
        "supplemented": "补充侦查后不再复议：应当重新提请批准逮捕，坚持要求复议的，不予受理（规则第292条第1款；程序规定第138条第2款）。",
        "released": "要求复议，必须先将被拘留的人立即释放（刑诉法第92条）；请先报送释放、变更强制措施的情况。",
    },
    not_by=("refuse_none", "refuse_evidence", "refuse_no_danger"),
    file="no_arrest_reconsider_file",
    decide="no_arrest_reconsider_decide",
    review_file="no_arrest_review_file",
    review_decide="no_arrest_review_decide",
    basis="刑诉法第92条；程序规定第141条第1款",
    decide_basis="规则第290条",
    review_basis="刑诉法第92条；程序规定第141条第2款",
    review_decide_basis="规则第291条",
    request="D20A",
    answer="D21A",
    review_request="D20RA",
    review_answer="D21RA",
    drops=("no_arrest_15d",),
    rulings=(
        Ruling("vary", "复议：变更，批准逮捕", "approved", Dispute.VARIED, "复议决定：撤销原决定，批准逮捕",
               ruling_form("撤销原不批准逮捕决定，批准逮捕", forms.ArrestingForm),
               with_papers=("D22",), opens=(TO_ARREST,), sets={"outcome": "approved"}),
        Ruling("uphold", "复议：维持", "upheld", Dispute.UPHELD, "复议决定：维持", ruling_form("维持不批准逮捕的决定"),
               basis="规则第290条、第291条第2款", hint="维持的，应当说明理由"),
    ),
    review_rulings=(
        Ruling("review_revokes", "复核：通知下级院撤销", "to_approve", Dispute.REVOKED, "复核决定：撤销不批准逮捕决定",
               ruling_form("不批准逮捕的决定应当撤销，由下级人民检察院另行作出批准逮捕决定")),
        Ruling("review_approves", "复核：直接批准逮捕", "approved", Dispute.REVOKED, "复核决定：直接批准逮捕",
               ruling_form("撤销不批准逮捕的决定，批准逮捕", forms.ArrestingForm), with_papers=("D22",), opens=(TO_ARREST,), sets={"outcome": "approved"},
               hint="必要时，上一级人民检察院可以直接作出批准逮捕决定"),
        Ruling("review_confirms", "复核：维持", "following", Dispute.UPHELD, "复核决定：维持", ruling_form("维持不批准逮捕的决定"),
               hint="维持的，应当说明理由"),
    ),
    again="不提请的，依照不批准逮捕的决定办理",
    back="following",
    silence=True,
    silence_basis="程序规定第141条第1款（未提异议的登记为内部约定）",
    reasons=ReasonRequest("程序规定第139条", CORRECTIONS, "D20AE", "D22F", "no_arrest_reasons"),
)  # fmt: skip

LADDER = Ladder(reporting="规则第287条第3款、第553条", negotiating="规则第287条第3款", sent_by=("correct", "correct_unheeded"))

STATES = (
    State("following", "不捕后跟踪", POLICE, "公安机关释放或者变更强制措施，送执行回执；应当撤案的撤案，需要补侦的补侦",
          "请立即释放或者变更强制措施，送执行回执；应当撤案的撤案，需要补侦的补侦；有异议的，可以要求复议"),
    *OBJECTION.states(),
    State("to_approve", "待撤销原决定", PROCURATORATE, "上一级人民检察院复核改变，应当撤销原不批准逮捕决定，另行作出批准逮捕决定",
          "上一级人民检察院复核改变，检察机关正在撤销原决定"),
    *LADDER.states(),
    State("withdrawn", "已撤案、终止侦查，办结", "", "公安机关已撤销案件或者终止侦查", "已撤销案件或者终止侦查，办结", closed=True),
    State("re_requested", "已重新提请，办结", "", "公安机关补充侦查后重新提请批准逮捕", "已重新提请批准逮捕，办结", closed=True),
    State("approved", "改为批准逮捕，办结", "", "原决定已撤销，批准逮捕；执行情况在审查逮捕事项办理",
          "检察机关改为批准逮捕，请执行；执行情况在审查逮捕事项报送",
          closed=True),
    State("ended", "跟踪结束，办结", "", "跟踪结束", "跟踪结束，办结", closed=True),
)  # fmt: skip
ANY = (
    "following", "reconsideration", "upheld", "superior_review", "correction", "recheck", "correction_replied", "escalated", "to_revoke",
    "negotiated",
)  # fmt: skip

FOLLOWING = (
    Action("open", "不批准逮捕后跟踪", (), "following", (LEGAL,), "刑诉法第91条第3款、第92条；规则第286条、第287条", linked=True, discloses=True,
           shown=BOTH, effect=effects.opened, done="公安机关收到不批准逮捕决定书",
           starts=(Start("release_after_no_arrest", when={"detained": {"yes"}}), Start("no_arrest_receipt"),
                   Start("no_arrest_reconsider_file"), Start("no_arrest_15d", when=NONE)),
           opens=(Opens("supplementary", "follow", carries={"charge": "charge", "subject": "subject"}, gives={"variant": "T1"},
                        when={"outline": {"yes"}}),)),
    Action("release", "报送释放、变更情况", OPEN, SAME, (LEGAL, INVESTIGATOR), "刑诉法第91条第3款；规则第286条第2款；程序规定第140条",
           when={"released": {"no"}}, form=forms.ReleaseForm, meets=("release_after_no_arrest",), sets={"released": True},
           effect=effects.released, moves_custody=True, done="释放、变更强制措施",
           hint="收到不批准逮捕决定书后应当立即释放；需要继续侦查的，依法变更强制措施"),
    Action("receipt", "送执行回执", OPEN, SAME, (LEGAL,), "规则第286条第2款；程序规定第140条", when={"released": {"yes"}, "receipted": {"no"}},
           refusals={"released": "请先报送释放、变更强制措施的情况，再送执行回执（规则第286条第2款）。"}, form=forms.ReceiptForm,
           issues=("D22RN",), meets=("no_arrest_receipt",), sets={"receipted": True}, done="送执行回执",
           hint="规则第286条自收到决定书起三日，程序规定第140条自执行完毕起三日，按较早者提醒"),
    Action("press_receipt", "催要执行回执", CORRECTIONS, SAME, (P,), "规则第286条第2款（催要为内部约定）", when={"receipted": {"no"}},
           form=PressForm, issues=("D26",), after=("no_arrest_receipt",)),
    Action("progress", "反馈办理情况", OPEN, SAME, (LEGAL, INVESTIGATOR), "刑诉法第91条第3款（反馈为内部约定）", form=forms.ProgressForm,
           effect=effects.reported, done="反馈办理情况", hint="取保候审、监视居住的只报措施和期限，不报人员住址、行踪"),
    Action("supplemented", "补充侦查完毕", OPEN, SAME, (LEGAL,), "规则第292条第1款；程序规定第138条第2款", linked=True, shown=BOTH,
           sets={"supplemented": True}, done="补充侦查完毕"),
)

ENDING = (
    Action("end_case", "报送撤销案件、终止侦查", ANY, "withdrawn", (LEGAL,), "规则第287条；程序规定第186条", when=RECEIPTED,
           refusals={"receipted": NO_RECEIPT}, decided_by=HEAD, form=forms.EndForm, issues=("D09T",),
           meets=("no_arrest_15d", "correction_reply"), drops=OBJECTING, to_own=True, done="撤销案件、终止侦查",
           police_label="已撤案、终止侦查，送决定书"),
    Action("re_requested", "重新提请批准逮捕", ANY, "re_requested", (LEGAL,), "规则第292条第1款；程序规定第138条第2款", linked=True, shown=BOTH,
           drops=("correction_reply", *OBJECTING), to_own=True, sets={"outcome": "re_requested", "supplemented": True},
           effect=effects.concluded),
    Action("approve_instead", "撤销原决定，批准逮捕", ("to_approve", "following", "upheld"), "approved", (P,),
           "规则第289条第2款、第291条第1款", decided_by=CHIEF, form=forms.ApproveInsteadForm, issues=("D22V", "D22"),
           drops=("no_arrest_15d", *OBJECTING), sets={"outcome": "approved"}, effect=effects.concluded, opens=(TO_ARREST,),
           done="撤销不批准逮捕决定，批准逮捕", hint="已经作出的不批准逮捕决定确有错误的，应当撤销并重新作出批准逮捕决定"),
    Action("conclude", "登记跟踪结果", ("following",), "ended", (P,), "规则第286条至第292条（跟踪为内部约定）",
           when={**RECEIPTED, "variant": {"evidence", "no_danger"}, "dispute": {"none", "upheld"}},
           refusals={"dispute": "请先登记公安机关是否提出异议及其结果。", "receipted": "公安机关尚未送执行回执，不能结束跟踪；可以催要。",
                     "variant": "没有犯罪事实等不批准逮捕的，公安机关应当撤销案件或者终止侦查，不能直接结束跟踪（规则第287条）。"},
           form=forms.ConcludeForm, drops=OBJECTING, shown=BOTH, done="登记跟踪结果", hint="移送起诉、重新提请或者其他结果"),
    Action("conclude_corrected", "登记纠正后的结果", ("negotiated", "correction_replied"), "ended", (P,), "规则第287条第3款、第553条",
           when=RECEIPTED, refusals={"receipted": "公安机关尚未送执行回执，不能结束跟踪；可以催要。"}, form=forms.ConcludeForm,
           drops=OBJECTING, shown=BOTH, done="登记跟踪结果"),
)

CORRECTING = (
    Action("correct", "发《纠正违法通知书》", ("following",), "correction", (P,), "规则第287条第3款", when=NONE, decided_by=CHIEF,
           form=forms.FifteenDaysForm, issues=("D10",), after=("no_arrest_15d",), must=True,
           drops=("no_arrest_15d",), sets={"dispute": Dispute.NONE.value}, starts_on_receipt=REPLY, done="纠正违法",
           hint="超过十五日未要求复议、提请复核，也不撤销案件或者终止侦查的，应当发出纠正违法通知书"),
    Action("correct_unheeded", "维持后仍不撤案，发《纠正违法通知书》", ("following",), "correction", (P,), "规则第287条（维持后的处理为内部约定）",
           when={**NONE, "uphold": {"yes"}}, decided_by=CHIEF, form=forms.UnheededForm, issues=("D10",),
           starts_on_receipt=REPLY, done="纠正违法"),
    Action("not_released", "未立即释放，转侦查活动监督", OPEN, SAME, (P,), "规则第286条第2款、第567条", when={"released": {"no"}}, form=forms.NotReleasedForm,
           after=("release_after_no_arrest",), drops=("release_after_no_arrest",), opens=TO_INVESTIGATION, done="未立即释放，转侦查活动监督",
           hint="收到不批准逮捕决定书后不立即释放或者变更强制措施的，应当提出纠正意见；层级在该事项按规则第552条选择"),
    Action("designated", "不捕后指居，转侦查活动监督", OPEN, SAME, (P,), "指居规定第5条第2款；规则第118条、第119条",
           when={"measure": {"designated"}}, form=forms.DesignatedForm, opens=TO_INVESTIGATION, done="不捕后指居，转侦查活动监督",
           hint="人民检察院决定不批准逮捕的，不得适用指定居所监视居住"),
    Action("corrected", "已经纠正，继续跟踪", ("correction_replied", "negotiated"), "following", (P,), "规则第553条", form=ReasonForm, shown=BOTH,
           done="已经纠正"),
    *LADDER.actions(),
)

AMENDABLE = {
    "matter.title": "事项名称",
    "matter.public_title": "对外名称",
    "matter.police": "公安机关",
    "matter.persons": "人数",
    "detail.subject": "犯罪嫌疑人",
    "detail.charge": "涉嫌罪名",
    "detail.decision_number": "不批准逮捕决定书文号",
    "detail.received_on": "公安机关收到决定书日期",
    "detail.outcome_on": "结果日期",
    "detail.remarks": "备注",
}

NO_ARREST = register(
    Workflow(
        kind="no_arrest",
        label="不捕跟踪",
        number_letters="侦监不捕",
        states=STATES,
        actions=(*FOLLOWING, *OBJECTION.actions(), *ENDING, *CORRECTING),
        variants={one.value: one.label for one in Refusal},
        detail="no_arrest",
        detail_model=lambda: NoArrestDetail,
        amend_fields=AMENDABLE,
        place=50,
    )
)
