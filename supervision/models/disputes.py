"""异议的结果, common to every decision the police may contest: 有无异议 → 是否采纳 → 理由 → 如何沟通."""

from __future__ import annotations

from django.db import models


class Dispute(models.TextChoices):
    """How the contest of a decision ended; empty: not said yet."""

    NONE = "none", "未提异议"
    UPHELD = "upheld", "维持"
    VARIED = "varied", "变更"
    PARTLY = "partly", "部分变更"
    REVOKED = "revoked", "撤销"


class Channel(models.TextChoices):
    """How the outcome was talked over with the police."""

    FACE = "face", "当面沟通"
    PHONE = "phone", "电话沟通"
    MEETING = "meeting", "会商（联席会议）"
    PAPER = "paper", "书面送达"


class Disputed(models.Model):
    """Columns of a detail row whose decision may be contested."""

    dispute = models.CharField("异议结果", max_length=8, choices=Dispute.choices, blank=True)
    dispute_reason = models.TextField("异议处理的理由", blank=True)
    dispute_told = models.CharField("异议沟通方式", max_length=8, choices=Channel.choices, blank=True)
    uphold = models.BooleanField("复议已维持", default=False)
    reviewed = models.BooleanField("已经复核", default=False)
    reasons_asked = models.BooleanField("待说明理由", default=False)

    dispute_marks = ("uphold", "reviewed", "reasons_asked")
    """Marks of the workflow that no page lists: a decision is reconsidered once and reviewed once."""

    class Meta:
        abstract = True
