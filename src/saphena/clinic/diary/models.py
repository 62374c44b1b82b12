"""Sites, the people, rooms and scanners of each, their hours and closures, and what is taken.

A claim is one resource's five minutes, and the database lets it be taken once. `TakenDay` says the same in bits, for
the search; it is written in the transaction of the claims and can be made again from them.
"""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from saphena.clinic.people.models import default_zone
from saphena.clinic.people.zones import check_zone
from saphena.pathway.clock import instant

if TYPE_CHECKING:
    from datetime import date, datetime


class Site(models.Model):
    """A place where the clinic works, with its own clock."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    zone = models.CharField(_("time zone"), max_length=64, validators=[check_zone], default=default_zone)
    address = models.TextField(_("address"), blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def zone_info(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


class Kind(models.TextChoices):
    PERSON = "person", _("person")
    ROOM = "room", _("room")
    SCANNER = "scanner", _("scanner")


class Resource(models.Model):
    """A person, a room or a scanner. `roles` are the seats of a visit that it can take.

    With claims it cannot be deleted, only closed: from then on it is free at no time.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="resources", verbose_name=_("site"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=120)
    roles = models.JSONField(_("can be"), default=list)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="resource", verbose_name=_("who")
    )
    place = models.PositiveSmallIntegerField(_("order"), default=0)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering: ClassVar[list[str]] = ["place", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["site", "name"], name="diary_one_resource_of_a_name"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="diary_kind"),
            models.CheckConstraint(
                condition=Q(user__isnull=True) | Q(kind=Kind.PERSON.value), name="diary_only_people_sign_in"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_person(self) -> bool:
        return self.kind == Kind.PERSON


WEEKDAYS = ((0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday")), (4, _("Friday")),
            (5, _("Saturday")), (6, _("Sunday")))  # fmt: skip


class WorkingHours(models.Model):
    """A site's hours on a weekday; with a resource, when it works at that site. Midnight as the end is that day's."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="hours")
    resource = models.ForeignKey(Resource, models.CASCADE, null=True, blank=True, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=WEEKDAYS)
    opens = models.TimeField(_("from"))
    closes = models.TimeField(_("until"))
    valid_from = models.DateField(_("counts from"), null=True, blank=True)
    valid_until = models.DateField(_("counts until"), null=True, blank=True)

    class Meta:
        verbose_name = _("working hours")
        verbose_name_plural = _("working hours")
        ordering: ClassVar[list[str]] = ["weekday", "opens", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="diary_weekday"),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")) | Q(closes="00:00"), name="diary_hours_end_after_they_begin"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="diary_hours_count_for_a_while",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}-{self.closes:%H:%M}"

    def counts_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


class OtherHours(models.Model):
    """The hours of one date that is different, in place of its weekday's; without a time nobody works on it."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="other_hours")
    resource = models.ForeignKey(Resource, models.CASCADE, null=True, blank=True, related_name="other_hours")
    day = models.DateField(_("date"))
    opens = models.TimeField(_("from"), null=True, blank=True)
    closes = models.TimeField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("other hours")
        verbose_name_plural = _("other hours")
        ordering: ClassVar[list[str]] = ["day", "opens", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True)
                | Q(opens__isnull=False, closes__gt=F("opens"))
                | Q(opens__isnull=False, closes="00:00"),
                name="diary_other_hours_end_after_they_begin",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}"


class Closure(models.Model):
    """Days on which a site is closed, or a resource away, and why; or just the time between two moments of them.

    It is lifted, not deleted.
    """

    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="closures")
    resource = models.ForeignKey(Resource, models.PROTECT, null=True, blank=True, related_name="closures")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    begins_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        ordering: ClassVar[list[str]] = ["first_day", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="diary_closure_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(site__isnull=False, resource__isnull=True) | Q(site__isnull=True, resource__isnull=False),
                name="diary_closure_of_a_site_or_a_resource",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="diary_closure_says_why"),
            models.CheckConstraint(
                condition=Q(begins_at__isnull=True, ends_at__isnull=True) | Q(ends_at__gt=F("begins_at")),
                name="diary_closure_of_whole_days_or_of_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.said}: {self.reason}"

    @property
    def zone(self) -> ZoneInfo:
        where = self.site or (self.resource.site if self.resource else None)
        return where.zone_info if where else ZoneInfo("UTC")

    @property
    def stretch(self) -> tuple[datetime, datetime]:
        """From when until when, as moments."""
        if self.begins_at and self.ends_at:
            return self.begins_at, self.ends_at
        return instant(self.first_day, time(), self.zone), instant(self.last_day + timedelta(days=1), time(), self.zone)

    @property
    def said(self) -> str:
        """“2027-03-15 to 2027-03-16”, “2027-03-15 13:00 to 15:00”, on the site's clock."""
        if not (self.begins_at and self.ends_at):
            return f"{self.first_day} to {self.last_day}"
        begin, end = (at.astimezone(self.zone) for at in (self.begins_at, self.ends_at))
        until = f"{end:%H:%M}" if begin.date() == end.date() else f"{end:%Y-%m-%d %H:%M}"
        return f"{begin:%Y-%m-%d %H:%M} to {until}"


class Hold(models.Model):
    """What one visit has taken, or anything else that holds people and things. `about` says what: "visit:12"."""

    about = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.about


class Overbooking(models.Model):
    """Somebody with the right to it took what was taken already, and said why. Rows are only ever added."""

    hold = models.ForeignKey(Hold, models.PROTECT, related_name="overbookings")
    reason = models.CharField(_("reason"), max_length=300)
    allowed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    allowed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(reason=""), name="diary_overbooking_says_why"),
        ]

    def __str__(self) -> str:
        return f"overbooking {self.pk}"


class Claim(models.Model):
    """One resource's five minutes (`pathway.diary.cell_number`), taken by a hold.

    `beside` 0 is the place itself, and there is one of it. What is overbooked stands beside it, with the overbooking
    that allows it; when the place itself becomes free, it moves up, so that a place that is used is never free.
    """

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="claims")
    cell = models.IntegerField()
    beside = models.PositiveSmallIntegerField(default=0)
    hold = models.ForeignKey(Hold, models.PROTECT, related_name="claims")
    overbooking = models.ForeignKey(Overbooking, models.PROTECT, null=True, blank=True, related_name="claims")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["resource", "cell", "beside"], name="diary_one_claim_per_place"),
            models.CheckConstraint(
                condition=Q(beside=0) | Q(overbooking__isnull=False), name="diary_beside_only_when_allowed"
            ),
        ]

    def __str__(self) -> str:
        return f"cell {self.cell} of resource {self.resource_id}"


class TakenDay(models.Model):
    """What is taken of one resource's day, as 288 bits; days are those of UTC, so each has as many cells.

    Whoever takes or gives back something on a day holds this row's lock while doing it.
    """

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="taken_days")
    day = models.IntegerField()
    cells = models.BinaryField(default=bytes)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["resource", "day"], name="diary_one_mask_per_day"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["day", "resource"], name="diary_days")]

    def __str__(self) -> str:
        return f"day {self.day} of resource {self.resource_id}"
