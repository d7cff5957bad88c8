"""One URL list per surface. Apps above are named by strings only: each offers ``procuratorate`` and ``police`` lists."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path
from django.utils.module_loading import import_string

from office import views
from office.duty.views import URLS as DUTY

Patterns = list[URLPattern | URLResolver]

APPS = ("cases.urls", "supervision.urls", "liaison.urls", "reports.urls")

COMMON: Patterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("unsent/", views.unsent_pages, name="unsent"),
    path("password/", views.password, name="password"),
    path("status/", views.status, name="status"),
    path("articles/", views.articles, name="articles"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/new/", views.organisation_new, name="organisation_new"),
    path("organisations/<uuid:pk>/", views.organisation, name="organisation"),
    path("officers/", views.officers, name="officers"),
    path("officers/new/", views.officer_new, name="officer_new"),
    path("officers/<uuid:pk>/", views.officer, name="officer"),
    path("officers/<uuid:pk>/reset/", views.officer_reset, name="officer_reset"),
    path("officers/<uuid:pk>/leave/", views.officer_leave, name="officer_leave"),
    path("officers/<uuid:pk>/disable/", views.officer_disable, name="officer_disable"),
    path("officers/<uuid:pk>/enable/", views.officer_enable, name="officer_enable"),
    path("roles/", views.roles, name="roles"),
    path("roles/<uuid:pk>/", views.officer_roles, name="officer_roles"),
    path("roles/<uuid:pk>/revoke/", views.role_revoke, name="role_revoke"),
    path("delegations/", views.delegations, name="delegations"),
    path("delegations/<uuid:pk>/end/", views.delegation_end, name="delegation_end"),
    path("options/", views.office_options, name="options"),
    path("audit/", views.audit, name="audit"),
    path("audit/verify/", views.audit_verify, name="audit_verify"),
    *DUTY,
]
"""Pages of both portals that belong to no kind of business."""


def patterns_of(side: str) -> Patterns:
    """Every page of one portal: the common ones, then those of each app."""
    found = list(COMMON)
    for app in APPS:
        found += import_string(f"{app}.{side}")
    return found
