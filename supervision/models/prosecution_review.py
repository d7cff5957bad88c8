"""审查起诉: its detail row (law.md 2.3)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cases.models import Matter

RETURNS = 2
"""补充侦查以二次为限 (刑诉法第175条第3款), 改变管辖前后合计 (规则第350条)."""


class NonProsecution(models.TextChoices):
    """The kinds of 不起诉; also the branches of 不诉跟踪."""

    STATUTORY = "statutory", "法定不起诉"
    DOUBT = "doubt", "存疑不起诉"
    DISCRETION = "discretion", "酌定不起诉"
    CONDITIONAL = "conditional", "附条件不起诉"
    EXPIRED = "expired", "考验期满不起诉"


class Held(models.TextChoices):
    """The measure against a person when the decision is made: 在押的应当立即释放, 其他的应当解除 (规则第376条第3款)."""

    CUSTODY = "custody", "在押"
    BAIL = "bail", "取保候审"
    RESIDENTIAL = "residential", "监视居住"
    NONE = "none", "未采取强制措施"


class Verdict(models.TextChoices):
    """How the court ended the case."""

    GUILTY = "guilty", "有罪判决"
    EXEMPT = "exempt", "免予刑事处罚"
    ACQUITTED = "acquitted", "宣告无罪"
    ENDED = "ended", "终止审理"
    OTHER = "other", "其他"


class Result(models.TextChoices):
    """How 审查起诉 ended."""

    PROSECUTED = "prosecuted", "提起公诉"
    STATUTORY = "statutory", "法定不起诉"
    DOUBT = "doubt", "存疑不起诉"
    DISCRETION = "discretion", "酌定不起诉"
    CONDITIONAL = "conditional", "附条件不起诉"


class ProsecutionReviewDetail(models.Model):
    """审查起诉事项的专有内容。"""

    matter = models.OneToOneField(
        Matter, models.CASCADE, primary_key=True, related_name="prosecution_review", verbose_name="事项"
    )
    charge = models.CharField("移送罪名", max_length=60, blank=True)
    subject = models.CharField("犯罪嫌疑人", max_length=120, blank=True)
    opinion_number = models.CharField("起诉意见书文号", max_length=60, blank=True)
    received_on = models.DateField("收到移送起诉案件日期", null=True, blank=True)
    counted_from = models.DateField("本次审查起诉期限起算日", null=True, blank=True)
    fast = models.BooleanField("适用速裁程序审查", default=False)
    plea = models.BooleanField("认罪认罚", default=False)
    minor = models.BooleanField("未成年人刑事案件", default=False)
    earlier_court = models.CharField("改变管辖前的检察院", max_length=60, blank=True)
    earlier_returns = models.PositiveSmallIntegerField("改变管辖前已退回补充侦查（次）", default=0)
    returns = models.PositiveSmallIntegerField("退回补充侦查（次，合计）", default=0)
    extended = models.BooleanField("本次期限已延长", default=False)
    counsel_told = models.BooleanField("已告知有权委托辩护人", default=False)
    result = models.CharField("审查结果", max_length=12, choices=Result.choices, blank=True)
    decided_on = models.DateField("不起诉决定日期", null=True, blank=True)
    court = models.CharField("受理法院", max_length=60, blank=True)
    indictment_number = models.CharField("起诉书文号", max_length=60, blank=True)
    prosecuted_on = models.DateField("提起公诉日期", null=True, blank=True)
    prosecuted_charge = models.CharField("起诉罪名", max_length=60, blank=True)
    verdict = models.CharField("判决情况", max_length=10, choices=Verdict.choices, blank=True)
    judged_on = models.DateField("判决日期", null=True, blank=True)
    sentence = models.CharField("判决结果", max_length=200, blank=True)
    remarks = models.CharField("备注", max_length=400, blank=True)

    shared_fields = (
        "charge", "subject", "opinion_number", "received_on", "fast", "returns", "result", "court", "indictment_number", "prosecuted_on",
        "prosecuted_charge", "judged_on",
    )  # fmt: skip
    hidden_fields = ("extended", "counted_from")
    """Marks of the workflow that no page lists."""

    class Meta:
        verbose_name = verbose_name_plural = "审查起诉"
        constraints = [
            models.CheckConstraint(condition=Q(returns__lte=RETURNS), name="prosecution_returned_twice_at_most"),
            models.CheckConstraint(condition=Q(earlier_returns__lte=RETURNS), name="earlier_returned_twice_at_most"),
        ]

    def __str__(self) -> str:
        return f"审查起诉：{self.matter}"

    def derive(self, name: str) -> tuple[str, ...]:
        """After 更正 of the day the case came in: the period counts from it, unless the case went back since and came anew."""
        if name != "received_on" or self.returns != self.earlier_returns:
            return ()
        self.counted_from = self.received_on
        self.save(update_fields=["counted_from"])
        return ("counted_from",)
