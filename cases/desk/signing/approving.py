"""待审批 (待审核) and the panel of 审批 on a paper: who decides, who was asked, by which clock, and to whom it may go.

Everything for one page of drafts comes in a constant number of queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cases.desk.page.page import title_of
from cases.desk.signing.drafting import Draft, draft_of
from cases.matters.acts.deciding import head_decides
from cases.matters.dossier import Dossier, with_details
from cases.matters.seats import Seats, seats_in
from cases.matters.table.workflow import Action
from cases.matters.telling.consents import History, View, colleagues, decider_named, histories, named, views, waiting_words
from cases.matters.telling.words import Light, light, moment, short_day
from cases.models import Clock, Deadline, Document, Matter, Nature, Paper
from office.models import Delegation, Officer
from office.options import options
from office.selectors import deciders
from office.sides import HEADS, Side

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Bench:
    """The people about one desk on a day: who decides, and every colleague of the officer."""

    deciders: list[tuple[Officer, Delegation | None]]
    people: list[Officer]
    seats: Seats
    """Whom a draft of these matters may be shown to."""


def bench_of(officer: Officer, matters: Iterable[Matter], today: date) -> Bench:
    """Read once for a page, however many drafts are on it."""
    return Bench(deciders(officer, today), colleagues(officer, today), seats_in(matters, today))


def either(names: Sequence[str]) -> str:
    """甲、乙或者丙; empty for nobody."""
    return "或者".join(["、".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def takers(
    officer: Officer, dossier: Dossier, document: Document, history: History, bench: Bench, settings: Mapping[str, Any] | None = None
) -> Choices:
    """To whom the decision may be passed (改签): another who decides, or upward; never to who wrote it."""
    row = dossier.row_of(document)
    settings = settings or options(document.office_id)
    held_by = document.decider_id or officer.pk
    found: dict[str, str] = {}
    for one, lent in bench.deciders:
        barred = lent is not None and (lent.giver_id in history.writers or row.is_among(settings["undelegated_acts"]))
        if barred or not bench.seats.admit(document.matter, one.pk):
            continue
        found[str(one.pk)] = decider_named(one, lent)
    if not head_decides(row, settings):
        roles = {actor.role for actor in row.by}
        able = [one for one in bench.people if roles & one.roles and bench.seats.admit(document.matter, one.pk)]
        found |= {str(one.pk): named(officer, one) for one in able if str(one.pk) not in found}
    out = {str(held_by), *map(str, history.writers)}
    return tuple((key, words) for key, words in found.items() if key not in out)


def strangers(officer: Officer, document: Document, history: History, bench: Bench) -> Choices:
    """Who may be asked for his view: colleagues who wrote none of it and may read it."""
    able = [one for one in bench.people if one.pk not in history.writers and bench.seats.admit(document.matter, one.pk)]
    return tuple((str(one.pk), named(officer, one)) for one in able)


# --- the list --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Approval:
    """One draft whole, for the one who decides, with all that stands about it."""

    draft: Draft
    clock: str
    light: Light
    consents: list[View]
    waiting: str
    """Why it may not be signed yet; empty when it may."""
    passed: str
    takers: Choices
    signers: Choices


def board(officer: Officer, documents: Sequence[Document], today: date, settings: Mapping[str, Any]) -> list[Approval]:
    """A page of ``awaiting_signature``, joined by ``with_text``."""
    if not documents:
        return []
    with_details([one.matter for one in documents])
    bench, told = bench_of(officer, [one.matter for one in documents], today), histories(officer, documents, today)
    asked = views(officer, documents, today, told=told)
    clocks: dict[UUID, list[Deadline]] = defaultdict(list)
    running = Deadline.objects.visible_to(officer).filter(matter__in=[one.matter_id for one in documents], status=Clock.RUNNING)
    for clock in running.order_by("due_on", "id"):
        clocks[clock.matter_id].append(clock)
    found = []
    for one in documents:
        dossier, history = Dossier(one.matter), told[one.pk]
        row = dossier.row_of(one)
        clock = _clock_of(row, clocks[one.matter_id])
        rows = asked.get(one.pk, [])
        found.append(
            Approval(
                draft=draft_of(officer, one, today),
                clock=f"{clock.label}（{clock.article.partition('；')[0]}），{short_day(clock.due_on, today)}届满" if clock else "",
                light=_light(clock, today, settings),
                consents=rows,
                waiting=waiting_words(one.name, [(view.kind, view.who) for view in rows if view.awaited]) or "",
                passed=history.passed if one.decider_id == officer.pk else "",
                takers=takers(officer, dossier, one, history, bench, settings),
                signers=strangers(officer, one, history, bench),
            )
        )
    return found


def _clock_of(row: Action, running: list[Deadline]) -> Deadline | None:
    """The clock the act answers; else the one whose end it waits for; else the first that runs as a duty."""
    for rules in (row.meets, row.drops, row.after):
        found = next((clock for clock in running if clock.rule in rules), None)
        if found is not None:
            return found
    return next((clock for clock in running if clock.nature == Nature.DUTY), None)


def _light(clock: Deadline | None, today: date, settings: Mapping[str, Any]) -> Light:
    if clock is None:
        return Light("none", "无期限在计算")
    if clock.nature == Nature.RIGHT and clock.due_on < today:
        return Light("none", "期满")  # a closed window is never 超期 (design 4)
    return light(clock.due_on, today, settings, reminder=clock.nature == Nature.REMINDER)


@dataclass(frozen=True)
class Elsewhere:
    """A draft in one line: it lies with another, or is one's own and another decides."""

    matter: UUID
    key: UUID
    name: str
    title: str
    number: str
    words: str


def elsewhere(officer: Officer, documents: Sequence[Document], today: date) -> list[Elsewhere]:
    """Rows of ``passed_on`` and ``own_waiting``: one query for what was passed."""
    told = histories(officer, documents, today) if documents else {}
    return [
        Elsewhere(
            matter=one.matter_id,
            key=one.pk,
            name=one.name,
            title=title_of(Dossier(one.matter), officer.side),
            number=one.matter.number,
            words=told[one.pk].passed or f"{moment(one.drafted_at, today)}拟稿",
        )
        for one in documents
    ]


def way_out(officer: Officer, today: date) -> str:
    """Who may decide what this head wrote himself, in one sentence; a way out where nobody may (一院一长)."""
    others = [
        decider_named(one, lent)
        for one, lent in deciders(officer, today)
        if one.pk != officer.pk and (lent is None or lent.giver_id != officer.pk)
    ]
    head = HEADS[officer.side].label
    if others:
        return f"自己拟的稿不能自己签发，由{either(others)}决定。"
    where = "检察官或者检察官助理" if officer.side == Side.PROCURATORATE else "法制员或者办案民警"
    return f"自己拟的稿不能自己签发，本单位又没有另一位{head}：请作废本稿，由{where}另行拟稿后再由您签发。"


# --- one paper -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Desk:
    """审批 of one paper, for its own side: who decides or decided, what was asked, who was told."""

    decides: str
    passed: str
    consents: list[View] = field(default_factory=list)
    copies: list[View] = field(default_factory=list)
    waiting: str = ""


def desk_of(officer: Officer, dossier: Dossier, document: Document, today: date, opened_at: datetime | None = None) -> Desk | None:
    """What the page of a paper shows beside it; of another side's paper only to whom it was copied here."""
    own = document.origin_side == officer.side and (
        officer.side == Side.POLICE or document.issuer_id == officer.organisation_id
    )
    told = histories(officer, [document], today)
    rows = views(officer, [document], today, told=told, opened_at=opened_at).get(document.pk, [])
    asked, copies = [row for row in rows if row.kind != "抄送"], [row for row in rows if row.kind == "抄送"]
    decides = ""
    if own and document.status == Paper.DRAFT and document.leads and dossier.table.has_action(document.action):
        decides = _decides(officer, dossier, document, told[document.pk], today)
    desk = Desk(
        decides=decides,
        passed=told[document.pk].passed if own else "",
        consents=asked,
        copies=copies,
        waiting=waiting_words(document.name, [(row.kind, row.who) for row in asked if row.awaited]) or "",
    )
    return desk if any((desk.decides, desk.passed, desk.consents, desk.copies)) else None


def _decides(officer: Officer, dossier: Dossier, document: Document, history: History, today: date) -> str:
    """Who decides the draft, by name where the head does."""
    if document.decider is not None:
        return document.decider.name
    row, settings = dossier.row_of(document), options(document.office_id)
    if not head_decides(row, settings):
        return either(list(dict.fromkeys(actor.label for actor in row.by)))
    names = [
        decider_named(one, lent)
        for one, lent in deciders(officer, today)
        if one.pk not in history.writers
        and not (lent is not None and (lent.giver_id in history.writers or row.is_among(settings["undelegated_acts"])))
    ]
    return either(names) or f"没有可以决定的{HEADS[officer.side].label}，请由他人另行拟稿"
