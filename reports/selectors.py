"""Reads of bulletins: both agencies of the office read them; drafts are for those who write, check and sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cases.desk.lists.keyset import page_of
from cases.exceptions import NotFound
from cases.matters.papers import signing
from cases.models import Deadline, Document, Event, Matter, Signature
from office import audit
from office.blocks import chinese_date
from office.models import JointOffice, Officer, Organisation
from office.scoping import reach_of
from office.sides import Role, Side
from reports import documents
from reports.models import Bulletin, Stage

READS_DRAFTS = frozenset({Role.HEAD, Role.LEGAL})
"""Police who read drafts; the others read what was issued."""
WRITERS = frozenset({Role.PROSECUTOR, Role.ASSISTANT})


def bulletins(officer: Officer) -> QuerySet[Bulletin]:
    """The bulletins this officer may read, without their content, newest month first."""
    rows = Bulletin.objects.visible_to(officer).select_related("office__procuratorate").defer("pdf", "figures")
    if officer.side == Side.POLICE and not officer.roles & READS_DRAFTS:
        rows = rows.filter(status=Stage.ISSUED)
    return rows


def page(officer: Officer, cursor: str) -> tuple[list[Bulletin], str]:
    """One page of the list with its signatures, and the cursor of the next one."""
    return page_of(bulletins(officer).prefetch_related("signing__signatures__officer", "signing__signatures__organisation"), ("-month", "-id"), cursor)


def bulletin(officer: Officer, pk: UUID) -> Bulletin:
    """One bulletin with its content. Raises NotFound (404)."""
    found = bulletins(officer).defer(None).defer("pdf").filter(pk=pk).first()
    if found is None:
        raise NotFound("没有这份通报，或者不在您的可见范围内。")
    return found


def content(row: Bulletin, *, today: date) -> dict[str, Any]:
    """What the bulletin says: recomputed while it is a draft, as signed from the first signature on."""
    if row.status == Stage.DRAFT:
        return documents.content_of(row.office, row.month, today=today, text=row.text)
    return dict(row.figures)


def pdf(row: Bulletin, *, today: date) -> bytes:
    """The very bytes that were issued; before that, a print with 草稿 across every page."""
    if row.pdf is not None:
        return bytes(row.pdf)
    names = [one.officer.name for one in signatures(row)] if row.pk and not row._state.adding else []
    return documents.pdf_of(content(row, today=today), signers=names, head=head_of(row.office_id))


def head_of(office_id: UUID) -> tuple[int, str] | None:
    """Number and digest of the newest link of the office's audit chain."""
    return audit.heads([str(office_id)]).get(str(office_id))


def signatures(row: Bulletin) -> list[Signature]:
    """Who has signed: 检察长 first, then the heads of organs in statutory order."""
    return signing.standing(row.signing).signatures


# ------------------------------------------------------------------------------------------------ who signs


def organs_of(office: JointOffice) -> list[Organisation]:
    """The police organs of the office in statutory order; the first one leads."""
    return list(office.organs.order_by("order", "code"))


def required(office: JointOffice) -> list[Organisation]:
    """Whose heads must sign before 印发: the procuratorate's and the lead organ's. Other organs' heads may."""
    return [office.procuratorate, *organs_of(office)[:1]]


def awaited(row: Bulletin) -> list[Organisation]:
    """Whose heads must still sign before 印发."""
    if row.is_issued:
        return []
    return signing.standing(row.signing).awaited if row.signing else required(row.office)


def signs_for(officer: Officer, office: JointOffice) -> Organisation | None:
    """The organisation this officer signs a bulletin of the office for; None when he does not sign."""
    reach = reach_of(officer)
    if reach.own_office != office.pk:
        return None
    if officer.side == Side.PROCURATORATE:
        return office.procuratorate if Role.CHIEF in officer.roles else None
    if Role.HEAD not in officer.roles:
        return None
    return next((organ for organ in organs_of(office) if organ.pk in reach.organs), None)


def may_write(officer: Officer, office_id: UUID) -> bool:
    """Whether the officer drafts and edits the bulletins of this office: its prosecutors and their assistants."""
    return officer.side == Side.PROCURATORATE and reach_of(officer).own_office == office_id and bool(officer.roles & WRITERS)


# ------------------------------------------------------------------------------------------------ rows of a figure

MODELS: dict[str, type[Any]] = {"event": Event, "deadline": Deadline, "matter": Matter, "document": Document}


MATTER = "matter:"
"""A part whose key begins so leads to one matter and not to the rows of a figure."""


def reachable(officer: Officer, frozen: Mapping[str, Any]) -> set[str]:
    """The keys of single matters in a content that this officer may open."""
    tables = [block["table"] for section in frozen["sections"] for block in section["blocks"] if "table" in block]
    keys = {part[1] for table in tables for row in table["rows"] for part in row if part[1].startswith(MATTER)}
    ids = [UUID(key.removeprefix(MATTER)) for key in keys]
    return {f"{MATTER}{pk}" for pk in Matter.objects.visible_to(officer).filter(pk__in=ids).values_list("pk", flat=True)}


@dataclass
class Rows:
    """The rows behind one figure, as one officer may see them."""

    label: str
    formula: str
    source: str
    count: int
    unit: str
    hidden: int = 0
    """Rows counted that are not in this officer's reach."""
    rows: list[dict[str, Any]] = field(default_factory=list)
    more: str = ""


def rows_of(officer: Officer, frozen: Mapping[str, Any], key: str, cursor: str) -> Rows:
    """The rows behind a figure of a bulletin's content, one page. NotFound for a key it does not have."""
    figure = frozen["figures"].get(key)
    if figure is None:
        raise NotFound("这份通报中没有这个数字，可能数据已有变化，请返回通报重新打开。")
    definition = frozen["definitions"][key.split(".")[0]]
    ids = [UUID(one) for one in figure["ids"]]
    visible = MODELS[figure["of"]].objects.visible_to(officer).filter(pk__in=ids)
    found = Rows(
        label=definition["label"], formula=definition["formula"], source=definition["source"], unit=definition["unit"],
        count=figure["count"], hidden=len(ids) - visible.count(),
    )  # fmt: skip
    path = "" if figure["of"] == "matter" else "matter__"
    related = ("police",) if figure["of"] == "matter" else ("matter", "matter__police")
    rows, found.more = page_of(visible.select_related(*related), ("id",), cursor)
    found.rows = [_row(officer, row, row if not path else row.matter) for row in rows]
    return found


def _row(officer: Officer, row: Any, matter: Matter) -> dict[str, Any]:
    police = officer.side == Side.POLICE
    return {
        "matter": matter.pk,
        "number": matter.number,
        "title": (matter.public_title or matter.title) if police else matter.title,
        "organ": matter.police.name if matter.police else "公安机关不详",
        "persons": matter.persons,
        "what": _what(row),
    }


def _what(row: Any) -> str:
    if isinstance(row, Event):
        return f"{chinese_date(row.on) if row.on else row.on_words or '日期不详'}　{row.label}"
    if isinstance(row, Deadline):
        ended = f"，{chinese_date(row.ended_on)}{row.get_status_display()}" if row.ended_on else "，尚未履行"
        return f"{row.label}，{chinese_date(row.due_on)}届满{ended}"
    if isinstance(row, Document):
        return f"《{row.name}》{row.number}，{row.get_status_display()}"
    return ""
