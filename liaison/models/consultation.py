"""会商: its detail row, the questions, opinions of either side until they are exchanged, materials, and dissents (协作配合意见第四（二）)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models import Attachment, Cell, Matter, MatterRow, Shown, Tally
from office.blocks import Block, Heading, Note, PageBreak, Paragraph, Title, chinese_date
from office.scoping import Reach, ScopedQuerySet
from office.sides import OTHER, Side

SHORT = 12
"""Characters of a hash that a row repeats."""


class Why(models.TextChoices):
    """Why the two sides talk it over."""

    DISPUTE = "dispute", "意见分歧"
    HARD = "hard", "疑难复杂"
    NOVEL = "novel", "新类型案件"
    SIMILAR = "similar", "类案"


class Mode(models.TextChoices):
    """How. Who attends the meeting of the other side's own body neither votes nor stays while it deliberates."""

    WRITTEN = "written", "书面会商"
    ONLINE = "online", "线上会商"
    IN_PERSON = "in_person", "线下会商"
    PANEL = "panel", "列席检察官联席会议"
    POLICE_PANEL = "police_panel", "列席公安机关集体议案"


class Outcome(models.TextChoices):
    """How a question ended, and the whole."""

    AGREED = "agreed", "一致"
    PARTLY = "partly", "部分一致"
    DISAGREED = "disagreed", "不一致"


TONES = {Outcome.AGREED.value: "good", Outcome.PARTLY.value: "fair", Outcome.DISAGREED.value: "bad"}


class ConsultationDetail(models.Model):
    """会商事项的专有内容. What is said of the questions stands in their rows."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="consultation", verbose_name="事项")
    why = models.CharField("会商事由", max_length=10, choices=Why.choices, blank=True)
    urgent = models.BooleanField("紧急", default=False)
    facts = models.TextField("案情", blank=True)
    own_view = models.TextField("申请方意见", blank=True)
    wanted = models.CharField("拟请参加人员", max_length=200, blank=True)
    mode = models.CharField("会商方式", max_length=12, choices=Mode.choices, blank=True)
    held_at = models.DateTimeField("会商时间", null=True, blank=True)
    place = models.CharField("会商地点", max_length=100, blank=True)
    reply = models.TextField("对方答复", blank=True)
    attended = models.TextField("到会情况", blank=True)
    summary = models.TextField("会商情况", blank=True)
    procuratorate_ready = models.BooleanField("检察机关已交齐意见", default=False)
    police_ready = models.BooleanField("公安机关已交齐意见", default=False)
    exchanged = models.BooleanField("意见已互见", default=False)
    exchanged_at = models.DateTimeField("意见互见时间", null=True, blank=True)
    outcome = models.CharField("会商结果", max_length=10, choices=Outcome.choices, blank=True)
    procuratorate_meeting = models.BooleanField("检察机关同意提交联席会议", default=False)
    police_meeting = models.BooleanField("公安机关同意提交联席会议", default=False)
    to_meeting = models.BooleanField("提交联席会议", default=False)
    """Both hosts agreed to it: the agenda of the next 联席会议 may take it up, by a neutral name."""
    procuratorate_guests = models.BooleanField("检察机关有可以撤邀的人员", default=False)
    police_guests = models.BooleanField("公安机关有可以撤邀的人员", default=False)

    shared_fields = (
        "why", "urgent", "facts", "own_view", "wanted", "mode", "held_at", "place", "reply", "attended", "summary", "procuratorate_ready",
        "police_ready", "exchanged_at", "outcome", "procuratorate_meeting", "police_meeting", "to_meeting",
    )  # fmt: skip
    hidden_fields = ("exchanged", "procuratorate_guests", "police_guests")
    """Marks of the workflow that no page lists."""

    class Meta:
        verbose_name = verbose_name_plural = "会商"

    def __str__(self) -> str:
        return f"会商：{self.matter}"

    def kept_with(self, paper: Any) -> list[Block]:
        """保留意见 of both sides' reading, a sheet behind the 会商纪要: each in its author's words under its own hash, signed for by nobody else."""
        rows = list(self.matter.consultation_dissents.filter(own_only=False).order_by("no")) if paper.action == "circulate" else []
        if not rows:
            return []
        blocks: list[Block] = [PageBreak(numbered=False), Title("保留意见")]
        for one in rows:
            blocks += [Heading(one.heading), *(Paragraph(line) for line in one.text.splitlines() if line.strip())]
            blocks.append(Note(f"{_moment(one.submitted_at)}提交，校验值{one.digest}"))
        return blocks

    @property
    def next_act(self) -> str:
        """What is pressed first where there are several ways on."""
        return {"applied": "accept", "arranging": "gather", "held": "end", "minuting": "circulate"}.get(self.matter.state, "")

    def became(self, rows: Any) -> tuple[str, list[str]] | None:
        """What the closed matter came to, at its head."""
        if not self.outcome:
            return None
        found = Counter(str(one.get_outcome_display()) for one in rows("consultation_questions") if one.outcome)
        told = [f"会商问题{found.total()}个：{'，'.join(f'{words}{number}个' for words, number in found.items())}。"]
        told.append("会商意见供参考，不代替批准逮捕、起诉等决定；原事项仍按其自身的办理作出决定。")
        return f"会商结果：{self.get_outcome_display()}", told


class ConsultationQuestion(MatterRow):
    """One question: what each side holds, and what came of it."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="consultation_questions", verbose_name="事项")
    question = models.TextField("问题")
    procuratorate_view = models.TextField("检察机关意见", blank=True)
    police_view = models.TextField("公安机关意见", blank=True)
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices, blank=True)
    conclusion = models.TextField("会商意见", blank=True)
    basis = models.TextField("依据", blank=True)
    follow_up = models.TextField("后续", blank=True)
    concluded_on = models.DateField("记载日期", null=True, blank=True)

    shared_fields = ("question", "procuratorate_view", "police_view", "outcome", "conclusion", "basis", "follow_up", "concluded_on")
    columns = ("会商问题", "检察机关意见", "公安机关意见", "会商意见")

    class Meta(MatterRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "会商问题"
        constraints = [models.UniqueConstraint(fields=["matter", "no"], name="consultation_question_no_once")]

    def __str__(self) -> str:
        return f"第{self.no}问：{self.question}"

    @property
    def heading(self) -> str:
        """The question itself."""
        return self.question

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The question, either side's view, the conclusion."""
        if not self.outcome:
            return (Cell(self.question), Cell(self.procuratorate_view), Cell(self.police_view), Cell("尚未记载"))
        lines = [self.conclusion, *(f"{label}：{words}" for label, words in (("依据", self.basis), ("后续", self.follow_up)) if words)]
        end = Cell(self.get_outcome_display(), tone=TONES[self.outcome], day=self.concluded_on, lines=tuple(words for words in lines if words))
        return (Cell(self.question), Cell(self.procuratorate_view), Cell(self.police_view), end)

    @classmethod
    def tally(cls, rows: list[Any]) -> Tally | None:
        """How many questions are concluded, and how."""
        found = Counter(row.outcome for row in rows if row.outcome)
        if not found:
            return None
        words = "　".join(f"{code.label}{found[code.value]}" for code in Outcome if found[code.value])
        shares = tuple((TONES[code.value], round(100 * found[code.value] / len(rows), 1)) for code in Outcome)
        return Tally(f"已记载{found.total()}/{len(rows)}　{words}", shares)

    @property
    def next_act(self) -> str:
        """What is pressed beside it first."""
        return "conclude" if not self.outcome else ""

    @property
    def is_settled(self) -> bool:
        """Whether its conclusion is on record."""
        return bool(self.outcome)


class ConsultationOpinion(MatterRow):
    """书面意见. It is its own side's until both hosts have said that theirs are complete: then one act opens all of both."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="consultation_opinions", verbose_name="事项")
    side = models.CharField("哪一侧", max_length=16, choices=Side.choices)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提交人")
    signed = models.CharField("署名", max_length=100)
    text = models.TextField("意见")
    digest = models.CharField("校验值", max_length=64)
    submitted_at = models.DateTimeField("提交时间")
    issued = models.BooleanField("已互见", default=False)
    late = models.BooleanField("互见后提交", default=False)

    shared_fields = ("side", "signed", "text", "digest", "submitted_at", "issued", "late")
    hidden_fields = ("side", "signed", "submitted_at", "issued", "late")
    """Told by the heading and the marks."""

    class Meta(MatterRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "书面意见"
        # numbered on each side apart until they are exchanged: a gap would tell how many the other side has
        constraints = [models.UniqueConstraint(fields=["matter", "side", "no"], name="consultation_opinion_no_once")]

    def __str__(self) -> str:
        return f"{self.signed}的意见"

    @staticmethod
    def shown_to(reach: Reach) -> Q:
        """One's own side's, and all once they are exchanged."""
        return Q(issued=True) | Q(side=reach.side)

    @classmethod
    def tally(cls, rows: list[Any]) -> Tally | None:
        """That both were opened together; before, ``sealed`` says how it stands."""
        return Tally("双方交齐，同时互见", ()) if rows[0].matter.consultation.exchanged else None

    @staticmethod
    def sealed(matter: Matter, side: str) -> str:
        """Which side has handed in all of its own; of the other's, until both have, not even how many there are."""
        detail = getattr(matter, "consultation", None)
        if detail is None or detail.exchanged or matter.state not in ("opining", "held"):
            return ""
        ready = {Side.PROCURATORATE: detail.procuratorate_ready, Side.POLICE: detail.police_ready}
        own, other = Side(side), OTHER[side]
        ours = f"本侧（{own.label}）{'已交齐' if ready[own] else '尚未交齐'}"
        theirs = f"对方（{other.label}）{'已交齐，等待本侧' if ready[other] else '尚未交齐'}"
        return f"{ours}；{theirs}。\n对方的意见封存中：双方主办都表示已交齐时同时启封，启封前看不到有几份、写了什么；谁也不能替对方启封。"

    @property
    def heading(self) -> str:
        """Whose it is."""
        return f"{self.get_side_display()}　{self.signed}"

    @property
    def marks(self) -> list[str]:
        """How far it is seen, and when it was handed in."""
        state = "互见后提交" if self.late else "已互见" if self.issued else "本侧意见，对方看不到"
        return [state, _moment(self.submitted_at)]


class MaterialState(models.TextChoices):
    """What became of a material."""

    PUSHED = "pushed", "已推送"
    VOID = "void", "作废，以新件为准"
    WITHDRAWN = "withdrawn", "已撤回"


class MaterialManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """Each with its file, which says who has signed for it."""

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("attachment__received_by")


class ConsultationMaterial(MatterRow):
    """材料: one file that a side gives the participants of the other. Until somebody there has signed for it, it is not provided."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="consultation_materials", verbose_name="事项")
    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="+", verbose_name="附件")
    side = models.CharField("推送方", max_length=16, choices=Side.choices)
    name = models.CharField("文件名", max_length=120)
    pages = models.PositiveSmallIntegerField("页数", null=True, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    sha256 = models.CharField("校验值", max_length=64)
    status = models.CharField("状态", max_length=10, choices=MaterialState.choices, default=MaterialState.PUSHED)
    instead = models.CharField("作废说明", max_length=200, blank=True)

    shared_fields = ("side", "name", "pages", "note", "sha256", "status", "instead")
    columns = ("材料", "推送", "签收")
    objects = MaterialManager()  # type: ignore[misc]  # of its own query

    class Meta(MatterRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "会商材料"
        constraints = [models.UniqueConstraint(fields=["matter", "no"], name="consultation_material_no_once")]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_side_display()}）"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With the row its file: what is withdrawn is its own side's again, and what is put back by 撤销 is both sides' again."""
        super().save(*args, **kwargs)
        shown = self.side if self.status == MaterialState.WITHDRAWN else Shown.BOTH
        Attachment.objects.filter(pk=self.attachment_id).exclude(shown=shown).update(shown=shown)

    @staticmethod
    def shown_to(reach: Reach) -> Q:
        """What is withdrawn before the other side signed for it is no more theirs to read."""
        return ~Q(status=MaterialState.WITHDRAWN) | Q(side=reach.side)

    @property
    def heading(self) -> str:
        """The name of the file."""
        return self.name

    @property
    def is_received(self) -> bool:
        """Whether somebody of the other side has signed for this very file."""
        return self.attachment.received_at is not None

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The file with its hash, who pushed it, who signed for it."""
        pages = f"{self.pages}页" if self.pages else ""
        small = "　".join(words for words in (pages, self.note) if words)
        file = Cell(self.name, lines=tuple(words for words in (small, f"校验值 {self.sha256[:SHORT]}…") if words), file=self.attachment_id)
        ended = self.status != MaterialState.PUSHED
        state = Cell(self.get_status_display(), tone="bad", lines=(self.instead,)) if ended else Cell(self.get_side_display())
        taken = self.attachment
        receipt = Cell("未签收", tone="fair")
        if taken.received_at is not None and taken.received_by is not None:
            receipt = Cell(f"{taken.received_by.name}　{_moment(taken.received_at)}")
        return (file, state, receipt)


class ConsultationDissent(MatterRow):
    """保留意见: written by who holds it, never changed or deleted by another; kept with the minutes, under a hash of its own."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="consultation_dissents", verbose_name="事项")
    question = models.ForeignKey(ConsultationQuestion, models.PROTECT, related_name="dissents", verbose_name="所对问题")
    on_question = models.PositiveSmallIntegerField("对第几问")
    side = models.CharField("哪一侧", max_length=16, choices=Side.choices)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="保留意见人")
    signed = models.CharField("署名", max_length=100)
    text = models.TextField("保留意见")
    digest = models.CharField("校验值", max_length=64)
    submitted_at = models.DateTimeField("提交时间")
    own_only = models.BooleanField("仅本侧", default=False)

    shared_fields = ("on_question", "side", "signed", "text", "digest", "submitted_at", "own_only")
    hidden_fields = ("on_question", "side", "signed", "submitted_at", "own_only")
    """Told by the heading and the marks."""

    class Meta(MatterRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "保留意见"
        constraints = [
            models.UniqueConstraint(fields=["question", "author", "own_only"], name="one_dissent_of_a_person_on_a_question"),
            # those of one side alone are numbered apart, or a gap would tell of them
            models.UniqueConstraint(fields=["matter", "own_only", "side", "no"], name="consultation_dissent_no_once"),
        ]

    def __str__(self) -> str:
        return f"{self.signed}的保留意见"

    @staticmethod
    def shown_to(reach: Reach) -> Q:
        """Both sides', but for those kept to one's own."""
        return Q(own_only=False) | Q(side=reach.side)

    @property
    def heading(self) -> str:
        """Whose, and on what."""
        return f"{self.get_side_display()}　{self.signed}，对第{self.on_question}问"

    @property
    def marks(self) -> list[str]:
        """When, and whether the other side reads it."""
        return [_moment(self.submitted_at), "仅本侧" if self.own_only else "随会商纪要附存"]


def _moment(at: Any) -> str:
    local = timezone.localtime(at)
    return f"{chinese_date(local.date())}{local:%H:%M}"
