from django.apps import AppConfig
from django.utils.module_loading import import_string


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "侦查监督"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What a text of another application may concern here, 监督项目, and what is proposed for the agenda of a meeting."""
        import_string("cases.desk.page.beside.register_topics")(import_string("supervision.selectors.catalogue.topics"))
        import_string("cases.desk.lists.agenda.register_source")(import_string("supervision.selectors.agenda.sources"))
