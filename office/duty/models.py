"""值班: posts, how they rotate, shifts and what replaces a person on them, handovers, notes of the day.

A desk is one organisation: the procuratorate of an office or one of its police organs. Each keeps its own roster; of the other
side's it is told only who answers now. Absence itself stands in ``office.models.Leave``.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from office.models import JointOffice, Keyed, Organisation

PERSON = settings.AUTH_USER_MODEL


class PostKind(models.TextChoices):
    STANDING = "standing", "常驻岗"
    ROTATING = "rotating", "轮值岗"
    DEPUTY = "deputy", "副班"


class Pattern(models.TextChoices):
    DAY = "day", "按日轮换"
    WEEK = "week", "按周轮换"
    MONTH = "month", "按月轮换"
    ALL = "all", "全员当值"


class Slot(models.TextChoices):
    DAY = "day", "日班"
    NIGHT = "night", "夜班"
    WHOLE = "whole", "全天"


class DutyPost(Keyed):
    """岗位: a place that somebody holds at a desk, by day, by night or around the clock."""

    office = models.ForeignKey(JointOffice, models.PROTECT, related_name="duty_posts", verbose_name="办公室")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="duty_posts", verbose_name="单位")
    name = models.CharField("岗位名称", max_length=20)
    kind = models.CharField("性质", max_length=10, choices=PostKind.choices, default=PostKind.ROTATING)
    slot = models.CharField("时段", max_length=6, choices=Slot.choices, default=Slot.WHOLE)
    working_days = models.BooleanField("只排工作日", default=False)
    backup = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="后备")
    """Who answers where the post is empty, before the deputy."""
    order = models.PositiveSmallIntegerField("排列次序", default=10)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "值班岗"
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="one_post_of_a_name", condition=models.Q(is_active=True))
        ]

    def __str__(self) -> str:
        return self.name


class DutyRule(Keyed):
    """轮换: from a day on the members of a post take turns in this order, until a later rule begins."""

    post = models.ForeignKey(DutyPost, models.CASCADE, related_name="rules", verbose_name="岗位")
    pattern = models.CharField("轮换", max_length=6, choices=Pattern.choices, default=Pattern.WEEK)
    begins_on = models.DateField("自")

    class Meta:
        verbose_name = verbose_name_plural = "轮换规则"
        ordering = ["-begins_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["post", "begins_on"], name="one_rule_from_a_day")]


class DutyMember(models.Model):
    """A person's place in the turns of a rule."""

    rule = models.ForeignKey(DutyRule, models.CASCADE, related_name="members", verbose_name="轮换规则")
    officer = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="人员")
    place = models.PositiveSmallIntegerField("次序")

    class Meta:
        verbose_name = verbose_name_plural = "轮值人"
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["rule", "officer"], name="once_in_the_turns")]


class DutyShift(Keyed):
    """班次: one slot of one day at one post. Until it is published it is a draft and nobody answers by it.

    Unique by post, day and slot: that is what keeps two persons out of one shift, on SQLite too.
    """

    post = models.ForeignKey(DutyPost, models.CASCADE, related_name="shifts", verbose_name="岗位")
    day = models.DateField("日期")
    slot = models.CharField("时段", max_length=6, choices=Slot.choices)
    officer = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="duty_shifts", verbose_name="值班人")
    """Empty: nobody was found for it (空岗)."""
    everyone = models.BooleanField("全员当值", default=False)
    starts_at = models.DateTimeField("起")
    ends_at = models.DateTimeField("止")
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    changed_at = models.DateTimeField("修改时间", null=True, blank=True)
    """When who holds it, or from when to when, was last changed since; empty: not since it was published."""
    gap_told_at = models.DateTimeField("空岗提醒时间", null=True, blank=True)
    """When whoever manages the roster was told that nobody holds it; empty again once somebody does."""

    class Meta:
        verbose_name = verbose_name_plural = "班次"
        ordering = ["starts_at", "id"]
        constraints = [models.UniqueConstraint(fields=["post", "day", "slot"], name="one_shift_a_slot")]
        indexes = [models.Index(fields=["post", "ends_at"], name="shift_by_end")]

    def __str__(self) -> str:
        return f"{self.day.month}月{self.day.day}日{self.post.name}{self.get_slot_display()}"


class DutySwap(Keyed):
    """换班: asked by one, agreed to by the other, decided by who manages the roster; ``to_shift`` empty: nothing is given in return.

    ``asked_of`` empty: whoever is willing may take it.
    """

    ASKED, AGREED, REFUSED, APPROVED, DENIED, WITHDRAWN = "asked", "agreed", "refused", "approved", "denied", "withdrawn"
    STAGES = [
        (ASKED, "等待对方答复"), (AGREED, "对方已同意，等待决定"), (REFUSED, "对方未同意"), (APPROVED, "已生效"), (DENIED, "未批准"),
        (WITHDRAWN, "已撤回"),
    ]  # fmt: skip
    OPEN = (ASKED, AGREED)

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="单位")
    from_shift = models.ForeignKey(DutyShift, models.CASCADE, related_name="swaps", verbose_name="让出的班")
    to_shift = models.ForeignKey(DutyShift, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="换来的班")
    asked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="申请人")
    asked_of = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="对方")
    entered_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="登记人")
    """Differs from who asks where the manager arranged it for them."""
    stage = models.CharField("进展", max_length=10, choices=STAGES, default=ASKED)
    note = models.CharField("说明", max_length=100, blank=True)
    asked_at = models.DateTimeField("申请时间", default=timezone.now)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="决定人")
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "换班"
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["organisation", "-asked_at"], name="swap_by_desk")]

    def __str__(self) -> str:
        return f"{self.from_shift}换班"


class DutyCover(Keyed):
    """替班: another holds a shift, or part of it. The latest that is not withdrawn counts; the shift itself keeps its own name."""

    OVERRIDE, SWAP = "override", "swap"

    shift = models.ForeignKey(DutyShift, models.CASCADE, related_name="covers", verbose_name="班次")
    officer = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="替班人")
    starts_at = models.DateTimeField("起")
    ends_at = models.DateTimeField("止")
    kind = models.CharField("由来", max_length=10, choices=[(OVERRIDE, "替班"), (SWAP, "换班")])
    reason = models.CharField("事由", max_length=60, blank=True)
    swap = models.ForeignKey(DutySwap, models.CASCADE, null=True, blank=True, related_name="covers", verbose_name="换班")
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="安排人")
    created_at = models.DateTimeField("时间", default=timezone.now)
    withdrawn_at = models.DateTimeField("撤销时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "替班"
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="cover_ends_after_it_began")]


class HandOver(Keyed):
    """交接: what who leaves a shift tells who comes. Not signing keeps nobody from coming on; it shows 未交接."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="单位")
    shift = models.OneToOneField(DutyShift, models.CASCADE, related_name="handover", verbose_name="班次")
    items = models.JSONField("未结事项", default=list)
    """As the system listed them when it was written: ``{"what", "matter", "number", "told"}``."""
    text = models.CharField("交代", max_length=400)
    given_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="交班人")
    given_at = models.DateTimeField("交班时间", default=timezone.now)
    taken_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接班人")
    taken_at = models.DateTimeField("接班签收时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "交接"
        ordering = ["-given_at"]
        indexes = [models.Index(fields=["organisation", "-given_at"], name="handover_by_desk")]

    def __str__(self) -> str:
        return f"{self.shift}交接"


class LogNote(Keyed):
    """补记: what happened outside the system on a day (电话、接待、现场). Own side only; never changed, never deleted."""

    KINDS = [("call", "电话"), ("visit", "接待"), ("scene", "现场"), ("other", "其他")]

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="单位")
    day = models.DateField("日期")
    at = models.TimeField("时刻")
    kind = models.CharField("类别", max_length=6, choices=KINDS)
    text = models.CharField("内容", max_length=300)
    officer = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="记录人")
    created_at = models.DateTimeField("记录时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "工作日志补记"
        ordering = ["day", "at", "id"]
        indexes = [models.Index(fields=["organisation", "day"], name="note_by_desk_and_day")]

    def __str__(self) -> str:
        return f"{self.day.month}月{self.day.day}日{self.get_kind_display()}"
