"""From here on the record can only grow."""

from django.db import migrations

from saphena.clinic.record.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("record", "0001_entries")]
    operations = [append_only("record_entry")]
