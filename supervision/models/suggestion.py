"""检察建议: its detail row (law.md 3.9)."""

from __future__ import annotations

from django.db import models

from cases.models import Matter
from supervision.models.sources import LeadSource


class Addressed(models.TextChoices):
    """To whom the suggestion goes: the police organ reads it here, another unit on paper."""

    POLICE = "police", "公安机关"
    UNIT = "unit", "其他单位（纸质送达）"


class Service(models.TextChoices):
    PAPER = "paper", "书面送达"
    ANNOUNCED = "announced", "宣告送达"


class Adoption(models.TextChoices):
    """What the unit made of it."""

    FULL = "full", "采纳"
    PART = "part", "部分采纳"
    NONE = "none", "未采纳"


class SuperiorReview(models.TextChoices):
    """同步复核 by the upper level's departments (law.md 3.9)."""

    ASKED = "asked", "已报送，待复核"
    AGREED = "agreed", "同意"
    CHANGES = "changes", "提出修改意见"


class SuggestionDetail(models.Model):
    """检察建议事项的专有内容。Variant: correction 纠正违法, governance 社会治理."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="suggestion", verbose_name="事项")
    source = models.CharField("线索来源", max_length=12, choices=LeadSource.choices, blank=True)
    addressed = models.CharField("被建议单位类别", max_length=8, choices=Addressed.choices, default=Addressed.POLICE)
    receiver = models.CharField("被建议单位", max_length=60, blank=True)
    topic = models.CharField("涉及的问题", max_length=120, blank=True)
    subject = models.CharField("涉及的人（单位）", max_length=120, blank=True)
    received_on = models.DateField("发现问题日期", null=True, blank=True)
    facts = models.TextField("线索内容", blank=True)
    findings = models.TextField("认定的事实和证据", blank=True)
    problems = models.TextField("违法情形或者应当消除的隐患", blank=True)
    advice = models.TextField("建议的内容和依据", blank=True)
    others = models.TextField("其他需要说明的事项", blank=True)
    superior_review = models.CharField("上级院同步复核", max_length=8, choices=SuperiorReview.choices, blank=True)
    service = models.CharField("送达方式", max_length=10, choices=Service.choices, blank=True)
    copies = models.TextField("抄送", blank=True)
    filed_up_on = models.DateField("报上一级院备案日期", null=True, blank=True)
    objected = models.BooleanField("已提出异议", default=False)
    urged = models.BooleanField("已督促", default=False)
    replied_on = models.DateField("回函日期", null=True, blank=True)
    adoption = models.CharField("采纳情况", max_length=6, choices=Adoption.choices, blank=True)
    quality = models.TextField("质效评估", blank=True)
    looked_back_on = models.DateField("回头看日期", null=True, blank=True)
    outcome = models.TextField("整改落实结果", blank=True)
    remarks = models.CharField("备注", max_length=400, blank=True)

    shared_fields = ("topic", "service", "replied_on")
    """What a police organ reads of this row: the suggestion itself lies before it; the drafting stays inside."""
    hidden_fields = ("objected", "urged")

    class Meta:
        verbose_name = verbose_name_plural = "检察建议"

    def __str__(self) -> str:
        return f"检察建议：{self.matter}"
