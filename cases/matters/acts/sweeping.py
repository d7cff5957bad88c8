"""期限检查: notices and drafts only (design 4.3). Safe to miss, to repeat, to race: unique keys decide, not the worker.

Screens stay right with the workers dead; on recovery every missed rung is caught up exactly once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cases.matters.acts import offers
from cases.matters.acts.engine import draft
from cases.matters.acts.press import Press, settle
from cases.matters.clocks.refreshing import add_event
from cases.matters.table.workflow import Action, Workflow, table_of, tables
from cases.matters.telling.mailing import forward
from cases.matters.telling.noticing import tell
from cases.matters.telling.unclaimed import Patience, lying, write_unclaimed_notices
from cases.matters.telling.writing import Rung, write_clock_notices, write_unsigned_notices
from cases.models import Clock, Deadline, Document, Notice, Paper
from office.actions import job_finished, job_started
from office.duty import new_gaps, told_of
from office.holidays import calendar
from office.models import JointOffice, OfficeOption
from office.options import OPTIONS
from office.selectors import SWEEP
from office.sides import Side

SET = ("lead_days", "severe_days", "unsigned_days", "mail_notices", "unclaimed_hours", "work_hours")
"""What an office sets for its notices."""
MAILED = 500
"""Notices (条) that are forwarded from one reading."""


@dataclass(frozen=True)
class Sweep:
    """What one run left behind, in 件."""

    notices: int
    drafts: int

    def __str__(self) -> str:
        return f"新增提醒{self.notices}件，代拟草稿{self.drafts}件"


def sweep(*, now: datetime) -> Sweep:
    """Insert every notice that is due and not yet there, and draft what the law says 应当 follow an expired clock."""
    now = timezone.localtime(now)
    notices = 0
    alike = _alike()
    for offices in alike:
        for write, ladder in ((write_clock_notices, offices.clocks), (write_unsigned_notices, offices.papers)):
            with transaction.atomic():
                written = write(ladder, offices.keys, now)
                if offices.mailed:
                    _forward(written.highest, now.date())
            notices += written.number
    notices += _tell_of_unclaimed(alike, now) + _tell_of_gaps(alike, now)
    return Sweep(notices, _draft_what_must_follow(now))


def _tell_of_unclaimed(alike: list[Offices], now: datetime) -> int:
    """Tell of what nobody has taken up, rung by rung; how many notices (条). One query where there is nothing of the sort."""
    rows = lying(key for offices in alike for key in offices.keys)
    if not rows:
        return 0
    patience = {key: offices.patience for offices in alike for key in offices.keys}
    mailed = _mailed(alike)
    with transaction.atomic():
        written = write_unclaimed_notices(rows, patience, now, cache(calendar().is_holiday))
        told = Notice.objects.filter(pk__in=written.highest, office__in=mailed).values_list("pk", flat=True) if mailed else []
        _forward(list(told), now.date())
    return written.number


def _mailed(alike: list[Offices]) -> set[UUID]:
    """The offices that have their notices forwarded by mail."""
    return {key for offices in alike if offices.mailed for key in offices.keys}


def _tell_of_gaps(alike: list[Offices], now: datetime) -> int:
    """Tell whoever manages a roster that nobody holds a shift of the coming week, once a gap; how many notices (条)."""
    gaps = new_gaps(now)
    if not gaps:
        return 0
    with transaction.atomic():
        told = [notice for who, text in told_of(gaps, now) if (notice := tell(who, text, now=now)) is not None]
        mailed = _mailed(alike)
        forward([notice for notice in told if notice.office_id in mailed], now.date())
    return len(told)


def sweep_deadlines(*, now: datetime, today: date | None = None) -> Sweep:
    """``sweep()`` with its heartbeat, as the worker and the command run it. ``today``: another day to check by (a rehearsal)."""
    job_started(SWEEP, now=now)
    moment = timezone.localtime(now)
    done = sweep(now=moment if today is None else moment.replace(year=today.year, month=today.month, day=today.day))
    job_finished(SWEEP, now=now, summary=str(done))
    return done


@dataclass(frozen=True)
class Offices:
    """Offices whose settings are alike, with the ladders these make: what is written for them is written at once."""

    keys: list[UUID]
    clocks: list[Rung]
    """提前N日, then 已超期, then 严重超期."""
    papers: list[Rung]
    patience: Patience
    mailed: bool


def _alike() -> list[Offices]:
    """All offices, by their settings. Two queries."""
    stored: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for office, key, value in OfficeOption.objects.filter(key__in=SET).values_list("office_id", "key", "value"):
        stored[office][key] = value
    alike: dict[str, list[UUID]] = defaultdict(list)
    said: dict[str, dict[str, Any]] = {}
    for office in JointOffice.objects.order_by("code").values_list("pk", flat=True):
        settings = {key: stored[office].get(key, OPTIONS[key].default) for key in SET}
        said[str(settings)] = settings
        alike[str(settings)].append(office)
    return [_offices(keys, said[words]) for words, keys in alike.items()]


def _offices(keys: list[UUID], settings: dict[str, Any]) -> Offices:
    leads = sorted({int(day) for day in settings["lead_days"]}, reverse=True)
    unsigned = sorted({int(day) for day in settings["unsigned_days"]})
    return Offices(
        keys=keys,
        clocks=[*(Rung(f"lead{day}", -day) for day in leads), Rung("over", 1), Rung("severe", int(settings["severe_days"]) + 1)],
        papers=[Rung(f"unsigned{day}", day) for day in unsigned],
        patience=Patience([int(hours) for hours in settings["unclaimed_hours"]], settings["work_hours"]),
        mailed=bool(settings["mail_notices"]),
    )


def _forward(highest: Sequence[UUID], today: date) -> None:
    """Mail the highest rungs that are new."""
    rows = Notice.objects.select_related("officer", "matter__office__procuratorate", "matter__handler", "matter__police_handler")
    for start in range(0, len(highest), MAILED):
        forward(rows.filter(pk__in=highest[start : start + MAILED]).order_by("id"), today)


def _draft_what_must_follow(now: datetime) -> int:
    """For an 应当 the next document is drafted once, even if a person discarded it; its handler looks it over (核改) and hands it in."""
    made = 0
    for clock in _awaiting_a_draft(now.date()).select_related("matter").order_by("office__code", "id"):
        for row in _musts(clock):
            made += _draft_once(clock, row, now)
    return made


def _awaiting_a_draft(today: date) -> QuerySet[Deadline]:
    """Expired clocks behind which an 应当 stands where the matter is now, and no draft for it yet, of the check or of a person."""
    rows = Deadline.objects.filter(status=Clock.RUNNING, due_on__lt=today, matter__closed_at=None)
    rows = rows.exclude(Exists(Document.objects.filter(swept_for=OuterRef("pk"))))
    drafts = Document.objects.filter(matter=OuterRef("matter"), status__in=[Paper.DRAFT, Paper.RETURNED], leads=True)
    wanted = [
        Q(matter__kind=table.kind, matter__state__in=_from(table, row), rule__in=row.after) & ~Exists(drafts.filter(action=row.code))
        for table in tables() for row in table.actions if row.must
    ]  # fmt: skip
    return rows.filter(reduce(or_, wanted))


def _from(table: Workflow, row: Action) -> list[str]:
    """The states from which a row may be done."""
    return [state.code for state in table.states if any(row is one for one in table.actions_from(state))]


def _musts(clock: Deadline) -> list[Action]:
    return [row for row in table_of(clock.matter).actions if row.must and clock.rule in row.after]


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
