"""不捕跟踪: its detail row. Measures and days only, never whereabouts."""

from __future__ import annotations

from django.db import models

from cases.models import Matter
from supervision.models.arrest_review import Ground
from supervision.models.disputes import Disputed


class Afterwards(models.TextChoices):
    """What the police did with the suspect after the refusal (刑诉法第91条第3款)."""

    RELEASED = "released", "释放"
    BAIL = "bail", "变更为取保候审"
    RESIDENTIAL = "residential", "变更为监视居住"
    DESIGNATED = "designated", "指定居所监视居住（不批准逮捕后不得适用，指居规定第5条第2款）"


class Outcome(models.TextChoices):
    """How the tracking ended."""

    WITHDRAWN = "withdrawn", "撤销案件"
    TERMINATED = "terminated", "对有关犯罪嫌疑人终止侦查"
    RE_REQUESTED = "re_requested", "重新提请批准逮捕"
    APPROVED = "approved", "改为批准逮捕"
    PROSECUTION = "prosecution", "移送起诉"
    OTHER = "other", "其他"


class NoArrestDetail(Disputed):
    """不捕跟踪事项的专有内容。The kind of refusal is ``Matter.variant`` (``Refusal``)."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="no_arrest", verbose_name="事项")
    subject = models.CharField("犯罪嫌疑人", max_length=120, blank=True)
    charge = models.CharField("涉嫌罪名", max_length=60, blank=True)
    decision_number = models.CharField("不批准逮捕决定书文号", max_length=60, blank=True)
    received_on = models.DateField("公安机关收到决定书日期", null=True, blank=True)
    ground = models.CharField("同时告知", max_length=10, choices=Ground.choices, blank=True)
    outline = models.BooleanField("通知补充侦查", null=True, blank=True)
    residential = models.BooleanField("建议监视居住", null=True, blank=True)
    detained = models.BooleanField("提请时已被拘留", default=False)
    released = models.BooleanField("已释放或者变更强制措施（未被羁押的无须办理）", default=False)
    measure = models.CharField("不批准逮捕后的强制措施", max_length=12, choices=Afterwards.choices, blank=True)
    released_at = models.DateTimeField("释放、变更时间", null=True, blank=True)
    receipted = models.BooleanField("已送执行回执", default=False)
    supplemented = models.BooleanField("已补充侦查", default=False)
    outcome = models.CharField("跟踪结果", max_length=12, choices=Outcome.choices, blank=True)
    outcome_on = models.DateField("结果日期", null=True, blank=True)
    remarks = models.CharField("备注", max_length=400, blank=True)

    shared_fields = (
        "subject", "charge", "decision_number", "received_on", "ground", "outline", "residential", "measure", "released_at",
        "receipted", "supplemented", "dispute", "outcome", "outcome_on",
    )  # fmt: skip
    hidden_fields = ("released", *Disputed.dispute_marks)
    """Marks of the workflow that no page lists."""

    class Meta:
        verbose_name = verbose_name_plural = "不捕跟踪"

    def __str__(self) -> str:
        return f"不捕跟踪：{self.matter}"
