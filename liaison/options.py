"""Settings of 协作配合: what no law says, shown as 待核 (liaison.md 6.3)."""

from cases.matters.table.workflow import DIRECT, HOSTS, SIGNS_HEAD
from liaison.catalogue.triggers import TRIGGERS
from office.options import CHIEF_OR_PROSECUTOR, Option, register_options
from office.sides import Role

CHARGES = (
    "危险驾驶", "交通肇事", "故意伤害", "强奸", "猥亵", "抢劫", "盗窃", "诈骗", "敲诈勒索", "袭警", "妨害公务", "聚众斗殴", "寻衅滋事", "开设赌场",
    "帮助信息网络犯罪活动", "掩饰、隐瞒犯罪所得", "非法吸收公众存款", "合同诈骗", "走私、贩卖、运输、制造毒品", "容留他人吸毒",
)  # fmt: skip
"""What an office begins with: charges it has most to do with."""

register_options(
    [
        Option("advice_reply_hours", "答复咨询的提醒期限", 24, "hours", "无法定期限，自签收的时刻起算，只作提醒", True),
        Option(
            "police_exit", "公安机关的咨询、答复由谁发出", "legal", "choice",
            "协作配合意见第三（二）4要求重要事项统一出口，咨询不在所列事项之内；直接发出的，抄送法制员", True,
            (("legal", "由法制员统一发出，办案民警拟稿"), (DIRECT, "办案民警可以直接发出，抄送法制员")),
        ),
        Option("advice_further_days", "答复后多少日没有追问可以办结", 7, "days", "无法定期限", True),
        Option("early_intervene_hours", "提前介入商请的答复", 24, "hours", "无法定期限，自签收商请函的时刻起算，仅作提醒", True),
        Option("intervene_opinion_hours", "介入后提出意见", 48, "hours", "无法定期限，自受理（公安机关同意）的时刻起算，仅作提醒", True),
        Option("intervene_feedback_days", "介入意见的书面反馈", 7, "days", "无法定期限，自签收介入意见书起算，仅作提醒", True),
        Option(
            "intervene_decided_by", "介入意见、不予介入由谁决定", Role.PROSECUTOR.value, "choice",
            "规则第256条未写由谁决定，默认由检察官决定", True, CHIEF_OR_PROSECUTOR,
        ),
        Option(
            "intervene_triggers", "提示提前介入的规则", [one.code for one in TRIGGERS], "several",
            "只提示，不代为商请、介入；不勾选的停用", True, tuple((one.code, f"{one.label}（{one.source}）") for one in TRIGGERS),
        ),
        Option("intervene_group_persons", "提示介入的同案人数", 3, "persons", "内部约定", True),
        Option("intervene_mass_victims", "提示介入的涉众型案件被害人数", 10, "persons", "内部约定", True),
        Option("intervene_charges_sexual", "提示介入的性侵罪名", ["强奸", "猥亵", "负有照护职责人员性侵"], "words", "案由含有其中任何一词即提示", True),
        Option("intervene_charges_injury", "提示介入的伤害罪名", ["故意伤害"], "words", "案由含有其中任何一词，伤情为重伤、死亡的提示", True),
        Option(
            "intervene_charges_mass", "提示介入的涉众型罪名", ["非法吸收公众存款", "集资诈骗", "传销", "诈骗"], "words",
            "案由含有其中任何一词，被害人达到人数的提示", True,
        ),
        Option("resolution_confirm_days", "议定事项报告完成后几日没有答复，负责人可以确认", 7, "days", "无法定期限，内部约定", True),
        Option("guidance_review_months", "指引施行后几个月复审", 12, "months", "无法定期限，内部约定", True),
        Option(
            "guidance_charges", "指引适用的罪名", list(CHARGES), "words",
            "一行一个；拟写指引时从中选择，案由含有该词的案件和事项旁显示", True,
        ),
        Option("intervene_charges_new", "提示介入的新型罪名", [], "words", "由本办公室列明，案由含有其中任何一词即提示", True),
        Option("meeting_idle_days", "联席会议久未办理的提醒", 30, "days", "自会议日期起；过后对方可以了结，无法定期限", True),
        Option("minutes_circulate_days", "散会后送会签纪要", 5, "days", "无法定期限，仅作提醒", True),
        Option("minutes_sign_days", "会签纪要", 7, "days", "无法定期限，仅作提醒", True),
        Option("undecided_times", "几次未决提醒双方负责人", 3, "turns", "议题第几次“下次再议”时提醒检察长和公安机关负责人", True),
        Option("consult_accept_hours", "答复是否同意会商的提醒期限", 24, "hours", "无法定期限，自签收的时刻起算，只作提醒", True),
        Option("consult_opinion_days", "会商书面意见交齐的提醒期限", 3, "days", "无法定期限，自开始提交意见起算，只作提醒", True),
        Option("consult_minutes_days", "会商纪要送会签的提醒期限", 5, "days", "无法定期限，自散会起算，只作提醒", True),
        Option("consult_sign_days", "会商纪要签署的提醒期限", 7, "days", "无法定期限，自送会签起算；届满没有签署的，可以以“未会签”了结", True),
        Option(
            "consult_signed_by", "会商纪要由谁签署", HOSTS, "choice", "没有规定，默认由双方主办签署", True,
            ((HOSTS, "双方主办签署，负责人也可以签署"), (SIGNS_HEAD, "双方负责人签署")),
        ),
    ]
)  # fmt: skip
