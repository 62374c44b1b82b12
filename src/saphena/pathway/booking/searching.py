"""A whole course of visits, found together, earliest first.

For each visit: every start at which all it needs can be had is one mask of the whole span; the days that have one are a
second, small mask. The gates are settled on days (`chaining`), and only then is a clock time taken on each day, and
people for it. The cost is some hundred operations on integers as long as the diary.
"""

from __future__ import annotations

from datetime import UTC, timedelta
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from saphena.pathway.booking.chaining import Chain
from saphena.pathway.booking.fitting import Fitting
from saphena.pathway.booking.offers import Differ, Hold, Offer, Placed
from saphena.pathway.clock import settle
from saphena.pathway.diary import cells, first, last, starts, stretch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from saphena.pathway.booking.resources import Diary
    from saphena.pathway.booking.visits import Course, Step, VisitType
    from saphena.pathway.booking.wishes import Request

__all__ = ["Search"]


Gone = frozenset[str]

AHEAD = 119
"""So many days are searched first, weeks enough for a whole course; the whole diary only when they do not suffice."""

UNSURE = Offer(())


class Search:
    """One course, looked for in one diary for one patient. Asking again costs only what is new.

    Raises `ValueError` when every visit of the course is done or booked already.
    """

    def __init__(self, diary: Diary, course: Course, request: Request) -> None:
        self.diary = diary
        self.span = diary.span
        self.course = course
        self.request = request
        self.chain = Chain(course, diary.span, request.done)
        if not self.chain.sought:
            raise ValueError(f"there is nothing to look for: every visit of the course {course.id} has its date")
        self._fittings: dict[Gone, Fitting] = {}
        self._starts: dict[tuple[str, Gone], int] = {}

    @property
    def main(self) -> Step:
        """The visit that alternatives are alternatives of; the first that is looked for when that one is booked."""
        sought = self.chain.sought
        return next((step for step in sought if step.name == self.course.main), sought[0])

    def earliest(self) -> Offer | None:
        """The earliest course: each visit as early as those before it allow. None when there is none in the diary."""
        return next(iter(self.offers(1)), None)

    def offers(self, wanted: int, differ: Differ = Differ.DAY) -> tuple[Offer, ...]:
        """So many courses that really differ: no two share the day of the main visit, or any of its people.

        The earliest is first; each further one is the earliest that is left. Fewer when there are no more.
        """
        ahead = self.span.index(self.request.earliest.astimezone(self.span.zone).date()) + AHEAD
        if 0 < ahead < self.span.days:
            nearer = Search(self.diary.until(ahead), self.course, self.request)
            found = list(islice(nearer._offers(differ, self), wanted))
            if UNSURE not in found:
                return tuple(found)
        return tuple(islice(self._offers(differ, self), wanted))

    def near(self, moment: datetime, wanted: int, apart: int = 30) -> tuple[Placed, ...]:
        """The main visit at the possible times nearest to a moment, the nearest first, at least `apart` minutes apart.

        For a page that has gone stale: "just taken; these three are near". The rest of the course fits each.
        """
        step, possible = self.main, self.chain.narrowed(self.days)
        if possible.empty or any(self.chain.shut()):
            return ()
        mask = self.starts(step) & self.span.cells_of(possible.days[step.name])
        wish, room = self.span.cell(moment), cells(apart)
        found: list[Placed] = []
        while mask and len(found) < wanted:
            cell = _nearest(mask, wish)
            found.append(self._placed(step, cell, self.request.avoid))
            mask &= ~stretch(cell - room + 1, cell + room)
        return tuple(found)

    def later(self, moment: datetime, wanted: int) -> tuple[Placed, ...]:
        """The main visit on so many of the days after that of a moment, on each at the time nearest to its clock.

        For whoever cannot come on that day. The rest of the course fits each.
        """
        step, possible = self.main, self.chain.narrowed(self.days)
        if possible.empty or any(self.chain.shut()):
            return ()
        local = moment.astimezone(self.span.zone)
        days = possible.days[step.name] & self.span.between(local.date() + timedelta(days=1), None)
        found: list[Placed] = []
        while days and len(found) < wanted:
            day = days & -days
            days ^= day
            number = day.bit_length() - 1
            found.append(self.on(step, number, settle(self.span.date_of(number), local.time(), self.span.zone)))
        return tuple(found)

    def at(self, name: str, moment: datetime) -> Placed | None:
        """The visit at just this moment, with people for it; None when it cannot be then.

        The other visits of the course are not asked.
        Raises `KeyError` when the course is not looking for a visit of that name.
        """
        step = next((each for each in self.chain.sought if each.name == name), None)
        if step is None:
            raise KeyError(name)
        cell = self.span.cell(moment)
        exact = 0 <= cell < self.span.size and self.span.moment(cell) == moment
        if not exact or any(each is step for each, _gap in self.chain.shut()):
            return None
        possible = self.starts(step) & self.span.cells_of(self._days_of(step, self.starts(step)))
        return self._placed(step, cell, self.request.avoid) if possible >> cell & 1 else None

    def on(self, step: Step, day: int, near: datetime | None = None) -> Placed:
        """The visit on one of its `days`, counted from the first: as early as can be, or nearest to a moment.

        Raises `ValueError` when that is no day of it.
        """
        mask = self.starts(step) & self.span.on_day(day)
        if not mask:
            raise ValueError(f"the {step.name} cannot be on {self.span.date_of(day)}")
        return self._placed(step, _nearest(mask, self.span.cell(near) if near else 0), self.request.avoid)

    def _offers(self, differ: Differ, whole: Search) -> Iterator[Offer]:
        """Offers, earliest first, from a diary that may be the beginning of that of the `whole` search.

        Every day beyond it is then hoped to be possible. What is the earliest even so is the earliest in truth, unless
        it uses such a day: then the last thing said is `UNSURE`, and the whole diary has to be searched.
        """
        if any(whole.chain.shut()):
            return
        main, gone, hoped = self.main, self.request.avoid, whole.hoped(self.span.days)
        days = {name: mask | hoped[name] for name, mask in self.days.items()}
        while (placed := whole.chain.earliest(days)) is not None:
            if max(placed.values()) >= self.span.days:
                yield UNSURE
                return
            offer = self._offer(placed, gone)
            yield offer
            if differ is Differ.DAY:
                days[main.name] &= ~(1 << placed[main.name])
                continue
            people = self.diary.people(hold.resource for hold in offer[main.name].holds)
            if not people:
                return
            gone |= people
            days[main.name] = self._days_of(main, self.starts(main, gone)) | hoped[main.name]

    def hoped(self, begin: int) -> dict[str, int]:
        """Each visit's days from that one on which the patient's dates and the gates allow, whoever may be free."""
        later = stretch(begin, self.span.days)
        return {step.name: later & self.own_days(step) & self.chain.gated(step) for step in self.chain.sought}

    @cached_property
    def days(self) -> dict[str, int]:
        """Each visit's days, as bits, before the gates between the visits are asked."""
        return {step.name: self._days_of(step, self.starts(step)) for step in self.chain.sought}

    def fitting(self, gone: Gone) -> Fitting:
        """Everybody's free time without those that are not to be taken."""
        if gone not in self._fittings:
            free = {name: 0 if name in gone else mask for name, mask in self.diary.free.items()}
            self._fittings[gone] = Fitting(free, self.diary.by_role)
        return self._fittings[gone]

    def starts(self, step: Step, gone: Gone | None = None) -> int:
        """Every cell at which the visit could begin, for the patient and for everybody that it needs."""
        key = (step.name, self.request.avoid if gone is None else gone)
        if key not in self._starts:
            within = self.form(step.visit) & starts(self.presence, cells(step.visit.minutes)) & self.home(step.visit)
            self._starts[key] = self.fitting(key[1]).mask(step.visit.seats, within)
        return self._starts[key]

    def home(self, visit: VisitType) -> int:
        """The starts after which there is time for the legs up, where that was asked; any otherwise."""
        return self.request.home_by_bedtime(self.span, visit) if self.request.home_in_time else self.span.whole

    @cached_property
    def presence(self) -> int:
        """The cells in which the patient can be at the clinic: the patient is one more resource."""
        return self.request.own_times(self.span) & self.request.soon_enough(self.span)

    def form(self, visit: VisitType) -> int:
        """The starts that suit the kind of visit: at its times of the clock, and not across midnight."""
        return self.span.within_a_day(*visit.held) & self.span.every(visit.every)

    def own_days(self, step: Step) -> int:
        """The days that are neither ruled out by the patient's dates and trips nor have a visit already."""
        days = self.request.own_days(self.span) & ~self.request.away(self.span)
        for day in self.busy():
            days &= ~self.span.between(day, day)
        return days & ~self.request.restricted(self.span, step.visit)

    def _days_of(self, step: Step, mask: int) -> int:
        return self.span.days_of(mask) & self.own_days(step) & self.chain.gated(step)

    def busy(self) -> frozenset[date]:
        """The dates on which the patient has a visit already, of this course or not."""
        booked = {step.name for step in self.course.steps} & self.request.done.keys()
        return self.request.busy | {self.request.done[name] for name in booked}

    def _offer(self, placed: dict[str, int], gone: Gone) -> Offer:
        visits = []
        for step in self.chain.sought:
            without = gone if step is self.main else self.request.avoid
            cell = first(self.starts(step, without) & self.span.on_day(placed[step.name]))
            assert cell is not None
            visits.append(self._placed(step, cell, without))
        return Offer(tuple(visits))

    def _placed(self, step: Step, cell: int, gone: Gone) -> Placed:
        seats = step.visit.seats
        names = self.fitting(gone).fill(seats, cell)
        assert names is not None
        holds = tuple(
            Hold(name, seat.role, cell + begin, cell + end)
            for name, seat in zip(names, seats, strict=True)
            for begin, end in seat.held
        )
        begins, ends = self.span.moment(cell), self.span.moment(cell + cells(step.visit.minutes))
        late = self.request.late_by(ends.astimezone(UTC), begins.date(), step.visit, self.span)
        return Placed(step.name, step.visit.id, begins, ends, holds, late)


def _nearest(mask: int, wish: int) -> int:
    """The cell of the mask that is nearest to the wish; of two, the earlier."""
    before = last(mask & stretch(0, wish + 1))
    after = first(mask >> max(wish, 0))
    if after is None:
        assert before is not None
        return before
    after += max(wish, 0)
    return after if before is None or after - wish < wish - before else before
