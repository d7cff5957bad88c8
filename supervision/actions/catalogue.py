"""监督项目细目: an office adds its own and puts them out of use. Nothing is deleted; each act leaves an audit entry."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from cases.exceptions import Conflict, Invalid, NotAllowed, NotFound
from office import audit
from office.models import Officer
from office.scoping import reach_of
from supervision.models.investigation import SupervisionItem, SupervisionSubItem
from supervision.selectors import catalogue


def _must_keep(officer: Officer) -> None:
    if not catalogue.may_keep(officer):
        raise NotAllowed("监督项目细目由本办公室的检察官、检察长增设和停用，您没有这项权限。")


def add_sub_item(*, officer: Officer, item: SupervisionItem, text: str, article: str, now: datetime) -> SupervisionSubItem:
    """Add a 细目 of the officer's office under an item in force. Raises NotAllowed, Conflict where it stands already."""
    _must_keep(officer)
    if SupervisionSubItem.objects.filter(item=item, office=None, text=text, is_active=True).exists():
        raise Conflict(f"第{item.no}项下已有细目“{text}”。")
    try:
        with transaction.atomic():
            made = SupervisionSubItem.objects.create(
                office_id=reach_of(officer).own_office, item=item, text=text, article=article, added_by=officer, added_at=now
            )
            audit.record(officer, "add_sub_item", made, label="增设监督项目细目", facts={"监督项目": str(item), "依据": article})
    except IntegrityError as error:
        raise Conflict(f"第{item.no}项下已有细目“{text}”。") from error
    return made


@transaction.atomic
def retire_sub_item(*, officer: Officer, key: Any, reason: str, now: datetime) -> SupervisionSubItem:
    """Put a 细目 of the officer's office out of use; matters that name it keep it. Raises NotAllowed, NotFound, Invalid, Conflict."""
    _must_keep(officer)
    found = catalogue.sub_item(officer, key)
    if found is None:
        raise NotFound("没有这个细目，或者它不是本办公室增设的。")
    if not reason.strip():
        raise Invalid("停用须写明理由。", {"reason": ["停用须写明理由。"]})
    locked = SupervisionSubItem.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if not locked.is_active:
        raise Conflict(f"细目“{locked.text}”已经停用。")
    locked.is_active, locked.retired_by, locked.retired_on, locked.retired_reason = False, officer, now.date(), reason.strip()
    locked.save(update_fields=["is_active", "retired_by", "retired_on", "retired_reason"])
    audit.record(officer, "retire_sub_item", locked, label="停用监督项目细目", reason=locked.retired_reason)
    return locked
