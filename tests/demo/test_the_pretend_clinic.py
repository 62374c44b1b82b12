"""The pretend clinic: one patient at each step of the journey, built once, with nobody real in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from saphena.clinic.courses.models import Course, Happening, ProtocolVersion
from saphena.clinic.design.components import StepState
from saphena.clinic.exchange.dicom.models import Copy
from saphena.clinic.imaging.models import Machine, Study
from saphena.clinic.messages.models import PromisedMessage
from saphena.clinic.people.applications.models import ApplicationToken
from saphena.clinic.people.models import Clinic, Patient, User
from saphena.clinic.people.roles import STAFF_ROLES
from saphena.clinic.record.models import Entry
from saphena.demo.build import DemoClinic, build
from saphena.demo.people import OTHERS, PASSWORD
from saphena.pathway.protocol.library import shipped
from tests.demo.pretend import JOURNEY, steps, undone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

pytestmark = pytest.mark.django_db

TABLES = (User, Patient, ProtocolVersion, Course, Happening, PromisedMessage)


@pytest.fixture(scope="module")
def clinic(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[DemoClinic]:
    """Built once, at the moment at which the tests run."""
    with undone(django_db_blocker):
        yield build()


def test_there_is_a_patient_at_every_step(clinic: DemoClinic) -> None:
    found = set()
    for given in JOURNEY:
        line = steps(given, timezone.now())
        found |= {step.name for step in line if step.state is StepState.OPEN}
    assert found == {"mapping", "planning", "booking", "preparing", "treating", "recovering", "reviewing"}
    done = [step.state is StepState.DONE for step in steps("Helen", timezone.now())]
    assert done == [True] * 8
    assert next(iter(steps("Ada", timezone.now()))).state is StepState.DONE  # has just asked


def test_everybody_of_the_staff_can_sign_in_and_every_role_is_there(clinic: DemoClinic) -> None:
    assert {role for user in User.objects.all() for role in user.held_roles} == set(STAFF_ROLES)
    for each in clinic.sign_ins:
        assert User.objects.get(email=each.email).check_password(each.password)


def test_the_list_is_as_long_as_a_list_is(clinic: DemoClinic) -> None:
    assert Patient.objects.count() == len(JOURNEY) + len(OTHERS) > 25


def test_all_protocols_that_we_ship_are_kept_and_the_leaflet_is_approved(clinic: DemoClinic) -> None:
    assert ProtocolVersion.objects.count() == len(shipped())
    assert [version.key for version in ProtocolVersion.objects.filter(approved_at__isnull=False)] == ["leaflet"]


def test_built_twice_nothing_is_added_but_fresh_links(clinic: DemoClinic) -> None:
    first = clinic
    before = [table.objects.count() for table in TABLES]
    second = build()
    assert [table.objects.count() for table in TABLES] == before
    assert second.sign_ins == first.sign_ins
    assert {page.name for page in second.own_pages} == {page.name for page in first.own_pages}
    assert {page.where for page in second.own_pages}.isdisjoint(page.where for page in first.own_pages)


def test_the_links_open_with_the_birth_dates_that_are_printed(clinic: DemoClinic) -> None:
    for page in clinic.own_pages:
        token = page.where.rstrip("/").rpartition("/")[2]
        answer = Client().post(reverse("people:link_prove", args=[token]), {"birth_date": page.birth_date})
        assert answer.status_code == 302, page.name


def test_everything_was_done_by_somebody_and_is_in_the_record(clinic: DemoClinic) -> None:
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


def test_images_wait_in_the_tray_a_viewer_has_a_token_and_one_copy_is_to_be_looked_at(clinic: DemoClinic) -> None:
    (study,) = Study.objects.filter(patient=None)
    assert study.said_name.startswith("Park")
    assert [token.scopes for token in ApplicationToken.objects.all()] == [["images.read"]]
    (copy,) = Copy.objects.all()
    assert copy.sha256
    assert not copy.may_leave
    assert Machine.objects.count() == 1


def test_no_address_telephone_or_clinic_is_real(clinic: DemoClinic) -> None:
    addresses = [*User.objects.values_list("email", flat=True), *Patient.objects.values_list("email", flat=True)]
    assert all(address.isascii() and address.endswith(".example") for address in addresses), addresses
    phones = [*Patient.objects.values_list("phone", flat=True), *Clinic.objects.values_list("phone", flat=True)]
    assert all(re.fullmatch(r"\d{3} 555-01\d\d", phone) for phone in phones), phones
    assert PASSWORD not in str(list(Entry.objects.values("facts")))
