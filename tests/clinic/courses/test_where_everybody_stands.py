"""The list of journeys: every course with its open step, what is shut, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import time_machine
from django.urls import reverse

from saphena.clinic.courses import actions
from saphena.clinic.courses.ending import discharge
from tests import cast
from tests.clinic.courses.treated import at, course

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

ONE_WEEK_BEFORE = at("2027-03-01T09:00")


def journeys(client: Client, typed: str = "", state: str = "") -> str:
    response = client.get(reverse("courses:journeys"), {"q": typed, "state": state})
    assert response.status_code == 200
    return response.content.decode()


def test_a_course_stands_at_its_open_step_with_what_is_shut() -> None:
    with time_machine.travel(ONE_WEEK_BEFORE, tick=False):
        booked = course()
        for name in ("requested", "mapped", "test"):
            actions.record_event(actor=cast.priya(), course=booked, name=name, at=at("2027-02-20T10:00"))
        actions.plan_event(actor=cast.priya(), course=booked, name="procedure", at=at("2027-03-09T10:00"))
        page = journeys(cast.signed_in(cast.nell()))
    assert "<strong>Preparing</strong>" in page
    assert "The stocking is in hand" in page
    assert "Have your stocking ready by Tuesday 2 March" in page


def test_of_each_thing_that_is_shut_the_list_says_the_first_sentence() -> None:
    with time_machine.travel(ONE_WEEK_BEFORE, tick=False):
        booked = course()
        actions.plan_event(actor=cast.priya(), course=booked, name="procedure", at=at("2027-03-09T10:00"))
        page = journeys(cast.signed_in(cast.nell()))
    assert "<li>Needed: The test session was tolerated, with the same product.</li>" in page
    assert "the emergency kit stays at hand" not in page


def test_typing_narrows_the_list() -> None:
    course()
    nell = cast.signed_in(cast.nell())
    assert cast.pat().family_name in journeys(nell, cast.pat().family_name.lower())
    assert "No patient with a course matches" in journeys(nell, "zzz")


def test_who_is_discharged_is_no_longer_on_the_way_and_can_be_looked_up() -> None:
    over = course()
    nell, family = cast.signed_in(cast.nell()), cast.pat().family_name
    assert family not in journeys(nell, state="discharged")
    discharge(actor=cast.priya(), course=over)
    assert family not in journeys(nell)
    assert family in journeys(nell, state="discharged")
    assert family in journeys(nell, family.lower(), "discharged")


def test_the_number_of_queries_does_not_grow(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    course()
    nell = cast.signed_in(cast.nell())
    journeys(nell)
    with django_assert_num_queries(8):
        journeys(nell)
    for _again in range(4):
        course()
    with django_assert_num_queries(8):
        journeys(nell)


def test_olive_sees_no_journeys() -> None:
    course()
    assert cast.signed_in(cast.olive()).get(reverse("courses:journeys")).status_code == 403
