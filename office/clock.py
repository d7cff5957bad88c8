"""The only place that asks the clock; domain functions are told the day by their caller."""

import datetime
import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

VARIABLE = "OFFICE_TODAY"


def now() -> datetime.datetime:
    """The present moment, aware, in the zone of the office (Asia/Shanghai).

    ``OFFICE_TODAY=YYYY-MM-DD`` moves the day and leaves the time of day as it is; for tests and demonstrations.
    Raises ``ImproperlyConfigured`` when the variable is not a day, or is set in production.
    """
    moment = timezone.localtime()
    moved = _moved_day()
    if moved is None:
        return moment
    return timezone.make_aware(datetime.datetime.combine(moved, moment.time()))


def today() -> datetime.date:
    """The present day in the zone of the office, moved as ``now()`` is."""
    return now().date()


def at_this_time(day: datetime.date) -> datetime.datetime:
    """The present time of day on a given day, as ``OFFICE_TODAY`` moves it: of today simply the present moment."""
    return timezone.make_aware(datetime.datetime.combine(day, timezone.localtime().time()))


def _moved_day() -> datetime.date | None:
    text = os.environ.get(VARIABLE, "").strip()
    if not text:
        return None
    if settings.PRODUCTION:
        raise ImproperlyConfigured("正式运行（OFFICE_ENV=production）不得使用 OFFICE_TODAY 改变日期，请去掉该环境变量。")
    try:
        return datetime.datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError as error:
        raise ImproperlyConfigured(f"环境变量 OFFICE_TODAY 应为 2026-11-20 这样的日期，现为「{text}」。") from error
