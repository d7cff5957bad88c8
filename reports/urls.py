"""Pages of this app in each portal; a bulletin belongs to both, and is written by the prosecutors."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from reports import views

COMMON: list[URLPattern | URLResolver] = [
    path("bulletins/", views.bulletins, name="bulletins"),
    path("bulletins/<uuid:pk>/", views.bulletin, name="bulletin"),
    path("bulletins/<uuid:pk>/rows/<str:key>/", views.bulletin_rows, name="bulletin_rows"),
    path("bulletins/<uuid:pk>/pdf/", views.bulletin_pdf, name="bulletin_pdf"),
    path("bulletins/<uuid:pk>/sign/", views.bulletin_sign, name="bulletin_sign"),
    path("bulletins/<uuid:pk>/return/", views.bulletin_return, name="bulletin_return"),
]

procuratorate: list[URLPattern | URLResolver] = [
    *COMMON,
    path("bulletins/draft/", views.bulletin_draft, name="bulletin_draft"),
    path("bulletins/<uuid:pk>/text/", views.bulletin_text, name="bulletin_text"),
]
police: list[URLPattern | URLResolver] = COMMON
