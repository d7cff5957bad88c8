"""联席会议: the page of one meeting, what is pressed on it, its sign-in sheet, and the plan of regular ones."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.desk.page.page import matter_page, people
from cases.desk.page.reading import opened
from cases.desk.views.acts import version_of
from cases.desk.views.blocks import sheets
from cases.desk.views.buttons import button, for_row
from cases.desk.views.papers import PDF, answer
from cases.exceptions import Conflict, Invalid, NotFound
from cases.matters import allowed_actions, perform
from cases.matters.acts.offers import DO, require
from cases.matters.dossier import dossier
from liaison.actions import PLANS, plan, planned
from liaison.forms.series import SeriesForm
from liaison.selectors import meeting as meetings
from liaison.selectors import series as plans
from office import clock
from office.middleware import OfficeRequest
from office.pdf import render_pdf

ONE_PRESS = ("list_item", "arrange", "refresh_agenda")
"""Acts of the agenda that want no page of their own."""


@require_safe
def meeting(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """One meeting: the agenda with what is proposed beside it, who takes part, what came of each item."""
    officer, today = request.user, clock.today()
    matter = dossier(officer, pk, **people())
    offers = [offer for offer in allowed_actions(matter, officer, today) if offer.mode == DO]
    shown = meetings.page(matter, offers, officer, today)
    apart = for_row(matter.detail, [button(request, matter, offer) for offer in offers if not offer.action.item and offer.code not in ONE_PRESS])
    apart = [replace(one, primary=one.primary and one.code != "adjourn") for one in apart]  # not what is pressed next where 散会 cannot be yet
    context = {
        "matter": matter.matter,
        "detail": matter.detail,
        "state": matter.state,
        "page": shown,
        "stands": matter_page(matter, officer, today, []),
        "buttons": apart,
        "codes": {offer.code for offer in offers},
        "side": request.side,
    }
    with opened(matter.matter, officer=officer, what="联席会议", now=clock.now(), marks=False):
        return render(request, "liaison/meeting.html", context)


@require_POST
def meeting_press(request: OfficeRequest, pk: UUID, code: str) -> HttpResponse:
    """列入, 移动, 更新建议: one press, and back to the agenda."""
    if code not in ONE_PRESS:
        raise NotFound("没有这项办理。")
    here = dossier(request.user, pk)
    if not here.table.has_action(code):
        raise NotFound("没有这项办理。")
    require(here, here.table.action(code), request.user, clock.today(), mode=DO)
    data = {name: request.POST.get(name, "") for name in ("item", "order") if name in request.POST}
    try:
        result = perform(pk, code, officer=request.user, data=data, now=clock.now(), version=version_of(request))
    except (Invalid, Conflict) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已办理：{result.event.label}。")
    return redirect(request.portal.url("meeting", pk))


@require_safe
def sign_in_sheet(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """签到表, to be printed."""
    matter = dossier(request.user, pk)
    shown = meetings.page(matter, [], request.user, clock.today())
    with opened(matter.matter, officer=request.user, what="签到表", now=clock.now(), marks=False):
        return render(request, "liaison/sign_in_sheet.html", {"matter": matter.matter, "detail": matter.detail, "page": shown})


@require_safe
def excerpt(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """节录 of the signed 纪要: the items chosen, as they were printed; to be printed for the court, or opened from a source matter."""
    found = dossier(request.user, pk)
    cut = meetings.excerpt(found, request.GET.getlist("item"))
    with opened(found.matter, officer=request.user, what="纪要节录", now=clock.now(), marks=False):
        return render(request, "liaison/excerpt.html", {"matter": found.matter, "cut": cut, "sheets": sheets(cut.blocks)})


@require_safe
def excerpt_pdf(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """The same on paper."""
    found = dossier(request.user, pk)
    cut = meetings.excerpt(found, request.GET.getlist("item"))
    if not cut.blocks:
        raise NotFound("请先选择节录哪些议题。")
    name = f"{cut.paper.name}（节录）"
    with opened(found.matter, officer=request.user, what="纪要节录下载", now=clock.now(), marks=False):
        return answer(render_pdf(cut.blocks, title=name), PDF, f"{name}{cut.paper.number}.pdf")


@require_safe
def series(request: OfficeRequest) -> HttpResponse:
    """例会计划 of the office: what is due, who convenes, and every series."""
    officer, today = request.user, clock.today()
    context = {"due": plans.due(officer, today), "rows": plans.series_of(officer), "plans": bool(officer.roles & PLANS)}
    return render(request, "liaison/series.html", context)


@require_http_methods(["GET", "POST"])
def series_form(request: OfficeRequest, pk: UUID | None = None) -> HttpResponse:
    """One series to be planned."""
    office, row = planned(request.user, pk)
    form = SeriesForm(request.POST if request.method == "POST" else None, instance=row, office=office, today=clock.today())
    if request.method == "POST" and form.is_valid():
        plan(form, officer=request.user)
        messages.success(request, "例会计划已保存。")
        return redirect(request.portal.url("series"))
    context = {"form": form, "title": "例会计划", "button": "保存", "back": "series"}
    return render(request, "duty/form.html", context, status=400 if form.errors else 200)
