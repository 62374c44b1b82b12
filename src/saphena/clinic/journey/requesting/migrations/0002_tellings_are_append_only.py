from django.db import migrations

from saphena.clinic.record.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("requesting", "0001_requests")]

    operations = [append_only("requesting_telling")]
