"""审查逮捕: its detail row, and the kinds of refusal that 不捕跟踪 reads too."""

from __future__ import annotations

from django.db import models

from cases.models import Matter


class Refusal(models.TextChoices):
    """Why arrest is not approved (规则第285条第3款、第287条、第139条至第141条)."""

    NONE = "none", "没有犯罪事实或者具有刑诉法第十六条规定的情形"
    EVIDENCE = "evidence", "证据不足"
    NO_DANGER = "no_danger", "没有社会危险性"


class Ground(models.TextChoices):
    """Of the first kind: what the police are told to do at the same time (规则第287条第1款、第2款)."""

    NO_FACT = "no_fact", "没有犯罪事实，告知撤销案件"
    ARTICLE_16 = "article_16", "具有刑诉法第十六条规定情形之一，告知撤销案件"
    NOT_HIM = "not_him", "犯罪事实不是其实施，或者共同犯罪中不负刑事责任，告知终止侦查"


class Execution(models.TextChoices):
    EXECUTED = "executed", "已执行逮捕"
    FAILED = "failed", "未能执行"


class ArrestReviewDetail(models.Model):
    """审查逮捕事项的专有内容: one decision for the suspects it names."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="arrest_review", verbose_name="事项")
    subject = models.CharField("犯罪嫌疑人", max_length=120, blank=True)
    charge = models.CharField("涉嫌罪名", max_length=60, blank=True)
    request_number = models.CharField("提请批准逮捕书文号", max_length=60, blank=True)
    received_on = models.DateField("收到提请批准逮捕书日期", null=True, blank=True)
    detained = models.BooleanField("已被拘留", default=False)
    again = models.BooleanField("重新提请", default=False)
    grave = models.BooleanField("重大、复杂案件", default=False)
    outline = models.BooleanField("需要补充（继续）侦查", null=True, blank=True)
    refusal = models.CharField("不批准逮捕的情形", max_length=10, choices=Refusal.choices, blank=True)
    ground = models.CharField("同时告知", max_length=10, choices=Ground.choices, blank=True)
    residential = models.BooleanField("建议监视居住", null=True, blank=True)
    execution = models.CharField("执行情况", max_length=10, choices=Execution.choices, blank=True)
    executed_on = models.DateField("执行完毕（未能执行）日期", null=True, blank=True)
    execution_note = models.CharField("未能执行的原因", max_length=200, blank=True)
    remarks = models.CharField("备注", max_length=400, blank=True)

    shared_fields = (
        "subject", "charge", "request_number", "received_on", "detained", "again", "refusal", "ground", "residential", "execution",
        "executed_on", "execution_note",
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "审查逮捕"

    def __str__(self) -> str:
        return f"审查逮捕：{self.matter}"
