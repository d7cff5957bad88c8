"""The words of a period: units, lengths, a rule of the law, a computation and its steps. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

CPL_START = "刑诉法第105条第2款"
CPL_HOLIDAY = "刑诉法第105条第4款"
CPL_CUSTODY = "刑诉法第105条第4款但书"
MONTHS = "法释〔2021〕1号第202条"
CONVENTION = "内部约定"

DIGITS = "零一二三四五六七八九"


class PeriodError(ValueError):
    """A period cannot be computed; the message is one Chinese sentence for the person who asked."""


class Unit(StrEnum):
    """What the length is counted in."""

    HOUR = "hour"
    DAY = "day"
    WORKDAY = "workday"
    MONTH = "month"
    YEAR = "year"


class Roll(StrEnum):
    """What happens when the last day is a holiday (law.md 2)."""

    R = "R"
    N = "N"
    C = "C"
    W = "W"
    X = "X"


UNITS: Mapping[Unit, str] = {Unit.HOUR: "小时", Unit.DAY: "日", Unit.WORKDAY: "个工作日", Unit.MONTH: "个月", Unit.YEAR: "年"}
ROLLS: Mapping[Roll, str] = {
    Roll.R: "末日逢节假日顺延",
    Roll.N: "不因节假日顺延",
    Roll.C: "嫌疑人在押不顺延，否则顺延",
    Roll.W: "按工作日计",
    Roll.X: "期限由文书载明或者内部设定，不自动顺延",
}
OWNERS: Mapping[str, str] = {
    "police": "公安机关",
    "superior_police": "上一级公安机关",
    "procuratorate": "人民检察院",
    "superior": "上一级人民检察院",
    "court": "人民法院",
    "detention_house": "看守所",
    "agency": "行政机关或者被建议单位",
    "complainant": "控告人或者当事人",
    "suspect": "犯罪嫌疑人",
    "decider": "决定或者办案机关",
    "both": "检察机关和公安机关",
    "asking": "提出方",
    "asked": "被问方",
}
NATURES: Mapping[str, str] = {"duty": "应履行的期限", "right": "权利行使期限", "reminder": "内部提醒"}
MARKS: Mapping[str, str] = {"V": "已核原文", "V2": "见于二手材料", "M": "待核", "D": "内部约定"}


def numeral(number: int) -> str:
    """Chinese numeral for 0..99 (七, 十五, 二十四); Arabic digits beyond."""
    if not 0 <= number <= 99:
        return str(number)
    tens, ones = divmod(number, 10)
    if tens == 0:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


SPELLED = {numeral(n): n for n in range(100)} | {"两": 2}
LENGTH = re.compile(r"(\d{1,4}|[零一二两三四五六七八九十]+)(小时|时|日|天|个?工作日|个?月|年)")
UNIT_WORDS = {
    "时": Unit.HOUR,
    "小时": Unit.HOUR,
    "日": Unit.DAY,
    "天": Unit.DAY,
    "工作日": Unit.WORKDAY,
    "月": Unit.MONTH,
    "年": Unit.YEAR,
}


@dataclass(frozen=True)
class Length:
    """How long: an amount and its unit."""

    amount: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> "Length":
        """「15日」「2个月」「1年」「3个工作日」「24小时」「半个月」(=15日, 法释〔2021〕1号第202条). Raises PeriodError."""
        plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
        if plain == "半个月":
            return cls(15, Unit.DAY)
        found = LENGTH.fullmatch(plain)
        amount = SPELLED.get(found[1], int(found[1]) if found[1].isdecimal() else 0) if found else 0
        if not found or amount < 1:
            raise PeriodError(f"“{text}”不是可以识别的期限，请写成“15日”“2个月”“3个工作日”或者“24小时”。")
        return cls(amount, UNIT_WORDS[found[2].removeprefix("个")])

    @property
    def text(self) -> str:
        """In the words of a statute: 七日, 二个月."""
        return f"{numeral(self.amount)}{UNITS[self.unit]}" if self.amount else "当日"

    def __str__(self) -> str:
        return f"{self.amount}{UNITS[self.unit]}" if self.amount else "当日"


@dataclass(frozen=True)
class Leg:
    """One stretch of a period: the basic length, or an extension of it, with the article that grants it."""

    length: Length
    basis: str


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One row of law.md 2. An extension step is a rule of its own that names in `extends` what it extends.

    `before` are the stretches already used up when the extension begins (刑诉法第156条 二个月 before 第158条 二个月);
    empty where the law states the whole length anew (三日 -> 三十日). All are counted from the first trigger.
    `must` is the word of the statute for what follows on expiry: 应当, 可以 or nothing. `longest` and `adjustable` say
    that a person may set another length, up to that or freely. `by_convention`: C beyond 但书 (law.md 1.4, 从严约定).
    `by_analogy`: not a period of criminal procedure. `note` explains a rule without a length.
    """

    key: str
    label: str
    trigger: str
    amount: int | None
    unit: Unit
    roll: Roll
    owed_by: str
    article: str
    mark: str = "V"
    nature: str = "duty"
    on_expiry: str = ""
    must: bool | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    backward: bool = False
    window: bool = False
    continuous: bool = False
    default_length: Length | None = None
    longest: Length | None = None
    adjustable: bool = False
    extends: str | None = None
    before: tuple[Leg, ...] = ()
    by_convention: bool = False
    by_analogy: bool = False
    roll_basis: str = ""
    note: str = ""
    agreed: bool = False
    """Agreed between the two sides (协作配合): a reminder that both of them see, and that is never 超期."""

    @property
    def pending(self) -> bool:
        """Not verified against an official text: shown as 「待核」."""
        return self.mark == "M"

    @property
    def length(self) -> Length | None:
        """The length the law or the setting gives; None where there is none (立即, 及时)."""
        return self.default_length if self.amount is None else Length(self.amount, self.unit)

    @property
    def settable(self) -> bool:
        """Open in law or unverified, so a document or a setting may give another length; fixed otherwise."""
        return self.roll is Roll.X or self.pending or self.adjustable or self.longest is not None

    @property
    def hourly(self) -> bool:
        """Counted in hours, so it needs a time of day."""
        return self.length is not None and self.length.unit is Unit.HOUR

    @property
    def citation(self) -> str:
        """The first source of `article`: the one quoted in a sentence (规则第560条)."""
        return self.article.split("；")[0]

    @property
    def owner(self) -> str:
        return OWNERS[self.owed_by]

    @property
    def duty_word(self) -> str:
        """What must or may follow on expiry, in the words of the statute."""
        return {True: "应当", False: "可以", None: ""}[self.must]

    @property
    def length_text(self) -> str:
        """二个月; 一个月＋十五日; 按文书载明（默认十五日，内部约定）; 没有固定期限."""
        if self.amount is None:
            fallback = f"默认{self.default_length.text}，内部约定" if self.default_length else "没有默认值"
            return f"按文书载明（{fallback}）" if self.roll is Roll.X else "没有固定期限"
        return "＋".join(length.text for length in (*(leg.length for leg in self.before), Length(self.amount, self.unit)))


@dataclass(frozen=True)
class Step:
    """One sentence of the explanation and the article it rests on."""

    text: str
    basis: str


@dataclass(frozen=True)
class Computation:
    """The result. `due_at` is the strict moment (lights); only past `legal_due_at` is there a violation (law.md 1.2)."""

    due_on: date | None
    steps: tuple[Step, ...]
    warnings: tuple[str, ...] = ()
    due_at: datetime | None = None
    legal_due_at: datetime | None = None
    unrolled_on: date | None = None


class Calendar(Protocol):
    """Which days are 节假日, and how certain that is."""

    def is_holiday(self, day: date) -> bool:
        """Statutory days off and weekends, without 调休 working days."""
        ...

    def name(self, day: date) -> str:
        """Name of the festival (春节); 调休上班 for such a working day; empty for an ordinary day or weekend."""
        ...

    def caveat(self, year: int) -> str:
        """What to tell the reader about that year; empty when the State Council's notice is loaded."""
        ...
