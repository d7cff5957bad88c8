"""Papers to sign for (待签收) of either side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from cases.desk.lists.worklist import title_for
from cases.desk.page.duty import sentence
from cases.matters.desks import own_rows
from cases.matters.dossier import contests
from cases.matters.table.workflow import VOID, table_of
from cases.matters.telling.words import NONE, Light, short_day
from cases.models import Addressee, Document, Event, Paper
from cases.rules import RULES
from office.models import Officer
from office.scoping import reach_of
from office.sides import Side


def to_receive(officer: Officer) -> QuerySet[Document]:
    """待签收: papers served on the officer's organ or procuratorate and not yet signed for; a superior's where the matter lies there.

    Those of matters that their own decision closed too: 不批准逮捕 begins to count only when the police sign for it.
    """
    rows = Document.objects.visible_to(officer).filter(status=Paper.ISSUED).exclude(matter__state=VOID.code)
    if officer.side == Side.POLICE:
        # no paper names the organ: its row does
        rows = rows.filter(addressee=Addressee.POLICE, matter__in=own_rows(officer).filter(unsigned_ours=True).values("matter"))
    else:
        own = reach_of(officer).own_office
        above = Q(addressee=Addressee.SUPERIOR, matter__acting_office_id=own) & ~Q(office_id=own)
        rows = rows.filter(Q(addressee=Addressee.PROCURATORATE, office_id=own) | above)
    sent = Event.objects.filter(document=OuterRef("pk"), action=OuterRef("action"), undone=False)
    return rows.select_related("matter", "issuer").annotate(late_days=Subquery(sent.values("late_days")[:1]))


def matters_of(officer: Officer, papers: Sequence[UUID]) -> dict[UUID, UUID]:
    """The matter of each of these papers that the officer sees."""
    return dict(Document.objects.visible_to(officer).filter(pk__in=papers).values_list("pk", "matter_id")) if papers else {}


@dataclass(frozen=True)
class Waiting:
    """One paper to sign for, in the one plain sentence of its type."""

    matter: UUID
    paper: UUID
    name: str
    sentence: str
    title: str
    facts: list[str]
    light: Light
    late: str = ""
    """An objection made after its period: by how many days; 案管 takes it with this mark, or refuses it."""


def begins(paper: Document) -> str:
    """What signing for it sets running; empty where nothing does for certain."""
    table = table_of(paper.matter)
    row = table.action(paper.action) if paper.leads and table.has_action(paper.action) else None
    labels = [RULES[start.rule].label for start in row.starts_on_receipt if not start.when] if row else []
    return f"签收之日起计算：{'、'.join(labels)}" if labels else ""


def waiting_of(officer: Officer, paper: Document, today: date, settings: Mapping[str, Any]) -> Waiting:
    """A paper of ``to_receive`` in words; it is pressing from the office's first ``unsigned_days`` on."""
    waited = max((today - paper.issued_on).days, 0) if paper.issued_on else 0
    first, last = min(settings["unsigned_days"], default=1), max(settings["unsigned_days"], default=7)
    code = "overdue" if waited >= int(last) else "soon" if waited >= int(first) else NONE
    sent = f"{short_day(paper.issued_on, today)}送达" if paper.issued_on else "送达日未载"
    table = table_of(paper.matter)
    objects = paper.leads and table.has_action(paper.action) and contests(table.action(paper.action))
    late = getattr(paper, "late_days", 0) if objects else 0
    return Waiting(
        matter=paper.matter_id, paper=paper.pk, name=f"《{paper.name}》{paper.number}",
        sentence=sentence(paper.type, None) or begins(paper) or "请签收", title=title_for(officer, paper.matter),
        facts=[paper.matter.number, paper.issuer.short_name, sent],
        light=Light(code, f"送达{waited}天" if waited else "今天送达"), late=f"逾期{late}日提出" if late else "",
    )  # fmt: skip
