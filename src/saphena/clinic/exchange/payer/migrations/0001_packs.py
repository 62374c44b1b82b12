import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from saphena.clinic.record.append_only import append_only


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("courses", "0008_discharged"),
        ("mapping", "0003_the_clinics_word"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PackTaken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("to", models.CharField(max_length=120, verbose_name="addressed to")),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="address")),
                ("language", models.CharField(max_length=5, verbose_name="language")),
                ("missing", models.JSONField(default=list, verbose_name="what was missing")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="fingerprint")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packs_for_payers",
                        to="courses.course",
                    ),
                ),
                (
                    "examination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="mapping.examination"
                    ),
                ),
            ],
            options={
                "verbose_name": "pack for a payer",
                "verbose_name_plural": "packs for payers",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to", ""), _negated=True), name="exchange_payer_says_for_whom"
                    )
                ],
            },
        ),
        append_only("exchange_payer_packtaken"),
    ]
