"""Every deadline rule of the law as one reviewed table (law.md 2.1-2.5)."""

from collections.abc import Iterable
from datetime import date

from cases.rules import custody, filing, oversight, prosecution, trial
from cases.rules.custody import CUSTODY_TERMS
from cases.rules.table import SOURCES, Source
from office.periods import Rule

__all__ = ["CUSTODY_TERMS", "RULES", "SECTIONS", "SOURCES", "Source", "UnknownRule", "register_rules", "rule"]

SECTIONS: dict[str, tuple[Rule, ...]] = {
    "受案、立案与立案监督": filing.ROWS,
    "到案、拘留、逮捕与羁押": custody.ROWS,
    "审查起诉、补充侦查、不起诉": prosecution.ROWS,
    "监督意见、检察建议、行刑衔接、控告申诉": oversight.ROWS,
    "庭审与协作": trial.ROWS,
}
RULES: dict[str, Rule] = {row.key: row for rows in SECTIONS.values() for row in rows}


def register_rules(section: str, rows: Iterable[Rule]) -> None:
    """Add the rules of an application that has some of its own, under a heading of the book. Raises ValueError for a key that stands already."""
    rows = tuple(rows)
    known = {row.key for row in rows} & set(RULES)
    if known:
        raise ValueError(f"期限规则{'、'.join(sorted(known))}重复")
    SECTIONS[section] = (*SECTIONS.get(section, ()), *rows)
    RULES.update({row.key: row for row in rows})


class UnknownRule(KeyError):
    """No rule has that key; the message is one Chinese sentence."""

    def __str__(self) -> str:
        return str(self.args[0])


def rule(key: str, on: date | None = None) -> Rule:
    """The rule of that key: the version in force on `on`, else the newest. Raises UnknownRule.

    A later law (刑诉法 is being revised) adds a row with the same key and its own effective dates. A day that no
    version covers gets the newest one, and the computation warns of it.
    """
    versions = [row for rows in SECTIONS.values() for row in rows if row.key == key]
    if not versions:
        raise UnknownRule(f"没有名为“{key}”的期限规则，请核对规则代码。")
    in_force = [row for row in versions if on and (row.effective_from or on) <= on <= (row.effective_to or on)]
    return (in_force or versions)[-1]
