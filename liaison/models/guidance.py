"""指引、标准、会签制度: its detail row (协作配合意见第三（二）6: 必要时以会议纪要、指导意见等形式统一标准)."""

from __future__ import annotations

from datetime import date

from django.db import models

from cases.models import Matter

SUBORDINATE = "与法律、司法解释不一致的，以法律、司法解释为准。"
"""The fixed first line: guidance of an office makes no condition of arrest or prosecution of its own."""


JOINT = "；"
"""Stands between the words of ``charges``, ``items`` and ``kinds``."""


class Sort(models.TextChoices):
    """What it is; ``Matter.variant``."""

    GUIDE = "guide", "办案指引"
    ARREST = "arrest", "逮捕标准指引"
    STANDARD = "standard", "执法标准"
    CHARTER = "charter", "会签制度"


IN_FORCE = ("in_force", "repealing")
"""States in which a text stands: also while its repeal goes round."""


class GuidanceDetail(models.Model):
    """指引的专有内容. ``charges``, ``items`` and ``kinds`` say beside which cases, 监督项目 and matters it is shown."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="guidance", verbose_name="事项")
    edition = models.PositiveSmallIntegerField("版次", default=1)
    body = models.TextField("正文", blank=True)
    grounds = models.TextField("依据", blank=True)
    charges = models.TextField("适用罪名", blank=True)
    """Words of the office's list, with JOINT between them, for charges hold 、 (掩饰、隐瞒犯罪所得); so are ``items``, as the catalogue
    names them, and ``kinds``, names of kinds."""
    items = models.TextField("监督项目", blank=True)
    kinds = models.TextField("办理环节", blank=True)
    effective_on = models.DateField("施行日期", null=True, blank=True)
    reviewed_on = models.DateField("最近复审日期", null=True, blank=True)
    review_words = models.TextField("复审意见", blank=True)
    origin = models.CharField("来源", max_length=200, blank=True)
    """What it came of (咨询、会议): its number alone, for the text itself names nobody."""
    replaced_by = models.CharField("新版编号", max_length=40, blank=True)
    repeal_reason = models.TextField("废止理由", blank=True)

    shared_fields = (
        "edition", "body", "grounds", "charges", "items", "kinds", "effective_on", "reviewed_on", "review_words", "origin", "replaced_by",
        "repeal_reason",
    )  # fmt: skip
    """All of it: the other side sees nothing of the matter before it is circulated."""

    class Meta:
        verbose_name = verbose_name_plural = "指引、标准、会签制度"

    def __str__(self) -> str:
        return f"指引：{self.matter}"

    @property
    def hidden_fields(self) -> tuple[str, ...]:
        """While it is written, also anew after it was sent back, no page of the matter lists the text: its drafter reads it on its own page."""
        return ("body", "grounds", "charges", "items", "kinds", "effective_on") if self.matter.state == "drafting" else ()

    def stands_on(self, day: date) -> bool:
        """Whether it is in force on a day: signed by both, its day has come, and not replaced or repealed."""
        return self.matter.state in IN_FORCE and self.effective_on is not None and self.effective_on <= day
