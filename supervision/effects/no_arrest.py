"""不捕跟踪: what is written of the refusal it follows, and of what the police report."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from cases.models import Document, MeasureKind
from supervision.effects import custody
from supervision.models.no_arrest import Afterwards

REFUSAL = "D22N"
"""不批准逮捕决定书."""
INTO = {
    Afterwards.BAIL: MeasureKind.BAIL, Afterwards.RESIDENTIAL: MeasureKind.RESIDENTIAL, Afterwards.DESIGNATED: MeasureKind.DESIGNATED,
}  # fmt: skip


def opened(act: Any) -> None:
    """The day and the number of the refusal; whoever was not held needs no release (刑诉法第91条第3款)."""
    detail = act.detail
    detail.received_on = act.on
    detail.released = not detail.detained
    paper = Document.objects.filter(matter=act.matter.parent, type=REFUSAL).exclude(number="").order_by("-issued_at").first()
    detail.decision_number = paper.number if paper is not None else ""


def released(act: Any) -> None:
    """Whoever was held is held no more; what it was changed into begins on that day."""
    into = INTO.get(act.data["measure"], "")
    custody.changed(act, (MeasureKind.DETENTION,), timezone.localtime(act.data["released_at"]).date(), into)


def reported(act: Any) -> None:
    """A change of measure that a report names; a report without one leaves it as it was."""
    if act.data.get("measure"):
        act.detail.measure = act.data["measure"]


def concluded(act: Any) -> None:
    """The day of what ended the tracking, where no form asks for it."""
    act.detail.outcome_on = act.on
