"""不诉跟踪的流程表 (刑诉法第177条至第181条、第282条至第284条; 规则第373条至第386条、第469条至第480条; law.md 3.7).

Opened by the decision on the 审查起诉 matter on the day the police sign for it: the decision works at once, so release, property,
the window to object, 申诉 and 移送行政检察 run side by side. What becomes of the decision goes back to that matter.
"""

from __future__ import annotations

from cases.matters.forms.fields import ReasonForm
from cases.matters.table.workflow import OPEN, SAME, Action, Decision, Opens, Start, State, Workflow, register
from office.sides import Actor, Role, Side
from supervision.effects import non_prosecution as effects
from supervision.forms import non_prosecution as forms
from supervision.models.disputes import Dispute
from supervision.models.non_prosecution import NonProsecutionDetail
from supervision.models.prosecution_review import NonProsecution
from supervision.papers import non_prosecution as papers  # noqa: F401  (fills the catalogue of documents)
from supervision.papers import prosecution_review as decisions  # noqa: F401  (D25 is issued here too, when 考验期 has passed)
from supervision.workflows.objecting import Contested, Ruling, Windows

P = Actor(Role.PROSECUTOR)
ASSISTANT = Actor(Role.ASSISTANT)
CCS = Actor(Role.COMPLAINTS)
LEGAL = Actor(Role.LEGAL)
CHIEF = Decision(Role.CHIEF)
PROCURATORATE, POLICE = Side.PROCURATORATE, Side.POLICE

CONDITIONAL = {"variant": {"conditional"}}
FINAL = {"variant": {"statutory", "doubt", "discretion", "expired"}}
"""Every 不起诉 but the conditional one, which becomes final when 考验期 has passed."""
AGENCY_CONFLICT = "行刑衔接规定第8条的三日（待核）与反向衔接指引的三个、十个工作日不一致，以后者为准"

CONTEST = Contested(
    source=("following", "closing"),
    not_by=(
        "not_pros_statutory", "not_pros_doubt", "not_pros_doubt_withdrawn", "not_pros_discretion", "not_pros_conditional",
        "probation_passed",
    ),
    file="non_pros_reconsider_file",
    decide="non_pros_reconsider_decide",
    review_file="non_pros_review_file",
    review_decide="non_pros_review_decide",
    windows_when=FINAL,
    also=(Windows(CONDITIONAL, "cond_non_pros_reconsider_file", "cond_non_pros_reconsider_decide", "cond_non_pros_review_file",
                  "cond_non_pros_review_decide", "conditional", "附条件不起诉"),),
    basis="刑诉法第179条、第282条第2款；程序规定第294条第1款、第330条第1款",
    decide_basis="规则第379条第2款、第472条",
    rulings=(
        Ruling("reverse", "复议：撤销决定", "revoked", Dispute.REVOKED, "复议决定：撤销不起诉决定", forms.ReverseForm, on_parent="reopened",
               hint="附条件不起诉的复议由负责未成年人检察的部门审查"),
        Ruling("vary", "复议：变更决定", "revoked", Dispute.VARIED, "复议决定：变更不起诉决定", forms.VaryForm, on_parent="reopened",
               hint="变更后的决定在审查起诉事项中作出"),
        Ruling("uphold", "复议：维持", "upheld", Dispute.UPHELD, "复议决定：维持", forms.UpholdForm,
               hint="附条件不起诉的复议由负责未成年人检察的部门审查"),
    ),
    review_basis="程序规定第294条第2款、第330条第2款",
    review_decide_basis="规则第380条、第472条",
    review_rulings=(
        Ruling("review_reverses", "复核：撤销决定", "revoked", Dispute.REVOKED, "复核决定：撤销不起诉决定", forms.ReviewReverseForm,
               on_parent="reopened", hint="指令下级人民检察院纠正，或者直接撤销"),
        Ruling("review_varies", "复核：变更决定", "revoked", Dispute.VARIED, "复核决定：变更不起诉决定", forms.ReviewVaryForm, on_parent="reopened",
               hint="变更后的决定在审查起诉事项中作出"),
        Ruling("review_confirms", "复核：维持", "closing", Dispute.UPHELD, "复核决定：维持", forms.ReviewUpholdForm),
    ),
    request="D20N",
    answer="D21N",
    review_request="D20NR",
    review_answer="D21NR",
    back="closing",
    silence=True,
    silence_to="closing",
    police_label="认为决定有错误，要求复议",
)  # fmt: skip

STATES = (
    State("following", "待公安机关执行", POLICE, "公安机关释放、解除强制措施；可以自收到决定书后七日以内要求复议",
          "请立即释放（解除强制措施）并报送情况；认为决定有错误的，可以自收到决定书后七日以内要求复议"),
    *CONTEST.states(),
    State("closing", "异议已了结，办理后续", PROCURATORATE, "后续办完后办结；附条件不起诉的，考验期满后作出决定", "不起诉决定已经没有异议或者异议已经处理"),
    State("followed", "跟踪完毕，办结", "", "不起诉决定的后续已经办理完结", "不起诉决定的后续已经办理完结", closed=True),
    State("revoked", "决定已撤销、变更，办结", "", "不起诉决定已经撤销、变更，在审查起诉事项中继续办理", "不起诉决定已经撤销、变更", closed=True),
)  # fmt: skip

SERVING = (
    Action("open", "不起诉决定送达公安机关", (), "following", (P,), "刑诉法第178条、第179条；规则第376条、第378条、第471条", linked=True, discloses=True,
           shown="both", effect=effects.opened,
           starts=(*CONTEST.starts("file"), Start("non_pros_release", option="non_pros_release_days", when={"release": {"waiting"}}),
                   Start("rev_transfer", "decided_on", when=FINAL, shared=False),
                   Start("cond_non_pros_service", "decided_on", when=CONDITIONAL, shared=False),
                   Start("cond_non_pros_probation", "decided_on", length="probation", when=CONDITIONAL, shared=False))),
    Action("serve_parties", "登记送达被害人等", OPEN, SAME, (P, ASSISTANT), "规则第377条、第471条", form=forms.ServeForm, at="parties_served_on",
           when={"parties_served_on": {""}}, otherwise="已经登记送达被害人、被不起诉人等。", meets=("cond_non_pros_service",),
           starts=(Start("non_pros_appeal", "parties_served_on", when={"appealable": {"yes"}}, shared=False),), done="送达被害人、被不起诉人等",
           hint="附条件不起诉决定书应当在三日以内送达公安机关、被害人和未成年人一方"),
    Action("explain", "说明不起诉理由", OPEN, SAME, (P,), "规则第372条（说理为内部约定）", form=forms.ExplainForm, issues=("NP02",)),
)  # fmt: skip

EXECUTING = (
    Action("report_release", "报送释放、解除强制措施情况", OPEN, SAME, (LEGAL,), "刑诉法第178条；程序规定第293条第1款", when={"release": {"waiting"}},
           otherwise="没有需要释放、解除的强制措施，或者已经报送。", form=forms.ReleasedForm, issues=("NP04",), meets=("non_pros_release",),
           at="released_on", sets={"release": "done"}, effect=effects.released, moves_custody=True, done="释放、解除强制措施",
           police_label="已释放（解除），报送情况", hint="案件中登记的强制措施随之解除；由强制措施事项办理的，在该事项报送解除"),
    Action("not_released", "未立即释放，转侦查活动监督", OPEN, SAME, (P,), "刑诉法第117条；规则第376条第3款、第567条", when={"release": {"waiting"}},
           form=ReasonForm, after=("non_pros_release",), drops=("non_pros_release",),
           opens=(Opens("investigation", "follow", carries={"facts": "reasons"}),)),
    Action("notify_unfreeze", "通知解除查封、扣押、冻结", OPEN, SAME, (P,), "刑诉法第177条第3款；规则第374条", when={"unfreeze": {"todo"}},
           otherwise="没有需要通知解除的财物，或者已经通知。", form=forms.UnfreezeForm, issues=("NP01",), sets={"unfreeze": "waiting"},
           starts_on_receipt=(Start("non_pros_unfreeze", option="non_pros_unfreeze_days"),
                              Start("seal_release", when={"unrelated": {"yes"}})), hint="决定不起诉的，应当同时书面通知解除"),
    Action("report_unfreeze", "报送解除查封、扣押、冻结情况", OPEN, SAME, (LEGAL,), "程序规定第293条第1款", when={"unfreeze": {"waiting", "passed"}},
           form=forms.UnfrozenForm, issues=("NP01R",), meets=("non_pros_unfreeze", "seal_release"), at="unfrozen_on", sets={"unfreeze": "done"},
           done="解除查封、扣押、冻结", police_label="已解除，报送情况"),
    Action("not_unfrozen", "未解除，转侦查活动监督", OPEN, SAME, (P,), "刑诉法第177条第3款；规则第374条、第567条", when={"unfreeze": {"waiting"}},
           form=ReasonForm, after=("non_pros_unfreeze", "seal_release"), drops=("non_pros_unfreeze", "seal_release"), sets={"unfreeze": "passed"},
           opens=(Opens("investigation", "follow", carries={"facts": "reasons"}),)),
)  # fmt: skip

APPEALING = (
    Action("record_appeal", "登记申诉", OPEN, SAME, (P, CCS), "刑诉法第180条、第181条；规则第381条、第382条、第385条",
           when={"appeal": {""}, "appealable": {"yes"}}, form=forms.AppealForm, meets=("non_pros_appeal",), at="appealed_on",
           sets={"appeal": "pending"}, refusals={"appeal": "已经登记申诉，请登记复查结果。", "appealable": "本决定没有可以申诉的被害人、被不起诉人。"},
           hint="七日以内由被害人提出的，报上一级人民检察院复查；逾期的由控申部门审查。在此登记申诉和复查结果"),
    Action("appeal_upheld", "申诉：维持", OPEN, SAME, (P, CCS), "规则第381条至第386条", when={"appeal": {"pending"}}, form=forms.AppealResultForm,
           sets={"appeal": "upheld"}, done="申诉复查：维持"),
    Action("appeal_reversed", "申诉：撤销决定", ("following", "closing"), "revoked", (P,), "规则第383条、第385条", when={"appeal": {"pending"}},
           form=forms.AppealResultForm, sets={"appeal": "revoked"}, on_parent="reopened", done="申诉复查：撤销不起诉决定"),
)  # fmt: skip

HANDING_ON = (
    Action("transfer_case", "移送行政检察", OPEN, SAME, (P,), "反向衔接指引；规则第373条、第375条", when={"transfer": {"todo"}}, form=forms.TransferForm,
           otherwise="已经移送行政检察；附条件不起诉的，考验期满决定不起诉后移送。", meets=("rev_transfer",), sets={"transfer": "done"},
           opens=(Opens("follow_up", "transfer", carries={"charge": "charge", "subject": "subject", "decided_on": "decided_on",
                                                          "decision_name": "decision_name", "decision_number": "decision_number",
                                                          "facts": "facts", "advice": "advice", "enclosures": "enclosures",
                                                          "sort": "variant", "received_on": "transferred_on"}, gives={"source": "casework"}),),
           hint=f"自决定之日起三个工作日以内；{AGENCY_CONFLICT}"),
)  # fmt: skip

CONCLUDED = {
    "dispute": "请先登记公安机关是否提出异议及其结果。",
    "release": "释放、解除强制措施的情况尚未报送，不能办结。",
    "unfreeze": "查封、扣押、冻结的财物尚未解除，不能办结。",
    "transfer": "尚未移送行政检察，不能办结。",
    "appeal": "申诉尚未复查完毕，不能办结。",
    "variant": "附条件不起诉须在考验期满后作出决定，不能直接办结。",
}

PROBATION = ("cond_non_pros_probation",)
ON_TRIAL = (
    Action("adjust_probation", "调整考验期", ("following", "closing"), SAME, (P,), "规则第470条第2款、第473条", when=CONDITIONAL, form=forms.ProbationForm,
           drops=PROBATION, starts=(Start("cond_non_pros_probation", "decided_on", length="probation", shared=False),),
           hint="六个月以上一年以下，仍从作出决定之日起计算"),
    Action("probation_passed", "考验期满不起诉", ("following", "closing"), "following", (P,), "刑诉法第284条第2款；规则第477条、第480条", when=CONDITIONAL,
           decided_by=CHIEF, form=forms.PassedForm, issues=("D25",), meets=(*PROBATION, "cond_non_pros_service"),
           drops=("cond_non_pros_reconsider_file", "non_pros_appeal"), effect=effects.passed,
           sets={"variant": str(NonProsecution.EXPIRED), "transfer": "todo", "dispute": "", "uphold": False, "reviewed": False, "appeal": "",
                 "parties_served_on": None},
           starts=(Start("rev_transfer", shared=False),), starts_on_receipt=(Start("non_pros_reconsider_file"),),
           on_case=(("early_intervention", "filled_not_prosecuted"), ("early_intervention", "concluded")), done="考验期满，决定不起诉"),
    Action("revoke_condition", "撤销附条件不起诉，提起公诉", ("following", "closing"), "revoked", (P,),
           "刑诉法第282条第3款、第284条第1款；规则第470条、第479条", when=CONDITIONAL, decided_by=CHIEF, form=forms.RevokeForm, issues=("NP03",),
           on_parent="reopened", done="撤销附条件不起诉决定"),
    Action("conclude", "办结", ("closing",), "followed", (P,), "规则第376条至第380条（办结为内部约定）",
           when={**FINAL, "dispute": {"none", "upheld"}, "release": {"none", "done"}, "unfreeze": {"none", "done", "passed"}, "transfer": {"done"},
                 "appeal": {"", "upheld"}}, refusals=CONCLUDED, on_parent="settled", done="后续办理完结", bulk=True),
)  # fmt: skip

AMENDABLE = {
    "matter.title": "事项名称",
    "matter.public_title": "对外名称",
    "matter.persons": "人数",
    "detail.subject": "被不起诉人",
    "detail.charge": "移送罪名",
    "detail.decision_number": "决定书文号",
    "detail.released_on": "释放、解除日期",
    "detail.unfrozen_on": "解除查封、扣押、冻结日期",
    "detail.parties_served_on": "送达被害人、被不起诉人日期",
    "detail.appealed_on": "申诉日期",
    "detail.victim": "有被害人",
    "detail.remarks": "备注",
}

NON_PROSECUTION = register(
    Workflow(
        kind="non_prosecution",
        label="不诉跟踪",
        number_letters="侦监不诉",
        states=STATES,
        actions=(*SERVING, *EXECUTING, *CONTEST.actions(), *APPEALING, *HANDING_ON, *ON_TRIAL),
        variants=dict(NonProsecution.choices),
        detail="non_prosecution",
        detail_model=lambda: NonProsecutionDetail,
        amend_fields=AMENDABLE,
        place=80,
    )
)
