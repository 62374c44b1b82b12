"""One event of a calendar file as data: when, how long, how often, and whether anybody is busy then."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from icalendar import vDuration

from saphena.clinic.exchange.ical.clocks import UnknownZone, midnight
from saphena.clinic.exchange.ical.cutting import Unread
from saphena.pathway.clock import instant_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saphena.clinic.exchange.ical.clocks import Clocks
    from saphena.clinic.exchange.ical.cutting import Event, Property

__all__ = ["Entry", "read", "uid_of"]

DAY = timedelta(days=1)
EARLIEST, LATEST = 1900, 2999


class Unreadable(Exception):
    """What is wrong with one property."""

    def __init__(self, found: Property, reason: str) -> None:
        super().__init__(reason)
        self.found, self.reason = found, reason


@dataclass(frozen=True, slots=True)
class When:
    """A time as it is written: on the wall of a zone, or a whole day (at its midnight)."""

    wall: datetime
    zone: tzinfo
    whole_day: bool = False

    @property
    def key(self) -> str:
        """The same for the same moment, whichever zone it is written in."""
        if self.whole_day:
            return f"{self.wall:%Y%m%d}"
        return f"{instant_of(self.wall, self.zone):%Y%m%dT%H%M%SZ}"


@dataclass(frozen=True, slots=True)
class Entry:
    """An event, understood. `of` says which occurrence of a repeated one it stands for; `lasts` is by the wall clock,
    unless `exact`: then by the stopwatch.
    """

    line: int
    uid: str
    words: str
    starts: When
    lasts: timedelta
    exact: bool = False
    of: When | None = None
    rule: Property | None = None
    more: tuple[When, ...] = ()
    without: tuple[When, ...] = ()
    cancelled: bool = False
    free: bool = False
    sequence: int = 0


def read(event: Event, clocks: Clocks) -> Entry | Unread:
    """The event, or the reason why it cannot be read."""
    if event.broken:
        return event.broken._replace(words=event.words)
    begin = event.one("DTSTART")
    if begin is None:
        return Unread(event.line, _("This event has no beginning."), "DTSTART", event.words)
    try:
        starts = _when(begin, clocks)
        lasts, exact = _lasts(event, starts, clocks)
        of = _of(event, clocks)
        return Entry(
            event.line, uid_of(event), event.words, starts, lasts, exact, of,
            event.one("RRULE"), tuple(_times(event, "RDATE", clocks)), tuple(_times(event, "EXDATE", clocks)),
            cancelled=event.value("STATUS").upper() == "CANCELLED",
            free=_is_free(event) or (not lasts and not starts.whole_day),
            sequence=int(event.value("SEQUENCE")) if event.value("SEQUENCE").isdecimal() else 0,
        )  # fmt: skip
    except Unreadable as no:
        return Unread(no.found.line, no.reason, no.found.name, event.words)


def uid_of(event: Event) -> str:
    """As a hash, so that it is short; of an event without one, of what it says."""
    told = event.value("UID") or f"{event.value('DTSTART')} {event.value('SUMMARY')}"
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _is_free(event: Event) -> bool:
    """Nobody is busy: so says the standard's mark, or Outlook's."""
    busy = event.value("X-MICROSOFT-CDO-BUSYSTATUS").upper()
    return event.value("TRANSP").upper() == "TRANSPARENT" or busy == "FREE"


def _of(event: Event, clocks: Clocks) -> When | None:
    found = event.one("RECURRENCE-ID")
    if found is None:
        return None
    if found.parameters.get("RANGE", "").upper() == "THISANDFUTURE":
        raise Unreadable(found, _("A change of all that follow is not understood. Please export each as its own."))
    return _when(found, clocks)


def _lasts(event: Event, starts: When, clocks: Clocks) -> tuple[timedelta, bool]:
    """How long, and whether by the stopwatch."""
    if found := event.one("DTEND"):
        ends = _when(found, clocks)
        wall = ends.wall
        if not ends.whole_day and ends.zone is not starts.zone:
            wall = instant_of(ends.wall, ends.zone).astimezone(starts.zone).replace(tzinfo=None)
        if wall < starts.wall:
            raise Unreadable(found, _("It ends before it begins."))
        return max(wall - starts.wall, DAY if starts.whole_day else timedelta()), False
    if found := event.one("DURATION"):
        try:
            length: timedelta = vDuration.from_ical(found.value)  # type: ignore[no-untyped-call]  # no types there
        except ValueError:
            raise Unreadable(found, _("How long it lasts is not understood.")) from None
        if length == timedelta() and not any(each.isdigit() for each in found.value):
            raise Unreadable(found, _("How long it lasts is not understood."))
        if length < timedelta():
            raise Unreadable(found, _("It ends before it begins."))
        return max(length, DAY if starts.whole_day else timedelta()), "T" in found.value.upper()
    return (DAY if starts.whole_day else timedelta()), False


def _times(event: Event, name: str, clocks: Clocks) -> Iterator[When]:
    for found in event.properties.get(name, ()):
        for value in found.value.split(","):
            yield _when(found._replace(value=value.partition("/")[0]), clocks)


def _when(found: Property, clocks: Clocks) -> When:
    value = found.value.strip().upper()
    try:
        if len(value) == 8:
            return When(midnight(_year(datetime.strptime(value, "%Y%m%d").date())), clocks.here, whole_day=True)  # noqa: DTZ007 - a date
        if value.endswith("Z"):
            return When(_parsed(value[:-1]), UTC)
        return When(_parsed(value), clocks.zone(found.parameters.get("TZID", "")))
    except ValueError:
        told = {"value": found.value[:40]}
        raise Unreadable(found, _("This is no date and no time: %(value)s") % told) from None
    except UnknownZone:
        told = {"zone": found.parameters.get("TZID", "")[:60]}
        raise Unreadable(
            found, _("Nobody knows the time zone “%(zone)s”, and the file does not define it.") % told
        ) from None


def _parsed(value: str) -> datetime:
    found = datetime.strptime(value, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - its zone is beside it
    _year(found.date())
    return found


def _year(day: date) -> date:
    if not EARLIEST <= day.year <= LATEST:
        raise ValueError(day)
    return day
