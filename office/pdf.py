"""Blocks to PDF, laid out by GB/T 9704-2012 (`templates/print/official.css`). Nothing but fonts is ever fetched."""

import base64
import logging
import re
from collections.abc import Iterable
from functools import singledispatch
from io import BytesIO
from typing import Literal

import pypdfium2  # type: ignore[import-untyped]
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from PIL import ImageOps

from office import blocks as b
from office.fonts import font_css, glyph_warning

logger = logging.getLogger(__name__)


DRAFT_MARK = "草稿"

Variant = Literal["pdf/a-2a"]


def render_pdf(
    blocks: Iterable[b.Block],
    *,
    title: str,
    draft: bool = False,
    watermark: str | None = None,
    kind: Literal["legal", "official"] = "legal",
    variant: Variant | None = None,
) -> bytes:
    """The document as PDF. `draft` prints 草稿 across every page, `watermark` a line of one's own; both lie under the text.

    A draft also says at the top which characters cannot be drawn; for an issued paper this goes to the log.
    """
    blocks = list(blocks)
    caution = glyph_warning(b.text_of(blocks))
    if caution and not draft:
        logger.warning("%s：%s", title, caution)
    marks = [mark for mark in (DRAFT_MARK if draft else "", " ".join(b.lines_of(watermark or ""))) if mark]
    html = render_to_string(
        "print/document.html",
        {
            "title": " ".join(b.lines_of(title)),
            "kind": kind,
            "marks": format_html_join("", "<p style='font-size: {}pt'>{}</p>", ((_mark_size(mark), mark) for mark in marks)),
            "caution": caution if draft else "",
            "sheets": [
                {"numbered": sheet.numbered, "parts": [_html(block) for block in sheet.blocks]} for sheet in b.sheets_of(blocks)
            ],
        },
    )
    return html_to_pdf(html, variant=variant)


def html_to_pdf(html: str, *, variant: Variant | None = None) -> bytes:
    """A whole page of HTML as tagged PDF, on top of the house style; its own `<style>` comes after ours and wins.

    The caller answers for the markup: text of users must have been escaped by a template. `variant` for papers that are archived.
    """
    # WeasyPrint takes a second to load, half the start of every process, and most never print.
    made: bytes = import_string("office.typesetting.typeset")(html, f"{font_css()}\n{render_to_string('print/official.css')}", variant=variant)
    return made


def drawing_png(svg: str, dpi: int = 200) -> bytes:
    """A drawing of this program as PNG, as wide as the text and without empty margins, for programs that cannot read SVG."""
    page = format_html(
        "<html lang='zh-CN'><head><title>图</title><style>{}</style></head><img src='{}' alt='图'></html>",
        "@page { size: 156mm 297mm; margin: 0 } img { width: 156mm }",
        _data_url(svg),
    )
    with pypdfium2.PdfDocument(html_to_pdf(page)) as pdf:
        picture = pdf[0].render(scale=dpi / 72).to_pil().convert("RGB")
    stream = BytesIO()
    picture.crop(ImageOps.invert(picture.convert("L")).getbbox()).save(stream, "PNG", dpi=(dpi, dpi))
    return stream.getvalue()


def _data_url(svg: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _mark_size(text: str) -> int:
    """Size in pt that lets a mark run across the page, at most 120."""
    return int(min(120, b.LINE_PT * 1.15 / max(b.em_width(text), 1)))


def _lines(lines: Iterable[str], tag: str = "p", css: str = "") -> SafeString:
    return format_html_join("", "<{0} class='{1}'><span>{2}</span></{0}>", ((tag, css, line) for line in lines))


def _joined(lines: Iterable[str]) -> SafeString:
    return format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines))


@singledispatch
def _html(block: b.Primitive) -> SafeString:
    raise TypeError(f"没有规定如何打印 {type(block).__name__}")


@_html.register
def _(block: b.Organ) -> SafeString:
    return _lines(block.lines(), css="organ")


@_html.register
def _(block: b.Title) -> SafeString:
    return format_html("<h1>{}</h1>", _joined(block.lines()))


@_html.register
def _(block: b.CopyMark) -> SafeString:
    return _lines(block.lines(), css="copy")


@_html.register
def _(block: b.Number) -> SafeString:
    return _lines(block.lines(), css="number")


@_html.register
def _(block: b.Addressee) -> SafeString:
    return _lines(block.lines(), css="addressee")


@_html.register
def _(block: b.Paragraph) -> SafeString:
    return _lines(block.lines())


@_html.register
def _(block: b.Heading) -> SafeString:
    return _lines(block.lines(), tag=f"h{block.level + 1}")


@_html.register
def _(block: b.Note) -> SafeString:
    return _lines(block.lines(), css="note")


@_html.register
def _(block: b.Table) -> SafeString:
    columns = range(block.columns)
    widths = format_html_join("", '<col style="width: {}%">', ((f"{share * 100:.2f}",) for share in block.shares))
    head = format_html_join("", "<th scope='col'>{}</th>", ((_joined(b.lines_of(text)),) for text in block.headers))
    alignment = [block.alignment(column) for column in columns]
    rows = (
        (format_html_join("", "<td class='{}'>{}</td>", ((alignment[i], _joined(b.lines_of(row[i]))) for i in columns)),)
        for row in block.rows
    )
    return format_html(
        "<table class='{}'>{}<colgroup>{}</colgroup>{}<tbody>{}</tbody></table>",
        "roomy" if block.roomy else "",
        _joined_caption(block),
        widths,
        format_html("<thead><tr>{}</tr></thead>", head) if block.headers else "",
        format_html_join("", "<tr>{}</tr>", rows),
    )


def _joined_caption(block: b.Table) -> SafeString | str:
    return format_html("<caption>{}</caption>", _joined(b.lines_of(block.caption))) if block.caption else ""


@_html.register
def _(block: b.Figure) -> SafeString:
    return format_html(
        "<figure><img src='{}' alt='{}'><figcaption>{}</figcaption></figure>",
        _data_url(block.svg),
        b.clean(block.alt),
        _joined(block.lines()),
    )


@_html.register
def _(block: b.Attachments) -> SafeString:
    if not block.items:
        return SafeString()
    label, *entries = block.lines()
    return format_html(
        "<div class='attachments'><p class='label'>{}</p><div class='entries'>{}</div></div>", label, _lines(entries)
    )


@_html.register
def _(block: b.Signature) -> SafeString:
    lines = format_html_join(
        "", "<p style='margin-right: {}em'><span>{}</span></p>", ((f"{right:.2f}", line) for line, right in block.placed())
    )
    return format_html("<div class='signature'>{}</div>", lines)


@_html.register
def _(block: b.RedMasthead) -> SafeString:
    name = _masthead(block)
    number, signers = block.reference()
    reference = format_html("<p>{}</p>", number) if number else ""
    if signers:
        reference += format_html("<p>签发人：<span class='signers'>{}</span></p>", signers)
    return format_html("{}<div class='reference {}'>{}</div><hr>", name, "upward" if signers else "", reference)


def _masthead(block: b.RedMasthead | b.MinutesMasthead) -> SafeString:
    size = block.size()
    return format_html(
        "<p class='masthead' style='font-size: {}pt; letter-spacing: {}pt'>{}</p>",
        f"{size:.1f}",
        f"{size * 0.06:.1f}",
        _lines(b.lines_of(block.text), tag="span"),
    )


@_html.register
def _(block: b.MinutesMasthead) -> SafeString:
    organ, day = block.imprint()
    return format_html(
        "{}<div class='reference issue'><p>{}</p></div><div class='held'><p>{}</p><p>{}</p></div><hr>", _masthead(block),
        " ".join(b.lines_of(block.number)), organ, day,
    )  # fmt: skip


@_html.register
def _(block: b.Present) -> SafeString:
    if not block.units:
        return SafeString()
    label, *entries = block.lines()
    told = format_html_join("", "<p>{}</p>", ((_names(entry),) for entry in entries))
    return format_html("<div class='present {}'><p class='label'>{}</p><div class='entries'>{}</div></div>", "first" if block.first else "", label, told)


def _names(entry: str) -> SafeString:
    """A unit and its persons: no name is broken over two lines, and none is parted from the mark behind it."""
    unit, apart, names = entry.rpartition("　")
    found = re.findall("[^、]+、?", names)
    return format_html("{}{}{}", unit, apart, format_html_join("", "<span class='whole'>{}</span>", ((one,) for one in found)))


@_html.register
def _(block: b.Edition) -> SafeString:
    cc = format_html("<p class='cc'>{}</p>", block.cc_line()) if block.cc else ""
    printer, printed = block.printer_lines()
    return format_html("<div class='edition'>{}<p class='printer'><span>{}</span><span>{}</span></p></div>", cc, printer, printed)
