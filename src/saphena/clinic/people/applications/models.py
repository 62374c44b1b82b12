"""A program's token. Only its hash is kept, so a copied database opens nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphena.clinic.people.access import Application
from saphena.clinic.people.applications.scopes import SCOPES, opened_by

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.people.models import Patient


class ApplicationToken(Application, models.Model):
    """Another program by the name that a manager gave it, what it was let in for, and until when.

    It acts under its own name: the record says "Old system (application)", not the name of whoever made the token.
    """

    name = models.CharField(_("name"), max_length=80)
    scopes = models.JSONField(_("what it may do"), default=list)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering: ClassVar[list[str]] = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def is_live(self, now: datetime) -> bool:
        return self.withdrawn_at is None and now < self.expires_at

    @property
    def scopes_in_words(self) -> list[str]:
        return [str(SCOPES[name].sentence) for name in self.scopes if name in SCOPES]

    def may(self, capability: str, patient: Patient | None = None) -> bool:
        return self.withdrawn_at is None and capability in opened_by(self.scopes)

    @property
    def actor_id(self) -> int | None:
        return None

    @property
    def actor_name(self) -> str:
        return self.name

    @property
    def actor_role(self) -> str:
        return "application"
