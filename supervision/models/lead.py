"""线索: its detail row (law.md 3.8)."""

from __future__ import annotations

from django.db import models

from cases.models import Matter
from supervision.models.sources import LeadSource


class Named(models.TextChoices):
    """Whether somebody waits for an answer: 实名的件件有回复 (规则第163条、第165条)."""

    YES = "yes", "实名"
    NO = "no", "匿名或者没有控告人"


class Remedy(models.TextChoices):
    """A complaint under 刑诉法第117条 goes to the organ itself first (规则第555条)."""

    HANDLED = "handled", "已向办案机关提出，对处理不服"
    UNANSWERED = "unanswered", "已向办案机关提出，逾期未答复"
    DIRECT = "direct", "未向办案机关提出，或者办案机关尚在规定期限内"
    CASEWORK = "casework", "审查逮捕、审查起诉中发现"


class Route(models.TextChoices):
    """分流: what the lead points to."""

    FILING = "filing", "立案监督"
    INVESTIGATION = "investigation", "侦查活动监督"
    LEAK = "leak", "漏捕、漏犯、漏罪"
    LINKAGE = "linkage", "行刑衔接"
    SUGGESTION = "suggestion", "检察建议"
    OTHER = "other", "其他监督事项"


class Department(models.TextChoices):
    """Where a lead is handed over inside one procuratorate."""

    DETECTION = "detection", "负责侦查的部门（司法工作人员犯罪）"
    COMPLAINTS = "complaints", "控告申诉检察部门"
    EXECUTION = "execution", "刑事执行检察部门"
    ADMINISTRATIVE = "administrative", "行政检察部门"
    CIVIL = "civil", "民事检察部门"
    PUBLIC_INTEREST = "public_interest", "公益诉讼检察部门"
    MINORS = "minors", "未成年人检察部门"
    CRIMINAL = "criminal", "捕诉部门"


class Watch(models.TextChoices):
    """督办: a mark that the upper level reads too."""

    URGED = "urged", "督办催办"
    RAISED = "raised", "提级核查"
    ELSEWHERE = "elsewhere", "异地核查"


class Result(models.TextChoices):
    """What the lead came to."""

    CASE = "case", "成案"
    NONE = "none", "不成案"
    MOVED = "moved", "已由其他机关受理"


class LeadDetail(models.Model):
    """线索事项的专有内容。Who reported and what was said stay with the procuratorate."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="lead", verbose_name="事项")
    source = models.CharField("线索来源", max_length=12, choices=LeadSource.choices, blank=True)
    channel = models.CharField("来信", max_length=10, blank=True, help_text="letter：来信；空：其他")
    named = models.CharField("是否实名", max_length=4, choices=Named.choices, default=Named.NO)
    complainant = models.CharField("控告人（申诉人、举报人）", max_length=60, blank=True)
    complainant_contact = models.CharField("联系方式", max_length=60, blank=True)
    sender = models.CharField("移送（交办）单位", max_length=60, blank=True)
    sender_number = models.CharField("移送函文号", max_length=60, blank=True)
    received_on = models.DateField("收到线索日期", null=True, blank=True)
    subject = models.CharField("被反映的人（单位）", max_length=120, blank=True)
    charge = models.CharField("涉嫌罪名或者问题", max_length=60, blank=True)
    facts = models.TextField("线索内容", blank=True)
    remedy = models.CharField("刑诉法第117条情形", max_length=12, choices=Remedy.choices, blank=True)
    route = models.CharField("分流", max_length=16, choices=Route.choices, blank=True)
    department = models.CharField("移转部门", max_length=16, choices=Department.choices, blank=True)
    watch = models.CharField("督办", max_length=12, choices=Watch.choices, blank=True)
    result = models.CharField("核查结果", max_length=8, choices=Result.choices, blank=True)
    result_reasons = models.TextField("结果说明", blank=True)
    remarks = models.CharField("备注", max_length=400, blank=True)

    shared_fields = ("charge", "subject")
    """What the police read once the lead is moved to them; source, complainant and contents stay with the procuratorate."""
    hidden_fields = ("channel",)

    class Meta:
        verbose_name = verbose_name_plural = "线索"

    def __str__(self) -> str:
        return f"线索：{self.matter}"

    @property
    def next_act(self) -> str:
        """Of the ways to 成案, the one that 分流 pointed to; empty once there is a result, and where it points to none of them."""
        return "" if self.result or self.route in ("", Route.OTHER) else f"to_{self.route}"
