"""期限检查 by the set: word for word what one clock after the other, in Python, would tell (``one_by_one``)."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import cycle, product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.matters import sweep
from cases.models import Case, CompulsoryMeasure, Deadline, Document, Matter, Notice, Suspect
from cases.rules import CUSTODY_TERMS, RULES
from office.keys import uuid7
from office.models import JointOffice, OfficeOption, Outbox
from tests.cases.one_by_one import OneByOne, found
from tests.supervision.play import at
from tests.world import TODAY, World

pytestmark = pytest.mark.django_db
OWNED_BY = ["police", "procuratorate", "superior", "court", "agency", "investigator", "unheard_of"]
DAYS = [TODAY + timedelta(days=days) for days in (0, 1, 2, 5, 11)]


def matters(world: World) -> list[Matter]:
    """Open and closed, known to the police or not, with and without organ, handler and case, at the superior, in three offices."""
    case = Case.objects.create(office=world.office, number="1", name="某案", charge="诈骗")
    suspect = Suspect.objects.create(office=world.office, case=case, name="某甲")
    CompulsoryMeasure.objects.create(office=world.office, suspect=suspect, kind="arrest", began_on=TODAY, ended_on=TODAY + timedelta(days=5))
    freed = Case.objects.create(office=world.office, number="2", name="另案", charge="诈骗")
    bailed = Suspect.objects.create(office=world.office, case=freed, name="某乙")
    CompulsoryMeasure.objects.create(office=world.office, suspect=bailed, kind="bail", began_on=TODAY)
    own, known = {"office": world.office, "acting_office_id": world.office.pk}, {"police": world.organ, "police_from": at(TODAY)}
    strange = {"office": world.strange_office, "acting_office_id": world.strange_office.pk, "police": world.strange_organ}
    city = {"office": world.city_office, "acting_office_id": world.city_office.pk}
    wanted = [
        own | known | {"handler": world.prosecutor, "public_title": "对外名称", "case": case}, own | known | {"police_handler": world.investigator},
        own | known | {"case": freed}, own | {"police": world.organ, "case": case}, own | {"police_from": at(TODAY)},
        own | known | {"acting_office_id": world.city_office.pk, "handler": world.prosecutor}, own | known | {"closed_at": at(TODAY)},
        own | known | {"title": "长" * 120, "public_title": "公" * 120}, strange | {"police_from": at(TODAY)}, strange, city, city | {"case": case},
    ]  # fmt: skip
    made = [
        Matter(**{"kind": "filing", "number": f"{place}号", "title": f"第{place}件", "state": "lead", "turn": "police"} | values)
        for place, values in enumerate(wanted)
    ]
    return Matter.objects.bulk_create(made)


def clocks(made: list[Matter]) -> None:
    """Due all around the day: on every matter each right, reminder and custody term of the law, and a fifth of the other duties, which
    are alike to the check; all of them where the words are too long. Each rule stands on two matters at least."""
    owners, natures = cycle(OWNED_BY), {"duty", "right", "reminder"}
    rows = Deadline.objects.bulk_create(
        Deadline(
            office=matter.office, matter=matter, rule=rule.key, label=rule.label if number % 5 and len(matter.title) < 120 else "期" * 60, article="", roll="R", trigger="",
            owed_by=rule.owed_by if number % 3 else next(owners), nature=rule.nature, shared=(number + place) % 3 > 0, begins_on=TODAY,
            due_on=TODAY + timedelta(days=(number * 7 + place * 3) % 37 - 20), status="running" if (number + place) % 11 else "met",
        )
        for place, matter in enumerate(made) for number, rule in enumerate(RULES.values())
        if rule.nature != "duty" or rule.key in CUSTODY_TERMS or (number // 3 + place) % 5 == 0 or len(matter.title) == 120
    )  # fmt: skip
    assert set(RULES) == {rule for rule, times in Counter(one.rule for one in rows).items() if times > 1}
    for matter in made:
        running = [one for one in rows if one.matter is matter and one.status == "running"]
        assert {(one.nature, one.shared) for one in running} == set(product(natures, (True, False)))
        assert {one.rule for one in running} & CUSTODY_TERMS and {one.owed_by for one in running} >= set(OWNED_BY)
        assert len({one.due_on for one in running}) > 25


def papers(made: list[Matter]) -> None:
    Document.objects.bulk_create(
        Document(
            office=matter.office, matter=matter, bundle=uuid7(), type="D01", action=f"a{number}", name="某书", issuer=matter.office.procuratorate,
            number=f"〔2026〕{number}号", origin_side="procuratorate", addressee=addressee, drafted_at=at(TODAY), leads=False,
            status="issued" if number % 4 else "received", issued_on=TODAY - timedelta(days=(number + place) % 10) if number % 7 else None,
        )
        for place, matter in enumerate(made)
        for number, addressee in enumerate(2 * ["police", "procuratorate", "superior", "outside", "complainant", "file"])
    )  # fmt: skip


@pytest.fixture
def town(world: World) -> World:
    """Three offices, each with settings of its own."""
    for office, settings in (
        (world.strange_office, {"lead_days": [5, "2", 2], "severe_days": 3, "unsigned_days": ["2"]}),
        (world.city_office, {"lead_days": [], "severe_days": "0", "unsigned_days": []}),
    ):
        OfficeOption.objects.bulk_create(OfficeOption(office=office, key=key, value=value) for key, value in settings.items())
    made = matters(world)
    clocks(made)
    papers(made)
    know_the_tables()
    return world


def know_the_tables() -> None:
    """What the server's own statistics say after a while: nobody sees to it for rows that are not committed."""
    with connection.cursor() as cursor:
        for model in (Matter, Deadline, Document, Notice):
            cursor.execute(f"ANALYZE {model._meta.db_table}")


def test_day_after_day_it_tells_what_one_clock_after_the_other_would(town: World):
    plain = OneByOne()
    for day in DAYS:
        number = plain.check(at(day))
        assert number > 100 and sweep(now=at(day)).notices == number, day
        know_the_tables()
        assert found() == plain.told, day
        if day == DAYS[1]:  # 更正 moves what was told already; one of them comes back to the day that it had
            Deadline.objects.filter(rule__startswith="c").update(due_on=day + timedelta(days=3))
    texts = [row[6] for row in plain.told.values()]
    assert {len(text) for text in texts} >= {200} and any("已超期" in text for text in texts) and any("今天届满" in text for text in texts)
    assert {key[3] for key in plain.told} == {"", "case_manager", "execution_officer"}
    assert {row[0] for row in plain.told.values()} == set(JointOffice.objects.filter(matters__isnull=False).values_list("pk", flat=True))


def test_after_an_outage_it_tells_what_every_day_would_have_told(town: World):
    daily = OneByOne()
    for day in DAYS:
        daily.check(at(day))
    sweep(now=at(DAYS[-1]))
    told = found()
    highest = {key for key, row in daily.told.items() if not row[5]}
    assert {key for key, row in told.items() if not row[5]} - highest == set()
    assert len(highest) > 100


def test_a_second_check_reads_what_is_new_and_writes_nothing(town: World):
    OfficeOption.objects.create(office=town.city_office, key="mail_notices", value="1")
    sweep(now=at(TODAY))
    mails = Outbox.objects.count()
    assert mails > 0
    before = set(Notice.objects.values_list("pk", "superseded"))
    with CaptureQueriesContext(connection) as seen:
        assert sweep(now=at(TODAY)).notices == 0
    assert set(Notice.objects.values_list("pk", "superseded")) == before and Outbox.objects.count() == mails
    assert not [one for one in seen.captured_queries if one["sql"].startswith("UPDATE")]
    # three settings, two ladders each; for each of them one for who has a seat, and one for whether anything is the whole office's
    assert len(seen.captured_queries) <= 32, "与事项多少无关"


def test_what_begins_later_is_told_though_the_rest_was(town: World):
    """公开、羁押 make new readers of a period that others were told of already."""
    hidden = Matter.objects.get(number="3号")
    sweep(now=at(TODAY))
    assert not Notice.objects.filter(matter=hidden, side="police").exists()
    Matter.objects.filter(pk=hidden.pk).update(police_from=at(TODAY))
    plain = OneByOne(found())
    assert plain.check(at(TODAY)) == sweep(now=at(TODAY)).notices > 0
    assert found() == plain.told and Notice.objects.filter(matter=hidden, side="police").exists()


def test_keys_are_of_version_seven_and_of_this_moment(town: World):
    before = uuid7()
    sweep(now=at(date(2026, 11, 20)))
    after = uuid7()
    keys = list(Notice.objects.values_list("pk", flat=True))
    assert {key.version for key in keys} == {7} and {key.variant for key in keys} == {before.variant}
    assert all(before.int >> 80 <= key.int >> 80 <= after.int >> 80 for key in keys)
