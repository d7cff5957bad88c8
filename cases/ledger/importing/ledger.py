"""导入台账: what a file would add, what is known already and where the two differ; then all of it or nothing (issue item 10)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from cases.exceptions import Conflict, Invalid
from cases.ledger.importing.reading import Lookup, Reading, read_ledger
from cases.ledger.importing.workbook import read_sheets
from cases.ledger.selectors import lines_of
from cases.ledger.vocabulary import LEDGERS, Entry, Finding, Ledger, Plan, plain
from cases.matters import adopt
from cases.models import Event, Matter, NameMatch
from office import audit
from office.blocks import chinese_date
from office.models import JointOffice, Officer, Organisation
from office.options import option
from office.sides import Role, Side

FROZEN = "ledger"
"""Where the first event of an imported matter keeps the row it was taken from."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Change:
    """A cell that no longer says what is registered: listed, never applied (更正 does that)."""

    cell: str
    heading: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.cell}：{self.heading}由“{self.old or '未载'}”改为“{self.new or '空'}”，未改动，需要改的请办理更正。"


@dataclass
class Row:
    """One row of the file beside what is registered."""

    entry: Entry
    plan: Plan | None = None
    known: Any = None
    """The matter it is already; None for a new one."""
    changes: list[Change] = field(default_factory=list)
    twin: int = 0
    """The earlier row of the same file that is the same matter."""

    @property
    def is_new(self) -> bool:
        return self.plan is not None and self.known is None and not self.twin

    def words(self, key: str) -> str:
        return self.entry.words.get(key, "")



@dataclass
class Report:
    """What an import would do, or did."""

    ledger: Ledger
    name: str
    sheet: str
    rows: list[Row]
    findings: list[Finding]
    strangers: dict[str, list[str]]
    added: int = 0

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.fatal]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.fatal]

    @property
    def new(self) -> list[Row]:
        return [row for row in self.rows if row.is_new]

    @property
    def known(self) -> list[Row]:
        return [row for row in self.rows if row.known is not None]

    @property
    def changes(self) -> list[Change]:
        return [change for row in self.rows for change in row.changes]


def ledger_of(kind: str) -> Ledger:
    """The ledger of a kind. Raises Invalid for a kind that has none."""
    if kind not in LEDGERS:
        known = "、".join(f"{ledger.kind}（{ledger.label}）" for ledger in LEDGERS.values())
        raise Invalid(f"没有“{kind}”这类台账，可以导入的有：{known}。")
    return LEDGERS[kind]


def examine(
    data: bytes, *, name: str, kind: str, office: JointOffice, today: date, matches: Mapping[str, UUID] | None = None
) -> Report:
    """Read a file and set it beside what is registered; nothing is written.

    ``matches``: words for an organ → the organ they mean, chosen now. Raises Invalid where the file cannot be read at all.
    """
    ledger = ledger_of(kind)
    reading = read_ledger(read_sheets(data, name), ledger, _lookup(ledger, office, matches or {}), today=today)
    if not reading.entries:
        raise Invalid(f"“{name}”的“{reading.sheet}”表头以下没有内容，请核对是不是要导入的台账。")
    rows = [_planned(entry, ledger) for entry in reading.entries]
    _recognise(rows, ledger, office)
    return Report(ledger, name, reading.sheet, rows, _in_order(reading), reading.strangers)


def import_ledger(
    data: bytes,
    *,
    name: str,
    kind: str,
    office: JointOffice,
    officer: Officer | None,
    now: datetime,
    matches: Mapping[str, UUID] | None = None,
    progress: Progress = lambda _done, _all: None,
) -> Report:
    """Take over every new row in one transaction, or none: a report with errors has written nothing.

    The matches are remembered for the next file. Raises Invalid (unreadable file) and Conflict (another import meanwhile).
    """
    try:
        with transaction.atomic():
            # one import of an office at a time: the second then recognises what the first has added
            office = JointOffice.objects.select_for_update(of=("self",)).select_related("procuratorate").get(pk=office.pk)
            report = examine(data, name=name, kind=kind, office=office, today=now.date(), matches=matches)
            if report.errors:
                return report
            for words, organ in (matches or {}).items():
                NameMatch.objects.update_or_create(office=office, words=words[:100], defaults={"organisation_id": organ})
            new = report.new
            for row in new:
                _adopt(row, report.ledger, office, officer=officer, now=now)
                report.added += 1
                progress(report.added, len(new))
            audit.record(
                officer, "import_ledger", chain=office.pk, label="导入台账", file=name, sha256=hashlib.sha256(data).hexdigest(),
                kind=kind, added=report.added, known=len(report.known), warnings=len(report.warnings),
            )
    except IntegrityError as error:
        raise Conflict("导入时有人登记了相同编号的事项，未写入任何内容，请重新导入。") from error
    return report


def _adopt(row: Row, ledger: Ledger, office: JointOffice, *, officer: Officer | None, now: datetime) -> None:
    plan = row.plan
    assert plan is not None
    frozen = {column.heading: row.words(column.key) for column in ledger.columns if row.words(column.key)}
    first = replace(plan.history[0], facts={FROZEN: frozen})
    adopt(
        ledger.kind, plan.state, officer=officer, office=office, now=now, matter_values=plan.matter, detail_values=plan.detail,
        history=(first, *plan.history[1:]), year=plan.year, number=row.words("number"),
    )


def _planned(entry: Entry, ledger: Ledger) -> Row:
    if any(finding.fatal for finding in entry.findings):
        return Row(entry)
    return Row(entry, ledger.plan(entry))


def _in_order(reading: Reading) -> list[Finding]:
    return reading.findings + [finding for entry in reading.entries for finding in entry.findings]


# ------------------------------------------------------------------------------------------------ names


def _lookup(ledger: Ledger, office: JointOffice, matches: Mapping[str, UUID]) -> Lookup:
    organs = list(office.organs.all())
    by_id = {organ.pk: organ for organ in organs}
    stray = [words for words, organ in matches.items() if organ not in by_id]
    if stray:
        raise Invalid(f"“{stray[0]}”所选的单位不是本办公室的公安机关，请重新选择。")
    remembered = {
        match.words: match.organisation_id for match in NameMatch.objects.filter(office=office, organisation__in=list(by_id))
    }
    named = _only_ones([(name, organ) for organ in organs for name in {organ.name, organ.short_name}])
    chosen = {plain(words): by_id[organ] for words, organ in {**remembered, **matches}.items()}
    return Lookup(
        organs={**named, **chosen},
        officers=_only_ones([(officer.name, officer) for officer in _prosecutors(office)]),
        headings=option(office.pk, "ledger_columns"),
    )


def _only_ones(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Names that mean exactly one thing; what two share means neither."""
    found: dict[str, Any] = {}
    doubled = set()
    for name, thing in pairs:
        key = plain(name)
        if key in found and found[key] != thing:
            doubled.add(key)
        found[key] = thing
    return {key: thing for key, thing in found.items() if key not in doubled}


def _prosecutors(office: JointOffice) -> list[Officer]:
    rows = Officer.objects.filter(
        organisation=office.procuratorate, is_active=True, grants__role__in=[Role.PROSECUTOR, Role.CHIEF, Role.ASSISTANT]
    )
    return list(rows.distinct())


def organs_of(office: JointOffice) -> list[Organisation]:
    """The organs a name may be matched with, in statutory order."""
    return list(office.organs.filter(is_active=True).order_by("order", "code"))


# ------------------------------------------------------------------------------------------------ what is known


def _identity(title: str, variant: str, police: str) -> tuple[str, str, str]:
    return plain(title), plain(variant), plain(police)


def _recognise(rows: list[Row], ledger: Ledger, office: JointOffice) -> None:
    """Set ``known``, ``changes`` and ``twin``: identity is the 编号, else 案件名称 + 公安机关 + 监督类型."""
    numbers, faces = _registered(ledger, office)
    seen: dict[Any, int] = {}
    for row in rows:
        if row.plan is None:
            continue
        number, mine = row.words("number"), _faces_of(row, ledger)
        row.known = numbers.get(number) if number else next((faces[face] for face in mine if face in faces), None)
        for key in [number] if number else mine:
            row.twin = row.twin or seen.get(key, 0)
            seen.setdefault(key, row.entry.row)
        if row.twin:
            row.entry.warn("title", f"与第{row.twin}行是同一事项，未重复登记。")
    known = {row.known for row in rows if row.known is not None}
    lines = {matter.pk: (values, frozen) for matter, values, frozen in _lines(ledger, known)}
    for row in rows:
        if row.known is not None:
            values, frozen = lines[row.known]
            row.changes = _changes(row, ledger, values, frozen)


def _faces_of(row: Row, ledger: Ledger) -> list[tuple[str, str, str]]:
    """How the row may be known: by its organ, and by the words it uses for it."""
    entry = row.entry
    variant = ledger.column("variant").choices[entry.codes["variant"]][0]
    names = [row.words("police")]
    if "police" in entry.things:
        names.append(str(entry.things["police"].pk))
    return [_identity(row.words("title"), variant, name) for name in names]


def _registered(ledger: Ledger, office: JointOffice) -> tuple[dict[str, UUID], dict[tuple[str, str, str], UUID]]:
    """编号 → matter, and identity → matter: as it is now and as the ledger it came from had it."""
    choices = ledger.column("variant").choices
    matters = Matter.objects.filter(office=office, kind=ledger.kind)
    numbers: dict[str, UUID] = {}
    faces: dict[tuple[str, str, str], UUID] = {}
    for pk, number, title, variant, police in matters.values_list("pk", "number", "title", "variant", "police_id"):
        numbers[number] = pk
        if police is not None and variant in choices:
            faces.setdefault(_identity(title, choices[variant][0], str(police)), pk)
    taken = Event.objects.filter(matter__in=matters, seq=1, matter__imported=True).values_list("matter_id", "facts")
    for pk, facts in taken:
        frozen = facts.get(FROZEN, {})
        if frozen:
            words = {key: frozen.get(ledger.column(key).heading, "") for key in ("title", "variant", "police")}
            code = next((code for code, names in choices.items() if plain(words["variant"]) in map(plain, names)), None)
            if code:
                faces.setdefault(_identity(words["title"], choices[code][0], words["police"]), pk)
    return numbers, faces


def _lines(ledger: Ledger, matters: set[UUID]) -> list[tuple[Matter, Mapping[str, Any], Mapping[str, str]]]:
    rows = lines_of(Matter.objects.filter(pk__in=list(matters)), ledger)
    first = {
        event.matter_id: event.facts.get(FROZEN, {}) for event in Event.objects.filter(matter__in=list(matters), seq=1)
    }
    return [(row, ledger.line(row, Side.PROCURATORATE), first.get(row.pk, {})) for row in rows]


def _changes(row: Row, ledger: Ledger, values: Mapping[str, Any], frozen: Mapping[str, str]) -> list[Change]:
    """Cells that say something else than the registered fact, and than the file the matter was first taken from."""
    found = []
    for column in ledger.printed(police=False):
        key = column.key
        if key not in row.entry.letters or key == "serial":
            continue
        new, old = row.words(key), _said(values.get(key, ""))
        if _same(new, old, key, row, ledger) or (frozen and _same(new, frozen.get(column.heading, ""), key, row, ledger)):
            continue
        if key == "number" and not new:
            continue
        found.append(Change(row.entry.cell(key), column.heading, old, new))
    return found


def _same(new: str, old: str, key: str, row: Row, ledger: Ledger) -> bool:
    if plain(new) == plain(old):
        return True
    if key == "police" and "police" in row.entry.things:
        return plain(old) in {plain(row.entry.things[key].name), plain(row.entry.things[key].short_name)}
    code = row.entry.codes.get(key)
    return code is not None and plain(old) in map(plain, ledger.column(key).choices[code])


def _said(value: Any) -> str:
    return chinese_date(value) if isinstance(value, date) else str(value)
