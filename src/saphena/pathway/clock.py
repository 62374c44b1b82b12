"""Two kinds of time, and the hours that clocks skip or repeat.

"Elevate the legs for four hours" is elapsed time: it is counted on a stopwatch. "Leave the bandage on for five days and
five nights" is calendar time: it is counted in dates and ends on a morning. Twice a year the two differ by an hour, so
they are two types here, and nothing converts one into the other.

Every moment that enters or leaves is an aware `datetime`; a naive one is refused with `NaiveMoment`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo
    from zoneinfo import ZoneInfo

__all__ = ["CalendarDays", "Elapsed", "NaiveMoment", "Nights", "aware", "instant", "instant_of", "settle"]


class NaiveMoment(ValueError):
    """A date and time came without its zone, so nobody can say when it is."""

    def __init__(self, moment: datetime) -> None:
        super().__init__(f"{moment.isoformat()} has no time zone; say which clock it is on")


def aware(moment: datetime) -> datetime:
    """The moment itself, once it is sure that it carries a zone. Raises `NaiveMoment`."""
    if moment.utcoffset() is None:
        raise NaiveMoment(moment)
    return moment


def instant_of(wall: datetime, zone: tzinfo) -> datetime:
    """The UTC instant at which a clock on the wall in `zone` shows `wall`, which carries no zone itself.

    A time that the clocks skip is moved forward by what they skip (02:30 becomes 03:30); one that comes twice is the
    first. The one place where this is decided, for every kind of zone; see docs/mechanisms/time.md.
    """
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


@lru_cache(maxsize=8192)
def settle(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment at which the clock on the wall shows `clock` on `day`.

    What clocks skip and repeat is as `instant_of` decides. Pure, so its answers are remembered.

    Returns an aware `datetime` in `zone`. Raises `NaiveMoment` never, `ValueError` when `clock` carries a zone itself.
    """
    if clock.tzinfo is not None:
        raise ValueError("a wall clock time carries no zone of its own")
    return instant_of(datetime.combine(day, clock), zone).astimezone(zone)


@lru_cache(maxsize=8192)
def instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The same moment as `settle`, as a UTC instant to count and compare with."""
    return settle(day, clock, zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Time by the stopwatch: "legs up for four hours", "48 hours' notice"."""

    duration: timedelta

    def after(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """So much later by the stopwatch, as an aware `datetime` in `zone`. Raises `NaiveMoment`."""
        return (aware(moment).astimezone(UTC) + self.duration).astimezone(zone)

    def before(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """So much earlier by the stopwatch, as an aware `datetime` in `zone`. Raises `NaiveMoment`."""
        return (aware(moment).astimezone(UTC) - self.duration).astimezone(zone)


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """Time by the calendar: the same wall clock so many dates later, however long those days were."""

    days: int

    def after(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The same wall clock so many dates later, as `settle` finds it; no days are the moment itself.

        Returns an aware `datetime` in `zone`. Raises `NaiveMoment`.
        """
        here = aware(moment).astimezone(zone)
        if self.days == 0:  # also in the second of two equal hours, which `settle` would take for the first
            return here
        return settle(here.date() + timedelta(days=self.days), here.time(), zone)

    def before(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The same so many dates earlier. Raises `NaiveMoment`."""
        return CalendarDays(-self.days).after(moment, zone)

    def day_after(self, moment: datetime, zone: ZoneInfo) -> date:
        """The date so many days after the date of `moment`, as people in `zone` call it. Raises `NaiveMoment`."""
        return aware(moment).astimezone(zone).date() + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Nights:
    """Time by nights slept: five nights from Tuesday noon end on Sunday morning, whatever the clocks did.

    The night that follows `moment`'s own date is the first, even when `moment` is late in the evening.
    """

    nights: int

    def morning_after(self, moment: datetime, morning: time, zone: ZoneInfo) -> datetime:
        """The wall clock time `morning` on the date that follows the last of the nights.

        Returns an aware `datetime` in `zone`. Raises `NaiveMoment`, and `ValueError` when `morning` carries a zone.
        """
        return settle(aware(moment).astimezone(zone).date() + timedelta(days=self.nights), morning, zone)
