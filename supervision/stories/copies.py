"""Bulk copies: matters taken over through ``adopt()``, spread over the last twelve months, for lists and figures of any size."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from cases.demo.people import EAST, FOREST, MARK, OWN, STRANGE, WEST, Cast
from cases.demo.playing import Cue, Player
from cases.demo.script import told, workday
from cases.matters import adopt
from cases.matters.acts.adopting import Past
from office.holidays import OfficeCalendar
from supervision.stories.filing import title_of
from supervision.stories.plots import PLOTS

SEED = 20261120
YEAR = 365
SURNAMES = "赵钱孙李周吴郑冯陈褚卫蒋沈韩杨朱许何吕施张孔曹严华金陶姜谢邹苏潘葛范彭鲁韦马方俞袁柳史唐薛雷贺倪汤滕罗"
GIVEN = "强伟军勇磊涛明超刚平辉鹏华飞斌波亮海龙成东林文武新利健俊杰峰"
ELSEWHERE = 23
"""One copy in so many lies with the neighbouring office: 白石区 is not empty, and 青江区 must not see it."""


@dataclass(frozen=True)
class Pattern:
    """One course of a past matter: acts with days (日) after the first, and of receipt; ``weight`` how often it is drawn."""

    state: str
    variant: str
    weight: int
    acts: tuple[tuple[str, int, int | None], ...]
    facts: tuple[tuple[str, int], ...] = ()
    """Columns of the detail row that are days, counted the same way."""
    fixed: tuple[tuple[str, Any], ...] = ()
    latest: int = 400
    """Open ones began at most so many days before the show, or their clocks would all lie far in the past."""

    @property
    def length(self) -> int:
        days = [day for _, day, _ in self.acts] + [day for _, _, day in self.acts if day is not None] + [day for _, day in self.facts]
        return max(days)


ASKED_A = (("take_over", 0, None), ("request_a", 3, 4))
ASKED_B = (("take_over", 0, None), ("request_b", 3, 4))
EXPLAINED = (("explain", 9, None),)

PATTERNS = (
    Pattern(
        "tracked", "A", 16,
        (*ASKED_A, *EXPLAINED, ("notify_filing", 18, 19), ("file", 30, None), ("concluded", 95, None), ("conclude", 170, None)),
        (("filed_on", 29), ("transferred_on", 94), ("judged_on", 165)),
        (("outcome", "judgment"), ("voluntary", False)),
    ),
    Pattern(
        "tracked", "A", 10, (*ASKED_A, ("file", 8, None), ("concluded", 70, None), ("conclude", 140, None)),
        (("filed_on", 7), ("transferred_on", 69), ("judged_on", 136)), (("outcome", "judgment"), ("voluntary", True)),
    ),
    Pattern("reasons_accepted", "A", 14, (*ASKED_A, *EXPLAINED, ("reasons_hold_a", 16, 17), ("inform", 21, None))),
    Pattern("replied", "A", 8, (("register", 0, None), ("reply_correct", 5, None))),
    Pattern("no_action", "A", 8, (("take_over", 0, None), ("no_need", 9, None))),
    Pattern(
        "withdrawn", "B", 12,
        (*ASKED_B, *EXPLAINED, ("notify_withdrawal", 17, 18), ("withdraw_case", 27, None), ("withdrawal_informed", 29, None)),
        (("withdrawn_on", 26),), (("voluntary", False),),
    ),
    Pattern(
        "withdrawn", "B", 7, (*ASKED_B, ("withdraw_case", 8, None), ("withdrawal_informed", 10, None)),
        (("withdrawn_on", 7),), (("voluntary", True),),
    ),
    Pattern("reasons_accepted", "B", 6, (*ASKED_B, *EXPLAINED, ("reasons_hold_b", 16, 17), ("inform", 21, None))),
    Pattern(
        "filed", "C", 6, (("take_over", 0, None), ("request_c", 3, 5), ("file", 11, None)), (("filed_on", 10),),
        (("voluntary", True),), latest=95,
    ),
    Pattern(
        "filed", "A", 8, (*ASKED_A, *EXPLAINED, ("notify_filing", 18, 19), ("file", 28, None)), (("filed_on", 27),),
        (("voluntary", False),), latest=112,
    ),
    Pattern(
        "tracking", "A", 5, (*ASKED_A, ("file", 8, None), ("concluded", 80, None)), (("filed_on", 7), ("transferred_on", 79)),
        (("voluntary", True),), latest=200,
    ),
    Pattern("review", "A", 3, (("take_over", 0, None),), latest=12),
    Pattern("awaiting_reasons", "A", 4, ASKED_A, latest=12),
    Pattern("awaiting_reasons", "A", 3, (("take_over", 0, None), ("request_a", 3, None)), latest=40),
    Pattern("awaiting_filing", "A", 4, (*ASKED_A, *EXPLAINED, ("notify_filing", 18, 19)), latest=36),
)  # fmt: skip


def copies(player: Player, wanted: int) -> list[Cue]:
    """So many copies as cues among the stories, the same ones for the same day and number."""
    cast, today, calendar = player.cast, player.today, player.calendar
    chance = random.Random(SEED)  # noqa: S311  (the same demonstration every time)
    found = []
    for place in range(max(0, wanted)):
        pattern = _pattern(chance, place)
        back = chance.randint(pattern.length + 1, max(pattern.length + 1, min(YEAR, pattern.latest)))
        first = workday(today - timedelta(days=back), calendar)
        make = _taking_over(cast, pattern, first, place, chance, calendar)
        found.append(Cue(timezone.make_aware(datetime.combine(first, time(8, 35))), (10_000, place), make))
    return found


def _pattern(chance: random.Random, place: int) -> Pattern:
    """The first copies show what no story can: rows of a ledger without a receipt day, and the commonest ends."""
    order = (13, 0, 2, 5, 9, 13, 1, 12)
    if place < len(order):
        chance.random()
        return PATTERNS[order[place]]
    return chance.choices(PATTERNS, [pattern.weight for pattern in PATTERNS])[0]


def _taking_over(
    cast: Cast, pattern: Pattern, first: date, place: int, chance: random.Random, calendar: OfficeCalendar
) -> Callable[[datetime], None]:
    plots = [key for key, plot in PLOTS.items() if plot.unlawful == (pattern.variant == "B") and key != "timber"]
    plot = PLOTS[chance.choice(plots)]
    subject = f"{chance.choice(SURNAMES)}某{chance.choice(GIVEN)}"
    complainant = f"{chance.choice(SURNAMES)}某{chance.choice(GIVEN)}"
    elsewhere = place % ELSEWHERE == ELSEWHERE - 1
    organ = "BSNJ" if elsewhere else chance.choice((EAST, EAST, EAST, WEST, WEST, FOREST))
    handler = cast.officers["bs.jiang" if elsewhere else chance.choice(("jc.wang", "jc.zhou"))]
    office = cast.offices[STRANGE if elsewhere else OWN]
    persons = chance.choice((1, 1, 1, 1, 2, 3))
    waits = chance.randint(0, 3)

    def day(after: int) -> date:
        return workday(first + timedelta(days=after), calendar)

    history = [
        Past(
            code, day(after), text="", number=_number(code, place, day(after), cast.organs[organ].abbreviation),
            received_on=day(received + (waits if pattern.latest == YEAR else 0)) if received is not None else None,
        )
        for code, after, received in pattern.acts
    ]  # fmt: skip
    values = {
        "title": title_of(subject, plot.charge, pattern.variant), "public_title": title_of(subject, plot.charge, pattern.variant),
        "police": cast.organs[organ], "variant": pattern.variant, "persons": persons, "handler": handler,
    }
    detail = {
        "charge": plot.charge, "subject": subject, "source": plot.source, "complainant": complainant,
        "received_on": first, "facts": told(plot.lead, subject), "remarks": f"由原台账转入{MARK}",
        **{name: day(after) for name, after in pattern.facts}, **dict(pattern.fixed),
    }
    if detail.get("outcome") == "judgment":
        detail["sentence"] = plot.sentence

    def play(at: datetime) -> None:
        last = max(past.received_on or past.on or first for past in history)
        adopt(
            "filing", pattern.state, officer=handler, office=office, year=first.year, matter_values=values, detail_values=detail,
            history=history, now=timezone.make_aware(datetime.combine(last, time(17))),
        )

    return play


def _number(code: str, place: int, on: date, organ: str) -> str:
    """A number of the old register for ours, of their own book for theirs; none for an act without a paper to the other side."""
    ours = {"request_a", "request_b", "request_c", "notify_filing", "notify_withdrawal", "reasons_hold_a", "reasons_hold_b"}
    theirs = {"explain": "说", "file": "立", "withdraw_case": "撤", "withdrawal_informed": "告"}
    if code in ours:
        return f"台账〔{on.year}〕{place + 1}号"
    return f"{organ}（刑）{theirs[code]}字〔{on.year}〕{2000 + place}号" if code in theirs else ""
