from django.db import migrations

from saphena.clinic.record.append_only import append_only

TABLES = (
    "transition", "deed", "syringe", "injection", "injectionvoid", "approval", "sighting", "emergencystep", "complication",
    "note", "addendum",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("treating", "0001_sessions")]

    operations = [append_only(f"treating_{table}") for table in TABLES]
