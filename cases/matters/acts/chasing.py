"""催办: one side asks the other, whose move it is, to hurry. No paper of law: it starts, ends and proves nothing.

The statutory 催办函 of a kind (规则第564条第3款: ``urge``) is an act of its table; this is the same for every kind.
"""

from __future__ import annotations

from datetime import date

from cases.exceptions import Conflict, NotAllowed
from cases.matters.acts.engine import Result, notify, reserves
from cases.matters.acts.press import Press
from cases.matters.clocks.refreshing import add_event
from cases.matters.dossier import Dossier, stands_at
from cases.matters.table.workflow import BOTH
from cases.matters.telling.words import short_day
from cases.models import NO_DUE_DATE, Event, Matter, Shown
from office.models import Officer
from office.sides import OTHER, Role, Side

CHASERS: dict[str, frozenset[Role]] = {
    Side.PROCURATORATE: frozenset({Role.PROSECUTOR, Role.CHIEF}),
    Side.POLICE: frozenset({Role.LEGAL, Role.HEAD}),
}
"""Who presses 催办, by side."""
NOT_OF_LAW = "催办不是法律文书，不起算、不变更任何期限"


def chase_barred(matter: Matter, officer: Officer) -> str | None:
    """Why this officer may not 催办 this matter at all, in one sentence; None when he may. No query."""
    if matter.closed_at is not None:
        return "事项已经办结，无须催办。"
    if not stands_at(officer, matter):
        return "您只能查看这个事项，不能催办。"
    if not officer.roles & CHASERS[officer.side]:
        return "催办由检察官、检察长或者法制员、公安机关负责人办理，您没有这项权限。"
    if matter.seen_from(OTHER[officer.side]) is None:
        return f"事项尚未向{OTHER[officer.side].label}公开，不能催办。"
    if officer.side == Side.POLICE:
        return "现在轮到本单位办理，无须催办对方。" if matter.turn == Side.POLICE else None
    if matter.turn == "superior":
        return "事项现由上一级人民检察院办理，不能向公安机关催办。"
    return None if matter.turn in (Side.POLICE, BOTH) else "现在轮到检察机关办理，无须催办对方。"


def chase_refusal(matter: Matter, officer: Officer, today: date) -> str | None:
    """The same, and whether one's own side has pressed already today: once a day (日) is enough."""
    barred = chase_barred(matter, officer)
    if barred is None and chased_on(matter, officer.side, today):
        return "今天已经催办过，同一事项每天只催办一次。"
    return barred


@reserves("chase")
def chase(press: Press, dossier: Dossier) -> Result:
    """One line on the timeline of both and a notice to the other side's people; nothing of the matter moves."""
    matter, officer, now = dossier.matter, press.who, press.now
    today = now.date()
    barred = chase_barred(matter, officer)
    if barred:
        raise NotAllowed(barred)
    again = chase_refusal(matter, officer, today)
    if again:
        raise Conflict(again)
    event = add_event(
        dossier,
        action="chase",
        label="催办",
        text=_text(matter, today),
        now=now,
        officer=officer,
        on=today,
        shown=Shown.BOTH,
        from_state=matter.state,
        to_state=matter.state,
    )
    # the version stays: whoever is just writing the answer must not be told that his page is stale
    press.touch(dossier, bumps=False)
    notify(press, dossier, event)
    press.record("chase", matter, label=event.label)
    return Result(matter, event)


def _text(matter: Matter, today: date) -> str:
    """By the clock that both sides see."""
    due = matter.police_due_on
    if due == NO_DUE_DATE:
        return "请尽快办理"
    return f"请尽快办理，期限{short_day(due, today)}届满" if due >= today else f"请尽快办理，期限已于{short_day(due, today)}届满"


def chased_on(matter: Matter, side: str, day: date) -> bool:
    """Whether a side pressed 催办 on that day."""
    return Event.objects.filter(matter=matter, action="chase", actor_side=side, on=day).exists()
