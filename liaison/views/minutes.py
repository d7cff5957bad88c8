"""The record of a 联席会议 while it is held: both sides type at once; it works by plain forms, and by itself where there is a script."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cases.desk.page.reading import opened
from cases.exceptions import ActionError, NotFound
from cases.matters import perform
from liaison.selectors import minutes as found
from office import clock
from office.middleware import OfficeRequest, not_activity

QUIETLY = "X-Quietly"
"""Header of a press by the page's script: it wants to know how it went, and no page. Not a field: what is handed back wants its page."""


@require_safe
def minutes(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """The record, with one item opened."""
    return _page(request, pk, _number(request.GET.get("item", "")))


@require_POST
def minutes_act(request: OfficeRequest, pk: UUID, code: str) -> HttpResponse:
    """One press on the page of the record; a refusal leaves on the page what was typed."""
    if code not in found.TYPING:
        raise NotFound("没有这项办理。")
    no = _number(request.POST.get("item", ""))
    quietly = QUIETLY in request.headers
    try:
        result = perform(pk, code, officer=request.user, data=request.POST.dict(), now=clock.now())
    except NotFound:
        raise
    except ActionError as error:
        if quietly:
            return JsonResponse({"sentence": str(error)}, status=error.status)
        return _page(request, pk, no, refused=(code, error))
    if quietly:
        return JsonResponse({"number": str(result.matter.number)})
    if code in ("add_item", "add_part"):
        messages.success(request, "已补列一题。" if code == "add_item" else "已再加一件议定事项。")
        return redirect(f"{request.portal.url('minutes', pk)}?item={found.newest(pk)}#item")
    return redirect(f"{request.portal.url('minutes', pk)}?item={no}#{'said' if code == 'jot' else 'item'}")


@not_activity
@require_safe
def minutes_since(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """What the page has not shown yet, as JSON. Asking does not keep a session alive and writes nothing."""
    no, after = _number(request.GET.get("item", "")), _number(request.GET.get("after", ""))
    if no is None or after is None:
        raise NotFound("没有这一项议题。")
    return JsonResponse(asdict(found.since(request.user, pk, no, after, clock.now())))


def _page(request: OfficeRequest, pk: UUID, no: int | None, refused: tuple[str, ActionError] | None = None) -> HttpResponse:
    page = found.record(request.user, pk, no, clock.now())
    matter = page.dossier.matter
    context: dict[str, Any] = {"page": page, "matter": matter, "detail": page.dossier.detail, "typed": {}}
    status = 200
    if refused is not None:
        code, error = refused
        context |= {"refused": code, "sentence": str(error), "typed": request.POST}
        status = error.status
    with opened(matter, officer=request.user, what="会议记录", now=clock.now(), marks=False):
        return render(request, "liaison/minutes.html", context, status=status)


def _number(words: str) -> int | None:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 9 else None
