"""入口: the path prefix chooses the portal: its URL list, session cookie, base template and side (design 7).

Both portals may be open in one browser: each has its own session and CSRF cookie. Who may open a page is written on
its view with ``open_to``; a view that says nothing is business and refuses the 三员 and officers without a role.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user, logout
from django.contrib.auth.backends import ModelBackend
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, get_urlconf, reverse

from office import actions, unsent
from office.exceptions import JUST_NOW, ActionError, Conflict, of_two_at_once
from office.models import Officer
from office.sides import ADMIN_ROLES, POLICE_ROLES, PROCURATORATE_ROLES, Role, Side

View = TypeVar("View", bound=Callable[..., Any])
Audience = frozenset[str]

ANYONE: Audience = frozenset({"anyone"})
"""Also who has not signed in."""
SIGNED_IN: Audience = frozenset({"signed_in"})
"""Every officer of the portal's side, the 三员 included."""
BUSINESS: Audience = PROCURATORATE_ROLES | POLICE_ROLES
"""Whoever handles matters; what a view without a mark means."""


def open_to(*audience: str | Audience) -> Callable[[View], View]:
    """Mark a view function or class with whom its page is for: ``ANYONE``, ``SIGNED_IN`` or roles."""
    who = frozenset().union(*({one} if isinstance(one, str) else one for one in audience))

    def mark(view: View) -> View:
        view.audience = who  # type: ignore[attr-defined]
        return view

    return mark


def not_activity(view: View) -> View:
    """Mark a view that pages ask by themselves: it does not keep a session alive, and an ended one is left for the next real request."""
    view.not_activity = True  # type: ignore[attr-defined]
    return view


def audience_of(view: Any) -> Audience:
    """Whom a resolved view is for."""
    return getattr(view, "audience", None) or getattr(getattr(view, "view_class", None), "audience", None) or BUSINESS


@dataclass(frozen=True)
class NavItem:
    """One word of the navigation: shown to its audience, and only when some app serves its URL name."""

    label: str
    name: str
    audience: Audience = BUSINESS


ADMINISTRATION = (
    NavItem("单位", "organisations", frozenset({Role.SYSTEM_ADMIN})),
    NavItem("人员", "officers", frozenset({Role.SYSTEM_ADMIN})),
    NavItem("办公室设置", "options", frozenset({Role.SYSTEM_ADMIN})),
    NavItem("角色授予", "roles", frozenset({Role.SECURITY_ADMIN})),
    NavItem("审计记录", "audit", frozenset({Role.AUDIT_ADMIN})),
)


@lru_cache(2000)
def _place(urlconf: str | None, name: str, words: tuple[Any, ...]) -> str:
    """The address of a page with these words in it, and a gap for each key: of a page of a list Django would try hundreds of addresses
    against their patterns."""
    gap = str(UUID(int=0))
    address = reverse(name, urlconf=urlconf, args=[gap if one is None else one for one in words])
    return address.replace("{", "{{").replace("}", "}}").replace(gap, "{}")


@dataclass(frozen=True)
class Portal:
    """One side's door: everything that differs between the two."""

    side: str
    label: str
    nav: tuple[NavItem, ...]

    @property
    def prefix(self) -> str:
        return f"/{self.side}/"

    @property
    def base_template(self) -> str:
        return f"{self.side}/base.html"

    @property
    def session_cookie(self) -> str:
        return self._cookie("session")

    @property
    def csrf_cookie(self) -> str:
        return self._cookie("csrf")

    @property
    def author_cookie(self) -> str:
        """Who worked in this browser last (``office.unsent``)."""
        return self._cookie("author")

    def _cookie(self, purpose: str) -> str:
        # The prefix binds the cookie to this very host, over HTTPS only (RFC 6265bis 4.1.3.2).
        return f"{'__Host-' if settings.SESSION_COOKIE_SECURE else ''}{self.side}_{purpose}"

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """The address of a page of this portal. NoReverseMatch for an unknown name."""
        if kwargs:
            return reverse(f"{self.side}:{name}", args=args, kwargs=kwargs)
        words = tuple(None if isinstance(one, UUID) else one for one in args)
        return _place(get_urlconf(), f"{self.side}:{name}", words).format(*(one for one in args if isinstance(one, UUID)))

    def links(self, officer: Officer) -> list[tuple[NavItem, str]]:
        """The navigation of one officer: what is for him and is served here."""
        found = []
        for item in (*self.nav, *ADMINISTRATION):
            if item.audience & officer.roles:
                try:
                    found.append((item, self.url(item.name)))
                except NoReverseMatch:
                    continue
        return found


PORTALS: dict[str, Portal] = {
    portal.side: portal
    for portal in (
        Portal(
            Side.PROCURATORATE.value,
            "检察",
            (
                NavItem("待办", "inbox"),
                NavItem("事项", "matters"),
                NavItem("案件", "cases"),
                NavItem("协作", "cooperation"),
                NavItem("值班", "duty"),
                NavItem("日历", "calendar"),
                NavItem("台账", "ledger"),
                NavItem("通报", "bulletins"),
                NavItem("监督项目", "catalogue"),
                NavItem("补侦质效", "outlines"),
                NavItem("期限计算", "calculator"),
                NavItem("授权", "delegations", frozenset({Role.CHIEF})),
            ),
        ),
        Portal(
            Side.POLICE.value,
            "公安",
            (
                NavItem("待办", "inbox"),
                NavItem("我方发起", "started"),
                NavItem("协作", "cooperation"),
                NavItem("值班", "duty"),
                NavItem("日历", "calendar"),
                NavItem("我方台账", "ledger"),
                NavItem("通报", "bulletins"),
                NavItem("补侦质效", "outlines"),
                NavItem("期限计算", "calculator"),
                NavItem("授权", "delegations", frozenset({Role.HEAD})),
            ),
        ),
    )
}


def served() -> tuple[Portal, ...]:
    """The portals of this process: both, or the one that the setting PORTAL names."""
    return tuple(portal for portal in PORTALS.values() if settings.PORTAL in {None, portal.side})


class OfficeRequest(HttpRequest):
    """What a view of a portal receives; for annotations."""

    portal: Portal
    side: str
    feed_token: str

    @cached_property
    def user(self) -> Officer:  # type: ignore[override]
        """Set by Django's AuthenticationMiddleware."""
        raise NotImplementedError


class OfficerBackend(ModelBackend):
    """Who is signed in, with his organisation and his roles: every page of a portal asks for all three."""

    def get_user(self, user_id: Any) -> Officer | None:
        """The officer of a session; None for a disabled one. One query, two for who has no role."""
        found = Officer.with_roles(user_id)
        return found if found is not None and self.user_can_authenticate(found) else None


SESSION_ENDED = {
    "idle": "您已较长时间没有操作，系统已自动退出，请重新登录。",
    "expired": "本次登录已满时限，请重新登录。",
    "changed": "您的角色或单位已调整，请重新登录。",
    "side": "请从本机关人员的入口登录。",
}


def standing(officer: Officer) -> str:
    """What a session was opened on: it ends when the officer's organisation or roles change."""
    return f"{officer.organisation_id}:{','.join(sorted(officer.roles))}"


def open_session(request: HttpRequest, officer: Officer) -> None:
    """Mark a fresh session. The machine's clock is meant: a moved day must not lengthen a session."""
    request.session["since"] = request.session["seen"] = int(time.time())
    request.session["standing"] = standing(officer)


def problem(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """The page that says in one sentence why something is not possible."""
    return render(request, f"{status}.html", {"sentence": sentence}, status=status)


def _unstorable(request: HttpRequest) -> bool:
    """Whether something asked or typed holds a NUL: no form does by itself, and PostgreSQL takes it neither in text nor JSON."""
    return any("\x00" in words for data in (request.GET, request.POST) for _, rows in data.lists() for words in rows)


FEED = re.compile(r"(?P<portal>/[a-z]+)/calendar/(?P<token>[^/]{20,}?)(?:\.ics)?/*")
"""The address a calendar program asks, be it mistyped at its end: the token in it is a password."""


class TokenMiddleware:
    """Take the token out of a feed's address before anything else reads the address: so no log can name it, the server's own included.

    Django's log and error pages name ``path``, the access log of gunicorn names what stands in the environment of the request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        found = FEED.fullmatch(request.path_info)
        request.feed_token = found["token"] if found else ""
        if found:
            address = f"{found['portal']}/calendar/feed.ics"
            request.path = request.path.removesuffix(request.path_info) + address
            request.path_info = address
            request.META |= {"PATH_INFO": address} | {name: address for name in ("RAW_URI", "REQUEST_URI") if name in request.META}
        return self.get_response(request)


class PortalMiddleware:
    """Put ``portal`` and ``side`` on the request, keep the portals' cookies apart, and guard every view of a portal."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        portal = next((one for one in served() if request.path_info.startswith(one.prefix)), None)
        request.portal = portal
        request.side = portal.side if portal else ""
        names = self._names(portal)
        for plain, own in names:
            request.COOKIES.pop(plain, None)
            if own in request.COOKIES:
                request.COOKIES[plain] = request.COOKIES[own]
        response = self.get_response(request)
        if hasattr(request, "handed_in") and response.status_code < 400:  # what was refused still waits
            unsent.taken(*request.handed_in)
        for plain, own in names:
            if plain in response.cookies:
                morsel = response.cookies.pop(plain)
                response.cookies[own] = morsel.value
                response.cookies[own].update(dict(morsel))
        if portal:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    @staticmethod
    def _names(portal: Portal | None) -> tuple[tuple[str, str], ...]:
        """Django's name of a cookie and the portal's own."""
        if portal is None:
            return ()
        return ((settings.SESSION_COOKIE_NAME, portal.session_cookie), (settings.CSRF_COOKIE_NAME, portal.csrf_cookie))

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Sign-in, a living session, a password of one's own, and the page's audience: in this order."""
        portal: Portal | None = request.portal
        audience = audience_of(view)
        if portal is None or audience == ANYONE:
            return None
        # himself, not Django's stand-in: a list asks a thousand times for what he is
        officer = request.user = get_user(request)
        asking = getattr(view, "not_activity", False)
        if not officer.is_authenticated:
            self._keep_typed(request, view, unsent.author(request, portal.author_cookie))
            return HttpResponse(status=401) if asking else self._to_sign_in(request)
        reason = self._ended(request, officer, activity=not asking)
        if reason and asking:
            return HttpResponse(status=401)
        if reason:
            self._keep_typed(request, view, unsent.author(request, portal.author_cookie) if portal.author_cookie in request.COOKIES else officer)
            actions.sign_out(officer=officer, reason=SESSION_ENDED[reason])
            logout(request)
            return self._to_sign_in(request, reason)
        if officer.must_change_password and not getattr(view, "without_password", False):
            return HttpResponseRedirect(portal.url("password"))
        if _unstorable(request):
            return problem(request, 400, "提交的内容中有不能保存的字符，请重新填写。")
        if not (audience == SIGNED_IN or audience & officer.roles):
            return problem(request, 403, self._refusal(officer, audience))
        if unsent.FIELD in request.POST:
            request.handed_in = officer, request.POST[unsent.FIELD]
        return None

    @staticmethod
    def _keep_typed(request: Any, view: Any, officer: Officer | None) -> None:
        """What was typed before the session ended waits for the same person; passwords never do."""
        if request.method == "POST" and officer is not None and officer.side == request.side and not getattr(view, "without_password", False):
            unsent.keep(request, officer)

    @staticmethod
    def _refusal(officer: Officer, audience: Audience) -> str:
        if not officer.roles:
            return "您尚未被授予角色，请与本单位安全管理员联系。"
        if officer.roles & ADMIN_ROLES:
            return f"{officer.role_labels}不办理业务，也不查看事项，不能打开这一页。"
        names = "、".join(Role(code).label for code in Role.values if code in audience)
        return f"这一页供{names}使用，您的角色是{officer.role_labels}。"

    @staticmethod
    def _ended(request: Any, officer: Officer, *, activity: bool = True) -> str:
        now, session = int(time.time()), request.session
        if officer.side != request.side:
            return "side"
        if session.get("standing") != standing(officer):
            return "changed"
        if now - session.get("since", 0) > settings.SESSION_LIFE_HOURS * 3600:
            return "expired"
        if now - session.get("seen", 0) > settings.SESSION_IDLE_MINUTES * 60:
            return "idle"
        if activity and now - session["seen"] >= 60:  # one write a minute is enough
            session["seen"] = now
        return ""

    @staticmethod
    def _to_sign_in(request: Any, reason: str = "") -> HttpResponse:
        query = {"next": request.get_full_path()} if request.method == "GET" else {}
        if reason:
            query["reason"] = reason
        address = request.portal.url("sign_in") + ("?" + urlencode(query) if query else "")
        return HttpResponseRedirect(address)

    def process_exception(self, request: Any, error: Exception) -> HttpResponse | None:
        """An act that was refused becomes a page with its sentence, and so does one of two that met in the database."""
        if isinstance(error, ActionError):
            return problem(request, error.status, str(error))
        if isinstance(error, OperationalError) and of_two_at_once(error):
            return problem(request, Conflict.status, JUST_NOW)
        return None
