"""Check-ins and their answers, photos of the leg, letters between patient and clinic, and the rows of the inbox."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.files.storage import storages
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphena.clinic.courses.models import Course
from saphena.clinic.courses.speaking import language
from saphena.clinic.journey.recovering.states import OPEN, Asked, State
from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.people.models import Patient
from saphena.pathway.recovering import Level, follow_up

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.files.storage import Storage

OWN = "own"
"""The name of a check-in that nobody asked for: the patient had something to tell."""
A_LEVEL = Q(level__gte=Level.EMERGENCY.value, level__lte=Level.NOTHING.value)


def photo_storage() -> Storage:
    """Not below any address: photos leave through a view that asks who looks."""
    return storages["photos"]


class CheckIn(models.Model):
    """One time at which a patient is asked how it goes. Without an answer by `silent_at` it is a row of the inbox."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="check_ins")
    name = models.CharField(max_length=40)
    due_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    silent_at = models.DateTimeField()
    level = models.PositiveSmallIntegerField(default=Level.OFFICE.value)
    state = models.CharField(max_length=12, default=Asked.EXPECTED.value)

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering: ClassVar[list[str]] = ["due_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["course", "name"],
                condition=~Q(state=Asked.CALLED_OFF.value) & ~Q(name=OWN),
                name="recovering_asked_once",
            ),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in Asked]), name="recovering_asked"),
            models.CheckConstraint(condition=A_LEVEL, name="recovering_silence_level"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "silent_at"], name="recovering_silence")]

    def __str__(self) -> str:
        return f"check-in {self.name} of course {self.course_id}"

    def is_open(self, now: datetime) -> bool:
        return self.state in (Asked.EXPECTED, Asked.SILENT) and self.due_at <= now < self.closes_at


class Answer(models.Model):
    """What was told in a check-in, what it came to by which table, and what in the plan changed with it.

    `told` is word for word what the patient chose; `fired` the rows, each with its level and the answers behind it.
    """

    check_in = models.OneToOneField(CheckIn, models.PROTECT, related_name="answer")
    told_at = models.DateTimeField(default=timezone.now, editable=False)
    told = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    words = models.TextField(_("in their own words"), blank=True)
    pain = models.PositiveSmallIntegerField(null=True, blank=True)
    level = models.PositiveSmallIntegerField(default=Level.NOTHING.value)
    key = models.CharField(max_length=12)
    fired = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    table = models.CharField(max_length=16)

    class Meta:
        verbose_name = _("answer")
        ordering: ClassVar[list[str]] = ["told_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=A_LEVEL, name="recovering_answer_level"),
            models.CheckConstraint(condition=Q(pain__isnull=True) | Q(pain__lte=10), name="recovering_pain_to_ten"),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"

    @property
    def off_on(self) -> date | None:
        """The day on which the bandage came off, as it was told."""
        said = self.told.get("off_on")
        return date.fromisoformat(said) if said else None

    @property
    def followed(self) -> list[tuple[str, str]]:
        """What was said of the plan of the day before: in the reader's words, “yes” or “no”."""
        said = self.told.get("followed", {})
        return [(each.means[language()], said[each.name]) for each in follow_up().at_home if each.name in said]


class LegPhoto(models.Model):
    """A photo of the leg, made anew from the one that was sent: nothing of the telephone or the place is in it."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="photos")
    image = models.FileField(storage=photo_storage, max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("photo of the leg")
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"photo {self.pk}"


class Letter(models.Model):
    """One message between a patient and the clinic, read on their pages; e-mail only says that there is one."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="letters")
    # Who of the staff wrote it; empty when the patient did.
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("message"), max_length=4000)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("message between patient and clinic")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["digest"], condition=~Q(digest=""), name="recovering_letter_once"),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"


class Kind(models.TextChoices):
    """Where a row of the inbox comes from."""

    ALERT = "alert", _("answers")
    SILENCE = "silence", _("no answer")
    LETTER = "letter", _("message")
    UNDELIVERED = "undelivered", _("message that did not arrive")


class Outcome(models.TextChoices):
    """How a row of the inbox ended."""

    ADVISED = "advised", _("advice given")
    VISIT = "visit", _("a visit is arranged")
    SCAN = "scan", _("a scan is arranged today")
    EMERGENCY = "emergency", _("sent to the emergency department")
    WELL = "well", _("reached, and all is well")
    NOBODY = "nobody", _("not reached after several tries")
    MISTAKE = "mistake", _("nothing behind it")


class Matter(models.Model):
    """A row of the inbox: something that waits for a person. It is closed only once everything in it has been read."""

    kind = models.CharField(max_length=12, choices=Kind.choices)
    level = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, default=State.NEW.value)
    patient = models.ForeignKey(Patient, models.PROTECT, null=True, blank=True, related_name="matters")
    course = models.ForeignKey(Course, models.PROTECT, null=True, blank=True, related_name="+")
    check_in = models.ForeignKey(CheckIn, models.PROTECT, null=True, blank=True, related_name="matters")
    message = models.ForeignKey(PromisedMessage, models.PROTECT, null=True, blank=True, related_name="matters")
    raised_at = models.DateTimeField(default=timezone.now, editable=False)
    news_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    snoozed_until = models.DateTimeField(null=True, blank=True)
    for_physician = models.BooleanField(default=False)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("row of the inbox")
        verbose_name_plural = _("inbox")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="recovering_state"),
            models.CheckConstraint(condition=A_LEVEL, name="recovering_level"),
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED.value)
                | ~Q(outcome="") & Q(closed_at__isnull=False, read_at__isnull=False, read_at__gte=F("news_at")),
                name="recovering_closed_is_read",
            ),
            models.UniqueConstraint(
                fields=["message"], condition=Q(state__in=[s.value for s in OPEN]), name="recovering_one_per_message"
            ),
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(state__in=[s.value for s in OPEN], kind=Kind.LETTER.value),
                name="recovering_one_open_for_letters",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "level", "answer_by"], name="recovering_inbox")
        ]

    def __str__(self) -> str:
        return f"row {self.pk} of the inbox"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_read(self) -> bool:
        return self.read_at is not None and self.read_at >= self.news_at

    def is_late(self, now: datetime) -> bool:
        return self.is_open and self.answered_at is None and self.answer_by < now


class Step(models.Model):
    """One thing that was done with a row of the inbox, and what was written down with it. Rows are only ever added."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="steps")
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.CharField(max_length=200)
    what = models.CharField(max_length=12)
    text = models.CharField(max_length=2000, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.what} of row {self.matter_id}"


class TriageApproval(models.Model):
    """A physician's name under one text of the triage table."""

    table = models.CharField(max_length=16, unique=True)
    version = models.CharField(max_length=40)
    approved_at = models.DateTimeField(default=timezone.now, editable=False)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("approval of the triage table")

    def __str__(self) -> str:
        return f"table {self.table}"
