"""会签, 加签, 抄送 and 改签 as they are read: what an officer is asked, what he shall know, what stands on a paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from cases.exceptions import Invalid
from cases.matters.telling.words import moment
from cases.models import Asked, Consent, Document, Event, Matter, Paper
from office.models import Delegation, Officer
from office.scoping import reach_of
from office.sides import BUSINESS_ROLES, Side

# --- worklists -------------------------------------------------------------------------------------------------------


def asked_of(officer: Officer) -> QuerySet[Consent]:
    """待我会签: 会签 and 加签 this officer has not answered, on drafts that wait for a decision."""
    rows = Consent.objects.visible_to(officer).filter(officer=officer, kind__in=[Asked.CONSENT, Asked.SIGNER])
    rows = rows.filter(answered_at=None, withdrawn_at=None, document__status=Paper.DRAFT, matter__closed_at=None)
    return rows.select_related("document", "matter", "asked_by")


def copied_to(officer: Officer, *, unread: bool = False) -> QuerySet[Consent]:
    """抄送我: papers and matters this officer shall know of; ``unread``: those he has not opened from here."""
    rows = Consent.objects.visible_to(officer).filter(officer=officer, kind=Asked.COPY, withdrawn_at=None)
    if unread:
        rows = rows.filter(read_at=None)
    return rows.select_related("document", "matter", "asked_by")


@dataclass(frozen=True)
class Line:
    """One thing an officer is asked, or shall know of, in words."""

    key: UUID
    matter: UUID
    paper: UUID | None
    what: str
    title: str
    number: str
    kind: str
    by: str
    when: str
    note: str
    read: bool


def line_of(officer: Officer, row: Consent, today: date) -> Line:
    """A row of ``asked_of`` or ``copied_to``."""
    matter = row.matter
    return Line(
        key=row.pk,
        matter=row.matter_id,
        paper=row.document_id,
        what=f"《{row.document.name}》{row.document.number}" if row.document else "事项",
        title=(matter.public_title or matter.title) if officer.side == Side.POLICE else matter.title,
        number=matter.number,
        kind=str(Asked(row.kind).label),
        by=row.asked_by.name,
        when=moment(row.asked_at, today),
        note=row.note,
        read=row.read_at is not None,
    )


# --- what stands on a paper ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class View:
    """One question or copy on a paper as its own side reads it."""

    key: UUID
    kind: str
    who: str
    asked: str
    """Who asked when, and what for."""
    state: str
    reason: str
    awaited: bool
    against: bool
    recall: bool
    """The reader asked it, and may take it back."""
    stale: bool = False
    """Answered before the draft was last changed."""


@dataclass
class History:
    """What happened to a draft on its way to the one who decides."""

    writers: set[UUID] = field(default_factory=set)
    revised_at: datetime | None = None
    passed: str = ""
    """Who passed the decision to whom, and why: the newest 改签."""
    passed_by: UUID | None = None


def histories(officer: Officer, documents: Sequence[Document], today: date) -> dict[UUID, History]:
    """Writers, last change and last 改签 of each draft: one query."""
    found: dict[UUID, History] = {one.pk: History() for one in documents}
    for one in documents:
        if one.drafted_by_id:
            found[one.pk].writers.add(one.drafted_by_id)
    events = Event.objects.visible_to(officer).filter(document__in=documents, action__in=["draft", "revise", "pass_on"], undone=False)
    for event in events.defer("before").select_related("officer").order_by("seq"):
        line = found[event.document_id]
        if event.action == "pass_on":
            line.passed = f"{event.text}（{moment(event.recorded_at, today)}）：{event.reason}"
            line.passed_by = event.officer_id
            continue
        line.writers |= {event.officer_id} if event.officer_id else set()
        if event.action == "revise":
            line.revised_at = event.recorded_at
    return found


def views(
    officer: Officer, documents: Sequence[Document], today: date, *, told: dict[UUID, History] | None = None, opened_at: datetime | None = None
) -> dict[UUID, list[View]]:
    """会签, 加签 and 抄送 on each paper, in the order they were asked: one query. ``opened_at``: the officer is opening the papers now."""
    told = told or {}
    found: dict[UUID, list[View]] = defaultdict(list)
    rows = Consent.objects.visible_to(officer).filter(document__in=documents).select_related("officer", "asked_by")
    for row in rows.order_by("asked_at", "id"):
        history = told.get(row.document_id) if row.document_id else None
        found[row.document_id].append(_view(officer, row, today, history.revised_at if history else None, opened_at))
    return found


def _view(officer: Officer, row: Consent, today: date, revised_at: datetime | None, opened_at: datetime | None) -> View:
    read_at = row.read_at or (opened_at if row.officer_id == officer.pk else None)
    if row.withdrawn_at is not None:
        state = f"已撤回：{row.withdrawn_reason}"
    elif row.kind == Asked.COPY:
        state = f"{moment(read_at, today)}已阅" if read_at else "未阅"
    elif row.answered_at is not None:
        state = f"{row.get_answer_display()}（{moment(row.answered_at, today)}）"
    else:
        state = "待答复"
    return View(
        key=row.pk,
        kind=str(Asked(row.kind).label),
        who=row.officer.name,
        asked=f"{row.asked_by.name} {moment(row.asked_at, today)}{f'：{row.note}' if row.note else ''}",
        state=state,
        reason=row.reason,
        awaited=row.is_open,
        against=row.answer == Consent.DISAGREE and row.withdrawn_at is None,
        recall=row.is_open and row.asked_by_id == officer.pk,
        stale=bool(row.answered_at and revised_at and row.answered_at < revised_at),
    )


def open_questions(document: Document) -> list[Consent]:
    """会签 and 加签 that wait for an answer on this draft, in the order they were asked."""
    rows = document.consents.filter(answered_at=None, withdrawn_at=None).exclude(kind=Asked.COPY)
    return list(rows.select_related("officer").order_by("asked_at", "id"))


def in_the_way(document: Document) -> str | None:
    """Why a draft may not be signed yet, in one sentence: somebody asked has not answered."""
    return waiting_words(document.name, [(str(Asked(row.kind).label), row.officer.name) for row in open_questions(document)])


def waiting_words(name: str, waiting: Iterable[tuple[str, str]]) -> str | None:
    """The sentence of ``in_the_way`` from pairs of 会签 or 加签 and a name; None for none."""
    pairs = list(waiting)
    if not pairs:
        return None
    kinds = "、".join(dict.fromkeys(kind for kind, _ in pairs))
    names = "、".join(dict.fromkeys(who for _, who in pairs))
    return f"《{name}》正在{kinds}，{names}尚未答复，答复或者撤回以后才能批准。"


def question_of(officer: Officer, document: Document) -> Consent | None:
    """What this officer is asked on a draft; 加签 before 会签."""
    rows = [row for row in open_questions(document) if row.officer_id == officer.pk]
    return next((row for row in rows if row.kind == Asked.SIGNER), rows[0] if rows else None)


def paper_of(officer: Officer, matter: Matter, key: Any) -> Document:
    """A paper of the matter this officer may see. Raises Invalid where none is meant."""
    try:
        wanted = UUID(str(key))
    except ValueError:
        wanted = None
    rows = Document.objects.visible_to(officer).filter(matter=matter, pk=wanted)
    found = rows.select_related("issuer", "drafted_by", "decider").first() if wanted else None
    if found is None:
        raise Invalid("没有指明文书，请从文书列表中办理。")
    return found


# --- people ----------------------------------------------------------------------------------------------------------


def colleagues(officer: Officer, today: date) -> list[Officer]:
    """Who may be asked or told: everyone at work on the officer's side at his place, himself left out. One or two queries."""
    reach = reach_of(officer)
    current = Q(grants__expires_on=None) | Q(grants__expires_on__gte=today)
    here = Q(organisation_id=officer.organisation_id)
    if reach.side == Side.POLICE:
        here = Q(organisation_id__in=reach.organs) | Q(organisation__parent_id__in=reach.organs)
    rows = Officer.objects.filter(current, here, is_active=True, grants__role__in=BUSINESS_ROLES).exclude(pk=officer.pk)
    return list(rows.select_related("organisation").distinct().order_by(F("organisation__order"), "name", "pk"))


def named(officer: Officer, one: Officer) -> str:
    """A colleague in a list of choices: with his post, and his unit where it is another one."""
    more = [one.title] if one.title else []
    if one.organisation_id != officer.organisation_id:
        more.append(one.organisation.short_name or one.organisation.name)
    return f"{one.name}（{'，'.join(more)}）" if more else one.name


def decider_named(one: Officer, held: Delegation | None) -> str:
    """Who decides, and in whose name."""
    return f"{one.name}（{held.words}）" if held else one.name
