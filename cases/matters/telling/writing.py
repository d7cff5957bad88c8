"""Notices written by the set: one INSERT … SELECT a ladder, one UPDATE an act. All raw SQL of notices is here.

PostgreSQL and SQLite read the same statements, but for days between two dates, a new key, and "differs, where either may be empty".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from cases.matters import seats
from cases.matters.table.workflow import WORKFLOWS
from cases.models import CUSTODIAL, Addressee, Clock, CompulsoryMeasure, Deadline, Document, Matter, Notice, Paper, Suspect
from cases.rules import CUSTODY_TERMS
from office.keys import uuid7
from office.models import JointOffice
from office.periods import OWNERS
from office.sides import Role, Side

WAITED_FOR = (Addressee.POLICE, Addressee.PROCURATORATE, Addressee.SUPERIOR, Addressee.OUTSIDE)
"""Whose receipt somebody waits for: the outside ones' is entered from the 送达回证."""
BATCH = 5000
"""Keys named in one statement."""
SEATS = 500
"""Seats named in one statement."""
NEVER = 1_000_000
"""Days (日) that nothing is ever early or late by."""

BEHIND = {"postgresql": "(CAST({day} AS date) - {since})", "sqlite": "CAST(julianday({day}) - julianday({since}) AS INTEGER)"}
"""How many days (日) ``day`` lies behind ``since``."""
KEY = {
    "postgresql": "CAST(%(moment)s || '7' || substr(replace(CAST(gen_random_uuid() AS text), '-', ''), 14) AS uuid)",
    "sqlite": "%(moment)s || '7' || substr(lower(hex(randomblob(2))), 2) || '8' || substr(lower(hex(randomblob(8))), 2)",
}
"""A key of version 7, as ``office.keys`` makes them: the milliseconds, then chance."""
DIFFERS = {"postgresql": "IS DISTINCT FROM", "sqlite": "IS NOT"}

TABLES: dict[str, Any] = {
    "notices": Notice, "clocks": Deadline, "papers": Document, "matters": Matter, "offices": JointOffice, "suspects": Suspect,
    "measures": CompulsoryMeasure, "organs": JointOffice.organs.through,
}  # fmt: skip

SIDES = "(SELECT 'procuratorate' AS side UNION ALL SELECT 'police')"
DESK = "CASE s.side WHEN 'police' THEN m.police_id ELSE a.procuratorate_id END"
HANDLER = "CASE s.side WHEN 'police' THEN m.police_handler_id ELSE m.handler_id END"
ITS_HANDLER = "CASE WHEN {organ} = m.police_id THEN m.police_handler_id END"
"""Of what every organ of the office sees: who handles it there, if it is the one that leads."""
NULL = {"postgresql": "CAST(NULL AS uuid)", "sqlite": "NULL"}
AS_KEY = {"postgresql": "CAST({key} AS uuid)", "sqlite": "{key}"}
"""A key given as text, where it stands for itself and not beside a column."""

TITLE = "CASE WHEN s.side = 'police' AND m.public_title <> '' THEN m.public_title ELSE m.title END"

# t is the highest rung reached, r every rung reached. Whoever has been told of the highest is not looked at again: one probe of the unique
# index each (NOT EXISTS was planned as a join that reads every rung of the clock). The order is the same in every run, and that in which
# acts lock matters: checks at once wait for each other instead of blocking each other.
CLOCKS = """
INSERT INTO {notices} (id, office_id, matter_id, side, deadline_id, due_on, rung, role, organisation_id, handler_id, officer_id, restricted,
    whole_office, superseded, over, text, created_at)
SELECT {key}, c.office_id, c.matter_id, s.side, c.id, c.due_on, r.code, k.role, {desk}, {handler}, {whom}, m.restricted,
    {each}, c.late >= r.higher, FALSE,
    substr(CASE WHEN c.late > 0 AND c.nature = 'reminder' THEN '已过' || c.late || '日'
        WHEN r.code = 'severe' THEN '严重超期' || c.late || '日' WHEN r.code = 'over' THEN '已超期' || c.late || '日'
        ELSE CASE WHEN c.late = 0 THEN '今天届满' WHEN c.late > 0 THEN '剩0日' ELSE '剩' || -c.late || '日' END END
    || ' · ' || CASE s.side WHEN 'police' THEN {whose} ELSE '' END || c.label || '：' || {name}, 1, 200), %(now)s
FROM (SELECT id, office_id, matter_id, due_on, rule, label, nature, owed_by, shared, {late} AS late
    FROM {clocks} WHERE status = 'running' AND due_on <= %(horizon)s AND office_id IN ({those})) c
JOIN {matters} m ON m.id = c.matter_id AND m.closed_at IS NULL AND {those_matters}
JOIN {offices} a ON a.id = m.acting_office_id
JOIN {ladder} t ON c.late >= t.late AND c.late < t.higher
JOIN {sides} s ON s.side = 'procuratorate' AND m.procuratorate_from IS NOT NULL AND {here}
    OR s.side = 'police' AND c.shared AND m.police_from IS NOT NULL AND {there}
JOIN (SELECT '' AS role UNION ALL SELECT %(cases)s UNION ALL SELECT %(execution)s) k ON k.role = ''
    OR (k.role = %(cases)s AND s.side = 'procuratorate' AND c.owed_by = 'procuratorate' AND c.nature = 'duty' AND c.late > 0)
    OR (k.role = %(execution)s AND s.side = 'procuratorate' AND c.rule IN ({custody_terms}) AND EXISTS (
        SELECT 1 FROM {suspects} p JOIN {measures} h ON h.suspect_id = p.id WHERE p.case_id = m.case_id AND h.kind IN ({custodial})
        AND h.began_on <= %(today)s AND (h.ended_on IS NULL OR h.ended_on > %(today)s)))
JOIN {ladder} r ON c.late >= r.late AND (k.role <> %(cases)s OR r.late > 0){seats}
WHERE (c.nature <> 'right' OR c.late <= 0) AND 0 = (
    SELECT count(*) FROM {notices} n
    WHERE n.deadline_id = c.id AND n.due_on = c.due_on AND n.rung = t.code AND n.side = s.side AND n.role = k.role AND {same})
ORDER BY c.matter_id, c.id, s.side, k.role, {whom}, {desk}, r.late
ON CONFLICT DO NOTHING RETURNING id, matter_id, superseded
"""

PAPERS = """
INSERT INTO {notices} (id, office_id, matter_id, side, document_id, rung, role, organisation_id, handler_id, officer_id, restricted,
    whole_office, superseded, over, text, created_at)
SELECT {key}, d.office_id, d.matter_id, s.side, d.id, r.code, '', {desk}, {handler}, {whom}, m.restricted,
    {each}, d.late >= r.higher, FALSE,
    substr('送达' || d.late || '日未签收 · 《' || d.name || '》' || {number} || '：' || {name}, 1, 200), %(now)s
FROM (SELECT id, office_id, matter_id, name, number, addressee, {late} AS late FROM {papers}
    WHERE status = 'issued' AND addressee IN ({waited_for}) AND issued_on IS NOT NULL AND office_id IN ({those})) d
JOIN {matters} m ON m.id = d.matter_id AND {those_matters}
JOIN {offices} a ON a.id = m.acting_office_id
JOIN {ladder} t ON d.late >= t.late AND d.late < t.higher
JOIN {sides} s ON s.side = 'procuratorate' AND m.procuratorate_from IS NOT NULL AND {here}
    OR s.side = 'police' AND d.addressee = 'police' AND m.police_from IS NOT NULL AND {there}
JOIN (SELECT '' AS role) k ON TRUE
JOIN {ladder} r ON d.late >= r.late{seats}
WHERE 0 = (SELECT count(*) FROM {notices} n WHERE n.document_id = d.id AND n.rung = t.code AND n.side = s.side AND {same})
ORDER BY d.matter_id, d.id, s.side, {whom}, {desk}, r.late
ON CONFLICT DO NOTHING RETURNING id, matter_id, superseded
"""

SUPERSEDE = """
UPDATE {notices} SET superseded = TRUE FROM {notices} n
WHERE n.id IN ({those}) AND {notices}.{source} = n.{source} AND {notices}.side = n.side AND {notices}.role = n.role
    AND NOT ({notices}.officer_id {differs} n.officer_id) AND (NOT n.whole_office OR {notices}.organisation_id = n.organisation_id)
    AND {notices}.id <> n.id AND {notices}.event_id IS NULL AND NOT {notices}.superseded
"""

SETTLE = """
UPDATE {notices} SET over = f.over, organisation_id = f.organisation_id, handler_id = f.handler_id, superseded = f.taken_back
FROM (SELECT s.id, {desk_shown} AS organisation_id, {handler} AS handler_id,
        s.side = 'police' AND m.whole_office AND m.police_from IS NULL AS taken_back,
        s.event_id IS NULL AND (c.id IS NOT NULL AND c.status <> 'running' OR d.id IS NOT NULL AND d.status <> 'issued'
            OR substr(s.rung, 1, 9) = 'unclaimed' AND ({taken} IS NOT NULL OR m.closed_at IS NOT NULL OR m.turn NOT IN (s.side, 'both'))) AS over
    FROM {notices} s
    JOIN {matters} m ON m.id = s.matter_id
    JOIN {offices} a ON a.id = m.acting_office_id
    LEFT JOIN {clocks} c ON c.id = s.deadline_id
    LEFT JOIN {papers} d ON d.id = s.document_id
    WHERE s.matter_id IN ({those}) AND NOT s.superseded) f
WHERE f.id = {notices}.id AND ({notices}.over <> f.over OR f.taken_back OR {notices}.organisation_id {differs} f.organisation_id
    OR {notices}.handler_id {differs} f.handler_id)
"""


@dataclass(frozen=True)
class Rung:
    """One step of a ladder: reached once a thing is so many days (日) late; before its day the number is negative."""

    code: str
    late: int


@dataclass(frozen=True)
class Written:
    """What one statement left behind."""

    highest: list[UUID]
    """Keys of the new notices that nothing higher supersedes."""
    number: int
    """How many (条) are new in all."""


def write_clock_notices(ladder: Sequence[Rung], offices: Iterable[UUID], now: datetime) -> Written:
    """Every notice of running clocks whose highest rung nobody has been told of yet. ``ladder``: lowest rung first."""
    today = now.date()
    values = {"horizon": _day(today - timedelta(days=min([0, *(rung.late for rung in ladder)])))}
    values |= {"cases": Role.CASE_MANAGER.value, "execution": Role.EXECUTION.value}
    return _write(
        CLOCKS, ladder, offices, now, values, since="due_on", source="deadline_id", whose=_whose(values),
        custody_terms=_among(values, "rule", sorted(CUSTODY_TERMS)), custodial=_among(values, "kind", sorted(CUSTODIAL)),
    )  # fmt: skip


def write_unsigned_notices(ladder: Sequence[Rung], offices: Iterable[UUID], now: datetime) -> Written:
    """The same of papers that wait to be signed for: unsigned service has no clock yet (未起算); it has rungs of its own, for both ends."""
    values: dict[str, Any] = {}
    return _write(
        PAPERS, ladder, offices, now, values, since="issued_on", source="document_id", waited_for=_among(values, "to", WAITED_FOR)
    )


def settle(matters: Iterable[UUID]) -> None:
    """Say on the notices of these matters what has become of clock and paper, and where and for whom they ring now.

    Part of every act, in its transaction: one statement for all matters it has touched.
    """
    for those in _batches(matters):
        values: dict[str, Any] = {}
        # a notice stands for its side here: ``s``. The police have no desk in a matter that is not, or no longer, disclosed; of what
        # every organ sees, a notice stays with its own, and is gone with the disclosure
        desk = DESK.replace(
            "THEN m.police_id", "THEN CASE WHEN m.whole_office OR s.whole_office THEN s.organisation_id WHEN m.police_from IS NOT NULL THEN m.police_id END"
        )
        own = f"CASE WHEN NOT m.whole_office THEN m.police_handler_id ELSE {ITS_HANDLER.format(organ='s.organisation_id')} END"
        _run(
            SETTLE, values, desk_shown=desk, handler=HANDLER.replace("m.police_handler_id", own), taken=HANDLER,
            those=_among(values, "matter", [key.hex for key in those]), differs=DIFFERS[connection.vendor],
        )  # fmt: skip


def _write(
    statement: str, ladder: Sequence[Rung], offices: Iterable[UUID], now: datetime, values: dict[str, Any], *,
    since: str, source: str, **words: str,
) -> Written:  # fmt: skip
    if not ladder:
        return Written([], 0)
    offices = list(offices)
    values |= {"today": _day(now.date()), "now": connection.ops.adapt_datetimefield_value(now), "moment": uuid7().hex[:12]}
    words |= {
        "key": KEY[connection.vendor], "late": BEHIND[connection.vendor].format(day="%(today)s", since=since), "ladder": _ladder(ladder),
        "those": _among(values, "office", [key.hex for key in offices]),
    }  # fmt: skip
    rows = _run(statement, values, **words, **FOR_DESKS, whom=NULL[connection.vendor])
    if Matter.objects.filter(whole_office=True, restricted=False, closed_at=None, office__in=offices).exists():
        rows += _run(statement, values, **words, **FOR_ORGANS, whom=NULL[connection.vendor])
    for places in _batches_of(seats.seated(_restricted(offices), now.date())):
        more: dict[str, Any] = {}
        seated = _for_seats(more, places)
        rows += _run(statement, values | more, **words, **seated)
    if not rows:
        return Written([], 0)
    if connection.vendor == "postgresql":
        # references are looked at now: from here to the end no act is under way on a matter that was written for
        connection.check_constraints()
    highest = [_key(key) for key, _, superseded in rows if not superseded]
    for those in _batches(highest):
        given: dict[str, Any] = {}
        _run(
            SUPERSEDE, given, source=source, those=_among(given, "notice", [key.hex for key in those]), differs=DIFFERS[connection.vendor]
        )
    settle({_key(matter) for _, matter, _ in rows})
    return Written(highest, len(rows))


FOR_DESKS = {
    "those_matters": "NOT m.restricted", "seats": "", "same": "n.officer_id IS NULL AND NOT n.whole_office", "name": TITLE,
    "number": "d.number", "here": "TRUE", "there": "m.police_id IS NOT NULL AND NOT m.whole_office", "each": "FALSE", "desk": DESK,
    "handler": HANDLER,
}  # fmt: skip
"""Of matters that are not restricted: one notice for the desk or the handler."""
FOR_ORGANS = FOR_DESKS | {
    "those_matters": "m.whole_office AND NOT m.restricted", "seats": "\nJOIN {organs} o ON o.jointoffice_id = m.office_id AND k.role = ''",
    "same": "n.officer_id IS NULL AND n.organisation_id = o.organisation_id", "here": "FALSE", "there": "TRUE",
    "each": "TRUE", "desk": "o.organisation_id", "handler": ITS_HANDLER.format(organ="o.organisation_id"),
}  # fmt: skip
"""Of those that every organ of the office sees: to the police, one notice for each."""


def _restricted(offices: list[UUID]) -> QuerySet[Matter]:
    """The restricted matters of these offices in which there is anything to tell: a running clock, a paper to sign for."""
    clocks = Deadline.objects.filter(matter=OuterRef("pk"), status=Clock.RUNNING)
    papers = Document.objects.filter(matter=OuterRef("pk"), status=Paper.ISSUED)
    return Matter.objects.filter(Exists(clocks) | Exists(papers), restricted=True, office__in=offices)


def _for_seats(values: dict[str, Any], places: Sequence[seats.Seated]) -> dict[str, str]:
    """Of restricted matters: one notice for each of these people, which says no more than the kind and the number."""
    as_key = AS_KEY[connection.vendor]
    rows = []
    for place, one in enumerate(places):
        values |= {f"seat_matter{place}": one.matter.hex, f"seat_officer{place}": one.officer.hex, f"seat_side{place}": one.side}
        values[f"seat_desk{place}"] = one.desk.hex
        keys = (as_key.format(key=f"%({name}{place})s") for name in ("seat_matter", "seat_officer", "seat_desk"))
        rows.append(f"({', '.join(keys)}, %(seat_side{place})s)")
    named = []
    for place, table in enumerate(WORKFLOWS.values()):
        if table.restricted:
            values |= {f"named{place}": table.kind, f"named_words{place}": table.label}
            named.append(f"WHEN %(named{place})s THEN %(named_words{place})s")
    label = f"CASE m.kind {' '.join(named)} ELSE '' END" if named else "''"
    return {
        "those_matters": "m.restricted",
        "here": "TRUE",
        "there": "(m.police_id IS NOT NULL OR m.whole_office)",
        "each": "FALSE",
        "desk": DESK.replace("THEN m.police_id", "THEN CASE WHEN m.whole_office THEN w.column3 ELSE m.police_id END"),
        "handler": HANDLER,
        "seats": f"\nJOIN (VALUES {', '.join(rows)}) w ON w.column1 = m.id AND w.column4 = s.side AND k.role = ''",
        "same": "n.officer_id = w.column2",
        "number": "''",
        "name": f"{label} || '（' || m.number || '）'",
        "whom": "w.column2",
    }


def _batches_of(places: list[seats.Seated]) -> Iterable[list[seats.Seated]]:
    return (places[place : place + SEATS] for place in range(0, len(places), SEATS))


def _run(statement: str, values: dict[str, Any], **words: str) -> list[tuple[Any, ...]]:
    """Carry out a statement; the rows it returns, if it returns any."""
    names = {name: model._meta.db_table for name, model in TABLES.items()}
    with connection.cursor() as cursor:
        words = {name: word.format(**names) if name == "seats" else word for name, word in words.items()}
        cursor.execute(statement.format(**names, sides=SIDES, **words), values)
        return cursor.fetchall() if cursor.description else []


def _ladder(ladder: Sequence[Rung]) -> str:
    """The rungs as a table: from how many days on, and up to where the next one begins."""
    higher = [*(rung.late for rung in ladder[1:]), NEVER]
    rows = (f"SELECT '{rung.code}' AS code, {rung.late} AS late, {above} AS higher" for rung, above in zip(ladder, higher, strict=True))
    return f"({' UNION ALL '.join(rows)})"


def _whose(values: dict[str, Any]) -> str:
    """The police are told of periods of the other side too: said so, or it reads as if they owed it."""
    cases = []
    for place, (owner, words) in enumerate((owner, words) for owner, words in OWNERS.items() if owner != Side.POLICE):
        values |= {f"owner{place}": owner, f"owner_words{place}": words}
        cases.append(f"WHEN %(owner{place})s THEN %(owner_words{place})s")
    return f"CASE c.owed_by {' '.join(cases)} ELSE '' END"


def _among(values: dict[str, Any], name: str, given: Sequence[str]) -> str:
    """Place-holders for these values, which are added to those of the statement."""
    values |= {f"{name}{place}": one for place, one in enumerate(given)}
    return ", ".join(f"%({name}{place})s" for place in range(len(given)))


def _batches(keys: Iterable[UUID]) -> Iterable[list[UUID]]:
    found = sorted(keys)
    return (found[place : place + BATCH] for place in range(0, len(found), BATCH))


def _day(day: date) -> Any:
    return connection.ops.adapt_datefield_value(day)


def _key(given: Any) -> UUID:
    return given if isinstance(given, UUID) else UUID(given)
