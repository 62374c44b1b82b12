from django.db import migrations

from saphena.clinic.record.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("courses", "0003_gates_opened_by_hand")]

    operations = [append_only("courses_gateoverride")]
