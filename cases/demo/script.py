"""How a story is written down: steps on days counted from an anchor, so that lights look right on the day of the show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from django.utils import timezone

from cases.demo.people import EAST, MARK
from cases.demo.repertoire import PHRASES
from cases.matters.forms import ActionForm
from cases.matters.table.workflow import Action, Workflow, workflow
from cases.rules import rule
from office.holidays import OfficeCalendar
from office.models import Officer
from office.options import OPTIONS
from office.periods import Length, compute, never
from office.sides import Role

FARTHEST = 40
"""Days (日) a run of working days is looked for: longer than any holiday of the year."""
SEARCH = 400
"""Days (日) an anchor is looked for: a year and a month cover the longest clock of a story (取保候审十二个月)."""


class Anchor(Protocol):
    """Finds the day that a story counts its steps from."""

    def find(self, today: date, calendar: OfficeCalendar) -> date: ...


@dataclass(frozen=True)
class Today:
    """The day of the show itself."""

    def find(self, today: date, calendar: OfficeCalendar) -> date:
        return today


SHOW_DAY = Today()
"""Where a story counts from unless it says otherwise."""


@dataclass(frozen=True)
class Due:
    """The working day on which a period must begin to end ``left`` days (日) from the show; negative: so long overdue."""

    rule: str
    left: int
    length: str = ""

    def find(self, today: date, calendar: OfficeCalendar) -> date:
        wanted = today + timedelta(days=self.left)
        best, distance = today, SEARCH
        for back in range(SEARCH):
            day = today - timedelta(days=back)
            if calendar.is_holiday(day):
                continue
            end = _end(self.rule, day, calendar, self.length)
            # the right light comes first: a period cannot always end on the very day wanted, which may be a holiday
            off = abs((end - wanted).days) + (0 if _light(end, today) == _light(wanted, today) else 30)
            if off < distance:
                best, distance = day, off
        return best


@dataclass(frozen=True)
class MonthEnd:
    """The last day of a month, three months back: a period of months that ends on a last day again."""

    months: int = 3

    def find(self, today: date, calendar: OfficeCalendar) -> date:
        first = today.replace(day=1)
        for _ in range(self.months - 1):
            first = (first - timedelta(days=1)).replace(day=1)
        return first - timedelta(days=1)


@dataclass(frozen=True)
class HolidayEnd:
    """A working day from which the fifteenth day falls on a holiday still to come: custody decides whether it rolls."""

    days: int = 15

    def find(self, today: date, calendar: OfficeCalendar) -> date:
        for back in range(self.days + 1):
            day = today - timedelta(days=self.days - back)
            if not calendar.is_holiday(day) and calendar.is_holiday(day + timedelta(days=self.days)):
                return day
        return workday(today - timedelta(days=self.days - 1), calendar)


@dataclass(frozen=True)
class InARow:
    """The last day at least ``back`` days (日) before the show that begins ``days`` working days in a row: hours then mean hours."""

    back: int
    days: int

    def find(self, today: date, calendar: OfficeCalendar) -> date:
        """The first of those days."""
        last = today - timedelta(days=self.back)
        for earlier in range(FARTHEST):
            day = last - timedelta(days=earlier)
            if not any(calendar.is_holiday(day + timedelta(days=place)) for place in range(self.days)):
                return day
        return last


def _end(key: str, day: date, calendar: OfficeCalendar, length: str) -> date:
    found = compute(rule(key, day), day, in_custody=never, calendar=calendar, length=Length.parse(length) if length else None)
    assert found.due_on is not None, key
    return found.due_on


def _light(end: date, today: date) -> int:
    return (end > today) - (end < today)


def workday(day: date, calendar: OfficeCalendar) -> date:
    """The day itself, or the working day before it."""
    while calendar.is_holiday(day):
        day -= timedelta(days=1)
    return day


def told(text: str, subject: str) -> str:
    """A text with its suspect put in for 「{人}」."""
    return text.replace("{人}", subject)


@dataclass(frozen=True)
class Scene:
    """What is known where a step is typed: when, about whom, the story's days, the accounts by user name."""

    at: datetime
    subject: str
    days: Mapping[int, date]
    officers: Mapping[str, Officer]

    def put_in(self, value: Any) -> Any:
        """A value of a form as a person types it here: suspect and year put into texts, days and officers resolved."""
        if isinstance(value, str):
            return told(value, self.subject).replace("{年}", str(self.at.year))
        if isinstance(value, Value):
            return value.typed(self)
        if isinstance(value, Mapping):
            return {name: self.put_in(one) for name, one in value.items()}
        return [self.put_in(one) for one in value] if isinstance(value, tuple) else value


class Value:
    """A value of a form that is known only when the step is played."""

    def typed(self, scene: Scene) -> Any:
        """What is typed in this scene."""
        raise TypeError(f"{type(self).__name__} says not what is typed")


@dataclass(frozen=True)
class On(Value):
    """A day of the story."""

    day: int

    def typed(self, scene: Scene) -> Any:
        """The day."""
        return scene.days[self.day].isoformat()


@dataclass(frozen=True)
class At(On):
    """The same with its hour, 「16:20」; never later than the step itself."""

    hour: str

    def typed(self, scene: Scene) -> Any:
        """The day with its hour."""
        return min(f"{scene.days[self.day].isoformat()}T{self.hour}", f"{scene.at:%Y-%m-%dT%H:%M}")


@dataclass(frozen=True)
class Who(Value):
    """An officer, by account."""

    username: str

    def typed(self, scene: Scene) -> Any:
        """His id."""
        return str(scene.officers[self.username].pk)


@dataclass(frozen=True)
class Step:
    """One act. ``who`` names an account where the code does not settle it; ``paper``: 线下登记, entered ``paper`` days later.

    ``code`` is an action of the table, a reserved code, or ``sweep`` for a run of the deadline check on that day; ``of`` the
    kind of the matter it is done on, which for a course of several matters is the newest of that kind (empty: the story's own).
    """

    day: int
    code: str
    data: Mapping[str, Any] = field(default_factory=dict)
    who: str = ""
    reason: str = ""
    paper: int | None = None
    of: str = ""
    hour: str = ""
    """The time of day, 「22:40」, of an act that was not done in office hours."""


def days_of(
    anchor: Anchor, steps: tuple[Step, ...], more: tuple[Any, ...], today: date, calendar: OfficeCalendar
) -> dict[int, date]:
    """The calendar day of every day that steps and ``more`` values name."""
    start = anchor.find(today, calendar)
    named = {step.day for step in steps}
    named |= {value.day for value in (*more, *(value for step in steps for value in step.data.values())) if isinstance(value, On)}
    # a story that begins right after a long holiday has fewer days than its steps ask for: they fall together
    return {day: start if day == 0 else min(today, workday(start + timedelta(days=day), calendar)) for day in named}


class Course:
    """What happens from its first day to the day of the show."""

    key: str
    shows: str
    """What a reader can see by it."""
    subject: str
    steps: tuple[Step, ...]
    anchor: Anchor
    makes: int
    """Matters (件) it leaves behind, those that open through others among them."""
    police: str
    handler: str
    has_case: bool
    custody: str
    """A measure (``detention``, ``bail``) the suspect is under, where no matter of 强制措施 writes it: it then has a case too."""
    kind = ""
    """The kind of its steps that name none."""

    @property
    def filed(self) -> bool:
        """Whether its case was filed (立案) before the first act."""
        return True

    @property
    def offence(self) -> str:
        """案由."""
        raise TypeError(f"{type(self).__name__} is no course of its own")

    def held_on(self, days: Mapping[int, date], accepted: date) -> date:
        """The day the measure began; ``accepted``: the day of 受案."""
        raise TypeError(f"{type(self).__name__} is no course of its own")

    def opening(self, form: type[ActionForm], table: Workflow, code: str, scene: Scene) -> dict[str, Any]:
        """What is typed where a matter of a kind begins."""
        raise TypeError(f"{type(self).__name__} is no course of its own")

    def words(self, kind: str, code: str) -> dict[str, Any]:
        """The usual words of an act; empty for an act that needs nothing."""
        raise TypeError(f"{type(self).__name__} is no course of its own")

    def more_days(self) -> tuple[Any, ...]:
        """Values besides those of the steps that may name a day."""
        return ()

    def days(self, today: date, calendar: OfficeCalendar) -> dict[int, date]:
        """The calendar day of every day that a step names."""
        return days_of(self.anchor, self.steps, self.more_days(), today, calendar)


@dataclass(frozen=True)
class Affair(Course):
    """A course of one or several matters that follow one another, told in phrases that every story of the office shares."""

    key: str
    shows: str
    subject: str
    charge: str
    steps: tuple[Step, ...]
    anchor: Anchor = SHOW_DAY
    makes: int = 1
    police: str = EAST
    handler: str = "jc.wang"
    has_case: bool = True
    custody: str = ""
    held: int = 0
    """The day of the story on which the measure began."""

    @property
    def offence(self) -> str:
        """案由."""
        return self.charge

    def held_on(self, days: Mapping[int, date], accepted: date) -> date:
        """The day of the story that is named."""
        return days[self.held]

    def more_days(self) -> tuple[Any, ...]:
        """The day of the measure."""
        return (On(self.held),)

    def opening(self, form: type[ActionForm], table: Workflow, code: str, scene: Scene) -> dict[str, Any]:
        """Who and what the matter is about, and the usual words of the act."""
        title = titled(self, table.name)
        known = {"title": title, "public_title": title, "subject": self.subject, "charge": self.charge, "persons": "1"}
        return {name: text for name, text in known.items() if name in form.base_fields} | self.words(table.kind, code)

    def words(self, kind: str, code: str) -> dict[str, Any]:
        """The phrases of the act with the suspect put in."""
        found = PHRASES.get((kind, code), {})
        return {name: told(text, self.subject) if isinstance(text, str) else text for name, text in found.items()}


def titled(course: Course, label: str) -> str:
    """The name of a matter of a course: 祁某海涉嫌盗窃审查逮捕案（演示）."""
    return f"{course.subject}涉嫌{course.offence}{label}案{MARK}"


OPENS, CLOSES = time(8), time(18)
"""Office hours of the demonstration: every act is planned within them."""


def moment(day: date, place: int, of: int) -> datetime:
    """The time of day of a step, one of ``of``: office hours, in the order of the story."""
    pace = timedelta(minutes=19) if of <= 24 else timedelta(hours=8) / of
    return timezone.make_aware(datetime.combine(day, time(8, 40)) + pace * place)


def at_hour(day: date, hour: str) -> datetime:
    """A day at a time of day, 「22:40」."""
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(hour)))


def passed(planned: datetime, now: datetime) -> datetime:
    """When a planned act took place: as planned, but on the day of ``now`` within what has passed of it.

    The office hours are drawn together up to ``now``; before they begin, into the time since midnight. Acts keep their order.
    """
    if planned.date() != now.date():
        return planned
    midnight, opens, closes = (timezone.make_aware(datetime.combine(now.date(), hour)) for hour in (time(), OPENS, CLOSES))
    begins = opens if now > opens else midnight
    share = min(1.0, max(0.0, (planned - opens) / (closes - opens)))
    return min(planned, begins + share * (now - begins))


# ------------------------------------------------------------------------------------------------ passages


@dataclass(frozen=True)
class Part:
    """The matter of one kind in an affair: its acts, with what is typed as keywords; ``by`` who, ``because`` the reason."""

    kind: str

    def do(
        self, day: int, code: str, *, by: str = "", because: str = "", paper: int | None = None, hour: str = "", **data: Any
    ) -> tuple[Step, ...]:
        """The act alone: an act without a paper, a reserved one, or a draft that waits for who decides."""
        return (Step(day, code, data, by, because, paper, self.kind, hour),)

    def sent(self, day: int, code: str, *, ahead: int = 1, by: str = "", **data: Any) -> tuple[Step, ...]:
        """The act with its paper on its way: drafted ``ahead`` days (日) before, signed on the day where another decides."""
        if not _decided(workflow(self.kind).action(code)):
            return self.do(day, code, by=by, **data)
        return (*self.do(day - ahead, code, by=by, **data), *self.do(day, "sign"))

    def whole(self, day: int, code: str, *, ahead: int = 2, by: str = "", **data: Any) -> tuple[Step, ...]:
        """The act with its paper signed for on the day: drafted ``ahead`` days (日) before, out the day before."""
        issued = day - min(1, ahead)
        return (*self.sent(issued, code, ahead=ahead - min(1, ahead), by=by, **data), *self.do(day, "receive"))


def together(*passages: tuple[Step, ...]) -> tuple[Step, ...]:
    """Passages side by side, in the order of their days."""
    return tuple(sorted((step for passage in passages for step in passage), key=lambda step: step.day))


def _decided(row: Action) -> bool:
    """Whether another decides the act, by the office's settings as they come."""
    if row.decided_by is None:
        return False
    role = row.decided_by.role or OPTIONS[row.decided_by.option].default
    return role in (Role.CHIEF, Role.HEAD)
