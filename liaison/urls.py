"""Pages of this app in each portal."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from liaison import views

procuratorate: list[URLPattern | URLResolver] = [
    path("cooperation/", views.cooperation, name="cooperation"),
    path("guidance/", views.guidance, name="guidance"),
    path("guidance/<uuid:pk>/", views.guidance_text, name="guidance_text"),
]
police: list[URLPattern | URLResolver] = [*procuratorate]
