"""A return visit: what the scan found of each treated segment, the scores, what was decided.

While it is open its columns change; once it is signed nothing does.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saphena.clinic.courses.models import Course
from saphena.clinic.journey.booking.models import Visit
from saphena.clinic.journey.recovering.models import photo_storage
from saphena.clinic.journey.reviewing.states import State
from saphena.clinic.journey.treating.models import Session
from saphena.clinic.people.models import Patient
from saphena.pathway.reviewing import Extension, Outcome, Verdict

SKIN = (("none", pgettext_lazy("how much of it", "none")), ("mild", _("a little")), ("marked", _("marked")))


class FoundBy(models.TextChoices):
    """How a complication came to be known: rates of one way are never added to those of another."""

    SCAN = "scan", _("by ultrasound")
    SEEN = "seen", _("seen or felt at a visit")
    TOLD = "told", _("the patient told it, and somebody of the clinic looked into it")
    ELSEWHERE = "elsewhere", _("found by another clinic or hospital")


class Fitness(models.TextChoices):
    """How appropriate a procedure was, in the three words of the accreditor."""

    APPROPRIATE = "yes", _("appropriate")
    MAY_BE = "maybe", _("may be appropriate")
    RARELY = "rarely", _("rarely appropriate")


class Review(models.Model):
    """One return visit of a course. `after` is the injection that it looks back on, `time` which visit it is.

    `session` is where that injection was recorded, `days` how many calendar days lie between. None is “nobody said”,
    which is not no. The two changes are kept when it is signed: against the scores that were known before treatment.
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="reviews")
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="reviews")
    days = models.PositiveIntegerField(null=True, blank=True, editable=False)
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="reviews")
    time = models.CharField(max_length=12)
    after = models.DateTimeField()
    round = models.PositiveSmallIntegerField(default=1)
    seen_at = models.DateTimeField()
    state = models.CharField(max_length=12, default=State.OPEN.value)
    version = models.PositiveIntegerField(default=0, editable=False)
    deep_clear = models.BooleanField(_("deep veins clear"), null=True, blank=True)
    extension = models.CharField(
        _("clot at a junction"), max_length=10, blank=True, choices=[(each.value, each.value) for each in Extension]
    )
    symptoms = models.JSONField(default=dict, blank=True)
    vcss = models.JSONField(default=dict, blank=True)
    vcss_total = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    vcss_change = models.SmallIntegerField(null=True, blank=True, editable=False)
    symptoms_change = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True, editable=False)
    signs = models.JSONField(_("signs"), default=list, blank=True)
    satisfied = models.PositiveSmallIntegerField(_("satisfied, 0 to 10"), null=True, blank=True)
    visible = models.BooleanField(_("visible varicose veins"), null=True, blank=True)
    pigmentation = models.CharField(_("pigmentation"), max_length=8, blank=True, choices=SKIN)
    matting = models.CharField(_("matting"), max_length=8, blank=True, choices=SKIN)
    reaction = models.BooleanField(_("reaction to an earlier session"), null=True, blank=True)
    contraindicated = models.BooleanField(_("something new that speaks against it"), null=True, blank=True)
    wanted = models.BooleanField(_("wants another injection"), null=True, blank=True)
    words = models.TextField(_("in words"), max_length=2000, blank=True)
    proposed = models.CharField(max_length=16, blank=True)
    decided = models.CharField(max_length=16, blank=True, choices=[(each.value, each.value) for each in Verdict])
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("return visit")
        verbose_name_plural = _("return visits")
        ordering: ClassVar[list[str]] = ["-seen_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=[each.value for each in State]), name="reviewing_state"),
            models.UniqueConstraint(
                fields=["course"], condition=Q(state=State.OPEN.value), name="reviewing_one_open_per_course"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SIGNED.value) | Q(signed_by__isnull=False, signed_at__isnull=False),
                name="reviewing_signed_by_name",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["course", "-seen_at"], name="reviewing_of_course"),
            models.Index(fields=["state", "seen_at"], name="reviewing_signed"),
            models.Index(fields=["session", "time", "state"], name="reviewing_of_session"),
        ]

    def __str__(self) -> str:
        return f"return visit {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN


class SegmentFound(models.Model):
    """What the scan found of one treated segment, what follows by the definitions, and what was decided of it."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="segments")
    segment = models.CharField(max_length=40)
    treated_length = models.DecimalField(_("treated, cm"), max_digits=5, decimal_places=1, null=True, blank=True)
    open_length = models.DecimalField(_("open, cm"), max_digits=5, decimal_places=1, null=True, blank=True)
    diameter = models.DecimalField(_("diameter, mm"), max_digits=4, decimal_places=1, null=True, blank=True)
    compressible = models.BooleanField(_("compressible"), null=True, blank=True)
    flow = models.BooleanField(_("flow"), null=True, blank=True)
    reflux = models.DecimalField(_("reflux, s"), max_digits=5, decimal_places=2, null=True, blank=True)
    gone = models.BooleanField(_("no longer seen"), default=False)
    proposed = models.CharField(max_length=20, blank=True)
    outcome = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Outcome])
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    recanalised = models.BooleanField(null=True, blank=True)
    noted_at = models.DateTimeField(default=timezone.now)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["review", "segment"], name="reviewing_one_row_per_segment"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["segment", "outcome"], name="reviewing_outcomes"),
        ]

    def __str__(self) -> str:
        return f"{self.segment}: {self.outcome}"


class Drainage(models.Model):
    """A coagulum let out: where, how, how much. Rows are only ever added."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="drainages")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    segment = models.CharField(max_length=40)
    method = models.CharField(_("how"), max_length=100)
    millilitres = models.DecimalField(_("mL"), max_digits=4, decimal_places=1, null=True, blank=True)
    words = models.CharField(_("in words"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"drainage {self.pk}"


class ReviewPhoto(models.Model):
    """A photo of the skin at a return visit, without the name, the moment or the place that it came with."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="photos")
    image = models.FileField(storage=photo_storage, max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    words = models.CharField(_("what it shows"), max_length=200, blank=True)
    taken_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"photo {self.pk} of return visit {self.review_id}"


class ScoresBefore(models.Model):
    """Symptoms and severity of a leg before its treatment; the newest row counts, rows are only ever added."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="scores_before")
    symptoms = models.JSONField(default=dict, blank=True)
    vcss = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"scores before, course {self.course_id}"


class ComplicationFound(models.Model):
    """A complication that came to be known after the session: what, on which day, and how. Rows are only ever added."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="complications_found")
    what = models.CharField(_("what"), max_length=40)
    found_by = models.CharField(_("how it was found"), max_length=12, choices=FoundBy.choices)
    day = models.DateField(_("on which day"))
    words = models.CharField(_("in words"), max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.what} after session {self.session_id}"


class Rating(models.Model):
    """How appropriate a procedure of the sample was, by somebody who read the case; the newest row counts."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="ratings")
    fitness = models.CharField(_("appropriate"), max_length=8, choices=Fitness.choices)
    words = models.CharField(_("remarks"), max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"{self.fitness} for session {self.session_id}"


class MonthCounted(models.Model):
    """What was counted of one month, as numbers that can be added up. It can be thrown away and counted again.

    `changes` is how often something of it has changed, `counted` how many of these changes the numbers have seen;
    `took` how many milliseconds it was to count, so that nobody waits for a page that can be had now.
    """

    month = models.DateField(unique=True)
    numbers = models.JSONField(default=dict)
    counted_at = models.DateTimeField()
    changes = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    took = models.PositiveIntegerField(default=0)
    good_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class CountAgain(models.Model):
    """Something that is counted has changed for a patient: their months are counted again, then the row goes."""

    patient = models.ForeignKey(Patient, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"count patient {self.patient_id} again"
