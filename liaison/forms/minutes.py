"""会议记录各动作的表单: what both sides type while they sit together."""

from __future__ import annotations

from django import forms

from cases.matters.forms import ActionForm, DayField
from cases.matters.forms.fields import Long
from liaison.forms.joint_meeting import leads_of
from liaison.models.joint_meeting import MERGED_FIELDS, AgendaItem, Outcome
from office.sides import Side


class JotForm(ActionForm):
    """记发言: who said what, one at a time; what was noted wrongly is noted anew."""

    side = forms.ChoiceField(label="哪一方", choices=[*Side.choices, ("", "其他")], required=False)
    speaker = forms.CharField(label="发言人", max_length=60)
    text = Long("发言", rows=3)


class ConcludeForm(ActionForm):
    """定结果, by the convener's recorder; the side across agrees or contests."""

    outcome = forms.ChoiceField(label="结果", choices=Outcome.choices, widget=forms.RadioSelect(attrs={"class": "inline"}))

    def prepare(self) -> None:
        if self.item is not None:
            self.fields["outcome"].initial = self.item.outcome


class WriteForm(ActionForm):
    """写结论与落实: the four fields that both sides may change at once; ``base``: the revision of the item that was seen."""

    conclusion = Long("结论", rows=4, required=False)
    lead = forms.ModelChoiceField(label="牵头", queryset=AgendaItem.objects.none(), required=False, empty_label="请选择")
    due_on = DayField(label="期限", past=False, required=False)
    measure = Long("完成标准", rows=2, required=False)
    assist = forms.CharField(label="协助", max_length=200, required=False)
    nothing_follows = forms.CharField(label="无后续的理由", max_length=400, required=False, help_text="不需要任何单位落实的，写明理由")
    base = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def prepare(self) -> None:
        lead = self.fields["lead"]
        assert isinstance(lead, forms.ModelChoiceField)
        lead.queryset = leads_of(self.office)
        if self.item is not None:
            for name in (*MERGED_FIELDS, "assist", "nothing_follows"):
                self.fields[name].initial = getattr(self.item, name)
            self.fields["base"].initial = self.item.rev


LABELS = {"conclusion": "结论", "lead": "牵头", "due_on": "期限", "measure": "完成标准"}
"""MERGED_FIELDS by name."""


class MergeForm(ActionForm):
    """合并: the text that holds of a field of which two stand."""

    field = forms.ChoiceField(label="栏目", choices=list(LABELS.items()))
    text = Long("以此为准", rows=4, required=False)

    def prepare(self) -> None:
        field = self.fields["field"]
        assert isinstance(field, forms.ChoiceField)
        if self.item is not None:
            field.choices = [(name, LABELS[name]) for name in self.item.to_merge.split(",") if name]


class ContestForm(ActionForm):
    """对结果有异议: it can then only be put off, withdrawn or passed on."""

    objection = forms.CharField(label="异议", max_length=400, widget=forms.Textarea(attrs={"rows": 2}))


class ReopenForm(ActionForm):
    """重议: an outcome is not changed silently."""

    reasons = forms.CharField(label="重议的理由", max_length=400)


class LateItemForm(ActionForm):
    """会中补列: a topic that was forgotten."""

    title = forms.CharField(label="议题", max_length=120)
    background = Long("说明", rows=2, required=False)
