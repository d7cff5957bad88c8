"""期限规则 of 协作配合: agreements of the office, no law (liaison.md 0.2)."""

from cases.rules import register_rules
from cases.rules.table import row
from office.periods import Roll, Rule

ROWS: tuple[Rule, ...] = (
    row("advice_answer", "答复咨询", "被咨询单位签收《咨询单》", "", Roll.X, "asked", "协作配合意见第四（四）", "24小时", mark="D",
        nature="reminder", on_expiry="无法定期限", agreed=True),
    row("advice_further", "追问", "答复之日", "", Roll.X, "asking", "协作配合意见第四（四）", "7日", mark="D", nature="right",
        on_expiry="无法定期限；没有追问的，被咨询单位可以办结"),
)  # fmt: skip

register_rules("协作配合", ROWS)
