"""Organisations and settings (系统管理员), opening an office, importing statutes. Each leaves an audit entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from office import audit, clock, selectors
from office.actions.accounts import assign, must_hold, new_account
from office.exceptions import Conflict, Invalid, NotAllowed
from office.models import JointOffice, Level, OfficeOption, Officer, Organisation, RoleGrant, Statute
from office.options import OPTIONS
from office.sides import Role, Side


@transaction.atomic
def create_organisation(*, officer: Officer, side: str, **fields: Any) -> Organisation:
    """Enter an organisation; a police organ without a superior of the office becomes one of the office's organs."""
    must_hold(officer, Role.SYSTEM_ADMIN)
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
    must_hold(officer, Role.SYSTEM_ADMIN)
    selectors.managed_organisation(officer, pk)
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=pk)
    step: Organisation | None = fields.get("parent")
    while step is not None:
        if step.pk == organisation.pk:
            raise Invalid("上级单位不能是本单位或者本单位的下级。", {"parent": ["不能是本单位或者本单位的下级。"]})
        step = step.parent
    changes = assign(organisation, fields)
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
    must_hold(officer, Role.SYSTEM_ADMIN)
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
        account, passwords[username] = new_account(procuratorate, {"username": username, "name": name})
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
