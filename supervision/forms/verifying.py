"""调查核实: the ten ways of 规则第551条第2款, for every kind, and the notice of 侦查活动监督."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.matters.forms import ActionForm
from cases.matters.forms.fields import Long

WAYS = (
    ("way01", "讯问、询问犯罪嫌疑人"),
    ("way02", "询问证人、被害人或者其他诉讼参与人"),
    ("way03", "询问办案人员"),
    ("way04", "询问在场人员或者其他可能知情的人员"),
    ("way05", "听取申诉人或者控告人的意见"),
    ("way06", "听取辩护人、值班律师意见"),
    ("way07", "调取、查询、复制相关登记表册、法律文书、体检记录及案卷材料等"),
    ("way08", "调取讯问笔录、询问笔录及相关录音、录像或其他视听资料"),
    ("way09", "进行伤情、病情检查或者鉴定"),
    ("way10", "其他调查核实方式"),
)
"""In the words and the order of the article."""


class VerifyForm(ActionForm):
    """通知公安机关调查核实."""

    methods = forms.MultipleChoiceField(
        label="调查核实方式", choices=WAYS, widget=forms.CheckboxSelectMultiple,
        help_text="规则第551条第2款；调查核实过程中不得限制被调查对象的人身、财产权利",
    )
    contents = Long("调查核实的事项", help_text="写入通知书，公安机关看得见；不写控告人（申诉人）姓名")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        complainant = getattr(getattr(self.matter, "investigation", None), "complainant", "")
        if complainant and complainant in cleaned.get("contents", ""):
            self.add_error("contents", "通知书公安机关看得见，不能出现控告人（申诉人）姓名。")
        return cleaned
