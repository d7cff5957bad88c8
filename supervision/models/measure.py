"""强制措施: one spell of one measure against one suspect, with its clocks. Terms only, never whereabouts."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from cases.models import CompulsoryMeasure, Matter, MeasureKind, Suspect

CODES: dict[str, str] = {
    "detention": MeasureKind.DETENTION,
    "arrest": MeasureKind.ARREST,
    "bail": MeasureKind.BAIL,
    "residential": MeasureKind.RESIDENTIAL,
    "designated": MeasureKind.DESIGNATED,
    "summons": MeasureKind.SUMMONS,
}
"""Variant of the matter to the measure it carries."""


class Ending(models.TextChoices):
    """How a measure ended."""

    RELEASED = "released", "释放"
    LIFTED = "lifted", "解除"
    CHANGED = "changed", "变更为其他强制措施"
    HANDED_OVER = "handed_over", "移送下一阶段，由受案机关重新决定"
    JUDGED = "judged", "判决生效，交付执行"


class Decider(models.TextChoices):
    """Who decided on the measure."""

    POLICE = "police", "公安机关"
    PROCURATORATE = "procuratorate", "人民检察院"
    COURT = "court", "人民法院"


class MeasureDetail(models.Model):
    """强制措施事项的专有内容。The measure is ``Matter.variant`` (``CODES``)."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="measure", verbose_name="事项")
    suspect = models.ForeignKey(Suspect, models.PROTECT, null=True, related_name="+", verbose_name="犯罪嫌疑人")
    subject = models.CharField("犯罪嫌疑人", max_length=60, blank=True)
    began_at = models.DateTimeField("执行时间", null=True, blank=True)
    began_on = models.DateField("执行日期", null=True, blank=True)
    number = models.CharField("决定书文号", max_length=60, blank=True)
    decided_by = models.CharField("决定机关", max_length=16, choices=Decider.choices, blank=True)
    kss_done = models.BooleanField("已送看守所", default=False)
    interrogated = models.BooleanField("已讯问", default=False)
    family_told = models.BooleanField("已通知家属", default=False)
    family_reason = models.CharField("未通知家属的原因", max_length=200, blank=True)
    recorded = models.BooleanField("已备案", default=False)
    extended = models.PositiveSmallIntegerField("批准延长侦查羁押期限的次数", default=0)
    requested_on = models.DateField("提请批准逮捕日期", null=True, blank=True)
    after_refusal = models.BooleanField("不批准逮捕后适用", default=False)
    handed_on = models.DateField("受案机关收到案件日期", null=True, blank=True)
    handed_over = models.BooleanField("待受案机关重新决定", default=False)
    applied = models.BooleanField("待答复变更、解除申请", default=False)
    corrected = models.BooleanField("已提出超期纠正", default=False)
    ending = models.CharField("如何结束", max_length=12, choices=Ending.choices, blank=True)
    next_measure = models.CharField("变更为", max_length=12, blank=True)
    next_began_at = models.DateTimeField("变更后执行时间", null=True, blank=True)
    ended_on = models.DateField("解除、变更日期", null=True, blank=True)
    ended_at = models.DateTimeField("解除、变更时间", null=True, blank=True)
    ended_reason = models.CharField("解除、变更的理由", max_length=400, blank=True)

    shared_fields = (
        "subject", "began_at", "number", "decided_by", "kss_done", "interrogated", "family_told", "family_reason", "recorded", "extended",
        "requested_on", "handed_on", "handed_over", "applied", "ending", "ended_on", "ended_reason",
    )
    hidden_fields = ("began_on", "next_measure", "next_began_at", "corrected", "ended_at")

    class Meta:
        verbose_name = verbose_name_plural = "强制措施事项"

    def derive(self, name: str) -> tuple[str, ...]:
        """After 更正 of the moment: its day, and the spell of the case. Names what was written besides."""
        if name != "began_at" or self.began_at is None:
            return ()
        self.began_on = timezone.localtime(self.began_at).date()
        self.save(update_fields=["began_on"])
        CompulsoryMeasure.objects.filter(matter=self.matter).update(began_on=self.began_on)
        return ("began_on",)
