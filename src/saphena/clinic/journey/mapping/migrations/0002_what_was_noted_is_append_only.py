from django.db import migrations

from saphena.clinic.record.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("mapping", "0001_examinations")]

    operations = [
        append_only("mapping_measurement"),
        append_only("mapping_addendum"),
    ]
