"""监督项目细目的增设与停用."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from cases.rules.table import SOURCES
from supervision.models.investigation import SupervisionItem

ARTICLE = re.compile(rf"(?:{'|'.join(SOURCES)})?第\d{{1,3}}条(?:第\d{{1,2}}款)?(?:第\d{{1,2}}项)?")
NAMED = re.compile(rf"(?:{'|'.join(SOURCES)})第\d{{1,3}}条")


class SubItemForm(forms.Form):
    """增设细目: every one names its article."""

    required_css_class = "required"

    item = forms.ModelChoiceField(label="监督项目", queryset=SupervisionItem.objects.none(), empty_label="请选择")
    text = forms.CharField(
        label="细目", max_length=120, widget=forms.Textarea(attrs={"rows": 2}), help_text="例如“讯问未成年人没有通知法定代理人到场”"
    )
    article = forms.CharField(label="依据", max_length=120, help_text="例如“刑诉法第281条第1款”；几条之间用顿号或者分号")

    def __init__(self, *args: Any, items: list[SupervisionItem], **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = SupervisionItem.objects.filter(pk__in=[item.pk for item in items]).order_by("code")

    def clean_text(self) -> str:
        return " ".join(self.cleaned_data["text"].split())

    def clean_article(self) -> str:
        words = "".join(self.cleaned_data["article"].split()).replace(";", "；")
        parts = [part for part in re.split("[；、]", words) if part]
        if not parts or not NAMED.match(parts[0]) or not all(ARTICLE.fullmatch(part) for part in parts):
            short = "、".join(list(SOURCES)[:3])
            raise forms.ValidationError(f"请写明条文，例如“刑诉法第281条第1款”；法律用简称（{short}等），条、款、项用阿拉伯数字。")
        return words


class RetireForm(forms.Form):
    """停用细目: why."""

    reason = forms.CharField(label="停用理由", max_length=200)
