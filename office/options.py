"""办公室设置: what the law leaves open, and everything marked [M], as a setting shown as 待核 (law.md 0.1)."""

from __future__ import annotations

from collections.abc import Iterable
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
    """``hours`` (小时), ``days`` (日), ``months`` (月), ``count`` (件), ``persons`` (人), ``turns`` (次), ``role``, ``text``, ``choice``, ``several`` (of
    the choices), ``words`` (one a line), ``mapping``, ``acts`` (names of acts of the tables), ``rungs`` (小时 from one rung to the next)
    or ``times`` (of the clock)."""
    note: str = ""
    pending: bool = False
    choices: tuple[tuple[str, str], ...] = ()


LENGTHS = {"hours": "小时", "days": "日", "months": "个月"}
"""What a setting of a length counts in, by kind."""
CHIEF_OR_PROSECUTOR = ((Role.CHIEF.value, "检察长决定"), (Role.PROSECUTOR.value, "检察官决定"))
CHIEF_OR_ADMINISTRATIVE = ((Role.CHIEF.value, "检察长决定"), (Role.ADMINISTRATIVE.value, "行政检察部门决定"))

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
        Option(
            "undelegated_acts", "不得授权他人、须由负责人本人决定的事项", [], "acts",
            "以顿号分隔，例如通知立案、通知撤销案件；规则第4条没有列举不得授权的事项，默认不限", True,
        ),
        Option(
            "refuse_no_danger_decided_by", "没有社会危险性的不批准逮捕由谁决定", Role.PROSECUTOR.value, "choice",
            "规则第285条第3款只规定没有犯罪事实、刑诉法第16条和证据不足的应当经检察长批准，其余按权力清单", True, CHIEF_OR_PROSECUTOR,
        ),
        Option(
            "heads_see_restricted", "负责人可否查看本单位的会商等受限事项", "no", "choice",
            "没有规定，默认须受邀参加；可以查看的，只看不办，查看留痕", True,
            (("no", "受邀参加的才看得见"), ("yes", "检察长、公安机关负责人可以查看")),
        ),
        Option("correction_reply_days", "纠正违法通知书回复期限", 15, "days", "法无固定天数，以通知书载明为准", True),
        Option("review_explanation_days", "审查公安机关说明的内部提醒", 10, "days", "无法定期限", True),
        Option("reconsider_withdraw_days", "撤案通知要求复议的期限", 5, "days", "立案监督规定（试行）第10条前半", True),
        Option("withdraw_at_once_days", "维持后“立即”撤案的提醒", 3, "days", "规则第565条：应当立即撤案", True),
        Option("lead_verify_days", "线索核查限期", 15, "days", "无法定期限，从指派之日起算，仅作内部提醒", True),
        Option("lead_transfer_days", "公安机关答复移送线索的期限", 15, "days", "无法定期限，以移送函载明为准", True),
        Option("advice_investigate_months", "检察建议事项调查核实的期限", 2, "months", "检察建议规定第15条", True),
        Option("advice_filing_up_days", "检察建议书报上一级院备案的期限", 5, "days", "检察建议规定第21条", True),
        Option("advice_objection_days", "对检察建议提出异议的期限", 10, "days", "检察建议规定第23条未定日数，以建议书载明为准", True),
        Option("leak_arrest_days", "要求提请批准逮捕后公安机关提请的期限", 7, "days", "规则第288条未定日数，以意见书载明为准", True),
        Option("leak_pros_days", "要求补充侦查、补充移送起诉后公安机关移送的期限", 15, "days", "规则第356条未定日数，以通知书载明为准", True),
        Option(
            "leak_pros_decided_by", "要求补充侦查、补充移送起诉由谁决定", Role.CHIEF.value, "choice",
            "规则第356条未写由谁决定，默认由检察长决定", True, CHIEF_OR_PROSECUTOR,
        ),
        Option(
            "outline_decided_by", "补充侦查提纲由谁签发", Role.PROSECUTOR.value, "choice",
            "规则第257条、第284条、第285条未写由谁批准，默认由检察官签发；不批准逮捕本身的决定另依规则第285条第3款", True, CHIEF_OR_PROSECUTOR,
        ),
        Option(
            "return_decided_by", "退回补充侦查由谁决定", Role.PROSECUTOR.value, "choice",
            "规则第342条、第346条未写由谁批准，默认由检察官决定", True, CHIEF_OR_PROSECUTOR,
        ),
        Option("supp_no_arrest_months", "不批准逮捕后补充侦查的提醒期限", 2, "months", "无法定期限", True),
        Option("evidence_request_days", "提供证据材料的期限", 7, "days", "法无固定期限，以通知书载明为准", True),
        Option("legality_explain_days", "说明证据收集合法性的期限", 5, "days", "法无固定期限，以通知书载明为准", True),
        Option("overdue_reasons_days", "说明补充侦查期满未移送理由的期限", 7, "days", "规则第347条未定日数，以通知书载明为准", True),
        Option(
            "prosecute_extend_decided_by", "延长审查起诉期限由谁决定", Role.CHIEF.value, "choice",
            "刑诉法第172条、规则第351条未写由谁批准，默认由检察长决定", True, CHIEF_OR_PROSECUTOR,
        ),
        Option("non_pros_release_days", "不起诉后释放、解除强制措施的提醒", 1, "days", "规则第376条：应当立即释放，没有固定期限", True),
        Option("non_pros_unfreeze_days", "不起诉后解除查封、扣押、冻结的期限", 3, "days", "条文只写及时，比照刑诉法第145条的三日", True),
        Option("opinion_reply_months", "检察意见回复的期限", 2, "months", "行刑衔接规定第9条；情况紧急的可以在意见书中另定", True),
        Option(
            "terminate_decided_by", "行刑反向衔接终结审查由谁决定", Role.CHIEF.value, "choice",
            "反向衔接指引未见由谁批准，默认由检察长决定", True, CHIEF_OR_ADMINISTRATIVE,
        ),
        Option(
            "suspend_decided_by", "行刑反向衔接中止审查由谁决定", Role.ADMINISTRATIVE.value, "choice",
            "反向衔接指引第13条未见由谁批准，默认由行政检察部门决定", True, CHIEF_OR_ADMINISTRATIVE,
        ),
        Option(
            "supervision_notice_decided_by", "侦查活动监督通知书由谁决定", Role.PROSECUTOR.value, "choice",
            "规则第552条未列该层级", True, CHIEF_OR_PROSECUTOR,
        ),
        Option("supervision_notice_days", "侦查活动监督通知书回复期限", 15, "days", "无法定期限，以通知书载明为准", True),
        Option("oral_correction_days", "口头纠正意见跟踪的期限", 7, "days", "规则第552条未定；规则第624条的七日只适用于刑罚执行和监管执法", True),
        Option("second_term_days", "督促后回复的期限", 15, "days", "规则第553条未定日数，以督促函载明为准", True),
        Option(
            "recheck_stops_clock", "申请复查期间回复期限是否中止", "no", "choice", "规则第554条未写", True,
            (("no", "不中止，继续计算"), ("yes", "中止，复查决定作出后恢复")),
        ),
        Option(
            "recheck_decided_by", "纠正意见的复查由谁决定", Role.CHIEF.value, "choice",
            "规则第554条未写检察长批准，默认由检察长决定", True, CHIEF_OR_PROSECUTOR,
        ),
        Option("correction_upper_days", "上一级院审查下级院纠正意见的内部提醒", 15, "days", "规则第554条第2款未定期限", True),
        Option("class_matters", "同一监督项目多少件列为类案", 3, "count", "内部约定", True),
        Option("class_months", "类案统计的期间", 12, "months", "内部约定", True),
        Option("lead_days", "到期前几日提醒", [7, 3, 1, 0], "mapping", "以逗号分隔的日数，例如7、3、1、0"),
        Option("severe_days", "严重超期的界线", 10, "days", "超过届满日多少日以上列为严重超期"),
        Option("soon_days", "即将到期的界线", 3, "days", "距届满日多少日以内列为即将到期"),
        Option("unsigned_days", "送达后多少日未签收即提醒", [1, 3, 7], "mapping", "以逗号分隔的日数"),
        Option(
            "unclaimed_hours", "无人认领几小时后提醒值班人、副班、负责人", [4, 4, 8], "rungs",
            "三个数，按工作时间累计（4、4、8即4、8、16小时）；没有规定，提前介入在押人员的按自然时间", True,
        ),
        Option("work_hours", "工作时间", "8:30—12:00、13:30—17:30", "times", "无人认领的时间、日班和夜班的起止按此计算，节假日不计"),
        Option(
            "number_templates", "文号格式", {}, "mapping",
            "按文种设置，可用{代字}、{年份}、{序号}", True,
        ),
        Option("bulletin_number", "通报文号格式", "侦监协通〔{年份}〕{序号}号", "text"),
        Option("mail_notices", "以电子邮件转发提醒", False, "choice", "", False, (("", "否"), ("1", "是"))),
        Option("ledger_columns", "立案监督台账表头对照", {}, "mapping", "本单位台账的列名与系统字段的对应"),
    )
}


def register_options(added: Iterable[Option]) -> None:
    """Add the settings of an application that has some of its own. Raises ValueError for a key that stands already."""
    for one in added:
        if one.key in OPTIONS:
            raise ValueError(f"设置{one.key}重复")
        OPTIONS[one.key] = one


def option(office_id: UUID, key: str) -> Any:
    """The office's value of a setting, or its default. KeyError for an unknown key."""
    default = OPTIONS[key].default
    row = OfficeOption.objects.filter(office_id=office_id, key=key).values_list("value", flat=True).first()
    return default if row is None else row


def options(office_id: UUID) -> dict[str, Any]:
    """Every setting of an office in one query."""
    stored = dict(OfficeOption.objects.filter(office_id=office_id).values_list("key", "value"))
    return {key: stored.get(key, spec.default) for key, spec in OPTIONS.items()}
