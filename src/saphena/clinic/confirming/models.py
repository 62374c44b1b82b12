"""What physicians of the clinic say of the numbers and rules that we ship."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class About(models.TextChoices):
    """Whose number it is: the step of the journey that goes by it."""

    MAPPING = "mapping", _("Mapping")
    PLANNING = "planning", _("Planning")
    TREATING = "treating", _("Treating")
    REVIEWING = "reviewing", _("Return visits")
    PAYERS = "payers", _("Payers")


class Word(models.Model):
    """One word on one number: confirmed, put off, or another value. The newest counts. Rows are only ever added.

    `values` are the clinic's own figures by name, exact decimals in text; none: as the source has it.
    """

    about = models.CharField(max_length=10, choices=About.choices)
    name = models.CharField(max_length=60)
    on = models.BooleanField(default=True)
    values = models.JSONField(default=dict)
    words = models.CharField(_("why, or where it was read"), max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(about__in=About.values), name="confirming_about_a_step"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["about", "name", "id"], name="confirming_newest")]

    def __str__(self) -> str:
        return self.name

    @property
    def figures(self) -> dict[str, Decimal]:
        """The clinic's own figures, exact; none where it is put off."""
        return {name: Decimal(value) for name, value in self.values.items()} if self.on else {}
