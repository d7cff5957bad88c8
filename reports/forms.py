"""Forms of the bulletin's pages."""

from __future__ import annotations

from typing import Any

from django import forms


class MonthForm(forms.Form):
    """Which month to draft."""

    month = forms.CharField(label="月份", max_length=7, widget=forms.TextInput(attrs={"placeholder": "2026-10", "size": 8}))


class TextForm(forms.Form):
    """The paragraphs that may be rewritten; each starts from the words that stand now."""

    def __init__(self, *args: Any, blocks: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label in blocks.items():
            self.fields[key] = forms.CharField(
                label=label, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 8}),
                help_text="每行一段；清空即恢复自动拟稿的文字",
            )  # fmt: skip


class ReturnForm(forms.Form):
    """Why it goes back."""

    reason = forms.CharField(label="退回理由", max_length=400, widget=forms.TextInput(attrs={"size": 40}))
