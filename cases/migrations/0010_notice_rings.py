"""What the bell needs stands on the notice: where it rings, for whom, and whether the thing is over. ``0011`` fills it in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_event_mailed_on'),
        ('office', '0005_delegation'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='notice', name='one_notice_per_deadline_rung'),
        migrations.RenameField(model_name='notice', old_name='desk', new_name='role'),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('deadline', 'due_on', 'rung', 'side', 'role'), name='one_notice_per_deadline_rung'),
        ),
        migrations.AlterField(
            model_name='notice',
            name='matter',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='cases.matter', verbose_name='事项'),
        ),
        migrations.AddField(
            model_name='notice',
            name='organisation',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='office.organisation', verbose_name='给哪个单位'),
        ),
        migrations.AddField(
            model_name='notice',
            name='handler',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='承办人'),
        ),
        migrations.AddField(
            model_name='notice',
            name='over',
            field=models.BooleanField(default=False, verbose_name='已处理'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=Q(matter__isnull=False) | Q(officer__isnull=False), name='notice_of_a_matter_or_to_a_person'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=Q(superseded=False, over=False, officer=None), fields=['handler', 'role', 'side', 'office', 'organisation', 'id'], name='notice_rings_handler'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=Q(superseded=False, over=False, officer=None), fields=['organisation', 'role', 'handler', 'rung', 'side', 'office', 'id'], name='notice_rings_desk'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=Q(superseded=False, over=False, officer__isnull=False), fields=['officer'], name='notice_rings_person'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=Q(superseded=False), fields=['handler', '-created_at', '-id'], name='notice_list_handler'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=Q(superseded=False), fields=['organisation', 'role', '-created_at', '-id'], name='notice_list_desk'),
        ),
        migrations.RemoveConstraint(model_name='noticeread', name='read_once'),
        migrations.AlterField(
            model_name='noticeread',
            name='officer',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='人员'),
        ),
        migrations.AddConstraint(
            model_name='noticeread',
            constraint=models.UniqueConstraint(fields=('officer', 'notice'), name='read_once'),
        ),
    ]
