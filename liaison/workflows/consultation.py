"""会商的流程表 (协作配合意见第四（二）: 会商指导; 第三（一）5、（二）6 speak of it too).

申请 → 同意 → 安排、邀请、推送材料 → 提交书面意见，互见 → 举行，逐问记载 → 纪要，双方签署. Either side applies; only who is invited sees
anything of it. A conclusion decides nothing of the matter it came from, and stops no period. Opinions are their own side's until both
hosts have said that theirs are complete. No state waits for one side for ever: what one does not do, the other does, or ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from cases.matters.forms.fields import ReasonForm
from cases.matters.table.workflow import (
    ASKED,
    ASKING,
    BOTH,
    OWN,
    SAME,
    Action,
    Circulation,
    Opens,
    Start,
    State,
    Workflow,
    register,
)
from cases.models import Matter
from liaison.effects import consultation as effects
from liaison.forms import consultation as forms
from liaison.models.consultation import ConsultationDetail
from liaison.papers import consultation as papers  # noqa: F401  (fills the catalogue of documents)
from office.models import Organisation
from office.sides import OTHER, Actor, Role, Side

OURS, THEIRS = (Actor(Role.PROSECUTOR),), (Actor(Role.LEGAL),)
SIGNERS = (*THEIRS, *OURS)
"""Who hosts and sends a paper of his side; 办案民警 and 检察官助理 draft it for them."""
TEAMS: Mapping[Side, tuple[Actor, ...]] = {
    Side.PROCURATORATE: (*OURS, Actor(Role.ASSISTANT)), Side.POLICE: (*THEIRS, Actor(Role.INVESTIGATOR)),
}  # fmt: skip
EVERYONE = (*TEAMS[Side.POLICE], *TEAMS[Side.PROCURATORATE])
HOSTING: Mapping[Side, tuple[Actor, ...]] = {Side.PROCURATORATE: OURS, Side.POLICE: THEIRS}
HEADS = (Actor(Role.CHIEF), Actor(Role.HEAD))

APPLICATION, REFUSAL, MINUTES = ("LK01G", "LK01J"), ("LK02G", "LK02J"), ("LK04G", "LK04J")
OPINIONS: Mapping[Side, str] = {Side.PROCURATORATE: "LK03J", Side.POLICE: "LK03G"}
QUESTIONS, MATERIALS = "consultation_questions", "consultation_materials"
ALL = ("consult_accept", "consult_opinions", "consult_minutes", "consult_sign")
ACCEPT_DUE = Start("consult_accept", option="consult_accept_hours")
MINUTES_DUE = Start("consult_minutes", option="consult_minutes_days")
UNDER_WAY = ("arranging", "opining", "held")
LAW = "协作配合意见第四（二）"
AGREED = f"{LAW}（内部约定）"
NOT_ALL = "下列问题没有记载结论，请先逐问记载"

STATES = (
    State("draft", "拟写中", ASKING, reads={ASKING: "写好后发出；发出以前对方看不到", ASKED: "对方尚未发出"}),
    State("applied", "待答复", ASKED, reads={ASKING: "已经申请会商，等待对方答复是否同意", ASKED: "对方申请会商，{due}答复是否同意"}),
    State("arranging", "安排中", BOTH, "邀请人员、推送材料，商定方式和时间", "邀请人员、推送材料，商定方式和时间"),
    State("opining", "提交意见", BOTH, "{due}提交书面意见，双方都交齐后互见，再举行会商", "{due}提交书面意见，双方都交齐后互见，再举行会商"),
    State("held", "会商中", BOTH, "逐问记载结论", "逐问记载结论"),
    State("minuting", "整理会商纪要", BOTH, "整理会商纪要，{due}送会签", "整理会商纪要，{due}送会签"),
    State("signing", "待签署", BOTH, "请{due}签署会商纪要", "请{due}签署会商纪要"),
    State("closed", "办结", "", "会商纪要已经双方签署", "会商纪要已经双方签署", closed=True),
    State("declined", "不同意会商，办结", "", "被申请方不同意会商", "被申请方不同意会商", closed=True),
    State("withdrawn", "已撤回、终止，办结", "", "会商已经撤回或者终止", "会商已经撤回或者终止", closed=True),
    State("lapsed", "未答复，办结", "", "到期没有答复，由申请方了结", "到期没有答复，由申请方了结", closed=True),
    State("unsigned", "未会签，办结", "", "会商纪要到期没有签署，了结", "会商纪要到期没有签署，了结", closed=True),
    State("dropped", "未发出，办结", "", "没有发出，不再申请", "没有发出，不再申请", closed=True),
)  # fmt: skip

by_asker = partial(Action, stands=ASKING)
"""A row of the side that applies."""
by_asked = partial(Action, stands=ASKED)
"""A row of the side that is applied to."""
by_either = partial(Action, either=True, shown=BOTH)
"""A row that either side presses, and both read of."""


def on_each_side(
    code: str, label: str, source: tuple[str, ...], by: Mapping[Side, tuple[Actor, ...]], *, of: Any, **same: Any
) -> tuple[Action, ...]:
    """The same row once for each side, where what it asks, writes or shows is that side's own; that of the police by ``police_`` and the code."""
    return tuple(
        Action(code if side == Side.PROCURATORATE else f"police_{code}", label, source, SAME, by[side], AGREED, **{**same, **of(side)})
        for side in Side
    )


def signers(matter: Matter) -> list[Organisation]:
    """Whose hosts sign the minutes."""
    return [matter.office.procuratorate, *([matter.police] if matter.police is not None else [])]


BEGINNING = (
    by_asker("apply", "申请会商", (), "applied", SIGNERS, LAW, form=forms.ApplyForm, issues=APPLICATION, discloses=True,
             starts_on_receipt=(ACCEPT_DUE,), effect=effects.applied, hint="一按即发；对方由承办人、值班人或者法制员先看到，其他人须邀请"),
    by_asker("prepare", "拟写会商申请", (), "draft", EVERYONE, LAW, form=forms.ApplyForm, effect=effects.prepared,
             hint="先拟写，再发出；发出以前对方看不到"),
    by_asker("follow", "由其他事项转来", (), "draft", EVERYONE, LAW, linked=True, effect=effects.followed),
    by_asker("send", "发出会商申请", ("draft",), "applied", SIGNERS, LAW, exit="police_exit", form=forms.ApplyForm, issues=APPLICATION,
             discloses=True, starts_on_receipt=(ACCEPT_DUE,), effect=effects.applied, done="申请会商"),
    by_asker("drop", "不再申请", ("draft",), "dropped", EVERYONE, AGREED, form=ReasonForm),
    by_asker("lapse", "到期未答复，了结", ("applied",), "lapsed", SIGNERS, AGREED, form=ReasonForm, after=("consult_accept",), drops=ALL, shown=BOTH),
    by_asker("take_back", "撤回会商", ("applied", *UNDER_WAY, "minuting"), "withdrawn", SIGNERS, AGREED, form=ReasonForm, drops=ALL, shown=BOTH,
             hosted=True, hint="写明理由；已签收的材料留存"),
    by_asked("accept", "同意会商", ("applied",), "arranging", SIGNERS, LAW, form=forms.AcceptForm, meets=("consult_accept",),
             effect=effects.accepted, shown=BOTH, hint="同意的人是本侧主办，由其邀请本侧人员"),
    by_asked("decline", "不同意会商", ("applied",), "declined", SIGNERS, LAW, exit="police_exit", form=ReasonForm, issues=REFUSAL,
             meets=("consult_accept",), hint="应当说明理由"),
    by_asked("call_off", "终止会商", (*UNDER_WAY, "minuting"), "withdrawn", SIGNERS, AGREED, form=ReasonForm, drops=ALL, shown=BOTH,
             hosted=True, hint="申请方不再推进，或者本侧不再参加的"),
)  # fmt: skip

ARRANGING = (
    by_either("arrange", "安排、改期", ("arranging", "opining"), SAME, SIGNERS, AGREED, form=forms.ArrangeForm, hosted=True,
              done="安排会商", hint="方式、时间、地点；通知双方受邀者"),
    *on_each_side("invite", "邀请", (*UNDER_WAY, "minuting", "signing"), HOSTING, hosted=True, effect=effects.invited, shown=BOTH,
                  hint="由本侧主办邀请本侧人员",
                  of=lambda side: {"form": forms.InviteForm if side == Side.PROCURATORATE else forms.PoliceInviteForm}),
    *on_each_side("uninvite", "撤邀", (*UNDER_WAY, "minuting", "signing"), HOSTING, hosted=True, effect=effects.uninvited, shown=BOTH,
                  of=lambda side: {"form": forms.UninviteForm if side == Side.PROCURATORATE else forms.PoliceUninviteForm,
                                   "when": {f"{side.value}_guests": {"yes"}}, "otherwise": "本侧没有可以撤邀的人员；主办不能撤邀。"}),
    by_either("add_question", "增加问题", UNDER_WAY, SAME, EVERYONE, AGREED, form=forms.QuestionForm, effect=effects.question_added,
              done="增加会商问题"),
    by_either("push", "推送材料", UNDER_WAY, SAME, EVERYONE, LAW, form=forms.PushForm, effect=effects.pushed, done="推送会商材料",
              hint="对方逐份签收；未签收的不算已提供"),
    *on_each_side("withdraw_material", "撤回材料", UNDER_WAY, TEAMS, item=MATERIALS, form=forms.WithdrawMaterialForm, effect=effects.material_withdrawn,
                  shown=BOTH, of=lambda side: {"item_when": {"side": {side.value}, "status": {"pushed"}}}),
    *on_each_side("void_material", "标明作废", (*UNDER_WAY, "minuting"), TEAMS, item=MATERIALS, form=forms.VoidMaterialForm,
                  effect=effects.material_void, shown=BOTH, done="标明材料作废，以新件为准",
                  of=lambda side: {"item_when": {"side": {side.value}, "status": {"pushed"}}}),
    by_either("gather", "开始提交意见", ("arranging",), "opining", SIGNERS, AGREED, hosted=True,
              starts=(Start("consult_opinions", option="consult_opinion_days"),), hint="双方各自提交书面意见；不需要书面意见的，直接举行"),
)  # fmt: skip

OPINING = (
    by_either("opine", "提交意见", ("opining", "held"), SAME, EVERYONE, LAW, shown=OWN, form=forms.OpinionForm, effect=effects.opined,
              done="提交书面意见", hint="双方主办都表示已交齐以前，对方看不到"),
    *on_each_side("ready", "本侧已交齐", ("opining", "held"), HOSTING, hosted=True, shown=BOTH, hint="双方都交齐后，同时互见",
                  of=lambda side: {"when": {f"{side.value}_ready": {"no"}, f"{OTHER[side].value}_ready": {"no"}}, "sets": {f"{side.value}_ready": True},
                                   "done": f"{side.label}已交齐书面意见"}),
    *on_each_side("exchange", "本侧已交齐，互见", ("opining", "held"), HOSTING, hosted=True, final=True, effect=effects.exchanged, shown=BOTH,
                  meets=("consult_opinions",), hint="对方已交齐；办理后双方的意见同时互见",
                  of=lambda side: {"when": {f"{side.value}_ready": {"no"}, f"{OTHER[side].value}_ready": {"yes"}}, "sets": {f"{side.value}_ready": True},
                                   "issues": (OPINIONS[side],), "done": "双方交齐，书面意见互见"}),
    *on_each_side("unready", "撤回“已交齐”", ("opining", "held"), HOSTING, hosted=True, shown=BOTH, hint="互见以前可以修改后再按",
                  of=lambda side: {"when": {f"{side.value}_ready": {"yes"}, "exchanged": {"no"}}, "sets": {f"{side.value}_ready": False}}),
    by_either("hold", "举行会商", ("arranging", "opining"), "held", SIGNERS, LAW, form=forms.HoldForm, drops=("consult_opinions",),
              hosted=True, hint="对方没有交齐意见的，也可以举行；谁也不能替对方启封"),
)  # fmt: skip

CONCLUDING = (
    by_either("conclude", "记载结论", ("held",), SAME, EVERYONE, LAW, item=QUESTIONS, form=forms.ConcludeForm, effect=effects.concluded,
              done="记载会商意见", hint="再次记载即重议"),
    by_either("end", "散会，整理纪要", ("held",), "minuting", SIGNERS, AGREED, form=forms.EndForm, starts=(MINUTES_DUE,),
              unless_rows={QUESTIONS: {"outcome": {""}}}, refusals={QUESTIONS: NOT_ALL}, hosted=True),
    by_either("reopen", "重议", ("minuting",), "held", SIGNERS, AGREED, form=ReasonForm, drops=("consult_minutes",), hosted=True,
              hint="回到逐问记载"),
    by_either("dissent", "写保留意见", ("minuting", "signing"), SAME, EVERYONE, AGREED, item=QUESTIONS, by_row=True, form=forms.DissentForm,
              effect=effects.dissented, done="提交保留意见"),
    by_either("own_dissent", "写保留意见（仅本侧）", ("minuting", "signing"), SAME, EVERYONE, AGREED, shown=OWN, item=QUESTIONS, by_row=True,
              form=forms.DissentForm, effect=effects.dissented_within, done="提交保留意见（仅本侧）"),
    by_either("circulate", "核对纪要，送签署", ("minuting",), "signing", EVERYONE, LAW, form=forms.MinutesForm, issues=MINUTES,
              circulates=Circulation(wanted=signers, by=HEADS, option="consult_signed_by", signed="signed", returned="sent_back"),
              meets=("consult_minutes",), starts=(Start("consult_sign", option="consult_sign_days"),), effect=effects.circulated,
              done="会商纪要送签署",
              hint="谁也不签自己最后改过的稿：由记录人员送签署，双方主办签"),
    by_either("recall", "收回纪要", ("signing",), "minuting", SIGNERS, AGREED, form=ReasonForm, recalls=True, drops=("consult_sign",),
              starts=(MINUTES_DUE,), hosted=True, hint="全部签名作废，改后再送"),
    by_either("shelve", "未会签，了结", ("signing",), "unsigned", SIGNERS, AGREED, form=ReasonForm, recalls=True, after=("consult_sign",), drops=ALL,
              hosted=True, hint="到期仍没有签署的"),
    Action("sent_back", "退回纪要", ("signing",), "minuting", OURS, AGREED, linked=True, drops=("consult_sign",), starts=(MINUTES_DUE,), shown=BOTH),
    Action("signed", "双方签署，办结", ("signing",), "closed", OURS, LAW, linked=True, meets=("consult_sign",), effect=effects.closed, shown=BOTH,
           done="会商纪要已经双方签署"),
)  # fmt: skip

FOLLOWING = (
    *on_each_side("to_meeting", "提交联席会议", ("held", "minuting", "signing"), HOSTING, hosted=True, effect=effects.to_meeting, shown=BOTH,
                  hint="双方主办都同意的，列入联席会议议题来源，只写中性题名",
                  of=lambda side: {"when": {f"{side.value}_meeting": {"no"}}, "sets": {f"{side.value}_meeting": True},
                                   "done": f"{side.label}同意提交联席会议"}),
    by_either("resolve", "形成议定事项", ("held", "minuting", "signing"), SAME, SIGNERS, LAW, form=forms.ResolveForm, hosted=True,
              opens=(Opens("resolution", "open", carries={name: name for name in ("text", "lead", "assist", "measure", "due_on")},
                           gives={"topic": "会商议定"}),), hint="由一个单位牵头，对方确认完成；办公室双方都看得见"),
    by_either("to_guidance", "转为指引", ("held", "minuting", "signing"), SAME, EVERYONE, "协作配合意见第三（二）6", shown=OWN, form=forms.GuidanceForm,
              opens=(Opens("guidance", "begin", carries={name: name for name in ("title", "variant", "body", "grounds", "origin")}),),
              done="转为指引草稿", hint="隐去当事人后另拟指引，双方会签以后施行；会签以前对方看不到"),
    Action("outline", "开立补充侦查提纲", ("held", "minuting", "signing"), SAME, OURS, LAW, form=forms.OutlineForm, shown=Side.PROCURATORATE,
           opens=(Opens("supplementary", "follow", carries={"variant": "variant", "charge": "charge", "subject": "subject"}),),
           hint="提纲另行拟定、发出；会商内容不随之公开"),
    Action("spot", "发现违法，另行监督", ("held", "minuting", "signing"), SAME, OURS, "规则第567条", form=forms.SpotForm, shown=Side.PROCURATORATE,
           opens=(Opens("investigation", "follow", carries={"facts": "facts"}, gives={"source": "casework"}),), done="会商中发现违法情形",
           hint="同时开立侦查活动监督；不写进会商纪要代替监督"),
)  # fmt: skip

AMENDABLE = {
    "matter.title": "事项名称",
    "matter.public_title": "对外名称",
    "detail.why": "会商事由",
    "detail.place": "会商地点",
}

CONSULTATION = register(
    Workflow(
        kind="consultation",
        label="会商",
        number_letters="侦协商",
        states=STATES,
        actions=(*BEGINNING, *ARRANGING, *OPINING, *CONCLUDING, *FOLLOWING),
        detail="consultation",
        detail_model=lambda: ConsultationDetail,
        amend_fields=AMENDABLE,
        rows={
            QUESTIONS: "会商问题", "consultation_opinions": "书面意见", MATERIALS: "会商材料", "consultation_dissents": "保留意见",
        },
        writes=("participants",),
        begun_words={Side.POLICE: "公安机关申请", Side.PROCURATORATE: "检察机关申请"},
        restricted=True,
        persons=0,
        place=230,
    )
)
