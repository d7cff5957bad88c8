"""期限检查: notices and drafts only (design 4.3). Safe to miss, to repeat, to race: unique keys decide, not the worker.

Screens stay right with the workers dead; on recovery every missed rung is caught up exactly once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from cases.matters.acts import offers
from cases.matters.acts.engine import draft
from cases.matters.acts.press import Press, settle
from cases.matters.clocks.refreshing import add_event
from cases.matters.table.workflow import Action, workflow
from cases.matters.telling.mailing import forward
from cases.models import CUSTODIAL, Addressee, Clock, CompulsoryMeasure, Deadline, Document, Matter, Nature, Notice, Paper
from cases.rules import CUSTODY_TERMS
from office.actions import job_finished, job_started
from office.models import JointOffice
from office.options import options
from office.periods import OWNERS
from office.selectors import SWEEP
from office.sides import Role, Side

BATCH = 500
WAITED_FOR = (Addressee.POLICE, Addressee.PROCURATORATE, Addressee.SUPERIOR, Addressee.OUTSIDE)
"""Whose receipt somebody waits for: the outside ones' is entered from the 送达回证."""


@dataclass(frozen=True)
class Sweep:
    """What one run left behind, in 件."""

    notices: int
    drafts: int

    def __str__(self) -> str:
        return f"新增提醒{self.notices}件，代拟草稿{self.drafts}件"


@dataclass(frozen=True)
class Rung:
    """One step of the reminder ladder of a clock or an unsigned paper."""

    code: str
    words: str


def sweep(*, now: datetime) -> Sweep:
    """Insert every notice that is due and not yet there, and draft what the law says 应当 follow an expired clock."""
    now = timezone.localtime(now)
    notices = drafts = 0
    for office in JointOffice.objects.order_by("code"):
        settings = options(office.pk)
        notices += _clock_notices(office, settings, now)
        notices += _unsigned_notices(office, settings, now)
        drafts += _draft_what_must_follow(office, now)
    return Sweep(notices, drafts)


def sweep_deadlines(*, now: datetime, today: date | None = None) -> Sweep:
    """``sweep()`` with its heartbeat, as the worker and the command run it. ``today``: another day to check by (a rehearsal)."""
    job_started(SWEEP, now=now)
    moment = timezone.localtime(now)
    done = sweep(now=moment if today is None else moment.replace(year=today.year, month=today.month, day=today.day))
    job_finished(SWEEP, now=now, summary=str(done))
    return done


def rungs_of(clock: Deadline, today: date, settings: Mapping[str, Any]) -> list[Rung]:
    """Every rung a clock has reached by ``today``, lowest first. A right has no overdue rung: 期满, never 超期."""
    left = (clock.due_on - today).days
    leads = sorted((int(day) for day in settings["lead_days"]), reverse=True)
    reached = [Rung(f"lead{day}", "今天届满" if left == 0 else f"剩{max(left, 0)}日") for day in leads if left <= day]
    if clock.nature == Nature.RIGHT:
        return reached if left >= 0 else []
    if left < 0:
        reached.append(Rung("over", f"已超期{-left}日"))
    if -left > int(settings["severe_days"]):
        reached.append(Rung("severe", f"严重超期{-left}日"))
    return reached


def _clock_notices(office: JointOffice, settings: Mapping[str, Any], now: datetime) -> int:
    today = now.date()
    horizon = today + timedelta(days=max((int(day) for day in settings["lead_days"]), default=0))
    clocks = (
        Deadline.objects.filter(office=office, status=Clock.RUNNING, due_on__lte=horizon, matter__closed_at=None)
        .select_related("matter")
        .order_by("id")
    )
    made = 0
    for batch in _batches(clocks.iterator(chunk_size=BATCH)):
        rows: list[Notice] = []
        custody = held_cases({clock.matter.case_id for clock in batch if clock.rule in CUSTODY_TERMS}, today)
        for clock in batch:
            rows += _notices_of(clock, rungs_of(clock, today, settings), now, clock.matter.case_id in custody)
        made += _insert(rows, settings, today)
    return made


def _notices_of(clock: Deadline, reached: list[Rung], now: datetime, held: bool) -> Iterator[Notice]:
    matter = clock.matter
    for side in _sides_of(clock, matter):
        title = (matter.public_title or matter.title) if side == Side.POLICE else matter.title
        # the police are told of periods of the other side too: said so, or it reads as if they owed it
        whose = OWNERS.get(clock.owed_by, "") if side == Side.POLICE and clock.owed_by != Side.POLICE else ""
        for desk in ("", *(desks_of(clock, held) if side == Side.PROCURATORATE else ())):
            for place, rung in enumerate(reached):
                if desk == Role.CASE_MANAGER and rung.code not in ("over", "severe"):
                    continue
                yield Notice(
                    office_id=matter.office_id, matter=matter, side=side, deadline=clock, due_on=clock.due_on, rung=rung.code, desk=desk,
                    superseded=place + 1 < len(reached), text=f"{rung.words} · {whose}{clock.label}：{title}"[:200], created_at=now,
                )


def desks_of(clock: Deadline, in_custody: bool) -> Iterator[str]:
    """Who is told besides the handler (规则第613条): 在押的归刑事执行检察部门, 检察机关自身期限超期的归案件管理部门."""
    if in_custody and clock.rule in CUSTODY_TERMS:
        yield Role.EXECUTION
    if clock.owed_by == Side.PROCURATORATE and clock.nature == Nature.DUTY:
        yield Role.CASE_MANAGER


def held_cases(cases: set[Any], today: date) -> set[Any]:
    """Which of these cases have a suspect in custody today (刑事拘留、逮捕): one query for a batch."""
    spells = CompulsoryMeasure.objects.filter(suspect__case_id__in=cases - {None}, kind__in=CUSTODIAL, began_on__lte=today)
    return set(spells.filter(Q(ended_on=None) | Q(ended_on__gt=today)).values_list("suspect__case_id", flat=True))


def _sides_of(clock: Deadline, matter: Matter) -> list[str]:
    if clock.shared and matter.disclosed_at is not None and matter.police_id is not None:
        return [Side.PROCURATORATE, Side.POLICE]
    return [Side.PROCURATORATE]


def _unsigned_notices(office: JointOffice, settings: Mapping[str, Any], now: datetime) -> int:
    """Unsigned service has no clock yet (未起算); it has rungs of its own, for both ends."""
    today = now.date()
    rows: list[Notice] = []
    papers = Document.objects.filter(
        office=office, status=Paper.ISSUED, addressee__in=WAITED_FOR,
        issued_on__isnull=False,
    ).select_related("matter")
    for paper in papers.iterator(chunk_size=BATCH):
        waited = (today - paper.issued_on).days if paper.issued_on else 0
        reached = [int(day) for day in sorted(settings["unsigned_days"]) if waited >= int(day)]
        both = paper.addressee == Addressee.POLICE and paper.matter.disclosed_at is not None
        for side in Side.values if both else [Side.PROCURATORATE]:
            title = (paper.matter.public_title or paper.matter.title) if side == Side.POLICE else paper.matter.title
            for place, day in enumerate(reached):
                rows.append(
                    Notice(
                        office_id=office.pk, matter=paper.matter, side=side, document=paper, rung=f"unsigned{day}",
                        superseded=place + 1 < len(reached),
                        text=f"送达{waited}日未签收 · 《{paper.name}》{paper.number}：{title}"[:200], created_at=now,
                    )
                )
    return sum(_insert(batch, settings, today) for batch in _batches(iter(rows)))


def _insert(rows: list[Notice], settings: Mapping[str, Any], today: date) -> int:
    """``INSERT … ON CONFLICT DO NOTHING`` under the unique keys; the lower rungs of what is new give way to it."""
    if not rows:
        return 0
    with transaction.atomic():
        fresh = [row for row in rows if not row.superseded]
        known = _known(fresh)
        highest = [row for row in fresh if _key(row) not in known]
        before = Notice.objects.filter(_any_of(rows)).count()
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
        after = Notice.objects.filter(_any_of(rows)).count()
        for row in highest:
            lower = Notice.objects.filter(side=row.side, desk=row.desk, deadline=row.deadline, document=row.document, superseded=False)
            lower.filter(event=None).exclude(rung=row.rung, due_on=row.due_on).update(superseded=True)
        if settings["mail_notices"]:
            forward(highest, today)
    return after - before


def _any_of(rows: list[Notice]) -> Q:
    return Q(deadline_id__in={row.deadline_id for row in rows if row.deadline_id}) | Q(
        document_id__in={row.document_id for row in rows if row.document_id}
    )


def _known(rows: list[Notice]) -> set[tuple[Any, ...]]:
    return {_key(row) for row in Notice.objects.filter(_any_of(rows))}


def _key(row: Notice) -> tuple[Any, ...]:
    return (row.side, row.desk, row.deadline_id, row.document_id, row.due_on, row.rung)


def _draft_what_must_follow(office: JointOffice, now: datetime) -> int:
    """For an 应当 the next document is drafted once, even if a person discarded it; its handler looks it over (核改) and hands it in."""
    today = now.date()
    made = 0
    expired = (
        Deadline.objects.filter(office=office, status=Clock.RUNNING, due_on__lt=today, matter__closed_at=None)
        .exclude(pk__in=Document.objects.filter(office=office, swept_for__isnull=False).values("swept_for"))
        .select_related("matter")
        .order_by("id")
    )
    for clock in expired:
        for row in _musts(clock):
            made += _draft_once(clock, row, now)
    return made


def _musts(clock: Deadline) -> list[Action]:
    return [row for row in workflow(clock.matter.kind).actions if row.must and clock.rule in row.after]


def _draft_once(clock: Deadline, row: Action, now: datetime) -> int:
    try:
        with transaction.atomic():
            press = Press(None, now)
            dossier = press.opened([clock.matter_id])[clock.matter_id]
            if offers.standing(dossier, row, now.date(), officer=None) is not None or dossier.draft_of(row.code) is not None:
                return 0
            matter = dossier.matter
            fields = row.form.proposal(matter, clock) if row.form is not None and hasattr(row.form, "proposal") else {}
            papers = draft(dossier, row, officer=None, fields=fields, now=now, kept=[], swept_for=clock)
            add_event(
                dossier, action="draft", label="期限检查代拟草稿", now=now, on=now.date(), document=papers[0],
                text=f"《{papers[0].name}》：{clock.label}已于{clock.due_on.month}月{clock.due_on.day}日届满（{row.basis}，应当）",
                shown=Side.PROCURATORATE, from_state=matter.state, to_state=matter.state,
            )
            press.touch(dossier)
            press.record(f"{row.code}.swept", matter, label="期限检查代拟草稿", deadline=clock.pk, document=papers[0].pk)
            settle(press)
            return 1
    except IntegrityError:
        return 0  # another worker drafted it in the same moment: the unique key decided


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
