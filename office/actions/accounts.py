"""Signing in, accounts (系统管理员) and roles (安全管理员). Each leaves an audit entry."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from office import audit, clock, selectors
from office.exceptions import Conflict, Invalid, NotAllowed
from office.models import Leave, Officer, Organisation, RoleGrant
from office.sides import ADMIN_ROLES, SIDE_OF_ROLE, Role, Side

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
    must_hold(officer, role)
    selectors.managed_officer(officer, role, pk)
    return Officer.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=pk)


def must_hold(officer: Officer, role: str) -> None:
    """Raise NotAllowed without the role."""
    if role not in officer.roles:
        raise NotAllowed(f"只有{Role(role).label}可以这样做。")


def new_account(organisation: Organisation, fields: Mapping[str, Any], **more: Any) -> tuple[Officer, str]:
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
    must_hold(officer, Role.SYSTEM_ADMIN)
    if not selectors.managed_organisations(officer, Role.SYSTEM_ADMIN).filter(pk=organisation.pk).exists():
        raise NotAllowed(f"{organisation.name}的账号不归您管理。")
    account, password = new_account(organisation, fields)
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
    changes = assign(account, {**fields, "organisation": organisation})
    if changes:
        account.save(update_fields=list(changes))
        audit.record(officer, "edit_officer", account, changes=changes)
    return account


def assign(row: Any, values: Mapping[str, Any]) -> dict[str, list[str]]:
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
    now = clock.now()
    today = now.date()
    known = Leave.objects.select_for_update().filter(officer=account).touching(today).first()
    before = known.ends_on if known else None
    if until is not None and until < today:
        until = None
    if until == before:
        return account
    if until is None:
        if known is not None:
            end_leave(known, now)
    elif known is None:
        Leave.objects.create(officer=account, begins_on=today, ends_on=until, registered_by=officer, created_at=now)
    else:
        known.ends_on = until
        known.save(update_fields=["ends_on"])
    audit.record(officer, "set_leave", account, changes={"on_leave_until": [before, until]})
    return account


def end_leave(leave: Leave, now: datetime) -> None:
    """He is back today: what is past stays on record, what has not begun before today is as if it had never been."""
    if leave.begins_on < now.date():
        leave.ends_on = now.date() - timedelta(days=1)
    else:
        leave.cancelled_at = now
    leave.save(update_fields=["ends_on", "cancelled_at"])


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
