"""Protocol versions, courses of treatment, and what happened in them. The plan itself is never stored: it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphena.clinic.courses.drawing import read
from saphena.clinic.people.models import Patient

if TYPE_CHECKING:
    from saphena.pathway.protocol.rules import Protocol


class ProtocolVersion(models.Model):
    """One version of a clinic's protocol, word for word. A patient keeps the version they were given."""

    key = models.CharField(_("protocol"), max_length=60)
    version = models.CharField(_("version"), max_length=40)
    fingerprint = models.CharField(max_length=16, unique=True)
    title = models.JSONField(default=dict)
    text = models.TextField(_("text"))
    effective = models.DateField(_("in force from"))
    kept_at = models.DateTimeField(default=timezone.now, editable=False)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("protocol")
        verbose_name_plural = _("protocols")
        ordering: ClassVar[list[str]] = ["key", "-effective", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["key", "version"], name="courses_one_text_per_version"),
            models.CheckConstraint(
                condition=models.Q(approved_at__isnull=True, approved_by__isnull=True)
                | models.Q(approved_at__isnull=False, approved_by__isnull=False),
                name="courses_approval_has_a_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"

    @property
    def protocol(self) -> Protocol:
        """The protocol itself, with the approval of this clinic in it."""
        by = str(self.approved_by) if self.approved_by else ""
        # The clinic's date, whoever looks and wherever they live: they all share one reading of the text.
        on = timezone.localdate(self.approved_at, timezone.get_default_timezone()) if self.approved_at else None
        return read(self.fingerprint, self.text, by, on)


class Leg(models.TextChoices):
    LEFT = "left", _("left leg")
    RIGHT = "right", _("right leg")


class Course(models.Model):
    """One leg's course of treatment by one protocol, with the clinic's numbers and what is known of the patient."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="courses")
    protocol = models.ForeignKey(ProtocolVersion, models.PROTECT, related_name="courses")
    leg = models.CharField(_("leg"), max_length=5, choices=Leg.choices)
    numbers = models.JSONField(default=dict, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    # Why a gate stands shut, by the fact or event that it waits for, in every language: told by the rooms.
    whys = models.JSONField(default=dict, blank=True, editable=False)
    # How often the facts have changed, and when last: a calendar that reads the file again goes by it.
    answers = models.PositiveIntegerField(default=0, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    # The next round of a leg is a course of its own, with its own clock; it says which one it follows.
    follows = models.OneToOneField("self", models.PROTECT, null=True, related_name="next_round", editable=False)
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    # Finished by a physician's word; opened again by another.
    discharged_at = models.DateTimeField(null=True, blank=True, editable=False)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("course of treatment")
        verbose_name_plural = _("courses of treatment")
        ordering: ClassVar[list[str]] = ["-opened_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(leg__in=Leg.values), name="courses_one_leg"),
        ]

    def __str__(self) -> str:
        return f"course {self.pk}"

    @property
    def after(self) -> Course | None:
        """The course that is this one's next round; None when there is none yet."""
        return getattr(self, "next_round", None)


class Happening(models.Model):
    """An event of a course as it was planned or as it happened, or something that was seen.

    Rows are only ever added: the newest of a name is the one that counts, one without a moment takes the name back, and
    the older ones are the history of a visit that was moved.
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="happenings")
    name = models.CharField(max_length=60)
    seen = models.BooleanField(default=False)
    at = models.DateTimeField(null=True, blank=True)
    happened = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["course", "id"], name="courses_happenings"),
            models.Index(fields=["name", "at"], name="courses_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.name} of course {self.course_id}"


class GateOverride(models.Model):
    """A gate of a course that somebody with the right has opened by hand, and why. Rows are only ever added.

    `gate` is the id of the protocol's rule. It stays open for this course, and says so wherever the gate is shown.
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="overrides")
    gate = models.CharField(max_length=60)
    reason = models.CharField(_("reason"), max_length=300)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    by_role = models.CharField(max_length=60)

    class Meta:
        verbose_name = _("opened gate")
        verbose_name_plural = _("opened gates")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["course", "gate"], name="courses_a_gate_is_opened_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="courses_an_override_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.gate} of course {self.course_id}"
