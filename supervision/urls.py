"""Pages of this app in each portal."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from supervision.views import catalogue, outlines

procuratorate: list[URLPattern | URLResolver] = [
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/<uuid:pk>/retire/", catalogue.sub_item_retire, name="sub_item_retire"),
    path("classes/", catalogue.classes, name="classes"),
    path("outlines/", outlines.outlines, name="outlines"),
]
police: list[URLPattern | URLResolver] = [path("outlines/", outlines.outlines, name="outlines")]
