"""常用视图: saved from a list, renamed and deleted on a page of their own. Each officer has only his."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cases.desk.lists.forms import NewViewForm, ViewForm
from cases.desk.lists.saved import saved_view, saved_views
from cases.desk.lists.saving import delete_view, rename_view, save_view
from cases.exceptions import Invalid
from office.middleware import OfficeRequest

LISTS = {"inbox": "待办", "matters": "事项"}


@require_http_methods(["GET", "POST"])
def views(request: OfficeRequest) -> HttpResponse:
    """GET: one's saved views, to rename or delete. POST: save the conditions of a list under a name."""
    if request.method == "GET":
        return _page(request)
    form = NewViewForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=400)
    data = form.cleaned_data
    try:
        saved = save_view(data["page"], data["name"], data["query"], officer=request.user)
    except Invalid as error:
        form.add_error(None, str(error))
        return _page(request, form=form, status=400)
    messages.success(request, f"已存为常用视图“{saved.name}”。")
    return redirect(f"{request.portal.url(saved.page)}?{saved.query}&view={saved.pk}")


@require_POST
def view(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """Rename or delete one."""
    saved_view(request.user, pk)
    if request.POST.get("press") == "delete":
        messages.success(request, f"已删除常用视图“{delete_view(pk, officer=request.user)}”。")
        return redirect(request.portal.url("views"))
    form = ViewForm(request.POST)
    if form.is_valid():
        try:
            messages.success(request, f"已改名为“{rename_view(pk, form.cleaned_data['name'], officer=request.user).name}”。")
            return redirect(request.portal.url("views"))
        except Invalid as error:
            form.add_error(None, str(error))
    return _page(request, wrong=(pk, form), status=400)


def _page(
    request: OfficeRequest, *, form: NewViewForm | None = None, wrong: tuple[UUID, ViewForm] | None = None, status: int = 200
) -> HttpResponse:
    rows = saved_views(request.user)
    groups = [
        {
            "label": label,
            "rows": [
                {"view": one, "address": f"{request.portal.url(page)}?{one.query}&view={one.pk}", "form": _form_of(one, wrong)}
                for one in rows
                if one.page == page
            ],
        }
        for page, label in LISTS.items()
    ]
    return render(request, "cases/views.html", {"groups": groups, "form": form}, status=status)


def _form_of(row: object, wrong: tuple[UUID, ViewForm] | None) -> ViewForm | None:
    """The form of the row that was refused, with its sentence."""
    return wrong[1] if wrong is not None and wrong[0] == row.pk else None  # type: ignore[attr-defined]
