"""However many courses a patient has and however much has happened, a page costs the same number of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from saphena.clinic.courses.actions import observe
from tests import cast
from tests.clinic.courses.treated import at, course, own, phone_of, planned, token_of, treated

if TYPE_CHECKING:
    from django.test import Client

    from saphena.clinic.people.models import Patient

COST = {"chart": 22, "plan": 14, "journeys": 8, "patients": 6, "protocols": 5, "today": 16, "whole": 11}


def asked(browser: Client, address: str) -> int:
    browser.get(address)  # what a session writes at its first page is not the page's
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


def busy(patient: Patient) -> None:
    """Four more courses, and a procedure that has moved again and again."""
    for leg in ("right", "left", "right", "left"):
        another = treated(course(patient, leg))
        for day in range(10, 20):
            planned(another, review=f"2027-04-{day}T09:30")
        observe(actor=cast.nora(), course=another, name="blister", at=at("2027-03-09T13:00"))


@pytest.mark.parametrize("page", list(COST))
def test_it_is_the_same_for_one_course_and_for_five(page: str) -> None:
    pats = treated(course())
    token = token_of(pats.patient)
    addresses = {
        "chart": reverse("courses:chart", args=[pats.patient_id]),
        "plan": reverse("courses:plan", args=[pats.pk]),
        "journeys": reverse("courses:journeys"),
        "patients": reverse("people:patients"),
        "protocols": reverse("courses:protocols"),
        "today": own("today", token),
        "whole": own("plan", token),
    }
    mine = page in ("today", "whole")
    browser = phone_of(pats.patient, token) if mine else cast.signed_in(cast.priya())
    assert asked(browser, addresses[page]) == COST[page]
    busy(pats.patient)
    for number in range(20):
        cast.pat(given_names=f"Robin {number}")
    assert asked(browser, addresses[page]) == COST[page]
