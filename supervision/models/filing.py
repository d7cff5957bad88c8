"""立案监督: its detail row."""

from __future__ import annotations

from django.db import models

from cases.models import Matter
from supervision.models.disputes import Disputed
from supervision.models.sources import LeadSource


class Outcome(models.TextChoices):
    """How a supervised case ended: tracked to judgment (规则第564条)."""

    PROSECUTION = "prosecution", "移送起诉"
    JUDGMENT = "judgment", "作出判决"
    NON_PROSECUTION = "non_prosecution", "不起诉"
    WITHDRAWAL = "withdrawal", "撤销案件"
    OTHER = "other", "其他"


class FilingDetail(Disputed):
    """立案监督事项的专有内容。The branch is ``Matter.variant``: A 应立不立, B 不应立而立, C 逾期不决定."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="filing", verbose_name="事项")
    source = models.CharField("线索来源", max_length=12, choices=LeadSource.choices, blank=True)
    channel = models.CharField("来信", max_length=10, blank=True, help_text="letter：来信；空：其他")
    complainant = models.CharField("控告人（申诉人）", max_length=60, blank=True)
    complainant_contact = models.CharField("联系方式", max_length=60, blank=True)
    received_on = models.DateField("收到线索日期", null=True, blank=True)
    charge = models.CharField("涉嫌罪名", max_length=60, blank=True)
    subject = models.CharField("被控告人（犯罪嫌疑人）", max_length=120, blank=True)
    facts = models.TextField("线索内容", blank=True)
    police_accepted_on = models.DateField("公安受案（立案）日期", null=True, blank=True)
    police_number = models.CharField("公安受案、立案文号", max_length=60, blank=True)
    non_filing_on = models.DateField("不予立案日期", null=True, blank=True)
    measures_taken = models.BooleanField("已采取强制性措施", null=True, blank=True)
    filed_on = models.DateField("公安立案日期", null=True, blank=True)
    withdrawn_on = models.DateField("公安撤案日期", null=True, blank=True)
    voluntary = models.BooleanField("公安主动立案、撤案", null=True, blank=True)
    notified = models.BooleanField("已通知立案或者撤案", default=False)
    outcome = models.CharField("侦查、诉讼结果", max_length=16, choices=Outcome.choices, blank=True)
    transferred_on = models.DateField("移送起诉、提起公诉日期", null=True, blank=True)
    judged_on = models.DateField("判决日期", null=True, blank=True)
    sentence = models.CharField("判决结果", max_length=200, blank=True)
    remarks = models.CharField("备注", max_length=400, blank=True)
    words = models.JSONField("导入原文", default=dict)
    """Frozen at import: the office's own words for what could not be taken as a fact, by column."""

    shared_fields = (
        "charge", "subject", "police_accepted_on", "police_number", "non_filing_on", "filed_on", "withdrawn_on", "transferred_on",
    )
    """What the police read of this row; source, complainant, facts of the lead and remarks stay with the procuratorate."""
    hidden_fields = ("channel", "notified", "words", *Disputed.dispute_marks)
    """Marks of the workflow that no page lists."""

    class Meta:
        verbose_name = verbose_name_plural = "立案监督"

    def __str__(self) -> str:
        return f"立案监督：{self.matter}"
