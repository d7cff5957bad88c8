"""The application, and the sentences of the framework's that no clerk would write."""

from importlib import import_module

from django.apps import AppConfig
from django.forms import BooleanField, ChoiceField, Field, FileField, MultipleChoiceField

# Fields take their sentences when they are made, and those of a form are made on import: this stands before any form.
Field.default_error_messages["required"] = "请填写。"
BooleanField.default_error_messages = {"required": "请勾选。"}
ChoiceField.default_error_messages["required"] = "请选择。"
MultipleChoiceField.default_error_messages["required"] = "请选择。"
FileField.default_error_messages["required"] = "请选择文件。"


class OfficeConfig(AppConfig):
    name = "office"
    verbose_name = "办公室"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tables of the rooms of this app: they stand above its models, which therefore cannot import them."""
        import_module("office.duty.models")
