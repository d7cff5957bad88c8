"""``disclosed_at`` becomes ``police_from``; beside it, who began a matter and since when the procuratorate sees it."""

import django.utils.timezone
from django.db import migrations, models
from django.db.models import F, OuterRef, Q, Subquery

OLD, NEW = "disclosed_at", "police_from"
RENAME = {
    # the same column under its new name in what each act found before it: an act made earlier is undone into it
    "postgresql": """UPDATE cases_event SET before = jsonb_set(before, '{{matter}}',
        (before -> 'matter') - '{old}' || jsonb_build_object('{new}', before -> 'matter' -> '{old}'))
        WHERE before -> 'matter' ? '{old}'""",
    "sqlite": """UPDATE cases_event SET before = json_set(json_remove(before, '$.matter.{old}'), '$.matter.{new}',
        json_extract(before, '$.matter.{old}')) WHERE json_type(before, '$.matter.{old}') IS NOT NULL""",
}


def rename_key(schema_editor, old, new):
    statement = RENAME[schema_editor.connection.vendor].format(old=old, new=new)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(statement)


def forwards(apps, schema_editor):
    rename_key(schema_editor, OLD, NEW)
    matters, events = apps.get_model("cases", "Matter").objects, apps.get_model("cases", "Event").objects
    first = events.filter(matter=OuterRef("pk"), seq=1)
    matters.update(procuratorate_from=Subquery(first.values("recorded_at")[:1]))
    # none was ever without a first line; an older import may be without a side on it
    matters.filter(procuratorate_from=None).update(procuratorate_from=F("police_from"))
    police = events.filter(seq=1, actor_side="police").values("matter")
    matters.filter(Q(pk__in=police)).update(began_side="police")


def backwards(apps, schema_editor):
    rename_key(schema_editor, NEW, OLD)


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_desk_rows")]

    operations = [
        migrations.RemoveIndex("matter", "matter_police"),
        migrations.RemoveIndex("matter", "matter_police_all"),
        migrations.RenameField("matter", "disclosed_at", "police_from"),
        migrations.AlterField("matter", "police_from", models.DateTimeField("公安机关可见时间", blank=True, null=True)),
        migrations.AddField(
            "matter", "began_side",
            models.CharField("发起方", max_length=16, choices=[("procuratorate", "检察机关"), ("police", "公安机关")], default="procuratorate"),
        ),
        migrations.AddField("matter", "procuratorate_from", models.DateTimeField("检察机关可见时间", blank=True, null=True, default=None)),
        migrations.RunPython(forwards, backwards),
        migrations.AlterField(
            "matter", "procuratorate_from", models.DateTimeField("检察机关可见时间", blank=True, null=True, default=django.utils.timezone.now)
        ),
        migrations.AddIndex(
            "matter", models.Index(fields=["police", "police_due_on", "id"], name="matter_police", condition=Q(closed_at=None, police_from__isnull=False))
        ),
        migrations.AddIndex("matter", models.Index(fields=["police", "-id"], name="matter_police_all", condition=Q(police_from__isnull=False))),
    ]
