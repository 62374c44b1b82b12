"""What is kept so that nothing is done twice: the answers that programs had, and which appointments were taken over."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from saphena.clinic.journey.booking.models import Visit
from saphena.clinic.people.applications.models import ApplicationToken


class Answered(models.Model):
    """What a program was answered for one of its keys; asked again with the key, it is answered the same.

    `fingerprint` is of the question, so that a key that is used for another question is found out.
    """

    application = models.ForeignKey(ApplicationToken, models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    answer = models.JSONField()
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["application", "key"], name="exchange_answered_once"),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class TakenOver(models.Model):
    """One appointment of another system, by that system's own number, and the visit that it became."""

    source = models.CharField(max_length=60)
    number = models.CharField(max_length=100)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "number"], name="exchange_taken_over_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.number}"
