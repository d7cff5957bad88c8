"""指引 as it is read: what is in force beside a case, a matter or 监督项目, the list of all, and one text beside the version before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from django.db.models import Q

from cases.desk.page.beside import About, Reference
from cases.exceptions import NotFound
from cases.matters.dossier import NOT_FOUND
from cases.matters.table.workflow import workflow
from cases.models import Matter
from liaison.models.guidance import IN_FORCE, JOINT, SUBORDINATE, GuidanceDetail, Sort
from office.blocks import chinese_date
from office.models import Officer
from office.options import options
from office.scoping import reach_of
from office.sides import Side

MOST = 200
"""Texts (件) that the list shows; the search finds the others."""
BESIDE = 20
"""Texts (件) shown beside a page."""


def in_force(officer: Officer, today: date) -> Any:
    """The guidance that stands on a day, as far as the officer sees it."""
    rows = Matter.objects.visible_to(officer).filter(kind="guidance", state__in=IN_FORCE, guidance__effective_on__lte=today)
    return rows.select_related("guidance").order_by("-guidance__effective_on", "-id")


def beside(officer: Officer, about: About, today: date) -> Iterable[Reference]:
    """What stands and concerns a page: by its charge and kind, or by 监督项目 of its rows. One query."""
    found = [one for one in in_force(officer, today) if _concerns(one.guidance, about)]
    return [_reference(one) for one in found[:BESIDE]]


def _reference(matter: Matter) -> Reference:
    since = f"{matter.number}，{chinese_date(matter.guidance.effective_on)}起施行"
    return Reference("guidance_text", matter.pk, matter.public_title or matter.title, since, frozenset(split(matter.guidance.items)))


def _concerns(guidance: GuidanceDetail, about: About) -> bool:
    charges, kinds, items = split(guidance.charges), split(guidance.kinds), split(guidance.items)
    if items and (about.choosing or about.topics & set(items)):
        return True
    if not charges and not kinds:
        return False
    by_charge = not charges or any(word in about.charge for word in charges)
    by_kind = not kinds or about.kind in kinds or (not about.kind and bool(charges))
    return by_charge and by_kind


def split(words: str) -> list[str]:
    """The words of a column that holds several."""
    return words.split(JOINT) if words else []


# ------------------------------------------------------------------------------------------------ the list


@dataclass(frozen=True)
class Listed:
    """One text of the list."""

    id: UUID
    number: str
    title: str
    sort: str
    state: str
    tone: str
    since: str
    charges: str
    edition: int


def listed(officer: Officer, today: date, *, charge: str = "", words: str = "", old: bool = False) -> list[Listed]:
    """The texts that went round or stand, newest first; ``old``: those replaced, repealed or given up too.

    ``charge``: part of a charge; ``words``: part of title, number or text. One query.
    """
    rows = Matter.objects.visible_to(officer).filter(kind="guidance").exclude(state__in=("drafting", "dropped", "void"))
    if not old:
        rows = rows.filter(closed_at=None)
    if charge:
        rows = rows.filter(guidance__charges__icontains=charge)
    if words:
        rows = rows.filter(Q(public_title__icontains=words) | Q(number__icontains=words) | Q(guidance__body__icontains=words))
    return [_listed(one, today) for one in rows.select_related("guidance").order_by("-id")[:MOST]]


def _listed(matter: Matter, today: date) -> Listed:
    detail = matter.guidance
    stands = detail.stands_on(today)
    state = workflow(matter.kind).state(matter.state).label
    if matter.state in IN_FORCE and not stands:
        state = "已会签，尚未施行"
    return Listed(
        matter.pk, matter.number, matter.public_title or matter.title, Sort(matter.variant).label if matter.variant else "", state,
        "good" if stands else "", chinese_date(detail.effective_on) if detail.effective_on and matter.state not in ("signing", "withdrawn") else "",
        detail.charges.replace(JOINT, "；"), detail.edition,
    )  # fmt: skip


def charges(officer: Officer) -> list[str]:
    """The charges to search by: the office's list."""
    own = reach_of(officer).own_office
    return list(options(own)["guidance_charges"]) if own is not None else []


# ------------------------------------------------------------------------------------------------ one text


@dataclass(frozen=True)
class Line:
    """One paragraph, and whether it is ``new``, ``gone`` or in both versions (empty)."""

    words: str
    change: str = ""


@dataclass(frozen=True)
class Text:
    """One text to read, with the versions before and after it."""

    matter: Matter
    row: Listed
    first: str
    lines: list[Line]
    compared: str
    """Number of the version it is compared with; empty where it is shown alone."""
    before: Matter | None
    after: list[Matter]


def text(officer: Officer, key: UUID, today: date, *, compare: bool = False) -> Text:
    """One guidance as this officer reads it. Raises NotFound."""
    rows = Matter.objects.visible_to(officer).filter(kind="guidance").select_related("guidance")
    matter = rows.filter(pk=key).first()
    if matter is None:
        raise NotFound(NOT_FOUND)
    # a version before it that its reader may not see (there is none) would not be named either
    before = rows.filter(pk=matter.parent_id).first() if matter.parent_id else None
    after = list(rows.filter(parent=matter).exclude(state__in=("drafting", "dropped", "void")).order_by("id"))
    # what is written anew after it was sent back is its drafter's until it goes round again; what went round stands in the papers
    reach = reach_of(officer)
    own_text = matter.began_side == officer.side and (reach.side != Side.POLICE or matter.police_id in reach.organs)
    theirs = matter.state == "drafting" and not own_text
    own = [] if theirs else paragraphs(matter.guidance.body)
    lines = compared(paragraphs(before.guidance.body), own) if compare and before is not None else [Line(one) for one in own]
    return Text(matter, _listed(matter, today), SUBORDINATE, lines, before.number if compare and before is not None else "", before, after)


def paragraphs(body: str) -> list[str]:
    """The paragraphs of a text."""
    return [line.strip() for line in body.splitlines() if line.strip()]


def compared(old: list[str], new: list[str]) -> list[Line]:
    """Two versions paragraph by paragraph: what is gone stands before what is new in its place."""
    lines: list[Line] = []
    for change, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if change == "equal":
            lines += [Line(one) for one in new[c:d]]
        else:
            lines += [Line(one, "gone") for one in old[a:b]] + [Line(one, "new") for one in new[c:d]]
    return lines
