"""From a sheet to entries: find the heading row, read each cell by its column, say what could not be taken and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl.utils import get_column_letter

from cases.exceptions import Invalid
from cases.ledger.importing.days import read_day
from cases.ledger.importing.workbook import Cell, Sheet, address
from cases.ledger.vocabulary import Column, Entry, Finding, Ledger, Sort, code_of, plain
from office.blocks import chinese_date

HEADING_ROWS = 15
TOTALS = ("合计", "总计", "小计", "共计", "累计")
FOOTNOTES = ("注", "说明", "填表说明", "备注:", "审核", "制表", "填报人", "单位负责人", "统计人")


@dataclass
class Lookup:
    """What names in cells may mean for this office: exact names only, nothing is guessed."""

    organs: Mapping[str, Any]
    """``plain()`` name, short name or remembered wording → organ."""
    officers: Mapping[str, Any]
    headings: Mapping[str, str]
    """The office's own headings (设置项 ledger_columns): heading → ours."""


@dataclass
class Reading:
    """A sheet as read."""

    sheet: str
    entries: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    """About the table as a whole: columns nobody knows."""
    strangers: dict[str, list[str]] = field(default_factory=dict)
    """Names of organs that match none of ours → the cells they stand in."""


def read_ledger(sheets: Sequence[Sheet], ledger: Ledger, lookup: Lookup, *, today: date) -> Reading:
    """The entries of the first sheet that has the ledger's headings. Raises Invalid when none has."""
    missing: list[Column] = [column for column in ledger.columns if column.required]
    for sheet in sheets:
        for row in range(1, min(HEADING_ROWS, len(sheet.rows)) + 1):
            found, unknown = _headings(sheet, row, ledger, lookup)
            lacking = [column for column in ledger.columns if column.required and column.key not in found]
            if not lacking:
                return _read(sheet, row, found, unknown, ledger, lookup, today)
            missing = min(missing, lacking, key=len)
    names = "、".join(f"“{column.heading}”" for column in missing)
    raise Invalid(
        f"前{HEADING_ROWS}行内没有找到{ledger.label}台账的表头，缺少{names}一列；请按模板的表头填写，"
        "或者由系统管理员在“办公室设置”的“立案监督台账表头对照”中写明本单位的列名。"
    )


def _headings(sheet: Sheet, row: int, ledger: Ledger, lookup: Lookup) -> tuple[dict[str, int], list[Finding]]:
    """Column → position, and what is odd about the row. A heading standing twice is refused only if the row is the one."""
    names = {plain(name): column.key for column in ledger.columns for name in (column.heading, *column.names)}
    names |= _own_headings(ledger, lookup)
    found: dict[str, int] = {}
    odd: list[Finding] = []
    for place, cell in enumerate(sheet.rows[row - 1]):
        key = names.get(plain(cell.text))
        if key is None:
            if cell.text:
                odd.append(Finding(address(row, place), f"不认识“{cell.text[:20]}”一列，未导入。"))
        elif key in found:
            first = address(row, found[key])
            odd.append(Finding(address(row, place), f"与{first}是同一列，请删去一列后再导入。", fatal=True))
        else:
            found[key] = place
    return found, odd


def _own_headings(ledger: Ledger, lookup: Lookup) -> dict[str, str]:
    keys = {plain(column.heading): column.key for column in ledger.columns} | {column.key: column.key for column in ledger.columns}
    own = {}
    for heading, meaning in lookup.headings.items():
        key = keys.get(plain(str(meaning)))
        if key is None:
            raise Invalid(f"办公室设置的“立案监督台账表头对照”中，“{heading}={meaning}”所指的列不存在，请由系统管理员改正。")
        own[plain(heading)] = key
    return own


def _read(
    sheet: Sheet, top: int, found: dict[str, int], odd: list[Finding], ledger: Ledger, lookup: Lookup, today: date
) -> Reading:
    reading = Reading(sheet.name, findings=odd)
    letters = {key: get_column_letter(place + 1) for key, place in found.items()}
    for row in range(top + 1, len(sheet.rows) + 1):
        if _is_aside(sheet, row, found):
            continue
        entry = Entry(row, letters)
        for column in ledger.columns:
            if column.key in found and column.sort != Sort.SERIAL:
                _read_cell(entry, column, sheet.cell(row, found[column.key]), lookup, today, sheet.epoch)
        for column in ledger.columns:
            if column.filled and not entry.words.get(column.key) and not any(one.fatal for one in entry.findings):
                entry.fail(column.key, f"没有填写{column.heading}，请补填；不是台账内容的行请删去。")
        if "police" in entry.words and "police" not in entry.things:
            reading.strangers.setdefault(entry.words["police"], []).append(entry.cell("police"))
        reading.entries.append(entry)
    return reading


def _is_aside(sheet: Sheet, row: int, found: dict[str, int]) -> bool:
    """A blank row, a total (its formula is ordinary), a heading printed again, a note below the table."""
    cells = [cell for cell in sheet.rows[row - 1] if cell.text]
    if not cells:
        return True
    first = plain(cells[0].text)
    title = sheet.cell(row, found["title"]).text if "title" in found else ""
    if first.startswith(TOTALS) or plain(title).startswith(TOTALS):
        return True
    if not title and (first.startswith(FOOTNOTES) or (len(cells) == 1 and sheet.rows[row - 1].index(cells[0]) == found.get("serial"))):
        return True
    return sum(1 for place in found.values() if sheet.cell(row, place).text) == 0


def _read_cell(entry: Entry, column: Column, cell: Cell, lookup: Lookup, today: date, epoch: datetime) -> None:
    if cell.value is None:
        return
    key = column.key
    if cell.fault:
        entry.fail(key, f"{column.heading}是错误值“{cell.text}”，请改正后再导入。")
    elif cell.formula:
        what = "日期" if column.sort == Sort.DAY else "内容"
        entry.fail(key, f"{column.heading}是公式，请改为直接填写{what}。")
    elif column.sort == Sort.DAY:
        _read_day_cell(entry, column, cell, today, epoch)
    else:
        _read_text(entry, column, _text(cell.value), lookup)


def _read_day_cell(entry: Entry, column: Column, cell: Cell, today: date, epoch: datetime) -> None:
    day = read_day(cell.value, today=today, epoch=epoch)
    if day.fault:
        entry.fail(column.key, f"{column.heading}{day.fault}")
    elif day.on is not None:
        entry.days[column.key] = day.on
        entry.words[column.key] = day.words
    elif day.words:
        entry.words[column.key] = day.words[: column.longest]
        entry.warn(column.key, f"{column.heading}“{day.words}”不是具体日期，已留空并保留原文。")


def _read_text(entry: Entry, column: Column, text: str, lookup: Lookup) -> None:
    key = column.key
    if len(text) > column.longest:
        entry.fail(key, f"{column.heading}超过{column.longest}个字，请精简后再导入。")
        return
    if not text:
        return
    entry.words[key] = text
    if column.sort == Sort.CHOICE:
        _read_choice(entry, column, text)
    elif column.sort == Sort.ORGAN:
        organ = lookup.organs.get(plain(text))
        if organ is None:
            entry.warn(key, f"公安机关“{text}”不在本办公室的单位名单内，未匹配单位，保留原文；匹配以前不进入公安机关的列表。")
        else:
            entry.things[key] = organ
    elif column.sort == Sort.OFFICER:
        officer = lookup.officers.get(plain(text))
        if officer is None:
            entry.warn(key, f"“{text}”不是本院在册的检察官（或者有同名的），未指定承办人，保留原文。")
        else:
            entry.things[key] = officer
    elif column.sort == Sort.COUNT:
        count = plain(text).removesuffix("人")
        if not count.isascii() or not count.isdigit() or not 1 <= int(count) <= 999:
            entry.fail(key, f"{column.heading}“{text}”应为1至999之间的整数。")
        else:
            entry.things[key] = int(count)


def _read_choice(entry: Entry, column: Column, text: str) -> None:
    code = code_of(column, text)
    if code is not None:
        entry.codes[column.key] = code
    elif column.strict:
        offered = "、".join(wordings[0] for wordings in column.choices.values())
        entry.fail(column.key, f"{column.heading}“{text}”无法识别，请填写下列之一：{offered}。")
    else:
        entry.warn(column.key, f"{column.heading}“{text}”无法识别，保留原文，未据以登记。")


def _text(value: Any) -> str:
    """A cell of a text column: whole numbers without a decimal point, days in words."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime | date):
        return chinese_date(value.date() if isinstance(value, datetime) else value)
    return str(value).strip()
