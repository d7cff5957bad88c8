"""羁押必要性审查的流程表 (刑诉法第95条; 规则第573条至第582条; 羁押审查规定; law.md 2.2, 7.1 row 15)."""

from __future__ import annotations

from typing import Any

from cases.matters.forms import NoForm
from cases.matters.forms.fields import ReasonForm
from cases.matters.table.workflow import SAME, Action, Decision, Opens, Start, State, Workflow, register
from office.sides import Actor, Role, Side
from supervision.effects import custody_review as effects
from supervision.forms import custody_review as forms
from supervision.models.custody_review import CustodyReviewDetail
from supervision.papers import custody_review as papers  # noqa: F401  (fills the catalogue of documents)

P = Actor(Role.PROSECUTOR)
ASSISTANT = Actor(Role.ASSISTANT)
LEGAL = Actor(Role.LEGAL)
CHIEF = Decision(Role.CHIEF)
HEAD = Decision(Role.HEAD)
REVIEWS = ("cust_review_10d", "cust_review_3d")
TEN, THREE = {"variant": {"ten"}}, {"variant": {"three"}}
ASKED = {"source": {"application", "house"}}
"""羁押审查规定第19条 counts from the application, or the advice of the 看守所; 依职权 has no term."""
CLOCKS = (
    Start("cust_review_10d", "received_on", when={**TEN, **ASKED}, shared=False),
    Start("cust_review_3d", "received_on", when={**THREE, **ASKED}, shared=False),
)

STATES = (
    State("review", "审查", Side.PROCURATORATE, "{due}审查完毕，提出建议或者告知继续羁押"),
    State("paused", "鉴定、听证中", Side.PROCURATORATE, "鉴定、听证等期间不计入审查期限，完毕后恢复"),
    State("advised", "待公安处理", Side.POLICE, "公安机关{due}通知处理情况", "请{due}通知处理情况；不同意的，说明继续羁押的理由"),
    State("ordered", "待公安执行", Side.POLICE, "公安机关应当立即执行，并报送执行情况", "请立即执行，并报送执行情况"),
    State("handled", "审查处理情况", Side.PROCURATORATE, "审查公安机关的处理情况", "检察机关正在审查你单位的处理情况"),
    State("released", "已释放、变更，办结", "", "公安机关已释放或者变更强制措施", "已办结", closed=True),
    State("kept", "继续羁押，办结", "", "继续羁押", "检察机关未提出建议或者已认可继续羁押的理由", closed=True),
)

APPLIED, UNASKED = {"source": {"application"}}, {"source": {"house", "own_motion"}}


def closing(code: str, label: str, target: str, outcome: set[str], form: type[Any], told: type[Any], **more: Any) -> tuple[Action, Action]:
    """Ends the review; the applicant, where there is one, is told in writing what came of it (规则第582条)."""
    facts = {"outcome": outcome}
    return (
        Action(code, f"{label}，告知申请人", ("handled",), target, (P,), "规则第582条；羁押审查规定第22条", when={**facts, **APPLIED}, form=told,
               issues=("D23R",), done=label, **more),
        Action(f"{code}_unasked", label, ("handled",), target, (P,), "羁押审查规定第22条（办结为内部约定）", when={**facts, **UNASKED}, form=form,
               **more),
    )  # fmt: skip


CORRECTING = (Opens("investigation", "follow", carries={"facts": "facts"}, gives={"source": "casework"}),)

ACTIONS = (
    Action("apply", "登记羁押必要性审查", (), "review", (P, ASSISTANT, Actor(Role.COMPLAINTS), Actor(Role.CASE_MANAGER)),
           "刑诉法第95条；羁押审查规定第6条至第10条", form=forms.ApplyForm, starts=CLOCKS,
           hint="申请和看守所的建议由案管、控申当日移送捕诉部门"),
    Action("start", "依职权启动羁押必要性审查", (), "review", (P,), "刑诉法第95条；羁押审查规定第6条", starts=CLOCKS, linked=True),
    Action("pause", "鉴定、听证，中止期限", ("review",), "paused", (P,), "羁押审查规定第19条第3款", form=forms.PauseForm, pauses=REVIEWS),
    Action("resume", "恢复审查", ("paused",), "review", (P,), "羁押审查规定第19条第3款", resumes=REVIEWS),
    Action("advise", "建议释放或者变更强制措施", ("review",), "advised", (P,), "刑诉法第95条；羁押审查规定第22条", form=forms.AdviseForm,
           when=TEN, otherwise="审查起诉阶段，不需要继续羁押的，由本院直接决定释放或者变更强制措施（规则第575条第2款）。",
           issues=("D23",), discloses=True, meets=REVIEWS, starts_on_receipt=(Start("cust_advice_reply"),)),
    Action("order", "决定释放、变更强制措施", ("review",), "ordered", (P,), "刑诉法第95条；规则第575条第2款；羁押审查规定第2条", when=THREE,
           otherwise="侦查、审判阶段，向公安机关、人民法院提出建议（规则第575条第1款）。", decided_by=CHIEF, form=forms.OrderForm, issues=("D23D",),
           discloses=True, meets=REVIEWS, done="决定释放、变更强制措施", hint="审查起诉阶段由本院直接决定"),
    Action("executed", "报送执行情况", ("ordered",), "handled", (LEGAL,), "规则第575条第2款；刑诉法第96条", form=forms.ExecutedForm,
           effect=effects.executed, moves_custody=True, done="执行释放、变更强制措施",
           hint="案件中登记的强制措施随之变更；已立强制措施事项的，在该事项报送解除、变更"),
    Action("keep", "继续羁押，告知申请人", ("review",), "kept", (P,), "羁押审查规定第20条", form=forms.KeepForm, issues=("D23R",), meets=REVIEWS),
    Action("handle", "通知处理情况", ("advised",), "handled", (LEGAL,), "刑诉法第95条；程序规定第159条", form=forms.HandledForm, issues=("D24",),
           decided_by=HEAD, meets=("cust_advice_reply",), police_label="通知处理情况"),
    Action("correct_silence", "提出监督纠正意见", ("advised",), SAME, (P,), "羁押审查规定第22条第2款", form=forms.UnansweredForm,
           after=("cust_advice_reply",), drops=("cust_advice_reply",),
           opens=CORRECTING, hint="十日以内未通知处理情况的，应当依法提出监督纠正意见"),
    *closing("close_released", "办结：已释放、变更", "released", {"released", "changed"}, NoForm, forms.ToldForm),
    *closing("close_kept", "办结：认可继续羁押的理由", "kept", {"kept"}, NoForm, forms.ToldForm),
    *closing("correct_kept", "不认可，提出监督纠正意见", "kept", {"kept"}, forms.KeptForm, forms.KeptToldForm, opens=CORRECTING),
    Action("withdrawn", "撤回申请或者已不在押", ("review", "paused"), "kept", (P,), "羁押审查规定第20条（撤回申请为内部约定）", form=ReasonForm,
           drops=REVIEWS, done="终止审查"),
)

CUSTODY_REVIEW = register(
    Workflow(
        kind="custody_review",
        label="羁押必要性审查",
        number_letters="侦监羁",
        states=STATES,
        actions=ACTIONS,
        variants=dict(forms.STAGES),
        detail="custody_review",
        detail_model=lambda: CustodyReviewDetail,
        amend_fields={
            "matter.title": "事项名称",
            "matter.public_title": "对外名称",
            "matter.police": "公安机关",
            "detail.received_on": "收到申请、建议日期",
            "detail.complainant": "申请人",
        },
        place=120,
    )
)
