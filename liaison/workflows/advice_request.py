"""咨询指导的流程表 (协作配合意见第四（四）: 疑难复杂问题、是否提请批准逮捕和移送审查起诉的法律咨询).

拟写 → 发出 → 认领 → 答复 → 追问或者办结. Either side asks; every row stands for both directions. The answer is for reference and
decides nothing. No period of it is statutory. While the other side is silent, the asker takes the question back, and the asked
side answers, or closes what is not asked further within the days agreed on.
"""

from __future__ import annotations

from functools import partial

from cases.matters.table.workflow import ASKED, ASKING, OWN, SAME, Action, Opens, Start, State, Workflow, register
from liaison.effects import advice_request as effects
from liaison.forms import advice_request as forms
from liaison.forms.guidance import ToGuidanceForm
from liaison.models.advice_request import AdviceRequestDetail
from liaison.papers import advice_request as papers  # noqa: F401  (fills the catalogue of documents)
from office.sides import Actor, Role, Side

SIGNERS = (Actor(Role.LEGAL), Actor(Role.PROSECUTOR))
"""Who sends a paper of his side; 办案民警 and 检察官助理 draft it for them."""
EVERYONE = (Actor(Role.LEGAL), Actor(Role.INVESTIGATOR), Actor(Role.PROSECUTOR), Actor(Role.ASSISTANT))
QUESTION, ANSWER = ("LA01G", "LA01J"), ("LA02G", "LA02J")
ANSWER_DUE = Start("advice_answer", option="advice_reply_hours")
LAW = "协作配合意见第四（四）"
AGREED = f"{LAW}（内部约定）"

STATES = (
    State("draft", "拟写中", ASKING, reads={ASKING: "写好后发出；发出以前对方看不到", ASKED: "对方尚未发出"}),
    State("asked", "待认领", ASKED, reads={ASKING: "已经发出，等待对方认领、答复", ASKED: "请认领并{due}答复；也可以直接答复"}),
    State("answering", "待答复", ASKED, reads={ASKING: "对方正在办理，等待答复", ASKED: "请{due}答复"}),
    State("answered", "已答复", ASKING, reads={
        ASKING: "已有答复，供参考；还有问题的可以追问，没有的请办结",
        ASKED: "已经答复，等待对方查看；对方在约定的期限内没有追问的，可以办结",
    }),
    State("closed", "办结", "", "咨询已经办结", "咨询已经办结", closed=True),
    State("taken_back", "已撤回，办结", "", "提问方已经撤回咨询", "提问方已经撤回咨询", closed=True),
    State("consulted", "转为会商，办结", "", "已经转为会商", "已经转为会商", closed=True),
    State("dropped", "未发出，办结", "", "没有发出，不再咨询", "没有发出，不再咨询", closed=True),
)  # fmt: skip


by_asker = partial(Action, stands=ASKING)
"""A row of the side that asks."""
by_asked = partial(Action, stands=ASKED)
"""A row of the side that is asked."""

ASKS = (
    by_asker("ask", "提出咨询", (), "asked", SIGNERS, LAW, form=forms.QuestionForm, issues=QUESTION, discloses=True,
             starts_on_receipt=(ANSWER_DUE,), done="提出咨询", hint="一按即发；没有案件也可以咨询"),
    by_asker("prepare", "拟写咨询", (), "draft", EVERYONE, LAW, form=forms.QuestionForm, done="拟写咨询",
             hint="先拟写，再发出；发出以前对方看不到"),
    by_asker("send", "发出咨询", ("draft",), "asked", SIGNERS, LAW, exit="police_exit", form=forms.SendForm, issues=QUESTION, discloses=True,
             starts_on_receipt=(ANSWER_DUE,), done="提出咨询"),
    by_asker("drop", "不再咨询", ("draft",), "dropped", EVERYONE, AGREED, form=forms.ReasonForm),
    by_asker("take_back", "撤回咨询", ("asked", "answering"), "taken_back", EVERYONE, AGREED, form=forms.ReasonForm,
             drops=("advice_answer",), shown="both", hint="问题已经解决，或者不需要答复的"),
    by_asker("follow_up", "追问", ("answered",), "answering", SIGNERS, LAW, exit="police_exit", form=forms.FollowUpForm, issues=QUESTION,
             drops=("advice_further",), starts_on_receipt=(ANSWER_DUE,)),
    by_asker("settle", "没有其他问题，办结", ("answered",), "closed", EVERYONE, AGREED, form=forms.SettleForm, meets=("advice_further",),
             shown="both", done="办结"),
)  # fmt: skip
ANSWERS = (
    by_asked("take", "认领", ("asked",), "answering", EVERYONE, AGREED, effect=effects.claimed, shown="both",
             hint="认领后由您承办，不再逐级提醒"),
    by_asked("answer", "答复", ("asked", "answering"), "answered", SIGNERS, LAW, exit="police_exit", form=forms.AnswerForm, issues=ANSWER,
             meets=("advice_answer",), starts=(Start("advice_further", option="advice_further_days"),), effect=effects.answered,
             hint="供对方参考，不代替对方依法作出的决定"),
    by_asked("close", "没有追问，办结", ("answered",), "closed", EVERYONE, AGREED, after=("advice_further",), drops=("advice_further",),
             shown="both", done="没有追问，办结"),
)  # fmt: skip


GENERAL = (
    Action("to_guidance", "转为指引", ("answered",), SAME, EVERYONE, "协作配合意见第三（二）6", either=True, shown=OWN, form=ToGuidanceForm,
           opens=(Opens("guidance", "begin", carries={name: name for name in ("title", "variant", "body", "grounds", "origin")}),),
           done="转为指引草稿", hint="隐去当事人后另拟指引，双方会签以后施行；会签以前对方看不到"),
)  # fmt: skip

CONSULTING = (
    Action("to_consultation", "转为会商", ("asked", "answering", "answered"), "consulted", EVERYONE, "协作配合意见第四（二）、（四）", either=True,
           form=forms.ConsultForm, drops=("advice_answer", "advice_further"), shown="both",
           opens=(Opens("consultation", "follow", carries={"facts": "facts"}),),
           hint="需要双方当面或者书面会商的；会商申请另行拟写、发出，只有受邀者看得见"),
)  # fmt: skip

AMENDABLE = {
    "matter.title": "事项名称",
    "matter.public_title": "对外名称",
    "detail.topic": "咨询类别",
    "detail.urgency": "缓急",
    "detail.case_number": "案件编号",
    "detail.usage": "采用情况",
}

ADVICE_REQUEST = register(
    Workflow(
        kind="advice_request",
        label="咨询指导",
        number_letters="侦协询",
        states=STATES,
        actions=(*ASKS, *ANSWERS, *CONSULTING, *GENERAL),
        detail="advice_request",
        detail_model=lambda: AdviceRequestDetail,
        amend_fields=AMENDABLE,
        begun_words={Side.POLICE: "公安机关提出", Side.PROCURATORATE: "检察机关提出"},
        persons=0,
        claimed=True,
        place=220,
    )
)
