"""Blocks to DOCX with real styles, for those who must edit or file a Word copy. Same blocks, same text as the PDF.

The typefaces are named, not embedded: the reader's machine has 仿宋_GB2312 and its kin.
"""

from collections.abc import Iterable
from functools import singledispatch
from io import BytesIO
from typing import Any, NamedTuple

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from office import blocks as b
from office.pdf import DRAFT_MARK, drawing_png

FANGSONG, KAITI, HEITI, SONGTI, XIAOBIAOSONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"
LATIN = "Times New Roman"
PITCH = 28.95  # pt from line to line: 22 lines on 225 mm
BODY, SMALL, TITLE = 16, 14, 22  # 3 号, 4 号, 2 号
RED = RGBColor(0xD7, 0x00, 0x0F)

_LEFT, _CENTER, _RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
_ALIGN = {"left": _LEFT, "center": _CENTER, "right": _RIGHT}


class _Style(NamedTuple):
    font: str = FANGSONG
    size: float = BODY
    align: Any = WD_ALIGN_PARAGRAPH.JUSTIFY
    indent: float = 0  # first line, in 字
    pitch: float = PITCH
    before: float = 0  # pt
    after: float = 0  # pt
    keep: bool = False  # with the next paragraph


_STYLES = {
    "院名": _Style(XIAOBIAOSONG, TITLE, _CENTER, pitch=33, before=12, keep=True),
    "Title": _Style(XIAOBIAOSONG, TITLE, _CENTER, pitch=33, after=10, keep=True),
    "联别": _Style(KAITI, align=_CENTER),
    "文号": _Style(align=_RIGHT, before=14),
    "主送机关": _Style(align=_LEFT, before=PITCH / 2),
    "正文": _Style(indent=2),
    "Heading 1": _Style(HEITI, indent=2, keep=True),
    "Heading 2": _Style(KAITI, indent=2, keep=True),
    "Heading 3": _Style(indent=2, keep=True),
    "图表标题": _Style(HEITI, SMALL, _CENTER, pitch=24, keep=True),
    "表格文字": _Style(size=12, align=_LEFT, pitch=18),
    "填写栏": _Style(align=_LEFT, pitch=24),
    "图": _Style(align=_CENTER),
    "附件说明": _Style(align=_LEFT),
    "落款": _Style(align=_RIGHT, keep=True),
    "附注": _Style(indent=2),
    "发文机关标志": _Style(XIAOBIAOSONG, 42, _CENTER, before=94, keep=True),
    "发文字号": _Style(align=_CENTER, before=PITCH * 2, keep=True),
    "出席": _Style(align=_LEFT),
    "版记": _Style(size=SMALL, align=_LEFT, pitch=24),
    "草稿标记": _Style(HEITI, SMALL, _CENTER),
}


def render_docx(blocks: Iterable[b.Block], *, title: str, draft: bool = False) -> bytes:
    """The document as DOCX; a draft says so in the header of every page."""
    document = Document()
    _prepare(document, title)
    for index, sheet in enumerate(b.sheets_of(blocks)):
        section = document.add_section(WD_SECTION.NEW_PAGE) if index else document.sections[0]
        _lay_out(section, numbered=sheet.numbered)
        if draft and not index:
            for header in (section.header, section.even_page_header):
                _fill(header.paragraphs[0], [DRAFT_MARK], "草稿标记")
        for block in sheet.blocks:
            _add(block, document)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _prepare(document: Any, title: str) -> None:
    document.core_properties.title = " ".join(b.lines_of(title))[:255]
    document.core_properties.language = "zh-CN"
    document.core_properties.author = ""
    document.settings.odd_and_even_pages_header_footer = True
    normal = document.styles["Normal"]
    _set_font(normal, FANGSONG, BODY)
    known = {style.name for style in document.styles}
    for name, look in _STYLES.items():
        style = document.styles[name] if name in known else document.styles.add_style(name, 1)
        _set_font(style, look.font, look.size)
        _space(style.paragraph_format, look)
        for border in style.element.findall(f".//{qn('w:pBdr')}"):  # Word's own Title is underlined
            border.getparent().remove(border)


def _set_font(style: Any, name: str, size: float) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic, font.color.rgb = LATIN, Pt(size), False, False, RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for attribute in list(fonts.attrib):  # theme fonts would win over names
        if attribute.endswith("Theme"):
            del fonts.attrib[attribute]
    fonts.set(qn("w:eastAsia"), name)
    fonts.set(qn("w:hAnsi"), LATIN)
    fonts.set(qn("w:cs"), LATIN)
    if size == BODY:  # a quarter of a point closer, and 28 characters fill the line
        tighter = OxmlElement("w:spacing")
        tighter.set(qn("w:val"), "-5")
        style.element.rPr.insert_element_before(tighter, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")


def _space(space: Any, look: _Style) -> None:
    space.alignment = look.align
    space.first_line_indent = Pt(look.indent * look.size)
    space.line_spacing_rule, space.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.pitch)
    space.space_before, space.space_after = Pt(look.before), Pt(look.after)
    space.keep_with_next = look.keep


def _lay_out(section: Any, *, numbered: bool) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = Mm(37), Mm(26), Mm(35), Mm(28)
    section.header_distance, section.footer_distance = Mm(15), Mm(35 - 7 - 6)  # the dash of the number 7 mm below the text
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(PITCH * 20)))
    for footer, align in ((section.footer, _RIGHT), (section.even_page_footer, _LEFT)):
        footer.is_linked_to_previous = False
        if numbered:
            _number_pages(footer.paragraphs[0], align)


def _number_pages(paragraph: Any, align: Any) -> None:
    paragraph.alignment = align
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(SMALL)
    before, field, after = paragraph.add_run("— "), OxmlElement("w:fldSimple"), paragraph.add_run(" —")
    field.set(qn("w:instr"), "PAGE")
    number = paragraph.add_run("1")
    for run in (before, number, after):
        run.font.size, run.font.name = Pt(SMALL), SONGTI
        run._r.rPr.rFonts.set(qn("w:eastAsia"), SONGTI)
    field.append(number._r)
    before._r.addnext(field)


def _fill(paragraph: Any, lines: Iterable[str], style: str) -> Any:
    """The lines as one paragraph with line breaks."""
    paragraph.style = style
    for index, line in enumerate(lines):
        run = paragraph.add_run()
        if index:
            run.add_break()
        run.add_text(line)
    return paragraph


def _write(document: Any, lines: list[str], style: str) -> Any:
    return _fill(document.add_paragraph(), lines, style)


def _write_each(document: Any, lines: list[str], style: str) -> list[Any]:
    return [_write(document, [line], style) for line in lines]


@singledispatch
def _add(block: b.Primitive, _document: Any) -> None:
    raise TypeError(f"没有规定如何排入 {type(block).__name__}")


@_add.register
def _(block: b.Organ, document: Any) -> None:
    _write(document, block.lines(), "院名")


@_add.register
def _(block: b.Title, document: Any) -> None:
    _write(document, block.lines(), "Title")


@_add.register
def _(block: b.CopyMark, document: Any) -> None:
    _write(document, block.lines(), "联别")


@_add.register
def _(block: b.Number, document: Any) -> None:
    _write(document, block.lines(), "文号")


@_add.register
def _(block: b.Addressee, document: Any) -> None:
    _write(document, block.lines(), "主送机关")


@_add.register
def _(block: b.Paragraph, document: Any) -> None:
    _write_each(document, block.lines(), "正文")


@_add.register
def _(block: b.Heading, document: Any) -> None:
    _write_each(document, block.lines(), f"Heading {block.level}")


@_add.register
def _(block: b.Note, document: Any) -> None:
    _write_each(document, block.lines(), "附注")


@_add.register
def _(block: b.Attachments, document: Any) -> None:
    """The label stands before the first entry; the entries hang behind it."""
    label, *entries = block.lines() or [""]
    numbered = len(entries) > 1
    for index, entry in enumerate(entries):
        paragraph = _write(document, [entry if index else label + entry], "附件说明")
        space = paragraph.paragraph_format
        space.left_indent = Pt(BODY * (5.8 if numbered else 5))
        space.first_line_indent = Pt(-BODY * ((0.8 if index else 3.8) if numbered else 3))
        space.space_before = Pt(0 if index else PITCH)


@_add.register
def _(block: b.Signature, document: Any) -> None:
    for index, (line, right) in enumerate(block.placed()):
        paragraph = _write(document, [line], "落款")
        paragraph.paragraph_format.right_indent = Pt(BODY * right)
        paragraph.paragraph_format.space_before = Pt(0 if index else PITCH)
        paragraph.paragraph_format.keep_with_next = index + 1 < len(block.lines())


@_add.register
def _(block: b.Table, document: Any) -> None:
    if block.caption:
        _write(document, b.lines_of(block.caption), "图表标题")
    if not block.columns:
        return
    style = "填写栏" if block.roomy else "表格文字"
    table = document.add_table(rows=0, cols=block.columns, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = not block.widths
    for column, share in zip(table.columns, block.shares, strict=False):
        column.width = Pt(b.LINE_PT * share)
    alignment = [_ALIGN[block.alignment(column)] for column in range(block.columns)]
    if block.headers:
        row = _add_row(table, block, block.headers, style, [_CENTER] * block.columns)
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # repeated on every page
        for run in (run for cell in row.cells for paragraph in cell.paragraphs for run in paragraph.runs):
            run.font.name = LATIN
            run._r.rPr.rFonts.set(qn("w:eastAsia"), HEITI)
    for values in block.rows:
        _add_row(table, block, values, style, alignment)


def _add_row(table: Any, block: b.Table, values: tuple[str, ...], style: str, alignment: list[Any]) -> Any:
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    if block.roomy:
        row.height = Mm(13)
    for column, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
        cell.vertical_alignment = 1
        _fill(cell.paragraphs[0], b.lines_of(value), style).alignment = alignment[column]
        if block.shares:
            cell.width = Pt(b.LINE_PT * block.shares[column])
    return row


@_add.register
def _(block: b.Figure, document: Any) -> None:
    paragraph = _write(document, [], "图")
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE  # an exact pitch would cut the picture
    paragraph.paragraph_format.keep_with_next = True
    picture = paragraph.add_run().add_picture(BytesIO(drawing_png(block.svg)))  # Word of several years ago does not read SVG
    picture._inline.docPr.set("descr", b.clean(block.alt))
    _write(document, block.lines(), "图表标题")


def _red_name(document: Any, block: b.RedMasthead | b.MinutesMasthead) -> None:
    name = _write(document, b.lines_of(block.text), "发文机关标志")
    for run in name.runs:
        run.font.size, run.font.color.rgb = Pt(round(block.size() * 2) / 2), RED
    name.paragraph_format.line_spacing = Pt(block.size() * 1.25)


def _red_rule(document: Any) -> None:
    rule = _write(document, [], "发文字号")
    rule.paragraph_format.space_before, rule.paragraph_format.line_spacing = Pt(0), Mm(4)
    rule.paragraph_format.space_after = Pt(46)
    _rule(rule, "bottom", 16, "D7000F")


def _apart(line: Any, right: str) -> Any:
    """The rest of a line at its right end; returns the run that holds it."""
    line.alignment = _LEFT
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(BODY)
    line.paragraph_format.tab_stops.add_tab_stop(Pt(b.LINE_PT - BODY), WD_TAB_ALIGNMENT.RIGHT)
    return line.add_run(f"\t{right}")


@_add.register
def _(block: b.RedMasthead, document: Any) -> None:
    _red_name(document, block)
    number, signers = block.reference()
    line = _write(document, [number], "发文字号")
    if signers:
        _apart(line, "签发人：")
        run = line.add_run(signers)
        run.font.name = LATIN
        run._r.rPr.rFonts.set(qn("w:eastAsia"), KAITI)
    _red_rule(document)


@_add.register
def _(block: b.MinutesMasthead, document: Any) -> None:
    _red_name(document, block)
    _write(document, b.lines_of(block.number), "发文字号")
    organ, day = block.imprint()
    held = _write(document, [organ], "发文字号")
    held.paragraph_format.space_before = Pt(8)
    _apart(held, day)
    _red_rule(document)


@_add.register
def _(block: b.Present, document: Any) -> None:
    """The label in 黑体 before the first entry; the others hang under it."""
    label, *entries = block.lines() or [""]
    for index, entry in enumerate(entries):
        paragraph = _write(document, [] if not index else [entry], "出席")
        if not index:
            head = paragraph.add_run(label)
            head.font.name = LATIN
            head._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HEITI)
            paragraph.add_run(entry)
        space = paragraph.paragraph_format
        space.left_indent = Pt(BODY * 5)
        space.first_line_indent = Pt(0 if index else -BODY * 3)
        space.space_before = Pt(PITCH if block.first and not index else 0)


@_add.register
def _(block: b.Edition, document: Any) -> None:
    """A floating table at the foot of its page, its last rule on the lower edge of the text (7.4.1)."""
    table = document.add_table(rows=0, cols=2)
    table.autofit = False
    if block.cc:
        first, second = table.add_row().cells
        _imprint(first.merge(second), block.cc_line(), _LEFT)
    for cell, line, align in zip(table.add_row().cells, block.printer_lines(), (_LEFT, _RIGHT), strict=True):
        _imprint(cell, line, align)
    for column, share in zip(table.columns, (0.55, 0.45), strict=True):
        column.width = Pt(b.LINE_PT * share)
    properties = table._tbl.tblPr
    place = OxmlElement("w:tblpPr")
    for name, value in (("horzAnchor", "margin"), ("vertAnchor", "margin"), ("tblpXSpec", "center"), ("tblpYSpec", "bottom")):
        place.set(qn(f"w:{name}"), value)
    properties.insert_element_before(
        place, "w:tblOverlap", "w:bidiVisual", "w:tblStyleRowBandSize", "w:tblW", "w:jc", "w:tblLook"
    )
    borders = OxmlElement("w:tblBorders")
    for edge, eighths in (("top", 8), ("bottom", 8), ("insideH", 6)):  # eighths of a point: .35 mm and .25 mm
        borders.append(_edge(edge, eighths, "000000"))
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    document.add_paragraph(style="版记")  # Word wants a paragraph after a table


def _imprint(cell: Any, line: str, align: Any) -> None:
    paragraph = _fill(cell.paragraphs[0], [line], "版记")
    paragraph.alignment = align
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(
        SMALL / 2
    )  # with the margin of the cell, one 字


def _rule(paragraph: Any, edge: str, eighths: int, colour: str) -> None:
    borders = OxmlElement("w:pBdr")
    borders.append(_edge(edge, eighths, colour))
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:tabs", "w:spacing", "w:ind", "w:jc")


def _edge(edge: str, eighths: int, colour: str) -> Any:
    line = OxmlElement(f"w:{edge}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "0"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    return line
