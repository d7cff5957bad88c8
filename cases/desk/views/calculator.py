"""期限计算器: one rule, one starting day, the last day and why. A result is an address, to be linked and printed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.desk.lists.forms import CalculatorForm
from cases.rules import rule
from office import clock
from office.holidays import calendar
from office.middleware import OfficeRequest
from office.periods import MARKS, ROLLS, WEEKDAYS, Length, PeriodError, always, compute, day_text, moment_text, never


@require_safe
def calculator(request: OfficeRequest) -> HttpResponse:
    """The form, and under it the result of what was asked."""
    if "rule" not in request.GET:
        return render(request, "cases/calculator.html", {"form": CalculatorForm(initial={"day": clock.today()})})
    form = CalculatorForm(request.GET)
    result = _result(form) if form.is_valid() else None
    return render(request, "cases/calculator.html", {"form": form, "result": result}, status=200 if result else 400)


def _result(form: CalculatorForm) -> dict[str, Any] | None:
    """The computation in words; None with the reason beside the field it concerns."""
    data = form.cleaned_data
    chosen = rule(data["rule"], data["day"])
    if chosen.hourly and data["time"] is None and not data["length"]:
        form.add_error("time", f"“{chosen.label}”以小时计算，请填写起算时刻。")
        return None
    start = datetime.combine(data["day"], data["time"]) if data["time"] else data["day"]
    length: Length | None = None
    try:
        length = Length.parse(data["length"]) if data["length"] else None
        found = compute(chosen, start, calendar=calendar(), in_custody=always if data["custody"] else never, length=length)
    except PeriodError as error:
        form.add_error("length" if data["length"] or chosen.length is None else "time" if chosen.hourly else "day", str(error))
        return None
    due = f"{day_text(found.due_on)}（{WEEKDAYS[found.due_on.weekday()]}）" if found.due_on else "没有固定期限"
    return {
        "rule": chosen,
        "length": length.text if length else chosen.length_text,
        "due": moment_text(found.due_at) if found.due_at else due,
        "legal": moment_text(found.legal_due_at) if found.legal_due_at and found.legal_due_at != found.due_at else "",
        "steps": found.steps,
        "warnings": found.warnings,
        "roll": ROLLS[chosen.roll],
        "mark": "" if chosen.mark == "V" else MARKS[chosen.mark],
        "start": moment_text(start) if isinstance(start, datetime) and chosen.hourly else day_text(data["day"]),
        "custody": data["custody"],
    }
