from django.db import migrations

from saphena.clinic.record.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("stock", "0001_lots")]

    operations = [append_only("stock_draw")]
