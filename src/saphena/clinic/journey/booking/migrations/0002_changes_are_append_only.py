from django.db import migrations

from saphena.clinic.record.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("booking", "0001_visits")]

    operations = [append_only("booking_visitchange")]
