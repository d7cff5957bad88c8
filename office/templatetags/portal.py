"""Words and links of a portal for templates: ``{% purl %}``, navigation, heartbeat, bell, dates, articles."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe

from office import clock, selectors
from office.middleware import Portal

register = template.Library()

BELL = "cases.matters.telling.notices.unread_notices"
"""Takes the officer and the day, returns how many notices he has not read; used where the URL name ``notices`` is served."""


@register.simple_tag(takes_context=True)
def purl(context: dict[str, Any], name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page in the current portal."""
    return context["request"].portal.url(name, *args, **kwargs)


@register.simple_tag(takes_context=True)
def navigation(context: dict[str, Any]) -> list[dict[str, Any]]:
    """The words of the navigation for this officer; the one whose address the page lies under is current."""
    request = context.get("request")  # a page of last resort is rendered without one
    portal: Portal | None = getattr(request, "portal", None)
    officer = getattr(request, "user", None)
    if request is None or portal is None or officer is None or not officer.is_authenticated:
        return []
    links = portal.links(officer)
    under = [address for _, address in links if request.path.startswith(address)]
    current = max(under, key=len, default="")
    return [{"label": item.label, "address": address, "current": address == current} for item, address in links]


@register.simple_tag(takes_context=True)
def bell(context: dict[str, Any]) -> dict[str, Any] | None:
    """Unread notices and where they are listed; None for the 三员 and where no app serves them."""
    request = context.get("request")
    officer = getattr(request, "user", None)
    if request is None or officer is None or not officer.is_authenticated or not officer.roles or officer.is_administrator:
        return None
    try:
        address = request.portal.url("notices")
    except NoReverseMatch:
        return None
    count = import_string(BELL)(officer, clock.today())
    return {"address": address, "count": count, "words": "99+" if count > 99 else str(count)}


@register.simple_tag
def heartbeat() -> selectors.Heartbeat:
    """How the deadline check stands."""
    return selectors.heartbeat(clock.now())


@register.simple_tag
def server_time() -> str:
    """The server's time in words: 2026年11月20日 09:12."""
    now = clock.now()
    return f"{cn_day(now)} {now:%H:%M}"


@register.filter
def cn_day(value: date | datetime | None) -> str:
    """2026年11月20日, without leading zeros; — for none."""
    if value is None or value == "":
        return "—"
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{value.year}年{value.month}月{value.day}日"


@register.filter
def cn_moment(value: datetime | None) -> str:
    """2026年11月20日 09:12; — for none."""
    if not value:
        return "—"
    return f"{cn_day(value)} {timezone.localtime(value):%H:%M}"


_short = "|".join(sorted({re.escape(short) for _, short, _ in selectors.LAWS}, key=len, reverse=True))
_citation = re.compile(rf"(?P<law>{_short})?(?P<article>第\d+条)(?:第\d+款)?")


@register.simple_tag(takes_context=True)
def citation(context: dict[str, Any], text: str) -> SafeString:
    """A basis such as 规则第563条、第564条 with each article as a link to its text; after 、 the law is the one before."""
    portal: Portal = context["request"].portal
    address = portal.url("articles")
    parts, end, law = [], 0, ""
    for found in _citation.finditer(text):
        law = found["law"] or (law if text[: found.start()].endswith("、") else "")
        if not law:
            continue
        parts.append(conditional_escape(text[end : found.start()]))
        query = urlencode({"law": law, "no": found["article"]})
        parts.append(format_html('<a href="{}?{}">{}</a>', address, query, found[0]))
        end = found.end()
    parts.append(conditional_escape(text[end:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part was escaped above


@register.filter
def is_kind(field: Any, kind: str) -> bool:
    """Whether a bound field's widget is of a kind: checkbox, file, many, hidden."""
    widget = field.field.widget
    names = {one.__name__ for one in type(widget).__mro__}
    wanted = {
        "checkbox": {"CheckboxInput"},
        "file": {"FileInput"},
        "many": {"RadioSelect", "CheckboxSelectMultiple", "RowsWidget"},
        "wide": {"Textarea", "RadioSelect", "CheckboxSelectMultiple", "FileInput", "RowsWidget"},
    }[kind]
    return bool(names & wanted)


@register.filter
def error_target(form: Any, name: str) -> str:
    """The id of a form's field, for the link of the error summary."""
    return form[name].id_for_label or form[name].auto_id


@register.filter
def label_of(form: Any, name: str) -> str:
    """The label of a form's field."""
    return str(form[name].label)


@register.filter
def at(rows: Any, place: int) -> Any:
    """The row at a place, counted from 0."""
    return rows[place]


@register.filter
def dial(words: str) -> str:
    """What a telephone dials of 「短号6201」 or 「0510-81234567」: 6201, 051081234567."""
    return "".join(sign for sign in words if sign.isdigit() or sign == "+")
