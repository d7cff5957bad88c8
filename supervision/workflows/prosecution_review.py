"""审查起诉的流程表 (刑诉法第172条至第182条; 规则第328条至第424条; law.md 2.3, 3.3).

退回补充侦查 is drawn up, sent and answered in the following 补充侦查 matter: what happens there comes back as ``returned``,
``resubmitted`` and ``returned_withdrawn``. 不起诉 is followed in 不诉跟踪, and comes back as ``settled`` or ``reopened``.
"""

from __future__ import annotations

from typing import Any

from cases.matters.forms.fields import ReasonForm
from cases.matters.table.workflow import SAME, Action, Decision, Extend, Opens, Start, State, Workflow, register
from office.sides import Actor, Role, Side
from supervision.effects import prosecution_review as effects
from supervision.forms import prosecution_review as forms
from supervision.models.prosecution_review import ProsecutionReviewDetail
from supervision.papers import prosecution_review as papers  # noqa: F401  (fills the catalogue of documents)

P = Actor(Role.PROSECUTOR)
ASSISTANT = Actor(Role.ASSISTANT)
CASES = Actor(Role.CASE_MANAGER)
CHIEF = Decision(Role.CHIEF)
PROCURATORATE, POLICE = Side.PROCURATORATE, Side.POLICE

FAST = {"fast": {"yes"}}
PLAIN = {"fast": {"no"}}
REVIEW = ("prosecute_review", "prosecute_review_fast")
PROSECUTED = (("early_intervention", "filled_prosecuted"), ("early_intervention", "concluded"))
NOT_PROSECUTED = (("early_intervention", "filled_not_prosecuted"), ("early_intervention", "concluded"))
"""The result goes back to 提前介入 in the same case."""
MAY_RETURN = {"returns": {"0", "1"}}
TWICE = (
    "补充侦查以二次为限，改变管辖前后合并计算，本案已经退回二次，不能再次退回，只能作出起诉或者不起诉的决定："
    "刑诉法第175条第3款、第4款，规则第346条、第350条。"
)
RETURNED_BEFORE = "证据不足不起诉，应当先退回补充侦查：二次退回后仍然证据不足的，应当不起诉；一次退回后没有再次退回必要的，可以不起诉（规则第367条）。"

STATES = (
    State("review", "审查起诉", PROCURATORATE, "审查起诉：{due}作出起诉、不起诉的决定，或者退回补充侦查", "检察机关正在审查起诉，{due}作出决定"),
    State("returning", "拟退回补充侦查", PROCURATORATE, "在补充侦查事项中拟制并送达决定书和提纲；送达以前审查起诉期限照常计算",
          "检察机关正在审查起诉，{due}作出决定"),
    State("examining", "精神病鉴定中", PROCURATORATE, "等待精神病鉴定意见；鉴定期间不计入办案期限", "正在进行精神病鉴定，鉴定期间不计入办案期限"),
    State("with_police", "待公安补充侦查", "", "公安机关在补充侦查事项中办理，完毕后重新移送起诉，期限见该事项",
          "请在补充侦查事项中按提纲补充侦查，完毕后重新移送起诉", waits="公安机关补充侦查"),
    State("transferring", "待移送管辖", PROCURATORATE, "不属本院管辖：{due}经案件管理部门移送有管辖权的人民检察院", "案件不属本院管辖，待移送"),
    State("prosecuted", "已提起公诉，跟踪判决", PROCURATORATE, "跟踪至判决", "案件已提起公诉"),
    State("withdrawn", "已撤回起诉", PROCURATORATE, "撤回起诉后，{due}作出不起诉决定", "检察机关已撤回起诉"),
    State("not_prosecuted", "已决定不起诉", PROCURATORATE, "释放、解除措施、异议和移送行政检察在不诉跟踪事项中办理", "检察机关已决定不起诉"),
    State("reopened", "不起诉决定已撤销", PROCURATORATE, "依照撤销、变更的决定提起公诉，或者另行作出决定", "原不起诉决定已经撤销、变更，待检察机关办理"),
    State("judged", "已判决，办结", "", "人民法院已经判决", "已判决，办结", closed=True),
    State("settled", "不起诉，办结", "", "不起诉决定的后续办理已经完结", "不起诉，办结", closed=True),
    State("moved", "已移送管辖，办结", "", "已移送有管辖权的人民检察院", "已移送有管辖权的人民检察院", closed=True),
    State("police_withdrew", "公安机关已撤案，办结", "", "公安机关在补充侦查期间撤销案件、终止侦查，审查无异议", "已撤案，办结", closed=True),
)  # fmt: skip

RECEIVING = (
    Action("accept", "受理移送起诉", (), "review", (CASES, P, ASSISTANT), "刑诉法第172条；规则第156条、第157条、第351条", form=forms.AcceptForm,
           discloses=True, shown="both", effect=effects.accepted, done="受理移送起诉",
           starts=(Start("prosecute_review", "received_on", when=PLAIN), Start("prosecute_review_fast", "received_on", when=FAST),
                   Start("right_to_counsel_notice", "received_on", shared=False)),
           hint="由案件管理部门统一受理；公安机关建议适用速裁程序的，当日移送捕诉部门"),
    Action("tell_counsel", "告知有权委托辩护人", ("review", "returning", "examining"), SAME, (P, ASSISTANT), "刑诉法第34条第2款",
           when={"counsel_told": {"no"}}, form=forms.CounselForm, meets=("right_to_counsel_notice",), at="told_on",
           sets={"counsel_told": True}, done="告知有权委托辩护人"),
)  # fmt: skip

REVIEWING = (
    Action("extend", "延长十五日", ("review",), SAME, (P,), "刑诉法第172条第1款；规则第351条第1款", when={**PLAIN, "extended": {"no"}},
           within=("prosecute_review",), decided_by=Decision(option="prosecute_extend_decided_by"), form=forms.ExtendForm, issues=("PR01",),
           extends=(Extend("prosecute_review_plus_15d"),), sets={"extended": True}, done="延长审查起诉期限十五日",
           refusals={"fast": "适用速裁程序的，延长至十五日；转为普通期限后才能延长十五日。", "extended": "本次审查起诉期限已经延长，不能再次延长。"},
           hint="重大、复杂的案件，一个月以内不能作出决定的"),
    Action("extend_fast", "速裁延长至十五日", ("review",), SAME, (P,), "刑诉法第172条第1款；规则第273条第1款", when={**FAST, "extended": {"no"}},
           within=("prosecute_review_fast",), decided_by=Decision(option="prosecute_extend_decided_by"), form=forms.ExtendForm,
           issues=("PR01",), extends=(Extend("prosecute_review_fast_to_15d"),), sets={"extended": True}, done="速裁审查起诉期限延长至十五日",
           hint="可能判处的有期徒刑超过一年的"),
    Action("leave_fast", "转为普通期限", ("review",), SAME, (P,), "规则第273条第1款", when=FAST, form=ReasonForm, drops=("prosecute_review_fast",),
           starts=(Start("prosecute_review", "counted_from"),), sets={"fast": False, "extended": False}, shown="both",
           done="转为普通期限", hint="认为不符合速裁程序适用条件的，在一个月以内决定，仍自收到案件之日起计算"),
    Action("examine", "送精神病鉴定", ("review",), "examining", (P,), "刑诉法第149条；程序规定第257条", form=forms.ExamineForm, pauses=REVIEW,
           shown="both", done="送精神病鉴定，期限中止", hint="只有精神病鉴定的期间不计入办案期限"),
    Action("examined", "鉴定终结，恢复审查", ("examining",), "review", (P,), "刑诉法第149条", form=forms.ExaminedForm, resumes=REVIEW,
           shown="both", done="精神病鉴定终结，恢复审查"),
    Action("review_custody", "启动羁押必要性审查", ("review",), SAME, (P,), "刑诉法第95条；规则第575条第2款；羁押审查规定第6条第2款",
           form=forms.CustodyForm,
           opens=(Opens("custody_review", "start", carries={"subject": "held"}, gives={"variant": "three", "source": "own_motion"}),),
           hint="未经审查、可能判处三年有期徒刑以下刑罚的在押犯罪嫌疑人，提起公诉前应当依职权审查一次"),
    Action("demand_leak", "要求补充移送起诉（漏罪、漏犯）", ("review", "prosecuted"), SAME, (P,), "规则第356条、第423条", form=forms.LeakForm,
           opens=(Opens("leak", "open", carries={"sort": "sort", "subject": "subject", "charge": "charge", "facts": "facts",
                                                 "received_on": "found_on"}, gives={"variant": "prosecution", "source": "casework"}),),
           hint="另开纠正漏犯、漏罪事项办理；事实清楚，证据确实、充分的，也可以直接提起公诉"),
)  # fmt: skip

SUPPLEMENT = {"charge": "charge", "subject": "subject", "transferred_on": "received_on", "opinion_number": "opinion_number"}

RETURNING = (
    Action("return_case", "退回补充侦查", ("review",), "returning", (P,), "刑诉法第175条第2款、第3款；规则第342条、第346条", when=MAY_RETURN,
           otherwise=TWICE, form=forms.ReturnForm, done="拟退回补充侦查",
           opens=(Opens("supplementary", "follow", carries={**SUPPLEMENT, "round": "round", "earlier_returns": "earlier_returns"},
                        gives={"variant": "T3"}),),
           hint="随后在补充侦查事项中拟制提纲并送达；以二次为限，改变管辖前后合计"),
    Action("keep_case", "不再退回，继续审查", ("returning",), "review", (P,), "刑诉法第172条", form=ReasonForm, done="不再退回补充侦查"),
    Action("returned", "退回补充侦查", ("review", "returning"), "with_police", (P,), "刑诉法第175条第2款、第3款；规则第342条", when=MAY_RETURN,
           otherwise=TWICE, linked=True, meets=REVIEW, effect=effects.returned, shown="both"),
    Action("resubmitted", "重新移送起诉", ("with_police",), "review", (CASES,), "刑诉法第175条第3款；规则第346条第3款", linked=True,
           effect=effects.resubmitted, shown="both", done="补充侦查完毕，重新计算审查起诉期限",
           starts=(Start("prosecute_review", when=PLAIN), Start("prosecute_review_fast", when=FAST))),
    Action("returned_withdrawn", "公安机关撤案", ("with_police",), "police_withdrew", (P,), "程序规定第296条；规则第347条第2款", linked=True,
           shown="both", done="公安机关撤销案件、终止侦查，审查无异议"),
    Action("supplement_self", "自行补充侦查", ("review",), SAME, (P,), "刑诉法第175条第2款；规则第342条、第348条", form=forms.SelfForm,
           opens=(Opens("supplementary", "follow", carries=SUPPLEMENT, gives={"variant": "T5"}),), done="决定自行补充侦查",
           hint="应当在审查起诉期限以内侦查完毕，可以要求公安机关协助"),
)  # fmt: skip

MOVING = (
    Action("not_ours", "发现不属本院管辖", ("review",), "transferring", (P,), "规则第328条第1款", form=forms.NotOursForm,
           starts=(Start("transfer_jurisdiction", "found_on", shared=False),)),
    Action("move", "移送有管辖权的人民检察院", ("transferring",), "moved", (CASES, P), "规则第328条；刑诉法第172条第2款", form=forms.MoveForm,
           issues=("PR02", "PR03"), meets=("transfer_jurisdiction", *REVIEW), done="移送有管辖权的人民检察院",
           hint="经由案件管理部门移送，同时通知移送起诉的公安机关"),
    Action("ours_after_all", "仍由本院办理", ("transferring",), "review", (P,), "规则第328条", form=ReasonForm, drops=("transfer_jurisdiction",)),
)  # fmt: skip

FOLLOWING = {
    "charge": "charge", "subject": "subject", "decided_on": "decided_on", "measure": "measure", "seized": "seized", "victim": "victim",
}  # fmt: skip


def not_prosecuting(code: str, label: str, sort: str, source: tuple[str, ...], basis: str, form: type[Any], **more: Any) -> Action:
    """One kind of 不起诉: decided by the 检察长, followed in 不诉跟踪 from the day the police sign for the decision."""
    carries = {**FOLLOWING, **({"probation": "probation"} if sort == "conditional" else {})}
    # a conditional decision is no result of the case yet: that comes with 考验期 (不诉跟踪)
    told = () if sort == "conditional" else NOT_PROSECUTED
    return Action(
        code, label, source, "not_prosecuted", (P,), basis, decided_by=CHIEF, form=form, issues=("D25C" if sort == "conditional" else "D25",),
        meets=(*REVIEW, "after_withdraw_prosecution"), effect=effects.decided, sets={"result": sort}, done=f"决定{label}",
        opens=(Opens("non_prosecution", "open", carries=carries, gives={"variant": sort}, on_receipt=True),), on_case=told, **more,
    )  # fmt: skip


UNDECIDED = ("review", "reopened")

DECIDING = (
    Action("prosecute", "提起公诉", UNDECIDED, "prosecuted", (P,), "刑诉法第176条；规则第355条、第358条", form=forms.ProsecuteForm, meets=REVIEW,
           at="prosecuted_on", sets={"result": "prosecuted"}, shown="both", on_case=PROSECUTED, done="提起公诉",
           hint="起诉书在本院办案系统制作，在此登记文号、法院和日期"),
    not_prosecuting("not_pros_statutory", "法定不起诉", "statutory", (*UNDECIDED, "withdrawn"), "刑诉法第177条第1款；规则第365条第1款",
                    forms.StatutoryForm, hint="没有犯罪事实，或者符合刑诉法第十六条规定情形之一的，应当不起诉"),
    not_prosecuting("not_pros_doubt", "存疑不起诉", "doubt", UNDECIDED, "刑诉法第175条第4款；规则第367条", forms.DoubtForm,
                    when={"returns": {"1", "2"}}, otherwise=RETURNED_BEFORE,
                    hint="二次退回后仍然证据不足的，应当不起诉；一次退回后没有再次退回必要的，可以不起诉"),
    not_prosecuting("not_pros_doubt_withdrawn", "存疑不起诉（撤回起诉后）", "doubt", ("withdrawn",), "规则第424条第1款、第2款",
                    forms.DoubtWithdrawnForm, hint="因证据不足或者证据发生变化撤回起诉的"),
    not_prosecuting("not_pros_discretion", "酌定不起诉", "discretion", (*UNDECIDED, "withdrawn"), "刑诉法第177条第2款；规则第370条",
                    forms.DiscretionForm, hint="犯罪情节轻微，依照刑法规定不需要判处刑罚或者免除刑罚的，可以不起诉"),
    not_prosecuting("not_pros_conditional", "附条件不起诉", "conditional", UNDECIDED, "刑诉法第282条、第283条；规则第469条、第473条",
                    forms.ConditionalForm, when={"minor": {"yes"}}, otherwise="附条件不起诉只适用于未成年人刑事案件（刑诉法第282条）。",
                    hint="由未成年人检察部门办理；考验期六个月以上一年以下"),
)  # fmt: skip

TRACKING = (
    Action("settled", "不起诉办结", ("not_prosecuted",), "settled", (P,), "规则第376条至第378条", linked=True, shown="both", done="不起诉决定的后续办理完结"),
    Action("reopened", "撤销不起诉决定", ("not_prosecuted",), "reopened", (P,), "规则第379条、第380条、第383条、第385条", linked=True, shown="both",
           sets={"result": ""}, done="不起诉决定被撤销、变更"),
    Action("withdraw_prosecution", "撤回起诉", ("prosecuted",), "withdrawn", (P,), "规则第424条第1款", decided_by=CHIEF, form=forms.WithdrawForm,
           issues=("PR04",), starts=(Start("after_withdraw_prosecution", shared=False),), sets={"result": ""}, done="撤回起诉",
           hint="人民法院宣告判决前；撤回后三十日以内作出不起诉决定"),
    Action("judge", "登记判决", ("prosecuted",), "judged", (P, ASSISTANT), "刑诉法第200条", form=forms.JudgeForm, shown="both", done="人民法院判决"),
)  # fmt: skip

AMENDABLE = {
    "matter.title": "事项名称",
    "matter.public_title": "对外名称",
    "matter.police": "公安机关",
    "matter.persons": "人数",
    "detail.subject": "犯罪嫌疑人",
    "detail.charge": "移送罪名",
    "detail.opinion_number": "起诉意见书文号",
    "detail.received_on": "收到移送起诉案件日期",
    "detail.counted_from": "本次审查起诉期限起算日",
    "detail.plea": "认罪认罚",
    "detail.minor": "未成年人刑事案件",
    "detail.earlier_court": "改变管辖前的检察院",
    "detail.indictment_number": "起诉书文号",
    "detail.court": "受理法院",
    "detail.prosecuted_on": "提起公诉日期",
    "detail.prosecuted_charge": "起诉罪名",
    "detail.judged_on": "判决日期",
    "detail.sentence": "判决结果",
    "detail.remarks": "备注",
}

PROSECUTION_REVIEW = register(
    Workflow(
        kind="prosecution_review",
        label="审查起诉",
        number_letters="侦监诉",
        states=STATES,
        actions=(*RECEIVING, *DECIDING, *RETURNING, *REVIEWING, *MOVING, *TRACKING),
        detail="prosecution_review",
        detail_model=lambda: ProsecutionReviewDetail,
        amend_fields=AMENDABLE,
        place=70,
    )
)
