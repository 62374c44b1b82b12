"""The words of physicians on the numbers of this room move to where those of all rooms are kept."""

from django.db import migrations

from saphena.clinic.record.append_only import NoLongerAppendOnly

COPY = """
INSERT INTO confirming_word (about, name, "on", "values", words, at, by_id)
SELECT 'mapping', name, TRUE, '{}', '', confirmed_at, confirmed_by_id FROM mapping_confirmedcriteria ORDER BY id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("mapping", "0002_what_was_noted_is_append_only"),
        ("confirming", "0001_words"),
    ]

    operations = [
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
        NoLongerAppendOnly("mapping_confirmedcriteria"),
        migrations.DeleteModel("ConfirmedCriteria"),
    ]
