from django.conf import settings
from django.db import migrations, models

from saphena.clinic.record.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("confirming", "0001_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    # SQLite alters a table by building a new one, which loses what makes it append-only.
    operations = [
        migrations.RemoveConstraint(
            model_name="word",
            name="confirming_about_a_step",
        ),
        migrations.AlterField(
            model_name="word",
            name="about",
            field=models.CharField(
                choices=[
                    ("mapping", "Mapping"),
                    ("planning", "Planning"),
                    ("treating", "Treating"),
                    ("reviewing", "Return visits"),
                    ("payers", "Payers"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="word",
            constraint=models.CheckConstraint(
                condition=models.Q(("about__in", ["mapping", "planning", "treating", "reviewing", "payers"])),
                name="confirming_about_a_step",
            ),
        ),
        append_only("confirming_word"),
    ]
