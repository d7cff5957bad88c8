"""The Celery application; tasks are found by name in every installed app."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "office.settings")

application = Celery("office")
application.config_from_object("django.conf:settings", namespace="CELERY")
application.autodiscover_tasks()
