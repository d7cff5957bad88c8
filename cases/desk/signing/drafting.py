"""Papers on their way: drafts that wait for a signature (待审批, 待审核), and what the police sent (我方发起)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat
from django.db.models.lookups import In

from cases.desk.page.page import title_of
from cases.desk.page.timeline import form_answers
from cases.matters.acts.deciding import decides_as_head, head_decides
from cases.matters.desks import own_rows
from cases.matters.dossier import Dossier, contests, with_details
from cases.matters.papers.documents import context_of
from cases.matters.table.workflow import document_type, tables
from cases.matters.telling.words import short_day
from cases.models import Addressee, Document, Event, Paper, Shown
from office.blocks import Block
from office.models import Officer
from office.selectors import delegation_of
from office.sides import HEADS, Side

DOT = Value(".")


def awaiting_signature(officer: Officer, settings: Mapping[str, Any], today: date) -> QuerySet[Document]:
    """Drafts this officer may decide on a day: nobody what he ever wrote, and what was passed on (改签) he alone to whom it was.

    ``settings``: the options of his office, which say who decides where the law leaves it open.
    """
    return _waiting(officer).filter(_decided_by(officer, settings, today) & (Q(decider=None) | Q(decider=officer)))


def passed_on(officer: Officer, settings: Mapping[str, Any], today: date) -> QuerySet[Document]:
    """Drafts this officer could decide, had the decision not been passed to another; of others, those he passed on himself."""
    by_him = Exists(Event.objects.filter(document=OuterRef("pk"), action="pass_on", officer=officer, undone=False))
    could = _decided_by(officer, settings, today) if decides_as_head(officer, today) else Q(by_him)
    rows = _waiting(officer).exclude(decider=None).exclude(decider=officer)
    return rows.filter(could | Q(by_him)).select_related("decider", "matter__police")


def own_waiting(officer: Officer, settings: Mapping[str, Any], today: date) -> QuerySet[Document]:
    """What an officer who decides as head wrote himself, and another must therefore decide."""
    if not decides_as_head(officer, today):
        return Document.objects.none()
    decided, _ = _acts(officer, settings, today)
    return _waiting(officer).filter(any_of(decided) & Q(_written_by(officer))).select_related("decider", "matter__police")


def _waiting(officer: Officer) -> QuerySet[Document]:
    """Drafts of the officer's own agency that wait for a decision."""
    rows = Document.objects.visible_to(officer).filter(
        status=Paper.DRAFT, leads=True, origin_side=officer.side, matter__closed_at=None
    )
    if officer.side == Side.PROCURATORATE:
        return rows.filter(issuer_id=officer.organisation_id)
    # no paper names the organ: its row does
    return rows.filter(matter__in=own_rows(officer).exclude(draft_of="").values("matter"))


def _decided_by(officer: Officer, settings: Mapping[str, Any], today: date) -> Q:
    """What the officer may decide, leaving aside whom it was passed to."""
    decided, signed = _acts(officer, settings, today)
    if not decides_as_head(officer, today):
        return any_of(signed) & ~_decided_before(officer)
    held = None if HEADS[officer.side] in officer.roles else delegation_of(officer, today)
    # 改签 upward: what others sign themselves, the head decides once it was passed to him
    raw = Q(swept_for__isnull=False, drafted_by=None)  # of the deadline check, not looked over: its handler's first
    as_head = (any_of(decided) | Q(decider=officer)) & ~raw & ~Q(_written_by(officer))
    if held is not None:
        as_head &= ~Q(_written_by(held.giver)) & ~_decided_before(officer)
    return as_head | (any_of(signed) & ~_decided_before(officer))


def _decided_before(officer: Officer) -> Q:
    """另行指派 (``not_by``): drafts that answer an objection to what this officer decided, here or on the matter this one follows."""
    answers = [(table.kind, row) for table in tables() for row in table.actions if row.not_by and row.is_of(officer.side)]
    here = Q(matter=OuterRef("matter")) | Q(matter=OuterRef("matter__parent"))
    his = Q(document__drafted_by=officer) | Q(document__drafted_by=None, officer=officer)
    before = {code for _, row in answers for code in row.not_by}
    acts = Event.objects.filter(here, his, action__in=before, undone=False)
    decided = acts.annotate(answered=Concat(OuterRef("matter__kind"), DOT, OuterRef("action"), DOT, "action", output_field=CharField()))
    decided = decided.filter(answered__in=[f"{kind}.{row.code}.{code}" for kind, row in answers for code in row.not_by])
    # most drafts answer no objection: of those nobody looks into the trail
    return any_of([(kind, row.code) for kind, row in answers]) & Q(Exists(decided))


def _written_by(officer: Officer) -> Combinable:
    """Whether the officer drafted or revised a draft at any time."""
    wrote = Exists(Event.objects.filter(document=OuterRef("pk"), action__in=("draft", "revise"), officer=officer))
    return Case(When(Q(drafted_by=officer) | Q(wrote), then=True), default=False, output_field=BooleanField())


def any_of(acts: Iterable[tuple[str, str]]) -> Q:
    """Papers of these acts, each named by kind and code: one list, for of a condition a kind PostgreSQL made a long plan.

    The codes alone leave out most papers before their matters are looked up.
    """
    acts = list(acts)
    return Q(In(Concat("matter__kind", DOT, "action"), [f"{kind}.{code}" for kind, code in acts]), action__in=sorted({code for _, code in acts}))


def _acts(officer: Officer, settings: Mapping[str, Any], today: date) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The acts this officer decides as head, and those he signs himself, by kind and code."""
    decided, signed = [], []
    himself = HEADS[officer.side] in officer.roles
    lent = not himself and delegation_of(officer, today) is not None
    for table in tables():
        for row in (one.pressed_by(officer.side) for one in table.actions):
            if not row.issues or not row.is_of(officer.side):
                continue
            if head_decides(row, settings):
                if himself or (lent and not row.is_among(settings.get("undelegated_acts", ()))):
                    decided.append((table.kind, row.code))
            elif any(actor.role in officer.roles for actor in row.by):
                signed.append((table.kind, row.code))
    return decided, signed


@dataclass(frozen=True)
class Draft:
    """One draft whole, for the one who decides."""

    key: UUID
    matter: UUID
    name: str
    act: str
    title: str
    facts: list[str]
    blocks: list[Block]
    version: int
    filled: list[tuple[str, str]]
    files: list[tuple[UUID, str]]
    swept: bool


def with_text(rows: QuerySet[Document]) -> QuerySet[Document]:
    """Joined with what the text of a draft is made from."""
    joined = ("issuer", "drafted_by", "matter__police", "matter__case", "matter__office__procuratorate__parent")
    return rows.select_related(*joined).prefetch_related("attachments", "matter__documents")


def drafts_of(officer: Officer, documents: Sequence[Document], today: date) -> list[Draft]:
    """The drafts of one page (joined by ``with_text``) in words."""
    with_details([one.matter for one in documents])
    return [draft_of(officer, one, today) for one in documents]


def draft_of(officer: Officer, document: Document, today: date) -> Draft:
    """A draft in words: a paper made here as its text, an uploaded one as what was filled in and its files."""
    kind, matter = document_type(document.type), document.matter
    row = Dossier(matter).row_of(document)
    author = document.drafted_by.name if document.drafted_by else "期限检查"
    return Draft(
        key=document.pk,
        matter=matter.pk,
        name=document.name,
        act=row.label_for(officer.side),
        title=title_of(Dossier(matter), officer.side),
        facts=[matter.number, f"{author} {short_day(document.drafted_at.date(), today)}拟稿", row.basis],
        blocks=kind.body(context_of(document)) if kind.body else [],
        version=matter.version,
        filled=[] if kind.body or not row.form else form_answers(row.form, document.fields),
        files=[(one.pk, one.name) for one in document.attachments.all()],
        swept=document.swept_for_id is not None,
    )


# --- 我方发起 ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sent:
    """One thing the police sent or began, and how it stands."""

    matter: UUID
    paper: UUID | None
    day: str
    what: str
    title: str
    number: str
    standing: str
    awaited: str = ""
    facts: list[str] = field(default_factory=list)


def objections_of() -> set[str]:
    """Codes of the acts by which the police contest a decision, of every kind."""
    return {row.code for table in tables() for row in table.actions if contests(row)}


def own_papers(officer: Officer, *, objections: bool = False) -> QuerySet[Document]:
    """Papers of the officer's side, drafts included; ``objections``: 要求复议 and 提请复核 alone."""
    rows = Document.objects.visible_to(officer).filter(origin_side=officer.side, leads=True).exclude(status=Paper.DISCARDED)
    if objections:
        rows = rows.filter(action__in=objections_of())
    return rows.select_related("matter__police", "drafted_by")


def own_notes(officer: Officer) -> QuerySet[Event]:
    """Notes written on this side."""
    rows = Event.objects.visible_to(officer).filter(action="note", actor_side=officer.side)
    return rows.select_related("matter__police", "officer")


def sent_paper(officer: Officer, paper: Document, today: date) -> Sent:
    """One paper of this side in words."""
    dossier = Dossier(paper.matter)
    day = paper.issued_on or paper.drafted_at.date()
    standing = {
        Paper.DRAFT.value: "已拟稿，待负责人审核",
        Paper.RETURNED.value: f"退回修改：{paper.returned_reason}",
        Paper.CIRCULATING.value: "待双方会签",
        Paper.ISSUED.value: "双方同阅" if paper.addressee == Addressee.BOTH else "已送出，检察院尚未签收",
        Paper.RECEIVED.value: f"检察院{short_day(paper.received_on, today)}签收" if paper.received_on else "检察院已签收",
        Paper.WITHDRAWN.value: f"已撤回：{paper.ended_reason}",
    }[paper.status]
    return Sent(
        matter=paper.matter_id, paper=paper.pk, day=short_day(day, today), what=f"《{paper.name}》{paper.number}",
        title=title_of(dossier, officer.side), number=paper.matter.number, standing=standing,
        awaited=dossier.state.police_asks.replace("{due}", "") if paper.action in objections_of() else "",
    )  # fmt: skip


def sent_note(officer: Officer, event: Event, today: date) -> Sent:
    """One note of this side in words."""
    return Sent(
        matter=event.matter_id, paper=None, day=short_day(event.on, today) if event.on else "", what=f"附言：{event.text}",
        title=title_of(Dossier(event.matter), officer.side), number=event.matter.number,
        standing="双方可见" if event.shown == Shown.BOTH else "本单位可见",
    )  # fmt: skip
