"""One notice for each rung that what nobody has taken up climbs, on each side."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0015_seats'),
        ('office', '0007_duty'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('deadline', None), ('document', None), ('event', None), ('officer', None)), fields=('matter', 'rung', 'side'), name='one_notice_per_unclaimed_rung'),
        ),
    ]
