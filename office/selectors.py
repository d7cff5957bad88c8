"""Reads of organisations, officers, settings, statutes, the trail and the jobs; the officer comes first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from office import audit
from office.exceptions import NotFound
from office.models import (
    CalendarToken,
    Delegation,
    JobRun,
    JointOffice,
    OfficeOption,
    Officer,
    Organisation,
    Outbox,
    RoleGrant,
    Statute,
)
from office.options import OPTIONS
from office.scoping import reach_of
from office.sides import ADMIN_ROLES, HEADS, POLICE_ROLES, SIDE_OF_ROLE, Role, Side

# --- who may manage whom ---------------------------------------------------------------------------------------------


def own_office(officer: Officer) -> JointOffice | None:
    """The joint office an officer's organisation belongs to; None for an organ of no office."""
    if officer.side == Side.PROCURATORATE:
        return JointOffice.objects.filter(procuratorate_id=officer.organisation_id).first()
    above = officer.organisation.above
    found = {
        organ: office
        for office in JointOffice.objects.filter(organs__in=above).prefetch_related("organs").distinct()
        for organ in {row.pk for row in office.organs.all()} & set(above)
    }
    return next((found[pk] for pk in above if pk in found), None)


def _below(roots: Iterable[Organisation]) -> QuerySet[Organisation]:
    """The roots and everything below them."""
    branches = [Q(path__under=root.path) for root in roots]
    return Organisation.objects.filter(reduce(or_, branches)) if branches else Organisation.objects.none()


def organs_with(role: str, organs: Iterable[Organisation]) -> frozenset[UUID]:
    """Those of the organs (or below them) that have an active administrator of this role of their own."""
    organs = list(organs)
    theirs = Officer.objects.filter(organisation__in=_below(organs), is_active=True, grants__role=role)
    paths = set(theirs.values_list("organisation__path", flat=True))
    return frozenset(organ.pk for organ in organs if any(path.startswith(organ.path) for path in paths))


def managed_organisations(officer: Officer, role: str | None = None) -> QuerySet[Organisation]:
    """The organisations of an administrator: his own with what is below it, and the organs of his joint office.

    A police administrator manages his organ and its children. With ``role``, an organ that has an administrator of that
    role of its own is left to him.
    """
    office = own_office(officer)
    if officer.side == Side.POLICE:
        return _below([officer.organisation])
    organs = list(office.organs.all()) if office else []
    kept_out = organs_with(role, organs) if role else frozenset()
    return Organisation.objects.filter(pk=officer.organisation_id) | _below(organ for organ in organs if organ.pk not in kept_out)


def officers_of(administrator: Officer, role: str, words: str = "") -> QuerySet[Officer]:
    """The accounts an administrator of this role manages, by organisation; ``words`` narrows by name or user name."""
    found = Officer.objects.filter(organisation__in=managed_organisations(administrator, role))
    if words:
        found = found.filter(Q(name__icontains=words) | Q(username__icontains=words) | Q(organisation__name__icontains=words))
    return found.select_related("organisation").prefetch_related("grants", "leaves").order_by("organisation__order", "username")


def managed_officer(administrator: Officer, role: str, pk: UUID) -> Officer:
    """One account of those. NotFound for any other."""
    found = officers_of(administrator, role).filter(pk=pk).first()
    if found is None:
        raise NotFound("没有这个人员，或者不归您管理。")
    return found


def managed_organisation(administrator: Officer, pk: UUID) -> Organisation:
    """One organisation of those. NotFound for any other."""
    found = managed_organisations(administrator).filter(pk=pk).first()
    if found is None:
        raise NotFound("没有这个单位，或者不归您管理。")
    return found


def possible_parents(administrator: Officer, side: str) -> QuerySet[Organisation]:
    """Where an organisation may be hung: those managed, and what they themselves hang under."""
    managed = managed_organisations(administrator).filter(side=side)
    above = [pk for pk in managed.values_list("parent_id", flat=True) if pk]
    return Organisation.objects.filter(Q(pk__in=managed) | Q(pk__in=above))


def grantable_roles(officer: Officer) -> list[tuple[str, str]]:
    """Roles an officer could be given now: of his side, and an administrator's only when he has none."""
    if officer.roles & ADMIN_ROLES:
        return []
    possible = [role for role in Role if SIDE_OF_ROLE.get(role, officer.side) == officer.side and role not in officer.roles]
    if officer.roles:
        possible = [role for role in possible if role not in ADMIN_ROLES]
    return [(role.value, str(role.label)) for role in possible]


def grants_of(officer: Officer) -> QuerySet[Any]:
    """The roles granted to an officer, and by whom."""
    return officer.grants.select_related("granted_by").order_by("granted_at")


# --- delegations -----------------------------------------------------------------------------------------------------


def _in_force(rows: QuerySet[Delegation], side: str, today: date) -> QuerySet[Delegation]:
    """Those that count on a day: begun, not ended, and their giver still decides himself."""
    holds = RoleGrant.objects.filter(Q(expires_on=None) | Q(expires_on__gte=today), officer=OuterRef("giver"), role=HEADS[side])
    rows = rows.filter(begins_on__lte=today, ends_on__gte=today, ended_on=None)
    return rows.filter(
        Exists(holds),
        giver__is_active=True,
        giver__organisation_id=F("organisation_id"),
        delegate__is_active=True,
        delegate__organisation_id=F("organisation_id"),
    )


def delegation_of(officer: Officer, today: date) -> Delegation | None:
    """The delegation under which this officer decides on a day; asked once per officer object (a request holds one) and day."""
    held = officer.__dict__.setdefault("_delegations", {})
    if today not in held:
        rows = Delegation.objects.filter(delegate=officer, begins_on__lte=today, ends_on__gte=today, ended_on=None)
        # hardly anybody holds one, and whether it counts is much to ask
        held[today] = _in_force(rows.select_related("giver__organisation"), officer.side, today).first() if rows.exists() else None
    return held[today]


def head_of(organisation: Organisation, today: date) -> Officer | None:
    """Who heads an organisation on a day; of several, who has an account longest. One query."""
    current = Q(grants__expires_on=None) | Q(grants__expires_on__gte=today)
    rows = Officer.objects.filter(current, organisation=organisation, is_active=True, grants__role=HEADS[organisation.side])
    return rows.select_related("organisation").order_by("pk").first()


def deciders(officer: Officer, today: date) -> list[tuple[Officer, Delegation | None]]:
    """Who decides at this officer's place on a day, by name: the heads, then whom they have authorised. Two queries."""
    reach = reach_of(officer)
    places = [officer.organisation_id]
    if officer.side == Side.POLICE:
        places = [*reach.organs, *Organisation.objects.filter(parent_id__in=reach.organs).values_list("pk", flat=True)]
    current = Q(grants__expires_on=None) | Q(grants__expires_on__gte=today)
    heads = Officer.objects.filter(current, organisation_id__in=places, is_active=True, grants__role=HEADS[officer.side])
    rows = Delegation.objects.filter(organisation_id__in=places).select_related("giver__organisation", "delegate__organisation")
    found: list[tuple[Officer, Delegation | None]] = [
        (one, None) for one in heads.select_related("organisation").order_by("name")
    ]
    known = {one.pk for one, _ in found}
    lent = [(row.delegate, row) for row in _in_force(rows, officer.side, today) if row.delegate_id not in known]
    return [*found, *sorted(lent, key=lambda pair: pair[0].name)]


def delegations(officer: Officer) -> QuerySet[Delegation]:
    """The delegations of the officer's organisation, newest first."""
    rows = Delegation.objects.filter(organisation_id=officer.organisation_id)
    return rows.select_related("giver__organisation", "delegate", "ended_by")


def delegation(officer: Officer, pk: UUID) -> Delegation:
    """One of those. NotFound for any other."""
    found = delegations(officer).filter(pk=pk).first()
    if found is None:
        raise NotFound("没有这项授权，或者不是本单位的授权。")
    return found


DELEGATES: dict[str, frozenset[Role]] = {Side.PROCURATORATE: frozenset({Role.PROSECUTOR}), Side.POLICE: POLICE_ROLES}
"""Who may be authorised: of a procuratorate a 检察官 (规则第4条), of the police whoever handles cases."""


def possible_delegates(officer: Officer, today: date) -> QuerySet[Officer]:
    """Officers of the same organisation who may be authorised: neither himself nor who decides anyway."""
    current = Q(grants__expires_on=None) | Q(grants__expires_on__gte=today)
    rows = Officer.objects.filter(organisation_id=officer.organisation_id, is_active=True).exclude(pk=officer.pk)
    heads = Officer.objects.filter(current, grants__role=HEADS[officer.side]).values("pk")
    able = Officer.objects.filter(current, grants__role__in=DELEGATES[officer.side]).values("pk")
    return rows.filter(pk__in=able).exclude(pk__in=heads).order_by("name", "pk")


# --- calendar subscriptions ------------------------------------------------------------------------------------------


def subscription_of(officer: Officer) -> CalendarToken | None:
    """The officer's subscription; None: he has none."""
    return CalendarToken.objects.filter(officer=officer).first()


def subscriber(token: str, side: str) -> Officer:
    """Of one side, the officer whose calendar is read by this token; whether he is still active, the caller asks. NotFound for any other."""
    found = CalendarToken.objects.filter(digest=CalendarToken.digest_of(token)).values_list("officer_id", flat=True).first()
    officer = Officer.with_roles(found) if found else None
    if officer is None or officer.side != side:
        raise NotFound("没有这个日历订阅，或者已经停用、重新生成。")
    return officer


# --- settings --------------------------------------------------------------------------------------------------------


def stored_options(office: JointOffice) -> dict[str, Any]:
    """The settings that an office has changed; the rest are defaults of ``office.options``."""
    return dict(OfficeOption.objects.filter(office=office, key__in=OPTIONS).values_list("key", "value"))


# --- statutes --------------------------------------------------------------------------------------------------------

LAWS: tuple[tuple[str, str, str], ...] = (
    ("CPL", "刑诉法", "中华人民共和国刑事诉讼法"),
    ("RULES", "规则", "人民检察院刑事诉讼规则"),
    ("PSR", "程序规定", "公安机关办理刑事案件程序规定"),
    ("SPC-INT", "刑诉法解释", "最高人民法院关于适用《刑事诉讼法》的解释"),
    ("SPC-INT", "刑诉法解释", "最高人民法院关于适用《中华人民共和国刑事诉讼法》的解释"),
    ("FILING2010", "立案监督规定", "最高人民检察院、公安部关于刑事立案监督有关问题的规定"),
    ("SIX2012", "六机关规定", "最高人民法院等六部门关于实施刑事诉讼法若干问题的规定"),
    ("SUPP2020", "补充侦查意见", "关于加强和规范补充侦查工作的指导意见"),
    ("ADVICE2019", "检察建议规定", "人民检察院检察建议工作规定"),
    ("LINK2021", "两法衔接规定", "最高人民检察院关于推进行政执法与刑事司法衔接工作的规定"),
    ("REV2024", "反向衔接指引", "人民检察院行刑反向衔接工作指引"),
    ("COOP2021", "侦监协作意见", "最高人民检察院、公安部关于健全完善侦查监督与协作配合机制的意见"),
    ("PSB2015", "受案立案意见", "公安部关于改革完善受案立案制度的意见"),
    ("PSB2023", "接报案规定", "公安机关接报案与立案工作规定"),
    ("ECON2017", "经济犯罪规定", "最高人民检察院、公安部关于公安机关办理经济犯罪案件的若干规定"),
    ("ADM2020", "行政移送规定", "行政执法机关移送涉嫌犯罪案件的规定"),
    ("BAIL2022", "取保候审规定", "关于取保候审若干问题的规定"),
    ("CUST2023", "羁押审查规定", "人民检察院 公安机关羁押必要性审查、评估工作规定"),
    ("RSDL2025", "指居规定", "关于依法规范指定居所监视居住适用和监督的规定"),
    ("ORG2018", "检察院组织法", "中华人民共和国人民检察院组织法"),
    ("HOLIDAY2024", "放假办法", "全国年节及纪念日放假办法"),
)
"""Key, short name and the words a full name begins with (law.md 0.2)."""


def law_key(name: str) -> str:
    """The key of a law given by full name, short name or key; the name itself when it is not in the table."""
    for key, short, full in LAWS:
        if name in {key, short} or name.startswith(full):
            return key
    return name[:40]


def law_title(key: str) -> str:
    """The full name of a law in 书名号; of an unknown one, its own words."""
    return next((f"《{full.replace('《', '〈').replace('》', '〉')}》" for known, _, full in LAWS if known == key), f"《{key}》")


def article_name(number: str) -> str:
    """``560`` and ``第560条第1款`` are both 第560条; other words are kept."""
    found = re.match(r"^第?(\d{1,4})条?(之[一二三四五六七八九十]+)?", number.strip())
    return f"第{found[1]}条{found[2] or ''}" if found else number.strip()


def articles_of(law: str, number: str) -> QuerySet[Statute]:
    """The imported text of one article; empty when it has not been imported."""
    return Statute.objects.filter(key=law_key(law.strip()), article=article_name(number))


# --- trail -----------------------------------------------------------------------------------------------------------


OWN_SUBJECTS = frozenset(
    {"", "officer", "organisation", "jointoffice", "delegation", "leave", "dutypost", "dutyshift", "dutyswap", "handover", "lognote"}
)
"""Kinds of subject that are no business; of the others the 审计管理员 is shown the number only (design 7)."""


def business_subject(entry: Any) -> str:
    """What an entry of business is about, without its contents: 事项 青检侦监立〔2026〕14号."""
    words = next((m._meta.verbose_name for m in apps.get_models() if m._meta.model_name == entry.subject_type), "对象")
    number = re.search(r"（([^（）]*〔\d{4}〕[^（）]*)）$", entry.subject_label)
    return f"{words} {number[1] if number else entry.subject_id}"


@dataclass(frozen=True)
class TrailFilter:
    """What the audit page narrows by; empty means any."""

    name: str = ""
    verb: str = ""
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None


def trail(officer: Officer, wanted: TrailFilter) -> QuerySet[Any]:
    """The entries an 审计管理员 may read, newest first: acts of the people of his side, and his own organisations' chains.

    A police auditor sees what police officers did, never the other side's part of the common chain.
    """
    organisations = list(managed_organisations(officer).values_list("pk", flat=True))
    scope = Q(chain__in=[str(pk) for pk in organisations])
    office = own_office(officer)
    if officer.side == Side.POLICE:
        scope |= Q(officer_id__in=list(Officer.objects.filter(organisation__in=organisations).values_list("pk", flat=True)))
    elif office is not None:
        scope |= Q(chain=str(office.pk))
    found = audit.entries().filter(scope)
    if wanted.name:
        found = found.filter(officer_name__icontains=wanted.name)
    if wanted.verb:
        found = found.filter(verb=wanted.verb)
    if wanted.words:
        found = found.filter(subject_label__icontains=wanted.words)
    if wanted.since:
        found = found.filter(at__gte=wanted.since)
    if wanted.until:
        found = found.filter(at__lt=wanted.until)
    return found.order_by("-id")


def chains_of(officer: Officer) -> list[str]:
    """The chains an 审计管理员 may have verified: of his organisations and of his joint office."""
    office = own_office(officer)
    return [
        *(str(pk) for pk in managed_organisations(officer).values_list("pk", flat=True)),
        *([str(office.pk)] if office else []),
    ]


# --- jobs ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Job:
    """A periodic job: its words, and after how long without a run it is late."""

    name: str
    label: str
    late_after: timedelta


SWEEP = "sweep_deadlines"
OUTBOX = "deliver_outbox"
BULLETINS = "draft_bulletins"
DESKS = "compare_desks"

JOBS = (
    Job(SWEEP, "期限检查", timedelta(minutes=10)),
    Job(OUTBOX, "待发件投递", timedelta(minutes=5)),
    Job(BULLETINS, "月度通报拟稿", timedelta(hours=3)),
    Job(DESKS, "桌面行核对", timedelta(hours=26)),
)


@dataclass(frozen=True)
class Heartbeat:
    """How one job stands at a moment."""

    job: Job
    run: JobRun | None
    late: bool
    words: str


def ago(then: datetime, now: datetime) -> str:
    """How long ago, in words: 刚刚, 6分钟前, 3小时前, 2天前."""
    minutes = int((now - then).total_seconds() // 60)
    if minutes < 1:
        return "刚刚"
    if minutes < 60:
        return f"{minutes}分钟前"
    if minutes < 48 * 60:
        return f"{minutes // 60}小时前"
    return f"{minutes // (24 * 60)}天前"


def _heartbeat(job: Job, run: JobRun | None, now: datetime) -> Heartbeat:
    if run is None or run.finished_at is None:
        return Heartbeat(job, run, True, f"{job.label}尚未运行")
    when = ago(run.finished_at, now)
    late = now - run.finished_at > job.late_after
    done = f"{job.label}上次于{when}完成，已迟" if late else f"{job.label}{when}完成"
    return Heartbeat(job, run, late, done)


def heartbeat(now: datetime, name: str = SWEEP) -> Heartbeat:
    """One job's heartbeat; by default the deadline check, which every page shows."""
    job = next(job for job in JOBS if job.name == name)
    return _heartbeat(job, JobRun.objects.filter(name=name).first(), now)


def heartbeats(now: datetime) -> list[Heartbeat]:
    """The heartbeat of every periodic job."""
    runs = {run.name: run for run in JobRun.objects.all()}
    return [_heartbeat(job, runs.get(job.name), now) for job in JOBS]


def waiting_mail() -> dict[str, Any]:
    """How much waits in the outbox (件), how much of it failed before, and since when the oldest waits."""
    waiting = Outbox.objects.filter(delivered_at__isnull=True)
    return waiting.aggregate(count=Count("pk"), failed=Count("pk", filter=Q(attempts__gt=0)), oldest=Min("created_at"))
