"""List, bulk and page give one answer: for every act of every kind, in every state it starts from, whatever its clocks did."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cases.desk.lists.bulking import bulk_acts, bulk_of
from cases.desk.lists.steps import next_step
from cases.desk.lists.worklist import row_of, settings_of
from cases.matters.acts.offers import DO, ENTER, allowed_actions, refusal
from cases.matters.dossier import Dossier, dossier, listed
from cases.matters.table.workflow import WORKFLOWS, Action, table_of, tables
from cases.models import Clock, Deadline, Event, Matter
from office.models import Officer
from tests.supervision import plays
from tests.supervision.ground import LONG_AGO, begin, facts_of, stand, states_of
from tests.test_workflows import WHO
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db

#: What may have become of the periods an act waits for, or must keep within.
FATES = {
    "running": (Clock.RUNNING, TODAY),
    "run out": (Clock.RUNNING, LONG_AGO),
    "closed": (Clock.LAPSED, LONG_AGO),
    "run out, not shared": (Clock.RUNNING, LONG_AGO),
}


def fates(row: Action) -> Iterator[str]:
    yield from FATES if row.after or row.within else ("run out",)


def befall(matter: Matter, row: Action, fate: str) -> None:
    """The periods of the act as the fate has it, in place of what runs."""
    Deadline.objects.filter(matter=matter, status__in=[Clock.RUNNING, Clock.LAPSED]).update(status=Clock.DROPPED)
    status, due = FATES[fate]
    for rule in (*row.after, *row.within):
        clock = begin(matter, rule, due=due, shared=fate != "run out, not shared")
        Deadline.objects.filter(pk=clock.pk).update(status=status)


def readers(world: World, row: Action) -> list[Officer]:
    """The first of each role that has a part in the act, and one of each side who may only look on."""
    roles = {actor.role for actor in row.by}
    people = [getattr(world, name) for name in WHO.values()]
    acting = [next(one for one in people if role in one.roles) for role in sorted(roles) if any(role in one.roles for one in people)]
    return list({one.pk: one for one in [*acting, world.second_prosecutor, world.legal_officer]}.values())


def answers(found: Dossier, officer: Officer) -> dict[str, str | None]:
    """For every act of the table, why this officer does not do it, or enter it from paper; None where he does."""
    return {
        f"{row.code} {mode}": refusal(found, row, officer, TODAY, mode=mode)
        for row in found.table.actions
        for mode in (DO, ENTER)
        if (mode == DO) == row.is_of(officer.side)
    }


def agree(matter: Matter, officer: Officer, where: object) -> int:
    """List, bulk and page of this matter say the same to this officer; how many acts he is offered."""
    if not Matter.objects.visible_to(officer).filter(pk=matter.pk).exists():
        return 0
    page = dossier(officer, matter.pk)
    (line,) = listed(officer, list(Matter.objects.filter(pk=matter.pk).select_related("office__procuratorate", "police", "handler", "police_handler")))
    assert answers(line, officer) == answers(page, officer), where
    offered = {one.code: one for one in allowed_actions(page, officer, TODAY)}
    own = {code for code, one in offered.items() if one.mode == DO and one.draft is None}
    row = row_of(officer, line, TODAY, settings_of(officer))
    of_list = {code for code, _ in bulk_acts(officer, [row], TODAY)}
    tabled = {one.code for one in page.table.actions if one.bulk}
    assert of_list & tabled == own & tabled, where
    for code in tabled:
        (bulk_line,) = bulk_of(code, officer=officer, ids=[str(matter.pk)], today=TODAY).lines if side_has(code, officer) else (None,)
        assert bulk_line is None or (not bulk_line.skip) == (code in own), (where, code, bulk_line.skip)
    step = next_step(line, officer, TODAY)
    assert step == next_step(page, officer, TODAY), where
    if step.name == "act":
        assert step.args[1] in own, (where, step)
    return len(own)


def side_has(code: str, officer: Officer) -> bool:
    """Whether the bulk page knows the act on this side: elsewhere its address is 404."""
    return any(table.has_action(code) and table.action(code).bulk and table.action(code).is_of(officer.side) for table in tables())


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_list_bulk_and_page_agree_on_every_act(world: World, kind: str):
    matter = plays.opened(kind, world)
    table = table_of(matter)
    offered, seen = 0, set()
    for row in table.actions:
        if row.opens_matter:
            continue
        for state in states_of(row, table)[:1]:
            facts = next(facts_of(row, table))
            # every act of the table is asked for wherever the matter stands: once for each place is enough
            place = (state, row.item, row.by, row.after, row.within, *sorted(facts.items()))
            if place in seen:
                continue
            seen.add(place)
            stand(matter, table, row, state, facts, world)
            for fate in fates(row):
                befall(matter, row, fate)
                offered += sum(agree(matter, officer, (row.code, state, fate, officer.name)) for officer in readers(world, row))
    assert offered > len(table.actions)


@pytest.mark.parametrize("kind", [kind for kind, table in WORKFLOWS.items() if any(row.not_by for row in table.actions)])
def test_list_bulk_and_page_agree_on_who_must_stand_aside(world: World, kind: str):
    """另行指派: who made the first decision is refused in the list as on the page, his colleague in neither."""
    matter = plays.opened(kind, world)
    table = table_of(matter)
    first = Event.objects.get(matter=matter, seq=1)
    aside = 0
    for row in (row for row in table.actions if row.not_by):
        for state in states_of(row, table)[:1]:
            stand(matter, table, row, state, next(facts_of(row, table)), world)
            befall(matter, row, "run out")
            decision = Event.objects.create(
                office=matter.office, matter=matter, seq=1000, action=min(row.not_by), label="原决定", officer=world.prosecutor,
                actor_side="procuratorate", recorded_at=first.recorded_at,
            )  # fmt: skip
            for officer in (world.prosecutor, world.second_prosecutor, world.city_prosecutor):
                agree(matter, officer, (row.code, state, officer.name))
            told = refusal(dossier(world.prosecutor, matter.pk), row, world.prosecutor, TODAY, mode=DO) or ""
            aside += "应当由原承办人以外的检察官办理" in told
            decision.delete()
    assert aside
