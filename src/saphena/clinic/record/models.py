"""One table. Rows are added and never changed: triggers on both databases see to that (append_only.py)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from saphena.clinic.record.sentences import in_words


class Entry(models.Model):
    """One act: who, in which role, when, about which patient, what, and the facts."""

    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    # The name and the role as they stood then; people marry, change jobs and leave.
    actor_name = models.CharField(max_length=200)
    actor_role = models.CharField(max_length=200)
    patient = models.ForeignKey(
        "people.Patient", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    action = models.CharField(max_length=100)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    request_id = models.CharField(max_length=64, blank=True)
    # The folded sentence, for finding by typing.
    search = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "entries"
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["patient", "-id"], name="record_by_patient"),
            models.Index(fields=["action", "-id"], name="record_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"

    @property
    def sentence(self) -> str:
        """The entry as a person would say it."""
        return in_words(self.action, self.facts, who=self.actor_name, patient=str(self.patient or ""))
