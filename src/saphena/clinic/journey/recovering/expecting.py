"""The check-ins of a course, made and moved in the transaction of what causes them; and the message for each.

Nothing about them is decided here: the plan says which there are. Whatever moves the plan is followed by `keep_true`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from saphena.clinic.courses.actions import spoken
from saphena.clinic.courses.drawing import draw
from saphena.clinic.courses.models import Course
from saphena.clinic.journey.recovering.events import CheckInCalledOff, CheckInExpected, CheckInMoved
from saphena.clinic.journey.recovering.models import OWN, CheckIn
from saphena.clinic.journey.recovering.moving import move_check_in
from saphena.clinic.journey.recovering.promises import ask_by_message, ask_no_more
from saphena.clinic.journey.recovering.states import Answering, Asked
from saphena.clinic.record.actors import SAPHENA, Actor
from saphena.clinic.record.announcing import announce
from saphena.pathway.recovering import Expected, expected

if TYPE_CHECKING:
    from datetime import datetime

    from saphena.clinic.courses.events import (
        CourseDischarged,
        CourseReopened,
        EventHappened,
        EventPlanned,
        EventTakenBack,
        FactsAnswered,
        Observed,
    )

    Moved = EventHappened | EventPlanned | EventTakenBack | FactsAnswered | Observed | CourseDischarged | CourseReopened


def follow_the_plan(event: Moved, *, by: Actor) -> None:
    """Follows whatever may move a plan: the check-ins are those of the plan as it is now."""
    course = Course.objects.select_related("patient", "protocol").get(pk=event.course_id)
    keep_true(course, timezone.now())


def keep_true(course: Course, now: datetime) -> None:
    """Make the check-ins that are wanted, move those that have moved, call off those that hang on nothing any more."""
    known = {
        row.name: row for row in CheckIn.objects.filter(course=course).exclude(state=Asked.CALLED_OFF).exclude(name=OWN)
    }
    # Before a first injection there is nothing to draw for: most events of a course come then.
    if not known and not course.happenings.filter(name="injected").exists():
        return
    # Who was discharged is asked nothing any more.
    wanted = {} if course.discharged_at else {each.name: each for each in expected(draw(course))}
    for name, each in wanted.items():
        row = known.get(name)
        if row is None:
            _expect(course, each, now)
        elif row.state == Asked.EXPECTED and row.due_at != each.due:
            _move(row, each, now)
    for name, row in known.items():
        if name not in wanted and row.state == Asked.EXPECTED:
            _call_off(row)


def _expect(course: Course, each: Expected, now: datetime) -> None:
    """One that would be over already is not asked for any more: nobody can answer yesterday."""
    if each.closes <= now:
        return
    row = CheckIn.objects.create(
        course=course,
        name=each.name,
        due_at=each.due,
        closes_at=each.closes,
        silent_at=_silent(each, now),
        level=each.level.value,
    )
    told = {"name": each.name, "due": spoken(each.due)}
    announce(CheckInExpected(patient_id=course.patient_id, check_in_id=row.pk, **told), by=SAPHENA)
    ask_by_message(row, now)


def _silent(each: Expected, now: datetime) -> datetime:
    """Who is asked late has as long to answer as anybody."""
    return min(max(each.due, now) + (each.silent - each.due), each.closes)


def _move(row: CheckIn, each: Expected, now: datetime) -> None:
    before = spoken(row.due_at)
    columns = {"due_at": each.due, "closes_at": each.closes, "silent_at": _silent(each, now)}
    if not CheckIn.objects.filter(pk=row.pk, state=Asked.EXPECTED).update(**columns):
        return
    row.refresh_from_db()
    told = {"name": row.name, "before": before, "due": spoken(row.due_at)}
    announce(CheckInMoved(patient_id=row.course.patient_id, check_in_id=row.pk, **told), by=SAPHENA)
    ask_no_more(row, "the check-in has moved")
    ask_by_message(row, now)


def _call_off(row: CheckIn) -> None:
    if move_check_in(row, Answering.CALL_OFF):
        announce(CheckInCalledOff(patient_id=row.course.patient_id, check_in_id=row.pk, name=row.name), by=SAPHENA)
        ask_no_more(row, "the check-in was called off")
