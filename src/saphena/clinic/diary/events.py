"""What happens to sites, resources and their hours, in the record's words."""

from __future__ import annotations

from dataclasses import dataclass

from saphena.clinic.record.events import Event


@dataclass(frozen=True)
class SiteAdded(Event):
    action = "diary.site.added"
    sentence = "added the site {name}"
    site_id: int
    name: str


@dataclass(frozen=True)
class SiteChanged(Event):
    action = "diary.site.changed"
    sentence = "changed {fields} of the site {name}"
    site_id: int
    name: str
    fields: list[str]
    before: dict[str, object]
    after: dict[str, object]


@dataclass(frozen=True)
class ResourceAdded(Event):
    action = "diary.resource.added"
    sentence = "added {name} ({kind}) to the diary"
    resource_id: int
    name: str
    kind: str
    roles: list[str]


@dataclass(frozen=True)
class ResourceChanged(Event):
    action = "diary.resource.changed"
    sentence = "changed {fields} of {name} in the diary"
    resource_id: int
    name: str
    fields: list[str]
    before: dict[str, object]
    after: dict[str, object]


@dataclass(frozen=True)
class ResourceClosed(Event):
    action = "diary.resource.closed"
    sentence = "closed {name}: it can be booked no more"
    resource_id: int
    name: str


@dataclass(frozen=True)
class ResourceOpened(Event):
    action = "diary.resource.opened"
    sentence = "opened {name} again"
    resource_id: int
    name: str


@dataclass(frozen=True)
class ResourceDeleted(Event):
    action = "diary.resource.deleted"
    sentence = "deleted {name}, which had never been booked"
    resource_id: int
    name: str


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
class Closed(Event):
    action = "diary.closure.made"
    sentence = "closed {whose} from {first_day} to {last_day}: {reason}"
    closure_id: int
    whose: str
    first_day: str
    last_day: str
    reason: str


@dataclass(frozen=True)
class ClosureLifted(Event):
    action = "diary.closure.lifted"
    sentence = "lifted the closure of {whose} from {first_day} to {last_day}"
    closure_id: int
    whose: str
    first_day: str
    last_day: str


@dataclass(frozen=True)
class Overbooked(Event):
    """`about` is what was put beside others: "visit:12"."""

    action = "diary.overbooked"
    sentence = "overbooked {about}: {reason}"
    about: str
    reason: str
