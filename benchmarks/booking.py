"""The earliest whole course in a year's diary of 20 resources, 85 % full, on one core of this machine.

`core_course_ms` is the median for one patient: test session, procedure, a scan at 7 to 10 days and one at 8 to 12
weeks, from the masks of everybody's time to times, people, room and scanner for each visit. The bar is 5 ms.
`core_course_worst_ms` is the slowest patient of them. `plain_course_ms` is the same search, in the same run and with
the same answers, by walking lists of free intervals; `core_times_quicker` compares the two.
`core_growth` is the time for one day of diary when four times as many days are searched, against one year: 1.0 is
linear.
`core_alternatives_ms`: five alternatives on different days. `core_none_ms`: searching everything and finding
nothing (`plain_none_ms`: the same by walking).
`core_reasons_ms`: why none of the first 60 days is possible, in words.

Then on both databases (`_booking_database.py`): `end_to_end_course_ms` is the earliest course from rows to offers, in
milliseconds of one core on SQLite and of the clock on PostgreSQL, whose server is another process; the bar is 40.
`plain_end_to_end_course_ms` is the search that walks intervals out of SQL. `rounds_with_two_winners` counts, over 20
rounds of 64 attempts at one place, those in which more than one had it; on both databases together, the bar is none.
`bookings_a_second` is by the clock, four at once. `end_to_end_growth` is the time for one day of diary when twice as
many are searched.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from statistics import median
from time import process_time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from saphena.pathway.booking.explaining import Explainer
from saphena.pathway.booking.library import shipped
from saphena.pathway.booking.resources import Diary, Lane, Resource
from saphena.pathway.booking.searching import Search
from saphena.pathway.booking.wishes import Request, Trip, WayHome
from saphena.pathway.booking.words import say
from saphena.pathway.diary import Hours, Opening, Span, runs, stretch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from saphena.pathway.booking.visits import Seat, Step

EDMONTON = ZoneInfo("America/Edmonton")
FIRST = date(2027, 1, 4)
FULL = 0.85
PATIENTS = 24
ROUNDS = 5
WEEK = Opening({day: (Hours(time(8), time(12)), Hours(time(12, 30), time(17))) for day in range(5)})
STAFF = {"physician": 4, "sonographer": 4, "nurse": 3, "scanner": 4, "room": 5}
OWN_TIMES = (
    None,
    Opening({day: (Hours(time(9), time(15)),) for day in (0, 1, 2, 3)}),
    Opening({1: (Hours(time(8), time(12)),), 3: (Hours(time(12), time(17)),)}),
)
COURSE = shipped().courses["treatment"]


def measure() -> dict[str, float]:
    diary = diary_of(365)
    requests = [request_of(number) for number in range(PATIENTS)]
    full = sum(lane.taken.bit_count() for lane in diary.lanes.values()) / sum(
        lane.works.bit_count() for lane in diary.lanes.values()
    )
    assert len(diary.lanes) == 20
    assert abs(full - FULL) < 0.01

    answers = [course_of(diary, request) for request in requests]
    assert all(answers)
    plain = Plain(diary)
    walked = [plain.course_of(request) for request in requests]
    assert walked == answers, "the two searches do not agree"

    core = [timed(lambda: course_of(diary, request)) for request in requests]  # noqa: B023 - called at once
    slow = [timed(lambda: plain.course_of(request), 2) for request in requests]  # noqa: B023 - called at once
    figures = {
        "core_course_ms": median(core) * 1000,
        "core_course_worst_ms": max(core) * 1000,
        "plain_course_ms": median(slow) * 1000,
        "plain_course_worst_ms": max(slow) * 1000,
        "core_times_quicker": median(slow) / median(core),
        "core_growth": growth(),
    }
    figures |= others(diary, plain, requests) | in_databases()
    tell(figures)
    return figures


def tell(figures: dict[str, float]) -> None:
    """Medians and ratios in words, and the picture."""
    from benchmarks._drawing import compared, save

    rows: list[tuple[str, float, float | None, float | None]] = [
        ("earliest course, in the core", figures["core_course_ms"], figures["plain_course_ms"], 5),
        ("when there is none, in the core", figures["core_none_ms"], figures["plain_none_ms"], None),
        ("five alternatives, in the core", figures["core_alternatives_ms"], None, None),
        ("earliest course, SQLite", figures["end_to_end_course_ms"], figures["plain_end_to_end_course_ms"], 40),
        ("earliest course, PostgreSQL", figures["postgresql_end_to_end_course_ms"], None, 40),
    ]
    for name, ours, plain, bar in rows:
        said = f"{name}: {ours:.1f} ms"
        said += f"; plain {plain:.1f} ms, {plain / ours:.1f} times as long" if plain else ""
        print(said + (f"; the bar is {bar:g} ms" if bar else ""))
    clashes = int(figures["rounds_with_two_winners"])
    under = [
        "a year's diary, 20 resources, 85 % full; the tick is the bar",
        f"races of 64 at one place: {clashes} rounds of 40 with two winners; bookings a second: "
        f"{figures['bookings_a_second']:.0f} SQLite, {figures['postgresql_bookings_a_second']:.0f} PostgreSQL",
    ]
    print(under[1])
    save(compared(rows, "Finding a whole course of visits", under), "booking", "booking")


def in_databases() -> dict[str, float]:
    """The figures of each database, measured in a process of its own; SQLite's stand without a prefix."""
    from tests.both_databases.postgresql import postgresql

    found = in_database("")
    with postgresql() as address:
        theirs = in_database(address)
    both = {name: found[name] + theirs[name] for name in ("rounds_with_two_winners", "rounds_with_no_winner")}
    return found | {f"postgresql_{name}": figure for name, figure in theirs.items()} | both


def in_database(address: str) -> dict[str, float]:
    home = tempfile.mkdtemp(prefix="saphena-booking-")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SAPHENA_")}
    wanted = {"SAPHENA_HOME": home} | ({"SAPHENA_DATABASE_URL": address} if address else {})
    try:
        said = subprocess.run(
            [sys.executable, "-m", "benchmarks._booking_database"],
            env=clean | wanted,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    finally:
        shutil.rmtree(home, ignore_errors=True)
    figures: dict[str, float] = json.loads(said.stdout)
    return figures


def others(diary: Diary, plain: Plain, requests: Sequence[Request]) -> dict[str, float]:
    """What is asked around the earliest course: alternatives, nothing at all, and why."""
    never = replace(requests[0], times=Opening({2: (Hours(time(16), time(17)),)}))  # too short for a procedure
    assert course_of(diary, never) is None
    assert plain.course_of(never) is None
    assert len(fresh(diary, requests[0]).offers(5)) == 5
    return {
        "core_alternatives_ms": median(timed(lambda: fresh(diary, each).offers(5)) for each in requests[:8]) * 1000,  # noqa: B023
        "core_none_ms": timed(lambda: course_of(diary, never)) * 1000,
        "plain_none_ms": timed(lambda: plain.course_of(never)) * 1000,
        "core_reasons_ms": timed(lambda: reasons(diary, never)) * 1000,
    }


def reasons(diary: Diary, request: Request) -> list[str]:
    search = fresh(diary, request)
    found = Explainer(search).why_not(search.main.name, search.span.first_day, search.span.date_of(59))
    assert found
    return [say(each, search.course, shipped().roles, "en", FIRST.year) for each in found]


def growth() -> float:
    """Time for one day of diary, four years against one, to find every start of every visit of the course."""
    request, diaries = request_of(0), [diary_of(365), diary_of(4 * 365)]
    quickest = [min(timed(lambda: fresh(diary, request).days, 1) for _ in range(15)) for diary in diaries]  # noqa: B023
    return quickest[1] / quickest[0] / 4


def timed(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Seconds of one core, the median of some rounds."""
    found = []
    for _ in range(rounds):
        start = process_time()
        work()
        found.append(process_time() - start)
    return median(found)


# --- what is searched -------------------------------------------------------------------------------------------------


def diary_of(days: int) -> Diary:
    """Everybody works every opening hour; 85 % of it is taken, anywhere."""
    random, span = Random(20270104), Span(FIRST, days, EDMONTON)  # noqa: S311 - a pretend diary, the same each time
    opening = WEEK.mask(span)
    lanes = []
    for role, count in STAFF.items():
        for number in range(1, count + 1):
            roles = {role, "sonographer"} if (role, number) == ("physician", 1) else {role}
            resource = Resource(
                f"{role}-{number}", f"{role} {number}", frozenset(roles), role not in {"room", "scanner"}
            )
            lanes.append(Lane(resource, opening, booked(random, opening, span)))
    return Diary.of(span, opening, lanes)


def booked(random: Random, opening: int, span: Span) -> int:
    """Every day as full as the next: what is free are holes of 15 to 90 minutes, on the quarters of the hour.

    Every other day some of the holes lie where a visit was called off, which left all that it needed free together.
    """
    days = []
    for index, (begin, end) in enumerate(zip(span.edges, span.edges[1:], strict=False)):
        open_then, free = opening >> begin & stretch(0, end - begin), 0
        quarters = [cell for first, last in runs(open_then) for cell in range(first, last, 3)]
        if quarters and index % 2 and random.random() < 0.4:
            called_off = quarters[index * 7 % len(quarters)]
            free = stretch(called_off, called_off + 12) & open_then
        while (left := round((1 - FULL) * open_then.bit_count()) - free.bit_count()) > 0:
            cell = random.choice(quarters)
            free |= stretch(cell, cell + min(random.randrange(3, 19, 3), left)) & open_then
        days.append(open_then & ~free)
    return span.weave(days)


def request_of(number: int) -> Request:
    """Patients who ask on different days, some with their own times, a trip, a long way home."""
    asked = FIRST + timedelta(days=number * 3)
    times = OWN_TIMES[number % len(OWN_TIMES)]
    trips = (Trip(asked + timedelta(days=40), asked + timedelta(days=50)),) if number % 4 == 2 else ()
    return Request(
        datetime(asked.year, asked.month, asked.day, 8, tzinfo=EDMONTON),
        times=times,
        trips=trips,
        done={"map": asked - timedelta(days=10)},
        way_home=WayHome(40, time(22)),
    )


def fresh(diary: Diary, request: Request) -> Search:
    """A search that finds nothing worked out by an earlier one."""
    return Search(replace(diary), COURSE, request)


def course_of(diary: Diary, request: Request) -> list[int] | None:
    """The cells at which the visits of the earliest course begin."""
    offer = fresh(diary, request).earliest()
    return None if offer is None else [diary.span.cell(visit.starts) for visit in offer.visits]


# --- the straightforward search ---------------------------------------------------------------------------------------


@dataclass
class Day:
    """One day's free intervals of every resource, and the cells at which a visit may begin."""

    begin: int
    end: int
    free: dict[str, list[tuple[int, int]]]


class Plain:
    """Walks the days, on each the clock times, at each the seats, for each seat the free intervals of those able."""

    def __init__(self, diary: Diary) -> None:
        self.span, self.by_role = diary.span, diary.by_role
        self.days = [
            Day(begin, end, {name: [] for name in diary.lanes})
            for begin, end in zip(self.span.edges, self.span.edges[1:], strict=False)
        ]
        for name, mask in diary.free.items():
            for begin, end in runs(mask):
                self.days[self.span.day_of(begin)].free[name].append((begin, end))

    def course_of(self, request: Request) -> list[int] | None:
        return self._from(request, COURSE.steps, {name: self.span.index(day) for name, day in request.done.items()}, [])

    def _from(self, request: Request, steps: Sequence[Step], at: dict[str, int], cells: list[int]) -> list[int] | None:
        if not steps:
            return cells
        step, *rest = steps
        least = max([at[gap.after] + gap.least for gap in step.gaps], default=0)
        most = min([at[gap.after] + gap.most for gap in step.gaps if gap.most], default=len(self.days))
        for index in range(max(least, 0), min(most + 1, len(self.days))):
            cell = self._first(request, step, index)
            if cell is not None:
                found = self._from(request, rest, {**at, step.name: index}, [*cells, cell])
                if found is not None:
                    return found
        return None

    def _first(self, request: Request, step: Step, index: int) -> int | None:
        day, date_of = self.days[index], self.span.date_of(index)
        if any(trip.leaves <= date_of <= trip.returns for trip in request.trips):
            return None
        if step.visit.quiet_days and request.trip_in_quiet_days(date_of, step.visit):
            return None
        own = [(day.begin, day.end)] if request.times is None else list(self._own(request.times, date_of))
        soonest = self.span.first_cell_from(request.earliest)
        for cell in range(day.begin, day.end, step.visit.every // 5):
            patient = cell >= soonest and any(a <= cell and cell + step.visit.minutes // 5 <= b for a, b in own)
            if patient and self._seats(day, step.visit.seats, cell, []):
                return cell
        return None

    def _own(self, times: Opening, day: date) -> Iterator[tuple[int, int]]:
        for hours in times.on(day):
            opens, closes = hours.moments(day, self.span.zone)
            yield self.span.first_cell_from(opens), self.span.cell(closes)

    def _seats(self, day: Day, seats: Sequence[Seat], cell: int, taken: list[tuple[Seat, str]]) -> bool:
        if len(taken) == len(seats):
            return True
        seat = seats[len(taken)]
        for name in self.by_role[seat.role]:
            if any(name == other and seat.meets(held) for held, other in taken):
                continue
            free = all(
                any(a <= cell + begin and cell + end <= b for a, b in day.free[name]) for begin, end in seat.held
            )
            if free and self._seats(day, seats, cell, [*taken, (seat, name)]):
                return True
        return False
