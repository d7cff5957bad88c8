"""Each reading of a subordinate's matter from an upper level is audited (design 7)."""

from __future__ import annotations

from cases.models import Matter
from office import audit
from office.models import Officer
from office.scoping import reach_of
from office.sides import Side


def note_reading(matter: Matter, *, officer: Officer, what: str) -> None:
    """Write the reading to the trail where the matter is another office's; ``what`` names the page."""
    if officer.side == Side.PROCURATORATE and reach_of(officer).own_office != matter.office_id:
        audit.record(officer, "read", matter, page=what)
