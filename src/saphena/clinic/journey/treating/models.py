"""A session in the treatment room and everything that was recorded in it.

Only a session's own columns change. Whatever was done, drawn, injected, seen or taken back is a row that is only ever
added, with the key that the tablet gave it: the same thing sent twice is one row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphena.clinic.courses.models import Course, Leg
from saphena.clinic.imaging.models import Measurement
from saphena.clinic.journey.booking.models import Visit
from saphena.pathway.treating import Drawn, Form
from saphena.pathway.treating.amounts import read_ratio
from saphena.pathway.treating.states import IN_THE_ROOM, Move, State

if TYPE_CHECKING:
    from datetime import date

IS_IN_THE_ROOM = Q(state__in=[state.value for state in IN_THE_ROOM])


class Session(models.Model):
    """One leg treated on one day. `version` grows with every row that belongs to it: a tablet asks what is newer.

    `injector` holds the syringe; whoever records may be somebody else.
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="sessions")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="sessions")
    side = models.CharField(_("leg"), max_length=5, choices=Leg.choices)
    day = models.DateField(_("day"))
    weight = models.DecimalField(_("weight in kg"), max_digits=5, decimal_places=1, null=True, blank=True)
    injector = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, default=State.OPENED.value)
    version = models.PositiveIntegerField(default=0, editable=False)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering: ClassVar[list[str]] = ["-opened_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["course"], condition=IS_IN_THE_ROOM, name="treating_one_open_per_course"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="treating_state"),
            models.CheckConstraint(condition=Q(side__in=Leg.values), name="treating_one_leg"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["opened_at"], name="treating_by_day")]

    def __str__(self) -> str:
        return f"session {self.pk}"

    @property
    def is_in_the_room(self) -> bool:
        return self.state in IN_THE_ROOM


class Row(models.Model):
    """Something recorded in a session: when it was, who says so, when that came in, and the tablet's own key for it.

    `late` says that it was given without the network and came in afterwards, `sent_by` that it came in while somebody
    else was signed in on the tablet: it stands under the name of who recorded it.
    """

    key = models.CharField(max_length=40, unique=True, editable=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    late = models.BooleanField(default=False)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["at", "pk"]


class Transition(Row):
    """The session moved: from which state to which, what had not been recorded, and the reason for going on without.

    `told` is what stood in the way then, in sentences: {"en": [...], "fr": [...]}; `ordered_by` whose word it was.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="transitions")
    move = models.CharField(max_length=12, choices=[(move.value, move.value) for move in Move])
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12)
    missing = models.JSONField(default=list)
    told = models.JSONField(null=True)  # no default: SQLite would build the table anew, and lose its triggers
    reason = models.CharField(max_length=300, blank=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"


class Deed(Row):
    """Something done that is no injection: marked, bandaged, walked. `what` is a name of deeds.py; `words` its choice.

    `taken_back` names an earlier one that was not so.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="deeds")
    what = models.CharField(max_length=24)
    words = models.CharField(max_length=200, blank=True)
    segment = models.CharField(max_length=40, blank=True)
    taken_back = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="taken_back_by")

    def __str__(self) -> str:
        return self.what


class Syringe(Row):
    """What was drawn up: product, strength, lot, and for a foam its parts and the moment (`at`) when it was made."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="syringes")
    product = models.CharField(max_length=40)
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    form = models.CharField(max_length=6, choices=[(form.value, form.value) for form in Form])
    ratio = models.CharField(max_length=5, blank=True)
    gas = models.CharField(max_length=12, blank=True)
    lot = models.CharField(max_length=40)
    expires_on = models.DateField()
    passed = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.product} {self.percent.normalize():f} %{' ' + self.ratio if self.ratio else ''}"

    @property
    def drawn(self) -> Drawn:
        return Drawn(self.product, self.percent, Form(self.form), read_ratio(self.ratio) if self.ratio else None)


class Injection(Row):
    """So many mL of a syringe into a segment. `passed` are the rules that it passed, with the reason for it.

    What was given is kept whatever it passes; a reason that is missing is asked for until the note is signed.
    `in_force` are the ceilings that counted it, as they held at that moment, and the clock of its foam.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="injections")
    syringe = models.ForeignKey(Syringe, models.PROTECT, related_name="injections")
    side = models.CharField(max_length=5, choices=Leg.choices)
    segment = models.CharField(max_length=40)
    vein = models.CharField(max_length=12, blank=True)
    volume = models.DecimalField(max_digits=5, decimal_places=2)
    passed = models.JSONField(default=list)
    reason = models.CharField(max_length=300, blank=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    in_force = models.JSONField(null=True)  # no default: SQLite would build the table anew, and lose its triggers

    class Meta(Row.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(volume__gt=0), name="treating_volume_above_zero"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["session", "at"], name="treating_injections")]

    def __str__(self) -> str:
        return f"{self.volume} mL into {self.segment}"

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)


class InjectionVoid(Row):
    """It was not so: undone within seconds, or taken back later with a reason. The injection's own row stays."""

    injection = models.OneToOneField(Injection, models.PROTECT, related_name="void")
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"not injection {self.injection_id}"


class Approval(Row):
    """A physician's reason for what an injection or a syringe passed, given after the fact."""

    injection = models.OneToOneField(Injection, models.PROTECT, related_name="approval")
    reason = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"approval of injection {self.injection_id}"


class Explanation(Row):
    """A physician's reason, given after the fact, for a step that was taken without what belongs to it, or for what
    was drawn up: exactly one of the two."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="explanations")
    transition = models.OneToOneField(Transition, models.PROTECT, null=True, blank=True, related_name="explanation")
    syringe = models.OneToOneField(Syringe, models.PROTECT, null=True, blank=True, related_name="explanation")
    reason = models.CharField(max_length=300)

    class Meta(Row.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(transition__isnull=False, syringe__isnull=True)
                | Q(transition__isnull=True, syringe__isnull=False),
                name="treating_explains_one_thing",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="treating_an_explanation_says_why"),
        ]

    def __str__(self) -> str:
        return f"explanation {self.pk}"


class Sighting(Row):
    """What was seen or felt during the injection: a spasm, foam in a deep vein, a cough, a disturbance of vision."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="sightings")
    what = models.CharField(max_length=24)
    injection = models.ForeignKey(Injection, models.PROTECT, null=True, blank=True, related_name="sightings")

    def __str__(self) -> str:
        return self.what


class EmergencyStep(Row):
    """One step of an emergency, as it was done. The first of a kind is its beginning."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="emergency_steps")
    emergency = models.CharField(max_length=24)
    step = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.emergency}: {self.step}"


class Complication(Row):
    """A complication, coded. `code` is ICD-10-CM where we may ship it, else empty."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="complications")
    what = models.CharField(max_length=40)
    code = models.CharField(max_length=10, blank=True)
    words = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.what


class Note(models.Model):
    """The procedure note as it was signed: the sentences of that moment, in both languages. It never changes."""

    session = models.OneToOneField(Session, models.PROTECT, related_name="note")
    text = models.JSONField()
    fingerprint = models.CharField(max_length=64, editable=False)
    signed_at = models.DateTimeField(default=timezone.now, editable=False)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"note of session {self.session_id}"


class Addendum(models.Model):
    """What was added to a signed note. The note itself stays as it was."""

    note = models.ForeignKey(Note, models.PROTECT, related_name="addenda")
    text = models.CharField(_("addendum"), max_length=2000)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"addendum {self.pk}"


class OnImage(models.Model):
    """A value that was accepted on an image and is said of an injection: where the foam was, how wide the vein.

    It stands as it was accepted; what became of the measurement since is asked of the images. Rows are only ever added.
    """

    injection = models.ForeignKey(Injection, models.PROTECT, related_name="on_images")
    measurement = models.ForeignKey(Measurement, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=80)
    value = models.FloatField()
    unit = models.CharField(max_length=8, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["injection", "measurement"], name="treating_said_once_of_an_injection"),
        ]

    def __str__(self) -> str:
        return f"measurement {self.measurement_id} of injection {self.injection_id}"
