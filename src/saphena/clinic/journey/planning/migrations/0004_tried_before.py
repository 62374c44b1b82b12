import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from saphena.clinic.record.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_clinic_staff_and_patients"),
        ("planning", "0003_the_clinics_word"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Tried",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("legs", models.CharField(max_length=5, verbose_name="leg")),
                ("what", models.CharField(max_length=20, verbose_name="what")),
                ("since", models.DateField(verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                ("mmhg", models.CharField(blank=True, max_length=10, verbose_name="pressure in mmHg")),
                ("often", models.CharField(blank=True, max_length=10, verbose_name="how often")),
                ("helped", models.CharField(blank=True, max_length=10, verbose_name="what it did")),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="in words")),
                ("told_by", models.CharField(max_length=200, verbose_name="who says so")),
                ("noted_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tried_before", to="people.patient"
                    ),
                ),
            ],
            options={
                "verbose_name": "treatment that was tried before",
                "verbose_name_plural": "treatments that were tried before",
                "ordering": ["since", "pk"],
            },
        ),
        migrations.CreateModel(
            name="TriedTakenBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "tried",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="taken_back", to="planning.tried"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="tried",
            constraint=models.CheckConstraint(
                condition=models.Q(("legs__in", ("left", "right", "both"))), name="planning_tried_on_a_leg"
            ),
        ),
        migrations.AddConstraint(
            model_name="tried",
            constraint=models.CheckConstraint(
                condition=models.Q(("told_by", ""), _negated=True), name="planning_tried_says_who"
            ),
        ),
        migrations.AddConstraint(
            model_name="tried",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                name="planning_tried_ends_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="triedtakenback",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="planning_tried_taken_back_says_why"
            ),
        ),
        append_only("planning_tried"),
        append_only("planning_triedtakenback"),
    ]
