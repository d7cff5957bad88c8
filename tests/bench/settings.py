"""The product's own settings; only the URL list also has the two pages that everything is measured against."""

from office.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
