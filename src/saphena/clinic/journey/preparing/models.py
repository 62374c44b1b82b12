"""What patients ticked and told before a visit. The list itself is never stored: it is drawn from the course's plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphena.clinic.courses.models import Course
from saphena.clinic.people.models import Patient
from saphena.pathway.medicines import Ordered
from saphena.pathway.requesting import Driver

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ORDERED: dict[str, StrPromise] = {
    Ordered.YES: _("yes"),
    Ordered.NO: _("no"),
    Ordered.UNSURE: _("I am not sure"),
}
DRIVERS: dict[str, StrPromise] = {
    Driver.SOMEBODY: _("Somebody drives me"),
    Driver.SELF: _("I drive myself"),
    Driver.TRANSPORT: _("Bus, train or taxi"),
    Driver.UNKNOWN: _("I do not know yet"),
}
MODES: dict[str, StrPromise] = {
    "car": _("Car"),
    "plane": _("Plane"),
    "train": _("Train"),
    "bus": _("Bus"),
    "other": _("Another way"),
}


class Told(models.Model):
    """When somebody told it, and who: the patient, or staff on the telephone."""

    told_at = models.DateTimeField(default=timezone.now, editable=False)
    told_by = models.CharField(max_length=200)
    by_patient = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Tick(Told):
    """One rule of a course's plan, ticked or unticked, with the very words that were shown. Rows are only added.

    `digest` is of the protocol's fingerprint, the language and the words: whoever asks later which text the patient
    had before them finds it here, word for word.
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="ticks")
    rule = models.CharField(max_length=100)
    done = models.BooleanField()
    language = models.CharField(max_length=5)
    words = models.TextField()
    fingerprint = models.CharField(max_length=16)
    digest = models.CharField(max_length=16)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["course", "id"], name="preparing_ticks")]

    def __str__(self) -> str:
        return f"{self.rule} of course {self.course_id}"


class Reading(Told):
    """The patient said that they have read the whole list, for a visit at this moment. Rows are only added."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="readings")
    visit_at = models.DateTimeField()
    language = models.CharField(max_length=5)
    words = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=16)
    digest = models.CharField(max_length=16)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"reading of course {self.course_id}"


class Medicine(Told):
    """One line of the patient's list of medicines, as it was typed. What is taken off the list stays as a row."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="medicines")
    typed = models.CharField(_("medicine"), max_length=200)
    ordered = models.CharField(max_length=8, choices=list(ORDERED.items()))
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(ordered__in=[each.value for each in Ordered]), name="preparing_ordered"
            ),
        ]

    def __str__(self) -> str:
        return f"medicine {self.pk}"


class PrescriberQuestion(models.Model):
    """A medicine that a doctor ordered: the clinic asks whoever ordered it, and writes down what they said."""

    class State(models.TextChoices):
        OPEN = "open", _("to be asked")
        ASKED = "asked", _("asked, no answer yet")
        ANSWERED = "answered", _("answered")

    medicine = models.OneToOneField(Medicine, models.PROTECT, related_name="question")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    answer = models.CharField(_("what they said"), max_length=500, blank=True)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"question {self.pk}"


class Stocking(Told):
    """The stocking for one leg: what stands on the box, whether it is there and fits. The newest row counts."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="stockings")
    choice = models.CharField(max_length=60, blank=True)
    strength = models.CharField(_("strength, as it stands on the box"), max_length=40, blank=True)
    size = models.CharField(_("size"), max_length=20, blank=True)
    in_hand = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"stocking of course {self.course_id}"


class WayHome(Told):
    """How the patient gets home from one visit, and how long it takes. The newest row counts."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="ways_home")
    driver = models.CharField(max_length=12, choices=list(DRIVERS.items()))
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"way home of course {self.course_id}"


class Trip(Told):
    """A journey that the patient plans. What is taken off the list stays as a row."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="trips")
    mode = models.CharField(max_length=8, choices=list(MODES.items()))
    leaves = models.DateField()
    returns = models.DateField(null=True, blank=True)
    seated = models.PositiveSmallIntegerField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["leaves", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(returns__isnull=True) | models.Q(returns__gte=models.F("leaves")),
                name="preparing_trip_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"trip {self.pk}"
