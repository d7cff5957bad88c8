"""How a part of a bulletin becomes a link or a picture on its page."""

from __future__ import annotations

import base64
from uuid import UUID

from django import template

register = template.Library()

MATTER = "matter:"


@register.filter
def is_matter(key: str) -> bool:
    """Whether the words lead to one matter."""
    return key.startswith(MATTER)


@register.filter
def matter_of(key: str) -> UUID:
    """The matter they lead to."""
    return UUID(key.removeprefix(MATTER))


@register.filter
def picture(svg: str) -> str:
    """A drawing as an address, which the content policy allows for pictures."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
