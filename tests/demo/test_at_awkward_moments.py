"""Whenever the pretend clinic is built, it is the same: before midnight, on the nights on which the clocks change."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.test import Client, override_settings
from django.urls import reverse

from saphena.clinic.courses.drawing import standing
from saphena.clinic.courses.models import Course
from saphena.clinic.design.components import StepState
from saphena.clinic.people.models import User
from saphena.demo.build import DemoClinic, build
from tests.demo.pretend import JOURNEY, at, course_of, steps, undone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

AWKWARD = (
    "2027-01-15T23:30",
    "2027-03-14T01:59",  # a minute before the clocks go forward
    "2027-11-07T01:30",  # the first of two
    "2027-11-07T12:00",  # half a day after they went back
    "2028-02-29T07:42",  # eighty minutes ago it was night
    "2027-01-01T00:00",
)


STEPS = ["requesting", "mapping", "planning", "booking", "preparing", "treating", "recovering", "reviewing"]
# Whose chart: the step that stands open.
OPEN_STEP = {
    "Ada": "mapping",
    "Émile": "mapping",
    "Rosa": "planning",
    "Johan": "booking",
    "Margaret": "preparing",
    "Samir": "treating",
    "Pat": "recovering",
    "Lucie": "recovering",
    "Walter": "reviewing",
    "Helen": "nothing",
}


@pytest.fixture(params=AWKWARD, scope="module")
def moment(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[datetime, DemoClinic]]:
    """An awkward moment, at which the clock stands still, and the clinic as it was built then."""
    with time_machine.travel(at(request.param), tick=False), undone(django_db_blocker):
        yield at(request.param), build(now=at(request.param))


@pytest.fixture
def now(moment: tuple[datetime, DemoClinic]) -> datetime:
    return moment[0]


def test_built_at_an_awkward_moment_it_is_the_same_clinic(now: datetime) -> None:
    pat, samir = standing(course_of("Pat").happenings.all()), standing(course_of("Samir").happenings.all())
    assert {"arrived", "injected", "left", "home"} <= pat.happened
    assert timedelta(0) <= now - pat.events["home"] <= timedelta(minutes=90)
    assert samir.happened >= {"arrived"}
    assert samir.events["procedure"] <= now
    for course in Course.objects.all():
        known = standing(course.happenings.all())
        assert all(known.events[name] <= now for name in known.happened), course.patient
    for given in JOURNEY:
        assert len(steps(given, now)) == 8
    assert next(step.name for step in steps("Pat", now) if step.state is StepState.OPEN) == "recovering"


def test_everybody_stands_where_the_demo_says(now: datetime) -> None:
    shown = {}
    for given in OPEN_STEP:
        line = steps(given, now)
        assert [step.name for step in line] == STEPS
        states = [step.state for step in line]
        shown[given] = next((step.name for step in line if step.state is StepState.OPEN), "nothing")
        done = states.count(StepState.DONE)
        assert states[:done] == [StepState.DONE] * done
        assert set(states[done + 1 :]) <= {StepState.WAITING, StepState.SHUT}
    assert shown == OPEN_STEP


def test_at_any_hour_the_days_of_the_journey_are_in_their_order(now: datetime) -> None:
    for given in JOURNEY:
        known = standing(course_of(given).happenings.all())
        order = ("requested", "mapped", "test", "arrived", "injected", "left", "home", "review", "review 2")
        moments = [known.events[name] for name in order if name in known.events]
        assert moments == sorted(moments), given


def test_by_day_somebody_lies_with_the_legs_up_and_at_night_nobody(moment: tuple[datetime, DemoClinic]) -> None:
    now, clinic = moment
    (page,) = (each for each in clinic.own_pages if "legs up" in each.about)
    token = page.where.rstrip("/").rpartition("/")[2]
    phone = Client()
    phone.post(reverse("people:link_prove", args=[token]), {"birth_date": page.birth_date})
    today = phone.get(reverse("courses:own_today", args=[token])).text
    assert ("Lie down with both legs higher" in today) is (7 <= now.hour < 20)


@override_settings(SAPHENA_REQUIRE_MFA=False)  # as the demo is started
def test_its_pages_open_at_an_awkward_moment(moment: tuple[datetime, DemoClinic]) -> None:
    _now, clinic = moment
    nora = Client()
    nora.force_login(User.objects.get(email="nora@demo.example"))
    over = Course.objects.exclude(discharged_at=None).order_by("-opened_at")[:3]  # the others are as these, and older
    for course in (*Course.objects.filter(discharged_at=None), *over):
        for address in (
            reverse("courses:chart", args=[course.patient_id]),
            reverse("courses:plan", args=[course.pk]),
        ):
            assert nora.get(address).status_code == 200, address
    for page in clinic.own_pages:
        token = page.where.rstrip("/").rpartition("/")[2]
        phone = Client()
        phone.post(reverse("people:link_prove", args=[token]), {"birth_date": page.birth_date})
        for name in ("own_today", "own_plan"):
            assert phone.get(reverse(f"courses:{name}", args=[token])).status_code == 200
