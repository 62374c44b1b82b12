import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from saphena.clinic.record.append_only import append_only


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_clinic_staff_and_patients"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Addressee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "paper",
                    models.CharField(
                        choices=[("vein report", "vein report"), ("procedure report", "procedure report")],
                        max_length=20,
                    ),
                ),
                ("number", models.PositiveBigIntegerField()),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="addressed to")),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="address")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.patient"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["paper", "number", "id"], name="letters_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("paper__in", ["vein report", "procedure report"])),
                        name="letters_about_a_paper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("name", ""), _negated=True), ("address", ""), _connector="OR"),
                        name="letters_an_address_has_a_name",
                    ),
                ],
            },
        ),
        append_only("letters_addressee"),
    ]
