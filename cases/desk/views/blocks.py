"""Blocks of a paper as a template draws them on a page: kind and lines; tables keep their cells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from office.blocks import Block, Table, sheets_of


def sheets(blocks: Iterable[Block]) -> list[list[dict[str, Any]]]:
    """The sheets of a paper; every block with its kind in small letters."""
    return [[_part(block) for block in sheet.blocks] for sheet in sheets_of(blocks)]


def _part(block: Any) -> dict[str, Any]:
    part: dict[str, Any] = {"kind": type(block).__name__.lower(), "lines": block.lines()}
    if isinstance(block, Table):
        part |= {"caption": block.caption, "headers": block.headers, "rows": block.rows}
    return part
