"""An Excel file as plain rows, read with the caution an upload deserves."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from python_calamine import CalamineError, CalamineWorkbook

from cases.exceptions import Invalid
from cases.matters.forms import MAX_UPLOAD

UNPACKED_LIMIT = 100 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 100
BROKEN = (
    zipfile.BadZipFile, InvalidFileException, ParseError, CalamineError, zlib.error,
    KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, EOFError, RuntimeError, NotImplementedError,
)  # fmt: skip
"""What the readers raise on a damaged file: the formats leave many ways to be wrong."""


@dataclass(frozen=True)
class Cell:
    """A value as the workbook holds it; a formula keeps its text."""

    value: Any = None
    formula: bool = False
    fault: bool = False
    """An Excel error such as #REF!."""

    @property
    def text(self) -> str:
        return "" if self.value is None else str(self.value).strip()


EMPTY = Cell()


@dataclass
class Sheet:
    """One sheet: rows from 1, cells from 0, values of merged cells in every row they cover."""

    name: str
    rows: list[list[Cell]]
    epoch: datetime

    def cell(self, row: int, column: int) -> Cell:
        cells = self.rows[row - 1]
        return cells[column] if column < len(cells) else EMPTY


def address(row: int, column: int) -> str:
    """J6."""
    return f"{get_column_letter(column + 1)}{row}"


def read_sheets(data: bytes, name: str) -> list[Sheet]:
    """Every visible sheet with anything on it. Raises Invalid with one sentence: what, and what to do."""
    if len(data) > MAX_UPLOAD:
        raise Invalid(f"“{name}”超过20MB，请分年度另存后分次导入。")
    _check_archive(data, name)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        sheets = []
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                sheet.reset_dimensions()  # what the file says of its own size is not believed
                sheets.append(Sheet(sheet.title, list(_rows(sheet, name)), book.epoch))
        book.close()
    except BROKEN as error:
        raise Invalid(f"“{name}”不是可以读取的Excel工作簿，请用Excel或WPS打开后另存为.xlsx再导入。") from error
    filled = [sheet for sheet in sheets if sheet.rows]
    _spread_merged(data, filled, name)
    return filled


def _check_archive(data: bytes, name: str) -> None:
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Invalid(f"“{name}”是旧版（.xls）或者加了密码的工作簿，请去掉密码并另存为.xlsx再导入。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Invalid(f"“{name}”不是Excel工作簿（.xlsx），请选择台账文件。") from error
    if sum(entry.file_size for entry in entries) > UNPACKED_LIMIT:
        raise Invalid(f"“{name}”解压后超过{UNPACKED_LIMIT // 1024 // 1024}MB，不像台账，未读取；请只保留台账内容另存后再导入。")
    if not any(entry.filename.startswith("xl/") for entry in entries):
        raise Invalid(f"“{name}”不是Excel工作簿（.xlsx），请选择台账文件。")


def _rows(sheet: Any, name: str) -> Iterator[list[Cell]]:
    blank: list[list[Cell]] = []
    kept = 0
    for cells in sheet.iter_rows(max_col=MOST_COLUMNS):
        row = [_cell(cell) for cell in cells]
        while row and row[-1].value is None:
            row.pop()
        if not row:
            blank.append(row)  # only written out when something follows
            continue
        kept += 1
        if kept > MOST_ROWS:
            raise Invalid(f"“{name}”的“{sheet.title}”超过{MOST_ROWS}行，请分年度另存后分次导入。")
        yield from blank
        blank.clear()
        yield row


def _cell(cell: Any) -> Cell:
    if cell.value is None or (isinstance(cell.value, str) and not cell.value.strip()):
        return EMPTY
    kind = cell.data_type
    return Cell(cell.value, formula=kind == "f", fault=kind == "e")


def _spread_merged(data: bytes, sheets: list[Sheet], name: str) -> None:
    """A cell merged over several rows speaks for each of them; one merged over several columns only for its first."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for sheet in sheets:
                for (top, left), (bottom, _right) in book.get_sheet_by_name(sheet.name).merged_cell_ranges or []:
                    _spread(sheet, top, left, min(bottom, len(sheet.rows) - 1))
    except BROKEN as error:
        raise Invalid(f"“{name}”不是可以读取的Excel工作簿，请用Excel或WPS打开后另存为.xlsx再导入。") from error


def _spread(sheet: Sheet, top: int, left: int, bottom: int) -> None:
    if bottom <= top or top >= len(sheet.rows) or left >= MOST_COLUMNS:
        return
    value = sheet.cell(top + 1, left)
    for row in sheet.rows[top + 1 : bottom + 1]:
        if row:  # a blank row stays blank
            row.extend([EMPTY] * (left + 1 - len(row)))
            row[left] = value
