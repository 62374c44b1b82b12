"""The patient's side of a booking: own times, trips, what is done already, and the way home."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from saphena.pathway.clock import aware, instant
from saphena.pathway.diary import USUAL, Opening, stretch

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from saphena.pathway.booking.visits import VisitType
    from saphena.pathway.diary import Span

__all__ = ["Request", "Trip", "WayHome"]

DAY = timedelta(days=1)
NOON = time(12)


@dataclass(frozen=True, slots=True)
class Trip:
    """The patient is away from `leaves` to `returns`, both included; `long` is a trip that needs quiet weeks before it.

    Raises `ValueError` when it ends before it begins.
    """

    leaves: date
    returns: date
    long: bool = True

    def __post_init__(self) -> None:
        if self.returns < self.leaves:
            raise ValueError(f"a trip from {self.leaves} to {self.returns} ends before it begins")


@dataclass(frozen=True, slots=True)
class WayHome:
    """How many minutes the patient travels home, and when the patient goes to bed (before noon: on the next date)."""

    minutes: int
    bedtime: time

    def __post_init__(self) -> None:
        if self.minutes < 0:
            raise ValueError("nobody is home before leaving")

    def legs_up_until(self, ends: datetime, visit: VisitType) -> datetime:
        """When the time with the legs up is over, if they go up on arriving home. In UTC."""
        return ends + timedelta(minutes=self.minutes + visit.elevation)

    def bedtime_on(self, day: date, span: Span) -> datetime:
        """The bedtime that follows a visit on that date, as a UTC instant."""
        return instant(day + DAY if self.bedtime < NOON else day, self.bedtime, span.zone)


@dataclass(frozen=True)
class Request:
    """What a search must honour. `earliest` is the first moment a visit may begin: now and the clinic's notice.

    `times` are the hours of the week at which the patient can come (None: any). `busy` are dates that already have a
    visit. `done` gives the date of each visit of the course that is past or booked and stays, and of each anchor.
    `home_in_time` leaves out what would otherwise only be warned of. `avoid` names resources not to be taken.
    """

    earliest: datetime
    times: Opening | None = None
    not_before: date | None = None
    not_after: date | None = None
    trips: tuple[Trip, ...] = ()
    busy: frozenset[date] = frozenset()
    done: Mapping[str, date] = field(default_factory=dict)
    way_home: WayHome | None = None
    home_in_time: bool = False
    avoid: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        aware(self.earliest)
        if self.not_before and self.not_after and self.not_after < self.not_before:
            raise ValueError(f"not before {self.not_before} and not after {self.not_after} leaves no day")

    def soon_enough(self, span: Span) -> int:
        """The cells from `earliest` on."""
        return stretch(span.first_cell_from(self.earliest), span.size)

    def own_times(self, span: Span) -> int:
        """The cells in which the patient can be at the clinic."""
        return span.whole if self.times is None else self.times.mask(span)

    def own_days(self, span: Span) -> int:
        """The days, as bits, that the patient has not ruled out by a first and a last date."""
        return span.between(self.not_before, self.not_after)

    def away(self, span: Span) -> int:
        """The days on which the patient is on a trip."""
        return _joined(span.between(trip.leaves, trip.returns) for trip in self.trips)

    def restricted(self, span: Span, visit: VisitType) -> int:
        """The days on which this visit would have a long trip in its quiet days; its own date is the first of them."""
        if visit.quiet_days < 1:
            return 0
        reach = timedelta(days=visit.quiet_days - 1)
        return _joined(span.between(trip.leaves - reach, trip.returns) for trip in self.trips if trip.long)

    def trip_in_quiet_days(self, day: date, visit: VisitType) -> Trip | None:
        """The long trip that stands in the way of this visit on that date."""
        until = day + timedelta(days=visit.quiet_days - 1)
        near = (trip for trip in self.trips if trip.long and trip.leaves <= until and trip.returns >= day)
        return min(near, key=lambda trip: trip.leaves, default=None)

    def home_by_bedtime(self, span: Span, visit: VisitType) -> int:
        """The starts of this visit after which there is time for the legs up before bedtime."""
        if self.way_home is None or visit.elevation < 1:
            return span.whole
        left = timedelta(minutes=visit.minutes + self.way_home.minutes + visit.elevation)
        usual: int | None = None
        days = []
        for index in range(span.days):
            begin, end = span.edges[index], span.edges[index + 1]
            whole = end - begin == USUAL == _next_day(span, index)
            if usual is None or not whole:
                latest = self.way_home.bedtime_on(span.date_of(index), span) - left
                found = stretch(0, min(span.cell(latest), end - 1) - begin + 1)
                usual = found if whole else usual
            else:
                found = usual
            days.append(found)
        return span.weave(days)

    def late_by(self, ends: datetime, day: date, visit: VisitType, span: Span) -> timedelta:
        """By how much the time with the legs up runs past bedtime; nothing when it does not."""
        if self.way_home is None or visit.elevation < 1:
            return timedelta()
        over = self.way_home.legs_up_until(ends, visit) - self.way_home.bedtime_on(day, span)
        return max(over, timedelta())


def _next_day(span: Span, index: int) -> int:
    """How many cells the day after has: bedtime may be on it."""
    if index + 2 < len(span.edges):
        return span.edges[index + 2] - span.edges[index + 1]
    return -1


def _joined(masks: Iterable[int]) -> int:
    return reduce(or_, masks, 0)
