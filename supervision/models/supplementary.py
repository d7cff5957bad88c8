"""补充侦查意见跟踪: its detail row, and the items of the outline."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models import Matter, MatterRow
from office.scoping import ScopedQuerySet
from office.sides import Side

ROUNDS = 2
"""补充侦查以二次为限 (刑诉法第175条第3款; 规则第346条第2款), 改变管辖前后合计 (规则第350条)."""
ADJOURNMENTS = 2
"""公诉人建议延期审理的次数不得超过两次 (规则第421条第2款)."""


class Ending(models.TextChoices):
    """What the police did with a returned case (程序规定第296条)."""

    DONE = "done", "补充侦查完毕，移送审查起诉"
    NEW = "new", "发现新的同案犯或者罪行，重新移送"
    WITHDRAWN = "withdrawn", "撤销案件或者终止侦查"
    IMPROPER = "improper", "认为退查不当，说明理由移送"


class SupplementaryDetail(models.Model):
    """补充侦查事项的专有内容。The type T1-T7 is ``Matter.variant``; ``round`` counts returns of one case, T3 only."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="supplementary", verbose_name="事项")
    charge = models.CharField("涉嫌罪名", max_length=60, blank=True)
    subject = models.CharField("犯罪嫌疑人", max_length=120, blank=True)
    transferred_on = models.DateField("公安移送审查起诉日期", null=True, blank=True)
    opinion_number = models.CharField("起诉意见书文号", max_length=60, blank=True)
    round = models.PositiveSmallIntegerField("第几次退查", null=True, blank=True)
    earlier_returns = models.PositiveSmallIntegerField("改变管辖以前已退查次数", null=True, blank=True)
    counted_for = models.CharField("合并计次的案件", max_length=120, blank=True)
    """Police organ and case number: the same case before and after 改变管辖, whichever office holds it."""
    live = models.BooleanField("已经退查", default=False)
    """The return was issued and has not been withdrawn: it takes its round."""
    itemised = models.BooleanField("已列条目", default=False)
    answered = models.BooleanField("条目均已答复", default=False)
    heard_on = models.DateField("听取办案人员意见日期", null=True, blank=True)
    ending = models.CharField("退查处理", max_length=10, choices=Ending.choices, blank=True)
    adjourned_on = models.DateField("延期审理日期", null=True, blank=True)
    adjournments = models.PositiveSmallIntegerField("已建议延期审理次数", null=True, blank=True)
    remarks = models.CharField("备注", max_length=400, blank=True)

    shared_fields = ("charge", "subject", "transferred_on", "opinion_number", "round", "ending")
    hidden_fields = ("counted_for", "live", "itemised", "answered")
    """Marks of the workflow that no page lists."""
    case_clocks = ("invest_custody_2m", "prosecute_review", "prosecute_review_fast", "bail_12m", "rs_6m")
    """Periods of the case's other matters that bind this one and are shown beside it (规则第312条, 第348条; 取保、监居期满以前补侦完毕)."""

    class Meta:
        verbose_name = verbose_name_plural = "补充侦查"
        constraints = [
            models.CheckConstraint(condition=Q(round__isnull=True) | Q(round__range=(1, ROUNDS)), name="returned_twice_at_most"),
            models.CheckConstraint(
                condition=Q(live=False) | (Q(round__isnull=False) & ~Q(counted_for="")), name="a_live_return_has_its_round"
            ),
            models.UniqueConstraint(fields=["counted_for", "round"], condition=Q(live=True), name="one_live_return_per_round"),
            models.CheckConstraint(condition=Q(adjournments__isnull=True) | Q(adjournments__lte=ADJOURNMENTS), name="adjourned_twice_at_most"),
        ]

    def __str__(self) -> str:
        return f"补充侦查：{self.matter}"


OWN = ("T5", "T7")
"""Types in which the procuratorate supplements itself (规则第348条, 第422条); the police help where they are asked."""


class Answer(models.TextChoices):
    """Where an item stands with the police."""

    OPEN = "open", "未答复"
    CLAIMED = "claimed", "已认领"
    DONE = "done", "已补"
    PART = "part", "部分补正"
    CANNOT = "cannot", "无法补正"


ANSWERED = (Answer.DONE, Answer.PART, Answer.CANNOT)


class Verdict(models.TextChoices):
    """The prosecutor's acceptance of an item."""

    MET = "met", "达到要求"
    UNMET = "unmet", "未达到要求"
    IMPOSSIBLE = "impossible", "确无法补"


class Contest(models.TextChoices):
    """An objection of the police to an item, and what became of it."""

    OPEN = "open", "公安机关有异议"
    KEPT = "kept", "异议后维持"
    CHANGED = "changed", "异议后调整"
    DROPPED = "dropped", "异议后不再要求"


class Items(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]  # made at run time
    """Items with what their lines name: who has it, and which item of the first return it continues."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().select_related("claimed_by", "earlier")


class OutlineItem(MatterRow):
    """One item of an outline (规则第257条: 事项、理由、侦查方向、需补充收集的证据及其证明作用)."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="outline_items", verbose_name="事项")
    earlier = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="第一次退查的条目")
    fact = models.TextField("待证事实")
    evidence = models.TextField("需要补充的证据")
    standard = models.TextField("应达标准", blank=True)
    reason = models.TextField("补充侦查的理由", blank=True)
    direction = models.TextField("侦查方向", blank=True)
    unit = models.CharField("责任单位", max_length=60, blank=True)
    status = models.CharField("答复", max_length=10, choices=Answer.choices, default=Answer.OPEN)
    asked = models.BooleanField("向公安机关提出", default=True)
    """The police are to answer it: not what the procuratorate looks for itself (T5, T7) and has not asked help with."""
    claimed_unit = models.CharField("承办所队", max_length=60, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办民警"
    )
    reply = models.TextField("补充情况", blank=True)
    why = models.TextField("未能补齐的原因", blank=True)
    contest = models.CharField("异议", max_length=10, choices=Contest.choices, blank=True)
    contest_ground = models.TextField("异议理由", blank=True)
    contest_answer = models.TextField("对异议的答复", blank=True)
    verdict = models.CharField("评价", max_length=10, choices=Verdict.choices, blank=True)
    remark = models.TextField("评价说明", blank=True)

    shared_fields = (
        "fact", "evidence", "standard", "reason", "direction", "unit", "asked", "status", "claimed_unit", "reply", "why", "contest",
        "contest_ground", "contest_answer", "verdict", "remark",
    )  # fmt: skip
    hidden_fields = ("evidence", "asked", "contest", "verdict")
    """Told by the heading and the marks."""
    elements = ("fact", "reason", "direction", "evidence")
    """What 规则第257条 wants of every item."""

    objects: ClassVar[Any] = Items()

    class Meta(MatterRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "补充侦查条目"
        constraints = [models.UniqueConstraint(fields=["matter", "no"], name="outline_item_no_once")]
        indexes = [models.Index(fields=["office", "matter"], name="outline_item_figures")]  # 提纲质量、条目落实率

    def __str__(self) -> str:
        return f"第{self.no}条：{self.heading}"

    @property
    def heading(self) -> str:
        """The item as it is asked."""
        return f"请补{self.evidence}"

    @property
    def next_act(self) -> str:
        """What is pressed first for this item: 认领 until somebody has it, then 答复."""
        return {Answer.OPEN: "claim", Answer.CLAIMED: "answer"}.get(Answer(self.status), "")

    @property
    def lacking(self) -> list[str]:
        """Names of the elements of 规则第257条 that the item does not state."""
        names = {column.name: str(column.verbose_name) for column in self._meta.concrete_fields}
        return [names[name] for name in self.elements if not getattr(self, name).strip()]

    @property
    def marks(self) -> list[str]:
        """Objection and verdict at a glance."""
        found = ["" if self.asked else "本院自行查证", self.get_contest_display() if self.contest else "", self.get_verdict_display() if self.verdict else ""]
        return [words for words in found if words]

    def lines_for(self, side: str) -> list[tuple[str, str]]:
        """What a side reads beyond the columns: the police whom they gave it to, the procuratorate what the outline lacks."""
        lines = [("承接", f"第一次退查第{self.earlier.no}条")] if self.earlier else []
        if side == Side.POLICE:
            return [*lines, ("承办民警", self.claimed_by.name)] if self.claimed_by else lines
        return [*lines, ("要素不全", f"缺{'、'.join(self.lacking)}（规则第257条）")] if self.lacking else lines

    @property
    def open_to_police(self) -> bool:
        """An outline that is still (or again) being drafted, and what the procuratorate looks for itself, are its own."""
        return self.matter.state != "draft" and self.asked

    @property
    def is_settled(self) -> bool:
        """Whether the police owe no answer to it (any more)."""
        return not self.asked or self.status in ANSWERED or self.contest == Contest.DROPPED


def counted_for(matter: Matter) -> str:
    """Under which name the returns of a case are counted: the organ and its case number, which 改变管辖 leaves as they are.

    A matter without a registered case counts with the matter it follows, else by itself.
    """
    if matter.case is not None:
        return f"{matter.police_id}:{matter.case.number}"
    return f"matter:{matter.parent_id or matter.pk}"


def returns_made(key: str, earlier: int | None = None) -> int:
    """How many times (次) a case has been returned: by the live returns on record, or by what was counted before 改变管辖."""
    last = SupplementaryDetail.objects.filter(counted_for=key, live=True).aggregate(last=models.Max("round"))["last"]
    return max(last or 0, earlier or 0)
