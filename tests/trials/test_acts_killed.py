"""kill -9 of those who act and of the deadline checks beside them: what was confirmed stands once, nothing stands twice or half.

Children of this process, so that a kill lands between any two of their statements. ``TRIAL_KILLS`` (default 20) sets how many.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from itertools import count
from select import select
from uuid import UUID

import pytest
from django.db import connection, connections

from cases.exceptions import Conflict
from cases.matters import perform, sweep
from cases.matters.papers import documents
from cases.models import Clock, Document, Event, Matter, Notice, Paper
from office import audit
from office.models import AuditEntry, Officer, Organisation
from tests.conftest import PATIENCE
from tests.desks import check_rebuilt
from tests.supervision.play import FILLED, lead
from tests.trials.fleet import launch, noon
from tests.world import build

KILLS = int(os.environ.get("TRIAL_KILLS", "20"))
DAY = date(2026, 11, 20)
CHECKS = 4
"""Deadline checks that run at once, all the time."""
LONGEST = 0.05
"""Seconds after something was confirmed within which the kill falls: an act takes about as long."""
PRESSES = 5
"""Times that somebody presses when another was quicker."""
SIZE = 60
"""Matters (件) that are there from the beginning."""
OF_NOTICES = ("side", "role", "officer", "deadline", "document", "due_on", "rung")
"""What no two notices of the checks have in common."""
Once = Callable[[int], str]


class Child:
    """A process that does one thing over and over and writes a line after each time it is confirmed."""

    def __init__(self, once: Once) -> None:
        self.once = once
        self.confirmed: list[str] = []
        self.kills = self.landed = 0
        """Kills, and those of them that fell into a transaction."""
        self.start()

    def start(self) -> None:
        """Begin, or begin anew after a kill."""
        connections.close_all()  # no two processes share one
        self.reads, writes = os.pipe()
        self.said, self.heard = b"", 0
        self.pid = os.fork()
        if self.pid == 0:
            try:
                connection.ensure_connection()
                os.write(writes, f"{connection.connection.info.backend_pid}\n".encode())
                for number in count(1):
                    os.write(writes, f"{self.once(number)}\n".encode())
            except BaseException as error:  # noqa: BLE001 - the parent is told
                os.write(writes, f"! {error!r} {error.__cause__!r}\n".encode())
            finally:
                os._exit(1)
        os.close(writes)
        assert self.hear(PATIENCE)

    def hear(self, seconds: float) -> bool:
        """Wait until it has confirmed something since it was last listened to."""
        until = time.monotonic() + seconds
        while (found := self.said.count(b"\n")) <= self.heard and (left := until - time.monotonic()) > 0:
            if select([self.reads], [], [], left)[0]:
                more = os.read(self.reads, 1 << 16)
                assert more, self.said.decode()[-2000:]
                self.said += more
        fresh, self.heard = found > self.heard, found
        return fresh

    def kill(self) -> None:
        """Kill it; everything that it confirmed is kept."""
        self.landed += acts_within(int(self.said.split()[0]))
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        while more := os.read(self.reads, 1 << 16):
            self.said += more
        os.close(self.reads)
        lines = self.said.decode().splitlines()
        assert not [line for line in lines if line.startswith("!")], lines[-1]
        self.confirmed += lines[1:]
        self.kills += 1


def acts_within(backend: int) -> bool:
    """Whether a transaction is under way on this connection of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT xact_start IS NOT NULL FROM pg_stat_activity WHERE pid = %s", [backend])
        return bool(cursor.fetchone()[0])


def pressed(matter_id: UUID, code: str, who: Officer, **data: object) -> None:
    """One act, pressed again as a person would when somebody else was quicker."""
    for left in reversed(range(PRESSES)):
        try:
            perform(matter_id, code, officer=who, data=data, now=noon(DAY))
        except Conflict:
            if not left:
                raise
        else:
            return


def remarking(who: Officer, name: str, shared: Matter, own: Matter) -> Once:
    """Writes one remark after the other, in turn on the matter that both act on and on one of his own."""

    def once(number: int) -> str:
        text = f"{name}{os.getpid()}第{number}条"
        pressed((own if number % 2 else shared).pk, "note", who, text=text, shown="both")
        return text

    return once


def signing(who: Officer, name: str, shared: Matter) -> Once:
    """Signs what has been drafted; while nothing has, remarks on the matter that both act on."""

    def once(number: int) -> str:
        paper = Document.objects.filter(status=Paper.DRAFT, action="request_a", leads=True).order_by("drafted_at", "pk").first()
        if paper is None:
            text = f"{name}{os.getpid()}第{number}条"
            pressed(shared.pk, "note", who, text=text, shown="both")
            return text
        pressed(paper.matter_id, "sign", who, document=paper.pk)
        return f"签发{paper.pk.hex}"

    return once


def registering(who: Officer, name: str, organ: Organisation) -> Once:
    """Registers one matter after the other, and drafts in each what asks the police for reasons."""

    def once(number: int) -> str:
        return registered(who, f"{name}{os.getpid()}第{number}件", organ)

    return once


def registered(who: Officer, title: str, organ: Organisation) -> str:
    """Register a matter and draft the request of it; its title."""
    data = lead("A", title=title, received_on=DAY.isoformat(), police=str(organ.pk))
    made = perform(None, "take_over", kind="filing", officer=who, data=data, now=noon(DAY)).matter
    pressed(made.pk, "request_a", who, **FILLED["request_a"])
    return title


def checking(number: int) -> str:
    """One deadline check."""
    sweep(now=noon(DAY))
    return f"第{number}次检查"


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_acts_and_checks_killed_amid_their_statements_are_whole_or_not_there() -> None:
    world = build()
    launch(world.office, world.organ, world.prosecutor, today=DAY, size=SIZE)
    documents.pass_by(world.court, "matter:filing", DAY.year, SIZE)  # as if their numbers had been given out
    shared, own = (Matter.objects.get(title=registered(world.prosecutor, f"双方事项{no}", world.organ)) for no in (1, 2))
    actors = [
        Child(remarking(world.prosecutor, "甲", shared, own)), Child(signing(world.chief, "乙", shared)),
        Child(registering(world.second_prosecutor, "丙", world.organ)),
    ]  # fmt: skip
    everyone, chance = [*actors, *(Child(checking) for _ in range(CHECKS))], random.Random(20)
    for number in range(KILLS):
        child = everyone[number % len(everyone)]
        assert child.hear(PATIENCE), "强杀以前至少办成一次"
        time.sleep(chance.uniform(0, LONGEST))
        child.kill()
        child.start()
    for child in everyone:
        child.hear(PATIENCE)
        child.kill()
    assert sum(child.landed for child in everyone) > KILLS / 2, "多数强杀应当落在办理之中"
    sweep(now=noon(DAY))
    assert_whole([line for child in actors for line in child.confirmed], unsaid=sum(child.kills for child in actors))


def assert_whole(confirmed: list[str], *, unsaid: int) -> None:
    """What was confirmed stands once; beside it at most one act of each that was killed (``unsaid``), before it could say so."""
    signed = Event.objects.filter(action="request_a").values_list("document__pk", flat=True)
    stands = Counter([
        *Event.objects.filter(action="note").values_list("text", flat=True), *(f"签发{key.hex}" for key in signed),
        *Matter.objects.exclude(title__startswith="演练").values_list("title", flat=True),
    ])  # fmt: skip
    assert set(confirmed) <= set(stands) and set(stands.values()) == {1}, "确认过的都在，各有一次"
    assert len(stands) <= len(confirmed) + unsaid + len(("双方事项1", "双方事项2"))
    assert len(confirmed) >= KILLS
    # whole: each line of the timeline in its place, with its entry of the trail and what it moved
    for matter in Matter.objects.all():
        lines = list(matter.events.order_by("seq").values_list("seq", flat=True))
        assert lines == list(range(1, len(lines) + 1)), matter
        assert matter.version == len(lines) + matter.title.startswith("演练"), matter  # these began with version 1 and no line
    assert Event.objects.count() == AuditEntry.objects.count()
    assert not list(audit.verify())
    assert_numbered(Matter.objects.exclude(title__startswith="演练").values_list("number", flat=True))
    issued = Document.objects.filter(action="request_a", status=Paper.ISSUED)
    assert_numbered(issued.values_list("number", flat=True))
    assert sorted(issued.values_list("pk")) == sorted(signed.values_list("document__pk"))
    # notices: once each, none that rings for what was done meanwhile, none that was not told
    assert set(Counter(Notice.objects.filter(event=None).values_list(*OF_NOTICES)).values()) == {1}
    rings = Notice.objects.filter(over=False, event=None)
    assert not rings.filter(deadline__isnull=False).exclude(deadline__status=Clock.RUNNING).exists()
    again = sweep(now=noon(DAY))
    assert (again.notices, again.drafts) == (0, 0)
    check_rebuilt()


def assert_numbered(numbers: Iterable[str]) -> None:
    """Numbers of one book, one after the other."""
    found = sorted(int(number.partition("〕")[2].removesuffix("号")) for number in numbers)
    assert found == list(range(found[0], found[0] + len(found)))
