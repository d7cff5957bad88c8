"""侦查活动监督: its detail row, the violations of a matter, and the versioned catalogue of 监督项目 they are taken from."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cases.models import Matter, MatterRow
from office.models import JointOffice, Keyed
from office.scoping import ScopedQuerySet
from supervision.models.disputes import Disputed
from supervision.models.sources import LeadSource

# ------------------------------------------------------------------------------------------------ the catalogue


class SupervisionItem(Keyed):
    """监督项目: one item of 规则第567条 as it read from a day on. A later wording is a later version; nothing is overwritten."""

    code = models.CharField("项目", max_length=4)
    """``v01`` … ``v16``, in the order of the article."""
    version = models.PositiveSmallIntegerField("版本")
    text = models.TextField("条文")
    article = models.CharField("依据", max_length=60)
    effective_from = models.DateField("施行日期")
    effective_to = models.DateField("失效日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "监督项目"
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_text_per_version"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")), name="item_ends_after_it_began"
            ),
        ]

    @property
    def no(self) -> int:
        """第几项."""
        return int(self.code[1:])

    def __str__(self) -> str:
        return f"第{self.no}项　{self.text}"


def named(code: str) -> str:
    """「规则第567条第7项」 of ``v07``: what other applications know an item by."""
    return f"规则第567条第{int(code[1:])}项"


def catalogue_on(on: date) -> list[SupervisionItem]:
    """The items as they read on a day, in the order of the article; a day before the first version has that one. One query."""
    found: dict[str, SupervisionItem] = {}
    for item in SupervisionItem.objects.order_by("code", "version"):
        if item.code not in found or item.effective_from <= on:
            found[item.code] = item
    return [item for item in found.values() if item.effective_to is None or item.effective_to >= on]


class SupervisionSubItem(Keyed):
    """细目 of an item, with its article: those that came with the system (no office), and those an office added. Never deleted."""

    office = models.ForeignKey(JointOffice, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办公室")
    item = models.ForeignKey(SupervisionItem, models.PROTECT, related_name="subs", verbose_name="监督项目")
    text = models.CharField("细目", max_length=120)
    article = models.CharField("依据", max_length=120)
    is_active = models.BooleanField("在用", default=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="增设人")
    added_at = models.DateTimeField("增设时间", default=timezone.now)
    retired_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="停用人")
    retired_on = models.DateField("停用日期", null=True, blank=True)
    retired_reason = models.CharField("停用理由", max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_path = "office"

    class Meta:
        verbose_name = verbose_name_plural = "监督项目细目"
        ordering = ["item__code", "added_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["office", "item", "text"], condition=Q(is_active=True), name="sub_item_once"),
            models.UniqueConstraint(
                fields=["item", "text"], condition=Q(is_active=True, office__isnull=True), name="shipped_sub_item_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text}（{self.article}）"


# ------------------------------------------------------------------------------------------------ the matter


class Level(models.TextChoices):
    """监督层级 (规则第552条). 侦查活动监督通知书 is usage of practice, not a level of the article (law.md 7.1 row 20)."""

    ORAL = "oral", "口头纠正"
    NOTICE = "notice", "侦查活动监督通知书"
    CORRECTION = "correction", "纠正违法通知书"
    ADVICE = "advice", "检察建议"
    CRIME = "crime", "移送涉嫌犯罪"


class Weight(models.TextChoices):
    """How grave the prosecutor finds it, in the words of 规则第552条; the second is practice."""

    LIGHT = "light", "情节较轻"
    RECORDED = "recorded", "情节较轻，需要书面留痕"
    GRAVE = "grave", "情节较重"
    GENERAL = "general", "带有普遍性"
    CRIMINAL = "criminal", "涉嫌犯罪"


PROPOSED = {
    Weight.LIGHT: Level.ORAL,
    Weight.RECORDED: Level.NOTICE,
    Weight.GRAVE: Level.CORRECTION,
    Weight.GENERAL: Level.ADVICE,
    Weight.CRIMINAL: Level.CRIME,
}
"""规则第552条: 情节较轻的口头, 较重的纠正违法通知书, 带有普遍性的检察建议, 构成犯罪的移送."""


class Fixed(models.TextChoices):
    """Where an article itself says 应当发出纠正违法通知书, the level is fixed (law.md 3.2 S1)."""

    CUSTODY = "custody", "超期羁押（规则第618条）"
    NO_ARREST = "no_arrest", "不批准逮捕后超过十五日不撤销案件、终止侦查（规则第287条第3款）"
    NOTIFIED = "notified", "通知立案、撤案后超过十五日不立案、不撤案（规则第564条第2款）"


class Petition(models.TextChoices):
    """Which term of answer a complaint has."""

    GENERAL = "general", "一般控告、申诉（规则第161条）"
    LAWYER = "lawyer", "辩护人、诉讼代理人认为其行使诉讼权利受到阻碍（规则第57条、第58条）"
    ACT = "act117", "刑诉法第117条的申诉（规则第555条、第556条）"


class Result(models.TextChoices):
    """采纳: of one violation, and derived from them of the matter."""

    ADOPTED = "adopted", "采纳"
    PARTIAL = "partial", "部分采纳"
    REJECTED = "rejected", "不采纳"


class InvestigationDetail(Disputed):
    """侦查活动监督事项的专有内容。The level is ``Matter.variant`` once it is chosen."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="investigation", verbose_name="事项")
    source = models.CharField("线索来源", max_length=12, choices=LeadSource.choices, blank=True)
    petition = models.CharField("控告申诉", max_length=8, choices=Petition.choices, blank=True)
    complainant = models.CharField("控告人（申诉人）", max_length=60, blank=True)
    complainant_contact = models.CharField("联系方式", max_length=60, blank=True)
    received_on = models.DateField("收到线索日期", null=True, blank=True)
    subject = models.CharField("被反映的单位（人员）", max_length=120, blank=True)
    facts = models.TextField("线索内容", blank=True)
    conclusion = models.TextField("调查核实结论", blank=True)
    weight = models.CharField("情节", max_length=10, choices=Weight.choices, blank=True)
    fixed = models.CharField("应当发出纠正违法通知书的情形", max_length=10, choices=Fixed.choices, blank=True)
    proposed = models.CharField("建议层级（规则第552条）", max_length=12, choices=Level.choices, blank=True)
    deviation = models.TextField("层级与建议不一致的理由", blank=True)
    first_item = models.CharField("转来的监督项目", max_length=4, blank=True)
    """Item of the catalogue that the matter it comes from points to (``v05``): its first violation is listed with it."""
    listed = models.BooleanField("已列违法情形", default=False)
    recurs = models.BooleanField("类案", default=False)
    recurrence = models.TextField("类案提示", blank=True)
    suggests = models.BooleanField("类案提出检察建议", default=False)
    unit = models.CharField("责任所队", max_length=60, blank=True)
    unit_due_on = models.DateField("所队整改期限", null=True, blank=True)
    result = models.CharField("整改核查", max_length=10, choices=Result.choices, blank=True)
    stops_clock = models.BooleanField("复查期间回复期限中止", default=False)
    superior = models.BooleanField("上一级院已审查", default=False)
    remarks = models.CharField("备注", max_length=400, blank=True)

    shared_fields = ("unit", "unit_due_on", "result", "dispute")
    """What the police read of this row; source, complainant, lead, conclusions, weight and deviation stay with the procuratorate."""
    hidden_fields = ("first_item", "listed", "recurs", "suggests", "stops_clock", "superior", *Disputed.dispute_marks)
    """Marks of the workflow that no page lists."""

    class Meta:
        verbose_name = verbose_name_plural = "侦查活动监督"
        constraints = [
            models.CheckConstraint(
                condition=Q(fixed="") | Q(proposed="") | Q(proposed=Level.CORRECTION), name="a_fixed_level_is_a_correction"
            )
        ]

    def __str__(self) -> str:
        return f"侦查活动监督：{self.matter}"


class Violation(MatterRow):
    """违法情形: one of a matter, of one item of the catalogue, with what is demanded, answered and found."""

    class Status(models.TextChoices):
        SUSPECTED = "suspected", "待核实"
        FOUND = "found", "已认定"
        UNFOUNDED = "unfounded", "不成立"
        REVOKED = "revoked", "已撤销"

    class Answer(models.TextChoices):
        DONE = "done", "已经整改"
        PART = "part", "部分整改"
        NOT = "not", "未整改"

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="violations", verbose_name="事项")
    item = models.ForeignKey(SupervisionItem, models.PROTECT, related_name="+", verbose_name="监督项目")
    sub = models.ForeignKey(SupervisionSubItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="细目")
    code = models.CharField("项目", max_length=4)
    label = models.CharField("监督项目", max_length=200)
    """The item, or its 细目, as it read when the matter was registered."""
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.SUSPECTED)
    facts = models.TextField("线索反映的事实", blank=True)
    finding = models.TextField("认定的事实", blank=True)
    article = models.CharField("法律根据", max_length=120, blank=True)
    demand = models.TextField("纠正意见", blank=True)
    served = models.BooleanField("已向公安机关提出", default=False)
    prepared = models.CharField("所队整改情况", max_length=6, choices=Answer.choices, blank=True)
    prepared_words = models.TextField("所队整改说明", blank=True)
    answer = models.CharField("整改情况", max_length=6, choices=Answer.choices, blank=True)
    answer_words = models.TextField("整改措施或者理由", blank=True)
    verdict = models.CharField("核查认定", max_length=10, choices=Result.choices, blank=True)
    verdict_words = models.TextField("核查意见", blank=True)
    revoked_words = models.TextField("撤销理由", blank=True)

    shared_fields = ("finding", "article", "demand", "answer", "answer_words", "verdict", "verdict_words", "revoked_words")
    hidden_fields = ("code", "label", "served", "prepared", "prepared_words")
    """What stands in the heading, and what the 所队 prepares: its own side reads it in the form of the reply."""

    class Meta(MatterRow.Meta):
        verbose_name = verbose_name_plural = "违法情形"
        constraints = [models.UniqueConstraint(fields=["matter", "no"], name="violation_no_once")]
        indexes = [models.Index(fields=["office", "code"], name="violation_by_item")]  # 类案分析 of an office

    @property
    def heading(self) -> str:
        return f"{self.label}（{named(self.code)}）"

    @property
    def topic_name(self) -> str:
        """By which texts are found that concern it (指引)."""
        return named(self.code)

    @property
    def open_to_police(self) -> bool:
        """From the paper that raises it on: what was suspected and never raised is not theirs to read."""
        return self.served

    @property
    def stands(self) -> bool:
        return self.status in (self.Status.SUSPECTED, self.Status.FOUND)

    @property
    def unsettled(self) -> bool:
        """Raised and not yet taken as corrected."""
        return self.stands and self.verdict != Result.ADOPTED

    def __str__(self) -> str:
        return f"违法情形第{self.no}条"


Same = tuple[str, UUID | None]
"""What makes two violations 同类: the same 细目, or the same item where no 细目 was named."""


def recurrences(office_id: UUID, *, since: date) -> dict[Same, list[Violation]]:
    """The violations found in the matters of an office taken up since a day, 同类 together, one of each matter. One query."""
    rows = (
        Violation.objects.filter(office_id=office_id, status=Violation.Status.FOUND, matter__opened_on__gte=since)
        .select_related("matter", "item", "sub")
        .order_by("matter__opened_on", "matter_id", "no")
    )
    found: dict[Same, list[Violation]] = {}
    for row in rows:
        same = found.setdefault((row.code, row.sub_id), [])
        if not same or same[-1].matter_id != row.matter_id:
            same.append(row)
    return found
