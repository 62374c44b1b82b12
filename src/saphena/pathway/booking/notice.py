"""Notice: until when a visit may still be changed, and from when on one may be booked.

Clock hours are counted in UTC from the local time of the visit, so 48 hours are 48 hours over a change of the clocks.
Business hours are counted over the masks of opening: five-minute cells in which the site is open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from saphena.pathway.clock import Elapsed, aware
from saphena.pathway.diary import CELL, stretch

if TYPE_CHECKING:
    from saphena.pathway.diary import Span

__all__ = ["Counting", "Notice"]


class Counting(StrEnum):
    """Whether the hours of the notice run all the time, or only while the site is open."""

    CLOCK = "clock"
    BUSINESS = "business"


@dataclass(frozen=True, slots=True)
class Notice:
    """So many hours between a change and the visit. Raises `ValueError` for less than none."""

    hours: float
    counting: Counting = Counting.CLOCK

    def __post_init__(self) -> None:
        if self.hours < 0:
            raise ValueError("notice is counted back from the visit; it cannot be less than none")

    @property
    def length(self) -> timedelta:
        return timedelta(hours=self.hours)

    @property
    def cells(self) -> int:
        """The notice in cells, a part of a cell as a whole one."""
        return -(-self.length // CELL)

    def last_moment(self, starts: datetime, span: Span, opening: int) -> datetime:
        """The last moment at which the visit may be changed, in the span's zone; at that moment it still may.

        Raises `ValueError` when the opening hours are not known for long enough before the visit.
        """
        if self.counting is Counting.CLOCK:
            return Elapsed(self.length).before(starts, span.zone)
        if not 0 <= span.cell(starts) <= span.size:
            raise ValueError(f"the opening hours around {starts:%Y-%m-%d} are not known")
        if not self.cells:
            return aware(starts).astimezone(span.zone)
        before = opening & stretch(0, span.cell(starts))
        if before.bit_count() < self.cells:
            raise ValueError(f"the opening hours are known from {span.first_day} only: too few for the notice")
        return span.moment(_from_the_end(before, self.cells))

    def in_time(self, now: datetime, starts: datetime, span: Span, opening: int) -> bool:
        """Whether a change at `now` still gives the notice."""
        return aware(now).astimezone(UTC) <= self.last_moment(starts, span, opening).astimezone(UTC)

    def first_bookable(self, now: datetime, span: Span, opening: int) -> datetime:
        """The first moment a visit may begin when it is booked at `now`, in the span's zone.

        Raises `ValueError` when the opening hours are not known for long enough after it.
        """
        if self.counting is Counting.CLOCK:
            return Elapsed(self.length).after(now, span.zone)
        if not self.cells:
            return aware(now).astimezone(span.zone)
        begin = span.first_cell_from(now)
        after = opening & stretch(begin, span.size)
        if begin < 0 or after.bit_count() < self.cells:
            raise ValueError(
                f"the opening hours are known until {span.date_of(span.days - 1)} only: too few for the notice"
            )
        return span.moment(_from_the_beginning(after, self.cells) + 1)


def _from_the_end(mask: int, count: int) -> int:
    """The cell that is the count-th from the end: halving, with the bits above counted each time."""
    low, high = 0, mask.bit_length()
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if (mask >> middle).bit_count() >= count else (low, middle)
    return low


def _from_the_beginning(mask: int, count: int) -> int:
    """The cell that is the count-th from the beginning."""
    return _from_the_end(mask, mask.bit_count() - count + 1)
