"""羁押必要性审查 of one suspect in custody (刑诉法第95条; 羁押审查规定)."""

from __future__ import annotations

from django.db import models

from cases.models import Matter, Suspect

OUTCOMES = (("released", "已释放"), ("changed", "已变更强制措施"), ("kept", "继续羁押"))
"""What the police did upon the advice."""


class ReviewSource(models.TextChoices):
    """How the review began (羁押审查规定第6条至第10条)."""

    APPLICATION = "application", "犯罪嫌疑人一方申请"
    HOUSE = "house", "看守所建议"
    OWN_MOTION = "own_motion", "依职权"


class Advised(models.TextChoices):
    """What the reviewer came to."""

    RELEASE = "release", "建议释放"
    CHANGE = "change", "建议变更强制措施"
    KEEP = "keep", "继续羁押"


class CustodyReviewDetail(models.Model):
    """羁押必要性审查事项的专有内容。``Matter.variant``: ``ten`` 侦查、审判阶段十日, ``three`` 审查起诉阶段三日."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="custody_review", verbose_name="事项")
    suspect = models.ForeignKey(Suspect, models.PROTECT, null=True, related_name="+", verbose_name="犯罪嫌疑人")
    subject = models.CharField("犯罪嫌疑人", max_length=60, blank=True)
    source = models.CharField("启动方式", max_length=12, choices=ReviewSource.choices, blank=True)
    complainant = models.CharField("申请人", max_length=60, blank=True)
    received_on = models.DateField("收到申请、建议日期", null=True, blank=True)
    grounds = models.TextField("申请、建议的理由", blank=True)
    advised = models.CharField("审查结论", max_length=8, choices=Advised.choices, blank=True)
    outcome = models.CharField("公安机关处理情况", max_length=8, choices=OUTCOMES, blank=True)
    kept_reason = models.TextField("继续羁押的理由", blank=True)

    shared_fields = ("subject", "advised", "outcome", "kept_reason")

    class Meta:
        verbose_name = verbose_name_plural = "羁押必要性审查"
