"""审查逮捕的流程表 (刑诉法第87条至第91条; 规则第280条至第289条; 程序规定第137条、第142条; law.md 2.2, 7.1).

One matter is one decision. A refusal ends it: what the police owe after it, and whether they contest it, is 不捕跟踪, which
opens on the day they receive the paper. An approval stays here until the receipt of execution is in.
"""

from __future__ import annotations

from cases.matters.forms.fields import ReasonForm
from cases.matters.table.workflow import SAME, Action, Decision, Extend, Opens, Start, State, Workflow, register
from office.sides import Actor, Role, Side
from supervision.effects import arrest_review as effects
from supervision.forms import arrest_review as forms
from supervision.forms.correcting import PressForm
from supervision.models.arrest_review import ArrestReviewDetail
from supervision.papers import arrest_review as papers  # noqa: F401  (fills the catalogue of documents)
from supervision.papers import filing as common  # noqa: F401  (D26)

P = Actor(Role.PROSECUTOR)
ASSISTANT = Actor(Role.ASSISTANT)
CASE_MANAGER = Actor(Role.CASE_MANAGER)
LEGAL = Actor(Role.LEGAL)
INVESTIGATOR = Actor(Role.INVESTIGATOR)
CHIEF = Decision(Role.CHIEF)
HEAD = Decision(Role.HEAD)

PROCURATORATE, POLICE, BOTH = Side.PROCURATORATE, Side.POLICE, "both"
REVIEW = ("review_arrest_detained", "review_arrest_free")
APPROVED = (("early_intervention", "filled_arrest"), ("early_intervention", "concluded"))
NOT_APPROVED = (("early_intervention", "filled_no_arrest"), ("early_intervention", "concluded"))
"""The result goes back to 提前介入 in the same case."""
DETAINED = {"detained": {"yes"}}
FREE = {"detained": {"no"}}

STATES = (
    State("reviewing", "审查逮捕", PROCURATORATE, "{due}作出是否批准逮捕的决定", "检察机关正在审查逮捕，{due}作出决定"),
    State("approved", "待执行逮捕", POLICE, "公安机关应当立即执行逮捕，未能执行的也应当报告", "请立即执行逮捕并报告执行情况；未能执行的，写明原因"),
    State("executed", "待送执行回执", POLICE, "公安机关{due}送执行回执", "请{due}送执行回执"),
    State("arrested", "已逮捕，办结", "", "已批准逮捕，执行回执已收到", "已批准逮捕，执行回执已送达", closed=True),
    State("refused", "不批准逮捕，办结", "", "已决定不批准逮捕；公安机关签收后，执行和后续情况在不捕跟踪事项办理",
          "检察机关决定不批准逮捕，请签收决定书；执行和后续情况在不捕跟踪事项办理", closed=True),
    State("request_withdrawn", "撤回提请，办结", "", "公安机关撤回提请批准逮捕", "已撤回提请批准逮捕", closed=True),
    State("approval_revoked", "批准决定已撤销，办结", "", "批准逮捕的决定已经撤销", "批准逮捕的决定已经撤销，请立即执行", closed=True),
    State("not_executed", "不再执行，办结", "", "逮捕不再执行", "逮捕不再执行，办结", closed=True),
)  # fmt: skip

ACCEPTING = (
    Action("accept", "受理审查逮捕", (), "reviewing", (CASE_MANAGER, P, ASSISTANT), "规则第156条、第282条；程序规定第137条",
           form=forms.AcceptForm, discloses=True, shown=BOTH, done="受理提请批准逮捕",
           starts=(Start("review_arrest_detained", "received_on", when=DETAINED), Start("review_arrest_free", "received_on", when=FREE)),
           hint="已被拘留的七日，未被拘留的十五日；自收到提请批准逮捕书之日起算"),
    Action("accept_again", "受理提请批准逮捕", (), "reviewing", (P,), "规则第282条、第292条；程序规定第138条第2款", linked=True,
           discloses=True, shown=BOTH, effect=effects.accepted_again,
           starts=(Start("review_arrest_detained", when=DETAINED), Start("review_arrest_free", when=FREE))),
    Action("ordered", "改为批准逮捕，待执行", (), "approved", (LEGAL,), "规则第288条、第289条第2款、第290条、第291条", linked=True,
           discloses=True, shown=BOTH, done="公安机关收到逮捕的决定"),
)

REVIEWING = (
    Action("interview", "登记讯问、听取意见", ("reviewing",), SAME, (P, ASSISTANT), "刑诉法第88条；规则第280条、第281条",
           form=forms.InterviewForm, shown=PROCURATORATE, done="讯问、听取意见",
           hint="对被拘留的犯罪嫌疑人不予讯问的，应当送达听取犯罪嫌疑人意见书；讯问未被拘留的，应当先听取公安机关意见"),
    Action("tell_ahead", "提前告知", ("reviewing",), SAME, (P,), "协作配合意见（提前告知为内部约定）", form=forms.TellAheadForm, shown=BOTH,
           done="提前告知审查意见", hint="拟不批准逮捕的，提前告知公安机关，便于其做好释放、变更强制措施的准备"),
    Action("extend", "重大、复杂案件延长", ("reviewing",), SAME, (P,), "规则第282条", when={**FREE, "grave": {"no"}},
           refusals={"detained": "犯罪嫌疑人已被拘留的，应当在七日以内决定，不能延长（刑诉法第91条第3款）。",
                     "grave": "已经按重大、复杂案件计算审查期限，不能再延长，最长不超过二十日（规则第282条）。"},
           within=("review_arrest_free",), form=forms.ExtendForm, extends=(Extend("review_arrest_free_to_20d", "days"),),
           sets={"grave": True}, shown=BOTH, done="按重大、复杂案件计算审查期限", hint="未被拘留的，重大、复杂案件不得超过二十日"),
    Action("found_leak", "发现漏捕", ("reviewing",), SAME, (P,), "规则第288条", form=forms.FoundLeakForm, shown=PROCURATORATE,
           opens=(Opens("leak", "open", carries={"subject": "omitted", "charge": "charge", "facts": "facts"},
                        gives={"variant": "arrest", "sort": "suspect", "source": "casework"}),),
           done="发现遗漏应当逮捕的犯罪嫌疑人", hint="另立纠正漏捕事项，经检察长批准要求公安机关提请批准逮捕"),
    Action("withdraw_request", "撤回提请", ("reviewing",), "request_withdrawn", (LEGAL,), "程序规定第137条（撤回提请为内部约定）",
           decided_by=HEAD, form=forms.WithdrawRequestForm, issues=("AR02",), drops=REVIEW, done="撤回提请批准逮捕"),
    Action("monitor", "发案件流程监控通知书", ("reviewing",), SAME, (CASE_MANAGER,), "规则第620条、第665条", form=forms.OverdueForm,
           issues=("AR01",), after=REVIEW, must=True, shown=PROCURATORATE, done="案管提出纠正意见",
           hint="超过办案期限的，案管应当提出纠正意见"),
)

DECIDING = (
    Action("approve", "批准逮捕", ("reviewing",), "approved", (P,), "刑诉法第89条、第90条；规则第284条", decided_by=CHIEF,
           form=forms.ApproveForm, issues=("D22",), meets=REVIEW, on_case=APPROVED,
           opens=(Opens("supplementary", "follow", carries={"charge": "charge", "subject": "subject"}, gives={"variant": "T2"},
                        when={"outline": {"yes"}}),)),
    Action("refuse_none", "不批准逮捕（没有犯罪事实等）", ("reviewing",), "refused", (P,),
           "刑诉法第90条；规则第139条、第285条第3款、第287条", decided_by=CHIEF, form=forms.RefuseNoneForm, issues=("D22N", "D22E"),
           meets=REVIEW, sets={"refusal": "none"}, on_case=NOT_APPROVED, done="不批准逮捕",
           opens=(Opens("no_arrest", "open", on_receipt=True,
                        carries={"variant": "refusal", "charge": "charge", "subject": "subject", "ground": "ground",
                                 "detained": "detained", "residential": "residential"}),),
           hint="没有犯罪事实、具有刑诉法第十六条规定情形，或者不应由其负刑事责任的；应当经检察长批准，同时告知撤销案件或者终止侦查"),
    Action("refuse_evidence", "不批准逮捕（证据不足）", ("reviewing",), "refused", (P,), "刑诉法第90条；规则第139条、第285条第3款",
           decided_by=CHIEF, form=forms.RefuseEvidenceForm, issues=("D22N", "D22E"), meets=REVIEW, sets={"refusal": "evidence"},
           on_case=NOT_APPROVED, done="不批准逮捕",
           opens=(Opens("no_arrest", "open", on_receipt=True,
                        carries={"variant": "refusal", "charge": "charge", "subject": "subject", "outline": "outline",
                                 "detained": "detained", "residential": "residential"}),),
           hint="应当经检察长批准；需要补充侦查的，制作补充侦查提纲"),
    Action("refuse_no_danger", "不批准逮捕（没有社会危险性）", ("reviewing",), "refused", (P,),
           "刑诉法第81条、第90条；规则第140条、第141条、第285条", decided_by=Decision(option="refuse_no_danger_decided_by"),
           form=forms.RefuseForm, issues=("D22N", "D22E"), meets=REVIEW, sets={"refusal": "no_danger"}, on_case=NOT_APPROVED,
           done="不批准逮捕",
           opens=(Opens("no_arrest", "open", on_receipt=True,
                        carries={"variant": "refusal", "charge": "charge", "subject": "subject", "detained": "detained",
                                 "residential": "residential"}),),
           hint="可以建议监视居住，不得直接提出采取取保候审措施的意见（规则第285条第2款、第141条）"),
)

EXECUTING = (
    Action("execute", "报告执行情况", ("approved",), "executed", (LEGAL, INVESTIGATOR), "刑诉法第90条；程序规定第142条、第143条",
           form=forms.ExecutionForm, starts=(Start("arrest_receipt", "executed_on"),), effect=effects.executed, moves_custody=True,
           done="报告逮捕执行情况", hint="案件中登记的强制措施随之变更；逮捕的羁押期限在强制措施事项办理"),
    Action("receipt", "送执行回执", ("executed",), "arrested", (LEGAL,), "规则第286条第1款；程序规定第142条", when={"execution": {"executed"}},
           form=forms.ReceiptForm, issues=("D22R",), meets=("arrest_receipt",), done="送执行回执"),
    Action("receipt_failed", "送执行回执（未能执行）", ("executed",), "approved", (LEGAL,), "规则第286条第1款；程序规定第142条、第146条",
           when={"execution": {"failed"}}, form=forms.ReceiptForm, issues=("D22R",), meets=("arrest_receipt",), done="送执行回执（未能执行）",
           hint="未能执行的，应当组织力量继续执行"),
    Action("press_receipt", "催要执行回执", ("executed",), SAME, (P,), "规则第286条第1款（催要为内部约定）", form=PressForm, issues=("D26",),
           after=("arrest_receipt",)),
    Action("revoke_approval", "撤销批准逮捕决定", ("approved", "executed"), "approval_revoked", (P,), "规则第289条第1款", decided_by=CHIEF,
           form=forms.RevokeForm, issues=("D22C",), drops=("arrest_receipt",), hint="已经作出的批准逮捕决定确有错误的，应当撤销"),
    Action("close_unexecuted", "不再执行，办结", ("approved",), "not_executed", (P,), "规则第286条第1款（办结为内部约定）", form=ReasonForm,
           shown=BOTH, done="逮捕不再执行"),
)

AMENDABLE = {
    "matter.title": "事项名称",
    "matter.public_title": "对外名称",
    "matter.police": "公安机关",
    "matter.persons": "人数",
    "detail.subject": "犯罪嫌疑人",
    "detail.charge": "涉嫌罪名",
    "detail.request_number": "提请批准逮捕书文号",
    "detail.received_on": "收到提请批准逮捕书日期",
    "detail.executed_on": "执行完毕（未能执行）日期",
    "detail.execution_note": "未能执行的原因",
    "detail.remarks": "备注",
}

ARREST_REVIEW = register(
    Workflow(
        kind="arrest_review",
        label="审查逮捕",
        number_letters="侦监捕",
        states=STATES,
        actions=(*ACCEPTING, *REVIEWING, *DECIDING, *EXECUTING),
        detail="arrest_review",
        detail_model=lambda: ArrestReviewDetail,
        amend_fields=AMENDABLE,
        place=40,
    )
)
