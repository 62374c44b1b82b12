"""One table: a promise per row. The text of the message is put together when it is sent, from what is true then."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saphena.clinic.messages.numbers import number_of
from saphena.clinic.messages.states import State
from saphena.clinic.people.languages import Language
from saphena.clinic.people.models import Patient


class Channel(models.TextChoices):
    """The ways out, each with its own sender."""

    EMAIL = "email", _("e-mail")
    TEXT = "text", _("text message")


STATE_NAMES = {
    State.PROMISED: _("due"),
    State.CLAIMED: _("being sent"),
    State.SENT: _("sent"),
    State.FAILED: _("failed"),
    State.UNKNOWN: _("unknown"),
    State.CANCELLED: pgettext_lazy("a message", "cancelled"),
    State.TOO_LATE: _("too late"),
}


class PromisedMessage(models.Model):
    """To whom, what about, when, and what became of it. `about`, `kind` and `due_at` make it the one message.

    It goes to a patient, or to the address of somebody who is none yet and has asked for an appointment.
    """

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="messages", null=True, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=100)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    channel = models.CharField(max_length=20, choices=Channel.choices, default=Channel.EMAIL.value)
    language = models.CharField(max_length=5, choices=Language.choices, blank=True)
    due_at = models.DateTimeField()
    not_after = models.DateTimeField(null=True, blank=True)
    # When it is next worth trying: `due_at` at first, later after quiet hours and failures.
    try_at = models.DateTimeField()
    state = models.CharField(max_length=20, default=State.PROMISED.value)
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=100, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # When the telephone network said that it had arrived; e-mail says nothing of the kind.
    delivered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("promised message")
        verbose_name_plural = _("promised messages")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # What was cancelled stays so and is no hindrance: a day that moves away and back is promised again.
            models.UniqueConstraint(
                fields=["about", "kind", "due_at"],
                condition=~models.Q(state=State.CANCELLED.value),
                name="promises_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in State]), name="promises_known_state"
            ),
            models.CheckConstraint(
                condition=models.Q(patient__isnull=False, email="")
                | models.Q(patient__isnull=True) & ~models.Q(email=""),
                name="promises_one_reader",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "try_at"], name="promises_due"),
            models.Index(fields=["patient", "-due_at"], name="promises_by_patient"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.about}"

    @property
    def state_name(self) -> str:
        return str(STATE_NAMES[State(self.state)])

    @property
    def spoken(self) -> str:
        """The language it is written in: its own, else the patient's."""
        return self.language or (self.patient.language if self.patient else Language.ENGLISH.value)

    @property
    def to(self) -> str:
        """The e-mail address or the telephone number that it goes to, as it is now; empty when there is none."""
        if self.channel == Channel.TEXT:
            return number_of(self.patient.phone) if self.patient else ""
        return self.patient.email if self.patient else self.email


class Wishes(models.Model):
    """What a patient has said about messages, beside the ways that they allow: all of it is theirs to change."""

    patient = models.OneToOneField(Patient, models.PROTECT, related_name="wishes")
    prefers = models.CharField(max_length=20, choices=Channel.choices, blank=True)
    # On the patient's own clock; without them the clinic's hours count.
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    # Names of topics (kinds.py).
    stopped = models.JSONField(default=list, blank=True)
    # When STOP was answered to a text message; START takes back that, and nothing else.
    texts_stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("wishes about messages")
        verbose_name_plural = _("wishes about messages")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="promises_both_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"wishes of patient {self.patient_id}"
