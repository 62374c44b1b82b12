"""Eight steps: what is done, where the patient stands, what is still ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import override

from saphena.clinic.courses.actions import take_back
from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.journey import journey
from saphena.clinic.design.components import Step, StepState
from tests import cast
from tests.clinic.courses.treated import at, course, happened, plan_of, planned, treated

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course


def line(course: Course, language: str = "en") -> list[Step]:
    return journey(plan_of(course), standing(course.happenings.all()), language, timezone.now())


def step(course: Course, name: str) -> Step:
    return next(step for step in line(course) if step.name == name)


def test_a_new_course_stands_at_its_beginning() -> None:
    states = [step.state for step in line(course())]
    assert states[0] is StepState.OPEN
    assert StepState.DONE not in states


def test_a_step_that_was_jumped_over_counts_as_done() -> None:
    pats = happened(course(), test="2027-02-20T09:00")
    assert [step.state for step in line(pats)][:4] == [StepState.DONE] * 3 + [StepState.OPEN]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", ["Sat 20 Feb", "planned for Tue 9 Mar"]), ("fr", ["sam. 20 févr.", "prévu mar. 9 mars"])],
)
def test_dates_are_said_as_what_they_are(language: str, said: list[str]) -> None:
    pats = happened(course(), test="2027-02-20T09:00")
    planned(pats, review="2027-03-09T09:00")
    with override(f"{language}-ca"):
        dates = [step.date_text for step in line(pats, language) if step.date_text]
    assert dates == said


def test_recovering_is_over_once_the_bandage_is_off() -> None:
    pats = treated(course())
    assert step(pats, "recovering").state is StepState.OPEN
    assert step(pats, "recovering").date_text == "bandage off Sun 14 Mar"
    with time_machine.travel(at("2027-03-14T07:01"), tick=False):
        assert step(pats, "recovering").state is StepState.DONE
        assert step(pats, "reviewing").state is StepState.OPEN


def test_a_visit_that_is_called_off_takes_the_patient_back() -> None:
    pats = happened(course(), test="2027-02-20T09:00")
    planned(pats, procedure="2027-04-06T10:00")
    assert step(pats, "preparing").state is StepState.OPEN
    take_back(actor=cast.nell(), course=pats, name="procedure", reason="the patient has a cold")
    assert step(pats, "booking").state is StepState.OPEN


def test_booking_is_shut_until_the_test_session_even_before_a_procedure_has_a_day() -> None:
    mapped = happened(course(), requested="2027-02-01T09:00", mapped="2027-02-08T09:00")
    booking = step(mapped, "booking")
    assert booking.state is StepState.SHUT
    assert booking.gate
    assert booking.gate.reason == "This waits for the test session."
    tested = happened(mapped, test="2027-02-20T09:00")
    assert step(tested, "booking").gate is None
