"""Drawings of the bulletin as SVG text: readable in black and white (solid, hatched, blank), each with its words for the blind.

Every text comes from labels and figures of this program; it is escaped all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from office.fonts import family

WIDTH = 620
INK, DEEP = "#000", "#1f3b63"
FILLS = (DEEP, "url(#hatch)", "#fff", "url(#dots)")
"""One per series, told apart without colour."""

_DEFS = format_html(
    "<defs><pattern id='hatch' width='6' height='6' patternUnits='userSpaceOnUse'>"
    "<rect width='6' height='6' fill='#fff'/><path d='M0 6 L6 0' stroke='{0}' stroke-width='1.6'/></pattern>"
    "<pattern id='dots' width='5' height='5' patternUnits='userSpaceOnUse'>"
    "<rect width='5' height='5' fill='#fff'/><circle cx='2.5' cy='2.5' r='1.1' fill='{0}'/></pattern></defs>",
    DEEP,
)


@dataclass(frozen=True)
class Group:
    """One place on the axis: its label and one figure per series."""

    label: str
    values: Sequence[int]


def columns(title: str, series: Sequence[str], groups: Sequence[Group], unit: str) -> str:
    """Columns side by side per group, in the order given (months in order of time)."""
    height, foot, top = 230, 196, 44
    tallest = max((value for group in groups for value in group.values), default=0) or 1
    slot = WIDTH / max(len(groups), 1)
    bar = min(26.0, slot * 0.8 / max(len(series), 1))
    parts = [_legend(series)]
    for place, group in enumerate(groups):
        middle = slot * (place + 0.5)
        left = middle - bar * len(series) / 2
        for index, value in enumerate(group.values):
            tall = (foot - top - 12) * value / tallest
            parts.append(_box(left + bar * index, foot - tall, bar * 0.86, tall, FILLS[index]))
            parts.append(_text(left + bar * (index + 0.43), foot - tall - 5, str(value), 12))
        parts.append(_text(middle, foot + 18, group.label, 13))
    parts.append(_line(foot))
    return _svg(height, title, told(series, groups, unit), parts)


def bars(title: str, series: Sequence[str], groups: Sequence[Group], unit: str) -> str:
    """One bar per group, cut into the series; its label on the left, the sum at the end."""
    left, row, top = 130, 40, 40
    height = top + row * len(groups) + 6
    longest = max((sum(group.values) for group in groups), default=0) or 1
    scale = (WIDTH - left - 60) / longest
    parts = [_legend(series)]
    for place, group in enumerate(groups):
        y = top + row * place
        x = float(left)
        parts.append(_text(left - 10, y + 18, group.label, 13, "end"))
        for index, value in enumerate(group.values):
            if not value:
                continue
            parts.append(_box(x, y, value * scale, 26, FILLS[index]))
            wide = 9 * len(str(value)) + 8
            if value * scale > wide + 4:
                parts.append(_plate(x + value * scale / 2, y + 13, wide, str(value), dark=index == 0))
            x += value * scale
        parts.append(_text(x + 8, y + 18, f"共{sum(group.values)}", 12, "start"))
    return _svg(height, title, told(series, groups, unit), parts)


def told(series: Sequence[str], groups: Sequence[Group], unit: str) -> str:
    """The drawing as one sentence, for those who cannot see it."""
    return "；".join(
        f"{group.label}：{'，'.join(f'{name}{value}{unit}' for name, value in zip(series, group.values, strict=True))}" for group in groups
    )


def _svg(height: int, title: str, told: str, parts: Sequence[SafeString]) -> str:
    return format_html(
        "<svg xmlns='http://www.w3.org/2000/svg' role='img' viewBox='0 0 {0} {1}' width='{0}' height='{1}' font-family=\"{2}\">"
        "<title>{3}。{4}</title>{5}{6}</svg>",
        WIDTH, height, SafeString(family("heiti")), title, told, _DEFS, SafeString("".join(parts)),
    )  # fmt: skip


def _legend(series: Sequence[str]) -> SafeString:
    x, parts = 4, []
    for index, name in enumerate(series):
        parts.append(format_html("{}{}", _box(x, 6, 16, 12, FILLS[index]), _text(x + 22, 17, name, 13, "start")))
        x += 22 + 14 * len(name) + 22
    return SafeString("".join(parts))


def _box(x: float, y: float, wide: float, tall: float, fill: str) -> SafeString:
    return format_html(
        "<rect x='{}' y='{}' width='{}' height='{}' fill='{}' stroke='{}' stroke-width='1'/>",
        f"{x:.1f}", f"{y:.1f}", f"{wide:.1f}", f"{tall:.1f}", fill, DEEP,
    )  # fmt: skip


def _plate(x: float, y: float, wide: int, words: str, *, dark: bool) -> SafeString:
    """A figure on a bar: white on the solid one, on a white plate over a pattern."""
    ground = DEEP if dark else "#fff"
    return format_html(
        "<rect x='{}' y='{}' width='{}' height='16' fill='{}'/>{}",
        f"{x - wide / 2:.1f}", f"{y - 8:.1f}", wide, ground, _text(x, y + 5, words, 13, fill="#fff" if dark else INK),
    )  # fmt: skip


def _text(x: float, y: float, words: str, size: int, anchor: str = "middle", fill: str = INK) -> SafeString:
    return format_html(
        "<text x='{}' y='{}' font-size='{}' text-anchor='{}' fill='{}'>{}</text>", f"{x:.1f}", f"{y:.1f}", size, anchor, fill, words
    )


def _line(y: float) -> SafeString:
    return format_html_join("", "<path d='M0 {} H{}' stroke='{}' stroke-width='1'/>", ((y, WIDTH, INK),))
