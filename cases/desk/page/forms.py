"""The small forms of the matter's and the paper's page: they validate; the kernel decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from cases.matters.forms.acts import DayField, FilesField, HourField


class PaperActForm(forms.Form):
    """Beside an act on a paper or on a matter: what of day, file, person, verdict and reason it asks for.

    ``asks``: ``day``, ``time`` (of that day, where hours are counted from it),
    ``mail`` (when it was posted), ``file``, ``reason`` or ``note`` (a reason that may be left out), ``verdict``, and of ``choices`` one
    (``to``, ``consent``) or several (``people``).
    """

    on = DayField(label="实际办理日期", help_text="不早于前一办理日期，不晚于今天")
    time = HourField(label="签收、办理的时刻", help_text="例如10:20；有期限自这一时刻起按小时计算")
    mailed_on = DayField(label="交邮日期", required=False, help_text="邮寄来的填邮戳日期，前一栏填收到日期；期满以前交邮的不算过期（刑诉法第105条第3款）")
    to = forms.ChoiceField(label="给谁")
    people = forms.MultipleChoiceField(label="哪些人", widget=forms.CheckboxSelectMultiple)
    consent = forms.ChoiceField(label="哪一项")
    verdict = forms.ChoiceField(label="意见", widget=forms.RadioSelect, choices=[("agree", "同意"), ("disagree", "不同意")])
    reason = forms.CharField(label="理由", max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    evidence = FilesField(label="扫描件")

    def __init__(
        self,
        *args: Any,
        asks: frozenset[str],
        place: str = "",
        file_optional: bool = False,
        choices: Mapping[str, Sequence[tuple[str, str]]] | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("auto_id", f"id_{place}%s")
        super().__init__(*args, **kwargs)
        wanted = asks | ({"reason"} if "note" in asks else set())
        for name, code in {**{name: name for name in self.fields}, "on": "day", "mailed_on": "mail", "evidence": "file"}.items():
            if code not in wanted:
                del self.fields[name]
        if "note" in asks:
            self.fields["reason"].required = False
            self.fields["reason"].label = "理由" if "verdict" in asks else "说明"
        for name, rows in (choices or {}).items():
            field = self.fields[name]
            several = isinstance(field, forms.MultipleChoiceField)
            field.choices = [*rows] if several or len(rows) == 1 else [("", "请选择"), *rows]  # type: ignore[attr-defined]
        if file_optional and "evidence" in self.fields:
            self.fields["evidence"].required = False


class AmendForm(forms.Form):
    """更正: the new value of one fact, and why."""

    reason = forms.CharField(label="更正理由", max_length=400, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, value: forms.Field, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields = {"value": value, **self.fields}


class ReassignForm(forms.Form):
    """转办."""

    to = forms.ChoiceField(label="转给")
    reason = forms.CharField(label="理由", max_length=400, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, heirs: list[tuple[str, str]], **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["to"] = forms.ChoiceField(label="转给", choices=[("", "请选择"), *heirs])


class NoteForm(forms.Form):
    """附言: for one's own side, or for both."""

    text = forms.CharField(label="附言", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    shown = forms.ChoiceField(label="谁看得见", widget=forms.RadioSelect)
    files = FilesField(label="附件", required=False)  # type: ignore[assignment]  # a field, lifted out of the class by the metaclass

    def __init__(self, *args: Any, own: str, other: str, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        choices = [("own", f"只有{own}"), *([("both", f"{own}和{other}")] if other else [])]
        self.fields["shown"] = forms.ChoiceField(label="谁看得见", widget=forms.RadioSelect, choices=choices, initial="own")
