"""日历 of both portals: the week, the list, one's own subscription, and the feed that a calendar program reads."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.desk.calendar import feed, weeks
from cases.exceptions import Invalid, NotFound
from office import actions, clock, selectors
from office.duty.forms import asked_day
from office.middleware import ANYONE, OfficeRequest, open_to
from office.sides import Side

LONGEST_VIEW = 400
"""Days (日) from today that may be looked up."""
THEIRS = {Side.PROCURATORATE.value: "本办公室", Side.POLICE.value: "本单位"}
"""Whose calendar it is when it is not one's own."""


def _asked(request: OfficeRequest, name: str, today: date) -> date:
    day = asked_day(request.GET.get(name, ""), today)
    if day is None or abs((day - today).days) > LONGEST_VIEW:
        raise Invalid("没有这一天的日历，只能查看前后一年以内的；请返回日历重新选择。")
    return day


def _places(mine: bool, **days: date) -> dict[str, str]:
    """Queries of the links, each keeping whose calendar it is."""
    who = {} if mine else {"who": "office"}
    return {name: "?" + urlencode({"week": day.isoformat(), **who}) for name, day in days.items()}


@require_safe
def calendar(request: OfficeRequest) -> HttpResponse:
    """日历: a week of one's own, or of the whole desk, and what comes behind it."""
    today, mine = clock.today(), request.GET.get("who") != "office"
    day = _asked(request, "week", today)
    found = weeks.week(request.user, day, mine=mine, today=today)
    context: dict[str, Any] = {
        "week": found,
        "mine": mine,
        "theirs": THEIRS[request.side],
        "legend": weeks.legend(),
        "places": _places(mine, before=found.first - timedelta(days=7), now=today, after=found.first + timedelta(days=7)),
        "whose": {"mine": _places(True, now=found.first)["now"], "office": _places(False, now=found.first)["now"]},
        "list_from": "?" + urlencode({"from": found.first.isoformat(), **({} if mine else {"who": "office"})}),
        "subscription": selectors.subscription_of(request.user),
    }
    return render(request, "calendar/week.html", context)


@require_safe
def calendar_list(request: OfficeRequest) -> HttpResponse:
    """The same as a list of thirty days."""
    today, mine = clock.today(), request.GET.get("who") != "office"
    first = _asked(request, "from", today)
    step, who = timedelta(days=weeks.LIST_DAYS), {} if mine else {"who": "office"}
    context = {
        "first": first,
        "last": first + step - timedelta(days=1),
        "days": weeks.listed(request.user, first, mine=mine, today=today),
        "mine": mine,
        "theirs": THEIRS[request.side],
        "legend": weeks.legend(),
        "before": "?" + urlencode({"from": (first - step).isoformat(), **who}),
        "after": "?" + urlencode({"from": (first + step).isoformat(), **who}),
        "whose": {"mine": "?" + urlencode({"from": first.isoformat()}), "office": "?" + urlencode({"from": first.isoformat(), "who": "office"})},
        "week": _places(mine, now=first)["now"],
    }
    return render(request, "calendar/list.html", context)


@sensitive_variables()
@require_http_methods(["GET", "POST"])
def calendar_subscription(request: OfficeRequest) -> HttpResponse:
    """我的日历订阅: make one, or a new one in place of the old. Its address is on this one answer and nowhere else again."""
    address = ""
    if request.method == "POST":
        token = actions.subscribe(officer=request.user, now=clock.now())
        address = f"{request.get_host()}{request.portal.url('calendar')}{token}.ics"
    context = {
        "subscription": selectors.subscription_of(request.user),
        "web": f"{'https' if request.is_secure() else 'http'}://{address}" if address else "",
        "webcal": f"webcal://{address}" if address else "",
    }
    return render(request, "calendar/subscription.html", context)


@require_POST
def calendar_unsubscribe(request: OfficeRequest) -> HttpResponse:
    """End it: whoever asks with the old address gets nothing from now on."""
    actions.unsubscribe(officer=request.user)
    messages.success(request, "日历订阅已停用，原地址即刻失效；手机、电脑上的日历请自行删除。")
    return redirect(request.portal.url("calendar_subscription"))


@open_to(ANYONE)
@sensitive_variables()
@require_safe
def calendar_feed(request: Any) -> HttpResponse:
    """The calendar that the token in the address stands for. It reads nobody's session and writes nothing.

    404 for a token that is none (any more), 410 when its officer was deactivated.
    """
    try:
        officer = selectors.subscriber(request.feed_token, request.side)
    except NotFound as error:
        return _plain(str(error), 404)
    if not officer.is_active:
        return _plain("该人员的账号已经停用，日历订阅随之停止。", 410)
    body = feed.feed_of(officer, clock.now())
    tag = quote_etag(hashlib.sha256(body).hexdigest())
    headers = {
        "Content-Type": "text/calendar; charset=utf-8", "Content-Disposition": 'inline; filename="calendar.ics"',
        "ETag": tag, "Cache-Control": "private, no-cache",
    }  # fmt: skip
    answer = HttpResponse(body, headers=headers)
    return get_conditional_response(request, etag=tag, response=answer) or answer


def _plain(sentence: str, status: int) -> HttpResponse:
    return HttpResponse(sentence, content_type="text/plain; charset=utf-8", status=status)
