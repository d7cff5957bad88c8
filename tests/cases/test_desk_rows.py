"""桌面行: what acts write is what a rebuild writes, and what lists showed when each computed itself."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.matters import Past, adopt, desks, perform
from cases.matters.table.workflow import WORKFLOWS
from cases.models import Begun, Case, CompulsoryMeasure, DeskRow, Document, Event, Matter, Suspect
from cases.register import selectors
from cases.register.actions import save_case
from cases.tasks import compare_desks
from office.models import JobRun
from office.selectors import DESKS
from tests.cases.day import asked, escalated, many, working_day
from tests.desks import check_rebuilt, check_rows
from tests.supervision import plays
from tests.supervision.play import act, at, fresh, on_paper_act, receive, sign, waiting
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("OFFICE_TODAY", TODAY.isoformat())


def everyone(world: World) -> list:
    return list(world.identities().values())


def true_for_all(world: World, day: date = TODAY) -> int:
    """Rows are as a rebuild would write them, and show every identity what the tables show it."""
    check_rebuilt()
    return check_rows(everyone(world), day)


def row(matter: Matter, desk) -> DeskRow:
    return DeskRow.objects.get(matter=matter, desk=desk)


# --- what acts write -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_opening_a_matter_of_any_kind_in_any_way_writes_its_rows(world: World, kind: str):
    for way in plays.ways(kind):
        with transaction.atomic():
            plays.opened(kind, world, **way)
            check_rebuilt()
            assert check_rows([world.prosecutor, world.city_chief, world.legal_officer], TODAY)
            assert Begun.objects.exists()
            transaction.set_rollback(True)


def test_a_working_day_stands_in_rows(world: World):
    working_day(world)
    escalated(world)
    adopt("filing", "awaiting_reasons", officer=None, office=world.office, now=at(TODAY), matter_values={"police": world.organ, "title": "旧案"},
          history=[Past("register"), Past("request_a", on_words="去年")])  # fmt: skip
    assert true_for_all(world)
    assert DeskRow.objects.get(imported=True, desk=world.court).receipt_missing


def test_the_police_have_a_row_from_disclosure_on_and_lose_it_by_withdrawal(world: World):
    matter = asked(world, "2026-11-10", title="甲案")
    here = row(matter, world.organ)
    assert (here.since, here.unsigned_ours, here.to_reply) == (date(2026, 11, 10), True, False)
    on_paper_act(matter, waiting(matter, "police"), "withdraw", world.prosecutor, "2026-11-11")
    assert not DeskRow.objects.filter(matter=matter, desk=world.organ).exists()
    true_for_all(world)


def test_with_the_superior_a_matter_stays_in_the_list_and_leaves_the_inbox(world: World):
    matter = escalated(world)
    own, above = row(matter, world.court), row(matter, world.city)
    assert (own.open, own.here, own.above) == (True, False, False)
    assert (above.open, above.here, above.above) == (True, True, True)
    true_for_all(world)


def test_what_the_other_side_refused_is_marked_until_one_acts(world: World):
    matter = asked(world, "2026-11-10", title="甲案")
    assert not row(matter, world.court).refused
    on_paper_act(matter, waiting(matter, "police"), "refuse", world.legal_officer, "2026-11-11", reason="不属本单位管辖")
    assert row(matter, world.court).refused
    check_rebuilt()
    perform(matter.pk, "note", officer=world.prosecutor, data={"text": "另行核实"}, now=at("2026-11-12"))
    assert not row(matter, world.court).refused


def test_a_draft_shows_on_the_desk_of_its_side_alone(world: World):
    matter = asked(world, "2026-11-10", "2026-11-11", title="甲案")
    act(matter, "explain", world.legal_officer, "2026-11-12")
    assert (row(matter, world.organ).draft_of, row(matter, world.court).draft_of) == ("police", "")
    sign(matter, world.head, "2026-11-12")
    assert row(matter, world.organ).draft_of == ""
    check_rebuilt()


def test_pressing_and_handing_on_are_written_too(world: World):
    matter = asked(world, "2026-11-10", "2026-11-11", title="甲案")
    perform(matter.pk, "chase", officer=world.prosecutor, now=at(TODAY))
    perform(matter.pk, "reassign", officer=world.prosecutor, data={"to": str(world.second_prosecutor.pk)}, reason="分工", now=at(TODAY))
    here = row(matter, world.court)
    assert (here.chased_on, here.handler) == (TODAY, world.second_prosecutor)
    assert row(matter, world.organ).chased_on is None
    check_rows([world.prosecutor, world.legal_officer, world.second_prosecutor], TODAY)
    check_rebuilt()


def test_undoing_takes_back_what_was_begun(world: World):
    matter = asked(world, "2026-11-02", "2026-11-03", "B", title="甲案")
    act(matter, "explain", world.legal_officer, "2026-11-04")
    sign(matter, world.head, "2026-11-04")
    receive(matter, world.case_manager, "2026-11-04")
    act(matter, "notify_withdrawal", world.prosecutor, "2026-11-13")
    sign(matter, world.chief, "2026-11-13")
    receive(matter, world.legal_officer, "2026-11-14")
    assert not Begun.objects.filter(officer=world.legal_officer).exists()
    act(matter, "ask_reconsideration", world.legal_officer, "2026-11-16")
    sign(matter, world.head, "2026-11-16")
    assert Begun.objects.get(officer=world.legal_officer).matter_id == matter.pk
    check_rebuilt()
    on_paper_act(matter, waiting(matter, "procuratorate"), "withdraw", world.legal_officer, "2026-11-17")
    assert not Begun.objects.filter(officer=world.legal_officer).exists()
    true_for_all(world)


# --- custody ---------------------------------------------------------------------------------------------------------


def held_case(world: World) -> tuple[Case, Suspect, Matter]:
    case = Case.objects.create(office=world.office, number="受案1", name="某案", charge="诈骗")
    suspect = Suspect.objects.create(office=world.office, case=case, name="某某")
    matter = asked(world, "2026-11-10", "2026-11-11", title="甲案")
    Matter.objects.filter(pk=matter.pk).update(case=case)
    desks.write([matter.pk])
    return case, suspect, fresh(matter)


def spell(suspect: Suspect, began: date, ended: date | None, kind: str = "detention") -> CompulsoryMeasure:
    made = CompulsoryMeasure.objects.create(office_id=suspect.office_id, suspect=suspect, kind=kind, began_on=began, ended_on=ended)
    desks.write(desks.of_cases([suspect.case_id]))
    return made


def test_custody_ends_by_its_date_without_an_act(world: World, monkeypatch):
    _, suspect, matter = held_case(world)
    spell(suspect, TODAY - timedelta(days=9), TODAY + timedelta(days=2))
    spell(suspect, TODAY + timedelta(days=2), TODAY + timedelta(days=4), kind="arrest")
    spell(suspect, TODAY - timedelta(days=30), TODAY - timedelta(days=20), kind="arrest")
    spell(suspect, TODAY - timedelta(days=30), None, kind="bail")
    for days in range(6):
        day = TODAY + timedelta(days=days)
        check_rows([world.prosecutor, world.legal_officer], day)
        assert (row(matter, world.court).held_from <= day < row(matter, world.court).held_until) == (days < 4)
        monkeypatch.setenv("OFFICE_TODAY", day.isoformat())
        check_rebuilt()  # nothing had to be written as days went by


def test_of_several_spells_the_last_one_counts(world: World):
    _, suspect, matter = held_case(world)
    spell(suspect, TODAY - timedelta(days=30), TODAY - timedelta(days=20))
    spell(suspect, TODAY - timedelta(days=5), TODAY - timedelta(days=5))  # ended on the day it began: nobody was held
    assert row(matter, world.court).held_until == TODAY - timedelta(days=20)
    spell(suspect, TODAY - timedelta(days=2), None, kind="arrest")
    assert row(matter, world.court).held_from == TODAY - timedelta(days=2)
    for days in (0, 1, 400):
        check_rows([world.prosecutor, world.legal_officer], TODAY + timedelta(days=days))
    check_rebuilt()


def test_saving_the_case_writes_the_rows_of_all_its_matters(world: World):
    case, _, matter = held_case(world)
    values = {name: getattr(case, name) for name in ("number", "name", "charge", "police", "accepted_on", "filed_on", "summary")}
    person = {"key": Suspect.objects.get(case=case).pk, "name": "某某", "is_unit": False, "born_on": None, "id_number": "", "note": ""}
    measure = {"suspect": 0, "kind": "arrest", "began_on": TODAY, "ended_on": None, "note": ""}
    marker = selectors.sheet(selectors.case(world.prosecutor, case.pk))["marker"]
    save_case(
        officer=world.prosecutor, case_id=case.pk, values=values, suspects=[(0, person)], measures=[measure], marker=marker, now=at(TODAY)
    )
    assert row(matter, world.organ).held_from == TODAY
    true_for_all(world)


# --- rebuilding and comparing ----------------------------------------------------------------------------------------


def test_rebuilding_writes_what_the_acts_wrote(world: World):
    working_day(world)
    escalated(world)
    columns = [column.attname for column in DeskRow._meta.concrete_fields]
    written = sorted(DeskRow.objects.values_list(*columns), key=str)
    begun = sorted(Begun.objects.values_list("officer", "matter"))
    DeskRow.objects.all().delete()
    Begun.objects.all().delete()
    call_command("rebuild_desks", if_missing=True, stdout=StringIO(), stderr=StringIO())
    assert sorted(DeskRow.objects.values_list(*columns), key=str) == written
    assert sorted(Begun.objects.values_list("officer", "matter")) == begun


def test_rows_written_for_the_first_time_were_not_wrong(world: World):
    working_day(world)
    rows = DeskRow.objects.count() + Begun.objects.count()
    DeskRow.objects.all().delete()
    Begun.objects.all().delete()
    call_command("rebuild_desks", if_missing=True, stdout=StringIO(), stderr=StringIO())
    assert JobRun.objects.get(name=DESKS).summary == f"首次写出{rows}行"
    call_command("rebuild_desks", stdout=StringIO(), stderr=StringIO())
    assert JobRun.objects.get(name=DESKS).summary.endswith("没有不符")


def test_what_was_interrupted_is_written_by_the_next_start(world: World):
    matters = working_day(world)
    rows = DeskRow.objects.count()
    newest = max(matter.pk for matter in matters.values())
    DeskRow.objects.filter(matter=newest).delete()
    call_command("rebuild_desks", if_missing=True, stdout=StringIO(), stderr=StringIO())
    assert DeskRow.objects.count() == rows


def test_if_missing_leaves_rows_that_stand_alone(world: World):
    working_day(world)
    DeskRow.objects.filter(desk=world.organ).delete()
    left = DeskRow.objects.count()
    call_command("rebuild_desks", if_missing=True, stdout=StringIO(), stderr=StringIO())
    assert DeskRow.objects.count() == left


def test_check_says_what_differs_and_changes_nothing(world: World):
    matter = working_day(world)["soon"]
    DeskRow.objects.filter(matter=matter, desk=world.organ).update(turn="procuratorate")
    DeskRow.objects.filter(matter=matter, desk=world.court).delete()
    said = StringIO()
    with pytest.raises(CommandError, match=r"turn procuratorate应为police(.|\n)*缺少|缺少(.|\n)*turn procuratorate应为police"):
        call_command("rebuild_desks", check=True, stdout=said, stderr=said)
    assert row(matter, world.organ).turn == "procuratorate"
    call_command("rebuild_desks", stdout=said, stderr=said)
    assert "改写2行" in said.getvalue()
    call_command("rebuild_desks", check=True, stdout=said, stderr=said)
    assert "全部相符" in said.getvalue()


def test_the_nightly_comparison_mends_and_says_so(world: World, caplog):
    matters = working_day(world)
    DeskRow.objects.filter(matter=matters["soon"], desk=world.organ).update(turn="procuratorate")
    Begun.objects.create(officer=world.head, matter=matters["later"])
    compare_desks()
    assert JobRun.objects.get(name="compare_desks").summary == f"核对{len(matters)}件，2行不符，已更正"
    assert "turn procuratorate应为police" in caplog.text
    check_rebuilt()
    caplog.clear()
    compare_desks()
    assert JobRun.objects.get(name="compare_desks").summary == f"核对{len(matters)}件，没有不符"
    assert "桌面行不符" not in caplog.text


# --- cost ------------------------------------------------------------------------------------------------------------


def queries(keys: list) -> int:
    with CaptureQueriesContext(connection) as caught:
        desks.write(keys)
    return len([one for one in caught if "SAVEPOINT" not in one["sql"]])


def test_writing_asks_the_same_of_one_as_of_many(world: World):
    many(world, 60)
    keys = desks.keys()
    assert queries(keys[:1]) <= 6
    assert queries(keys[1:3]) == queries(keys[3:]) <= 6
    assert queries(keys) <= 5, "写过的再写一次，没有什么可写"
    check_rebuilt()


def test_writing_costs_the_same_however_long_the_matter_has_lived(world: World):
    matter = asked(world, "2026-11-10", "2026-11-11", title="甲案")
    few = queries([matter.pk])
    last = matter.events.order_by("-seq").first()
    Event.objects.bulk_create(
        Event(office=world.office, matter=matter, seq=last.seq + place, action="note", label="附言", recorded_at=at(TODAY))
        for place in range(1, 3000)
    )
    assert queries([matter.pk]) == few
    assert Document.objects.filter(matter=matter).exists()
