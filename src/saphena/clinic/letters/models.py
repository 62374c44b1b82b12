"""To whom each report is addressed. Rows are only ever added."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphena.clinic.people.models import Patient


class Paper(StrEnum):
    """What is sent: the report of an examination, or of a session."""

    VEINS = "vein report"
    PROCEDURE = "procedure report"


class Addressee(models.Model):
    """One report is addressed to somebody; without a name to nobody. The newest counts.

    `number` is the examination's or the session's, which lie above here. Names are copied: the letter that went out
    keeps its address, whoever has moved since.
    """

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    paper = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Paper])
    number = models.PositiveBigIntegerField()
    name = models.CharField(_("addressed to"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(paper__in=[each.value for each in Paper]), name="letters_about_a_paper"),
            models.CheckConstraint(condition=~Q(name="") | Q(address=""), name="letters_an_address_has_a_name"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["paper", "number", "id"], name="letters_newest")]

    def __str__(self) -> str:
        return f"addressee {self.pk}"
