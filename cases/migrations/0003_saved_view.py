# 常用视图

import django.db.models.deletion
import django.utils.timezone
import office.keys
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_following'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.UUIDField(default=office.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('page', models.CharField(choices=[('inbox', '待办'), ('matters', '事项')], max_length=10, verbose_name='列表')),
                ('name', models.CharField(max_length=20, verbose_name='名称')),
                ('query', models.CharField(max_length=1000, verbose_name='条件')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='保存时间')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
            ],
            options={
                'verbose_name': '常用视图',
                'verbose_name_plural': '常用视图',
                'ordering': ['created_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('officer', 'page', 'name'), name='one_view_per_name')],
            },
        ),
    ]
