"""When 提前介入 is proposed (liaison.md A1): one row a rule. A rule only proposes; what is done is a person's decision.

What a rule hangs on may be unknown (nobody has asked for the 伤情): then it says under which condition it would hold.
Rule ``t_sudden`` (重大警情通报) waits for its kind.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Known:
    """What is known of a case; None where nobody has said. ``suspects``: 人."""

    charge: str
    suspects: int
    gang: bool | None = None
    injury: str | None = None
    """A code of ``models.early_intervention.Injury``."""
    victims: int | None = None
    minor: bool | None = None


@dataclass(frozen=True)
class Trigger:
    """One rule. ``charges``: the setting with the words one of which the charge must hold; empty: any charge.

    ``holds(known, settings)``: True, False, or None where it hangs on what is unknown; then ``unless`` says on what.
    """

    code: str
    label: str
    source: str
    mark: str
    """V, S… as liaison.md marks its sources; D: a convention of this office."""
    holds: Callable[[Known, Mapping[str, Any]], bool | None]
    charges: str = ""
    unless: str = ""


def _grouped(known: Known, settings: Mapping[str, Any]) -> bool:
    return known.suspects >= int(settings["intervene_group_persons"]) or bool(known.gang)


def _gravely_hurt(known: Known, settings: Mapping[str, Any]) -> bool | None:
    return None if known.injury in (None, "") else known.injury in ("serious", "death")


def _many_victims(known: Known, settings: Mapping[str, Any]) -> bool | None:
    return None if known.victims is None else known.victims >= int(settings["intervene_mass_victims"])


def _always(known: Known, settings: Mapping[str, Any]) -> bool:
    return True


def _young(known: Known, settings: Mapping[str, Any]) -> bool:
    return bool(known.minor)


TRIGGERS: tuple[Trigger, ...] = (
    Trigger("t_group", "同案犯罪嫌疑人较多，或者系团伙、有组织犯罪", "浦东经验“团伙类案件”；人数为内部约定", "D", _grouped),
    Trigger("t_sexual", "性侵案件", "浦东经验“性侵”", "S0", _always, charges="intervene_charges_sexual"),
    Trigger("t_injury", "故意伤害致人重伤、死亡", "浦东经验“故意伤害类”；伤情为内部约定", "D", _gravely_hurt, charges="intervene_charges_injury",
            unless="伤情为重伤、死亡的"),
    Trigger("t_mass", "涉众型案件，被害人众多", "万柏林经验“涉众型犯罪”；人数为内部约定", "D", _many_victims, charges="intervene_charges_mass",
            unless="被害人众多的"),
    Trigger("t_new", "本办公室列明的新型案件", "大武口经验“敏感、新型犯罪”", "S2", _always, charges="intervene_charges_new"),
    Trigger("t_minor", "涉未成年人案件", "山海关联席会议共识“及时沟通、提前介入”", "P4", _young),
)  # fmt: skip


@dataclass(frozen=True)
class Hit:
    """A rule that proposes 提前介入 for a case; ``condition``: what has still to be looked at, empty where all is known."""

    code: str
    label: str
    condition: str = ""

    @property
    def words(self) -> str:
        """「性侵案件」, or 「故意伤害致人重伤、死亡（伤情为重伤、死亡的）」 where nobody has said."""
        return f"{self.label}（{self.condition}）" if self.condition else self.label


def hits(known: Known, settings: Mapping[str, Any], *, rules: Sequence[Trigger] = TRIGGERS) -> list[Hit]:
    """The rules in use in an office that propose 提前介入 for what is known of a case. ``settings``: of that office."""
    found = []
    used: Collection[str] = settings["intervene_triggers"]
    for rule in rules:
        if rule.code not in used or (rule.charges and not any(word in known.charge for word in settings[rule.charges])):
            continue
        answer = rule.holds(known, settings)
        if answer is not False:
            found.append(Hit(rule.code, rule.label, rule.unless if answer is None else ""))
    return found
