"""law.md 2.5: 庭审与协作."""

from cases.rules.table import row
from office.periods import Roll, Rule

N, X = Roll.N, Roll.X

ROWS: tuple[Rule, ...] = (
    row("court_summon", "通知侦查人员、证人、鉴定人出庭", "开庭之日", "3日", N, "court", "刑诉法第187条第3款、第59条第2款；程序规定第72条",
        backward=True, roll_basis="最迟日，遇节假日提前（内部约定）", on_expiry="传票、通知书至迟在开庭三日以前送达；侦查人员比照（内部约定）"),
    row("joint_meeting", "联席会议", "上一次会议", "", X, "both", "协作配合意见第三（二）6", mark="D", nature="reminder"),
    row("bulletin", "业务通报", "上一期通报", "", X, "both", "协作配合意见第三（二）5", mark="D", nature="reminder"),
    row("joint_supervise_report", "挂牌督办案件报告", "挂牌督办或者上一次报告", "", X, "both", "协作配合意见第三（二）2", "1个月", mark="D",
        nature="reminder", on_expiry="关键节点、重大进展应当及时报告，每月一次为内部约定"),
    row("early_intervene", "提前介入、听取意见的响应", "检察机关收到公安机关商请", "", X, "procuratorate",
        "规则第256条；刑诉法第87条；协作配合意见第三（二）1", "24小时", mark="D", nature="reminder", on_expiry="无法定期限", agreed=True),
)  # fmt: skip
