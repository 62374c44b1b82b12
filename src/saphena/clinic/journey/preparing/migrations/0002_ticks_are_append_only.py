from django.db import migrations

from saphena.clinic.record.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("preparing", "0001_preparing")]

    operations = [append_only("preparing_tick"), append_only("preparing_reading")]
