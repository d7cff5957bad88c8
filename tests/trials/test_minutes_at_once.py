"""Two people type the same record at once, 100 changes each: nothing is lost, and of two texts in one field both stay."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from cases.matters import perform
from cases.models import Matter
from liaison.models.joint_meeting import AgendaItem, MinuteRevision
from office.exceptions import ActionError
from tests.liaison.meeting import DAY, item, sitting
from tests.supervision.plays import at
from tests.world import World, build

CHANGES = 100


@pytest.fixture
def town(transactional_db: None) -> World:
    return build()


def typing(meeting: Matter, field: str, officer: Any, mark: str, together: Barrier, failed: list[str]) -> None:
    """One person's changes of one field, each over what stood there when he last looked."""
    together.wait()
    try:
        for number in range(1, CHANGES + 1):
            base = AgendaItem.objects.values_list("rev", flat=True).get(matter=meeting, no=1)
            data = {"item": 1, "base": base, field: f"{mark}{number}"}
            perform(meeting.pk, "write_item", officer=officer, data=data, now=at(DAY, 15))
    except ActionError as error:  # pragma: no cover (that nobody is refused is what is tried)
        failed.append(f"{officer.name}：{error}")
    finally:
        connection.close()


def both(meeting: Matter, world: World, fields: tuple[str, str]) -> list[str]:
    together, failed = Barrier(2), []
    people = ((fields[0], world.prosecutor, "检"), (fields[1], world.legal_officer, "警"))
    threads = [Thread(target=typing, args=(meeting, field, who, mark, together, failed)) for field, who, mark in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return failed


def test_two_hundred_changes_of_two_fields(town: World) -> None:
    meeting = sitting(town)
    assert both(meeting, town, ("conclusion", "measure")) == []
    rows = MinuteRevision.objects.filter(matter=meeting)
    assert rows.count() == 2 * CHANGES
    assert list(rows.order_by("seq").values_list("seq", flat=True)) == list(range(1, 2 * CHANGES + 1))
    assert not rows.filter(apart=True).exists()
    row = item(meeting)
    assert (row.conclusion, row.measure, row.to_merge, row.rev) == (f"检{CHANGES}", f"警{CHANGES}", "", 2 * CHANGES)


def test_two_hundred_changes_of_one_field(town: World) -> None:
    meeting = sitting(town)
    assert both(meeting, town, ("conclusion", "conclusion")) == []
    texts = list(MinuteRevision.objects.filter(matter=meeting).values_list("text", flat=True))
    assert sorted(texts) == sorted([f"{mark}{number}" for mark in "检警" for number in range(1, CHANGES + 1)])
    assert item(meeting).to_merge == "conclusion"  # they met at least once; a person says which text holds
