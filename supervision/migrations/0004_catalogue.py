"""监督项目: the first version of the list of 规则第567条 (data apart from schema)."""

from django.db import migrations

from supervision import catalogue


class Migration(migrations.Migration):
    dependencies = [("supervision", "0003_kinds")]
    operations = [migrations.RunPython(catalogue.load, catalogue.unload)]
