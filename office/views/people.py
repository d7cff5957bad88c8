"""Pages of the 系统管理员 (organisations, accounts, settings) and the 安全管理员 (roles)."""

from __future__ import annotations

from copy import deepcopy
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from office import actions, clock, selectors
from office.exceptions import Invalid
from office.forms import GrantForm, LeaveForm, OfficerForm, OptionsForm, OrganisationForm
from office.middleware import OfficeRequest, open_to
from office.options import OPTIONS
from office.sides import Role, Side
from office.views.doors import add_errors

SYSTEM = open_to(Role.SYSTEM_ADMIN)
SECURITY = open_to(Role.SECURITY_ADMIN)


def _page(request: OfficeRequest, template: str, form: forms.BaseForm, **context: Any) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=400 if form.is_bound else 200)


def _posted(request: OfficeRequest) -> Any:
    return request.POST if request.method == "POST" else None


# --- organisations ---------------------------------------------------------------------------------------------------


@SYSTEM
@require_safe
def organisations(request: OfficeRequest) -> HttpResponse:
    """The organisations of one's own joint office."""
    rows = selectors.managed_organisations(request.user).select_related("parent").order_by("-side", "order", "code")
    return render(request, "office/organisations.html", {"rows": rows, "office": selectors.own_office(request.user)})


@SYSTEM
@require_http_methods(["GET", "POST"])
def organisation_new(request: OfficeRequest) -> HttpResponse:
    """Enter a police organ or a unit below one."""
    form = OrganisationForm(_posted(request), parents=selectors.possible_parents(request.user, Side.POLICE))
    del form.fields["is_active"]
    if form.is_bound and form.is_valid():
        try:
            made = actions.create_organisation(officer=request.user, side=Side.POLICE, **form.cleaned_data)
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, f"已登记{made.name}。")
            return redirect(request.portal.url("organisations"))
    return _page(request, "office/organisation.html", form)


@SYSTEM
@require_http_methods(["GET", "POST"])
def organisation(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """Change an organisation's particulars."""
    row = selectors.managed_organisation(request.user, pk)
    form = OrganisationForm(
        _posted(request), instance=row, parents=selectors.possible_parents(request.user, row.side).exclude(pk=pk)
    )
    if form.is_bound and form.is_valid():
        try:
            changed = actions.edit_organisation(officer=request.user, pk=pk, **form.cleaned_data)
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, f"{changed.name}的信息已保存。")
            return redirect(request.portal.url("organisations"))
    return _page(request, "office/organisation.html", form, organisation=selectors.managed_organisation(request.user, pk))


# --- accounts --------------------------------------------------------------------------------------------------------


@SYSTEM
@require_safe
def officers(request: OfficeRequest) -> HttpResponse:
    """The accounts one manages."""
    words = request.GET.get("q", "").strip()[:40]
    rows = selectors.officers_of(request.user, Role.SYSTEM_ADMIN, words)
    return render(request, "office/officers.html", {"rows": rows, "words": words, "today": clock.today(), "target": "officer"})


@SYSTEM
@require_http_methods(["GET", "POST"])
def officer_new(request: OfficeRequest) -> HttpResponse:
    """Open an account; the one-time password is on the answer and nowhere else."""
    places = selectors.managed_organisations(request.user, Role.SYSTEM_ADMIN).filter(is_active=True)
    form = OfficerForm(_posted(request), organisations=places)
    if form.is_bound and form.is_valid():
        try:
            account, password = actions.create_officer(officer=request.user, **form.cleaned_data)
        except Invalid as error:
            add_errors(form, error)
        else:
            return render(request, "office/one_time_password.html", {"account": account, "password": password, "opened": True})
    return _page(request, "office/officer.html", form)


@SYSTEM
@require_http_methods(["GET", "POST"])
def officer(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """One account: particulars, leave, reset, disable."""
    account = selectors.managed_officer(request.user, Role.SYSTEM_ADMIN, pk)
    places = selectors.managed_organisations(request.user, Role.SYSTEM_ADMIN).filter(side=account.side)
    # a form writes what was typed into its own copy: the page goes on naming the account as it is
    form = OfficerForm(_posted(request), instance=deepcopy(account), organisations=places)
    if form.is_bound and form.is_valid():
        try:
            changed = actions.edit_officer(officer=request.user, pk=pk, **form.cleaned_data)
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, f"{changed.name}的信息已保存。")
            return redirect(request.portal.url("officer", pk))
    leave = LeaveForm(initial={"until": account.on_leave_until})
    return _page(request, "office/officer.html", form, account=account, leave=leave, today=clock.today())


@SYSTEM
@require_POST
def officer_reset(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """A new one-time password, shown once."""
    account, password = actions.reset_password(officer=request.user, pk=pk)
    return render(request, "office/one_time_password.html", {"account": account, "password": password})


@SYSTEM
@require_POST
def officer_leave(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """Register or end leave."""
    form = LeaveForm(request.POST)
    if not form.is_valid():
        raise Invalid("请假截止日期应为2026-11-20这样的日期。")
    account = actions.set_leave(officer=request.user, pk=pk, until=form.cleaned_data["until"])
    messages.success(request, f"{account.name}的请假已登记。" if account.on_leave_until else f"{account.name}已销假。")
    return redirect(request.portal.url("officer", pk))


@SYSTEM
@require_POST
def officer_disable(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """Close an account."""
    account = actions.disable_officer(officer=request.user, pk=pk)
    messages.success(request, f"{account.name}的账号已停用，其登录即时失效。")
    return redirect(request.portal.url("officer", pk))


@SYSTEM
@require_POST
def officer_enable(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """Open a closed account."""
    account = actions.enable_officer(officer=request.user, pk=pk)
    messages.success(request, f"{account.name}的账号已启用。")
    return redirect(request.portal.url("officer", pk))


# --- roles -----------------------------------------------------------------------------------------------------------


@SECURITY
@require_safe
def roles(request: OfficeRequest) -> HttpResponse:
    """The accounts whose roles one grants."""
    words = request.GET.get("q", "").strip()[:40]
    rows = selectors.officers_of(request.user, Role.SECURITY_ADMIN, words)
    return render(
        request, "office/officers.html", {"rows": rows, "words": words, "today": clock.today(), "target": "officer_roles"}
    )


@SECURITY
@require_http_methods(["GET", "POST"])
def officer_roles(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """Grant one account a role; see who granted what."""
    account = selectors.managed_officer(request.user, Role.SECURITY_ADMIN, pk)
    form = GrantForm(_posted(request), roles=selectors.grantable_roles(account))
    if form.is_bound and form.is_valid():
        try:
            grant = actions.grant_role(officer=request.user, pk=pk, **form.cleaned_data)
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, f"已授予{account.name}“{grant.get_role_display()}”角色，其须重新登录。")
            return redirect(request.portal.url("officer_roles", pk))
    context = {"account": account, "grants": selectors.grants_of(account), "today": clock.today()}
    return _page(request, "office/officer_roles.html", form, **context)


@SECURITY
@require_POST
def role_revoke(request: OfficeRequest, pk: UUID) -> HttpResponse:
    """Take a role away."""
    account = actions.revoke_role(officer=request.user, pk=pk, role=request.POST.get("role", ""))
    messages.success(request, f"已收回{account.name}的角色，其须重新登录。")
    return redirect(request.portal.url("officer_roles", pk))


# --- settings --------------------------------------------------------------------------------------------------------


@SYSTEM
@require_http_methods(["GET", "POST"])
def office_options(request: OfficeRequest) -> HttpResponse:
    """What the law leaves open, as this office has it."""
    office = selectors.own_office(request.user)
    if office is None or request.side != Side.PROCURATORATE:
        return render(request, "office/options.html", {"office": None})
    stored = selectors.stored_options(office)
    initial = {key: stored.get(key, option.default) for key, option in OPTIONS.items()}
    form = OptionsForm(_posted(request), initial=initial, settings=OPTIONS.values())
    if form.is_bound and form.is_valid():
        changed = actions.set_options(officer=request.user, values=form.cleaned_data)
        messages.success(request, f"已保存：{'、'.join(changed)}。" if changed else "没有改动。")
        return redirect(request.portal.url("options"))
    return _page(request, "office/options.html", form, office=office)
