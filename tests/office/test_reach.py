"""可见范围 from the tree of organisations: what a path holds is what the superiors say, and nobody reaches further by it."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from office import actions
from office.models import JointOffice, Officer, Organisation
from office.scoping import NOWHERE, Reach, reach_of
from office.sides import Role, Side
from tests.world import World, officer


def walked(one: Organisation) -> str:
    """The path as the superiors say it."""
    keys, step = [], one
    while True:
        keys.append(step.pk)
        if step.parent_id is None:
            return "".join(f"/{key}" for key in reversed(keys)) + "/"
        step = Organisation.objects.get(pk=step.parent_id)


def reached(who: Officer) -> Reach:
    """The reach, told from all organisations of the side: from superior to subordinate, and up again."""
    if not who.is_active or who.is_administrator:
        return NOWHERE
    tree: dict[UUID | None, list[UUID]] = {}
    parents: dict[UUID, UUID | None] = {}
    for one in Organisation.objects.filter(side=who.side).order_by("order", "code"):
        tree.setdefault(one.parent_id, []).append(one.pk)
        parents[one.pk] = one.parent_id
    if who.side == Side.PROCURATORATE:
        below, queue = [], [who.organisation_id]
        while queue:
            below.append(queue.pop(0))
            queue += tree.get(below[-1], [])
        own = dict(JointOffice.objects.values_list("procuratorate", "pk"))
        return Reach(who.side, tuple(below), tuple(own[pk] for pk in below if pk in own), ())
    above, step = [], who.organisation_id
    while step is not None:
        above.append(step)
        step = parents[step]
    links = dict(JointOffice.organs.through.objects.values_list("organisation_id", "jointoffice_id"))
    organ = next((pk for pk in above if pk in links), None)
    if organ is None:
        return Reach(who.side, (who.organisation_id,), (), ())
    return Reach(who.side, (who.organisation_id, organ), (links[organ],), (organ,))


def again(who: Officer) -> Officer:
    return Officer.objects.select_related("organisation").get(pk=who.pk)


PLACES = 9
#: Of each place: its superior (an earlier place, none for -1), its order, whether a joint office is its own (or takes it in).
TREES = st.lists(st.tuples(st.integers(-1, PLACES - 1), st.integers(1, 3), st.booleans()), min_size=1, max_size=PLACES)
#: Afterwards: which place moves, and where to.
MOVES = st.lists(st.tuples(st.integers(0, PLACES - 1), st.integers(-1, PLACES - 1)), max_size=4)


class TestTrees(TestCase):
    @given(side=st.sampled_from(Side), tree=TREES, moves=MOVES)
    def test_every_officer_of_every_tree_reaches_what_the_walk_reaches(self, side: Side, tree, moves):
        made: list[Organisation] = []
        for number, (above, order, has_office) in enumerate(tree):
            one = Organisation.objects.create(
                code=f"T{(number * 7) % 10}", name=f"测试{number}", side=side, order=order, parent=made[above % number] if number and above >= 0 else None
            )
            made.append(one)
            if has_office and side == Side.PROCURATORATE:
                JointOffice.objects.create(code=f"T{number}", name="测试", procuratorate=one)
            elif has_office:
                court = Organisation.objects.create(code=f"C{number}", name=f"院{number}", side=Side.PROCURATORATE)
                JointOffice.objects.create(code=f"T{number}", name="测试", procuratorate=court).organs.add(one)
        for place, to in moves:
            one = Organisation.objects.get(pk=made[place % len(made)].pk)
            above = Organisation.objects.get(pk=made[to % len(made)].pk) if to >= 0 else None
            if above is None or one.pk not in above.above:  # nothing is hung below itself
                one.parent = above
                one.save()
        assert {one.name: one.path for one in Organisation.objects.all()} == {one.name: walked(one) for one in Organisation.objects.all()}
        for number, one in enumerate(made):
            who = officer(f"t.{number}", "测试", one, Role.PROSECUTOR if side == Side.PROCURATORATE else Role.LEGAL)
            assert reach_of(again(who)) == reached(again(who))


def test_everyone_of_the_world_reaches_what_the_walk_reaches(world: World):
    Organisation.objects.create(code="QJNH", name="南湖派出所", short_name="南湖所", side=Side.POLICE, parent=world.organ)
    for who in [*world.identities().values(), officer("n.one", "南一", Organisation.objects.get(code="QJNH"), Role.INVESTIGATOR)]:
        assert reach_of(again(who)) == reached(again(who)), who.name
    Officer.objects.filter(pk=world.prosecutor.pk).update(is_active=False)
    assert reach_of(again(world.prosecutor)) == reach_of(again(world.system_admin)) == NOWHERE


def test_a_branch_that_is_moved_takes_its_stations_along(world: World):
    own = officer("p.sys", "公系", world.organ, Role.SYSTEM_ADMIN)
    shared = {"side": Side.POLICE, "short_name": "所"}
    bureau = actions.create_organisation(officer=own, code="A", name="甲所", parent=world.organ, **shared)
    station = actions.create_organisation(officer=own, code="B", name="乙所", parent=world.organ, **shared)
    post = actions.create_organisation(officer=own, code="C", name="丙警务室", parent=station, **shared)
    actions.edit_organisation(officer=own, pk=station.pk, parent=bureau)
    for one in (bureau, station, post):
        one.refresh_from_db()
        assert one.path == walked(one)
    assert post.above == [post.pk, station.pk, bureau.pk, world.organ.pk]


@pytest.mark.parametrize("identity", ["prosecutor", "city_prosecutor", "legal_officer"])
def test_reach_is_one_query(world: World, identity: str):
    who = again(getattr(world, identity))
    assert who.roles
    with CaptureQueriesContext(connection) as caught:
        reach_of(who)
    assert len(caught) == 1


def test_what_stands_below_is_found_by_the_index(world: World):
    rows = Organisation.objects.filter(path__under=world.city.path).order_by()
    assert set(rows) == {world.city, world.court}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        sql, words = rows.values("pk").query.sql_with_params()
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}", words)
        plan = " ".join(str(row) for row in cursor.fetchall())
    # by its bounds, not read through: ~>=~ and ~<~ are LIKE's prefix in whatever locale
    bounds = ("~>=~", "~<~") if connection.vendor == "postgresql" else ("path>?", "path<?")
    assert "organisation_path" in plan and all(bound in plan for bound in bounds), plan
