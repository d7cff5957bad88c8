"""Makes the demonstration office: people, stories, copies, all in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from cases.actions import sweep
from cases.actions.noticing import mark_read
from cases.models import Matter
from office.holidays import OfficeCalendar
from office.models import JointOffice
from supervision.demo.copies import copies
from supervision.demo.people import PEOPLE, Cast, engage
from supervision.demo.playing import Cue, Player
from supervision.demo.script import workday
from supervision.demo.stories import STORIES


class Occupied(Exception):
    """The database holds an office already; the message is one Chinese sentence."""


@dataclass(frozen=True)
class Show:
    """What was made, in 件 and 人."""

    stories: int
    copies: int
    officers: int


def show(*, today: date, matters: int, told: Callable[[int, int], None]) -> Show:
    """Fill an empty database with a demonstration office dated ``today``, of ``matters`` 件 in all. Raises Occupied.

    The stories come first; fewer matters than stories give the first of them. ``told`` hears the progress.
    """
    with transaction.atomic():
        if JointOffice.objects.exists():
            raise Occupied("数据库中已有办公室，演示办公室只能装入空的数据库；请用 OFFICE_DATA_DIR 指定一个新的数据文件夹。")
        cast = engage(timezone.make_aware(datetime.combine(today, time(8))))
        player = Player(cast, today)
        stories = STORIES[:matters]
        cues = player.cues(stories)
        cues += copies(cast, today, matters - len(stories), player.calendar)
        cues.append(_bell_read(cast, today, player.calendar))
        player.play(cues, told=told)
        last = max(cue.at for cue in cues)
        sweep(now=max(last, timezone.make_aware(datetime.combine(today, time(8, 30)))))
        made = Matter.objects.count()
    return Show(stories=len(stories), copies=made - len(stories), officers=len(PEOPLE))


def _bell_read(cast: Cast, today: date, calendar: OfficeCalendar) -> Cue:
    """Everyone has read the bell up to the evening of the third day before: only what is news rings."""
    evening = timezone.make_aware(datetime.combine(workday(today - timedelta(days=3), calendar), time(18)))

    def read(at: datetime) -> None:
        for officer in cast.officers.values():
            mark_read(officer=officer, now=at, today=at.date())

    return Cue(evening, (20_000, 0), read)
