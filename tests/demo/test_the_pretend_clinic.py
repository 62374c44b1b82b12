"""The pretend clinic: one patient at each step of the journey, built once, with nobody real in it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from saphena.clinic.courses.drawing import draw, standing
from saphena.clinic.courses.journey import journey
from saphena.clinic.courses.models import Course, Happening, ProtocolVersion
from saphena.clinic.courses.queries import course_for
from saphena.clinic.design.components import StepState
from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.people.models import Clinic, Patient, User
from saphena.clinic.people.roles import STAFF_ROLES
from saphena.clinic.record.models import Entry
from saphena.demo.build import build
from saphena.demo.people import OTHERS, PASSWORD
from saphena.pathway.clock import settle
from saphena.pathway.protocol.library import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saphena.clinic.design.components import Step

pytestmark = pytest.mark.django_db

EDMONTON = ZoneInfo("America/Edmonton")
JOURNEY = ("Ada", "Émile", "Rosa", "Johan", "Margaret", "Samir", "Pat", "Lucie", "Walter", "Helen")
TABLES = (User, Patient, ProtocolVersion, Course, Happening, PromisedMessage)
AWKWARD = (
    "2027-01-15T03:00",
    "2027-01-15T23:30",
    "2027-03-14T01:59",  # a minute before the clocks go forward
    "2027-03-14T12:00",
    "2027-11-07T01:30",  # the first of two
    "2027-11-07T12:00",
    "2028-02-29T10:00",
    "2026-12-31T23:59",
    "2027-01-01T00:00",
)


def at(words: str) -> datetime:
    wall = datetime.fromisoformat(words)
    return settle(wall.date(), wall.time(), EDMONTON)


def course_of(given: str) -> Course:
    found = Course.objects.get(patient__given_names=given)
    return course_for(User.objects.get(email="priya@demo.example"), found.pk)


def steps(given: str, now: datetime) -> list[Step]:
    course = course_of(given)
    return journey(draw(course), standing(course.happenings.all()), "en", now)


def test_there_is_a_patient_at_every_step() -> None:
    build()
    found = set()
    for given in JOURNEY:
        line = steps(given, timezone.now())
        found |= {step.name for step in line if step.state is StepState.OPEN}
    assert found == {"mapping", "planning", "booking", "preparing", "treating", "recovering", "reviewing"}
    done = [step.state is StepState.DONE for step in steps("Helen", timezone.now())]
    assert done == [True] * 8
    assert next(iter(steps("Ada", timezone.now()))).state is StepState.DONE  # has just asked


def test_everybody_of_the_staff_can_sign_in_and_every_role_is_there() -> None:
    clinic = build()
    assert {role for user in User.objects.all() for role in user.held_roles} == set(STAFF_ROLES)
    for each in clinic.sign_ins:
        assert User.objects.get(email=each.email).check_password(each.password)


def test_the_list_is_as_long_as_a_list_is() -> None:
    build()
    assert Patient.objects.count() == len(JOURNEY) + len(OTHERS) > 25


def test_all_protocols_that_we_ship_are_kept_and_the_leaflet_is_approved() -> None:
    build()
    assert ProtocolVersion.objects.count() == len(shipped())
    assert [version.key for version in ProtocolVersion.objects.filter(approved_at__isnull=False)] == ["leaflet"]


def test_built_twice_nothing_is_added_but_fresh_links() -> None:
    first = build()
    before = [table.objects.count() for table in TABLES]
    second = build()
    assert [table.objects.count() for table in TABLES] == before
    assert second.sign_ins == first.sign_ins
    assert {page.name for page in second.own_pages} == {page.name for page in first.own_pages}
    assert {page.where for page in second.own_pages}.isdisjoint(page.where for page in first.own_pages)


def test_the_links_open_with_the_birth_dates_that_are_printed() -> None:
    for page in build().own_pages:
        token = page.where.rstrip("/").rpartition("/")[2]
        answer = Client().post(reverse("people:link_prove", args=[token]), {"birth_date": page.birth_date})
        assert answer.status_code == 302, page.name


def test_everything_was_done_by_somebody_and_is_in_the_record() -> None:
    build()
    actions = set(Entry.objects.values_list("action", flat=True))
    assert {
        "people.patient.added",
        "courses.protocol.approved",
        "courses.course.opened",
        "courses.event.planned",
        "courses.event.happened",
        "courses.observation.made",
    } <= actions
    assert not Entry.objects.filter(actor_name=str(AnonymousUser())).exists()


def test_no_address_telephone_or_clinic_is_real() -> None:
    build()
    addresses = [*User.objects.values_list("email", flat=True), *Patient.objects.values_list("email", flat=True)]
    assert all(address.isascii() and address.endswith(".example") for address in addresses), addresses
    phones = [*Patient.objects.values_list("phone", flat=True), *Clinic.objects.values_list("phone", flat=True)]
    assert all(re.fullmatch(r"\d{3} 555-01\d\d", phone) for phone in phones), phones
    assert PASSWORD not in str(list(Entry.objects.values("facts")))


@pytest.fixture(params=AWKWARD)
def now(request: pytest.FixtureRequest) -> Iterator[datetime]:
    with time_machine.travel(at(request.param), tick=False):
        yield at(request.param)


def test_built_at_an_awkward_moment_it_is_the_same_clinic(now: datetime) -> None:
    build(now=now)
    pat, samir = standing(course_of("Pat").happenings.all()), standing(course_of("Samir").happenings.all())
    assert {"arrived", "injected", "left", "home"} <= pat.happened
    assert timedelta(minutes=75) <= now - pat.events["home"] <= timedelta(minutes=90)
    assert samir.happened >= {"arrived"}
    assert samir.events["procedure"] <= now
    for course in Course.objects.all():
        known = standing(course.happenings.all())
        assert all(known.events[name] <= now for name in known.happened), course.patient
    for given in JOURNEY:
        assert len(steps(given, now)) == 8
    assert next(step.name for step in steps("Pat", now) if step.state is StepState.OPEN) == "recovering"


def test_at_any_hour_the_days_of_the_journey_are_in_their_order(now: datetime) -> None:
    build(now=now)
    for given in JOURNEY:
        known = standing(course_of(given).happenings.all())
        order = ("requested", "mapped", "test", "arrived", "injected", "left", "home", "review", "review 2")
        moments = [known.events[name] for name in order if name in known.events]
        assert moments == sorted(moments), given


@override_settings(SAPHENA_REQUIRE_MFA=False)  # as the demo is started
def test_its_pages_open_at_an_awkward_moment(now: datetime) -> None:
    clinic = build(now=now)
    nora = Client()
    nora.force_login(User.objects.get(email="nora@demo.example"))
    for course in Course.objects.all():
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
