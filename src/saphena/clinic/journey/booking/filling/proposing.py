"""Who could come on a day, and the tightest day for those who are chosen: from rows to the solver and back.

Nothing is booked here, and nobody is moved: a proposal is a picture until somebody books it, visit by visit.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.models import Course
from saphena.clinic.courses.queries import with_all
from saphena.clinic.diary.reading import diary_of
from saphena.clinic.journey.booking.board.reading import SeatRow, VisitRow
from saphena.clinic.journey.booking.filling.gaining import Gain, gain
from saphena.clinic.journey.booking.filling.packing import Asked, Limits
from saphena.clinic.journey.booking.finding import Known
from saphena.clinic.journey.booking.models import Visit
from saphena.clinic.journey.booking.states import STANDS, State
from saphena.clinic.journey.booking.writing import phases_of
from saphena.clinic.people.access import may
from saphena.pathway.booking.chaining import Chain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from saphena.clinic.diary.models import Site
    from saphena.clinic.journey.booking.board.reading import Board
    from saphena.clinic.journey.booking.filling.packing import Place
    from saphena.pathway.booking.resources import Diary
    from saphena.pathway.booking.visits import VisitType
    from saphena.pathway.diary import Span

__all__ = ["Candidate", "Proposal", "candidates", "propose", "with_proposal"]

MOST = 60
"""So many are looked at, those whose course has been open the longest first; a day holds no more."""
THOUGHT = Limits(effort=1.5, seconds=6.0)
"""Somebody waits for the answer; what is not proved by then is said to be not proved."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A course whose next visit has no date, and whose gates are open on that day."""

    course: Course
    step: str
    visit: VisitType

    @property
    def id(self) -> str:
        return f"c{self.course.pk:08}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The day that was found, the same in blocks, and the diary both are for."""

    gain: Gain
    span: Span
    candidates: dict[str, Candidate]
    moving: dict[str, Visit]

    def starts(self, place: Place) -> datetime:
        return self.span.moment(place.begin)


def candidates(viewer: object, site: Site, day: date, now: datetime) -> list[Candidate]:
    """Everybody who could be booked for a visit on that day, the longest open course first. Five queries."""
    if not may(viewer, "booking.see"):
        return []
    stands = [state.value for state in STANDS]
    waiting = Course.objects.exclude(visits__state=State.EXPECTED.value).order_by("opened_at", "pk")
    courses = list(with_all(waiting)[:MOST])
    visits: dict[int, list[Visit]] = defaultdict(list)
    theirs = Visit.objects.filter(patient__in={course.patient_id for course in courses}, state__in=stands)
    for visit in theirs.select_related("site"):
        visits[visit.patient_id].append(visit)
    diary = diary_of(site, day, 1)
    found = (_candidate(course, site, visits[course.patient_id], diary) for course in courses)
    return [each for each in found if each]


def _candidate(course: Course, site: Site, visits: Iterable[Visit], diary: Diary) -> Candidate | None:
    known = Known(course, site)
    # What has been read for everybody at once need not be read again for each.
    known.__dict__["visits"] = tuple(visits)
    known.__dict__["standing"] = dict(standing(course.happenings.all()).events)
    step = next((each for each in known.steps.steps if each.name not in known.done), None)
    if step is None or diary.span.first_day in {visit.day for visit in known.visits}:
        return None
    chain = Chain(known.one(step.name), diary.span, known.done)
    wanted = next(each for each in chain.course.steps if each.name == step.name)
    is_open = bool(chain.gated(wanted) & 1) and not any(shut.name == step.name for shut, _gap in chain.shut())
    return Candidate(course, step.name, wanted.visit) if is_open else None


def propose(
    site: Site,
    day: date,
    chosen: Sequence[Candidate],
    willing: Sequence[Visit],
    now: datetime,
    limits: Limits = THOUGHT,
) -> Proposal:
    """The tightest day. A visit that stands is moved only when its patient has said yes: those are `willing`."""
    diary = diary_of(site, day, 1)
    span = diary.span
    for visit in willing:
        seats = [seat for seat in visit.seats.all() if str(seat.resource_id) in diary.lanes]
        diary = diary.releasing(
            (str(seat.resource_id), span.cell(seat.begins_at), span.first_cell_from(seat.ends_at)) for seat in seats
        )
    first = max(0, span.first_cell_from(now)) if span.cell(now) >= 0 else None
    kinds = {visit.pk: _kind(visit, site) for visit in willing}
    asked = [Asked(each.id, each.visit, earliest=first) for each in chosen]
    asked += [Asked(f"v{visit.pk}", kinds[visit.pk], stands_at=span.cell(visit.starts_at)) for visit in willing]
    return Proposal(
        gain(asked, diary, limits), span, {each.id: each for each in chosen}, {f"v{each.pk}": each for each in willing}
    )


def _kind(visit: Visit, site: Site) -> VisitType:
    return Known(visit.course, site, moving=visit).one(visit.step).step(visit.step).visit


def with_proposal(board: Board, proposal: Proposal) -> Board:
    """The day's board as it would be: what stands, what is proposed, and what would move at its new time."""
    moved = {visit.pk for visit in proposal.moving.values()}
    visits = [visit for visit in board.visits if visit.pk not in moved]
    seats = {number: rows for number, rows in board.seats.items() if number not in moved}
    for number, place in enumerate(proposal.gain.tight.places, start=1):
        row = _row(-number, place, proposal)
        visits.append(row)
        seats[row.pk] = [
            SeatRow(row.pk, int(hold.resource), proposal.span.moment(hold.begin), proposal.span.moment(hold.end))
            for hold in place.holds
        ]
    return replace(board, visits=sorted(visits, key=lambda each: each.starts_at), seats=defaultdict(list, seats))


def _row(number: int, place: Place, proposal: Proposal) -> VisitRow:
    candidate = proposal.candidates.get(place.asked.id)
    course = candidate.course if candidate else proposal.moving[place.asked.id].course
    starts, kind = proposal.starts(place), place.asked.visit
    return VisitRow(
        number, course.patient_id, kind.id, starts, starts + timedelta(minutes=kind.minutes), phases_of(kind),
        State.EXPECTED.value, starts, False, "", course.patient.given_names, course.patient.family_name, course.leg,
    )  # fmt: skip
