"""咨询指导: its detail row (协作配合意见第四（四）)."""

from __future__ import annotations

from django.db import models

from cases.models import Matter


class Topic(models.TextChoices):
    """What is asked about."""

    CHARGE = "charge", "罪名认定"
    EVIDENCE = "evidence", "证据"
    PROCEDURE = "procedure", "程序"
    ARREST = "arrest", "是否提请批准逮捕"
    TRANSFER = "transfer", "是否移送审查起诉"


class Urgency(models.TextChoices):
    """How soon it is wanted. It moves no period: none is statutory."""

    PLAIN = "plain", "一般"
    URGENT = "urgent", "紧急（有羁押期限或者正在处置）"


class AdviceRequestDetail(models.Model):
    """咨询指导事项的专有内容。Question and answer are the latest ones; earlier ones stand in the papers."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="advice_request", verbose_name="事项")
    topic = models.CharField("咨询类别", max_length=12, choices=Topic.choices, blank=True)
    urgency = models.CharField("缓急", max_length=8, choices=Urgency.choices, default=Urgency.PLAIN)
    case_number = models.CharField("案件编号", max_length=60, blank=True)
    facts = models.TextField("基本情况", blank=True)
    question = models.TextField("咨询的问题", blank=True)
    view = models.TextField("提问方的初步意见", blank=True)
    answer = models.TextField("答复意见", blank=True)
    grounds = models.TextField("答复的依据", blank=True)
    usage = models.CharField("采用情况", max_length=400, blank=True)

    shared_fields = ("topic", "urgency", "case_number", "facts", "question", "view", "answer", "grounds", "usage")
    """All of it: what one side drafts becomes a column only when it is sent."""

    class Meta:
        verbose_name = verbose_name_plural = "咨询指导"

    def __str__(self) -> str:
        return f"咨询指导：{self.matter}"
