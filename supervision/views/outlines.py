"""补侦质效, in both portals: what the bulletin of neither side ranks."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from office import clock
from office.exceptions import Invalid
from office.middleware import OfficeRequest
from supervision.selectors.outlines import outlines as measured


@require_safe
def outlines(request: OfficeRequest) -> HttpResponse:
    """提纲质量 and 条目落实率 of a period; default: this year to today."""
    today = clock.today()
    first = _day(request.GET.get("first", ""), date(today.year, 1, 1))
    last = _day(request.GET.get("last", ""), today)
    if first > last:
        raise Invalid("统计的起止日期颠倒，请重新选择。")
    return render(request, "supervision/outlines.html", {"found": measured(request.user, first, last)})


def _day(given: str, default: date) -> date:
    if not given:
        return default
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise Invalid(f"“{given[:20]}”不是有效的日期，请写成 2026-11-20。") from error
