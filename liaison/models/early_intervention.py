"""提前介入（听取意见）: its detail row, and the opinions item by item (规则第256条; 刑诉法第87条; 协作配合意见第三（二）1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.db import models

from cases.models import Cell, Matter, MatterRow, Tally
from office.blocks import chinese_date
from office.sides import Side


class Stage(models.TextChoices):
    """How far the case is when the procuratorate joins in; ``Matter.variant``."""

    FILING = "filing", "立案前后"
    ARREST = "arrest", "提请批准逮捕前"
    PROSECUTION = "prosecution", "逮捕后、移送起诉前"


class Injury(models.TextChoices):
    """伤情 as the request tells it: what the rule for 故意伤害 hangs on."""

    NONE = "none", "没有人员受伤"
    MINOR = "minor", "轻微伤、轻伤"
    SERIOUS = "serious", "重伤"
    DEATH = "death", "死亡"


class Outcome(models.TextChoices):
    """What became of the case afterwards. The system fills in the first five from 审查逮捕 and 审查起诉; a person the others."""

    ARREST = "arrest", "批准逮捕"
    NO_ARREST = "no_arrest", "不批准逮捕"
    BOTH = "both", "部分批准逮捕"
    PROSECUTED = "prosecuted", "起诉"
    NOT_PROSECUTED = "not_prosecuted", "不起诉"
    DIRECT = "direct", "直接移送起诉"
    WITHDRAWN = "withdrawn", "撤案"
    NOT_SENT = "not_sent", "未移送"


class EarlyInterventionDetail(models.Model):
    """提前介入事项的专有内容. What the police tell of their case stands here too: the case itself is the procuratorate's record."""

    matter = models.OneToOneField(
        Matter, models.CASCADE, primary_key=True, related_name="early_intervention", verbose_name="事项"
    )
    case_number = models.CharField("案件编号", max_length=60, blank=True)
    case_name = models.CharField("案件名称", max_length=120, blank=True)
    subject = models.CharField("犯罪嫌疑人", max_length=120, blank=True)
    charge = models.CharField("涉嫌罪名", max_length=60, blank=True)
    case_note = models.CharField("案件关联", max_length=200, blank=True)
    """What a prosecutor has to look at where the number of a request is one of another organ's case."""
    grounds = models.CharField("介入理由", max_length=120, blank=True)
    """Words of ``forms.GROUNDS``, with 、 between them; so are ``questions`` and ``mode``."""
    reasons = models.TextField("案情和理由", blank=True)
    questions = models.CharField("提问范围", max_length=120, blank=True)
    question = models.TextField("具体问题", blank=True)
    triggers = models.CharField("提示规则", max_length=400, blank=True)
    """The rules of ``selectors.triggers`` that held when it was asked: they propose, a person decided."""
    injury = models.CharField("伤情", max_length=10, choices=Injury.choices, blank=True)
    victims = models.PositiveIntegerField("被害人数", null=True, blank=True)
    gang = models.BooleanField("团伙、有组织犯罪", default=False)
    minor = models.BooleanField("涉未成年人", default=False)
    detained = models.BooleanField("犯罪嫌疑人已被羁押", default=False)
    mode = models.CharField("介入方式", max_length=60, blank=True)
    attendees = models.CharField("参加人员", max_length=200, blank=True)
    emergency = models.TextField("应急处置协调", blank=True)
    itemised = models.BooleanField("已拟意见", default=False)
    answered = models.BooleanField("均已答复", default=False)
    judged = models.BooleanField("均已评价", default=False)
    settled = models.BooleanField("结果齐全", default=False)
    """No other review of the case is still open: the result filled in is the whole one."""
    outcome = models.CharField("处理结果", max_length=16, choices=Outcome.choices, blank=True)
    outcome_words = models.TextField("结果说明", blank=True)
    """How the result came about: one line for each review of the case, or what a person wrote."""
    remarks = models.CharField("备注", max_length=400, blank=True)

    shared_fields = (
        "case_number", "case_name", "subject", "charge", "grounds", "reasons", "questions", "question", "injury", "victims", "gang",
        "minor", "detained", "mode", "attendees", "emergency", "outcome", "outcome_words",
    )  # fmt: skip
    hidden_fields = ("itemised", "answered", "judged", "settled")
    """Marks of the workflow that no page lists."""
    case_clocks = ("request_arrest", "review_arrest_detained", "review_arrest_free", "prosecute_review", "prosecute_review_fast")
    """Periods of the case's other matters, shown and not counted anew: 提前介入 stops none of them."""

    class Meta:
        verbose_name = verbose_name_plural = "提前介入"

    def __str__(self) -> str:
        return f"提前介入：{self.matter}"

    @property
    def next_act(self) -> str:
        """What the procuratorate presses first where it has several ways on."""
        if self.matter.state == "materials":
            return "opine" if self.itemised else "itemise"
        return "judge_all" if self.matter.state == "judging" and not self.judged else ""

    @property
    def custody_told(self) -> str:
        """What the letter says of custody, where no measure of the case is on record."""
        return "商请时已被羁押（尚未登记强制措施）" if self.detained else ""

    def became(self, rows: Callable[[str], list[Any]]) -> tuple[str, list[str]] | None:
        """What became of the case, at the head of the closed matter, how that came about, and how the opinions ended."""
        if not self.outcome:
            return None
        judged = Counter(str(one.get_judged_display()) for one in rows("intervention_items") if one.raised and one.judged)
        told = self.outcome_words.splitlines()
        if judged:
            told.append(f"意见{judged.total()}条：{'，'.join(f'{words}{number}条' for words, number in judged.items())}。")
        if self.settled:
            told.append("由审查逮捕、审查起诉的办理回填；该项办理被撤销的，本结果随之撤回，本事项恢复办理。")
        return f"处理结果：{self.get_outcome_display()}", told


class Topic(models.TextChoices):
    """What an opinion is about (规则第256条第1款: 案件性质、收集证据、适用法律, 监督是否合法)."""

    NATURE = "nature", "定性"
    EVIDENCE = "evidence", "取证"
    LAW = "law", "法律"
    PROCEDURE = "procedure", "程序"
    LEGALITY = "legality", "合法性"


class Reply(models.TextChoices):
    """What the police did with an opinion."""

    OPEN = "open", "未答复"
    DONE = "done", "已落实"
    PART = "part", "部分落实"
    REFUSED = "refused", "未采纳"


class Judgement(models.TextChoices):
    """What the prosecutor makes of the answer."""

    MET = "met", "落实"
    PART = "part", "部分落实"
    UNMET = "unmet", "未落实"
    WAIVED = "waived", "不再需要"


TONES: dict[Any, str] = {
    Reply.DONE: "good", Reply.PART: "fair", Reply.REFUSED: "bad",
    Judgement.MET: "good", Judgement.PART: "fair", Judgement.UNMET: "bad", Judgement.WAIVED: "fair",
}  # fmt: skip
"""How an answer or a judgement stands at a glance."""


class InterventionItem(MatterRow):
    """One opinion of 介入意见书. Each must be 必要、明确、可行 before the letter goes out (协作配合意见第三（二）1)."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="intervention_items", verbose_name="事项")
    topic = models.CharField("类别", max_length=10, choices=Topic.choices)
    opinion = models.TextField("意见")
    wanted = models.TextField("标准", blank=True)
    by_on = models.DateField("商定日期", null=True, blank=True)
    necessary = models.BooleanField("必要", default=False)
    clear = models.BooleanField("明确", default=False)
    feasible = models.BooleanField("可行", default=False)
    raised = models.BooleanField("已提出", default=False)
    """Its letter was issued: until then the police do not see it."""
    status = models.CharField("答复", max_length=10, choices=Reply.choices, default=Reply.OPEN)
    reply = models.TextField("答复内容", blank=True)
    reply_on = models.DateField("答复日期", null=True, blank=True)
    judged = models.CharField("评价", max_length=10, choices=Judgement.choices, blank=True)
    judged_on = models.DateField("评价日期", null=True, blank=True)
    remark = models.TextField("评价说明", blank=True)

    shared_fields = (
        "topic", "opinion", "wanted", "by_on", "necessary", "clear", "feasible", "status", "reply", "reply_on", "judged", "judged_on",
        "remark",
    )  # fmt: skip
    hidden_fields = ("topic", "opinion", "necessary", "clear", "feasible", "raised", "judged")
    """Told by the heading and the marks."""
    tests = {"necessary": "必要", "clear": "明确", "feasible": "可行"}
    columns = ("检察意见", "公安答复", "评价")
    quick = {"judge": ("judged", "judged")}

    class Meta(MatterRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "介入意见"
        constraints = [models.UniqueConstraint(fields=["matter", "no"], name="intervention_item_no_once")]
        indexes = [models.Index(fields=["office", "matter"], name="intervention_item_figures")]  # 采纳条数 of a month

    def __str__(self) -> str:
        return f"第{self.no}条：{self.opinion}"

    @property
    def heading(self) -> str:
        """The opinion with what it is about."""
        return f"【{self.get_topic_display()}】{self.opinion}"

    @property
    def lacking(self) -> list[str]:
        """Which of 必要、明确、可行 nobody has affirmed."""
        return [words for name, words in self.tests.items() if not getattr(self, name)]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Opinion, answer and judgement beside each other."""
        affirmed = tuple(words for name, words in self.tests.items() if getattr(self, name))
        small = [f"标准：{self.wanted}" if self.wanted else "", f"商定{chinese_date(self.by_on)}" if self.by_on else ""]
        small.append(f"尚未确认{'、'.join(self.lacking)}，意见书不能发出" if self.lacking and not self.raised else "")
        said = Cell(self.opinion, tag=str(self.get_topic_display()), lines=tuple(words for words in small if words), ticks=affirmed)
        answer = Cell("未答复" if self.raised else "")
        if self.status != Reply.OPEN:
            answer = Cell(self.get_status_display(), tone=TONES[Reply(self.status)], day=self.reply_on, lines=(self.reply,))
        verdict = Cell("")
        if self.judged:
            verdict = Cell(self.get_judged_display(), tone=TONES[Judgement(self.judged)], lines=(self.remark,) if self.remark else ())
        return (said, answer, verdict)

    @classmethod
    def tally(cls, rows: list[Any]) -> Tally | None:
        """已评价n/m, and how many were adopted as the police answered; nothing before they are raised."""
        found = counted(rows)
        total = found["raised"]
        if not total:
            return None
        words = f"已评价{found['judged']}/{total}　采纳{found['done']}　部分{found['part']}　未采纳{found['refused']}"
        shares = (("good", "done"), ("fair", "part"), ("bad", "refused"))
        return Tally(words, tuple((tone, round(100 * found[name] / total, 1)) for tone, name in shares))

    @property
    def marks(self) -> list[str]:
        """How it was affirmed, and the judgement, at a glance."""
        affirmed = "、".join(words for name, words in self.tests.items() if getattr(self, name))
        judged = f"评价：{self.get_judged_display()}" if self.judged else ""
        return [words for words in (affirmed, judged) if words]

    def lines_for(self, side: str) -> list[tuple[str, str]]:
        """What the procuratorate reads besides: what is missing before the letter may go."""
        return [("尚缺", f"没有确认{'、'.join(self.lacking)}，意见书不能发出")] if self.lacking and side == Side.PROCURATORATE else []

    @property
    def open_to_police(self) -> bool:
        """Opinions being drafted are the procuratorate's own."""
        return self.raised

    @property
    def next_act(self) -> str:
        """What is pressed first: the answer, then the judgement."""
        return "report" if self.status == Reply.OPEN else "judge" if not self.judged else ""

    @property
    def is_answered(self) -> bool:
        """Whether the police owe no answer to it (any more)."""
        return not self.raised or self.status != Reply.OPEN or self.judged == Judgement.WAIVED

    @property
    def is_settled(self) -> bool:
        """Whether whoever has the move owes nothing more for it: the police an answer, the procuratorate a judgement."""
        return not self.raised or (bool(self.judged) if self.matter.turn == Side.PROCURATORATE else self.is_answered)


def counted(items: Iterable[InterventionItem]) -> dict[str, int]:
    """How many opinions (条) were raised, answered, judged, and adopted as the police answered: the figures of 采纳情况."""
    raised = [item for item in items if item.raised]
    return {
        "raised": len(raised),
        "answered": sum(item.status != Reply.OPEN for item in raised),
        "judged": sum(bool(item.judged) for item in raised),
        **{code.value: sum(item.status == code for item in raised) for code in (Reply.DONE, Reply.PART, Reply.REFUSED)},
    }


