"""Pat's procedure on Tuesday 9 March at 10:00, and the day on which Pat looks at the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from saphena.clinic.courses.queries import course_for
from saphena.clinic.journey.preparing.queries import states_of
from tests import cast
from tests.clinic.courses.treated import at, course, planned

if TYPE_CHECKING:
    from saphena.clinic.courses.models import Course
    from saphena.clinic.journey.preparing.readiness import State

THE_VISIT = "2027-03-09T10:00"
A_WEEK_BEFORE = "2027-03-02T09:00"


def booked(**facts: bool) -> Course:
    return planned(course(facts=facts), procedure=THE_VISIT)


def state_of(course: Course, language: str = "en", when: str = A_WEEK_BEFORE) -> State:
    """As any page works it out now, from the rows."""
    (state,) = states_of([course_for(cast.priya(), course.pk)], language, at(when))
    return state


def shown(course: Course, rule: str, language: str = "en") -> str:
    """The digest that stands beside the rule's words on the page."""
    return next(line.shown for line in state_of(course, language).lines if line.item.rule.id == rule)


def address(name: str, token: str, *more: int) -> str:
    return reverse(f"preparing:{name}", args=[token, *more])
