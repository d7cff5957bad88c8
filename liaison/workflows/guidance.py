"""指引、标准、会签制度的流程表 (协作配合意见第三（二）6).

拟写（对方看不到） → 送会签 → 双方负责人签署 → 施行 → 复审、修订、废止. Either side drafts; a text is signed by both heads, and so is its
repeal. A new version replaces the old one on the day it is signed, and the old one stays, read-only and linked. While the other side is
silent, the drafter takes the text back or gives it up; who reads it may send it back.
"""

from __future__ import annotations

from functools import partial

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
from liaison.effects import guidance as effects
from liaison.forms import guidance as forms
from liaison.models.guidance import GuidanceDetail, Sort
from liaison.papers import guidance as papers  # noqa: F401  (fills the catalogue of documents)
from office.models import Organisation
from office.sides import Actor, Role, Side

WRITERS = (Actor(Role.LEGAL), Actor(Role.INVESTIGATOR), Actor(Role.PROSECUTOR), Actor(Role.ASSISTANT))
SENDERS = (Actor(Role.LEGAL), Actor(Role.PROSECUTOR))
HEADS = (Actor(Role.HEAD), Actor(Role.CHIEF))
POLICE, PROCURATORATE = Side.POLICE, Side.PROCURATORATE
TEXT, REPEAL = ("LG01J", "LG01G"), ("LG02J", "LG02G")
REVIEW = Start("guidance_review", on="effective_on", option="guidance_review_months")
LAW = "协作配合意见第三（二）6"
AGREED = f"{LAW}（内部约定）"
CARRIED = ("title", "variant", "body", "grounds", "charges", "items", "kinds")


def both(matter: Matter) -> list[Organisation]:
    """Who signs: the procuratorate of the office and the organ that the text names."""
    return [one for one in (matter.office.procuratorate, matter.police) if one is not None]


STATES = (
    State("drafting", "拟写中", ASKING, reads={ASKING: "写好后送会签；送出以前对方看不到", ASKED: "对方尚未送出"}),
    State("signing", "待会签", BOTH, reads={
        ASKING: "已送会签，由双方负责人签署；可以收回修改",
        ASKED: "请阅正文，由负责人签署，或者写明理由退回",
    }),
    State("in_force", "施行", "", "双方已经会签，{due}复审", "双方已经会签，{due}复审", waits="双方已经会签，按期复审"),
    State("repealing", "待会签废止", BOTH, "仍在施行；废止通知待双方负责人签署", "仍在施行；废止通知待双方负责人签署"),
    State("replaced", "已有新版", "", "已由新版取代，只供查阅", "已由新版取代，只供查阅", closed=True),
    State("repealed", "已废止", "", "双方已经会签废止，只供查阅", "双方已经会签废止，只供查阅", closed=True),
    State("withdrawn", "未会签，办结", "", "没有会签，不施行", "没有会签，不施行", closed=True),
    State("dropped", "未送会签，办结", "", "没有送出，不再拟定", "没有送出，不再拟定", closed=True),
)  # fmt: skip

by_drafter = partial(Action, stands=ASKING)
"""A row of the side that drafts."""

DRAFTING = (
    by_drafter("draft", "拟写指引、标准、制度", (), "drafting", WRITERS, LAW, form=forms.GuidanceForm, effect=effects.drafted,
               done="拟写", hint="送会签以前对方看不到"),
    by_drafter("begin", "转为指引", (), "drafting", WRITERS, LAW, linked=True, effect=effects.begun, done="转入拟写"),
    by_drafter("edit", "修改草稿", ("drafting",), SAME, WRITERS, AGREED, form=forms.EditForm, shown=OWN, hint="重新送会签以前对方看不到修改的内容"),
    by_drafter("drop", "不再拟定", ("drafting",), "dropped", WRITERS, AGREED, form=ReasonForm),
    by_drafter("circulate", "送会签", ("drafting",), "signing", SENDERS, LAW, form=forms.CirculateForm, issues=TEXT, discloses=True,
               effect=effects.circulated,
               circulates=Circulation(both, HEADS, signed="take_effect", returned="send_back"), shown="both", done="送会签",
               hint="双方同时看到正文；检察长和公安机关负责人都签署以后施行"),
)  # fmt: skip
SIGNING = (
    by_drafter("recall", "收回修改", ("signing",), "drafting", SENDERS, AGREED, form=ReasonForm, recalls=True, shown="both",
               hint="已经签的作废；修改后重新送会签"),
    by_drafter("give_up", "不再会签", ("signing",), "withdrawn", SENDERS, AGREED, form=ReasonForm, recalls=True, shown="both",
               hint="一直没有会签，或者不再需要的"),
    by_drafter("send_back", "退回修改", ("signing",), "drafting", SENDERS, AGREED, linked=True, shown="both"),
    by_drafter("take_effect", "会签完成", ("signing",), "in_force", SENDERS, LAW, linked=True, effect=effects.took_effect, starts=(REVIEW,),
               on_parent="replace", shown="both", done="双方会签完成"),
)  # fmt: skip


IN_FORCE = (
    Action("revise_text", "修订", ("in_force",), SAME, WRITERS, LAW, either=True, shown=OWN,
           opens=(Opens("guidance", "begin", carries={name: name for name in CARRIED}),), done="开始修订",
           hint="另拟新版，会签以前现行的继续施行；会签后旧版只供查阅"),
    Action("replace", "由新版取代", ("in_force", "repealing"), "replaced", SENDERS[1:], LAW, linked=True, effect=effects.replaced, recalls=True,
           drops=("guidance_review",), shown="both", done="由新版取代"),
    Action("review", "复审，继续施行", ("in_force",), SAME, SENDERS, AGREED, either=True, form=forms.ReviewForm, effect=effects.reviewed,
           meets=("guidance_review",), starts=(Start("guidance_review", option="guidance_review_months"),), shown="both", done="复审，继续施行",
           hint="不需要修改的；需要修改的办理修订，不再需要的办理废止"),
    Action("repeal", "废止", ("in_force",), "repealing", SENDERS, LAW, either=True, form=forms.RepealForm, issues=REPEAL, shown="both",
           circulates=Circulation(both, HEADS, signed="repealed", returned="kept"), done="废止通知送会签", hint="双方负责人都签署以后废止；签署以前继续施行"),
    Action("recall_repeal", "收回废止通知", ("repealing",), "in_force", SENDERS, AGREED, either=True, form=ReasonForm, recalls=True,
           effect=effects.kept, shown="both", done="收回废止通知，继续施行"),
    Action("kept", "不同意废止", ("repealing",), "in_force", SENDERS[1:], AGREED, linked=True, effect=effects.kept, shown="both",
           done="不同意废止，继续施行"),
    Action("repealed", "废止会签完成", ("repealing",), "repealed", SENDERS[1:], LAW, linked=True, drops=("guidance_review",), shown="both",
           done="双方会签废止"),
)  # fmt: skip

AMENDABLE = {
    "matter.title": "事项名称",
    "matter.public_title": "对外名称",
    "detail.charges": "适用罪名",
    "detail.kinds": "办理环节",
    "detail.items": "监督项目",
}
"""What it is called in the lists, and beside what it is shown; the text itself, as signed, is changed by a new version alone."""

GUIDANCE = register(
    Workflow(
        kind="guidance",
        label="指引、标准、会签制度",
        number_letters="侦协规",
        states=STATES,
        actions=(*DRAFTING, *SIGNING, *IN_FORCE),
        variants=dict(Sort.choices),
        detail="guidance",
        detail_model=lambda: GuidanceDetail,
        amend_fields=AMENDABLE,
        begun_words={POLICE: "公安机关起草", PROCURATORATE: "检察机关起草"},
        whole_office=True,
        by_organ=True,
        persons=0,
        place=260,
    )
)
