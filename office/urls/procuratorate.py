"""The prosecutors' portal: everything under ``/procuratorate/``."""

from office.sides import Side
from office.urls import patterns_of

app_name = Side.PROCURATORATE.value
urlpatterns = patterns_of(app_name)
