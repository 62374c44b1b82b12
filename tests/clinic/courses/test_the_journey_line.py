"""Eight steps: what is done, where the patient stands, what is still ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from saphena.clinic.courses.actions import take_back
from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.hanging import linked
from saphena.clinic.courses.journey import journey
from saphena.clinic.design.components import Step, StepState
from tests import cast
from tests.clinic.courses.treated import at, course, happened, plan_of, planned, treated

if TYPE_CHECKING:
    from collections.abc import Callable

    from saphena.clinic.courses.models import Course
    from saphena.clinic.people.models import User


def line(course: Course, language: str = "en") -> list[Step]:
    return journey(plan_of(course), standing(course.happenings.all()), language, timezone.now())


def step(course: Course, name: str) -> Step:
    return next(step for step in line(course) if step.name == name)


def chart_step(viewer: User, course: Course, name: str) -> Step:
    """As the viewer's chart has it, with the links that they may open."""
    return next(step for step in linked(viewer, line(course), course) if step.name == name)


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


def test_a_day_for_the_procedure_puts_no_visit_behind_the_patient_that_is_still_to_come() -> None:
    asked = happened(course(), requested="2027-02-01T09:00")
    held = planned(asked, mapped="2027-03-20T09:00", test="2027-03-27T09:00", procedure="2027-04-06T10:00")
    assert step(held, "mapping").state is StepState.OPEN
    assert step(held, "mapping").date_text == "planned for Sat 20 Mar"
    assert step(held, "planning").state is StepState.WAITING
    assert step(held, "planning").date_text == "planned for Sat 27 Mar"
    happened(held, mapped="2027-02-20T09:00")
    assert step(held, "planning").state is StepState.OPEN
    happened(held, test="2027-02-27T09:00")
    assert step(held, "preparing").state is StepState.OPEN


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


def test_a_shut_gate_says_what_is_needed_and_leads_whoever_may_to_where_it_opens() -> None:
    booked = planned(course(facts={"map_signed": True, "test_tolerated": True}), procedure="2027-04-06T10:00")
    happened(booked, test="2027-02-20T09:00")
    shut = chart_step(cast.nora(), booked, "treating").gate
    assert shut
    assert shut.reason.startswith("Needed: The stocking is in hand")
    assert (shut.url, shut.url_label) == (reverse("courses:facts", args=[booked.pk]), "Answer the question")
    read_only = chart_step(cast.max_(), booked, "treating").gate
    assert read_only
    assert read_only.url == ""


@pytest.mark.parametrize(("who", "page"), [(cast.nora, "planning:tests"), (cast.nell, "booking:course")])
def test_a_gate_that_waits_for_the_test_session_leads_to_it_or_to_a_time_for_it(
    who: Callable[[], User], page: str
) -> None:
    mapped = happened(course(), requested="2027-02-01T09:00", mapped="2027-02-08T09:00")
    shut = chart_step(who(), mapped, "booking").gate
    assert shut
    assert shut.url == reverse(page, args=[mapped.pk])
