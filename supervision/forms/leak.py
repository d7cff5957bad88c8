"""纠正漏捕、漏犯、漏罪各动作的表单: they validate, for page and API alike."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.matters.forms import ActionForm, DayField, PoliceActForm
from cases.matters.forms.fields import Long
from cases.models import Case
from office.models import Organisation
from office.options import option
from supervision.models.leak import Demand, Judged, LeakSort
from supervision.models.sources import LeadSource

VARIANTS = (("arrest", "漏捕"), ("prosecution", "漏犯、漏罪"))


class FoundForm(ActionForm):
    """登记: who or what was left out, and in which case."""

    variant = forms.ChoiceField(label="类型", choices=VARIANTS, widget=forms.RadioSelect)
    sort = forms.ChoiceField(label="遗漏情形", choices=LeakSort.choices)
    title = forms.CharField(label="事项名称", max_length=120, help_text="例如“陈某军涉嫌盗窃纠正漏捕案”")
    public_title = forms.CharField(label="对外名称", max_length=120, required=False, help_text="不填则用事项名称")
    police = forms.ModelChoiceField(label="公安机关", queryset=Organisation.objects.none(), empty_label="请选择")
    case = forms.ModelChoiceField(label="原案", queryset=Case.objects.none(), required=False, empty_label="暂未登记")
    police_number = forms.CharField(label="公安机关原案文号", max_length=60, required=False, help_text="提请批准逮捕书或者起诉意见书文号")
    subject = forms.CharField(label="遗漏的犯罪嫌疑人", max_length=120)
    charge = forms.CharField(label="涉嫌罪名", max_length=60)
    persons = forms.IntegerField(label="人数", min_value=1, max_value=999, initial=1)
    source = forms.ChoiceField(label="线索来源", choices=LeadSource.choices, initial=LeadSource.CASEWORK)
    received_on = DayField(label="发现日期")
    facts = Long("发现经过和事实、证据", help_text="仅检察机关可见")

    matter_fields = ("variant", "title", "public_title", "police", "case", "persons")
    detail_fields = ("sort", "police_number", "subject", "charge", "source", "received_on", "facts")

    def prepare(self) -> None:
        if self.office is not None:
            police, case = self.fields["police"], self.fields["case"]
            assert isinstance(police, forms.ModelChoiceField)
            assert isinstance(case, forms.ModelChoiceField)
            police.queryset = self.office.organs.filter(is_active=True)
            case.queryset = Case.objects.filter(office=self.office).order_by("-id")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("public_title"):
            cleaned["public_title"] = cleaned.get("title", "")
        arrest, suspect = cleaned.get("variant") == "arrest", cleaned.get("sort") == LeakSort.SUSPECT
        if cleaned.get("variant") and cleaned.get("sort") and arrest != suspect:
            self.add_error("sort", "漏捕选“漏捕”，漏犯、漏罪选“漏犯”或者“漏罪”，请核对类型与情形。")
        return cleaned


class RequestArrestForm(ActionForm):
    """要求提请批准逮捕 (规则第288条)."""

    facts = Long("认定的事实和证据")
    reasons = Long("应当逮捕的理由和依据")
    reply_days = forms.IntegerField(label="提请的期限（日）", min_value=1, max_value=60, help_text="法律未定日数，以意见书载明为准")

    def prepare(self) -> None:
        if self.office is not None:
            self.fields["reply_days"].initial = option(self.office.pk, "leak_arrest_days")


class RequestSubmitForm(ActionForm):
    """要求补充侦查或者补充移送起诉 (规则第356条)."""

    demand = forms.ChoiceField(label="要求", choices=Demand.choices)
    facts = Long("遗漏的罪行或者同案犯罪嫌疑人，以及事实和证据")
    reasons = Long("理由和依据")
    reply_days = forms.IntegerField(label="移送的期限（日）", min_value=1, max_value=180, help_text="法律未定日数，以通知书载明为准")
    detail_fields = ("demand",)

    def prepare(self) -> None:
        if self.office is not None:
            self.fields["reply_days"].initial = option(self.office.pk, "leak_pros_days")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["asked"] = dict(Demand.choices).get(cleaned.get("demand", ""), "")
        return cleaned


class SubmittedForm(PoliceActForm):
    """提请批准逮捕、补充移送起诉."""

    submitted_on = DayField(label="提请（移送）日期")
    detail_fields = ("submitted_on",)


class ExplainForm(PoliceActForm):
    """说明不提请、不移送的理由."""

    grounds = Long("理由和依据")


class AcceptForm(ActionForm):
    """理由成立，或者无须纠正."""

    facts = Long("审查情况")
    reasons = Long("处理意见")


class DecideArrestForm(ActionForm):
    """直接决定逮捕 (规则第288条): for the police to carry out."""

    facts = Long("认定的事实和证据")
    reasons = Long("决定逮捕的理由", help_text="公安机关不提请，或者说明的理由不成立")


class ExecutedForm(PoliceActForm):
    """执行回执."""

    executed = forms.ChoiceField(label="执行情况", choices=(("yes", "已执行逮捕"), ("absent", "在逃，尚未到案")))
    executed_on = DayField(label="执行日期", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("executed") == "yes" and not cleaned.get("executed_on"):
            self.add_error("executed_on", "已执行逮捕的，请填写执行日期。")
        if cleaned.get("executed") == "absent" and cleaned.get("executed_on"):
            self.add_error("executed_on", "尚未到案的，不填执行日期。")
        return cleaned


class ArrestedForm(ActionForm):
    """登记审查逮捕的结果."""

    arrested_on = DayField(label="批准（决定）逮捕日期", required=False)
    present_on = DayField(label="到案日期", required=False)
    statement = Long("结果", rows=3, help_text="例如“经审查批准逮捕”“不批准逮捕，理由是……”")
    detail_fields = ("arrested_on", "present_on")

    def prepare(self) -> None:
        _keep(self, ("arrested_on", "present_on"))


def _keep(form: ActionForm, names: tuple[str, ...]) -> None:
    """What was registered before stands in the form, or handing in would blank it."""
    detail = getattr(form.matter, "leak", None)
    for name in names:
        if detail is not None and getattr(detail, name):
            form.fields[name].initial = getattr(detail, name)


class ProsecutedForm(ActionForm):
    """登记提起公诉."""

    prosecuted_on = DayField(label="提起公诉日期")
    number = forms.CharField(label="起诉书文号", max_length=60, required=False)
    detail_fields = ("prosecuted_on",)


class DirectForm(ProsecutedForm):
    """直接提起公诉 (规则第356条)."""

    clear = forms.BooleanField(label="犯罪事实清楚，证据确实、充分")
    reasons = Long("理由", rows=3)


class JudgedForm(ActionForm):
    """判决跟踪."""

    outcome = forms.ChoiceField(label="处理结果", choices=Judged.choices)
    judged_on = DayField(label="判决（处理）日期")
    sentence = forms.CharField(label="判决结果", max_length=200, required=False)
    detail_fields = ("outcome", "judged_on", "sentence")
