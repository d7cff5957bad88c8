"""Pages of this app in each portal."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

procuratorate: list[URLPattern | URLResolver] = []
police: list[URLPattern | URLResolver] = []
