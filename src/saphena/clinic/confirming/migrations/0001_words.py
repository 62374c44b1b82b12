import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from saphena.clinic.record.append_only import append_only


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("mapping", "Mapping"),
                            ("planning", "Planning"),
                            ("treating", "Treating"),
                            ("reviewing", "Return visits"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("on", models.BooleanField(default=True)),
                ("values", models.JSONField(default=dict)),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="why, or where it was read")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["about", "name", "id"], name="confirming_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("about__in", ["mapping", "planning", "treating", "reviewing"])),
                        name="confirming_about_a_step",
                    )
                ],
            },
        ),
        append_only("confirming_word"),
    ]
