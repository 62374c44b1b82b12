"""Free time as the bits of integers: one bit for each five minutes, one integer for a resource's whole year.

A cell is five minutes of UTC, so no cell is ever skipped or repeated. A mask is an `int` whose bit n is cell n of a
`Span` of local days; a set bit means "free", or whatever the mask is of. To join is `|`, to intersect `&`, to subtract
`& ~`, to shift `<<` and `>>`: each takes a year of one resource at once. See docs/mechanisms/booking.md.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache, reduce
from operator import and_
from typing import TYPE_CHECKING

from saphena.pathway.clock import aware, instant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from zoneinfo import ZoneInfo

__all__ = [
    "CELL", "MINUTES", "Hours", "Opening", "Span", "cell_number", "cells", "first", "first_common", "last", "runs",
    "spread", "starts", "stretch",
]  # fmt: skip

MINUTES = 5
CELL = timedelta(minutes=MINUTES)
DAY = timedelta(days=1)
MIDNIGHT = time()
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
USUAL = DAY // CELL


# --- masks ------------------------------------------------------------------------------------------------------------


def cells(minutes: int) -> int:
    """So many minutes as cells. Raises `ValueError` when they are no multiple of five."""
    if minutes % MINUTES:
        raise ValueError(f"{minutes} minutes cannot be booked: the diary counts in steps of {MINUTES} minutes")
    return minutes // MINUTES


def stretch(begin: int, end: int) -> int:
    """The cells from `begin` until before `end`; none when it ends before it begins. What lies before 0 is left out."""
    begin = max(begin, 0)
    return ((1 << (end - begin)) - 1) << begin if end > begin else 0


def first(mask: int) -> int | None:
    """The earliest cell of the mask, or None when it is empty."""
    return (mask & -mask).bit_length() - 1 if mask else None


def last(mask: int) -> int | None:
    """The latest cell of the mask, or None when it is empty."""
    return mask.bit_length() - 1 if mask else None


def starts(free: int, length: int) -> int:
    """Every cell at which `length` free cells in a row begin, found by doubling: 12 cells take 4 shifts, not 11.

    Raises `ValueError` for a length below one cell.
    """
    if length < 1:
        raise ValueError("nothing can be booked for less than one cell")
    covered = 1
    while covered < length:
        step = min(covered, length - covered)
        free &= free >> step
        covered += step
    return free


def spread(mask: int, least: int, most: int, *, back: bool = False) -> int:
    """Every place that lies `least` to `most` places after one of the mask's (`back`: before one of them)."""
    if not 0 <= least <= most:
        raise ValueError(f"a window of {least} to {most} places ends before it begins")
    covered, width = 1, most - least + 1
    while covered < width:
        step = min(covered, width - covered)
        mask |= mask >> step if back else mask << step
        covered += step
    return mask >> least if back else mask << least


def runs(mask: int) -> Iterator[tuple[int, int]]:
    """The mask as stretches (begin, end), earliest first, each as long as it goes."""
    row, begin = _row(mask), 0
    while (begin := row.find("1", begin)) >= 0:
        end = row.find("0", begin)
        end = len(row) if end < 0 else end
        yield begin, end
        begin = end


def first_common(masks: Sequence[int], length: int, after: int = 0) -> int | None:
    """The earliest cell from `after` on at which all the masks are free for `length` cells, or None."""
    shared = starts(reduce(and_, masks), length) >> after
    found = first(shared)
    return None if found is None else found + after


def cell_number(moment: datetime) -> int:
    """The number of the cell that holds the moment, counted from 1970 in UTC; a claim in a database is unique by it."""
    return (aware(moment).astimezone(UTC) - EPOCH) // CELL


def _row(mask: int) -> str:
    """The mask as noughts and ones, the earliest cell first: to look for the next bit is to search in text."""
    return bin(mask)[:1:-1]


# --- days -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Span:
    """So many whole local days from `first_day` on: what the bits of a mask are numbered in.

    Days are as long as they are: 276, 288 or 300 cells. Raises `ValueError` when there is not one day.
    """

    first_day: date
    days: int
    zone: ZoneInfo

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError("a diary needs at least one day")

    @cached_property
    def base(self) -> int:
        """The number, as `cell_number` counts, of this span's cell 0."""
        return cell_number(instant(self.first_day, MIDNIGHT, self.zone))

    @cached_property
    def edges(self) -> tuple[int, ...]:
        """The cell at which each day begins, and at last the one at which the last day ends."""
        days = (self.first_day + timedelta(days=index) for index in range(self.days + 1))
        return tuple(cell_number(instant(day, MIDNIGHT, self.zone)) - self.base for day in days)

    @lru_cache(maxsize=256)  # noqa: B019 - a span is a value; what a few of them know is kept
    def cut(self, days: int) -> Span:
        """The first so many days of the span."""
        return Span(self.first_day, min(days, self.days), self.zone)

    @property
    def size(self) -> int:
        return self.edges[-1]

    @cached_property
    def whole(self) -> int:
        """Every cell of the span."""
        return stretch(0, self.size)

    @cached_property
    def mornings(self) -> int:
        """The first cell after each midnight but the first, the last one too: no visit may lie across one of them."""
        return self.weave(int(index > 0) for index in range(self.days)) | 1 << self.size

    def moment(self, cell: int) -> datetime:
        """When the cell begins, on the span's own clocks."""
        return (EPOCH + (self.base + cell) * CELL).astimezone(self.zone)

    def cell(self, moment: datetime) -> int:
        """The cell that holds the moment; below 0 or beyond `size` when the moment is outside the span."""
        return cell_number(moment) - self.base

    def first_cell_from(self, moment: datetime) -> int:
        """The first cell that begins no earlier than the moment."""
        return -((EPOCH - aware(moment).astimezone(UTC)) // CELL) - self.base

    def touched(self, start: datetime, end: datetime) -> int:
        """Every cell that any of the time from `start` to `end` lies in: what is taken, rounded outwards."""
        return stretch(self.cell(start), self.first_cell_from(end)) & self.whole

    def inside(self, start: datetime, end: datetime) -> int:
        """Every cell that lies wholly between `start` and `end`: what is free, rounded inwards."""
        return stretch(self.first_cell_from(start), self.cell(end)) & self.whole

    def index(self, day: date) -> int:
        """How many days after the first; below 0 or beyond `days` when the date is outside the span."""
        return (day - self.first_day).days

    def date_of(self, index: int) -> date:
        """The date of the day of that index."""
        return self.first_day + timedelta(days=index)

    def day_of(self, cell: int) -> int:
        """Which day of the span a cell belongs to."""
        return bisect_right(self.edges, cell) - 1

    def on_day(self, index: int) -> int:
        """Every cell of one day. Raises `IndexError` outside the span."""
        if not 0 <= index < self.days:
            raise IndexError(f"{self.date_of(index)} is outside this diary")
        return stretch(self.edges[index], self.edges[index + 1])

    def between(self, earliest: date | None, latest: date | None) -> int:
        """The days, as bits, from `earliest` to `latest`, both included; None leaves that side open."""
        begin = 0 if earliest is None else self.index(earliest)
        end = self.days if latest is None else min(self.index(latest) + 1, self.days)
        return stretch(begin, end)

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many cells each day has."""
        return tuple(end - begin for begin, end in zip(self.edges, self.edges[1:], strict=False))

    def weave(self, days: Iterable[int]) -> int:
        """One mask out of a mask for each day, each counted from that day's own midnight."""
        written: dict[tuple[int, int], str] = {}
        rows = []
        for key in zip(days, self.sizes, strict=True):
            if key not in written:
                written[key] = f"{key[0]:0{key[1]}b}"
            rows.append(written[key])
        rows.reverse()
        return int("".join(rows), 2)

    def cells_of(self, days: int) -> int:
        """Days as bits -> every cell of those days."""
        return self.weave(((1 << size) - 1) * (days >> index & 1) for index, size in enumerate(self.sizes))

    def days_of(self, mask: int) -> int:
        """Cells -> the days, as bits, on which there is at least one of them.

        All days at once: to the cells of a day but its last, add as many ones; the sum reaches the last cell just when
        one of them is set. Then the last cells are picked out of the row.
        """
        lasts, mask = self._lasts, mask & self.whole
        others = self.whole ^ lasts
        reached = ((mask & others) + others | mask) & lasts
        row = f"{reached:0{self.size}b}"
        return int("".join([row[-edge] for edge in reversed(self.edges[1:])]), 2)

    @cached_property
    def _lasts(self) -> int:
        """The last cell of every day."""
        return self.weave(1 << size - 1 for size in self.sizes)

    def of_claims(self, numbers: Iterable[int]) -> int:
        """Claimed cells by their `cell_number`, in any order -> a mask; claims outside the span are left out."""
        row, base, size = bytearray(b"0") * self.size, self.base, self.size
        for number in numbers:
            if 0 <= number - base < size:
                row[base - number - 1] = 49  # "1", counted from the end: the highest bit is written first
        return int(row, 2)

    @lru_cache(maxsize=64)  # noqa: B019 - the same
    def every(self, minutes: int) -> int:
        """The cells that begin so many minutes apart, counted from each midnight: 15 gives 10:00, 10:15, 10:30."""
        usual = sum(1 << cell for cell in range(0, 2 * USUAL, cells(minutes)))
        return self.weave(usual & ((1 << size) - 1) for size in self.sizes)

    @lru_cache(maxsize=256)  # noqa: B019 - the same
    def within_a_day(self, begin: int, end: int) -> int:
        """The cells from which a stretch from `begin` to `end` cells later lies on one day, not across a midnight."""
        across = spread(self.mornings, 1, end - 1, back=True) if end > 1 else 0
        if begin < 0:
            across |= spread(self.mornings, 0, -begin - 1)
        return self.whole & ~across


# --- opening hours ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hours:
    """From one time on the wall to another, on one day; 00:00 as the end is that day's midnight.

    Raises `ValueError` when the hours end before they begin.
    """

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.closes <= self.opens and self.closes != MIDNIGHT:
            raise ValueError(f"hours from {self.opens:%H:%M} to {self.closes:%H:%M} end before they begin")

    def moments(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """When they begin and end on one date, as UTC instants."""
        ends = day + DAY if self.closes == MIDNIGHT else day
        return instant(day, self.opens, zone), instant(ends, self.closes, zone)


@dataclass(frozen=True)
class Opening:
    """When a site is open, or a person works: hours by weekday (0 is Monday), with the days that are different.

    `exceptions` stand in place of the weekday's hours (longer, shorter, none); `closures` are closed and say why.
    """

    weekly: Mapping[int, tuple[Hours, ...]]
    exceptions: Mapping[date, tuple[Hours, ...]] = field(default_factory=dict)
    closures: Mapping[date, str] = field(default_factory=dict)

    def on(self, day: date) -> tuple[Hours, ...]:
        """The hours of one date."""
        if day in self.closures:
            return ()
        return self.exceptions.get(day, self.weekly.get(day.weekday(), ()))

    def mask(self, span: Span) -> int:
        """The open cells of a span, right on days of 23 and 25 hours; a cell that is open in part is not open."""
        usual: dict[tuple[Hours, ...], int] = {}
        return span.weave(self._of_day(span, index, usual) for index in range(span.days))

    def _of_day(self, span: Span, index: int, usual: dict[tuple[Hours, ...], int]) -> int:
        """A day's cells from its midnight. On a day whose clocks do not jump they are those of any other such day."""
        day, begin, end = span.date_of(index), span.edges[index], span.edges[index + 1]
        hours = self.on(day)
        if end - begin == USUAL and hours in usual:
            return usual[hours]
        found = 0
        for opens, closes in (each.moments(day, span.zone) for each in hours):
            found |= stretch(span.first_cell_from(opens) - begin, min(span.cell(closes), end) - begin)
        if end - begin == USUAL:
            usual[hours] = found
        return found
