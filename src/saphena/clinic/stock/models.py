"""Lots, what has become of them, and every draw: who got what, into which leg."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphena.clinic.courses.models import Course, Leg
from saphena.clinic.people.models import Patient
from saphena.clinic.record.folding import fold


class Lot(models.Model):
    """One lot of one product and strength as it came. `product` is a name that the treating rules know."""

    product = models.CharField(_("product"), max_length=60)
    strength = models.DecimalField(_("strength, in percent"), max_digits=6, decimal_places=3)
    number = models.CharField(_("lot number"), max_length=60)
    expires_on = models.DateField(_("last day"))
    received_ml = models.DecimalField(_("received, in mL"), max_digits=9, decimal_places=2)
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    filter_note = models.CharField(_("filter"), max_length=300, blank=True)
    storage_note = models.CharField(_("storage"), max_length=300, blank=True)
    quarantined_at = models.DateTimeField(null=True, blank=True)
    quarantined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    quarantine_reason = models.CharField(_("reason"), max_length=300, blank=True)
    recalled_at = models.DateTimeField(null=True, blank=True)
    search = models.CharField(max_length=300, editable=False)

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        ordering: ClassVar[list[str]] = ["expires_on", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["product", "strength", "number"], name="stock_one_row_per_lot"),
            models.CheckConstraint(condition=Q(received_ml__gt=0), name="stock_received_something"),
            models.CheckConstraint(condition=Q(strength__gt=0), name="stock_has_a_strength"),
            models.CheckConstraint(
                condition=Q(quarantined_at__isnull=True, quarantined_by__isnull=True)
                | Q(quarantined_at__isnull=False, quarantined_by__isnull=False),
                name="stock_quarantine_has_a_name",
            ),
        ]

    def __str__(self) -> str:
        return f"lot {self.number}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.search = fold(f"{self.product} {self.number} {self.strength.normalize():f}")[:300]
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on as it came

    @property
    def is_quarantined(self) -> bool:
        return self.quarantined_at is not None


class LotRecall(models.Model):
    """A lot was recalled; or, in a row of its own, a recall was taken back. Rows are only ever added.

    What the lot was in quarantine for before is kept here, so that taking back brings that back as well. A call is
    about the newest recall of its time.
    """

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="recalls")
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    held_since = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    held_for = models.CharField(max_length=300, blank=True)
    takes_back = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="taken_back")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(reason=""), name="stock_a_recall_says_why"),
        ]

    def __str__(self) -> str:
        return f"recall {self.pk} of lot {self.lot_id}"

    @property
    def end(self) -> LotRecall | None:
        """The row that took it back, if one did."""
        return getattr(self, "taken_back", None)


class Answer(models.TextChoices):
    """How a call about a recalled lot ended."""

    TOLD = "told", _("told")
    NOT_REACHED = "not reached", _("not reached, to be called again")
    DECIDED = "decided", _("a physician has decided what is done")


class RecallCall(models.Model):
    """One call to a patient who got something of a recalled lot. The newest counts, of those since the lot was recalled
    or that was taken back. Rows are only ever added."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="calls")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    answer = models.CharField(_("how it ended"), max_length=12, choices=Answer.choices)
    words = models.CharField(_("what was said"), max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="stock_a_call_has_an_answer"),
        ]

    def __str__(self) -> str:
        return f"call {self.pk} about lot {self.lot_id}"


class Purpose(models.TextChoices):
    TEST = "test", _("test session")
    PROCEDURE = "procedure", _("procedure")
    WASTE = "waste", _("thrown away")


class Draw(models.Model):
    """What was drawn from a lot at one time, and for which leg. Rows are only ever added.

    A draw by mistake is taken back by a row of its own with the same amount below nothing. `key` makes one tap that is
    sent twice one draw.
    """

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="draws")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    patient = models.ForeignKey(Patient, models.PROTECT, null=True, blank=True, related_name="+")
    leg = models.CharField(max_length=5, choices=Leg.choices, blank=True)
    course = models.ForeignKey(Course, models.PROTECT, null=True, blank=True, related_name="+")
    ml = models.DecimalField(max_digits=7, decimal_places=2)
    at = models.DateTimeField()
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    takes_back = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="taken_back")
    reason = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=64, null=True, blank=True, unique=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(purpose=Purpose.WASTE) | Q(patient__isnull=False, leg__in=Leg.values),
                name="stock_a_draw_names_a_leg",
            ),
            models.CheckConstraint(
                condition=Q(ml__gt=0, takes_back__isnull=True) | Q(ml__lt=0, takes_back__isnull=False),
                name="stock_a_draw_is_something",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["lot", "patient", "leg"], name="stock_recall")]

    def __str__(self) -> str:
        return f"draw {self.pk}"
