from datetime import date

import pytest

from office.blocks import (
    Addressee,
    Attachments,
    Edition,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    ReceiptSlip,
    RedMasthead,
    Signature,
    Table,
    Title,
    chinese_date,
    clean,
    dump,
    load,
    sheets_of,
    text_of,
)
from tests.office.papers import LEGAL, OFFICIAL


def test_a_day_is_written_without_leading_zeros():
    assert chinese_date(date(2026, 1, 9)) == "2026年1月9日"
    assert chinese_date(None).split() == ["年", "月", "日"]


def test_what_cannot_be_printed_is_dropped_and_rare_characters_stay():
    assert clean("甲\x00\x1b乙\u202e丙\ud800丁\uffff") == "甲乙丙丁"
    assert clean("喆𬭎䶮\U0002ebf0") == "喆𬭎䶮\U0002ebf0"
    assert clean("甲\r\n乙\r丙\u2028丁") == "甲\n乙\n丙\n丁"


def test_text_is_in_reading_order():
    blocks = [Title("通知\n书"), Addressee("某局:"), Paragraph("第一段\n\n第二段"), Note("附注"), Attachments(("甲", "乙"))]
    assert text_of(blocks) == "通知\n书\n某局：\n第一段\n第二段\n（附注）\n附件：\n1.甲\n2.乙"


def test_single_attachment_has_no_number_and_none_says_nothing():
    assert Attachments(("甲",)).lines() == ["附件：", "甲"]
    assert Attachments(()).lines() == []


def test_signature_stands_four_characters_from_the_right_and_over_its_date():
    placed = dict(Signature("临江区人民检察院", date(2026, 11, 21)).placed())
    assert placed["2026年11月21日"] == 4
    assert placed["临江区人民检察院"] == 3.5  # eight characters over seven: half of one further out
    assert dict(Signature("临江市" * 9, date(2026, 1, 1)).placed())["临江市" * 9] == 0


@pytest.mark.parametrize(
    ("cells", "alignment"),
    [
        (("1,024", "—"), "right"),
        (("12.5%", "-3"), "right"),
        (("东城分局", "合计"), "center"),
        (("未在法定期限内回复", "一"), "left"),
        (("", ""), "center"),
    ],
)
def test_columns_are_aligned_by_what_they_hold(cells, alignment):
    assert Table(("项",), tuple((cell,) for cell in cells)).alignment(0) == alignment


def test_a_table_with_uneven_rows_and_an_unknown_level_are_refused():
    with pytest.raises(ValueError, match="列数应当一致"):
        Table(("甲", "乙"), (("一",),))
    with pytest.raises(ValueError, match="层次标题"):
        Heading("四", 4)


def test_the_red_name_is_as_large_as_its_length_allows():
    assert RedMasthead("某院").size() == 42
    assert RedMasthead("侦" * 14).size() == pytest.approx(442.2 / (14 * 1.08), abs=0.1)
    assert RedMasthead("侦" * 40).size() == 22


def test_slips_are_sheets_without_page_number():
    sheets = sheets_of([Paragraph("正文"), ReceiptSlip("某院", "通知书", "1号", "某局"), PageBreak(), Paragraph("附件")])
    assert [sheet.numbered for sheet in sheets] == [True, False, True]
    assert sheets_of([PageBreak(), Paragraph("正文"), PageBreak()]) == sheets_of([Paragraph("正文")])


def test_blocks_survive_being_frozen():
    assert load(dump(LEGAL)) == tuple(LEGAL)
    assert load(dump(OFFICIAL)) == tuple(OFFICIAL)
    assert dump([Edition(("甲",), "乙", date(2026, 1, 9))]) == [
        {"block": "Edition", "cc": ["甲"], "printer": "乙", "on": "2026-01-09"},
    ]


def test_an_unknown_block_is_refused():
    with pytest.raises(ValueError, match="不认识的文书段落：Poem"):
        load([{"block": "Poem"}])
    with pytest.raises(ValueError, match="不认识的文书段落：Title"):
        load([{"block": "Title", "colour": "red"}])
