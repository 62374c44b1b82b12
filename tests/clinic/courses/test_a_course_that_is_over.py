"""On the chart a course that is over is folded away behind its heading and its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import time_machine
from django.urls import reverse

from saphena.clinic.courses.ending import discharge
from tests import cast
from tests.clinic.courses.treated import at, course

if TYPE_CHECKING:
    from saphena.clinic.people.models import Patient

FOLDED = '<details class="section course course-over">'


def chart(patient: Patient) -> str:
    response = cast.signed_in(cast.priya()).get(reverse("courses:chart", args=[patient.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_an_earlier_course_that_is_over_is_folded_and_the_one_under_way_is_not() -> None:
    with time_machine.travel(at("2027-06-01T12:00"), tick=False):
        over = course()
        discharge(actor=cast.priya(), course=over)
        assert FOLDED not in chart(over.patient)
    with time_machine.travel(at("2027-06-02T12:00"), tick=False):
        course(over.patient)
        page = chart(over.patient)
    assert page.count(FOLDED) == 1
    assert "discharged on 1 Jun 2027" in page.split(FOLDED)[1]
    assert page.count('class="section course"') == 1
