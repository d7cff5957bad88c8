"""Fill in what 0010 added: a transaction of its own, since PostgreSQL alters no table whose new references are still unchecked."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    notice, matter, deadline, document, office = (
        apps.get_model(*name.split('.'))
        for name in ('cases.Notice', 'cases.Matter', 'cases.Deadline', 'cases.Document', 'office.JointOffice')
    )
    its = matter.objects.filter(pk=OuterRef('matter'))
    acting = matter.objects.filter(pk=OuterRef(OuterRef('matter'))).values('acting_office_id')
    notice.objects.filter(side='police').update(
        organisation=Subquery(its.filter(disclosed_at__isnull=False).values('police')), handler=Subquery(its.values('police_handler'))
    )
    notice.objects.filter(side='procuratorate').update(
        organisation=Subquery(office.objects.filter(pk__in=acting).values('procuratorate')), handler=Subquery(its.values('handler'))
    )
    notice.objects.filter(deadline__isnull=False, event=None).exclude(deadline__status='running').update(over=True)
    notice.objects.filter(document__isnull=False, event=None).exclude(document__status='issued').update(over=True)


def drop(apps, schema_editor):
    """Before, there was no notice without a matter."""
    apps.get_model('cases', 'Notice').objects.filter(matter=None).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0010_notice_rings'),
    ]

    operations = [
        migrations.RunPython(fill, drop),
    ]
