"""案件: list, page, entry. Prosecutors' portal only: the police see no case pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases.desk.lists.filters import address
from cases.desk.lists.keyset import page_of
from cases.desk.page.entry import opening_office
from cases.desk.page.reading import opened
from cases.desk.page.typing import forget_typed, keep_typed
from cases.exceptions import ActionError, Conflict, Invalid
from cases.register import actions, selectors
from cases.register.forms import CaseEntry
from office import clock
from office.blocks import chinese_date
from office.middleware import OfficeRequest, open_to
from office.sides import Role

KEEPERS = open_to(Role.PROSECUTOR, Role.ASSISTANT)
MORE = 3
"""Empty rows that one press of 「增加几行」 adds."""


@require_safe
def cases(request: OfficeRequest) -> HttpResponse:
    """The cases in reach, newest first, fifty a page."""
    words = request.GET.get("q", "").strip()[:60]
    found, cursor = page_of(selectors.cases(request.user, words), ("-id",), request.GET.get("after", ""))
    context = {
        "rows": selectors.lines(found, clock.today()),
        "words": words,
        "more": address(request.GET, after=cursor) if cursor else "",
        "paged": bool(request.GET.get("after")),
        "first": address(request.GET),
        "plain": request.portal.url("cases"),
        "may_keep": actions.may_keep(request.user),
        "several": len({row.office_id for row in found}) > 1,
    }
    return render(request, "cases/cases.html", context)


@require_safe
def case(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """One case: facts, people with their custody history, matters."""
    found, today = selectors.case(request.user, pk), clock.today()
    matters = selectors.matters_of_case(request.user, found)
    context = {
        "case": found,
        "people": selectors.people(found, today),
        "clocks": selectors.clocks_of_case(request.user, found, today),
        "matters": matters,
        "proposals": selectors.proposals(request.user, found, matters, today),
        "hints": selectors.duplicates(request.user, number="", people_given=_registered(found), except_for=found.pk),
        "references": selectors.references(request.user, found, today),
        "may_keep": actions.may_keep(request.user, found),
    }
    with opened(found, officer=request.user, what="案件", now=clock.now()):
        return render(request, "cases/case.html", context)


def _registered(found: Any) -> list[dict[str, Any]]:
    return [{"name": row.name, "id_number": row.id_number, "born_on": row.born_on} for row in found.suspects.all()]


@KEEPERS
@require_http_methods(["GET", "POST"])
def case_new(request: OfficeRequest) -> HttpResponse:
    """Enter a case with its people and their measures."""
    actions.require_keeper(request.user)
    return _entry(request, None)


@KEEPERS
@require_http_methods(["GET", "POST"])
def case_edit(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """Change them."""
    found = selectors.case(request.user, pk)
    actions.require_keeper(request.user, found)
    return _entry(request, found)


def _entry(request: OfficeRequest, found: Any) -> HttpResponse:
    key = f"case:{found.pk}" if found else "case:new"
    press = request.POST.get("press", "save") if request.method == "POST" else "open"
    if press == "open":
        return _opened(request, found, key)
    if press == "draft":
        keep_typed(key, dict(request.POST.lists()), officer=request.user, now=clock.now())
        messages.success(request, "已存草稿，只有您自己能看到，尚未登记。")
        return redirect(request.get_full_path())
    if press == "forget":
        forget_typed(key, officer=request.user)
        messages.success(request, "草稿已丢弃。")
        return redirect(request.get_full_path())
    if press in {"suspects", "measures"}:
        return _page(request, found, _unbound(request, found, request.POST.dict(), press), more=press)
    return _saved(request, found, key)


def _opened(request: OfficeRequest, found: Any, key: str) -> HttpResponse:
    registered = selectors.sheet(found) if found else {}
    kept, saved_at = selectors.typed(request.user, key)
    entry = _unbound(request, found, kept or registered)
    return _page(request, found, entry, saved_at=saved_at)


def _unbound(request: OfficeRequest, found: Any, values: Mapping[str, Any], more: str = "") -> CaseEntry:
    """The page with these values and empty rows below; nothing is judged yet."""
    fresh = not values
    extra = (MORE if more == "suspects" else 3 if fresh else 0, MORE if more == "measures" else 3 if fresh else 0)
    if not more and not fresh:
        extra = (1, 1)
    return CaseEntry(
        office=_office(request), today=clock.today(), case_id=found.pk if found else None, initial=values, extra=extra
    )


def _office(request: OfficeRequest) -> Any:
    office = opening_office(request.user)
    if office is None:
        raise Invalid("您不属于任何办公室，不能登记案件。")
    return office


def _saved(request: OfficeRequest, found: Any, key: str) -> HttpResponse:
    officer, case_id = request.user, found.pk if found else None
    entry = CaseEntry(office=_office(request), today=clock.today(), case_id=case_id, data=request.POST, extra=(0, 0))
    if not entry.is_valid():
        return _page(request, found, entry, status=400)
    suspects = [(place, form.cleaned_data) for place, form in entry.suspects.written()]
    hints = _new_hints(request, entry, [data for _, data in suspects], found)
    if hints and request.POST.get("checked") != selectors.checked_mark(hints):
        return _page(request, found, entry, hints=hints)
    try:
        saved, moved = actions.save_case(
            officer=officer, case_id=case_id, values=entry.case.cleaned_data, suspects=suspects,
            measures=[form.cleaned_data for _, form in entry.measures.written()], marker=entry.marker, now=clock.now(),
        )
    except ActionError as error:
        return _page(request, found, entry, sentence=str(error), status=error.status)
    forget_typed(key, officer=officer)
    messages.success(request, f"案件“{saved.name}”已保存。")
    for change in moved:
        old, new = chinese_date(change.old), chinese_date(change.new)
        messages.warning(request, f"羁押情况变化，“{change.deadline.label}”届满日由{old}改为{new}。")
    return redirect(request.portal.url("case", saved.pk))


def _new_hints(request: OfficeRequest, entry: CaseEntry, people: list[Any], found: Any) -> list[selectors.Hint]:
    """Possible duplicates of what is new on this page; people registered with the case before were looked at then."""
    fresh = [person for person in people if not person.get("key")]
    number = entry.case.cleaned_data["number"] if found is None or entry.case.cleaned_data["number"] != found.number else ""
    return selectors.duplicates(request.user, number=number, people_given=fresh, except_for=found.pk if found else None)


def _page(
    request: OfficeRequest, found: Any, entry: CaseEntry, *, hints: list[selectors.Hint] | None = None, sentence: str = "",
    saved_at: Any = None, more: str = "", status: int = 200,
) -> HttpResponse:
    stale = status == Conflict.status
    if not hints and status == 200:
        entry.focus(more)
    context = {
        "case": found,
        "entry": entry,
        "problems": entry.problems(),
        "hints": hints or [],
        "checked": selectors.checked_mark(hints) if hints else "",
        # after a 409 the page carries the present marker: who saves again does so knowingly
        "marker": selectors.sheet(selectors.case(request.user, found.pk))["marker"] if stale and found else entry.marker,
        "sentence": sentence,
        "stale": stale and found is not None,
        "saved_at": saved_at,
        "more": more,
    }
    return render(request, "cases/case_form.html", context, status=status)
