"""不诉跟踪: its detail row (law.md 3.7)."""

from __future__ import annotations

from django.db import models

from cases.models import Matter
from supervision.models.disputes import Disputed
from supervision.models.prosecution_review import Held


class Release(models.TextChoices):
    """释放、解除强制措施 (刑诉法第178条; 规则第376条第3款)."""

    NONE = "none", "未采取强制措施，无须办理"
    WAITING = "waiting", "待公安机关办理"
    DONE = "done", "已经办理"


class Unfreeze(models.TextChoices):
    """解除查封、扣押、冻结 (刑诉法第177条第3款; 规则第374条)."""

    NONE = "none", "没有查封、扣押、冻结的财物"
    TODO = "todo", "待通知解除"
    WAITING = "waiting", "已通知，待公安机关解除"
    DONE = "done", "已解除"
    PASSED = "passed", "未解除，已转侦查活动监督"


class Transfer(models.TextChoices):
    """移送行政检察 (反向衔接指引): three working days from the decision."""

    LATER = "later", "考验期满决定不起诉后移送"
    TODO = "todo", "待移送"
    DONE = "done", "已移送"


class Appeal(models.TextChoices):
    """申诉 of the victim or of the person himself: not the police's, recorded only (刑诉法第180条、第181条)."""

    PENDING = "pending", "复查中"
    UPHELD = "upheld", "复查维持"
    REVOKED = "revoked", "复查撤销"


class Appellant(models.TextChoices):
    VICTIM = "victim", "被害人（近亲属、诉讼代理人）"
    PERSON = "person", "被不起诉人"


class NonProsecutionDetail(Disputed):
    """不诉跟踪事项的专有内容。The kind of 不起诉 is ``Matter.variant`` (``NonProsecution``)."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="non_prosecution", verbose_name="事项")
    charge = models.CharField("移送罪名", max_length=60, blank=True)
    subject = models.CharField("被不起诉人", max_length=120, blank=True)
    decision_name = models.CharField("决定", max_length=20, blank=True)
    decision_number = models.CharField("决定书文号", max_length=60, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    measure = models.CharField("决定时的强制措施", max_length=12, choices=Held.choices, blank=True)
    release = models.CharField("释放、解除强制措施", max_length=8, choices=Release.choices, default=Release.NONE)
    released_on = models.DateField("释放、解除日期", null=True, blank=True)
    seized = models.BooleanField("有查封、扣押、冻结的财物", default=False)
    unrelated = models.BooleanField("财物与案件无关", default=False)
    unfreeze = models.CharField("解除查封、扣押、冻结", max_length=8, choices=Unfreeze.choices, default=Unfreeze.NONE)
    unfrozen_on = models.DateField("解除查封、扣押、冻结日期", null=True, blank=True)
    victim = models.BooleanField("有被害人", default=False)
    appealable = models.BooleanField("可以申诉", default=False)
    parties_served_on = models.DateField("送达被害人、被不起诉人日期", null=True, blank=True)
    appellant = models.CharField("申诉人", max_length=8, choices=Appellant.choices, blank=True)
    appealed_on = models.DateField("申诉日期", null=True, blank=True)
    appeal = models.CharField("申诉", max_length=8, choices=Appeal.choices, blank=True)
    appeal_result = models.TextField("申诉复查结果", blank=True)
    transfer = models.CharField("移送行政检察", max_length=6, choices=Transfer.choices, default=Transfer.TODO)
    transferred_on = models.DateField("移送行政检察日期", null=True, blank=True)
    probation = models.CharField("考验期", max_length=8, blank=True)
    probation_outcome = models.TextField("考验期考察情况", blank=True)
    remarks = models.CharField("备注", max_length=400, blank=True)

    shared_fields = (
        "charge", "subject", "decision_name", "decision_number", "decided_on", "measure", "release", "released_on", "seized", "unfreeze",
        "unfrozen_on", "dispute", "probation",
    )  # fmt: skip
    """What the police read; who appealed and what came of it stays with the procuratorate."""
    hidden_fields = ("appealable", *Disputed.dispute_marks)

    class Meta:
        verbose_name = verbose_name_plural = "不诉跟踪"

    def __str__(self) -> str:
        return f"不诉跟踪：{self.matter}"
