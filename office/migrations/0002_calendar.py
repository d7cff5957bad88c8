"""Load the State Council's notices of 2018-2026 (data only; a later notice is loaded by `manage.py load_holidays`)."""

from django.db import migrations

from office.holidays import days_of, shipped_notices


def load(apps, schema_editor):
    CalendarDay = apps.get_model("office", "CalendarDay")
    CalendarDay.objects.bulk_create(
        CalendarDay(date=day.date, kind=day.kind, name=day.name, source=day.source, document_no=day.document_no)
        for notice in shipped_notices()
        for day in days_of(notice)
    )


def unload(apps, schema_editor):
    days = [day.date for notice in shipped_notices() for day in days_of(notice)]
    apps.get_model("office", "CalendarDay").objects.filter(date__in=days).delete()


class Migration(migrations.Migration):
    dependencies = [("office", "0001_initial")]

    operations = [migrations.RunPython(load, unload)]
