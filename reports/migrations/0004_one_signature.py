"""The bulletin's own signatures are gone: they were carried over before."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("reports", "0003_signatures"),
    ]

    operations = [migrations.DeleteModel(name="Signature")]
