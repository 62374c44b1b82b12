"""Small diaries and courses to search in, and a search of brute force that tries everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from itertools import product
from operator import or_
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from saphena.pathway.booking.resources import Diary, Lane, Resource
from saphena.pathway.booking.visits import Course, Gap, Need, Phase, Step, VisitType
from saphena.pathway.booking.wishes import Request, Trip
from saphena.pathway.diary import Hours, Opening, Span, runs, stretch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EDMONTON = ZoneInfo("America/Edmonton")
MONDAY = date(2027, 3, 8)
DAYTIME = Hours(time(8), time(17))
OPEN = Opening(dict.fromkeys(range(5), (DAYTIME,)))

PRIYA = Resource("priya", "Priya", frozenset({"physician"}))
PAULA = Resource("paula", "Paula", frozenset({"physician", "sonographer"}))
SAM = Resource("sam", "Sam", frozenset({"sonographer"}))
NORA = Resource("nora", "Nora", frozenset({"nurse"}))
BLUE = Resource("blue", "Blue room", frozenset({"room"}), person=False)
GREEN = Resource("green", "Green room", frozenset({"room"}), person=False)
ECHO = Resource("echo", "Echo", frozenset({"scanner"}), person=False)
EVERYBODY = (PRIYA, PAULA, SAM, NORA, BLUE, GREEN, ECHO)


def titled(words: str) -> dict[str, str]:
    return {"en": words, "fr": words}


def needs(*roles: str) -> tuple[Need, ...]:
    return tuple(Need(role) for role in roles)


TALK = VisitType("talk", titled("talk"), (Phase("talk", 0, 20, needs("physician", "room")),), "HOUSE")
SCAN = VisitType(
    "scan",
    titled("scan"),
    (
        Phase("scan", 0, 30, needs("sonographer", "scanner", "room"), after=5),
        Phase("talk", 20, 15, needs("physician")),
    ),
    "HOUSE",
    every=10,
)
TREATMENT = VisitType(
    "treatment",
    titled("treatment"),
    (
        Phase("scan", 0, 30, needs("sonographer", "scanner", "room"), before=5),
        Phase("injection", 15, 15, needs("physician")),
        Phase("bandage", 30, 10, needs("nurse", "room")),
        Phase("walk", 40, 10),
    ),
    "HOUSE",
    same=frozenset({"room"}),
    quiet_days=3,
    elevation=240,
)
PAIR = VisitType("pair", titled("pair"), (Phase("pair", 0, 15, (Need("physician", 2), Need("sonographer"))),), "HOUSE")
DUET = VisitType("duet", titled("duet"), (Phase("duet", 0, 15, needs("physician", "sonographer")),), "HOUSE")
KINDS = (TALK, SCAN, TREATMENT, PAIR, DUET)

SHORT_COURSE = Course(
    "short",
    titled("short course"),
    (
        Step("test", TALK),
        Step("procedure", TREATMENT, (Gap("test", 1, 3),)),
        Step("return", SCAN, (Gap("procedure", 1, 2),)),
    ),
    "procedure",
)


def working(span: Span, *resources: Resource, opening: Opening = OPEN) -> Diary:
    """A diary in which everybody works whenever the site is open, and nothing is taken."""
    mask = opening.mask(span)
    lanes = (Lane(resource, mask) for resource in resources or EVERYBODY)
    return Diary.of(span, mask, lanes, opening.closures)


def at(day: date, hour: int = 8, minute: int = 0, zone: ZoneInfo = EDMONTON) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)


def asked(day: date = MONDAY, **others: Any) -> Request:
    return Request(at(day), **others)


# --- any small diary --------------------------------------------------------------------------------------------------

SHORT = Hours(time(1), time(3))
"""Opening hours in the middle of the night, when clocks change."""

WEEKENDS = (
    Span(date(2027, 3, 13), 3, EDMONTON),
    Span(date(2027, 11, 6), 3, EDMONTON),
    Span(date(2027, 3, 27), 3, ZoneInfo("Europe/Berlin")),
    Span(date(2027, 10, 30), 3, ZoneInfo("Europe/Berlin")),
    Span(date(2027, 4, 3), 3, ZoneInfo("Australia/Sydney")),
    Span(date(2027, 10, 2), 3, ZoneInfo("Australia/Sydney")),
)


@st.composite
def small_diaries(draw: st.DrawFn) -> Diary:
    """Three days over a change of the clocks, open for two hours of the night, partly taken."""
    span = draw(st.sampled_from(WEEKENDS))
    opening = Opening(dict.fromkeys(range(7), (SHORT,))).mask(span)
    open_cells = [cell for begin, end in runs(opening) for cell in range(begin, end)]
    lanes = []
    for resource in EVERYBODY:
        begins = draw(st.lists(st.sampled_from(open_cells), max_size=5))
        length = draw(st.integers(1, 6))
        taken = reduce(or_, (stretch(begin, begin + length) for begin in begins), 0)
        works = span.cells_of(draw(st.sampled_from((*[0b111] * 12, 0b110, 0b101, 0b011))))
        lanes.append(Lane(resource, works, taken & span.whole))
    return Diary.of(span, opening, lanes)


@st.composite
def small_requests(draw: st.DrawFn, span: Span) -> Request:
    """Somebody who asks at some moment of the first night, perhaps with own times, a trip, another visit."""
    asked_at = span.moment(span.edges[0] + draw(st.integers(0, 36)))
    own = draw(st.sampled_from((None, Opening(dict.fromkeys(range(7), (Hours(time(1, 30), time(4)),))))))
    day = span.date_of(draw(st.integers(0, 5)))
    trips = draw(st.sampled_from(((), (), (Trip(day, day),), (Trip(day, day, long=False),))))
    busy = draw(st.sampled_from((frozenset(), frozenset(), frozenset({span.date_of(1)}))))
    return Request(asked_at, times=own, trips=trips, busy=busy)


# --- brute force ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    """One resource wanted for some cells: written out from the phases anew, as the seats of the search must not be."""

    role: str
    begin: int
    end: int
    tied: str


def wanted(visit: VisitType) -> list[Wanted]:
    found = []
    for phase in visit.phases:
        begin, end = (phase.at - phase.before) // 5, (phase.at + phase.minutes + phase.after) // 5
        for need in phase.needs:
            for number in range(need.count):
                tied = f"{need.role} {number}" if need.role in visit.same else f"{phase.name} {need.role} {number}"
                found.append(Wanted(need.role, begin, end, tied))
    return found


def free_at(diary: Diary, name: str, begin: int, end: int) -> bool:
    return all(0 <= cell < diary.span.size and diary.free[name] >> cell & 1 for cell in range(begin, end))


def can_be_staffed(diary: Diary, visit: VisitType, start: int) -> bool:
    """Whether any way at all of giving everybody a part works at that start."""
    parts = wanted(visit)
    able = [[name for name, lane in diary.lanes.items() if part.role in lane.resource.roles] for part in parts]
    able = [
        [name for name in names if free_at(diary, name, start + part.begin, start + part.end)]
        for names, part in zip(able, parts, strict=True)
    ]
    return any(fits_together(parts, names) for names in product(*able))


def fits_together(parts: Sequence[Wanted], names: Sequence[str]) -> bool:
    for index, (one, name) in enumerate(zip(parts, names, strict=True)):
        for other, taken in zip(parts[:index], names[:index], strict=True):
            meet = one.begin < other.end and other.begin < one.end
            if (name == taken and meet) or (one.tied == other.tied and name != taken):
                return False
    return True


def possible_starts(diary: Diary, visit: VisitType, request: Request) -> Iterator[int]:
    """Every cell at which the visit can begin, tried one after the other."""
    span, length = diary.span, visit.minutes // 5
    own = request.own_times(span)
    parts = wanted(visit)
    for start in range(span.size - length):
        moment = span.moment(start)
        begin, end = min([0, *(part.begin for part in parts)]), max([length, *(part.end for part in parts)])
        one_day = span.moment(start + begin).date() == span.moment(start + end - 1).date()
        here = all(own >> cell & 1 for cell in range(start, start + length))
        soon = span.first_cell_from(request.earliest) <= start
        if one_day and here and soon and moment.minute % visit.every == 0 and can_be_staffed(diary, visit, start):
            yield start


def every_course(diary: Diary, course: Course, request: Request) -> list[tuple[int, ...]]:
    """The starts of every course there is, each visit at its earliest time of the day; the earliest first."""
    span = diary.span
    firsts = []
    for step in course.steps:
        by_day: dict[date, int] = {}
        for start in possible_starts(diary, step.visit, request):
            by_day.setdefault(span.moment(start).date(), start)
        firsts.append([start for day, start in by_day.items() if allowed(day, step, request)])
    return sorted(cells for cells in product(*firsts) if agrees(diary, course, cells))


def allowed(day: date, step: Step, request: Request) -> bool:
    quiet = [day + timedelta(days=days) for days in range(step.visit.quiet_days)]
    away = any(trip.leaves <= day <= trip.returns for trip in request.trips)
    long = any(trip.long and trip.leaves <= each <= trip.returns for trip in request.trips for each in quiet)
    return not away and not long and day not in request.busy


def agrees(diary: Diary, course: Course, starts: Sequence[int]) -> bool:
    """The gates are kept and no two visits are on one day."""
    days = {step.name: diary.span.moment(cell).date() for step, cell in zip(course.steps, starts, strict=True)}
    gaps = ((gap, (days[step.name] - days[gap.after]).days) for step in course.steps for gap in step.gaps)
    kept = all(gap.least <= found and (gap.most is None or found <= gap.most) for gap, found in gaps)
    return kept and len(set(days.values())) == len(days)
