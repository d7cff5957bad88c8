"""补充侦查意见跟踪的流程表 (规则第257条、第284条、第285条、第340条、第342条、第346条至第350条; 程序规定第138条、第295条至第297条; law.md 3.3).

Types: T1 不批准逮捕补充侦查, T2 批准逮捕后继续侦查, T3 退回补充侦查, T4 调取证据材料, T5 自行补充侦查, T6 证据收集合法性说明,
T7 审判阶段补充侦查. An outline is a list of items; police claim and answer them one by one, the prosecutor judges them one by one.
T2 has no clock of its own: it hangs on the custody of the case. What follows an evaluated return (起诉, 二次退查, 自行补充侦查,
存疑不起诉) is decided on the 审查起诉 matter it came from.
"""

from __future__ import annotations

from cases.matters.forms.fields import ReasonForm
from cases.matters.table.workflow import SAME, Action, Decision, Opens, Start, State, Workflow, register
from office.sides import Actor, Role, Side
from supervision.effects import supplementary as effects
from supervision.forms import supplementary as forms
from supervision.models.supplementary import SupplementaryDetail
from supervision.papers import supplementary as papers  # noqa: F401  (fills the catalogue of documents)

P = Actor(Role.PROSECUTOR)
ASSISTANT = Actor(Role.ASSISTANT)
LEGAL = Actor(Role.LEGAL)
INVESTIGATOR = Actor(Role.INVESTIGATOR)

CHIEF = Decision(Role.CHIEF)
HEAD = Decision(Role.HEAD)
BY_SETTING = Decision(option="outline_decided_by")

PROCURATORATE, POLICE, BOTH = Side.PROCURATORATE, Side.POLICE, "both"
ITEMS = "outline_items"
STANDING = {"asked": {"yes"}, "contest": {"", "open", "kept", "changed"}}
"""Items the police are asked for, those dropped after an objection left out."""
T1, T2, T3, T4, T5, T6, T7 = ({"variant": {f"T{n}"}} for n in range(1, 8))
READY = {"itemised": {"yes"}}
NO_ITEMS = "提纲还没有条目，请先拟定条目。"
DONE = {"answered": {"yes"}}
NOT_DONE = "尚有条目没有答复，请逐条答复后再办理。"
SETTLED = {"done", "part", "cannot"}
THIRD = forms.THIRD
TWICE = "公诉人在法庭审理过程中建议延期审理的次数不得超过两次：规则第421条第2款。"

RETURNING = ("supp_return", "overdue_reasons")
ASKED = ("evidence_request", "legality_explain")
PERSON = {"charge": "charge", "subject": "subject"}
TO_EXECUTE = Opens("arrest_review", "ordered", carries=PERSON, on_receipt=True)
"""An arrest decided here is carried out like one that was approved: 立即执行, 执行回执 (规则第288条; 程序规定第142条)."""
COURT = ("court_working", "sent", "working", "returned")
AT_WORK = ("working", "overdue", "overdue_explained")
RESUMED = (*AT_WORK, "withdrawal_contested")
"""Where the police answer items and send the case back: also when a withdrawal was contested and they went on."""


def unlawful(item: str) -> Opens:
    """A matter of 侦查活动监督 with its first violation: an item of 规则第567条."""
    return Opens("investigation", "follow", carries={"facts": "reasons"}, gives={"source": "casework", "first_item": item})


STATES = (
    State("draft", "提纲拟稿", PROCURATORATE, "拟定条目，听取办案人员意见，发出提纲"),
    State("sent", "已送达，待认领", POLICE, "公安机关逐条认领、交办，并{due}办理完毕", "请逐条认领、交办，并{due}办理完毕"),
    State("working", "公安补充侦查", POLICE, "公安机关逐条补充、答复，{due}移送、提请或者反馈", "请逐条补充、答复，全部答复后{due}移送、提请或者反馈"),
    State("overdue", "逾期，待说明理由", POLICE, "补充侦查逾期，已要求说明理由；公安机关可以随时移送", "补充侦查已经逾期，请书面说明理由，或者立即移送"),
    State("overdue_explained", "审查逾期理由", PROCURATORATE, "审查公安机关逾期未移送的理由", "检察机关正在审查你单位的理由；补充完毕的，请立即移送"),
    State("returned", "逐条评价", PROCURATORATE, "逐条评价：达到要求、未达到要求、确无法补", "检察机关正在逐条评价"),
    State("assessed", "不捕补侦已评价", PROCURATORATE, "已评价：不需要提请的办结；应当提请而不提请的，要求提请批准逮捕",
          "检察机关已评价；认为符合逮捕条件的，请重新提请批准逮捕"),
    State("demanded", "要求提请逮捕", POLICE, "公安机关{due}提请批准逮捕，或者说明不提请的理由", "请{due}提请批准逮捕，或者书面说明不提请的理由"),
    State("no_request", "审查不提请理由", PROCURATORATE, "审查不提请批准逮捕的理由；不成立的，可以直接决定逮捕",
          "检察机关正在审查你单位的理由；认为符合逮捕条件的，仍可重新提请批准逮捕"),
    State("withdrawal_review", "审查撤案", PROCURATORATE, "审查公安机关在退查期间撤销案件、终止侦查是否合法",
          "检察机关正在审查撤销案件（终止侦查）是否合法"),
    State("withdrawal_contested", "监督违法撤案", POLICE, "已另行提出监督意见，等公安机关恢复侦查、移送，或者监督有结果后办结",
          "检察机关认为撤销案件不当，请依监督意见办理；恢复侦查的，补充后移送"),
    State("self_working", "自行补充侦查", PROCURATORATE, "在审查起诉期限以内自行侦查完毕，逐条登记结果", "检察机关自行补充侦查"),
    State("court_working", "审判阶段补充侦查", PROCURATORATE, "{due}补充侦查完毕，提请恢复法庭审理或者撤回起诉",
          "检察机关在审判阶段补充侦查"),
    State("evaluated", "已评价，办结", "", "已逐条评价，后续在来源事项办理", "检察机关已逐条评价，办结", closed=True),
    State("re_requested", "已重新提请逮捕，办结", "", "公安机关已重新提请批准逮捕", "已重新提请批准逮捕，办结", closed=True),
    State("arrested", "已决定逮捕，办结", "", "已直接决定逮捕；公安机关签收后，执行在审查逮捕事项办理",
          "检察机关已决定逮捕，请签收决定书；执行和执行回执在审查逮捕事项办理", closed=True),
    State("case_withdrawn", "已撤案，办结", "", "公安机关在退查期间撤销案件、终止侦查，经审查办结", "已撤销案件（终止侦查），办结", closed=True),
    State("self_done", "自行侦查完毕，办结", "", "自行补充侦查完毕", "检察机关自行补充侦查完毕，办结", closed=True),
    State("trial_resumed", "已提请恢复庭审，办结", "", "已提请人民法院恢复法庭审理", "检察机关已提请恢复法庭审理，办结", closed=True),
    State("prosecution_withdrawn", "已撤回起诉，办结", "", "已撤回起诉", "检察机关已撤回起诉，办结", closed=True),
    State("ended", "终结跟踪", "", "不再需要补充侦查，已终结", "检察机关不再要求补充侦查，办结", closed=True),
)

DRAFTING = (
    Action("outline", "起草补充侦查提纲", (), "draft", (P, ASSISTANT), "规则第257条", form=forms.OutlineForm, effect=effects.outlined,
           hint="由审查逮捕、审查起诉事项转来的，在该事项办理；这里登记其他的"),
    Action("follow", "拟补充侦查提纲", (), "draft", (P,), "规则第257条、第284条、第285条、第342条", linked=True, effect=effects.followed),
    Action("itemise", "拟定、修改条目", ("draft",), SAME, (P, ASSISTANT), "规则第257条", form=forms.ItemsForm, effect=effects.itemised,
           hint="每条写明事项、理由、侦查方向、需补充收集的证据及其证明作用"),
    Action("hear", "听取办案人员意见", ("draft",), SAME, (P, ASSISTANT), "协作配合意见第三（二）3", form=forms.HearForm,
           hint="应当充分听取公安机关办案人员意见，加强说理"),
    Action("send_t1", "发补充侦查提纲", ("draft",), "sent", (P,), "规则第257条、第285条第1款；程序规定第138条第1款", when={**T1, **READY},
           refusals={"itemised": NO_ITEMS}, decided_by=BY_SETTING, form=forms.SendForm, issues=("D15",), discloses=True,
           starts_on_receipt=(Start("supp_no_arrest", option="supp_no_arrest_months"),), done="发出补充侦查提纲"),
    Action("send_t2", "发继续侦查提纲", ("draft",), "sent", (P,), "规则第257条、第284条", when={**T2, **READY}, refusals={"itemised": NO_ITEMS},
           decided_by=BY_SETTING, form=forms.SendForm, issues=("D15C",), discloses=True, done="发出继续侦查提纲",
           hint="没有单独的期限，受侦查羁押期限约束：二个月以内未有效侦查的，可以不批准延长（规则第312条第1款）"),
    Action("send_t3", "退回补充侦查", ("draft",), "sent", (P,), "刑诉法第175条；规则第342条、第346条", when={**T3, **READY, "round": {"1", "2"}},
           refusals={"itemised": NO_ITEMS, "round": THIRD}, decided_by=Decision(option="return_decided_by"), form=forms.ReturnForm,
           issues=("D16", "D15R"), discloses=True, starts_on_receipt=(Start("supp_return"),), effect=effects.returned,
           on_parent="returned", hint="补充侦查以二次为限；一个月自公安机关签收之日起算"),
    Action("send_t4", "发调取证据材料通知书", ("draft",), "sent", (P,), "刑诉法第175条第1款；规则第340条", when={**T4, **READY},
           refusals={"itemised": NO_ITEMS}, decided_by=BY_SETTING, form=forms.EvidenceForm, issues=("D17",), discloses=True,
           starts_on_receipt=(Start("evidence_request", length="days", option="evidence_request_days"),), done="要求提供证据材料"),
    Action("send_t6", "要求说明证据收集合法性", ("draft",), "sent", (P,), "刑诉法第175条第1款；规则第74条", when={**T6, **READY},
           refusals={"itemised": NO_ITEMS}, decided_by=BY_SETTING, form=forms.LegalityForm, issues=("D18",), discloses=True,
           starts_on_receipt=(Start("legality_explain", length="days", option="legality_explain_days"),)),
    Action("begin_self", "决定自行补充侦查", ("draft",), "self_working", (P,), "刑诉法第175条第2款；规则第342条、第348条", when={**T5, **READY},
           refusals={"itemised": NO_ITEMS}, form=ReasonForm, hint="应当在审查起诉期限以内侦查完毕，没有单独的期限"),
    Action("adjourn", "登记延期审理", ("draft",), "court_working", (P, ASSISTANT), "刑诉法第205条；规则第420条、第421条", when={**T7, **READY},
           refusals={"itemised": NO_ITEMS}, form=forms.AdjournForm, sets={"adjournments": 1}, starts=(Start("court_supp", "adjourned_on", shared=False),),
           done="延期审理，补充侦查", hint="补充侦查不得超过一个月"),
    Action("drop", "不再补充侦查", ("draft",), "ended", (P,), "规则第257条（撤销拟稿为内部约定）", form=ReasonForm, done="撤销拟稿",
           hint="由审查起诉转来的，还应当在该事项继续审查"),
)

ITEM_BY_ITEM = (
    Action("assign", "接收、整体交办", ("sent", "working"), "working", (LEGAL,), "规则第257条；程序规定第138条、第295条（交办为内部约定）",
           form=forms.ClaimForm, effect=effects.assigned, hint="尚未答复的条目一并交给一个所队；也可以在各条分别认领", done="交办"),
    Action("claim", "认领", ("sent", "working"), "working", (LEGAL, INVESTIGATOR), "规则第257条；程序规定第138条、第295条（认领为内部约定）",
           item=ITEMS, item_when={"status": {"open", "claimed"}, **STANDING}, form=forms.ClaimForm,
           effect=effects.recorded, done="认领条目"),
    Action("answer", "答复", RESUMED, SAME, (INVESTIGATOR, LEGAL), "程序规定第138条、第295条、第296条第1项、第297条",
           item=ITEMS, item_when=STANDING, form=forms.AnswerForm, effect=effects.recorded, done="答复条目",
           hint="移送、反馈以前可以更正"),
    Action("contest", "提出异议", ("sent", *RESUMED), SAME, (LEGAL, INVESTIGATOR), "协作配合意见第三（二）3（异议的记录为内部约定）",
           item=ITEMS, item_when={"asked": {"yes"}, "contest": {""}}, form=forms.ContestForm, effect=effects.recorded, done="对条目提出异议",
           hint="认为不必要、不可行或者已在卷中的；期限照常计算"),
    Action("settle", "答复异议", ("sent", *RESUMED, "returned"), SAME, (P,), "协作配合意见第三（二）3（异议的记录为内部约定）",
           item=ITEMS, item_when={"contest": {"open"}}, form=forms.ContestAnswerForm, effect=effects.recorded, shown=BOTH),
    Action("judge", "评价", ("returned",), SAME, (P,), "规则第257条（评价为内部约定）", item=ITEMS,
           item_when=STANDING, form=forms.VerdictForm, effect=effects.recorded, shown=BOTH, done="评价条目"),
    Action("find", "登记查证结果", ("self_working", "court_working"), SAME, (P, ASSISTANT), "规则第342条、第348条、第422条", item=ITEMS,
           item_when={"asked": {"no"}}, form=forms.AnswerForm, effect=effects.recorded, shown=PROCURATORATE, done="登记查证结果"),
)

ANSWERING = (
    Action("return_done", "补侦完毕，移送审查起诉", RESUMED, "returned", (LEGAL,), "程序规定第296条第1项",
           when={**T3, **DONE}, refusals={"answered": NOT_DONE}, decided_by=HEAD, form=forms.ReportForm, issues=("D19",), meets=RETURNING,
           sets={"ending": "done"}, on_parent_receipt="resubmitted", done="补充侦查完毕，移送审查起诉",
           hint="制作补充侦查报告书；确实无法查明、无法补充的，书面说明情况"),
    Action("return_new", "发现新的同案犯或者罪行，重新移送", RESUMED, "returned", (LEGAL,), "程序规定第296条第2项",
           when={**T3, **DONE}, refusals={"answered": NOT_DONE}, decided_by=HEAD, form=forms.NewChargesForm, issues=("D19N",), meets=RETURNING,
           sets={"ending": "new"}, on_parent_receipt="resubmitted", done="重新制作起诉意见书，移送审查起诉"),
    Action("return_improper", "认为退查不当，说明理由移送", ("sent", *AT_WORK), "returned", (LEGAL,), "程序规定第296条第4项", when=T3, decided_by=HEAD,
           form=forms.ImproperForm, issues=("D19I",), meets=RETURNING, sets={"ending": "improper"}, on_parent_receipt="resubmitted",
           done="说明退查不当的理由，移送审查起诉", hint="原认定犯罪事实清楚，证据确实、充分的"),
    Action("end_case", "撤销案件、终止侦查", ("sent", *AT_WORK), "withdrawal_review", (LEGAL,), "程序规定第296条第3项、第187条", when=T3,
           decided_by=HEAD, form=forms.WithdrawalForm, issues=("D19W",), meets=RETURNING, sets={"ending": "withdrawn"},
           done="撤销案件（终止侦查），通知检察机关", hint="原认定的犯罪事实有重大变化，不应当追究刑事责任的"),
    Action("explain_overdue", "说明逾期未移送的理由", ("overdue",), "overdue_explained", (LEGAL,), "规则第347条第1款", when=T3, decided_by=HEAD,
           form=forms.OverdueForm, issues=("D19E",), meets=("overdue_reasons",)),
    Action("re_request", "重新提请批准逮捕", ("working", "returned", "assessed", "demanded", "no_request"), "re_requested", (LEGAL,),
           "程序规定第138条第2款",
           when={**T1, **DONE}, refusals={"answered": NOT_DONE}, decided_by=HEAD, form=forms.ReRequestForm, issues=("D19R",),
           meets=("supp_no_arrest", "leak_arrest_request"), opens=(Opens("arrest_review", "accept_again", carries=PERSON, on_receipt=True),),
           on_parent_receipt="re_requested"),
    Action("ask_reconsideration", "要求复议", ("working", "returned", "assessed"), SAME, (LEGAL,), "规则第292条第1款", when={**T1, **DONE},
           refusals={"answered": NOT_DONE}, form=forms.ObjectForm, done="要求复议，告知重新提请批准逮捕",
           hint="补充侦查后不再复议：检察机关应当告知重新提请批准逮捕，坚持要求复议的，不予受理"),
    Action("feedback", "办理完毕，反馈", ("working",), "returned", (LEGAL,), "规则第257条、第284条、第285条、第340条；程序规定第138条、第297条",
           when={"variant": {"T1", "T2", "T4", "T5", "T7"}, **DONE}, refusals={"answered": NOT_DONE}, decided_by=HEAD, form=forms.FeedbackForm,
           issues=("D19F",), meets=("supp_no_arrest", "evidence_request"), on_parent="supplemented", done="反馈办理情况"),
    Action("explain_legality", "说明证据收集的合法性", ("working",), "returned", (LEGAL,), "刑诉法第175条第1款；规则第74条；程序规定第71条第4款",
           when={**T6, **DONE}, refusals={"answered": NOT_DONE}, decided_by=HEAD, form=forms.LegalityAnswerForm, issues=("D18R",),
           meets=("legality_explain",)),
)

PRESSING = (
    Action("ask_why", "要求说明逾期理由", ("sent", "working"), "overdue", (P,), "规则第347条第1款", when=T3, form=forms.AskWhyForm, issues=("SUP2",),
           after=("supp_return",), must=True,
           starts_on_receipt=(Start("overdue_reasons", length="reply_days", option="overdue_reasons_days"),),
           done="要求说明逾期未移送的理由", hint="期限届满未重新移送起诉的，应当要求公安机关说明理由；逾期移送的照收，标明逾期日数"),
    Action("reasons_hold", "逾期理由成立", ("overdue_explained",), "working", (P,), "规则第347条第1款", when=T3, form=ReasonForm, shown=BOTH),
    Action("demand_return", "要求重新移送", ("overdue_explained",), "overdue", (P,), "规则第347条（理由不成立的处理待核）", when=T3, form=forms.DemandForm,
           issues=("SUP3",), starts_on_receipt=(Start("overdue_reasons", length="reply_days", option="overdue_reasons_days"),),
           done="理由不成立，要求重新移送"),
    Action("correct_overdue", "逾期不移送也不说明，提出纠正意见", ("overdue",), SAME, (P,), "规则第347条、第552条、第567条", when=T3, form=ReasonForm,
           after=("overdue_reasons",), drops=("overdue_reasons",), opens=(unlawful("v16"),),
           hint="另立侦查活动监督事项，在该事项发纠正违法通知书"),
    Action("press", "督促答复", ("sent", "working"), SAME, (P,), "规则第257条、第340条、第74条（督促为内部约定）",
           form=forms.PressOutlineForm, issues=("D26",), after=("supp_no_arrest", *ASKED)),
    Action("refer", "逾期不提供、不说明，转侦查活动监督", ("sent", "working"), SAME, (P,), "规则第340条、第74条、第567条", form=ReasonForm, after=ASKED,
           drops=ASKED, opens=(unlawful("v15"),)),
    Action("withdrawal_ok", "撤案合法，办结", ("withdrawal_review", "withdrawal_contested"), "case_withdrawn", (P,), "程序规定第296条第3项；规则第347条第2款",
           when=T3, form=ReasonForm, on_parent="returned_withdrawn", shown=BOTH, done="经审查，撤案办结"),
    Action("withdrawal_unlawful", "违法撤案，提出纠正意见", ("withdrawal_review",), "withdrawal_contested", (P,), "规则第347条第2款", when=T3,
           form=ReasonForm, opens=(unlawful("v10"),), shown=BOTH, done="违法撤案，提出纠正意见",
           hint="违反法律规定撤销案件的，应当提出纠正意见；另立侦查活动监督事项"),
    Action("withdrawal_wrong", "不应当撤案而撤案，转立案监督", ("withdrawal_review",), "withdrawal_contested", (P,), "规则第347条第2款、第557条", when=T3,
           form=ReasonForm, opens=(Opens("filing", "follow", carries={**PERSON, "facts": "reasons"}, gives={"variant": "A", "source": "casework"}),),
           shown=BOTH, done="撤案不当，转立案监督"),
    Action("demand_arrest", "要求提请批准逮捕", ("working", "returned", "assessed"), "demanded", (P,), "规则第292条第2款、第288条", when=T1, decided_by=CHIEF,
           form=forms.DemandArrestForm, issues=("SUP4",),
           starts_on_receipt=(Start("leak_arrest_request", length="reply_days", option="leak_arrest_days"),),
           hint="补充侦查后应当提请批准逮捕而不提请的"),
    Action("refuse_request", "说明不提请逮捕的理由", ("demanded",), "no_request", (LEGAL,), "规则第292条第2款、第288条", when=T1, decided_by=HEAD,
           form=forms.NoRequestForm, issues=("D19X",), meets=("leak_arrest_request",)),
    Action("accept_refusal", "不提请的理由成立，办结", ("no_request",), "evaluated", (P,), "规则第292条第2款、第288条", when=T1, form=ReasonForm, shown=BOTH),
    Action("force_arrest", "直接决定逮捕", ("no_request",), "arrested", (P,), "规则第292条第2款、第288条", when=T1, decided_by=CHIEF,
           form=forms.ArrestForm, issues=("SUP5",), opens=(TO_EXECUTE,), hint="说明的理由不成立的，可以直接作出逮捕决定"),
    Action("force_arrest_silent", "直接决定逮捕（未提请也未说明）", ("demanded",), "arrested", (P,), "规则第292条第2款、第288条", when=T1, decided_by=CHIEF,
           form=forms.ArrestForm, issues=("SUP5",), opens=(TO_EXECUTE,), after=("leak_arrest_request",), drops=("leak_arrest_request",),
           done="直接决定逮捕"),
)

CONCLUDING = (
    Action("evaluate", "逐条评价，办结", ("returned",), "evaluated", (P,), "规则第257条（评价为内部约定）",
           when={"variant": {"T2", "T3", "T4", "T6"}}, form=forms.EvaluateForm, effect=effects.evaluated, shown=BOTH, done="逐条评价",
           hint="退回补充侦查的，起诉、再次退查、自行补充侦查或者不起诉在审查起诉事项决定；二次退查后仍证据不足的，应当不起诉"),
    Action("evaluate_t1", "逐条评价", ("returned",), "assessed", (P,), "规则第257条（评价为内部约定）", when=T1, form=forms.EvaluateForm,
           effect=effects.evaluated, shown=BOTH),
    Action("evaluate_t5", "逐条评价", ("returned",), "self_working", (P,), "规则第342条（评价为内部约定）", when=T5, form=forms.EvaluateForm,
           effect=effects.evaluated, shown=BOTH),
    Action("evaluate_t7", "逐条评价", ("returned",), "court_working", (P,), "规则第422条（评价为内部约定）", when=T7, form=forms.EvaluateForm,
           effect=effects.evaluated, shown=BOTH),
    Action("finish_t1", "不需要提请逮捕，办结", ("assessed",), "evaluated", (P,), "规则第285条、第292条", when=T1, form=ReasonForm, shown=BOTH),
    Action("ask_help", "要求公安机关协助", ("self_working", "court_working"), "sent", (P,), "规则第342条、第422条第1款", when={"variant": {"T5", "T7"}},
           form=forms.HelpForm, issues=("SUP1",), discloses=True, effect=effects.helped,
           starts_on_receipt=(Start("evidence_request", length="days", option="evidence_request_days"),)),
    Action("self_done", "自行侦查完毕", ("self_working", "sent", "working", "returned"), "self_done", (P,), "规则第348条", when=T5,
           form=ReasonForm, done="自行补充侦查完毕"),
    Action("adjourn_again", "再次延期审理", COURT, SAME, (P, ASSISTANT), "规则第421条第2款", when={**T7, "adjournments": {"1"}},
           refusals={"adjournments": TWICE}, form=forms.AdjournForm, meets=("court_supp",), sets={"adjournments": 2},
           starts=(Start("court_supp", "adjourned_on", shared=False),)),
    Action("resume_trial", "登记提请恢复法庭审理", COURT, "trial_resumed", (P,), "规则第421条第1款", when=T7, form=forms.ResumedForm, meets=("court_supp",),
           done="提请恢复法庭审理", hint="应当在补充侦查期限内提请恢复法庭审理或者撤回起诉"),
    Action("withdraw_prosecution", "登记撤回起诉", COURT, "prosecution_withdrawn", (P,), "规则第421条第1款、第424条", when=T7, form=forms.ResumedForm,
           meets=("court_supp",), done="撤回起诉", hint="撤回起诉经检察长批准，在审查起诉事项办理；这里登记结果"),
    Action("end", "终结跟踪", ("sent", "working"), "ended", (P,), "规则第257条（终结为内部约定）", when={"variant": {"T1", "T2", "T4", "T6"}},
           form=ReasonForm, shown=BOTH, hint="案件已有处理结果，不再需要补充的"),
)

AMENDABLE = {
    "matter.title": "事项名称",
    "matter.public_title": "对外名称",
    "matter.police": "公安机关",
    "matter.persons": "人数",
    "detail.charge": "涉嫌罪名",
    "detail.subject": "犯罪嫌疑人",
    "detail.transferred_on": "公安移送审查起诉日期",
    "detail.opinion_number": "起诉意见书文号",
    "detail.adjourned_on": "延期审理日期",
    "detail.remarks": "备注",
}

SUPPLEMENTARY = register(
    Workflow(
        kind="supplementary",
        label="补充侦查",
        number_letters="侦监补",
        states=STATES,
        actions=(*DRAFTING, *ITEM_BY_ITEM, *ANSWERING, *PRESSING, *CONCLUDING),
        variants=dict(forms.TYPES),
        detail="supplementary",
        detail_model=lambda: SupplementaryDetail,
        amend_fields=AMENDABLE,
        rows={ITEMS: "补充侦查条目"},
        place=60,
    )
)
