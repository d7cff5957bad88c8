"""授权: the page on which 检察长 (公安机关负责人) lets another decide in his name, and ends it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from office import actions, clock, selectors
from office.blocks import chinese_date
from office.exceptions import Conflict, Invalid
from office.forms import DelegationForm, EndDelegationForm
from office.middleware import OfficeRequest
from office.sides import HEADS
from office.views.doors import add_errors


def _standing(row: Any, today: Any) -> str:
    """How one delegation stands today, in a word."""
    if row.ended_on is not None:
        return "已终止"
    if row.ends_on < today:
        return "已到期"
    return "生效中" if row.begins_on <= today else "尚未开始"


@require_http_methods(["GET", "POST"])
def delegations(request: OfficeRequest) -> HttpResponse:
    """Every delegation of one's own organisation; who decides himself enters a new one. Others read it."""
    officer, today = request.user, clock.today()
    head = HEADS[officer.side]
    people = selectors.possible_delegates(officer, today)
    form = DelegationForm(request.POST if request.method == "POST" else None, initial={"begins_on": today}, people=people)
    status = 200
    if form.is_bound:
        status = 400
        given = form.cleaned_data if form.is_valid() else {}
        if given or head not in officer.roles:  # whoever may not delegate is told so, whatever he typed
            given = given or {"to": "", "begins_on": today, "ends_on": today, "scope": ""}
            try:
                made = actions.delegate(officer=officer, now=clock.now(), **given)
            except Invalid as error:
                add_errors(form, error)
            except Conflict as error:
                form.add_error(None, str(error))
                status = error.status
            else:
                days = f"自{chinese_date(made.begins_on)}至{chinese_date(made.ends_on)}"
                messages.success(request, f"已授权{made.delegate.name}，{days}。")
                return redirect(request.portal.url("delegations"))
    rows = [
        {"row": row, "standing": _standing(row, today), "open": _standing(row, today) in ("生效中", "尚未开始")}
        for row in selectors.delegations(officer)
    ]
    context = {"rows": rows, "form": form, "gives": head in officer.roles, "head": head.label, "able": people.exists()}
    return render(request, "office/delegations.html", context, status=status)


@require_POST
def delegation_end(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """End one at once, with a reason."""
    form = EndDelegationForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    ended = actions.end_delegation(officer=request.user, pk=pk, reason=reason, now=clock.now())
    messages.success(request, f"对{ended.delegate.name}的授权已终止，即时生效。")
    return redirect(request.portal.url("delegations"))
