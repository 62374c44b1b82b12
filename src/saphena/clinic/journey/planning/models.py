"""What was asked and answered, what physicians decided about it, plans, consents and test sessions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphena.clinic.courses.models import Course
from saphena.clinic.journey.planning.states import PlanState
from saphena.clinic.people.models import Patient
from saphena.clinic.stock.models import Draw, Lot
from saphena.pathway.planning.consenting import ConsentKind
from saphena.pathway.planning.testing import Result


class ScreeningRound(models.Model):
    """One time that somebody went through a group of questions, or through those that are asked again on the day.

    `confirmed` names every question that was shown, `changed` those whose answer became another one. Rows are only
    ever added.
    """

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="screening_rounds")
    group = models.CharField(max_length=20, blank=True)
    on_the_day = models.BooleanField(default=False)
    by_patient = models.BooleanField(default=False)
    confirmed = models.JSONField(default=list)
    changed = models.JSONField(default=list)
    allergies_changed = models.BooleanField(default=False)
    said_at = models.DateTimeField(default=timezone.now, editable=False)
    said_by = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["patient", "id"], name="planning_rounds")]

    def __str__(self) -> str:
        return f"screening {self.pk}"


class ScreeningAnswer(models.Model):
    """The answer to one question as it was given in one round. The newest counts. Rows are only ever added."""

    round = models.ForeignKey(ScreeningRound, models.PROTECT, related_name="answers")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="screening_answers")
    question = models.CharField(max_length=8)
    answer = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["patient", "id"], name="planning_answers")]

    def __str__(self) -> str:
        return f"answer {self.pk} to {self.question}"


class FindingDecision(models.Model):
    """A physician looked at one finding and decided, with a reason. It counts for what they saw (`basis`) only."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="finding_decisions")
    condition = models.CharField(max_length=40)
    basis = models.CharField(max_length=64)
    level = models.CharField(max_length=10)
    goes_on = models.BooleanField()
    reason = models.CharField(_("reason"), max_length=500)
    decided_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(reason=""), name="planning_a_decision_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk} on {self.condition}"


class TreatmentPlan(models.Model):
    """One version of what is to be done to one leg. A version that is signed is never changed: the next one is.

    `in_force` are the ceilings as they held when it was signed.
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="treatment_plans")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=PlanState.DRAFT.value)
    gas = models.CharField(_("gas of the foam"), max_length=20, blank=True)
    compression = models.CharField(_("compression"), max_length=300, blank=True)
    alternatives = models.JSONField(default=list)
    alternatives_note = models.CharField(_("what was said"), max_length=1000, blank=True)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    over_reason = models.CharField(_("why more than a ceiling"), max_length=500, blank=True)
    in_force = models.JSONField(null=True, editable=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("treatment plan")
        verbose_name_plural = _("treatment plans")
        ordering: ClassVar[list[str]] = ["-version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["course", "version"], name="planning_versions_are_counted"),
            models.UniqueConstraint(
                fields=["course"], condition=Q(state=PlanState.DRAFT.value), name="planning_one_draft_a_course"
            ),
            models.UniqueConstraint(
                fields=["course"], condition=Q(state=PlanState.SIGNED.value), name="planning_one_plan_in_force"
            ),
            models.CheckConstraint(
                condition=Q(state=PlanState.DRAFT.value, signed_by__isnull=True, signed_at__isnull=True)
                | Q(state__in=[PlanState.SIGNED.value, PlanState.REPLACED.value], signed_by__isnull=False,
                    signed_at__isnull=False),
                name="planning_a_signature_has_a_name",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"plan {self.version} of course {self.course_id}"

    @property
    def is_draft(self) -> bool:
        return self.state == PlanState.DRAFT


class Access(models.TextChoices):
    CATHETER = "catheter", _("catheter")
    DIRECT = "direct", _("direct, with a needle")


class PlannedInjection(models.Model):
    """One vein segment in one session: what, how strong, liquid or foam in parts, how much, and how the needle goes in.

    `segment` is a name of the anatomy; `session` counts from one. `diameter_mm` is what the map says, where it does.
    """

    plan = models.ForeignKey(TreatmentPlan, models.PROTECT, related_name="injections")
    session = models.PositiveSmallIntegerField(_("session"), default=1)
    place = models.PositiveSmallIntegerField(default=0)
    segment = models.CharField(_("vein"), max_length=40)
    product = models.CharField(_("product"), max_length=60)
    percent = models.DecimalField(_("strength, in percent"), max_digits=6, decimal_places=3)
    form = models.CharField(_("liquid or foam"), max_length=10)
    ratio = models.CharField(_("parts of liquid + gas"), max_length=10, blank=True)
    ml = models.DecimalField(_("volume, in mL"), max_digits=6, decimal_places=2)
    access = models.CharField(_("access"), max_length=10, choices=Access.choices)
    diameter_mm = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["session", "place", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "session", "segment"], name="planning_a_vein_once_a_session"),
            models.CheckConstraint(condition=Q(ml__gt=0), name="planning_injects_something"),
            models.CheckConstraint(condition=Q(session__gte=1), name="planning_sessions_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.segment} in session {self.session}"


class ConsentApproval(models.Model):
    """A physician of the clinic has read a consent's text, in both languages, and lets it be given to patients."""

    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in ConsentKind])
    version = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64, unique=True)
    approved_at = models.DateTimeField(default=timezone.now, editable=False)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"consent {self.kind} {self.version}"


class Consent(models.Model):
    """One signature under one text, kept word for word with its fingerprint. Rows are only ever added.

    A drawn signature is the path of the pen: strokes of points, in units of the sheet (1000 wide).
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in ConsentKind])
    plan = models.ForeignKey(TreatmentPlan, models.PROTECT, null=True, blank=True, related_name="consents")
    version = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    shown = models.TextField()
    fingerprint = models.CharField(max_length=64)
    typed = models.CharField(max_length=200, blank=True)
    drawn = models.JSONField(default=list, blank=True)
    interpreter = models.CharField(_("interpreter"), max_length=200, blank=True)
    signed_at = models.DateTimeField(default=timezone.now, editable=False)
    by_link = models.BooleanField(default=False)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(typed="") | ~Q(drawn=[]), name="planning_no_blank_signature"),
            models.CheckConstraint(
                condition=Q(by_link=True) | Q(taken_by__isnull=False), name="planning_a_consent_was_taken"
            ),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"


class ConsentWithdrawal(models.Model):
    """Somebody changed their mind. The consent stays readable, and no longer counts."""

    consent = models.OneToOneField(Consent, models.PROTECT, related_name="withdrawal")
    withdrawn_at = models.DateTimeField(default=timezone.now, editable=False)
    said_by = models.CharField(max_length=200)
    reason = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"withdrawal of consent {self.consent_id}"


class TestSession(models.Model):
    """Small veins injected with a weak solution on a day of its own, what was seen, and the result.

    What the product held is kept as it was on that day: substance and other ingredients. A session that was planned and
    not done is one too, with its reason in `note`.
    """

    __test__ = False  # its name begins like a test's

    course = models.ForeignKey(Course, models.PROTECT, related_name="test_sessions")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="test_sessions")
    at = models.DateTimeField(_("first injection"))
    product = models.CharField(_("product"), max_length=60)
    substance = models.CharField(max_length=60)
    excipients = models.JSONField(default=list)
    percent = models.DecimalField(_("strength, in percent"), max_digits=6, decimal_places=3)
    ml = models.DecimalField(_("volume, in mL"), max_digits=6, decimal_places=2)
    sites = models.JSONField(_("sites"), default=list)
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, blank=True, related_name="+")
    draw = models.OneToOneField(Draw, models.PROTECT, null=True, blank=True, related_name="+")
    result = models.CharField(max_length=10, default=Result.OPEN.value)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("test session")
        verbose_name_plural = _("test sessions")
        ordering: ClassVar[list[str]] = ["at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(result__in=[result.value for result in Result]), name="planning_test_result"
            ),
            models.CheckConstraint(
                condition=Q(result=Result.OPEN.value, closed_at__isnull=True)
                | (~Q(result=Result.OPEN.value) & Q(closed_at__isnull=False, closed_by__isnull=False)),
                name="planning_a_result_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(result=Result.NOT_DONE.value) | Q(ml__gt=0, lot__isnull=False),
                name="planning_a_test_injects_something",
            ),
            models.UniqueConstraint(
                fields=["course"], condition=Q(result=Result.OPEN.value), name="planning_one_test_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"test session {self.pk}"


class TestObservation(models.Model):
    """What was seen at one moment after a test injection. Rows are only ever added."""

    __test__ = False  # its name begins like a test's

    test = models.ForeignKey(TestSession, models.PROTECT, related_name="observations")
    at = models.DateTimeField()
    seen = models.CharField(max_length=20)
    words = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.seen} in test {self.test_id}"


class Tried(models.Model):
    """What was tried before a vein is closed, as somebody told it. Rows are only ever added; a slip is taken back.

    `what`, `often`, `mmhg` and `helped` are names of payers.toml. Without `until` it is still going on.
    """

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="tried_before")
    legs = models.CharField(_("leg"), max_length=5)
    what = models.CharField(_("what"), max_length=20)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    mmhg = models.CharField(_("pressure in mmHg"), max_length=10, blank=True)
    often = models.CharField(_("how often"), max_length=10, blank=True)
    helped = models.CharField(_("what it did"), max_length=10, blank=True)
    words = models.CharField(_("in words"), max_length=300, blank=True)
    told_by = models.CharField(_("who says so"), max_length=200)
    noted_at = models.DateTimeField(default=timezone.now, editable=False)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("treatment that was tried before")
        verbose_name_plural = _("treatments that were tried before")
        ordering: ClassVar[list[str]] = ["since", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(legs__in=("left", "right", "both")), name="planning_tried_on_a_leg"),
            models.CheckConstraint(condition=~Q(told_by=""), name="planning_tried_says_who"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="planning_tried_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} since {self.since}"


class TriedTakenBack(models.Model):
    """It was a slip, or of somebody else. What was said stays readable, and no longer counts."""

    tried = models.OneToOneField(Tried, models.PROTECT, related_name="taken_back")
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(reason=""), name="planning_tried_taken_back_says_why"),
        ]

    def __str__(self) -> str:
        return f"tried {self.tried_id} taken back"
