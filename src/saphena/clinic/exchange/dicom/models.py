"""Copies of images that name nobody, and who looked at each before it left."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphena.clinic.imaging.models import Instance
from saphena.clinic.people.models import Patient, User


class Export(models.Model):
    """One set of copies of one patient's images. `secret` makes its numbers; `place` is where the copies lie."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    secret = models.BinaryField(editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    gone_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"export {self.pk}"


class Copy(models.Model):
    """One image of an export: the boxes that stay, the copy's sum, and who looked. Without a sum there is no copy.

    Another box makes another copy, and whoever looked looks again.
    """

    export = models.ForeignKey(Export, models.PROTECT, related_name="copies")
    instance = models.ForeignKey(Instance, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    boxes = models.JSONField(default=list)
    by_hand = models.BooleanField(default=False)
    why = models.CharField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    left_out = models.BooleanField(default=False)
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("copy")
        verbose_name_plural = _("copies")
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["export", "number"], name="dicom_copy_number"),
            models.CheckConstraint(
                condition=Q(looked_at__isnull=True, looked_by__isnull=True)
                | (Q(looked_at__isnull=False, looked_by__isnull=False) & ~Q(sha256="")),
                name="dicom_looked_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"copy {self.pk}"

    @property
    def may_leave(self) -> bool:
        return bool(self.sha256) and self.looked_at is not None and not self.left_out
