"""Real printing. What the eye sees is compared too: WeasyPrint can draw wrong figures and still give right text (docs of its PDF font keys)."""

import io
import itertools
import re

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageOps
from pypdf import PdfReader

from office import fonts
from office.blocks import Heading, Paragraph, RedMasthead, Title, text_of
from office.pdf import drawing_png, html_to_pdf, render_pdf
from office.typesetting import ClosedFetcher
from tests.office.papers import LEGAL, OFFICIAL, REGISTER, SVG

MM = 72 / 25.4
SCALE = 4


def squeeze(text):
    return re.sub(r"\s", "", text)


def page_texts(pdf):
    """Text of each page without its page number, white space removed."""
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [squeeze(page.get_textpage().get_text_range()) for page in document]
    return [re.sub(r"—\d+—", "", text) for text in texts]


def drawn_characters(page):
    """Each character of a page with the picture of its ink."""
    picture = ImageOps.invert(page.render(scale=SCALE).to_pil().convert("L"))
    text = page.get_textpage()
    for index in range(text.count_chars()):
        char = text.get_text_range(index, 1)
        if char.strip():
            left, bottom, right, top = text.get_charbox(index)
            height = page.get_height()
            box = (left * SCALE - 1, (height - top) * SCALE - 1, right * SCALE + 1, (height - bottom) * SCALE + 1)
            yield char, picture.crop(tuple(round(edge) for edge in box))


def template(char, path):
    """The character as its font file draws it."""
    image = Image.new("L", (300, 300))
    ImageDraw.Draw(image).text((60, 40), char, font=ImageFont.truetype(path, 16 * SCALE), fill=255)
    return image


def likeness(one, other):
    """Mean difference of two pictures of ink, brought to one size: 0 is the same."""
    shapes = [image.crop(image.getbbox()) for image in (one, other)]
    if min(shapes[0].width, shapes[1].width) * 2 < max(shapes[0].width, shapes[1].width):
        return 255.0  # a 1 is not a stretched 8
    small = [shape.resize((24, 32), Image.Resampling.BILINEAR) for shape in shapes]
    histogram = ImageChops.difference(*small).histogram()
    return sum(value * count for value, count in enumerate(histogram)) / (24 * 32)


def path_of(role, file):
    return str(next(path for face, path in fonts.stack(role) if face.file == file))


@pytest.mark.parametrize("kind", ["legal", "official"])
def test_every_sheet_is_a4_and_says_its_title_and_language(kind):
    reader = PdfReader(io.BytesIO(render_pdf(LEGAL, title="要求说明\n不立案理由通知书", kind=kind)))
    assert {(round(page.mediabox.width / MM), round(page.mediabox.height / MM)) for page in reader.pages} == {(210, 297)}
    assert reader.metadata.title == "要求说明 不立案理由通知书"
    assert reader.root_object["/Lang"] == "zh-CN"


def test_a_full_page_holds_22_lines_of_28_characters_inside_the_margins():
    with pypdfium2.PdfDocument(render_pdf([Paragraph("侦" * 28 * 30)], title="满版")) as document:
        text = document[0].get_textpage()
        boxes = [text.get_charbox(i, loose=True) for i in range(text.count_chars()) if text.get_text_range(i, 1) == "侦"]
    assert len(boxes) == 22 * 28 - 2  # the first line is indented by two
    assert min(box[0] for box in boxes) == pytest.approx(28 * MM, abs=1)
    assert max(box[2] for box in boxes) == pytest.approx((210 - 26) * MM, abs=1)
    assert min(box[1] for box in boxes) >= 35 * MM - 1
    assert max(box[3] for box in boxes) <= (297 - 37) * MM + 1


def test_lines_stand_on_the_grid_whatever_faces_they_mix():
    blocks = [Paragraph("侦查2026年王喆“堃”（a）" * 40)]
    with pypdfium2.PdfDocument(render_pdf(blocks, title="行距")) as document:
        text = document[0].get_textpage()
        bottoms = [text.get_charbox(i, loose=True)[1] for i in range(text.count_chars()) if text.get_text_range(i, 1) == "侦"]
    lines = sorted({round(bottom, 1) for bottom in bottoms}, reverse=True)
    assert len(lines) > 10
    pitches = [(upper - lower) / 28.95 for upper, lower in itertools.pairwise(lines)]
    assert all(pitch == pytest.approx(round(pitch), abs=0.01) for pitch in pitches)


def test_page_numbers_stand_at_the_outer_edge_and_slips_have_none():
    sheets = [*[Paragraph("侦" * 28 * 30)], *LEGAL[-3:]]
    with pypdfium2.PdfDocument(render_pdf(sheets, title="页码")) as document:
        dashes = []
        for page in document:
            text = page.get_textpage()
            found = [i for i in range(text.count_chars()) if text.get_text_range(i, 1) == "—"]
            dashes.append([text.get_charbox(i) for i in found])
    assert [len(boxes) for boxes in dashes] == [2, 2, 0, 0, 0]
    assert dashes[0][1][2] == pytest.approx((210 - 26) * MM - 14, abs=3)
    assert dashes[1][0][0] == pytest.approx(28 * MM + 14, abs=3)
    assert 35 * MM - dashes[0][0][3] == pytest.approx(7 * MM, abs=4 * MM)


@pytest.mark.parametrize("blocks", [LEGAL, OFFICIAL])
def test_the_pdf_says_what_the_blocks_say(blocks):
    said = "".join(page_texts(render_pdf(blocks, title="文书")))
    first, *rest = said.split("单位受理（件）")  # repeated should the table go over two pages
    assert first + "单位受理（件）" * bool(rest) + "".join(rest) == squeeze(text_of(blocks))


def test_a_long_table_repeats_its_headers_and_loses_no_row():
    pages = page_texts(render_pdf(REGISTER, title="台账", kind="official"))
    assert len(pages) > 1
    assert all("序号事项件数" in page for page in pages)
    assert "".join(page.replace("序号事项件数", "") for page in pages) == squeeze(text_of(REGISTER)).replace("序号事项件数", "")


def test_the_figures_drawn_are_the_figures_meant():
    """Draws each digit with the plain font file and asks which of the ten the printed one resembles most."""
    templates = {digit: template(digit, str(fonts.stack(fonts.LATIN)[0][1])) for digit in "0123456789"}
    with pypdfium2.PdfDocument(render_pdf([Paragraph("2026年第17号，共3485件，9人。")], title="数字")) as document:
        drawn = [(char, ink) for char, ink in drawn_characters(document[0]) if char in templates][:12]
    assert "".join(char for char, _ in drawn) == "202617348591"  # the last is the page number
    seen = "".join(min(templates, key=lambda digit: likeness(ink, templates[digit])) for _, ink in drawn)
    assert seen == "202617348591"


@pytest.mark.parametrize(
    ("block", "role", "file"),
    [
        (Paragraph("侦查监督协作配合"), fonts.FANGSONG, "FandolFang-Regular.otf"),
        (Paragraph("喆堃珺玥昇旻"), fonts.FANGSONG, "uming.ttc"),
        (Heading("侦查监督协作配合", 2), fonts.KAITI, "FandolKai-Regular.otf"),
        (Heading("侦查监督协作配合"), fonts.HEITI, "FandolHei-Regular.otf"),
        (Title("侦查监督协作配合"), fonts.XIAOBIAOSONG, "FandolSong-Bold.otf"),
    ],
)
def test_the_characters_drawn_are_the_characters_meant_and_in_their_typeface(block, role, file):
    candidates = {char: template(char, path_of(role, file)) for char in "侦查监督协作配合喆堃珺玥昇旻"}
    with pypdfium2.PdfDocument(render_pdf([block], title="字形")) as document:
        drawn = [(char, ink) for char, ink in drawn_characters(document[0]) if char in candidates]
    assert "".join(char for char, _ in drawn) == block.text
    for char, ink in drawn:
        assert min(candidates, key=lambda other: likeness(ink, candidates[other])) == char
        assert likeness(ink, candidates[char]) < 40


def test_each_font_face_has_a_name_of_its_own():
    names = re.findall(r"@font-face\{font-family:'([^']+)'", fonts.font_css())
    assert len(names) > 4
    assert len(names) == len(set(names))


def test_a_draft_says_so_on_every_page_and_hides_nothing():
    final, draft = render_pdf(LEGAL, title="文书"), render_pdf(LEGAL, title="文书", draft=True, watermark="仅供审批")
    pages = page_texts(draft)
    assert all("草稿" in page and "仅供审批" in page for page in pages)
    assert "".join(page.replace("草稿", "").replace("仅供审批", "") for page in pages) == "".join(page_texts(final))
    with pypdfium2.PdfDocument(final) as one, pypdfium2.PdfDocument(draft) as other:
        pictures = [document[0].render(scale=2).to_pil().convert("L") for document in (one, other)]
    plain, marked = (picture.tobytes() for picture in pictures)
    assert max(after for before, after in zip(plain, marked, strict=True) if before < 60) < 100  # ink stays ink
    grey = [after for before, after in zip(plain, marked, strict=True) if before == 255 and after < 255]
    assert len(grey) > 5000  # the mark is there
    assert min(grey) > 200  # and light


def test_an_issued_paper_has_no_mark():
    assert "草稿" not in "".join(page_texts(render_pdf(LEGAL, title="文书")))


def test_text_of_users_is_never_markup():
    hostile = "<b>粗</b>&amp;<img src='file:///etc/passwd'><script>alert(1)</script>{{ title }}"
    blocks = [Title(hostile), Paragraph(hostile), RedMasthead(hostile)]
    assert "".join(page_texts(render_pdf(blocks, title=hostile))) == squeeze(text_of(blocks))


def test_control_characters_do_no_harm():
    assert "".join(page_texts(render_pdf([Paragraph("甲\x00\x08乙\ud800\u202e丙")], title="\x00"))) == "甲乙丙"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "https://example.org/a.png",
        "ftp://127.0.0.1/a",
        "file://host/etc/passwd",
        "gopher://x",
    ],
)
def test_nothing_but_fonts_is_fetched(url):
    with pytest.raises(ValueError, match=r"只准读取字体文件|disallowed protocol"):
        ClosedFetcher().fetch(url)


def test_a_way_round_through_the_font_folder_is_closed(settings):
    with pytest.raises(ValueError, match="只准读取字体文件"):
        ClosedFetcher().fetch(f"{settings.FONTS_DIR.as_uri()}/../office.sqlite3")
    own = next(iter(fonts.files()))
    assert ClosedFetcher().fetch(own.as_uri()).read(4)


def test_a_page_that_asks_for_files_gets_none(tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg xmlns='http://www.w3.org/2000/svg' width='50' height='50'><text y='20'>canary</text></svg>")
    pdf = html_to_pdf(
        f"<html lang='zh-CN'><head><title>文</title><link rel='attachment' href='{secret.as_uri()}'>"
        f"<link rel='stylesheet' href='{secret.as_uri()}'></head><p>正文<img alt='' src='{secret.as_uri()}'></html>"
    )
    assert b"canary" not in pdf
    assert "canary" not in "".join(page_texts(pdf))
    assert not PdfReader(io.BytesIO(pdf)).attachments


def test_a_page_of_its_own_style_wins_over_the_house_style():
    pdf = html_to_pdf(
        "<html lang='zh-CN'><head><title>横</title><style>@page{size:A4 landscape}</style></head><p>横排</p></html>"
    )
    box = PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    assert box.width > box.height


def test_an_archived_paper_is_tagged_and_declares_its_kind():
    reader = PdfReader(io.BytesIO(render_pdf(OFFICIAL, title="通报", kind="official", variant="pdf/a-2a")))
    xmp = reader.root_object["/Metadata"].get_data().decode()
    assert re.search(r"part>2<|part=\"2\"", xmp)
    assert re.search(r"conformance>A<|conformance=\"A\"", xmp)
    assert "/OutputIntents" in reader.root_object
    assert "/StructTreeRoot" in reader.root_object
    assert [entry["/Title"] for entry in reader.outline if isinstance(entry, dict)]


def test_every_character_of_the_papers_can_be_drawn():
    assert fonts.missing_glyphs(text_of(LEGAL) + text_of(OFFICIAL)) == set()
    for role in (fonts.FANGSONG, fonts.KAITI, fonts.HEITI, fonts.SONGTI, fonts.XIAOBIAOSONG):
        assert fonts.missing_glyphs("王喆堃李珺玥赵翀昇旻镕犇㛃䶮〔2026〕“”—…\ufe00\n", role) == set()


def test_a_character_without_glyph_is_named_on_the_draft_and_in_the_log(caplog):
    blocks = [Paragraph("甲\U0001f600乙\ue000")]
    assert fonts.missing_glyphs(text_of(blocks)) == {"\U0001f600", "\ue000"}
    assert "U+1F600" in fonts.glyph_warning(text_of(blocks))
    assert fonts.glyph_warning("甲乙") == ""
    assert "U+1F600" in page_texts(render_pdf(blocks, title="文书", draft=True))[0]
    assert "U+1F600" not in page_texts(render_pdf(blocks, title="文书"))[0]
    assert "U+1F600" in caplog.text


def test_without_any_font_of_ours_the_check_warns_and_printing_goes_on(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "_system_fonts", dict)
    settings.FONTS_DIR = tmp_path
    monkeypatch.setattr(fonts.ctypes.util, "find_library", lambda _name: None)
    assert [message.id for message in fonts.check_fonts()] == ["office.W101", "office.W102"]
    assert fonts.missing_glyphs("甲") == set()
    assert page_texts(render_pdf([Paragraph("正文2026")], title="文书")) == ["正文2026"]


def test_with_the_fonts_installed_the_check_is_silent():
    assert fonts.check_fonts() == []


def test_a_licensed_typeface_of_the_site_comes_first(settings, tmp_path):
    (tmp_path / "simfang.ttf").write_bytes(fonts.stack(fonts.LATIN)[0][1].read_bytes())
    settings.FONTS_DIR = tmp_path
    assert fonts.stack(fonts.FANGSONG)[0][0].file == "simfang.ttf"


def test_a_drawing_becomes_a_picture_without_margins():
    picture = Image.open(io.BytesIO(drawing_png(SVG)))
    assert picture.size == (
        pytest.approx(156 / 25.4 * 200 * 520 / 600, abs=4),
        pytest.approx(156 / 25.4 * 200 * 100 / 600, abs=4),
    )
    assert picture.getpixel((10, picture.height - 10)) == (0xB5, 0x12, 0x1B)
