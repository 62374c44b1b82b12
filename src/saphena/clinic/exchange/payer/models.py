"""Which packs were taken away: by whom, for whom, and what was missing in each. Rows are only ever added."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphena.clinic.courses.models import Course
from saphena.clinic.journey.mapping.models import Examination


class PackTaken(models.Model):
    """One paper for one payer. `fingerprint` is the SHA-256 of the PDF: so that the paper that went out is known again.

    It has its own addressee: the next vein report goes to whoever sent the patient, and not to the payer.
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="packs_for_payers")
    examination = models.ForeignKey(Examination, models.PROTECT, related_name="+")
    to = models.CharField(_("addressed to"), max_length=120)
    address = models.CharField(_("address"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=5)
    missing = models.JSONField(_("what was missing"), default=list)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("pack for a payer")
        verbose_name_plural = _("packs for payers")
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(to=""), name="exchange_payer_says_for_whom"),
        ]

    def __str__(self) -> str:
        return f"pack {self.pk}"
