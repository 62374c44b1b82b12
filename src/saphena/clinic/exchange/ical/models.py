"""Which entry of which calendar became which closure, so that the same file can be brought in again and again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from saphena.clinic.diary.models import Closure


class CalendarEntry(models.Model):
    """One occurrence of one event of another calendar. `whose` is "site:1" or "resource:3".

    `ended_at` is when the calendar itself took it back; a closure that a person has lifted stays lifted.
    """

    whose = models.CharField(max_length=30)
    source = models.CharField(max_length=60)
    uid = models.CharField(max_length=64)
    occurrence = models.CharField(max_length=40, blank=True)
    closure = models.ForeignKey(Closure, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["whose", "source", "uid", "occurrence"], name="exchange_ical_entry_once"),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk} of {self.source}"
