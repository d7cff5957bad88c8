"""kill -9 of those who act, two at once, while four deadline checks run at once: what was confirmed stands, nothing stands twice or half.

Children of this process, so that the kill lands between any two of their statements. ``TRIAL_ROUNDS`` (default 3) sets how often all six
are killed; twenty were run by hand.
"""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from collections.abc import Callable
from datetime import date
from select import select

import pytest
from django.db import connections

from cases.exceptions import ActionError
from cases.matters import perform, sweep
from cases.models import DocumentSequence, Event, Matter
from office import audit
from office.models import AuditEntry
from tests.conftest import PATIENCE
from tests.desks import check_rebuilt
from tests.supervision.plays.filing import lead
from tests.trials.fleet import Fleet, found_notices, launch, noon
from tests.world import World, build

ROUNDS = int(os.environ.get("TRIAL_ROUNDS", "3"))
DAY = date(2026, 11, 20)
Line = str


class Child:
    """A process that does one thing over and over and writes a line after each time it is confirmed."""

    def __init__(self, once: Callable[[int], Line]) -> None:
        connections.close_all()  # no two processes share one
        self.reads, writes = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            number = 0
            try:
                while True:
                    number += 1
                    os.write(writes, once(number).encode() + b"\n")
            except BaseException as error:  # noqa: BLE001 - the parent is told
                os.write(writes, f"! {error!r}\n".encode())
            finally:
                os._exit(1)
        os.close(writes)
        self.said = b""

    def hear(self, wait: float) -> int:
        """Read what it has said so far; how many lines there are."""
        if select([self.reads], [], [], wait)[0]:
            self.said += os.read(self.reads, 1 << 16)
        return self.said.count(b"\n")

    def kill(self) -> list[Line]:
        """Kill it; everything that it confirmed."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        while more := os.read(self.reads, 1 << 16):
            self.said += more
        os.close(self.reads)
        lines = self.said.decode().splitlines()
        assert not [line for line in lines if line.startswith("!")], lines[-1]
        return lines


def noting(world: World, matter: Matter, name: str) -> Callable[[int], Line]:
    """Somebody who writes one remark after the other, both at once on one matter; when the other was quicker he tries again."""

    def once(number: int) -> Line:
        text = f"{name}第{number}条"
        while True:
            try:
                perform(matter.pk, "note", officer=world.prosecutor, data={"text": text}, now=noon(DAY))
            except ActionError:
                continue
            return text

    return once


def registering(world: World, name: str) -> Callable[[int], Line]:
    """Somebody who registers one matter after the other."""

    def once(number: int) -> Line:
        title = f"{name}第{number}件"
        data = lead(title=title, received_on=DAY.isoformat(), police=str(world.organ.pk))
        perform(None, "register", kind="filing", officer=world.prosecutor, data=data, now=noon(DAY))
        return title

    return once


def checking(_number: int) -> Line:
    """One deadline check."""
    sweep(now=noon(DAY))
    return "checked"


@pytest.mark.django_db(transaction=True)
def test_acts_killed_amid_their_statements_are_whole_or_not_there() -> None:
    world = build()
    fleet: Fleet = launch(world.office, world.organ, world.prosecutor, today=DAY, size=60)
    matter, chance = fleet.ships[0].matter, random.Random(20)
    confirmed: list[Line] = []
    for turn in range(ROUNDS):
        actors = [Child(noting(world, matter, f"{turn}甲")), Child(noting(world, matter, f"{turn}乙")), Child(registering(world, f"{turn}丙"))]
        checkers = [Child(checking) for _ in range(4)]
        wanted = chance.randint(2, 12)
        for _ in range(PATIENCE * 10):
            if all(child.hear(0.1) >= wanted for child in actors):
                break
        for child in (*actors, *checkers):
            lines = child.kill()
            confirmed += lines if child in actors else []
    sweep(now=noon(DAY))
    notes = list(Event.objects.filter(action="note").values_list("text", flat=True))
    titles = list(Matter.objects.filter(title__contains="丙第").values_list("title", flat=True))
    stands = Counter([*notes, *titles])
    assert len(confirmed) >= 6 * ROUNDS
    assert set(confirmed) <= set(stands) and set(stands.values()) == {1}, "确认过的都在，各有一次"
    # at most one more of each that was killed: it stood before its confirmation came through
    assert len(stands) <= len(confirmed) + 3 * ROUNDS
    assert sorted(Event.objects.filter(matter=matter).values_list("seq", flat=True)) == list(range(1, len(notes) + 1))
    numbers = [int(number.partition("〕")[2].rstrip("号")) for number in Matter.objects.filter(title__in=titles).values_list("number", flat=True)]
    assert len(set(numbers)) == len(numbers) == len(titles)
    assert AuditEntry.objects.filter(verb__in=["note", "filing.register", "register"]).count() >= len(stands)
    assert list(audit.verify()) == []
    assert DocumentSequence.objects.filter(type="matter:filing").count() == 1
    assert Counter(found_notices())[max(Counter(found_notices()), key=Counter(found_notices()).get)] == 1, "提醒恰好一次"
    check_rebuilt()
