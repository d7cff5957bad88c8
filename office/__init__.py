"""Who and when: organisations, officers, calendar, scope, audit, and the settings of the project."""

from office.celery import application as celery_application

__all__ = ["celery_application"]
