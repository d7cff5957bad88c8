"""The police portal: everything under ``/police/``."""

from office.sides import Side
from office.urls import patterns_of

app_name = Side.POLICE.value
urlpatterns = patterns_of(app_name)
