"""办公室设置 of 协作配合: no answer time in it is statutory, each is agreed on by the office (待核)."""

from office.options import Option, register_options

register_options((
    Option("advice_reply_hours", "答复咨询的提醒期限", 24, "hours", "无法定期限，自签收的时刻起算，只作提醒", True),
    Option("advice_further_days", "答复后多少日没有追问可以办结", 7, "days", "无法定期限", True),
))
