"""待审批 (待审核): what goes round and every draft one may decide, whole, with what stands about it; what one is asked; what lies with another."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.desk.lists import inbox as boxes
from cases.desk.lists import worklist
from cases.desk.lists.keyset import capped, page_of
from cases.desk.signing import approving, drafting, rounds
from cases.desk.views.blocks import sheets
from cases.desk.views.inbox import more, tabs
from cases.matters.telling import consents
from office import clock
from office.middleware import OfficeRequest
from office.selectors import delegation_of
from office.sides import HEADS

DRAFTS = 10
"""Drafts on one page: each shows its whole text."""
LINES = 20
"""Lines of what one is asked, passed on or wrote himself; the rest is found on the matters."""


@require_safe
def approvals(request: OfficeRequest) -> HttpResponse:
    """待审批 (待审核) of one officer on this day."""
    officer, today = request.user, clock.today()
    settings = worklist.settings_of(officer)
    counts = boxes.counts_of(officer, today, settings)
    waiting = drafting.awaiting_signature(officer, settings, today)
    found, after = page_of(drafting.with_text(waiting), ("drafted_at", "id"), request.GET.get("after", ""), DRAFTS)
    passed = list(drafting.passed_on(officer, settings, today).order_by("drafted_at", "id")[:LINES])
    own = list(drafting.own_waiting(officer, settings, today).order_by("drafted_at", "id")[:LINES])
    asked = consents.asked_of(officer).order_by("asked_at", "id")[:LINES]
    round_ = rounds.board(officer, rounds.awaiting(officer, settings, today), today, DRAFTS)
    context = {
        "rounds": [(one, sheets(one.blocks)) for one in round_],
        "more_rounds": counts.number["rounds"] > len(round_),
        "cards": [(one, sheets(one.draft.blocks)) for one in approving.board(officer, found, today, settings)],
        "total": capped(counts.number["drafts"] + counts.number["rounds"]),
        "asked": [consents.line_of(officer, one, today) for one in asked],
        "passed": approving.elsewhere(officer, passed, today),
        "own": approving.elsewhere(officer, own, today),
        "way_out": approving.way_out(officer, today) if own else "",
        "lent": delegation_of(officer, today) if HEADS[officer.side] not in officer.roles else None,
        "head": HEADS[officer.side].label,
        "tabs": tabs(request, boxes.SIGN, counts),
        "word": boxes.tabs_of(request.side)[boxes.SIGN],
        "more": more(request, after),
    }
    return render(request, "cases/approvals.html", context)
