"""The words of physicians on the numbers of this room move to where those of all rooms are kept."""

from django.db import migrations, models

from saphena.clinic.record.append_only import NoLongerAppendOnly

COPY = """
INSERT INTO confirming_word (about, name, "on", "values", words, at, by_id)
SELECT 'planning', rule_set, "on", '{}', reason, decided_at, decided_by_id FROM planning_rulesetchoice ORDER BY id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0002_what_was_said_is_append_only"),
        ("confirming", "0001_words"),
    ]

    operations = [
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
        NoLongerAppendOnly("planning_rulesetchoice"),
        migrations.DeleteModel("RuleSetChoice"),
        migrations.AddField("treatmentplan", "in_force", models.JSONField(null=True, editable=False)),
    ]
