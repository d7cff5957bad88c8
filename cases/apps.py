from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules, import_string

from office import scoping


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "案件与事项"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load every app's settings and periods, then its workflow tables and ledgers: a bad table stops the start (design 5).

        And say who sees restricted matters, and what of this floor stands in every calendar.
        """
        scoping.narrow = import_string("cases.matters.seats.narrow")
        register_source = import_string("cases.desk.calendar.entries.register_source")
        for source in ("deadlines", "shifts"):
            register_source(import_string(f"cases.desk.calendar.sources.{source}"))
        for shelf in ("options", "rules", "workflows", "ledgers"):
            autodiscover_modules(shelf)
        # only now: a table of one app may name a table of another
        import_string("cases.matters.table.workflow.check_all")()
