"""Makes the demonstration office: people, stories, copies, all in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases.demo import rosters
from cases.demo.people import PEOPLE, Cast, engage
from cases.demo.playing import Cue, Player
from cases.demo.repertoire import crowd, stories
from cases.demo.script import OPENS, Course, passed, workday
from cases.matters import sweep
from cases.matters.telling.notices import notices
from cases.matters.telling.noticing import mark_read, read
from cases.models import Matter
from office.models import JointOffice


class Occupied(Exception):
    """The database holds an office already; the message is one Chinese sentence."""


@dataclass(frozen=True)
class Show:
    """What was made, in 件 and 人."""

    stories: int
    copies: int
    officers: int


def show(*, now: datetime, matters: int, told: Callable[[int, int], None]) -> Show:
    """Fill an empty database with a demonstration office as it stands at ``now``, of ``matters`` 件 in all. Raises Occupied.

    The stories come first; too few matters for all give the first that fit. ``told`` hears the progress.
    """
    with transaction.atomic():
        if JointOffice.objects.exists():
            raise Occupied("数据库中已有办公室，演示办公室只能装入空的数据库；请用 OFFICE_DATA_DIR 指定一个新的数据文件夹。")
        today, opens = now.date(), timezone.make_aware(datetime.combine(now.date(), OPENS))
        cast = engage(passed(opens, now))
        player = Player(cast, now)
        shown = _fitting(matters)
        told_of = sum(story.makes for story in shown)
        cues = player.cues(shown)
        cues += crowd(player, matters - told_of)
        cues += rosters.cues(cast, now)
        evening = timezone.make_aware(datetime.combine(workday(today - timedelta(days=3), player.calendar), time(18)))
        cues.append(_bell_read(cast, evening))
        cues.append(_taken_over(cast, passed(opens, now)))
        player.play(cues, told=told)
        sweep(now=passed(max(opens, *(cue.at for cue in cues)), now))
        made = Matter.objects.count()
    return Show(stories=told_of, copies=made - told_of, officers=len(PEOPLE))


def _fitting(matters: int) -> list[Course]:
    """The first stories that make no more than so many matters (件); one that would make more is left out."""
    found: list[Course] = []
    for story in stories():
        if story.makes <= matters:
            found.append(story)
            matters -= story.makes
    return found


def _bell_read(cast: Cast, evening: datetime) -> Cue:
    """Everyone has read the bell up to the evening of the third day before: only what is news rings."""

    def reads(at: datetime) -> None:
        for officer in cast.officers.values():
            mark_read(officer=officer, now=at, today=at.date())

    return Cue(evening, (20_000, 0), reads)


def _taken_over(cast: Cast, morning: datetime) -> Cue:
    """Who stands in for somebody has looked through what had rung for him until this morning."""

    def reads(at: datetime) -> None:
        for officer in cast.officers.values():
            others = notices(officer, at.date()).filter(Q(is_read=False), handler__isnull=False, officer=None).exclude(handler=officer)
            read(others.values_list("pk", flat=True), officer, at)

    return Cue(morning, (20_000, 1), reads)
