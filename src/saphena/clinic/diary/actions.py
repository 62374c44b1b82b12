"""What is done with the diary: one function per verb, each one transaction, each recorded."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from saphena.clinic.diary.events import (
    Closed,
    ClosureLifted,
    HoursSet,
    OtherHoursSet,
    ResourceAdded,
    ResourceChanged,
    ResourceClosed,
    ResourceDeleted,
    ResourceOpened,
    SiteAdded,
    SiteChanged,
)
from saphena.clinic.diary.models import Claim, Closure, OtherHours, Resource, Site, WorkingHours
from saphena.clinic.people.access import require
from saphena.clinic.record.announcing import announce
from saphena.pathway.clock import aware
from saphena.pathway.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime, time

    from saphena.clinic.people.models import User
    from saphena.clinic.record.actors import Actor

Weekly = tuple[int, "time", "time"]
"""A weekday (0 is Monday) with the time from which and until which."""


class SiteDetails(TypedDict, total=False):
    name: str
    zone: str
    address: str


class ResourceDetails(TypedDict, total=False):
    name: str
    roles: list[str]
    user: User | None
    place: int


def add_site(*, actor: Actor, **details: Unpack[SiteDetails]) -> Site:
    """A place where the clinic works."""
    require(actor, "diary.manage")
    site = Site(**details)
    with transaction.atomic():
        _save(lambda: site.save(force_insert=True), _("There is a site of this name already."))
        announce(SiteAdded(site_id=site.pk, name=site.name), by=actor)
    return site


def change_site(*, actor: Actor, site: Site, **details: Unpack[SiteDetails]) -> Site:
    """Change what is named. With visits to come the zone stays: their times were told on it."""
    require(actor, "diary.manage")
    with transaction.atomic():
        locked = Site.objects.select_for_update().get(pk=site.pk)
        before = {name: getattr(locked, name) for name, value in details.items() if getattr(locked, name) != value}
        if "zone" in before and Claim.objects.filter(resource__site=locked).exists():
            raise Refused(_("Visits are booked at this site; its time zone cannot change under them."), "zone")
        after = {name: value for name, value in details.items() if name in before}
        if after:
            for name, value in after.items():
                setattr(locked, name, value)
            _save(lambda: locked.save(update_fields=[*after]), _("There is a site of this name already."))
            announce(SiteChanged(locked.pk, locked.name, sorted(after), before, dict(after)), by=actor)
    return locked


def add_resource(
    *, actor: Actor, site: Site, kind: str, name: str, roles: Iterable[str], user: User | None = None, place: int = 0
) -> Resource:
    """A person, a room or a scanner that visits can hold."""
    require(actor, "diary.manage")
    able = list(dict.fromkeys(roles))
    if not able:
        raise Refused(_("Please say what it can be in a visit."), "roles")
    resource = Resource(site=site, kind=kind, name=name.strip(), roles=able, user=user, place=place)
    with transaction.atomic():
        _save(lambda: resource.save(force_insert=True), _("This is in the diary already."))
        announce(ResourceAdded(resource_id=resource.pk, name=resource.name, kind=kind, roles=able), by=actor)
    return resource


def change_resource(*, actor: Actor, resource: Resource, **details: Unpack[ResourceDetails]) -> Resource:
    """Change what is named. What it has been booked for stays booked."""
    require(actor, "diary.manage")
    with transaction.atomic():
        locked = Resource.objects.select_for_update().get(pk=resource.pk)
        changed = {name: value for name, value in details.items() if getattr(locked, name) != value}
        if changed:
            before = {name: _plain(getattr(locked, name)) for name in changed}
            for name, value in changed.items():
                setattr(locked, name, value)
            _save(lambda: locked.save(update_fields=[*changed]), _("This is in the diary already."))
            after = {name: _plain(value) for name, value in changed.items()}
            announce(ResourceChanged(locked.pk, locked.name, sorted(changed), before, after), by=actor)
    return locked


def close_resource(*, actor: Actor, resource: Resource, now: datetime | None = None) -> None:
    """From now on it can be booked no more; what it is booked for stays, and is shown to be moved."""
    require(actor, "diary.manage")
    with transaction.atomic():
        if Resource.objects.filter(pk=resource.pk, closed_at__isnull=True).update(closed_at=now or timezone.now()):
            announce(ResourceClosed(resource_id=resource.pk, name=resource.name), by=actor)


def open_resource(*, actor: Actor, resource: Resource) -> None:
    """It can be booked again."""
    require(actor, "diary.manage")
    with transaction.atomic():
        if Resource.objects.filter(pk=resource.pk, closed_at__isnull=False).update(closed_at=None):
            announce(ResourceOpened(resource_id=resource.pk, name=resource.name), by=actor)


def delete_resource(*, actor: Actor, resource: Resource) -> None:
    """Only what was never booked: it was a mistake. Refused for all else, which is closed."""
    require(actor, "diary.manage")
    in_use = _("%(name)s has been booked. It cannot be deleted; close it instead.") % {"name": resource.name}
    with transaction.atomic():
        locked = Resource.objects.select_for_update().get(pk=resource.pk)
        if locked.claims.exists():
            raise Refused(in_use)
        try:
            with transaction.atomic():
                locked.delete()
        except IntegrityError:  # visits of long ago, whose claims are gone
            raise Refused(in_use) from None
        announce(ResourceDeleted(resource_id=resource.pk, name=resource.name), by=actor)


def set_hours(
    *,
    actor: Actor,
    site: Site,
    weekly: Sequence[Weekly],
    resource: Resource | None = None,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> None:
    """The weekly hours of a site, or of a resource there, in place of those that count for the same dates."""
    require(actor, "diary.manage")
    rows = [
        WorkingHours(
            site=site, resource=resource, weekday=weekday, opens=opens, closes=closes, valid_from=valid_from,
            valid_until=valid_until,
        )
        for weekday, opens, closes in sorted(weekly)
    ]  # fmt: skip
    _check_hours(rows)
    with transaction.atomic():
        Site.objects.select_for_update().get(pk=site.pk)
        old = WorkingHours.objects.filter(
            site=site, resource=resource, valid_from=valid_from, valid_until=valid_until
        ).order_by("weekday", "opens")
        before = [str(row) for row in old]
        after = [str(row) for row in rows]
        if before == after:
            return
        old.delete()
        WorkingHours.objects.bulk_create(rows)
        announce(HoursSet(str(resource or site), before, after), by=actor)


def _check_hours(rows: Sequence[WorkingHours]) -> None:
    for one, other in pairwise(rows):
        ends = one.closes.hour * 60 + one.closes.minute or 24 * 60
        if one.weekday == other.weekday and other.opens.hour * 60 + other.opens.minute < ends:
            raise Refused(_("Two stretches of hours on one day overlap."), "hours")
    for row in rows:
        if row.closes <= row.opens and (row.closes.hour or row.closes.minute):
            raise Refused(_("The hours end before they begin."), "hours")


def set_other_hours(
    *,
    actor: Actor,
    site: Site,
    day: date,
    hours: Sequence[tuple[time, time]],
    resource: Resource | None = None,
    reason: str = "",
) -> None:
    """The hours of one date that is different; none at all: nobody works then. What was said of it before is gone."""
    require(actor, "diary.manage")
    rows: list[OtherHours] = [
        OtherHours(site=site, resource=resource, day=day, opens=opens, closes=closes, reason=reason.strip()[:200])
        for opens, closes in sorted(hours)
    ] or [OtherHours(site=site, resource=resource, day=day, reason=reason.strip()[:200])]
    with transaction.atomic():
        Site.objects.select_for_update().get(pk=site.pk)
        OtherHours.objects.filter(site=site, resource=resource, day=day).delete()
        _save(lambda: OtherHours.objects.bulk_create(rows), _("The hours end before they begin."))
        told = ", ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in sorted(hours)) or "none"
        announce(OtherHoursSet(str(resource or site), day.isoformat(), told, reason.strip()[:200]), by=actor)


def close(
    *,
    actor: Actor,
    first_day: date,
    last_day: date,
    reason: str,
    site: Site | None = None,
    resource: Resource | None = None,
) -> Closure:
    """A site is closed, or a resource away, on these days, both included. Visits that are booked stay booked."""
    require(actor, "diary.manage")
    if last_day < first_day:
        raise Refused(_("The last day is before the first."), "last_day")
    row = Closure(site=None if resource else site, resource=resource, first_day=first_day, last_day=last_day)
    return _closed(actor, row, reason)


def close_for(
    *,
    actor: Actor,
    begins: datetime,
    ends: datetime,
    reason: str,
    site: Site | None = None,
    resource: Resource | None = None,
) -> Closure:
    """The same for less than a day, or not for whole days: from one moment until another."""
    require(actor, "diary.manage")
    row = Closure(site=None if resource else site, resource=resource, begins_at=aware(begins), ends_at=aware(ends))
    if begins >= ends:
        raise Refused(_("The end is before the beginning."), "ends")
    row.first_day = begins.astimezone(row.zone).date()
    row.last_day = (ends - timedelta(microseconds=1)).astimezone(row.zone).date()
    return _closed(actor, row, reason)


def _closed(actor: Actor, row: Closure, reason: str) -> Closure:
    row.reason = reason.strip()[:200]
    if not row.reason:
        raise Refused(_("Please say why: patients and colleagues read it."), "reason")
    with transaction.atomic():
        row.save(force_insert=True)
        announce(Closed(row.pk, str(row.resource or row.site), reason=row.reason, **_edges(row)), by=actor)
    return row


def _edges(row: Closure) -> dict[str, str]:
    """As the record says them: dates, or moments on the site's clock."""
    if row.begins_at and row.ends_at:
        begin, end = (at.astimezone(row.zone) for at in (row.begins_at, row.ends_at))
        return {"first_day": f"{begin:%Y-%m-%d %H:%M}", "last_day": f"{end:%Y-%m-%d %H:%M}"}
    return {"first_day": row.first_day.isoformat(), "last_day": row.last_day.isoformat()}


def lift(*, actor: Actor, closure: Closure, now: datetime | None = None) -> None:
    """The closure counts no more."""
    require(actor, "diary.manage")
    with transaction.atomic():
        if Closure.objects.filter(pk=closure.pk, lifted_at__isnull=True).update(lifted_at=now or timezone.now()):
            announce(ClosureLifted(closure.pk, str(closure.resource or closure.site), **_edges(closure)), by=actor)


def _save(write: Callable[[], object], otherwise: str) -> None:
    """What the database does not take is refused in words."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        raise Refused(otherwise, "name") from None


def _plain(value: object) -> object:
    return value if isinstance(value, (str, int, list)) or value is None else str(value)
