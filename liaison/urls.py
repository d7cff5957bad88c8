"""Pages of this app in each portal."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from liaison import views

procuratorate: list[URLPattern | URLResolver] = [
    path("cooperation/", views.cooperation, name="cooperation"),
    path("meetings/", views.series, name="series"),
    path("meetings/plan/", views.series_form, name="series_add"),
    path("meetings/plan/<uuid:pk>/", views.series_form, name="series_change"),
    path("meetings/<uuid:pk>/", views.meeting, name="meeting"),
    path("meetings/<uuid:pk>/sheet/", views.sign_in_sheet, name="sign_in_sheet"),
    path("meetings/<uuid:pk>/excerpt/", views.excerpt, name="excerpt"),
    path("meetings/<uuid:pk>/excerpt/pdf/", views.excerpt_pdf, name="excerpt_pdf"),
    path("meetings/<uuid:pk>/press/<slug:code>/", views.meeting_press, name="meeting_press"),
    path("guidance/", views.guidance, name="guidance"),
    path("guidance/<uuid:pk>/", views.guidance_text, name="guidance_text"),
    path("meetings/<uuid:pk>/minutes/", views.minutes, name="minutes"),
    path("meetings/<uuid:pk>/minutes/since/", views.minutes_since, name="minutes_since"),
    path("meetings/<uuid:pk>/minutes/<slug:code>/", views.minutes_act, name="minutes_act"),
]
police: list[URLPattern | URLResolver] = [*procuratorate]
