"""会签 on the page: what goes round and awaits an officer, who has signed it, and what changed since it last went round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.desk.page.page import title_of
from cases.desk.signing.drafting import any_of
from cases.matters import seats
from cases.matters.acts import circulating
from cases.matters.dossier import Dossier, Opened, with_details
from cases.matters.papers import signing
from cases.matters.papers.signing import Standing
from cases.matters.table.workflow import HOSTS, tables
from cases.matters.telling.words import moment
from cases.models import Document, Paper, SeatRole, Signature, Signing
from office.blocks import Block, load, text_of
from office.models import Officer
from office.scoping import reach_of
from office.selectors import delegation_of
from office.sides import HEADS, Side

SAME, OUT, IN = "same", "out", "in"


@dataclass(frozen=True)
class Change:
    """Paragraphs that stand in both texts, only in the former, or only in this one."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One organisation on the 会签单."""

    organisation: str
    signer: str
    authority: str
    when: str

    @property
    def signed(self) -> bool:
        return bool(self.when)


@dataclass(frozen=True)
class Round:
    """会签 of one paper in words."""

    lines: tuple[Line, ...]
    digest: str
    """Of the text that is, or was, signed."""
    open: bool
    void: bool
    """It was sent back or taken back: no signature counts."""
    former: str = ""
    """When the text was sent round before, and why that ended."""
    changes: tuple[Change, ...] = field(default=())
    """Against that text, paragraph by paragraph."""

    @property
    def signed(self) -> int:
        """How many organisations have signed."""
        return sum(line.signed for line in self.lines)

    @property
    def awaited(self) -> str:
        """Whose signature is wanted, by name."""
        return "、".join(line.organisation for line in self.lines if not line.signed)


# --- who has signed --------------------------------------------------------------------------------------------------


def lines_of(standing: Standing, today: date) -> tuple[Line, ...]:
    """The 会签单."""
    found = []
    for organisation in standing.organisations:
        one = standing.of(organisation)
        found.append(
            Line(organisation.name, one.officer.name if one else "", one.authority if one else "", moment(one.signed_at, today) if one else "")
        )
    return tuple(found)


def round_of(officer: Officer, found: Opened, paper: Document, today: date) -> Round | None:
    """会签 of one paper; None for a paper that never went round."""
    if paper.signing is None:
        return None
    former = _former(officer, found, paper)
    return _round(paper, signing.standing(paper.signing), former, today)


def _round(paper: Document, standing: Standing, former: Document | None, today: date) -> Round:
    assert paper.signing is not None
    before = f"{moment(former.drafted_at, today)}送会签；{former.ended_reason}" if former else ""
    return Round(
        lines=lines_of(standing, today),
        digest=paper.signing.digest,
        open=paper.status == Paper.CIRCULATING,
        void=paper.status in (Paper.DISCARDED, Paper.WITHDRAWN),
        former=before,
        changes=compared(load(former.text), load(paper.text)) if former else (),
    )


def _former(officer: Officer, found: Opened, paper: Document) -> Document | None:
    """The text of the same act that went round before this one, while this one has not been issued: then it stands for itself."""
    if paper.status in (Paper.ISSUED, Paper.RECEIVED):
        return None
    before = takewhile(lambda one: one.pk != paper.pk, found.seen_papers)
    earlier = [one for one in before if one.action == paper.action and one.signing_id]
    return Document.objects.visible_to(officer).filter(pk=earlier[-1].pk).first() if earlier else None


def compared(old: Iterable[Block], new: Iterable[Block]) -> tuple[Change, ...]:
    """Two texts paragraph by paragraph: what was taken out stands before what came in."""
    before, after = text_of(old).split("\n"), text_of(new).split("\n")
    found = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Change(SAME, tuple(after[c:d])))
            continue
        found += [Change(kind, tuple(lines)) for kind, lines in ((OUT, before[a:b]), (IN, after[c:d])) if lines]
    return tuple(found)


# --- what awaits an officer ------------------------------------------------------------------------------------------


def awaiting(officer: Officer, settings: Mapping[str, Any], today: date) -> QuerySet[Document]:
    """What goes round and this officer may sign on a day: for an organisation that has not signed, and nothing he sent round himself.

    ``settings``: the options of his office, which say whether hosts sign and what is not delegated.
    """
    reach = reach_of(officer)
    own = reach.organs if reach.side == Side.POLICE else (officer.organisation_id,)
    wanted = Signing.wanted.through.objects.filter(signing=OuterRef("signing"), organisation__in=own)
    signed = Signature.objects.filter(signing=OuterRef("signing"), organisation__in=own)
    rows = Document.objects.visible_to(officer).filter(status=Paper.CIRCULATING, leads=True)
    if reach.looks_in:  # a head who only looks into a restricted matter signs nothing in it
        rows = rows.filter(seats.partaking(officer, today, restricted="matter__restricted"))
    return rows.filter(_signed_by(officer, settings, today), Exists(wanted), ~Exists(signed)).exclude(drafted_by=officer)


def _signed_by(officer: Officer, settings: Mapping[str, Any], today: date) -> Q:
    """The papers of the acts that this officer's role, his authority or his seat lets him sign."""
    own, lent, seated = [], [], []
    held = None if HEADS[officer.side] in officer.roles else delegation_of(officer, today)
    for table in tables():
        for row in table.actions:
            if row.circulates is None:
                continue
            act, roles = (table.kind, row.code), {actor.role for actor in row.circulates.by if actor.side == officer.side}
            if roles & officer.roles:
                own.append(act)
            elif held and HEADS[officer.side] in roles and not row.is_among(settings.get("undelegated_acts", ())):
                lent.append(act)
            if row.circulates.option and settings.get(row.circulates.option) == HOSTS:
                seated.append(act)
    may = any_of(own)
    if held is not None and lent:
        may |= any_of(lent) & ~Q(drafted_by=held.giver)
    if seated:
        host = seats.in_force(today).filter(matter=OuterRef("matter"), officer=officer, role=SeatRole.HOST)
        may |= any_of(seated) & Q(Exists(host))
    return may


@dataclass(frozen=True)
class Card:
    """One paper that goes round, whole, for who signs it."""

    key: UUID
    matter: UUID
    name: str
    title: str
    facts: list[str]
    version: int
    round: Round
    authority: str
    blocks: list[Block]
    files: list[tuple[UUID, str]]


def board(officer: Officer, rows: QuerySet[Document], today: date, limit: int) -> list[Card]:
    """The first of ``awaiting``, the one that was sent round first before the others: as many queries for one as for ten."""
    joined = ("issuer", "signing", "drafted_by__organisation", "matter__police", "matter__case", "matter__office__procuratorate")
    papers = list(rows.select_related(*joined).prefetch_related("attachments").order_by("drafted_at", "id")[:limit])
    with_details([one.matter for one in papers])
    stood = signing.standings([one.signing_id for one in papers])
    return [_card(officer, one, stood[one.signing_id], today) for one in papers]


def _card(officer: Officer, paper: Document, standing: Standing, today: date) -> Card:
    dossier = Dossier(paper.matter)
    author = paper.drafted_by.name if paper.drafted_by and paper.drafted_by.side == officer.side else paper.issuer.name
    return Card(
        key=paper.pk,
        matter=paper.matter_id,
        name=paper.name,
        title=title_of(dossier, officer.side),
        facts=[paper.matter.number, f"{author} {moment(paper.drafted_at, today)}送会签"],
        version=paper.matter.version,
        round=_round(paper, standing, None, today),
        authority=circulating.signer_of(dossier, paper, standing, officer, today).authority,
        blocks=list(load(paper.text)),
        files=[(one.pk, one.name) for one in paper.attachments.all()],
    )


def going_round(found: Opened, officer: Officer, today: date) -> list[tuple[Document, Round, bool]]:
    """What goes round in a matter, for its page, and whether the reader may sign it: two queries where anything does."""
    papers = [one for one in found.seen_papers if one.status == Paper.CIRCULATING and one.leads]
    stood = signing.standings([one.signing_id for one in papers])
    rows = []
    for one in papers:
        standing = stood[one.signing_id]
        words = Round(lines=lines_of(standing, today), digest=one.digest, open=True, void=False)
        rows.append((one, words, circulating.may_sign(found, one, standing, officer, today) is None))
    return rows
