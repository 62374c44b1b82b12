"""One course as the chart shows it: its journey line, where it stands, what comes next."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from saphena.clinic.courses.drawing import draw, standing
from saphena.clinic.courses.forms import question_of
from saphena.clinic.courses.hanging import linked
from saphena.clinic.courses.journey import journey, overrides_of
from saphena.clinic.courses.questions import waiting_for_a_clinician
from saphena.clinic.courses.rounds import may_start
from saphena.clinic.courses.showing import changed, for_patient
from saphena.clinic.courses.today import next_things
from saphena.clinic.design.components import StepState
from saphena.pathway.protocol.wording import say_clock, say_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, tzinfo

    from saphena.clinic.courses.models import Course, Happening
    from saphena.clinic.courses.questions import Said, Waiting
    from saphena.clinic.design.components import NextThing, Step
    from saphena.clinic.people.models import User
    from saphena.pathway.protocol.plan import Plan

__all__ = ["CourseSummary", "EventRow", "EventState", "Whereabouts", "event_rows", "summary", "whereabouts"]

CARRIED_OUT = {"procedure": "injected"}
"""Nobody writes down an appointment for a procedure as done: they write down what was done at it."""
CAME, WENT = "arrived", "left"


class EventState(StrEnum):
    """How an event stands to a reader. What is over but not written down is neither done nor to come."""

    DONE = "done"
    PLANNED = "planned"
    UNWRITTEN = "unwritten"
    ONGOING = "ongoing"


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event of a course: when it is, how it stands, who wrote it down, and where it was before."""

    name: str
    label: str
    when: str
    state: EventState
    by: str
    reason: str
    earlier: tuple[str, ...] = ()
    seen: bool = False


@dataclass(frozen=True, slots=True)
class CourseSummary:
    course: Course
    title: str
    steps: list[Step]
    coming: list[NextThing]
    events: list[EventRow]
    changed: list[str]
    may_start: bool = False
    waiting: Waiting | None = None
    noes: list[tuple[str, Said]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """One course in the list of journeys: the step that is open, what is shut before the next, and what comes next."""

    course: Course
    step: Step
    shut: Step | None
    coming: NextThing | None


def whereabouts(course: Course, language: str, now: datetime) -> Whereabouts:
    known = standing(course.happenings.all())
    plan = draw(course, known)
    steps = journey(plan, known, language, now, overrides_of(course), course.whys)
    coming = next_things([plan], for_patient(plan.lines()), language, now)
    return Whereabouts(
        course,
        next((step for step in steps if step.state is StepState.OPEN), steps[-1]),
        next((step for step in steps if step.gate), None),
        coming[0] if coming else None,
    )


def summary(viewer: User, course: Course, language: str, now: datetime, noes: Sequence[Said] = ()) -> CourseSummary:
    rows = list(course.happenings.all())
    known = standing(rows)
    plan = draw(course, known)
    return CourseSummary(
        course,
        plan.protocol.title[language],
        linked(viewer, journey(plan, known, language, now, overrides_of(course), course.whys), course),
        next_things([plan], for_patient(plan.lines()), language, now),
        event_rows(course, plan, language, now),
        [changed(plan, name, language) for name in sorted(plan.changed)],
        may_start(course, known),
        waiting_for_a_clinician(viewer, course),
        [(question_of(plan.protocol.facts[said.name], language), said) for said in noes],
    )


def event_rows(course: Course, plan: Plan, language: str, now: datetime) -> list[EventRow]:
    """Every event that has a moment, in order of time; where each was before stays with it."""
    by_name: dict[tuple[bool, str], list[EventRow]] = {}
    moments = {}
    for row in course.happenings.all():
        key = (row.seen, row.name)
        when = _when(row.at, plan, language) if row.at else ""
        earlier = by_name.get(key, [])
        was = tuple(old.when for old in earlier if old.when and old.when != when)
        label = label_of(row.name, row.seen, plan, language)
        told = EventRow(row.name, label, when, _state(row, now), row.recorded_by, row.reason, was, row.seen)
        by_name[key] = [*earlier, told]
        moments[key] = row.at
    newest = {key: rows[-1] for key, rows in by_name.items() if moments[key] is not None}
    here = _is_here(newest) and _on_one_day(moments[False, CAME], now, course.patient.zone_info)
    rows = [(moments[key], _carried_out(row, newest, here=here)) for key, row in newest.items()]
    return [row for _at, row in sorted(rows, key=lambda pair: pair[0].timestamp() if pair[0] else 0.0)]


def _state(row: Happening, now: datetime) -> EventState:
    if row.happened:
        return EventState.DONE
    return EventState.UNWRITTEN if row.at and row.at < now else EventState.PLANNED


def _carried_out(row: EventRow, known: Mapping[tuple[bool, str], EventRow], *, here: bool) -> EventRow:
    """An appointment is done when what it is for was written down, by whoever wrote that; until then it goes on while
    the patient is here."""
    if row.state is EventState.DONE or row.seen or row.name not in CARRIED_OUT:
        return row
    did = known.get((False, CARRIED_OUT[row.name]))
    if did and did.state is EventState.DONE:
        return replace(row, state=EventState.DONE, by=did.by)
    return replace(row, state=EventState.ONGOING) if here and row.state is EventState.UNWRITTEN else row


def _is_here(known: Mapping[tuple[bool, str], EventRow]) -> bool:
    done = {name for (seen, name), row in known.items() if not seen and row.state is EventState.DONE}
    return CAME in done and WENT not in done


def _on_one_day(one: datetime | None, other: datetime, zone: tzinfo) -> bool:
    return one is not None and one.astimezone(zone).date() == other.astimezone(zone).date()


def label_of(name: str, seen: bool, plan: Plan, language: str) -> str:
    """The event's or the observation's name as a heading."""
    protocol = plan.protocol
    if seen:
        said = protocol.observations[name].label[language] if name in protocol.observations else name
    else:
        event = protocol.events.get(name) or protocol.events.get(name.rsplit(" ", 1)[0])
        said = event.label[language] if event else name
        if event and event.name != name:
            said = f"{said} {name.rsplit(' ', 1)[-1]}"
    return said[0].upper() + said[1:]


def _when(at: datetime, plan: Plan, language: str) -> str:
    here = at.astimezone(plan.zone)
    return f"{say_day(here.date(), language, plan.year, short=True)}, {say_clock(here.timetz(), language)}"
