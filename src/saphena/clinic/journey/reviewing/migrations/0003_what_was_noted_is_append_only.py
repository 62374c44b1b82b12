from django.db import migrations

from saphena.clinic.record.append_only import append_only

TABLES = ("reviewing_scoresbefore", "reviewing_complicationfound", "reviewing_rating", "reviewing_drainage")


class Migration(migrations.Migration):
    dependencies = [("reviewing", "0002_outcomes")]

    operations = [append_only(table) for table in TABLES]
