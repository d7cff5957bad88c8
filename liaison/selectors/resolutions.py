"""议定事项 as a meeting hears of them: what the agenda's first item is made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from cases.matters.dossier import with_details
from cases.matters.table.workflow import workflow
from cases.models import Matter
from office.blocks import chinese_date


@dataclass(frozen=True)
class Standing:
    """One 议定事项: what was agreed, who leads, until when, how far it is."""

    id: UUID
    number: str
    text: str
    lead: str
    due_on: date | None
    state: str
    """Code of its state; ``words`` says it."""
    words: str
    progress: str

    @property
    def done(self) -> bool:
        """Whether it was confirmed to be done."""
        return self.state == "done"


def resolutions_of(
    office: UUID, since: date, until: date, *, today: date | None = None, parents: Iterable[UUID] | None = None
) -> list[Standing]:
    """The 议定事项 of an office that were open on ``until``, or finished from ``since`` on up to it, by the day agreed on.

    ``parents``: of these meetings alone (those of a series); None: of any. ``today``: the day by which 已过N日 is reckoned
    (``until``, if not said otherwise). Two queries. For the agenda of a meeting that all of the office read: it asks for no reader.
    """
    day = until if today is None else today
    rows = Matter.objects.filter(office=office, kind="resolution", opened_on__lte=until)
    rows = rows.filter(Q(closed_at=None) | Q(closed_at__date__gte=since)).exclude(state="void")
    if parents is not None:
        rows = rows.filter(parent__in=list(parents))
    found = list(rows.order_by("id"))
    with_details(found)
    return sorted((_standing(one, day) for one in found), key=lambda one: (one.done, one.due_on or date.max, one.id))


def _standing(matter: Matter, day: date) -> Standing:
    detail = matter.resolution
    state = workflow(matter.kind).state(matter.state)
    late = (day - detail.due_on).days if detail.due_on is not None and matter.state == "running" else 0
    words = state.label
    if matter.state == "running" and detail.due_on is not None:
        words = f"办理中，议定{chinese_date(detail.due_on)}完成{f'，已过{late}日' if late > 0 else ''}"
    elif matter.state == "done" and detail.done_on is not None:
        words = f"已完成（{chinese_date(detail.done_on)}确认）"
    return Standing(matter.pk, matter.number, detail.text, detail.lead_name, detail.due_on, matter.state, words, detail.progress)
