from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "案件与事项"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load what every application brings (rules, settings, tables, ledgers): a bad table stops the start (design 5)."""
        for name in ("rules", "options", "workflows", "ledgers"):
            autodiscover_modules(name)
        # models are there by now; the kernel reads them
        from cases.exceptions import BadTable  # noqa: PLC0415
        from cases.matters.table.workflow import check_links  # noqa: PLC0415

        if missing := list(check_links()):
            raise BadTable("；".join(missing))
