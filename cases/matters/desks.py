"""桌面行: the rows that lists read, one for each matter and each desk that sees it, and 我发起; written here alone.

``write()`` computes everything from the other tables and never from what stood before, so writing twice changes nothing and
rebuilding gives what the acts gave. It asks the same number of questions of one matter as of five hundred.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from cases.matters.table.workflow import BOTH, WORKFLOWS
from cases.models import (
    CUSTODIAL,
    NO_DUE_DATE,
    Addressee,
    Begun,
    CompulsoryMeasure,
    DeskRow,
    Document,
    Event,
    Matter,
    Paper,
)
from office.actions import job_finished, job_started
from office.models import JointOffice, Officer
from office.scoping import reach_of
from office.selectors import DESKS
from office.sides import Side

log = logging.getLogger(__name__)
BATCH = 500
"""Matters (件) written together when all are."""
TOLD = 20
"""Differences told one by one; the rest is counted."""
SENT_BACK = ("refuse", "withdraw")
KEY = ("desk_id", "matter_id")
COLUMNS = tuple(column.attname for column in DeskRow._meta.concrete_fields if column.attname not in KEY)
NEVER = (NO_DUE_DATE, NO_DUE_DATE)
OF_PAPERS = ("status", "addressee", "received_on", "leads", "origin_side", "issuer_id")
"""What rows say of papers is made from these."""
Spell = tuple[date, date]
Facts = Mapping[UUID, tuple[Matter, Sequence[Any]]]
"""Matters with their papers, as objects or as rows of ``OF_PAPERS``."""


@dataclass
class Difference:
    """How what stands differs from what should stand."""

    rows: list[DeskRow] = field(default_factory=list)
    """Rows that are missing or say something else, as they should be."""
    stale: list[DeskRow] = field(default_factory=list)
    """Rows of desks that no longer see the matter."""
    begun: list[Begun] = field(default_factory=list)
    not_begun: list[Begun] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    """One line for each."""


@dataclass
class Comparison:
    """What a comparison of all rows found: matters (件) looked at, rows that differed, and the first lines of how."""

    looked: int = 0
    wrong: int = 0
    words: list[str] = field(default_factory=list)

    def add(self, looked: int, found: Difference) -> None:
        """One batch more."""
        self.looked += looked
        self.wrong += len(found.words)
        self.words += found.words[: TOLD - len(self.words)]


def desks_of(officer: Officer) -> tuple[UUID, ...]:
    """The desks whose rows this officer reads: his own first, then those below it."""
    reach = reach_of(officer)
    return reach.organs if reach.side == Side.POLICE else reach.organisations


def own_rows(officer: Officer) -> QuerySet[DeskRow]:
    """Every row of the officer's own desk, closed matters included."""
    return DeskRow.objects.filter(desk__in=desks_of(officer)[:1])


def write(keys: Iterable[UUID], *, begun: bool = True, known: Facts | None = None) -> None:
    """Bring the rows of these matters up to date, at the end of a transaction that touched them and holds them locked.

    ``begun``: also 我发起, where somebody began something, or a beginning was undone. ``known``: matters that the transaction has
    at hand as they now are, with all their papers; they are not read again.
    """
    keys = list(keys)
    if not keys:
        return
    rows, beginnings, ended = _computed(keys, known)
    stand = {row.pk: row for row in DeskRow.objects.filter(matter__in=keys)}
    _save([row for row in rows if _differing(row, stand.pop(row.pk, None))], list(stand.values()))
    if begun:
        Begun.objects.bulk_create(beginnings, ignore_conflicts=True)
    if begun and ended:
        Begun.objects.filter(matter__in=ended).exclude(pk__in=[one.pk for one in beginnings]).delete()


def of_cases(cases: Iterable[UUID]) -> list[UUID]:
    """The matters of these cases, closed ones too, locked: somebody's custody in them changed."""
    return _locked(Matter.objects.filter(case__in=list(cases)))


def sent_back(keys: Iterable[UUID]) -> set[UUID]:
    """Those of these matters in which the other side sent something back and nobody had acted since: any line of the timeline changes that."""
    keys = list(keys)
    return set(DeskRow.objects.filter(matter__in=keys, refused=True).values_list("matter_id", flat=True)) if keys else set()


def begins(kind: str, code: str) -> bool:
    """Whether by this act one begins something anew."""
    return code in _begin_codes(kind)


def keys() -> list[UUID]:
    """Every matter there is, oldest first."""
    return list(Matter.objects.order_by("pk").values_list("pk", flat=True))


def are_written() -> bool:
    """Whether every matter there is has a row; not so where writing them for the first time was interrupted."""
    bare = Matter.objects.filter(~Exists(DeskRow.objects.filter(matter=OuterRef("pk"))))
    return DeskRow.objects.exists() and not bare.exists()


def check(say: Callable[[int], object] = str) -> Comparison:
    """Compare all rows with what they should be; nothing is written. ``say`` is told after each batch how many matters (件) are done."""
    return _over_all(difference, say)


def rebuild(*, now: datetime, say: Callable[[int], object] = str) -> Comparison:
    """The same, and put right what differs, each batch in a transaction of its own; with its heartbeat.

    Where no rows stood yet, as after an upgrade, nothing differed: 运行状况 says that they were written.
    """
    first = not DeskRow.objects.exists()
    job_started(DESKS, now=now)
    found = _over_all(_mended, say)
    words = f"{found.wrong}行不符，已更正" if found.wrong else "没有不符"
    job_finished(DESKS, now=now, summary=f"首次写出{found.wrong}行" if first and found.wrong else f"核对{found.looked}件，{words}")
    return found


def compare(*, now: datetime) -> None:
    """The nightly comparison: what it had to mend is an error of the program and goes to the log, never silently."""
    for words in rebuild(now=now).words:
        log.error("桌面行不符：%s", words)


def _over_all(look: Callable[[list[UUID]], Difference], say: Callable[[int], object]) -> Comparison:
    every, found = keys(), Comparison()
    for start in range(0, len(every), BATCH):
        batch = every[start : start + BATCH]
        found.add(len(batch), look(batch))
        say(found.looked)
    return found


@transaction.atomic
def _mended(batch: list[UUID]) -> Difference:
    found = difference(_locked(Matter.objects.filter(pk__in=batch)))
    _save(found.rows, found.stale)
    Begun.objects.bulk_create(found.begun, ignore_conflicts=True)
    if found.not_begun:
        Begun.objects.filter(pk__in=[one.pk for one in found.not_begun]).delete()
    return found


def difference(keys: Iterable[UUID]) -> Difference:
    """What differs for these matters; nothing is written."""
    keys, found = list(keys), Difference()
    rows, begun, _ = _computed(keys)
    stand = {row.pk: row for row in DeskRow.objects.filter(matter__in=keys)}
    for row in rows:
        old = stand.pop(row.pk, None)
        differing = _differing(row, old)
        if differing:
            found.rows.append(row)
            what = "；".join(f"{name} {getattr(old, name)}应为{getattr(row, name)}" for name in differing) if old else "缺少"
            found.words.append(f"{row.number} {row.desk_id}：{what}")
    found.stale = list(stand.values())
    found.words += [f"{row.number} {row.desk_id}：多余" for row in found.stale]
    wanted, has = {one.pk: one for one in begun}, {one.pk: one for one in Begun.objects.filter(matter__in=keys)}
    found.begun = [one for pk, one in wanted.items() if pk not in has]
    found.not_begun = [one for pk, one in has.items() if pk not in wanted]
    found.words += [f"我发起 {one.matter_id} {one.officer_id}：缺少" for one in found.begun]
    found.words += [f"我发起 {one.matter_id} {one.officer_id}：多余" for one in found.not_begun]
    return found


def _locked(matters: Any) -> list[UUID]:
    """Their keys, each locked, in the order in which everybody locks."""
    return list(matters.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


def _differing(row: DeskRow, old: DeskRow | None) -> list[str]:
    return [name for name in COLUMNS if old is None or getattr(row, name) != getattr(old, name)]


def _save(rows: list[DeskRow], stale: list[DeskRow]) -> None:
    DeskRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["desk", "matter"], update_fields=COLUMNS, batch_size=BATCH)
    if stale:
        DeskRow.objects.filter(pk__in=[row.pk for row in stale]).delete()


# --- computing -------------------------------------------------------------------------------------------------------


def _computed(keys: list[UUID], known: Facts | None = None) -> tuple[list[DeskRow], list[Begun], list[UUID]]:
    """The rows and beginnings as they should be, and the matters in which a beginning was undone: three queries, or one of matters
    whose facts are ``known``; one more each where somebody may be in custody, something was sent back, the move lies above, or every
    organ of the office sees one."""
    known = known or {}
    facts = {**known, **_read([key for key in keys if key not in known])}
    matters = [facts[key][0] for key in keys if key in facts]
    held = _custody({matter.case_id for matter in matters if matter.case_id})
    lines: dict[UUID, list[Event]] = {}
    for line in _lines(keys):
        lines.setdefault(line.matter_id, []).append(line)
    last, courts, organs = _last_lines(lines), _courts_above(matters), _organs(matters)
    rows = []
    for matter in matters:
        told = Told(facts[matter.pk][1], lines.get(matter.pk, []), last.get(matter.pk, {}), held.get(matter.case_id, NEVER))
        rows += _rows_of(matter, told, courts.get(matter.acting_office_id), organs.get(matter.office_id, ()))
    begun: dict[tuple[Any, UUID], Begun] = {}
    ended = []
    for matter in matters:
        for line in lines.get(matter.pk, []):
            who = line.officer_id if line.document_id is None else line.drafter  # type: ignore[attr-defined]  # annotated
            if who is None or not _begins(matter.kind, line):
                continue
            if line.undone:
                ended.append(matter.pk)
            else:
                begun[who, matter.pk] = Begun(officer_id=who, matter_id=matter.pk)
    return rows, list(begun.values()), ended


def _organs(matters: Iterable[Matter]) -> dict[UUID, list[UUID]]:
    """The police organs of the offices of those matters that every organ of an office sees."""
    found: dict[UUID, list[UUID]] = {}
    shared = {matter.office_id for matter in matters if matter.whole_office}
    if shared:
        links = JointOffice.organs.through.objects.filter(jointoffice__in=shared)
        for office, organ in links.order_by("organisation_id").values_list("jointoffice_id", "organisation_id"):
            found.setdefault(office, []).append(organ)
    return found


@dataclass(frozen=True)
class Told:
    """What its papers, its timeline and its case say of a matter."""

    papers: Sequence[Any]
    lines: list[Event]
    last: Mapping[str, int]
    """The number of the last line of each side, where something was sent back."""
    held: Spell


def _read(keys: list[UUID]) -> Facts:
    """The matters with their papers, as far as rows are made from these: two queries, none for no matter."""
    if not keys:
        return {}
    papers: dict[UUID, list[Any]] = {key: [] for key in keys}
    for paper in Document.objects.filter(matter__in=keys).order_by().values_list("matter_id", *OF_PAPERS, named=True):
        papers[paper.matter_id].append(paper)
    return {one.pk: (one, papers[one.pk]) for one in Matter.objects.filter(pk__in=keys).select_related("office")}


def _last_lines(lines: Mapping[UUID, list[Event]]) -> dict[UUID, dict[str, int]]:
    """Of matters in which something was sent back, the number of the last line of each side."""
    back = [key for key, told in lines.items() if any(line.action in SENT_BACK for line in told)]
    found: dict[UUID, dict[str, int]] = {}
    if back:
        rows = Event.objects.filter(matter__in=back).order_by().values_list("matter_id", "actor_side")
        for matter, side, last in rows.annotate(last=Max("seq")):
            found.setdefault(matter, {})[side] = last
    return found


def _courts_above(matters: Iterable[Matter]) -> dict[UUID, UUID]:
    """The procuratorate of each office where a move lies that is not the matter's own."""
    above = {matter.acting_office_id for matter in matters if matter.acting_office_id != matter.office_id}
    return dict(JointOffice.objects.filter(pk__in=above).values_list("pk", "procuratorate_id")) if above else {}


def _lines(keys: list[UUID]) -> Any:
    """The lines of the trail that say who began something, who pressed, and what was sent back."""
    codes = set().union(*(_begin_codes(kind) for kind in WORKFLOWS))
    rows = Event.objects.filter(Q(seq=1) | Q(action__in=[*codes, *SENT_BACK, "chase"]), matter__in=keys)
    return rows.annotate(drafter=F("document__drafted_by")).only(
        "matter", "seq", "action", "actor_side", "shown", "on", "undone", "officer", "document"
    )


@cache
def _begin_codes(kind: str) -> frozenset[str]:
    """The acts of a kind by which one begins something anew: an objection, or another matter."""
    rows = WORKFLOWS[kind].actions
    return frozenset(row.code for row in rows if row.opens or row.objects)


def _begins(kind: str, line: Event) -> bool:
    return line.seq == 1 or line.action in _begin_codes(kind)


def _custody(cases: set[UUID]) -> Mapping[UUID | None, Spell]:
    """Of each case, the last spell in which somebody is in custody, however many follow on one another in it.

    No form takes a day to come for the beginning of a measure: so it answers for every day from this one on.
    """
    if not cases:
        return {}
    rows = CompulsoryMeasure.objects.filter(suspect__case__in=cases, kind__in=CUSTODIAL).order_by("began_on")
    spells: dict[UUID | None, Spell] = {}
    for case, began, ended in rows.values_list("suspect__case", "began_on", "ended_on"):
        until, last = ended or NO_DUE_DATE, spells.get(case)
        if last is not None and began <= last[1]:
            spells[case] = last[0], max(last[1], until)
        elif began < until:
            spells[case] = began, until
    return spells


def _rows_of(matter: Matter, told: Told, court_above: UUID | None, organs: Sequence[UUID]) -> list[DeskRow]:
    """The rows of one matter; ``organs``: of its office, where every one of them sees it."""
    elsewhere, court, rows = matter.acting_office_id != matter.office_id, matter.office.procuratorate_id, []
    drafts = [paper for paper in told.papers if paper.leads and paper.status in (Paper.DRAFT, Paper.RETURNED)]
    issuers = {paper.issuer_id for paper in drafts if paper.origin_side == Side.PROCURATORATE}
    if matter.seen_from(Side.PROCURATORATE) is not None:
        rows.append(_row(matter, court, Side.PROCURATORATE, told, here=not elsewhere, draft=court in issuers))
    if elsewhere and court_above is not None:
        rows.append(_row(matter, court_above, Side.PROCURATORATE, told, above=True, here=True, draft=bool(issuers - {court})))
    theirs = {paper.issuer_id for paper in drafts if paper.origin_side == Side.POLICE}
    if matter.whole_office and matter.police_from is not None:
        one = matter.police_id if WORKFLOWS[matter.kind].by_organ else None  # what one organ has in hand waits for no other
        rows += [_row(matter, organ, Side.POLICE, told, here=one in (None, organ), draft=organ in theirs) for organ in organs]
    elif matter.seen_from(Side.POLICE) is not None and matter.police_id is not None:
        rows.append(_row(matter, matter.police_id, Side.POLICE, told, here=True, draft=bool(theirs)))
    return rows


def _row(matter: Matter, desk: UUID, side: str, told: Told, *, here: bool, draft: bool, above: bool = False) -> DeskRow:
    police, lines = side == Side.POLICE, told.lines
    is_open = matter.closed_at is None
    waiting = [paper for paper in told.papers if paper.status == Paper.ISSUED]
    to_police = [paper for paper in waiting if paper.addressee == Addressee.POLICE]
    to_us = [paper for paper in waiting if paper.addressee in (Addressee.PROCURATORATE, Addressee.SUPERIOR)]
    ours, theirs = (to_police, to_us) if police else (to_us, to_police)
    awaited = is_open and here and matter.turn in (Side.POLICE, BOTH)
    last = told.last.get(side, 0)
    back = [line for line in lines if line.action in SENT_BACK and line.actor_side not in ("", side) and line.shown in (side, "both")]
    chased = [line.on for line in lines if line.action == "chase" and line.actor_side == side and line.on]
    return DeskRow(
        desk_id=desk,
        matter_id=matter.pk,
        case_id=matter.case_id,
        organ_id=matter.police_id,
        # of what every organ sees, the handler is of the one that leads
        handler_id=(matter.police_handler_id if desk == matter.police_id else None) if police else matter.handler_id,
        due_on=matter.police_due_on if police else matter.next_due_on,
        rule=matter.police_rule if police else matter.next_rule,
        since=timezone.localtime(matter.police_from).date() if police and matter.police_from else matter.opened_on,
        held_from=told.held[0],
        held_until=told.held[1],
        chased_on=max(chased, default=None),
        above=above,
        open=is_open,
        here=here,
        to_reply=awaited and (not ours if police else matter.police_due_on < NO_DUE_DATE),
        unsigned_ours=bool(ours),
        unsigned_theirs=bool(theirs),
        receipt_missing=matter.imported and any(paper.received_on is None for paper in to_police),
        refused=is_open and any(line.seq > last for line in back),
        imported=matter.imported,
        restricted=matter.restricted,
        draft_of=side if draft else "",
        kind=matter.kind,
        variant=matter.variant,
        state=matter.state,
        turn=matter.turn,
        number=matter.number,
        title=(matter.public_title or matter.title) if police else matter.title,
    )
