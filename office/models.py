"""谁、何时: organisations, officers, calendar, statutes, the trail and the outbox.

Keys of rows are UUIDv7 (design 3). Nothing here knows what is being handled.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.db.models.functions import Concat, Substr
from django.utils import timezone

from office import clock
from office.keys import uuid7
from office.sides import ADMIN_ROLES, HEADS, Role, Side


class Keyed(models.Model):
    """A row with a time-ordered, mergeable, not guessable key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class Level(models.TextChoices):
    COUNTY = "county", "区县"
    CITY = "city", "市"
    PROVINCE = "province", "省"


@models.TextField.register_lookup
class Under(models.Lookup):
    """Whether a path of keys (``/root/…/own/``) lies under another, itself included; so asked that an index on it answers.

    A path holds neither ``%`` and ``_`` nor ``*``, ``?`` and ``[``.
    """

    lookup_name = "under"
    operator, rest = "LIKE", "%"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, given = self.process_lhs(compiler, connection)
        right, prefix = self.process_rhs(compiler, connection)
        return f"{left} {self.operator} {right}", (*given, *(f"{one}{self.rest}" for one in prefix))

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        found = Under(self.lhs, self.rhs)
        found.operator, found.rest = "GLOB", "*"  # LIKE does not mind case there, and so finds no index
        return found.as_sql(compiler, connection)


class Organisation(Keyed):
    """单位: a procuratorate or a police organ, in a tree 区县 → 市 → 省 of its own side."""

    code = models.CharField("代码", max_length=32, unique=True)
    name = models.CharField("名称", max_length=100, unique=True)
    short_name = models.CharField("简称", max_length=40)
    abbreviation = models.CharField("机关代字", max_length=20, blank=True, help_text="用于文号，例如“×检”")
    side = models.CharField("所属", max_length=16, choices=Side.choices)
    level = models.CharField("层级", max_length=10, choices=Level.choices, default=Level.COUNTY)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级单位")
    path = models.TextField("路径", default="", editable=False)
    """The keys from the root down to itself, each behind a slash; what is asked of the tree is asked of this."""
    order = models.PositiveSmallIntegerField("排列次序", default=100, help_text="法定机关次序；名单和通报均按此排列")
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["order", "code"]
        # what stands below, asked by every request: LIKE 'prefix%' in whatever locale the database has
        indexes = [models.Index(fields=["path"], name="organisation_path", opclasses=["text_pattern_ops"])]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whoever changes the superior moves the whole branch: ``path`` is written here alone."""
        names = kwargs.get("update_fields")
        if names is None or {"parent", "parent_id"} & set(names):
            old = self.path
            # locked: who hangs something below a branch just then waits, and finds where it went
            above = Organisation.objects.select_for_update(of=("self",)).get(pk=self.parent_id).path if self.parent_id else "/"
            self.path = f"{above}{self.pk}/"
            if names is not None:
                kwargs["update_fields"] = [*names, "path"]
            if old and old != self.path:
                below = Organisation.objects.filter(path__under=old).exclude(pk=self.pk)
                list(below.select_for_update(of=("self",)).values_list("pk"))
                below.update(path=Concat(models.Value(self.path), Substr("path", len(old) + 1)))
        super().save(*args, **kwargs)

    @property
    def above(self) -> list[UUID]:
        """Itself and those above it, nearest first."""
        return [UUID(key) for key in reversed(self.path.strip("/").split("/"))]


class JointOffice(Keyed):
    """侦查监督与协作配合办公室: one procuratorate and one or more police organs.

    A superior procuratorate always has one too, even without organs (design 3).
    """

    code = models.CharField("代码", max_length=32, unique=True)
    name = models.CharField("名称", max_length=100)
    procuratorate = models.OneToOneField(Organisation, models.PROTECT, related_name="office", verbose_name="人民检察院")
    organs = models.ManyToManyField(Organisation, related_name="offices", blank=True, verbose_name="公安机关")

    class Meta:
        verbose_name = verbose_name_plural = "办公室"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class OfficeOption(Keyed):
    """One value that the law leaves open, as an office has set it. Names and defaults: ``office.options``."""

    office = models.ForeignKey(JointOffice, models.CASCADE, related_name="options", verbose_name="办公室")
    key = models.CharField("设置项", max_length=60)
    value = models.JSONField("值")

    class Meta:
        verbose_name = verbose_name_plural = "办公室设置"
        constraints = [models.UniqueConstraint(fields=["office", "key"], name="one_option_per_office")]


class OfficerManager(BaseUserManager["Officer"]):
    """Accounts are opened by ``office.actions``; this is only what authentication needs."""

    def get_by_natural_key(self, username: str | None) -> Officer:
        return self.select_related("organisation").get(username=username)


class Officer(AbstractBaseUser, Keyed):
    """人员: belongs to one organisation, hence to one side; holds a set of roles."""

    username = models.CharField("用户名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    title = models.CharField("职务", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="officers", verbose_name="单位")
    is_active = models.BooleanField("在用", default=True)
    is_demo = models.BooleanField("演示账号", default=False)
    must_change_password = models.BooleanField("须更改密码", default=True)
    password_changed_at = models.DateTimeField("密码更改时间", null=True, blank=True)
    created_at = models.DateTimeField("开户时间", default=timezone.now)

    USERNAME_FIELD = "username"
    objects = OfficerManager()

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ["organisation__order", "username"]

    def __str__(self) -> str:
        return self.name

    @property
    def side(self) -> str:
        return self.organisation.side

    @classmethod
    def with_roles(cls, pk: Any) -> Officer | None:
        """An officer by his key, with organisation and roles: his grants bring him along."""
        grants = list(RoleGrant.objects.filter(officer=pk).select_related("officer__organisation"))
        if not grants:
            return cls.objects.select_related("organisation").filter(pk=pk).first()
        grants[0].officer._hold(grants)
        return grants[0].officer

    @property
    def roles(self) -> frozenset[str]:
        """The roles in force today; read once per officer object (a request holds one)."""
        if "_roles" not in self.__dict__:
            self._hold(self.grants.all())
        return self.__dict__["_roles"]

    def _hold(self, grants: Iterable[RoleGrant]) -> None:
        today = clock.today()
        self.__dict__["_roles"] = frozenset(one.role for one in grants if one.expires_on is None or one.expires_on >= today)

    @property
    def is_administrator(self) -> bool:
        """Whether this is one of the 三员, who see no matter."""
        return bool(self.roles & ADMIN_ROLES)

    def on_leave(self, today: date) -> bool:
        return any(one.counts_on(today) for one in self.leaves.all())

    @property
    def on_leave_until(self) -> date | None:
        """The last day of the leave he is on today; None: he is at work."""
        today = clock.today()
        return max((one.ends_on for one in self.leaves.all() if one.counts_on(today)), default=None)

    @property
    def role_labels(self) -> str:
        return "、".join(Role(code).label for code in Role.values if code in self.roles)


class RoleGrant(Keyed):
    """A role an officer holds, and who granted it (安全管理员)."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="grants", verbose_name="人员")
    role = models.CharField("角色", max_length=24, choices=Role.choices)
    granted_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", verbose_name="授予人")
    granted_at = models.DateTimeField("授予时间", default=timezone.now)
    expires_on = models.DateField("有效至", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "角色授予"
        constraints = [models.UniqueConstraint(fields=["officer", "role"], name="one_grant_per_role")]


class Delegation(Keyed):
    """授权: 检察长 (公安机关负责人) lets an officer of his organisation decide in his name from day to day (规则第4条).

    Who holds one may not pass it on; it counts only while its giver holds his role himself (``office.selectors``).
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="delegations", verbose_name="单位")
    giver = models.ForeignKey(Officer, models.PROTECT, related_name="delegations_given", verbose_name="授权人")
    delegate = models.ForeignKey(Officer, models.PROTECT, related_name="delegations_held", verbose_name="受授权人")
    begins_on = models.DateField("自")
    ends_on = models.DateField("至", help_text="当日含在内")
    scope = models.CharField("授权范围", max_length=200)
    created_at = models.DateTimeField("登记时间", default=timezone.now)
    ended_on = models.DateField("终止日期", null=True, blank=True)
    ended_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="终止人")
    ended_reason = models.CharField("终止理由", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "授权"
        ordering = ["-begins_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("begins_on")), name="delegation_ends_after_it_began"),
            models.CheckConstraint(condition=~models.Q(giver=models.F("delegate")), name="nobody_delegates_to_himself"),
        ]
        indexes = [
            # what an officer may decide in another's name: asked once per request of whoever opens a draft
            models.Index(fields=["delegate", "ends_on"], name="delegation_held", condition=models.Q(ended_on=None)),
        ]

    def __str__(self) -> str:
        return f"{self.giver.name}授权{self.delegate.name}"

    @property
    def words(self) -> str:
        """How a paper decided under it says so: 受检察长何知远授权."""
        return f"受{HEADS[self.giver.side].label}{self.giver.name}授权"


class LeaveQuerySet(models.QuerySet["Leave"]):
    """Leaves by the days they touch."""

    def touching(self, first: date, last: date | None = None) -> LeaveQuerySet:
        """Those that count on any day from ``first`` to ``last`` (itself, where none is given)."""
        return self.filter(cancelled_at=None, begins_on__lte=last or first, ends_on__gte=first)


class Leave(Keyed):
    """请假: who is away from a day to a day, both inclusive, and who stands in for him on the roster.

    The one record of it: the bell, mail and the roster (``office.duty``) read nothing else.
    """

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="leaves", verbose_name="请假人")
    begins_on = models.DateField("自")
    ends_on = models.DateField("至", help_text="当日含在内")
    reason = models.CharField("事由", max_length=60, blank=True)
    substitute = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="stands_in", verbose_name="替班人"
    )
    registered_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    created_at = models.DateTimeField("登记时间", default=timezone.now)
    cancelled_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = LeaveQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "请假"
        ordering = ["begins_on", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("begins_on")), name="leave_ends_after_it_began"),
            models.CheckConstraint(condition=~models.Q(officer=models.F("substitute")), name="nobody_stands_in_for_himself"),
        ]
        indexes = [
            # who is away today: asked by the bell of everyone at a desk, and by the roster
            models.Index(fields=["officer", "ends_on"], name="leave_in_force", condition=models.Q(cancelled_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.officer.name}请假"

    def counts_on(self, day: date) -> bool:
        return self.cancelled_at is None and self.begins_on <= day <= self.ends_on


class CalendarToken(Keyed):
    """日历订阅: by what a calendar program, which cannot sign in, names whom it reads for. One a person; only its hash is kept."""

    officer = models.OneToOneField(Officer, models.CASCADE, related_name="calendar_token", verbose_name="人员")
    digest = models.CharField("校验值", max_length=64, unique=True)
    made_at = models.DateTimeField("生成时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "日历订阅"

    def __str__(self) -> str:
        return f"{self.officer.name}的日历订阅"

    @staticmethod
    def digest_of(token: str) -> str:
        """What is kept of a token: SHA-256, for a token is all chance and a slow hash would add nothing."""
        return hashlib.sha256(token.encode()).hexdigest()


class CalendarDay(models.Model):
    """A day on which a State Council notice departs from the week: 放假 or 调休上班."""

    OFF, WORK = "off", "work"

    date = models.DateField("日期", primary_key=True)
    kind = models.CharField("性质", max_length=4, choices=[(OFF, "放假"), (WORK, "调休上班")])
    name = models.CharField("节日", max_length=20)
    source = models.CharField("通知", max_length=100)
    document_no = models.CharField("文号", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "节假日"
        ordering = ["date"]


class Statute(Keyed):
    """One article's text, imported by the office (``manage.py import_statutes``); texts of law are data."""

    law = models.CharField("法律", max_length=120)
    key = models.CharField("简称", max_length=40)
    article = models.CharField("条", max_length=40)
    text = models.TextField("条文")
    source = models.CharField("来源", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "法条"
        constraints = [models.UniqueConstraint(fields=["law", "article"], name="one_text_per_article")]
        indexes = [models.Index(fields=["key", "article"], name="statute_by_key")]


class AuditEntry(Keyed):
    """One act, append-only, chained per office (or organisation) with a keyed hash. Written by ``office.audit`` alone."""

    chain = models.CharField("链", max_length=36)
    seq = models.PositiveBigIntegerField("序号")
    at = models.DateTimeField("时间")
    officer_id = models.UUIDField("人员", null=True)
    officer_name = models.CharField("姓名", max_length=80, blank=True)
    verb = models.CharField("动作", max_length=40)
    subject_type = models.CharField("对象类型", max_length=40, blank=True)
    subject_id = models.CharField("对象", max_length=64, blank=True)
    subject_label = models.CharField("对象名称", max_length=200, blank=True)
    facts = models.JSONField("事实", default=dict)
    previous = models.CharField("前值", max_length=64)
    digest = models.CharField("校验值", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        ordering = ["chain", "seq"]
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="one_entry_per_seq")]
        indexes = [models.Index(fields=["subject_id"], name="audit_by_subject")]


class AuditHead(models.Model):
    """The newest link of each chain: locked while an entry is appended, printed in the bulletin."""

    chain = models.CharField("链", max_length=36, primary_key=True)
    seq = models.PositiveBigIntegerField("序号", default=0)
    digest = models.CharField("校验值", max_length=64, default="0" * 64)


class Outbox(Keyed):
    """What must leave the site, written in the transaction that caused it; Celery only wakes the worker."""

    kind = models.CharField("类别", max_length=20)
    payload = models.JSONField("内容")
    once_key = models.CharField("去重键", max_length=100, unique=True)
    created_at = models.DateTimeField("产生时间", default=timezone.now)
    next_try_at = models.DateTimeField("下次投递", default=timezone.now)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    delivered_at = models.DateTimeField("投递时间", null=True, blank=True)
    error = models.TextField("最近错误", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "待发件"
        indexes = [
            # the delivery loop: what is due and not yet gone
            models.Index(fields=["next_try_at"], name="outbox_due", condition=models.Q(delivered_at__isnull=True)),
        ]


class JobRun(models.Model):
    """When each periodic job last ran: the heartbeat page reads it."""

    name = models.CharField("任务", max_length=40, primary_key=True)
    started_at = models.DateTimeField("开始", null=True)
    finished_at = models.DateTimeField("完成", null=True)
    summary = models.CharField("结果", max_length=200, blank=True)
    error = models.TextField("错误", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "任务运行"


class Unsent(Keyed):
    """What one officer had typed on a page when his session ended: his alone, and only until he has it back (``office.unsent``)."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="+", verbose_name="人员")
    address = models.CharField("页面", max_length=500)
    data = models.JSONField("填写内容", default=dict)
    files = models.JSONField("须重新选择的附件", default=list)
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "未提交的内容"
        ordering = ["-at", "-id"]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Every field with each of its values, as the form would send them."""
        return [(name, value) for name, values in self.data.items() for value in values]

    @property
    def words(self) -> list[str]:
        """What a person reads of it: text, without the keys, numbers and marks that the page brought along."""
        return [value for _, value in self.pairs if any(ord(one) > 127 for one in value) or " " in value.strip()]
