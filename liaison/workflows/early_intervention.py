"""提前介入（听取意见）的流程表 (规则第256条第1款; 刑诉法第87条; 协作配合意见第三（二）1).

Two ways in: the police ask (商请), or the procuratorate proposes it (认为确有必要). Opinions are given item by item, answered item by
item, judged item by item. Nothing here decides anything of the case, and no period of law stops; what is found unlawful is
pursued in 侦查活动监督. The result comes back from 审查逮捕 and 审查起诉 by ``on_case``.
"""

from __future__ import annotations

from cases.matters.forms.fields import ReasonForm
from cases.matters.table.workflow import SAME, Action, Decision, Opens, Start, State, Workflow, register
from liaison.effects import early_intervention as effects
from liaison.forms import early_intervention as forms
from liaison.models.early_intervention import EarlyInterventionDetail, Outcome, Stage
from liaison.papers import early_intervention as papers  # noqa: F401  (fills the catalogue of documents)
from office.sides import Actor, Role, Side

P = Actor(Role.PROSECUTOR)
ASSISTANT = Actor(Role.ASSISTANT)
LEGAL = Actor(Role.LEGAL)
INVESTIGATOR = Actor(Role.INVESTIGATOR)
BY_SETTING = Decision(option="intervene_decided_by")

PROCURATORATE, POLICE, BOTH = Side.PROCURATORATE, Side.POLICE, "both"
ITEMS = "intervention_items"
ALL = ("early_intervene", "intervene_opinion", "intervene_feedback")
RUNNING = ("materials", "tracking", "judging")
FOLLOWED = ("tracking", "judging")
LAW = "规则第256条第1款；协作配合意见第三（二）1"
OURS = "规则第256条第1款（办法为内部约定）"
NO_ITEMS = "还没有拟定意见，请先办理“拟定、修改意见”。"
NOT_ALL = "还有意见没有答复，请先逐条反馈。"

STATES = (
    State("request_draft", "商请函拟稿", POLICE, "公安机关正在拟稿", "拟稿，尚未发送检察机关"),
    State("proposal_draft", "建议函拟稿", PROCURATORATE, "拟稿，尚未送公安机关", "检察机关正在拟稿"),
    State("requested", "公安机关商请介入", PROCURATORATE, "{due}决定是否介入", "已商请检察机关提前介入，等待答复"),
    State("proposed", "已建议介入", POLICE, "等待公安机关答复是否同意介入", "检察机关建议提前介入，请答复；同意的请提供材料"),
    State("materials", "介入中", PROCURATORATE, "查阅材料、参加讨论，{due}提出意见", "检察机关正在介入，请全面介绍案情、提供材料、通报进展"),
    State("tracking", "意见待落实", POLICE, "公安机关逐条落实，{due}书面反馈", "请逐条落实意见，{due}书面反馈"),
    State("judging", "意见待评价", PROCURATORATE, "公安机关已反馈，逐条评价", "已反馈落实情况，等待检察机关评价和案件结果"),
    State("concluded", "已有结果，办结", "", "案件已有结果，介入办结", "案件已有结果，提前介入办结", closed=True),
    State("declined", "未介入，办结", "", "没有介入，办结", "没有介入，案件照常办理", closed=True),
    State("called_off", "已撤回，办结", "", "提出一方撤回，办结", "已撤回，提前介入办结", closed=True),
    State("unanswered", "未提出意见，办结", "", "到期没有提出意见，由公安机关了结", "检察机关到期没有提出意见，已了结", closed=True),
)  # fmt: skip

BEGINNING = (
    Action("request", "商请提前介入", (), "requested", (LEGAL,), LAW, form=forms.RequestLetterForm, issues=("LI01",), discloses=True,
           starts_on_receipt=(Start("early_intervene", option="early_intervene_hours"),), effect=effects.requested, shown=BOTH,
           hint="一经办理即送检察机关；检察机关只看得到这里填写的案件情况"),
    Action("prepare", "拟商请提前介入", (), "request_draft", (INVESTIGATOR, LEGAL), LAW, form=forms.RequestForm, shown=POLICE,
           done="拟商请提前介入", hint="发送以前检察机关看不到；由法制员发送"),
    Action("send", "发送商请函", ("request_draft",), "requested", (LEGAL,), LAW, form=forms.SendRequestForm, issues=("LI01",), discloses=True,
           starts_on_receipt=(Start("early_intervene", option="early_intervene_hours"),), effect=effects.requested, shown=BOTH,
           done="商请提前介入"),
    Action("drop_draft", "不再商请", ("request_draft",), "called_off", (LEGAL, INVESTIGATOR), OURS, form=ReasonForm, shown=POLICE),
    Action("propose", "提出介入", (), "proposed", (P,), "规则第256条第1款；刑诉法第87条", form=forms.ProposeForm, issues=("LI02",), discloses=True,
           effect=effects.proposed, done="建议提前介入", hint="认为确有必要的；公安机关答复同意后介入"),
    Action("prepare_proposal", "拟介入建议", (), "proposal_draft", (P, ASSISTANT), "规则第256条第1款；刑诉法第87条", form=forms.ProposeForm,
           shown=PROCURATORATE, hint="发送以前公安机关看不到"),
    Action("send_proposal", "发送介入建议函", ("proposal_draft",), "proposed", (P,), "规则第256条第1款；刑诉法第87条",
           form=forms.SendProposalForm, issues=("LI02",), discloses=True, effect=effects.proposed, done="建议提前介入"),
    Action("drop_proposal_draft", "不再建议", ("proposal_draft",), "called_off", (P,), OURS, form=ReasonForm, shown=PROCURATORATE),
)  # fmt: skip

ANSWERING = (
    Action("accept", "受理、指派", ("requested",), "materials", (P,), LAW, form=forms.AcceptForm, issues=("LI05",), meets=("early_intervene",),
           starts=(Start("intervene_opinion", option="intervene_opinion_hours"),), done="受理商请，指派检察官介入"),
    Action("decline", "不予介入", ("requested",), "declined", (P,), LAW, decided_by=BY_SETTING, form=forms.DeclineForm, issues=("LI06",),
           meets=("early_intervene",), hint="应当说明理由"),
    Action("call_off", "撤回商请", ("requested", "materials"), "called_off", (LEGAL,), OURS, when={"began_side": {POLICE}}, form=ReasonForm,
           drops=ALL, otherwise="不是本单位商请的，不能撤回。", hint="不再需要听取意见，或者检察机关没有答复的"),
    Action("agree", "同意介入，提供材料", ("proposed",), "materials", (LEGAL,), LAW, form=forms.MaterialsForm, issues=("LI03",),
           starts=(Start("intervene_opinion", option="intervene_opinion_hours"),), done="同意介入，提供材料"),
    Action("police_decline", "暂不需要介入", ("proposed",), "declined", (LEGAL,), OURS, form=forms.PoliceDeclineForm, issues=("LI04",),
           done="暂不需要介入", hint="写明理由；检察机关认为确有必要的，可以再次建议"),
    Action("withdraw_proposal", "撤回建议", ("proposed",), "called_off", (P,), OURS, form=ReasonForm, shown=BOTH,
           hint="不再需要，或者公安机关没有答复的"),
)  # fmt: skip

JOINING_IN = (
    Action("supply", "补充材料、通报进展", RUNNING, SAME, (INVESTIGATOR, LEGAL), LAW, form=forms.SupplyForm, done="补充材料、通报进展",
           hint="逐份签收，每份附校验值；提供材料不是移送案件"),
    Action("discuss", "登记阅卷、参加讨论", RUNNING, SAME, (P, ASSISTANT), LAW, form=forms.DiscussForm, issues=("LI07",), shown=BOTH,
           done="阅卷、参加讨论", hint="制作介入侦查情况表附卷"),
    Action("itemise", "拟定、修改意见", ("materials",), SAME, (P, ASSISTANT), LAW, form=forms.ItemsForm, effect=effects.itemised,
           shown=PROCURATORATE, done="拟定介入意见", hint="逐条写明，每条确认必要、明确、可行"),
    Action("opine", "提出意见", ("materials",), "tracking", (P,), LAW, when={"itemised": {"yes"}}, refusals={"itemised": NO_ITEMS},
           decided_by=BY_SETTING, form=forms.OpineForm, issues=("LI08",), meets=("intervene_opinion",), effect=effects.opined,
           starts_on_receipt=(Start("intervene_feedback", option="intervene_feedback_days"),), done="提出介入意见",
           hint="介入意见不是批准逮捕、起诉的决定"),
    Action("close_unanswered", "到期未提出意见，了结", ("materials",), "unanswered", (LEGAL,), OURS, form=ReasonForm,
           after=("intervene_opinion",), drops=ALL, done="到期未提出意见，了结"),
)  # fmt: skip

TRACKING = (
    Action("report", "答复", FOLLOWED, SAME, (INVESTIGATOR, LEGAL), LAW, item=ITEMS, item_when={"judged": {"", "part", "unmet"}, "raised": {"yes"}},
           form=forms.ReportForm, effect=effects.reported, done="答复介入意见", hint="已落实、部分落实，或者未采纳并说明理由"),
    Action("feedback", "书面反馈", ("tracking",), "judging", (LEGAL,), LAW, when={"answered": {"yes"}}, refusals={"answered": NOT_ALL},
           form=forms.FeedbackForm, issues=("LI09",), meets=("intervene_feedback",), done="书面反馈意见采纳情况"),
    Action("judge", "评价", FOLLOWED, SAME, (P,), OURS, item=ITEMS, item_when={"raised": {"yes"}}, form=forms.JudgeForm, effect=effects.judged,
           shown=BOTH, done="评价介入意见"),
    Action("judge_all", "逐条评价", FOLLOWED, SAME, (P,), OURS, form=forms.JudgeAllForm, effect=effects.judged_all, shown=BOTH,
           done="逐条评价介入意见", hint="没有评价的仍然留着"),
    Action("spot", "发现违法，另行监督", ("requested", "proposed", *RUNNING), SAME, (P,), "规则第256条第1款、第567条", form=forms.SpotForm,
           shown=PROCURATORATE, opens=(Opens("investigation", "follow", carries={"facts": "facts"}, gives={"source": "casework"}),),
           done="介入中发现违法情形", hint="同时开立侦查活动监督；不写进介入意见代替监督"),
    Action("relink", "关联案件", ("requested", "proposed", *RUNNING), SAME, (P,), OURS, form=forms.RelinkForm, sets={"case_note": ""},
           shown=PROCURATORATE, done="关联到另一案件", hint="案件编号写错，或者同一案件已经登记的"),
)  # fmt: skip


def result(code: str, outcome: Outcome) -> Action:
    """What a review of the same case brings about here: a line of the result."""
    return Action(code, f"回填结果：{outcome.label}", FOLLOWED, SAME, (P,), OURS, linked=True, effect=effects.filled(outcome), shown=BOTH,
                  done=f"案件结果：{outcome.label}")  # fmt: skip


CONCLUDING = (
    result("filled_arrest", Outcome.ARREST),
    result("filled_no_arrest", Outcome.NO_ARREST),
    result("filled_prosecuted", Outcome.PROSECUTED),
    result("filled_not_prosecuted", Outcome.NOT_PROSECUTED),
    Action("concluded", "结果齐全，办结", FOLLOWED, "concluded", (P,), OURS, when={"settled": {"yes"}}, linked=True, drops=ALL, shown=BOTH,
           done="案件已有结果，介入办结"),
    Action("conclude", "登记结果", RUNNING, "concluded", (P,), OURS, form=forms.ConcludeForm, drops=ALL, shown=BOTH, done="登记案件结果，介入办结",
           hint="审查逮捕、审查起诉办结时自动回填；没有移送的在这里登记"),
    Action("police_outcome", "登记撤案、未移送", RUNNING, "concluded", (LEGAL,), OURS, form=forms.PoliceOutcomeForm, drops=ALL,
           done="登记案件结果，介入办结", hint="案件没有提请批准逮捕、没有移送审查起诉的"),
)  # fmt: skip

AMENDABLE = {
    "matter.title": "事项名称",
    "matter.public_title": "对外名称",
    "matter.variant": "阶段",
    "detail.subject": "犯罪嫌疑人",
    "detail.charge": "涉嫌罪名",
    "detail.case_number": "案件编号",
    "detail.victims": "被害人数",
    "detail.remarks": "备注",
}

EARLY_INTERVENTION = register(
    Workflow(
        kind="early_intervention",
        label="提前介入（听取意见）",
        number_letters="侦协介",
        states=STATES,
        actions=(*BEGINNING, *ANSWERING, *JOINING_IN, *TRACKING, *CONCLUDING),
        variants=dict(Stage.choices),
        detail="early_intervention",
        detail_model=lambda: EarlyInterventionDetail,
        amend_fields=AMENDABLE,
        rows={ITEMS: "介入意见"},
        persons=0,
        begun_words={POLICE: "公安机关商请", PROCURATORATE: "检察机关提出"},
        claimed=True,
        urgent_when={"detained": {"yes"}},
        place=210,
    )
)
