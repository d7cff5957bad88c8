"""Pages of this app in each portal."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from supervision.views import catalogue

procuratorate: list[URLPattern | URLResolver] = [
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/<uuid:pk>/retire/", catalogue.sub_item_retire, name="sub_item_retire"),
    path("classes/", catalogue.classes, name="classes"),
]
police: list[URLPattern | URLResolver] = []
