"""什么: cases, suspects, measures; matters with their trail, clocks, documents and notices.

A list, a deadline, a permission or a statistic reads ``Matter``; a page or a document reads the detail row of the kind;
JSON is for what is frozen at a moment (design 3).
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from office import clock
from office.models import JointOffice, Keyed, Organisation
from office.scoping import Reach, ScopedQuerySet
from office.sides import Side

NO_DUE_DATE = date(9999, 12, 31)
"""Stands for "no running deadline", shown as —: with NULLs a keyset page lost rows (design 3)."""

TITLE = re.compile(r"(.*?)((?:（[^（）]*）)?)", re.DOTALL)


def head_and_tail(title: str) -> tuple[str, str]:
    """A title, and what stands in brackets at its end: 「陈某军涉嫌合同诈骗案（二）」 gives 「陈某军涉嫌合同诈骗案」 and 「（二）」."""
    head, tail = TITLE.fullmatch(title).groups()  # type: ignore[union-attr]  # fits every title
    return head, tail


class Case(Keyed):
    """刑事案件, as the office knows it."""

    office = models.ForeignKey(JointOffice, models.PROTECT, related_name="cases", verbose_name="办公室")
    police = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公安机关")
    number = models.CharField("案件编号", max_length=60, help_text="受案或立案文号，例如“城公（刑）受案字〔2026〕1187号”")
    name = models.CharField("案件名称", max_length=120)
    charge = models.CharField("案由", max_length=60)
    accepted_on = models.DateField("受案日期", null=True, blank=True)
    filed_on = models.DateField("立案日期", null=True, blank=True)
    summary = models.TextField("简要案情", blank=True)
    created_at = models.DateTimeField("登记时间", default=timezone.now)

    objects = ScopedQuerySet.as_manager()
    scope_path = "office"

    class Meta:
        verbose_name = verbose_name_plural = "案件"
        constraints = [models.UniqueConstraint(fields=["office", "number"], name="case_number_once")]
        indexes = [models.Index(fields=["office", "-id"], name="case_list")]  # 案件 list of an office, newest first

    def __str__(self) -> str:
        return self.name


class Suspect(Keyed):
    """犯罪嫌疑人 of one case; a 单位 is one too."""

    office = models.ForeignKey(JointOffice, models.PROTECT, related_name="+", verbose_name="办公室")
    case = models.ForeignKey(Case, models.CASCADE, related_name="suspects", verbose_name="案件")
    name = models.CharField("姓名", max_length=60)
    is_unit = models.BooleanField("单位", default=False)
    born_on = models.DateField("出生日期", null=True, blank=True)
    id_number = models.CharField("证件号码", max_length=30, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_path = "office"

    class Meta:
        verbose_name = verbose_name_plural = "犯罪嫌疑人"
        ordering = ["id"]
        indexes = [models.Index(fields=["office", "name"], name="suspect_by_name")]  # search by suspect

    def __str__(self) -> str:
        return self.name

    def title(self, words: str) -> str:
        """The name of a matter about this person: 「卓某飞」 with 「刑事拘留」, and what stands in brackets behind the case's name."""
        return f"{self.name}{words}{head_and_tail(self.case.name)[1]}"


class MeasureKind(models.TextChoices):
    DETENTION = "detention", "刑事拘留"
    ARREST = "arrest", "逮捕"
    BAIL = "bail", "取保候审"
    RESIDENTIAL = "residential_surveillance", "监视居住"
    DESIGNATED = "designated_residence_surveillance", "指定居所监视居住"
    SUMMONS = "summons", "拘传"


CUSTODIAL = frozenset({MeasureKind.DETENTION, MeasureKind.ARREST})
"""在押 = 刑事拘留、逮捕; 取保、监视居住（含指居）are not (law.md 1.2)."""


class CompulsoryMeasure(Keyed):
    """强制措施: one spell of one measure; an open one counts as continuing. Terms only, never whereabouts."""

    office = models.ForeignKey(JointOffice, models.PROTECT, related_name="+", verbose_name="办公室")
    suspect = models.ForeignKey(Suspect, models.CASCADE, related_name="measures", verbose_name="犯罪嫌疑人")
    matter = models.ForeignKey("Matter", models.PROTECT, null=True, blank=True, related_name="spells", verbose_name="事项")
    """The matter that carries this spell's clocks, where the office keeps one: then its acts write the days."""
    kind = models.CharField("措施", max_length=40, choices=MeasureKind.choices)
    began_on = models.DateField("执行日期")
    ended_on = models.DateField("解除或变更日期", null=True, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_path = "office"

    class Meta:
        verbose_name = verbose_name_plural = "强制措施"
        ordering = ["began_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")), name="measure_ends_after_it_began"
            )
        ]


class Matter(Keyed):
    """办理事项: the one concrete row every list, clock, permission and figure reads (budget: 30 columns)."""

    office = models.ForeignKey(JointOffice, models.PROTECT, related_name="matters", verbose_name="办公室")
    acting_office_id = models.UUIDField("现由办理的办公室")
    """Whose move it is on the procuratorial side; the one reference across offices, hence no constraint (design 3)."""
    police = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公安机关")
    kind = models.CharField("类别", max_length=30)
    variant = models.CharField("分支", max_length=12, blank=True)
    number = models.CharField("编号", max_length=40)
    title = models.CharField("事项名称", max_length=120)
    public_title = models.CharField("对外名称", max_length=120, blank=True)
    state = models.CharField("状态", max_length=30)
    turn = models.CharField("轮到", max_length=16)
    persons = models.PositiveSmallIntegerField("人数", default=1)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办检察官"
    )
    police_handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="经办民警"
    )
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="matters", verbose_name="案件")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="来源事项")
    opened_on = models.DateField("受理日期", null=True)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    began_side = models.CharField("发起方", max_length=16, choices=Side.choices, default=Side.PROCURATORATE)
    procuratorate_from = models.DateTimeField("检察机关可见时间", default=timezone.now, null=True, blank=True)
    police_from = models.DateTimeField("公安机关可见时间", null=True, blank=True)
    """Since when each side sees the matter; empty: not at all. A draft is seen by the side that began it alone, until it is sent."""
    next_due_on = models.DateField("下一届满日", default=NO_DUE_DATE)
    next_rule = models.CharField("下一期限", max_length=40, blank=True)
    police_due_on = models.DateField("公安可见的下一届满日", default=NO_DUE_DATE)
    police_rule = models.CharField("公安可见的下一期限", max_length=40, blank=True)
    version = models.PositiveIntegerField("版本", default=0)
    imported = models.BooleanField("导入", default=False)
    restricted = models.BooleanField("仅参加人可见", default=False)
    """Beside its side's sight, only who has a seat in force sees it (``Participant``); its kind says so."""
    whole_office = models.BooleanField("办公室各单位共有", default=False)
    """Every police organ of the office sees it from ``police_from`` on, whichever ``police`` names, if any; its kind says so."""

    objects = ScopedQuerySet.as_manager()
    scope_path = "office"
    matter_path = ""

    class Meta:
        verbose_name = verbose_name_plural = "事项"
        constraints = [models.UniqueConstraint(fields=["office", "number"], name="matter_number_once")]
        indexes = [
            # 待办 of prosecutors: the open matters whose move lies with this office, by due day
            models.Index(fields=["acting_office_id", "next_due_on", "id"], name="matter_inbox", condition=Q(closed_at=None)),
            # 我的待办: the same for one handler
            models.Index(fields=["handler", "next_due_on", "id"], name="matter_mine", condition=Q(closed_at=None)),
            # 待办 of one police organ, by the earliest clock it may see
            models.Index(
                fields=["police", "police_due_on", "id"],
                name="matter_police",
                condition=Q(closed_at=None, police_from__isnull=False),
            ),
            # 事项 list and 台账 of an office, newest first; figures of a month
            models.Index(fields=["office", "kind", "-id"], name="matter_ledger"),
            # what every organ of an office sees: few of its many
            models.Index(fields=["office", "-id"], name="matter_whole_office", condition=Q(whole_office=True)),
            # 台账 of one police organ
            models.Index(fields=["police", "-id"], name="matter_police_all", condition=Q(police_from__isnull=False)),
        ]

    def __str__(self) -> str:
        """Its name and number; of a restricted one the number alone, for this goes into the trail, where others look words up."""
        return f"{'' if self.restricted else self.title}（{self.number}）"

    def seen_from(self, side: str) -> datetime | None:
        """Since when a side sees the matter; None: not, or no longer. The police see it only where it names their organ, or is there
        for every organ of the office."""
        if side == Side.POLICE:
            return self.police_from if self.police_id is not None or self.whole_office else None
        return self.procuratorate_from

    @property
    def organ_name(self) -> str:
        """The police organ by name; of what the whole office sees without one that leads, all of them in words; else empty."""
        return self.police.name if self.police else "办公室各公安机关" if self.whole_office else ""

    def show_to(self, side: str, now: datetime) -> None:
        """Let a side see the matter from now on; who saw it before sees it since then."""
        if getattr(self, f"{side}_from") is None:
            setattr(self, f"{side}_from", now)

    @property
    def seen_by_both(self) -> bool:
        """Whether both sides see it: only then is anything of it 双方."""
        return self.police_from is not None and self.procuratorate_from is not None


class SeatRole(models.TextChoices):
    """As what somebody takes part."""

    HOST = "host", "主办"
    RECORDER = "recorder", "记录"
    INVITED = "invited", "受邀"
    OBSERVER = "observer", "列席"


class Participant(Keyed):
    """参加人: a seat in a restricted matter or a meeting, of one officer, of everybody of one organisation, or of a guest without an account.

    A seat is in force on a day when ``since <= day < until``: it begins and ends by the day, without a job. What was seen meanwhile
    stays in the trail.
    """

    office = models.ForeignKey(JointOffice, models.PROTECT, related_name="+", verbose_name="办公室")
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="participants", verbose_name="事项")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, db_index=False, related_name="+", verbose_name="人员"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, db_index=False, related_name="+", verbose_name="单位"
    )
    guest_name = models.CharField("来宾姓名", max_length=60, blank=True)
    guest_unit = models.CharField("来宾单位", max_length=100, blank=True)
    side = models.CharField("哪一侧", max_length=16, choices=Side.choices, blank=True)
    """Empty for a guest of neither (法院)."""
    role = models.CharField("身份", max_length=10, choices=SeatRole.choices, default=SeatRole.INVITED)
    since = models.DateField("自何日起")
    until = models.DateField("至何日止", null=True, blank=True)
    """The first day on which the seat is in force no more; empty: no end is known."""

    objects = ScopedQuerySet.as_manager()
    scope_path = "office"
    matter_path = "matter__"

    class Meta:
        verbose_name = verbose_name_plural = "参加人"
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(officer__isnull=False, organisation=None, guest_name="")
                | Q(officer=None, organisation__isnull=False, guest_name="")
                | (Q(officer=None, organisation=None) & ~Q(guest_name="")),
                name="a_seat_is_of_one",
            ),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="seat_ends_after_it_began"),
            models.UniqueConstraint(fields=["matter", "officer"], condition=Q(until=None), name="one_open_seat_per_officer"),
            models.UniqueConstraint(fields=["matter", "organisation"], condition=Q(until=None), name="one_open_seat_per_organisation"),
        ]
        indexes = [
            # whether an officer, or his organisation, has a seat
            models.Index(fields=["officer", "matter"], name="seat_of_officer", condition=Q(officer__isnull=False)),
            models.Index(fields=["organisation", "matter"], name="seat_of_organisation", condition=Q(organisation__isnull=False)),
        ]


class DeskRow(models.Model):
    """桌面行: a matter as one desk sees it. Lists, their counts and facets read nothing else (house 4).

    A desk is a procuratorate or a police organ: the procuratorate of the matter's office and the police organ, each from when it
    sees the matter on, and the superior procuratorate while the move lies there. Everything here follows from other tables and is written by
    ``cases.matters.desks`` alone, in the transaction of the act; ``rebuild_desks`` writes it anew.
    """

    pk = models.CompositePrimaryKey("desk_id", "matter_id")
    desk = models.ForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False, verbose_name="单位")
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="desk_rows", verbose_name="事项")
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+", db_index=False, verbose_name="案件")
    organ = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+", db_index=False, verbose_name="公安机关")
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", db_index=False, verbose_name="本方承办人"
    )
    due_on = models.DateField("下一届满日", default=NO_DUE_DATE)
    """Of the clocks this desk may see; so is ``rule``."""
    since = models.DateField("何日起", null=True)
    """受理日期; of what it did not begin itself, for the police, the day from which it sees the matter: all they may know."""
    held_from = models.DateField("羁押起", default=NO_DUE_DATE)
    held_until = models.DateField("羁押止", default=NO_DUE_DATE)
    """Somebody of the case is in custody on a day when ``held_from <= day < held_until``: custody begins and ends without an act.

    Of several spells the last: no form takes a day to come, so no later one is already known.
    """
    chased_on = models.DateField("我方催办日", null=True)
    """The last day on which one's own side pressed 催办."""
    above = models.BooleanField("作为上一级院", default=False)
    """The desk is the superior, where the move lies meanwhile; else it is the matter's own."""
    open = models.BooleanField("在办", default=True)
    here = models.BooleanField("在此办理", default=True)
    """The move of the desk's side lies at this desk: a matter that is with the superior leaves 待办 of its own procuratorate, and what one
    organ has in hand (``Workflow.by_organ``) stands in no other organ's."""
    to_reply = models.BooleanField("待回复", default=False)
    """待回复: for the police, theirs to answer and nothing to sign for first; for prosecutors, owed by the police in a shared period."""
    unsigned_ours = models.BooleanField("待我方签收", default=False)
    unsigned_theirs = models.BooleanField("对方未签收", default=False)
    receipt_missing = models.BooleanField("待补登签收日", default=False)
    refused = models.BooleanField("对方退回", default=False)
    """The other side refused or withdrew a paper, and nobody of one's own side has acted since."""
    imported = models.BooleanField("导入", default=False)
    restricted = models.BooleanField("仅参加人可见", default=False)
    """Lists show the row to who has a seat in the matter, and to nobody else of the desk."""
    draft_of = models.CharField("草稿", max_length=16, blank=True)
    """The desk's side where a draft of its own stands open."""
    kind = models.CharField("类别", max_length=30)
    variant = models.CharField("分支", max_length=12, blank=True)
    state = models.CharField("状态", max_length=30)
    turn = models.CharField("轮到", max_length=16)
    rule = models.CharField("下一期限", max_length=40, blank=True)
    number = models.CharField("编号", max_length=40)
    title = models.CharField("事项名称", max_length=120)
    """As the desk may read it."""

    class Meta:
        verbose_name = verbose_name_plural = "桌面行"
        # 事项, newest first, is the primary key read backwards
        indexes = [
            # 待办 of a desk, by 届满日; what it is counted by is in the index, so that a count looks into no row
            models.Index(fields=["desk", "due_on", "matter", "turn", "to_reply"], name="desk_inbox", condition=Q(open=True, here=True)),
            # 我的待办
            models.Index(fields=["desk", "handler", "due_on", "matter", "turn", "to_reply"], name="desk_mine", condition=Q(open=True, here=True)),
            # 待回复
            models.Index(fields=["desk", "due_on", "matter"], name="desk_reply", condition=Q(open=True, here=True, to_reply=True)),
            # 已报上一级院: few of an office's many
            models.Index(fields=["desk"], name="desk_away", condition=Q(open=True, here=False)),
            # 待签收 and 待审批 read the papers of these matters
            models.Index(fields=["desk", "matter"], name="desk_unsigned", condition=Q(unsigned_ours=True)),
            models.Index(fields=["desk", "matter"], name="desk_drafts", condition=~Q(draft_of="")),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）"


class Begun(models.Model):
    """我发起: that an officer opened a matter, objected in it, or had another one opened from it; undone acts leave nothing here."""

    pk = models.CompositePrimaryKey("officer_id", "matter_id")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False, verbose_name="人员"
    )
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="begun", verbose_name="事项")

    class Meta:
        verbose_name = verbose_name_plural = "我发起"


class Shown(models.TextChoices):
    """Which side may read a row; the default is one's own side only (design 7)."""

    PROCURATORATE = Side.PROCURATORATE.value, Side.PROCURATORATE.label
    POLICE = Side.POLICE.value, Side.POLICE.label
    BOTH = "both", "双方"


def _but_of_another_organ(reach: Reach, own: Q) -> Q:
    """All, but of what every organ of an office sees that which another organ keeps to itself (``own``) about a paper of its making."""
    if reach.side != Side.POLICE:
        return Q()
    return ~(own & Q(matter__whole_office=True, document__isnull=False) & ~Q(document__issuer_id__in=reach.organs))


class Event(Keyed):
    """One act on a matter: the timeline. Nothing is deleted; ``before`` is what 撤销上一步 returns to."""

    office = models.ForeignKey(JointOffice, models.PROTECT, db_index=False, related_name="+", verbose_name="办公室")
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="events", verbose_name="事项")
    seq = models.PositiveIntegerField("序号")
    action = models.CharField("动作", max_length=40)
    label = models.CharField("名称", max_length=80)
    text = models.TextField("说明", blank=True)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="操作人"
    )
    actor_side = models.CharField("谁做的", max_length=16, blank=True)
    shown = models.CharField("可见", max_length=16, choices=Shown.choices, default=Shown.PROCURATORATE)
    on = models.DateField("日期", null=True, blank=True)
    on_words = models.CharField("日期原文", max_length=60, blank=True)
    mailed_on = models.DateField("交邮日期", null=True, blank=True)
    """Of a paper that came by post (线下登记): in time when mailed in time; ``on`` is the day it arrived (刑诉法第105条第3款)."""
    recorded_at = models.DateTimeField("记录时间")
    from_state = models.CharField("原状态", max_length=30, blank=True)
    to_state = models.CharField("新状态", max_length=30, blank=True)
    document = models.ForeignKey("Document", models.PROTECT, null=True, blank=True, related_name="events", verbose_name="文书")
    facts = models.JSONField("内容", default=dict)
    entered_for = models.BooleanField("线下登记", default=False)
    reason = models.CharField("理由", max_length=400, blank=True)
    authority = models.CharField("授权", max_length=80, blank=True)
    """In whose name it was decided (受检察长××授权); one's own side alone reads it."""
    late_days = models.PositiveIntegerField("逾期（日）", default=0)
    undone = models.BooleanField("已撤销", default=False)
    before = models.JSONField("此前", default=dict)
    cause = models.ForeignKey("self", models.PROTECT, null=True, related_name="consequences", verbose_name="因何事")
    """The act on another matter that brought this one about (``opens``, ``on_parent``): undone together."""

    objects = ScopedQuerySet.as_manager()
    scope_path = "office"
    matter_path = "matter__"

    @staticmethod
    def shown_to(reach: Reach) -> Q:
        return Q(shown__in=[reach.side, Shown.BOTH]) & _but_of_another_organ(reach, Q(shown=Side.POLICE))

    @property
    def kept_on(self) -> date | None:
        """The day that counts against a period: of mailing for what came by post, else of the act."""
        return self.mailed_on or self.on

    class Meta:
        verbose_name = verbose_name_plural = "经过"
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["matter", "seq"], name="one_event_per_seq")]
        indexes = [
            models.Index(fields=["office", "action", "on"], name="event_figures"),  # figures count acts of a month
            models.Index(fields=["officer", "-recorded_at", "-id", "office", "shown"], name="event_done"),  # 已办 of one officer, newest first
        ]


class Clock(models.TextChoices):
    RUNNING = "running", "进行中"
    MET = "met", "已履行"
    DROPPED = "dropped", "终止"
    LAPSED = "lapsed", "期满"
    PAUSED = "paused", "中止"


class Nature(models.TextChoices):
    DUTY = "duty", "义务"
    RIGHT = "right", "权利"
    REMINDER = "reminder", "提醒"


class Deadline(Keyed):
    """期限: one running of one rule for one matter. Overdue is derived, never stored (design 4).

    It copies rule, article, obligor, roll and steps when it starts, so a later change of rule leaves it under the law it
    began under.
    """

    office = models.ForeignKey(JointOffice, models.PROTECT, related_name="+", verbose_name="办公室")
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="deadlines", verbose_name="事项")
    rule = models.CharField("规则", max_length=40)
    counted_by = models.CharField("现按何规则计算", max_length=60, blank=True)
    """The rule of another length that an extension put in its place (三日改三十日); empty: ``rule`` itself."""
    counts_back_from = models.CharField("自何期限届满日倒数", max_length=40, blank=True)
    """The running clock of the same matter from whose end it counts back (届满七日前): it moves when that one moves."""
    label = models.CharField("名称", max_length=60)
    article = models.CharField("依据", max_length=120)
    owed_by = models.CharField("义务方", max_length=20)
    nature = models.CharField("性质", max_length=10, choices=Nature.choices, default=Nature.DUTY)
    roll = models.CharField("顺延", max_length=1)
    pending = models.BooleanField("待核", default=False)
    shared = models.BooleanField("对方可见", default=False)
    trigger = models.CharField("起算事实", max_length=60)
    begins_on = models.DateField("起算日")
    begins_at = models.DateTimeField("起算时刻", null=True, blank=True)
    length = models.CharField("期限", max_length=20, blank=True)
    extensions = models.JSONField("延长", default=list)
    excluded = models.JSONField("不计入的期间", default=list)
    unrolled_on = models.DateField("未顺延的末日", null=True, blank=True)
    due_on = models.DateField("届满日")
    due_at = models.DateTimeField("届满时刻（从严）", null=True, blank=True)
    legal_due_at = models.DateTimeField("届满时刻（法定）", null=True, blank=True)
    steps = models.JSONField("怎么算的", default=list)
    warnings = models.JSONField("提示", default=list)
    status = models.CharField("状态", max_length=8, choices=Clock.choices, default=Clock.RUNNING)
    ended_on = models.DateField("结束日", null=True, blank=True)
    late_days = models.PositiveIntegerField("逾期（日）", default=0)
    started_by = models.ForeignKey(Event, models.PROTECT, null=True, related_name="started", verbose_name="由何事起算")
    ended_by = models.ForeignKey(Event, models.PROTECT, null=True, related_name="ended", verbose_name="由何事结束")
    document = models.ForeignKey("Document", models.PROTECT, null=True, related_name="deadlines", verbose_name="由何文书起算")
    changed_at = models.DateTimeField("修改时间", default=clock.now)
    """When this row was last written: calendars tell by it which of two copies is newer."""

    objects = ScopedQuerySet.as_manager()
    scope_path = "office"
    matter_path = "matter__"

    @staticmethod
    def shown_to(reach: Reach) -> Q:
        return Q() if reach.side == Side.PROCURATORATE else Q(shared=True)

    class Meta:
        verbose_name = verbose_name_plural = "期限"
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "rule"], condition=Q(status="running"), name="one_running_clock_per_rule")
        ]
        indexes = [
            # the sweep: what runs and falls due
            models.Index(fields=["due_on"], name="deadline_running", condition=Q(status="running")),
            # 双方期限履行 of a month
            models.Index(fields=["office", "due_on"], name="deadline_figures"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Every write is a change of its own moment."""
        self.changed_at = clock.now()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = [*kwargs["update_fields"], "changed_at"]
        super().save(*args, **kwargs)

    @property
    def is_running(self) -> bool:
        return self.status == Clock.RUNNING

    def expired(self, today: date) -> bool:
        """Whether the period has legally run out: past ``due_on``, for hour rules past the legal moment's day."""
        return today > self.due_on


class Paper(models.TextChoices):
    """Where a document stands in its one life."""

    DRAFT = "draft", "草稿"
    RETURNED = "returned", "退回修改"
    CIRCULATING = "circulating", "待会签"
    ISSUED = "issued", "已签发"
    RECEIVED = "received", "已签收"
    WITHDRAWN = "withdrawn", "已撤回"
    DISCARDED = "discarded", "已作废"


class Addressee(models.TextChoices):
    POLICE = Side.POLICE.value, Side.POLICE.label
    PROCURATORATE = Side.PROCURATORATE.value, Side.PROCURATORATE.label
    SUPERIOR = "superior", "上一级人民检察院"
    COMPLAINANT = "complainant", "控告人等（纸质送达）"
    OUTSIDE = "outside", "其他单位（纸质送达）"
    FILE = "file", "存卷"
    BOTH = "both", "双方"
    """Read by both sides once it is issued or goes round; nobody signs for receipt."""


class Signing(Keyed):
    """会签: that several organisations sign one text, known by its digest. What points here, a paper or a bulletin, is what they sign.

    Void once the paper is taken back or returned; the rows stay, for they say who had signed which text.
    """

    digest = models.CharField("所签内容的校验值", max_length=64)
    wanted = models.ManyToManyField(Organisation, related_name="+", verbose_name="会签单位")

    class Meta:
        verbose_name = verbose_name_plural = "会签稿"


class Signature(Keyed):
    """会签签名: that one person signed the text for one organisation."""

    signing = models.ForeignKey(Signing, models.CASCADE, related_name="signatures", verbose_name="会签稿")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="单位")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="签发人")
    signed_at = models.DateTimeField("签发时间")
    digest = models.CharField("所签内容的校验值", max_length=64)
    authority = models.CharField("授权", max_length=80, blank=True)
    """In whose name it was signed (受检察长××授权): it stands on the paper, so both sides read it."""

    class Meta:
        verbose_name = verbose_name_plural = "会签签名"
        ordering = ["signed_at", "id"]
        constraints = [models.UniqueConstraint(fields=["signing", "organisation"], name="one_signature_of_an_organisation")]


class Document(Keyed):
    """文书: draft → issue → receive, once, for every kind of matter."""

    office = models.ForeignKey(JointOffice, models.PROTECT, related_name="+", verbose_name="办公室")
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="documents", verbose_name="事项")
    bundle = models.UUIDField("同批")
    """Documents that one action issues together are signed together; the first of the tuple leads."""
    leads = models.BooleanField("主文书", default=True)
    type = models.CharField("文种", max_length=40)
    action = models.CharField("动作", max_length=40)
    name = models.CharField("名称", max_length=60)
    origin_side = models.CharField("制发方", max_length=16)
    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="制发单位")
    addressee = models.CharField("送达", max_length=16, choices=Addressee.choices)
    status = models.CharField("状态", max_length=12, choices=Paper.choices, default=Paper.DRAFT)
    number = models.CharField("文号", max_length=60, blank=True)
    year = models.PositiveSmallIntegerField("年份", null=True, blank=True)
    seq = models.PositiveIntegerField("序号", null=True, blank=True)
    fields = models.JSONField("填写内容", default=dict)
    context = models.JSONField("冻结内容", default=dict)
    text = models.JSONField("正文", default=list, blank=True)
    """What was signed, block by block: it reads the same whatever becomes of its template."""
    digest = models.CharField("校验值", max_length=64, blank=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="拟稿人")
    """Empty: the deadline check drafted it and nobody has looked it over (``is_raw``), or it was taken over from a ledger."""
    drafted_at = models.DateTimeField("拟稿时间")
    swept_for = models.ForeignKey(Deadline, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="期限检查代拟")
    """The expired clock for which the sweep drafted this: once, even if a person discarded it."""
    decider = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="改签由谁决定"
    )
    """Whom a decision was passed to (改签): the draft awaits him alone. Empty: whoever the table says decides."""
    returned_reason = models.CharField("退回理由", max_length=400, blank=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="签发人")
    issued_on = models.DateField("签发日期", null=True, blank=True)
    issued_at = models.DateTimeField("签发时间", null=True, blank=True)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="签收人")
    received_on = models.DateField("签收日期", null=True, blank=True)
    received_at = models.DateTimeField("签收时间", null=True, blank=True)
    entered_for = models.BooleanField("线下登记", default=False)
    ended_reason = models.CharField("撤回或作废理由", max_length=400, blank=True)
    sealed_copy = models.ForeignKey("Attachment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="盖章件")
    signing = models.ForeignKey(Signing, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name="会签")
    """Of a paper that goes round, or went round before it was issued or taken back; else empty."""

    objects = ScopedQuerySet.as_manager()
    scope_path = "office"
    matter_path = "matter__"

    @staticmethod
    def shown_to(reach: Reach) -> Q:
        """A draft is its issuer's own; a served paper is seen by both its ends, and what goes or went round by both sides; what only
        the file gets stays inside."""
        open_draft = Q(status__in=[Paper.DRAFT, Paper.RETURNED, Paper.DISCARDED], signing=None)
        mine = Q(origin_side=reach.side)
        if reach.side == Side.PROCURATORATE:
            return (open_draft & mine & Q(issuer_id__in=reach.organisations)) | ~open_draft
        others = Q(matter__whole_office=True) & ~Q(issuer_id__in=reach.organs)  # another organ's draft in what all of them see
        return (mine & ~(open_draft & others)) | (~open_draft & Q(addressee__in=[Addressee.POLICE, Addressee.BOTH]))

    class Meta:
        verbose_name = verbose_name_plural = "文书"
        ordering = ["drafted_at", "-leads", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "action", "issuer"],
                condition=Q(status__in=["draft", "returned"], leads=True),
                name="one_open_draft_per_action",
            ),
            models.UniqueConstraint(fields=["swept_for", "action", "type"], name="drafted_once_per_expired_clock"),
            models.UniqueConstraint(
                fields=["issuer", "type", "year", "seq"], condition=Q(seq__isnull=False), name="number_never_reused"
            ),
        ]
        indexes = [
            # unsigned service of a police organ or a procuratorate: 待签收, and the sweep's own rungs for it
            models.Index(fields=["office", "addressee", "issued_on"], name="document_unsigned", condition=Q(status="issued")),
            # drafts that wait for a signature: 待审批
            models.Index(fields=["office", "issuer", "drafted_at"], name="document_drafts", condition=Q(status="draft")),
            # what goes round: 待审批 of those who sign, few of an office's many
            models.Index(fields=["office", "drafted_at"], name="document_circulating", condition=Q(status="circulating")),
            models.Index(fields=["number"], name="document_by_number"),  # search by 文号
        ]

    @property
    def is_raw(self) -> bool:
        """Drafted by the deadline check and not looked over (核改) by a person yet: no head decides it so."""
        return self.swept_for_id is not None and self.drafted_by_id is None

    @property
    def is_open_draft(self) -> bool:
        return self.status in (Paper.DRAFT, Paper.RETURNED)

    def __str__(self) -> str:
        return f"《{self.name}》{self.number}"


class DocumentSequence(models.Model):
    """The last number given out, per issuer, type and year: locked while the next one is allocated."""

    issuer = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="制发单位")
    type = models.CharField("文种", max_length=40)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("末号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "文号簿"
        constraints = [models.UniqueConstraint(fields=["issuer", "type", "year"], name="one_sequence")]


class Attachment(Keyed):
    """附件: stored once by hash, served as a download; follows the side of the document it hangs on."""

    office = models.ForeignKey(JointOffice, models.PROTECT, related_name="+", verbose_name="办公室")
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="attachments", verbose_name="事项")
    document = models.ForeignKey(Document, models.CASCADE, null=True, related_name="attachments", verbose_name="文书")
    event = models.ForeignKey(Event, models.CASCADE, null=True, related_name="attachments", verbose_name="经过")
    shown = models.CharField("可见", max_length=16, choices=Shown.choices, default=Shown.PROCURATORATE)
    name = models.CharField("文件名", max_length=120)
    sha256 = models.CharField("校验值", max_length=64)
    size = models.PositiveIntegerField("大小（字节）")
    content_type = models.CharField("类型", max_length=100)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间", default=timezone.now)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, db_index=False, related_name="+", verbose_name="签收人"
    )
    received_at = models.DateTimeField("签收时间", null=True, blank=True)
    """When somebody of the other side confirmed that this very file (by its hash) reached them: one by one."""

    objects = ScopedQuerySet.as_manager()
    scope_path = "office"
    matter_path = "matter__"

    @staticmethod
    def shown_to(reach: Reach) -> Q:
        return Q(shown__in=[reach.side, Shown.BOTH]) & _but_of_another_organ(reach, Q(shown=Side.POLICE))

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["uploaded_at", "id"]


class Notice(Keyed):
    """提醒: one per deadline and rung, per unsigned document and rung, per rung of what nobody has taken up, or per event.

    Recipients are resolved when read.

    What an act of one's own side says to one person (请会签, 退回修改, 转办) is his alone: one per event and ``officer``.
    What belongs to no matter (an account, a bulletin) is always for one person. So is what belongs to a restricted matter: one for
    each who has a seat, none for the desk.

    ``over``, ``organisation`` and ``handler`` repeat what clock, paper and matter say, so that the bell reads this table alone:
    ``noticing.settle()`` writes them with every act.
    """

    office = models.ForeignKey(JointOffice, models.PROTECT, db_index=False, related_name="+", verbose_name="办公室")
    matter = models.ForeignKey(Matter, models.CASCADE, null=True, blank=True, related_name="notices", verbose_name="事项")
    side = models.CharField("给谁", max_length=16, choices=Side.choices)
    deadline = models.ForeignKey(Deadline, models.CASCADE, null=True, related_name="notices", verbose_name="期限")
    document = models.ForeignKey(Document, models.CASCADE, null=True, related_name="notices", verbose_name="文书")
    event = models.ForeignKey(Event, models.CASCADE, null=True, related_name="notices", verbose_name="经过")
    due_on = models.DateField("届满日", null=True)
    rung = models.CharField("阶梯", max_length=16)
    role = models.CharField("转给", max_length=24, blank=True)
    """The role it goes to instead of the handler (规则第613条: 在押的归刑事执行检察, 本院期限归案管); empty: the handler."""
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, db_index=False, related_name="+", verbose_name="给哪个单位"
    )
    """Where the move of its side lies: the procuratorate, its superior meanwhile, or the police organ once it may know of the matter."""
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, db_index=False, related_name="+", verbose_name="承办人"
    )
    """Whose matter it is on that side."""
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="给谁本人"
    )
    superseded = models.BooleanField("已被更高一级取代", default=False)
    over = models.BooleanField("已处理", default=False)
    """Its clock has ended, or its paper is signed for: it rings no more."""
    restricted = models.BooleanField("仅参加人可见", default=False)
    """Of a restricted matter: whom it names reads it while he has a seat there."""
    whole_office = models.BooleanField("给办公室各单位", default=False)
    """To the police of a matter that every organ of the office sees: one for each organ, and ``organisation`` says for which."""
    text = models.CharField("内容", max_length=200)
    created_at = models.DateTimeField("时间", default=timezone.now)

    objects = ScopedQuerySet.as_manager()
    scope_path = "office"
    police_column = "organisation"

    @staticmethod
    def shown_to(reach: Reach) -> Q:
        return Q(side=reach.side)

    class Meta:
        verbose_name = verbose_name_plural = "提醒"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "due_on", "rung", "side", "role"], name="one_notice_per_deadline_rung",
                condition=Q(officer=None, whole_office=False),
            ),
            models.UniqueConstraint(
                fields=["document", "rung", "side"], name="one_notice_per_document_rung", condition=Q(officer=None, whole_office=False)
            ),
            # of a restricted matter, one for each who has a seat
            models.UniqueConstraint(
                fields=["deadline", "due_on", "rung", "officer"], name="one_notice_per_deadline_rung_and_person",
                condition=Q(officer__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["document", "rung", "officer"], name="one_notice_per_document_rung_and_person", condition=Q(officer__isnull=False)
            ),
            # of what the whole office sees, one for each organ
            models.UniqueConstraint(
                fields=["deadline", "due_on", "rung", "organisation"], name="one_notice_per_deadline_rung_and_organ",
                condition=Q(officer=None, whole_office=True),
            ),
            models.UniqueConstraint(
                fields=["document", "rung", "organisation"], name="one_notice_per_document_rung_and_organ",
                condition=Q(officer=None, whole_office=True),
            ),
            models.UniqueConstraint(
                fields=["event", "side"], condition=Q(officer=None, whole_office=False), name="one_notice_per_event"
            ),
            models.UniqueConstraint(
                fields=["event", "organisation"], condition=Q(officer=None, whole_office=True), name="one_notice_per_event_and_organ"
            ),
            models.UniqueConstraint(fields=["event", "officer"], name="one_notice_per_event_and_person"),
            models.UniqueConstraint(
                fields=["matter", "rung", "side"], name="one_notice_per_unclaimed_rung",
                condition=Q(deadline=None, document=None, event=None, officer=None, whole_office=False),
            ),
            models.UniqueConstraint(
                fields=["matter", "rung", "organisation"], name="one_notice_per_unclaimed_rung_and_organ",
                condition=Q(deadline=None, document=None, event=None, officer=None, whole_office=True),
            ),
            models.CheckConstraint(condition=Q(matter__isnull=False) | Q(officer__isnull=False), name="notice_of_a_matter_or_to_a_person"),
        ]
        indexes = [
            models.Index(fields=["matter", "side"], name="notice_by_matter"),
            # the bell: what still rings for a handler, at a desk (where nobody is at work, for a role, for the head), for one person;
            # every column it asks for is in the index, so that thousands that were read cost no look at the table
            models.Index(
                fields=["handler", "role", "side", "office", "organisation", "id"], name="notice_rings_handler",
                condition=Q(superseded=False, over=False, officer=None),
            ),
            models.Index(
                fields=["organisation", "role", "handler", "rung", "side", "office", "id"], name="notice_rings_desk",
                condition=Q(superseded=False, over=False, officer=None),
            ),
            models.Index(
                fields=["officer", "side", "office", "organisation", "id"], name="notice_rings_person",
                condition=Q(superseded=False, over=False, officer__isnull=False),
            ),
            # the list of notices of each of them, newest first
            models.Index(fields=["handler", "-created_at", "-id"], name="notice_list_handler", condition=Q(superseded=False)),
            models.Index(fields=["organisation", "role", "-created_at", "-id"], name="notice_list_desk", condition=Q(superseded=False)),
            # and what nobody handles: few of an office's many
            models.Index(
                fields=["organisation", "-created_at", "-id"], name="notice_list_nobody",
                condition=Q(superseded=False, officer=None, role="", handler=None),
            ),
        ]


class Asked(models.TextChoices):
    """What is wanted of an officer beside the one who decides."""

    CONSENT = "consent", "会签"
    SIGNER = "signer", "加签"
    COPY = "copy", "抄送"


class Consent(Keyed):
    """会签, 加签, 抄送: one officer of the same side is asked for his view of a draft, or shall know of a paper or a matter.

    会签 and 加签 are answered 同意 or 不同意 and stand in the way of signing until then; 抄送 is read. A question sleeps while
    its draft is with the drafter again, and wakes when the draft is handed in anew.
    """

    AGREE, DISAGREE = "agree", "disagree"

    office = models.ForeignKey(JointOffice, models.PROTECT, related_name="+", verbose_name="办公室")
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="consents", verbose_name="事项")
    document = models.ForeignKey(Document, models.CASCADE, null=True, blank=True, related_name="consents", verbose_name="文书")
    """Empty: 抄送 of the matter itself."""
    kind = models.CharField("性质", max_length=8, choices=Asked.choices)
    side = models.CharField("所属", max_length=16, choices=Side.choices)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="请谁")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="谁请的")
    asked_at = models.DateTimeField("提出时间")
    note = models.CharField("说明", max_length=400, blank=True)
    answer = models.CharField("答复", max_length=8, blank=True, choices=[(AGREE, "同意"), (DISAGREE, "不同意")])
    reason = models.CharField("答复理由", max_length=400, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_reason = models.CharField("撤回理由", max_length=400, blank=True)
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()
    scope_path = "office"
    matter_path = "matter__"

    @staticmethod
    def shown_to(reach: Reach) -> Q:
        """One's own side; of procuratorates one's own and those below, as with their drafts."""
        own = Q(side=reach.side)
        if reach.side == Side.PROCURATORATE:
            return own & Q(officer__organisation_id__in=reach.organisations)
        return own & _but_of_another_organ(reach, Q())

    class Meta:
        verbose_name = verbose_name_plural = "会签、加签和抄送"
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "officer", "kind"],
                condition=Q(answered_at=None, withdrawn_at=None),
                name="one_open_question_per_officer",
            ),
            models.UniqueConstraint(
                fields=["matter", "officer"], condition=Q(document=None, withdrawn_at=None), name="one_copy_of_a_matter_per_officer"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False) & ~Q(kind="copy")),
                name="an_answer_has_its_moment",
            ),
            models.CheckConstraint(condition=~Q(document=None) | Q(kind="copy"), name="only_a_copy_has_no_paper"),
        ]
        indexes = [
            # 待我会签 and 抄送我 of one officer, newest first
            models.Index(fields=["officer", "kind", "-asked_at"], name="consent_mine", condition=Q(withdrawn_at=None)),
        ]

    @property
    def is_open(self) -> bool:
        """Whether an answer is still awaited, as far as the row itself says."""
        return self.kind != Asked.COPY and self.answered_at is None and self.withdrawn_at is None


class Cell(NamedTuple):
    """One column of a row that is laid out side by side: what is said there, and its small print."""

    words: str
    tag: str = ""
    """A short word before it (取证)."""
    tone: str = ""
    """``good``, ``fair`` or ``bad``: how it stands."""
    day: date | None = None
    lines: tuple[str, ...] = ()
    ticks: tuple[str, ...] = ()
    """What was affirmed (必要、明确、可行)."""
    file: UUID | None = None
    """The attachment that the words name."""


class Tally(NamedTuple):
    """How the rows of a matter stand altogether, in words, and as shares (%) of a bar: (tone, share)."""

    words: str
    shares: tuple[tuple[str, float], ...]


class MatterRow(Keyed):
    """Base of what a matter holds several of (提纲条目, 违法情形): numbered within the matter, undone with the act that wrote it."""

    office = models.ForeignKey(JointOffice, models.PROTECT, related_name="+", verbose_name="办公室")
    no = models.PositiveSmallIntegerField("序号")

    objects = ScopedQuerySet.as_manager()
    scope_path = "office"
    matter_path = "matter__"

    shared_fields: tuple[str, ...] = ()
    """What the police read of a row; the rest stays with the procuratorate."""
    columns: tuple[str, ...] = ()
    """Headings, where the rows are laid out side by side (意见、答复、评价); ``cells`` then gives one ``Cell`` for each."""
    quick: dict[str, tuple[str, str]] = {}
    """Act → field of its form and the column with its choices: they are pressed beside the row, and the form opens with the choice."""

    @property
    def cells(self) -> tuple[Cell, ...]:
        """What stands under each of ``columns``."""
        return ()

    class Meta:
        abstract = True
        ordering = ["no"]


class NoticeRead(models.Model):
    """That one officer has read one notice."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="reads", verbose_name="提醒")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="+", verbose_name="人员")
    read_at = models.DateTimeField("阅读时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "提醒阅读"
        constraints = [models.UniqueConstraint(fields=["officer", "notice"], name="read_once")]


class FormDraft(Keyed):
    """What someone has typed and not yet submitted: kept per officer and form (entry pages, replies)."""

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="人员")
    key = models.CharField("表单", max_length=120)
    data = models.JSONField("内容", default=dict)
    saved_at = models.DateTimeField("保存时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "暂存"
        constraints = [models.UniqueConstraint(fields=["officer", "key"], name="one_draft_per_form")]


class SavedView(Keyed):
    """常用视图: a list as one officer likes to see it, by its query; nobody else's concern."""

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="人员")
    page = models.CharField("列表", max_length=10, choices=[("inbox", "待办"), ("matters", "事项")])
    name = models.CharField("名称", max_length=20)
    query = models.CharField("条件", max_length=1000)
    created_at = models.DateTimeField("保存时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "常用视图"
        ordering = ["created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["officer", "page", "name"], name="one_view_per_name")]


class NameMatch(Keyed):
    """That an office's ledger calls a known organ by other words: remembered from one import to the next."""

    office = models.ForeignKey(JointOffice, models.CASCADE, related_name="+", verbose_name="办公室")
    words = models.CharField("台账写法", max_length=100)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name="单位")

    class Meta:
        verbose_name = verbose_name_plural = "单位写法对照"
        constraints = [models.UniqueConstraint(fields=["office", "words"], name="one_match_per_words")]
