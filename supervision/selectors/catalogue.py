"""监督项目: the catalogue as one office has it, with what it added and what it put out of use."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from cases.desk.page.beside import About, Reference, Topic, references
from office.models import Officer
from office.scoping import reach_of
from office.sides import Role, Side
from supervision.models.investigation import SupervisionItem, SupervisionSubItem, catalogue_on, named

KEEPERS = frozenset({Role.PROSECUTOR, Role.CHIEF})


@dataclass
class ItemView:
    """One item of 规则第567条 with its 细目; ``past``: wordings that are no longer in force."""

    item: SupervisionItem
    subs: list[SupervisionSubItem] = field(default_factory=list)
    retired: list[SupervisionSubItem] = field(default_factory=list)
    past: list[SupervisionItem] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    """Texts that concern the item (指引)."""


def may_keep(officer: Officer) -> bool:
    """Whether this officer adds and retires 细目 of his office: 检察官、检察长 of a joint office."""
    return bool(officer.side == Side.PROCURATORATE and officer.roles & KEEPERS and reach_of(officer).own_office)


def catalogue(officer: Officer, today: date) -> list[ItemView]:
    """The items in force today in the order of the article; three queries."""
    views = {item.code: ItemView(item) for item in catalogue_on(today)}
    for item in SupervisionItem.objects.filter(effective_to__lt=today).order_by("code", "-version"):
        if item.code in views:
            views[item.code].past.append(item)
    own = reach_of(officer).own_office
    subs = SupervisionSubItem.objects.filter(Q(office=None) | Q(office_id=own)).select_related("item", "added_by", "retired_by")
    for sub in subs.order_by("added_at", "id"):
        view = views.get(sub.item.code)
        if view is not None:
            (view.subs if sub.is_active else view.retired).append(sub)
    return list(views.values())


def put_beside(views: list[ItemView], officer: Officer, today: date) -> None:
    """The texts that concern each item: one query for all."""
    found = references(officer, About(choosing=True), today)
    for view in views:
        view.references = [one for one in found if named(view.item.code) in one.topics]


def sub_item(officer: Officer, key: Any) -> SupervisionSubItem | None:
    """A 细目 of the officer's own office; None for what the system brought, or another office's."""
    own = reach_of(officer).own_office
    return SupervisionSubItem.objects.visible_to(officer).filter(office_id=own, pk=key).select_related("item").first()


def topics(today: date) -> list[Topic]:
    """监督项目 as what a text (指引) may concern: by name and wording. One query."""
    return [Topic(named(item.code), item.text) for item in catalogue_on(today)]
