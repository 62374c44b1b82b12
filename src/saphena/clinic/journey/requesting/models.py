"""Requests for an appointment, what was told in each, and the courses that came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphena.clinic.courses.models import Course
from saphena.clinic.journey.requesting.states import CLOSED, OPEN, State
from saphena.clinic.people.languages import Language
from saphena.clinic.people.models import Patient
from saphena.clinic.record.folding import digits, fold
from saphena.pathway.requesting import Urgency

if TYPE_CHECKING:
    from datetime import datetime

OPEN_ONES = Q(state__in=[state.value for state in OPEN])


class AppointmentRequest(models.Model):
    """One person who asks, once: whoever asks again while this is open adds to it.

    `person` and `mailbox` are what they are known again by: hashes of name and birth date, of e-mail and birth date.
    Both are unique among the open ones, so two that come in the same moment are one.
    """

    given_names = models.CharField(_("given names"), max_length=100)
    family_name = models.CharField(_("family name"), max_length=100)
    birth_date = models.DateField(_("date of birth"))
    phone = models.CharField(_("telephone"), max_length=40)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=Language.choices, default=Language.ENGLISH)
    person = models.CharField(max_length=64, editable=False)
    mailbox = models.CharField(max_length=64, blank=True, editable=False)
    state = models.CharField(max_length=12, default=State.NEW.value)
    urgency = models.PositiveSmallIntegerField(default=Urgency.ROUTINE.value)
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    patient = models.ForeignKey(Patient, models.PROTECT, null=True, blank=True, related_name="requests")
    search = models.CharField(max_length=800, editable=False)

    class Meta:
        verbose_name = _("request for an appointment")
        verbose_name_plural = _("requests for appointments")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person"], condition=OPEN_ONES, name="requesting_one_open_per_person"),
            models.UniqueConstraint(
                fields=["mailbox"], condition=OPEN_ONES & ~Q(mailbox=""), name="requesting_one_open_per_mailbox"
            ),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="requesting_state"),
            models.CheckConstraint(
                condition=~Q(state=State.ACCEPTED.value) | Q(patient__isnull=False), name="requesting_accepted_is_whom"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "urgency", "received_at"], name="requesting_desk"),
        ]

    def __str__(self) -> str:
        return f"{self.given_names} {self.family_name}".strip()

    def save(self, *args: object, **kwargs: object) -> None:
        self.search = self.as_searched()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed on as it came

    def as_searched(self) -> str:
        born = self.birth_date.strftime("%Y%m%d")
        parts = (fold(self.family_name), fold(self.given_names), born, digits(self.phone), fold(self.email))
        return " ".join(part for part in parts if part)[:800]

    @property
    def formal_name(self) -> str:
        return f"{self.family_name}, {self.given_names}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED


class Telling(models.Model):
    """What was told at one time. `digest` makes the same form sent twice one row. Rows are only ever added."""

    request = models.ForeignKey(AppointmentRequest, models.PROTECT, related_name="tellings")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    told_at = models.DateTimeField(default=timezone.now, editable=False)
    phone = models.CharField(max_length=40)
    email = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=5, choices=Language.choices)
    answers = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reasons = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"telling {self.pk}"


class Question(models.Model):
    """What the clinic asked back, and the answer."""

    request = models.ForeignKey(AppointmentRequest, models.PROTECT, related_name="questions")
    text = models.CharField(_("question"), max_length=1000)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.CharField(_("answer"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"question {self.pk}"


class RequestLink(models.Model):
    """A long random token that stands for a request. Only its hash is kept."""

    request = models.ForeignKey(AppointmentRequest, models.PROTECT, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"link {self.pk}"

    def is_live(self, now: datetime) -> bool:
        return now < self.expires_at


class RequestedCourse(models.Model):
    """The course that was opened for one leg of a request."""

    request = models.ForeignKey(AppointmentRequest, models.PROTECT, related_name="courses")
    course = models.OneToOneField(Course, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"course {self.course_id} of request {self.request_id}"
