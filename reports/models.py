"""汇总: what a month adds up to, frozen once both leaders have signed it. Nothing here is read by any other app."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models import Signing
from office.models import JointOffice, Keyed
from office.scoping import Reach, ScopedQuerySet


class Stage(models.TextChoices):
    """How far a bulletin has come."""

    DRAFT = "draft", "草稿"
    SIGNING = "signing", "待会签"
    ISSUED = "issued", "已印发"


class Bulletin(Keyed):
    """月度通报 of one office: figures are recomputed while it is a draft, held from the first signature, frozen at 印发.

    ``figures`` is the whole content as it was signed, with the keys of the rows behind every figure; ``pdf`` the very bytes
    that were issued. ``number`` is gapless per office and year of issue.
    """

    office = models.ForeignKey(JointOffice, models.PROTECT, related_name="bulletins", verbose_name="办公室")
    month = models.DateField("月份", help_text="该月第一日")
    status = models.CharField("状态", max_length=8, choices=Stage.choices, default=Stage.DRAFT)
    text = models.JSONField("人工修改的段落", default=dict)
    """Paragraph key → its words and, under ``basis``, the drafted words they replaced."""
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="修改人"
    )
    edited_at = models.DateTimeField("修改时间", null=True, blank=True)
    drafted_at = models.DateTimeField("拟稿时间", default=timezone.now)
    figures = models.JSONField("内容和数字", default=dict)
    digest = models.CharField("内容校验值", max_length=64, blank=True)
    signing = models.OneToOneField(Signing, models.PROTECT, null=True, blank=True, related_name="bulletin", verbose_name="会签")
    """From the first signature on, until it is sent back: 检察长 and the head of the lead organ must sign."""
    number = models.CharField("文号", max_length=60, blank=True)
    year = models.PositiveSmallIntegerField("年份", null=True, blank=True)
    seq = models.PositiveIntegerField("序号", null=True, blank=True)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    issued_at = models.DateTimeField("印发时间", null=True, blank=True)
    pdf = models.BinaryField("印发件", null=True, blank=True)
    sha256 = models.CharField("印发件校验值", max_length=64, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_path = "office"
    common_to_office = True

    @staticmethod
    def shown_to(reach: Reach) -> Q:
        """Drafts are their own office's; a superior reads what was issued."""
        return Q(office_id=reach.own_office) | Q(status=Stage.ISSUED)

    class Meta:
        verbose_name = verbose_name_plural = "通报"
        ordering = ["-month", "office__code"]
        constraints = [
            models.UniqueConstraint(fields=["office", "month"], name="one_bulletin_per_month"),
            models.UniqueConstraint(
                fields=["office", "year", "seq"], condition=Q(seq__isnull=False), name="bulletin_number_never_reused"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="bulletin_month_begins_on_its_first_day"),
            models.CheckConstraint(
                condition=~Q(status="issued") | Q(seq__isnull=False, pdf__isnull=False, issued_on__isnull=False),
                name="issued_bulletin_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{month_words(self.month)}通报"

    @property
    def is_issued(self) -> bool:
        return self.status == Stage.ISSUED


def month_words(month: date) -> str:
    """2026年10月."""
    return f"{month.year}年{month.month}月"
