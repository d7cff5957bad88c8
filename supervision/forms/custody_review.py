"""羁押必要性审查各动作的表单."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.matters.forms import ActionForm, DayField, PoliceActForm
from cases.matters.forms.fields import Long, OrganField, SuspectField
from supervision.models.custody_review import OUTCOMES, Advised, ReviewSource

STAGES = (("ten", "侦查、审判阶段（十日）"), ("three", "审查起诉阶段（三日）"))


class ApplyForm(ActionForm):
    """登记申请、建议，或者依职权启动."""

    variant = forms.ChoiceField(label="诉讼阶段", choices=STAGES, widget=forms.RadioSelect)
    suspect = SuspectField(label="在押的犯罪嫌疑人")
    police = OrganField(label="办案的公安机关")
    source = forms.ChoiceField(label="启动方式", choices=ReviewSource.choices)
    complainant = forms.CharField(label="申请人", max_length=60, required=False, help_text="仅检察机关可见")
    received_on = DayField(label="收到申请、建议（依职权启动）日期")
    grounds = Long("申请、建议的理由", required=False, rows=4)

    matter_fields = ("variant", "title", "public_title", "police", "case")
    detail_fields = ("suspect", "subject", "source", "complainant", "received_on", "grounds")

    def prepare(self) -> None:
        for name in ("suspect", "police"):
            field = self.fields[name]
            assert isinstance(field, SuspectField | OrganField)
            field.of(self.office)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        suspect = cleaned.get("suspect")
        if cleaned.get("source") == ReviewSource.APPLICATION and not cleaned.get("complainant"):
            self.add_error("complainant", "依申请启动的，请填写申请人。")
        if suspect is not None:
            cleaned["case"], cleaned["subject"] = suspect.case, suspect.name
            cleaned["title"] = cleaned["public_title"] = suspect.title("羁押必要性审查案")
        return cleaned


class PauseForm(ActionForm):
    """鉴定、听证等期间不计入 (羁押审查规定第19条第3款)."""

    ground = forms.ChoiceField(
        label="事由", choices=(("appraisal", "鉴定"), ("report", "专门性问题报告"), ("evidence", "技术性证据审查"), ("hearing", "听证"))
    )
    note = forms.CharField(label="说明", max_length=200, required=False)


class AdviseForm(ActionForm):
    """羁押必要性审查建议书."""

    advised = forms.ChoiceField(label="建议", choices=[pair for pair in Advised.choices if pair[0] != Advised.KEEP])
    findings = Long("审查查明的情况")
    reasons = Long("不需要继续羁押的理由和法律依据")
    detail_fields = ("advised",)


class OrderForm(AdviseForm):
    """审查起诉阶段: 决定释放、变更强制措施 (规则第575条第2款)."""

    advised = forms.ChoiceField(label="决定", choices=((Advised.RELEASE, "释放"), (Advised.CHANGE, "变更强制措施")))
    measure = forms.ChoiceField(label="变更为", choices=(("", "释放，不再采取强制措施"), ("bail", "取保候审"), ("residential", "监视居住")), required=False)
    field_order = ("advised", "measure", "findings", "reasons")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (cleaned.get("advised") == Advised.CHANGE) != bool(cleaned.get("measure")):
            self.add_error("measure", "变更强制措施的，请选择变更为何种措施；释放的，不选。")
        return cleaned


class ExecutedForm(ActionForm):
    """公安机关执行释放、变更的决定."""

    outcome = forms.ChoiceField(label="执行情况", choices=OUTCOMES[:2])
    measure = forms.ChoiceField(label="变更为", choices=(("", "没有变更"), ("bail", "取保候审"), ("residential", "监视居住")), required=False)
    executed_on = DayField(label="释放、变更日期")
    detail_fields = ("outcome",)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (cleaned.get("outcome") == "changed") != bool(cleaned.get("measure")):
            self.add_error("measure", "变更强制措施的，请选择变更为何种措施；释放的，不选。")
        return cleaned


class ToldForm(ActionForm):
    """书面告知申请人提出建议和处理的情况 (规则第582条)."""

    receiver = forms.CharField(label="送达何人", max_length=60)
    handled = Long("提出建议（决定）和处理的情况", rows=3)

    def prepare(self) -> None:
        detail = getattr(self.matter, "custody_review", None)
        if detail is not None:
            self.fields["receiver"].initial = detail.complainant
            self.fields["handled"].initial = f"本院审查结论为“{detail.get_advised_display()}”，公安机关{detail.get_outcome_display()}。"


class KeepForm(ActionForm):
    """继续羁押: 审查结果通知申请人."""

    findings = Long("审查查明的情况")
    reasons = Long("继续羁押的理由")
    receiver = forms.CharField(label="送达何人", max_length=60, required=False, help_text="申请人；依职权启动的不填")
    detail_fields = ("advised",)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["advised"] = Advised.KEEP
        return cleaned


class HandledForm(PoliceActForm):
    """处理情况通知: 不同意的, 说明继续羁押的理由 (羁押审查规定第22条)."""

    outcome = forms.ChoiceField(label="处理情况", choices=OUTCOMES)
    kept_reason = Long("继续羁押的理由", required=False, rows=4)
    detail_fields = ("outcome", "kept_reason")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("outcome") == "kept" and not cleaned.get("kept_reason"):
            self.add_error("kept_reason", "继续羁押的，应当说明理由。")
        return cleaned


class UnansweredForm(ActionForm):
    """十日以内未通知处理情况."""

    facts = Long("未回复的情况", rows=3, initial="收到《羁押必要性审查建议书》后十日以内未通知处理情况。")


class KeptForm(ActionForm):
    """公安机关继续羁押而理由不成立."""

    facts = Long("继续羁押的理由为何不成立", rows=3)


class KeptToldForm(ToldForm, KeptForm):
    """The same, and the applicant is told."""
