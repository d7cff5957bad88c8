from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules, import_string

from office import scoping


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "案件与事项"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load every workflow table and ledger: a bad table stops the start (design 5); say who sees restricted matters."""
        scoping.narrow = import_string("cases.matters.seats.narrow")
        autodiscover_modules("workflows")
        autodiscover_modules("ledgers")
