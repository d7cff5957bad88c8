"""Hundreds of matters written straight into the tables, and what a deadline check owes for them, worked out by other means.

``owed()`` is written from the words of the law and of 办公室设置 (7、3、1、0日前; 超期; 超期十日以上; 送达1、3、7日未签收),
not from the sweep: the two must agree row by row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cases.matters import desks
from cases.models import Addressee, Deadline, Document, Matter, Nature, Notice, Paper
from office.keys import uuid7
from office.models import JointOffice, Officer, Organisation, Outbox
from office.sides import Side
from supervision.models.filing import FilingDetail

PROCURATORATE, POLICE = Side.PROCURATORATE.value, Side.POLICE.value
LEADS = (7, 3, 1, 0)
SEVERE = 10
UNSIGNED = (1, 3, 7)

#: Each kind of matter of the fleet: state, whose turn, branch, its clock (rule, obligor, nature, seen by both), the draft it must leave.
SHAPES = (
    ("awaiting_reasons", POLICE, "A", "explain_no_filing", POLICE, Nature.DUTY, True, ""),
    ("awaiting_filing", POLICE, "A", "file_after_notice", POLICE, Nature.DUTY, True, "D10"),
    ("awaiting_reasons", POLICE, "C", "explain_overdue", POLICE, Nature.DUTY, True, "D10"),
    ("correction", POLICE, "A", "correction_reply", POLICE, Nature.DUTY, True, "U01"),
    ("awaiting_withdrawal", POLICE, "B", "reconsider_withdraw_file", POLICE, Nature.RIGHT, True, ""),
    ("reasons_given", PROCURATORATE, "A", "review_explanation", PROCURATORATE, Nature.REMINDER, False, ""),
    ("lead", PROCURATORATE, "A", "complaint_7d", PROCURATORATE, Nature.DUTY, False, ""),
    ("filed", POLICE, "A", "supervised_case_3m", POLICE, Nature.DUTY, True, ""),
)
#: States in which the police know of the matter.
HIDDEN = {"lead"}

CASES = "case_manager"
"""案件管理部门, told of what its own procuratorate lets run over (规则第613条)."""

Row = tuple[str, str, str, str, bool]
"""Side, desk, the clock or paper (hex), rung, superseded."""


@dataclass(frozen=True)
class Ship:
    """One matter of the fleet and what hangs on it."""

    matter: Matter
    clock: Deadline | None
    paper: Document | None
    draft: str


@dataclass
class Fleet:
    """All matters of one office and the officers whom their notices concern."""

    ships: list[Ship]

    def notices(self, days: Sequence[date]) -> set[Row]:
        """Every notice that checks on these days leave behind, whatever happened in between."""
        return {row for ship in self.ships for row in _rows(ship, days)}

    def mails(self, days: Sequence[date]) -> set[tuple[str, str, str, str]]:
        """Side, desk, source and rung of each notice that is forwarded: the highest that is new on a day."""
        found: set[tuple[str, str, str, str]] = set()
        for ship in self.ships:
            for side, desk, source, reached in _ladders(ship, days):
                known: set[str] = set()
                for rungs in reached:
                    if rungs and rungs[-1] not in known:
                        found.add((side, desk, source, rungs[-1]))
                    known |= set(rungs)
        return found

    def drafts(self, days: Sequence[date]) -> dict[str, str]:
        """Matter (hex) -> type of the draft that must exist after checks on these days."""
        return {
            ship.matter.pk.hex: ship.draft
            for ship in self.ships
            if ship.draft and ship.clock is not None and any(ship.clock.due_on < day for day in days)
        }


def _ladders(ship: Ship, days: Sequence[date]) -> Iterator[tuple[str, str, str, list[list[str]]]]:
    """For each side, desk and source: the rungs reached on each day, lowest first."""
    known_to_police = ship.matter.police_from is not None
    if ship.clock is not None:
        reached = [_clock_rungs(ship.clock, day) for day in days]
        for side in [PROCURATORATE, POLICE] if ship.clock.shared and known_to_police else [PROCURATORATE]:
            yield side, "", ship.clock.pk.hex, reached
        if ship.clock.owed_by == PROCURATORATE and ship.clock.nature == Nature.DUTY:
            late = [[rung for rung in rungs if rung in ("over", "severe")] for rungs in reached]
            yield PROCURATORATE, CASES, ship.clock.pk.hex, late
    if ship.paper is not None:
        assert ship.paper.issued_on is not None
        waited = [(day - ship.paper.issued_on).days for day in days]
        reached = [[f"unsigned{step}" for step in UNSIGNED if step <= days_waited] for days_waited in waited]
        for side in [PROCURATORATE, POLICE] if ship.paper.addressee == Addressee.POLICE and known_to_police else [PROCURATORATE]:
            yield side, "", ship.paper.pk.hex, reached


def _clock_rungs(clock: Deadline, day: date) -> list[str]:
    left = (clock.due_on - day).days
    if clock.nature == Nature.RIGHT and left < 0:
        return []  # 期满, never 超期
    rungs = [f"lead{step}" for step in LEADS if step >= left]
    if left < 0:
        rungs.append("over")
    if left < -SEVERE:
        rungs.append("severe")
    return rungs


def _rows(ship: Ship, days: Sequence[date]) -> Iterator[Row]:
    for side, desk, source, reached in _ladders(ship, days):
        rungs = max(reached, key=len)
        for place, rung in enumerate(rungs):
            yield side, desk, source, rung, place + 1 < len(rungs)


def found_notices() -> list[Row]:
    """What the tables hold, as a list: a doubled row shows."""
    rows = Notice.objects.values_list("side", "role", "deadline_id", "document_id", "rung", "superseded")
    return [(side, desk, (clock or paper).hex, rung, superseded) for side, desk, clock, paper, rung, superseded in rows]


def found_mails() -> list[tuple[str, str, str, str]]:
    """Side, desk, source and rung of every row of the outbox, from its once-key."""
    found = []
    for key in Outbox.objects.values_list("once_key", flat=True):
        _, source, _, rung, whose, _ = key.split(":")
        side = POLICE if whose.startswith(POLICE[:4]) else PROCURATORATE
        found.append((side, CASES if whose.endswith(CASES[:4]) else "", source, rung))
    return found


def found_drafts() -> list[tuple[str, str]]:
    """Matter and type of every draft."""
    return [(pk.hex, kind) for pk, kind in Document.objects.filter(status=Paper.DRAFT).values_list("matter_id", "type")]


def noon(day: date) -> datetime:
    """12:00 of the day, in the office's zone."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def launch(office: JointOffice, organ: Organisation, handler: Officer, *, today: date, size: int) -> Fleet:
    """Write ``size`` matters (件) whose clocks end between 25 days ago and 20 days ahead; every third has an unsigned paper."""
    ships = []
    for number in range(size):
        state, turn, variant, rule, owed_by, nature, shared, must = SHAPES[number % len(SHAPES)]
        due = today + timedelta(days=(number * 7) % 46 - 25)
        hidden = state in HIDDEN
        matter = Matter(
            pk=uuid7(), office=office, acting_office_id=office.pk, police=organ, kind="filing", variant=variant,
            number=f"侦监立〔2026〕{number + 1}号", title=f"演练{number + 1}号立案监督案", public_title=f"演练{number + 1}号案",
            state=state, turn=turn, handler=handler, opened_on=today - timedelta(days=60), next_due_on=due, next_rule=rule,
            police_from=None if hidden else noon(today - timedelta(days=40)), version=1,
        )  # fmt: skip
        clock = Deadline(
            pk=uuid7(), office=office, matter=matter, rule=rule, label=f"{rule}的期限", article="演练用", owed_by=owed_by,
            nature=nature, roll="R", shared=shared, trigger="演练起算", begins_on=due - timedelta(days=15), due_on=due,
        )  # fmt: skip
        # a paper that waits for a signature would stand in the way of a draft: those matters have none
        paper = None
        if number % 3 == 0 and not must and not hidden:
            paper = _paper(matter, organ, handler, today - timedelta(days=number % 11), to_police=number % 2 == 0)
        ships.append(Ship(matter, clock, paper, must))
    Matter.objects.bulk_create(ship.matter for ship in ships)
    FilingDetail.objects.bulk_create(FilingDetail(matter=ship.matter, charge="合同诈骗", notified=ship.draft != "") for ship in ships)
    Deadline.objects.bulk_create(ship.clock for ship in ships if ship.clock)
    Document.objects.bulk_create(ship.paper for ship in ships if ship.paper)
    desks.write([ship.matter.pk for ship in ships])
    return Fleet(ships)


def _paper(matter: Matter, organ: Organisation, drafter: Officer, issued: date, *, to_police: bool) -> Document:
    return Document(
        pk=uuid7(), office=matter.office, matter=matter, bundle=uuid7(), type="D26" if to_police else "D09",
        action="press" if to_police else "explain", name="督促函" if to_police else "说明理由书",
        origin_side=PROCURATORATE if to_police else POLICE, issuer=matter.office.procuratorate if to_police else organ,
        addressee=Addressee.POLICE if to_police else Addressee.PROCURATORATE, status=Paper.ISSUED, number=f"演练{matter.number}",
        drafted_by=drafter, drafted_at=noon(issued), issued_on=issued, issued_at=noon(issued),
    )  # fmt: skip
