"""The product's pages, and in each portal two more: its frame without content, and an answer of two letters.

Both pass the product's middleware. ``frame`` renders the portal's base template: session, officer, organisation, roles, reach,
bell and job are read as on every page. ``trivial`` reads what the middleware itself needs: session, officer, roles.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from office.urls.all import urlpatterns as product


def frame(request: HttpRequest) -> HttpResponse:
    return render(request, request.portal.base_template)  # type: ignore[attr-defined]


def trivial(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


own = [path(f"{side}/bench/{view.__name__}/", view) for side in ("procuratorate", "police") for view in (frame, trivial)]
urlpatterns = [*own, *product]
