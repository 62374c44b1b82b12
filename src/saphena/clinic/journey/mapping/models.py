"""Examinations, every single thing that was noted in them, and what was added after signing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphena.clinic.courses.models import Course
from saphena.clinic.journey.mapping.states import State
from saphena.clinic.people.models import Patient
from saphena.pathway.mapping.readings import Origin

if TYPE_CHECKING:
    from saphena.pathway.anatomy import Leg


class Legs(models.TextChoices):
    LEFT = "left", _("left leg")
    RIGHT = "right", _("right leg")
    BOTH = "both", _("both legs")


class Purpose(models.TextChoices):
    WHOLE = "whole", _("whole examination")
    DAY = "day", _("short scan on the day of treatment")
    CONTROL = "control", _("scan after treatment")


class Posture(models.TextChoices):
    STANDING = "standing", _("standing")
    SITTING = "sitting", _("sitting")
    TILTED = "tilted", _("tilted, feet down")
    LYING = "lying", _("lying")


class Manoeuvre(models.TextChoices):
    HAND = "hand", _("squeezing the calf by hand")
    CUFF = "cuff", _("cuff, released at once")
    VALSALVA = "valsalva", _("Valsalva at the groin, squeezing further down")
    ACTIVE = "active", _("moving toes and ankle")
    PARANA = "parana", _("gentle push (Paraná)")


class Examination(models.Model):
    """One examination of one or both legs. `serial` counts what was noted in it: the version an editor has seen."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="examinations")
    course = models.ForeignKey(
        Course, models.PROTECT, null=True, blank=True, related_name="examinations", verbose_name=_("course")
    )
    purpose = models.CharField(_("purpose"), max_length=8, choices=Purpose.choices, default=Purpose.WHOLE)
    legs = models.CharField(_("legs"), max_length=5, choices=Legs.choices)
    examined_at = models.DateTimeField(_("examined"))
    posture = models.CharField(_("posture"), max_length=8, choices=Posture.choices, default=Posture.STANDING)
    posture_reason = models.CharField(_("why not standing"), max_length=300, blank=True)
    manoeuvre = models.CharField(
        _("how reflux was provoked"), max_length=8, choices=Manoeuvre.choices, default=Manoeuvre.HAND
    )
    sonographer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sonographer"),
    )
    machine = models.CharField(_("machine"), max_length=100, blank=True)
    criteria = models.CharField(_("criteria"), max_length=40)
    limits = models.CharField(_("limits of the examination"), max_length=500, blank=True)
    state = models.CharField(max_length=12, default=State.PRELIMINARY.value)
    serial = models.PositiveIntegerField(default=0, editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    # What the map said when it was signed: the rows that judged it, CEAP, score, sentences. Later rules change nothing.
    signed_as = models.JSONField(null=True, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("examination")
        verbose_name_plural = _("examinations")
        ordering: ClassVar[list[str]] = ["-examined_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="mapping_state"),
            models.CheckConstraint(condition=Q(legs__in=Legs.values), name="mapping_legs"),
            models.CheckConstraint(
                condition=Q(posture=Posture.STANDING.value) | ~Q(posture_reason=""),
                name="mapping_not_standing_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SIGNED.value)
                | Q(signed_by__isnull=False, signed_at__isnull=False, sonographer__isnull=False),
                name="mapping_signed_names_both",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["patient", "state", "examined_at"], name="mapping_of_patient"),
            models.Index(fields=["state", "examined_at"], name="mapping_work"),
        ]

    def __str__(self) -> str:
        return f"examination {self.pk}"

    @property
    def each_leg(self) -> tuple[Leg, ...]:
        """The legs that are examined, the right one first: so they are seen from the front."""
        from saphena.pathway.anatomy import Leg

        return (Leg.RIGHT, Leg.LEFT) if self.legs == Legs.BOTH else (Leg(self.legs),)

    @property
    def is_preliminary(self) -> bool:
        return self.state == State.PRELIMINARY

    @property
    def is_signed(self) -> bool:
        return self.state == State.SIGNED

    def covers(self, leg: str) -> bool:
        return self.legs in (Legs.BOTH, leg)


class Measurement(models.Model):
    """One thing that was noted. Rows are only ever added: the newest of a place and quantity counts, an empty one takes
    it back, and the older ones are its history.

    `key` is the browser's own for what was saved in one act: the same one sent twice is kept once. `typed` is what was
    typed, word for word; `value` is what was understood, in the unit that is kept.
    """

    examination = models.ForeignKey(Examination, models.PROTECT, related_name="measurements")
    serial = models.PositiveIntegerField(editable=False)
    leg = models.CharField(max_length=5)
    segment = models.CharField(max_length=40)
    level = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    quantity = models.CharField(max_length=20)
    value = models.CharField(max_length=1000, blank=True)
    typed = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=8, default=Origin.TYPED.value)
    source = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=64)
    noted_at = models.DateTimeField(default=timezone.now, editable=False)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["serial"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["examination", "serial"], name="mapping_one_row_per_serial"),
            models.CheckConstraint(condition=Q(leg__in=("left", "right")), name="mapping_one_leg_per_row"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["examination", "key"], name="mapping_sent_once")]

    def __str__(self) -> str:
        return f"measurement {self.pk}"


class Addendum(models.Model):
    """What was added to a signed map. Rows are only ever added."""

    examination = models.ForeignKey(Examination, models.PROTECT, related_name="addenda")
    text = models.CharField(_("addendum"), max_length=2000)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"addendum {self.pk}"
