from django.apps import AppConfig
from django.utils.module_loading import import_string


class LiaisonConfig(AppConfig):
    name = "liaison"
    verbose_name = "协作配合"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What this application proposes beside a case and for an agenda, shows beside other pages, and puts into every calendar."""
        register = import_string("cases.desk.page.hints.register_hint")
        register(import_string("liaison.selectors.hints.proposed"))
        register(import_string("liaison.selectors.hints.disputed"))
        import_string("cases.desk.page.beside.register_reference")(import_string("liaison.selectors.guidance.beside"))
        import_string("cases.desk.calendar.entries.register_source")(import_string("liaison.selectors.calendar.meetings"))
        import_string("cases.desk.lists.ahead.register_ahead")(import_string("liaison.selectors.series.ahead"))
        for name in ("put_off", "followed", "disagreed", "standards", "standing"):
            import_string("cases.desk.lists.agenda.register_source")(import_string(f"liaison.selectors.agenda.{name}"))
