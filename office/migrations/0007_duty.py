"""Rosters, and one record of leave: the last day that stood on the account becomes a row of its own."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import office.keys
from office import clock


def take_over_leaves(apps, schema_editor):
    """Who is away today stood on the account as a last day alone; leave that is over was never kept."""
    Officer, Leave = apps.get_model("office", "Officer"), apps.get_model("office", "Leave")
    today = clock.today()
    for officer in Officer.objects.filter(on_leave_until__gte=today):
        Leave.objects.create(officer=officer, begins_on=today, ends_on=officer.on_leave_until, created_at=clock.now())
    schema_editor.connection.check_constraints()  # or PostgreSQL refuses to drop the column while references are still to be looked at


def give_back_leaves(apps, schema_editor):
    Officer, Leave = apps.get_model("office", "Officer"), apps.get_model("office", "Leave")
    today = clock.today()
    for leave in Leave.objects.filter(cancelled_at=None, begins_on__lte=today, ends_on__gte=today):
        Officer.objects.filter(pk=leave.officer_id).update(on_leave_until=leave.ends_on)


class Migration(migrations.Migration):

    dependencies = [
        ('office', '0006_organisation_path'),
    ]

    operations = [
        migrations.CreateModel(
            name='DutyPost',
            fields=[
                ('id', models.UUIDField(default=office.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=20, verbose_name='岗位名称')),
                ('kind', models.CharField(choices=[('standing', '常驻岗'), ('rotating', '轮值岗'), ('deputy', '副班')], default='rotating', max_length=10, verbose_name='性质')),
                ('slot', models.CharField(choices=[('day', '日班'), ('night', '夜班'), ('whole', '全天')], default='whole', max_length=6, verbose_name='时段')),
                ('working_days', models.BooleanField(default=False, verbose_name='只排工作日')),
                ('order', models.PositiveSmallIntegerField(default=10, verbose_name='排列次序')),
                ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                ('backup', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='后备')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duty_posts', to='office.jointoffice', verbose_name='办公室')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duty_posts', to='office.organisation', verbose_name='单位')),
            ],
            options={
                'verbose_name': '值班岗',
                'verbose_name_plural': '值班岗',
                'ordering': ['order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='DutyRule',
            fields=[
                ('id', models.UUIDField(default=office.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('pattern', models.CharField(choices=[('day', '按日轮换'), ('week', '按周轮换'), ('month', '按月轮换'), ('all', '全员当值')], default='week', max_length=6, verbose_name='轮换')),
                ('begins_on', models.DateField(verbose_name='自')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rules', to='office.dutypost', verbose_name='岗位')),
            ],
            options={
                'verbose_name': '轮换规则',
                'verbose_name_plural': '轮换规则',
                'ordering': ['-begins_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='DutyMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='office.dutyrule', verbose_name='轮换规则')),
            ],
            options={
                'verbose_name': '轮值人',
                'verbose_name_plural': '轮值人',
                'ordering': ['place'],
            },
        ),
        migrations.CreateModel(
            name='DutyShift',
            fields=[
                ('id', models.UUIDField(default=office.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField(verbose_name='日期')),
                ('slot', models.CharField(choices=[('day', '日班'), ('night', '夜班'), ('whole', '全天')], max_length=6, verbose_name='时段')),
                ('everyone', models.BooleanField(default=False, verbose_name='全员当值')),
                ('starts_at', models.DateTimeField(verbose_name='起')),
                ('ends_at', models.DateTimeField(verbose_name='止')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='发布时间')),
                ('gap_told_at', models.DateTimeField(blank=True, null=True, verbose_name='空岗提醒时间')),
                ('officer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duty_shifts', to=settings.AUTH_USER_MODEL, verbose_name='值班人')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shifts', to='office.dutypost', verbose_name='岗位')),
            ],
            options={
                'verbose_name': '班次',
                'verbose_name_plural': '班次',
                'ordering': ['starts_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='DutySwap',
            fields=[
                ('id', models.UUIDField(default=office.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('asked', '等待对方答复'), ('agreed', '对方已同意，等待决定'), ('refused', '对方未同意'), ('approved', '已生效'), ('denied', '未批准'), ('withdrawn', '已撤回')], default='asked', max_length=10, verbose_name='状态')),
                ('note', models.CharField(blank=True, max_length=100, verbose_name='说明')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='申请时间')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='答复时间')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='决定时间')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申请人')),
                ('asked_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='对方')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='决定人')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('from_shift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='swaps', to='office.dutyshift', verbose_name='让出的班')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='office.organisation', verbose_name='单位')),
                ('to_shift', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='office.dutyshift', verbose_name='换来的班')),
            ],
            options={
                'verbose_name': '换班',
                'verbose_name_plural': '换班',
                'ordering': ['-asked_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='DutyCover',
            fields=[
                ('id', models.UUIDField(default=office.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('starts_at', models.DateTimeField(verbose_name='起')),
                ('ends_at', models.DateTimeField(verbose_name='止')),
                ('kind', models.CharField(choices=[('override', '替班'), ('swap', '换班')], max_length=10, verbose_name='由来')),
                ('reason', models.CharField(blank=True, max_length=60, verbose_name='事由')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='撤销时间')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='安排人')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='替班人')),
                ('shift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='covers', to='office.dutyshift', verbose_name='班次')),
                ('swap', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='covers', to='office.dutyswap', verbose_name='换班')),
            ],
            options={
                'verbose_name': '替班',
                'verbose_name_plural': '替班',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.UUIDField(default=office.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('items', models.JSONField(default=list, verbose_name='未结事项')),
                ('text', models.CharField(max_length=400, verbose_name='交代')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='交班时间')),
                ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='接班签收时间')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='交班人')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='office.organisation', verbose_name='单位')),
                ('shift', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='handover', to='office.dutyshift', verbose_name='班次')),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='接班人')),
            ],
            options={
                'verbose_name': '交接',
                'verbose_name_plural': '交接',
                'ordering': ['-given_at'],
            },
        ),
        migrations.CreateModel(
            name='Leave',
            fields=[
                ('id', models.UUIDField(default=office.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('begins_on', models.DateField(verbose_name='自')),
                ('ends_on', models.DateField(help_text='当日含在内', verbose_name='至')),
                ('reason', models.CharField(blank=True, max_length=60, verbose_name='事由')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='登记时间')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='撤销时间')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leaves', to=settings.AUTH_USER_MODEL, verbose_name='请假人')),
                ('registered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人')),
                ('substitute', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stands_in', to=settings.AUTH_USER_MODEL, verbose_name='替班人')),
            ],
            options={
                'verbose_name': '请假',
                'verbose_name_plural': '请假',
                'ordering': ['begins_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='LogNote',
            fields=[
                ('id', models.UUIDField(default=office.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField(verbose_name='日期')),
                ('at', models.TimeField(verbose_name='时刻')),
                ('kind', models.CharField(choices=[('call', '电话'), ('visit', '接待'), ('scene', '现场'), ('other', '其他')], max_length=6, verbose_name='类别')),
                ('text', models.CharField(max_length=300, verbose_name='内容')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='记录时间')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='记录人')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='office.organisation', verbose_name='单位')),
            ],
            options={
                'verbose_name': '工作日志补记',
                'verbose_name_plural': '工作日志补记',
                'ordering': ['day', 'at', 'id'],
            },
        ),
        migrations.AddConstraint(
            model_name='dutypost',
            constraint=models.UniqueConstraint(condition=models.Q(('is_active', True)), fields=('organisation', 'name'), name='one_post_of_a_name'),
        ),
        migrations.AddConstraint(
            model_name='dutyrule',
            constraint=models.UniqueConstraint(fields=('post', 'begins_on'), name='one_rule_from_a_day'),
        ),
        migrations.AddConstraint(
            model_name='dutymember',
            constraint=models.UniqueConstraint(fields=('rule', 'officer'), name='once_in_the_turns'),
        ),
        migrations.AddIndex(
            model_name='dutyshift',
            index=models.Index(fields=['post', 'ends_at'], name='shift_by_end'),
        ),
        migrations.AddConstraint(
            model_name='dutyshift',
            constraint=models.UniqueConstraint(fields=('post', 'day', 'slot'), name='one_shift_a_slot'),
        ),
        migrations.AddIndex(
            model_name='dutyswap',
            index=models.Index(fields=['organisation', '-asked_at'], name='swap_by_desk'),
        ),
        migrations.AddConstraint(
            model_name='dutycover',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='cover_ends_after_it_began'),
        ),
        migrations.AddIndex(
            model_name='handover',
            index=models.Index(fields=['organisation', '-given_at'], name='handover_by_desk'),
        ),
        migrations.AddIndex(
            model_name='leave',
            index=models.Index(condition=models.Q(('cancelled_at', None)), fields=['officer', 'ends_on'], name='leave_in_force'),
        ),
        migrations.AddConstraint(
            model_name='leave',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('begins_on'))), name='leave_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='leave',
            constraint=models.CheckConstraint(condition=models.Q(('officer', models.F('substitute')), _negated=True), name='nobody_stands_in_for_himself'),
        ),
        migrations.AddIndex(
            model_name='lognote',
            index=models.Index(fields=['organisation', 'day'], name='note_by_desk_and_day'),
        ),
        migrations.RunPython(take_over_leaves, give_back_leaves),
        migrations.RemoveField(
            model_name='officer',
            name='on_leave_until',
        ),
    ]
