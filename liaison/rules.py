"""Periods of 协作配合. None is of law (规则第256条, 协作配合意见第三（二）1 name no hours or days): reminders of this office, 待核."""

from cases.rules import register_rules
from cases.rules.table import row
from office.periods import Roll

X = Roll.X

register_rules(
    "协作配合",
    (
        row("intervene_opinion", "介入后提出意见", "受理商请或者公安机关同意介入", "", X, "procuratorate",
            "规则第256条；协作配合意见第三（二）1", "48小时", mark="D", nature="reminder", agreed=True, on_expiry="无法定期限"),
        row("intervene_feedback", "介入意见的书面反馈", "公安机关收到介入意见书", "", X, "police",
            "协作配合意见第三（二）1；规则第256条", "7日", mark="D", nature="reminder", agreed=True, on_expiry="无法定期限"),
    ),
)  # fmt: skip
