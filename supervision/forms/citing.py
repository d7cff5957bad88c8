"""条文的全称: 刑诉法第123条第1款 as an official paper writes it, 《中华人民共和国刑事诉讼法》第一百二十三条第一款."""

from __future__ import annotations

import re

from cases.rules.table import SOURCES
from office.periods.terms import DIGITS, numeral

CITED = re.compile(rf"(?P<law>{'|'.join(SOURCES)})?第(?P<article>\d{{1,3}})条(?:第(?P<paragraph>\d{{1,2}})款)?(?:第(?P<item>\d{{1,2}})项)?")


def in_full(words: str) -> str:
    """Every short citation in a text with the full name of its law and Chinese numerals; other words stay as they are."""
    return CITED.sub(_spelled, words)


def _spelled(found: re.Match[str]) -> str:
    law = f"《{SOURCES[found['law']].name}》" if found["law"] else ""
    parts = [(found["article"], "条"), (found["paragraph"], "款"), (found["item"], "项")]
    return law + "".join(f"第{_number(int(number))}{unit}" for number, unit in parts if number)


def _number(number: int) -> str:
    """1 to 999: 一百二十三, 二百零五, 一百一十."""
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return numeral(rest)
    if not rest:
        return f"{DIGITS[hundreds]}百"
    tail = f"零{DIGITS[rest]}" if rest < 10 else f"一{numeral(rest)}" if rest < 20 else numeral(rest)
    return f"{DIGITS[hundreds]}百{tail}"
