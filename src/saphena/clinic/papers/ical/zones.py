"""A time zone as a calendar file must carry it: every change of its clocks in some years, from this machine's zones.

RFC 5545 wants each change at the time that the old clocks showed. `icalendar` can make these components too, but it
writes the time of the new clocks when they go forward, which sets the change an hour late.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import icalendar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

__all__ = ["changes", "timezone"]

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def timezone(zone: ZoneInfo, first: int, last: int) -> icalendar.Timezone:
    """The VTIMEZONE of a zone, right from the start of the year `first` to the end of the year `last`."""
    component = icalendar.Timezone()
    component.add("tzid", zone.key)
    start, end = datetime(first, 1, 1, tzinfo=UTC) - DAY, datetime(last + 1, 1, 1, tzinfo=UTC) + DAY
    component.add_component(_observance(start.astimezone(zone), start.astimezone(zone)))
    for change in changes(zone, start, end):
        component.add_component(_observance((change - SECOND).astimezone(zone), change.astimezone(zone)))
    return component


def changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """Every instant at which the zone's clocks change, in order; found by halving each day on which they differ."""
    day = start
    while day < end:
        if _clocks(day, zone) != _clocks(day + DAY, zone):
            yield _halve(zone, day, day + DAY)
        day += DAY


def _halve(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    while after - before > SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if _clocks(middle, zone) == _clocks(before, zone):
            before = middle
        else:
            after = middle
    return after


def _clocks(at: datetime, zone: ZoneInfo) -> tuple[timedelta | None, str | None]:
    here = at.astimezone(zone)
    return here.utcoffset(), here.tzname()


def _observance(old: datetime, new: datetime) -> icalendar.TimezoneStandard | icalendar.TimezoneDaylight:
    """From this instant on the new clocks hold; the instant is said as the old ones would show it."""
    before, after = old.utcoffset() or timedelta(), new.utcoffset() or timedelta()
    observance = icalendar.TimezoneDaylight() if new.dst() else icalendar.TimezoneStandard()
    observance.add("dtstart", (new.astimezone(UTC) + before).replace(tzinfo=None))
    observance.add("tzoffsetfrom", before)
    observance.add("tzoffsetto", after)
    observance.add("tzname", new.tzname() or str(after))
    return observance
