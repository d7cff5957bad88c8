"""What every organ of an office sees, notices of it one for each organ, and as what somebody takes part."""

from django.conf import settings
from django.db import migrations, models


def forget(apps, schema_editor):
    """Backwards: a clock, a paper or an act has one notice a side."""
    apps.get_model("cases", "Notice").objects.filter(whole_office=True).delete()
    schema_editor.connection.check_constraints()  # a table with checks outstanding is not altered


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0019_signing'),
        ('office', '0007_duty'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='document',
            name='one_open_draft_per_action',
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='one_notice_per_event',
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='one_notice_per_deadline_rung',
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='one_notice_per_document_rung',
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='one_notice_per_unclaimed_rung',
        ),
        migrations.AddField(
            model_name='matter',
            name='whole_office',
            field=models.BooleanField(default=False, verbose_name='办公室各单位共有'),
        ),
        migrations.AddField(
            model_name='notice',
            name='whole_office',
            field=models.BooleanField(default=False, verbose_name='给办公室各单位'),
        ),
        migrations.AddField(
            model_name='participant',
            name='role',
            field=models.CharField(choices=[('host', '主办'), ('recorder', '记录'), ('invited', '受邀'), ('observer', '列席')], default='invited', max_length=10, verbose_name='身份'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('whole_office', True)), fields=['office', '-id'], name='matter_whole_office'),
        ),
        migrations.AddConstraint(
            model_name='document',
            constraint=models.UniqueConstraint(condition=models.Q(('leads', True), ('status__in', ['draft', 'returned'])), fields=('matter', 'action', 'issuer'), name='one_open_draft_per_action'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('officer', None), ('whole_office', False)), fields=('deadline', 'due_on', 'rung', 'side', 'role'), name='one_notice_per_deadline_rung'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('officer', None), ('whole_office', False)), fields=('document', 'rung', 'side'), name='one_notice_per_document_rung'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('officer', None), ('whole_office', True)), fields=('deadline', 'due_on', 'rung', 'organisation'), name='one_notice_per_deadline_rung_and_organ'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('officer', None), ('whole_office', True)), fields=('document', 'rung', 'organisation'), name='one_notice_per_document_rung_and_organ'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('officer', None), ('whole_office', False)), fields=('event', 'side'), name='one_notice_per_event'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('officer', None), ('whole_office', True)), fields=('event', 'organisation'), name='one_notice_per_event_and_organ'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('deadline', None), ('document', None), ('event', None), ('officer', None), ('whole_office', False)), fields=('matter', 'rung', 'side'), name='one_notice_per_unclaimed_rung'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('deadline', None), ('document', None), ('event', None), ('officer', None), ('whole_office', True)), fields=('matter', 'rung', 'organisation'), name='one_notice_per_unclaimed_rung_and_organ'),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget),
    ]
