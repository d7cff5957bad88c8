"""What this process serves: both portals, or the one that PORTAL names (design 7)."""

from django.urls import include, path

from office import views
from office.middleware import served

urlpatterns = [
    path("", views.doors, name="doors"),
    path("health/", views.health, name="health"),
    path("matters/<uuid:pk>/", views.matter_door, name="matter_door"),
    *(path(f"{portal.side}/", include(f"office.urls.{portal.side}")) for portal in served()),
]
