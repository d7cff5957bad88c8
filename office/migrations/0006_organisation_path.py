"""Where each organisation stands in its tree, so that a request need not read them all."""

from django.db import migrations, models


def fill(apps, schema_editor):
    organisation = apps.get_model("office", "Organisation")
    parents = dict(organisation.objects.values_list("pk", "parent_id"))
    for pk in parents:
        keys, step = [], pk
        while step is not None and step not in keys:
            keys.append(step)
            step = parents[step]
        organisation.objects.filter(pk=pk).update(path="".join(f"/{key}" for key in reversed(keys)) + "/")


class Migration(migrations.Migration):

    dependencies = [
        ('office', '0005_delegation'),
    ]

    operations = [
        migrations.AddField(
            model_name='organisation',
            name='path',
            field=models.TextField(default='', editable=False, verbose_name='路径'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['path'], name='organisation_path', opclasses=['text_pattern_ops']),
        ),
    ]
