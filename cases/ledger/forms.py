"""台账: what it is narrowed by, and the upload with the matching of names."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.matters.forms.acts import DayField

EARLIEST, LATEST = 1900, 2999
"""Years (年) a ledger may be asked for."""


class LedgerFilterForm(forms.Form):
    """GET parameters of the ledger; empty ones narrow nothing."""

    since = DayField(label="自", required=False)
    until = DayField(label="至", required=False)
    variant = forms.ChoiceField(label="监督类型", required=False)
    organ = forms.ChoiceField(label="公安机关", required=False)
    status = forms.ChoiceField(label="状态", required=False, choices=(("", "全部"), ("open", "在办"), ("closed", "已办结")))
    office = forms.ChoiceField(label="办公室", required=False)
    q = forms.CharField(label="编号或者名称", required=False, max_length=60)

    def __init__(
        self, *args: Any, variants: list[tuple[str, str]], organs: list[tuple[str, str]], offices: list[tuple[str, str]], period: str,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["since"].label = f"{period}自"
        for name, label, choices in (("variant", "监督类型", variants), ("organ", "公安机关", organs), ("office", "办公室", offices)):
            if len(choices) > 1:
                self.fields[name] = forms.ChoiceField(label=label, required=False, choices=[("", "全部"), *choices])
            else:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "截止日期不能早于起始日期。")
        for name in ("since", "until"):
            day = cleaned.get(name)
            if day and not EARLIEST <= day.year <= LATEST:  # at the ends of the calendar there is no next day, no other zone
                self.add_error(name, f"请填写{EARLIEST}年至{LATEST}年之间的日期。")
        return cleaned


class LedgerUploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label="台账文件", help_text=".xlsx，不超过20MB；先检查后确认，确认以前不写入任何内容",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}), error_messages={"required": "请选择台账文件。", "empty": "这是空文件，请重新选择。"},
    )


class MatchForm(forms.Form):
    """Unknown names of organs, each beside a choice of the organs of the office."""

    def __init__(self, *args: Any, names: list[str], organs: list[tuple[str, str]], **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.names = {f"match-{place}": words for place, words in enumerate(names)}
        for field, words in self.names.items():
            self.fields[field] = forms.ChoiceField(label=words, required=False, choices=[("", "暂不对应，保留原写法"), *organs])

    def matches(self) -> dict[str, str]:
        """Words → organ, of those that were chosen."""
        return {words: chosen for field, words in self.names.items() if (chosen := self.cleaned_data.get(field))}
