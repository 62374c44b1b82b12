import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from saphena.clinic.record.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_clinic_staff_and_patients"),
        ("stock", "0002_draws_are_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RecallCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("told", "told"),
                            ("not reached", "not reached, to be called again"),
                            ("decided", "a physician has decided what is done"),
                        ],
                        max_length=12,
                        verbose_name="how it ended",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="what was said")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="stock.lot"
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["told", "not reached", "decided"])),
                        name="stock_a_call_has_an_answer",
                    )
                ],
            },
        ),
        append_only("stock_recallcall"),
    ]
