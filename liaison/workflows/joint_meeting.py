"""联席会议的流程表 (协作配合意见第三（二）6: 定期或者适时召开; 频次、期限无法定，均为内部约定).

召集 → 通知 → 开会 → 散会 → 整理纪要 → 会签 → 督办 → 办结. Who calls it is the convener (ASKING), whichever side that is; every organ of the office
sees it from then on. The agenda is a person's: the system only proposes. Both sides type at once while they sit together, and
nothing is decided for them: what is not decided is put off. No missing answer or signature keeps a meeting open: what the
convener leaves lying the other side ends after the reminder, and a 纪要 that is not signed is shelved.
"""

from __future__ import annotations

from functools import partial

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
from liaison import minutes
from liaison.effects import joint_meeting as effects
from liaison.forms import joint_meeting as forms
from liaison.forms import minutes as record
from liaison.models.joint_meeting import JointMeetingDetail
from liaison.papers import joint_meeting as papers  # noqa: F401  (fills the catalogue of documents)
from office.sides import Actor, Role, Side

CONVENERS = (Actor(Role.LEGAL), Actor(Role.PROSECUTOR), Actor(Role.ASSISTANT))
SIGNERS = (Actor(Role.LEGAL), Actor(Role.PROSECUTOR))
"""Who sends a paper; 检察官助理 and 办案民警 draft it for them."""
EVERYONE = (
    Actor(Role.LEGAL), Actor(Role.INVESTIGATOR), Actor(Role.HEAD), Actor(Role.PROSECUTOR), Actor(Role.ASSISTANT), Actor(Role.CHIEF),
    Actor(Role.CASE_MANAGER),
)  # fmt: skip
HEADS = (Actor(Role.CHIEF), Actor(Role.HEAD))
LAW = "协作配合意见第三（二）6"
AGREED = f"{LAW}（内部约定）"
ITEMS, PEOPLE = "agenda_items", "attendances"
PREPARING, SITTING = ("preparing", "called"), ("in_session", "adjourned")
LISTED = {"status": {"listed"}}
OPEN_ITEMS = {ITEMS: {"waits": {"outcome", "merge", "contested", "follow_up"}}}
NOT_ALL = "议不完的，定为“下次再议”；下列议题没有定结果、待合并、有异议，或者没有写明牵头单位、完成期限和完成标准，请先办理"
HAS_AGENDA = {"has_agenda": {"yes"}}
NO_AGENDA = "还没有列入任何议题，请先列入议题。"
SAID = {"status": {"listed"}, "outcome": {"decided", "supervise", "again", "noted", "withdrawn", "pass_on"}}
HELD = Start("meeting_held", on="held_on", option="meeting_idle_days")
NOTICE = Start("meeting_notice", length="notice_in")

FOLLOWED = Opens(
    "resolution", "open", each=ITEMS, each_when={"followed": {"yes"}},
    carries={"source_item": "itself", "text": "conclusion", "lead": "lead", "assist": "assist", "due_on": "due_on", "measure": "measure"},
)  # fmt: skip
"""One 议定事项 for every item, or part of one, that somebody has to follow up."""

convener = partial(Action, stands=ASKING, by_organ=True, shown=BOTH)
"""A row of who called the meeting: of the police, of the organ that did."""
across = partial(Action, stands=ASKED, shown=BOTH)
either = partial(Action, either=True, shown=BOTH)
typed = partial(Action, by_row=True, item=ITEMS, shown=BOTH)
"""A row on one item, while others work on others."""

STATES = (
    State("preparing", "筹备", BOTH, "征集、列入议题，召集方{due}发会议通知", "征集、报送议题，召集方{due}发会议通知"),
    State("called", "已通知", BOTH, "请填报参会回执；补报议题的尽快提出", "请填报参会回执；补报议题的尽快提出"),
    State("in_session", "会中", BOTH, "逐项记录发言、定结果", "逐项记录发言、定结果", sits=True),
    State("adjourned", "休会", BOTH, "休会，等待复会", "休会，等待复会", sits=True),
    State("minuting", "整理纪要", ASKING, reads=dict.fromkeys((ASKING, ASKED), "召集方整理纪要，{due}送会签")),
    State("signing", "会签中", BOTH, "请{due}会签纪要", "请{due}会签纪要"),
    State("tracking", "督办议定事项", BOTH, "纪要已经印发，跟踪议定事项", "纪要已经印发，跟踪议定事项"),
    State("closed", "办结", "", "联席会议已经办结", "联席会议已经办结", closed=True),
    State("cancelled", "已取消", "", "会议取消，议题退回", "会议取消，议题退回", closed=True),
    State("unsigned", "未会签，了结", "", "纪要未会签，议题退回", "纪要未会签，议题退回", closed=True),
)  # fmt: skip

CALLING = (
    convener("call", "召集联席会议", (), "preparing", CONVENERS, LAW, form=forms.CallForm, discloses=True, effect=effects.called,
             starts=(NOTICE, HELD), done="召集联席会议", hint="召集以后，办公室各单位都看得见，可以报议题"),
    convener("replan", "修改时间地点", ("preparing",), SAME, CONVENERS, AGREED, form=forms.ScheduleForm, effect=effects.replanned,
             drops=("meeting_notice", "meeting_held"), starts=(NOTICE, HELD), done="修改会议时间地点"),
    convener("invite", "参加人员", (*PREPARING, "in_session"), SAME, CONVENERS, AGREED, form=forms.InviteForm, effect=effects.invited,
             done="确定参加人员"),
    convener("notify", "发会议通知", ("preparing",), "called", SIGNERS, LAW, when=HAS_AGENDA, otherwise=NO_AGENDA, form=forms.NoticeForm,
             issues=("LJ01J", "LJ01G"), meets=("meeting_notice",), effect=effects.announced, done="发出会议通知", hint="此后改议程的，发补充通知"),
    convener("notify_again", "发补充通知", ("called",), SAME, SIGNERS, LAW, form=forms.NoticeForm, issues=("LJ01J", "LJ01G"),
             effect=effects.announced, done="发出补充通知", hint="议程、参加人员有变化的"),
    convener("answer", "回执", PREPARING, SAME, EVERYONE, AGREED, by_organ=False, item=PEOPLE, item_when={"of_convener": {"yes"}},
             form=forms.AnswerForm, effect=effects.answered, done="回执", hint="没有回执不影响开会"),
    across("answer_across", "回执", PREPARING, SAME, EVERYONE, AGREED, item=PEOPLE, item_when={"of_convener": {"no"}}, form=forms.AnswerForm,
           effect=effects.answered, done="回执", hint="没有回执不影响开会"),
    convener("reschedule", "改期", ("called",), SAME, SIGNERS, AGREED, form=forms.MovedForm, issues=("LJ02J", "LJ02G"),
             effect=effects.rescheduled, drops=("meeting_held",), starts=(HELD,), done="会议改期"),
    convener("cancel", "取消会议", PREPARING, "cancelled", SIGNERS, AGREED, form=forms.CancelLetterForm, issues=("LJ04J", "LJ04G"),
             effect=effects.cancelled, done="会议取消", hint="议题退回，供下一次会议列入，不计入未决次数"),
    across("lapse", "久未召开，了结", PREPARING, "cancelled", EVERYONE, AGREED, form=forms.ReasonForm, after=("meeting_held",),
           done="久未召开，了结", hint="会议日期过后约定的期限内召集方没有召开的"),
)  # fmt: skip

AGENDA = (
    either("propose_item", "报议题", PREPARING, SAME, EVERYONE, LAW, form=forms.TopicForm, effect=effects.proposed, group="议程",
           done="报议题", hint="召集方提出的直接列入，对方提出的由召集方列入"),
    convener("refresh_agenda", "更新建议", PREPARING, SAME, CONVENERS, AGREED, effect=effects.refreshed, group="议程", shown=Side.PROCURATORATE,
             done="更新议题建议", hint="系统只提建议，列入与否由人逐条决定"),
    convener("list_item", "列入", PREPARING, SAME, CONVENERS, AGREED, item=ITEMS, item_when={"status": {"pending", "heads", "unlisted"}},
             form=forms.ListForm, effect=effects.listed, done="列入议题"),
    convener("merge_item", "合并", PREPARING, SAME, CONVENERS, AGREED, item=ITEMS, item_when={"status": {"pending"}}, when=HAS_AGENDA,
             otherwise="还没有列入任何议题，没有可以并入的。", form=forms.MergeIntoForm, effect=effects.combined, done="合并议题"),
    convener("drop_item", "不列", PREPARING, SAME, CONVENERS, AGREED, item=ITEMS, item_when={"status": {"pending", "heads", "listed"}},
             form=forms.DropForm, effect=effects.dropped, done="不列议题", hint="写明理由；对方提出的，提出人收到提醒"),
    convener("arrange", "排序", PREPARING, SAME, CONVENERS, AGREED, when=HAS_AGENDA, otherwise=NO_AGENDA, form=forms.ArrangeForm,
             effect=effects.arranged, group="议程", done="议程排序"),
    either("add_material", "附材料", (*PREPARING, "in_session"), SAME, EVERYONE, AGREED, item=ITEMS, form=forms.MaterialForm, done="附议题材料"),
    either("head_opinion", "负责人处理意见", PREPARING, SAME, HEADS, AGREED, by_organ=True, item=ITEMS, item_when={"status": {"heads"}}, form=forms.HeadForm,
           effect=effects.head_spoke, done="填写处理意见", hint="屡次未决的议题，双方负责人各填一句以后才能再列入"),
)  # fmt: skip

SESSION = (
    convener("begin", "开会", ("called",), "in_session", CONVENERS, LAW, when=HAS_AGENDA, otherwise=NO_AGENDA, form=forms.BeginForm, effect=effects.begun,
             drops=("meeting_held",), starts=(HELD,), done="开会", hint="议程编号固定，会中不能删除议题；没有回执不影响开会"),
    either("sign_in", "签到", SITTING, SAME, EVERYONE, AGREED, form=forms.PresentForm, effect=effects.signed_in, done="登记到会人员"),
    either("add_item", "会中补列", ("in_session",), SAME, EVERYONE, AGREED, form=record.LateItemForm, effect=minutes.added, done="会中补列议题"),
    typed("jot", "记发言", ("in_session", "minuting"), SAME, EVERYONE, AGREED, either=True, item_when=LISTED, form=record.JotForm,
          effect=minutes.jotted, done="记发言", hint="只增不改；散会以后记的是补记"),
    typed("write_item", "写结论与落实", ("in_session", "minuting"), SAME, EVERYONE, AGREED, either=True, item_when=LISTED, form=record.WriteForm,
          effect=minutes.written, done="写结论与落实", hint="双方同时改同一栏的，两份都留，由人合并"),
    typed("merge_field", "合并两份文字", ("in_session",), SAME, EVERYONE, AGREED, either=True, item_when={"waits": {"merge"}}, form=record.MergeForm,
          effect=minutes.merged, done="合并两份文字"),
    typed("conclude_item", "定结果", ("in_session",), SAME, EVERYONE, LAW, stands=ASKING, by_organ=True, item_when=LISTED,
          form=record.ConcludeForm, effect=minutes.concluded, done="记结果", hint="由召集方记录；议不完的，定为“下次再议”"),
    typed("agree_item", "同意", ("in_session",), SAME, EVERYONE, AGREED, stands=ASKED, item_when=SAID, form=record.AgreeForm,
          effect=minutes.agreed, done="同意结果"),
    typed("contest_item", "有异议", ("in_session",), SAME, EVERYONE, AGREED, stands=ASKED, item_when=SAID, form=record.ContestForm,
          effect=minutes.contested, done="对结果有异议", hint="有异议的只能再议、撤回或者提请上级"),
    typed("reopen_item", "重议", ("in_session",), SAME, EVERYONE, AGREED, either=True, item_when=SAID, form=record.ReopenForm,
          effect=minutes.reopened, done="重议"),
    either("add_part", "再加一件议定事项", ("in_session",), SAME, EVERYONE, AGREED, item=ITEMS,
           item_when={"status": {"listed"}, "part_of_id": {""}, "outcome": {"decided", "supervise"}}, effect=minutes.part_added,
           done="再加一件议定事项", hint="一件一个牵头单位"),
    convener("adjourn", "休会", ("in_session",), "adjourned", CONVENERS, AGREED, form=forms.AdjournForm, done="休会"),
    either("resume", "复会", ("adjourned",), "in_session", (*CONVENERS, *HEADS), AGREED, done="复会"),
    convener("end", "散会", SITTING, "minuting", SIGNERS, LAW, form=forms.EndForm, issues=("LJ05J", "LJ05G"), effect=effects.ended,
             unless_rows=OPEN_ITEMS, refusals={ITEMS: NOT_ALL}, drops=("meeting_held",),
             starts=(Start("minutes_circulate", option="minutes_circulate_days"), HELD), done="散会",
             hint="对方没有表示的视为同意；系统不代为议决"),
    across("leave_off", "久未办理，了结", (*SITTING, "minuting"), "unsigned", EVERYONE, AGREED, form=forms.ReasonForm, after=("meeting_held",),
           effect=effects.shelved, done="久未办理，了结", hint="召集方没有散会、没有送会签的；议题退回，不计入未决次数"),
)  # fmt: skip

MINUTES = (
    either("edit_minutes", "整理纪要", ("minuting",), SAME, EVERYONE, AGREED, form=forms.MinutesForm, done="整理纪要",
           hint="争论不写入纪要；发言在会议记录中"),
    either("edit_item", "修改文字", ("minuting",), SAME, EVERYONE, AGREED, item=ITEMS, item_when=LISTED, form=forms.ItemMinutesForm,
           effect=effects.reworded, done="修改纪要文字", hint="只改文字，不改结果"),
    convener("circulate", "送会签", ("minuting",), "signing", SIGNERS, LAW, form=forms.CirculateForm, issues=("LJ03J", "LJ03G"),
             unless_rows=OPEN_ITEMS, refusals={ITEMS: NOT_ALL}, meets=("minutes_circulate",), drops=("meeting_held",),
             starts=(Start("minutes_sign", option="minutes_sign_days"),), done="纪要送会签",
             circulates=Circulation(effects.signers, HEADS, signed="settle", returned="sent_back"),
             hint="双方负责人会签同一份文字，改一字全部重签"),
    convener("settle", "纪要印发", ("signing",), "tracking", SIGNERS, LAW, linked=True, meets=("minutes_sign",), effect=effects.settled,
             opens=(FOLLOWED,), done="纪要会签齐备，印发"),
    convener("sent_back", "纪要退回", ("signing",), "minuting", SIGNERS, AGREED, linked=True, drops=("minutes_sign",), effect=effects.sent_back,
             starts=(Start("minutes_circulate", option="minutes_circulate_days"), HELD), done="纪要退回修改"),
    convener("recall", "收回会签稿", ("signing",), "minuting", SIGNERS, AGREED, form=forms.ReasonForm, recalls=True, drops=("minutes_sign",),
             effect=effects.sent_back, starts=(Start("minutes_circulate", option="minutes_circulate_days"), HELD), done="收回会签稿"),
    either("urge_signing", "督促会签", ("signing",), SAME, EVERYONE, AGREED, form=forms.UrgeForm, effect=effects.urged, done="督促会签"),
    either("shelve", "未会签，了结", ("signing",), "unsigned", EVERYONE, AGREED, when={"urged": {"yes"}},
           refusals={"urged": "请先督促会签；督促以后仍不会签的，可以了结。"}, after=("minutes_sign",), form=forms.ReasonForm, recalls=True,
           effect=effects.shelved, done="纪要未会签，了结", hint="议题退回，不计入未决次数；双方负责人都收到提醒"),
)  # fmt: skip

FOLLOWING = (
    convener("supplement", "补充纪要", ("tracking",), SAME, SIGNERS, AGREED, form=forms.SupplementForm, issues=("LJ06J", "LJ06G"),
             when={"supplementing": {"no"}}, otherwise="上一份补充纪要还在会签。", sets={"supplementing": True},
             circulates=Circulation(effects.signers, HEADS, signed="supplemented", returned="supplement_back"), done="补充纪要送会签",
             hint="纪要印发后不再更正，另行补充"),
    convener("supplemented", "补充纪要印发", ("tracking",), SAME, SIGNERS, AGREED, linked=True, sets={"supplementing": False},
             done="补充纪要会签齐备，印发"),
    convener("supplement_back", "补充纪要退回", ("tracking",), SAME, SIGNERS, AGREED, linked=True, sets={"supplementing": False},
             done="补充纪要退回"),
    convener("recall_supplement", "收回补充纪要", ("tracking",), SAME, SIGNERS, AGREED, form=forms.ReasonForm, recalls=True,
             when={"supplementing": {"yes"}}, otherwise="没有正在会签的补充纪要。", sets={"supplementing": False}, done="收回补充纪要"),
    either("to_guidance", "立为标准", ("tracking",), SAME, (*CONVENERS, Actor(Role.INVESTIGATOR)), LAW, by_organ=True, item=ITEMS, shown=OWN,
           item_when={"outcome": {"decided"}}, form=forms.StandardForm, done="转为执法标准草稿",
           hint="由会议决定统一执法标准的；另拟标准，双方会签以后施行，会签以前对方看不到",
           opens=(Opens("guidance", "begin", carries={"title": "named", **{name: name for name in ("variant", "body", "grounds", "origin")}}),)),
    either("agree_close", "同意办结", ("tracking",), SAME, HEADS, AGREED, by_organ=True, effect=effects.head_closes, done="负责人同意办结",
           hint="议定事项没有全部办结，双方负责人都同意的，可以办结"),
    either("close", "办结", ("tracking",), "closed", (*CONVENERS, *HEADS), AGREED, when={"supplementing": {"no"}},
           otherwise="补充纪要还在会签，请先会签、退回或者收回。", form=forms.CloseForm, done="办结"),
)  # fmt: skip

AMENDABLE = {"matter.title": "事项名称", "matter.public_title": "对外名称"}

JOINT_MEETING = register(
    Workflow(
        kind="joint_meeting",
        label="联席会议",
        number_letters="侦协会",
        states=STATES,
        actions=(*CALLING, *AGENDA, *SESSION, *MINUTES, *FOLLOWING),
        detail="joint_meeting",
        detail_model=lambda: JointMeetingDetail,
        amend_fields=AMENDABLE,
        rows={ITEMS: "议题", PEOPLE: "参加人员"},
        persons=0,
        whole_office=True,
        begun_words={Side.POLICE: "公安机关召集", Side.PROCURATORATE: "检察机关召集"},
        place=240,
    )
)
