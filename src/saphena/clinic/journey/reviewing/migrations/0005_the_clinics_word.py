"""The words of physicians on the numbers of this room move to where those of all rooms are kept."""

from django.db import migrations

from saphena.clinic.record.append_only import NoLongerAppendOnly

COPY = """
INSERT INTO confirming_word (about, name, "on", "values", words, at, by_id)
SELECT 'reviewing', name, TRUE, '{}', words, at, by_id FROM reviewing_confirmeddefinition ORDER BY id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reviewing", "0004_operators_are_those_who_injected"),
        ("confirming", "0001_words"),
    ]

    operations = [
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
        NoLongerAppendOnly("reviewing_confirmeddefinition"),
        migrations.DeleteModel("ConfirmedDefinition"),
    ]
