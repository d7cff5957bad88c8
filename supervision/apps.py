from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "侦查监督"
    default_auto_field = "django.db.models.BigAutoField"
