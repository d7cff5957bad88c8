"""Offices and matters by COPY: what ``perform()`` wrote of a story, copied as often as wanted with other keys, days, people, names.

The rows of a story are read as PostgreSQL prints them; its keys, days, officers, numbers and names are cut out and filled in
anew for every copy. So a copy looks as its original does whatever columns a later migration adds, and no table is named here
but those that the ladder of notices writes, which is one INSERT … SELECT a ladder (``notices_due``).

A copy is moved by whole days so that "today" stands as it did at the end of its story: after the last act and before the next
period ends, or for a story that ended with periods run out, up to sixty days later.

The trail (留痕) and the outbox are not copied: a chained digest cannot be. Nothing that is measured reads them.
"""

from __future__ import annotations

import io
import itertools
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

from cases.models import CUSTODIAL, Begun, Clock, Deadline, DeskRow, Document, DocumentSequence, Event, Matter, Notice
from cases.rules import CUSTODY_TERMS
from office.keys import uuid7
from office.models import JointOffice, Officer, Organisation, RoleGrant
from office.options import OPTIONS
from office.periods import OWNERS
from office.sides import Role, Side
from tests.bench.stories import CLOSED, OPEN, Story
from tests.world import TODAY, World

BATCH = 2000
"""Copies that go into the database together: one COPY a table, one transaction."""
BIG_OPEN, BIG_CLOSED = 0.08, 0.04
"""Share of the matters that the measured office has: of 100,000 matters 8,000 open and 4,000 closed."""
OTHERS_OPEN = 0.4
"""Share of the open among the matters of the other offices."""
PROSECUTORS = 10
"""Who share the matters of the measured office."""
WINDOW = 60
"""Days (日) over which open matters without a period, or with one run out, are spread."""
PAST = 700
"""Days over which closed matters are spread."""

UUID_TEXT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
DAY_TEXT = re.compile(r"(?<![\d-])(?:19|20)\d\d-\d\d-\d\d")
NUMBER_TEXT = re.compile(r"〔2026〕(\d+)号")
CUT = re.compile(f"{UUID_TEXT.pattern}|{DAY_TEXT.pattern}")
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文斌宇浩凯欣怡梓涵一诺子轩雨泽思远嘉俊晨曦东升海波"


# --- who -------------------------------------------------------------------------------------------------------------


@dataclass
class Desk:
    """One office as the loader fills it: by whom the roles of a story are taken there."""

    office: JointOffice
    above: JointOffice
    prosecutors: list[Officer]
    people: dict[str, Officer]
    """Everyone else of the procuratorate by the name of the world's identity."""
    organs: list[tuple[Organisation, dict[str, Officer]]]
    """Each police organ with its people."""


ROLES = {
    "prosecutor": Role.PROSECUTOR, "assistant": Role.ASSISTANT, "chief": Role.CHIEF, "case_manager": Role.CASE_MANAGER,
    "legal_officer": Role.LEGAL, "investigator": Role.INVESTIGATOR, "head": Role.HEAD,
}  # fmt: skip
"""The identities of the world that act in the stories."""
OF_COURT = ("assistant", "chief", "case_manager")
OF_ORGAN = ("legal_officer", "investigator", "head")


class Staff:
    """People written together; nobody signs in by password here, so all share one that fits nothing."""

    def __init__(self) -> None:
        self.officers: list[Officer] = []

    def one(self, role: str, place: Organisation, number: int = 0) -> Officer:
        made = Officer(
            username=f"{place.code}.{role}.{number}".lower(), name=f"{SURNAMES[len(self.officers) % len(SURNAMES)]}{number or '某'}",
            organisation=place, must_change_password=False, password="!",
        )  # fmt: skip
        made.__dict__["_bench_role"] = ROLES[role]
        self.officers.append(made)
        return made

    def save(self) -> None:
        Officer.objects.bulk_create(self.officers)
        RoleGrant.objects.bulk_create(RoleGrant(officer=one, role=one.__dict__["_bench_role"]) for one in self.officers)


def offices_of(matters: int) -> int:
    """How many offices so many matters are spread over: about sixty matters each, up to a hundred offices."""
    return max(3, min(100, matters // 60))


def desks(world: World, offices: int) -> list[Desk]:
    """The measured office first, with ten prosecutors and two organs; then ordinary ones, ten under each city."""
    staff = Staff()
    own = [world.prosecutor, world.second_prosecutor, *(staff.one("prosecutor", world.court, no) for no in range(3, PROSECUTORS + 1))]
    east = {name: getattr(world, name) for name in OF_ORGAN}
    west = {name: staff.one(name, world.second_organ) for name in OF_ORGAN} | {"legal_officer": world.other_legal_officer}
    found = [
        Desk(world.office, world.city_office, own, {name: getattr(world, name) for name in OF_COURT},
             [(world.organ, east), (world.second_organ, west)])
    ]  # fmt: skip
    above = world.city_office
    for number in range(1, offices):
        if number % 10 == 1:
            city = Organisation.objects.create(
                code=f"BCITY{number}", name=f"第{number}市人民检察院", short_name=f"第{number}市检", abbreviation=f"市{number}检",
                side=Side.PROCURATORATE, level="city",
            )  # fmt: skip
            above = JointOffice.objects.create(code=f"BCITY{number}", name=f"第{number}市办公室", procuratorate=city)
        court = Organisation.objects.create(
            code=f"BC{number}", name=f"第{number}区人民检察院", short_name=f"第{number}区检", abbreviation=f"区{number}检",
            side=Side.PROCURATORATE, parent=above.procuratorate,
        )  # fmt: skip
        organ = Organisation.objects.create(
            code=f"BP{number}", name=f"第{number}区公安局", short_name=f"第{number}区局", side=Side.POLICE, order=10
        )
        office = JointOffice.objects.create(code=f"B{number}", name=f"第{number}区办公室", procuratorate=court)
        office.organs.set([organ])
        found.append(
            Desk(office, above, [staff.one("prosecutor", court, no) for no in (1, 2, 3)],
                 {name: staff.one(name, court) for name in OF_COURT}, [(organ, {name: staff.one(name, organ) for name in OF_ORGAN})])
        )  # fmt: skip
    staff.save()
    return found


# --- what is copied --------------------------------------------------------------------------------------------------


@dataclass
class Table:
    """The rows of one table that a story left: text with gaps, in the form that COPY reads."""

    name: str
    columns: str
    text: str
    """``%``-format over the words of a copy."""


@dataclass
class Pattern:
    """A story ready to be copied."""

    story: Story
    tables: list[Table]
    matters: int
    days: list[date]
    """Every day that stands in its rows, by the number of its gap."""
    keys: int
    """How many keys its rows have."""
    numbers: set[int]
    """The numbers of books (〔2026〕3号) that stand in its rows."""
    last: date
    due: date | None
    """The first day on which a period of it ends; None: none runs."""

    def shifts(self) -> tuple[int, int]:
        """By how many days a copy may be moved, at least and at most."""
        latest = (TODAY - self.last).days
        if self.story.closed:
            return latest - PAST, latest
        if self.due is None or self.due < self.last:
            return latest - WINDOW, latest
        return (TODAY - self.due).days, latest


def _tables() -> list[type[models.Model]]:
    """The tables of the business that hold nothing yet; what a story leaves there is what is copied."""
    every = itertools.chain.from_iterable(apps.get_app_config(app).get_models() for app in ("cases", "supervision", "liaison"))
    derived = (DocumentSequence, DeskRow, Begun)
    return [model for model in every if model not in derived and not model._default_manager.exists()]


def _read(model: type[models.Model]) -> tuple[list[str], str]:
    """The columns and rows of a table as COPY prints them; a number that the database gives itself is left out."""
    wanted = [column.column for column in model._meta.concrete_fields if not isinstance(column, models.AutoField)]
    # the ladder of notices is written by notices_due() once all stands
    where = "WHERE deadline_id IS NULL AND document_id IS NULL" if model is Notice else ""
    out = io.StringIO()
    with connection.cursor() as cursor:
        columns = ", ".join(f'"{name}"' for name in wanted)
        cursor.copy_expert(f"COPY (SELECT {columns} FROM {model._meta.db_table} {where} ORDER BY 1) TO STDOUT", out)
    return wanted, out.getvalue()


def pattern(story: Story, world: World, tables: Sequence[type[models.Model]]) -> Pattern:
    """Play a story, read what it wrote, take it back."""
    with transaction.atomic():
        began = str(uuid7())
        story.play(world)
        made = [(model, *_read(model)) for model in tables]
        matters = Matter.objects.count()
        assert (not Matter.objects.filter(closed_at=None).exists()) is story.closed, story.name
        due = Deadline.objects.filter(status=Clock.RUNNING).aggregate(first=models.Min("due_on"))["first"]
        acted = [timezone.localtime(moment).date() for moment in Event.objects.values_list("recorded_at", flat=True)]
        transaction.set_rollback(True)
    whole = "".join(text for _, _, text in made)
    gaps = {str(getattr(world, name).pk): f"o_{name}" for name in ROLES}
    gaps |= {str(world.office.pk): "o_office", str(world.court.pk): "o_court", str(world.organ.pk): "o_organ"}
    gaps |= {str(world.city_office.pk): "o_above", str(world.city.pk): "o_city"}
    # keys are ordered by the moment they were made: those of the story are behind its beginning, others stand for themselves
    own = sorted({key for key in UUID_TEXT.findall(whole) if key >= began})
    gaps |= {key: f"k{place}" for place, key in enumerate(own)}
    days = {words: place for place, words in enumerate(sorted(set(DAY_TEXT.findall(UUID_TEXT.sub("", whole)))))}

    def cut(found: re.Match[str]) -> str:
        words = found.group()
        if words in days:
            return f"%(d{days[words]})s"
        return f"%({gaps[words]})s" if words in gaps else words

    result = []
    for model, columns, text in made:
        if not text:
            continue
        text = NUMBER_TEXT.sub(r"〔2026〕%(s\1)s号", CUT.sub(cut, text.replace("%", "%%")))
        text = text.replace("测试甲", "%(name)s").replace("控告人甲", "%(name)s")
        if model is Document:
            text = _with_own_numbers(columns, text)
        result.append(Table(model._meta.db_table, ", ".join(f'"{name}"' for name in columns), text))
    return Pattern(
        story=story, tables=result, matters=matters, days=[date.fromisoformat(words) for words in days], keys=len(own),
        numbers={int(number) for table in result for number in re.findall(r"%\(s(\d+)\)s", table.text)},
        last=max(*acted, date.fromisoformat(story.until or acted[0].isoformat())), due=due,
    )  # fmt: skip


def _with_own_numbers(columns: list[str], text: str) -> str:
    """The number in the book of a paper, cut out of its column too."""
    place, rows = columns.index("seq"), []
    for row in text.splitlines(keepends=True):
        values = row.split("\t")
        if values[place].isdigit():
            values[place] = f"%(s{values[place]})s"
        rows.append("\t".join(values))
    return "".join(rows)


# --- copying ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Copy:
    """One copy to be made."""

    moment: datetime
    """When its first row was written."""
    serial: int
    desk: Desk
    pattern: Pattern
    shift: int


@dataclass
class Loader:
    """Fills the database step by step: ``to(1000)``, measure, ``to(100_000)``, measure. The same seed gives the same rows."""

    world: World
    offices: int
    """How many offices the last step will have; the first steps use the first of them."""
    copied: int = 0
    """Matters (件) so far."""
    after: Callable[[], object] | None = None
    """What must be rebuilt when all rows stand: a table derived from them is filled here, by its own command."""

    def __post_init__(self) -> None:
        self.random = random.Random(20261120)
        self.serial = 0
        self.names = ["".join(name) for name in itertools.product(SURNAMES, GIVEN, GIVEN[::3])]
        tables = _tables()
        self.open = [pattern(story, self.world, tables) for story in OPEN]
        self.closed = [pattern(story, self.world, tables) for story in CLOSED]
        self.tables = [model for model in tables if any(model._meta.db_table == one.name for made in self.patterns for one in made.tables)]
        self.desks = desks(self.world, self.offices)
        self.done: dict[tuple[int, bool], int] = {}

    @property
    def patterns(self) -> list[Pattern]:
        return [*self.open, *self.closed]

    def to(self, matters: int) -> None:
        """Copy until the database holds this many matters, then what a night would have left: notices, readings, statistics."""
        wanted = sorted(self._plan(matters), key=lambda one: one.moment)
        with connection.cursor() as cursor:
            # a trigger for each row and reference would take minutes; unsound() looks at all of them in one join each
            cursor.execute("SET session_replication_role = replica")
            for start in range(0, len(wanted), BATCH):
                with transaction.atomic():
                    self._write(wanted[start : start + BATCH])
            cursor.execute("SET session_replication_role = DEFAULT")
            self._books()
            cursor.execute("ANALYZE")
            notices_due(TODAY)
            _read_notices(TODAY)
            cursor.execute("VACUUM ANALYZE")
        self.copied = matters
        if self.after is not None:
            self.after()

    def _plan(self, matters: int) -> Iterator[Copy]:
        """What is still missing of each office's open and closed matters."""
        others = self.desks[1 : offices_of(matters)]
        rest = matters * (1 - BIG_OPEN - BIG_CLOSED) / len(others)
        shares = [(self.desks[0], matters * BIG_OPEN, matters * BIG_CLOSED)]
        shares += [(desk, rest * OTHERS_OPEN, rest * (1 - OTHERS_OPEN)) for desk in others]
        for place, (desk, is_open, is_closed) in enumerate(shares):
            for closed, share in ((False, is_open), (True, is_closed)):
                missing = round(share) - self.done.get((place, closed), 0)
                self.done[place, closed] = round(share)
                found = self.closed if closed else self.open
                for made in self.random.choices(found, [one.story.weight for one in found], k=max(0, missing)):
                    self.serial += 1
                    shift = self.random.randint(*made.shifts())
                    first = datetime.combine(made.days[0] + timedelta(days=shift), clock_time(1, 30), UTC)
                    yield Copy(first + timedelta(milliseconds=self.random.randrange(28_800_000)), self.serial, desk, made, shift)

    def _write(self, copies: list[Copy]) -> None:
        rows: dict[tuple[str, str], list[str]] = {}
        for one in copies:
            words = self._words(one)
            for table in one.pattern.tables:
                rows.setdefault((table.name, table.columns), []).append(table.text % words)
        with connection.cursor() as cursor:
            for (name, columns), texts in rows.items():
                cursor.copy_expert(f"COPY {name} ({columns}) FROM STDIN", io.StringIO("".join(texts)))

    def _words(self, copy: Copy) -> dict[str, Any]:
        """What fills the gaps of one copy. Its keys share moment and random tail; the place between them keeps their order."""
        made, desk = copy.pattern, copy.desk
        milliseconds = f"{int(copy.moment.timestamp() * 1000):012x}"
        head, tail = f"{milliseconds[:8]}-{milliseconds[8:]}-7", f"-8{self.random.getrandbits(12):03x}-{self.random.getrandbits(48):012x}"
        organ, people = self.random.choice(desk.organs)
        words: dict[str, Any] = {f"k{place}": f"{head}{place:03x}{tail}" for place in range(made.keys)}
        words |= {f"d{place}": (day + timedelta(days=copy.shift)).isoformat() for place, day in enumerate(made.days)}
        words |= {f"s{number}": copy.serial * 10 + number for number in made.numbers}
        words |= {f"o_{role}": one.pk for role, one in (desk.people | people).items()}
        words |= {
            "o_prosecutor": self.random.choice(desk.prosecutors).pk, "o_office": desk.office.pk, "o_court": desk.office.procuratorate_id,
            "o_above": desk.above.pk, "o_city": desk.above.procuratorate_id, "o_organ": organ.pk, "name": self.random.choice(self.names),
        }  # fmt: skip
        return words

    def _books(self) -> None:
        """The books go on behind the numbers that copies have taken."""
        with connection.cursor() as cursor:
            cursor.execute(BOOKS)

    def unsound(self) -> list[str]:
        """References that lead nowhere, by table and column; none may."""
        found = []
        with connection.cursor() as cursor:
            for model in self.tables:
                for column in model._meta.concrete_fields:
                    if not isinstance(column, models.ForeignKey):
                        continue
                    target = column.related_model._meta
                    cursor.execute(
                        f"SELECT count(*) FROM {model._meta.db_table} a LEFT JOIN {target.db_table} b ON a.{column.column} = b.{target.pk.column}"
                        f" WHERE a.{column.column} IS NOT NULL AND b.{target.pk.column} IS NULL"
                    )
                    if cursor.fetchone()[0]:
                        found.append(f"{model._meta.db_table}.{column.column}")
        return found


BOOKS = """
INSERT INTO cases_documentsequence (issuer_id, type, year, last)
SELECT issuer_id, type, year, max(seq) FROM cases_document WHERE seq IS NOT NULL GROUP BY 1, 2, 3
UNION ALL
SELECT o.procuratorate_id, 'matter:' || m.kind, 2026, max(substring(m.number FROM '〔2026〕([0-9]+)号')::int)
FROM cases_matter m JOIN office_jointoffice o ON o.id = m.office_id GROUP BY 1, 2
ON CONFLICT (issuer_id, type, year) DO UPDATE SET last = excluded.last
"""

# --- notices as the deadline check writes them -----------------------------------------------------------------------

KEY_NOW = """encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing
    substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid"""
"""A key of version 7 made by PostgreSQL."""

WHERE_IT_RINGS = """CASE s.side WHEN 'police' THEN m.police_id ELSE a.procuratorate_id END,
    CASE s.side WHEN 'police' THEN m.police_handler_id ELSE m.handler_id END"""

CLOCKS = f"""
INSERT INTO cases_notice (id, office_id, matter_id, side, deadline_id, due_on, rung, role, organisation_id, handler_id, restricted, superseded, over, text,
    created_at)
SELECT {KEY_NOW}, c.office_id, c.matter_id, s.side, c.id, c.due_on, r.rung, k.role, {WHERE_IT_RINGS}, m.restricted, r.place < top.place, FALSE,
    left(r.words || ' · ' || CASE WHEN s.side = 'police' AND c.owed_by <> 'police' THEN coalesce(%(owners)s::jsonb ->> c.owed_by, '')
    ELSE '' END || c.label || '：' || CASE WHEN s.side = 'police' AND m.public_title <> '' THEN m.public_title ELSE m.title END, 200),
    least(%(now)s, (c.due_on - r.ahead)::timestamptz)
FROM cases_deadline c
JOIN cases_matter m ON m.id = c.matter_id AND m.closed_at IS NULL
JOIN office_jointoffice a ON a.id = m.acting_office_id
CROSS JOIN LATERAL (SELECT c.due_on - %(today)s AS days) d
CROSS JOIN LATERAL (
    SELECT 'lead' || lead AS rung, 100 - lead AS place, lead AS ahead, CASE WHEN d.days = 0 THEN '今天届满'
        ELSE '剩' || greatest(d.days, 0) || '日' END AS words
    FROM unnest(%(leads)s) AS lead WHERE d.days <= lead AND (c.nature <> 'right' OR d.days >= 0)
    UNION ALL SELECT 'over', 101, -1, '已超期' || -d.days || '日' WHERE d.days < 0 AND c.nature <> 'right'
    UNION ALL SELECT 'severe', 102, -1 - %(severe)s, '严重超期' || -d.days || '日' WHERE -d.days > %(severe)s AND c.nature <> 'right'
) r
CROSS JOIN LATERAL (
    SELECT CASE WHEN -d.days > %(severe)s AND c.nature <> 'right' THEN 102 WHEN d.days < 0 AND c.nature <> 'right' THEN 101
    ELSE (SELECT max(100 - lead) FROM unnest(%(leads)s) AS lead WHERE d.days <= lead) END AS place
) top
CROSS JOIN LATERAL (
    SELECT 'procuratorate' AS side
    UNION ALL SELECT 'police' WHERE c.shared AND m.police_from IS NOT NULL AND m.police_id IS NOT NULL
) s
CROSS JOIN LATERAL (
    SELECT '' AS role
    UNION ALL SELECT 'case_manager' WHERE s.side = 'procuratorate' AND c.owed_by = 'procuratorate' AND c.nature = 'duty'
        AND r.rung IN ('over', 'severe')
    UNION ALL SELECT 'execution_officer' WHERE s.side = 'procuratorate' AND c.rule = ANY(%(custody)s) AND EXISTS (
        SELECT 1 FROM cases_suspect p JOIN cases_compulsorymeasure h ON h.suspect_id = p.id
        WHERE p.case_id = m.case_id AND h.kind = ANY(%(held)s) AND h.began_on <= %(today)s AND (h.ended_on IS NULL OR h.ended_on > %(today)s))
) k
WHERE c.status = 'running' AND c.due_on <= %(horizon)s
ON CONFLICT DO NOTHING
"""

PAPERS = f"""
INSERT INTO cases_notice (id, office_id, matter_id, side, document_id, rung, role, organisation_id, handler_id, restricted, superseded, over, text,
    created_at)
SELECT {KEY_NOW}, p.office_id, p.matter_id, s.side, p.id, 'unsigned' || r.day, '', {WHERE_IT_RINGS}, m.restricted, r.day < (
        SELECT max(day) FROM unnest(%(unsigned)s) AS day WHERE %(today)s - p.issued_on >= day), FALSE,
    left('送达' || (%(today)s - p.issued_on) || '日未签收 · 《' || p.name || '》' || p.number || '：' ||
    CASE WHEN s.side = 'police' AND m.public_title <> '' THEN m.public_title ELSE m.title END, 200), (p.issued_on + r.day)::timestamptz
FROM cases_document p
JOIN cases_matter m ON m.id = p.matter_id
JOIN office_jointoffice a ON a.id = m.acting_office_id
CROSS JOIN LATERAL (SELECT 'procuratorate' AS side
    UNION ALL SELECT 'police' WHERE p.addressee = 'police' AND m.police_from IS NOT NULL) s
CROSS JOIN LATERAL (SELECT day FROM unnest(%(unsigned)s) AS day WHERE %(today)s - p.issued_on >= day) r
WHERE p.status = 'issued' AND p.addressee IN ('police', 'procuratorate', 'superior', 'outside') AND p.issued_on IS NOT NULL
ON CONFLICT DO NOTHING
"""

READ = """
INSERT INTO cases_noticeread (notice_id, officer_id, read_at)
SELECT n.id, m.handler_id, n.created_at + interval '1 hour'
FROM cases_notice n JOIN cases_matter m ON m.id = n.matter_id
WHERE n.side = 'procuratorate' AND m.handler_id IS NOT NULL AND n.created_at < %(today)s::date - 7
ON CONFLICT DO NOTHING
"""
"""The handlers have read what is older than a week."""


def ladder(today: date) -> dict[str, Any]:
    """What the two statements are given: the day, and the settings of an office that has set nothing."""
    leads = [int(day) for day in OPTIONS["lead_days"].default]
    return {
        "today": today, "now": datetime.combine(today, clock_time(1, 30), UTC), "leads": leads, "horizon": today + timedelta(days=max(leads)),
        "severe": int(OPTIONS["severe_days"].default), "unsigned": [int(day) for day in OPTIONS["unsigned_days"].default],
        "custody": sorted(CUSTODY_TERMS), "held": sorted(CUSTODIAL), "owners": json.dumps(OWNERS, ensure_ascii=False),
    }  # fmt: skip


def notices_due(today: date) -> int:
    """Every notice that the deadline check would write, by one INSERT … SELECT a ladder; how many (条) were new."""
    made = 0
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in (CLOCKS, PAPERS):
            cursor.execute(statement, ladder(today))
            made += cursor.rowcount
    return made


def _read_notices(today: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(READ, {"today": today})
