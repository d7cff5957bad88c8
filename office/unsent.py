"""未提交的内容: what somebody typed on a page whose session had ended is handed back after signing in again, to the same person alone.

Kept by the server and never in the browser: computers of an office are shared. Who typed it is known from the session that ended, or,
where none is left, from a signed cookie that signing out takes away; both stay out of requests that come from other sites.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import _does_token_match  # type: ignore[attr-defined]
from django.utils import timezone

from office.models import Officer, Unsent

KEPT_FOR = timedelta(hours=24)
"""How long it waits for its author."""
MOST = 20
"""Pages (份) kept for one person at most: the oldest go."""
SIGN_INS = 5
"""So many sign-ins back a page of the same person is known as his."""
LARGEST = 300_000
"""Characters (字) of one page; more is no form of this program."""
SALT = "office.unsent"
FIELD = "unsent"
"""The form field that says which kept page is being handed in again."""
IGNORED = {"csrfmiddlewaretoken", FIELD}


def remember(request: HttpRequest, response: HttpResponse, cookie: str, officer: Officer) -> None:
    """Let this browser say later who worked in it, and which pages were drawn for him, should the session be gone by then."""
    who, marks = _known(request, cookie)
    drawn = [*(marks if who == str(officer.pk) else []), request.META["CSRF_COOKIE"]][-SIGN_INS:]
    response.set_cookie(
        cookie, signing.dumps([str(officer.pk), drawn], salt=SALT), max_age=KEPT_FOR, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def author(request: HttpRequest, cookie: str) -> Officer | None:
    """For whom the page was drawn that is handed in, if he worked in this browser last and has not signed out; None where nobody can be
    named: a page of somebody else who sat here before is nobody's."""
    who, marks = _known(request, cookie)
    token = request.POST.get("csrfmiddlewaretoken", "")
    if not any(_is_of(token, mark) for mark in marks):
        return None
    return Officer.objects.filter(pk=who, is_active=True).first()


def _known(request: HttpRequest, cookie: str) -> tuple[str, list[str]]:
    """Who signed in last, and the secrets of the forms that were drawn for him since."""
    try:
        who, marks = signing.loads(request.COOKIES.get(cookie, ""), salt=SALT, max_age=KEPT_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return "", []
    return who, marks


def _is_of(token: str, secret: str) -> bool:
    """Whether the token of a form was made from this secret; Django masks it anew on each page."""
    try:
        return _does_token_match(token, secret)
    except (AssertionError, ValueError):  # no token at all
        return False


def keep(request: HttpRequest, officer: Officer) -> bool:
    """Keep what the request would have handed in; False where there is nothing that could be given back."""
    data = {name: rows for name, rows in request.POST.lists() if name not in IGNORED}
    words = "".join(word for rows in data.values() for word in rows)
    if not any(words) or len(words) > LARGEST or "\x00" in words:
        return False
    files = [one.name for rows in request.FILES.lists() for one in rows[1] if one.name]
    own = Unsent.objects.filter(officer=officer)
    Unsent.objects.create(officer=officer, address=request.get_full_path()[:500], data=data, files=files)
    Unsent.objects.filter(pk__in=own.order_by("-at", "-id").values_list("pk", flat=True)[MOST:]).delete()
    return True


def forget() -> None:
    """Delete what waited too long, whoever's it is; called whenever anybody signs in."""
    Unsent.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()


def waiting(officer: Officer, prefix: str) -> list[Unsent]:
    """What waits for this officer on one portal, newest first; what waited too long is not shown any more."""
    return list(Unsent.objects.filter(officer=officer, address__startswith=prefix, at__gte=timezone.now() - KEPT_FOR))


def taken(officer: Officer, key: Any) -> None:
    """It is being handed in again, or is not wanted any more. An unknown key is nothing."""
    try:
        Unsent.objects.filter(officer=officer, pk=UUID(str(key))).delete()
    except ValueError:
        return
