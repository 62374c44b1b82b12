import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from saphena.clinic.record.append_only import append_only

COPY = (
    "INSERT INTO stock_lotrecall (lot_id, reason, at, by_id, held_for) "
    "SELECT id, quarantine_reason, recalled_at, quarantined_by_id, '' FROM stock_lot WHERE recalled_at IS NOT NULL"
)


class Migration(migrations.Migration):
    dependencies = [
        ("stock", "0003_calls_of_a_recall"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LotRecall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("held_since", models.DateTimeField(blank=True, null=True)),
                ("held_for", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "held_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="recalls", to="stock.lot"
                    ),
                ),
                (
                    "takes_back",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back",
                        to="stock.lotrecall",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="stock_a_recall_says_why"
                    )
                ],
            },
        ),
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
        append_only("stock_lotrecall"),
    ]
