"""期限规则 of 协作配合. None is of law (规则第256条, 协作配合意见第三（二）1、四（四）name no hours or days): agreements of the office, 待核."""

from cases.rules import register_rules
from cases.rules.table import row
from office.periods import Roll

X = Roll.X
INTERVENTION, ADVICE, MEETING = "规则第256条；协作配合意见第三（二）1", "协作配合意见第四（四）", "协作配合意见第三（二）6"
CONSULT = "协作配合意见第四（二）"

register_rules(
    "协作配合",
    (
        row("intervene_opinion", "介入后提出意见", "受理商请或者公安机关同意介入", "", X, "procuratorate", INTERVENTION, "48小时", mark="D",
            nature="reminder", agreed=True, on_expiry="无法定期限"),
        row("intervene_feedback", "介入意见的书面反馈", "公安机关收到介入意见书", "", X, "police", INTERVENTION, "7日", mark="D",
            nature="reminder", agreed=True, on_expiry="无法定期限"),
        row("advice_answer", "答复咨询", "被咨询单位签收《咨询单》", "", X, "asked", ADVICE, "24小时", mark="D", nature="reminder", agreed=True,
            on_expiry="无法定期限"),
        row("advice_further", "追问", "答复之日", "", X, "asking", ADVICE, "7日", mark="D", nature="right", agreed=True,
            on_expiry="无法定期限；没有追问的，被咨询单位可以办结"),
        row("meeting_notice", "发出会议通知", "召集之日", "", X, "asking", MEETING, "5日", mark="D", nature="reminder", agreed=True,
            on_expiry="无法定期限"),
        row("meeting_held", "召开会议并将纪要送会签", "会议日期", "", X, "asking", MEETING, "30日", mark="D", nature="reminder", agreed=True,
            on_expiry="无法定期限；召集方没有召开、没有办完的，对方可以了结"),
        row("minutes_circulate", "纪要送会签", "散会之日", "", X, "asking", MEETING, "5日", mark="D", nature="reminder", agreed=True,
            on_expiry="无法定期限"),
        row("minutes_sign", "会签纪要", "送会签之日", "", X, "both", MEETING, "7日", mark="D", nature="reminder", agreed=True,
            on_expiry="无法定期限；督促后仍不会签的，可以按未会签了结"),
        row("resolution_due", "完成议定事项", "会议议定的完成日期", "当日", X, "asking", MEETING, mark="D", nature="reminder", agreed=True,
            on_expiry="无法定期限；由下一次会议听取"),
        row("resolution_confirm", "确认议定事项完成", "牵头单位报告完成之日", "", X, "asked", MEETING, "7日", mark="D", nature="reminder",
            agreed=True, on_expiry="无法定期限；没有答复的，任何一方负责人可以确认"),
        row("guidance_review", "指引复审", "施行之日或者上次复审之日", "", X, "both", MEETING, "12个月", mark="D", nature="reminder", agreed=True,
            on_expiry="无法定期限；没有复审的，指引继续施行"),
        row("consult_accept", "答复是否同意会商", "对方签收《会商申请表》", "", X, "asked", CONSULT, "24小时", mark="D", nature="reminder",
            agreed=True, on_expiry="无法定期限；没有答复的，申请方可以了结"),
        row("consult_opinions", "交齐书面意见", "开始提交意见", "", X, "both", CONSULT, "3日", mark="D", nature="reminder", agreed=True,
            on_expiry="无法定期限；没有交齐的，可以照常举行会商"),
        row("consult_minutes", "会商纪要送会签", "散会", "", X, "both", CONSULT, "5日", mark="D", nature="reminder", agreed=True, on_expiry="无法定期限"),
        row("consult_sign", "会签会商纪要", "会商纪要送会签", "", X, "both", CONSULT, "7日", mark="D", nature="reminder", agreed=True,
            on_expiry="无法定期限；没有签署的，可以以“未会签”了结"),
    ),
)  # fmt: skip
