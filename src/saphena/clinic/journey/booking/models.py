"""Visits: what, when and where, who takes which seat, how far it is; and every change of it, for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphena.clinic.courses.models import Course
from saphena.clinic.diary.models import Resource, Site
from saphena.clinic.journey.booking.states import (
    OVER,
    STANDS,
    AskState,
    OfferState,
    State,
    WaitingState,
    next_state,
)
from saphena.clinic.people.models import Patient
from saphena.pathway.booking.library import shipped

if TYPE_CHECKING:
    from datetime import date, datetime


class Visit(models.Model):
    """One visit of a course. Never deleted: a cancelled one stays, with who cancelled it and why.

    `kind` is a visit of the library ("procedure"), `step` its place in a course of visits, `event` what it is in the
    protocol ("review 2"; empty when it is nothing there). `phases` are as they were when it was booked: name, state on
    the day board, minute at which it begins, minutes. `version` counts the changes, for pages that have gone stale.
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="visits")
    patient = models.ForeignKey(Patient, models.PROTECT, related_name="visits")
    kind = models.CharField(max_length=40)
    step = models.CharField(max_length=40)
    event = models.CharField(max_length=60, blank=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="visits")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    phases = models.JSONField(default=list)
    state = models.CharField(max_length=12, default=State.EXPECTED.value)
    state_since = models.DateTimeField(default=timezone.now)
    note = models.CharField(_("note"), max_length=500, blank=True)
    overbooked = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    booked_at = models.DateTimeField(default=timezone.now, editable=False)
    booked_by = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering: ClassVar[list[str]] = ["starts_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="booking_visit_takes_time"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="booking_state"),
            models.UniqueConstraint(
                fields=["patient", "starts_at"],
                condition=Q(state__in=[state.value for state in STANDS]),
                name="booking_one_visit_at_a_time",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["site", "starts_at"], name="booking_day"),
            models.Index(fields=["course", "starts_at"], name="booking_course"),
        ]

    def __str__(self) -> str:
        return f"visit {self.pk}"

    @property
    def about(self) -> str:
        """What its claims, messages and calendar entries are kept under."""
        return f"visit:{self.pk}"

    @property
    def starts(self) -> datetime:
        """On the site's own clock."""
        return self.starts_at.astimezone(self.site.zone_info)

    @property
    def ends(self) -> datetime:
        return self.ends_at.astimezone(self.site.zone_info)

    @property
    def day(self) -> date:
        return self.starts.date()

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def held(self) -> str:
        """“Sam, Scanner A, Room 1”: everybody and everything it holds, each once."""
        return ", ".join(dict.fromkeys(seat.resource.name for seat in self.seats.all()))

    @property
    def next_state(self) -> State | None:
        """What one key on the day board makes of it."""
        return next_state(State(self.state), (phase["state"] for phase in self.phases))

    def title(self, language: str) -> str:
        """“test session”; by its own name when the library knows it no more."""
        known = shipped().visits.get(self.kind)
        return (known.title.get(language) or known.title["en"]) if known else self.kind


class Seat(models.Model):
    """Who or what takes one seat of a visit, for which part of it."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="seats")
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="seats")
    role = models.CharField(max_length=40)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["begins_at", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["resource", "begins_at"], name="booking_seats_of"),
        ]

    def __str__(self) -> str:
        return f"{self.role} of visit {self.visit_id}"


class Change(models.TextChoices):
    BOOKED = "booked", _("booked")
    MOVED = "moved", _("moved")
    STATE = "state", _("moved on")
    CANCELLED = "cancelled", _("cancelled")
    MISSED = "missed", _("missed")
    NOTED = "noted", _("noted")


class VisitChange(models.Model):
    """One change of a visit: what, by whom, why, and how it was before. Rows are only ever added."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="changes")
    what = models.CharField(max_length=12, choices=Change.choices)
    before = models.CharField(max_length=12, blank=True)
    after = models.CharField(max_length=12, blank=True)
    was_at = models.DateTimeField(null=True, blank=True)
    now_at = models.DateTimeField(null=True, blank=True)
    who_takes = models.JSONField(default=list)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = models.CharField(max_length=200)
    by_role = models.CharField(max_length=60, blank=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["visit", "id"], name="booking_history")]

    def __str__(self) -> str:
        return f"{self.what} visit {self.visit_id}"


class StaffFeed(models.Model):
    """A calendar address of somebody of the staff: a long random token, of which only the hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="feeds")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(withdrawn_at__isnull=True), name="booking_one_feed_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"feed {self.pk}"


class Waiting(models.Model):
    """Somebody waits for an earlier time, or for any. `wishes` are days ("0" to "6"), parts, not before, not after."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="waiting")
    step = models.CharField(max_length=40)
    site = models.ForeignKey(Site, models.PROTECT, related_name="waiting")
    wishes = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default=WaitingState.WAITING.value)
    since = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("waiting")
        verbose_name_plural = _("waiting list")
        ordering: ClassVar[list[str]] = ["since", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["course", "step"],
                condition=Q(state=WaitingState.WAITING.value),
                name="booking_waits_once",
            ),
        ]

    def __str__(self) -> str:
        return f"waiting {self.pk}"


class FreedPlace(models.Model):
    """A time that somebody has given up and that is offered, one after the other, to those who wait."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    freed_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"place {self.pk}"


class TimedOffer(models.Model):
    """One freed place, offered to one of those who wait, until a moment. The database lets one accept it."""

    place = models.ForeignKey(FreedPlace, models.PROTECT, related_name="offers")
    waiting = models.ForeignKey(Waiting, models.PROTECT, related_name="offers")
    offered_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=OfferState.OPEN.value)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(state__in=[OfferState.OPEN.value, OfferState.ACCEPTED.value]),
                name="booking_one_offer_at_a_time",
            ),
            models.UniqueConstraint(fields=["place", "waiting"], name="booking_offered_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "expires_at"], name="booking_offers_due"),
        ]

    def __str__(self) -> str:
        return f"offer {self.pk}"


class Way(models.TextChoices):
    """By which way a patient was asked, or answered."""

    LINK = "link", _("by their link")
    PHONE = "telephone", _("on the telephone")
    HERE = "here", _("in person")


class AskedMove(models.Model):
    """A patient was asked whether their visit may move to just this time, and what they said: a record of its own.

    `was_at` is where the visit stood when it was asked; if it stands elsewhere by now, the question is void.
    """

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="asked_moves")
    was_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    asked_by = models.CharField(max_length=200)
    asked_way = models.CharField(max_length=10, choices=Way.choices)
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=AskState.OPEN.value)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_way = models.CharField(max_length=10, choices=Way.choices, blank=True)
    written_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["visit"], condition=Q(state=AskState.OPEN.value), name="booking_one_question_at_a_time"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "expires_at"], name="booking_asks_due"),
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"


class Own(models.TextChoices):
    """What a patient changed by themselves."""

    BOOKED = "booked", _("took a time")
    MOVED = "moved", _("moved")
    CANCELLED = "cancelled", _("called off")
    DECLINED = "declined", _("did not take an offer")
    STAYED = "stayed", _("said no to another time")


class OwnChange(models.Model):
    """What a patient changed without the clinic, until somebody of the staff has seen it, by name."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="own_changes")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="own_changes")
    course = models.ForeignKey(Course, models.PROTECT, related_name="own_changes")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    step = models.CharField(max_length=40)
    what = models.CharField(max_length=10, choices=Own.choices)
    was_at = models.DateTimeField(null=True, blank=True)
    now_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["at"], condition=Q(seen_at__isnull=True), name="booking_not_seen_yet"),
            models.Index(fields=["seen_at"], name="booking_seen"),
        ]

    def __str__(self) -> str:
        return f"{self.what} by patient {self.patient_id}"
