from django.db import migrations

from saphena.clinic.record.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("diary", "0001_diary")]

    operations = [append_only("diary_overbooking")]
