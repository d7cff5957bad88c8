"""办公室设置: what the law leaves open, and everything marked [M], as a setting shown as 待核 (law.md 0.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from office.models import OfficeOption
from office.sides import Role


@dataclass(frozen=True)
class Option:
    """One setting: its meaning, default, and whether the source is still to be checked (待核)."""

    key: str
    label: str
    default: Any
    kind: str
    """``days`` (日), ``months`` (月), ``role``, ``text``, ``choice`` or ``mapping``."""
    note: str = ""
    pending: bool = False
    choices: tuple[tuple[str, str], ...] = ()


CHIEF_OR_PROSECUTOR = ((Role.CHIEF.value, "检察长决定"), (Role.PROSECUTOR.value, "检察官决定"))

OPTIONS: dict[str, Option] = {
    option.key: option
    for option in (
        Option(
            "request_decided_by", "要求说明（不）立案理由由谁决定", Role.CHIEF.value, "choice",
            "2019年规则第558条至第560条未写由谁批准，默认由检察长决定", True, CHIEF_OR_PROSECUTOR,
        ),
        Option(
            "no_need_decided_by", "“无监督必要”由谁决定", Role.PROSECUTOR.value, "choice",
            "规则第558条未写由谁批准", True, CHIEF_OR_PROSECUTOR,
        ),
        Option(
            "reconsideration_decided_by", "撤案通知复议由谁决定", Role.CHIEF.value, "choice",
            "规则第565条未写检察长批准，默认由检察长决定", True, CHIEF_OR_PROSECUTOR,
        ),
        Option("correction_reply_days", "纠正违法通知书回复期限", 15, "days", "法无固定天数，以通知书载明为准", True),
        Option("review_explanation_days", "审查公安机关说明的内部提醒", 10, "days", "无法定期限", True),
        Option("reconsider_withdraw_days", "撤案通知要求复议的期限", 5, "days", "立案监督规定（试行）第10条前半", True),
        Option("withdraw_at_once_days", "维持后“立即”撤案的提醒", 3, "days", "规则第565条：应当立即撤案", True),
        Option("lead_days", "到期前几日提醒", [7, 3, 1, 0], "mapping", "以逗号分隔的日数，例如7、3、1、0"),
        Option("severe_days", "严重超期的界线", 10, "days", "超过届满日多少日以上列为严重超期"),
        Option("soon_days", "即将到期的界线", 3, "days", "距届满日多少日以内列为即将到期"),
        Option("unsigned_days", "送达后多少日未签收即提醒", [1, 3, 7], "mapping", "以逗号分隔的日数"),
        Option(
            "number_templates", "文号格式", {}, "mapping",
            "按文种设置，可用{代字}、{年份}、{序号}", True,
        ),
        Option("bulletin_number", "通报文号格式", "侦监协通〔{年份}〕{序号}号", "text"),
        Option("mail_notices", "以电子邮件转发提醒", False, "choice", "", False, (("", "否"), ("1", "是"))),
        Option("ledger_columns", "立案监督台账表头对照", {}, "mapping", "本单位台账的列名与系统字段的对应"),
    )
}


def option(office_id: UUID, key: str) -> Any:
    """The office's value of a setting, or its default. KeyError for an unknown key."""
    default = OPTIONS[key].default
    row = OfficeOption.objects.filter(office_id=office_id, key=key).values_list("value", flat=True).first()
    return default if row is None else row


def options(office_id: UUID) -> dict[str, Any]:
    """Every setting of an office in one query."""
    stored = dict(OfficeOption.objects.filter(office_id=office_id).values_list("key", "value"))
    return {key: stored.get(key, spec.default) for key, spec in OPTIONS.items()}
