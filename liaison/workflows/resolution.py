"""议定事项的流程表 (协作配合意见第三（二）6): what 联席会议 and 会商 agreed that somebody does by a day.

Nobody begins one: a meeting does, with the last signature on its minutes. The side that leads takes the place of who asks
(``Matter.began_side``): it reports and says when it is done; the side across confirms. Where that one is silent, either head confirms
after the days agreed on; where the leading side is silent, the next meeting hears of it first of all, and may give it up. None of the
days is of law, so a reminder has passed (已过) and is never 超期.
"""

from __future__ import annotations

from functools import partial

from cases.matters.table.workflow import ASKED, ASKING, SAME, Action, Start, State, Workflow, register
from liaison.effects import resolution as effects
from liaison.forms import resolution as forms
from liaison.models.resolution import Extension, ResolutionDetail
from office.sides import Actor, Role, Side

EVERYONE = (Actor(Role.LEGAL), Actor(Role.INVESTIGATOR), Actor(Role.HEAD), Actor(Role.PROSECUTOR), Actor(Role.ASSISTANT), Actor(Role.CHIEF))
SAYS = (Actor(Role.LEGAL), Actor(Role.HEAD), Actor(Role.PROSECUTOR), Actor(Role.CHIEF))
"""Who speaks for his side about whether it is done."""
BOTH_HEADS = (Actor(Role.HEAD), Actor(Role.CHIEF))
DUE, CONFIRM = "resolution_due", "resolution_confirm"
LAW = "协作配合意见第三（二）6"
AGREED = f"{LAW}（内部约定）"

STATES = (
    State("running", "办理中", ASKING, reads={ASKING: "请牵头单位{due}完成；完成后报告，由对方确认", ASKED: "对方牵头，{due}完成"}),
    State("checking", "待确认完成", ASKED, reads={ASKING: "已报告完成，等待对方{due}确认", ASKED: "对方报告已经完成，请{due}确认，或者写明还差什么"}),
    State("done", "已完成，办结", "", "议定事项已经完成", "议定事项已经完成", closed=True),
    State("dropped", "会议决定不再办理，办结", "", "会议决定不再办理", "会议决定不再办理", closed=True),
)  # fmt: skip

by_lead = partial(Action, stands=ASKING, shown="both")
"""A row of the side that leads."""
by_other = partial(Action, stands=ASKED, shown="both")
"""A row of the side across."""

LEADING = (
    by_lead("open", "会议议定", (), "running", EVERYONE, LAW, linked=True, discloses=True, effect=effects.opened,
            starts=(Start(DUE, on="due_on"),), done="会议议定"),
    by_lead("progress", "填报进展", ("running",), SAME, EVERYONE, AGREED, form=forms.ProgressForm, effect=effects.progressed, done="进展",
            hint="对方看得到；下一次会议听取"),
    by_lead("submit_done", "报告完成", ("running",), "checking", EVERYONE, AGREED, form=forms.DoneForm, effect=effects.submitted, meets=(DUE,),
            starts=(Start(CONFIRM, option="resolution_confirm_days"),), done="报告已经完成", hint="由对方确认；附证明材料"),
    by_lead("ask_extension", "提出延期", ("running",), SAME, BOTH_HEADS, AGREED, form=forms.AskExtensionForm, effect=effects.extension_asked,
            hint="由对方负责人同意后改变日期；同意以前按原来的日期"),
)  # fmt: skip
ANSWERING = (
    by_other("confirm", "确认完成", ("checking",), "done", SAYS, AGREED, form=forms.ConfirmForm, meets=(CONFIRM,), effect=effects.confirmed,
             done="确认已经完成"),
    by_other("reject", "没有完成", ("checking",), "running", SAYS, AGREED, form=forms.RejectForm, meets=(CONFIRM,), effect=effects.rejected,
             starts=(Start(DUE, on="due_on"),), done="认为没有完成", hint="写明还差什么，另定日期"),
    by_other("extend", "同意延期", ("running",), SAME, BOTH_HEADS, AGREED, when={"extension": {Extension.ASKED}}, effect=effects.extended,
             form=forms.ExtendForm, drops=(DUE,), starts=(Start(DUE, on="due_on"),), otherwise="对方没有提出延期。"),
    by_other("refuse_extension", "不同意延期", ("running",), SAME, BOTH_HEADS, AGREED, when={"extension": {Extension.ASKED}},
             form=forms.RefuseExtensionForm, effect=effects.extension_refused, otherwise="对方没有提出延期。"),
)  # fmt: skip
MEETING = (
    Action("confirm_silent", "对方没有答复，确认完成", ("checking",), "done", BOTH_HEADS, AGREED, either=True, form=forms.SilentForm, after=(CONFIRM,),
           drops=(CONFIRM,), effect=effects.confirmed, shown="both", done="没有答复，由负责人确认完成",
           hint="报告完成后约定的期限内对方没有答复的，任何一方负责人可以确认"),
    Action("report", "登记会议通报", ("running", "checking"), SAME, EVERYONE, LAW, either=True, form=forms.ReportForm, effect=effects.reported,
           shown="both", done="会议听取落实情况", hint="下一次会议首先听取上次议定事项的落实情况"),
    Action("drop", "会议决定不再办理", ("running", "checking"), "dropped", SAYS, LAW, either=True, form=forms.DropForm, effect=effects.dropped,
           drops=(DUE, CONFIRM), shown="both", hint="只有以后的会议可以决定；引用其纪要中的议题"),
)  # fmt: skip

AMENDABLE = {
    "matter.title": "事项名称",
    "matter.public_title": "对外名称",
    "detail.assist": "配合单位",
    "detail.measure": "完成标准",
}

RESOLUTION = register(
    Workflow(
        kind="resolution",
        label="议定事项",
        number_letters="侦协议",
        states=STATES,
        actions=(*LEADING, *ANSWERING, *MEETING),
        detail="resolution",
        detail_model=lambda: ResolutionDetail,
        amend_fields=AMENDABLE,
        begun_words={Side.POLICE: "公安机关牵头", Side.PROCURATORATE: "检察机关牵头"},
        whole_office=True,
        by_organ=True,
        persons=0,
        place=250,
    )
)
