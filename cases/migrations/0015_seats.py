"""Restricted matters, seats in them, and notices that name who has one."""

import django.db.models.deletion
import office.keys
from django.conf import settings
from django.db import migrations, models


def forget(apps, schema_editor):
    """Backwards: without seats a clock or a paper has one notice a rung, which names nobody."""
    notices = apps.get_model("cases", "Notice").objects
    notices.filter(restricted=True).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0014_files_received'),
        ('office', '0006_organisation_path'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.UUIDField(default=office.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('guest_name', models.CharField(blank=True, max_length=60, verbose_name='来宾姓名')),
                ('guest_unit', models.CharField(blank=True, max_length=100, verbose_name='来宾单位')),
                ('side', models.CharField(blank=True, choices=[('procuratorate', '检察机关'), ('police', '公安机关')], max_length=16, verbose_name='哪一侧')),
                ('since', models.DateField(verbose_name='自何日起')),
                ('until', models.DateField(blank=True, null=True, verbose_name='至何日止')),
            ],
            options={
                'verbose_name': '参加人',
                'verbose_name_plural': '参加人',
                'ordering': ['since', 'id'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='one_notice_per_document_rung',
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='one_notice_per_deadline_rung',
        ),
        migrations.AddField(
            model_name='deskrow',
            name='restricted',
            field=models.BooleanField(default=False, verbose_name='仅参加人可见'),
        ),
        migrations.AddField(
            model_name='matter',
            name='restricted',
            field=models.BooleanField(default=False, verbose_name='仅参加人可见'),
        ),
        migrations.AddField(
            model_name='notice',
            name='restricted',
            field=models.BooleanField(default=False, verbose_name='仅参加人可见'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('officer', None)), fields=('deadline', 'due_on', 'rung', 'side', 'role'), name='one_notice_per_deadline_rung'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('officer', None)), fields=('document', 'rung', 'side'), name='one_notice_per_document_rung'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('officer__isnull', False)), fields=('deadline', 'due_on', 'rung', 'officer'), name='one_notice_per_deadline_rung_and_person'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('officer__isnull', False)), fields=('document', 'rung', 'officer'), name='one_notice_per_document_rung_and_person'),
        ),
        migrations.AddField(
            model_name='participant',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='cases.matter', verbose_name='事项'),
        ),
        migrations.AddField(
            model_name='participant',
            name='office',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='office.jointoffice', verbose_name='办公室'),
        ),
        migrations.AddField(
            model_name='participant',
            name='officer',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='人员'),
        ),
        migrations.AddField(
            model_name='participant',
            name='organisation',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='office.organisation', verbose_name='单位'),
        ),
        migrations.AddIndex(
            model_name='participant',
            index=models.Index(condition=models.Q(('officer__isnull', False)), fields=['officer', 'matter'], name='seat_of_officer'),
        ),
        migrations.AddIndex(
            model_name='participant',
            index=models.Index(condition=models.Q(('organisation__isnull', False)), fields=['organisation', 'matter'], name='seat_of_organisation'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('guest_name', ''), ('officer__isnull', False), ('organisation', None)), models.Q(('guest_name', ''), ('officer', None), ('organisation__isnull', False)), models.Q(('officer', None), ('organisation', None), models.Q(('guest_name', ''), _negated=True)), _connector='OR'), name='a_seat_is_of_one'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='seat_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('matter', 'officer'), name='one_open_seat_per_officer'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('matter', 'organisation'), name='one_open_seat_per_organisation'),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget),
    ]
