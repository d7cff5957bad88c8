"""协作 of both portals: what waits for us, what waits for them, who is on duty now, and one press to begin each kind."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.desk.views.inbox import stepped
from liaison.selectors import cooperation as found
from office import clock
from office.duty.weeks import boxes
from office.middleware import OfficeRequest


@require_safe
def cooperation(request: OfficeRequest) -> HttpResponse:
    """The page 协作."""
    officer, today = request.user, clock.today()
    page = found.cooperation(officer, today)
    for rows in (page.ours.rows, page.theirs.rows, page.drafts):
        stepped(request, rows, today)
    pressing = [row for row in page.ours.rows if row.light.code in ("severe", "overdue", "soon")]
    context = {
        "page": page,
        "pressing": len(pressing),
        "openings": found.openings(officer),
        "proposals": found.proposals(officer, today),
        "boxes": boxes(officer, today),
        "other": found.other_side(officer),
    }
    return render(request, "liaison/cooperation.html", context)
