"""联席会议: its series, detail row, agenda, attendance, and the record that two sides type at once (协作配合意见第三（二）6).

The agenda item carries what was decided; what was said stands apart from it (``Utterance``), and so does every text that anybody ever
put into one of its four shared fields (``MinuteRevision``): both are only added to.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models import Matter, MatterRow
from office.blocks import chinese_date
from office.models import JointOffice, Keyed, Organisation
from office.periods.terms import numeral
from office.scoping import Reach, ScopedQuerySet
from office.sides import Side


class Every(models.TextChoices):
    """How often a series meets; no law names a frequency (协作配合意见第三（二）6: 定期或者适时)."""

    MONTH = "month", "每月"
    QUARTER = "quarter", "每季度"


class MeetingSeries(Keyed):
    """例会计划: data, not a matter. It says when the next meeting is due; a person calls it (``call``), no job does.

    The meeting of a month or a quarter is held on the ``nth_workday`` (工作日) after its end; the other lengths count back from the
    meeting. None of them is of law: 待核.
    """

    office = models.ForeignKey(JointOffice, models.PROTECT, related_name="meeting_series", verbose_name="办公室")
    name = models.CharField("名称", max_length=60)
    every = models.CharField("频次", max_length=8, choices=Every.choices, default=Every.QUARTER)
    nth_workday = models.PositiveSmallIntegerField("期后第几个工作日开会", default=10)
    first_host = models.CharField("首次召集方", max_length=16, choices=Side.choices, default=Side.PROCURATORATE)
    host_rotates = models.BooleanField("双方轮流召集", default=True)
    place = models.CharField("地点", max_length=100, blank=True)
    standing_members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True, verbose_name="固定参加人员")
    court_invited = models.BooleanField("邀请法院列席", default=False)
    court = models.CharField("法院", max_length=100, blank=True)
    collect_days = models.PositiveSmallIntegerField("会前多少日开始筹备", default=15)
    notice_days = models.PositiveSmallIntegerField("会前多少个工作日发通知", default=5)
    pack_freeze_days = models.PositiveSmallIntegerField("会前多少个工作日冻结数据", default=3)
    standing_items = models.TextField("固定议题", blank=True)
    """议题模板, one a line: offered with every agenda, listed by a person."""
    begins_on = models.DateField("自何日起")
    """The first month or quarter of the series is the one that holds this day."""
    ended_on = models.DateField("至何日止", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_path = "office"
    common_to_office = True

    class Meta:
        verbose_name = verbose_name_plural = "例会计划"
        ordering = ["begins_on", "id"]
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="series_name_once")]

    def __str__(self) -> str:
        return self.name


class JointMeetingDetail(models.Model):
    """联席会议的专有内容. Both sides see all of it from the moment the meeting is called.

    Who calls it is its convener (``Matter.began_side``); ``Matter.police`` names the organ whose head signs the 纪要 beside the procuratorate's.
    """

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="joint_meeting", verbose_name="事项")
    series = models.ForeignKey(MeetingSeries, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name="例会计划")
    occasion = models.CharField("哪一期", max_length=10, blank=True)
    """The month or quarter of the series that it is held for: ``2026-11``, ``2026Q3``; empty for one called besides."""
    host_side = models.CharField("召集方", max_length=16, choices=Side.choices, blank=True)
    held_on = models.DateField("会议日期", null=True, blank=True)
    begins_at = models.DateTimeField("会议时间", null=True, blank=True)
    ends_at = models.DateTimeField("预计结束", null=True, blank=True)
    place = models.CharField("地点", max_length=100, blank=True)
    chair = models.CharField("主持", max_length=60, blank=True)
    court_invited = models.BooleanField("邀请法院列席", default=False)
    court = models.CharField("法院", max_length=100, blank=True)
    ordinal = models.PositiveSmallIntegerField("第几次", null=True, blank=True)
    """Of its year and series, given when it begins: nobody types it."""
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    started_at = models.DateTimeField("开会时间", null=True, blank=True)
    closed_session_at = models.DateTimeField("散会时间", null=True, blank=True)
    reschedules = models.PositiveSmallIntegerField("改期次数", default=0)
    """SEQUENCE of the calendar (RFC 5546 2.1.4): only what was moved counts, not every note taken."""
    changed_at = models.DateTimeField("日程修改时间", null=True, blank=True)
    """DTSTAMP and LAST-MODIFIED of the calendar (RFC 5545 3.8.7)."""
    opening = models.TextField("纪要首段", blank=True)
    reported = models.TextField("通报情况", blank=True)
    other = models.TextField("其他事项", blank=True)
    procuratorate_closes = models.BooleanField("检察长同意办结", default=False)
    police_closes = models.BooleanField("公安机关负责人同意办结", default=False)
    urged = models.BooleanField("已督促会签", default=False)
    supplementing = models.BooleanField("补充纪要会签中", default=False)
    has_agenda = models.BooleanField("已列入议题", default=False)
    proposed_at = models.DateTimeField("建议取自何时", null=True, blank=True)
    """When the system's proposals were last looked up: they are the convener's until he lists them."""

    shared_fields = (
        "series", "host_side", "begins_at", "ends_at", "place", "chair", "court_invited", "court", "ordinal", "started_at",
        "closed_session_at", "opening", "reported", "other",
    )  # fmt: skip
    hidden_fields = (
        "occasion", "held_on", "year", "reschedules", "changed_at", "opening", "reported", "other", "procuratorate_closes", "police_closes",
        "urged", "supplementing", "has_agenda", "proposed_at",
    )  # fmt: skip

    doors = (("议程、参加人员和结果", "meeting"),)
    """Pages of its own that its matter's page leads to: label, name."""

    class Meta:
        verbose_name = verbose_name_plural = "联席会议"
        constraints = [
            models.CheckConstraint(condition=Q(ends_at=None) | Q(ends_at__gt=models.F("begins_at")), name="meeting_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["begins_at"], name="meeting_by_time")]

    def __str__(self) -> str:
        return f"联席会议：{self.matter}"

    @property
    def next_act(self) -> str:
        """What is pressed first where there are several ways on."""
        following = {"called": "begin", "in_session": "end", "adjourned": "resume", "minuting": "circulate", "signing": "urge_signing"}
        return following.get(self.matter.state, "notify" if self.has_agenda else "propose_item")

    def in_the_way(self, code: str, today: date) -> str:
        """What the day keeps from being done, in one sentence: nobody is invited to a day that has passed. Empty: nothing."""
        if code in ("notify", "notify_again") and self.held_on is not None and self.held_on < today:
            return "会议日期已过，请先修改会议时间。" if code == "notify" else "会议日期已过，请先改期。"
        return ""

    @property
    def ordinal_words(self) -> str:
        """「2026年第四次」 once it has begun."""
        return f"{self.year}年第{numeral(self.ordinal)}次" if self.ordinal else ""


class Rule(models.TextChoices):
    """Why an item stands on the agenda (liaison.md 2.3)."""

    AGAIN = "R0", "再议"
    FOLLOWED = "R1", "落实"
    OVERDUE = "R2", "超期"
    DISPUTED = "R3", "争议"
    RECURRING = "R4", "同类问题"
    UNMET = "R5", "补充侦查"
    DISAGREED = "R6", "会商未一致"
    BROUGHT = "R7", "单位提出"
    STANDARD = "R8", "标准"
    OWN = "own", "自拟"


class Standing(models.TextChoices):
    """Whether an item is on the agenda."""

    PENDING = "pending", "待定"
    HEADS = "heads", "待负责人意见"
    LISTED = "listed", "已列入"
    MERGED = "merged", "已合并"
    UNLISTED = "unlisted", "不列"


TAKEN_UP = (Standing.LISTED.value, Standing.MERGED.value)
"""An item that a meeting has taken up, by itself or within another."""


class Outcome(models.TextChoices):
    """What the meeting made of an item; nothing is decided by the system (议而不决 is 下次再议)."""

    DECIDED = "decided", "决定"
    SUPERVISE = "supervise", "督办"
    AGAIN = "again", "下次再议"
    NOTED = "noted", "听取"
    WITHDRAWN = "withdrawn", "提出方撤回"
    PASS_ON = "pass_on", "提请上级"


FOLLOWED_UP = frozenset({Outcome.DECIDED.value, Outcome.SUPERVISE.value})
"""Outcomes that want somebody to do something by a day, or the reason why nobody has to."""
CONTESTABLE = frozenset({Outcome.AGAIN.value, Outcome.WITHDRAWN.value, Outcome.PASS_ON.value})
"""What an item may be that the other side contests."""


class Agreed(models.TextChoices):
    """What the side across said of the outcome; what it left unanswered counts as agreed when the meeting ends."""

    OPEN = "", "未表示意见"
    AGREED = "agreed", "同意"
    CONTESTED = "contested", "有异议"


class Waits(models.TextChoices):
    """What still stands in the way of ending the meeting over an item; empty: nothing."""

    OUTCOME = "outcome", "未定结果"
    MERGE = "merge", "待合并"
    CONTESTED = "contested", "有异议"
    FOLLOW_UP = "follow_up", "未定牵头、期限和完成标准"


MERGED_FIELDS = ("conclusion", "lead", "due_on", "measure")
"""What both sides may change at once; each text ever put there is a ``MinuteRevision``."""


WITH_MATERIALS = ("add_material", "propose_item")
"""Acts whose files stand with the item that their line of the trail names (``facts["item"]``)."""
PARTS, APART = 200, 500
"""Once a meeting has begun, its items are numbered 1, 2, 3…; their further 议定事项 from PARTS on, what it does not deal with from APART
on: so that an item brought in during the session bears the next number."""


class AgendaItem(MatterRow):
    """议题, and what the meeting made of it. A further 议定事项 of the same item is a row of its own (``part_of``): 一项一牵头."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="agenda_items", verbose_name="事项")
    place = models.PositiveSmallIntegerField("次序", default=0)
    """Its place on the agenda. ``no`` stays what it was, until the meeting begins and takes the places over."""
    part_of = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="parts", verbose_name="属于")
    rule = models.CharField("来源", max_length=4, choices=Rule.choices, default=Rule.OWN)
    key = models.CharField("归并", max_length=120, blank=True)
    """Rule and object of what the system proposed: one stands once a meeting. Until it is listed it is the convener's alone."""
    title = models.CharField("议题", max_length=120)
    first_title = models.CharField("原题名", max_length=120, blank=True)
    reason = models.CharField("理由", max_length=400, blank=True)
    sources = models.JSONField("来源事项", default=list, blank=True)
    """``[{"matter": id, "number": 编号}, …]`` or ``[{"page": name, "argument": …, "words": …}]``: whoever may not see one gets 404 there."""
    source = models.ForeignKey(Matter, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="来源事项（摘录送回）")
    chain = models.UUIDField("接续", null=True, blank=True, db_index=True)
    """One for all listings of a topic that was put off, whatever it is called."""
    carried = models.PositiveSmallIntegerField("已几次未决", default=0)
    """Meetings (次) that put it off before this one; of merged items the greatest."""
    head_procuratorate = models.CharField("检察长处理意见", max_length=400, blank=True)
    head_police = models.CharField("公安机关负责人处理意见", max_length=400, blank=True)
    """Both are wanted before a topic is listed that was put off ``undecided_times`` times."""
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提出人"
    )
    proposed_side = models.CharField("提出方", max_length=16, choices=Side.choices, blank=True)
    organ = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提出单位")
    proposed_words = models.CharField("来题说明", max_length=200, blank=True)
    """Where somebody entered it for another (法院来函)."""
    background = models.TextField("说明", blank=True)
    status = models.CharField("列入", max_length=10, choices=Standing.choices, default=Standing.PENDING)
    status_reason = models.CharField("不列的理由", max_length=400, blank=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="并入")
    in_session = models.BooleanField("会中补列", default=False)
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices, blank=True)
    agreed = models.CharField("对方", max_length=10, choices=Agreed.choices, blank=True)
    objection = models.CharField("异议", max_length=400, blank=True)
    conclusion = models.TextField("结论", blank=True)
    lead = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="牵头")
    due_on = models.DateField("期限", null=True, blank=True)
    measure = models.TextField("完成标准", blank=True)
    assist = models.CharField("协助", max_length=200, blank=True)
    nothing_follows = models.CharField("无后续的理由", max_length=400, blank=True)
    waits = models.CharField("尚缺", max_length=10, choices=Waits.choices, blank=True)
    """Follows from the rest (``reckon``); kept, so that the table can refuse 散会 by it. Empty before the meeting begins."""
    followed = models.BooleanField("立为议定事项", default=False)
    """So does this: a 议定事项 is opened from it with the last signature."""
    to_merge = models.CharField("待合并", max_length=60, blank=True)
    """Those of MERGED_FIELDS of which two texts stand, with commas between."""
    rev = models.PositiveIntegerField("修订", default=0)
    """Counts its revisions; what is typed names the one it was typed over."""

    shared_fields = ("reason", "background", "status_reason", "objection", "conclusion", "due_on", "measure", "assist", "nothing_follows")
    hidden_fields = (
        "place", "rule", "key", "title", "first_title", "sources", "chain", "carried", "proposed_side", "in_session", "outcome", "agreed",
        "waits", "followed", "to_merge", "rev", "head_procuratorate", "head_police", "proposed_words",
    )  # fmt: skip

    class Meta(MatterRow.Meta):
        abstract = False
        ordering = ["place", "no"]
        verbose_name = verbose_name_plural = "议题"
        constraints = [models.UniqueConstraint(fields=["matter", "no"], name="agenda_item_no_once")]

    def __str__(self) -> str:
        return f"第{self.no}项：{self.title}"

    @staticmethod
    def shown_to(reach: Reach) -> Q:
        """All that was brought in or listed; what the system proposes is the convener's until a person lists it, or merges it into another."""
        convener = Q(matter__began_side=reach.side)
        if reach.side == Side.POLICE:
            convener &= Q(matter__police_id__in=reach.organs)
        return Q(key="") | Q(status__in=[Standing.LISTED, Standing.HEADS, Standing.MERGED]) | convener

    @property
    def heading(self) -> str:
        """Its title."""
        return self.title

    @property
    def itself(self) -> AgendaItem:
        """What a 议定事项 opened from it points to."""
        return self

    @property
    def rank(self) -> int:
        """再议 and 落实 first, then all others."""
        return {Rule.AGAIN.value: 0, Rule.FOLLOWED.value: 1}.get(self.rule, 2)

    @property
    def numbered(self) -> bool:
        """Whether its number says anything to a reader."""
        return self.no < PARTS

    @property
    def whole_no(self) -> int:
        """The number that a reader knows it by: of a further 议定事项 that of its item."""
        return self.part_of.no if self.part_of is not None else self.no

    @property
    def is_listed(self) -> bool:
        """Whether the meeting deals with it."""
        return self.status == Standing.LISTED

    def reckon(self) -> None:
        """Set ``waits``, the first thing that is missing before the meeting may end, and ``followed`` from the rest."""
        self.waits, self.followed = "", False
        if not self.is_listed:
            return
        follows = self.outcome in FOLLOWED_UP and not self.nothing_follows
        if self.to_merge:
            self.waits = Waits.MERGE
        elif not self.outcome:
            self.waits = Waits.OUTCOME
        elif self.agreed == Agreed.CONTESTED and self.outcome not in CONTESTABLE:
            self.waits = Waits.CONTESTED
        elif follows and not (self.lead_id is not None and self.due_on is not None and self.measure):
            self.waits = Waits.FOLLOW_UP
        self.followed = follows and not self.waits

    @property
    def proposer_words(self) -> str:
        """Whence it comes: 「来题（城东分局）」, 「来题（法院来函，检察机关代录）」, 「反复」."""
        by = self.proposed_words or (self.organ.short_name or self.organ.name if self.organ is not None else "")
        return f"{self.get_rule_display()}（{by}）" if by and self.rule in (Rule.BROUGHT, Rule.OWN) else str(self.get_rule_display())

    @property
    def marks(self) -> list[str]:
        """Source and outcome at a glance."""
        return [words for words in (self.get_rule_display(), self.get_outcome_display() if self.outcome else "") if words]


class Utterance(Keyed):
    """发言, as one of either side noted it: only added, never changed; into the 会议记录, not the 纪要."""

    office = models.ForeignKey(JointOffice, models.PROTECT, related_name="+", verbose_name="办公室")
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="utterances", verbose_name="事项")
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="utterances", verbose_name="议题")
    seq = models.PositiveIntegerField("序号")
    """Within the meeting, in the order in which they were kept: what came after a number is what a page has not shown yet."""
    side = models.CharField("哪一侧", max_length=16, choices=Side.choices, blank=True)
    """Of the speaker; empty: a guest (法院)."""
    speaker = models.CharField("发言人", max_length=60)
    text = models.TextField("发言")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="谁记的")
    at = models.DateTimeField("时间", default=timezone.now)
    late = models.BooleanField("补记", default=False)
    """It arrived after the meeting had ended."""

    objects = ScopedQuerySet.as_manager()
    scope_path = "office"
    matter_path = "matter__"

    class Meta:
        verbose_name = verbose_name_plural = "发言"
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["matter", "seq"], name="one_utterance_per_seq")]


class MinuteRevision(Keyed):
    """One text that somebody put into one of MERGED_FIELDS: only added. Of two over the same base both stay (``apart``)."""

    office = models.ForeignKey(JointOffice, models.PROTECT, related_name="+", verbose_name="办公室")
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="minute_revisions", verbose_name="事项")
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="revisions", verbose_name="议题")
    seq = models.PositiveIntegerField("序号")
    """Within the meeting, as with ``Utterance``."""
    field = models.CharField("栏目", max_length=20)
    base = models.PositiveIntegerField("所据修订")
    """``AgendaItem.rev`` that its author saw; ``rev`` is the one it made."""
    rev = models.PositiveIntegerField("修订")
    text = models.TextField("内容", blank=True)
    """As it is shown: of a lead the key of the organisation, of a day its ISO form."""
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="谁改的")
    side = models.CharField("哪一侧", max_length=16, choices=Side.choices)
    at = models.DateTimeField("时间", default=timezone.now)
    apart = models.BooleanField("待合并", default=False)
    """Another text stands over the same base: which of them holds is said by a person (``merge_field``)."""
    merged = models.BooleanField("合并所得", default=False)
    late = models.BooleanField("补记", default=False)
    """It arrived after the meeting had ended: shown to its author, not taken into the item."""

    objects = ScopedQuerySet.as_manager()
    scope_path = "office"
    matter_path = "matter__"

    class Meta:
        verbose_name = verbose_name_plural = "记录修订"
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["matter", "seq"], name="one_revision_per_seq")]
        indexes = [models.Index(fields=["item", "field", "rev"], name="revision_by_field")]


class Answer(models.TextChoices):
    """回执. Nobody's missing answer stands in the way of the meeting."""

    OPEN = "", "未回执"
    ATTENDS = "attends", "出席"
    DELEGATES = "delegates", "委托"
    LEAVE = "leave", "请假"


NAMELESS = "人员待定"
"""Stands for the person of an invited unit that has named nobody (法院)."""


class AttendanceManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """Each with the unit that he is named with."""

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("organisation")


class Attendance(MatterRow):
    """One who is invited: an officer, or a guest without an account (法院); what was answered, and who came."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="attendances", verbose_name="事项")
    side = models.CharField("哪一侧", max_length=16, choices=Side.choices, blank=True)
    of_convener = models.BooleanField("由召集方回执", default=True)
    """Of the convener's side, or a guest: who answers for him."""
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    unit = models.CharField("单位名称", max_length=100, blank=True)
    """Of a guest."""
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="人员")
    name = models.CharField("姓名", max_length=60, blank=True)
    duty = models.CharField("职务", max_length=60, blank=True)
    observer = models.BooleanField("列席", default=False)
    answer = models.CharField("回执", max_length=10, choices=Answer.choices, blank=True)
    delegate = models.CharField("委托", max_length=60, blank=True)
    remark = models.CharField("说明", max_length=200, blank=True)
    answered_at = models.DateTimeField("回执时间", null=True, blank=True)
    present = models.BooleanField("到会", null=True, blank=True)
    """Unknown until somebody ticks the sign-in sheet."""

    shared_fields = ("duty", "observer", "answer", "delegate", "remark", "answered_at", "present")
    hidden_fields = ("side", "of_convener", "unit", "name")
    objects = AttendanceManager()  # type: ignore[misc]  # of its own query

    class Meta(MatterRow.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "参加人员"
        constraints = [models.UniqueConstraint(fields=["matter", "no"], name="attendance_no_once")]

    def __str__(self) -> str:
        return f"{self.unit_words}　{self.name}"

    @property
    def unit_words(self) -> str:
        """The name of the unit."""
        return self.organisation.name if self.organisation is not None else self.unit

    @property
    def heading(self) -> str:
        """Unit and name."""
        return str(self)

    @property
    def who_came(self) -> str:
        """The name for the minutes: who came, in his own place or for him."""
        return self.delegate or self.name


def day_words(moment: Any) -> str:
    """「2026年11月27日14时30分」 of a moment, for papers; empty for none."""
    if moment is None:
        return ""
    here = timezone.localtime(moment)
    return f"{chinese_date(here.date())}{hour_words(here)}"


def hour_words(at: Any) -> str:
    """「14时30分」, 「17时」, of a moment or an hour."""
    return f"{at.hour}时{at.minute}分" if at.minute else f"{at.hour}时"
