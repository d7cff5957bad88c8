"""行刑反向衔接: its detail row (law.md 3.7)."""

from __future__ import annotations

from django.db import models

from cases.models import Matter
from supervision.models.prosecution_review import NonProsecution
from supervision.models.sources import LeadSource


class Competent(models.TextChoices):
    """To whom the 检察意见 goes: the police organ reads it here, an administrative organ on paper."""

    POLICE = "police", "公安机关（治安管理处罚）"
    AGENCY = "agency", "其他行政机关（纸质送达）"


class Handled(models.TextChoices):
    """What the competent organ did."""

    PUNISHED = "punished", "给予行政处罚"
    DISCIPLINE = "discipline", "给予政务处分或者其他处分"
    CONFISCATED = "confiscated", "没收违法所得"
    NOT_PUNISHED = "not_punished", "不予处罚"


class FollowUpDetail(models.Model):
    """行刑反向衔接事项的专有内容。"""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="follow_up", verbose_name="事项")
    source = models.CharField("案件来源", max_length=12, choices=LeadSource.choices, blank=True)
    received_on = models.DateField("收到移送日期", null=True, blank=True)
    charge = models.CharField("移送罪名", max_length=60, blank=True)
    subject = models.CharField("被不起诉人", max_length=120, blank=True)
    sort = models.CharField("不起诉类别", max_length=12, choices=NonProsecution.choices, blank=True)
    decision_name = models.CharField("决定", max_length=20, blank=True)
    decision_number = models.CharField("不起诉决定书文号", max_length=60, blank=True)
    decided_on = models.DateField("不起诉决定日期", null=True, blank=True)
    facts = models.TextField("违法事实、情节和证据", blank=True)
    advice = models.TextField("刑事检察部门的意见", blank=True)
    enclosures = models.TextField("移送材料", blank=True)
    accepted_on = models.DateField("登记受理日期", null=True, blank=True)
    extended = models.BooleanField("已延长审查期限", default=False)
    suspended_for = models.CharField("中止、不计入期限的原因", max_length=12, blank=True)
    competent = models.CharField("主管机关类别", max_length=8, choices=Competent.choices, blank=True)
    receiver = models.CharField("主管机关", max_length=60, blank=True)
    pressed = models.BooleanField("已督促", default=False)
    escalated = models.BooleanField("已通报、报告或者提出检察建议", default=False)
    replied_on = models.DateField("回复日期", null=True, blank=True)
    handled = models.CharField("处理结果", max_length=14, choices=Handled.choices, blank=True)
    amount = models.PositiveBigIntegerField("罚款、没收数额（元）", null=True, blank=True)
    detained_days = models.PositiveSmallIntegerField("行政拘留（日）", null=True, blank=True)
    handled_words = models.TextField("处理决定和理由", blank=True)
    property_words = models.TextField("涉案财物处置", blank=True)
    property_done = models.BooleanField("涉案财物已登记处置", default=False)
    remarks = models.CharField("备注", max_length=400, blank=True)

    shared_fields = (
        "charge", "subject", "sort", "decision_number", "decided_on", "competent", "receiver", "replied_on", "handled", "amount",
        "detained_days", "handled_words", "property_words",
    )  # fmt: skip
    hidden_fields = ("extended", "pressed", "escalated", "decision_name")
    """Marks of the workflow that no page lists."""

    class Meta:
        verbose_name = verbose_name_plural = "行刑反向衔接"

    def __str__(self) -> str:
        return f"行刑反向衔接：{self.matter}"
