# 会签、加签、抄送和改签

import django.db.models.deletion
import office.keys
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_outside'),
        ('office', '0005_delegation'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='document',
            name='decider',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='改签由谁决定'),
        ),
        migrations.AddField(
            model_name='event',
            name='authority',
            field=models.CharField(blank=True, max_length=80, verbose_name='授权'),
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=office.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('consent', '会签'), ('signer', '加签'), ('copy', '抄送')], max_length=8, verbose_name='性质')),
                ('side', models.CharField(choices=[('procuratorate', '检察机关'), ('police', '公安机关')], max_length=16, verbose_name='所属')),
                ('asked_at', models.DateTimeField(verbose_name='提出时间')),
                ('note', models.CharField(blank=True, max_length=400, verbose_name='说明')),
                ('answer', models.CharField(blank=True, choices=[('agree', '同意'), ('disagree', '不同意')], max_length=8, verbose_name='答复')),
                ('reason', models.CharField(blank=True, max_length=400, verbose_name='答复理由')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='撤回时间')),
                ('withdrawn_reason', models.CharField(blank=True, max_length=400, verbose_name='撤回理由')),
                ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='阅读时间')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁请的')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='cases.document', verbose_name='文书')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='cases.matter', verbose_name='事项')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='office.jointoffice', verbose_name='办公室')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='请谁')),
            ],
            options={
                'verbose_name': '会签、加签和抄送',
                'verbose_name_plural': '会签、加签和抄送',
                'ordering': ['asked_at', 'id'],
                'indexes': [models.Index(condition=models.Q(('withdrawn_at', None)), fields=['officer', 'kind', '-asked_at'], name='consent_mine')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at', None), ('withdrawn_at', None)), fields=('document', 'officer', 'kind'), name='one_open_question_per_officer'), models.UniqueConstraint(condition=models.Q(('document', None), ('withdrawn_at', None)), fields=('matter', 'officer'), name='one_copy_of_a_matter_per_officer'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False), models.Q(('kind', 'copy'), _negated=True)), _connector='OR'), name='an_answer_has_its_moment'), models.CheckConstraint(condition=models.Q(models.Q(('document', None), _negated=True), ('kind', 'copy'), _connector='OR'), name='only_a_copy_has_no_paper')],
            },
        ),
    ]
