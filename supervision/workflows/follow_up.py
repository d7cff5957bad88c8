"""行刑反向衔接的流程表 (刑诉法第177条第3款; 规则第373条、第375条; 反向衔接指引; law.md 2.4, 3.7, 7.2).

Where 行刑衔接规定第8条 (three days, 待核) and 反向衔接指引 (three and ten working days) differ, the 指引 is followed and said so.
"""

from __future__ import annotations

from cases.matters.forms.fields import ReasonForm
from cases.matters.table.workflow import SAME, Action, Decision, Extend, Opens, Start, State, Workflow, register
from office.sides import Actor, Role, Side
from supervision.effects import follow_up as effects
from supervision.forms import follow_up as forms
from supervision.forms.correcting import PressForm
from supervision.models.follow_up import FollowUpDetail
from supervision.papers import filing as letters  # noqa: F401  (D26, 督促回复函 to the police)
from supervision.papers import follow_up as papers  # noqa: F401  (fills the catalogue of documents)

P = Actor(Role.PROSECUTOR)
ADMINISTRATIVE = Actor(Role.ADMINISTRATIVE)
LEGAL = Actor(Role.LEGAL)
CHIEF = Decision(Role.CHIEF)
HEAD = Decision(Role.HEAD)
PROCURATORATE, POLICE = Side.PROCURATORATE, Side.POLICE
CONFLICT = "行刑衔接规定第8条的三日（待核）与反向衔接指引的三个、十个工作日不一致，以后者为准"
GUIDE = "反向衔接指引"

STATES = (
    State("transferred", "待登记受理", PROCURATORATE, "行政检察部门登记受理"),
    State("review", "行政检察审查", PROCURATORATE, "{due}审查终结：提出检察意见，或者终结审查"),
    State("suspended", "中止审查", PROCURATORATE, "中止期间不计入审查期限；收到意见、决定后恢复审查"),
    State("awaiting_police", "待公安机关回复", POLICE, "公安机关{due}将处理结果通知人民检察院", "请依法处理，{due}将处理结果通知检察机关"),
    State("awaiting_agency", "待主管机关回复", "", "主管机关{due}将处理结果书面通知；送达、回复凭送达回证和回函登记", waits="主管机关"),
    State("replied", "审查处理结果", PROCURATORATE, "审查处理结果，登记涉案财物处置后办结", "检察机关正在审查处理结果"),
    State("punished", "已处理，办结", "", "主管机关已经给予处罚、处分或者没收", "已处理，办结", closed=True),
    State("not_punished", "不予处罚，办结", "", "主管机关不予处罚，理由成立", "不予处罚，办结", closed=True),
    State("unanswered", "未回复，办结", "", "经督促、通报仍不回复", "未回复，办结", closed=True),
    State("terminated", "终结审查", "", "不需要提出检察意见，已终结审查", closed=True),
    State("reversed", "不起诉决定已撤销，办结", "", "不起诉决定已经撤销、变更，不再办理", closed=True),
)  # fmt: skip
AWAITING = ("awaiting_police", "awaiting_agency")

RECEIVING = (
    Action("transfer", "移送行政检察", (), "transferred", (P,), "反向衔接指引；规则第373条、第375条", linked=True, done="刑事检察部门移送"),
    Action("register", "登记受理", (), "review", (ADMINISTRATIVE,), "反向衔接指引第12条", form=forms.RegisterForm,
           starts=(Start("rev_review", "accepted_on", shared=False),), effect=effects.accepted, done="行政检察部门登记受理",
           hint=f"不经不诉跟踪移送的案件在此登记；{CONFLICT}"),
    Action("accept", "登记受理", ("transferred",), "review", (ADMINISTRATIVE,), "反向衔接指引第12条", form=forms.AcceptForm,
           starts=(Start("rev_review", "accepted_on", shared=False),), effect=effects.accepted, done="行政检察部门登记受理",
           hint=CONFLICT),
)  # fmt: skip

REVIEWING = (
    Action("opinion_to_police", "向公安机关提出检察意见", ("review",), "awaiting_police", (ADMINISTRATIVE,), "刑诉法第177条第3款；规则第373条第2款、第375条",
           decided_by=CHIEF, form=forms.PoliceOpinionForm, issues=("D14P",), meets=("rev_review",), discloses=True,
           sets={"competent": "police"}, starts_on_receipt=(Start("opinion_reply", length="reply_term"),), done="提出检察意见",
           hint=f"应当由公安机关给予治安管理处罚的；{CONFLICT}"),
    Action("opinion_to_agency", "向其他行政机关提出检察意见", ("review",), "awaiting_agency", (ADMINISTRATIVE,),
           "刑诉法第177条第3款；规则第373条第2款、第375条", decided_by=CHIEF, form=forms.AgencyOpinionForm, issues=("D14",), meets=("rev_review",),
           sets={"competent": "agency"}, starts_on_receipt=(Start("opinion_reply", length="reply_term"),), done="提出检察意见",
           hint=f"以纸质送达，凭送达回证登记签收，回复期限自签收之日起算；{CONFLICT}"),
    Action("terminate", "终结审查", ("review",), "terminated", (ADMINISTRATIVE,), GUIDE, decided_by=Decision(option="terminate_decided_by"),
           form=forms.TerminateForm, issues=("RF04",), meets=("rev_review",), hint="不需要给予行政处罚、处分或者没收违法所得的"),
    Action("extend_review", "延长审查期限", ("review",), SAME, (ADMINISTRATIVE,), "反向衔接指引第12条", when={"extended": {"no"}},
           otherwise="审查期限已经延长，不能再次延长。", within=("rev_review",), decided_by=CHIEF, form=forms.ExtendForm, issues=("RF01",),
           extends=(Extend("rev_review_plus_10w", length="length"),), sets={"extended": True}, done="延长审查期限",
           hint="案情重大、疑难、复杂的，可以报请检察长延长"),
    Action("consult", "征求异地人民检察院意见", ("review",), "suspended", (ADMINISTRATIVE,), "反向衔接指引第12条", form=forms.ConsultForm,
           issues=("RF02",), pauses=("rev_review",), done="征求异地人民检察院意见", hint="征求意见的期间不计入审查期限"),
    Action("suspend", "中止审查", ("review",), "suspended", (ADMINISTRATIVE,), "反向衔接指引第13条",
           decided_by=Decision(option="suspend_decided_by"), form=forms.SuspendForm, issues=("RF03",), pauses=("rev_review",), done="中止审查",
           hint="要求复议、提请复核、申诉、自诉的，应当中止审查"),
    Action("resume", "恢复审查", ("suspended",), "review", (ADMINISTRATIVE,), "反向衔接指引第12条、第13条", form=forms.ResumeForm,
           resumes=("rev_review",)),
)  # fmt: skip

REPLYING = (
    Action("reply_police", "回复处理结果", ("awaiting_police",), "replied", (LEGAL,), "刑诉法第177条第3款；程序规定第293条第2款", decided_by=HEAD,
           form=forms.PoliceReplyForm, issues=("D14R",), meets=("opinion_reply",), done="回复处理结果"),
    Action("reply_agency", "登记主管机关回复", ("awaiting_agency",), "replied", (ADMINISTRATIVE,), "刑诉法第177条第3款；规则第373条第2款",
           form=forms.AgencyReplyForm, meets=("opinion_reply",), at="replied_on", done="主管机关回复处理结果"),
    Action("press_police", "督促回复", ("awaiting_police",), SAME, (ADMINISTRATIVE,), "行刑衔接规定第11条；规则第373条第2款", form=PressForm,
           issues=("D26",), after=("opinion_reply",), sets={"pressed": True}, done="督促回复"),
    Action("press_agency", "督促回复", ("awaiting_agency",), SAME, (ADMINISTRATIVE,), "行刑衔接规定第11条；规则第373条第2款",
           form=forms.AgencyPressForm, issues=("RF05",), after=("opinion_reply",), sets={"pressed": True}, done="督促回复"),
    Action("circulate", "通报、报告", AWAITING, SAME, (ADMINISTRATIVE,), "行刑衔接规定第11条", when={"pressed": {"yes"}}, decided_by=CHIEF,
           otherwise="应当先督促回复。", form=forms.CirculateForm, issues=("RF06",), sets={"escalated": True}, done="通报、报告",
           hint="经督促仍不回复或者无正当理由不处理的，经检察长决定，可以通报、报告（待核）"),
    Action("suggest", "提出检察建议", AWAITING, SAME, (ADMINISTRATIVE, P), "行刑衔接规定第11条", when={"pressed": {"yes"}},
           otherwise="应当先督促回复。", form=forms.SuggestForm, sets={"escalated": True}, done="转检察建议",
           opens=(Opens("suggestion", "follow", carries={"facts": "facts", "receiver": "receiver", "addressed": "addressed"},
                        gives={"variant": "governance", "source": "casework"}),)),
    Action("suggest_on_reply", "提出检察建议", ("replied",), SAME, (ADMINISTRATIVE, P), "行刑衔接规定第11条",
           when={"handled": {"not_punished"}}, form=forms.SuggestForm, done="转检察建议", hint="不予处罚的理由不成立的",
           opens=(Opens("suggestion", "follow", carries={"facts": "facts", "receiver": "receiver", "addressed": "addressed"},
                        gives={"variant": "governance", "source": "casework"}),)),
    Action("record_property", "登记涉案财物处置", ("review", *AWAITING, "replied"), SAME, (ADMINISTRATIVE, P), "刑诉法第177条第3款；规则第375条",
           form=forms.PropertyForm, sets={"property_done": True}, done="登记涉案财物处置"),
)  # fmt: skip

NO_PROPERTY = {"property_done": "请先登记涉案财物处置（没有涉案财物的，写明没有）。"}

CLOSING = (
    Action("close_punished", "办结（已处理）", ("replied",), "punished", (ADMINISTRATIVE,), "规则第373条第2款",
           when={"handled": {"punished", "discipline", "confiscated"}, "property_done": {"yes"}}, refusals=NO_PROPERTY, form=forms.ClosingForm,
           shown="both", done="办结：已处理"),
    Action("close_not_punished", "办结（不予处罚）", ("replied",), "not_punished", (ADMINISTRATIVE,), "规则第373条第2款",
           when={"handled": {"not_punished"}, "property_done": {"yes"}}, refusals=NO_PROPERTY, form=forms.ClosingForm, shown="both",
           done="办结：不予处罚"),
    Action("close_unanswered", "办结（未回复）", AWAITING, "unanswered", (ADMINISTRATIVE,), "行刑衔接规定第11条（办结为内部约定）",
           when={"escalated": {"yes"}, "property_done": {"yes"}}, refusals={**NO_PROPERTY, "escalated": "尚未通报、报告或者提出检察建议，不能办结。"},
           form=forms.ClosingForm, after=("opinion_reply",), drops=("opinion_reply",), shown="both", done="办结：未回复"),
    Action("decision_reversed", "不起诉决定被撤销、变更", ("transferred", "review", "suspended", *AWAITING, "replied"), "reversed", (ADMINISTRATIVE, P),
           "反向衔接指引第13条", form=ReasonForm, drops=("rev_review", "opinion_reply"), done="不起诉决定被撤销、变更，不再办理"),
)  # fmt: skip

AMENDABLE = {
    "matter.title": "事项名称",
    "matter.public_title": "对外名称",
    "matter.police": "公安机关",
    "matter.persons": "人数",
    "detail.subject": "被不起诉人",
    "detail.charge": "移送罪名",
    "detail.decision_number": "不起诉决定书文号",
    "detail.accepted_on": "登记受理日期",
    "detail.replied_on": "回复日期",
    "detail.amount": "罚款、没收数额（元）",
    "detail.remarks": "备注",
}

FOLLOW_UP = register(
    Workflow(
        kind="follow_up",
        label="行刑反向衔接",
        number_letters="侦监衔",
        states=STATES,
        actions=(*RECEIVING, *REVIEWING, *REPLYING, *CLOSING),
        detail="follow_up",
        detail_model=lambda: FollowUpDetail,
        amend_fields=AMENDABLE,
        place=90,
    )
)
