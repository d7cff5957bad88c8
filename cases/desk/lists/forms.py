"""Forms of pages that are no act of a matter: 期限计算器, 转办 of several, 常用视图."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.matters.forms import DayInput
from cases.rules import SECTIONS
from office.periods import MARKS, Roll


def rules_by_section() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every rule of the table, grouped as in the law, with its length and what is still to be checked."""
    groups = [("", [("", "请选择期限")])]
    for section, rows in SECTIONS.items():
        groups.append((section, [(row.key, f"{row.label}（{row.length_text}）{_mark(row)}") for row in rows]))
    return groups


def _mark(row: Any) -> str:
    if row.pending:
        return f"【{MARKS['M']}】"
    return f"【{MARKS['D']}】" if row.roll is Roll.X and row.amount is None else ""


class CalculatorForm(forms.Form):
    """期限计算器: a rule, what starts it, and whether a suspect is in custody on the last day."""

    rule = forms.ChoiceField(
        label="期限", choices=rules_by_section,
        error_messages={"invalid_choice": "没有这项期限规则，请从列表选择。", "required": "请选择期限。"},
    )  # fmt: skip
    day = forms.DateField(
        label="起算日", widget=DayInput,
        input_formats=["%Y-%m-%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y/%m/%d"],
        error_messages={"invalid": "请填写存在的日期，例如2026-11-20。", "required": "请填写起算日。"},
    )  # fmt: skip
    time = forms.TimeField(
        label="时刻", required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text="以小时计算的期限须填写，例如10:20", error_messages={"invalid": "请填写24小时制的时刻，例如10:20。"},
    )  # fmt: skip
    length = forms.CharField(
        label="文书载明的期限", required=False, max_length=20, help_text="法律未定天数或者可以另定的才填，例如15日、2个月、24小时"
    )
    custody = forms.BooleanField(label="届满之日有犯罪嫌疑人在押", required=False)


class ReassignForm(forms.Form):
    """转办 of several matters: to whom, and why. ``people``: (id, name) of those who may take them."""

    to = forms.ChoiceField(
        label="转给", error_messages={"required": "请选择接办人。", "invalid_choice": "请选择本单位的在岗承办人。"}
    )
    reason = forms.CharField(
        label="理由", max_length=400, widget=forms.Textarea(attrs={"rows": 2}), error_messages={"required": "请写明理由。"}
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "请选择"), *people]  # type: ignore[attr-defined]


class ViewForm(forms.Form):
    """常用视图: its name; where it is new, the list and the conditions."""

    name = forms.CharField(
        label="名称", max_length=20,
        error_messages={"required": "请填写常用视图的名称。", "max_length": "常用视图的名称不超过20个字。"},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class NewViewForm(ViewForm):
    """The same with the list it is of and its conditions."""

    page = forms.ChoiceField(choices=[("inbox", "待办"), ("matters", "事项")], widget=forms.HiddenInput)
    query = forms.CharField(max_length=2000, widget=forms.HiddenInput, required=False)
