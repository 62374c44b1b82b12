import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from saphena.clinic.record.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("treating", "0005_sessions_by_day"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Explanation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(editable=False, max_length=40, unique=True)),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("late", models.BooleanField(default=False)),
                ("reason", models.CharField(max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="explanations", to="treating.session"
                    ),
                ),
                (
                    "syringe",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="explanation",
                        to="treating.syringe",
                    ),
                ),
                (
                    "transition",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="explanation",
                        to="treating.transition",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("syringe__isnull", True), ("transition__isnull", False)),
                            models.Q(("syringe__isnull", False), ("transition__isnull", True)),
                            _connector="OR",
                        ),
                        name="treating_explains_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="treating_an_explanation_says_why"
                    ),
                ],
            },
        ),
        append_only("treating_explanation"),
    ]
