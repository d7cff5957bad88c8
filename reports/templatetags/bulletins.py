"""How a part of a bulletin becomes words, a link or a picture on its page."""

from __future__ import annotations

import base64
from typing import Any

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reports.selectors import MATTER

register = template.Library()


@register.simple_tag(takes_context=True)
def part(context: dict[str, Any], one: list[str]) -> SafeString:
    """Words; a figure leads to its rows, a matter's number to the matter where this officer may open it."""
    words, key = one
    portal = context["request"].portal
    if key in context["reachable"]:
        return format_html('<a href="{}">{}</a>', portal.url("matter", key.removeprefix(MATTER)), words)
    if key and not key.startswith(MATTER):
        return format_html('<a href="{}">{}</a>', portal.url("bulletin_rows", context["bulletin"].pk, key), words)
    return linebreaksbr(words)


@register.filter
def picture(svg: str) -> str:
    """A drawing as an address, which the content policy allows for pictures."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
