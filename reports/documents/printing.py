"""A bulletin's content as an official paper (GB/T 9704-2012; law.md 4.3): blocks, and the PDF made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from office.blocks import Addressee, Block, Edition, Figure, Heading, Note, Paragraph, RedMasthead, Signature, Table, Title
from office.pdf import render_pdf

BLANK_NUMBER = "　　　〔　　〕　号"
TO_SIGN = "（待签发）"


def blocks_of(
    content: Mapping[str, Any], *, number: str = "", signers: Sequence[str] = (), on: date | None = None, head: tuple[int, str] | None
) -> list[Block]:
    """The paper as blocks. ``head``: number and digest of the newest link of the office's audit chain, printed last."""
    blocks: list[Block] = [
        RedMasthead(content["office"], number or BLANK_NUMBER, tuple(signers) or (TO_SIGN,)),
        Title(content["title"]),
        Addressee(content["to"]),
    ]
    for section in content["sections"]:
        blocks.append(Heading(section["title"]))
        blocks += [_block(block) for block in section["blocks"]]
    blocks.append(Signature(content["office"], on))
    if head is not None:
        blocks.append(Note(f"留痕链校验：第{head[0]}号 {head[1][:16]}…"))
    blocks.append(Edition(tuple(content["cc"]), content["office"], on))
    return blocks


def pdf_of(
    content: Mapping[str, Any], *, number: str = "", signers: Sequence[str] = (), on: date | None = None, head: tuple[int, str] | None
) -> bytes:
    """The PDF: archival (PDF/A-2a) once it has a number, else with 草稿 across every page."""
    blocks = blocks_of(content, number=number, signers=signers, on=on, head=head)
    title = content["title"].replace("\n", "")
    if number:
        return render_pdf(blocks, title=title, kind="official", variant="pdf/a-2a")
    return render_pdf(blocks, title=title, kind="official", draft=True)


def _block(block: Mapping[str, Any]) -> Block:
    if "h" in block:
        return Heading(block["h"], level=2)
    if "table" in block:
        table = block["table"]
        rows = tuple(tuple(words for words, _ in row) for row in table["rows"])
        return Table(tuple(table["headers"]), rows, tuple(table["widths"]), caption=table["caption"])
    if "chart" in block:
        chart = block["chart"]
        return Figure(chart["svg"], chart["caption"], chart["alt"])
    return Paragraph("".join(words for words, _ in block["p"]))
