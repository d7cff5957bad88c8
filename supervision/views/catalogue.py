"""监督项目与类案分析. Prosecutors' portal only."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.exceptions import Conflict
from office import clock
from office.middleware import OfficeRequest
from supervision.actions import catalogue as actions
from supervision.forms.catalogue import RetireForm, SubItemForm
from supervision.selectors import catalogue as selectors
from supervision.selectors import classes as classing


@require_http_methods(["GET", "POST"])
def catalogue(request: OfficeRequest) -> HttpResponse:
    """The items of 规则第567条 with their 细目; 检察官、检察长 add one of the office."""
    officer, today = request.user, clock.today()
    views = selectors.catalogue(officer, today)
    form = SubItemForm(request.POST if request.method == "POST" else None, items=[view.item for view in views])
    status = 200
    if form.is_bound:
        if form.is_valid() or not selectors.may_keep(officer):  # who may not is told so, whatever he typed
            given = form.cleaned_data if form.is_valid() else {"item": None, "text": "", "article": ""}
            try:
                made = actions.add_sub_item(officer=officer, now=clock.now(), **given)
            except Conflict as error:
                form.add_error(None, str(error))
                status = error.status
            else:
                messages.success(request, f"已增设细目“{made.text}”（{made.article}）。")
                return redirect(request.portal.url("catalogue"))
        status = status if status != 200 else 400
    selectors.put_beside(views, officer, today)
    context = {"views": views, "form": form, "keeps": selectors.may_keep(officer)}
    return render(request, "supervision/catalogue.html", context, status=status)


@require_POST
def sub_item_retire(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """Put a 细目 of the office out of use, with a reason."""
    form = RetireForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    ended = actions.retire_sub_item(officer=request.user, key=pk, reason=reason, now=clock.now())
    messages.success(request, f"细目“{ended.text}”已停用，已经登记的事项不受影响。")
    return redirect(request.portal.url("catalogue"))


@require_safe
def classes(request: OfficeRequest) -> HttpResponse:
    """类案分析: what recurs, and where levels were used unevenly."""
    return render(request, "supervision/classes.html", {"found": classing.classes(request.user, clock.today())})
