"""The ladder of every clock that any kind starts, and the draft that the law says 应当 follow: caught up exactly once."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from cases.matters import sweep
from cases.matters.clocks.deadlines import custody_of
from cases.matters.seats import seated
from cases.matters.table.workflow import WORKFLOWS
from cases.models import Clock, Deadline, Document, Matter, Notice
from cases.rules import CUSTODY_TERMS
from office.sides import Role, Side
from tests.supervision import plays
from tests.supervision.ground import begin, facts_of, sides, stand, started, states_of
from tests.supervision.play import at

pytestmark = pytest.mark.django_db
DUE = date(2026, 6, 10)
BEFORE = {"lead7", "lead3", "lead1"}
LATE = {"duty": {"lead0", "over"}, "reminder": {"lead0", "over"}, "right": set()}
"""What comes after the last day: a right ends 期满, it is never 超期."""
SEVERE = {"duty": {"severe"}, "reminder": {"severe"}, "right": set()}


Told = tuple[str, str, UUID | None]
"""Side, role, and the one place of several there: who has a seat in a restricted matter, an organ where every organ sees it."""


def rungs(clock: Deadline) -> dict[Told, list[str]]:
    """Who was told → the rungs there."""
    found: dict[Told, list[str]] = {}
    rows = Notice.objects.filter(deadline=clock).order_by("rung").values_list("side", "role", "officer", "organisation", "whole_office", "rung")
    for side, desk, officer, organ, each, rung in rows:
        found.setdefault((side, desk, officer or (organ if each else None)), []).append(rung)
    return found


def places(matter: Matter, side: str, day: date) -> list[UUID | None]:
    """Where a side is told, once in each."""
    if matter.restricted:
        return [one.officer for one in seated(Matter.objects.filter(pk=matter.pk), day) if one.side == side]
    return list(matter.office.organs.values_list("pk", flat=True)) if matter.whole_office and side == Side.POLICE else [None]


def wanted(matter: Matter, clock: Deadline, reached: set[str], day: date) -> dict[Told, list[str]]:
    """Who is told of what (规则第613条): a term of our own that is over also 案管, one of a person in custody also 刑事执行检察."""
    looking = sides(matter) if clock.shared else [Side.PROCURATORATE]
    told: dict[tuple[str, str, UUID | None], set[str]] = {(side, "", place): reached for side in looking for place in places(matter, side, day)}
    if clock.owed_by == Side.PROCURATORATE and clock.nature == "duty":
        told[Side.PROCURATORATE, Role.CASE_MANAGER, None] = reached & {"over", "severe"}
    if clock.rule in CUSTODY_TERMS and custody_of(matter.case_id)(day):
        told[Side.PROCURATORATE, Role.EXECUTION, None] = reached
    return {(str(side), str(desk), place): sorted(found) for (side, desk, place), found in told.items() if found}


def silence(matter: Matter) -> None:
    """Nothing else asks for attention: no clock runs, no paper waits."""
    Deadline.objects.exclude(status=Clock.DROPPED).update(status=Clock.DROPPED)
    Document.objects.filter(status__in=["draft", "issued"]).update(status="discarded")
    Matter.objects.filter(pk=matter.pk).update(police_from=at("2026-02-02"), closed_at=None)
    matter.refresh_from_db()


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_missed_rungs_are_caught_up_once(world, kind):
    """Three days of silence, then one check: exactly the rungs that were missed, and none of them twice."""
    matter = plays.opened(kind, world)
    silence(matter)
    shared = {
        start.rule for row in WORKFLOWS[kind].actions for start in (*row.starts, *row.starts_on_receipt) if start.shared
    }
    clocks = [begin(matter, key, due=DUE, shared=key in shared) for key in started(WORKFLOWS[kind])]
    reached: dict[str, set[str]] = {clock.rule: set() for clock in clocks}
    for day, fresh in (
        (DUE - timedelta(days=4), {nature: {"lead7"} for nature in LATE}),
        (DUE - timedelta(days=1), {nature: {"lead3", "lead1"} for nature in LATE}),
        (DUE + timedelta(days=3), LATE),
        (DUE + timedelta(days=12), SEVERE),
    ):
        before, swept = Notice.objects.count(), sweep(now=at(day))
        for clock in clocks:
            reached[clock.rule] |= fresh[clock.nature]
            found = rungs(clock)
            assert found == wanted(matter, clock, reached[clock.rule], day), (clock.rule, day)
            highest = Notice.objects.filter(deadline=clock, superseded=False)
            assert highest.count() == len(found), (clock.rule, day)
        assert swept.notices == Notice.objects.count() - before > 0, day
        assert sweep(now=at(day)).notices == 0, "第二次检查又多出了提醒"


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_what_must_follow_is_drafted_once(world, kind):
    """应当: from every state it starts from, an expired clock leaves one draft for the handler to look over, and sends nothing."""
    table = WORKFLOWS[kind]
    for row in (row for row in table.actions if row.must):
        for state in states_of(row, table):
            with transaction.atomic():
                matter = plays.opened(kind, world)
                silence(matter)
                stand(matter, table, row, state, next(facts_of(row, table)), world)
                swept = sweep(now=at("2026-11-20"))
                drafts = Document.objects.filter(matter=matter, status="draft", action=row.code)
                assert (swept.drafts, len(drafts.filter(leads=True))) == (1, 1), (row.code, state)
                paper = drafts.get(leads=True)
                assert paper.type == row.issues[0] and paper.is_raw, (row.code, state)
                assert sweep(now=at("2026-11-21")).drafts == 0
                assert Matter.objects.get(pk=matter.pk).state == state, "期限检查不得代人办理"
                assert not Document.objects.filter(matter=matter, status="issued").exists()
                transaction.set_rollback(True)
