from django.apps import AppConfig


class LiaisonConfig(AppConfig):
    name = "liaison"
    verbose_name = "协作配合"
    default_auto_field = "django.db.models.BigAutoField"
