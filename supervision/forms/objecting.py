"""复议、复核、复查的表单, the same for every decision that may be contested."""

from __future__ import annotations

from django import forms

from cases.matters.forms import ActionForm, FilesField, PoliceActForm
from cases.matters.forms.fields import Long
from supervision.models.disputes import Channel


def Told() -> forms.ChoiceField:  # noqa: N802  (reads as a field type in the forms below)
    """How the outcome was talked over."""
    return forms.ChoiceField(label="与公安机关沟通的方式", choices=(("", "未填"), *Channel.choices), required=False)


class ObjectionForm(PoliceActForm):
    """要求复议、提请复核: 意见书和案卷材料."""

    grounds = Long("理由和依据")
    own_number = forms.CharField(label="意见书文号", max_length=60)
    files = FilesField(label="意见书和案卷材料")


class DecisionForm(ActionForm):
    """复议、复核决定."""

    findings = Long("审查情况")
    reasons = Long("理由")
    conclusion = forms.CharField(label="决定内容", max_length=200)
    dispute_told = Told()


def ruling_form(conclusion: str, base: type[DecisionForm] = DecisionForm) -> type[DecisionForm]:
    """The form of one decision, its operative words filled in."""
    operative = forms.CharField(label="决定内容", max_length=200, initial=conclusion)
    return type("RulingForm", (base,), {"__doc__": conclusion, "conclusion": operative})


class SilentForm(ActionForm):
    """未提异议、未提请复核, recorded as such: silence is not consent."""

    dispute_told = Told()
    dispute_reason = Long("说明", required=False, rows=2)


class AskReasonForm(PoliceActForm):
    """要求说明理由."""

    grounds = Long("要求说明的事项", rows=4)
    own_number = forms.CharField(label="文号", max_length=60)
    files = FilesField(label="要求说明理由书")


class GiveReasonForm(ActionForm):
    """说明理由."""

    reasons = Long("理由")
