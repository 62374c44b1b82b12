"""The tightest day for a set of visits, found by a solver: as many as can be, then as close together as can be.

Plain values in and out: kinds of visits as phases, and a diary of one day. Times are cells of the diary's span. A visit
that stands is not moved: its time is taken in the diary. One whose patient has said yes to another time comes as a
request that must be placed, and is moved only when that makes room or tightens the day.

People and things that can do the same at the same times are one pool with a capacity: the solver has no reason to try
Sam and Samira in both orders, and who takes what is dealt out afterwards.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from saphena.pathway.booking.offers import Hold
from saphena.pathway.diary import MINUTES, cells, runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from saphena.pathway.booking.resources import Diary
    from saphena.pathway.booking.visits import Seat, VisitType

__all__ = ["Asked", "Day", "Limits", "Place", "pack"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One visit to place: its kind, and the cells between which it may begin (None: whenever).

    `stands_at` is where a visit stands whose patient has said yes to another time: it is placed, there or elsewhere.
    """

    id: str
    visit: VisitType
    earliest: int | None = None
    latest: int | None = None
    stands_at: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How long the solver may think. `effort` is its own measure, the same on every machine; seconds are the net."""

    effort: float = 4.0
    seconds: float = 20.0
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Place:
    """One visit in the day: where it begins and who and what it holds."""

    asked: Asked
    begin: int
    holds: tuple[Hold, ...]

    @property
    def is_moved(self) -> bool:
        return self.asked.stands_at is not None and self.begin != self.asked.stands_at


@dataclass(frozen=True)
class Day:
    """What was found. No day holds more than `most`, and none with as many is shorter than `shortest`: both are proved.

    `length` and `shortest` are in cells, from the first visit's begin to the last one's end.
    """

    places: tuple[Place, ...]
    left: tuple[Asked, ...]
    most: int
    length: int
    shortest: int

    @property
    def gap(self) -> int:
        """By how many visits more a day could be at the most; 0 is proved to be the best."""
        return self.most - len(self.places)

    @property
    def length_gap(self) -> float:
        """By what part of its length the day could be shorter at the most."""
        return (self.length - self.shortest) / self.length if self.length else 0.0


@dataclass(frozen=True, slots=True)
class Pool:
    """Resources with the same roles that are free at the same times."""

    names: tuple[str, ...]
    roles: frozenset[str]
    free: int


def pack(asked: Sequence[Asked], diary: Diary, limits: Limits | None = None) -> Day:
    """The tightest day. The same question has the same answer: one thread, one seed, a limit that counts no seconds.

    Raises `ValueError` when a visit that stands has no place in the diary any more, not even its own.
    """
    if not asked:
        return Day((), (), 0, 0, 0)
    model = _Model(asked, diary)
    return model.solve(limits or Limits())


def pools_of(diary: Diary) -> list[Pool]:
    by_kind: dict[tuple[frozenset[str], int], list[str]] = defaultdict(list)
    for name, lane in diary.lanes.items():
        by_kind[lane.resource.roles, diary.free[name]].append(name)
    return [Pool(tuple(names), roles, free) for (roles, free), names in by_kind.items() if free]


def whole(seat: Seat) -> tuple[int, int]:
    """From when until when a seat is held; a pause between two phases of the same person is held too."""
    return min(begin for begin, _ in seat.held), max(end for _, end in seat.held)


def _solver() -> Any:
    """The solver's library, once a day is packed: with what it brings, it would be a fifth of every start."""
    from ortools.sat.python import cp_model

    return cp_model


@dataclass
class _Use:
    """One seat of one visit in one pool: whether it is taken there, and its stretch of time."""

    which: Asked
    seat: Seat
    taken: Any
    interval: Any


@dataclass
class _Model:
    asked: Sequence[Asked]
    diary: Diary
    model: Any = field(default_factory=lambda: _solver().CpModel())
    starts: dict[str, Any] = field(default_factory=dict)
    placed: dict[str, Any] = field(default_factory=dict)
    uses: dict[int, list[_Use]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.pools = pools_of(self.diary)
        self.first = self.model.new_int_var(0, self.diary.span.size, "first")
        for each in self.asked:
            self._visit(each)
        for number, pool in enumerate(self.pools):
            self._capacity(number, pool)
        self._no_two_orders()

    def _visit(self, each: Asked) -> None:
        """When it may begin, whether it is placed, and which pool takes each of its seats."""
        may = list(self._begins(each))
        placed = self.model.new_bool_var(f"placed {each.id}")
        if not may:
            if each.stands_at is not None:
                raise ValueError(f"the visit {each.id} stands where nobody works any more")
            self.model.add(placed == 0)
            may = [0]
        elif each.stands_at is not None:
            self.model.add(placed == 1)
        start = self.model.new_int_var_from_domain(_solver().Domain.from_values(may), f"start {each.id}")
        self.placed[each.id], self.starts[each.id] = placed, start
        for place, seat in enumerate(each.visit.seats):
            self._seat(each, place, seat, start, placed)

    def _begins(self, each: Asked) -> Iterator[int]:
        span, (first, last) = self.diary.span, each.visit.held
        low = -first if each.earliest is None else max(each.earliest, -first)
        high = span.size - last if each.latest is None else min(each.latest, span.size - last)
        usual = span.every(each.visit.every) >> max(low, 0)
        for begin in (low + at for at in range(max(high - low + 1, 0)) if usual >> at & 1):
            if all(self._anybody(seat, begin) for seat in each.visit.seats):
                yield begin
        if each.stands_at is not None and not usual >> (each.stands_at - low) & 1 and low <= each.stands_at <= high:
            yield each.stands_at

    def _anybody(self, seat: Seat, begin: int) -> bool:
        first, last = whole(seat)
        needed = ((1 << (last - first)) - 1) << (begin + first)
        return any(seat.role in pool.roles and pool.free & needed == needed for pool in self.pools)

    def _seat(self, each: Asked, place: int, seat: Seat, start: Any, placed: Any) -> None:
        first, last = whole(seat)
        takes = []
        for number, pool in enumerate(self.pools):
            if seat.role not in pool.roles:
                continue
            name = f"{each.id} seat {place} pool {number}"
            taken = self.model.new_bool_var(name)
            interval = self.model.new_optional_fixed_size_interval_var(start + first, last - first, taken, name)
            self.uses[number].append(_Use(each, seat, taken, interval))
            takes.append(taken)
        self.model.add(sum(takes) == placed)

    def _capacity(self, number: int, pool: Pool) -> None:
        """No more at once than there are; where they do not work or are taken, none."""
        uses, many = self.uses[number], len(pool.names)
        shut = [
            self.model.new_fixed_size_interval_var(begin, end - begin, f"shut {number} {begin}")
            for begin, end in runs(self.diary.span.whole & ~pool.free)
        ]
        intervals = [*(use.interval for use in uses), *shut]
        if many == 1:
            self.model.add_no_overlap(intervals)
        else:
            self.model.add_cumulative(intervals, [*(1 for _ in uses), *(many for _ in shut)], many)

    def _no_two_orders(self) -> None:
        """Of requests that are alike the first is placed first: the other orders need not be tried."""
        alike: dict[tuple[str, int | None, int | None], list[Asked]] = defaultdict(list)
        for each in self.asked:
            if each.stands_at is None:
                alike[each.visit.id, each.earliest, each.latest].append(each)
        for before, after in (pair for group in alike.values() for pair in pairwise(group)):
            self.model.add_implication(self.placed[after.id], self.placed[before.id])
            self.model.add(self.starts[before.id] <= self.starts[after.id])

    def solve(self, limits: Limits) -> Day:
        """As many as can be; of such days the shortest, moving as few as can be; of these the earliest."""
        self.model.maximize(sum(self.placed.values()))
        solver = self._run(limits, limits.effort / 2)
        most = int(solver.best_objective_bound + 1e-6)
        many = round(solver.objective_value)
        self._hint(solver)
        self.model.add(sum(self.placed.values()) >= many)
        length, moves = self._length(), self._moves()
        cost = length * (len(self.asked) + 1) + moves
        self.model.minimize(cost)
        solver = self._run(limits, limits.effort / 2)
        shortest = -(-int(solver.best_objective_bound + 1 - 1e-6) // (len(self.asked) + 1)) if many else 0
        if many:  # of days that are as good, nobody wants the one in the late afternoon
            self._hint(solver)
            self.model.add(cost <= round(solver.objective_value))
            self.model.minimize(self.first)
            solver = self._run(limits, limits.effort / 8)
        return self._day(solver, most, solver.value(length), min(shortest, solver.value(length)))

    def _run(self, limits: Limits, effort: float) -> Any:
        """The best that is found with so much effort; where that is not enough for any answer, the first one."""
        solver = self._one(limits)
        solver.parameters.max_deterministic_time = effort
        solver.parameters.max_time_in_seconds = limits.seconds
        status, told = solver.solve(self.model), _solver()
        if status == told.UNKNOWN:  # a busy machine, or a large day: nobody is placed is an answer too
            solver = self._one(limits)
            solver.parameters.stop_after_first_solution = True
            status = solver.solve(self.model)
        if status not in (told.OPTIMAL, told.FEASIBLE):
            raise ValueError("the visits that stand do not fit into the day together")
        return solver

    def _one(self, limits: Limits) -> Any:
        solver = _solver().CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = limits.seed
        return solver

    def _hint(self, solver: Any) -> None:
        """The second search begins where the first ended."""
        self.model.clear_hints()
        for variable in (*self.starts.values(), *self.placed.values()):
            self.model.add_hint(variable, solver.value(variable))
        for use in (use for uses in self.uses.values() for use in uses):
            self.model.add_hint(use.taken, solver.value(use.taken))

    def _length(self) -> Any:
        """From the first begin to the last end of what is placed."""
        size = self.diary.span.size
        first, last = self.first, self.model.new_int_var(0, size + 24, "last")
        for each in self.asked:
            start, placed = self.starts[each.id], self.placed[each.id]
            self.model.add(first <= start).only_enforce_if(placed)
            self.model.add(last >= start + cells(each.visit.minutes)).only_enforce_if(placed)
        length = self.model.new_int_var(0, size + 24, "length")
        self.model.add(length == last - first)
        self._work_fits(length)
        return length

    def _work_fits(self, length: Any) -> None:
        """A day is no shorter than the work of a role shared among all who can do it: so the solver proves sooner."""
        beside = max(
            max(0, -each.visit.held[0]) + each.visit.held[1] - cells(each.visit.minutes) for each in self.asked
        )
        for role in {seat.role for each in self.asked for seat in each.visit.seats}:
            able = sum(len(pool.names) for pool in self.pools if role in pool.roles)
            work = [
                (last - first) * self.placed[each.id]
                for each in self.asked
                for seat in each.visit.seats
                if seat.role == role
                for first, last in (whole(seat),)
            ]
            self.model.add(sum(work) <= able * (length + beside))

    def _moves(self) -> Any:
        moved = []
        for each in self.asked:
            if each.stands_at is not None:
                other = self.model.new_bool_var(f"moved {each.id}")
                self.model.add(self.starts[each.id] == each.stands_at).only_enforce_if(other.negated())
                moved.append(other)
        return sum(moved)

    def _day(self, solver: Any, most: int, length: int, shortest: int) -> Day:
        begins = {
            each.id: solver.value(self.starts[each.id]) for each in self.asked if solver.value(self.placed[each.id])
        }
        holds: dict[str, list[Hold]] = defaultdict(list)
        for number, pool in enumerate(self.pools):
            taken = [use for use in self.uses[number] if solver.value(use.taken)]
            for use, name in deal(taken, pool, begins):
                at = begins[use.which.id]
                holds[use.which.id] += (Hold(name, use.seat.role, at + b, at + e) for b, e in use.seat.held)
        places = [Place(each, begins[each.id], tuple(holds[each.id])) for each in self.asked if each.id in begins]
        left = tuple(each for each in self.asked if each.id not in begins)
        return Day(tuple(sorted(places, key=lambda place: (place.begin, place.asked.id))), left, most, length, shortest)


def deal(uses: Iterable[_Use], pool: Pool, begins: dict[str, int]) -> list[tuple[_Use, str]]:
    """Who of a pool takes what: whoever has been free the longest. No more at once than there are: it works out."""
    free_from = dict.fromkeys(pool.names, -1)
    dealt = []
    for use in sorted(uses, key=lambda use: (begins[use.which.id] + whole(use.seat)[0], use.which.id)):
        first, last = (begins[use.which.id] + edge for edge in whole(use.seat))
        name = min((name for name, since in free_from.items() if since <= first), key=lambda name: free_from[name])
        free_from[name] = last
        dealt.append((use, name))
    return dealt


def minutes(length: int) -> int:
    return length * MINUTES
