"""会议记录各动作的表单: what both sides type while they sit together."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.matters.forms import ActionForm, DayField
from cases.matters.forms.fields import Long
from cases.models import Matter
from liaison.forms.joint_meeting import leads_of
from liaison.models.joint_meeting import MERGED_FIELDS, AgendaItem, Answer, Attendance, Outcome
from office.sides import SHORT

GUEST = "guest"
"""Stands before a speaker who belongs to neither side (法院)."""


class JotForm(ActionForm):
    """记发言: who said what, one at a time; what was noted wrongly is noted anew."""

    who = forms.ChoiceField(label="发言人", required=False)
    other = forms.CharField(label="其他发言人", max_length=60, required=False, help_text="不在名单上的，写单位和姓名")
    text = Long("发言", rows=2)

    def prepare(self) -> None:
        who = self.fields["who"]
        assert isinstance(who, forms.ChoiceField)
        who.choices = [("", "请选择"), *speakers(self.matter)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        who, other = cleaned.get("who") or "", (cleaned.get("other") or "").strip()
        if not who and not other and not self.errors:
            self.add_error("who", "请选择发言人，或者写明不在名单上的发言人。")
        side, _, name = who.partition(":")
        cleaned["speaker"], cleaned["side"] = (other, "") if other else (name, "" if side == GUEST else side)
        return cleaned


def speakers(matter: Matter | None) -> list[tuple[str, str]]:
    """Who may be said to have spoken: whoever is not on leave and did not stay away, by side."""
    invited = Attendance.objects.filter(matter=matter).exclude(answer=Answer.LEAVE).exclude(present=False) if matter is not None else ()
    return [(f"{one.side or GUEST}:{one.who_came}", f"{SHORT.get(one.side, '客')}　{one.who_came}") for one in invited if one.who_came]


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
    base = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def prepare(self) -> None:
        field = self.fields["field"]
        assert isinstance(field, forms.ChoiceField)
        if self.item is not None:
            field.choices = [(name, LABELS[name]) for name in self.item.to_merge.split(",") if name]


class AgreeForm(ActionForm):
    """同意, of what was read: the revision is named by the page."""

    base = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.fields["base"].initial = self.item.rev if self.item is not None else None


class ContestForm(AgreeForm):
    """对结果有异议: it can then only be put off, withdrawn or passed on."""

    objection = forms.CharField(label="异议", max_length=400, widget=forms.Textarea(attrs={"rows": 2}))


class ReopenForm(ActionForm):
    """重议: an outcome is not changed silently."""

    reasons = forms.CharField(label="重议的理由", max_length=400)


class LateItemForm(ActionForm):
    """会中补列: a topic that was forgotten."""

    title = forms.CharField(label="议题", max_length=120)
    background = Long("说明", rows=2, required=False)
