"""The vocabulary of official papers: a document is a list of blocks, and every output is made from that list.

`office.pdf` and `office.docx` draw the same blocks; `text_of` is what both must say, and what an issued document is hashed by.
Blocks hold plain text only. Nothing in them is ever read as markup. Layout: GB/T 9704-2012.
"""

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Literal

BLANK_DATE = "　　　年　　月　　日"
SEAL_HINT = "（院印）"

_UNPRINTABLE = ("Cc", "Cf", "Cs")
LINE_PT = 156 / 25.4 * 72  # width of the text
_SHORT = 8  # 字: a cell up to this width is a word, not a sentence
_NUMERIC = re.compile(r"[+-]?[\d,]+(\.\d+)?[%％]?|—|-|")


def chinese_date(on: date | None) -> str:
    """The day as it stands in an official paper, without leading zeros (GB/T 9704 7.3.5); a blank to fill in for None.

    A moment is given with its hour and minute: 2026年3月2日10时20分.
    """
    if isinstance(on, datetime):
        local = on.astimezone() if on.tzinfo else on
        return f"{local.year}年{local.month}月{local.day}日{local.hour}时{local.minute:02d}分"
    return f"{on.year}年{on.month}月{on.day}日" if on else BLANK_DATE


def clean(text: str) -> str:
    """The text without control, format and surrogate characters: they break XML, and a bidi override turns a sentence round."""
    text = "\n".join(text.splitlines()).replace("\t", " ")
    return "".join(
        char for char in text if char == "\n" or (unicodedata.category(char) not in _UNPRINTABLE and char not in "\ufffe\uffff")
    )


def lines_of(text: str) -> list[str]:
    """The non-empty lines of a text, cleaned. A line break in a paragraph begins a new paragraph, elsewhere a new line."""
    return [line.strip(" ") for line in clean(text).split("\n") if line.strip()]


def em_width(text: str) -> float:
    """Estimated width of one line in 字: a Chinese character is 1, a Latin letter or digit one half."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


@dataclass(frozen=True)
class _Text:
    text: str

    def lines(self) -> list[str]:
        return lines_of(self.text)


class Organ(_Text):
    """院名 of a legal document, centred."""


class Title(_Text):
    """文书名 or 标题, 2 号小标宋, centred. Break long titles by hand, at the end of a word."""


@dataclass(frozen=True)
class CopyMark:
    """Which copy this sheet is: 正本, 副本, 存根, 回执. Printed in brackets."""

    text: str

    def lines(self) -> list[str]:
        return [f"（{line}）" for line in lines_of(self.text)]


class Number(_Text):
    """文号 of a legal document, right-aligned. The number of a 公文 belongs to `RedMasthead`."""


@dataclass(frozen=True)
class Addressee:
    """主送机关, flush left, ends with a full-width colon (GB/T 9704 7.3.2)."""

    text: str

    def lines(self) -> list[str]:
        lines = lines_of(self.text)
        return [*lines[:-1], lines[-1].rstrip(":：") + "："] if lines else []


class Paragraph(_Text):
    """正文, first line indented by two characters. Every line of the text is a paragraph of its own."""


@dataclass(frozen=True)
class Heading(_Text):
    """层次标题 with its own number: level 1 一、黑体, 2 （一）楷体, 3 1. 仿宋 (GB/T 9704 7.3.3)."""

    level: int = 1

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3):
            raise ValueError("层次标题只有一、二、三级。")


@dataclass(frozen=True)
class Table:
    """A ruled table. `widths` are shares of the line, one per column; empty: by content. Without headers it is a form.

    `roomy` gives the rows the height to be filled in by hand. Columns of figures are right-aligned.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    caption: str = ""
    roomy: bool = False

    def __post_init__(self) -> None:
        if any(len(row) != self.columns for row in self.rows) or len(self.widths) not in (0, self.columns):
            raise ValueError("表格各行的列数应当一致。")

    @property
    def columns(self) -> int:
        return len(self.headers) or (len(self.rows[0]) if self.rows else 0)

    @property
    def shares(self) -> list[float]:
        """Each column's share of the line, adding up to 1; empty if the content decides."""
        return [width / sum(self.widths) for width in self.widths]

    def alignment(self, column: int) -> Literal["left", "center", "right"]:
        """Figures stand to the right, short words and the labels of a form in the middle, sentences to the left."""
        cells = [row[column].strip() for row in self.rows]
        if not self.headers:
            return "left" if column else "center"
        if any(char.isdigit() for cell in cells for char in cell) and all(_NUMERIC.fullmatch(cell) for cell in cells):
            return "right"
        return "center" if all(em_width(cell) <= _SHORT for cell in cells) else "left"

    def lines(self) -> list[str]:
        cells = [*self.headers, *(cell for row in self.rows for cell in row)]
        return [*lines_of(self.caption), *(line for cell in cells for line in lines_of(cell))]


@dataclass(frozen=True)
class Figure:
    """A drawing made by this program (SVG text, never a user's), its caption, and a sentence for those who cannot see it."""

    svg: str
    caption: str
    alt: str

    def lines(self) -> list[str]:
        return lines_of(self.caption)


@dataclass(frozen=True)
class Attachments:
    """附件说明: one line below the text, indented by two characters, names without punctuation (GB/T 9704 7.3.4)."""

    items: tuple[str, ...]

    def entries(self) -> list[str]:
        names = [" ".join(lines_of(item)) for item in self.items]
        return names if len(names) == 1 else [f"{index}.{name}" for index, name in enumerate(names, 1)]

    def lines(self) -> list[str]:
        return ["附件：", *self.entries()] if self.items else []


def enclose(blocks: Iterable[Any], items: Iterable[str]) -> list[Any]:
    """The blocks with these named as enclosed, after what is named so already; 附件说明 stands before the 落款."""
    blocks, items = list(blocks), tuple(items)
    if not items:
        return blocks
    for place, block in enumerate(blocks):
        if isinstance(block, Attachments):
            return [*blocks[:place], Attachments((*block.items, *items)), *blocks[place + 1 :]]
    place = next((place for place, block in enumerate(blocks) if isinstance(block, Signature)), len(blocks))
    return [*blocks[:place], Attachments(items), *blocks[place:]]


@dataclass(frozen=True)
class Signature:
    """落款: organ centred over the date, the date four characters from the right (GB/T 9704 7.3.5.1).

    Without a day the date is left to fill in. `seal` is a line under the date such as （院印）, for papers sealed by hand.
    """

    organ: str
    on: date | None
    seal: str = ""

    def lines(self) -> list[str]:
        return [*lines_of(self.organ), chinese_date(self.on), *lines_of(self.seal)]

    def placed(self) -> list[tuple[str, float]]:
        """Each line with its distance from the right edge in 字, the others centred over the date."""
        day = em_width(chinese_date(self.on))
        return [(line, max(0.0, 4 + (day - em_width(line)) / 2)) for line in self.lines()]


@dataclass(frozen=True)
class Note:
    """附注, in brackets, indented by two characters (GB/T 9704 7.3.6)."""

    text: str

    def lines(self) -> list[str]:
        text = "".join(lines_of(self.text))
        return [text if text.startswith("（") and text.endswith("）") else f"（{text}）"] if text else []


@dataclass(frozen=True)
class RedMasthead:
    """版头 of a 公文: red 发文机关标志, 发文字号, 签发人 (only where the paper goes upward), red line (GB/T 9704 7.2)."""

    text: str
    number: str = ""
    signers: tuple[str, ...] = ()

    def reference(self) -> tuple[str, str]:
        """The number, and the names behind 签发人."""
        return " ".join(lines_of(self.number)), "　".join(" ".join(lines_of(name)) for name in self.signers)

    def size(self) -> float:
        """Size of the red name in pt: as large as its longest line allows, between 2 号 and 初号 (7.2.4: 醒目、美观)."""
        longest = max((em_width(line) for line in lines_of(self.text)), default=1.0)
        return max(22.0, min(42.0, LINE_PT / (longest * 1.08)))

    def lines(self) -> list[str]:
        number, signers = self.reference()
        return [line for line in (*lines_of(self.text), number, f"签发人：{signers}" if signers else "") if line]


@dataclass(frozen=True)
class MinutesMasthead:
    """版头 of a 纪要: red 标志 “×××纪要”, its number two lines below, who held the meeting and the day of the 纪要, red line.

    The top of the 标志 lies 35 mm below the top of the text (GB/T 9704 10.3); number, organ and day as 纪要格式可以根据实际制定.
    """

    text: str
    number: str
    organ: str
    on: date | None

    def size(self) -> float:
        """Size of the red name in pt, as of any 版头."""
        return RedMasthead(self.text).size()

    def imprint(self) -> tuple[str, str]:
        """Who held the meeting, and the day."""
        return " ".join(lines_of(self.organ)), chinese_date(self.on)

    def lines(self) -> list[str]:
        return [line for line in (*lines_of(self.text), " ".join(lines_of(self.number)), *self.imprint()) if line]


@dataclass(frozen=True)
class Present:
    """出席, 请假 or 列席 of a 纪要: 黑体, indented by two characters, then unit and names; what runs over hangs under the first (GB/T 9704 10.3).

    `first`: one line is left free above it.
    """

    label: str
    units: tuple[tuple[str, str], ...]
    first: bool = False

    def entries(self) -> list[str]:
        """Each unit with its persons, one a line."""
        return ["　".join(" ".join(lines_of(part)) for part in unit if part) for unit in self.units]

    def lines(self) -> list[str]:
        return [f"{self.label}：", *self.entries()] if self.units else []


@dataclass(frozen=True)
class Edition:
    """版记 at the foot of the last page: 抄送, 印发机关, 印发日期 (GB/T 9704 7.4). The last block of its sheet.

    Without a day the date is left to fill in: a draft has none.
    """

    cc: tuple[str, ...]
    printer: str
    on: date | None

    def cc_line(self) -> str:
        return f"抄送：{'，'.join(' '.join(lines_of(name)) for name in self.cc)}。" if self.cc else ""

    def printer_lines(self) -> tuple[str, str]:
        return " ".join(lines_of(self.printer)), f"{chinese_date(self.on)}印发"

    def lines(self) -> list[str]:
        return [line for line in (self.cc_line(), *self.printer_lines()) if line]


@dataclass(frozen=True)
class PageBreak:
    """The next block begins a new sheet; `numbered=False` leaves its pages without a page number (回执, 存根)."""

    numbered: bool = True

    def lines(self) -> list[str]:
        return []


@dataclass(frozen=True)
class Counterfoil:
    """存根: a sheet of its own with what was issued, to whom, who approved, handled and filled it in."""

    organ: str
    title: str
    number: str
    entries: tuple[tuple[str, str], ...]
    mark: ClassVar[str] = "存根"

    def parts(self) -> "tuple[Primitive, ...]":
        return (
            PageBreak(numbered=False),
            Organ(self.organ),
            Title(self.title),
            CopyMark(self.mark),
            Number(self.number),
            Table(headers=(), rows=self.entries, widths=(1, 2), roomy=True),
        )


@dataclass(frozen=True)
class ReceiptSlip:
    """回执联: a sheet of its own that the addressee fills in, seals and sends back to the issuing procuratorate."""

    issuer: str
    title: str
    number: str
    addressee: str
    received_by: str = ""
    received_on: date | None = None
    mark: ClassVar[str] = "回执"

    def parts(self) -> "tuple[Primitive, ...]":
        return (
            PageBreak(numbered=False),
            Title(self.title),
            CopyMark(self.mark),
            Addressee(self.issuer),
            Paragraph(f"你院{self.number}《{self.title.replace(chr(10), '')}》收悉。"),
            Paragraph(f"收件人：{self.received_by}"),
            Signature(self.addressee, self.received_on, seal="（公章）"),
        )


@dataclass(frozen=True)
class ServiceReceipt:
    """送达回证 (刑诉法第107条): what was served on whom, by whom, when and how; refusal and witness go into the remarks."""

    organ: str
    document: str
    number: str
    addressee: str
    served_by: str = ""
    received_by: str = ""
    served_at: str = ""
    manner: str = ""
    remarks: str = ""

    def parts(self) -> "tuple[Primitive, ...]":
        rows = (
            ("送达文书", self.document),
            ("文　　号", self.number),
            ("受送达人", self.addressee),
            ("送 达 人", self.served_by),
            ("收 件 人", self.received_by),
            ("送达时间", self.served_at or BLANK_DATE),
            ("送达方式", self.manner),
            ("备　　注", self.remarks),
        )
        return (
            PageBreak(numbered=False),
            Organ(self.organ),
            Title("送达回证"),
            Table(headers=(), rows=rows, widths=(1, 3), roomy=True),
        )


Primitive = (
    Organ
    | Title
    | CopyMark
    | Number
    | Addressee
    | Paragraph
    | Heading
    | Table
    | Figure
    | Attachments
    | Signature
    | Note
    | RedMasthead
    | MinutesMasthead
    | Present
    | Edition
    | PageBreak
)
Composite = Counterfoil | ReceiptSlip | ServiceReceipt
Block = Primitive | Composite

_KINDS: dict[str, type] = {kind.__name__: kind for kind in (*Primitive.__args__, *Composite.__args__)}


@dataclass(frozen=True)
class Sheet:
    """What stands between two page breaks."""

    blocks: tuple[Primitive, ...]
    numbered: bool


def flatten(blocks: Iterable[Block]) -> Iterator[Primitive]:
    """The blocks with slips and counterfoils resolved into the plain blocks they are made of."""
    for block in blocks:
        if isinstance(block, Composite):
            yield from block.parts()
        else:
            yield block


def sheets_of(blocks: Iterable[Block]) -> list[Sheet]:
    """The document cut at its page breaks; a break before anything was written only sets the numbering."""
    sheets: list[Sheet] = []
    current: list[Primitive] = []
    numbered = True
    for block in flatten(blocks):
        if not isinstance(block, PageBreak):
            current.append(block)
            continue
        if current:
            sheets.append(Sheet(tuple(current), numbered))
        current, numbered = [], block.numbered
    if current:
        sheets.append(Sheet(tuple(current), numbered))
    return sheets


def text_of(blocks: Iterable[Block]) -> str:
    """The plain text of a document in reading order: what PDF and DOCX must both say, and what the hash is taken of."""
    return "\n".join(line for block in flatten(blocks) for line in block.lines())


def dump(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """The blocks as JSON values, so that an issued document stays as it was signed whatever becomes of its template."""
    frozen = []
    for block in blocks:
        fields = {field.name: getattr(block, field.name) for field in dataclasses.fields(block)}
        frozen.append({"block": type(block).__name__} | {name: _to_json(value) for name, value in fields.items()})
    return frozen


def load(frozen: Iterable[dict[str, Any]]) -> tuple[Block, ...]:
    """The blocks `dump` wrote. Raises ValueError for a block kind or a field this program does not know."""
    blocks = []
    for entry in frozen:
        fields = {name: _from_json(name, value) for name, value in entry.items() if name != "block"}
        try:
            blocks.append(_KINDS[entry["block"]](**fields))
        except (KeyError, TypeError) as error:
            raise ValueError(f"不认识的文书段落：{entry.get('block', '（未注明）')}。") from error
    return tuple(blocks)


def _to_json(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return [_to_json(item) for item in value] if isinstance(value, tuple) else value


def _from_json(name: str, value: Any) -> Any:
    if name in ("on", "received_on") and value is not None:
        return date.fromisoformat(value)
    return tuple(_from_json(name, item) for item in value) if isinstance(value, list) else value
