"""The visits of a course on the calendar: which days of one leave a day for each of the others.

Days are bits. A gate between two visits is a window of dates, so the days that a visit leaves for the next are its
days, spread over that window; what nothing reaches is struck out, to and fro, until nothing changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from saphena.pathway.diary import first, spread, stretch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from saphena.pathway.booking.visits import Course, Gap, Step
    from saphena.pathway.diary import Span

__all__ = ["Chain", "Link", "Narrowed"]

Days = dict[str, int]
"""Step name -> the days, as bits, on which that visit may be."""


@dataclass(frozen=True, slots=True)
class Link:
    """A gate of which both visits are still being looked for."""

    earlier: str
    later: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What is left of the days; `empty` names the first visit for which nothing is."""

    days: Days
    empty: str = ""


class Chain:
    """A course in one span, with the dates of what is done or booked already."""

    def __init__(self, course: Course, span: Span, done: Mapping[str, date]) -> None:
        self.span = span
        self.done = done
        self.sought: tuple[Step, ...] = tuple(step for step in course.steps if step.name not in done)
        open_names = {step.name for step in self.sought}
        self.links = tuple(
            Link(gap.after, step.name, gap.least, span.days if gap.most is None else gap.most)
            for step in self.sought
            for gap in step.gaps
            if gap.after in open_names
        )
        self.course = course

    def shut(self) -> Iterator[tuple[Step, Gap]]:
        """Gates that count from something that is neither done nor part of the course: nothing can be booked."""
        for step in self.sought:
            yield from ((step, gap) for gap in step.gaps if gap.after in self.course.anchors.keys() - self.done.keys())

    def gated(self, step: Step) -> int:
        """The days of one visit that agree with everything that is done or booked already."""
        days = stretch(0, self.span.days)
        for gap in step.gaps:
            if gap.after in self.done:
                begin = self.span.index(self.done[gap.after])
                days &= stretch(begin + gap.least, self.span.days if gap.most is None else begin + gap.most + 1)
        for later in self.course.steps:
            if later.name in self.done:
                for gap in (gap for gap in later.gaps if gap.after == step.name):
                    end = self.span.index(self.done[later.name])
                    days &= stretch(0 if gap.most is None else end - gap.most, end - gap.least + 1)
        return days

    def narrowed(self, days: Mapping[str, int]) -> Narrowed:
        """Every day struck out that leaves some other visit of the course without one."""
        left, changed = dict(days), True
        while changed:
            for name, mask in left.items():
                if not mask:
                    return Narrowed(left, name)
            changed = False
            for link in self.links:
                later = left[link.later] & spread(left[link.earlier], link.least, link.most)
                earlier = left[link.earlier] & spread(later, link.least, link.most, back=True)
                changed |= later != left[link.later] or (bool(later) and earlier != left[link.earlier])
                left[link.later] = later
                if not later:
                    return Narrowed(left, link.later)
                left[link.earlier] = earlier
        return Narrowed(left)

    def earliest(self, days: Mapping[str, int]) -> dict[str, int] | None:
        """A day for each visit, each as early as those before it in the course allow; no two on one day."""
        return self._placed(days, 0)

    def _placed(self, days: Mapping[str, int], number: int) -> dict[str, int] | None:
        narrowed = self.narrowed(days)
        if narrowed.empty:
            return None
        if number == len(self.sought):
            return {name: mask.bit_length() - 1 for name, mask in narrowed.days.items()}
        name, left = self.sought[number].name, narrowed.days[self.sought[number].name]
        while (day := first(left)) is not None:
            bit = 1 << day
            tried = {other: bit if other == name else mask & ~bit for other, mask in narrowed.days.items()}
            if (found := self._placed(tried, number + 1)) is not None:
                return found
            left &= ~bit
        return None
