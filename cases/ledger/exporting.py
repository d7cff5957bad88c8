"""台账导出: the rows on screen as the office's own Excel ledger, and the empty template (product.md 5.3)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from cases.exceptions import Invalid
from cases.ledger.selectors import LedgerFilter, in_period, lines_of, matters_of
from cases.ledger.vocabulary import Column, Ledger, Sort
from office import audit
from office.blocks import chinese_date
from office.models import Officer
from office.scoping import reach_of
from office.selectors import own_office
from office.sides import Side

MOST_ROWS = 50_000
DAY_FORMAT = 'yyyy"年"m"月"d"日"'
HEAD_ROWS = 3
EMPTY_ROWS = 30
"""Rows of the template that are laid out for writing."""


@dataclass(frozen=True)
class Book:
    """A workbook ready to be served."""

    name: str
    data: bytes
    rows: int


def export_ledger(officer: Officer, ledger: Ledger, wanted: LedgerFilter, *, now: datetime) -> Book:
    """The ledger as this officer sees it, oldest first. Audited. Raises Invalid where it is longer than a sheet of use."""
    police = officer.side == Side.POLICE
    rows = in_period(matters_of(officer, ledger, wanted), wanted, officer.side)
    if rows.order_by()[: MOST_ROWS + 1].count() > MOST_ROWS:
        raise Invalid(f"一次最多导出{MOST_ROWS}件，请缩小统计期间后分次导出。")
    sheet = _Sheet(ledger, police=police)
    office = own_office(officer)
    unit = officer.organisation.name if police or office is None else office.name
    sheet.head(unit=unit, period=period_words(wanted, now.date()), filler=officer.name, filled_on=now.date())
    count = sheet.write(ledger.line(matter, officer.side) for matter in lines_of(rows, ledger, officer))
    audit.record(
        officer, "export", chain=reach_of(officer).own_office, label="导出台账", kind=ledger.kind, rows=count,
        period=period_words(wanted, now.date()),
    )
    return Book(f"{ledger.label}台账_{chinese_date(now.date())}.xlsx", sheet.close(), count)


def template_of(ledger: Ledger) -> Book:
    """An empty ledger with its headings, choices and notes: what an import understands."""
    sheet = _Sheet(ledger, police=False)
    sheet.head(unit="", period="", filler="", filled_on=None)
    sheet.blank()
    return Book(f"{ledger.label}台账模板.xlsx", sheet.close(), 0)


def period_words(wanted: LedgerFilter, today: date) -> str:
    """统计期间 in words."""
    if wanted.since and wanted.until:
        return f"{chinese_date(wanted.since)}至{chinese_date(wanted.until)}"
    if wanted.since:
        return f"{chinese_date(wanted.since)}至{chinese_date(today)}"
    return f"截至{chinese_date(wanted.until or today)}"


class _Sheet:
    """One sheet in the office's layout: title, unit line, headings, rows, total. Rows are written once, from the top."""

    def __init__(self, ledger: Ledger, *, police: bool) -> None:
        self.ledger = ledger
        self.columns: list[Column] = ledger.printed(police=police)
        self.stream = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.stream, {"constant_memory": True, "strings_to_formulas": False})
        self.book.set_properties({"title": ledger.title})
        self.sheet = self.book.add_worksheet(f"{ledger.label}台账")
        edge = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_name": "宋体", "font_size": 9}
        self.formats = {
            "title": self._format(font_name="方正小标宋简体", font_size=18, align="center", valign="vcenter"),
            "unit": self._format(font_name="宋体", font_size=10, valign="vcenter"),
            "heading": self._format(**edge | {"bold": True, "align": "center", "bg_color": "#F2F2F2"}),
            "text": self._format(**edge, num_format="@"),
            "centre": self._format(**edge, num_format="@", align="center"),
            "day": self._format(**edge, num_format=DAY_FORMAT, align="center"),
            "number": self._format(**edge, num_format="0", align="center"),
            "total": self._format(**edge | {"bold": True}, align="center"),
            "summary": self._format(**edge | {"bold": True}),
        }
        self.row = 0
        self._page()

    def _format(self, **more: Any) -> Any:
        return self.book.add_format(more)

    def _page(self) -> None:
        for place, column in enumerate(self.columns):
            self.sheet.set_column(place, place, column.width)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.center_horizontally()
        self.sheet.repeat_rows(0, HEAD_ROWS - 1)
        self.sheet.set_footer("&C第&P页 共&N页")
        self.sheet.freeze_panes(HEAD_ROWS, self._place("title") + 1)
        self.sheet.set_default_row(24)

    def _place(self, key: str) -> int:
        return next(place for place, column in enumerate(self.columns) if column.key == key)

    def head(self, *, unit: str, period: str, filler: str, filled_on: date | None) -> None:
        """Title, 填报单位、统计期间、填报人、填报日期, headings."""
        last = len(self.columns) - 1
        self.sheet.set_row(0, 34)
        self.sheet.merge_range(0, 0, 0, last, "", self.formats["title"])
        self.sheet.write_string(0, 0, self.ledger.title, self.formats["title"])
        day = chinese_date(filled_on) if filled_on else ""
        parts = (f"填报单位：{unit}", f"统计期间：{period}", f"填报人：{filler}    填报日期：{day}")
        bounds = [0, (last + 1) // 3, 2 * (last + 1) // 3, last + 1]
        for words, left, right in zip(parts, bounds, bounds[1:], strict=False):
            self.sheet.merge_range(1, left, 1, right - 1, "", self.formats["unit"])
            self.sheet.write_string(1, left, words, self.formats["unit"])
        self.sheet.set_row(2, 32)
        for place, column in enumerate(self.columns):
            self.sheet.write_string(2, place, column.heading, self.formats["heading"])
        self.row = HEAD_ROWS

    def write(self, lines: Iterable[Mapping[str, Any]]) -> int:
        """Every row and the total row; returns how many (件)."""
        counts: dict[str, int] = {}
        first = self.row
        for number, line in enumerate(lines, start=1):
            self.sheet.write_number(self.row, 0, number, self.formats["number"])
            for place, column in enumerate(self.columns[1:], start=1):
                self._cell(place, column, line.get(column.key, ""))
            result = str(line.get(self.ledger.summary, "")).partition("（")[0]
            counts[result] = counts.get(result, 0) + 1
            self.row += 1
        self._total(first, counts)
        self.sheet.print_area(0, 0, self.row - 1, len(self.columns) - 1)
        return self.row - 1 - first

    def _cell(self, place: int, column: Column, value: Any) -> None:
        if isinstance(value, date):
            self.sheet.write_datetime(self.row, place, datetime(value.year, value.month, value.day), self.formats["day"])  # noqa: DTZ001
            return
        # always a string: what starts with = + - @ stays text, a long number keeps its digits
        style = self.formats["centre" if column.sort == Sort.DAY or column.width < 18 else "text"]
        if value:
            self.sheet.write_string(self.row, place, str(value), style)
        else:
            self.sheet.write_blank(self.row, place, None, style)

    def _total(self, first: int, counts: Mapping[str, int]) -> None:
        title, summary = self._place("title"), self._place(self.ledger.summary)
        total = sum(counts.values())
        for place in range(len(self.columns)):
            self.sheet.write_blank(self.row, place, None, self.formats["total"])
        self.sheet.write_string(self.row, 0, "合计", self.formats["total"])
        if total:
            cells = f"{xl_rowcol_to_cell(first, title)}:{xl_rowcol_to_cell(self.row - 1, title)}"
            self.sheet.write_formula(self.row, title, f"=COUNTA({cells})", self.formats["total"], total)
        else:
            self.sheet.write_number(self.row, title, 0, self.formats["total"])
        words = "、".join(f"{name}{number}件" for name, number in counts.items() if name)
        self.sheet.write_string(self.row, summary, words, self.formats["summary"])
        self.row += 1

    def blank(self) -> None:
        """Empty rows with their formats, choices to pick from, and a sheet of notes."""
        for row in range(self.row, self.row + EMPTY_ROWS):
            for place, column in enumerate(self.columns):
                style = "day" if column.sort == Sort.DAY else "number" if column.sort == Sort.SERIAL else "text"
                self.sheet.write_blank(row, place, None, self.formats[style])
        for place, column in enumerate(self.columns):
            if column.strict:
                choices = [wordings[0] for wordings in column.choices.values()]
                self.sheet.data_validation(
                    self.row, place, self.row + 1000, place, {"validate": "list", "source": choices, "error_title": "填写有误"}
                )
        self.row += EMPTY_ROWS
        self.sheet.print_area(0, 0, self.row - 1, len(self.columns) - 1)
        self._notes()

    def _notes(self) -> None:
        notes = self.book.add_worksheet("填表说明")
        notes.set_column(0, 0, 24)
        notes.set_column(1, 1, 90)
        wrap = self._format(text_wrap=True, valign="top", font_name="宋体", font_size=10)
        rows = [
            ("表头", "表头一行须在前15行以内，列的次序不限；本单位另有列名的，由系统管理员在“办公室设置”中对照。"),
            ("日期", "2019年7月2日、2019.7.2、2019/7/2、2019-07-02或者Excel日期均可。只知道月份、未载的照写，系统留空并保留原文。"),
            ("公式", "日期等各列直接填写，不用公式；合计行的公式不受影响。"),
            *((column.heading, column.note) for column in self.ledger.columns if column.note),
        ]
        for row, (name, words) in enumerate(rows):
            notes.write_string(row, 0, name, wrap)
            notes.write_string(row, 1, words, wrap)
        self.sheet.activate()

    def close(self) -> bytes:
        self.book.close()
        return self.stream.getvalue()
