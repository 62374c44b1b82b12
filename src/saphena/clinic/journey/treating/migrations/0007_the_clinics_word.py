"""The words of physicians on the numbers of this room move to where those of all rooms are kept."""

from django.db import migrations, models

from saphena.clinic.record.append_only import NoLongerAppendOnly

COPY = """
INSERT INTO confirming_word (about, name, "on", "values", words, at, by_id)
SELECT 'treating', name, "on", '{}', words, at, by_id FROM treating_confirmedrow ORDER BY id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("treating", "0006_reasons_given_afterwards"),
        ("confirming", "0001_words"),
    ]

    operations = [
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
        NoLongerAppendOnly("treating_confirmedrow"),
        migrations.DeleteModel("ConfirmedRow"),
        migrations.AddField("injection", "in_force", models.JSONField(null=True)),
    ]
