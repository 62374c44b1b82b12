"""What happens to sites, resources and their hours, in the record's words."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Changed, Event


@dataclass(frozen=True)
class OfSite(Event, abstract=True):
    site_id: int
    name: str


@dataclass(frozen=True)
class OfResource(Event, abstract=True):
    """About a person, a room or a scanner."""

    resource_id: int
    name: str


@dataclass(frozen=True)
class OfClosure(Event, abstract=True):
    """`whose` is a site or a resource."""

    closure_id: int
    whose: str
    first_day: str
    last_day: str


@dataclass(frozen=True)
class SiteAdded(OfSite):
    action = "diary.site.added"
    sentence = "added the site {name}"


@dataclass(frozen=True)
class SiteChanged(Changed, OfSite):
    action = "diary.site.changed"
    sentence = "changed {fields} of the site {name}"


@dataclass(frozen=True)
class ResourceAdded(OfResource):
    action = "diary.resource.added"
    sentence = "added {name} ({kind}) to the diary"
    kind: str
    roles: list[str]


@dataclass(frozen=True)
class ResourceChanged(Changed, OfResource):
    action = "diary.resource.changed"
    sentence = "changed {fields} of {name} in the diary"


@dataclass(frozen=True)
class ResourceClosed(OfResource):
    action = "diary.resource.closed"
    sentence = "closed {name}: it can be booked no more"


@dataclass(frozen=True)
class ResourceOpened(OfResource):
    action = "diary.resource.opened"
    sentence = "opened {name} again"


@dataclass(frozen=True)
class ResourceDeleted(OfResource):
    action = "diary.resource.deleted"
    sentence = "deleted {name}, which had never been booked"


@dataclass(frozen=True)
class HoursSet(Event):
    """`whose` is a site or a resource."""

    action = "diary.hours.set"
    sentence = "set the weekly hours of {whose}"
    whose: str
    before: list[str]
    after: list[str]


@dataclass(frozen=True)
class OtherHoursSet(Event):
    action = "diary.other_hours.set"
    sentence = "set other hours of {whose} for {day}: {hours}"
    whose: str
    day: str
    hours: str
    reason: str


@dataclass(frozen=True)
class Closed(OfClosure):
    action = "diary.closure.made"
    sentence = "closed {whose} from {first_day} to {last_day}: {reason}"
    reason: str


@dataclass(frozen=True)
class ClosureLifted(OfClosure):
    action = "diary.closure.lifted"
    sentence = "lifted the closure of {whose} from {first_day} to {last_day}"


@dataclass(frozen=True)
class Overbooked(Event):
    """`about` is what was put beside others: "visit:12"."""

    action = "diary.overbooked"
    sentence = "overbooked {about}: {reason}"
    about: str
    reason: str
