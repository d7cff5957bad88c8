"""期间计算: from a rule, a day and a calendar to a date and the explanation of it.

Pure: no database, no Django, no clock. Sources: 刑诉法第105条; 法释〔2021〕1号第202条 (months).
Units: 时, 日, 工作日, 月, 年. Datetimes are local time (Asia/Shanghai); the caller converts.
"""

from office.periods.arithmetic import WEEKDAYS, add_months, add_workdays, always, day_text, moment_text, never
from office.periods.computing import compute
from office.periods.terms import (
    CONVENTION,
    CPL_CUSTODY,
    MARKS,
    NATURES,
    OWNERS,
    ROLLS,
    UNITS,
    Calendar,
    Computation,
    Leg,
    Length,
    PeriodError,
    Roll,
    Rule,
    Step,
    Unit,
    numeral,
)

__all__ = [
    "CONVENTION",
    "CPL_CUSTODY",
    "MARKS",
    "NATURES",
    "OWNERS",
    "ROLLS",
    "UNITS",
    "WEEKDAYS",
    "Calendar",
    "Computation",
    "Leg",
    "Length",
    "PeriodError",
    "Roll",
    "Rule",
    "Step",
    "Unit",
    "add_months",
    "add_workdays",
    "always",
    "compute",
    "day_text",
    "moment_text",
    "never",
    "numeral",
]
