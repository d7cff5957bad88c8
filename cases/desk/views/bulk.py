"""批量办理: what is ticked in a list, line by line, with what will happen; then what came of each."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cases.desk.lists.bulking import Bulk, bulk_of, carry_out_all
from office import clock
from office.middleware import OfficeRequest


@require_http_methods(["GET", "POST"])
def bulk(request: OfficeRequest, code: str) -> HttpResponse:
    """GET: the lines and the one form. POST: each line done by itself, and its result; a form with a mistake does none."""
    officer, today, now = request.user, clock.today(), clock.now()
    given = request.POST if request.method == "POST" else request.GET
    back = given.get("back", "")
    if not back.startswith((request.portal.url("inbox"), request.portal.url("matters"))):
        back = ""
    if request.method == "GET" and back and not (given.getlist("id") or given.getlist("paper")):
        messages.warning(request, "请先在列表中勾选，再点要办理的按钮。")
        return redirect(back)
    back = back or request.portal.url("inbox")
    act = bulk_of(
        code,
        officer=officer,
        ids=given.getlist("id"),
        papers=given.getlist("paper"),
        to=given.get("to", ""),
        today=today,
    )
    if request.method == "GET":
        return _page(request, act, back, act.form(officer, today))
    form = act.form(officer, today, request.POST, request.FILES)
    if form is not None and not form.is_valid():
        return _page(request, act, back, form, status=400)
    uploads = {name: request.FILES.getlist(name) for name in request.FILES}
    done, skipped = carry_out_all(act, officer=officer, data=request.POST, uploads=uploads, now=now)
    return _page(request, act, back, None, result=(done, skipped))


def _page(
    request: OfficeRequest, act: Bulk, back: str, form: forms.Form | None, *, result: tuple[int, int] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "act": act,
        "back": back,
        "form": form,
        "ready": len(act.ready),
        "skipped": len(act.lines) - len(act.ready),
        "result": result,
        "has_files": form is not None and form.is_multipart(),
    }
    return render(request, "cases/bulk.html", context, status=status)
