"""Tables whose cells open their rows, and the guard that refuses rankings.

最高人民检察院 2024年10月「一取消三不再」: no evaluation indicators, no 通报值, no ranking of business data. A bulletin is for
study (分析研判): organs stand in statutory order, compared with nobody but their own history.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Part = tuple[str, str]
"""Words, and the key of the figure whose rows they open (or nothing)."""

WORDS = ("排名", "名次", "通报值", "排行", "末位", "垫底", "倒数第", "位居", "位列", "领先", "落后单位", "第一名", "评比")
RULE = "按照最高人民检察院2024年10月“一取消三不再”的要求，通报不排名、不设通报值，各单位按机关次序排列"
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


class Ranking(ValueError):
    """The text or table ranks; the message is one Chinese sentence."""


@dataclass(frozen=True)
class Table:
    """A table of the bulletin. ``order``: the fixed order its rows must follow (organs, rules, procedure), by row key."""

    caption: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Part]]
    keys: Sequence[str]
    """What each row is about: an organ, a rule, a state; a total row has the empty key."""
    order: Sequence[str] = ()
    widths: Sequence[float] = ()

    def frozen(self) -> dict[str, Any]:
        """The table as JSON, once the guard has let it pass."""
        assert_no_ranking(self)
        return {
            "caption": self.caption,
            "headers": list(self.headers),
            "widths": list(self.widths),
            "rows": [[list(cell) for cell in row] for row in self.rows],
        }


def assert_no_ranking(table: Table) -> None:
    """Refuse a table that ranks. Raises Ranking: a word of ranking, rows out of their fixed order, or ordered by a figure."""
    assert_no_ranking_words([table.caption, *table.headers, *(words for row in table.rows for words, _ in row)])
    places = [table.order.index(key) for key in table.keys if key in table.order]
    if places != sorted(places):
        raise Ranking(f"{table.caption}没有按规定的次序排列。{RULE}。")
    strange = [key for key in table.keys if key and key not in table.order]
    if strange and _ordered_by_a_figure(table):
        raise Ranking(f"{table.caption}是按数字大小排列的。{RULE}。")


def assert_no_ranking_words(texts: Iterable[str]) -> None:
    """Refuse words of ranking in any of the texts. Raises Ranking."""
    for text in texts:
        found = next((word for word in WORDS if word in text), None)
        if found:
            raise Ranking(f"文字中有“{found}”。{RULE}，请改写。")


def _ordered_by_a_figure(table: Table) -> bool:
    """Whether three or more rows without a fixed order rise or fall by some column."""
    rows = [row for row, key in zip(table.rows, table.keys, strict=True) if key]
    for column in range(1, len(table.headers)):
        found = [_FIGURE.match(row[column][0]) for row in rows]
        values = [float(one[0]) for one in found if one]
        if len(values) == len(rows) >= 3 and len(set(values)) > 1 and values in (sorted(values), sorted(values, reverse=True)):
            return True
    return False
