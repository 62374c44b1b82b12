"""How often an item comes round inside its window, one occurrence at a time.

All comparing and counting is done on UTC instants: two local times in one zone compare by their wall clocks in Python,
which is wrong in the hour that comes twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from saphena.pathway.clock import CalendarDays, Elapsed, instant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

__all__ = ["Occurrence", "Recurrence", "spread"]

DAY = timedelta(days=1)
ONE_DAY = CalendarDays(1)
MIDNIGHT = time()
ENDLESS = timedelta(days=3 * 366)
"""So long is looked on, at most, for occurrences of something that has no end; a checked protocol has nothing such."""


class Occurrence(NamedTuple):
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
        """Every occurrence in [start, end), lazily; without an end, those of three years."""
        end = end or start + ENDLESS
        if self._stands_still() or end <= start:
            return
        found = (
            self._by_the_clock(start, end, zone) if isinstance(self.step, Elapsed) else self._by_days(start, end, zone)
        )
        for number, (opens, closes, all_day) in enumerate(found, start=1):
            yield Occurrence(number, opens, closes, all_day)

    def _stands_still(self) -> bool:
        """A clinic's own number may be nought: “every 0 hours” comes round never, not for ever."""
        return self.step.days <= 0 if isinstance(self.step, CalendarDays) else self.step.duration <= timedelta()

    def comes_round(self, start: datetime, end: datetime, zone: ZoneInfo) -> bool:
        """Whether there is even one occurrence in [start, end)."""
        if self.between is None and isinstance(self.step, Elapsed):
            return start + self.step.duration < end
        sure = end - start > 2 * DAY and not isinstance(self.step, Elapsed) and self.step.days == 1
        return sure or next(self.inside(start, end, zone), None) is not None

    def _by_the_clock(
        self, start: datetime, end: datetime, zone: ZoneInfo
    ) -> Iterator[tuple[datetime, datetime, bool]]:
        """The first comes one step after the start, none falls on the end: a walk in every hour of four is three."""
        assert isinstance(self.step, Elapsed)
        at = start + self.step.duration
        while at < end:
            if not self.between or _lies(at.astimezone(zone).time(), *self.between):
                yield at, at + self.lasts, False
            at += self.step.duration

    def _by_days(self, start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime, bool]]:
        assert isinstance(self.step, CalendarDays)
        step, day = timedelta(days=self.step.days), start.astimezone(zone).date()
        if self.times_a_day:
            while instant(day, MIDNIGHT, zone) < end:
                yield from ((at, at + self.lasts, False) for at in self._times(day, zone) if start <= at < end)
                day += step
            return
        if self._stretch(day - DAY, zone)[1] > start:
            day -= DAY  # the night that has already begun
        opens, closes = self._stretch(day, zone)
        while opens < end:
            if closes > start:
                yield (opens if opens > start else start), (closes if closes < end else end), self.between is None
            day += step
            opens, closes = self._stretch(day, zone)

    def _times(self, day: date, zone: ZoneInfo) -> Iterator[datetime]:
        assert self.between is not None
        for clock in spread(self.times_a_day, *self.between):
            yield instant(day, clock, zone)

    def _stretch(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        first, last = self.between or (MIDNIGHT, MIDNIGHT)
        closing = day + DAY if last <= first else day
        return instant(day, first, zone), instant(closing, last, zone)


def _lies(clock: time, first: time, last: time) -> bool:
    """In the part of the day from `first` to `last`, which may run over midnight."""
    return first <= clock < last if first < last else clock >= first or clock < last


def spread(times: int, first: time, last: time) -> list[time]:
    """So many clock times spread evenly from `first` to `last`, to the nearest five minutes."""
    a, b = first.hour * 60 + first.minute, last.hour * 60 + last.minute
    gap = (b - a) / (times - 1) if times > 1 else 0.0
    minutes = [round((a + index * gap) / 5) * 5 for index in range(times)]
    return [time(minute // 60 % 24, minute % 60) for minute in minutes]
