"""Front door, sign-in and sign-out, password, and where an officer lands."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.csrf import csrf_failure
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from office import actions, unsent
from office.exceptions import Invalid
from office.forms import PasswordForm, SignInForm
from office.middleware import ANYONE, SESSION_ENDED, SIGNED_IN, OfficeRequest, Portal, audience_of, open_session, open_to, served


@require_safe
def doors(request: HttpRequest) -> HttpResponse:
    """The plain page with a door for each side."""
    return render(request, "office/doors.html", {"doors": served()})


@require_safe
def matter_door(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One address of a matter for both sides: go to the portal one is signed in to, else choose a door."""
    for portal in served():
        if _signed_in(request, portal):
            return redirect(f"{portal.prefix}matters/{pk}/")
    return render(request, "office/doors.html", {"doors": served(), "next": f"matters/{pk}/"})


def _signed_in(request: HttpRequest, portal: Portal) -> bool:
    key = request.COOKIES.get(portal.session_cookie)
    store = import_module(settings.SESSION_ENGINE).SessionStore
    return bool(key) and SESSION_KEY in store(key).load()


@open_to(SIGNED_IN)
@require_safe
def home(request: OfficeRequest) -> HttpResponse:
    """Go to the officer's first page; who has none is told why."""
    links = request.portal.links(request.user)
    if links:
        return redirect(links[0][1])
    return render(request, "office/home.html")


@open_to(ANYONE)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: OfficeRequest) -> HttpResponse:
    """Sign in to this portal; officers of the other side are told which door is theirs."""
    portal = request.portal
    if request.method == "GET" and request.user.is_authenticated and request.user.side == request.side:
        return redirect(_next(request))
    form = SignInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        username = form.cleaned_data["username"]
        officer = authenticate(request, username=username, password=form.cleaned_data["password"])
        if officer is None:
            actions.sign_in_failed(username=username, portal=portal.side, reason="用户名或者密码不正确")
            form.add_error(None, "用户名或者密码不正确，或者账号已停用。")
        elif officer.side != portal.side:
            actions.sign_in_failed(username=username, portal=portal.side, reason="走错入口")
            form.add_error(
                None,
                f"您是{officer.organisation.get_side_display()}人员，请从{officer.organisation.get_side_display()}入口登录。",
            )
        else:
            login(request, officer)
            open_session(request, officer)
            actions.sign_in(officer=officer, portal=portal.side)
            unsent.forget()
            waits = unsent.waiting(officer, portal.prefix)
            answer = HttpResponseRedirect(portal.url("unsent") if waits else _next(request))
            unsent.remember(request, answer, portal.author_cookie, officer)
            return answer
    notice = SESSION_ENDED.get(request.GET.get("reason", ""), "")
    status = 400 if form.is_bound else 200
    return render(request, "office/sign_in.html", {"form": form, "notice": notice, "next": _wanted(request)}, status=status)


def _wanted(request: OfficeRequest) -> str:
    """A page of this portal that was asked for; nothing else is followed."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe and address.startswith(request.portal.prefix) else ""


def _next(request: OfficeRequest) -> str:
    return _wanted(request) or request.portal.url("home")


@open_to(SIGNED_IN)
@require_POST
def sign_out(request: OfficeRequest) -> HttpResponse:
    """End the session of this portal; the other portal's goes on."""
    actions.sign_out(officer=request.user)
    logout(request)
    answer = redirect(request.portal.url("sign_in"))
    answer.delete_cookie(request.portal.author_cookie, samesite="Lax")
    return answer


sign_out.without_password = True  # type: ignore[attr-defined]


@open_to(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def unsent_pages(request: OfficeRequest) -> HttpResponse:
    """未提交的内容: what the officer typed before his session ended, to hand in now or to give up."""
    if request.method == "POST":  # giving up: the middleware has taken the row named in the form away
        messages.success(request, "已删除没有提交的内容。")
        return redirect(request.portal.url("unsent"))
    rows = unsent.waiting(request.user, request.portal.prefix)
    return render(request, "office/unsent.html", {"rows": rows, "hours": unsent.KEPT_FOR // timedelta(hours=1)})


def csrf_failed(request: Any, reason: str = "") -> HttpResponse:
    """A page from before the last sign-in: what was typed is handed back like that of an ended session."""
    portal: Portal | None = getattr(request, "portal", None)
    officer = unsent.author(request, portal.author_cookie) if portal else None
    match = resolve(request.path_info)
    secret = getattr(match.func, "without_password", False) or audience_of(match.func) == ANYONE
    if portal is None or officer is None or officer.side != portal.side or secret or not unsent.keep(request, officer):
        return csrf_failure(request, reason)
    return redirect(portal.url("unsent"))


@open_to(SIGNED_IN)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: OfficeRequest) -> HttpResponse:
    """Change one's own password; after a one-time password there is no way past this page."""
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        officer = request.user
        try:
            actions.change_password(officer=officer, old=form.cleaned_data["old"], new=form.cleaned_data["new"])
        except Invalid as error:
            add_errors(form, error)
        else:
            update_session_auth_hash(request, officer)
            messages.success(request, "密码已更改。其他设备上的登录已同时失效。")
            return redirect(request.portal.url("home"))
    return render(request, "office/password.html", {"form": form}, status=400 if form.is_bound else 200)


password.without_password = True  # type: ignore[attr-defined]


def add_errors(form: object, error: Invalid) -> None:
    """Put what an action refused beside the fields it names, else above the form."""
    for name, sentences in (error.errors or {"": [str(error)]}).items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)  # type: ignore[attr-defined]
