"""Writes of accounts, roles, organisations and settings; sign-in, jobs, opening an office. Each leaves an audit entry."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from office import audit, clock, outbox, selectors
from office.exceptions import Conflict, Invalid, NotAllowed
from office.models import (
    JobRun,
    JointOffice,
    Level,
    OfficeOption,
    Officer,
    Organisation,
    RoleGrant,
    Statute,
)
from office.options import OPTIONS
from office.sides import ADMIN_ROLES, SIDE_OF_ROLE, Role, Side

VERBS = {
    "sign_in": "登录",
    "sign_in_failed": "登录未成",
    "sign_out": "退出",
    "change_password": "更改密码",
    "open_office": "开设办公室",
    "create_officer": "开户",
    "edit_officer": "修改人员信息",
    "reset_password": "重置密码",
    "set_leave": "登记请假",
    "disable_officer": "停用账号",
    "enable_officer": "启用账号",
    "grant_role": "授予角色",
    "revoke_role": "收回角色",
    "create_organisation": "新建单位",
    "edit_organisation": "修改单位",
    "set_options": "修改办公室设置",
    "verify_audit": "核验审计记录",
    "import_statutes": "导入法条",
}
"""Words of this app's entries in the trail; verbs of matters are workflow codes."""

FACTS = {
    "portal": "入口",
    "reason": "原因",
    "changes": "改动",
    "role": "角色",
    "expires_on": "有效至",
    "username": "用户名",
    "organisation": "单位",
    "organs": "公安机关",
    "code": "代码",
    "added": "新增",
    "changed": "更新",
    "bad": "不符",
    "file": "文件",
    "sha256": "校验值",
    "kind": "类别",
    "known": "已有",
    "warnings": "提示",
    "rows": "行数",
    "period": "统计期间",
    "page": "页面",
    "facts": "内容",
    **{field.name: str(field.verbose_name) for model in (Organisation, Officer) for field in model._meta.fields},
    **{key: spec.label for key, spec in OPTIONS.items()},
}
"""Words of the facts of this app's entries."""

VALUES = {**dict(Role.choices), **dict(Side.choices), "True": "是", "False": "否", "None": "无"}
"""Words of coded facts."""

PASSWORD_FAULTS = {
    "password_too_short": "新密码太短，至少10位。",
    "password_too_similar": "新密码与用户名、姓名等个人信息过于相近。",
    "password_too_common": "新密码是常见密码，容易被猜中。",
    "password_entirely_numeric": "新密码不能全是数字。",
}
"""Django's own sentences for these are only partly translated."""

USERNAME = re.compile(r"^[A-Za-z0-9._-]{3,40}$")
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that are not mistaken for each other on paper."""


def one_time_password() -> str:
    """A password for one sign-in, about 59 bits, in three groups: nobody chooses it."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(3))


# --- signing in ------------------------------------------------------------------------------------------------------


def sign_in(*, officer: Officer, portal: str) -> None:
    """Leave the trail of a sign-in."""
    audit.record(officer, "sign_in", officer, portal=portal)


def sign_in_failed(*, username: str, portal: str, reason: str) -> None:
    """Leave the trail of a refused sign-in of a known account; unknown names are the throttle's business."""
    officer = Officer.objects.filter(username=username).select_related("organisation").first()
    if officer is not None:
        audit.record(officer, "sign_in_failed", officer, portal=portal, reason=reason)


def sign_out(*, officer: Officer, reason: str = "") -> None:
    """Leave the trail of a sign-out, with the reason when the system did it."""
    audit.record(officer, "sign_out", officer, **({"reason": reason} if reason else {}))


@transaction.atomic
def change_password(*, officer: Officer, old: str, new: str) -> None:
    """Set an officer's own password. Invalid when the old one is wrong or the new one is too weak or the same."""
    if not officer.check_password(old):
        raise Invalid("原密码不正确。", {"old": ["原密码不正确。"]})
    if old == new:
        raise Invalid("新密码不能与原密码相同。", {"new": ["新密码不能与原密码相同。"]})
    try:
        validate_password(new, officer)
    except ValidationError as error:
        sentences = [PASSWORD_FAULTS.get(one.code or "", "新密码不符合要求。") for one in error.error_list]
        raise Invalid("新密码不符合要求。", {"new": sentences}) from error
    officer.set_password(new)
    officer.must_change_password = False
    officer.password_changed_at = clock.now()
    officer.save(update_fields=["password", "must_change_password", "password_changed_at"])
    audit.record(officer, "change_password", officer)


# --- accounts (系统管理员) -------------------------------------------------------------------------------------------


def _managed(officer: Officer, role: str, pk: UUID) -> Officer:
    """An account this administrator manages, locked. NotAllowed without the role, NotFound outside his reach."""
    _must_hold(officer, role)
    selectors.managed_officer(officer, role, pk)
    return Officer.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=pk)


def _must_hold(officer: Officer, role: str) -> None:
    if role not in officer.roles:
        raise NotAllowed(f"只有{Role(role).label}可以这样做。")


def _account(organisation: Organisation, fields: Mapping[str, Any], **more: Any) -> tuple[Officer, str]:
    """A new account without roles, and its one-time password."""
    username = fields["username"]
    if not USERNAME.match(username):
        sentence = f"用户名“{username}”应为3至40个字母、数字、点、下划线或短横线。"
        raise Invalid(sentence, {"username": [sentence]})
    password = one_time_password()
    account = Officer(organisation=organisation, must_change_password=True, created_at=clock.now(), **fields, **more)
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise Invalid(f"用户名“{username}”已有人使用。", {"username": ["这个用户名已有人使用。"]}) from error
    return account, password


@transaction.atomic
def create_officer(*, officer: Officer, organisation: Organisation, **fields: Any) -> tuple[Officer, str]:
    """Open an account (username, name, title, phone, email); returns it with its one-time password, shown once."""
    _must_hold(officer, Role.SYSTEM_ADMIN)
    if not selectors.managed_organisations(officer, Role.SYSTEM_ADMIN).filter(pk=organisation.pk).exists():
        raise NotAllowed(f"{organisation.name}的账号不归您管理。")
    account, password = _account(organisation, fields)
    audit.record(officer, "create_officer", account, username=account.username, organisation=organisation.name)
    return account, password


@transaction.atomic
def edit_officer(*, officer: Officer, pk: UUID, organisation: Organisation, **fields: Any) -> Officer:
    """Change name, title, phone, e-mail or organisation. Another side is another account."""
    account = _managed(officer, Role.SYSTEM_ADMIN, pk)
    if organisation.side != account.side:
        sentence = "不能把账号改到另一机关，请停用后另行开户。"
        raise Invalid(sentence, {"organisation": [sentence]})
    if not selectors.managed_organisations(officer, Role.SYSTEM_ADMIN).filter(pk=organisation.pk).exists():
        raise NotAllowed(f"{organisation.name}的账号不归您管理。")
    changes = _assign(account, {**fields, "organisation": organisation})
    if changes:
        account.save(update_fields=list(changes))
        audit.record(officer, "edit_officer", account, changes=changes)
    return account


def _assign(row: Any, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Set attributes; returns those that changed as field → [old, new]."""
    changes = {}
    for field, new in values.items():
        old = getattr(row, field)
        if old != new:
            changes[field] = ["" if old is None else str(old), "" if new is None else str(new)]
            setattr(row, field, new)
    return changes


@transaction.atomic
def reset_password(*, officer: Officer, pk: UUID) -> tuple[Officer, str]:
    """A new one-time password for an account; nobody chooses it, and it must be changed at the first sign-in."""
    account = _managed(officer, Role.SYSTEM_ADMIN, pk)
    if account.pk == officer.pk:
        raise NotAllowed("自己的密码请在“更改密码”中更改。")
    password = one_time_password()
    account.set_password(password)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    audit.record(officer, "reset_password", account)
    return account, password


@transaction.atomic
def set_leave(*, officer: Officer, pk: UUID, until: date | None) -> Officer:
    """Register leave to a day inclusive, or end it (None)."""
    account = _managed(officer, Role.SYSTEM_ADMIN, pk)
    changes = _assign(account, {"on_leave_until": until})
    if changes:
        account.save(update_fields=["on_leave_until"])
        audit.record(officer, "set_leave", account, changes=changes)
    return account


@transaction.atomic
def disable_officer(*, officer: Officer, pk: UUID) -> Officer:
    """Close an account; its sessions die with the next page. Conflict when closed already."""
    account = _managed(officer, Role.SYSTEM_ADMIN, pk)
    if account.pk == officer.pk:
        raise NotAllowed("不能停用自己的账号。")
    if not account.is_active:
        raise Conflict(f"{account.name}的账号已经停用。")
    for role in account.roles & ADMIN_ROLES:
        others = Officer.objects.filter(organisation=account.organisation_id, is_active=True, grants__role=role)
        if role == Role.SECURITY_ADMIN and not others.exclude(pk=account.pk).exists():
            raise NotAllowed(f"{account.name}是本单位唯一的安全管理员，请先由其将该角色授予他人。")
    account.is_active = False
    account.save(update_fields=["is_active"])
    audit.record(officer, "disable_officer", account)
    return account


@transaction.atomic
def enable_officer(*, officer: Officer, pk: UUID) -> Officer:
    """Open a closed account again, with the roles it had. Conflict when it is open."""
    account = _managed(officer, Role.SYSTEM_ADMIN, pk)
    if account.is_active:
        raise Conflict(f"{account.name}的账号正在使用。")
    account.is_active = True
    account.save(update_fields=["is_active"])
    audit.record(officer, "enable_officer", account)
    return account


# --- roles (安全管理员) ----------------------------------------------------------------------------------------------


def _check_role(account: Officer, role: str) -> None:
    """Raise Invalid when this account may not hold this role besides those it has."""
    label = Role(role).label
    if SIDE_OF_ROLE.get(role, account.side) != account.side:
        raise Invalid(f"“{label}”不是{Side(account.side).label}人员的角色。")
    held = frozenset(account.grants.values_list("role", flat=True))
    if role in held:
        raise Conflict(f"{account.name}已有“{label}”角色。")
    if held and (role in ADMIN_ROLES or held & ADMIN_ROLES):
        raise Invalid("系统管理员、安全管理员、审计管理员互不兼任，也不得兼任办案角色；请先收回原有角色。")


@transaction.atomic
def grant_role(*, officer: Officer, pk: UUID, role: str, expires_on: date | None = None) -> RoleGrant:
    """Give an account a role, to a day inclusive or without end. Nobody grants to himself."""
    account = _managed(officer, Role.SECURITY_ADMIN, pk)
    if account.pk == officer.pk:
        raise NotAllowed("不能给自己授予角色。")
    if expires_on is not None and expires_on < clock.today():
        raise Invalid("有效期不能早于今天。", {"expires_on": ["有效期不能早于今天。"]})
    # A grant that has run out no longer counts, and may be given anew.
    account.grants.filter(expires_on__lt=clock.today()).delete()
    _check_role(account, role)
    grant = RoleGrant.objects.create(
        officer=account, role=role, granted_by=officer, granted_at=clock.now(), expires_on=expires_on
    )
    audit.record(officer, "grant_role", account, role=role, expires_on=expires_on)
    return grant


@transaction.atomic
def revoke_role(*, officer: Officer, pk: UUID, role: str) -> Officer:
    """Take a role away; open sessions of the account die. Nobody takes his own away."""
    account = _managed(officer, Role.SECURITY_ADMIN, pk)
    if account.pk == officer.pk:
        raise NotAllowed("不能收回自己的角色。")
    if not account.grants.filter(role=role).delete()[0]:
        raise Conflict(f"{account.name}没有这个角色，或者已被收回。")
    audit.record(officer, "revoke_role", account, role=role)
    return account


# --- organisations and settings (系统管理员) -------------------------------------------------------------------------


@transaction.atomic
def create_organisation(*, officer: Officer, side: str, **fields: Any) -> Organisation:
    """Enter an organisation; a police organ without a superior of the office becomes one of the office's organs."""
    _must_hold(officer, Role.SYSTEM_ADMIN)
    parent = fields.get("parent")
    managed = selectors.managed_organisations(officer)
    if side == Side.PROCURATORATE:
        raise NotAllowed("人民检察院由开设办公室命令登记（manage.py open_office）。")
    if officer.side == Side.POLICE and (parent is None or not managed.filter(pk=parent.pk).exists()):
        raise Invalid("请选择本单位或者本单位所属单位作为上级单位。", {"parent": ["请选择本单位或者所属单位。"]})
    organisation = _new_organisation(side=side, **fields)
    office = selectors.own_office(officer)
    if (
        officer.side == Side.PROCURATORATE
        and office is not None
        and (parent is None or not managed.filter(pk=parent.pk).exists())
    ):
        office.organs.add(organisation)
    audit.record(officer, "create_organisation", organisation, code=organisation.code)
    return organisation


def _new_organisation(**fields: Any) -> Organisation:
    organisation = Organisation(**fields)
    try:
        with transaction.atomic():
            organisation.save(force_insert=True)
    except IntegrityError as error:
        raise Invalid(f"代码“{organisation.code}”或者名称“{organisation.name}”已经登记。") from error
    return organisation


@transaction.atomic
def edit_organisation(*, officer: Officer, pk: UUID, **fields: Any) -> Organisation:
    """Change an organisation's particulars. Invalid when it would stand below itself."""
    _must_hold(officer, Role.SYSTEM_ADMIN)
    selectors.managed_organisation(officer, pk)
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=pk)
    step: Organisation | None = fields.get("parent")
    while step is not None:
        if step.pk == organisation.pk:
            raise Invalid("上级单位不能是本单位或者本单位的下级。", {"parent": ["不能是本单位或者本单位的下级。"]})
        step = step.parent
    changes = _assign(organisation, fields)
    if changes:
        try:
            with transaction.atomic():
                organisation.save(update_fields=list(changes))
        except IntegrityError as error:
            raise Invalid("代码或者名称已为其他单位所用。") from error
        audit.record(officer, "edit_organisation", organisation, changes=changes)
    return organisation


@transaction.atomic
def set_options(*, officer: Officer, values: Mapping[str, Any]) -> list[str]:
    """Set what the law leaves open for one's own office; returns the labels of what changed."""
    _must_hold(officer, Role.SYSTEM_ADMIN)
    office = selectors.own_office(officer)
    if office is None or officer.side != Side.PROCURATORATE:
        raise NotAllowed("办公室设置由人民检察院的系统管理员维护。")
    stored = selectors.stored_options(office)
    changes = {}
    for key, value in values.items():
        old = stored.get(key, OPTIONS[key].default)
        if value == old:
            continue
        if value == OPTIONS[key].default:
            OfficeOption.objects.filter(office=office, key=key).delete()
        else:
            OfficeOption.objects.update_or_create(office=office, key=key, defaults={"value": value})
        changes[key] = [old, value]
    if changes:
        audit.record(officer, "set_options", office, chain=office.pk, changes=changes)
    return [OPTIONS[key].label for key in changes]


# --- opening an office -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NewOffice:
    """What a new joint office is made of; codes are the operator's own."""

    code: str
    name: str
    procuratorate_code: str
    procuratorate_name: str
    system_admin: tuple[str, str]
    """User name and name."""
    security_admin: tuple[str, str]
    short_name: str = ""
    abbreviation: str = ""
    level: str = Level.COUNTY
    superior: str = ""
    """Code of the superior procuratorate."""
    organs: tuple[tuple[str, str], ...] = ()
    """Code and name of each police organ, in statutory order."""


@transaction.atomic
def open_office(new: NewOffice) -> tuple[JointOffice, dict[str, str]]:
    """Open a joint office with its first two administrators; returns it and their one-time passwords.

    Raises Conflict when the office exists, Invalid when anything else is taken or impossible; then nothing is written.
    """
    if JointOffice.objects.filter(code=new.code).exists():
        raise Conflict(f"代码为“{new.code}”的办公室已经开设，未作改动。")
    parent = None
    if new.superior:
        parent = Organisation.objects.filter(code=new.superior, side=Side.PROCURATORATE).first()
        if parent is None:
            raise Invalid(f"没有代码为“{new.superior}”的上级人民检察院，请先开设其办公室。")
    procuratorate = _new_organisation(
        code=new.procuratorate_code,
        name=new.procuratorate_name,
        short_name=new.short_name or new.procuratorate_name,
        abbreviation=new.abbreviation,
        side=Side.PROCURATORATE,
        level=new.level,
        parent=parent,
    )
    office = JointOffice.objects.create(code=new.code, name=new.name, procuratorate=procuratorate)
    for place, (code, name) in enumerate(new.organs, start=1):
        office.organs.add(
            _new_organisation(code=code, name=name, short_name=name, side=Side.POLICE, level=new.level, order=place * 10)
        )
    passwords = {}
    for (username, name), role in ((new.system_admin, Role.SYSTEM_ADMIN), (new.security_admin, Role.SECURITY_ADMIN)):
        account, passwords[username] = _account(procuratorate, {"username": username, "name": name})
        RoleGrant.objects.create(officer=account, role=role, granted_by=None, granted_at=clock.now())
        audit.record(None, "create_officer", account, chain=procuratorate.pk, username=username, role=role)
    audit.record(None, "open_office", office, chain=office.pk, code=new.code, organs=[code for code, _ in new.organs])
    return office, passwords


# --- statutes --------------------------------------------------------------------------------------------------------


@transaction.atomic
def import_statutes(rows: Iterable[Mapping[str, str]], *, officer: Officer | None = None) -> tuple[int, int]:
    """Take in articles (law, article, text, source); returns how many are new and how many changed (条)."""
    known = {(row.law, row.article): row for row in Statute.objects.all()}
    added: dict[tuple[str, str], Statute] = {}
    changed: list[Statute] = []
    for row in rows:
        identity = (row["law"], row["article"])
        old = known.get(identity)
        text, source = row["text"], row.get("source", "")
        if old is None:
            key = selectors.law_key(row["law"])
            added[identity] = Statute(law=row["law"], key=key, article=row["article"], text=text, source=source)
        elif (old.text, old.source) != (text, source):
            old.text, old.source = text, source
            changed.append(old)
    Statute.objects.bulk_create(added.values(), batch_size=500)
    Statute.objects.bulk_update(changed, ["text", "source"], batch_size=200)
    if added or changed:
        audit.record(officer, "import_statutes", None, added=len(added), changed=len(changed))
    return len(added), len(changed)


# --- trail and jobs --------------------------------------------------------------------------------------------------


@transaction.atomic
def verify_audit(*, officer: Officer) -> list[audit.Finding]:
    """Verify the chains an 审计管理员 may verify, and leave the trail of having done so."""
    _must_hold(officer, Role.AUDIT_ADMIN)
    findings = [finding for chain in selectors.chains_of(officer) for finding in audit.verify(chain)]
    audit.record(officer, "verify_audit", None, bad=[f"{finding.chain}:{finding.seq}" for finding in findings])
    return findings


def job_started(name: str, *, now: datetime) -> None:
    """Note that a periodic job began."""
    JobRun.objects.update_or_create(name=name, defaults={"started_at": now, "error": ""})


def job_finished(name: str, *, now: datetime, summary: str = "", error: str = "") -> None:
    """Note that a periodic job ended; with ``error`` it is shown and the last good end stays."""
    values = {"error": error} if error else {"finished_at": now, "summary": summary[:200], "error": ""}
    JobRun.objects.update_or_create(name=name, defaults=values)


def deliver_outbox(*, now: datetime) -> tuple[int, int]:
    """Send what waits and note the run; returns how many went out and how many failed (件)."""
    job_started(selectors.OUTBOX, now=now)
    sent, failed = outbox.deliver(now)
    job_finished(selectors.OUTBOX, now=now, summary=f"投递{sent}件，未成{failed}件")
    return sent, failed
