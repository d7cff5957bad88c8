import io
import re
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as DocxTable

from office.blocks import Paragraph, Table, Title, text_of
from office.docx import render_docx
from tests.office.papers import LEGAL, OFFICIAL, REGISTER


def opened(blocks, **options):
    return Document(io.BytesIO(render_docx(blocks, title="文书", **options)))


def said(document):
    """All text of the body in order, white space removed."""
    parts = []
    for item in document.iter_inner_content():
        if isinstance(item, DocxTable):
            cells = {cell._tc: cell.text for row in item.rows for cell in row.cells}  # a merged cell is met once
            parts += cells.values()
        else:
            parts.append(item.text)
    return re.sub(r"\s", "", "".join(parts))


def east_asian(style):
    return style.element.rPr.rFonts.get(qn("w:eastAsia"))


@pytest.mark.parametrize("blocks", [LEGAL, OFFICIAL, REGISTER])
def test_the_word_copy_says_what_the_blocks_say(blocks):
    assert said(opened(blocks)) == re.sub(r"\s", "", text_of(blocks))


def test_styles_name_the_typefaces_of_the_standard():
    styles = opened(LEGAL).styles
    named = {
        name: east_asian(styles[name]) for name in ("Normal", "Title", "正文", "Heading 1", "Heading 2", "Heading 3", "版记")
    }
    assert named == {
        "Normal": "仿宋_GB2312",
        "Title": "方正小标宋简体",
        "正文": "仿宋_GB2312",
        "Heading 1": "黑体",
        "Heading 2": "楷体_GB2312",
        "Heading 3": "仿宋_GB2312",
        "版记": "仿宋_GB2312",
    }
    assert styles["正文"].font.size == Pt(16)
    assert styles["正文"].paragraph_format.first_line_indent == Pt(32)
    assert styles["Title"].font.size == Pt(22)
    assert all("Theme" not in key for name in named for key in styles[name].element.rPr.rFonts.attrib)


def test_pages_follow_the_standard():
    for section in opened(LEGAL).sections:
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
        assert [round(margin.mm) for margin in margins] == [37, 26, 35, 28]
        grid = section._sectPr.find(qn("w:docGrid"))
        assert int(grid.get(qn("w:linePitch"))) * 22 / 20 <= 225 / 25.4 * 72


def test_each_slip_is_a_section_without_page_number():
    document = opened(LEGAL)
    fields = [section.footer._element.findall(f".//{qn('w:fldSimple')}") for section in document.sections]
    assert [len(found) for found in fields] == [1, 0, 0, 0]
    assert fields[0][0].get(qn("w:instr")) == "PAGE"
    assert document.sections[0].footer.paragraphs[0].text == "—  —"
    assert document.settings.odd_and_even_pages_header_footer


def test_the_header_row_of_a_long_table_is_repeated_and_figures_stand_right():
    table = opened(REGISTER).tables[0]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None
    assert table.rows[1].cells[2].paragraphs[0].alignment == 2


def test_the_masthead_is_red_and_the_edition_floats_at_the_foot():
    document = opened(OFFICIAL)
    assert str(document.paragraphs[0].runs[0].font.color.rgb) == "D7000F"
    place = document.tables[-1]._tbl.tblPr.find(qn("w:tblpPr"))
    assert place.get(qn("w:tblpYSpec")) == "bottom"


def test_a_figure_is_a_picture_with_its_description():
    document = opened(OFFICIAL)
    assert len(document.inline_shapes) == 1
    assert document.inline_shapes[0]._inline.docPr.get("descr") == "柱状图：东城分局10件，西河分局5件。"
    assert document.inline_shapes[0].width <= Mm(156)


def test_a_draft_says_so_in_the_header_of_every_page():
    document = opened(LEGAL, draft=True)
    for section in document.sections:
        assert [part.paragraphs[0].text for part in (section.header, section.even_page_header)] == ["草稿", "草稿"]
    assert "草稿" not in "".join(section.header.paragraphs[0].text for section in opened(LEGAL).sections)


def test_text_of_users_is_data():
    hostile = "甲\x00\x0b<w:p>&amp;\ud800乙\tPAGE"
    assert said(opened([Title(hostile), Paragraph(hostile)])) == "甲<w:p>&amp;乙PAGE" * 2


def test_parts_stand_in_the_order_the_schema_asks():
    """Word refuses a file whose table or paragraph properties are out of order."""
    with zipfile.ZipFile(io.BytesIO(render_docx(OFFICIAL, title="文书"))) as archive:
        body = archive.read("word/document.xml").decode()
    orders = {
        "tblPr": ["tblStyle", "tblpPr", "tblOverlap", "tblW", "jc", "tblBorders", "tblLayout", "tblLook"],
        "pPr": ["pStyle", "keepNext", "keepLines", "pBdr", "tabs", "spacing", "ind", "jc"],
        "trPr": ["cantSplit", "trHeight", "tblHeader"],
    }
    for parent, order in orders.items():
        found = re.findall(rf"<w:{parent}>(.*?)</w:{parent}>", body, re.DOTALL)
        assert found
        for inner in found:
            inner = re.sub(r"<w:(tabs|pBdr|tblBorders)>.*?</w:\1>", r"<w:\1/>", inner, flags=re.DOTALL)
            names = re.findall(r"<w:(\w+)", inner)
            assert set(names) <= set(order), names
            assert parent == "trPr" or names == sorted(names, key=order.index)


def test_an_empty_table_is_left_out():
    assert opened([Table((), ())]).tables == []
