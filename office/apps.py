from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "office"
    verbose_name = "办公室"
    default_auto_field = "django.db.models.BigAutoField"
