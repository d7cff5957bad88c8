"""The signatures on bulletins move to the one way of signing, with who had to sign; and back."""

from django.db import migrations


def carry_over(apps, schema_editor):
    Bulletin, Old = apps.get_model("reports", "Bulletin"), apps.get_model("reports", "Signature")
    Signing, Signature = apps.get_model("cases", "Signing"), apps.get_model("cases", "Signature")
    for row in Bulletin.objects.filter(pk__in=Old.objects.values("bulletin")).select_related("office").defer("pdf", "figures", "text"):
        signing = Signing.objects.create(digest=row.digest)
        signing.wanted.set([row.office.procuratorate_id, *row.office.organs.order_by("order", "code").values_list("pk", flat=True)[:1]])
        Signature.objects.bulk_create(
            Signature(
                pk=one.pk, signing=signing, organisation_id=one.organisation_id, officer_id=one.officer_id, signed_at=one.signed_at,
                digest=one.digest,
            )
            for one in Old.objects.filter(bulletin=row)
        )
        Bulletin.objects.filter(pk=row.pk).update(signing=signing)


def carry_back(apps, schema_editor):
    Bulletin, Old = apps.get_model("reports", "Bulletin"), apps.get_model("reports", "Signature")
    Signing, Signature = apps.get_model("cases", "Signing"), apps.get_model("cases", "Signature")
    for row in Bulletin.objects.exclude(signing=None).defer("pdf", "figures", "text"):
        Old.objects.bulk_create(
            Old(
                pk=one.pk, bulletin_id=row.pk, organisation_id=one.organisation_id, officer_id=one.officer_id, signed_at=one.signed_at,
                digest=one.digest,
            )
            for one in Signature.objects.filter(signing=row.signing_id)
        )
        Bulletin.objects.filter(pk=row.pk).update(signing=None)
        Signing.objects.filter(pk=row.signing_id).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0019_signing"),
        ("reports", "0002_signing"),
    ]

    operations = [migrations.RunPython(carry_over, carry_back)]
