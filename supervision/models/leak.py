"""纠正漏捕、漏犯、漏罪: its detail row (law.md 3.10)."""

from __future__ import annotations

from django.db import models

from cases.models import Matter
from supervision.models.sources import LeadSource


class LeakSort(models.TextChoices):
    """What was left out (规则第288条、第356条)."""

    SUSPECT = "suspect", "漏捕（遗漏应当逮捕的犯罪嫌疑人）"
    ACCOMPLICE = "accomplice", "漏犯（遗漏应当移送起诉的同案犯罪嫌疑人）"
    CRIME = "crime", "漏罪（遗漏罪行）"


class Demand(models.TextChoices):
    """What the police are asked for under 规则第356条."""

    SUBMIT = "submit", "补充移送起诉"
    INVESTIGATE = "investigate", "补充侦查"


class Judged(models.TextChoices):
    """How the tracking ended."""

    PRISON = "prison", "判处有期徒刑以上刑罚"
    LIGHTER = "lighter", "判处拘役、管制、单处附加刑"
    EXEMPT = "exempt", "免予刑事处罚"
    ACQUITTED = "acquitted", "宣告无罪"
    NON_PROSECUTION = "non_prosecution", "不起诉"
    WITHDRAWN = "withdrawn", "撤回、撤销"
    OTHER = "other", "其他"


class LeakDetail(models.Model):
    """纠正漏捕、漏犯、漏罪事项的专有内容。Variant: arrest 漏捕 (规则第288条), prosecution 漏犯、漏罪 (规则第356条)."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="leak", verbose_name="事项")
    source = models.CharField("线索来源", max_length=12, choices=LeadSource.choices, blank=True)
    sort = models.CharField("遗漏情形", max_length=12, choices=LeakSort.choices, blank=True)
    subject = models.CharField("遗漏的犯罪嫌疑人", max_length=120, blank=True)
    charge = models.CharField("涉嫌罪名", max_length=60, blank=True)
    received_on = models.DateField("发现日期", null=True, blank=True)
    facts = models.TextField("发现经过", blank=True)
    police_number = models.CharField("公安机关原案文号", max_length=60, blank=True)
    demand = models.CharField("要求", max_length=12, choices=Demand.choices, blank=True)
    submitted_on = models.DateField("公安机关提请、移送日期", null=True, blank=True)
    decided_directly = models.BooleanField("直接决定逮捕或者直接起诉", default=False)
    arrested_on = models.DateField("逮捕日期", null=True, blank=True)
    present_on = models.DateField("到案日期", null=True, blank=True)
    prosecuted_on = models.DateField("提起公诉日期", null=True, blank=True)
    judged_on = models.DateField("判决（处理）日期", null=True, blank=True)
    outcome = models.CharField("处理结果", max_length=16, choices=Judged.choices, blank=True)
    sentence = models.CharField("判决结果", max_length=200, blank=True)
    remarks = models.CharField("备注", max_length=400, blank=True)

    shared_fields = ("sort", "subject", "charge", "police_number", "demand", "submitted_on", "arrested_on", "present_on", "prosecuted_on")

    class Meta:
        verbose_name = verbose_name_plural = "纠正漏捕、漏犯、漏罪"

    def __str__(self) -> str:
        return f"纠正漏捕、漏犯、漏罪：{self.matter}"
