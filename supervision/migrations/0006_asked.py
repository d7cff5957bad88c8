"""Which items of an outline the police are asked for: in 自行补充侦查 and 审判阶段补充侦查 none until they are asked to help."""

from typing import Any

from django.db import migrations, models


def keep_own(apps: Any, _schema_editor: Any) -> None:
    """Items the procuratorate looks for itself, of matters the police have not seen."""
    items = apps.get_model("supervision", "OutlineItem")
    items.objects.filter(matter__variant__in=("T5", "T7"), matter__disclosed_at=None).update(asked=False)


class Migration(migrations.Migration):
    dependencies = [("supervision", "0005_handed_over")]
    run_before = [("cases", "0013_who_began")]  # which renames the column it asks for

    operations = [
        migrations.AddField("outlineitem", "asked", models.BooleanField("向公安机关提出", default=True)),
        migrations.RunPython(keep_own, migrations.RunPython.noop),
    ]
