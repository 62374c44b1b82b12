"""Why a visit cannot be on a day: the first reason, as a receptionist would ask for them, found from the masks.

The patient's dates first, then gates, closures, who is there, hours, and at last the other visits of the course. Where
people and rooms are the reason, it is the smallest group of needs whose masks have nothing in common: "no sonographer
with a scanner", though each is free at some time of the day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from saphena.pathway.booking.fitting import Fitting
from saphena.pathway.booking.offers import Obstacle, ObstacleKind
from saphena.pathway.diary import cells, first, spread, starts, stretch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from saphena.pathway.booking.searching import Search
    from saphena.pathway.booking.visits import Gap, Step

__all__ = ["Explainer"]

DAY = timedelta(days=1)


class Explainer:
    """Says of a search why days are not possible. It costs time for each day that is asked about."""

    def __init__(self, search: Search) -> None:
        self.search = search
        self.span = search.span
        self.chain = search.chain

    def why_not(self, step_name: str, begin: date, end: date) -> tuple[Obstacle, ...]:
        """What stands in the way of a visit from `begin` to `end`, both included; possible days are left out.

        Days in a row with the same reason are one obstacle. A gate that nothing opens is the only answer. Raises
        `KeyError` when the course is not looking for a visit of that name.
        """
        step = self._sought(step_name)
        if shut := [self._shut(each, gap) for each, gap in self.chain.shut()]:
            return tuple(shut)
        days = range(max(self.span.index(begin), 0), min(self.span.index(end) + 1, self.span.days))
        return tuple(_in_a_row(found for index in days if (found := self._day(step, index, chained=True))))

    def until(self, step_name: str, found: date) -> tuple[Obstacle, ...]:
        """Why the visit is not earlier than the date that was found: the days from the first moment asked for."""
        earliest = self.search.request.earliest.astimezone(self.span.zone).date()
        return self.why_not(step_name, earliest, found - DAY)

    def _sought(self, name: str) -> Step:
        for step in self.chain.sought:
            if step.name == name:
                return step
        raise KeyError(name)

    def _shut(self, step: Step, gap: Gap) -> Obstacle:
        return Obstacle(ObstacleKind.SHUT, step.name, other=gap.after)

    def _day(self, step: Step, index: int, *, chained: bool) -> Obstacle | None:
        """The first reason, or None when the visit could be on that day."""
        asked = (self._dates, self._gate, self._shut_or_busy, self._people, *((self._others,) if chained else ()))
        return next((reason for ask in asked if (reason := ask(step, index))), None)

    def _on(self, kind: ObstacleKind, step: Step, index: int) -> Obstacle:
        day = self.span.date_of(index)
        return Obstacle(kind, step.name, day, day)

    # --- dates ---

    def _dates(self, step: Step, index: int) -> Obstacle | None:
        request, day, bit = self.search.request, self.span.date_of(index), 1 << index
        if not request.soon_enough(self.span) & self.span.on_day(index):
            return self._on(ObstacleKind.NOTICE, step, index)
        if not request.own_days(self.span) & bit:
            return self._on(ObstacleKind.OWN_DATES, step, index)
        if trip := next((trip for trip in request.trips if trip.leaves <= day <= trip.returns), None):
            return replace(self._on(ObstacleKind.AWAY, step, index), on=trip.leaves, limit=trip.returns)
        if step.visit.quiet_days and (trip := request.trip_in_quiet_days(day, step.visit)):
            return replace(self._on(ObstacleKind.TRIP, step, index), on=trip.leaves)
        return None

    def _shut_or_busy(self, step: Step, index: int) -> Obstacle | None:
        if self.span.date_of(index) in self.search.busy():
            return self._on(ObstacleKind.ONE_A_DAY, step, index)
        if self.search.diary.opening & self.span.on_day(index):
            return None
        note = self.search.diary.closures.get(self.span.date_of(index), "")
        return replace(self._on(ObstacleKind.CLOSED, step, index), note=note)

    def _gate(self, step: Step, index: int) -> Obstacle | None:
        """A gate to something that is done or booked: the date it counts from, and the first or last one it allows."""
        day, done = self.span.date_of(index), self.search.request.done
        behind = [(gap, done[gap.after]) for gap in step.gaps if gap.after in done]
        for gap, on in behind:
            opens, closes = on + gap.least * DAY, None if gap.most is None else on + gap.most * DAY
            if day < opens:
                return replace(self._on(ObstacleKind.TOO_EARLY, step, index), other=gap.after, on=on, limit=opens)
            if closes is not None and day > closes:
                return replace(self._on(ObstacleKind.EXPIRED, step, index), other=gap.after, on=on, limit=closes)
        if self.chain.gated(step) >> index & 1:
            return None
        booked = next(name for name, gap in self._booked_after(step) if not gap.allows((done[name] - day).days))
        return replace(self._on(ObstacleKind.AFTER, step, index), other=booked, on=done[booked])

    def _booked_after(self, step: Step) -> Iterator[tuple[str, Gap]]:
        """Visits that are booked and stay, with the gate that counts from this one."""
        booked = (each for each in self.search.course.steps if each.name in self.search.request.done)
        return ((each.name, gap) for each in booked for gap in each.gaps if gap.after == step.name)

    # --- people, rooms and hours ---

    def _people(self, step: Step, index: int) -> Obstacle | None:
        begin, end = self.span.edges[index], self.span.edges[index + 1]

        def cut(mask: int) -> int:
            return mask >> begin & stretch(0, end - begin)

        fitting = Fitting(
            {name: cut(mask) for name, mask in self.search.fitting(self.search.request.avoid).free.items()},
            self.search.diary.by_role,
        )
        form, seats = cut(self.search.form(step.visit)), step.visit.seats
        possible = fitting.mask(seats, form)
        if not possible:
            return self._lacking(step, index, fitting, form)
        length, request = cells(step.visit.minutes), self.search.request
        own = starts(cut(request.own_times(self.span)), length) & possible
        if not own:
            found = first(possible)
            assert found is not None
            return replace(self._on(ObstacleKind.OWN_TIMES, step, index), at=self.span.moment(begin + found))
        soon = own & cut(request.soon_enough(self.span))
        if not soon:
            return self._on(ObstacleKind.NOTICE, step, index)
        return None if soon & cut(self.search.home(step.visit)) else self._on(ObstacleKind.LATE_HOME, step, index)

    def _lacking(self, step: Step, index: int, fitting: Fitting, form: int) -> Obstacle:
        """The smallest group of needs that cannot be had together, the first of the visit's own order."""
        seats = step.visit.seats
        groups = (group for size in range(1, len(seats) + 1) for group in combinations(seats, size))
        lacking = next(group for group in groups if not fitting.mask(group, form))
        roles = tuple(seat.role for seat in lacking)
        works = any(self._works(role, index) for role in roles) if len(roles) == 1 else True
        kind = ObstacleKind.TAKEN if works else ObstacleKind.NOT_WORKING
        return replace(self._on(kind, step, index), roles=roles)

    def _works(self, role: str, index: int) -> bool:
        diary, day = self.search.diary, self.span.on_day(index)
        able = set(diary.by_role.get(role, ())) - self.search.request.avoid
        return any(diary.lanes[name].works & diary.opening & day for name in able)

    # --- the other visits ---

    def _others(self, step: Step, index: int) -> Obstacle | None:
        """The visit of the course that has no day when this one is on that day, and why it has none."""
        bit = 1 << index
        tried = {name: bit if name == step.name else mask & ~bit for name, mask in self.search.days.items()}
        empty = self.chain.narrowed(tried).empty
        if not empty:
            crowded = self.chain.earliest(tried) is None  # days enough for each, and not one for all
            return self._on(ObstacleKind.ONE_A_DAY, step, index) if crowded else None
        earlier = [link.earlier for link in self.chain.links if link.later == step.name]
        if empty == step.name or empty in earlier:
            missing = empty if empty in earlier else self._unreached(step, tried)
            soonest = first(self.search.days[missing])
            on = None if soonest is None else self.span.date_of(soonest)
            return replace(self._on(ObstacleKind.BEFORE, step, index), other=missing, on=on)
        other = self._sought(empty)
        window = (self._day(other, day, chained=False) for day in self._window(step, other, index))
        because = tuple(_in_a_row(each for each in window if each))
        return replace(self._on(ObstacleKind.AFTER, step, index), other=empty, because=because)

    def _unreached(self, step: Step, tried: dict[str, int]) -> str:
        """Which earlier visit has no day from which a gate leads to the day that is tried."""
        links = [link for link in self.chain.links if link.later == step.name]
        cut_off = (link for link in links if not spread(tried[link.earlier], link.least, link.most) & tried[step.name])
        return next(cut_off, links[0]).earlier

    def _window(self, step: Step, other: Step, index: int) -> Iterator[int]:
        """The days of the diary on which the other visit would have to be."""
        for link in self.chain.links:
            if link.earlier == step.name and link.later == other.name:
                yield from range(index + link.least, min(index + link.most + 1, self.span.days))


def _in_a_row(obstacles: Iterator[Obstacle]) -> Iterator[Obstacle]:
    """Days that follow each other and have the same reason, as one."""
    held: Obstacle | None = None
    for each in obstacles:
        if held and held.last and each.first == held.last + DAY and _same(held, each):
            held = replace(held, last=each.last)
            continue
        if held:
            yield held
        held = each
    if held:
        yield held


def _same(one: Obstacle, other: Obstacle) -> bool:
    def blank(obstacle: Obstacle) -> Obstacle:
        return replace(obstacle, first=None, last=None, at=None, because=())

    return blank(one) == blank(other) and not (one.because or other.because)
