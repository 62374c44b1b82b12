"""How often an item comes round inside its window, one occurrence at a time.

All comparing and counting is done on UTC instants: two local times in one zone compare by their wall clocks in Python,
which is wrong in the hour that comes twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from saphena.pathway.clock import CalendarDays, Elapsed, settle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

__all__ = ["Occurrence", "Recurrence", "spread"]

DAY = timedelta(days=1)
ONE_DAY = CalendarDays(1)
MIDNIGHT = time()
FAR = datetime.max.replace(tzinfo=UTC) - 2 * DAY


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time at which a repeated item comes round: the third walk, the night of the 11th. UTC instants."""

    number: int
    start: datetime
    end: datetime
    all_day: bool = False


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A repetition with its numbers filled in: a step in elapsed time or whole days, so many times a day, or nightly.

    `between` bounds it to a part of the day (for `nightly`: bedtime and morning); `lasts` is how long each one takes.
    """

    step: Elapsed | CalendarDays = ONE_DAY
    times_a_day: int = 0
    between: tuple[time, time] | None = None
    lasts: timedelta = timedelta()

    def inside(self, start: datetime, end: datetime | None, zone: ZoneInfo) -> Iterator[Occurrence]:
        """Every occurrence in [start, end), lazily; without an end they do not stop, so take only what you need."""
        end = end or FAR
        found = (
            self._by_the_clock(start, end, zone) if isinstance(self.step, Elapsed) else self._by_days(start, end, zone)
        )
        for number, (opens, closes, all_day) in enumerate(found, start=1):
            yield Occurrence(number, opens, closes, all_day)

    def _by_the_clock(
        self, start: datetime, end: datetime, zone: ZoneInfo
    ) -> Iterator[tuple[datetime, datetime, bool]]:
        """The first comes one step after the start, none falls on the end: a walk in every hour of four is three."""
        assert isinstance(self.step, Elapsed)
        at = start + self.step.duration
        while at < end:
            if not self.between or self.between[0] <= at.astimezone(zone).time() < self.between[1]:
                yield at, at + self.lasts, False
            at += self.step.duration

    def _by_days(self, start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime, bool]]:
        assert isinstance(self.step, CalendarDays)
        overnight = self.between is not None and self.between[1] <= self.between[0]
        day = start.astimezone(zone).date() - (DAY if overnight else timedelta())
        while settle(day, MIDNIGHT, zone).astimezone(UTC) < end:
            if self.times_a_day:
                for opens in self._times(day, zone):
                    if start <= opens < end:
                        yield opens, opens + self.lasts, False
            else:
                opens, closes = self._stretch(day, zone)
                if max(opens, start) < min(closes, end):
                    yield max(opens, start), min(closes, end), self.between is None
            day += timedelta(days=self.step.days)

    def _times(self, day: date, zone: ZoneInfo) -> Iterator[datetime]:
        assert self.between is not None
        for clock in spread(self.times_a_day, *self.between):
            yield settle(day, clock, zone).astimezone(UTC)

    def _stretch(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        first, last = self.between or (MIDNIGHT, MIDNIGHT)
        closing = day + DAY if last <= first else day
        return settle(day, first, zone).astimezone(UTC), settle(closing, last, zone).astimezone(UTC)


def spread(times: int, first: time, last: time) -> list[time]:
    """So many clock times spread evenly from `first` to `last`, to the nearest five minutes."""
    a, b = first.hour * 60 + first.minute, last.hour * 60 + last.minute
    gap = (b - a) / (times - 1) if times > 1 else 0.0
    minutes = [round((a + index * gap) / 5) * 5 for index in range(times)]
    return [time(minute // 60 % 24, minute % 60) for minute in minutes]
