from django.db import migrations

from saphena.clinic.record.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_courses")]

    operations = [append_only("courses_happening")]
